"""全库通用的词：各阶段之间传递的不可变数据类型。

The words of the house: frozen dataclasses that every stage speaks, and nothing else.

One way through: file → `Document` (reading) → `Report` with cells (parsing) → claims (narrative) → findings (checking).
A value is made once and carries its `Source`, the place where it stands. Later stages only add.
Numbers are `Decimal` and intervals; a float never carries a printed figure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from typing import Literal

Status = Literal["given", "blank", "absent", "unreadable"]
Verdict = Literal["consistent", "inconsistent", "not_comparable", "no_counterpart", "unreadable"]
Severity = Literal["error", "warning", "note"]
Level = Literal["state_council", "province", "city", "county", "department", "township"]
NumberKind = Literal[
    "claim", "date", "document_number", "contact", "list_marker", "article", "other_quantity", "unclassified"
]

STATUSES: tuple[Status, ...] = ("given", "blank", "absent", "unreadable")
VERDICTS: tuple[Verdict, ...] = ("consistent", "inconsistent", "not_comparable", "no_counterpart", "unreadable")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
NUMBER_KINDS: tuple[NumberKind, ...] = (
    "claim",
    "date",
    "document_number",
    "contact",
    "list_marker",
    "article",
    "other_quantity",
    "unclassified",
)


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


@dataclass(frozen=True, slots=True)
class GridCell:
    """网格中的一个单元格(左上角位置与跨度)。

    One printed cell of a `Grid`, at its upper left corner, with its spans. `text` has its white space collapsed.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Grid:
    """页面上的一张表格。

    A table as printed: cells in reading order. `rows` and `columns` are its size with spans expanded.
    """

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    source: Source = Source()

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
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Document:
    """读入的文件：按页面顺序排列的段落与网格。

    A file as read: `blocks` (paragraphs and grids of the article in page order), `asides` (page chrome), `fields` (metadata the
    page labels). `text` is the raw file decoded; every offset points into it. `notes` are sentences about the reading itself,
    each (Chinese, English), such as a wrongly declared encoding.
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


@dataclass(frozen=True, slots=True)
class Fact:
    """一项报告元数据及其依据。

    A value of the report's metadata (title, issuer, level, year, form, published, signed, period) with where it was taken from:
    `origin` names the evidence in words ("title line", "metadata table: 发布机构", "signature"), `note` is for repairs.
    """

    value: str
    origin: str
    source: Source = Source()
    repaired: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """第一部分中的一个专题。

    A sub-heading of part 1 with its text. `topic` is one of the five usual topics of forms.yaml, or "" for one of the
    organ's own. `start` and `end` are offsets in the text of its part.
    """

    topic: str
    heading: str
    text: str
    start: int
    end: int
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Part:
    """报告的一个部分(叙述文字, 不含表格)。

    One part of the report without its tables. `number` is 1-6; 0 is the preamble, 7 the closing (signature and date).
    `text` is the paragraphs joined with newlines; `locate` gives a span's place in the raw file.
    `heading` is as printed ("" where it is missing); `announced` says that only a preamble names it.
    """

    number: int
    id: str
    heading: str
    text: str
    paragraphs: tuple[Paragraph, ...] = ()
    topics: tuple[Topic, ...] = ()
    source: Source = Source()
    starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        # Where each paragraph begins in `text`; looked up for every claim.
        offsets = accumulate((len(p.text) + 1 for p in self.paragraphs[:-1]), initial=0) if self.paragraphs else ()
        object.__setattr__(self, "starts", tuple(offsets))

    def locate(self, start: int, end: int) -> Source:
        """部分文字中的区间在原文件中的位置。

        The place of `text[start:end]`, which may run over several paragraphs.
        """
        first: Source | None = None
        number = bisect_right(self.starts, start) - 1 if self.starts else 0
        at = self.starts[number] if self.starts else 0
        for paragraph in self.paragraphs[max(number, 0) :]:
            if at >= end:
                break
            length = len(paragraph.text)
            if start < at + length:
                piece = paragraph.locate(max(0, start - at), min(length, end - at))
                if first is None:
                    first = piece
                else:
                    stop = piece.end if piece.end is not None and first.start is not None else None
                    begin = first.start if stop is not None else None
                    first = Source(self.text[start:end], begin, stop, first.block, page=first.page)
            at += length + 1
        return first or Source(self.text[start:end])


@dataclass(frozen=True, slots=True)
class Cell:
    """法定表格的一个单元格。

    A statutory cell, named by its path in the forms ("requests.refused.state_secret.total").
    `value` is a Decimal in `unit` (counts as printed, amounts in 万元), None unless `status` is "given".
    `raw` is what is printed in the cell, `note` what stands beside the number there ("其中修订1件", "28204万元").
    """

    path: str
    value: Decimal | None
    unit: str
    status: Status
    raw: str = ""
    note: str = ""
    source: Source = Source()

    @property
    def table(self) -> str:
        return self.path.split(".", 1)[0]

    @property
    def row(self) -> str:
        return self.path.split(".", 1)[1].rsplit(".", 1)[0]

    @property
    def column(self) -> str:
        return self.path.rsplit(".", 1)[1]


@dataclass(frozen=True, slots=True)
class Extension:
    """表中不属于法定格式的一行、一列或一格。

    A printed row, column or cell that the form does not have, or that could not be placed: kept, never forced into a statutory cell.
    `reason` is one of "extra_row", "extra_column", "does_not_fit", "duplicate".
    """

    table: str
    label: str
    raw: tuple[str, ...]
    reason: str
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """重建表格的一行, 用于显示。

    One line of a rebuilt table for display: the printed `label`, its `key` ("" for a caption), its depth, and the paths of its cells.
    """

    label: str
    key: str
    depth: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """按印出的样子重建的一张法定表格。

    A rebuilt statutory table as printed: `columns` are (key, printed label), `rows` in printed order. `id` is "proactive",
    "requests", "challenges" or "statistics"; a table of several blocks (proactive) has one `Table` per block.
    """

    id: str
    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[PrintedRow, ...]
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Quantity:
    """文中的一个数量, 是一个区间而不是一个浮点数。

    A number of the narrative as printed: `value` (万 and 亿 written out for counts; amounts keep their printed unit),
    `decimals` printed, `unit`, `approximation` ("more_than", "about", "less_than", "at_least", "at_most" or None),
    `low` and `high`: the values it can stand for, by rounding or truncation and by its approximation word.
    `value_to` is the upper end of a printed range.
    """

    raw: str
    value: Decimal
    unit: str
    decimals: int = 0
    scale: int = 1
    approximation: str | None = None
    value_to: Decimal | None = None
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Number:
    """叙述文字中的一个数及其归宿。

    A number of the narrative and where it ended: every one has a kind. `start` and `end` are offsets in the text of `part`.
    """

    kind: NumberKind
    text: str
    part: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """叙述文字中的一个数量主张及其核对结果。

    A quantitative statement of the narrative. `sentence` is the sentence it stands in; `start` and `end` are offsets in it, so that
    `sentence[start:end] == quote`. `part`, `part_start`, `part_end` place the quote in the text of its part.
    `measure` names what is counted ("requests.received"), `kind` how ("count", "zero", "universal", "share", "change"),
    `scope` whose figure it is, `period` of when, `flow` "flow" or "stock". `cells` are the cells it should agree with, `base` those
    of a share's denominator. `table_value` is their sum in the unit of the table; `verdict` is set by the checks.
    """

    part: int
    sentence: str
    quote: str
    start: int
    end: int
    part_start: int
    part_end: int
    quantity: Quantity
    kind: str = "count"
    measure: str = ""
    scope: str = "report"
    period: str = "this_year"
    flow: str = "flow"
    cells: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    base_stated: Decimal | None = None
    numerator_stated: Decimal | None = None
    table_value: Decimal | None = None
    verdict: Verdict = "no_counterpart"
    why_zh: str = ""
    why_en: str = ""
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Itemisation:
    """总数与分项的列举。

    A head figure and the parts that claim to make it up. `head` and `parts` are index numbers of claims or plain values.
    """

    quote: str
    part: int
    part_start: int
    part_end: int
    head: Decimal
    parts: tuple[Decimal, ...]
    unit: str
    adds_up: bool
    note: str = ""
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Side:
    """一处核对的一方：数值、区间和说明。

    One side of a comparison: a number or an ISO date, its interval where it is one, and in words what it is.
    """

    value: Decimal | str | None
    label_zh: str = ""
    label_en: str = ""
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """一项核对结果：双方、差、位置和一句说明。

    A place where text and tables, tables and themselves, or dates disagree, or a thing that could not be compared.
    Which side is wrong is not said. `rule` and `where` are paths of the forms and the catalogue (`vocabulary/rules.yaml`).
    """

    rule: str
    where: str
    severity: Severity
    verdict: Verdict
    left: Side
    right: Side
    cells: tuple[str, ...]
    message_zh: str
    message_en: str
    sources: tuple[Source, ...] = ()
    claims: tuple[int, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """右方减左方; 不是数值时为 None。 Right minus left, None where a side is no number."""
        if isinstance(self.left.value, Decimal) and isinstance(self.right.value, Decimal):
            return self.right.value - self.left.value
        return None


@dataclass(frozen=True, slots=True)
class Report:
    """一份年度报告：元数据、部分、单元格、主张、核对结果和未能归位的内容。

    A report. Parsing makes it; narrative adds `claims`, `lists`, `numbers`; checking adds `findings`.
    `facts` holds the metadata by name: title, issuer, level, year, form, published, signed, period_start, period_end.
    `form_evidence` says in words why the form was chosen ("制发件数 column: 2021"). `cells` has every cell of the form, with status.
    """

    document: Document
    facts: Mapping[str, Fact]
    parts: tuple[Part, ...]
    preamble: Part
    closing: Part
    tables: tuple[Table, ...]
    cells: tuple[Cell, ...]
    extensions: tuple[Extension, ...] = ()
    form_evidence: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    lists: tuple[Itemisation, ...] = ()
    numbers: tuple[Number, ...] = ()
    findings: tuple[Finding, ...] = ()
    by_path: Mapping[str, Cell] = field(default_factory=dict, repr=False, compare=False)

    def value(self, name: str) -> str | None:
        """一项元数据的值。 The value of a fact, None where the report does not say."""
        fact = self.facts.get(name)
        return fact.value if fact else None

    @property
    def year(self) -> int | None:
        year = self.value("year")
        return int(year) if year else None

    @property
    def form(self) -> str | None:
        return self.value("form")

    @property
    def level(self) -> str | None:
        return self.value("level")

    def narrative(self) -> Iterator[Part]:
        """含序言与落款的全部叙述文字。 All narrative: preamble, the parts in order, closing."""
        yield self.preamble
        yield from self.parts
        yield self.closing
