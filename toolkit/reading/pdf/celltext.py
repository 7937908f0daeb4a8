"""一格里的文字。

The text of one cell: lines, upright columns of characters, or text turned by a quarter; a figure broken over two lines is one figure only
where the line had no room for it.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import NamedTuple

from toolkit.model import Box
from toolkit.reading.pdf.glyphs import Glyph
from toolkit.reading.pdf.lines import TextLine, around, em_of, lines_of, upright
from toolkit.reading.pdf.suspects import Suspect, two_numbers, uneven, uneven_number
from toolkit.reading.places import is_wide

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\D{0,2}")
# in ems: thousands are set apart by less than this, two numbers by more
_THOUSANDS_GAP = 0.5
_LONG_FIGURE = re.compile(r"[+-]?\d[\d,.]{2,}")


class CellText(NamedTuple):
    """一格的文字及其各段。

    The text of a cell, its stretches: (offset, length, rectangle on the page) for every word, and what makes its figures uncertain.
    """

    text: str
    stretches: tuple[tuple[int, int, Box], ...]
    suspects: tuple[Suspect, ...] = ()


def text_of_cell(glyphs: list[Glyph], box: Box) -> CellText:
    """读出一格。 The text of a cell with rectangle `box`."""
    if not glyphs:
        return CellText("", ())
    turns = Counter(g.turns for g in glyphs).most_common(1)[0][0]
    if turns:
        lines = lines_of(upright([g for g in glyphs if g.turns == turns], turns))
        text = "".join(line.text for line in lines)
        return CellText(text, ((0, len(text), around(glyphs)),))
    columns = _columns_of_characters(glyphs)
    if columns:
        text = "".join(g.text for column in columns for g in column)
        return CellText(text, ((0, len(text), around(glyphs)),))
    return join_lines(lines_of(glyphs), box)


def _columns_of_characters(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters set one below the other in two or more columns, read from the right; empty for ordinary lines.

    They stand nearer to the one below than to the one beside. A single column needs no care: its lines have one character each.
    """
    if len(glyphs) < 4 or not all(is_wide(g.text) for g in glyphs):
        return []
    em = em_of(glyphs)
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -(g.left + g.right)):
        middle = (glyph.left + glyph.right) / 2
        if columns and abs((columns[-1][0].left + columns[-1][0].right) / 2 - middle) < 0.4 * em:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    if len(columns) < 2 or any(len(column) < 2 for column in columns[:-1]):
        return []
    beside = min(abs(a[0].left + a[0].right - b[0].left - b[0].right) / 2 for a, b in itertools.pairwise(columns))
    ordered = [sorted(column, key=lambda g: g.top) for column in columns]
    below = [b.top - a.top for column in ordered for a, b in itertools.pairwise(column)]
    return ordered if below and max(below) < beside * 0.9 and max(below) < 1.6 * em else []


def join_lines(lines: list[TextLine], box: Box) -> CellText:
    """把格内各行接成一行文字。 The lines of a cell as one text: nothing between Chinese characters, a space between figures and words."""
    text = ""
    stretches: list[tuple[int, int, Box]] = []
    suspects: list[Suspect] = []
    for number, line in enumerate(lines):
        if text and _latin(text[-1]) and _latin(line.words[0].text[0]):
            if not _goes_on(lines[number - 1], line, box):
                text += " "
            if text.rstrip()[-1].isdigit() and line.text[0].isdigit() and not _is_grouped(lines[number - 1], line):
                suspects.append(two_numbers(line.words[0].box))
        for n, word in enumerate(line.words):
            if n:
                text += " "
                if word.gap > _THOUSANDS_GAP and word.text[0].isdigit() and line.words[n - 1].text[-1].isdigit():
                    suspects.append(two_numbers(word.box))
            if uneven(word.glyphs):
                suspects.append(uneven_number(word.box))
            stretches += [(len(text) + at, length, box) for at, length, box in word.runs]
            text += word.text
    return CellText(text, tuple(stretches), tuple(suspects))


def _is_grouped(above: TextLine, below: TextLine) -> bool:
    """Whether commas show that a figure goes on below: 1,286,44 above 7."""
    return "," in above.text and _GROUPED.fullmatch(above.text + below.words[0].text) is not None


def _latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ".,%-")


def _goes_on(above: TextLine, below: TextLine, box: Box) -> bool:
    """A figure that goes on below: three figures or more above it fill the cell, so that not one more had room."""
    room = (box[2] - box[0]) - (above.box[2] - above.box[0])
    figures = _LONG_FIGURE.fullmatch(above.text) and below.words[0].text[0].isdigit()
    return bool(figures) and len(below.words) == 1 and room < 1.2 * above.em
