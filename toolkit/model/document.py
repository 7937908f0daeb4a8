"""读入的文件：段落、网格、页面标明的元数据。 A file as read: paragraphs, grids, the metadata its page labels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """值的出处。

    Where a value stands. `start` and `end` are character offsets in the decoded raw file (`Document.text`); they are None
    where the place is only known as a block. `block` counts the blocks of the document; `row` and `column` place a table cell.
    `raw` is the string as printed.
    """

    raw: str = ""
    start: int | None = None
    end: int | None = None
    block: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None


NOWHERE = Source()

# left, top, right, bottom in points (1/72 inch) from the upper left corner of the page as it is displayed
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """一页及其大小。

    A page of a PDF or a scan: `number` from 1, `width` and `height` in points as displayed (its rotation applied).
    """

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """页面上的一小段字。

    Where `Document.text[start:end]` is printed: the page and the rectangle around it. A stretch is at most one line, and a number is one of
    its own. `confidence` (0 to 1) is that of the character recognition, None where the file itself holds the characters.
    """

    start: int
    end: int
    page: int
    box: Box
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """一处读不准的文字。

    What stands at `Document.text[start:end]` was not read with certainty: two readings of the page differ there, or the recognition of the
    characters was not sure. A cell or a claim that touches it is unreadable, and `zh` and `en` say why, with both readings.
    """

    start: int
    end: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """一段文字及其在原文件中的位置。

    A run of text in page order. `text` has its white space collapsed to single spaces and its ends stripped.
    `runs` maps it back: (offset in `text`, offset in the raw file, length) for every stretch that stands verbatim there.
    `gap` says that a blank line or a block boundary comes before it; a False means that it may continue the line above.
    `hints` are what the page says about it: "heading" (h1-h6), "strong" (all bold), "center", "right".
    """

    text: str
    source: Source
    runs: tuple[tuple[int, int, int], ...] = ()
    gap: bool = True
    hints: frozenset[str] = frozenset()

    def locate(self, start: int, end: int) -> Source:
        """段内区间在原文件中的位置。

        The place of `text[start:end]`; offsets are None where a run is not known.
        """
        first, last = self._raw(start), self._raw(end - 1)
        if first is None or last is None:
            first = last = None
        else:
            last += 1
        return Source(self.text[start:end], first, last, self.source.block, page=self.source.page)

    def _raw(self, offset: int) -> int | None:
        number = bisect_right(self.runs, offset, key=_run_start) - 1
        if number < 0:
            return None
        at, raw, length = self.runs[number]
        return raw + offset - at if offset < at + length else None


def _run_start(run: tuple[int, int, int]) -> int:
    return run[0]


def _stretch_start(stretch: Stretch) -> int:
    return stretch.start


def _stretch_end(stretch: Stretch) -> int:
    return stretch.end


@dataclass(frozen=True, slots=True)
class GridCell:
    """网格中的一个单元格(左上角位置与跨度)。

    One printed cell of a `Grid`, at its upper left corner, with its spans. `text` has its white space collapsed.
    `box` is its rectangle on page `source.page` where the file has pages (PDF, scan).
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    source: Source = NOWHERE
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """页面上的一张表格。

    A table as printed: cells in reading order. `rows` and `columns` are its size with spans expanded.
    """

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    source: Source = NOWHERE

    def expanded(self) -> list[list[GridCell | None]]:
        """展开合并单元格后的矩阵。

        A `rows` x `columns` matrix in which a spanning cell stands at every place it covers; None where no cell is printed.
        """
        matrix: list[list[GridCell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for r in range(cell.row, min(cell.row + cell.rowspan, self.rows)):
                line = matrix[r]
                for c in range(cell.column, min(cell.column + cell.colspan, self.columns)):
                    if line[c] is None:
                        line[c] = cell
        return matrix


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Aside:
    """被识别为页面框架、放在一旁的内容。

    Page chrome that was set aside, not lost: navigation, breadcrumbs, share bars, hit counters, neighbouring pages.
    `kind` is one of "navigation", "toolbar", "search", "footer", "neighbours", "metadata", "title", "hidden".
    """

    kind: str
    block: Block


@dataclass(frozen=True, slots=True)
class Field:
    """页面上标明的一项元数据。

    A piece of metadata that the page itself labels: a row of the 索引号/发布机构/公开日期 table, a <meta> tag, a line
    "发布日期:2021-02-25", an element such as <publishtime>. `name` is the printed label or the tag's name; `origin` is one of
    "table", "meta", "line", "element", "title".
    """

    name: str
    value: str
    origin: str
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class Document:
    """读入的文件：按页面顺序排列的段落与网格。

    A file as read: `blocks` (paragraphs and grids of the article in page order), `asides` (page chrome), `fields` (metadata the
    page labels). `text` is the raw file decoded; every offset points into it. `notes` are sentences about the reading itself,
    each (Chinese, English), such as a wrongly declared encoding. Where the file has no text of its own (Word, PDF, scan), `text` is what
    the reader made of it, in page order. `pages` and `stretches` place that text on the pages of a PDF or a scan (stretches in the order
    of `start`); `doubts`, in that order too, are the stretches of it that were not read with certainty.
    """

    file: str
    sha256: str
    format: str
    encoding: str
    text: str
    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...] = ()
    fields: tuple[Field, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    pages: tuple[Page, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def printed(self, start: int, end: int) -> tuple[Stretch, ...]:
        """一段文字印在页面的哪些位置。 Where `text[start:end]` is printed on the pages; empty where the file has none."""
        first = bisect_right(self.stretches, start, key=_stretch_end)
        last = bisect_left(self.stretches, end, key=_stretch_start)
        return self.stretches[first:last]

    def confidence(self, start: int, end: int) -> float | None:
        """一段文字的识别置信度(最低者)。 The lowest confidence of `text[start:end]`, None where nothing was recognised by its picture."""
        return min((s.confidence for s in self.printed(start, end) if s.confidence is not None), default=None)

    def source_confidence(self, source: Source) -> float | None:
        """一个值的识别置信度, 0 到 1。 How sure the recognition of a scan was of a value; None where the file holds the characters."""
        if not self.stretches or source.start is None or source.end is None:
            return None
        found = self.confidence(source.start, source.end)
        return None if found is None else round(found, 4)

    def doubt(self, source: Source) -> Doubt | None:
        """一个值的出处是否读不准。 The first doubt that touches the place of a value, None where it was read with certainty."""
        if not self.doubts or source.start is None or source.end is None:
            return None
        end = max(
            source.end, source.start + 1
        )  # an empty cell has a place of its own, before what separates it from the next
        return next((d for d in self.doubts if d.start < end and source.start < d.end), None)
