"""表格的合并单元格：列宽跨度、纵向合并、旧式横向合并, 增删的行和格。

The cells of a Word table: column spans, vertical merges (a chain of cells marked as continued), horizontal merges of the old kind, and
rows and cells that a tracked change has deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from toolkit.reading.word.items import Cell, Item, Table
from toolkit.reading.word.xml import Element, Names, attribute, child, number, switched, value

# Word itself allows 63 columns.
MAX_COLUMNS = 64

Inside = Callable[[Element], Iterable[Element]]
ReadCell = Callable[[Element, list[Item]], list[Item]]


class _Shape(NamedTuple):
    """How a cell takes part in the table: its width, and "restart", "continue" or "" of a vertical and a horizontal merge."""

    span: int = 1
    down: str = ""
    across: str = ""
    deleted: bool = False


_PLAIN = _Shape()
_TRACKED = {"rest": "restart", "cont": "continue"}


def _shape(element: Element, names: Names) -> _Shape:
    properties = child(element, "tcPr")
    shape = _PLAIN
    for each in properties if properties is not None else ():
        name = names[each.tag]
        if name == "w:gridSpan":
            span = number(attribute(each, "val"), 1)
            # beyond what Word allows it is no width at all
            shape = shape._replace(span=span if 1 <= span <= MAX_COLUMNS else 1)
        elif name == "w:vMerge":
            shape = shape._replace(down=shape.down or _merged(each))
        elif name == "w:hMerge":
            shape = shape._replace(across=_merged(each))
        elif name == "w:cellMerge":
            shape = shape._replace(down=_TRACKED.get(attribute(each, "vMerge"), shape.down))
        elif name == "w:cellDel":
            shape = shape._replace(deleted=True)
    return shape


def _merged(mark: Element) -> str:
    return "restart" if attribute(mark, "val") == "restart" else "continue"


class _Row(NamedTuple):
    start: int
    header: bool
    cells: list[tuple[Element, _Shape]]


class GridBuilder:
    """由行和格拼出一张表。

    Builds one table. `inside` lists the elements of a container without the wrappers around them, `read` reads the content of a cell.
    """

    def __init__(self, names: Names, inside: Inside, read: ReadCell) -> None:
        self._names, self._inside, self._read = names, inside, read

    def build(self, element: Element) -> Table | None:
        """一张表; 没有单元格时为 None。 The table, None where it has no cell left."""
        rows = [row for each in self._named(element, "w:tr") if (row := self._row(each)) is not None]
        rows = [row for row in rows if row.cells]
        if not rows:
            return None
        table = Table([], len(rows), 0)
        widest = max(row.start + sum(shape.span for _, shape in row.cells) for row in rows)
        if widest > MAX_COLUMNS:  # no table that Word would show: every cell takes one place
            rows = [_Row(0, row.header, [(cell, _PLAIN) for cell, _ in row.cells]) for row in rows]
        above: dict[int, Cell] = {}
        for at, row in enumerate(rows):
            above = self._place(table, at, row, above)
        table.columns = max(cell.column + cell.colspan for cell in table.cells)
        return table

    def _named(self, element: Element, name: str) -> Iterable[Element]:
        return (each for each in self._inside(element) if self._names[each.tag] == name)

    def _row(self, element: Element) -> _Row | None:
        properties = child(element, "trPr")
        if properties is None:
            properties = Element("none")
        if child(properties, "del") is not None or switched(properties, "hidden"):
            return None
        cells = [(each, _shape(each, self._names)) for each in self._named(element, "w:tc")]
        before = number(value(properties, "gridBefore"), 0)
        return _Row(
            before if 0 <= before < MAX_COLUMNS else 0,
            switched(properties, "tblHeader") or False,
            [(cell, shape) for cell, shape in cells if not shape.deleted],
        )

    def _place(self, table: Table, row: int, printed: _Row, above: dict[int, Cell]) -> dict[int, Cell]:
        """Places one row; returns the cells that the next row may go on with, by their first column."""
        column = printed.start
        going_on: dict[int, Cell] = {}
        last: Cell | None = None
        last_is_new = False
        for element, (span, merge, across, _) in printed.cells:
            upper = above.get(column)
            if across == "continue" and last is not None:
                # the merge of the old kind: the cell before takes the place too
                if last_is_new:
                    last.colspan += span
            elif merge == "continue" and upper is not None and upper.colspan == span:
                upper.rowspan += 1
                going_on[column] = last = upper
                last_is_new = False
            else:
                last = Cell(row, column, 1, span, [], printed.header)
                last_is_new = True
                floating: list[Item] = []
                if merge == "continue" and upper is not None:
                    last.again = upper  # the same cell, a little wider or narrower
                else:
                    last.items = self._read(element, floating)
                if floating and not any(isinstance(item, Table) or item.lines for item in last.items):
                    last.items, floating = floating, []
                table.floating += floating
                table.cells.append(last)
                if merge:
                    going_on[column] = last
            column += span
        return going_on
