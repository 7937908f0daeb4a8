"""字符 → 文字行。

Characters to lines of text. Lines go by the baseline; a gap that no spacing of characters makes is a space. Text set upright from top to
bottom, or turned by a quarter, is read along its own direction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from toolkit.model import Box
from toolkit.reading.pdf.glyphs import Glyph
from toolkit.reading.places import is_wide

# in ems: characters whose baselines differ by less stand on one line
_SAME_LINE = 0.45
# in ems: gaps that are spaces between two characters of half width, and beside one of full width (where justified lines have gaps too)
_SPACE = 0.28
_WIDE_SPACE = 0.7
# in ems: a gap that separates columns of figures or the two ends of a line, more than a space does
COLUMN_GAP = 1.6
_RUN = re.compile(r"\d[\d,.]*|\D+")


class Word(NamedTuple):
    """行内一小段连续的字。

    A stretch of a line without a space: its text, its rectangle, the gap before it in ems, its runs: (offset, length,
    rectangle) of every figure and of what stands between figures, and its characters as they are printed.
    """

    text: str
    box: Box
    gap: float
    runs: tuple[tuple[int, int, Box], ...]
    glyphs: tuple[Glyph, ...]


class TextLine(NamedTuple):
    """一行文字。 A line: its words, its rectangle, and the size of its characters (em, in points)."""

    words: tuple[Word, ...]
    box: Box
    em: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def em_of(glyphs: Sequence[Glyph]) -> float:
    """字号的估计(点)。 The size of characters in points: a Chinese character fills nine tenths of it, a figure two thirds."""
    wide = [max(g.right - g.left, g.bottom - g.top) for g in glyphs if is_wide(g.text) and g.text.isalnum()]
    if wide:
        return max(4.0, median(wide) / 0.92)
    tall = [g.bottom - g.top if g.turns % 2 == 0 else g.right - g.left for g in glyphs]
    figures = [size for g, size in zip(glyphs, tall, strict=True) if g.text.isdigit()]
    return max(4.0, median(figures or tall or [0.0]) / 0.7)


def lines_of(glyphs: list[Glyph]) -> list[TextLine]:
    """把字符排成行, 自上而下。 The lines of upright characters, from top to bottom."""
    rows: list[list[Glyph]] = []
    em = em_of(glyphs)
    for glyph in sorted(glyphs, key=lambda g: (g.y, g.x)):
        if rows and glyph.y - rows[-1][-1].y < _SAME_LINE * min(em, _own_em(glyph, em)):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_line(row) for row in rows]


def _own_em(glyph: Glyph, em: float) -> float:
    size = (glyph.bottom - glyph.top) / (0.9 if is_wide(glyph.text) else 0.7)
    return size if glyph.text.isalnum() and glyph.text != "一" else em


def _line(row: list[Glyph]) -> TextLine:
    row = sorted(row, key=lambda g: g.x)
    em = em_of(row)
    groups: list[list[Glyph]] = []
    gaps: list[float] = []
    end = 0.0
    for glyph in row:
        start = min(glyph.x, glyph.left) if not is_wide(glyph.text) else glyph.x
        gap = (start - end) / em if groups else 0.0
        if groups and gap < (_WIDE_SPACE if is_wide(glyph.text) or is_wide(groups[-1][-1].text) else _SPACE):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
            gaps.append(gap)
        end = max(glyph.right, glyph.x + em) if is_wide(glyph.text) else glyph.right
    words = tuple(word_of(group, gap) for group, gap in zip(groups, gaps, strict=True))
    return TextLine(words, around(row), em)


def word_of(glyphs: Sequence[Glyph], gap: float) -> Word:
    """几个字符成一段。 A word of characters that stand side by side."""
    text = "".join(g.text for g in glyphs)
    owners = [g for g in glyphs for _ in g.text]
    spans = [match.span() for match in _RUN.finditer(text)]
    return Word(text, around(glyphs), gap, tuple((a, b - a, around(owners[a:b])) for a, b in spans), tuple(glyphs))


def around(glyphs: Sequence[Glyph]) -> Box:
    """几个字符的外框。 The rectangle around characters."""
    return (
        min(g.left for g in glyphs),
        min(g.top for g in glyphs),
        max(g.right for g in glyphs),
        max(g.bottom for g in glyphs),
    )


def upright(glyphs: list[Glyph], turns: int) -> list[Glyph]:
    """转正：把转了若干个直角的字符换到自己的方向上。

    The characters turned back by `turns` quarters, so that their text runs from left to right; their boxes are then no longer
    those of the page.
    """
    made = []
    for text, left, top, right, bottom, x, y, _ in glyphs:
        if turns == 1:  # reads downwards
            made.append(Glyph(text, top, -right, bottom, -left, y, -x, 0))
        elif turns == 3:  # reads upwards
            made.append(Glyph(text, -bottom, left, -top, right, -y, x, 0))
        elif turns == 2:
            made.append(Glyph(text, -right, -bottom, -left, -top, -x, -y, 0))
        else:
            made.append(Glyph(text, left, top, right, bottom, x, y, 0))
    return made
