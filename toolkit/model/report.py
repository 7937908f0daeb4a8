"""报告：元数据、部分、表格、单元格。 A report: its metadata, parts, tables and cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from toolkit.model.document import NOWHERE, Document, Paragraph, Source
from toolkit.model.kinds import Status
from toolkit.model.results import Claim, Finding, Itemisation, Number


@dataclass(frozen=True, slots=True)
class Fact:
    """一项报告元数据及其依据。

    A value of the report's metadata (title, issuer, level, year, form, published, signed, period) with where it was taken from:
    `origin` names the evidence in words ("title line", "metadata table: 发布机构", "signature"), `note` is for repairs.
    """

    value: str
    origin: str
    source: Source = NOWHERE
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
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class Part:
    """报告的一个部分(叙述文字, 不含表格)。

    One part of the report without its tables. `number` is 1-6; 0 is the preamble, 7 the closing (signature and date), and from 8 on those
    parts of a report before 2019 that the later form does not have, `id` "response", "fees", "safeguards", "annex" or "own".
    `text` is the paragraphs joined with newlines; `locate` gives a span's place in the raw file.
    `heading` is as printed ("" where it is missing); `announced` says that only a preamble names it.
    """

    number: int
    id: str
    heading: str
    text: str
    paragraphs: tuple[Paragraph, ...] = ()
    topics: tuple[Topic, ...] = ()
    source: Source = NOWHERE
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
    A cell of the 2014 form has no step for its column ("statistics.requests.received": row "requests.received", column ""); one in a
    value column that the body added has it after "@" ("statistics.requests.received@departments").
    """

    path: str
    value: Decimal | None
    unit: str
    status: Status
    raw: str = ""
    note: str = ""
    source: Source = NOWHERE

    @property
    def table(self) -> str:
        return self.path.split(".", 1)[0]

    @property
    def row(self) -> str:
        table, _, rest = self.path.partition(".")
        return rest.partition("@")[0] if table == "statistics" else rest.rsplit(".", 1)[0]

    @property
    def column(self) -> str:
        return self.path.partition("@")[2] if self.table == "statistics" else self.path.rsplit(".", 1)[1]


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
    source: Source = NOWHERE


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
    source: Source = NOWHERE


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
