"""一份报告的真值。

The truth beside a report, in the shape of `corpus/gold`: metadata, parts, cells as printed, every claim with
its verdict, lists, numbers that are no claims, findings that a careful reader makes, and the faults that were
planted (with near misses among them).
"""

from __future__ import annotations

from typing import Any

from toolkit.corpus.simulate.bodies import Body
from toolkit.corpus.simulate.claims import Said, label, plain
from toolkit.corpus.simulate.dates import Dates
from toolkit.corpus.simulate.faults import Plan
from toolkit.corpus.simulate.layouts import Made
from toolkit.corpus.simulate.narrative import Narrative
from toolkit.corpus.simulate.printing import expanded
from toolkit.corpus.simulate.relations import broken

RULES = {
    "figure": "text.claim",
    "zero": "text.claim",
    "part": "text.claim",
    "all": "text.universal",
    "share": "text.share",
    "change": "text.change",
}


def truth(who: Body, year: int, made: Made, told: Narrative, faults: Plan, dates: Dates) -> dict[str, Any]:
    """写出真值。 The line of truth of a report: plain types only."""

    def expand(patterns: tuple[str, ...]) -> list[str]:
        return list(expanded(patterns, made.form, made.hybrid))

    claims = [label(one, made.cells, expand) for one in told.told.claims]
    lists = [one.label() for one in told.told.lists]
    findings = list(faults.findings)
    if faults.tables_touched:
        findings += broken(made.cells, made.form, bool(made.lost))
    findings += [
        _finding(one, row)
        for one, row in zip(told.told.claims, claims, strict=True)
        if row["verdict"] == "inconsistent"
    ]
    findings += [_apart(one, one["quote"]) for one in lists if not one["adds_up"]]
    for listed in told.told.implied:  # the head stands in a sentence of its own
        row = listed.label()
        findings += [] if row["adds_up"] else [_apart(row, listed.claims[0].quote)]
    line: dict[str, Any] = {
        "invented": "an invented body with invented figures, made by a generator for teaching and testing",
        "body": {"id": who.id, "name": who.name, "level": who.level, "code": who.code, "chain": list(who.chain)},
        "report": {
            "title": made.title,
            "issuer": who.name,
            "level": who.level,
            "year": year,
            "form": made.form,
            "published": dates.published.isoformat() if dates.published else None,
            "signed": dates.signed.isoformat() if dates.signed else None,
        },
        "hybrid": made.hybrid,
        "parts": told.parts,
        "topics": told.topics,
    }
    if told.captions:
        line["other_headings"], line["captions"] = told.other_headings, told.captions
    line["cells"] = dict(made.cells)
    line["claims"], line["lists"] = claims, lists
    line["not_claims"] = ["".join(pieces[start:end]) for pieces, start, end in told.told.traps]
    line["findings"] = [{**one, "left": _side(one.get("left")), "right": _side(one.get("right"))} for one in findings]
    line["faults"] = faults.planted
    line["near_misses"] = [
        {"kind": kind, "slot": slot} for kind, slot in told.told.tags if not kind.startswith("fault:")
    ]
    if faults.broken_table:
        line["broken_table"] = faults.broken_table
    return line


def _side(value: Any) -> Any:
    return plain(value) if isinstance(value, int | float) else value


def _finding(said: Said, row: dict[str, Any]) -> dict[str, Any]:
    where = row["cells"][0] if row["cells"] else row["quote"]
    return {
        "rule": RULES[said.kind],
        "where": where,
        "quote": row["quote"],
        "left": row["value"],
        "right": row["table_value"],
    }


def _apart(row: dict[str, Any], quote: str) -> dict[str, Any]:
    """A list that does not add up, as a finding."""
    return {"rule": "text.list", "where": quote, "quote": quote, "left": row["head"], "right": plain(sum(row["parts"]))}
