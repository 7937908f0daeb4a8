"""写下的主张、列举及其真值。

What a text says while it is written: claims, lists and numbers that are no claims, each tied to the pieces of
the text that print it, so that a fault can change a printed number and the truth follows. `label` turns one
into the shape of `corpus/gold`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

Printed = Mapping[str, float | None]
Expand = Callable[[tuple[str, ...]], list[str]]
_WAN, _YUAN = Decimal(10000), {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}


@dataclass(slots=True)
class Said:
    """一个主张。

    A claim: the pieces `[start:end]` of `pieces` are its quote, the piece `at` its number and the piece after
    that its unit (`at` is -1 where it is said in words). `value` is as printed, `low` and `high` what it can
    stand for; `patterns` are its cells, `base` those of a share's denominator. `kind`: figure, free, zero, all,
    share, change, part (of a measure only).
    """

    pieces: list[str]
    start: int
    part: int
    kind: str = "figure"
    end: int = 0
    at: int = -1
    value: Decimal = Decimal(0)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    unit: str = "件"
    approximation: str | None = None
    measure: str = ""
    patterns: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    base_stated: Decimal | None = None
    topic: str = ""
    fixed: bool = False  # a near miss or an itemisation that a fault leaves alone
    follows: Said | None = None  # "all" is said of this figure, whatever it is printed as

    @property
    def quote(self) -> str:
        """主张的原文。 Its words."""
        return "".join(self.pieces[self.start : self.end])


@dataclass(slots=True)
class Listed:
    """一个自称完整的列举。 A list that claims to be complete: its pieces and the claims in it, the head first."""

    pieces: list[str]
    start: int
    end: int = 0
    claims: list[Said] = field(default_factory=list)

    def label(self) -> dict[str, Any]:
        """标注。 Its label: quote, head, parts, whether they add up."""
        head, parts = self.claims[0].value, [one.value for one in self.claims[1:]]
        quote = "".join(self.pieces[self.start : self.end])
        return {"quote": quote, "head": plain(head), "parts": list(map(plain, parts)), "adds_up": head == sum(parts)}


@dataclass(slots=True)
class Told:
    """一份报告的叙述里说了什么。 Everything that the narrative of a report says."""

    claims: list[Said] = field(default_factory=list)
    lists: list[Listed] = field(default_factory=list)
    traps: list[tuple[list[str], int, int]] = field(default_factory=list)
    implied: list[Listed] = field(default_factory=list)  # itemisations of a figure that a sentence before them names
    tags: list[tuple[str, str]] = field(default_factory=list)


def plain(value: Decimal | float | None) -> int | float | None:
    """写进JSON的数。 A number for JSON: an int where it is whole."""
    if value is None:
        return None
    whole = int(value)
    return whole if whole == value else float(value)


def label(said: Said, printed: Printed, expand: Expand) -> dict[str, Any]:
    """主张的标注。

    The label of a claim in the shape of `corpus/gold`, its verdict found by comparing what is printed in the
    text with what is printed in the cells (blank totals are computed from their row).
    """
    if said.follows is not None:
        said.value = said.low = said.high = said.follows.value
    cells = expand(said.patterns)
    row: dict[str, Any] = {
        "quote": said.quote,
        "value": plain(said.value),
        "unit": said.unit,
        "approximation": said.approximation,
    }
    row["cells"] = [pattern for pattern in said.patterns if expand((pattern,))]
    row["part"] = said.part
    table = _sum(printed, cells)
    if said.kind == "share":
        row["base"] = list(said.base)
        below = _sum(printed, expand(said.base))
        table = table * 100 / below if table is not None and below else None
    if said.kind == "change":
        if said.base_stated:
            row["base_stated"] = plain(said.base_stated)
            table = (table - said.base_stated) * 100 / said.base_stated if table is not None else None
        else:
            row["needs"], table = "previous year", None
    row["table_value"] = (
        None if table is None else round(float(table), 2) if said.kind in ("share", "change") else plain(table)
    )
    row["verdict"] = _verdict(said, table)
    return row


def _verdict(said: Said, table: Decimal | None) -> str:
    if table is None:
        return "no_counterpart"
    agrees = said.low <= table <= said.high
    if said.kind in ("share", "change"):
        step = Decimal(1).scaleb(int(said.value.as_tuple().exponent))
        agrees = said.value in (table.quantize(step, ROUND_HALF_UP), table.quantize(step, ROUND_DOWN))
    elif said.unit in _YUAN:
        agrees = said.value * _YUAN[said.unit] == table * _WAN
    if agrees:
        return "consistent"
    return "not_comparable" if said.kind == "part" else "inconsistent"


def _sum(printed: Printed, cells: list[str]) -> Decimal | None:
    """What the cells print together; None where none of them is printed."""
    total, seen = Decimal(0), False
    for path in cells:
        value = printed.get(path)
        if value is None and path.endswith(".total"):
            stem = path.removesuffix("total")
            row = [number for name, number in printed.items() if name.startswith(stem) and number is not None]
            value = sum(row) if row else None
        if value is not None:
            total, seen = total + Decimal(str(value)), True
    return total if seen else None
