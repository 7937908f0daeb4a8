"""What the text of a report says against the labels: claims, the cells they are linked to, verdicts, lists, and traps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.gold.placing import Narrative, Place, closeness, pair
from tests.gold.tally import Tally, number

Labels = Mapping[str, Any]
_COMPARED = {"consistent", "inconsistent"}


def claims(gold: Labels, record: Mapping[str, Any], narrative: Narrative, tally: Tally) -> dict[int, int]:
    """Counts claims, lists and traps; returns which labelled claim was paired with which claim of the record.

    A labelled claim is found where a claim with exactly its value overlaps its quote; each claim is paired with one label.
    """
    places = [narrative.place(c["part"], c["part_start"], c["part_end"]) for c in record["claims"]]
    quotes = [narrative.find(label["quote"]) for label in gold.get("claims", [])]
    candidates = []
    for at, label in enumerate(gold.get("claims", [])):
        for got, claim in enumerate(record["claims"]):
            near = closeness(quotes[at], places[got]) if number(claim["value"]) == number(label["value"]) else 0
            if near:
                candidates.append((near, at, got))
    paired = pair(candidates)
    paths = {cell["cell"] for cell in record["cells"]} | set(gold["cells"])
    for at, label in enumerate(gold.get("claims", [])):
        claim = record["claims"][paired[at]] if at in paired else None
        around = [record["claims"][i] for i, place in enumerate(places) if closeness(quotes[at], place)]
        _claim(label, claim, around, paths, tally)
    _unlabelled(gold, record, narrative, places, set(paired.values()), tally)
    _lists(gold, record, narrative, tally)
    return paired


def named(patterns: Sequence[str], paths: set[str]) -> set[str]:
    """The cells that paths name; a `*` stands for exactly one step. A pattern that names none stands for itself."""
    cells: set[str] = set()
    for pattern in patterns:
        steps = pattern.split(".")
        fitting = {path for path in paths if _fits(steps, path.split("."))} if "*" in steps else set()
        cells |= fitting or {pattern}
    return cells


def _fits(steps: Sequence[str], path: Sequence[str]) -> bool:
    return len(steps) == len(path) and all(step in ("*", here) for step, here in zip(steps, path, strict=True))


def _claim(label: Labels, claim: Labels | None, around: Sequence[Labels], paths: set[str], tally: Tally) -> None:
    counts = tally.counts
    flag = label["verdict"] == "inconsistent"
    counts["claims"] += 1
    counts["flags_wanted"] += flag
    if claim is None:
        got = [(c["quote"], c["value"], c["verdict"]) for c in around]
        tally.miss("claim missed", label["quote"], (label["value"], label["verdict"], label["cells"]), got or None)
        return
    counts["claims_found"] += 1
    linked = named(label["cells"], paths) == named(claim["cells"], paths)
    tally.judge("claims_linked", linked, "link", label["quote"], label["cells"], claim["cells"])
    judged = label["verdict"] == claim["verdict"]
    wanted = f"{label['verdict']} ({why})" if (why := label.get("why") or label.get("note")) else label["verdict"]
    tally.judge("claims_verdict", judged, "verdict", label["quote"], wanted, f"{claim['verdict']}: {claim['why_en']}")
    counts["flags_right"] += flag and judged
    printed = [(c["unit"], c.get("approximation"), number(c.get("value_to"))) for c in (label, claim)]
    tally.judge("claims_printed", printed[0] == printed[1], "unit or approximation", label["quote"], *printed)


def _unlabelled(
    gold: Labels,
    record: Mapping[str, Any],
    narrative: Narrative,
    places: Sequence[Place],
    paired: set[int],
    tally: Tally,
) -> None:
    """Claims that no label has: those inside a list are its parts; those inside a trap and compared with cells are false."""
    lists = [place for one in gold.get("lists", []) for place in narrative.find(one["quote"])]
    traps = [place for words in gold.get("not_claims", []) for place in narrative.find(words)]
    numbers = [narrative.place(n["part"], n["start"], n["end"]) for n in record["numbers"] if n["kind"] == "claim"]
    tally.counts["traps"] += len(gold.get("not_claims", []))
    for at, claim in enumerate(record["claims"]):
        place, verdict = places[at], claim["verdict"]
        tally.counts["flags"] += verdict == "inconsistent"
        if at in paired:
            tally.counts["claims_made"] += 1
            continue
        if verdict == "no_counterpart" and any(place.inside(one) for one in lists):
            continue
        tally.counts["claims_made"] += 1
        # The claim's own numerals tell what it is about where its words reach beyond the trap.
        own = [n for n in numbers if n.inside(place)] or [place]
        trapped = any(place.inside(trap) for trap in traps) or any(n.inside(trap) for n in own for trap in traps)
        tally.counts["traps_taken"] += trapped
        if trapped and verdict in _COMPARED and claim["cells"]:
            tally.counts["false_claims"] += 1
            tally.miss("false claim", claim["quote"], "no claim", (claim["value"], verdict, claim["cells"]))
        else:
            kind = "false flag" if verdict == "inconsistent" else "trap taken" if trapped else "claim without label"
            tally.miss(kind, claim["quote"], None, (claim["value"], verdict, claim["cells"]))


def _lists(gold: Labels, record: Mapping[str, Any], narrative: Narrative, tally: Tally) -> None:
    """Lists with their head and parts, and whether the finding that they do not add up is made exactly where it should be."""
    made = [(one, narrative.place(one["part"], one["part_start"], one["part_end"])) for one in record["lists"]]
    alarms = [
        (number(found["left"]), narrative.spots(found))
        for found in record["findings"]
        if found["rule"] == "text.list" and found["severity"] != "note"
    ]
    counts, bad = tally.counts, []
    for label in gold.get("lists", []):
        quotes, head = narrative.find(label["quote"]), number(label["head"])
        here = [one for one, place in made if closeness(quotes, place)]
        got = [(one["head"], one["parts"], one["adds_up"]) for one in here]
        alarmed = any(of == head and any(closeness(quotes, place) for place in places) for of, places in alarms)
        counts["lists"] += 1
        whole = any(_figures(one) == _figures(label) for one in here)
        tally.judge("lists_found", whole, "list", label["quote"], (label["head"], label["parts"]), got)
        tally.judge("lists_judged", alarmed != label["adds_up"], "list verdict", label["quote"], label["adds_up"], got)
        if not label["adds_up"]:
            bad.append((head, quotes))
            counts["lists_bad"] += 1
            counts["lists_bad_flagged"] += alarmed
    for head, places in alarms:
        right = any(head == of and any(closeness(quotes, place) for place in places) for of, quotes in bad)
        words = str([one["quote"] for one, place in made if closeness(places, place)])
        counts["list_flags"] += 1
        tally.judge("list_flags_right", right, "false list flag", words, None, f"head {head} does not add up")


def _figures(one: Labels) -> tuple[object, list[Any]]:
    return number(one["head"]), sorted(map(number, one["parts"]))
