"""登记：每个机关每一年的报告在不在、有没有重复、有没有改过。

The register: which reports should exist and are missing, which files are the same report twice, and which are versions of one report that
differ, with which of them is later and the cells that changed.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.corpus.issuers import identified, resolve_issuers
from toolkit.corpus.register_versions import Version, printed_cells, text_of, texts_of, versions_of
from toolkit.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd

REGISTER_COLUMNS: Mapping[str, str] = {
    "issuer_id": "str", "issuer_name": "str", "year": "Int64", "status": "str", "report_id": "str", "of_report_id": "str",
    "versions": "Int64", "later_by": "str", "changed": "object", "changed_count": "Int64", "note_zh": "str", "note_en": "str",
}  # fmt: skip
"""Columns of `register`, in order; `changed` is a list of cell paths."""
STATUSES = ("present", "version", "superseded", "duplicate", "missing", "unplaced")
NOTES = {
    "same_file": ("文件内容相同", "the same file"),
    "same_text": ("文字与表格相同，文件不同", "the same text and tables in another file"),
    "between": ("前后年度都有报告，此年没有", "there are reports before and after, none of this year"),
    "expected": ("应有名单中有，此年没有", "on the list of expected bodies, and there is none of this year"),
    "superseded": ("另有较晚的版本", "there is a later version"),
    "version": (
        "同年有不同的版本，分不出先后",
        "other versions of the same year exist, and it is not told which is later",
    ),
    "same_cells": ("各单元格相同，文字或文件不同", "the same in every cell; its text or file differs"),
    "no_issuer": ("机关未能识别", "the body could not be resolved"),
    "no_year": ("年度未能识别", "the year could not be told"),
    "present": ("", ""),
}


def register(
    reports: pd.DataFrame,
    expected: pd.DataFrame | str | os.PathLike[str] | None = None,
    cells: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """每个机关每一年的登记。

    `reports` has `report_id`, `year`, `sha256` and, where known, `published`, `signed`, `retrieved`; without `issuer_id` and `issuer_name`
    the bodies are resolved first. `cells` lets it say which cells of two versions differ, `cells` and `parts` (with `text`) together which
    files hold the same text and tables. `expected`: bodies that should have reported, a frame or the path of a CSV with `issuer` or
    `issuer_id` and optionally `from_year` and `to_year`; where these are missing, the first and last year of `reports` count.

    One row for every report and for every report that is missing. `status`:

    * "present": the only version of that body and year, or the latest;
    * "superseded": another version, `of_report_id`, is later, as `later_by` ("published", "retrieved" or "signed") says;
    * "version": other versions exist and no date that all of them have tells which is later;
    * "duplicate": the same as `of_report_id`, by hash or by text and tables;
    * "missing": between the first and last year of that body, or as `expected` says (`report_id` is "");
    * "unplaced": the body or the year of the report is not known.

    `versions` counts the versions of that body and year, `changed` lists the cells that differ from `of_report_id` (None where there is
    nothing to compare or `cells` is not given), `note_zh` and `note_en` are the reason. Raises `CorpusError` where a row of `expected`
    names no body that can be told.

    >>> import pandas as pd
    >>> made = pd.DataFrame({"report_id": ["a", "b"], "issuer_id": "x", "issuer_name": "云岫县人民政府", "year": [2019, 2021],
    ...                      "sha256": ["1", "2"]})
    >>> register(made)[["year", "status"]].values.tolist()
    [[2019, 'present'], [2020, 'missing'], [2021, 'present']]
    """
    import pandas as pd

    known = identified(reports)
    placed = known["issuer_id"].ne("") & known["year"].notna()
    rows = [_unplaced(row) for row in known[~placed].to_dict("records")]
    known = known[placed]
    several = known.duplicated(["issuer_id", "year"], keep=False)
    rows += [_row(Version(row, "present"), 1) for row in known[~several].to_dict("records")]
    printed = printed_cells(known, cells) if cells is not None else {}
    texts = texts_of(parts, printed) if parts is not None else {}
    for _, group in known[several].groupby(["issuer_id", "year"], sort=True):
        versions = versions_of(group.to_dict("records"), printed, texts)
        count = sum(version.status != "duplicate" for version in versions)
        rows += [_row(version, count) for version in versions]
    rows += _missing(known, expected)
    made = pd.DataFrame(rows, columns=list(REGISTER_COLUMNS)).astype(dict(REGISTER_COLUMNS))
    order = made["status"].map({name: at for at, name in enumerate(STATUSES)})
    made = made.assign(_order=order).sort_values(["issuer_name", "issuer_id", "year", "_order", "report_id"])
    return made.drop(columns="_order").reset_index(drop=True)


def _row(version: Version, count: int | None, reason: str = "") -> tuple[object, ...]:
    row = version.row
    changed = None if version.changed is None else [*version.changed]
    size = None if changed is None else len(changed)
    note = NOTES[reason or version.copy or version.status]
    if version.changed == ():
        note = (f"{note[0]}；{NOTES['same_cells'][0]}", f"{note[1]}; {NOTES['same_cells'][1]}")
    keys = (text_of(row, "issuer_id"), text_of(row, "issuer_name"), row.get("year"), version.status)
    return (*keys, text_of(row, "report_id"), version.of, count, version.by, changed, size, *note)


def _unplaced(row: Mapping[Any, Any]) -> tuple[object, ...]:
    reason = "no_year" if text_of(row, "issuer_id") else "no_issuer"
    return _row(Version(row, "unplaced"), None, reason)


def _missing(
    known: pd.DataFrame, expected: pd.DataFrame | str | os.PathLike[str] | None
) -> Iterator[tuple[object, ...]]:
    names = dict(zip(known["issuer_id"], known["issuer_name"], strict=True))
    seen: dict[str, set[int]] = {}
    for body, year in zip(known["issuer_id"], known["year"], strict=True):
        seen.setdefault(body, set()).add(int(year))
    due: dict[tuple[str, int], str] = {}
    if expected is not None:
        years = {year for several in seen.values() for year in several}
        for body, name, first, last in _expected(expected, min(years, default=0), max(years, default=-1)):
            names.setdefault(body, name)
            due.update({(body, year): "expected" for year in range(first, last + 1)})
    for body, years in seen.items():
        for year in range(min(years), max(years) + 1):
            due.setdefault((body, year), "between")
    for (body, year), reason in due.items():
        if year not in seen.get(body, ()):
            row = {"issuer_id": body, "issuer_name": names.get(body, ""), "year": year}
            yield _row(Version(row, "missing"), 0, reason)


def _expected(
    table: pd.DataFrame | str | os.PathLike[str], first: int, last: int
) -> Iterable[tuple[str, str, int, int]]:
    """The bodies of the list with their years; a name is resolved as those of the reports are."""
    import pandas as pd

    if isinstance(table, str | os.PathLike):
        with Path(table).open(encoding="utf-8-sig", newline="") as lines:
            table = pd.DataFrame(list(csv.DictReader(lines)))
    if "issuer" not in table and "issuer_id" not in table:
        zh, en = (
            "应有名单没有 issuer 或 issuer_id 列。",
            "the list of expected bodies has neither issuer nor issuer_id.",
        )
        raise CorpusError("expected", "expected", zh, en)
    rows = table.reset_index(drop=True)
    told = resolve_issuers(rows.assign(report_id=[str(at) for at in rows.index]))
    for row, found in zip(rows.to_dict("records"), told.to_dict("records"), strict=True):
        if not found["issuer_id"]:
            zh = f"应有名单第 {int(found['report_id']) + 1} 行的机关未能识别：{text_of(row, 'issuer')}（{found['note_zh']}）。"
            en = f"row {int(found['report_id']) + 1} of the list, {text_of(row, 'issuer')}, is not resolved: {found['note_en']}."
            raise CorpusError("expected", "expected", zh, en)
        name = found["issuer_name"] or text_of(row, "issuer")
        years = (_year(row, "from_year", first), _year(row, "to_year", last))
        yield found["issuer_id"], name, *years


def _year(row: Mapping[Any, Any], name: str, otherwise: int) -> int:
    value = text_of(row, name).strip().removesuffix(".0")
    return int(value) if value.isdecimal() else otherwise
