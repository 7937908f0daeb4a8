"""DOCX 的表格：合并、嵌套、修订, 展开后与印出的一致。 Tables of a DOCX: merged, nested, tracked; expanded they are what is printed."""

from __future__ import annotations

import io
from typing import Any

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.conftest import assert_places, grids, shape
from tests.reading.word_files import docx, field, gone, ins, level, listed, numbering, p, r, tbl, tc, text_box, tr
from toolkit.model import Document, Grid
from toolkit.reading import read_bytes
from toolkit.reading.word.cells import MAX_COLUMNS


def read(body: str, **related: str) -> Document:
    found = read_bytes(docx(body, **related), "case.docx")
    assert_places(found)
    return found


def wide(span: int) -> str:
    return f'<w:gridSpan w:val="{span}"/>'


START, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
LAST = tr("末", "8", "9")

# rows of a table -> what is printed at every place
MERGED: dict[str, tuple[list[str], list[list[str | None]]]] = {
    "wide": ([tr(tc("甲", wide(2)), "1"), LAST], [["甲", "甲", "1"], ["末", "8", "9"]]),
    "tall": (
        [tr(tc("甲", START), "1", "2"), tr(tc("", ON), "3", "4"), LAST],
        [["甲", "1", "2"], ["甲", "3", "4"], ["末", "8", "9"]],
    ),
    "wide and tall": (
        [tr(tc("甲", wide(2) + START), "1"), tr(tc("", wide(2) + ON), "2"), LAST],
        [["甲", "甲", "1"], ["甲", "甲", "2"], ["末", "8", "9"]],
    ),
    "goes on as continue": (
        [tr(tc("甲", START), "1"), tr(tc("", '<w:vMerge w:val="continue"/>'), "2")],
        [["甲", "1"], ["甲", "2"]],
    ),
    "starts anew": ([tr(tc("甲", START), "1"), tr(tc("乙", START), "2")], [["甲", "1"], ["乙", "2"]]),
    "no start": ([tr(tc("甲", ON), "1"), tr(tc("", ON), "2")], [["甲", "1"], ["甲", "2"]]),
    "broken by a cell": (
        [tr(tc("甲", START), "1"), tr("乙", "2"), tr(tc("丙", ON), "3")],
        [["甲", "1"], ["乙", "2"], ["丙", "3"]],
    ),
    "text in a continued cell is not printed": ([tr(tc("甲", START), "1"), tr(tc("9", ON), "2")], [["甲", "1"], ["甲", "2"]]),
    "a little wider below": (
        [tr(tc("甲", START + wide(2)), "1", "2"), tr(tc("", ON), "x", "3", "4")],
        [["甲", "甲", "1", "2"], ["甲", "x", "3", "4"]],
    ),
    "merge of the old kind": (
        [tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "1"), LAST],
        [["甲", "甲", "1"], ["末", "8", "9"]],
    ),
    "starts later": ([tr("1", "2", properties='<w:gridBefore w:val="1"/>'), LAST], [[None, "1", "2"], ["末", "8", "9"]]),
    "ends sooner": ([tr("甲", "1"), LAST], [["甲", "1", None], ["末", "8", "9"]]),
    "deleted row": ([tr("甲", "1", properties='<w:del w:id="1"/>'), tr("乙", "2"), LAST], [["乙", "2", None], ["末", "8", "9"]]),
    "inserted row": ([tr("甲", "1", properties='<w:ins w:id="1"/>'), tr("乙", "2")], [["甲", "1"], ["乙", "2"]]),
    "deleted cell": ([tr("甲", tc("7", '<w:cellDel w:id="1"/>'), "1"), tr("乙", "2")], [["甲", "1"], ["乙", "2"]]),
    "inserted cell": ([tr("甲", tc("7", '<w:cellIns w:id="1"/>')), tr("乙", "2")], [["甲", "7"], ["乙", "2"]]),
    "tracked merge": (
        [tr(tc("甲", '<w:cellMerge w:vMerge="rest"/>'), "1"), tr(tc("", '<w:cellMerge w:vMerge="cont"/>'), "2")],
        [["甲", "1"], ["甲", "2"]],
    ),
    "tracked numbers": (
        [tr("甲", tc(p("1", ins(r("4"))))), tr("乙", tc(p("6", gone("1"), "4"))), tr("丙", tc(p(field("=1", "5"))))],
        [["甲", "14"], ["乙", "64"], ["丙", "5"]],
    ),
    "row and cell in controls": (
        [
            f"<w:sdt><w:sdtContent>{tr('甲', '1')}</w:sdtContent></w:sdt>",
            f"<w:tr><w:sdt><w:sdtContent>{tc('乙')}</w:sdtContent></w:sdt>{tc('2')}</w:tr>",
        ],
        [["甲", "1"], ["乙", "2"]],
    ),
    "control in a cell": ([tr("甲", tc(f"<w:sdt><w:sdtContent>{p('3')}</w:sdtContent></w:sdt>")), tr("乙", "2")],
                          [["甲", "3"], ["乙", "2"]]),
    "lines of a label and of numbers": (
        [tr(tc(p("不予") + p("公开")), tc(p("1") + p("2"))), tr("乙", "2")],
        [["不予公开", "1 2"], ["乙", "2"]],
    ),
    "deleted mark in a cell": (
        [tr("甲", tc(p("1", properties='<w:rPr><w:del w:id="1"/></w:rPr>') + p("2"))), tr("乙", "2")],
        [["甲", "12"], ["乙", "2"]],
    ),
    "text box in an empty cell": ([tr("甲", tc(p(text_box(p("3"))))), tr("乙", "2")], [["甲", "3"], ["乙", "2"]]),
    "text box in a line": ([tr("甲", tc(p("1", text_box(p("局"), floats=False)))), tr("乙", "2")], [["甲", "1局"], ["乙", "2"]]),
    "span without end": ([tr(tc("甲", wide(1_000_000)), "1"), tr("乙", "2")], [["甲", "1"], ["乙", "2"]]),
    "senseless spans": ([tr(tc("甲", '<w:gridSpan w:val="x"/>'), tc("1", wide(-3))), tr("乙", "2")], [["甲", "1"], ["乙", "2"]]),
    "wider than Word allows": (
        [tr(*(tc("甲", wide(40)) for _ in range(2))), tr("乙", "2")], [["甲", "甲"], ["乙", "2"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MERGED)
def test_printed_table(case: str) -> None:
    rows, expected = MERGED[case]
    assert grids(read(tbl(*rows))) == [expected]


def test_numbers_of_lists_in_cells() -> None:
    auto = tc(p(properties=listed()))
    found = read(tbl(tr(auto, "3"), tr(auto, "4")), numbering=numbering(level(0, "decimal", "%1")))
    assert grids(found) == [[["1", "3"], ["2", "4"]]]


def test_what_floats_over_a_table_stands_after_it() -> None:
    found = read(tbl(tr("甲", tc(p("0", text_box(p("某局"))))), tr("乙", "2")) + p("丙"))
    assert shape(found) == ["2x2", "某局", "丙"]
    assert grids(found)[0][0][1] == "0"


DATA = tbl(tr("收到", "3"), tr("办结", "2"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (tbl(tr(tc(p("甲") + DATA + p("乙")))), ["甲", "2x2", "乙"]),
        (tbl(tr("甲", tc(DATA + p())), tr("乙", tc(p("丙")))), ["甲", "2x2", "乙", "丙"]),
        (tbl(tr(tc(tbl(tr(tc(tbl(tr(tc(DATA + p()))) + p()))) + p()))), ["2x2"]),
        (f"<w:sdt><w:sdtContent>{DATA}</w:sdtContent></w:sdt>", ["2x2"]),
        (p(text_box(DATA)), ["2x2"]),
        (tbl(tr("甲"), tr("乙")), ["甲", "乙"]),
        (tbl(tr("甲", "办结率" + "受理的申请均按期答复。" * 12)), ["甲", "办结率" + "受理的申请均按期答复。" * 12]),
        (DATA + DATA, ["2x2", "2x2"]),
    ],
    ids=["frame", "layout", "frames in frames", "control", "text box", "one column", "prose", "two tables"],
)
def test_tables_in_page_order(body: str, expected: list[str]) -> None:
    assert shape(read(body)) == expected


def test_a_table_in_a_cell_of_figures_is_doubted() -> None:
    inner = tbl(tr("1", "0"))
    found = read(tbl(tr("甲", "1", "2"), tr("乙", tc(inner + p()), "3")))
    assert grids(found) == [[["甲", "1", "2"], ["乙", "1 0", "3"]]]
    assert [found.text[d.start : d.end] for d in found.doubts] == ["1 0"]


@st.composite
def merged_tables(draw: Any) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """随机的表和不相交的合并区域。 A table of figures and areas to merge that do not touch each other."""
    rows, columns = draw(st.integers(2, 7)), draw(st.integers(2, 9))
    figures = [[str(draw(st.integers(0, 99_999))) for _ in range(columns)] for _ in range(rows)]
    areas: list[tuple[int, int, int, int]] = []
    for _ in range(draw(st.integers(0, 5))):
        top, left = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
        bottom, right = draw(st.integers(top, rows - 1)), draw(st.integers(left, columns - 1))
        if all(bottom < t or b < top or right < w or e < left for t, w, b, e in areas):
            areas.append((top, left, bottom, right))
    return figures, areas


@pytest.mark.slow
@given(merged_tables())
def test_any_merged_table_reads_back(made: tuple[list[list[str]], list[tuple[int, int, int, int]]]) -> None:
    figures, areas = made
    file = python_docx.Document()
    table = file.add_table(len(figures), len(figures[0]))
    expected = [list(row) for row in figures]
    for top, left, bottom, right in areas:
        for at in range(top, bottom + 1):
            expected[at][left : right + 1] = [figures[top][left]] * (right - left + 1)
    covered = {(a, b): (t, w) for t, w, e, s in areas for a in range(t, e + 1) for b in range(w, s + 1)}
    for at, row in enumerate(figures):
        for column, figure in enumerate(row):
            if covered.get((at, column), (at, column)) == (at, column):
                table.cell(at, column).text = figure
    for top, left, bottom, right in areas:
        table.cell(top, left).merge(table.cell(bottom, right))
    buffer = io.BytesIO()
    file.save(buffer)
    found = read_bytes(buffer.getvalue(), "made.docx")
    assert_places(found)
    if any(isinstance(block, Grid) for block in found.blocks):
        assert grids(found) == [expected]
    else:  # merged to one cell a row, a table is no table any more, and every figure stands in page order
        assert all(len(set(row)) == 1 for row in expected)


@given(
    st.lists(
        st.lists(st.tuples(st.integers(-2, 90), st.sampled_from(["", START, ON])), max_size=6), min_size=1, max_size=6
    )
)
def test_no_merge_breaks_the_table(rows: list[list[tuple[int, str]]]) -> None:
    body = tbl(
        *(
            tr(*(tc(f"{at}{n}", wide(span) + merge) for n, (span, merge) in enumerate(row)))
            for at, row in enumerate(rows)
        )
    )
    found = read(p("甲") + body)
    for block in found.blocks:
        if isinstance(block, Grid):
            assert block.columns <= MAX_COLUMNS
            taken = [
                (a, b)
                for cell in block.cells
                for a in range(cell.row, cell.row + cell.rowspan)
                for b in range(cell.column, cell.column + cell.colspan)
            ]
            assert len(taken) == len(set(taken)), "two cells stand at one place"
