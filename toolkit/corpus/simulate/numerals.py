"""数字的写法。

How figures are printed in a narrative: plain, with commas, full width, in Chinese numerals, with 万, rounded
with an approximation word.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from random import Random

from toolkit.corpus.simulate.dice import pick

_DIGITS = "零一二三四五六七八九十"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_IN_WORDS = {"件", "起", "宗", "次", "场", "项", "期", "名", "个"}
_MOST_IN_WORDS, _LEAST_APPROXIMATE = 10, 30


@dataclass(frozen=True, slots=True)
class Style:
    """一份报告的数字写法。 How a report prints its figures; each is a choice made once for the report."""

    commas: bool
    full: bool
    words: bool
    decimals: int
    truncates: bool
    spaced: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """印出的数。

    A printed figure: before, digits, after (the words around it), its value, what it can stand for, its
    approximation.
    """

    text: str
    value: Decimal
    low: Decimal
    high: Decimal
    approximation: str | None = None
    before: str = ""
    after: str = ""


def style(rng: Random) -> Style:
    """抽取写法。 The style of a report."""
    return Style(
        rng.random() < 0.15,
        rng.random() < 0.03,
        rng.random() < 0.06,
        2 if rng.random() < 0.4 else 1,
        rng.random() < 0.2,
        rng.random() < 0.04,
    )


def exact(value: Decimal, unit: str, how: Style) -> Shown:
    """照实写出。 The figure as it is. Example: 12345 with commas is "12,345"."""
    if how.words and value == int(value) and 0 < value <= _MOST_IN_WORDS and unit in _IN_WORDS:
        text = "两" if value == 2 else _DIGITS[int(value)]
    else:
        text = f"{value:,}" if how.commas else f"{value}"
        text = text.translate(_FULL) if how.full else f" {text} " if how.spaced else text
    return Shown(text, value, value, value)


def rough(rng: Random, value: Decimal, unit: str, how: Style) -> Shown:
    """写成约数。 The figure rounded, with the word that says so; small figures stay exact."""
    if value < _LEAST_APPROXIMATE or value != int(value):
        return exact(value, unit, how)
    size = len(str(int(value)))
    step = Decimal(10) ** max(1, size - 2)
    down = value // step * step
    wan = down >= 10000 and rng.random() < 0.6
    kind = (
        pick(rng, ("余", "余", "多", "近", "约", "超过", "exact"))
        if not wan
        else pick(rng, ("余", "余", "近", "约", "超过"))
    )
    if kind == "exact" or (down == value and kind in ("余", "多", "超过", "近")):
        return exact(value, unit, how)
    shown = down + step if kind == "近" else down
    text = f"{(shown / 10000).normalize():f}万" if wan else f"{shown:,}" if how.commas else f"{shown}"
    place = _place(shown)
    if kind in ("余", "多"):
        return Shown(text, shown, shown, shown + place, "more_than", after=kind)
    if kind == "超过":
        return Shown(text, shown, shown, shown * Decimal("1.5"), "more_than", before=kind)
    if kind == "近":
        return Shown(text, shown, shown - place, shown, "about", before=kind)
    return Shown(text, shown, shown - place, shown + place, "about", before=kind)


def percent(value: Decimal, how: Style) -> Shown:
    """写成百分数。 A share of that many per cent, rounded or truncated to the decimals of the style."""
    step = Decimal(1).scaleb(-how.decimals)
    shown = value.quantize(step, ROUND_DOWN if how.truncates else ROUND_HALF_UP)
    return Shown(f"{shown}", shown, shown, shown)


def _place(value: Decimal) -> Decimal:
    """One step of the last digit that is not 0."""
    digits = str(int(value))
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0")))
