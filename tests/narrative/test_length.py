"""长文本：花的时间只随长度增长, 没有一个模式会回溯成指数。

A megabyte of what patterns stumble over: digits, 件, brackets, openers of lists. Nothing here is timed: a pattern that backtracks
exponentially, or work that grows with the square of the length, does not come to an end within the patience of a test run.
"""

from __future__ import annotations

import pytest

from toolkit.model import Paragraph, Part, Source
from toolkit.narrative.disposed import dispose
from toolkit.narrative.lists import find_lists
from toolkit.narrative.plain import plain
from toolkit.narrative.walk import Setting, Walk

MEGABYTE = 1_000_000
STUMBLES = {
    "digits": "1",
    "digits with commas": "1,111",
    "counters": "件",
    "figures": "3件",
    "figures in a list": "网站3件、",
    "open brackets": "（",
    "brackets": "（3件）",
    "Chinese numerals": "一百二十三万",
    "openers": "其中，",
    "heads with parts": "收到申请9件，其中公开3件，",
    "shares": "占3.5%，",
    "changes": "比上年增加3件，",
    "zeros": "未收到，",
    "universals": "均予以公开，",
    "years": "2021年",
    "wide gaps of unknown words": "甲乙丙丁",
    "pipes": "|",
    "quotation marks": "“",
}


# Text that is nothing but figures has a claim every few characters: a fifth of it is already more than forty reports hold.
DENSE = 200_000


def read(text: str, breaks: frozenset[int] = frozenset()) -> tuple[int, int]:
    """How many claims and how many numbers a text has."""
    part = Part(1, "overview", "", text, (Paragraph(text, Source(text)),))
    made = plain(text, breaks)
    walk = Walk(part, made, Setting(2022, "2021", "department"))
    walk.run([(0, "requests")])
    assert len(find_lists(walk.drafts, made, part)) <= len(walk.drafts)
    return len(walk.drafts), len(dispose(walk, part))


@pytest.mark.slow
@pytest.mark.parametrize("piece", STUMBLES.values(), ids=list(STUMBLES))
def test_a_megabyte_in_lines_ends(piece: str) -> None:
    line = piece * (1000 // len(piece)) + "\n"
    size = DENSE if "件" in piece or "%" in piece else MEGABYTE
    text = line * (size // len(line.encode()) + 1)
    claims, numbers = read(text, frozenset(i for i, c in enumerate(text) if c == "\n"))
    assert max(claims, numbers) < len(text)


@pytest.mark.parametrize("piece", STUMBLES.values(), ids=list(STUMBLES))
def test_a_sentence_without_an_end_ends(piece: str) -> None:
    claims, numbers = read(piece * (9_000 // len(piece)))
    assert max(claims, numbers) <= 9_000


@pytest.mark.slow
def test_digits_counters_and_brackets_by_the_megabyte_end() -> None:
    for piece in ("1", "件", "（", "）", "（）"):
        assert read(piece * (MEGABYTE // len(piece)))[0] == 0
