"""由横线与竖线得到表格的格子。

From lines to the cells of ruled tables. Lines that touch make a table; its positions make a raster; two neighbours in it that no line keeps
apart are one cell. A side that a page break has left open is closed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from toolkit.model import Box
from toolkit.reading.pdf.rulings import Ruling

# Lines nearer than this are one line: a double border, or the two sides of a thick one.
SNAP = 2.5
# A line may have such a gap: dashes, or where another line crosses.
GAP = 4.0
# Two lines meet when they are no further apart: a box drawn inside a cell keeps more distance to the lines of the table.
TOUCH = 1.5
# A line keeps two cells apart when it covers this share of the side between them.
SHARE = 0.6
# Tables of reports have at most 60 rows and 20 columns.
MAX_RASTER = 40_000


class RasterCell(NamedTuple):
    """表格的一格。 A cell: row, column, spans, and its rectangle on the page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


class RuledTable(NamedTuple):
    """一张有线的表格。

    A ruled table of a page: its cells in reading order, its size, its rectangle, the positions of its vertical and horizontal lines, and
    whether its upper and lower side were left open.
    """

    cells: list[RasterCell]
    rows: int
    columns: int
    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    open_above: bool
    open_below: bool


def merged(rulings: list[Ruling]) -> list[Ruling]:
    """把同一条线的各段接起来。 The lines with the pieces of each joined and near ones snapped to one position."""
    lines: list[Ruling] = []
    group: list[Ruling] = []
    for ruling in sorted(rulings):
        if group and ruling.at - group[-1].at > SNAP:
            lines += _joined(group)
            group = []
        group.append(ruling)
    return lines + _joined(group)


def _joined(group: list[Ruling]) -> list[Ruling]:
    if not group:
        return []
    at = sum(r.at for r in group) / len(group)
    found: list[Ruling] = []
    for _, start, end in sorted(group, key=lambda r: r.start):
        if found and start <= found[-1].end + GAP:
            found[-1] = Ruling(at, found[-1].start, max(end, found[-1].end))
        else:
            found.append(Ruling(at, start, end))
    return found


def ruled_tables(horizontal: list[Ruling], vertical: list[Ruling], em: float = 0.0) -> list[RuledTable]:
    """一页上的有线表格, 自上而下。

    The ruled tables of a page, from top to bottom. A frame around a single cell is no table. `em` is the size of the smallest
    characters that are usual on the page: what is lower than that holds no line of text and is no row.
    """
    across, down = merged(horizontal), merged(vertical)
    made = (_table(_without_strips(a, 0.95 * em), _without_strips(d, 0.5 * em)) for a, d in _connected(across, down))
    tables = [table for table in made if table is not None]
    kept = [t for t in tables if not any(_displaces(o, t) for o in tables)]
    return sorted(kept, key=lambda t: (t.box[1], t.box[0]))


def _displaces(table: RuledTable, other: RuledTable) -> bool:
    """Of two tables one inside the other, the one with more cells is the table: the other is a frame, or a box inside a cell."""
    if table is other:
        return False
    nested = _holds(table.box, other.box) or _holds(other.box, table.box)
    return nested and (len(table.cells), table.box) > (len(other.cells), other.box)


def _holds(a: Box, b: Box) -> bool:
    return a[0] <= b[0] and a[1] <= b[1] and a[2] >= b[2] and a[3] >= b[3]


