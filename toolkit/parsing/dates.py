"""日期：规范写法、各种写法与已知的损坏形式。

Dates as printed, with repairs only against known patterns: digits or 年/月/日 that were lost beside inline tags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from toolkit.parsing.normalise import fold

CHINESE = dict(zip("〇○零O0一二三四五六七八九", "00000123456789", strict=True))
# the longest paragraphs of real reports have some 3,000 characters
LONGEST = 20_000
PLAIN = (
    re.compile(r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"),
    re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)"),
)
WRITTEN = re.compile(
    r"([〇○零一二三四五六七八九O0]{4})年([元一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
# Known shapes of damage and what was lost. The digits between the year and the last mark are split into month and day only where
# exactly one split is a real day. A year is 19xx or 20xx.
DAMAGED = (
    (re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{1,2}月\d{1,2})日"), "年"),
    (re.compile(r"(?<!\d)((?:19|20)\d{2})年(\d{2,4})日"), "月"),
    (re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2,4})日"), "年、月"),
    (re.compile(r"(?<!\d)((?:19|20)\d{2})年(\d{1,2}月\d{1,2})(?![\d日])"), "日"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """文中的一个日期。 A date: ISO form, its span in the text, and where it was repaired, what was lost."""

    iso: str
    start: int
    end: int
    lost: str = ""


def iso_day(year: int, month: int, day: int) -> str | None:
    """年月日的 ISO 写法, 没有这一天则为 None。 A day in ISO form, None where there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _iso(year: str, month: str, day: str) -> str | None:
    return iso_day(int(year), int(month), int(day))


def _repaired(year: str, rest: str) -> str | None:
    if "月" in rest:
        return _iso(year, *rest.split("月"))
    splits = {_iso(year, rest[:n], rest[n:]) for n in (1, 2) if 0 < len(rest) - n <= 2}
    splits.discard(None)
    return splits.pop() if len(splits) == 1 else None


def _chinese(text: str) -> int:
    text = text.replace("元", "一")
    tens, sep, ones = text.partition("十")
    value = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
    return (value.get(tens, 1) * 10 if sep else 0) + value.get(ones if sep else tens, 0)


@lru_cache(maxsize=512)
def find_dates(text: str) -> tuple[Found, ...]:
    """文中的全部日期, 按先后。

    All dates of a text in order (of its first characters, where it is longer than any paragraph). A damaged date is repaired only
    where it has one of the known shapes and gives a real day.
    """
    text = fold(text[:LONGEST])
    found: list[Found] = []

    def free(start: int, end: int) -> bool:
        return all(end <= f.start or start >= f.end for f in found)

    for pattern in PLAIN:
        for match in pattern.finditer(text):
            year, *_, month, day = match.groups()
            if (iso := _iso(year, month, day)) and free(match.start(), match.end()):
                found.append(Found(iso, match.start(), match.end()))
    for match in WRITTEN.finditer(text):
        year = "".join(CHINESE.get(c, "0") for c in match.group(1))
        iso = _iso(year, str(_chinese(match.group(2))), str(_chinese(match.group(3))))
        if iso and free(match.start(), match.end()):
            found.append(Found(iso, match.start(), match.end()))
    for pattern, lost in DAMAGED:
        for match in pattern.finditer(text):
            iso = _repaired(*match.groups())
            if iso and free(match.start(), match.end()):
                found.append(Found(iso, match.start(), match.end(), lost))
    return tuple(sorted(found, key=lambda f: f.start))
