"""Where words stand in the text of a report, white space aside, and which of two sets of things belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SHORTEST = 4  # characters: a shorter raw text is the figure of a cell, which stands anywhere


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text of a part, counted in characters that are no white space."""

    part: int
    start: int
    end: int

    def overlap(self, other: Place) -> int:
        """How many characters two stretches share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start)) if self.part == other.part else 0

    def inside(self, other: Place) -> bool:
        """Whether this stretch lies wholly in the other."""
        return self.part == other.part and other.start <= self.start and self.end <= other.end


def bare(text: str) -> str:
    """Text without its white space."""
    return "".join(text.split())


class Narrative:
    """The parts of a record as text without white space, with the way from an offset in one to an offset in the other."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._texts: dict[int, str] = {}
        self._offsets: dict[int, list[int]] = {}
        self._claims = record["claims"]
        for part in record["parts"]:
            offsets = [0]
            for character in part["text"]:
                offsets.append(offsets[-1] + (not character.isspace()))
            self._texts[part["part"]] = bare(part["text"])
            self._offsets[part["part"]] = offsets

    def place(self, part: int, start: int, end: int) -> Place:
        """The place of a stretch whose offsets count white space, as those of a record do."""
        offsets = self._offsets[part]
        return Place(part, offsets[start], offsets[end])

    def find(self, quote: str) -> list[Place]:
        """All places where a quote stands, in the order of the text."""
        words, places = bare(quote), []
        for part, text in self._texts.items():
            at = text.find(words) if words else -1
            while at >= 0:
                places.append(Place(part, at, at + len(words)))
                at = text.find(words, at + 1)
        return places

    def spots(self, finding: Mapping[str, Any]) -> list[Place]:
        """Where the words stand that a finding is about; its cells (short, or in a row of a table) are not words."""
        said = [self._claims[at] for at in finding["claims"]]
        places = [self.place(claim["part"], claim["part_start"], claim["part_end"]) for claim in said]
        for source in finding["sources"]:
            if source["row"] is None and len(bare(source["raw"])) >= _SHORTEST:
                places += self.find(source["raw"])
        return places


def closeness(wanted: Iterable[Place], got: Place) -> float:
    """The part that two stretches share of both together: 1 for the same stretch, 0 where they do not meet."""
    best = 0.0
    for place in wanted:
        shared = place.overlap(got)
        if shared:
            best = max(best, shared / (max(place.end, got.end) - min(place.start, got.start)))
    return best


def pair(candidates: Sequence[tuple[float, int, int]]) -> dict[int, int]:
    """Pairs each wanted thing with at most one thing found: {wanted: found}, as many as possible, the closest first.

    `candidates` are (closeness, wanted, found). What is taken greedily is given up again only where that pairs one more.
    """
    ways: dict[int, list[int]] = {}
    for _, wanted, found in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        ways.setdefault(wanted, []).append(found)
    taken: dict[int, int] = {}  # found -> wanted
    pairs: dict[int, int] = {}
    for _, wanted, found in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if wanted not in pairs and found not in taken:
            pairs[wanted], taken[found] = found, wanted

    def settle(wanted: int, tried: set[int]) -> bool:
        for found in ways[wanted]:
            if found not in tried:
                tried.add(found)
                if found not in taken or settle(taken[found], tried):
                    pairs[wanted], taken[found] = found, wanted
                    return True
        return False

    for wanted in sorted(ways):
        if wanted not in pairs:
            settle(wanted, set())
    return pairs
