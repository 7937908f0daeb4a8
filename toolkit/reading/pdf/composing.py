"""段落与表格 → 文件的文字与草稿块。

Paragraphs and tables of all pages as one text with drafts that point into it. What the reader makes of a page is the text of the document:
one block after the other, the cells of a table row by row.
"""

from __future__ import annotations

import re

from toolkit.model import Box, Doubt, Stretch
from toolkit.reading.cut_rows import WHY as CUT_ROW
from toolkit.reading.drafts import Lattice, LatticeCell, Line
from toolkit.reading.pdf.broken import WholeTable
from toolkit.reading.pdf.glyphs import UNNAMED
from toolkit.reading.pdf.lines import TextLine, Word
from toolkit.reading.pdf.paragraphs import Joined
from toolkit.reading.places import Placed, is_wide

# page and rectangle of the cells of a table, by (row, column)
CellPlaces = dict[tuple[int, int], tuple[int, Box]]

_FIGURE = re.compile(r"\d")
_FIGURE_END = re.compile(r"\d[\d.,]*$")
_FIGURE_START = re.compile(r"\d[\d.,]*")


class Text:
    """写成的全文。 The text in the making, with the places of its stretches and the doubts about it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.stretches: list[Stretch] = []
        self.doubts: list[Doubt] = []
        self.figures: set[int] = set()

    def __str__(self) -> str:
        return "".join(self.parts)

    def add(self, text: str) -> int:
        """写入一段, 返回其起点。 Adds a piece of text; returns where it begins."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start

    def place(self, start: int, text: str, page: int, box: Box) -> None:
        """记下一段文字印在哪里。 Places a stretch of the text on its page."""
        self.stretches.append(Stretch(start, start + len(text), page, box))
        if _FIGURE.search(text):
            self.figures.add(start)
        if UNNAMED in text:
            self.doubt(
                start,
                start + len(text),
                "文件没有说明这里的某个字符是什么字, 数字可能不全",
                "the file does not say which character one of these is; a figure may be incomplete",
            )

    def has_figure(self, stretch: Stretch) -> bool:
        """一小段里是否有数字。 Whether a stretch holds a figure."""
        return stretch.start in self.figures

    def doubt(self, start: int, end: int, zh: str, en: str) -> None:
        """记下一处读不准的文字。 Notes a stretch that was not read with certainty."""
        self.doubts.append(Doubt(start, end, zh, en))


def line_of(text: Text, joined: Joined) -> Line:
    """一段写入全文。 A paragraph written into the text."""
    start = text.length
    last: Word | None = None
    for item in joined.lines:
        last = _write(text, item.line, item.page, last)
    written = _since(text, start)
    text.add("\n")
    placed = Placed(written, ((0, start, len(written)),), start, start + len(written))
    return Line(placed, joined.gap, joined.hints)


def _since(text: Text, start: int) -> str:
    """What was written from an offset on."""
    taken: list[str] = []
    length = text.length - start
    for part in reversed(text.parts):
        if length <= 0:
            break
        taken.append(part)
        length -= len(part)
    return "".join(reversed(taken))


def _write(text: Text, line: TextLine, page: int, last: Word | None) -> Word:
    for number, word in enumerate(line.words):
        if number:
            text.add(" ")
        elif last is not None:
            _join(text, last, word)
        start = text.add(word.text)
        for at, length, box in word.runs:
            text.place(start + at, word.text[at : at + length], page, box)
        last = word
    assert last is not None  # noqa: S101  (a line has a word)
    return last


def _join(text: Text, above: Word, below: Word) -> None:
    """The seam of two lines: nothing beside a Chinese character, a space between words; of figures it is not told, and that is said."""
    a, b = above.text[-1], below.text[0]
    if is_wide(a) or is_wide(b):
        return
    before, after = _FIGURE_END.search(above.text), _FIGURE_START.match(below.text)
    if before and after:
        text.doubt(
            text.length - len(before[0]),
            text.length + len(after[0]),
            f"“{before[0]}”与“{after[0]}”分在两行, 不能断定是一个数还是两个数",
            f"“{before[0]}” and “{after[0]}” stand on two lines: one figure or two",
        )
    elif a.isalnum() and b.isalnum():
        text.add(" ")


def lattice_of(text: Text, table: WholeTable) -> tuple[Lattice, CellPlaces]:
    """一张表写入全文。 A table written into the text, and page and rectangle of its cells by (row, column)."""
    cells: list[LatticeCell] = []
    boxes: CellPlaces = {}
    row = -1
    for cell in table.cells:
        if row >= 0:
            text.add("\n" if cell.row != row else "\t")
        row = cell.row
        start = text.add(cell.text)
        for page, offset, length, box in cell.stretches:
            text.place(start + offset, cell.text[offset : offset + length], page, box)
        placed = Placed(cell.text, ((0, start, len(cell.text)),) if cell.text else (), start, start + len(cell.text))
        cells.append(LatticeCell(placed, cell.row, cell.column, cell.rowspan, cell.colspan))
        boxes[cell.row, cell.column] = (cell.page, cell.box)
        if cell.doubtful:
            text.doubt(start, start + max(1, len(cell.text)), *CUT_ROW)
    text.add("\n")
    return Lattice(cells, table.rows, table.columns), boxes
