"""跨页的表格接成一张。

Tables broken over pages made whole: the same columns go on at the top of the next page. A header printed again is no row; a row
cut in two by the page break is one row.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from toolkit.model import Box
from toolkit.reading.cut_rows import doubt_cut, is_figure
from toolkit.reading.pdf.celltext import CellText
from toolkit.reading.pdf.lattice import RasterCell
from toolkit.reading.pdf.pages import PrintedTable

# in points: how far the columns of two halves may be apart
_TOLERANCE = 6.0
_NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,2}[）)、]|\d{1,2}\s*[.．、])")


@dataclass(slots=True)
class WholeCell:
    """一格：位置、跨度与各页上的文字。 A cell of a whole table: place, spans, text with its stretches, each (page, offset, length, box)."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    stretches: list[tuple[int, int, int, Box]]
    page: int
    box: Box
    doubtful: bool = False


@dataclass(slots=True)
class WholeTable:
    """一张完整的表格。 A whole table: its cells in reading order and its size."""

    cells: list[WholeCell]
    rows: int
    columns: int
    xs: tuple[float, ...]


def whole(first: PrintedTable) -> WholeTable:
    """一页上的表格。 The table of one page."""
    cells = [_cell(cell, text, first.page) for cell, text in first.cells()]
    return WholeTable(cells, first.ruled.rows, first.ruled.columns, first.ruled.xs)


def _cell(cell: RasterCell, text: CellText, page: int) -> WholeCell:
    stretches = [(page, offset, length, box) for offset, length, box in text.stretches]
    return WholeCell(cell.row, cell.column, cell.rowspan, cell.colspan, text.text, stretches, page, cell.box)


def goes_on(table: WholeTable, below: PrintedTable) -> bool:
    """下一页顶上的表是否接着这一张。

    Whether a table at the top of the next page is as wide as this one and has its columns: all of the lines of one half are lines of the
    other too (a half that holds only the header of a table has fewer). The margins of the two pages may differ.
    """
    upper, lower = _from_left(table.xs), _from_left(below.ruled.xs)
    if abs(upper[-1] - lower[-1]) > 2 * _TOLERANCE:
        return False
    fewer, more = sorted((upper, lower), key=len)
    return all(any(abs(x - y) <= _TOLERANCE for y in more) for x in fewer)


def _from_left(xs: tuple[float, ...]) -> list[float]:
    return [x - xs[0] for x in xs]


def join(table: WholeTable, below: PrintedTable) -> WholeTable:
    """接上下一页的部分。 The table with what the next page adds to it."""
    more = whole(below)
    if len(more.xs) > len(table.xs):
        table = _refitted(table, more.xs)
    elif len(more.xs) < len(table.xs):
        more = _refitted(more, table.xs)
    skip = _repeated_header(table, more)
    cut = _cut_row(table, more, skip)
    if not cut:
        doubt_cut(table, more, skip)
    offset = table.rows - skip - cut
    cells = list(table.cells)
    for cell in more.cells:
        if cell.row + cell.rowspan <= skip:
            continue
        upper = _above(cells, cell, table.rows) if cell.row == skip else None
        if upper is not None and (cut or (not cell.text and cell.rowspan > 1)):
            _append(upper, cell)
            upper.rowspan = offset + cell.row + cell.rowspan - upper.row
        else:
            cells.append(replace(cell, row=cell.row + offset))
    cells.sort(key=lambda c: (c.row, c.column))
    return WholeTable(cells, more.rows + offset, table.columns, table.xs)


def _refitted(table: WholeTable, xs: tuple[float, ...]) -> WholeTable:
    """A table counted by the lines of its other half, which has more of them."""
    shift = xs[0] - table.xs[0]
    at = [min(range(len(xs)), key=lambda n: abs(xs[n] - shift - x)) for x in table.xs]
    cells = [
        replace(c, column=at[c.column], colspan=max(1, at[c.column + c.colspan] - at[c.column])) for c in table.cells
    ]
    return WholeTable(cells, table.rows, len(xs) - 1, xs)


