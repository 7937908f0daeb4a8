"""折叠空白与位置映射。 Collapsing white space and the map back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.reading.places import Placed, collapse, cut, decode_entities, joined


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("20&nbsp;23", "20 23"),
        ("&nbsp;&nbsp;3&nbsp;", "3"),
        ("a&lt;b&amp;c", "a<b&c"),
        ("&#19977;件&#x4EF6;", "三件件"),
        ("&unknown; &", "&unknown; &"),
        ("政府信\n息公开", "政府信息公开"),
        ("2023\n12", "2023 12"),
        ("&emsp;一&ensp;二", "一 二"),
    ],
)
def test_entities_and_white_space(raw: str, expected: str) -> None:
    assert collapse(decode_entities(0, raw), wrapped=True).text == expected


def test_entities_are_no_verbatim_runs_but_have_a_place() -> None:
    placed = collapse(decode_entities(10, "&lt;3件"))
    assert placed == Placed("<3件", ((1, 14, 2),), 10, 16)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["本年新", "制作数量"], "本年新制作数量"),
        (["12", "34"], "12\n34"),
        (["2", "（其中修订1件）"], "2（其中修订1件）"),
        (["", "3", ""], "3"),
        (["25.1384", "亿元"], "25.1384亿元"),
    ],
)
def test_lines_of_a_cell(lines: list[str], expected: str) -> None:
    assert joined(Placed(line, (), None, None) for line in lines).text == expected


@given(
    st.lists(st.text(alphabet="政府12 \u3000\n\u200b&;amp#lt", max_size=8), max_size=6),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_runs_and_cuts_are_exact(parts: list[str], first: int, second: int) -> None:
    raw = "".join(parts)
    pieces = []
    at = 0
    for part in parts:
        pieces += decode_entities(at, part)
        at += len(part)
    placed = collapse(pieces)
    for start, place, length in placed.runs:
        assert raw[place : place + length] == placed.text[start : start + length]
    assert placed.text == placed.text.strip()
    assert "  " not in placed.text
    joined_text = "".join(text for _, _, text in pieces)
    low, high = min(first, second), max(first, second)
    taken = cut(pieces, low, high)
    assert "".join(text for _, _, text in taken).startswith(joined_text[low:high][:1])
    for place, length, text in taken:
        if length == len(text):
            assert raw[place : place + length] == text
