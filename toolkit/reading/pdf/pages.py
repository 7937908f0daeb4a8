"""一页 → 表格与文字行, 自上而下。

A page as tables and lines of text from top to bottom, each in displayed coordinates. A page whose text is turned by a quarter is
turned back first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from toolkit.model import Box, Page
from toolkit.reading.pdf.annotations import read_annotations
from toolkit.reading.pdf.celltext import CellText, text_of_cell
from toolkit.reading.pdf.frame import Frame, frame_of
from toolkit.reading.pdf.glyphs import Glyph, read_glyphs
from toolkit.reading.pdf.lattice import RasterCell, RuledTable, cell_finder, ruled_tables
from toolkit.reading.pdf.lines import TextLine, lines_of
from toolkit.reading.pdf.opening import damaged_page
from toolkit.reading.pdf.rulings import read_rulings
from toolkit.reading.pdf.suspects import Suspect, over_borders, struck, too_high, uneven, uneven_number
from toolkit.reading.pdf.unruled import UnruledTable, unruled_tables
from toolkit.reading.places import is_wide

# with so much of the page covered by pictures and fewer characters than this, the page is a scan
_PICTURE_SHARE = 0.4
_FEW = 20
_PALE_TEXT = "文字与纸同色, 页面上看不见", "the text has the colour of the paper and cannot be seen"
_COVERED_TEXT = "文字上盖有别的东西", "something is drawn over the text"
_NOTE = (
    "页面上有批注或表单域, 其中的内容没有读",
    "there is an annotation or form field here, and its content was not read",
)
_PICTURE = "这一格里是图, 不是文字", "this cell holds a picture, not text"


@dataclass(slots=True)
class PrintedTable:
    """一页上的一张有线表格及各格文字。 A ruled table of a page with the text of its cells; `page` is its number."""

    ruled: RuledTable
    texts: list[CellText]
    page: int

    @property
    def box(self) -> Box:
        return self.ruled.box

    def cells(self) -> list[tuple[RasterCell, CellText]]:
        return list(zip(self.ruled.cells, self.texts, strict=True))


@dataclass(slots=True)
class PrintedPage:
    """一页的内容。

    A page: its size, its `items` from top to bottom, the count of characters, and whether it looks like a picture of a page.
    """

    page: Page
    frame: Frame
    items: list[PrintedTable | TextLine] = field(default_factory=list)
    characters: int = 0
    is_picture: bool = False
    suspects: list[Suspect] = field(default_factory=list)


def read_page(document: pypdfium2.PdfDocument, number: int, name: str) -> PrintedPage:
    """读一页(编号从 1 起)。 One page, counted from 1. Raises `ReadError` "pdf_damaged" where it cannot be loaded."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        raise damaged_page(name, number) from None
    try:
        return _read(page, number, name)
    finally:
        page.close()


def _read(page: pypdfium2.PdfPage, number: int, name: str) -> PrintedPage:
    bounds = page.get_bbox()
    turns = pdfium.FPDFPage_GetRotation(page.raw) % 4
    frame = frame_of(bounds, turns)
    rulings = read_rulings(page.raw, frame, name)
    glyphs, hidden = read_glyphs(page.raw, frame, rulings.hidden)
    main = Counter(g.turns for g in glyphs).most_common(1)[0][0] if glyphs else 0
    if main:  # a wide table set sideways on an upright page
        frame = frame_of(bounds, (turns - main) % 4)
        rulings = read_rulings(page.raw, frame, name)
        glyphs, hidden = read_glyphs(page.raw, frame, rulings.hidden)
    made = PrintedPage(Page(number, frame.width, frame.height), frame, characters=len(glyphs))
    covered = rulings.pictures / max(1.0, frame.width * frame.height)
    made.is_picture = len(glyphs) < _FEW and (covered > _PICTURE_SHARE or hidden > _FEW)
    _fill(made, glyphs, ruled_tables(rulings.horizontal, rulings.vertical, _small(glyphs)), number)
    made.suspects += struck(glyphs, rulings.horizontal)
    made.suspects += [Suspect(box, *_PALE_TEXT) for box in rulings.pale]
    made.suspects += [Suspect(box, *_COVERED_TEXT) for box in rulings.covered]
    made.suspects += [Suspect(box, *_PICTURE, is_ink=True) for box in rulings.ink]
    made.suspects += [
        Suspect(box, *_NOTE, is_ink=ink) for box in read_annotations(page.raw, frame) for ink in (True, False)
    ]
    return made


def _owned(found: UnruledTable) -> list[tuple[Glyph, int | None, Box | None]]:
    """The characters of a table without lines, each with the cell that holds its middle."""
    find = cell_finder(found.table)
    owned: list[tuple[Glyph, int | None, Box | None]] = []
    for glyph in (g for line in found.lines for word in line.words for g in word.glyphs):
        at = find((glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2)
        owned.append((glyph, at, None if at is None else found.table.cells[at].box))
    return owned


def _small(glyphs: list[Glyph]) -> float:
    """The size of the smallest characters that are usual on a page: a tenth of them are smaller."""
    sizes = sorted(g.bottom - g.top for g in glyphs if is_wide(g.text) and g.text.isalnum() and g.turns == 0)
    return sizes[len(sizes) // 10] if sizes else 0.0


def _fill(made: PrintedPage, glyphs: list[Glyph], tables: list[RuledTable], number: int) -> None:
    """Every character into the cell that holds its middle, or into a line of text."""
    outside: list[Glyph] = glyphs
    owners: list[tuple[Glyph, int | None, Box | None]] = []
    for table in tables:
        left, top, right, bottom = table.box
        find = cell_finder(table)
        inside: list[list[Glyph]] = [[] for _ in table.cells]
        rest: list[Glyph] = []
        for glyph in outside:
            x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
            if left <= x <= right and top <= y <= bottom and (at := find(x, y)) is not None:
                inside[at].append(glyph)
            else:
                rest.append(glyph)
        if not any(inside):
            continue  # an empty frame or an ornament
        outside = rest
        made.suspects += too_high([g for part in inside for g in part])
        first = len(owners)
        owners += [(g, first + n, cell.box) for n, cell in enumerate(table.cells) for g in inside[n]]
        texts = [text_of_cell(part, cell.box) for part, cell in zip(inside, table.cells, strict=True)]
        made.items.append(PrintedTable(table, texts, number))
        made.suspects += [suspect for text in texts for suspect in text.suspects]
    made.suspects += over_borders([*owners, *((g, None, None) for g in outside)])
    lines = lines_of([g for g in outside if g.turns == 0])
    made.suspects += [uneven_number(word.box) for line in lines for word in line.words if uneven(word.glyphs)]
    for found in unruled_tables(lines):
        made.items.append(PrintedTable(found.table, found.texts, number))
        made.suspects += over_borders(_owned(found))
        lines = [line for line in lines if not any(line is other for other in found.lines)]
    made.items += lines
    made.items.sort(key=lambda item: (item.box[1] + item.box[3]) / 2 if isinstance(item, TextLine) else item.box[1])
