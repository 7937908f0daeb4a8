"""文字与表格、文字与自身：text.* 规则。

Findings from the narrative: every claim that contradicts its cells, every figure that must reach a totals row and
does not, every list whose
parts do not make its head. The verdicts themselves are set in `verdicts`; here they become findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from toolkit.checking import claims_repeated
from toolkit.checking.catalogue import rule
from toolkit.checking.instances import plain
from toolkit.checking.places import place_of, words_for
from toolkit.checking.verdicts import total_of
from toolkit.model import Cell, Claim, Finding, Itemisation, Report, Severity, Side, Source
from toolkit.narrative.lists import OPEN

_RULES = {
    "count": "text.claim",
    "zero": "text.claim",
    "universal": "text.universal",
    "share": "text.share",
    "change": "text.change",
}
# What must reach a totals row: the rows that are parts of it.
_TOTALS = {
    "requests.concluded.total": (
        "requests.granted.",
        "requests.partly_granted.",
        "requests.refused.",
        "requests.not_available.",
        "requests.not_processed.",
        "requests.other_outcome.",
    ),
    "challenges.review.total": ("challenges.review.",),
    "challenges.litigation_direct.total": ("challenges.litigation_direct.",),
    "challenges.litigation_after_review.total": ("challenges.litigation_after_review.",),
}


_COMMA = re.compile(r"(?<!\d)[，,]|[，,](?!\d)")  # one that ends a clause; the other kind stands inside 3,618
_SUMMED = (".total", ".upheld", ".corrected", ".other", ".pending")


def check(report: Report) -> list[Finding]:
    """文字一方的全部核对结果。 All findings of the narrative of a report whose claims are settled."""
    cells = {c.path: c for c in report.cells}
    form = report.form or "2021"
    found = [_finding(i, c, cells, form) for i, c in enumerate(report.claims) if c.verdict == "inconsistent"]
    found.extend(_totals(report.claims, cells, form))
    found.extend(_list(item) for item in report.lists if not item.adds_up and not _told_in_part(item, report.claims))
    found.extend(claims_repeated.check(report))
    return found


def _told_in_part(item: Itemisation, claims: Sequence[Claim]) -> bool:
    """A list whose every figure agrees with its own cell: what is missing stands in rows not named, what is too much was carried in."""
    inside = [
        c
        for c in claims
        if c.part == item.part and c.kind == "count" and item.part_start <= c.part_start and c.part_end <= item.part_end
    ]
    named = [c for c in inside if c.quantity.value in (item.head, *item.parts)]
    return len(named) > len(item.parts) and all(c.cells and c.verdict == "consistent" for c in named)


def _sides(
    name: str, left: Decimal | None, right: Decimal | None, low: Decimal | None = None, high: Decimal | None = None
) -> tuple[Side, Side]:
    row = rule(name)
    return Side(left, row["left"]["zh"], row["left"]["en"], low, high), Side(
        right, row["right"]["zh"], row["right"]["en"]
    )


def _finding(number: int, claim: Claim, cells: Mapping[str, Cell], form: str) -> Finding:
    name = _RULES[claim.kind]
    value = claim.quantity.value
    left, right = _sides(name, value, claim.table_value, claim.quantity.low, claim.quantity.high)
    if name == "text.universal":
        left, right = _sides(name, claim.table_value, value)
    sources = (claim.source, *(cells[p].source for p in (*claim.cells, *claim.base) if p in cells))
    where = place_of(claim.cells, cells) or claim.quote
    zh_cells, en_cells = words_for(claim.cells, cells, form)
    zh = f"文中“{claim.quote}”" + (f"（对应{zh_cells}）" if zh_cells else "") + f"：{claim.why_zh}"
    en = f"“{claim.quote}”" + (f" ({en_cells})" if en_cells else "") + f": {claim.why_en}"
    return Finding(
        name,
        where,
        _severity(claim),
        "inconsistent",
        left,
        right,
        (*claim.cells, *claim.base),
        zh,
        en,
        sources,
        (number,),
    )


def _severity(claim: Claim) -> Severity:
    """An approximation just outside its interval is worth a look, no more."""
    if claim.quantity.approximation in ("about", "at_least", "at_most") and claim.table_value is not None:
        near = abs(claim.table_value - claim.quantity.value) <= claim.quantity.value / 2
        return "warning" if near else "error"
    return "error"


def _totals(claims: Sequence[Claim], cells: Mapping[str, Cell], form: str) -> Iterator[Finding]:
    """Figures that agree with their own rows and that the printed totals row cannot hold."""
    for path, parts in _TOTALS.items():
        total = cells.get(path)
        if total is None or total.status != "given" or total.value is None:
            continue
        agreeing: dict[str, tuple[int, Claim]] = {}
        for number, claim in enumerate(claims):
            inside = claim.cells and all(_part_of(c, path, parts) for c in claim.cells)
            named = inside and claim.verdict == "consistent" and claim.kind in ("count", "universal")
            twice = any(set(claim.cells) & set(other.cells) for _, other in agreeing.values())
            if named and claim.quantity.value > 0 and not twice:
                agreeing[place_of(claim.cells, cells)] = (number, claim)
        if not agreeing:
            continue
        reach = sum((total_of(c.cells, cells).value or Decimal(0) for _, c in agreeing.values()), Decimal(0))
        if reach > total.value:
            yield _total(path, total, reach, list(agreeing.values()), cells, form)


def _part_of(cell: str, total: str, parts: tuple[str, ...]) -> bool:
    """Whether a cell is one of those that a totals cell adds up."""
    return cell != total and cell.startswith(parts) and cell.endswith(_SUMMED)


def _total(
    path: str, total: Cell, reach: Decimal, claims: Sequence[tuple[int, Claim]], cells: Mapping[str, Cell], form: str
) -> Finding:
    left, right = _sides("text.total", reach, total.value)
    # Of reviews and suits the table's own relation already says as much; the text is one more witness.
    severity: Severity = "error" if path.startswith("requests.") else "warning"
    quotes = "、".join(f"“{c.quote}”" for _, c in claims)
    en_quotes = ", ".join(f"“{c.quote}”" for _, c in claims)
    printed = plain(total.value or Decimal(0))
    name, name_en = words_for((path,), cells, form)
    zh = f"文中{quotes}与所在各行一致，共{plain(reach)}，而“{name}”印为{printed}，容纳不下这些数。"
    en = f"{en_quotes} agree with their own rows and make {plain(reach)}; {name_en} is printed as {printed} and cannot hold them."
    paths = tuple(dict.fromkeys([*(p for _, c in claims for p in c.cells), path]))
    sources: tuple[Source, ...] = (*(c.source for _, c in claims), *(cells[p].source for p in paths))
    return Finding(
        "text.total", path, severity, "inconsistent", left, right, paths, zh, en, sources, tuple(i for i, _ in claims)
    )


def _list(item: Itemisation) -> Finding:
    made = sum(item.parts, Decimal(0))
    left, right = _sides("text.list", item.head, made)
    parts = " + ".join(plain(p) for p in item.parts)
    zh = f"文中“{item.quote}”：总数为{plain(item.head)}，各分项{parts}相加为{plain(made)}，两者不一致。"
    en = f"“{item.quote}”: the head is {plain(item.head)}, its parts {parts} make {plain(made)}; the two differ."
    where = _COMMA.split(item.quote, maxsplit=1)[0]
    severity: Severity = "warning" if item.note == OPEN else "error"
    return Finding("text.list", where, severity, "inconsistent", left, right, (), zh, en, (item.source,))
