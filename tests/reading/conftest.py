"""读入测试的公共部分。 What the tests of the reading stage share."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.model import Document, Grid, Paragraph
from toolkit.reading import read_bytes

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reports"


def read(text: str) -> Document:
    """读入一段文字。 Reads a string as a UTF-8 file."""
    return read_bytes(text.encode(), "case")


def paragraphs(document: Document) -> list[str]:
    """各段文字。 The texts of the paragraphs."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[list[list[str | None]]]:
    """各网格展开后的文字。 The texts of the grids, expanded."""
    return [
        [[cell.text if cell else None for cell in row] for row in block.expanded()]
        for block in document.blocks
        if isinstance(block, Grid)
    ]


def shape(document: Document) -> list[str]:
    """块的顺序：段落为其文字, 网格为 “行x列”。 The blocks in order: a paragraph's text, a grid's size."""
    return [f"{b.rows}x{b.columns}" if isinstance(b, Grid) else b.text for b in document.blocks]


def assert_places(document: Document) -> None:
    """每一处位置都确实指向原文。 Every run and every offset points at what it says."""
    blocks = [*document.blocks, *(aside.block for aside in document.asides)]
    for number, block in enumerate(blocks):
        if number < len(document.blocks):
            assert block.source.block == number
        sources = [block.source]
        if isinstance(block, Paragraph):
            for at, raw, length in block.runs:
                assert document.text[raw : raw + length] == block.text[at : at + length]
                whole = block.locate(at, at + length)
                assert (whole.start, whole.end) == (raw, raw + length)
        else:
            sources += [cell.source for cell in block.cells]
            for cell in block.cells:
                assert 0 <= cell.row < block.rows
                assert 0 <= cell.column < block.columns
                assert cell.row + cell.rowspan <= block.rows
                assert cell.column + cell.colspan <= block.columns
        for source in sources:
            if source.start is not None and source.end is not None:
                assert 0 <= source.start <= source.end <= len(document.text)


@pytest.fixture(params=["dongchang-2020.txt", "made/page-2022.html", "made/page-2019.html", "made/table-2016.html"])
def shared_file(request: pytest.FixtureRequest) -> Path:
    path = SHARED / request.param
    if not path.exists():
        pytest.skip(f"the shared reports are not here: {path.name}")
    return path
