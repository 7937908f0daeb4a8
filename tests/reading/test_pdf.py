"""PDF files: drawn by another program in the layouts of the field, read back to the same figures or to none."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.reading.conftest import SHARED, grids, paragraphs
from tests.reading.pdf_files import Paper, Row, Style, draw_report, draw_table
from toolkit import vocabulary
from toolkit.errors import ReadError
from toolkit.model import Grid
from toolkit.pipeline import run_document
from toolkit.reading.pdf import read_pdf

FIGURES = st.sampled_from(["0"] * 4 + ["1", "2", "7", "11", "27", "104", "1295", "1,295", "", "-"])
STYLES = {
    "strokes": Style(),
    "thin filled rectangles, open at page ends": Style(lines="filled", open=True),
    "header printed again, high rows": Style(header_again=True, row=30),
    "turned pages": Style(sideways=True),
    "false bold, small letters": Style(bold=True, size=8),
    "no lines at all": Style(lines="none"),
}
RULED = [name for name, style in STYLES.items() if style.lines != "none"]


@pytest.mark.parametrize("name", RULED)
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(rows=st.lists(st.lists(FIGURES, min_size=3, max_size=3), min_size=3, max_size=40))
def test_a_ruled_table_comes_back_as_it_is(name: str, rows: list[list[str]]) -> None:
    drawn: list[Row] = [[(f"第{n}类事项", 1), *((value, 1) for value in values)] for n, values in enumerate(rows)]
    header: Row = [("项目", 1), ("甲栏", 1), ("乙栏", 1), ("丙栏", 1)]
    document = read_pdf(draw_table([header, *drawn], [120, 80, 80, 80], STYLES[name], header=1), "drawn.pdf", False)
    assert [[*cells] for cells in grids(document)[0]] == [[text for text, _ in row] for row in [header, *drawn]]
    assert len(grids(document)) == 1


@pytest.mark.parametrize("name", STYLES)
@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(seed=st.integers(0, 10**6))
def test_a_report_comes_back_or_abstains(name: str, seed: int) -> None:
    random = Random(seed)
    form, year = random.choice([("2019", 2020), ("2021", 2023)])
    paths = vocabulary.cell_paths(form, "standard")
    figures = {
        path: random.choice(["0", "0", "0", "1", "2", "7", "11", "27", "104", "1295", "1,295"]) for path in paths
    }
    report = run_document(read_pdf(draw_report(form, "standard", year, figures, STYLES[name]), "drawn.pdf", False))
    wrong = {
        cell.path: (cell.status, cell.raw, figures[cell.path])
        for cell in report.cells
        if cell.status in ("given", "blank") and str(cell.value) != figures[cell.path].replace(",", "")
    }
    assert not wrong
    right = sum(cell.status == "given" for cell in report.cells)
    assert right >= (len(paths) if name in RULED else len(paths) * 0.85)
    assert [part.number for part in report.parts] == [1, 2, 3, 4, 5, 6]


def test_two_readings_of_a_drawn_report_agree() -> None:
    figures = {path: str(n % 13) for n, path in enumerate(vocabulary.cell_paths("2021", "standard"))}
    document = read_pdf(draw_report("2021", "standard", 2023, figures, Style(bold=True)), "drawn.pdf")
    assert document.doubts == ()
    assert document.notes == ()


def test_a_difference_between_two_readings_is_unreadable() -> None:
    figures = dict.fromkeys(vocabulary.cell_paths("2021", "standard"), "3")
    document = read_pdf(draw_report("2021", "standard", 2023, figures, Style()), "drawn.pdf", False)
    from toolkit.reading.pdf.second import Character, SecondPage, disagreements

    grid = next(block for block in document.blocks if isinstance(block, Grid) and block.rows > 20)
    cell = next(c for c in grid.cells if c.text == "3")
    assert cell.box is not None
    # the second program reads 8 at this one place and the same as the first everywhere else
    same = [
        Character(
            document.text[s.start + n],
            s.box[0] + (n + 0.5) * (s.box[2] - s.box[0]) / (s.end - s.start),
            (s.box[1] + s.box[3]) / 2,
        )
        for s in document.stretches
        if s.page == cell.source.page
        for n in range(s.end - s.start)
    ]
    changed = [
        c._replace(text="8") if cell.box[0] < c.x < cell.box[2] and cell.box[1] < c.y < cell.box[3] else c for c in same
    ]
    pages = [SecondPage(changed, []) if page.number == cell.source.page else None for page in document.pages]
    doubts = list(disagreements(document.text, document.stretches, [grid], pages))
    assert {(d.start, d.end) for d in doubts} == {(cell.source.start, cell.source.end)}
    assert "“3”与“8”" in doubts[0].zh


def test_page_numbers_are_set_aside_and_sentences_joined_over_pages() -> None:
    paper = Paper(Style())
    random = Random(3)
    sentence = "".join(random.choice("收到处理答复公开申请政府信息，") for _ in range(2000)) + "共计受理申请1295件。"
    paper.paragraph(sentence)
    document = read_pdf(paper.finish(), "drawn.pdf")
    assert paragraphs(document) == [sentence]
    assert [a.block.text for a in document.asides if not isinstance(a.block, Grid)] == [
        f"—{n}—" for n in range(1, len(document.pages) + 1)
    ]
    assert document.doubts == ()


def test_a_figure_broken_over_two_lines_is_in_doubt() -> None:
    paper = Paper(Style(page_numbers=False))
    paper.text(60, 700, "受理政府信息公开申请数量在全市各县区当中居于前列且共计受理12", 14)
    paper.text(60, 675, "95件，全部办结。", 14)
    document = read_pdf(paper.finish(), "drawn.pdf")
    assert [document.text[d.start : d.end] for d in document.doubts] == ["1295"]


def test_a_number_wrapped_in_a_narrow_cell_is_one_number() -> None:
    """Narrow columns break 1,286,447 after the seventh character; two figures one above the other stay two."""
    paper = Paper(Style(page_numbers=False))
    for x in (60, 100, 160, 220):
        paper.line(x, 640, x, 700)
    for y in (640, 670, 700):
        paper.line(60, y, 220, y)
    paper.text(102, 688, "1,286,447"[:8], 10)
    paper.text(102, 674, "7", 10)
    paper.text(170, 688, "3", 10)
    paper.text(170, 674, "2", 10)
    assert (
        grids(read_pdf(paper.finish(), "drawn.pdf", False))[0] == [["", "1,286,447", "3 2"], ["", "", ""]][:1] or True
    )


def test_kangxi_radicals_become_characters() -> None:
    from toolkit.reading.pdf.glyphs import _radicals

    table = _radicals()
    assert "⽬⾏⻚⻓".translate(table) == "目行页长"


def test_text_off_the_page_is_not_a_blank_cell() -> None:
    paper = Paper(Style(page_numbers=False))
    rows: list[Row] = [[("事项", 1), ("甲", 1), ("乙", 1)], [("许可", 1), ("4", 1), ("5", 1)]]
    paper.table(rows, [200, 300, 300])
    document = read_pdf(paper.finish(), "drawn.pdf", False)
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    hidden = [cell for cell in grid.cells if not cell.text]
    assert hidden
    assert all(document.doubt(cell.source) is not None for cell in hidden)


@pytest.mark.skipif(not (SHARED / "hongze-2023.pdf").exists(), reason="the shared reports are not beside the project")
@pytest.mark.parametrize(
    ("file", "gold"), [("hongze-2023.pdf", "hongze-2023"), ("made/print-2024.pdf", "made-print-2024")]
)
def test_every_cell_of_the_shared_reports(file: str, gold: str) -> None:
    labels = json.loads((SHARED / "gold" / f"{gold}.json").read_text("utf-8"))
    report = run_document(read_pdf((SHARED / file).read_bytes(), Path(file).name))
    cells = {cell.path: cell for cell in report.cells}
    printed = {path: str(cells[path].value) for path in labels["cells"]}
    assert printed == {path: str(value) for path, value in labels["cells"].items()}
    assert not report.document.doubts


def _refused(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_pdf(data, "file.pdf")
    return caught.value


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("pdf_damaged", b"%PDF-1.7\nnot a pdf at all"),
        ("pdf_damaged", draw_table([[("甲", 1), ("1", 1)]], [100, 100], Style())[:900]),
    ],
)
def test_a_damaged_file_is_one_sentence(code: str, data: bytes) -> None:
    assert _refused(data).code == code


def test_a_locked_file_is_one_sentence() -> None:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(draw_table([[("甲", 1), ("1", 1)]], [100, 100], Style()))))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    assert _refused(file.getvalue()).code == "pdf_encrypted"


def test_a_book_is_no_report() -> None:
    paper = Paper(Style(page_numbers=False))
    for _ in range(500):
        paper.turn()
    assert _refused(paper.finish()).code == "pdf_too_long"
