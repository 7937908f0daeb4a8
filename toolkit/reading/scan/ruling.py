"""由画线找出表格：长横线与长竖线围成的格。

Ruled tables from the picture: long horizontal and vertical lines, the lattice they make, and its cells with their spans. An edge between
two cells is there where ink runs along most of it; cells without an edge between them are one cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from itertools import pairwise
from typing import Any

Rectangle = tuple[int, int, int, int]

# in pixels at 200 dpi
SHORTEST_ACROSS = 60
SHORTEST_DOWN = 36
GAP = 5
THICKEST = 10
SAME_LINE = 9
OPEN_END = 22
SMALLEST_TABLE = (150, 40)
EDGE_COVERED, WHOLE_EDGE = 0.7, 0.92
CORNER = 7
WHOLE_LINE = 0.7


@dataclass(slots=True)
class RuledCell:
    """表格的一格。 A cell: its place in the lattice, its rectangle in pixels; `torn` where its edges enclose no rectangle."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Rectangle
    torn: bool = False


@dataclass(slots=True)
class RuledTable:
    """一张有线表。

    A ruled table of one page: its cells in reading order, the places (pixels) of the lines of its lattice, and whether it is open above or
    below, where the page cut it.
    """

    cells: list[RuledCell]
    xs: list[int]
    ys: list[int]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def box(self) -> Rectangle:
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


@dataclass(slots=True)
class Ink:
    """页面上的墨迹。 Where a page has ink (0 or 255), and which of it runs along ruled lines."""

    all: Any
    across: Any
    down: Any
    noise: float = 0.0
    lines: Any = field(default=None)


def ink_of(picture: Any) -> Ink:
    """找出墨迹与画线。 The ink of a page and its ruled lines."""
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    noise = _noise(cv2, numpy, grey)
    if noise > 4:
        grey = cv2.GaussianBlur(grey, (3, 3), 0)
        noise *= 0.4
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, max(10.0, 4 * noise))
    across = _runs(cv2, ink, (SHORTEST_ACROSS, 1), (GAP, 1))
    down = _runs(cv2, ink, (1, SHORTEST_DOWN), (1, GAP))
    return Ink(ink, across, down, noise, cv2.dilate(across | down, numpy.ones((3, 3), numpy.uint8)))


def _noise(cv2: Any, numpy: Any, grey: Any) -> float:
    """The deviation of the paper from smooth, in grey levels; printed places are too few to count."""
    rough = cv2.absdiff(grey, cv2.medianBlur(grey, 5))
    return float(numpy.percentile(rough[::3, ::3], 60)) * 1.2


def _runs(cv2: Any, ink: Any, length: tuple[int, int], gap: tuple[int, int]) -> Any:
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, gap))
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, length))


def find_tables(ink: Ink) -> list[RuledTable]:
    """一页上的有线表, 自上而下。 The ruled tables of a page from top to bottom."""
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    joined = cv2.dilate(ink.across | ink.down, numpy.ones((7, 7), numpy.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    found: list[RuledTable] = []
    for number in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[number])
        if width < SMALLEST_TABLE[0] or height < SMALLEST_TABLE[1]:
            continue
        part = (slice(y, y + height), slice(x, x + width))
        here = labels[part] == number
        table = _lattice(cv2, numpy, ink, part, here)
        if table is not None:
            found.append(table)
    found.sort(key=lambda t: t.box[1])
    return [t for t in found if not any(o is not t and _inside(t.box, o.box) for o in found)]


def _inside(inner: Rectangle, outer: Rectangle) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
        and inner != outer
    )


