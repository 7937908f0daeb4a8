"""统计表的行对齐：印出的行是格式中的哪一行。

Which row of the form every printed row is. Most labels stand in the form once and decide by themselves; those printed in two places
(被依法纠错数 of reviews and of litigation) are decided by the labels around them, by order alone. Figures are never looked at.
"""

from __future__ import annotations

from collections import defaultdict

from toolkit.parsing.statistics.labels import candidates, damaged, rows, with_unit
from toolkit.parsing.statistics.lines import Printed


def align(printed: list[Printed]) -> list[Printed]:
    """对齐一张表。

    Sets `rows` of every printed row: the one row of the form that it is, several where nothing printed decides between them, none for a row
    that the form does not have. -> the same rows.
    """
    named = [candidates(row.label) or with_unit(row.label)[0] for row in printed]
    anchors = [names[0] if len(names) == 1 else -1 for names in named]
    low, high = _bounds(anchors)
    for row, names in zip(printed, named, strict=True):
        row.rows = names if len(names) == 1 else ()
    stretches: dict[tuple[int, int, tuple[int, ...]], list[int]] = defaultdict(list)
    for at, names in enumerate(named):
        if len(names) > 1:
            stretches[low[at], high[at], names].append(at)
    for (below, above, names), places in stretches.items():
        taken = set(anchors)
        open_rows = [n for n in names if below < n < above and n not in taken] if below < above else []
        for k, at in enumerate(places):
            if len(open_rows) == len(places):
                printed[at].rows = (open_rows[k],)
            else:
                # fewer or more are printed than the form has here: no one can say which
                printed[at].rows = tuple(open_rows) if len(open_rows) > 1 else tuple(open_rows or names)
                printed[at].certain = False
    _repair(printed, named, low, high)
    return printed


def _bounds(anchors: list[int]) -> tuple[list[int], list[int]]:
    """For every printed row the nearest rows of the form above and below it that are certain."""
    low, high = [], []
    last = -1
    for n in anchors:
        low.append(last)
        last = n if n >= 0 else last
    last = len(rows())
    for n in reversed(anchors):
        high.append(last)
        last = n if n >= 0 else last
    return low, high[::-1]


def _repair(printed: list[Printed], named: list[tuple[int, ...]], low: list[int], high: list[int]) -> None:
    """Damaged labels: the row that is missing where they stand, if they can be no other."""
    taken = {n for row in printed for n in row.rows}
    found: dict[int, list[int]] = defaultdict(list)
    for at, row in enumerate(printed):
        if not named[at] and row.filled and low[at] < high[at]:
            n = damaged(row.label, low[at], high[at])
            if n is not None and n not in taken:
                found[n].append(at)
    for n, places in found.items():
        for at in places:
            printed[at].rows = (n,)
            printed[at].certain = printed[at].certain and len(places) == 1
