"""尚未编号的块：读入阶段内部传递的段落与网格。

Blocks in the making: what the readers hand to the sorting of page chrome, before they are numbered and frozen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.model import Block, Grid, GridCell, Paragraph, Source
from toolkit.reading.places import Placed

NO_HINTS: frozenset[str] = frozenset()


@dataclass(slots=True)
class Line:
    """一段文字。 A paragraph in the making; `links` counts the characters of it that are links, `listed` that it is a list item."""

    placed: Placed
    gap: bool = True
    hints: frozenset[str] = NO_HINTS
    links: int = 0
    listed: bool = False

    @property
    def text(self) -> str:
        return self.placed.text

    def build(self, number: int | None) -> Paragraph:
        text, runs, start, end = self.placed
        return Paragraph(text, Source(text, start, end, number), runs, self.gap, self.hints)


@dataclass(slots=True)
class LatticeCell:
    """网格中的一格。 A cell in the making."""

    placed: Placed
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    header: bool = False


@dataclass(slots=True)
class Lattice:
    """一张网格。 A grid in the making."""

    cells: list[LatticeCell]
    rows: int
    columns: int
    links: int = 0

    @property
    def text(self) -> str:
        return " ".join(cell.placed.text for cell in self.cells if cell.placed.text)

    def extend(self, other: Lattice) -> None:
        """接上另一张同宽的网格。 Rows of another grid of the same width, below these."""
        for cell in other.cells:
            cell.row += self.rows
            self.cells.append(cell)
        self.rows += other.rows
        self.links += other.links

    def build(self, number: int | None) -> Grid:
        cells = []
        for cell in self.cells:
            text, _, start, end = cell.placed
            source = Source(text, start, end, number, cell.row, cell.column)
            cells.append(GridCell(text, cell.row, cell.column, cell.rowspan, cell.colspan, cell.header, source))
        starts = [cell.placed.start for cell in self.cells if cell.placed.start is not None]
        ends = [cell.placed.end for cell in self.cells if cell.placed.end is not None]
        place = Source("", min(starts, default=None), max(ends, default=None), number)
        return Grid(tuple(cells), self.rows, self.columns, place)


Draft = Line | Lattice


class Container(NamedTuple):
    """页面的一个区域。 A region of the page: the drafts from `first` up to `last`, its tag and its class names."""

    first: int
    last: int
    tag: str
    classes: str


def numbered(drafts: Iterable[Draft]) -> tuple[Block, ...]:
    """依次编号。 The blocks, numbered from 0 in page order."""
    return tuple(draft.build(number) for number, draft in enumerate(drafts))
