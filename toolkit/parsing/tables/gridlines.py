"""网格 → 表格行。

Rows of a grid as `Line`s: what is left of and including the leaf label is label, everything right of it is value.
"""

from __future__ import annotations

from dataclasses import replace

from toolkit.model import Grid, GridCell
from toolkit.parsing.tables.labels import SINGLE_OUTCOME, glued_rows, meanings
from toolkit.parsing.tables.lines import Line, Piece
from toolkit.parsing.tables.values import is_value_like


def _piece(cell: GridCell, columns: int) -> Piece:
    last = min(cell.column + cell.colspan, columns) - 1
    return Piece(cell.text, cell.source, cell.column, last, cell.rowspan > 1)


def _distinct(line: list[GridCell | None]) -> list[GridCell]:
    found: list[GridCell] = []
    for cell in line:
        if cell is not None and (not found or found[-1] is not cell):
            found.append(cell)
    return found


def _empty_columns(matrix: list[list[GridCell | None]], grid: Grid) -> set[int]:
    """Spacer columns: a cell in every row and no text in any. Only below a header: without one it may be a column of blanks."""
    found = {
        j
        for j in range(grid.columns)
        if all((cell := line[j]) is not None and not cell.text and cell.colspan == 1 for line in matrix)
    }
    if found and any(e.kind == "column" for cell in grid.cells if cell.text for e in meanings(cell.text)):
        return found
    return set()


def grid_lines(grid: Grid, block: int) -> list[Line]:
    """一张网格的各行。

    The rows of a grid as lines; rows without any text are left out, columns without any text are ignored.
    """
    matrix = grid.expanded()
    for cell in grid.cells:
        if cell.rowspan > 1 and len(labels := glued_rows(cell.text)) == cell.rowspan:
            _take_apart(cell, labels, matrix)
    ignored = _empty_columns(matrix, grid)
    lines = []
    for r, row in enumerate(matrix):
        cells = [c for c in _distinct(row) if not (c.colspan == 1 and c.column in ignored)]
        if any(c.text and c.row == r for c in cells):
            lines.append(_line(cells, r, grid, block))
    _free_of_fillers(lines)
    return lines


def _free_of_fillers(lines: list[Line]) -> None:
    """Where labels stand in several columns and spans are lost, the blanks right of a short label are no values.

    Between two headers, everything up to the column of the innermost label belongs to the labels.
    """
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and not lines[end].header:
            continue
        run = [line for line in lines[start:end] if line.values and line.labels]
        innermost = max((_first_of_row(line) for line in run), default=-1)
        for line in run:
            line.values = [[p for p in group if p.text or p.last > innermost] for group in line.values]
        start = end + 1


def _first_of_row(line: Line) -> int:
    named = any(entry.kind == "row" for entry in meanings(line.leaf))
    return line.labels[-1].first if named else -1


def _take_apart(cell: GridCell, labels: tuple[str, ...], matrix: list[list[GridCell | None]]) -> None:
    """A cell beside several rows that holds the label of each."""
    for n, label in enumerate(labels):
        own = replace(cell, text=label.strip(), row=cell.row + n, rowspan=1)
        matrix[own.row] = [own if other is cell else other for other in matrix[own.row]]


def _is_group(text: str) -> bool:
    return any(e.kind == "caption" or e.key == SINGLE_OUTCOME for e in meanings(text))


def _is_text(cell: GridCell, r: int) -> bool:
    return bool(cell.text) and cell.row == r and not is_value_like(cell.text)


def _line(cells: list[GridCell], r: int, grid: Grid, block: int) -> Line:
    leaf = -1
    naming = 0
    last_naming = -1
    figures = False
    for i, cell in enumerate(cells):
        if not cell.text or cell.row != r:
            continue
        if is_value_like(cell.text):
            figures = True
            continue
        kinds = {entry.kind for entry in meanings(cell.text)}
        if kinds & {"row", "caption"}:
            leaf = i
        if kinds & {"column", "header", "extra"}:
            naming += 1
            last_naming = i
    columns = grid.columns
    if not figures and (naming >= 2 or last_naming > leaf):
        labels = [_piece(c, columns) for c in cells if c.text and c.row == r]
        return Line(labels, header=True, explicit=True, grid=grid, width=len(cells), blocks={block})
    if leaf < 0:
        texts = [i for i, c in enumerate(cells) if c.row == r and c.text and not is_value_like(c.text)]
        first_value = next((i for i, c in enumerate(cells) if c.row == r and is_value_like(c.text)), len(cells))
        leaf = max((i for i in texts if i < first_value), default=-1)
    # a group names no figures of its own: the text after it is a row, however spoiled
    while 0 <= leaf < len(cells) - 1 and _is_group(cells[leaf].text) and _is_text(cells[leaf + 1], r):
        leaf += 1
    labels = [_piece(c, columns) for c in cells[: leaf + 1] if c.text and c.row == r]
    # a label that spans down from a row above is no value of this row, wherever a wrong span has put it
    own = [c for c in cells[leaf + 1 :] if c.row == r or not c.text or is_value_like(c.text)]
    values = [_piece(c, columns) for c in own]
    # a figure that spans down from a row above leaves open which figures of this row are missing
    hanging = any(c.row != r and c.text for c in own)
    groups = [values, []] if hanging else [values]
    return Line(labels, groups if values else [], True, not values, grid, len(cells), {block})
