"""Key words: the measures against figures worked out by hand, and what must hold for any counts."""

from __future__ import annotations

import doctest
import math
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.analysis import keyness as module
from toolkit.analysis.keyness import keyness, log_likelihood

COUNTS = st.dictionaries(st.sampled_from(["公开", "申请", "整改", "平台", "群众"]), st.integers(0, 500))


def test_the_measures_worked_out_by_hand() -> None:
    # 30 of 1,000 words here, 10 of 2,000 there: 40/3 and 80/3 expected.
    # 2 (30 ln(30 / 13.333) + 10 ln(10 / 26.667)) = 2 (24.3279 - 9.8083) = 29.0392; 3 % against 0.5 %: six times, log2(6) = 2.585.
    (key,) = (k for k in keyness({"整改": 30, "其余": 970}, {"整改": 10, "其余": 1990}) if k.word == "整改")
    assert key.log_likelihood == pytest.approx(29.0392, abs=1e-4)
    assert key.log_ratio == pytest.approx(math.log2(6))
    assert (key.count, key.rest_count, key.per_thousand, key.rest_per_thousand) == (30, 10, 30, 5)


def test_equal_shares_are_no_difference() -> None:
    assert log_likelihood(7, 21, 700, 2100) == pytest.approx(0, abs=1e-9)
    (first, second) = keyness({"公开": 5, "申请": 5}, {"公开": 50, "申请": 50})
    assert (first.log_ratio, second.log_ratio) == (0, 0)
    assert [first.word, second.word] == ["公开", "申请"]  # the same figures: by the word, so the order never changes


def test_a_word_that_the_other_group_lacks_has_a_finite_ratio() -> None:
    by_word = {k.word: k for k in keyness({"整改": 8, "公开": 2}, {"公开": 10})}
    assert by_word["整改"].log_ratio == pytest.approx(math.log2((8 / 10) / (0.5 / 10)))
    assert by_word["整改"].log_likelihood == pytest.approx(2 * 8 * math.log(8 / 4))


def test_rare_words_are_left_out_and_still_count_as_words() -> None:
    found = keyness({"整改": 4, "罕见": 1}, {"整改": 4, "公开": 6}, smallest=3)
    assert {k.word for k in found} == {"整改", "公开"}
    assert next(k for k in found if k.word == "整改").per_thousand == 800


@pytest.mark.parametrize(
    ("counts", "rest"), [({}, {"公开": 3}), ({"公开": 3}, {}), ({}, {}), ({"公开": 0}, {"公开": 9})]
)
def test_nothing_to_compare_with_is_an_empty_list(counts: Mapping[str, int], rest: Mapping[str, int]) -> None:
    assert keyness(counts, rest) == []


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        keyness({"公开": -1}, {"公开": 3})


@given(COUNTS, COUNTS)
def test_the_two_groups_mirror_each_other(counts: Mapping[str, int], rest: Mapping[str, int]) -> None:
    there = {k.word: k for k in keyness(rest, counts)}
    here = keyness(counts, rest)
    assert {k.word for k in here} == set(there)
    for key in here:
        assert key.log_likelihood >= 0
        assert key.log_likelihood == pytest.approx(there[key.word].log_likelihood, abs=1e-9)
        assert key.log_ratio == pytest.approx(-there[key.word].log_ratio, abs=1e-9)
    assert [k.log_likelihood for k in here] == sorted((k.log_likelihood for k in here), reverse=True)


def test_the_example_of_the_documentation() -> None:
    assert doctest.testmod(module).failed == 0
