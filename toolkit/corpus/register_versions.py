"""同一机关同一年度的几份报告：重复的和改过的。

Several reports of one body and year: copies of one file, the same text in another file, and versions that differ, with the date that tells
which of them is later and the cells that changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.corpus.issuers import identified

if TYPE_CHECKING:
    import pandas as pd

DATES = ("published", "retrieved", "signed")
"""What tells which of two versions is later, the surest first. A date counts only where every version has it."""
Row = Mapping[Any, Any]
"""One report of the frame `reports`."""
Printed = Mapping[str, tuple[str, float | None]]
"""What is printed in the cells of a report: path to (status, value)."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Version:
    """同一机关同一年度的一份报告。

    One of several reports of a body and year. `status` is as in `register`; `of` the report that it is compared with ("" for none),
    `by` the date that decides, `changed` the cells that differ (None where the cells are not known); `copy` is "same_file" or
    "same_text" for a copy.
    """

    row: Row
    status: str
    of: str = ""
    by: str = ""
    changed: tuple[str, ...] | None = None
    copy: str = ""


def text_of(row: Row, name: str) -> str:
    """一行中的一个字段。 A field of a row as text, "" where it is missing."""
    value = row.get(name)
    return "" if value is None or value != value else str(value)


def latest_versions(reports: pd.DataFrame, cells: pd.DataFrame | None = None) -> pd.DataFrame:
    """每个机关每一年取一份报告。

    One report for each body and year: the latest version, as `register` decides. A column `undecided` is added: several versions, no date
    that orders them, and (where `cells` is given) not the same in every cell; the one whose id comes first is taken. Reports without
    body or year are left out. What has been through here (it has `undecided`) comes back as it is.
    """
    if "undecided" in reports:
        return reports
    known = identified(reports)
    known = known[known["issuer_id"].ne("") & known["year"].notna()]
    several = known.duplicated(["issuer_id", "year"], keep=False)
    printed = printed_cells(known, cells) if cells is not None and several.any() else {}
    undecided: dict[str, bool] = {}
    for _, group in known[several].groupby(["issuer_id", "year"], sort=True):
        first, *rest = versions_of(group.to_dict("records"), printed)
        open_ones = [version for version in rest if version.status == "version"]
        undecided[text_of(first.row, "report_id")] = any(version.changed != () for version in open_ones)
    chosen = known[~several | known["report_id"].isin(set(undecided))]
    return chosen.assign(undecided=[undecided.get(report, False) for report in chosen["report_id"]])


def versions_of(
    rows: list[dict[Any, Any]], printed: Mapping[str, Printed] | None = None, texts: Mapping[str, str] | None = None
) -> list[Version]:
    """几份报告的先后与异同。

    The reports of one body and year in order: the latest first (or the one whose id comes first, where no date decides), then the other
    versions, then the copies. `printed` holds the cells of each, `texts` a hash of text and tables.
    """
    originals, copies = _distinct(rows, texts or {})
    ranked, by = _ranked(originals)
    latest = text_of(ranked[0], "report_id")
    if len(ranked) == 1:
        made = [Version(ranked[0], "present")]
    else:
        status = "superseded" if by else "version"
        first = Version(ranked[0], "present", by=by) if by else Version(ranked[0], status)
        made = [first]
        made += [Version(r, status, latest, by, _changed(r, ranked[0], printed or {})) for r in ranked[1:]]
    return made + [Version(row, "duplicate", text_of(of, "report_id"), copy=how) for row, of, how in copies]


def _distinct(rows: list[dict[Any, Any]], texts: Mapping[str, str]) -> tuple[list[Row], list[tuple[Row, Row, str]]]:
    """The reports that differ, and the copies with their originals. The first dated and named is the original."""
    ordered = sorted(rows, key=lambda r: (*(text_of(r, d) or "9999" for d in DATES), text_of(r, "report_id")))
    originals: list[Row] = []
    copies: list[tuple[Row, Row, str]] = []
    seen: dict[tuple[str, str], Row] = {}
    for row in ordered:
        keys = (("same_file", text_of(row, "sha256")), ("same_text", texts.get(text_of(row, "report_id"), "")))
        known = next((key for key in keys if key[1] and key in seen), None)
        if known:
            copies.append((row, seen[known], known[0]))
        else:
            originals.append(row)
        original = seen[known] if known else row
        seen.update({key: original for key in keys if key[1] and key not in seen})
    return originals, copies


def _ranked(rows: list[Row]) -> tuple[list[Row], str]:
    """The versions, the latest first, and the date that decides; by id and "" where none does."""
    for name in DATES:
        dates = [found.group() if (found := _DATE.match(text_of(row, name))) else "" for row in rows]
        if len(rows) > 1 and all(dates) and dates.count(max(dates)) == 1:
            order = sorted(range(len(rows)), key=lambda at: dates[at], reverse=True)
            return [rows[at] for at in order], name
    return sorted(rows, key=lambda row: text_of(row, "report_id")), ""


def _changed(row: Row, other: Row, printed: Mapping[str, Printed]) -> tuple[str, ...] | None:
    one, two = (printed.get(text_of(r, "report_id")) for r in (row, other))
    if one is None or two is None:
        return None
    return tuple(path for path in dict.fromkeys([*one, *two]) if one.get(path) != two.get(path))


def several_of(known: pd.DataFrame) -> set[str]:
    """有几份的报告。 The reports (with body and year) that have another of the same body and year."""
    placed = known[known["issuer_id"].ne("") & known["year"].notna()]
    return set(placed.loc[placed.duplicated(["issuer_id", "year"], keep=False), "report_id"])


def printed_cells(known: pd.DataFrame, cells: pd.DataFrame) -> dict[str, Printed]:
    """有几份的报告各格印着什么。 What is printed in the cells of those reports that have another of the same body and year."""
    wanted = several_of(known)
    found: dict[str, dict[str, tuple[str, float | None]]] = {report: {} for report in wanted}
    used = cells[cells["report_id"].isin(wanted)]
    columns = (used[name] for name in ("report_id", "cell", "value", "status"))
    for report, path, value, status in zip(*columns, strict=True):
        if status != "absent":
            found[report][path] = (status, float(value) if status == "given" else None)
    return dict(found)


def texts_of(parts: pd.DataFrame, printed: Mapping[str, Printed]) -> dict[str, str]:
    """文字与表格的摘要。 A hash of the text (without white space) and the cells of each of those reports; none where it has no text."""
    used = parts[parts["report_id"].isin(set(printed))]
    whole: dict[str, list[str]] = {}
    for report, text in zip(used["report_id"], used["text"], strict=True):
        whole.setdefault(report, []).append(_SPACE.sub("", str(text)))
    return {
        report: hashlib.sha256("\n".join([*texts, repr(sorted(printed[report].items()))]).encode()).hexdigest()
        for report, texts in whole.items()
        if any(texts)
    }
