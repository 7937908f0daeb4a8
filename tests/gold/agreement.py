"""How far two people who labelled the same reports agree: `python -m tests.gold.agreement` prints the table of corpus/gold/README.md.

C and D labelled the six reports of `corpus/gold/second` apart, each from the rendered pages. Where they differed the page was looked at
again and the label settled; `settled` keeps what the first label was before, and that is what is compared here. Cohen's kappa says how
much of the agreement is more than chance: of two people who each write 0 into most cells, many cells agree by chance alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.gold import agreement_passages
from tests.gold.placing import bare

GOLD = Path(__file__).resolve().parents[2] / "corpus" / "gold"
Labels = dict[str, Any]
Pair = tuple[Hashable, Hashable]
KINDS = ("cells", "cells that are not 0", "metadata", "headings", "topics", "findings")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of how many labels how many are equal, and Cohen's kappa where chance can be told."""

    equal: int
    of: int
    kappa: float | None

    def __str__(self) -> str:
        share = f"{self.equal}/{self.of} ({self.equal / self.of:.1%})" if self.of else "-"
        return share if self.kappa is None else f"{share}, kappa {self.kappa:.3f}"


def first_labels(labels: Labels) -> Labels:
    """Labels as their labeller gave them, before two labels were settled to one."""
    before = json.loads(json.dumps(labels))
    for one in labels.get("settled", []):
        if one["what"].startswith("report."):
            before["report"][one["what"].removeprefix("report.")] = one["label"]
        elif one["what"] == "other_headings":
            before["other_headings"], before["captions"] = one["label"], []
    return before


def doubly_labelled() -> Iterator[tuple[str, Labels, Labels]]:
    """Each report with two labels, by its name."""
    for file in sorted((GOLD / "second").glob("*.json")):
        yield (
            file.stem,
            first_labels(json.loads((GOLD / file.name).read_text("utf8"))),
            json.loads(file.read_text("utf8")),
        )


def kappa(pairs: Sequence[Pair]) -> float | None:
    """Cohen's kappa of two people's labels; None where both used one label only."""
    n = len(pairs)
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[label] * right[label] for label in left) / n**2 if n else 1.0
    if chance == 1:
        return None
    return (sum(a == b for a, b in pairs) / n - chance) / (1 - chance)


def of_pairs(pairs: Sequence[Pair], with_kappa: bool = False) -> Agreement:
    """The agreement of paired labels."""
    return Agreement(sum(a == b for a, b in pairs), len(pairs), kappa(pairs) if with_kappa else None)


def cells(one: Labels, two: Labels) -> list[Pair]:
    """What each printed into the same cell; a cell that only one of them has is a difference."""
    paths = dict.fromkeys([*one["cells"], *two["cells"]])
    return [(one["cells"].get(path, "none"), two["cells"].get(path, "none")) for path in paths]


def headings(one: Labels, two: Labels) -> list[Pair]:
    """Which part each takes a heading for: one of the six, another heading, or none."""
    sides = []
    for labels in (one, two):
        side: dict[str, str] = {bare(heading): number for number, heading in labels["parts"].items()}
        side |= {bare(heading): "other" for heading in labels.get("other_headings", [])}
        sides.append(side)
    return [(sides[0].get(h, "none"), sides[1].get(h, "none")) for h in dict.fromkeys([*sides[0], *sides[1]])]


def findings(one: Labels, two: Labels) -> list[Pair]:
    """Findings by rule and figures: the words that say where a list stands may be chosen longer or shorter."""
    sides = [Counter(map(_finding, labels["findings"])) for labels in (one, two)]
    either = sides[0] | sides[1]
    both = sides[0] & sides[1]
    return [(True, at < both[key]) for key, n in either.items() for at in range(n)]


def _finding(found: Mapping[str, Any]) -> tuple[str, ...]:
    figures = [found[key] for key in ("left", "right", "expected", "printed") if found.get(key) is not None]
    place = () if found["rule"].startswith("text.") else (found["where"],)
    return (found["rule"], *place, *sorted({str(figure) for figure in figures}))


def agreement() -> dict[str, Agreement]:
    """The agreement on each kind of label over all reports that have two."""
    pairs: dict[str, list[Pair]] = {kind: [] for kind in KINDS}
    for _, one, two in doubly_labelled():
        pairs["cells"] += cells(one, two)
        pairs["metadata"] += [(one["report"][key], two["report"].get(key)) for key in one["report"]]
        pairs["headings"] += headings(one, two)
        longest = max(len(one["topics"]), len(two["topics"]))
        topics = [[*labels["topics"], *[""] * longest][:longest] for labels in (one, two)]
        pairs["topics"] += list(zip(*topics, strict=True))
        pairs["findings"] += findings(one, two)
    pairs["cells that are not 0"] = [pair for pair in pairs["cells"] if pair != (0, 0)]
    by_chance = {"cells", "cells that are not 0", "headings"}
    return {kind: of_pairs(pairs[kind], kind in by_chance) for kind in KINDS}


def of_passages() -> dict[str, Agreement]:
    """The agreement on each kind of label over all passages that have two; what nobody found cannot be counted, so it has no kappa."""
    by_chance = {"verdicts", "whether a claim is an error", "cells of claims"}
    return {kind: of_pairs(pairs, kind in by_chance) for kind, pairs in agreement_passages.pairs().items()}


def table(measured: Mapping[str, Agreement] | None = None) -> str:
    """The table of corpus/gold/README.md: that of the reports, or of what else was measured."""
    lines = ["| Label | Equal | Share | Cohen's kappa |", "|---|---:|---:|---:|"]
    for kind, found in (measured or agreement()).items():
        shown = "" if found.kappa is None else f"{found.kappa:.3f}"
        lines.append(f"| {kind} | {found.equal} of {found.of} | {found.equal / found.of:.1%} | {shown} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(), table(of_passages()), sep="\n\n")
