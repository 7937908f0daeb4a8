"""Figures that set text and tables side by side: they say what the numbers say, and every character is drawn."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import matplotlib
import pandas as pd
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from toolkit.model import Claim, Quantity, Report
from toolkit.views import figures, figures_claims

VERDICTS = pd.DataFrame(
    {"consistent": [2, 40], "inconsistent": [0, 1], "no_counterpart": [15, 32]}, index=["dongchang-2020", "清河县 2021"]
)
RULES = pd.DataFrame({"甲": [1, 0], "乙": [0, 3]}, index=["requests.balance", "a.rule.of.tomorrow"])


def claim(value: str, low: str, high: str, table: str, verdict: str = "consistent", unit: str = "%") -> Claim:
    quantity = Quantity(value + unit, Decimal(value), unit, low=Decimal(low), high=Decimal(high))
    kind = "share" if unit == "%" else "count"
    return Claim(
        1, f"占{value}{unit}。", f"占{value}{unit}", 0, 2 + len(value), 0, 2 + len(value), quantity, kind=kind,
        table_value=Decimal(table), verdict=verdict,  # type: ignore[arg-type]
    )  # fmt: skip


CLAIMS = [
    claim("47.36", "47.355", "47.369999", "47.37"),
    claim("34.5", "34.45", "34.6", "43.48", "inconsistent"),
    claim("1.14", "1.135", "1.15", "11376.42", unit="亿元"),
]


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    with matplotlib.rc_context():
        try:
            figures.cjk_font()
        except figures.FontError as error:
            pytest.skip(error.en)
        yield
    plt.close("all")


DRAWN: dict[str, Callable[[Report], Axes]] = {
    "where requests went": figures_claims.where_requests_went,
    "an unknown column": lambda report: figures_claims.where_requests_went(report, "nowhere"),
    "intervals": lambda report: figures_claims.what_a_figure_can_stand_for(CLAIMS),
    "no intervals": lambda report: figures_claims.what_a_figure_can_stand_for([]),
    "verdicts": lambda report: figures_claims.verdicts_by_report(VERDICTS),
    "rules": lambda report: figures_claims.rules_by_report(RULES),
    "no rules": lambda report: figures_claims.rules_by_report(RULES.iloc[:0]),
}


@pytest.mark.parametrize("name", DRAWN)
def test_every_character_has_a_glyph(name: str, report: Report) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        DRAWN[name](report).figure.canvas.draw()  # type: ignore[union-attr]


def test_the_three_bars_are_as_long_as_the_figures(report: Report) -> None:
    given = {
        c.row: c.value for c in report.cells if c.table == "requests" and c.column == "total" and c.value is not None
    }
    ax = figures_claims.where_requests_went(report)
    ends = [text.get_text() for text in ax.texts if text.get_fontsize() == 11]
    outcomes = sum(v for row, v in given.items() if row not in ("received", "carried_in", "concluded", "carried_out"))
    out = given["carried_out"]
    wanted = [given["received"] + given["carried_in"], outcomes + out, given["concluded"] + out]
    assert ends == [f"{float(number):.12g}" for number in wanted]


def test_a_cell_without_a_number_is_named_and_not_drawn(report: Report) -> None:
    cells = tuple(
        replace(c, value=None, status="unreadable", raw="■") if c.path == "requests.concluded.total" else c
        for c in report.cells
    )
    ax = figures_claims.where_requests_went(replace(report, cells=cells))
    assert "concluded：无法辨读" in ax.get_xlabel()


def test_a_point_beyond_its_band_is_drawn_outside() -> None:
    ax = figures_claims.what_a_figure_can_stand_for(CLAIMS)
    places = [(line.get_xdata()[0], line.get_marker()) for line in ax.lines]
    assert [marker for _, marker in places] == ["o", "X", "o"]
    assert places[0][0] == 1  # 47.37 stands for 47.3684…, which the truncated figure covers
    assert places[1][0] > 1
    assert places[2][0] == pytest.approx((11376.42 - 11350) / 150)  # 亿元 in the text, 万元 in the table


def test_exact_figures_and_figures_without_a_table_have_no_band() -> None:
    exact = claim("3", "3", "3", "3", unit="件")
    alone = replace(CLAIMS[0], table_value=None)
    assert not figures_claims.what_a_figure_can_stand_for([exact, alone]).lines


def test_every_finding_of_the_grid_has_its_number() -> None:
    ax = figures_claims.rules_by_report(RULES)
    assert sorted(text.get_text() for text in ax.texts) == ["1", "3"]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[0].startswith("申请的收与办平衡")
    assert labels[1] == "a.rule.of.tomorrow"


def test_the_legend_names_every_verdict() -> None:
    legend = figures_claims.verdicts_by_report(VERDICTS).get_legend()
    assert legend is not None
    assert [text.get_text().split()[1] for text in legend.get_texts()] == ["一致", "不一致", "表中无对应"]
