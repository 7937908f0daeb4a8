"""标注怎么画：线、面、记号和小字, 不靠字体也不靠颜色。

How marks look: lines, areas, signs and small words, in points on the page. Every kind has a line style or a sign besides its colour,
and signs are drawn as lines, so that no font is needed. The same shapes become SVG (`pages`) and pixels (`page_pictures`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import cos, pi, sin
from typing import NamedTuple

from toolkit.model import Box
from toolkit.views.overlays import Mark
from toolkit.views.words import STATUS, VERDICT, Pair

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Path:
    """一条线或一个面。 A line, or an area if `closed`, through `points`; `width` 0 has no line, `opacity` 0 is not filled."""

    points: tuple[Point, ...]
    color: str
    width: float = 0.6
    dash: tuple[float, ...] = ()
    closed: bool = False
    opacity: float = 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """一行小字。 A small line of words whose lower left corner is (x, y); `anchor` says which side x is: "start", "middle" or "end"."""

    x: float
    y: float
    size: float
    text: str
    color: str
    anchor: str = "start"


Shape = Path | Words


class Look(NamedTuple):
    """一种标注的样子。 How a kind of mark looks: its colour, its line, how much of its area is filled, and the layer it belongs to."""

    color: str
    width: float
    dash: tuple[float, ...]
    opacity: float
    layer: str


# The colours of Okabe and Ito, which people with every kind of colour vision can tell apart, darkened where a thin line needs it.
_GREEN, _ORANGE, _BLUE, _AMBER, _PURPLE, _GREY = "#00795a", "#d55e00", "#0072b2", "#a86f00", "#9c3f73", "#6b6b6b"

LOOKS: dict[str, Look] = {
    "text": Look(_GREY, 0, (), 0, "reading"),
    "grid": Look("#8a94a0", 0.35, (), 0, "reading"),
    "aside": Look(_GREY, 0.7, (), 0.12, "aside"),
    "part": Look(_BLUE, 1.1, (), 0, "parts"),
    "heading": Look(_BLUE, 0.9, (), 0.06, "parts"),
    "topic": Look(_BLUE, 0.6, (3, 1.5), 0, "parts"),
    "fact": Look(_PURPLE, 0.6, (0.8, 1.4), 0, "parts"),
    "number": Look(_GREY, 0.5, (0.8, 1.6), 0, "numbers"),
    "unclassified": Look(_PURPLE, 0.7, (2, 1), 0, "numbers"),
    "given": Look(_GREEN, 0.5, (), 0.08, "cells"),
    "figure": Look(_GREEN, 0.4, (), 0, "cells"),
    "blank": Look(_GREY, 0.7, (2.5, 1.5), 0.14, "cells"),
    "unreadable": Look(_ORANGE, 0.9, (), 0.05, "cells"),
    "extension": Look("#7a4b12", 0.9, (5, 1.5, 1, 1.5), 0.08, "cells"),
    "row": Look(_BLUE, 0, (), 0, "paths"),
    "group": Look(_BLUE, 0, (), 0, "paths"),
    "column": Look(_BLUE, 0, (), 0, "paths"),
    "claim_consistent": Look(_GREEN, 0.9, (), 0, "claims"),
    "claim_inconsistent": Look(_ORANGE, 1.0, (), 0, "claims"),
    "claim_not_comparable": Look(_AMBER, 0.9, (4, 1.6), 0, "claims"),
    "claim_no_counterpart": Look(_BLUE, 0.9, (1, 1.4), 0, "claims"),
    "claim_unreadable": Look(_PURPLE, 0.7, (), 0, "claims"),
    "finding": Look(_ORANGE, 0, (), 0, "findings"),
    "doubt": Look(_PURPLE, 0.8, (1.5, 1), 0.06, "doubts"),
}
LAYERS: dict[str, Pair] = {
    "cells": ("法定单元格", "statutory cells"),
    "paths": ("单元格路径", "paths of cells"),
    "claims": ("数量主张", "claims"),
    "findings": ("不一致之处", "disagreements"),
    "parts": ("部分、专题与元数据", "parts, topics, metadata"),
    "numbers": ("其他数字", "other numbers"),
    "doubts": ("读不准之处", "what is not certain"),
    "aside": ("放在一旁的文字", "what was set aside"),
    "reading": ("表格线与读出的文字", "table cells and text as read"),
}
_SIZE = 4.6  # of values, points: small enough for the lower edge of a cell, legible at 150 dpi
_TINY = 3.8  # of paths
_STEP = 5.0  # between the lines under claims that overlap
_SIGN = 4.4
_CIRCLE = tuple((0.5 + 0.46 * cos(a * pi / 8), 0.5 + 0.46 * sin(a * pi / 8)) for a in range(17))
# Signs as lines in a square of 1: the same as the words of `views.words`, but drawn.
_SIGNS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "claim_consistent": (((0.05, 0.55), (0.38, 0.9), (0.95, 0.1)),),
    "claim_inconsistent": (((0.1, 0.1), (0.9, 0.9)), ((0.9, 0.1), (0.1, 0.9))),
    "claim_not_comparable": (_CIRCLE, ((0.82, 0.18), (0.18, 0.82))),
    "claim_no_counterpart": (_CIRCLE,),
    "?": (
        ((0.22, 0.3), (0.3, 0.1), (0.5, 0.02), (0.72, 0.12), (0.76, 0.32), (0.52, 0.5), (0.5, 0.7)),
        ((0.5, 0.86), (0.5, 0.98)),
    ),
}  # fmt: skip


def shapes(mark: Mark) -> Iterator[Shape]:
    """一处标注的线、面与字。 The shapes of one mark, those below first."""
    look = LOOKS[mark.kind]
    if mark.kind.startswith("claim_"):
        yield from _claim(mark, look)
    elif mark.kind in _OWN:
        yield from _OWN[mark.kind](mark, look)
    else:
        yield _frame(mark.box, look, 0.4 if mark.kind in ("given", "blank", "unreadable") else 0)
        if mark.ends and mark.label:
            yield from _VALUE.get(mark.kind, _flag)(mark, look)
    if mark.kind == "unreadable":
        yield from _hatch(mark.box, look)
        yield from _sign("?", mark.box[2] - 5.5, mark.box[3] - 6.5, 5, look.color)


def _frame(box: Box, look: Look, inset: float) -> Path:
    left, top, right, bottom = box
    left, top, right, bottom = left + inset, top + inset, right - inset, bottom - inset
    return Path(
        ((left, top), (right, top), (right, bottom), (left, bottom)),
        look.color,
        look.width,
        look.dash,
        True,
        look.opacity,
    )


def _value(mark: Mark, look: Look) -> Iterator[Shape]:
    """The value of a cell as it was read, in its lower right corner; beside a box that only holds the figure itself."""
    left, top, right, bottom = mark.box
    if bottom - top < 2.2 * _SIZE or right - left < 2.2 * _SIZE:
        yield Words(right + 1.2, bottom, _SIZE, mark.label, look.color)
    else:
        yield Words(right - 1.2, bottom - 1.4, _SIZE, mark.label, look.color, "end")


def _flag(mark: Mark, look: Look) -> Iterator[Shape]:
    """A label before the upper left corner of a box."""
    yield Words(mark.box[0] - 1.5, mark.box[1] + 4, 5.5, mark.label, look.color, "end")


def _above(mark: Mark, look: Look) -> Iterator[Shape]:
    yield Words(mark.box[0], mark.box[1] - 1, _SIZE, mark.label, look.color)


_VALUE = {"given": _value, "blank": _value, "fact": _above}


def _row(mark: Mark, look: Look) -> Iterator[Shape]:
    yield Words(mark.box[0] - 1.2, mark.box[3] - 1.2, _TINY, mark.label, look.color, "end")


def _group(mark: Mark, look: Look) -> Iterator[Shape]:
    """A row that begins beside another one, as the lawsuits beside the reviews: below its first cell."""
    yield Words(mark.box[0] + 0.5, mark.box[3] + 0.8 + _TINY, _TINY, mark.label, look.color)


def _column(mark: Mark, look: Look) -> Iterator[Shape]:
    yield Words((mark.box[0] + mark.box[2]) / 2, mark.box[1] - 0.8, _TINY, mark.label, look.color, "middle")


def _bar(mark: Mark, look: Look) -> Iterator[Shape]:
    """Every line of a part has a bar at its left, the first one of a paragraph also the number of the part."""
    left, top, _, bottom = mark.box
    yield Path(((left - 3, top - 1), (left - 3, bottom + 1)), look.color, look.width)
    if mark.label:
        yield Words(left - 4.2, bottom, _SIZE, mark.label, look.color, "end")


def _strike(mark: Mark, look: Look) -> Iterator[Shape]:
    left, top, right, bottom = mark.box
    yield _frame(mark.box, look._replace(width=0), 0)
    yield Path(((left - 2, (top + bottom) / 2), (right + 2, (top + bottom) / 2)), look.color, look.width)


def _under(mark: Mark, look: Look) -> Iterator[Shape]:
    left, _, right, bottom = mark.box
    yield Path(((left, bottom + 0.8), (right, bottom + 0.8)), look.color, look.width, look.dash)


def _corner(mark: Mark, look: Look) -> Iterator[Shape]:
    _, top, right, _ = mark.box
    yield Path(((right - 6, top), (right, top), (right, top + 6)), look.color, 0, closed=True, opacity=1)


def _nothing(mark: Mark, look: Look) -> Iterator[Shape]:
    """Text as read is there to be pointed at, not to be seen."""
    yield _frame(mark.box, look, 0)


_OWN = {
    "row": _row,
    "group": _group,
    "column": _column,
    "part": _bar,
    "aside": _strike,
    "number": _under,
    "finding": _corner,
    "text": _nothing,
}


def _hatch(box: Box, look: Look) -> Iterator[Shape]:
    """Slanted lines over a box, 4 points apart."""
    left, top, right, bottom = box
    height = bottom - top
    at = left - height + 4
    while at < right:
        low, high = max(at, left), min(at + height, right)
        if high - low > 0.5:
            yield Path(((low, bottom - (low - at)), (high, bottom - (high - at))), look.color, 0.3)
        at += 4


def _claim(mark: Mark, look: Look) -> Iterator[Shape]:
    """A line under the words, in the style of the verdict, and under its end the sign and the number of the claim."""
    left, _, right, bottom = mark.box
    y = bottom + 1.2 + _STEP * mark.depth
    yield from _underline(mark.kind, look, left, right, y)
    if mark.ends:
        width = _SIGN + 0.8 + 0.56 * _SIZE * len(mark.label)
        x = max(left, right - width)
        kind = "?" if mark.kind == "claim_unreadable" else mark.kind
        yield from _sign(kind, x, y + 1, _SIGN - 0.6, look.color)
        yield Words(x + _SIGN, y + 4.5, _SIZE, mark.label, look.color)


def _underline(kind: str, look: Look, left: float, right: float, y: float) -> Iterator[Shape]:
    if kind == "claim_inconsistent":
        steps = max(2, round((right - left) / 1.5))
        points = tuple((left + (right - left) * n / steps, y + (0.7 if n % 2 else -0.7)) for n in range(steps + 1))
        yield Path(points, look.color, look.width)
    elif kind == "claim_unreadable":
        yield Path(((left, y - 0.7), (right, y - 0.7)), look.color, look.width)
        yield Path(((left, y + 0.7), (right, y + 0.7)), look.color, look.width)
    else:
        yield Path(((left, y), (right, y)), look.color, look.width, look.dash)


def _sign(name: str, x: float, y: float, size: float, color: str) -> Iterator[Shape]:
    lines = [tuple((x + size * a, y + size * b) for a, b in line) for line in _SIGNS[name]]
    for edge, ink in ((1.4, "#ffffff"), (0.0, color)):  # a white edge, so that it can be read on ink
        for line in lines:
            yield Path(line, ink, 0.7 + size / 20 + edge)


def by_layer(marks: Iterable[Mark]) -> Iterator[tuple[str, list[Mark]]]:
    """按层分组, 顺序不变。 Marks in runs of one layer, in their order."""
    for layer, run in groupby(marks, key=lambda mark: LOOKS[mark.kind].layer):
        yield layer, list(run)


LEGEND_HEIGHT = 38.0
_LEGEND: tuple[tuple[str, Pair], ...] = (
    *((status, STATUS[status]) for status in ("given", "blank", "unreadable")),
    ("extension", ("格式外", "outside the form")),
    ("finding", ("不一致", "disagreement")),
    ("heading", ("部分", "part")),
    ("topic", ("专题", "topic")),
    ("fact", ("元数据", "metadata")),
    *((f"claim_{verdict}", VERDICT[verdict]) for verdict in VERDICT),
    ("number", ("其他数字", "other number")),
    ("aside", ("放在一旁", "set aside")),
    ("doubt", ("读不准", "not certain")),
)
_SAMPLES = {"given": "3", "blank": "", "unreadable": "", "extension": "+", "heading": "1", "topic": "T", "doubt": "!"}
_IN_A_ROW = 8


def legend(width: float, lang: str) -> Iterator[Shape]:
    """图例。 The legend, `width` points wide and `LEGEND_HEIGHT` high: a sample of every kind with its name."""
    step = width / _IN_A_ROW
    scale = min(1.0, step / 70)
    for number, (kind, names) in enumerate(_LEGEND):
        x, y = (number % _IN_A_ROW) * step + 8 * scale, 4 + (number // _IN_A_ROW) * 17
        box = (x, y, x + 19 * scale, y + (6.0 if kind.startswith("claim_") or kind == "number" else 12.5))
        yield from shapes(Mark(0, box, kind, _SAMPLES.get(kind, "")))
        yield Words(x + 22 * scale, y + 8.5, 6 * scale, names[lang == "en"], "#333333")
