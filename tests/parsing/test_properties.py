"""性质：数字原样读回或放弃, 任何损坏都不会悄悄给出错误的数。

Properties: whatever figures a report prints, in whatever layout, they read back as printed; and whatever single damage it takes, a
figure is right or it is not given.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parsing import layouts
from tests.parsing.damage import DAMAGES, damaged, none
from toolkit.errors import NotAReportError
from toolkit.model import Report
from toolkit.parsing import parse
from toolkit.parsing.tables.place import COLUMNS
from toolkit.parsing.tables.values import read_value
from toolkit.reading import read_bytes

EDITIONS = [("2019", "standard", 2020), ("2021", "standard", 2023), ("2021", "hybrid", 2022), ("2019", "hybrid", 2021)]
SMALL = ["0", "0", "0", "0", "1", "2", "7", "12", "30", "365", "1,295", "20714"]
BLANKS = ["", "-", "/", "无"]


def _figures(rng: random.Random, form: str, variant: str, explicit: bool) -> dict[str, str]:
    printed = {}
    for path in layouts.figures_paths(form, variant):
        column = COLUMNS[path]
        printed[path] = rng.choice(SMALL)
        if column.unit == "万元":
            printed[path] = rng.choice(["0", "38.6", "251000元", "28204万元", "25.1384亿元"])
        elif column.signed:
            printed[path] = rng.choice(["+8", "-3", "0", "12", "+170"])
        if explicit and rng.random() < 0.1:
            printed[path] = rng.choice(BLANKS)
    return printed


def _wrong(report: Report, printed: dict[str, str]) -> list[str]:
    """Cells that say something else than what was printed."""
    bad = []
    for cell in report.cells:
        column = COLUMNS[cell.path]
        if cell.status != "given":
            continue
        want = (
            read_value(printed[cell.path], column.unit, column.signed, column.whole) if cell.path in printed else None
        )
        if want is None or want.status != "given" or want.value != cell.value:
            bad.append(f"{cell.path}: {cell.value} ({cell.raw!r}), printed {printed.get(cell.path)!r}")
    return bad


@pytest.mark.parametrize("layout", list(layouts.LAYOUTS))
@given(seed=st.integers(0, 10**9), edition=st.sampled_from(EDITIONS))
@settings(max_examples=12)
def test_figures_read_back_as_printed(layout: str, seed: int, edition: tuple[str, str, int]) -> None:
    form, variant, year = edition
    printed = _figures(random.Random(seed), form, variant, layout in layouts.EXPLICIT)
    text, name = layouts.LAYOUTS[layout](form, variant, year, printed)
    report = parse(read_bytes(text.encode(), name))
    assert (report.form, [c.path for c in report.cells]) == (form, list(printed))
    assert _wrong(report, printed) == []
    for cell in report.cells:
        column = COLUMNS[cell.path]
        assert cell.status == read_value(printed[cell.path], column.unit, column.signed, column.whole).status
    assert [p.number for p in report.parts] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)
@given(seed=st.integers(0, 10**9), edition=st.sampled_from(EDITIONS), layout=st.sampled_from(list(layouts.LAYOUTS)))
@settings(max_examples=30)
def test_no_damage_makes_a_figure_silently_wrong(
    damage: object, seed: int, edition: tuple[str, str, int], layout: str
) -> None:
    rng = random.Random(seed)
    form, variant, year = edition
    printed = _figures(rng, form, variant, layout in layouts.EXPLICIT)
    text, name = layouts.LAYOUTS[layout](form, variant, year, printed)
    made = next(d for d in DAMAGES if d is damage)
    try:
        report = parse(read_bytes(damaged(rng, text, made).encode(), name))
    except NotAReportError:
        assert made is not none
        return
    assert _wrong(report, printed) == []


@given(seed=st.integers(0, 10**9), edition=st.sampled_from(EDITIONS))
@settings(max_examples=30)
def test_a_blank_between_lone_pipes_takes_no_neighbours_figure(seed: int, edition: tuple[str, str, int]) -> None:
    form, variant, year = edition
    printed = _figures(random.Random(seed), form, variant, True)
    text, name = layouts.LAYOUTS["cells_with_pipes"](form, variant, year, printed)
    assert _wrong(parse(read_bytes(text.encode(), name)), printed) == []


@given(
    text=st.text(
        alphabet="政府信息公开年度报告总计规章行政许可处罚一二三、。（）0123456789 \t\n|-/万元年月日", max_size=400
    )
)
@settings(max_examples=60)
def test_nothing_that_is_text_breaks_the_parser(text: str) -> None:
    try:
        report = parse(read_bytes(f"政府信息公开工作年度报告\n{text}".encode(), "x.txt"))
    except NotAReportError:
        return
    assert all((c.value is not None) == (c.status == "given") for c in report.cells)
    assert len(report.by_path) == len(report.cells)
