"""印出的各格违反了哪些勾稽关系。

Which hard relations the printed cells of a report break: the findings that a reader of its tables must make.
Blank parts count as 0; a blank total states nothing. Written apart from `toolkit.checking`, so that the one can
be measured by the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.corpus.simulate.figures import KINDS, RESULTS

Printed = Mapping[str, float | None]
Finding = dict[str, Any]
STATISTICS = {
    "channels": (
        "requests.received",
        ("requests.in_person", "requests.by_fax", "requests.online", "requests.by_letter"),
    ),
    "concluded": ("requests.concluded", ("requests.on_time", "requests.extended")),
    "answers": (
        "requests.answered",
        tuple(
            "requests." + name
            for name in "already_public granted partly_granted refused not_this_body does_not_exist asked_to_amend other_channel".split()
        ),
    ),
    "grounds": (
        "requests.refused",
        tuple(
            "requests.refused_" + name
            for name in "state_secret trade_secret privacy safety not_information other_law".split()
        ),
    ),
    "review": ("challenges.review", tuple(f"challenges.review.{name}" for name in ("upheld", "corrected", "other"))),
    "litigation": (
        "challenges.litigation",
        tuple(f"challenges.litigation.{name}" for name in ("upheld", "corrected", "other")),
    ),
    "staff": ("resources.staff", ("resources.staff.full_time", "resources.staff.part_time")),
}
FLOWS = ("received", "carried_in", "concluded", "carried_out")


def broken(cells: Printed, form: str, lost: bool = False) -> list[Finding]:
    """被违反的关系。

    The relations that do not hold, each with rule, where, left, right. Where a row is `lost`, outcomes cannot
    be added up. Example: `broken({}, "2014")` is `[]`.
    """
    return list(_statistics(cells) if form == "2014" else _new(cells, lost))


def _sum(cells: Printed, paths: list[str]) -> float:
    return sum(cells.get(path) or 0 for path in paths)


def _statistics(cells: Printed) -> Iterator[Finding]:
    for rule, (total, parts) in STATISTICS.items():
        stated = cells.get("statistics." + total)
        left = _sum(cells, ["statistics." + part for part in parts])
        if stated is not None and left != stated:
            yield {"rule": "statistics." + rule, "where": total.rsplit(".", 1)[-1], "left": left, "right": stated}
    for part, whole in (
        ("response.press_by_head", "response.press_conferences"),
        ("response.interviews_by_head", "response.interviews"),
        ("proactive.normative_disclosed", "proactive.disclosed"),
    ):
        some, every = cells.get("statistics." + part), cells.get("statistics." + whole)
        if some is not None and every is not None and some > every:
            yield {"rule": "statistics.among", "where": part.rsplit(".", 1)[-1], "left": some, "right": every}


def _new(cells: Printed, lost: bool) -> Iterator[Finding]:
    rows = list(dict.fromkeys(path.rsplit(".", 1)[0] for path in cells if path.startswith("requests.")))
    outcomes = [row for row in rows if row.split(".", 1)[1] not in FLOWS]
    for column in (*KINDS, "total"):
        left = _sum(cells, [f"requests.received.{column}", f"requests.carried_in.{column}"])
        right = _sum(cells, [f"requests.concluded.{column}", f"requests.carried_out.{column}"])
        if left != right:
            yield {"rule": "requests.balance", "where": column, "left": left, "right": right}
        done, stated = _sum(cells, [f"{row}.{column}" for row in outcomes]), cells.get(f"requests.concluded.{column}")
        if stated is not None and done != stated and not lost:
            yield {"rule": "requests.outcomes", "where": column, "left": done, "right": stated}
    for row in rows:
        left, stated = _sum(cells, [f"{row}.{kind}" for kind in KINDS]), cells.get(f"{row}.total")
        if stated is not None and left != stated:
            yield {"rule": "requests.applicants", "where": row.split(".", 1)[1], "left": left, "right": stated}
    for row in ("review", "litigation_direct", "litigation_after_review"):
        left, stated = (
            _sum(cells, [f"challenges.{row}.{name}" for name in RESULTS]),
            cells.get(f"challenges.{row}.total"),
        )
        if stated is not None and left != stated:
            yield {"rule": "challenges.outcomes", "where": row, "left": left, "right": stated}
