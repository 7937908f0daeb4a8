"""读入 PDF：有文字层的页面直接读, 图片页面交给识别。

PDF with a text layer: characters and lines of every page, ruled tables by their lines, paragraphs by the shape of their lines, tables and
sentences joined over pages. `read_pdf` is the only way in. Image-only files go to the recognition of scans, where that is installed.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from toolkit.errors import ReadError
from toolkit.model import Block, Box, Document, Grid, Paragraph
from toolkit.reading.chrome import sort_out
from toolkit.reading.cut_rows import doubt_cut
from toolkit.reading.drafts import Draft, Lattice
from toolkit.reading.pdf.broken import WholeTable, goes_on, join, whole, without_empty_rows
from toolkit.reading.pdf.composing import CellPlaces, Text, lattice_of, line_of
from toolkit.reading.pdf.furniture import set_aside
from toolkit.reading.pdf.lines import TextLine
from toolkit.reading.pdf.opening import opened
from toolkit.reading.pdf.pages import PrintedPage, PrintedTable, read_page
from toolkit.reading.pdf.paragraphs import Joined, Set, margins, paragraphs
from toolkit.reading.pdf.suspects import is_inside, touches

if TYPE_CHECKING:
    from toolkit.reading.pdf.apart import Request

__all__ = ["read_here", "read_pdf"]


def read_pdf(data: bytes, name: str, second_reading: bool = True) -> Document:
    """读一个 PDF 文件。

    Reads a PDF; with `second_reading`, once more by another program, and what the two read differently is a doubt. Raises `ReadError`
    with one sentence: "pdf_encrypted", "pdf_damaged", "pdf_empty", "pdf_too_long", "pdf_too_complex",
    "pdf_without_text", and what the recognition of scans raises for a file of pictures.
    """
    from toolkit.reading.pdf.apart import Request, read_apart

    made = read_apart(Request(data, name, second_reading))
    if made is not None:
        return made
    from toolkit.reading.scan import read_scanned_pdf

    return read_scanned_pdf(data, name)


def read_here(request: Request) -> Document | None:
    """在本进程里读一个 PDF; 图片页面的文件返回 None。

    Reads a PDF in this process, without the limits of `read_pdf`; None for a file of pictures, whose characters must be recognised.
    """
    data, name, second_reading = request
    with opened(data, name) as document:
        pages = [read_page(document, number, name) for number in range(1, len(document) + 1)]
    pictures = [page for page in pages if page.is_picture]
    if len(pictures) * 2 > len(pages):
        return None
    if not any(page.characters for page in pages):
        raise ReadError(
            "pdf_without_text",
            name,
            "这个 PDF 里没有文字, 也没有页面的图片; 应为一份报告, 请检查是否选错了文件。",
            "This PDF holds no text and no pictures of pages; a report was expected: check that it is the right file.",
        )
    made = _Composer(pages).compose(data, name)
    if second_reading:
        made = _compared(made, data, pages)
    if not pictures:
        return made
    numbers = "、".join(str(page.page.number) for page in pictures)
    note = (
        f"第 {numbers} 页只有图片, 其中的文字没有读。",
        f"Page {numbers.replace('、', ', ')} is only a picture; its text was not read.",
    )
    return replace(made, notes=(*made.notes, note))


def _compared(made: Document, data: bytes, pages: list[PrintedPage]) -> Document:
    """The document with a doubt wherever a second reading says something else."""
    from toolkit.reading.pdf.second import disagreements, read_again

    again = list(read_again(data, [page.frame for page in pages]))
    grids = [block for block in made.blocks if isinstance(block, Grid)]
    doubts = disagreements(made.text, made.stretches, grids, again)
    missing = [str(n + 1) for n, page in enumerate(again) if page is None]
    made = replace(made, doubts=tuple(sorted((*made.doubts, *doubts), key=lambda d: d.start)))
    if not missing:
        return made
    note = (
        f"第 {'、'.join(missing)} 页没有第二次读取可以对照, 数字只读了一次。",
        f"Page {', '.join(missing)} has no second reading to compare with; its numbers were read once.",
    )
    return replace(made, notes=(*made.notes, note))


# in points: a line drawn on the edge of the page is not beyond it
_CUT_OFF = 4.0


class _Composer:
    """The blocks of all pages, written into one text in their order."""

    def __init__(self, pages: list[PrintedPage]) -> None:
        self.pages = pages
        self.aside = set_aside(pages)
        self.text = Text()
        self.furniture: list[tuple[str, Draft]] = []
        self.first_page: dict[int, int] = {}
        self.boxes: dict[int, CellPlaces] = {}
        self.empty: list[tuple[int, int, Box]] = []

    def compose(self, data: bytes, name: str) -> Document:
        sorted_out = sort_out([draft for part in self._runs() for draft in self._drafts(part)])
        self._doubt_suspects()
        blocks = tuple(self._built(draft, number) for number, draft in enumerate(sorted_out.blocks))
        text = self.text
        return Document(
            name,
            hashlib.sha256(data).hexdigest(),
            "pdf",
            "",
            str(text),
            blocks,
            sorted_out.built_asides(self.furniture),
            tuple(sorted_out.fields),
            pages=tuple(page.page for page in self.pages),
            stretches=tuple(sorted(text.stretches, key=lambda s: s.start)),
            doubts=tuple(sorted(text.doubts, key=lambda d: d.start)),
        )

    def _runs(self) -> list[list[Set] | WholeTable]:
        """Runs of lines between tables, over the ends of pages, and tables made whole."""
        found: list[list[Set] | WholeTable] = []
        for page in self.pages:
            number, aside = page.page.number, self.aside[page.page.number]
            lines = [item for item in page.items if isinstance(item, TextLine) and id(item) not in aside]
            left, right = margins(lines, page.page.width)
            top = True
            for item in page.items:
                last = found[-1] if found else None
                if isinstance(item, PrintedTable):
                    if top and isinstance(last, WholeTable) and goes_on(last, item):
                        found[-1] = join(last, item)
                    else:
                        made = whole(item)
                        if top and isinstance(last, WholeTable) and number > 1:
                            doubt_cut(last, made)
                        found.append(made)
                elif id(item) in aside:
                    self.furniture.append(("footer", self._line(Joined([Set(item, number, left, right)]))))
                    continue
                elif isinstance(last, list):
                    last.append(Set(item, number, left, right))
                else:
                    found.append([Set(item, number, left, right)])
                top = False
        return found

    def _drafts(self, part: list[Set] | WholeTable) -> list[Draft]:
        if isinstance(part, list):
            return [self._line(joined) for joined in paragraphs(part)]
        lattice, boxes = lattice_of(self.text, without_empty_rows(part))
        self.boxes[id(lattice)] = boxes
        self._doubt_cut_off(lattice, boxes)
        return [lattice]

    def _doubt_suspects(self) -> None:
        """Figures at places that make them uncertain, and cells that look empty but hold a picture."""
        suspects = {page.page.number: page.suspects for page in self.pages if page.suspects}
        for stretch in self.text.stretches if suspects else ():
            if stretch.page in suspects and self.text.has_figure(stretch):
                found = (s for s in suspects[stretch.page] if not s.is_ink and touches(s, stretch.box))
                for suspect in islice(found, 1):
                    self.text.doubt(stretch.start, stretch.end, suspect.zh, suspect.en)
        for start, page, box in self.empty:
            for suspect in islice(
                (s for s in suspects.get(page, ()) if (s.is_ink or s.in_row) and is_inside(s, box)), 1
            ):
                self.text.doubt(start, start + 1, suspect.zh, suspect.en)

    def _doubt_cut_off(self, lattice: Lattice, boxes: CellPlaces) -> None:
        """Cells that run off the page: what they hold cannot be seen, and that they look empty says nothing."""
        for cell in lattice.cells:
            if not cell.placed.text and cell.placed.start is not None:
                self.empty.append((cell.placed.start, *boxes[cell.row, cell.column]))
            number, (left, top, right, bottom) = boxes[cell.row, cell.column]
            page = self.pages[number - 1].page
            beyond = (-left, -top, right - page.width, bottom - page.height)
            if max(beyond) > _CUT_OFF and cell.placed.start is not None:
                start, end = cell.placed.start, cell.placed.start + max(1, len(cell.placed.text))
                self.text.doubt(
                    start, end, "这一格超出页面边缘, 看不全", "this cell runs off the page and cannot be seen whole"
                )

    def _line(self, joined: Joined) -> Draft:
        line = line_of(self.text, joined)
        self.first_page[id(line)] = joined.lines[0].page
        return line

    def _built(self, draft: Draft, number: int) -> Block:
        """The block of a draft, with the pages it stands on."""
        block = draft.build(number)
        if isinstance(block, Paragraph):
            return replace(block, source=replace(block.source, page=self.first_page[id(draft)]))
        boxes = self.boxes[id(draft)]
        cells = []
        for cell in block.cells:
            page, box = boxes[cell.row, cell.column]
            cells.append(replace(cell, box=box, source=replace(cell.source, page=page)))
        first = cells[0].source.page if cells else None
        return replace(block, cells=tuple(cells), source=replace(block.source, page=first))
