"""网格 → 统计表的行。

Rows of the statistics table from a grid: by its header where it has one, else by what its columns hold. Two tables side by side are read
one after the other. A figure and its unit may stand in each other's columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from toolkit.model import Grid, GridCell
from toolkit.parsing.statistics.labels import candidates, is_figure, role_of, unit_of, with_unit
from toolkit.parsing.statistics.lines import Piece, Printed, Slot

Matrix = list[list[GridCell | None]]
# so many rows numbered one after the other are a column of codes
FEWEST_CODES = 5


@dataclass(slots=True)
class Group:
    """一组列：标签、单位、数值。 The columns of one table: labels, unit, and the value columns, each with the matrix columns it covers."""

    labels: list[int] = field(default_factory=list)
    unit: int = -1
    slots: list[tuple[Slot, list[int]]] = field(default_factory=list)
    known: bool = True


@dataclass(slots=True)
class Layout:
    """网格的列。 The groups of columns of a grid, and how many columns it has."""

    groups: list[Group]
    width: int


def _texts(line: list[GridCell | None], r: int) -> list[GridCell]:
    """The cells with text that begin in a row."""
    found: list[GridCell] = []
    for cell in line:
        if cell is not None and cell.text and cell.row == r and (not found or found[-1] is not cell):
            found.append(cell)
    return found


def _is_header(cells: list[GridCell], year: int | None, below: bool) -> bool:
    """A row of headers; directly below another one (`below`) one known word is enough."""
    if any(candidates(c.text) or unit_of(c.text) or (is_figure(c.text) and not role_of(c.text, year)) for c in cells):
        return False
    roles = [role for c in cells if (role := role_of(c.text, year))]
    return len(roles) >= 2 or (bool(roles) and (below or any(r.kind == "label" for r in roles)))


def _from_header(above: list[GridCell | None], year: int | None) -> Layout:
    groups = [Group()]
    last: GridCell | None = None
    for column, cell in enumerate(above):
        role = role_of(cell.text, year) if cell is not None and cell.text else None
        if cell is not None and cell is last and groups[-1].slots and column - 1 in groups[-1].slots[-1][1]:
            groups[-1].slots[-1][1].append(column)
            continue
        last = cell
        kind = role.kind if role else ""
        if kind == "label" and groups[-1].slots:
            groups.append(Group())
        group = groups[-1]
        if kind == "label" or (not kind and not group.labels and not group.slots):
            group.labels.append(column)
        elif kind == "unit":
            group.unit = column
        elif kind == "value" and role is not None:
            group.slots.append((Slot(role.key, cell.text if cell else ""), [column]))
        elif not kind:
            group.slots.append((Slot(None, cell.text if cell else ""), [column]))
    return Layout([_ordered(g) for g in groups if g.labels and g.slots], len(above))


def _ordered(group: Group) -> Group:
    """Two columns of the same name are no longer certain."""
    keys = [slot.key for slot, _ in group.slots if slot.key is not None]
    group.known = len(set(keys)) == len(keys)
    return group


def _is_code(cells: list[GridCell]) -> bool:
    numbers = [int(c.text) for c in cells if c.text.isdecimal()]
    steps = all(b == a + 1 for a, b in pairwise(numbers))
    return len(numbers) >= FEWEST_CODES and len(numbers) == len(cells) and steps


def _from_content(matrix: Matrix, width: int) -> Layout | None:
    """The columns by what they hold; value columns without a header are certain only where there is one."""
    groups: list[Group] = []
    for column in range(width):
        cells = [
            c for r, line in enumerate(matrix) if (c := line[column]) and c.row == r and c.column == column and c.text
        ]
        labels = sum(1 for c in cells if candidates(c.text) or with_unit(c.text)[0])
        units = sum(1 for c in cells if unit_of(c.text))
        figures = sum(1 for c in cells if is_figure(c.text))
        if labels > max(units, figures):
            if not groups or groups[-1].slots:
                groups.append(Group())
            groups[-1].labels.append(column)
        elif groups and units >= max(figures, 1) and groups[-1].unit < 0:
            groups[-1].unit = column
        elif groups and figures and not _is_code(cells):
            groups[-1].slots.append((Slot("", ""), [column]))
    for group in groups:
        group.known = len(group.slots) == 1
        if not group.known:
            columns = [column for _, covered in group.slots for column in covered]
            group.slots = [(Slot("", ""), columns)] if columns else []
    found = [group for group in groups if group.slots]
    return Layout(found, width) if found else None


class GridReader:
    """读网格。 Reads grids one after the other; a grid without a header takes the columns of the one before (a table over two pages)."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.layout: Layout | None = None

    def read(self, grid: Grid, block: int) -> list[Printed]:
        """一张网格的各行。 The rows of a grid; empty where it has no label of the table."""
        if not any(candidates(c.text) or with_unit(c.text)[0] for c in grid.cells if c.text):
            return []
        matrix = grid.expanded()
        above: list[GridCell | None] = [None] * grid.columns
        by_group: dict[int, list[Printed]] = {}
        layout = self._first(matrix, grid.columns)
        below = False
        for r, line in enumerate(matrix):
            cells = _texts(line, r)
            if cells and _is_header(cells, self.year, below):
                above = [c if c is not None and c.text else (above[n] if below else None) for n, c in enumerate(line)]
                layout = self.layout = _from_header(above, self.year)
                if not self._holds(layout, matrix):
                    # a header that names the columns wrongly: a label stands where it says figures
                    layout = self.layout = _from_content(matrix, grid.columns)
                below = True
                continue
            below = below and not cells
            for n, group in enumerate(layout.groups if layout else ()):
                row = _row(group, line, r, block)
                if row is not None:
                    by_group.setdefault(n, []).append(row)
                elif by_group.get(n) and _hangs(group, line, r):
                    by_group[n][-1].certain = False
        return [row for n in sorted(by_group) for row in by_group[n]]

    def _first(self, matrix: Matrix, width: int) -> Layout | None:
        if self.layout is not None and self.layout.width == width and self._holds(self.layout, matrix):
            return self.layout
        return _from_content(matrix, width)

    @staticmethod
    def _holds(layout: Layout, matrix: Matrix) -> bool:
        """Whether the labels of a grid stand in the label columns of the layout."""
        columns = {column for group in layout.groups for column in group.labels}
        found = [c.column for r, line in enumerate(matrix) for c in _texts(line, r) if candidates(c.text)]
        return all(column in columns for column in found)


