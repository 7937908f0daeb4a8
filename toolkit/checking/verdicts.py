"""主张的核对：与所指单元格、基数和文中自述的数比较。

The verdict on each claim. Both sides are intervals; they agree where the intervals meet. Where they do not meet,
scope, period, stock and old
categories are reasons not to compare; only what is left is inconsistent, and then the neighbouring figure that does fit is named.
A blank total is computed from its row; blanks count as 0, and the sentence says so. An unreadable cell is never counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from toolkit.checking.excuses import excuse
from toolkit.checking.instances import plain
from toolkit.checking.neighbours import neighbour
from toolkit.checking.places import words_for
from toolkit.checking.reasons import reason
from toolkit.model import Cell, Claim, Report, Status, Verdict
from toolkit.narrative import setting_of
from toolkit.narrative.explained import restriction
from toolkit.vocabulary import form, load

_AMOUNTS = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}
_HUNDRED = Decimal(100)
# The columns of the tables that have a total.
_COLUMNS = {
    "requests": (
        "natural_person",
        "business",
        "research",
        "social_welfare",
        "legal_service",
        "other_organization",
        "total",
    ),
    "challenges": ("upheld", "corrected", "other", "pending", "total"),
}
# The columns that bodies split the statistics table into; a table with one of them only is no whole.
_ADDED = tuple(column.key for column in form("2014").added)
_FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Sum:
    """几格之和。

    The sum of cells: `value` (None where nothing can be said), its interval by printed decimals, the blank and the computed cells,
    and `state`: "given", "unreadable", "absent" or "blank" (every cell blank).
    """

    value: Decimal | None
    low: Decimal
    high: Decimal
    state: str
    computed: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()


def settle(report: Report) -> tuple[Claim, ...]:
    """给每个主张下结论。 The claims of a report with table values, verdicts and reasons."""
    cells = {c.path: c for c in report.cells}
    return tuple(_settle(claim, cells, report) for claim in report.claims)


def total_of(paths: Sequence[str], cells: Mapping[str, Cell]) -> Sum:
    """几格之和, 空白的总计由其所在行算出。 The sum of cells; a blank total is computed from the printed cells of its row."""
    value = low = high = Decimal(0)
    blank: list[str] = []
    computed: list[str] = []
    states = set()
    for path in paths:
        cell = cells.get(path)
        if (cell is None or cell.status == "absent") and path.startswith("statistics."):
            cell = _from_columns(path, cells)
            computed += [path] if cell is not None and cell.status == "given" else []
        if cell is None or cell.status == "absent":
            states.add("absent")
            continue
        if cell.status == "unreadable":
            return Sum(None, low, high, "unreadable")
        states.add(cell.status)
        amount = cell.value
        if cell.status == "blank":
            amount = _from_row(path, cells)
            (blank if amount is None else computed).append(path)
            if amount is not None:
                states.add("given")
            elif path.endswith(".total") and _row_unreadable(path, cells):
                return Sum(None, low, high, "unreadable")
        if amount is not None:
            step = Decimal(1).scaleb(int(amount.as_tuple().exponent)) if cell.unit == "万元" else Decimal(0)
            value, low, high = value + amount, low + amount - step / 2, high + amount + step / 2
    if states <= {"absent"}:
        return Sum(None, low, high, "absent")
    state = "given" if "given" in states else "blank"
    return Sum(value, low, high, state, tuple(computed), tuple(blank))


def _from_columns(path: str, cells: Mapping[str, Cell]) -> Cell | None:
    """A row of the statistics table without a total: its columns (government, departments, townships) together, as one cell.

    None where fewer than two are printed; unreadable where one of them is.
    """
    columns = [c for key in _ADDED if (c := cells.get(path + key)) is not None and c.status != "absent"]
    if len(columns) < _FEWEST_COLUMNS:
        return None
    if any(c.status == "unreadable" for c in columns):
        return replace(columns[0], path=path, value=None, status="unreadable")
    given = [c.value for c in columns if c.value is not None]
    status: Status = "given" if given else "blank"
    return replace(columns[0], path=path, value=sum(given, Decimal(0)) if given else None, status=status)


def _row(path: str, cells: Mapping[str, Cell]) -> list[Cell]:
    stem = path.rsplit(".", 1)[0]
    return [c for p, c in _row_of(stem, cells) if p != path]


def _row_of(stem: str, cells: Mapping[str, Cell]) -> list[tuple[str, Cell]]:
    """The cells of one row; a table has few columns, so their paths are built rather than searched for."""
    columns = _COLUMNS.get(stem.split(".", 1)[0], ())
    return [(path, cells[path]) for path in (f"{stem}.{column}" for column in columns) if path in cells]


def _from_row(path: str, cells: Mapping[str, Cell]) -> Decimal | None:
    """The sum of a blank total's row, None where that row is blank too or cannot be read."""
    if not path.endswith(".total"):
        return None
    row = _row(path, cells)
    if any(c.status == "unreadable" for c in row):
        return None
    given = [c.value for c in row if c.value is not None]
    return sum(given, Decimal(0)) if given else None


