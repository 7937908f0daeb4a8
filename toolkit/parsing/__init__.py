"""解析：`Document` → `Report`(元数据、部分、单元格)。

From a document as read to a report: metadata, the six parts with their topics, and the statutory tables cell by cell. `parse` is the only
way in. Nothing is guessed: what is printed and cannot be read is `unreadable`, what is not printed is `absent`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from toolkit.errors import NotAReportError
from toolkit.model import Aside, Cell, Document, Extension, Grid, Paragraph, Report, Table
from toolkit.parsing.headings import exact_number, is_part_heading
from toolkit.parsing.metadata import Context, collect
from toolkit.parsing.normalise import compact
from toolkit.parsing.paragraphs import Placed, narrative_paragraphs
from toolkit.parsing.parts import find_parts
from toolkit.parsing.statistics import read_statistics
from toolkit.parsing.tables import read_tables
from toolkit.parsing.titles import (
    FEWEST_PARTS,
    TOP,
    Title,
    body_of_title,
    find_title,
    is_about_reports,
    next_report,
    year_of,
)

__all__ = ["parse"]

# lines between title and text: labelled dates and counters, or a date alone
PAGE_LINE = re.compile(
    r"^[(]?(?:发布|公开|发文|来源|信息来源|作者|浏览|点击|阅读|字号|字体|索引|时间|日期|编辑|审核)[^。]{0,160}$"
    r"|^[(]?\d{4}年\d{1,2}月\d{1,2}日[)]?$"
)
# the first report year with the three tables of six parts; a report of an earlier year need not have any
FIRST_SIX_PARTS = 2019
# of a year before that, one table that looks like one of the three is the organ's own
FEWEST_TABLES = 2
# the parts that consist of tables, and what a picture is on a web page
TABLE_PARTS = (2, 3, 4)
PICTURE = re.compile(r"<(?:img|svg|canvas|object|embed|v:imagedata)\b", re.I)
SUBJECT = re.compile(r"(?:政府)?信息公开.{0,12}年度?报告?|信息公开年报")


def parse(document: Document) -> Report:
    """解析一份报告。

    Metadata, parts and tables of a document: the three tables of 2019 and 2021, or the statistics table of report years 2014 to 2018. A
    report of a year before 2019 may have no table at all (before 2014 no form applied, afterwards it was often an annex): its narrative
    is read, and it has no form and no cells. Raises `NotAReportError` with code "not_a_report" where the text is no annual report on
    government information disclosure, and "no_tables" where it is one for 2019 or later but none of its statutory tables is there as
    text. Of several reports in one file the first is read.
    """
    document = _first(document)
    top = " ".join(block.text for block in document.blocks[:TOP] if isinstance(block, Paragraph))
    printed = _printed(document, year_of(top))
    document = replace(document, notes=(*document.notes, *printed.notes)) if printed.notes else document
    paragraphs = narrative_paragraphs(document, printed.blocks)
    title = find_title(document, paragraphs)
    year = year_of(title.text) if title else year_of(top)
    if not printed.blocks:
        _refuse(document, title, year)
    front = _front(paragraphs, title)
    parts = find_parts(paragraphs, printed.places, front, older=printed.form in (None, "2014"))
    cells = _doubted(document, printed.cells)
    context = Context(document, title, parts.front, parts.preamble, parts.parts, parts.closing)
    facts = collect(context, printed.form, "; ".join(printed.evidence))
    return Report(
        document=document,
        facts=facts,
        parts=parts.parts,
        preamble=parts.preamble,
        closing=parts.closing,
        tables=printed.tables,
        cells=cells,
        extensions=printed.extensions,
        form_evidence=printed.evidence,
        by_path={cell.path: cell for cell in cells},
    )


@dataclass(frozen=True, slots=True)
class _Printed:
    """All tables of a document, of whichever form; `form` is None where there is none."""

    form: str | None = None
    cells: tuple[Cell, ...] = ()
    tables: tuple[Table, ...] = ()
    extensions: tuple[Extension, ...] = ()
    evidence: tuple[str, ...] = ()
    blocks: frozenset[int] = frozenset()
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()


def _printed(document: Document, year: int | None) -> _Printed:
    """The tables that are printed. Where a file has those of six parts and the statistics table, the former say which form it is."""
    old = read_statistics(document, year)
    # what is the statistics table's is not offered to the readers of the other tables
    blocks = tuple(Grid((), 0, 0) if n in old.blocks else block for n, block in enumerate(document.blocks))
    tables = read_tables(replace(document, blocks=blocks) if old.blocks else document, year)
    if len(tables.places) < (FEWEST_TABLES if old.blocks or (year or FIRST_SIX_PARTS) < FIRST_SIX_PARTS else 1):
        form = "2014" if old.blocks else None
        return _Printed(form, old.cells, old.tables, old.extensions, old.evidence, old.blocks)
    beside = tuple(cell for cell in old.cells if cell.status != "absent")
    return _Printed(
        tables.form,
        tables.cells + beside,
        tables.tables + old.tables,
        tables.extensions + old.extensions,
        tables.evidence,
        tables.blocks | old.blocks,
        tables.places,
        tables.notes,
    )


def _doubted(document: Document, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Cells that the reader of the file was not sure of are unreadable, and say why."""
    if not document.doubts:
        return cells
    doubts = [document.doubt(cell.source) for cell in cells]
    return tuple(
        replace(cell, value=None, status="unreadable", note=" / ".join((doubt.zh, doubt.en))) if doubt else cell
        for cell, doubt in zip(cells, doubts, strict=True)
    )


