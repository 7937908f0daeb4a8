"""表格元素：是数据表还是版面表, 合并单元格如何展开。

Table elements: whether a table holds data or only lays out the page, and where its cells stand with their spans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolkit.reading.drafts import Draft, Lattice, LatticeCell, Line
from toolkit.reading.places import Placed, joined
from toolkit.reading.tags import Tag

# The widest statutory table has 15 columns, local ones up to about 25. A wider span is a typing error or malice.
MAX_COLUMNS = 64
_PROSE_LENGTH = 100
_SHORT_CELL = 60
_NUMBER = re.compile(r"[+\-－−]*\s*\d[\d,.，．\s]*[\u4e00-\u9fff%％]{0,3}|[-—－/／\\]{1,3}|无|")
_SPAN = re.compile(r"\s*\+?(\d{1,18})")


NOTHING = Placed("", (), None, None)


@dataclass(slots=True)
class OpenCell:
    """读入中的单元格。

    A cell being read: the drafts from `first` to `last` are its content; `blank` is its place if it has none. `seen` and `seen_until` say
    where what is no text in it begins and ends in the list of all of that on the page.
    """

    row: int
    tag: Tag
    header: bool
    first: int
    seen: int = 0
    last: int = 0
    blank: Placed = NOTHING
    seen_until: int = 0


@dataclass(slots=True)
class Frame:
    """读入中的表格。

    A table being read. `nested` says that another table of several cells stands in it, `made` that it is no `<table>` but set as one.
    """

    first: int
    containers: int
    cells: list[OpenCell] = field(default_factory=list)
    row: int = -1
    header: bool = False
    nested: bool = False
    made: bool = False


def conclude(frame: Frame, drafts: list[Draft]) -> Lattice | None:
    """表格读完：数据表成为网格, 版面表返回 None。

    The grid of a finished data table; None for a layout table, whose content then simply stands in page order. Where it
    returns a grid, the drafts of its cells are taken off `drafts`; a caption stays.
    """
    if frame.nested or len(frame.cells) < 2:
        return None
    contents = [_content(cell, drafts) for cell in frame.cells]
    if not _is_data(frame, [c.text for c in contents], drafts):
        return None
    links = sum(draft.links for draft in drafts[frame.first :])
    lattice = _place(frame, contents)
    lattice.links = links
    kept: list[Draft] = []
    at = frame.first
    for cell in frame.cells:
        kept += drafts[at : cell.first]
        at = cell.last
    kept += drafts[at:]
    drafts[frame.first :] = kept
    return lattice


def _content(cell: OpenCell, drafts: list[Draft]) -> Placed:
    if cell.last == cell.first:
        return cell.blank
    first = drafts[cell.first]
    if cell.last == cell.first + 1 and isinstance(first, Line):
        return first.placed
    return joined(draft.placed for draft in drafts[cell.first : cell.last] if isinstance(draft, Line))


def _is_data(frame: Frame, texts: list[str], drafts: list[Draft]) -> bool:
    if any(isinstance(draft, Lattice) for draft in drafts[frame.first :]):
        return False  # rows of a preformatted text
    total = sum(map(len, texts))
    if sum(draft.links for draft in drafts[frame.first :]) * 2 > total:
        return False
    numbers = sum(_NUMBER.fullmatch(text) is not None for text in texts)
    prose = sum(len(text) for text in texts if len(text) > _PROSE_LENGTH and "。" in text)
    if prose * 2 > total and numbers * 4 < len(texts):
        return False
    counts: dict[int, int] = {}
    for cell in frame.cells:
        counts[cell.row] = counts.get(cell.row, 0) + 1
    if max(counts.values()) < 2:
        return False
    if len(counts) == 1:
        # a table of one row: a torn row of figures or of column heads, not two halves of a page
        figures = sum(bool(text) and _NUMBER.fullmatch(text) is not None for text in texts)
        return (figures > 0 or len(texts) > 2) and max(map(len, texts)) <= _SHORT_CELL
    return True


def _place(frame: Frame, contents: list[Placed]) -> Lattice:
    """Cells at their rows and columns. Where the printed spans make no credible table, every cell takes one place."""
    return _placed(frame, contents, spans=True) or _placed(frame, contents, spans=False) or Lattice([], 0, 0)


def _placed(frame: Frame, contents: list[Placed], spans: bool) -> Lattice | None:
    rows = frame.cells[-1].row + 1
    taken: list[int] = []  # for each column the row up to which a cell from above stands in it
    cells: list[LatticeCell] = []
    endless: list[LatticeCell] = []  # colspan="1000000000": as far as the table goes
    row = column = 0
    for cell, placed in zip(frame.cells, contents, strict=True):
        if cell.row != row:
            row, column = cell.row, 0
        rowspan = colspan = 1
        endlessly = False
        if spans:
            while column < len(taken) and taken[column] > row:
                column += 1
            rowspan = min(span(cell.tag.rowspan, rows - row), rows - row)
            colspan = span(cell.tag.colspan)
            if colspan > MAX_COLUMNS:
                colspan, endlessly = 1, True
            if column + colspan > MAX_COLUMNS:
                return None
        while len(taken) < column + colspan:
            taken.append(0)
        taken[column : column + colspan] = [row + rowspan] * colspan
        made = LatticeCell(placed, row, column, rowspan, colspan, cell.header)
        if cells and endless and endless[-1] is cells[-1] and cells[-1].row == row:
            endless.pop()  # another cell follows it in the row
        cells.append(made)
        if endlessly:
            endless.append(made)
        column += colspan
    for each in endless:
        each.colspan = len(taken) - each.column
    return Lattice(cells, rows, len(taken))


def span(printed: str, zero: int = 1) -> int:
    """跨度属性的值：不是正整数时为 1, rowspan 为 0 时到表尾。 A span attribute; 1 where it is no positive number."""
    match = _SPAN.match(printed) if printed else None
    if match is None:
        return 1
    return int(match.group(1)) or zero