def _row(group: Group, line: list[GridCell | None], r: int, block: int) -> Printed | None:
    labels: list[GridCell] = []
    for column in group.labels:
        cell = line[column] if column < len(line) else None
        if cell is not None and cell.text and cell.row == r and cell not in labels:
            labels.append(cell)
    if not labels:
        return None
    leaf = next((c for c in reversed(labels) if candidates(c.text)), labels[-1])
    unit_cell = line[group.unit] if 0 <= group.unit < len(line) else None
    unit_cell = None if unit_cell in labels else unit_cell
    certain = group.known
    pieces: list[Piece | None] = []
    for _, columns in group.slots:
        found: list[GridCell] = []
        for column in columns:
            cell = line[column] if column < len(line) else None
            if cell is not None and cell not in labels and cell not in found and cell is not unit_cell:
                found.append(cell)
        texts = [c for c in found if c.text] or found[:1]
        # a cell beside several rows is a figure of one of them
        certain = (
            certain
            and len(texts) <= 1
            and all(not c.text or (c.rowspan == 1 and c.colspan <= len(columns)) for c in texts)
        )
        pieces.append(Piece(" ".join(c.text for c in texts), texts[0].source) if texts else None)
    unit = unit_of(unit_cell.text) if unit_cell is not None else ""
    if unit_cell is not None and unit_cell.text and not unit:
        unit, certain = _swapped(unit_cell, pieces, certain)
    if not candidates(leaf.text):
        unit = unit or with_unit(leaf.text)[1]
    slots = tuple(slot for slot, _ in group.slots)
    return Printed(leaf.text, leaf.source, unit, slots, tuple(pieces), certain, explicit=True, blocks={block})


def _hangs(group: Group, line: list[GridCell | None], r: int) -> bool:
    """A figure in a row without a label: the row above was torn."""
    columns = [group.unit, *(column for _, covered in group.slots for column in covered)]
    cells = [line[column] for column in columns if 0 <= column < len(line)]
    return any(c is not None and c.row == r and any(map(str.isdigit, c.text)) for c in cells)


def _swapped(unit_cell: GridCell, pieces: list[Piece | None], certain: bool) -> tuple[str, bool]:
    """A figure in the column of the units: with the unit (or nothing) in the only value column, the two have changed places."""
    if not is_figure(unit_cell.text) or unit_cell.rowspan > 1:
        return "", certain
    only = pieces[0]
    text = only.text if only is not None else ""
    if len(pieces) == 1 and (not text or unit_of(text)):
        pieces[0] = Piece(unit_cell.text, unit_cell.source)
        return unit_of(text), certain
    # dashes in both columns of a caption, or two figures beside one label
    return "", certain and not any(c.isdigit() for c in unit_cell.text)
