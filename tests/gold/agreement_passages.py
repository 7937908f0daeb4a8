"""How far two people agree who labelled the same passages: `python -m tests.gold.agreement` prints this table too.

120 passages have two labels: D labelled 30 of A's and 30 of B's, F labelled 60 of C's, each from the text and the tables alone. The first
labels are compared as they were given; none was changed afterwards. A claim is the same where both quote the same words (the quotes
overlap) with the same value; cells, verdicts and bases are compared on those. A list is the same with the same head and parts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.gold.claiming import named
from tests.gold.tally import number
from toolkit.vocabulary import cell_paths

GOLD = Path(__file__).resolve().parents[2] / "corpus" / "gold"
Labels = Mapping[str, Any]
KINDS = ("claims", "cells of claims", "verdicts", "whether a claim is an error", "lists", "whether a list adds up")
Span = tuple[int, int]


def doubly_labelled() -> Iterator[tuple[Labels, Labels]]:
    """Each passage with two labels: the first with its text, and the second."""
    lines = (GOLD / "passages.jsonl").read_text("utf8").splitlines()
    first = {one["id"]: one for one in map(json.loads, lines)}
    for line in (GOLD / "second" / "passages.jsonl").read_text("utf8").splitlines():
        second = json.loads(line)
        yield first[second["id"]], second


def pairs() -> dict[str, list[tuple[Any, Any]]]:
    """What each of two people wrote, by kind of label."""
    made: dict[str, list[tuple[Any, Any]]] = {kind: [] for kind in KINDS}
    for one, two in doubly_labelled():
        paths = set(cell_paths(one["form"]))
        same = _same_claims(one, two)
        either = len(one["claims"]) + len(two["claims"]) - len(same)
        made["claims"] += [(True, at < len(same)) for at in range(either)]
        for a, b in same:
            made["cells of claims"].append((frozenset(named(a["cells"], paths)), frozenset(named(b["cells"], paths))))
            made["verdicts"].append((a["verdict"], b["verdict"]))
            made["whether a claim is an error"].append((a["verdict"] == "inconsistent", b["verdict"] == "inconsistent"))
        lists = [{_list(x): x["adds_up"] for x in labels.get("lists", [])} for labels in (one, two)]
        for key in dict.fromkeys([*lists[0], *lists[1]]):
            made["lists"].append((key in lists[0], key in lists[1]))
            if key in lists[0] and key in lists[1]:
                made["whether a list adds up"].append((lists[0][key], lists[1][key]))
    return made


def _same_claims(one: Labels, two: Labels) -> list[tuple[Labels, Labels]]:
    """Claims of both people that quote the same words with the same value, each used once, the nearest first."""
    text = "".join(one["text"].split())
    candidates = []
    for a, left in enumerate(one["claims"]):
        for b, right in enumerate(two["claims"]):
            shared = _overlap(_spans(left["quote"], text), _spans(right["quote"], text))
            if shared and number(left["value"]) == number(right["value"]):
                candidates.append((-shared, a, b))
    taken: tuple[set[int], set[int]] = (set(), set())
    same = []
    for _, a, b in sorted(candidates):
        if a not in taken[0] and b not in taken[1]:
            taken[0].add(a)
            taken[1].add(b)
            same.append((one["claims"][a], two["claims"][b]))
    return same


def _spans(quote: str, text: str) -> list[Span]:
    words = "".join(quote.split())
    starts = [at for at in range(len(text)) if words and text.startswith(words, at)]
    return [(at, at + len(words)) for at in starts]


def _overlap(left: Sequence[Span], right: Sequence[Span]) -> int:
    return max((min(b, d) - max(a, c) for a, b in left for c, d in right), default=0) if left and right else 0


def _list(one: Labels) -> tuple[Decimal | None, tuple[Decimal | None, ...]]:
    return number(one["head"]), tuple(sorted(map(number, one["parts"]), key=lambda value: value or Decimal(0)))
