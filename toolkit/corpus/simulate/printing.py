"""数字放进法定表格的各格。

From the figures of a year to the cells of a form by path, and the paths that a measure of the narrative stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache

from toolkit import vocabulary
from toolkit.corpus.simulate.figures import KINDS, Year
from toolkit.corpus.simulate.sheets import sheet

OTHER_ROWS = ("not_corrected", "fee_unpaid", "other")


@cache
def paths(form: str, hybrid: bool) -> tuple[str, ...]:
    """一种格式印出的全部单元格。

    The paths of all cells that a form prints; `hybrid` is the 2021 form with one row 其他处理.
    """
    return vocabulary.form(form).paths("hybrid" if hybrid else "standard")


@cache
def expanded(patterns: tuple[str, ...], form: str, hybrid: bool) -> tuple[str, ...]:
    """格式里这些路径指哪些格。 The printed cells that patterns stand for; `*` is one step."""
    every = paths(form, hybrid)
    found: list[str] = []
    for pattern in patterns:
        steps = pattern.count(".")
        found += (
            [path for path in every if fnmatchcase(path, pattern) and path.count(".") == steps]
            if "*" in pattern
            else [pattern] * (pattern in every)
        )
    return tuple(found)


@cache
def measures(form: str) -> Mapping[str, tuple[str, ...]]:
    """各项指标在一种格式里的单元格。 The patterns of every measure in a form; measures without cells have ()."""
    return {
        name: tuple(row.get(form, row.get("new", ()) if form != "2014" else ()))
        for name, row in sheet("measures").items()
    }


def cells(year: Year, form: str, hybrid: bool) -> dict[str, float]:
    """一份报告应印的各格。

    Every cell of the form with its true figure. Example: the keys of `cells(year, "2021", False)` are
    `paths("2021", False)`.
    """
    if form == "2014":
        return {f"statistics.{name}": value for name, value in year.statistics.items()}
    one_row = hybrid if form == "2021" else not hybrid
    found: dict[str, float] = {}
    for path in _proactive_paths(form):
        found[path] = year.proactive[path[len("proactive.") :]]
    rows = year.requests
    if one_row:
        rows = dict(rows)
        parts = [rows.pop(f"other_outcome.{name}") for name in OTHER_ROWS]
        rows["other_outcome"] = [sum(column) for column in zip(*parts, strict=True)]
    for row, names in _request_paths(form, hybrid):
        counts = rows[row]
        found.update(zip(names, (*counts, sum(counts)), strict=True))
    for path, value in year.challenges.items():
        found["challenges." + path] = value
    return found


@cache
def _proactive_paths(form: str) -> tuple[str, ...]:
    return tuple(path for path in paths(form, False) if path.startswith("proactive."))


@cache
def _request_paths(form: str, hybrid: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = dict.fromkeys(
        path.split(".", 1)[1].rsplit(".", 1)[0] for path in paths(form, hybrid) if path.startswith("requests.")
    )
    return tuple((row, tuple(f"requests.{row}.{column}" for column in (*KINDS, "total"))) for row in rows)