def _connected(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Lines that touch each other, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if v.start - TOUCH <= h.at <= v.end + TOUCH and h.start - TOUCH <= v.at <= h.end + TOUCH:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for n in range(len(parent)):
        pair = groups.setdefault(root(n), ([], []))
        if n < len(across):
            pair[0].append(across[n])
        else:
            pair[1].append(down[n - len(across)])
    return [pair for pair in groups.values() if pair[0] and pair[1]]


def _without_strips(lines: list[Ruling], least: float) -> list[Ruling]:
    """Lines too near to each other for a row or column of text are one: the shorter moves to the longer.

    Where a page break shifts the rows of a table, the end of a cell that spans several may miss the line of its last row.
    """
    lines = list(lines)
    while True:
        length: dict[float, float] = {}
        for line in lines:
            length[line.at] = length.get(line.at, 0.0) + line.end - line.start
        places = sorted(length)
        near = [(b - a, a, b) for a, b in pairwise(places) if b - a < least]
        if not near:
            return lines
        _, a, b = min(near)
        moved, kept = (a, b) if length[a] < length[b] else (b, a)
        lines = sorted(Ruling(kept, line.start, line.end) if line.at == moved else line for line in lines)


def _positions(lines: list[Ruling]) -> list[float]:
    found: list[float] = []
    for line in lines:
        if not found or line.at - found[-1] > SNAP:
            found.append(line.at)
    return found


def _table(across: list[Ruling], down: list[Ruling]) -> RuledTable | None:
    ys, xs = _positions(across), _positions(down)
    top, bottom = min(v.start for v in down), max(v.end for v in down)
    left, right = min(h.start for h in across), max(h.end for h in across)
    across, down = list(across), list(down)
    # the outer side that is not drawn: left open by a page break, or by a design without it
    open_above, open_below = top < ys[0] - 2 * SNAP, bottom > ys[-1] + 2 * SNAP
    if open_above:
        ys.insert(0, top)
        across.append(Ruling(top, left, right))
    if open_below:
        ys.append(bottom)
        across.append(Ruling(bottom, left, right))
    if left < xs[0] - 2 * SNAP:
        xs.insert(0, left)
        down.append(Ruling(left, ys[0], ys[-1]))
    if right > xs[-1] + 2 * SNAP:
        xs.append(right)
        down.append(Ruling(right, ys[0], ys[-1]))
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < 2 or rows * columns > MAX_RASTER:
        return None
    cells = _cells(xs, ys, _between(across, xs, ys), _between(down, ys, xs))
    if len(cells) < 2:
        return None
    cells, used_xs, used_ys = _compressed(cells)
    size = len(used_ys) - 1, len(used_xs) - 1
    return RuledTable(cells, *size, (xs[0], ys[0], xs[-1], ys[-1]), used_xs, used_ys, open_above, open_below)


def _compressed(cells: list[RasterCell]) -> tuple[list[RasterCell], tuple[float, ...], tuple[float, ...]]:
    """The cells on the raster of the positions that bound any of them: an ornament inside a cell makes no row or column."""
    xs = sorted({x for cell in cells for x in (cell.box[0], cell.box[2])})
    ys = sorted({y for cell in cells for y in (cell.box[1], cell.box[3])})
    column, row = {x: n for n, x in enumerate(xs)}, {y: n for n, y in enumerate(ys)}
    made = []
    for cell in cells:
        left, top, right, bottom = cell.box
        r, c = row[top], column[left]
        made.append(RasterCell(r, c, row[bottom] - r, column[right] - c, cell.box))
    return made, tuple(xs), tuple(ys)


def _between(lines: list[Ruling], along: list[float], at: list[float]) -> set[tuple[int, int]]:
    """For every (position, interval) whether a line stands there: (k, n) for position at[k] and interval along[n]..along[n+1]."""
    found: set[tuple[int, int]] = set()
    for k, place in enumerate(at):
        pieces = [line for line in lines if abs(line.at - place) <= SNAP]
        for n in range(len(along) - 1):
            low, high = along[n], along[n + 1]
            covered = sum(max(0.0, min(high, p.end) - max(low, p.start)) for p in pieces)
            if covered >= SHARE * (high - low):
                found.add((k, n))
    return found


def _cells(
    xs: list[float], ys: list[float], across: set[tuple[int, int]], down: set[tuple[int, int]]
) -> list[RasterCell]:
    """Rectangles of the raster that no line divides; a shape that is no rectangle falls apart into its fields."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owner: list[list[int]] = [[-1] * columns for _ in range(rows)]
    cells: list[RasterCell] = []
    for r in range(rows):
        for c in range(columns):
            if owner[r][c] >= 0:
                continue
            width = 1
            while c + width < columns and owner[r][c + width] < 0 and (c + width, r) not in down:
                width += 1
            height = 1
            while r + height < rows and _goes_on(r + height, c, width, across, down, owner):
                height += 1
            for i in range(r, r + height):
                for j in range(c, c + width):
                    owner[i][j] = len(cells)
            box = xs[c], ys[r], xs[c + width], ys[r + height]
            cells.append(RasterCell(r, c, height, width, box))
    return cells


def _goes_on(
    row: int,
    column: int,
    width: int,
    across: set[tuple[int, int]],
    down: set[tuple[int, int]],
    owner: list[list[int]],
) -> bool:
    """Whether a cell goes on in the next row of the raster: no line above it, none inside it, and not taken."""
    if any((row, j) in across or owner[row][j] >= 0 for j in range(column, column + width)):
        return False
    return not any((j, row) in down for j in range(column + 1, column + width))


def cell_finder(table: RuledTable) -> Callable[[float, float], int | None]:
    """返回按坐标找格子的函数。 A function from a point to the index of the cell that holds it, None outside the table."""
    xs, ys = table.xs, table.ys
    owner = [[-1] * table.columns for _ in range(table.rows)]
    for n, cell in enumerate(table.cells):
        for i in range(cell.row, cell.row + cell.rowspan):
            for j in range(cell.column, cell.column + cell.colspan):
                owner[i][j] = n

    def find(x: float, y: float) -> int | None:
        c, r = bisect_right(xs, x) - 1, bisect_right(ys, y) - 1
        if 0 <= c < table.columns and 0 <= r < table.rows:
            return owner[r][c]
        return None

    return find
