"""邻近的数：与文中数字相等的另一格。

The neighbouring figure that a claim does equal: natural persons only, a leaf for its group, received for received plus carried in, the row
next to it. It is the most useful sentence of a finding: not which side is wrong, but what the text may have counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from toolkit.checking.places import words_for
from toolkit.model import Cell, Claim

_COLUMNS = {"natural_person": ("自然人一栏", "the column of natural persons")}
_SUMS = (
    (
        ("requests.received.total", "requests.carried_in.total"),
        "新收与上年结转之和",
        "received and carried in together",
    ),
    (
        ("requests.granted.total", "requests.partly_granted.total"),
        "予以公开与部分公开之和",
        "granted and partly granted together",
    ),
    (
        ("challenges.litigation_direct.total", "challenges.litigation_after_review.total"),
        "两类诉讼之和",
        "both kinds of suit together",
    ),
)


def neighbour(claim: Claim, cells: Mapping[str, Cell], form: str) -> tuple[str, str] | None:
    """与主张相等的邻近数的名称(中英文), 没有则为 None。

    The (Chinese, English) name of a neighbouring figure that equals the claim, None where there is none. A value of 0 explains nothing.
    """
    value = claim.quantity.value
    if value <= 0 or claim.quantity.approximation or claim.quantity.scale > 1:
        return None
    for column, names in _COLUMNS.items():
        paths = [p.rsplit(".", 1)[0] + "." + column for p in claim.cells if p.endswith(".total")]
        if paths and _sum(paths, cells) == value:
            return names
    for paths_, zh, en in _SUMS:
        if set(paths_) != set(claim.cells) and set(claim.cells) & set(paths_) and _sum(paths_, cells) == value:
            return zh, en
    near = _leaf_or_group(claim, value, cells, form)
    if near:
        return near
    table = claim.cells[0].split(".", 1)[0]
    column = claim.cells[0].rsplit(".", 1)[1]
    rows = [
        p
        for p, c in cells.items()
        if p.startswith(table + ".") and p.endswith("." + column) and c.value == value and p not in claim.cells
    ]
    if not rows and table != "requests":
        stem = claim.cells[0].rsplit(".", 1)[0]
        rows = [
            p for p, c in cells.items() if p.rsplit(".", 1)[0] == stem and c.value == value and p not in claim.cells
        ]
    # Small counts equal some row by chance; only a single equal row of a figure of some size is worth saying.
    return words_for(rows, cells, form) if len(rows) == 1 and value > 2 else None


def _sum(paths: tuple[str, ...] | list[str], cells: Mapping[str, Cell]) -> Decimal | None:
    found = [cells[p].value for p in paths if p in cells]
    if len(found) != len(paths) or all(v is None for v in found):
        return None
    return sum((v for v in found if v is not None), Decimal(0))


def _leaf_or_group(claim: Claim, value: Decimal, cells: Mapping[str, Cell], form: str) -> tuple[str, str] | None:
    """A group quoted as one of its leaves, or a leaf as its group."""
    steps = claim.cells[0].split(".")
    if len(steps) != 4 or steps[0] == "statistics":
        return None
    group = [p for p in cells if p.startswith(".".join(steps[:2]) + ".") and p.endswith("." + steps[3])]
    if len(claim.cells) == 1 and _sum(group, cells) == value:
        return "所在大类的合计", "the whole group that it belongs to"
    if len(claim.cells) > 1:
        leaf = next((p for p in group if cells[p].value == value), None)
        if leaf:
            zh, en = words_for((leaf,), cells, form)
            return f"其中一项（{zh}）", f"one row of the group ({en})"
    return None
