"""跨页的表：接成一张。

Tables broken over pages become one: their columns are brought together by where they stand, repeated headers are no rows, and labels that
the page cut go on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio

from toolkit.model import Box
from toolkit.reading.cut_rows import doubt_cut
from toolkit.reading.scan.lines import Line
from toolkit.reading.scan.pages import ReadPage, ReadTable

# Columns on two pages are the same where they are this near, in points; both tables begin and end within the second figure.
SAME_COLUMN = 5.0
SAME_SIDES = 12.0
ALIKE = 80
FIGURE = re.compile(r"^[\d,.，．\-/\s□]+$")


@dataclass(slots=True)
class Cell:
    """接好的表的一格。 A cell of a table that may reach over pages; its box and page are those of its first piece."""

    row: int
    column: int
    rowspan: int
    colspan: int
    lines: list[Line]
    page: int
    box: Box
    header: bool = False
    doubtful: bool = False

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines).strip()


@dataclass(slots=True)
class Whole:
    """接好的表。 A table put together: the left and right ends of its columns (points), and its cells."""

    xs: list[float]
    rows: int
    cells: list[Cell]
    open_bottom: bool = False
    header: list[str] = field(default_factory=list)


def whole_of(table: ReadTable) -> Whole:
    """一页上的表。 The table of one page with its places in points."""
    cells = [
        Cell(
            cell.ruled.row,
            cell.ruled.column,
            cell.ruled.rowspan,
            cell.ruled.colspan,
            cell.lines,
            table.page,
            _box(table, cell.ruled.box),
        )
        for cell in table.cells
    ]
    xs = [x / table.scale for x in table.ruled.xs]
    return Whole(xs, len(table.ruled.ys) - 1, cells, table.ruled.open_bottom)


def _box(table: ReadTable, box: tuple[int, int, int, int]) -> Box:
    corners = [table.place.point(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    return (round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))


def joined(pages: list[ReadPage]) -> list[list[Line] | Whole]:
    """全部页面的字行与表, 按顺序, 跨页的表已接好。 Rows and tables of all pages in order, with tables that go on over a page as one."""
    items: list[list[Line] | Whole] = []
    for page in pages:
        for place, item in enumerate(page.items):
            if not isinstance(item, ReadTable):
                items.append(item)
                continue
            table = whole_of(item)
            last = items[-1] if items else None
            if place == 0 and isinstance(last, Whole) and _same_sides(last, table):
                _append(last, table)
            else:
                if place == 0 and isinstance(last, Whole):
                    doubt_cut(last, table)
                items.append(table)
    return items


def _same_sides(above: Whole, below: Whole) -> bool:
    shift = below.xs[0] - above.xs[0]
    return abs((below.xs[-1] - above.xs[-1]) - shift) <= SAME_SIDES and abs(shift) <= 4 * SAME_SIDES


def _append(above: Whole, below: Whole) -> None:
    """Rows of `below` go under `above`."""
    shift = (below.xs[0] - above.xs[0] + below.xs[-1] - above.xs[-1]) / 2
    moved = [x - shift for x in below.xs]
    xs: list[float] = []
    for x in sorted([*above.xs, *moved]):
        if not xs or x - xs[-1] > SAME_COLUMN:
            xs.append(x)
    _respan(above.cells, above.xs, xs)
    _respan(below.cells, moved, xs)
    above.xs = xs
    skipped = _repeated_header(above, below)
    doubt_cut(above, below, skipped)
    rows = [cell for cell in below.cells if cell.row >= skipped]
    first_row = [cell for cell in rows if cell.row == skipped]
    base = above.rows - skipped
    for cell in rows:
        cell.row += base
    for cell in first_row:
        before = _last_at(above, cell)
        if before is None or not _goes_on(before, cell, first_row, above):
            continue
        before.lines = [*before.lines, *cell.lines]
        before.rowspan += cell.rowspan
        rows.remove(cell)
    above.cells += rows
    above.rows += below.rows - skipped
    above.open_bottom = below.open_bottom


def _respan(cells: list[Cell], old: list[float], new: list[float]) -> None:
    """Columns numbered anew on the finer places `new`."""

    def at(x: float) -> int:
        return min(range(len(new)), key=lambda i: abs(new[i] - x))

    for cell in cells:
        first, end = at(old[cell.column]), at(old[cell.column + cell.colspan])
        cell.column, cell.colspan = first, max(1, end - first)


def _repeated_header(above: Whole, below: Whole) -> int:
    """How many rows at the top of `below` repeat the top rows of `above`."""
    figures = [c.row for c in below.cells if FIGURE.match(c.text)]
    depth = min(figures, default=0)
    while depth > 0:
        texts = ["".join(c.text for c in t.cells if c.row < depth) for t in (above, below)]
        closes = all(c.row + c.rowspan <= depth for c in below.cells if c.row < depth)
        if closes and texts[1] and ratio(*texts) >= ALIKE:
            return depth
        depth -= 1
    return 0


def _last_at(table: Whole, cell: Cell) -> Cell | None:
    """The cell at the foot of the table in the same columns."""
    return next(
        (
            c
            for c in table.cells
            if c.row + c.rowspan == table.rows and c.column == cell.column and c.colspan == cell.colspan
        ),
        None,
    )


def _goes_on(before: Cell, cell: Cell, first_row: list[Cell], above: Whole) -> bool:
    """An empty cell over several rows, or to the left of a new row, belongs to the label that the page cut."""
    if not cell.text:
        return bool(before.text) and not FIGURE.match(before.text) and (cell.rowspan > 1 or before.rowspan > 1)
    if FIGURE.match(cell.text) or not before.text or FIGURE.match(before.text):
        return False
    # The rest of a label: nothing else is printed in its row.
    rest = [c for c in first_row if c is not cell and c.text]
    return not rest and before.row + before.rowspan == above.rows and cell.rowspan == 1
