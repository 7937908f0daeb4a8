"""没有框线的表格：由数字的对齐得到行与列。

Tables without lines. Rows are lines that end in several figures set far apart, columns are where those figures stand below each other; an
empty place in a row is an empty cell. Labels broken over lines go to the nearest row. Where figures do not fall into columns there
is no table.
"""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import pstdev
from typing import NamedTuple

from toolkit.model import Box
from toolkit.reading.pdf.celltext import CellText
from toolkit.reading.pdf.lattice import RasterCell, RuledTable
from toolkit.reading.pdf.lines import TextLine, Word, word_of

FIGURE = re.compile(r"[+-]?\d[\d,，]*(?:\.\d+)?%?|[-—–/／无]")
_LABEL_AND_FIGURE = re.compile(r"(.*\D)(\d[\d,]*)")
_NUMBERED = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[）)、.．]")
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
# a single row with so many figures is a table too, where its header names every one of them
_FEWEST_OF_ONE_ROW = 8
# in ems: the gap between two figures of a row, and how far apart the rows of one table may be
_APART = 0.8
_FARTHEST = 7.0
_HEADER_LINES = 12
# labels that begin or end at one place on both sides of a cut between label columns
_FEWEST_LABELS = 3


class UnruledTable(NamedTuple):
    """一张没有框线的表格。 A table without lines: its cells, their texts, and the lines that it is made of."""

    table: RuledTable
    texts: list[CellText]
    lines: list[TextLine]


class _Row(NamedTuple):
    line: TextLine
    labels: tuple[Word, ...]
    figures: tuple[Word, ...]


def unruled_tables(lines: list[TextLine]) -> list[UnruledTable]:
    """一页文字中没有框线的表格。 The tables without lines among the lines of a page, which are in order from top to bottom."""
    rows = {n: row for n, line in enumerate(lines) if (row := _row(line)) is not None}
    found: list[UnruledTable] = []
    for block in _blocks(rows, lines):
        made = _table([rows[n] for n in block], lines, block)
        if made is not None:
            found.append(made)
    return found


def _row(line: TextLine) -> _Row | None:
    """A line that ends in figures set apart from each other, None for any other line."""
    at = len(line.words)
    while at and FIGURE.fullmatch(line.words[at - 1].text):
        at -= 1
    figures = line.words[at:]
    if len(figures) < _FEWEST_COLUMNS or any(word.gap < _APART for word in figures[1:]):
        return None
    if at and figures[0].gap < _APART:
        return None
    return _Row(line, line.words[:at], figures)


def _blocks(rows: dict[int, _Row], lines: list[TextLine]) -> list[list[int]]:
    """Rows that follow each other with nothing but label text between them."""
    blocks: list[list[int]] = []
    for number, row in rows.items():
        last = blocks[-1][-1] if blocks else None
        if last is not None:
            near = row.line.box[1] - rows[last].line.box[3] < _FARTHEST * row.line.em
            edge = min(row.figures[0].box[0], rows[last].figures[0].box[0])
            labels = all(lines[n].box[2] < edge + row.line.em for n in range(last + 1, number))
            if near and labels:
                blocks[-1].append(number)
                continue
        blocks.append([number])
    return blocks