def _first(document: Document) -> Document:
    """The document up to where another report begins; what follows is set aside, and a note says so."""
    end = next_report(document)
    if end is None:
        return document
    note = (
        "文件中不止一份年度报告, 这里只读第一份；请把其余各份存成单独的文件。",
        "The file holds more than one annual report, and only the first was read; save the others as files of their own.",
    )
    rest = tuple(Aside("neighbours", block) for block in document.blocks[end:])
    return replace(
        document, blocks=document.blocks[:end], asides=(*document.asides, *rest), notes=(*document.notes, note)
    )


def _front(paragraphs: list[Placed], title: Title | None) -> int:
    """How many paragraphs at the top are title lines and the lines of page metadata below them."""
    front = title.until if title else 0
    while front < len(paragraphs) and PAGE_LINE.match(compact(paragraphs[front].paragraph.text)):
        front += 1
    return front


def _texts(document: Document) -> list[str]:
    """All printed text, cell by cell and paragraph by paragraph."""
    return [
        text
        for block in document.blocks
        for text in ([cell.text for cell in block.cells] if isinstance(block, Grid) else [block.text])
    ]


def _is_report(document: Document, title: Title | None) -> bool:
    """A text without tables is a report by its title, which names a year or an organ, or by headings of its parts."""
    if title and not is_about_reports(title.text) and (year_of(title.text) or body_of_title(title.text)):
        return True
    headings = {n for text in _texts(document) if is_part_heading(text) and (n := exact_number("part", text))}
    return len(headings) >= FEWEST_PARTS and bool(SUBJECT.search(compact(document.text[:200_000])))


def _has_pictures_for_tables(document: Document) -> bool:
    """Whether pictures stand on the page where the tables belong: between the heading of part 2 and that of part 5."""
    starts: dict[int, int] = {}
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.source.start is not None and is_part_heading(block.text):
            starts[exact_number("part", block.text) or 0] = block.source.start
    first = min((starts[part] for part in TABLE_PARTS if part in starts), default=None)
    if first is None:
        return False
    last = min((start for part, start in starts.items() if part > max(TABLE_PARTS) and start > first), default=None)
    if document.format in ("html", "mhtml"):
        return PICTURE.search(document.text, first, last or len(document.text)) is not None
    return any("图片" in zh for zh, _ in document.notes)  # a file whose text has no tags


def _refuse(document: Document, title: Title | None, year: int | None) -> None:
    """A text without any table: no report, or a report that must have tables; one of a year before 2019 need not."""
    if not _is_report(document, title):
        raise NotAReportError(
            "not_a_report",
            document.file,
            "这段文字不是政府信息公开工作年度报告：没有这样的标题, 也没有法定表格；请换成报告全文。",
            "This text is no annual report on government information disclosure: it has no such title and no statutory table; "
            "give the full text of a report.",
        )
    if year is not None and year < FIRST_SIX_PARTS:
        return
    if _has_pictures_for_tables(document):
        raise NotAReportError(
            "no_tables",
            document.file,
            "这是年度报告, 但法定表格似乎是图片, 没有可读的文字；请提供含文字表格的版本, 或把图片作为扫描件读取。",
            "This is an annual report, but its statutory tables seem to be pictures without text: give a version whose tables are "
            "text, or read the pictures as scans.",
        )
    raise NotAReportError(
        "no_tables",
        document.file,
        "这是年度报告, 但没有找到任何一张法定表格的文字(可能是图片或附件)；请提供含表格的全文。",
        "This is an annual report, but none of its statutory tables was found as text (they may be pictures or an attachment); "
        "give the full text with its tables.",
    )
