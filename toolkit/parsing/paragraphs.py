"""叙述段落：表格之外的文字。

The narrative paragraphs of a document: everything that is no statutory table, in page order, with its block. Text that stands in a
grid which is no statutory table (a layout table, a table of the organ's own) is narrative too where it reads like text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from toolkit.model import Document, Grid, GridCell, Paragraph, Source
from toolkit.parsing.headings import is_part_heading

# a cell of a table that is no statutory table is narrative where it holds a sentence
SENTENCE = 30


@dataclass(frozen=True, slots=True)
class Placed:
    """一个叙述段落及其所在的块。 A narrative paragraph and the number of its block."""

    block: int
    paragraph: Paragraph


def slice_paragraph(paragraph: Paragraph, start: int, end: int | None = None) -> Paragraph:
    """段落的一部分, 位置随之调整。

    The stretch `text[start:end]` of a paragraph as a paragraph of its own, without white space at its ends; places in the raw file
    move with it.
    """
    text = paragraph.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    stop = start + len(text)
    runs = []
    for at, raw, length in paragraph.runs:
        low, high = max(at, start), min(at + length, stop)
        if low < high:
            runs.append((low - start, raw + low - at, high - low))
    return Paragraph(text, paragraph.locate(start, stop), tuple(runs), paragraph.gap, paragraph.hints)


def _from_cell(cell: GridCell) -> Paragraph:
    source = cell.source
    verbatim = source.start is not None and source.end is not None and source.end - source.start == len(cell.text)
    runs = ((0, source.start, len(cell.text)),) if verbatim and source.start is not None else ()
    return Paragraph(cell.text, Source(cell.text, source.start, source.end, source.block, cell.row, cell.column), runs)


def narrative_paragraphs(document: Document, tables: frozenset[int]) -> list[Placed]:
    """全部叙述段落, 按页面顺序。 All narrative paragraphs in page order; `tables` are the blocks of statutory tables."""
    found: list[Placed] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            texts = [cell for cell in block.cells if cell.text]
            in_row = Counter(cell.row for cell in texts)
            for cell in texts:
                if (in_row[cell.row] == 1 and is_part_heading(cell.text)) or (
                    number not in tables and _reads_like_text(cell)
                ):
                    found.append(Placed(number, _from_cell(cell)))
        elif number not in tables:
            found.append(Placed(number, block))
    return found


def _reads_like_text(cell: GridCell) -> bool:
    return (len(cell.text) >= SENTENCE and "。" in cell.text) or is_part_heading(cell.text)
