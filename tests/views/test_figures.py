"""The figures: Chinese labels are really drawn, and a missing font is one clear sentence."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace

import matplotlib
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from toolkit.errors import OgiError
from toolkit.model import Report
from toolkit.views import figures


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    with matplotlib.rc_context():
        yield
    plt.close("all")


def _font() -> None:
    try:
        figures.cjk_font()
    except figures.FontError as error:
        pytest.skip(error.en)


DRAWN: dict[str, Callable[[Report], Axes]] = {
    "claims_against_tables": figures.claims_against_tables,
    "no claims": lambda report: figures.claims_against_tables(report, "statistics"),
    "balance": figures.balance,
    "balance of a blank column": lambda report: figures.balance(report, "nowhere"),
    "words_per_part": lambda report: figures.words_per_part({"一、总体情况": 812, "五、存在的主要问题及改进情况": 190}),
}


@pytest.mark.parametrize("name", DRAWN)
def test_every_character_of_a_figure_has_a_glyph(name: str, report: Report) -> None:
    _font()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a glyph that is missing
        DRAWN[name](report).figure.canvas.draw()  # type: ignore[union-attr]


def test_text_and_table_stand_side_by_side(report: Report) -> None:
    _font()
    ax = figures.claims_against_tables(report)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert "1.本机关不掌握相关政府信息" in labels
    assert any("4 / 5" in text.get_text() and "不一致" in text.get_text() for text in ax.texts)


def test_the_balance_says_whether_it_holds(report: Report) -> None:
    _font()
    assert "=" in figures.balance(report).get_title()
    cells = tuple(
        replace(c, value=c.value + 1) if c.path == "requests.received.total" and c.value else c for c in report.cells
    )
    assert "≠" in figures.balance(replace(report, cells=cells)).get_title()
    assert "不能核对" in figures.balance(report, "nowhere").get_title()


def test_the_packaged_font_is_used_where_the_system_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pylopdf_fonts_zh_cn", reason="the optional font package is not installed")
    monkeypatch.setattr(figures, "_installed", lambda families: None)
    assert figures.cjk_font().get_name() == "Noto Sans SC"


def test_no_font_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_installed", lambda families: None)
    monkeypatch.setattr(figures, "_packaged", lambda: None)
    with pytest.raises(OgiError) as caught:
        figures.cjk_font()
    assert caught.value.zh.count("。") == 1
    assert "pylopdf-fonts-zh-cn" in caught.value.en
