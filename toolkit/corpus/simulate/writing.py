"""写出整个模拟语料。

Writes a whole simulated corpus: the files by year, and beside them `truth.jsonl` (a line a report),
`faults.csv` (a line a fault), `years.csv` (what a year breaks against the last) and `manifest.csv`. One report
at a time: memory does not grow with the corpus.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, Any

from toolkit.corpus.simulate.bodies import body
from toolkit.corpus.simulate.dice import die
from toolkit.corpus.simulate.figures import FIRST_YEAR, LAST_YEAR
from toolkit.corpus.simulate.report import Simulated, make, past, report_id
from toolkit.corpus.simulate.years import against_last

FAULTS = ("id", "file", "kind", "rule", "where", "left", "right", "harmless")
MANIFEST = ("id", "path", "issuer", "level", "code", "year", "url", "retrieved")
YEARS = ("id", "previous", "rule", "where", "left", "right")


@dataclass(slots=True)
class Truth:
    """模拟语料及其真值所在。

    What was written: the `folder`, how many `reports`, `bodies` and claims, reports by format, faults by kind,
    and relations of years that do not hold. `lines()` reads the truth of each report again.
    """

    folder: Path
    reports: int = 0
    bodies: int = 0
    claims: int = 0
    size: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[dict[str, Any]]:
        """逐份读出真值。 The truth of each report, in the order of the corpus."""
        with (self.folder / "truth.jsonl").open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)


class _Files:
    """The files beside the reports, open while the corpus is written."""

    def __init__(self, folder: Path) -> None:
        self.truth = (folder / "truth.jsonl").open("w", encoding="utf-8", newline="\n")
        self._open: list[IO[str]] = [self.truth]
        self.faults, self.manifest, self.years = (
            self._table(folder / f"{name}.csv", columns)
            for name, columns in (("faults", FAULTS), ("manifest", MANIFEST), ("years", YEARS))
        )

    def _table(self, path: Path, columns: Sequence[str]) -> Any:
        file = path.open("w", encoding="utf-8", newline="")
        self._open.append(file)
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(columns)
        return rows

    def close(self) -> None:
        for file in self._open:
            file.close()


def write_corpus(
    folder: Path,
    reports: int,
    bodies: int | None,
    seed: int,
    years: Sequence[int],
    formats: Sequence[str],
    rates: Mapping[str, float],
    progress: Callable[[int, int], None] | None = None,
) -> Truth:
    """写出语料。 Writes that many reports of bodies over the years; see `toolkit.corpus.simulate.simulate`."""
    wanted = sorted(set(years))
    if not wanted or wanted[0] < FIRST_YEAR or wanted[-1] > LAST_YEAR:
        raise ValueError(
            f"years 应在{FIRST_YEAR}至{LAST_YEAR}之间。 years must lie between {FIRST_YEAR} and {LAST_YEAR}."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for year in wanted:
        (folder / "reports" / str(year)).mkdir(parents=True, exist_ok=True)
    truth, files = Truth(folder), _Files(folder)
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    try:
        for index in count() if bodies is None else range(bodies):
            if truth.reports >= reports:
                break
            truth.bodies += 1
            figures = past(seed, body(index), wanted[-1])
            last: Simulated | None = None
            for year in wanted:
                made = _versions(report_id(index, year), seed, formats, rates, figures, files, truth)
                for one in made[: reports - truth.reports]:
                    _write(one, files, truth, encode)
                    if progress is not None:
                        progress(truth.reports, reports)
                if made and last is not None and last.truth["report"]["year"] == year - 1:
                    _compare(made[0], last, files, truth)
                last = made[0] if made else None
                if truth.reports >= reports:
                    break
    finally:
        files.close()
    return truth


def _versions(
    id: str, seed: int, formats: Sequence[str], rates: Mapping[str, float], figures: Any, files: _Files, truth: Truth
) -> list[Simulated]:
    """The report, none where it is missing, two where there is another version."""
    rng = die(seed, id, "corpus")
    missing, twice = rng.random() < rates.get("corpus.missing", 0), rng.random() < rates.get("corpus.duplicate", 0)
    if missing:
        files.faults.writerow((id, "", "corpus.missing", "", "", "", "", False))
        truth.faults["corpus.missing"] += 1
        return []
    made = [make(id, seed, formats, rates, figures)]
    if twice:
        other = make(id + "-2", seed, formats, rates, figures)
        other.truth["faults"].append(
            {"kind": "corpus.duplicate", "rule": "", "where": id, "left": None, "right": None, "harmless": False}
        )
        made.append(other)
    return made


def _write(one: Simulated, files: _Files, truth: Truth, encode: Callable[[Any], str]) -> None:
    line = one.truth
    (truth.folder / one.file).write_bytes(one.content)
    files.truth.write(encode(line) + "\n")
    who, report = line["body"], line["report"]
    year = report["year"]
    url = f"https://www.{who['id']}.example/{year}/{one.id}"
    files.manifest.writerow((one.id, one.file, who["name"], who["level"], who["code"], year, url, f"{year + 1}-07-01"))
    for fault in line["faults"]:
        files.faults.writerow((one.id, one.file, *(fault[key] for key in FAULTS[2:])))
        truth.faults[fault["kind"]] += 1
    truth.reports += 1
    truth.claims += len(line["claims"])
    truth.size += len(one.content)
    truth.formats[line["format"]] += 1


def _compare(now: Simulated, last: Simulated, files: _Files, truth: Truth) -> None:
    for row in against_last(now.truth, last.truth):
        files.years.writerow((now.id, last.id, row["rule"], row["where"], row["left"], row["right"]))
        truth.years[row["rule"]] += 1
