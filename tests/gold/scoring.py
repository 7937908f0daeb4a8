"""The record of a report against its labels: cells, parts, metadata and findings; `claiming` compares what the text says.

`score(gold, record)` counts; what the labels mean is said in `corpus/gold/CODEBOOK.md`. A record of None is a report that could
not be read: all its cells are abstained, everything else is missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.gold.claiming import claims
from tests.gold.placing import Narrative, bare, closeness
from tests.gold.tally import Tally, number

Labels = Mapping[str, Any]
EMPTY: dict[str, Any] = {
    "report": {},
    "parts": [],
    "cells": [],
    "claims": [],
    "lists": [],
    "numbers": [],
    "findings": [],
}
WRONG_COSTS = 10  # abstentions
_NOTHING_PRINTED = {"blank", "absent"}
_CAPTION = ("统计表", "统计表（2016年度）")  # ends of the title of an annexed table
SIX = 6  # parts of the statutory form; those of older reports have higher numbers
_ROUNDING = number("0.0051")  # labels give computed shares with two decimals
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def score(gold: Labels, record: Mapping[str, Any] | None) -> Tally:
    """Everything that the labels speak of, counted and, where it differs, noted."""
    tally = Tally()
    tally.counts.update(units=1, read=record is not None)
    if record is None:
        tally.miss("not read", str(gold.get("file", gold.get("id"))), "a report", None)
        record = EMPTY
    cells(gold, record, tally)
    if "report" in gold:
        metadata(gold, record, tally)
    if "parts" in gold:
        parts(gold, record, tally)
    narrative = Narrative(record)
    paired = claims(gold, record, narrative, tally) if "claims" in gold else {}
    findings(gold, record, narrative, paired, tally)
    return tally


def cells(gold: Labels, record: Mapping[str, Any], tally: Tally) -> None:
    """Right, silently wrong (another number, or a number where nothing is printed), or abstained.

    A number in a cell that the labels do not have at all is silently wrong too. A wrong value costs ten times what an abstention
    costs: `cells_score` of `cells` is what is left.
    """
    made = {cell["cell"]: cell for cell in record["cells"]}
    for path, wanted in gold["cells"].items():
        cell = made.pop(path, {"status": "absent", "value": None})
        status, value = cell["status"], number(cell["value"])
        tally.counts["cells"] += 1
        if status == "given":
            right = wanted is not None and value == number(wanted)
            tally.counts["cells_right" if right else "cells_wrong"] += 1
            if not right:
                tally.miss("cell wrong", path, wanted, cell["value"])
        elif wanted is None and status in _NOTHING_PRINTED:
            tally.counts["cells_right"] += 1
        else:
            tally.counts["cells_abstained"] += 1
            tally.miss("cell abstained", path, wanted, status)
    for path, cell in made.items():
        if cell["status"] == "given":
            tally.counts["cells_wrong"] += 1
            tally.miss("cell wrong", path, "no such cell", cell["value"])
    counts = tally.counts
    counts["cells_score"] = counts["cells"] - counts["cells_abstained"] - WRONG_COSTS * counts["cells_wrong"]


def metadata(gold: Labels, record: Mapping[str, Any], tally: Tally) -> None:
    """Each field as labelled; a label of None wants nothing rather than a guess."""
    for name, wanted in gold["report"].items():
        got = record["report"].get(name)
        tally.counts["metadata"] += 1
        same = wanted == got or (isinstance(wanted, str) and isinstance(got, str) and bare(wanted) == bare(got))
        tally.judge("metadata_right", same and bool(record["report"]), "metadata", name, wanted, got)


def parts(gold: Labels, record: Mapping[str, Any], tally: Tally) -> None:
    """Parts by number and printed heading, topics of part 1 by their order; one too many is as wrong as one missing."""
    wanted = {int(key): bare(heading) for key, heading in gold["parts"].items()}
    got = {part["part"]: bare(part["heading"] or "") for part in record["parts"] if part["part"] <= SIX}
    for key in sorted(wanted.keys() | got.keys()):
        tally.counts["parts"] += 1
        tally.judge("parts_right", wanted.get(key) == got.get(key), "part", str(key), wanted.get(key), got.get(key))
    _other_headings(gold, record, tally)
    topics = [topic for part in record["parts"] if part["part"] == 1 for topic in part["topics"]]
    names = [bare(name) for name in gold.get("topics", [])]
    for at in range(max(len(topics), len(names))):
        name = names[at] if at < len(names) else None
        topic = topics[at] if at < len(topics) else {"topic": None, "heading": ""}
        same = name is not None and (name == topic["topic"] or name in bare(str(topic["heading"])))
        tally.counts["topics"] += 1
        tally.judge("topics_right", same, "topic", str(at + 1), name, topic["heading"])


def _other_headings(gold: Labels, record: Mapping[str, Any], tally: Tally) -> None:
    """Headings beyond the six parts, by their words; whether the caption of an annexed table is one is left open."""
    if "other_headings" not in gold:
        return
    captions = set(map(bare, gold.get("captions", [])))
    wanted = [bare(heading) for heading in gold["other_headings"] if not heading.endswith(_CAPTION)]
    got = [bare(part["heading"] or "") for part in record["parts"] if part["part"] > SIX]
    for heading in dict.fromkeys([*wanted, *(one for one in got if one not in captions)]):
        tally.counts["parts"] += 1
        sides = heading if heading in wanted else None, heading if heading in got else None
        tally.judge("parts_right", sides[0] == sides[1], "part", "beyond the six", *sides)


def findings(
    gold: Labels, record: Mapping[str, Any], narrative: Narrative, paired: Mapping[int, int], tally: Tally
) -> None:
    """Findings that the labels want, and errors that no label explains.

    Two labels with the same rule, place and figures are one wanted finding (one sentence that says it twice). A passage has no
    labelled findings: its tables are made to carry a text, so only errors about the text count. An error about a claim is
    explained where the claim is labelled inconsistent, one about a list where that list is labelled as not adding up.
    """
    wanted = list({(f["rule"], f["where"], str(_figures(f))): f for f in gold.get("findings", [])}.values())
    explained: set[int] = set()
    for label in wanted:
        same = {at for at, found in enumerate(record["findings"]) if _same(label, found, narrative)}
        explained |= same
        tally.counts["findings"] += 1
        place = f"{label['rule']} {label['where']}"
        tally.judge("findings_found", bool(same), "finding missed", place, _figures(label), _similar(label, record))
    bad_lists = [
        (number(one["head"]), narrative.find(one["quote"])) for one in gold.get("lists", []) if not one["adds_up"]
    ]
    flagged = {got for at, got in paired.items() if gold["claims"][at]["verdict"] == "inconsistent"}
    for at, found in enumerate(record["findings"]):
        of_text = found["rule"].startswith("text.")
        if found["severity"] != "error" or at in explained or not (of_text or "findings" in gold):
            continue
        spots, head = narrative.spots(found), number(found["left"])
        if found["rule"] == "text.list" and any(
            head == wrong and any(closeness(quotes, spot) for spot in spots) for wrong, quotes in bad_lists
        ):
            continue
        if found["rule"] == "text.total" and "broken_table" in gold:
            continue
        if of_text and found["claims"] and set(found["claims"]) <= flagged:
            continue
        tally.counts["errors_extra"] += 1
        tally.miss("false error", f"{found['rule']} {found['where']}", None, (found["left"], found["right"]))


def _figures(label: Labels) -> tuple[str, ...]:
    """Both sides of a labelled finding as far as they are numbers or dates; in words they are for people."""
    sides = [label[key] for key in ("left", "right") if key in label] or [
        label[key] for key in ("expected", "printed") if key in label
    ]
    figures = []
    for side in sides:
        date = _DATE.search(str(side))
        if date:
            figures.append(date.group())
        elif number(side) is not None:
            figures.append(str(side))
    return tuple(figures)


def _same(label: Labels, found: Labels, narrative: Narrative) -> bool:
    """The same rule at the same place with the same figures; a finding about the text stands where its words stand."""
    if label["rule"] != found["rule"]:
        return False
    here = label["where"] == found["where"]
    if label["rule"].startswith("text.") and not here and "quote" in label:
        quotes = narrative.find(label["quote"])
        here = any(closeness(quotes, place) for place in narrative.spots(found))
    if not here:
        return False
    wanted = _figures(label)
    if label["rule"].startswith("form."):  # what is expected there is a form or a heading, said in words
        return True
    sides = [found["left"], found["right"]]
    orders = (sides, sides[::-1])
    if len(wanted) == 1:
        return any(_near(wanted[0], side) for side in sides)
    return not wanted or any(all(_near(a, b) for a, b in zip(wanted, order, strict=True)) for order in orders)


def _near(wanted: str, got: object) -> bool:
    left, right = number(wanted), number(got)
    if left is None or right is None:
        return str(got).startswith(wanted)
    return _ROUNDING is not None and abs(left - right) <= _ROUNDING


def _similar(label: Labels, record: Mapping[str, Any]) -> list[tuple[object, ...]]:
    return [(f["where"], f["left"], f["right"]) for f in record["findings"] if f["rule"] == label["rule"]]
