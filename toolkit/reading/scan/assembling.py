"""把读出的行与表写成 `Document`。

What was read becomes a `Document`: its text, in page order, with the place and the confidence of every stretch, and the doubts.
"""

from __future__ import annotations

from toolkit.model import Block, Document, Doubt, Grid, GridCell, Page, Paragraph, Source, Stretch
from toolkit.reading.cut_rows import WHY as CUT_ROW
from toolkit.reading.places import is_wide
from toolkit.reading.scan.joining import Cell, Whole
from toolkit.reading.scan.lines import NUMBER, Line
from toolkit.reading.scan.paragraphs import PrintedLine, body_margins, paragraphs


class Writer:
    """写出文字并记下位置。 Writes the text of a document and notes where everything of it is printed."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.stretches: list[Stretch] = []
        self.doubts: list[Doubt] = []

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def put_lines(self, lines: list[Line]) -> tuple[str, int, int]:
        """Lines one after the other; a space only between two words or numbers that a line break parts."""
        start = self.length
        text = ""
        for line in lines:
            clean = line.text
            if text and clean and not (is_wide(text[-1]) or is_wide(clean[0])):
                text += " "
                self.put(" ")
            self._put_line(line)
            text += clean
        return text, start, self.length

    def _put_line(self, line: Line) -> None:
        at = self.length
        self.put(line.text)
        cursor = 0
        for found in NUMBER.finditer(line.text):
            self._stretch(line, at, cursor, found.start())
            self._stretch(line, at, found.start(), found.end())
            cursor = found.end()
        self._stretch(line, at, cursor, len(line.text))
        self.doubts += [Doubt(at + u.start, at + u.end, u.zh, u.en) for u in line.unsure]

    def _stretch(self, line: Line, at: int, start: int, end: int) -> None:
        if start < end:
            sure = min(line.reading.confidences[start:end])
            self.stretches.append(Stretch(at + start, at + end, line.page, line.printed(start, end), sure))

    def paragraph(self, lines: list[Line], gap: bool, hints: frozenset[str]) -> None:
        """写一段。 A paragraph of its lines."""
        text, start, end = self.put_lines(lines)
        source = Source(text, start, end, len(self.blocks), page=lines[0].page)
        self.blocks.append(Paragraph(text, source, ((0, start, len(text)),), gap, hints))
        self.put("\n")

    def grid(self, table: Whole) -> None:
        """写一张表。 A table, its cells parted by tabs and its rows by line breaks."""
        number = len(self.blocks)
        begin = self.length
        cells: list[GridCell] = []
        row = 0
        for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
            if cell.row != row:
                self.put("\n")
                row = cell.row
            elif cells:
                self.put("\t")
            cells.append(self._cell(cell, number))
        source = Source("", begin, self.length, number, page=cells[0].source.page if cells else None)
        self.blocks.append(Grid(tuple(cells), table.rows, len(table.xs) - 1, source))
        self.put("\n")

    def _cell(self, cell: Cell, number: int) -> GridCell:
        text, start, end = self.put_lines(cell.lines)
        if cell.doubtful:
            self.doubts.append(Doubt(start, max(end, start + 1), *CUT_ROW))
        source = Source(text, start, end, number, cell.row, cell.column, cell.page)
        return GridCell(text, cell.row, cell.column, cell.rowspan, cell.colspan, cell.header, source, cell.box)


def document_of(
    items: list[list[Line] | Whole],
    pages: list[Page],
    name: str,
    sha256: str,
    kind: str,
    notes: tuple[tuple[str, str], ...],
) -> Document:
    """写成 `Document`。 The document of the rows and tables of all pages, in their order."""
    writer = Writer()
    body = [_printed(row, 0) for row in items if isinstance(row, list)]
    margins = body_margins(body) if body else None
    run: list[list[Line]] = []
    for item in [*items, None]:
        if isinstance(item, list):
            run.append(item)
            continue
        for found in paragraphs([_printed(row, i) for i, row in enumerate(run)], margins):
            writer.paragraph([line for i in found.lines for line in run[i]], found.gap, found.hints)
        run = []
        if item is not None:
            writer.grid(item)
    return Document(
        name,
        sha256,
        kind,
        "utf-8",
        "".join(writer.parts),
        tuple(writer.blocks),
        notes=notes,
        pages=tuple(pages),
        stretches=tuple(writer.stretches),
        doubts=tuple(writer.doubts),
    )


def _printed(row: list[Line], number: int) -> PrintedLine:
    left, top = min(line.box[0] for line in row), min(line.box[1] for line in row)
    right, bottom = max(line.box[2] for line in row), max(line.box[3] for line in row)
    return PrintedLine("".join(line.text for line in row), left, top, right, bottom, row[0].page, number)
