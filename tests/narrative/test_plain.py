"""匹配用文本：每个字都能回到原文。 Plain text: every character leads back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model import Paragraph, Part, Source
from toolkit.narrative.plain import fold, plain
from toolkit.narrative.sentences import plain_part, sentences_of

CASES = [
    ("收到政府信息公\n开申请 26 件", "收到政府信息公开申请26件"),
    ("受(shòu)理情況(kuàng)", "受理情况"),
    ("①3件", "①3件"),
    ("１，２３５件", "1,235件"),
    ("答覆４件", "答复4件"),
    ("A\u200bB\ufeffC\u00a0D", "ABCD"),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_plain(text: str, wanted: str) -> None:
    assert plain(text).text == wanted


@given(st.text(max_size=200))
def test_every_character_maps_back(text: str) -> None:
    made = plain(text)
    assert len(made.index) == len(made.text) + 1
    assert made.index == sorted(made.index)
    for at, character in enumerate(made.text):
        assert fold(text[made.index[at]]) == character


def part(*lines: tuple[str, bool]) -> Part:
    paragraphs = tuple(Paragraph(text, Source(text), gap=gap) for text, gap in lines)
    return Part(1, "overview", "", "\n".join(p.text for p in paragraphs), paragraphs)


def test_a_folded_line_is_one_sentence() -> None:
    assert len(sentences_of(part(("全年收到申请", True), ("3件。", False)))) == 1


def test_a_gap_ends_a_sentence() -> None:
    assert len(sentences_of(part(("一、总体情况", True), ("全年收到申请3件", True)))) == 2


def test_a_heading_number_ends_the_line_before() -> None:
    text = plain_part(part(("主动公开工作稳步推进", True), ("（二）依申请公开", False)))
    assert "\n" in text.text


@given(
    st.lists(
        st.tuples(st.text(alphabet="收到申请3件。，；\u3000 ", min_size=1, max_size=20), st.booleans()),
        min_size=1,
        max_size=6,
    )
)
def test_sentences_stand_in_the_part(lines: list[tuple[str, bool]]) -> None:
    made = part(*lines)
    for sentence in sentences_of(made):
        assert made.text[sentence.start : sentence.end] == sentence.text
