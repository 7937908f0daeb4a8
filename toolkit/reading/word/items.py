"""Word 正文的内容：段落和表格, 尚未写成文本。

What a Word text holds, in page order, before it is written down: paragraphs and tables, and tables inside the cells of tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.reading.drafts import NO_HINTS

Sentence = tuple[str, str]


@dataclass(slots=True)
class Words:
    """一段印出的文字。

    The printed text of a paragraph, one string per line (a line break inside a paragraph begins a new one). `unsure` says in both
    languages why it may not be what is printed, `unsure_figure` why it may not be if it is the figure of a table cell (then `lines` may
    be empty); `contents` that it is a line of the table of contents.
    """

    lines: list[str]
    hints: frozenset[str] = NO_HINTS
    unsure: Sentence | None = None
    contents: bool = False
    unsure_figure: Sentence | None = None


@dataclass(slots=True)
class Cell:
    """表格的一格。

    A cell at its upper left corner, with what stands in it; `again` is the cell above that it goes on with, where the two differ in width.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    items: list[Item]
    header: bool = False
    again: Cell | None = None


@dataclass(slots=True)
class Table:
    """一张表格。 A table: its cells in reading order and its size, and what floats over it."""

    cells: list[Cell]
    rows: int
    columns: int
    floating: list[Item] = field(default_factory=list)


Item = Words | Table
