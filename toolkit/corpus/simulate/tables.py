"""法定表格的骨架。

The statutory tables as rows of slots: a slot is a printed label or the place of a cell, with its column and row
span. Layouts fill them with the printed values. The labels come from `toolkit.vocabulary`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from toolkit import vocabulary

BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
WIDTH = {"proactive": 4, "requests": 10, "challenges": 15, "statistics": 3}
AMOUNTS = {"proactive.procurement.procurement_amount": "万元"}


@dataclass(frozen=True, slots=True)
class Slot:
    """表格里的一格。 One cell of a printed table: `text`, or the `path` of the value that it holds."""

    text: str = ""
    path: str = ""
    across: int = 1
    down: int = 1


Rows = tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """排好位置的一格。 A slot with its column, and whether it only goes on from the row above."""

    slot: Slot
    column: int
    goes_on: bool = False


@cache
def laid(form: str, hybrid: bool, table: str, lost: frozenset[str] = frozenset()) -> tuple[tuple[Placed, ...], ...]:
    """每一行各格的位置。 The rows of a table with every slot at its column, those that span from above among them."""
    open_slots: list[tuple[int, Slot, int]] = []  # column, slot, rows left
    rows = []
    for row in skeleton(form, hybrid, table, lost=lost):
        above = sorted(open_slots, key=lambda one: one[0])
        line, column, waiting = [], 0, list(row)
        open_slots = []
        while above or waiting:
            if above and above[0][0] == column:
                column, slot, left = above.pop(0)
                line.append(Placed(slot, column, True))
            else:
                slot, left = waiting.pop(0), 0
                left = slot.down
                line.append(Placed(slot, column))
            if left > 1:
                open_slots.append((column, slot, left - 1))
            column += slot.across
        rows.append(tuple(line))
    return tuple(rows)


@cache
def skeleton(form: str, hybrid: bool, table: str, flat: bool = False, lost: frozenset[str] = frozenset()) -> Rows:
    """一张表的各行。

    The rows of a table. `flat` prints the requests table with one column of labels (pasted text), otherwise its
    labels span rows and columns. Rows whose key is in `lost` are left out.
    """
    if table == "proactive":
        return tuple(_proactive(form))
    if table == "requests":
        return tuple(_requests(form, hybrid, flat, lost))
    if table == "challenges":
        return tuple(_challenges(form))
    return tuple(_statistics())


def printed(values: Mapping[str, float | None], path: str) -> str:
    """一格印出的文字。

    What a cell prints: nothing where it is blank, a sign before an increase, the unit of an amount.
    """
    value = values[path]
    if value is None:
        return ""
    if type(value) is int and path[-7:] != ".change":  # nearly every cell
        return str(value)
    text = f"{value:g}" if value == int(value) and abs(value) < 1e6 else f"{value:.2f}".rstrip("0").rstrip(".")
    if path.endswith(".change") and value > 0:
        return "+" + text
    return text + AMOUNTS[path] if path in AMOUNTS and value else text


def _proactive(form: str) -> Iterator[tuple[Slot, ...]]:
    for block in vocabulary.form(form).table("proactive").blocks:
        yield (Slot(block.caption, across=4),)
        wide = 4 - len(block.columns)
        heads = [Slot(column.label) for column in block.columns]
        yield (Slot("信息内容"), *heads[:-1], Slot(heads[-1].text, across=wide))
        for row in block.rows:
            slots = [Slot(path=f"proactive.{row.key}.{column.key}") for column in block.columns]
            yield (Slot(row.label), *slots[:-1], Slot(path=slots[-1].path, across=wide))


def _requests(form: str, hybrid: bool, flat: bool, lost: frozenset[str]) -> Iterator[tuple[Slot, ...]]:
    block = vocabulary.form(form).table("requests", "hybrid" if hybrid else "standard").blocks[0]
    columns = block.columns
    wide = 1 if flat else 3
    yield (Slot(BALANCE, across=wide, down=3), Slot("申请人情况", across=7))
    yield (Slot("自然人", down=2), Slot("法人或其他组织", across=5), Slot("总计", down=2))
    yield tuple(Slot(column.label) for column in columns[1:-1])
    rows = [row for row in block.rows if row.key not in lost]
    inside = sum(row.depth > 0 and (row.key != "" or flat) for row in rows)
    pending: list[Slot] = []
    for row in rows:
        values = [Slot(path=f"requests.{row.key}.{column.key}") for column in columns] if row.key else []
        label = row.number + row.label
        if flat:
            yield (Slot(label), *values) if values else (Slot(label, across=8),)
        elif row.depth == 0 and values:
            yield (Slot(label, across=3), *values)
        elif row.depth == 0:
            pending = [Slot(label, down=inside)]
        elif row.depth == 1 and values:
            yield (*pending, Slot(label, across=2), *values)
            pending = []
        elif row.depth == 1:
            count = sum(one.group == row.group and one.key != "" for one in rows)
            pending = [*pending, Slot(label, down=count)] if count else pending
        else:
            yield (*pending, Slot(label), *values)
            pending = []


def _challenges(form: str) -> Iterator[tuple[Slot, ...]]:
    block = vocabulary.form(form).table("challenges").blocks[0]
    first, *suits = block.rows
    labels = [Slot(column.label) for column in block.columns]
    yield (Slot(first.label, across=5, down=2), Slot("行政诉讼", across=10))
    yield tuple(Slot(row.label, across=5) for row in suits)
    yield tuple(labels * 3)
    yield tuple(Slot(path=f"challenges.{row.key}.{column.key}") for row in block.rows for column in block.columns)


def _statistics() -> Iterator[tuple[Slot, ...]]:
    yield (Slot("统计指标"), Slot("单位"), Slot("统计数"))
    for row in vocabulary.form("2014").tables[0].blocks[0].rows:
        yield (Slot(row.number + row.label), Slot(row.unit), Slot(path=f"statistics.{row.key}") if row.key else Slot())
