"""单元格中印出的内容：数值、单位、附注与状态。

What is printed in a cell: value, unit, note and status kept apart. Nothing is guessed: what is no number is `unreadable`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from toolkit.model import Status
from toolkit.parsing.normalise import WHITE, fold

BLANK = re.compile(r"^(?:[-/\\|*_.·、]*|无|没有|空|nil|none)$", re.IGNORECASE)
NUMBER = re.compile(r"^([+-]{0,2})(\d{1,3}(?:[, ]\d{3})+|\d+)(\.\d+)?(.*)$", re.DOTALL)
COUNT_UNITS = "件条项个次宗起份篇家"
UNIT = re.compile(rf"^(万元|亿元|千元|百万元|元|万|亿)?(?:人民币)?([{COUNT_UNITS}]|人次)?$")
# spaces that stand between no two digits, and a line end inside a cell that does
LOOSE = re.compile(r"(?<!\d) | (?!\d)")
TWO_LINES = re.compile(r"\d *\n *\d")
NOTE = re.compile(r"^(.*?)(\(.*\))$", re.DOTALL)
# the multiplier to 万元 of every unit of an amount; a bare number takes the unit of its column
IN_WAN = {
    "万元": Decimal(1),
    "亿元": Decimal(10000),
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "百万元": Decimal(100),
    "万": Decimal(1),
    "亿": Decimal(10000),
}
TIMES = {"万": Decimal(10000), "亿": Decimal(100000000)}
DIGITS = dict(zip("零〇○一二三四五六七八九两", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
# the largest amounts, in 元, have 13 digits; more are cells that ran together
MOST_DIGITS = 18
CHINESE = re.compile(r"^[零〇○一二三四五六七八九两十百千]+$")
VALUE_LIKE = re.compile(
    r"^(?:[+-]{0,2}\d[\d,]*(?:\.\d+)?(?:万元|亿元|千元|元|万|亿)?[件条项个次宗起份]?(?:\([^()]*\))?|[-/\\]{1,4}|无)$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """一个单元格的读数。 What a cell says: status, value in the unit of its column, and what stands beside the number."""

    status: Status
    value: Decimal | None = None
    note: str = ""


UNREADABLE = Reading("unreadable")
BLANK_READING = Reading("blank")


@lru_cache(maxsize=4096)
def is_value_like(text: str) -> bool:
    """像单元格中的数值(含短横、斜线、无)。 Whether a piece of text looks like the content of a figure cell."""
    return bool(VALUE_LIKE.match(WHITE.sub("", fold(text))))


def chinese_number(text: str) -> Decimal | None:
    """中文数字的值(万以下)。 The value of a Chinese numeral below ten thousand, None where it is none."""
    if not CHINESE.match(text):
        return None
    if not re.search("[十百千]", text):
        return Decimal("".join(str(DIGITS[c]) for c in text)) if len(text) == 1 or "〇" in text else None
    total = 0
    digit: int | None = None
    last = 10000
    zero = False
    for c in text:
        scale = {"十": 10, "百": 100, "千": 1000}.get(c)
        if scale is None:
            zero = zero or DIGITS[c] == 0
            digit = DIGITS[c]
            continue
        # 百 without a digit, and a step left out without 零 (一千五十), are no plain numbers
        if scale >= last or (not digit and scale > 10) or (scale * 10 < last < 10000 and not zero):
            return None
        total += (digit or 1) * scale
        digit, last, zero = None, scale, False
    # 一百二 is said for 120: only 一百零二 and 一百一十二 have ones
    return None if digit and last in (100, 1000) and not zero else Decimal(total + (digit or 0))


@lru_cache(maxsize=4096)
def read_value(text: str, unit: str = "件", signed: bool = False, whole: bool = True) -> Reading:
    """读出一个单元格。

    Reads what is printed in a cell of a column with `unit` (for amounts the unit that a bare number stands in: 万元 unless the
    printed header says otherwise). Values of amounts are always returned in 万元. A doubled minus (--253) is a minus sign in a
    column that may be negative, with a note, and unreadable anywhere else. Digits on both sides of a line end ("\\n") are unreadable.
    """
    amount = unit.endswith("元")
    if TWO_LINES.search(text):
        return UNREADABLE  # one number broken over two lines, or two numbers
    printed = WHITE.sub(" ", text).strip()
    folded = fold(printed)
    if BLANK.match(folded.replace(" ", "")):
        return BLANK_READING
    note = ""
    found = NOTE.match(folded)
    if found and found.group(1).strip():
        note = printed[found.start(2) :]
        folded = found.group(1).strip()
        printed = printed[: len(folded)]
    number = NUMBER.match(folded) or NUMBER.match(LOOSE.sub("", folded))
    if number is None:
        value = None if amount else chinese_number(folded.rstrip(COUNT_UNITS))
        return UNREADABLE if value is None else Reading("given", value, printed + note)
    sign, digits, decimals, rest = number.groups()
    tail = UNIT.match(rest.replace(" ", ""))
    if tail is None or (len(digits) > 1 and digits[0] == "0" and digits.strip("0")):
        return UNREADABLE
    if len(digits) + len(decimals or "") > MOST_DIGITS:
        return UNREADABLE
    value = Decimal(digits.replace(",", "").replace(" ", "") + (decimals or ""))
    if "-" in sign:
        if sign not in ("-", "--") or (sign == "--" and not signed):
            return UNREADABLE
        value = -value
        note = note or (printed if sign == "--" else "")
    elif len(sign) > 1:
        return UNREADABLE
    return _in_unit(value, tail, unit, note, printed)


def _in_unit(value: Decimal, tail: re.Match[str], unit: str, note: str, printed: str) -> Reading:
    """The value in the unit of the column; `note` keeps what was printed where that differs."""
    amount = unit.endswith("元")
    scale, counted = tail.group(1), tail.group(2)
    if amount:
        if counted:
            return UNREADABLE
        name = scale or unit
        if scale or unit != "万元":
            note = f"{printed}{note}"
        return Reading("given", _plain(value * IN_WAN[name]), note)
    if scale and scale not in TIMES:
        return UNREADABLE
    if scale:
        return Reading("given", _plain(value * TIMES[scale]), f"{printed}{note}")
    return Reading("given", value, note)


def _plain(value: Decimal) -> Decimal:
    """Without an exponent and without trailing zeros made by the conversion."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