def _row_unreadable(path: str, cells: Mapping[str, Cell]) -> bool:
    return any(c.status == "unreadable" for c in _row(path, cells))


def _settle(claim: Claim, cells: Mapping[str, Cell], report: Report) -> Claim:
    doubt = report.document.doubt(claim.source)
    if doubt is not None:
        return replace(claim, verdict="unreadable", table_value=None, why_zh=doubt.zh, why_en=doubt.en)
    if claim.kind in ("share", "change"):
        return _ratio(claim, cells, report)
    if not claim.cells:
        return _say(claim, "no_counterpart", None, "no_cell")
    table = total_of(claim.cells, cells)
    if table.value is None:
        verdict: Verdict = "unreadable" if table.state == "unreadable" else "no_counterpart"
        return _say(claim, verdict, None, table.state)
    if claim.period == "last_year":
        return _say(claim, "no_counterpart", None, "last_year")
    factor = _AMOUNTS.get(claim.quantity.unit, Decimal(1)) if cells[claim.cells[0]].unit == "万元" else Decimal(1)
    low, high = claim.quantity.low * factor, claim.quantity.high * factor
    if low <= table.high and table.low <= high:
        key = "agrees_computed" if table.computed else "agrees_blank" if table.state == "blank" else "agrees"
        return _say(claim, "consistent", table.value, key, exact=table.value / factor)
    if other := _also(claim, report.form or "2021"):
        # 对外公开6件: said of this year's as often as of all; the figure fits the other row.
        second = total_of(other, cells)
        if second.value is not None and low <= second.high and second.low <= high:
            return _say(replace(claim, cells=other), "consistent", second.value, "agrees")
    return _differs(claim, table.value, low, cells, report)


def _also(claim: Claim, form_id: str) -> tuple[str, ...]:
    """The other cells that the words of a claim can mean, where the vocabulary names some."""
    domain, _, name = claim.measure.partition(".")
    row = _ambiguous().get(name)
    return tuple(p.replace("{row}", domain) for p in row.get(form_id, ())) if row else ()


@cache
def _ambiguous() -> dict[str, dict[str, list[str]]]:
    return {row["id"]: row["also"] for row in load("measures")["measures"] if "also" in row}


def _differs(claim: Claim, printed: Decimal, low: Decimal, cells: Mapping[str, Cell], report: Report) -> Claim:
    """Two figures that do not meet: not comparable where something explains it, else inconsistent, with the neighbour that does fit."""
    brought = total_of(("requests.carried_in.total",), cells).value or Decimal(0)
    if why := excuse(claim, printed, low, brought, report):
        return _say(claim, "not_comparable", printed, why.key, **why.fields)
    near = neighbour(claim, cells, report.form or "2021") or _last_years(claim, report)
    return _say(claim, "inconsistent", printed, "differs_near" if near else "differs", near=near)


def _last_years(claim: Claim, report: Report) -> tuple[str, str] | None:
    """The figure that the text itself gives for last year, where this year's claim equals it."""
    earlier = ("last_year", f"year:{(report.year or 0) - 1}")
    told = [c for c in report.claims if c.period in earlier and c.cells == claim.cells and c.kind == "count"]
    if claim.quantity.value > 0 and any(c.quantity.value == claim.quantity.value for c in told):
        return "文中写明的上年数", "the figure that the text gives for last year"
    stated = [c for c in report.claims if c.kind == "change" and c.cells == claim.cells and c.base_stated is not None]
    if claim.quantity.value > 0 and any(c.base_stated == claim.quantity.value for c in stated):
        return "文中写明的上年数", "the figure that the text gives for last year"
    return None


# ---- shares and changes


def _ratio(claim: Claim, cells: Mapping[str, Cell], report: Report) -> Claim:
    if claim.period == "last_year":
        return _say(claim, "no_counterpart", None, "last_year")
    if claim.numerator_stated is not None and claim.base_stated:
        expected = claim.numerator_stated / claim.base_stated * _HUNDRED
        if claim.kind == "change":
            expected = _changed(claim, claim.numerator_stated, claim.base_stated)
        return _compare(claim, expected, "own_figures")
    if not claim.cells:
        return _say(claim, "no_counterpart", None, "no_cell")
    table = total_of(claim.cells, cells)
    if table.value is None:
        return _say(claim, "unreadable" if table.state == "unreadable" else "no_counterpart", None, table.state)
    if claim.kind == "change":
        if claim.base_stated is None:
            return _say(claim, "no_counterpart", None, "needs_previous")
        if not claim.base_stated and claim.quantity.unit == "%":
            return _say(claim, "no_counterpart", None, "zero_base")
        expected = _changed(claim, table.value, claim.base_stated)
        if claim.scope != "report" and not _fits(claim, expected):
            return _say(claim, "not_comparable", table.value, f"scope_{claim.scope}")
        return _compare(claim, expected, "stated_base")
    return _share(claim, table.value, cells, report)


