"""汉字数字与用词说出的比例。

Numerals in Chinese (一百二十三, 三万五千) and ratios said in words (一半, 三分之一, 百分之三十五, 翻一番).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any

from toolkit.model import Quantity
from toolkit.vocabulary import load

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
CHINESE_DIGITS = "零一二两三四五六七八九十百千万亿"


def chinese_number(text: str) -> Decimal | None:
    """汉字数字的值。

    The value of a Chinese numeral (一百二十三 → 123, 两 → 2, 一二 → 12); None where it is none. 万 and 亿 multiply what comes before them.

    >>> chinese_number("一百二十三"), chinese_number("十六"), chinese_number("三万五千"), chinese_number("二零二零")
    (Decimal('123'), Decimal('16'), Decimal('35000'), Decimal('2020'))
    """
    if not text:
        return None
    if not any(c in _PLACES or c in "万亿" for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text)) if all(c in _DIGITS for c in text) else None
    if len(text) > 2 and text[-1] in _DIGITS and text[-1] != "零" and text[-2] in "百千万亿":
        # 一百二 is said for 120 and printed for 102: not one number.
        return None
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _PLACES:
            section += (digit or 1) * _PLACES[c]
            digit = 0
        elif c in "万亿":
            total = (total + section + digit or 1) * (10**4 if c == "万" else 10**8)
            section = digit = 0
        else:
            return None
    return Decimal(total + section + digit)


@cache
def _fraction_words() -> tuple[re.Pattern[str], dict[str, Any]]:
    rows = load("quantities")["fractions"]
    return re.compile("|".join(f"(?P<{row['id']}>{row['pattern']})" for row in rows)), {row["id"]: row for row in rows}


def fractions(text: str) -> list[tuple[int, int, Quantity]]:
    """用词说出的比例：一半、三分之一、百分之三十五、翻一番。

    Ratios said in words, as (start, end, percentage): 一半 50, 三分之一 33.3, 百分之三十五 35, 翻一番 +100. A word stands for a range
    (`slack` on both sides); 超过一半 and 过半 begin at the value.
    """
    if "半" not in text and "分之" not in text and "番" not in text:
        return []
    pattern, rows = _fraction_words()
    out = []
    for match in pattern.finditer(text):
        row = rows[str(match.lastgroup if match.lastgroup in rows else next(k for k in rows if match[k]))]
        value = _said(row, match[0])
        if value is None:
            continue
        slack = Decimal(str(row["slack"]))
        more = row.get("more_than") is not None and re.search(row["more_than"], match[0]) is not None
        low, high = (value, value * Decimal("1.5")) if more else (value - slack, value + slack)
        quantity = Quantity(match[0], value, "%", approximation="more_than" if more else None, low=low, high=high)
        out.append((match.start(), match.end(), quantity))
    return out


def _said(row: dict[str, Any], text: str) -> Decimal | None:
    """The percentage that a ratio in words says; None where its numerals are none."""
    if "value" in row:
        return Decimal(str(row["value"]))
    if row["id"] == "doubled":
        times = re.search(f"[{CHINESE_DIGITS}]", text)
        number = chinese_number(times[0]) if times else Decimal(1)
        return Decimal(100) * (2 ** int(number) - 1) if number else None
    whole, _, part = re.sub("[几多强弱]|以上|左右", "", text).partition("分之")
    whole_value = Decimal(100) if whole == "百" else chinese_number(whole)
    digits, _, decimals = part.partition("点")
    value = chinese_number(digits)
    if not whole_value or value is None:
        return None
    if decimals:
        fraction = chinese_number(decimals)
        value += Decimal(0) if fraction is None else fraction.scaleb(-len(decimals))
    return (value / whole_value * 100).quantize(Decimal("0.1")) if whole != "百" else value