def _lattice(cv2: Any, numpy: Any, ink: Ink, part: tuple[slice, slice], here: Any) -> RuledTable | None:
    top, left = part[0].start, part[1].start
    across, down = (numpy.where(here, mask[part], 0).astype(numpy.uint8) for mask in (ink.across, ink.down))
    rows, columns = _segments(cv2, across, 1), _segments(cv2, down, 0)
    ys, xs = _places(rows), _places(columns)
    if len(ys) < 2 or len(xs) < 2 or not rows or not columns:
        return None
    # Lines that run on beyond the last crossing: the page, or an open side, cuts the table there.
    low, high = min(c[1] for c in columns), max(c[2] for c in columns)
    first, last = min(r[1] for r in rows), max(r[2] for r in rows)
    open_top, open_bottom = ys[0] - low > OPEN_END, high - ys[-1] > OPEN_END
    # A ruled line is thin all along; a row of characters that touch it, or strokes in its place, are not.
    slim_across, slim_down = (_slim(cv2, numpy, ink.all[part], size) for size in ((1, THICKEST), (THICKEST, 1)))
    printed = ink.all[part]
    wide = cv2.dilate(across & slim_across & printed, numpy.ones((9, 3), numpy.uint8)) > 0
    tall = cv2.dilate(down & slim_down & printed, numpy.ones((3, 9), numpy.uint8)) > 0
    # Strokes of characters, and a 1 in a low row, look like short lines: a line of a table is somewhere the whole edge of a cell.
    xs = [x for x in xs if any(_covered(tall[a:b, x], WHOLE_EDGE) for a, b in pairwise(ys))]
    ys = [y for y in ys if any(_covered(wide[y, a:b], WHOLE_EDGE) for a, b in pairwise(xs))]
    if len(ys) < 2 or len(xs) < 2 or sum(wide[y, xs[0] : xs[-1]].mean() >= WHOLE_LINE for y in ys) < 2:
        return None
    ys = [*([low] if open_top else []), *ys, *([high] if open_bottom else [])]
    xs = [*([first] if xs[0] - first > OPEN_END else []), *xs, *([last] if last - xs[-1] > OPEN_END else [])]
    cells = _cells(xs, ys, wide, tall)
    if len(cells) < 2:
        return None
    for cell in cells:
        a, b, c, d = cell.box
        cell.box = (a + left, b + top, c + left, d + top)
    return RuledTable(cells, [x + left for x in xs], [y + top for y in ys], open_top, open_bottom)


def _slim(cv2: Any, numpy: Any, ink: Any, size: tuple[int, int]) -> Any:
    """Everywhere but in ink that is thicker than a line."""
    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    return numpy.bitwise_not(thick)


def _segments(cv2: Any, mask: Any, axis: int) -> list[tuple[float, int, int]]:
    """Lines of one direction: (place, start, end)."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(mask)
    found = []
    for number in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[number])
        found.append((float(centres[number][axis]), *((x, x + width) if axis else (y, y + height))))
    return found


def _places(segments: list[tuple[float, int, int]]) -> list[int]:
    """The places of lines, each weighted by its length; pieces of one line count once."""
    groups: list[list[tuple[float, int]]] = []
    for place, start, end in sorted(segments):
        if groups and place - groups[-1][-1][0] <= SAME_LINE:
            groups[-1].append((place, end - start))
        else:
            groups.append([(place, end - start)])
    return [round(sum(p * n for p, n in g) / sum(n for _, n in g)) for g in groups]


def _cells(xs: list[int], ys: list[int], wide: Any, tall: Any) -> list[RuledCell]:
    height, width = len(ys) - 1, len(xs) - 1
    owner = {(r, c): (r, c) for r in range(height) for c in range(width)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while owner[place] != place:
            place = owner[place]
        return place

    for r in range(height):
        for c in range(width):
            if c + 1 < width and not _covered(tall[ys[r] : ys[r + 1], max(xs[c + 1], 0)]):
                owner[max(root((r, c)), root((r, c + 1)))] = min(root((r, c)), root((r, c + 1)))
            if r + 1 < height and not _covered(wide[ys[r + 1], xs[c] : xs[c + 1]]):
                owner[max(root((r, c)), root((r + 1, c)))] = min(root((r, c)), root((r + 1, c)))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in owner:
        groups.setdefault(root(place), []).append(place)
    cells = [cell for group in groups.values() for cell in _rectangles(set(group), xs, ys)]
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _covered(edge: Any, share: float = EDGE_COVERED) -> bool:
    """A line runs along most of an edge, into both of its corners; a stroke of a character does not."""
    if len(edge) <= 16:
        return len(edge) > 0 and float(edge.mean()) >= share
    return float(edge[4:-4].mean()) >= share and bool(edge[2:CORNER].any() and edge[-CORNER:-2].any())


def _rectangles(group: set[tuple[int, int]], xs: list[int], ys: list[int]) -> list[RuledCell]:
    """A group of lattice places as rectangles: one, or several marked as torn where a piece of a line is missing."""
    cells: list[RuledCell] = []
    left = set(group)
    while left:
        row, column = min(left)
        colspan = 1
        while (row, column + colspan) in left:
            colspan += 1
        rowspan = 1
        while all((row + rowspan, column + i) in left for i in range(colspan)):
            rowspan += 1
        left -= {(row + r, column + c) for r in range(rowspan) for c in range(colspan)}
        box = (xs[column], ys[row], xs[column + colspan], ys[row + rowspan])
        cells.append(RuledCell(row, column, rowspan, colspan, box))
    for cell in cells:
        cell.torn = len(cells) > 1
    return cells