def _changed(claim: Claim, now: Decimal, before: Decimal) -> Decimal:
    return (now - before) / before * _HUNDRED if claim.quantity.unit == "%" else now - before


def _share(claim: Claim, numerator: Decimal, cells: Mapping[str, Cell], report: Report) -> Claim:
    form = report.form or "2021"
    base = total_of(claim.base, cells)
    if not base.value:
        return _say(claim, "unreadable" if base.state == "unreadable" else "no_counterpart", None, "zero_base")
    if set(claim.cells) == set(claim.base) and claim.quantity.value != _HUNDRED:
        # 我局受理其中19件，占9%: of a whole that no table has.
        return _say(claim, "no_counterpart", None, "no_base")
    expected = numerator / base.value * _HUNDRED
    if not _fits(claim, expected) and (other := _other_numerator(claim)):
        # 公开率: with or without those partly granted.
        second = total_of(other, cells).value
        if second is not None and _fits(claim, second / base.value * _HUNDRED):
            claim, expected = replace(claim, cells=other), second / base.value * _HUNDRED
    zh, en = words_for(claim.base, cells, form)
    named = {"base_zh": zh, "base_en": en, "base_value": plain(base.value)}
    if _fits(claim, expected):
        return _say(claim, "consistent", _rounded(expected), "share", exact=expected, **named)
    group = _group_of(claim, cells)
    whole = total_of(group, cells).value if group else None
    if whole and _fits(claim, numerator / whole * _HUNDRED):
        # 无法提供156件，其中不掌握121件，占77.6%: a row is as often given as a share of its group.
        zh, en = words_for(group, cells, form)
        fields = {"base_zh": zh, "base_en": en, "base_value": plain(whole)}
        return _say(claim, "consistent", _rounded(numerator / whole * _HUNDRED), "share", **fields)
    if claim.scope != "report":
        return _say(claim, "not_comparable", _rounded(expected), f"scope_{claim.scope}")
    if claim.period == "part_year":
        return _say(claim, "not_comparable", _rounded(expected), "part_year")
    for zh, en, value in _other_bases(claim, cells):
        # All of itself (concluded of concluded) is no base.
        if value != numerator and value and value != base.value and _fits(claim, numerator / value * _HUNDRED):
            return _say(claim, "not_comparable", _rounded(expected), "base", base_zh=zh, base_en=en, base=plain(value))
    if words := restriction(claim, setting_of(report), report.value("issuer") or ""):
        return _say(claim, "not_comparable", _rounded(expected), "restricted", words=words)
    return _say(claim, "inconsistent", _rounded(expected), "share_differs", **named)


def _other_numerator(claim: Claim) -> tuple[str, ...]:
    """The other numerator of a named rate that is used in two senses."""
    name = claim.measure.removeprefix("rate.")
    return next((tuple(row["also"]) for row in load("cues")["rates"] if name in row["words"] and "also" in row), ())


def _group_of(claim: Claim, cells: Mapping[str, Cell]) -> tuple[str, ...]:
    """The rows of the group that a single row belongs to."""
    steps = claim.cells[0].split(".")
    if len(claim.cells) > 1 or len(steps) != 4 or steps[0] == "statistics":
        return ()
    stem = ".".join(steps[:2]) + "."
    return tuple(p for p in cells if p.startswith(stem) and p.endswith("." + steps[3]))


def _other_bases(claim: Claim, cells: Mapping[str, Cell]) -> list[tuple[str, str, Decimal | None]]:
    """Other denominators in use: all received, all on hand, all concluded; of challenges those decided."""
    if claim.cells[0].startswith("challenges."):
        total = total_of(claim.base, cells).value
        pending = total_of([p.replace(".total", ".pending") for p in claim.base], cells).value
        decided = None if total is None or pending is None else total - pending
        return [("已审结的案件", "cases decided", decided)]
    return [(row["zh"], row["en"], total_of(row["cells"], cells).value) for row in load("cues")["bases"]]


def _fits(claim: Claim, expected: Decimal) -> bool:
    return claim.quantity.low <= expected <= claim.quantity.high


def _rounded(value: Decimal) -> Decimal:
    return (
        value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP).normalize() if value % 1 else value.quantize(Decimal(1))
    )


def _compare(claim: Claim, expected: Decimal, key: str) -> Claim:
    verdict: Verdict = "consistent" if _fits(claim, expected) else "inconsistent"
    return _say(claim, verdict, _rounded(expected), key if verdict == "consistent" else f"{key}_differ", exact=expected)


def _say(claim: Claim, verdict: Verdict, value: Decimal | None, key: str, **fields: object) -> Claim:
    zh, en = reason(key, claim, value, fields)
    return replace(claim, verdict=verdict, table_value=value, why_zh=zh, why_en=en)
