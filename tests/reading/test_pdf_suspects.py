"""PDF pages on which the characters are known and the figure is not: unreadable, each with its reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from tests.reading.pdf_files import Paper, Style
from toolkit.model import Document, Grid, GridCell
from toolkit.reading.pdf import read_pdf

# the cell under test: its left and right border and the baseline of its figure
LEFT, RIGHT, BASE = 200.0, 260.0, 660.0


def _drawn(inside: Callable[[Paper], None]) -> tuple[Document, list[GridCell]]:
    """A table of two columns of figures, its first cell drawn by the case; -> the document and the cells of that row."""
    paper = Paper(Style(page_numbers=False))
    for y in (630, 650, 680, 700):
        paper.line(60, y, 320, y)
    for x in (60, LEFT, RIGHT, 320):
        paper.line(x, 630, x, 700)
    for y, texts in ((686, ("事项", "甲", "乙")), (636, ("处罚", "31", "42"))):
        for x, text in zip((70, 215, 275), texts, strict=True):
            paper.text(x, y, text, 10)
    paper.text(70, BASE, "许可", 10)
    paper.text(275, BASE, "57", 10)
    inside(paper)
    document = read_pdf(paper.finish(), "drawn.pdf")
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    return document, [cell for cell in grid.cells if cell.row == 1]


def plain(paper: Paper) -> None:
    paper.text(215, BASE, "805", 10)


def footnote_mark(paper: Paper) -> None:
    plain(paper)
    paper.text(230, BASE + 4, "1", 6)


def figure_over_the_border(paper: Paper) -> None:
    paper.text(RIGHT - 11, BASE, "8057", 10)


def two_figures_one_above_the_other(paper: Paper) -> None:
    paper.text(215, BASE + 8, "17", 10)
    paper.text(215, BASE - 6, "805", 10)


def struck_out(paper: Paper) -> None:
    plain(paper)
    paper.canvas.line(213, BASE + 3.5, 234, BASE + 3.5)


def white_figure(paper: Paper) -> None:
    plain(paper)
    paper.canvas.setFillColorRGB(1, 1, 1)
    paper.text(230, BASE, "7", 10)
    paper.canvas.setFillColorRGB(0, 0, 0)


def covered_and_written_over(paper: Paper) -> None:
    paper.text(215, BASE, "77", 10)
    paper.canvas.setFillColorRGB(1, 1, 1)
    paper.canvas.rect(210, BASE - 3, 30, 14, stroke=0, fill=1)
    paper.canvas.setFillColorRGB(0, 0, 0)
    plain(paper)


def picture_of_a_figure(paper: Paper) -> None:
    paper.canvas.drawImage(ImageReader(Image.new("RGB", (20, 10), "black")), 215, BASE, 20, 10)


def large_figure_laid_over(paper: Paper) -> None:
    paper.text(212, BASE - 6, "9", 40)


def printed_over_each_other(paper: Paper) -> None:
    plain(paper)
    paper.text(217, BASE, "142", 10)


def typed_onto_the_page(paper: Paper) -> None:
    paper.canvas.acroForm.textfield(x=210, y=BASE - 4, width=30, height=14, value="805", fontSize=8)


CASES = [
    footnote_mark,
    figure_over_the_border,
    two_figures_one_above_the_other,
    struck_out,
    white_figure,
    covered_and_written_over,
    picture_of_a_figure,
    large_figure_laid_over,
    printed_over_each_other,
    typed_onto_the_page,
]


def test_the_table_itself_is_certain() -> None:
    document, cells = _drawn(plain)
    assert [cell.text for cell in cells] == ["许可", "805", "57"]
    assert document.doubts == ()


@pytest.mark.parametrize("case", CASES)
def test_what_makes_a_figure_uncertain(case: Callable[[Paper], None]) -> None:
    document, cells = _drawn(case)
    doubt = document.doubt(cells[1].source)
    assert doubt is not None, [cell.text for cell in cells]
    assert doubt.zh
    assert doubt.en


@pytest.mark.parametrize("case", [c for c in CASES if c is not figure_over_the_border])
def test_the_cell_beside_it_stays_certain(case: Callable[[Paper], None]) -> None:
    document, cells = _drawn(case)
    assert cells[2].text == "57"
    assert document.doubt(cells[2].source) is None


def test_a_row_cut_by_the_page_end_is_not_blank() -> None:
    """The label ends on the next page, where the figures stand: neither half is a row whose figures are blank."""
    paper = Paper(Style(page_numbers=False))
    for page, (label, figures) in enumerate((("5.要求行政机关", ("", "")), ("确认或重新出具", ("12", "34")))):
        if page:
            paper.turn()
        low, high = (60, 120) if page == 0 else (720, 780)
        for y in (low, low + 30, high):
            paper.line(60, y, 320, y)
        for x in (60, 200, 260, 320):
            paper.line(x, low, x, high)
        other = high - 20 if page == 0 else low + 10
        here = low + 10 if page == 0 else high - 20
        for x, text in zip((70, 215, 275), ("重复申请", "5", "6"), strict=True):
            paper.text(x, other, text, 10)
        for x, text in zip((70, 215, 275), (label, *figures), strict=True):
            if text:
                paper.text(x, here, text, 10)
    document = read_pdf(paper.finish(), "drawn.pdf")
    cells = [cell for block in document.blocks if isinstance(block, Grid) for cell in block.cells]
    empty = [cell for cell in cells if not cell.text]
    assert all(document.doubt(cell.source) is not None for cell in empty)
    figures = [c for c in cells if c.text in ("12", "34")]
    assert len(figures) == 2
    assert not empty or all(document.doubt(cell.source) is not None for cell in figures)
