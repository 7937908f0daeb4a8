"""数量语法：阿拉伯数字、汉字数字、万亿、百分数、约数和区间。

The grammar of quantities, over plain text (see `plain`). A quantity is a numeral with a unit; it becomes an interval: the values that the
printed figure can stand for by rounding or truncation and by its approximation word. Words and units are data (quantities.yaml).
Numbers are found here first and jieba never sees them: it cuts `1,234` in three and `一百二十三件` in two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from toolkit.model import Quantity
from toolkit.narrative.spoken import CHINESE_DIGITS, chinese_number, fractions
from toolkit.vocabulary import load

_SCALES = {
    "万": 10**4,
    "亿": 10**8,
    "千": 1000,
    "百": 100,
    "": 1,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "万亿": 10**12,
}
_RUN = re.compile(rf"\d+|[{CHINESE_DIGITS}]+")
_MIXED = re.compile(r"(?P<high>\d+)(?P<unit>[亿万])(?P<low>\d+)[万千]?")
_MILESTONES = ("千", "万", "亿")
_CANDIDATE = re.compile(rf"[\d{CHINESE_DIGITS}]")


@dataclass(frozen=True, slots=True)
class Found:
    """匹配文本中找到的一个数量。

    A quantity in plain text: `start` to `end` covers approximation words, numeral and unit; `chinese` says that it is written in Chinese
    numerals, `unit_kind` is "count", "amount", "share", "ratio", "time" or "" (a bare number).
    """

    start: int
    end: int
    quantity: Quantity
    unit_kind: str
    chinese: bool


@dataclass(frozen=True, slots=True)
class _Grammar:
    pattern: re.Pattern[str]
    before: re.Pattern[str]
    units: dict[str, tuple[str, str]]
    shapes: dict[tuple[str, str], tuple[str, str, str]]


def _alternation(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=len, reverse=True))


@cache
def _grammar() -> _Grammar:
    data: dict[str, Any] = load("quantities")
    units = {name: (row["unit"], row["kind"]) for row in data["units"] for name in [row["unit"], *row["variants"]]}
    stop = {unit: _alternation(list(words)) for unit, words in data["not_units"].items() if words}
    unit = "|".join(
        re.escape(u) + (f"(?!{stop[units[u][0]]})" if units[u][0] in stop else "")
        for u in sorted(units, key=len, reverse=True)
    )
    shapes = {
        (row["place"], w): (row["id"], row["low"], row["high"]) for row in data["approximations"] for w in row["words"]
    }
    before = _alternation([w for p, w in shapes if p == "before"])
    after = _alternation([w for p, w in shapes if p == "after"])
    after_unit = _alternation([w for p, w in shapes if p == "after_unit"])
    open_ended = after.replace("|", "")
    # Sixteen digits are an identity number, no count; bounded, so that a page of digits costs no more than a page of words.
    arabic = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,8})?(?!\d)|\d{1,15}(?!\d)(?:\.\d{1,8})?"
    mixed = r"\d{1,6}(?:亿\d{1,4}万|万\d{1,4}千?)(?![\d.,万亿])"
    scaled = rf"(?:{arabic})(?:万亿|[十百千]万|[万亿]|[千百](?!\d))?"
    number = rf"{mixed}|{scaled}|(?<!第)[{CHINESE_DIGITS}]{{1,14}}(?![{CHINESE_DIGITS}])"
    return _Grammar(
        re.compile(
            rf"(?P<number>{number})(?P<mid>{after})?(?P<late>(?<=[{open_ended}])(?:[十百千]?万|亿))?"
            rf"(?:(?:-|~|至|到)(?P<to>{arabic}|[{CHINESE_DIGITS}]{{1,14}}))?(?P<mid2>{after})?"
            rf"(?P<unit>{unit})?(?P<tail>{after_unit}|(?<=[成倍])(?:{after}))?"
        ),
        re.compile(rf"(?:{before})$"),
        units,
        shapes,
    )


def _numeral(text: str) -> tuple[Decimal, int, int] | None:
    """(value without scale, decimals, scale) of a numeral as printed."""
    if text[0].isdigit() and (mixed := _MIXED.fullmatch(text)):
        # 2万5千, 1亿2000万
        high, low = Decimal(mixed["high"]), Decimal(mixed["low"])
        low *= 1000 if text.endswith("千") else 1
        return (high * 10000 + low, 0, 10**4) if mixed["unit"] == "亿" else (high * 10000 + low, 0, 1)
    if text[0].isdigit():
        scale = text.lstrip("0123456789,.")
        digits = text.removesuffix(scale).replace(",", "")
        decimals = len(digits.partition(".")[2])
        return Decimal(digits), decimals, _SCALES[scale]
    value = chinese_number(text)
    return None if value is None else (value, 0, 1)


def _place(value: Decimal, step: Decimal) -> Decimal:
    """One step of the last non-zero digit printed: 1600 → 100, 21.4 (step 0.1) → 0.1, 10 → 10."""
    whole = int(value / step)
    place = step
    while whole and whole % 10 == 0:
        whole //= 10
        place *= 10
    return place


def interval(value: Decimal, decimals: int, scale: int, shape: tuple[str, str] | None) -> tuple[Decimal, Decimal]:
    """印出的数可以代表的区间(两端都包含)。

    The values a printed figure can stand for. Without an approximation word: exact for a plain whole number; with decimals or 万/亿
    half a step down (rounding) to a full step up (truncation) of the last printed digit. With one: the shape of the word.
    """
    if shape is None:
        if decimals == 0 and scale == 1:
            return value, value
        step = Decimal(scale).scaleb(-decimals)
        # Truncation reaches up to, not including, the next step; the bound itself would round up and be printed so.
        return value - step / 2, value + step - step / Decimal(10**6)
    place = _place(value, Decimal(scale).scaleb(-decimals))
    terms = {
        "v": value,
        "0": Decimal(0),
        "v + place": value + place,
        "v - place": value - place,
        "v * 1.5": value * Decimal("1.5"),
    }
    return max(terms[shape[0]], Decimal(0)), terms[shape[1]]


def approximately(found: Found, raw: str) -> Found:
    """约占六成的“约”。 A quantity with 约 said before its verb (约占60%): the same figure with the interval of 约."""
    q = found.quantity
    place = _place(q.value, Decimal(q.scale).scaleb(-q.decimals))
    return replace(
        found, quantity=replace(q, raw=raw, approximation="about", low=q.value - place, high=q.value + place)
    )


def find_quantities(text: str, taken: list[bool] | None = None) -> list[Found]:
    """找出匹配文本中的全部数量。

    All quantities of a plain text, in order. `taken` marks characters that belong to dates, document numbers and the like; a numeral that
    starts in them is passed over. Chinese numerals count only with a unit ("三件"), never inside words ("一体化").
    """
    grammar = _grammar()
    out: list[Found] = []
    at = 0
    # Candidates first: one cheap class per character, and the grammar only where a numeral can begin (15 ms against 2 ms a report).
    spoken = [Found(*place, "share", True) for place in fractions(text)]
    while candidate := _CANDIDATE.search(text, at):
        start = candidate.start()
        at = start + 1
        while spoken and spoken[0].end <= start:
            out.append(spoken.pop(0))
        if spoken and spoken[0].start <= start:
            at = spoken[0].end
            out.append(spoken.pop(0))
            continue
        if taken and taken[start]:
            continue
        match = grammar.pattern.match(text, start)
        found = _build(text, match, grammar) if match else None
        if found is not None:
            out.append(found)
            at = found.end
        else:
            # No number begins inside a numeral that was passed over.
            run = _RUN.match(text, start)
            at = max(match.end("number") if match else 0, run.end() if run else 0, start + 1)
    return [*out, *spoken]


def _range(
    match: re.Match[str], value: Decimal, scale: int, read: tuple[int, str, str]
) -> tuple[Decimal | None, int, str, str]:
    """The upper end of a range (2至3场), with end, unit and kind. Where it is none, the first number stands alone."""
    if not match["to"]:
        return None, *read
    upper = _numeral(match["to"])
    if match["unit"] and upper is not None:
        return (upper[0] * scale, *read) if upper[0] * scale > value else (None, *read)
    return None, match.end("mid") if match["mid"] else match.end("number"), "", ""


def _bounds(
    value: Decimal, decimals: int, scale: int, unit: str, kind: str, shape: tuple[str, str, str] | None
) -> tuple[Decimal, Decimal]:
    """The interval of a figure; shares and amounts are rounded even where no decimals are printed: 29% for 29.03%."""
    if shape or not (kind == "share" or (kind == "amount" and (unit != "元" or decimals))):
        return interval(value, decimals, scale, shape[1:] if shape else None)
    step = Decimal(scale).scaleb(-decimals)
    return value - step / 2, value + step - step / Decimal(10**6)


def _build(text: str, match: re.Match[str], grammar: _Grammar) -> Found | None:
    numeral = _numeral(match["number"])
    if numeral is None:
        return None
    digits, decimals, scale = numeral
    scale *= _SCALES[match["late"] or ""]
    chinese = not match["number"][0].isdigit()
    unit, kind = grammar.units.get(match["unit"] or "", ("", ""))
    end = match.end()
    start = match.start()
    before = grammar.before.search(text, max(0, start - 4), start)
    sign = (
        text[start - 1] if start and text[start - 1] in "+-" and not (start > 1 and text[start - 2].isalnum()) else ""
    )
    if scale >= 10**4 and match["unit"] == "元":
        # 3.2亿元, 28204万元: the amount keeps its printed unit and its printed figure.
        unit = ("亿" if scale == 10**8 else "万") + "元"
        if scale in (10**4, 10**8):
            scale = 1
        else:
            unit = "元"
    if chinese and (
        not match["unit"]
        or (match["number"] in _MILESTONES and not match["mid"] and (not before or before[0] == "突破"))
    ):
        # 首次突破万件 tells of a mark that was passed, no count; 近万件 and 上千条 are counts.
        return None
    value = digits * scale
    if sign == "-":
        value = -value
    to, end, unit, kind = _range(match, value, scale, (end, unit, kind))
    words = (
        ("before", before[0] if before else None),
        ("after", match["mid"] or match["mid2"]),
        ("after_unit", match["tail"]),
        ("after", match["tail"]),
    )
    shape = next(
        (grammar.shapes[place, word] for place, word in words if word and (place, word) in grammar.shapes), None
    )
    if before:
        start = before.start()
    elif sign:
        start -= 1
    low, high = _bounds(abs(value), decimals, scale, unit, kind, shape)
    if unit == "成":
        # 七成 is seven tenths, said in tenths: 65% to 75%.
        unit, value, to = "%", value * 10, to * 10 if to is not None else None
        low, high = (low * 10, high * 10) if shape else (value - 5, value + 5)
    if value < 0:
        low, high = -high, -low
    if to is not None:
        high = to
    return Found(
        start,
        end,
        Quantity(text[start:end], value, unit, decimals, scale, shape[0] if shape else None, to, low, high),
        kind,
        chinese,
    )
