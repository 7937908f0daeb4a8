"""标题的写法：六个部分与专题。

What headings look like: the six parts and the topics of part 1, matched by their wording. Which printed line is which part is
decided in `parts.py`, by order and structure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import Indel

from toolkit import vocabulary
from toolkit.parsing.normalise import normal, normal_bare

# no printed heading of a part is longer than this many letters
LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Heading:
    """一种标题。 A part or topic of the vocabulary: id, number, standard heading, and all its normal forms."""

    id: str
    number: int
    heading: str
    names: frozenset[str]


@cache
def headings(kind: str) -> tuple[Heading, ...]:
    """词表中的标题：部分("part")或专题("topic")。 The headings of the vocabulary, in order."""
    return tuple(
        Heading(r["id"], r["number"], r["heading"], frozenset(normal(t) for t in (r["heading"], *r["variants"])))
        for r in vocabulary.rows("headings")
        if r["kind"] == kind
    )


@cache
def _exact(kind: str) -> dict[str, int]:
    return {name: h.number for h in headings(kind) for name in h.names}


@lru_cache(maxsize=4096)
def exact_number(kind: str, text: str) -> int:
    """标题文字恰好是第几部分(专题), 都不是为 0。 The number of the part or topic that a text exactly names, 0 for none."""
    name = normal(text)
    return _exact(kind).get(name) or _exact(kind).get(normal_bare(text)) or 0


@lru_cache(maxsize=4096)
def similarity(kind: str, text: str) -> tuple[tuple[int, float], ...]:
    """与各部分标题的相似度。 For every part (or topic) the similarity of a text to its nearest wording, 0 to 1."""
    name = normal(text)
    return tuple(
        (h.number, max(Indel.normalized_similarity(name, wording) for wording in h.names)) for h in headings(kind)
    )


def is_part_heading(text: str) -> bool:
    """是否为某一部分的标题(整行)。 Whether a whole line is a known wording of a part's heading."""
    return len(text) <= 2 * LONGEST_HEADING and exact_number("part", text) > 0
