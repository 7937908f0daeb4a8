"""把段落和表格写成文本, 记下每一处的位置。

Writes what was read down as the text of the document, with the place of every piece, and tells tables of data from tables that only
frame a text.
"""

from __future__ import annotations

import re
from itertools import pairwise

from toolkit.model import Doubt
from toolkit.reading.drafts import Draft, Lattice, LatticeCell, Line
from toolkit.reading.places import Placed
from toolkit.reading.unseen import TWO_LINES
from toolkit.reading.word.items import Cell, Item, Sentence, Table, Words

_PROSE = 100
_SHORT_CELL = 60
_NUMBER = re.compile(r"[+\-－−]*\s*\d[\d,.，．\s]*[\u4e00-\u9fff%％]{0,3}|[-—－/／\\]{1,3}|无|")
# A table with a table in one of its cells frames a text, unless it has figures of its own.
_OWN_FIGURES = 3
BESIDE: Sentence = (
    "这一格里还套着一张表, 各数分不清属于哪一行。",
    "Another table stands in this cell, and which figure belongs to which row is not known.",
)


class Writing:
    """写出的文本。 The text as it is written: its parts, the drafts that point into it, the doubts, and what stands beside the text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.drafts: list[Draft] = []
        self.doubts: list[Doubt] = []
        self.contents: list[Line] = []
        self._at = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def write(self, items: list[Item]) -> list[Draft]:
        """写下一组内容。 Writes items in their order; returns their drafts too."""
        first = len(self.drafts)
        for item in items:
            if isinstance(item, Words):
                self._paragraph(item)
            elif _is_data(item):
                self._grid(item)
            else:
                self._frame(item)
        return self.drafts[first:]

    def aside(self, items: list[Item]) -> list[Draft]:
        """写下正文之外的内容。 Writes what stands beside the text (a footer, a note); its drafts are returned and not kept."""
        drafts = self.write(items)
        del self.drafts[len(self.drafts) - len(drafts) :]
        return drafts

    def _put(self, text: str, after: str) -> Placed:
        start = self._at
        self.parts.append(text + after)
        self._at += len(text) + len(after)
        return Placed(text, ((0, start, len(text)),) if text else (), start, start + len(text))

    def _paragraph(self, words: Words) -> None:
        start = self._at
        for at, line in enumerate(words.lines):
            made = Line(self._put(line, "\n"), at == 0, words.hints)
            (self.contents if words.contents else self.drafts).append(made)
        if words.unsure is not None and words.lines:
            self.doubts.append(Doubt(start, self._at - 1, *words.unsure))

    def _frame(self, table: Table) -> None:
        """A table that only frames a text: what stands in it stands in page order."""
        for cell in table.cells:
            self.write(cell.items)

    def _grid(self, table: Table) -> None:
        cells: list[LatticeCell] = []
        places: dict[int, Placed] = {}
        last = len(table.cells) - 1
        for at, cell in enumerate(table.cells):
            end = "\n" if at == last or table.cells[at + 1].row != cell.row else "\t"
            original = _original(cell)
            placed = places.get(id(original)) if original is not cell else None
            if placed is None:
                placed = places[id(cell)] = self._put(cell_text(cell), end)
                unsure = _unsure(cell)
                if unsure is not None:
                    start = self._at - len(end) - len(placed.text)
                    self.doubts.append(Doubt(start, max(self._at - len(end), start + 1), *unsure))
            cells.append(LatticeCell(placed, cell.row, cell.column, cell.rowspan, cell.colspan, cell.header))
        self.drafts.append(Lattice(cells, table.rows, table.columns))


def _original(cell: Cell) -> Cell:
    while cell.again is not None:
        cell = cell.again
    return cell


def cell_text(cell: Cell) -> str:
    """一格的文字：各行相接, 汉字之间不加空格, 数字之间加。 The text of a cell, its lines joined as a reader would join them."""
    text = ""
    for line in _lines(_original(cell).items):
        text += (" " if text and text[-1].isascii() and line[0].isascii() else "") + line
    return text


def _lines(items: list[Item]) -> list[str]:
    found: list[str] = []
    for item in items:
        if isinstance(item, Words):
            found += item.lines
        else:
            found += [line for cell in item.cells for line in _lines(cell.items)]
    return found


def _unsure(cell: Cell) -> Sentence | None:
    for item in cell.items:
        if isinstance(item, Words):
            if item.unsure is not None or item.unsure_figure is not None:
                return item.unsure or item.unsure_figure
        elif len(item.cells) > 1:
            return BESIDE
    lines = _lines(cell.items)
    if any(above[-1].isdigit() and below[0].isdigit() for above, below in pairwise(lines)):
        return TWO_LINES
    return None


def _is_data(table: Table) -> bool:
    """Whether a table holds data, by the same signs as on a web page: several cells a row, and figures rather than prose."""
    if len(table.cells) < 2:
        return False
    nested = any(isinstance(item, Table) and len(item.cells) > 1 for cell in table.cells for item in cell.items)
    if nested:
        own = [
            "".join(line for item in cell.items if isinstance(item, Words) for line in item.lines)
            for cell in table.cells
        ]
        return sum(bool(text) and _NUMBER.fullmatch(text) is not None for text in own) >= _OWN_FIGURES
    texts = [cell_text(cell) for cell in table.cells]
    total = sum(map(len, texts))
    numbers = sum(_NUMBER.fullmatch(text) is not None for text in texts)
    prose = sum(len(text) for text in texts if len(text) > _PROSE and "。" in text)
    if prose * 2 > total and numbers * 4 < len(texts):
        return False
    in_row: dict[int, int] = {}
    for cell in table.cells:
        in_row[cell.row] = in_row.get(cell.row, 0) + 1
    if max(in_row.values()) < 2:
        return False
    if table.rows == 1:
        figures = sum(bool(text) and _NUMBER.fullmatch(text) is not None for text in texts)
        return (figures > 0 or len(texts) > 2) and max(map(len, texts)) <= _SHORT_CELL
    return True
