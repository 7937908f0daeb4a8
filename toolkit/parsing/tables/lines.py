"""表格行流：网格与文字行的共同形式。

The common form of grids and of text: a stream of `Line`s (labels, then values) in page order. Nothing is placed here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.model import Grid, Source


@dataclass(slots=True)
class Piece:
    """一个标签或一个值, 及其位置。

    A label or a value as printed. `first` and `last` are the matrix columns it covers in a grid; `merged` says that the cell
    also covers another row.
    """

    text: str
    source: Source
    first: int = -1
    last: int = -1
    merged: bool = False

    @property
    def span(self) -> int:
        return self.last - self.first + 1 if self.first >= 0 else 1


@dataclass(slots=True)
class Line:
    """一个候选表格行。

    A candidate row: its label pieces (the leaf last) and its values by printed line. `explicit` says that empty cells are
    printed as such (grids); `header` that it holds no values; `grid` is the grid it stands in. `blocks` are the blocks of
    the document that it was made from. `year` is what the caption above names (see `instances.py`). `separators` counts the tabs and
    pipes printed after a label that stands alone: empty cells that are printed as such. `scattered` says
    that its figures did not stand together, so that their order is not certain.
    """

    labels: list[Piece]
    values: list[list[Piece]] = field(default_factory=list)
    explicit: bool = False
    header: bool = False
    grid: Grid | None = None
    width: int = 0
    blocks: set[int] = field(default_factory=set)
    year: int = 0
    separators: int = 0
    scattered: bool = False

    @property
    def leaf(self) -> str:
        return self.labels[-1].text if self.labels else ""

    @property
    def flat(self) -> list[Piece]:
        return [piece for group in self.values for piece in group]

    @property
    def source(self) -> Source:
        pieces = self.labels or self.flat
        return pieces[0].source if pieces else Source()
