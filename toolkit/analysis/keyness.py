"""关键词：一组文字比另一组更常说哪些词。

Key words: which words one group of texts uses more than another. Two figures per word, since they answer two questions:

* `log_likelihood` (G², Dunning 1993, in the two-cell form of Rayson & Garside 2000): how hard it is to put the difference down to
  chance. 3.84, 6.63, 10.83 and 15.13 are the usual limits for p < 0.05, 0.01, 0.001 and 0.0001. It grows with the length of the texts.
* `log_ratio` (Hardie 2014): how big the difference is. 1 means twice as frequent per word, 2 four times, -1 half as frequent.

Both take words for independent of each other, which words of one text are not: a word that a single report repeats comes out on top.
So look at the number of reports that use a word, too, and read the figures as an order of reading, not as a test of significance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    Counts = Mapping[str, int] | pd.Series[int]

_NEVER = 0.5  # stands for a count of 0 in a log ratio, as Hardie proposes: half of the smallest count there can be


@dataclass(frozen=True, slots=True)
class KeyWord:
    """一个词在两组文字中的频次与差别。

    A word in two groups of texts: how often it occurs in the one (`count`) and in the other (`rest_count`), the same per 1,000 words,
    and the two measures of the module. `log_ratio` > 0: more frequent in the first group.
    """

    word: str
    count: int
    rest_count: int
    per_thousand: float
    rest_per_thousand: float
    log_ratio: float
    log_likelihood: float


def keyness(counts: Counts, rest: Counts, smallest: int = 3) -> list[KeyWord]:
    """两组词频的比较。

    Compare two groups of word counts (mappings, or what `value_counts()` of a pandas column gives). Returns the words that occur at
    least `smallest` times in both groups together, by `log_likelihood`, the most telling first, then by the word. Empty where one
    of the groups has no words: there is nothing to compare with then. Raises `ValueError` for a negative count.

    >>> [k.word for k in keyness({"整改": 9, "申请": 1}, {"整改": 1, "申请": 9})]
    ['整改', '申请']
    """
    counts, rest = dict(counts), dict(rest)
    if any(count < 0 for group in (counts, rest) for count in group.values()):
        raise ValueError("词频不能是负数。 A count of words cannot be negative.")
    size, rest_size = sum(counts.values()), sum(rest.values())
    if not size or not rest_size:
        return []
    found = [
        _compare(word, counts.get(word, 0), rest.get(word, 0), size, rest_size)
        for word in {*counts, *rest}
        if counts.get(word, 0) + rest.get(word, 0) >= max(1, smallest)
    ]
    return sorted(found, key=lambda key: (-key.log_likelihood, key.word))


def log_likelihood(count: int, rest_count: int, size: int, rest_size: int) -> float:
    """对数似然比 G²。

    G² of a word that occurs `count` times among `size` words and `rest_count` times among `rest_size`: 0 where it is as frequent
    here as there, larger the less chance explains the difference.
    """
    expected = size * (count + rest_count) / (size + rest_size)
    rest_expected = rest_size * (count + rest_count) / (size + rest_size)
    terms = ((count, expected), (rest_count, rest_expected))
    # Equal shares can come out at -1e-16 in floating point.
    return max(0.0, 2 * sum(seen * log(seen / wanted) for seen, wanted in terms if seen))


def _compare(word: str, count: int, rest_count: int, size: int, rest_size: int) -> KeyWord:
    ratio = log2(((count or _NEVER) / size) / ((rest_count or _NEVER) / rest_size))
    return KeyWord(
        word=word,
        count=count,
        rest_count=rest_count,
        per_thousand=1000 * count / size,
        rest_per_thousand=1000 * rest_count / rest_size,
        log_ratio=ratio,
        log_likelihood=log_likelihood(count, rest_count, size, rest_size),
    )
