"""自动编号的数字写法：一、（一）、①、甲、Ⅳ。

How Word writes the number of a list item, by the name of its number format (w:numFmt).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
# beyond it a list is no list any more, and Word itself falls back to figures
_MOST = 9_999


def printed_number(count: int, style: str) -> str:
    """按编号格式写出一个数; 不认识的格式用阿拉伯数字。

    Writes a number in the number format `style` ("chineseCounting" -> 十二). Formats that are not known are written in figures, as are
    numbers that a format has no sign for. "none" and "bullet" have no number.
    """
    if style in ("none", "bullet"):
        return ""
    writer = _WRITERS.get(style)
    if writer is None or not 0 <= count <= _MOST:
        return str(count)
    return writer(count) or str(count)


def _counting(digits: str, units: str, short_ten: bool) -> Callable[[int], str]:
    def write(count: int) -> str:
        text = ""
        gap = False
        for power in (3, 2, 1, 0):
            digit = count // 10**power % 10
            if digit:
                text += (digits[0] if gap and text else "") + digits[digit] + (units[power - 1] if power else "")
                gap = False
            else:
                gap = bool(text)
        if short_ten and 10 <= count < 20:
            text = text[1:]
        return text or digits[0]

    return write


def _one_by_one(digits: str) -> Callable[[int], str]:
    return lambda count: "".join(digits[int(figure)] for figure in str(count))


def _from(first: int, last: int, start: str) -> Callable[[int], str]:
    return lambda count: chr(ord(start) + count - first) if first <= count <= last else ""


def _cycle(signs: Sequence[str]) -> Callable[[int], str]:
    return lambda count: signs[count - 1] if 1 <= count <= len(signs) else ""


def _letters(first: str) -> Callable[[int], str]:
    # after z Word writes aa, bb, cc
    return lambda count: chr(ord(first) + (count - 1) % 26) * ((count - 1) // 26 + 1) if 1 <= count <= 780 else ""


def _roman(count: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        text += sign * (count // size)
        count %= size
    return text


def _circled(count: int) -> str:
    if count == 0:
        return "⓪"
    if count <= 20:
        return chr(ord("①") + count - 1)
    return chr(ord("㉑") + count - 21) if count <= 35 else chr(ord("㊱") + count - 36) if count <= 50 else ""


_CHINESE = _counting("零一二三四五六七八九", "十百千", short_ten=True)
_WRITERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": _one_by_one("０１２３４５６７８９"),
    "decimalFullWidth2": _one_by_one("０１２３４５６７８９"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from(1, 20, "⑴"),
    "decimalEnclosedFullstop": _from(1, 20, "⒈"),
    "ideographEnclosedCircle": _from(1, 10, "㊀"),
    "chineseCounting": _CHINESE,
    "chineseCountingThousand": _CHINESE,
    "taiwaneseCounting": _CHINESE,
    "taiwaneseCountingThousand": _CHINESE,
    "japaneseCounting": _CHINESE,
    "ideographDigital": _one_by_one(_DIGITS),
    "japaneseDigitalTenThousand": _one_by_one(_DIGITS),
    "taiwaneseDigital": _one_by_one(_DIGITS),
    "chineseLegalSimplified": _counting(_LEGAL, "拾佰仟", short_ten=False),
    "ideographLegalTraditional": _counting(_LEGAL_TRADITIONAL, "拾佰仟", short_ten=False),
    "japaneseLegal": _counting(_LEGAL_TRADITIONAL, "拾佰仟", short_ten=False),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _cycle([_STEMS[at % 10] + _BRANCHES[at % 12] for at in range(60)]),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
}
