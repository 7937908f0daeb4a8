"""统计表的行：网格与文字的共同形式。

What grids and text are turned into: printed rows of the statistics table, each with its unit and what stands in its value columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.model import Source


@dataclass(frozen=True, slots=True)
class Piece:
    """印出的一格及其位置。 What is printed in one place, and where."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Slot:
    """一个数值列。

    A value column: `key` as the cells have it ("" that of the form, "@departments"), None for one that is not known; `label` is its
    printed header.
    """

    key: str | None
    label: str


ONLY = (Slot("", ""),)


@dataclass(slots=True)
class Printed:
    """印出的一行。

    A printed row. `pieces` has one entry for each of `slots`: None where nothing is printed. `certain` says that each stands in its column;
    `torn` that it was put together from several lines of text, so that lines lost in between would not be seen; `explicit` that empty
    cells are printed as such (grids). `year` is what the caption above the table names (see `tables/instances.py`), `part` counts the
    stretches of the document that rows stand together in.
    """

    label: str
    source: Source
    unit: str = ""
    slots: tuple[Slot, ...] = ONLY
    pieces: tuple[Piece | None, ...] = (None,)
    certain: bool = True
    torn: bool = False
    explicit: bool = False
    year: int = 0
    part: int = 0
    rows: tuple[int, ...] = ()
    blocks: set[int] = field(default_factory=set)

    @property
    def filled(self) -> bool:
        """是否印有数值(或短横)。 Whether anything is printed in a value column."""
        return any(piece is not None and piece.text for piece in self.pieces)