def _row_texts(cells: list[WholeCell], row: int) -> list[tuple[int, int, str]]:
    return [(c.column, c.colspan, c.text.replace(" ", "")) for c in cells if c.row == row]


def _repeated_header(table: WholeTable, more: WholeTable) -> int:
    """How many rows at the top of the lower half repeat those at the top of the table."""
    skip = 0
    while skip < min(table.rows, more.rows):
        above, below = _row_texts(table.cells, skip), _row_texts(more.cells, skip)
        if not above or above != below or any(is_figure(text) for _, _, text in above):
            break
        skip += 1
    while skip and any(c.row < skip < c.row + c.rowspan for c in more.cells):
        skip -= 1
    return skip


def _above(cells: list[WholeCell], cell: WholeCell, rows: int) -> WholeCell | None:
    """The cell of the last row of the upper half that stands over a cell."""
    for upper in cells:
        if upper.row + upper.rowspan == rows and (upper.column, upper.colspan) == (cell.column, cell.colspan):
            return upper
    return None


def _cut_row(table: WholeTable, more: WholeTable, skip: int) -> bool:
    """Whether the last row above and the first below are the two halves of one.

    Then only one half has figures, at columns that are empty in the other, and the lower half either has no label, or its label goes on one
    that filled its line above and does not begin with a list number.
    """
    upper = {c.column: c for c in table.cells if c.row + c.rowspan == table.rows}
    lower = {c.column: c for c in more.cells if c.row == skip}
    if set(lower) - set(upper) or any(lower[k].colspan != upper[k].colspan for k in lower):
        return False
    above = {k for k, c in upper.items() if is_figure(c.text)}
    below = {k for k, c in lower.items() if is_figure(c.text)}
    if (
        bool(above) == bool(below)
        or any(lower[k].text for k in above & set(lower))
        or any(upper[k].text for k in below)
    ):
        return False
    labels = [k for k, c in lower.items() if c.text and k not in below]
    if not labels:
        return bool(below) and any(c.text for c in upper.values())
    return all(upper[k].text and not _NUMBERED.match(lower[k].text) and _is_full(upper[k]) for k in labels)


def _is_full(cell: WholeCell) -> bool:
    """Whether the last line in a cell had no room for another character."""
    if not cell.stretches:
        return False
    page, _, _, last = cell.stretches[-1]
    line = [box for p, _, _, box in cell.stretches if p == page and abs(box[3] - last[3]) < (last[3] - last[1]) / 2]
    room = (cell.box[2] - cell.box[0]) - (max(b[2] for b in line) - min(b[0] for b in line))
    return room < 2.0 * (last[3] - last[1])


def _append(upper: WholeCell, lower: WholeCell) -> None:
    if not lower.text:
        return
    glue = " " if upper.text and upper.text[-1].isascii() and lower.text[0].isascii() else ""
    at = len(upper.text) + len(glue)
    upper.text += glue + lower.text
    upper.stretches += [(page, at + offset, length, box) for page, offset, length, box in lower.stretches]


def without_empty_rows(table: WholeTable) -> WholeTable:
    """去掉没有任何文字起始的行。

    The table without rows in which no text begins. Page breaks leave such strips: between the end of the last row and that of a cell beside
    it, and where a row has moved to the next page. What spans over one spans a row less.
    """
    begun = {cell.row for cell in table.cells if cell.text}
    if len(begun) == table.rows:
        return table
    kept = sorted(begun)
    cells = []
    for cell in table.cells:
        row, end = bisect_left(kept, cell.row), bisect_left(kept, cell.row + cell.rowspan)
        if end > row:
            cells.append(replace(cell, row=row, rowspan=end - row))
    cells.sort(key=lambda c: (c.row, c.column))
    return WholeTable(cells, len(kept), table.columns, table.xs)
