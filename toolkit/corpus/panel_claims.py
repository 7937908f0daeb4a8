"""文中关于上年的数，与上年报告的表核对。

Claims of the narrative that need last year's report: a figure that the text gives of last year (上年为233件), the figure that a change is
measured from, and a change without one (同比下降5.4%), each against the tables of last year's report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from toolkit.corpus.crosswalk import ORDER, every_series
from toolkit.corpus.crosswalk_sums import row_cells, sums
from toolkit.corpus.panel import PAIR_COLUMNS, pair_reasons, paired, printed, reason_words, rule_words
from toolkit.corpus.register_versions import latest_versions
from toolkit.vocabulary import FORM_IDS, form

if TYPE_CHECKING:
    import pandas as pd

CLAIM_FIELDS = (
    "report_id", "claim", "quote", "kind", "value", "low", "high", "unit", "cells", "base_stated", "numerator_stated", "period",
    "scope", "flow", "verdict",
)  # fmt: skip
"""The columns of claims that `claim_pairs` needs."""
CLAIM_COLUMNS: Mapping[str, str] = {**PAIR_COLUMNS, "claim": "Int64"}
"""Columns of `claim_pairs`: those of `year_pairs`, and the number of the claim in its report."""
COUNTED = ("count", "zero")
_MONEY = {"元": 0.0001, "万元": 1.0, "亿元": 10000.0}
_PERCENT = 100
_OF_THIS_YEAR = "requests.carried_in."  # 上年无结转, 上年结转3件: the words name last year, the cell is this year's
_EXACT = 1e-9  # figures are floats here


@dataclass(frozen=True, slots=True)
class Counterpart:
    """上年报告中对应的单元格。

    The cells of last year's form that a claim speaks of: `cells`, or `instead` where those are not printed; how far they compare.
    """

    cells: tuple[str, ...]
    instead: tuple[str, ...] = ()
    comparability: str = "same"
    note_zh: str = ""
    note_en: str = ""


def claim_pairs(
    reports: pd.DataFrame, cells: pd.DataFrame, claims: pd.DataFrame, years: Collection[int] | None = None
) -> pd.DataFrame:
    """文中关于上年的数的核对结果。

    `reports`, `cells` and `years` as for `year_pairs`; `claims` is the frame of claims with `report_id`.

    One row for each claim that last year's report can decide. `rule` is "years.claim" (`left` the figure that the text gives of last year,
    alone or as the base of a change; `right` the sum of the cells of last year's report) or "years.change" (`left` the change in the
    text, `right` the one that both years' tables make). Both sides agree where the figure, as an interval by its printed decimals and
    approximation words, holds the other. `verdict`, `reason` as in `year_pairs`, and "claim_scope" (the text does not count the whole
    body), "approximate" (last year's form has a category that is only roughly the same), "text_differs" (the figure that the change is
    said of does not agree with this year's table), "zero_base". A disagreement is a "warning": last year's report may have been revised.

    >>> import pandas as pd
    >>> made = pd.DataFrame({"report_id": ["a", "b"], "issuer_id": "x", "issuer_name": "云岫县人民政府", "year": [2021, 2022],
    ...                      "form": "2021", "sha256": ["1", "2"]})
    >>> cells = pd.DataFrame({"report_id": ["a", "b"], "value": [40.0, 50.0], "status": "given", "cell": "requests.received.total"})
    >>> claims = pd.DataFrame({"report_id": ["b"], "claim": [1], "quote": ["同比增长20%"], "kind": "change", "value": 20.0, "low": 19.5,
    ...                        "high": 20.5, "unit": "%", "cells": [["requests.received.total"]], "base_stated": [None],
    ...                        "numerator_stated": [None], "period": "this_year", "scope": "report", "flow": "flow", "verdict": ""})
    >>> claim_pairs(made, cells, claims)[["rule", "verdict", "left", "right"]].values.tolist()
    [['years.change', 'inconsistent', 20.0, 25.0]]
    """
    import pandas as pd

    pairs = paired(latest_versions(reports, cells), years)
    pairs = pairs.assign(pair_reason=pair_reasons(pairs))
    by_report = {row["report_id"]: row for row in pairs.to_dict("records")}
    asked = list(_asked(claims[claims["report_id"].isin(set(by_report))], by_report))
    amounts = _Amounts(cells, asked)
    rows = [_settled(claim, rule, pair, amounts) for claim, rule, pair in asked]
    made = pd.DataFrame(rows, columns=list(CLAIM_COLUMNS)).astype(dict(CLAIM_COLUMNS))
    return made.sort_values(["issuer_id", "year", "claim", "rule"], kind="stable", ignore_index=True)


Row = dict[Any, Any]


def cells_asked(paths: Iterable[Sequence[str]]) -> set[str]:
    """核对这些主张要用的单元格。

    The cells of this year's and last year's form that claims about these cells may need, whatever the forms.

    >>> "requests.received.business" in cells_asked([["requests.received.total"]])
    True
    """
    said = {tuple(one) for one in paths}
    wanted = set(said)
    for one in said:
        for form_id in FORM_IDS:
            for previous in FORM_IDS:
                other = counterpart(one, form_id, previous)
                wanted |= {other.cells, other.instead} if other else set()
    return {cell for one in wanted for path in one for cell in (path, *row_cells(path))}


def _asked(claims: pd.DataFrame, by_report: Mapping[str, Row]) -> Iterable[tuple[Row, str, Row]]:
    """The claims that need last year's report, each with its rule and its pair of reports."""
    counted: dict[tuple[str, tuple[str, ...]], str] = {}
    for claim in claims.to_dict("records"):
        pair, paths = by_report[claim["report_id"]], tuple(claim["cells"])
        last_year = claim["period"] in ("last_year", f"year:{pair['previous']}")
        if not paths or (last_year and paths[0].startswith(_OF_THIS_YEAR)):
            continue
        if claim["kind"] in COUNTED and last_year:
            yield claim, "years.claim", pair
        elif claim["kind"] in COUNTED and claim["period"] == "this_year":
            counted[claim["report_id"], paths] = claim["verdict"]
        elif claim["kind"] == "change" and not last_year and claim["unit"] != "个百分点":
            if _number(claim["base_stated"]) is not None:
                yield claim, "years.claim", pair
            elif _number(claim["numerator_stated"]) is None:
                said = counted.get((claim["report_id"], paths), "consistent")
                yield {**claim, "said": said}, "years.change", pair


def _number(value: object) -> float | None:
    return None if value is None or value != value or str(value) == "<NA>" else float(str(value))


class _Amounts:
    """The sums of cells that the claims ask for, worked out once for each set of cells."""

    def __init__(self, cells: pd.DataFrame, asked: list[tuple[Row, str, Row]]) -> None:
        wanted: set[tuple[str, ...]] = set()
        reports: set[str] = set()
        for claim, _, pair in asked:
            other = counterpart(tuple(claim["cells"]), pair["form"], pair["previous_form"])
            wanted |= {tuple(claim["cells"]), *((other.cells, other.instead) if other else ())}
            reports |= {claim["report_id"], pair["previous_report_id"]}
        needed = {cell for paths in wanted for path in paths for cell in (path, *row_cells(path))}
        used = cells[cells["cell"].isin(needed) & cells["report_id"].isin(reports)]
        self.found: dict[tuple[tuple[str, ...], str], tuple[float, str]] = {}
        for paths in wanted - {()}:
            made = sums(used, paths)
            told = zip(made.index, made["value"], made["status"], strict=True)
            self.found |= {(paths, str(report)): (float(value), status) for report, value, status in told}

    def of(self, paths: tuple[str, ...], report: str) -> tuple[float, str]:
        """Value and status of a sum in a report."""
        return self.found.get((paths, report), (float("nan"), "absent"))


@cache
def counterpart(paths: tuple[str, ...], form_id: str, previous: str) -> Counterpart | None:
    """一组单元格在上年格式中的对应。

    The cells of last year's form that stand for these, None where there are none (by the crosswalk; the rows of parts 3 and 4 are the same
    in 2019 and 2021).

    >>> counterpart(("requests.received.total",), "2019", "2014").cells
    ('statistics.requests.received',)
    """
    if previous not in FORM_IDS:
        return None
    if previous == form_id:
        return Counterpart(paths)
    for one in every_series().values():
        if set(one.cells.get(form_id, ())) == set(paths):
            between = one.between(form_id, previous)
            if between == ORDER[-1]:
                return None
            cells, instead = one.cells[previous], one.instead.get(previous, ())
            return Counterpart(cells, instead, between, one.note_zh, one.note_en)
    shared = all(path in form(previous).cells and not path.startswith("proactive.") for path in paths)
    return Counterpart(paths) if shared else None


def _settled(claim: Row, rule: str, pair: Row, amounts: _Amounts) -> tuple[object, ...]:
    """The verdict on one claim, as a row of the result."""
    other = counterpart(tuple(claim["cells"]), pair["form"], pair["previous_form"])
    reason = pair["pair_reason"] or ("" if other else "form_break" if pair["previous_form"] in FORM_IDS else "no_form")
    if reason or other is None:
        return _row(claim, rule, pair, reason)
    before, status = amounts.of(other.cells, pair["previous_report_id"])
    if status == "absent" and other.instead:
        before, status = amounts.of(other.instead, pair["previous_report_id"])
    if status in ("absent", "unreadable", "blank"):
        return _row(claim, rule, pair, status, other)
    now = float("nan")
    if rule == "years.claim":
        low, right, high, left = _stated(claim, before)
    else:
        now, status = amounts.of(tuple(claim["cells"]), claim["report_id"])
        if status in ("absent", "unreadable", "blank"):
            return _row(claim, rule, pair, status, other)
        if claim["unit"] == "%" and not before:
            return _row(claim, rule, pair, "zero_base", other)
        low, high, left = float(claim["low"]), float(claim["high"]), float(claim["value"])
        right = (now - before) / before * _PERCENT if claim["unit"] == "%" else now - before
    slack = _step(claim, before)
    fits = low - slack <= right <= high + slack
    figures = {"left": left, "right": right, "now": now, "before": before}
    if not fits:
        reason = _why_not(claim, other)
    return _row(claim, rule, pair, reason, other, figures=figures, fits=fits)


def _stated(claim: Row, before: float) -> tuple[float, float, float, float]:
    """What the text says of last year as an interval, beside what last year's table says, in the unit of the table."""
    factor = _MONEY.get(claim["unit"], 1.0)
    if claim["kind"] == "change":
        stated = float(claim["base_stated"])
        return stated, before, stated, stated
    return float(claim["low"]) * factor, before, float(claim["high"]) * factor, float(claim["value"]) * factor


def _step(claim: Row, before: float) -> float:
    """Half a unit of the last decimal of an amount in the table, which the text may give more exactly; counts are exact."""
    if claim["unit"] not in _MONEY or claim["kind"] == "change":
        return _EXACT
    return 0.5 * 10.0 ** min(int(Decimal(repr(before)).as_tuple().exponent), 0)


def _why_not(claim: Row, other: Counterpart) -> str:
    """Why figures that do not meet may still not contradict each other, "" where nothing speaks against it."""
    if claim["scope"] != "report" or claim["flow"] == "stock":
        return "claim_scope"
    if other.comparability != ORDER[0]:
        return "approximate"
    return "text_differs" if claim.get("said", "consistent") != "consistent" else ""


def _row(
    claim: Row,
    rule: str,
    pair: Row,
    reason: str,
    other: Counterpart | None = None,
    *,
    figures: Mapping[str, float] | None = None,
    fits: bool = False,
) -> tuple[object, ...]:
    verdict = "not_comparable" if reason else "consistent" if fits else "inconsistent"
    named = {
        **pair,
        "quote": claim["quote"],
        "unit": claim["unit"],
        "where_zh": claim["quote"],
        "where_en": claim["quote"],
    }
    left, right = (None, None) if figures is None else (figures["left"], round(figures["right"], 4))
    if reason:
        words = tuple(
            reason_words(reason, {**named, "note": note})[at]
            for at, note in enumerate((other.note_zh, other.note_en) if other else ("", ""))
        )
    else:
        shown = {name: printed(round(value, 2)) for name, value in (figures or {}).items() if value == value}
        words = rule_words(rule, verdict, {**named, **shown})
    severity = "note" if reason else "" if fits else "warning"
    keys = (pair["issuer_id"], pair["year"], pair["report_id"], pair["previous_report_id"])
    difference = None if left is None or right is None else right - left
    paths = [*claim["cells"], *(f"{path}@previous" for path in (other.cells if other else ()))]
    return (
        *keys,
        rule,
        claim["quote"],
        severity,
        verdict,
        reason,
        left,
        right,
        difference,
        *words,
        paths,
        claim["claim"],
    )
