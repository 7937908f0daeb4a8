"""What a comparison counts, and which rates are made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True, slots=True)
class Miss:
    """One difference from the labels: which kind, the words or the cell, what the label wants, what was got."""

    kind: str
    quote: str
    wanted: object
    got: object


@dataclass(slots=True)
class Tally:
    """The counts of one report or passage and the differences behind them."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def miss(self, kind: str, quote: str, wanted: object, got: object) -> None:
        """Notes one difference."""
        self.misses.append(Miss(kind, quote, wanted, got))

    def judge(self, name: str, right: bool, kind: str, quote: str, wanted: object, got: object) -> bool:
        """Counts under `name` where it is right, and notes the difference where it is not."""
        self.counts[name] += right
        if not right:
            self.miss(kind, quote, wanted, got)
        return right


# name of the rate: (what is right, of how many). Links and verdicts are end to end: what was not found is not right.
# The cell score is a rate less nine for each silent error, so it can fall below 0: a wrong value costs as much as ten abstentions.
# "traps taken" alone is better the smaller it is: numbers that are no claim, and became one of any verdict.
RATES: dict[str, tuple[str, str]] = {
    "reports read": ("read", "units"),
    "cells right": ("cells_right", "cells"),
    "cell score": ("cells_score", "cells"),
    "parts": ("parts_right", "parts"),
    "topics": ("topics_right", "topics"),
    "metadata": ("metadata_right", "metadata"),
    "claims found": ("claims_found", "claims"),
    "claims precision": ("claims_found", "claims_made"),
    "links": ("claims_linked", "claims"),
    "links of found": ("claims_linked", "claims_found"),
    "verdicts": ("claims_verdict", "claims"),
    "verdicts of found": ("claims_verdict", "claims_found"),
    "units and approximations": ("claims_printed", "claims_found"),
    "flag precision": ("flags_right", "flags"),
    "flag recall": ("flags_right", "flags_wanted"),
    "lists found": ("lists_found", "lists"),
    "lists judged": ("lists_judged", "lists"),
    "list flag precision": ("list_flags_right", "list_flags"),
    "list flag recall": ("lists_bad_flagged", "lists_bad"),
    "findings": ("findings_found", "findings"),
    "traps taken": ("traps_taken", "traps"),
}
# Counts that are better the smaller they are.
FAULTS = {
    "cells silently wrong": "cells_wrong",
    "false claims": "false_claims",
    "false errors": "errors_extra",
}


def total(tallies: Iterable[Tally]) -> Counter[str]:
    """The counts of many reports together."""
    added: Counter[str] = Counter()
    for tally in tallies:
        added.update(tally.counts)
    return added


def rate(counts: Counter[str], name: str) -> float | None:
    """A rate by its name, None where there is nothing that it could be a share of."""
    right, of = RATES[name]
    return counts[right] / counts[of] if counts[of] else None


def number(value: Any) -> Decimal | None:
    """A number of a record or a label exactly as written, None for anything else."""
    if value is None or isinstance(value, bool):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
