"""同一张表的多种排法读出同样的数, 或者不给出数。 However a table is set, its figures read back as printed or are not given."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parsing import layouts
from tests.parsing.test_properties import EDITIONS, _figures, _wrong
from tests.reading.conftest import assert_places, grids, paragraphs, read
from tests.reading.renderings import RENDERINGS, reset
from toolkit.errors import NotAReportError
from toolkit.parsing import parse

# ways in which every cell is read, the blank ones too
WHOLE = (
    "div_displays",
    "div_classes",
    "tabbed_pre",
    "row_tables",
    "split_tables",
    "nested",
    "nested_cells",
    "unclosed",
)
BLANKS = ("", "-", "/", "无")


@pytest.mark.parametrize("name", list(RENDERINGS))
@given(seed=st.integers(0, 10**9), edition=st.sampled_from(EDITIONS))
@settings(max_examples=6, deadline=None)
def test_figures_read_back_or_are_not_given(name: str, seed: int, edition: tuple[str, str, int]) -> None:
    form, variant, year = edition
    printed = _figures(random.Random(seed), form, variant, True)
    page = reset(layouts.html_report(form, variant, year, printed, seed % 2 == 0), RENDERINGS[name])
    document = read(page)
    assert_places(document)
    try:
        report = parse(document)
    except NotAReportError:
        assert name not in WHOLE
        return
    assert _wrong(report, printed) == []
    # a printed figure is never called blank
    assert [c.path for c in report.cells if c.status == "blank" and printed.get(c.path, "") not in BLANKS] == []
    if name in WHOLE:
        assert {cell.status for cell in report.cells} <= {"given", "blank"}


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "<style>.a{display:table}.b .r{ display : table-row }.c{color:red;display:table-cell}</style>"
            '<div class="a"><div class="r"><div class="c">甲</div><div class="c">1</div></div>'
            '<div class="r"><div class="c">乙</div><div class="c"></div></div></div>',
            [[["甲", "1"], ["乙", ""]]],
            id="set by the page's own style sheet",
        ),
        pytest.param(
            '<div role="table"><div role="row"><span role="cell">甲</span><span role="cell">1</span></div>'
            '<div role="row"><span role="cell">乙</span><span role="cell">2</span></div></div>',
            [[["甲", "1"], ["乙", "2"]]],
            id="ARIA roles",
        ),
        pytest.param(
            '<table><tr><td><div class="row">甲</div></td><td><div class="row">1</div></td></tr>'
            '<tr><td><div class="cell">乙</div></td><td>2</td></tr></table>',
            [[["甲", "1"], ["乙", "2"]]],
            id="classes inside a real table change nothing",
        ),
        pytest.param(
            '<div class="table"><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table></div>',
            [[["甲", "1"], ["乙", "2"]]],
            id="a box named table round a real table",
        ),
        pytest.param(
            "<table><tr><td>甲</td><td>1</td></tr></table><table><tr><td>乙</td><td>2</td></tr></table>",
            [[["甲", "1"], ["乙", "2"]]],
            id="every row a table of its own",
        ),
        pytest.param(
            "<table><tr><td>甲</td><td>1</td></tr></table><p>文字</p><table><tr><td>乙</td><td>2</td></tr></table>",
            [[["甲", "1"]], [["乙", "2"]]],
            id="text between two tables of one row keeps them apart",
        ),
    ],
)
def test_grids(page: str, expected: list[list[list[str]]]) -> None:
    document = read(f"<html><body>{page}</body></html>")
    assert grids(document) == expected
    assert_places(document)


def test_runs_set_apart_by_their_style_are_not_glued() -> None:
    apart = "<span style='display:inline-block;width:9em'>甲</span><span style='float:left'>1</span><span>2</span>"
    page = f"<html><body><p>{apart}</p></body></html>"
    assert paragraphs(read(page)) == ["甲 1 2"]
