"""分页处被截断的行：PDF 与扫描件共用。

Rows that a page break may have cut in two, for PDF and scans alike. Where the halves were not put together, nothing says which row a figure
beside an empty half belongs to: the cells on both sides are marked, and their readers make a `Doubt` of each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

WHY = (
    "这一行可能在分页处被截成两段, 不能断定数字属于哪一行",
    "this row may be cut in two by the page break: which row a figure belongs to is not certain",
)
_FIGURE = re.compile(r"[+-]?\d[\d,.，．]*\D{0,2}|[-—/无□]")


class Cell(Protocol):
    """表格的一格：本模块用到的属性。 What is needed of a cell of a table; `doubtful` is set here."""

    row: int
    column: int
    rowspan: int
    colspan: int
    doubtful: bool

    @property
    def text(self) -> str: ...


class Table(Protocol):
    """表格：行数与各格。 What is needed of a table: its rows and its cells."""

    @property
    def rows(self) -> int: ...
    @property
    def cells(self) -> Sequence[Cell]: ...


def is_figure(text: str) -> bool:
    """一格里是数, 或表示没有的短横。 Whether a cell holds a figure, or the dash that stands for none."""
    return _FIGURE.fullmatch(text.strip()) is not None


def doubt_cut(above: Table, below: Table, skip: int = 0) -> None:
    """分页处一行可能被截断：数字不能断定属于哪一行。

    Marks the cells on both sides of a page break where a row may have been cut and its halves could not be put together: a row without any
    figure before or after the break may be half of the row on the other side. `below` is the part on the next page, of which the first
    `skip` rows repeat the header. Columns of the two parts need not be counted alike.
    """
    first = min((c.row for c in below.cells if c.text and c.row >= skip), default=skip)
    upper = _figures_of([c for c in above.cells if c.row + c.rowspan == above.rows], above)
    lower = _figures_of([c for c in below.cells if c.row == first], below)
    begun = any(c.text for c in above.cells if c.row == above.rows - 1)  # else the whole row has moved to the next page
    if begun and upper and not any(c.text for c in upper):
        for cell in (*upper, *lower):
            cell.doubtful = True
    elif lower and not any(c.text for c in lower):
        for cell in lower:
            cell.doubtful = True


def _figures_of(row: list[Cell], table: Table) -> list[Cell]:
    """The cells of a row that are for figures: those right of its label, or of where figures begin in other rows."""
    labels = [c.column + c.colspan for c in row if c.text and not is_figure(c.text)]
    figures = [c.column for c in table.cells if c.colspan == 1 and is_figure(c.text)]
    first = max(labels) if labels else min(figures, default=0)
    return [c for c in row if c.column >= first]