def _columns(rows: list[_Row]) -> list[tuple[float, float]] | None:
    """Left and right edge of every column of figures; None where the figures do not stand below each other."""
    count = max(len(row.figures) for row in rows)
    full = [row.figures for row in rows if len(row.figures) == count]
    if len(rows) < _FEWEST_ROWS and count < _FEWEST_OF_ONE_ROW:
        return None
    if len(rows) >= _FEWEST_ROWS and len(full) < max(_FEWEST_ROWS, len(rows) // 3):
        return None
    edges = []
    for k in range(count):
        boxes = [figures[k].box for figures in full]
        edges.append((min(b[0] for b in boxes), max(b[2] for b in boxes)))
    if any(a[1] >= b[0] for a, b in pairwise(edges)):
        return None
    for k, (low, high) in enumerate(edges):
        boxes = [figures[k].box for figures in full]
        spread = min(
            pstdev([b[0] for b in boxes]), pstdev([b[2] for b in boxes]), pstdev([(b[0] + b[2]) / 2 for b in boxes])
        )
        if spread > 0.35 * rows[0].line.em or high - low > 8 * rows[0].line.em:
            return None
    return edges


def _parted(row: _Row, column: tuple[float, float]) -> _Row:
    """A row whose label runs up to its first figure without a gap: the figure is what stands in the first column."""
    last = row.labels[-1] if row.labels else None
    if last is None or last.box[2] < column[0]:
        return row
    found = _LABEL_AND_FIGURE.fullmatch(last.text)
    if found is None:
        return row
    label = found.group(1)
    if len(last.glyphs) != len(last.text):
        return row
    words = (*row.labels[:-1], word_of(last.glyphs[: len(label)], last.gap))
    return _Row(row.line, words, (word_of(last.glyphs[len(label) :], 0.0), *row.figures))


def _placed(row: _Row, columns: list[tuple[float, float]]) -> dict[int, Word] | None:
    """The figures of a row by column; None where one stands in no column or two in one."""
    found: dict[int, Word] = {}
    half = 0.5 * row.line.em
    if any(word.box[2] > columns[0][0] for word in row.labels):
        return None  # a label that reaches into the figures hides what stands there
    for word in row.figures:
        fits = [k for k, (low, high) in enumerate(columns) if word.box[0] <= high + half and word.box[2] >= low - half]
        if len(fits) != 1 or fits[0] in found:
            return None
        found[fits[0]] = word
    return found


def _table(rows: list[_Row], lines: list[TextLine], numbers: list[int]) -> UnruledTable | None:
    columns = _columns(rows)
    if columns is None:
        return None
    rows = [_parted(row, columns[0]) for row in rows]
    placed = [_placed(row, columns) for row in rows]
    if any(figures is None for figures in placed):
        return None
    header = _header(lines, numbers[0], rows[0], columns)
    if len(rows) < _FEWEST_ROWS and not _names_all(header, columns):
        return None
    before = [] if header else _beside(lines[max(0, numbers[0] - 2) : numbers[0]][::-1], rows[0], columns)
    between = [lines[n] for n in range(numbers[0], numbers[-1] + 1)]
    after = _beside(lines[numbers[-1] + 1 : numbers[-1] + 3], rows[-1], columns)
    used = [*header, *before, *between, *after]
    own = {id(row.line) for row in rows}
    words = [word for line in (*before, *between, *after) if id(line) not in own for word in line.words]
    labels = [*words, *(word for row in rows for word in row.labels)]
    return _built(rows, [each or {} for each in placed], columns, labels, header, used)


def _header(lines: list[TextLine], first: int, row: _Row, columns: list[tuple[float, float]]) -> list[TextLine]:
    """The lines above the first row that hold words over the columns of figures, and label text beside them."""
    found: list[TextLine] = []
    kept = 0
    for line in reversed(lines[max(0, first - _HEADER_LINES) : first]):
        below = found[-1] if found else row.line
        far = below.box[1] - line.box[3] > 3.5 * row.line.em
        if far or "。" in line.text or any(FIGURE.fullmatch(word.text) for word in line.words):
            break
        found.append(line)
        if any(word.box[2] > columns[0][0] for word in line.words) and line.box[0] < columns[-1][1]:
            kept = len(found)
        elif line.box[2] > columns[0][0] and len(line.words) == 1:
            break
    header = found[:kept]
    # a heading above a table is no part of it: it stands over the labels and runs into the columns
    while header and len(header[-1].words) == 1 and header[-1].box[0] < columns[0][0] - row.line.em:
        header.pop()
    named = sum(any(w.box[0] < high and low < w.box[2] for line in header for w in line.words) for low, high in columns)
    return header[::-1] if named * 2 > len(columns) else []


def _names_all(header: list[TextLine], columns: list[tuple[float, float]]) -> bool:
    """Whether words of a header stand over every column, and none of a line with many words beside all of them."""
    words = [word for line in header if len(line.words) * 2 >= len(columns) for word in line.words]
    over = [sum(word.box[0] < high and low < word.box[2] for low, high in columns) for word in words]
    named = all(any(w.box[0] < high and low < w.box[2] for line in header for w in line.words) for low, high in columns)
    return named and all(count == 1 for count in over)


def _beside(lines: list[TextLine], row: _Row, columns: list[tuple[float, float]]) -> list[TextLine]:
    """The rest of a label whose figures stand at the middle of it: lines close by that keep to the left of the figures."""
    found: list[TextLine] = []
    for line in lines:
        other = found[-1] if found else row.line
        near = max(line.box[1] - other.box[3], other.box[1] - line.box[3]) < 0.6 * row.line.em
        if row.labels or not near or line.box[2] >= columns[0][0]:
            break
        found.append(line)
    return found


def _cuts(labels: list[Word], columns: list[tuple[float, float]]) -> list[float]:
    """Where label columns (group, row) are apart: many words end before the place and many begin after it, few run over it."""
    places = sorted({word.box[0] for word in labels})
    cuts: list[float] = []
    for place in places:
        x = place - 0.5
        left = [w for w in labels if w.box[2] <= x and (not cuts or w.box[0] > cuts[-1])]
        right = sum(w.box[0] >= x for w in labels)
        over = sum(w.box[0] < x < w.box[2] for w in labels)
        if len(left) >= _FEWEST_LABELS and right >= _FEWEST_LABELS and over <= right / 2:
            gap = x - max(w.box[2] for w in left)
            if gap >= 0 and (not cuts or x - cuts[-1] > 8):
                cuts.append(x)
    return cuts


def _built(
    rows: list[_Row],
    placed: list[dict[int, Word]],
    columns: list[tuple[float, float]],
    labels: list[Word],
    header: list[TextLine],
    used: list[TextLine],
) -> UnruledTable:
    cuts = _cuts(labels, columns)
    left = min(word.box[0] for line in used for word in line.words) - 1
    right = max(columns[-1][1], *(line.box[2] for line in used)) + 1
    borders = _borders(columns)
    xs = [left, *cuts, *borders, right] if labels or left < borders[0] - rows[0].line.em else [*borders, right]
    first = len(xs) - 1 - len(columns)
    top = _header_cells(header, xs, first)
    height = max((r for r, _ in top), default=-1) + 1
    bands = _bands([row.line for row in rows], used, height)
    texts: dict[tuple[int, int], list[Word]] = dict(top)
    for word in labels:
        # a label that runs over the cut is one of the last label column
        column = next((n for n, cut in enumerate(cuts) if word.box[2] <= cut), first - 1)
        texts.setdefault((_nearest(word, rows) + height, column), []).append(word)
    for n, figures in enumerate(placed):
        for k, word in figures.items():
            texts[n + height, first + k] = [word]
    cells, made = [], []
    for r in range(len(bands) - 1):
        for c in range(len(xs) - 1):
            cells.append(RasterCell(r, c, 1, 1, (xs[c], bands[r], xs[c + 1], bands[r + 1])))
            made.append(_text(texts.get((r, c), [])))
    box = xs[0], bands[0], xs[-1], bands[-1]
    table = RuledTable(cells, len(bands) - 1, len(xs) - 1, box, tuple(xs), tuple(bands), False, False)
    return UnruledTable(table, made, used)


def _borders(columns: list[tuple[float, float]]) -> list[float]:
    return [columns[0][0] - 2, *((a[1] + b[0]) / 2 for a, b in pairwise(columns))]


def _header_cells(header: list[TextLine], xs: list[float], first: int) -> dict[tuple[int, int], list[Word]]:
    """The words of a header by row and column: one row for the columns, and above it one for the words that stand over several of them."""
    own: dict[int, list[Word]] = {}
    over: dict[int, list[Word]] = {}
    parted = [[part for word in line.words for part in _apart(word, line.em)] for line in header]
    for words in sorted(parted, key=len, reverse=True):
        for word in words:
            middle = (word.box[0] + word.box[2]) / 2
            column = next((n for n in range(len(xs) - 1) if xs[n] <= middle < xs[n + 1]), 0)
            widest = max((_width(other) for other in own.get(column, ())), default=0.0)
            above = column >= first and widest and _width(word) > 1.5 * widest
            (over if above else own).setdefault(column, []).append(word)
    rows = [row for row in (over, own) if row]
    return {(n, column): words for n, row in enumerate(rows) for column, words in row.items()}


def _width(word: Word) -> float:
    return word.box[2] - word.box[0]


def _apart(word: Word, em: float) -> list[Word]:
    """A word of a header whose characters belong to several narrow columns: cut where they stand further apart than elsewhere in it."""
    gaps = [b.left - a.right for a, b in pairwise(word.glyphs)]
    usual = min(gaps, default=0.0)
    cuts = [n + 1 for n, gap in enumerate(gaps) if gap > usual + 0.25 * em]
    edges = [0, *cuts, len(word.glyphs)]
    return [word_of(word.glyphs[a:b], 0.0) for a, b in pairwise(edges)] if cuts else [word]


def _bands(rows: list[TextLine], used: list[TextLine], height: int) -> list[float]:
    """The upper edges of all rows, those of the header included, and the lower edge of the last."""
    top, bottom = min(line.box[1] for line in used), max(line.box[3] for line in used)
    middles = [(a.box[3] + b.box[1]) / 2 for a, b in pairwise(rows)]
    begin = min([rows[0].box[1] - 1] if height else [top - 1, rows[0].box[1] - 1])
    return [*(top + (begin - top) * n / height for n in range(height)), begin, *middles, bottom]


def _nearest(word: Word, rows: list[_Row]) -> int:
    """The row that a word of a label belongs to: the nearest, but what begins with its own list number has nothing before it."""
    y = (word.box[1] + word.box[3]) / 2

    def distance(n: int) -> float:
        row = rows[n]
        away = abs((row.line.box[1] + row.line.box[3]) / 2 - y)
        before = row.labels and word.box[3] < row.line.box[3] - 0.5 * row.line.em
        return away + 100 * row.line.em if before and _NUMBERED.match(row.labels[-1].text) else away

    return min(range(len(rows)), key=distance)


def _text(words: list[Word]) -> CellText:
    """The words of one cell, line by line; nothing between Chinese characters, a space otherwise."""
    text = ""
    stretches: list[tuple[int, int, Box]] = []
    for word in sorted(words, key=lambda w: (round(w.box[3] / 3), w.box[0])):
        if text and text[-1].isascii() and word.text[0].isascii():
            text += " "
        stretches += [(len(text) + at, length, box) for at, length, box in word.runs]
        text += word.text
    return CellText(text, tuple(stretches))
