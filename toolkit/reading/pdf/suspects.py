"""页面上让数字读不准的东西。

What on a page makes a figure uncertain although its characters are known: a footnote mark set beside it, a line through it, something drawn
over it, letters in the colour of the paper, a figure that runs over the border of its cell, figures one above the other in one cell, and a
picture where a cell seems empty. Each is a place with a reason; figures there are unreadable, never chosen between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from toolkit.model import Box
from toolkit.reading.pdf.glyphs import Glyph
from toolkit.reading.pdf.rulings import Ruling

# figures of one number are as high as each other and stand on one line, within these parts of their height
_HIGHER = 1.22
_RAISED = 0.14
# of their width: figures of one number do not overlap by more
_OVERLAP = 0.45
# of the usual height of the figures in a table: what is higher belongs to a watermark or to something laid over it
_TOO_HIGH = 1.6
# a line through a figure crosses its middle part, and goes on beside it no further than this (in heights of the figure)
_MIDDLE = (0.25, 0.75)
_BESIDE = 4.0
_PART_OF_A_FIGURE = frozenset("0123456789.,，")


class Suspect(NamedTuple):
    """一处可疑之处。

    A place that makes what stands there uncertain, with the reason. `is_ink`: a picture or drawing, which only matters where a cell would
    otherwise be called empty. `in_row`: empty cells beside it are uncertain too, since their figure may have moved.
    """

    box: Box
    zh: str
    en: str
    is_ink: bool = False
    in_row: bool = False


def uneven(glyphs: Sequence[Glyph]) -> bool:
    """一个数里的数字是否大小或高低不一。 Whether the figures of one number differ in height or stand higher or lower than each other."""
    figures = [g for g in glyphs if g.text.isdigit()]
    if len(figures) < 2:
        return False
    if any(a.right - b.left > _OVERLAP * min(a.right - a.left, b.right - b.left) for a, b in pairwise(figures)):
        return True  # one text printed over another
    heights = [g.bottom - g.top for g in figures]
    lines = [g.y for g in figures]
    return max(heights) > _HIGHER * min(heights) or max(lines) - min(lines) > _RAISED * max(heights)


def uneven_number(box: Box) -> Suspect:
    """大小或高低不一的数。 A number whose figures are uneven: a footnote mark, or two numbers."""
    return Suspect(
        box, "数字大小或高低不一, 可能带有注释标记", "its figures differ in size or height; one may be a footnote mark"
    )


def two_numbers(box: Box) -> Suspect:
    """一格里的两段数字。 Two groups of figures in one cell: one number broken, or two."""
    return Suspect(
        box,
        "一格里有两段数字, 不能断定是一个数还是两个数",
        "two groups of figures in one cell: one number or two",
        in_row=True,
    )


def too_high(glyphs: Sequence[Glyph]) -> list[Suspect]:
    """表中高得多的数字。 Figures in a table that are much higher than the others."""
    figures = [g for g in glyphs if g.text.isdigit()]
    if not figures:
        return []
    usual = median(g.bottom - g.top for g in figures)
    return [uneven_number(_box(g)) for g in figures if g.bottom - g.top > _TOO_HIGH * usual]


def over_borders(owners: Iterable[tuple[Glyph, int | None, Box | None]]) -> list[Suspect]:
    """越过格线的数。

    Figures that run over the border of their cell: neighbours in one number that stand in two cells, or one that a border cuts. `owners`
    are characters with the number and the rectangle of the cell that holds them (None outside of tables).
    """
    zh, en = (
        "数字越过格线, 不能断定属于哪一格",
        "figures run over the border of a cell: which cell they belong to is not certain",
    )
    found: list[Suspect] = []
    figures = sorted(
        (each for each in owners if each[0].text in _PART_OF_A_FIGURE),
        key=lambda each: (round(each[0].y), each[0].left),
    )
    for glyph, _, cell in figures:
        if cell is not None:
            width = max(glyph.right - glyph.left, 0.1)
            if max(cell[0] - glyph.left, glyph.right - cell[2]) > 0.3 * width:
                found.append(Suspect(_box(glyph), zh, en, in_row=True))
    for (a, first, _), (b, second, _) in pairwise(figures):
        height = max(a.bottom - a.top, b.bottom - b.top)
        if first != second and abs(a.y - b.y) < _RAISED * height and -height < b.left - a.right < 0.25 * height:
            found += [Suspect(_box(a), zh, en, in_row=True), Suspect(_box(b), zh, en, in_row=True)]
    return found


def struck(glyphs: Iterable[Glyph], lines: Iterable[Ruling]) -> list[Suspect]:
    """被划去的数。 Figures with a line through them."""
    rows: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.text.isdigit():
            rows.setdefault(int((glyph.top + glyph.bottom) / 2) // 4, []).append(glyph)
    found: list[Suspect] = []
    for at, start, end in lines:
        near = [g for row in range(int(at) // 4 - 1, int(at) // 4 + 2) for g in rows.get(row, ())]
        for glyph in near:
            height = glyph.bottom - glyph.top
            low, high = glyph.top + _MIDDLE[0] * height, glyph.top + _MIDDLE[1] * height
            through = low < at < high and start <= glyph.left + 1 and end >= glyph.right - 1
            if through and end - start < 30 * height and glyph.left - start < _BESIDE * 5 * height:
                found.append(Suspect(_box(glyph), "数字上划有横线", "a line is drawn through the figures"))
    return found


def _box(glyph: Glyph) -> Box:
    return glyph.left, glyph.top, glyph.right, glyph.bottom


def touches(suspect: Suspect, box: Box) -> bool:
    """可疑之处是否碰到一个数。 Whether a suspect covers a fifth of a figure, or lies in it."""
    left, top = max(suspect.box[0], box[0]), max(suspect.box[1], box[1])
    right, bottom = min(suspect.box[2], box[2]), min(suspect.box[3], box[3])
    if right <= left or bottom <= top:
        return False
    area = (right - left) * (bottom - top)
    return area > 0.2 * min(_area(box), _area(suspect.box))


def is_inside(suspect: Suspect, cell: Box) -> bool:
    """可疑之处是否使空格不可信。

    Whether a picture lies in an empty cell and is not larger than it, as a background would be; or a figure that left its cell stands in
    the same row.
    """
    left, top, right, bottom = suspect.box
    if suspect.in_row:
        return cell[1] <= (top + bottom) / 2 <= cell[3]
    x, y = (left + right) / 2, (top + bottom) / 2
    inside = cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]
    return inside and right - left <= 1.1 * (cell[2] - cell[0]) and bottom - top <= 1.1 * (cell[3] - cell[1])


def _area(box: Box) -> float:
    return max(0.01, (box[2] - box[0]) * (box[3] - box[1]))
