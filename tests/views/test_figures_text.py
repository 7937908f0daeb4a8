"""Figures of words: what they show, and that every character is drawn."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import matplotlib
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt

from toolkit.views import figures, figures_text

PANELS = {
    "一 总体情况": {"受理": 22.0, "平台建设": 13.0},
    "五 问题": {"不足": 5.0},
    "二": {},
    "六": {"信息处理费": 41.5},
}


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    with matplotlib.rc_context():
        try:
            figures.cjk_font()
        except figures.FontError as error:
            pytest.skip(error.en)
        yield
    plt.close("all")


def test_a_panel_for_each_part_and_a_bar_for_each_word() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = figures_text.words_in_panels(PANELS, "次数")
        figure.canvas.draw()
    shown = [ax for ax in figure.axes if ax.get_visible()]
    assert [ax.get_title() for ax in shown] == [*PANELS]
    assert [label.get_text() for label in shown[0].get_yticklabels()] == ["受理", "平台建设"]
    assert [bar.get_width() for bar in shown[0].patches] == [22, 13]
    assert any("没有词" in text.get_text() for text in shown[2].texts)


def test_no_panels_are_an_empty_figure() -> None:
    assert not [ax for ax in figures_text.words_in_panels({}).axes if ax.get_visible()]


def test_points_and_their_median() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = figures_text.figures_per_thousand({"一 总体情况": [60.2, 15.8, 44.0], "五 问题": []})
        ax.figure.canvas.draw()  # type: ignore[union-attr]
    points, middle = ax.lines
    assert sorted(points.get_xdata()) == [15.8, 44.0, 60.2]
    assert set(middle.get_xdata()) == {44.0}
    assert [text.get_text() for text in ax.texts] == ["44"]
