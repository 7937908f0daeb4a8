"""The floors of accuracy: what was reached once is kept. `python -m tests.gold.floors --raise` lifts them to what is measured.

`gates.yaml` holds, for each labelled set and gate, the floor and the best floor that there ever was. A floor below its best needs
a `reason`. A gate whose name is a rate (`tally.RATES`) must be reached; one that counts faults (`tally.FAULTS`) is a ceiling.
A set that got other labels (new passages are measured, the old ones are developed on) is a new edition of it, by hand and with a
reason; the best of another edition was measured on something else and does not count.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.gold import sets
from tests.gold.tally import FAULTS, RATES, rate, total

FILE = Path(__file__).parent / "gates.yaml"
EDITION = "edition of the labels"
Floors = dict[str, dict[str, dict[str, Any]]]

# Rates of the table that gate; the others are shown and follow from these. Rates "of found" would fall when more is found.
GATED = (
    "reports read",
    "cells right",
    "cell score",
    "parts",
    "topics",
    "metadata",
    "claims found",
    "claims precision",
    "links",
    "verdicts",
    "units and approximations",
    "flag precision",
    "flag recall",
    "lists found",
    "lists judged",
    "list flag precision",
    "list flag recall",
    "findings",
)
SIZES = ("units", "cells", "claims", "lists", "traps")  # a set does not shrink: labels are not dropped to pass
# A floor is stale where the measured rate is better by more than both of these: 2 points, and two of the things counted.
STALE_RATE, STALE_COUNT = 0.02, 2
# Another release of an office program or browser lays a page out otherwise: so much of a rate is left to it.
SLACK = 0.1
HOW = "raise it with: python -m tests.gold.floors --raise"


def load(text: str | None = None) -> Floors:
    """The stored floors: set -> gate -> {floor, best, reason}."""
    stored = yaml.safe_load(FILE.read_text("utf8") if text is None else text)
    return stored or {}


def measured(counts: Counter[str]) -> dict[str, float]:
    """Every gate of a set with what is measured; gates that the set has nothing for are left out."""
    values: dict[str, float] = {f"{name} (number)": counts[name] for name in SIZES if counts[name]}
    for name in GATED:
        value = rate(counts, name)
        if value is None and name.endswith("flag precision") and counts["claims"]:
            value = 1.0  # where nothing is flagged nothing is flagged wrongly; the recall says what that costs
        if value is not None:
            values[name] = value
    return values | {name: counts[key] for name, key in FAULTS.items() if _may_happen(key, counts)}


def _may_happen(fault: str, counts: Counter[str]) -> bool:
    """A set without labelled claims has no false ones, one without findings no false errors: it is not asked about."""
    return bool(fault == "cells_wrong" or counts["claims"] or (fault == "errors_extra" and counts["metadata"]))


def is_ceiling(gate: str) -> bool:
    """Whether a gate counts faults, so that less is better."""
    return gate in FAULTS


def best(entry: Mapping[str, Any]) -> float:
    """The best floor that a gate ever had."""
    value: float = entry.get("best", entry["floor"])
    return value


def edition(gates: Mapping[str, Mapping[str, Any]]) -> int:
    """Which labels a set has, counted from 1; only a later edition with a reason is one."""
    entry = gates.get(EDITION, {})
    return int(entry["floor"]) if str(entry.get("reason") or "").strip() else 1


def below(gate: str, value: float, floor: float) -> bool:
    """Whether a value is worse than its floor."""
    return value > floor if is_ceiling(gate) else value < floor


def stale(gate: str, value: float, floor: float, counts: Counter[str]) -> bool:
    """Whether a value is so much better than its floor that the floor guards nothing."""
    if is_ceiling(gate):
        return floor - value > STALE_COUNT
    if gate not in RATES:
        return value - floor > max(STALE_COUNT, STALE_RATE * floor)
    of = counts[RATES[gate][1]]
    return of > 0 and value - floor > max(STALE_RATE, STALE_COUNT / of)


def rounded(gate: str, value: float) -> float:
    """A value as it is stored: rates cut to three decimals, so that the floor is never above what was measured."""
    return math.floor(value * 1000 + 1e-9) / 1000 if gate in RATES else int(value)


def lowered(stored: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The gates of a set whose floor is below its best without a reason."""
    return [
        gate
        for gate, entry in stored.items()
        if below(gate, entry["floor"], best(entry)) and not str(entry.get("reason") or "").strip()
    ]


def fallen(before: Floors, now: Floors) -> list[str]:
    """What an earlier version of the floors held and this one no longer says: a gate that is gone, or a best that is worse."""
    return [
        f"{name}: {gate}"
        for name, gates in before.items()
        if edition(now.get(name, {})) <= edition(gates)
        for gate, entry in gates.items()
        if gate not in now.get(name, {}) or below(gate, best(now[name][gate]), best(entry))
    ]


def slack(name: str) -> float:
    """How far below what is measured the floor of a rate is set: nothing but for renderings by other programs."""
    return SLACK if name.startswith("rendered ") else 0.0


def raised(stored: Floors, name: str, counts: Counter[str]) -> list[str]:
    """Lifts the floors of a set to what is measured, never lowers one; returns what was changed."""
    changes = []
    gates = stored.setdefault(name, {})
    for gate, exact in measured(counts).items():
        value = rounded(gate, exact - slack(name) if gate in RATES else exact)
        entry = gates.get(gate)
        if entry is None:
            gates[gate] = {"floor": value, "best": value}
            changes.append(f"{name}: {gate}: new, {value}")
        elif below(gate, entry["floor"], value):
            changes.append(f"{name}: {gate}: {entry['floor']} -> {value}")
            entry["floor"] = value
            if not below(gate, value, best(entry)):
                entry["best"] = value
                entry.pop("reason", None)
        elif below(gate, exact, entry["floor"]):
            changes.append(
                f"{name}: {gate}: measured {rounded(gate, exact)}, BELOW its floor {entry['floor']}; left as it is"
            )
    return changes


def written(stored: Floors) -> str:
    """The floors as text: one gate on a line."""
    lines = [
        "# Floors of accuracy, one line for a gate of a labelled set; see floors.py. Written by python -m tests.gold.floors --raise.",
        "# A floor may be set below its best only by hand, with the reason on the same line: {floor: 0.9, best: 0.95, reason: ...}",
        "# Ceilings, where less is better: " + ", ".join(FAULTS) + ".",
    ]
    for name, gates in stored.items():
        lines.append(f"\n{name}:")
        for gate, entry in gates.items():
            body = yaml.safe_dump(entry, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000)
            lines.append(f"  {gate}: {body.strip()}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Prints what is measured beside the floors; with --raise writes the higher floors."""
    options = argparse.ArgumentParser(prog="python -m tests.gold.floors", description=__doc__)
    options.add_argument("--raise", dest="lift", action="store_true", help="write the higher floors to gates.yaml")
    lift = options.parse_args().lift
    stored = load() if FILE.exists() else {}
    for name in sets.SETS:
        if reason := sets.missing(name):
            print(f"{name}: not measured: {reason}")
            continue
        for change in raised(stored, name, total(sets.tallies(name))):
            print(change)
    if lift:
        FILE.write_text(written(stored), "utf8")
    else:
        print("nothing was written; --raise does")


if __name__ == "__main__":
    main()
