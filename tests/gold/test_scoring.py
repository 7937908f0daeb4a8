"""The scorer itself: a record that says what the labels say scores in full, and each kind of error takes its own point."""

from __future__ import annotations

import copy
from typing import Any

from tests.gold.claiming import named
from tests.gold.placing import Narrative, Place, pair
from tests.gold.scoring import score
from tests.gold.tally import FAULTS, RATES, Tally, rate

TEXT = "2022年共收到申请5件，办结 4件，均为自然人。微信3条、微博2条，合计6条。按30日时限办理。"


def claim(quote: str, value: int, verdict: str, *cells: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {
        "quote": quote,
        "part": 1,
        "part_start": start,
        "part_end": start + len(quote),
        "value": value,
        "value_to": None,
        "unit": "件",
        "approximation": None,
        "cells": list(cells),
        "verdict": verdict,
        "why_en": "",
    }


def label(quote: str, value: int, verdict: str, *cells: str) -> dict[str, Any]:
    return {
        "quote": quote,
        "value": value,
        "unit": "件",
        "approximation": None,
        "cells": list(cells),
        "verdict": verdict,
    }


def finding(
    rule: str, where: str, left: object, right: object, raw: str = "", claims: tuple[int, ...] = ()
) -> dict[str, Any]:
    return {
        "rule": rule,
        "where": where,
        "severity": "error",
        "left": left,
        "right": right,
        "claims": list(claims),
        "sources": [{"raw": raw, "row": None}],
    }


RECEIVED, CONCLUDED = "requests.received.total", "requests.concluded.total"
PEOPLE = [f"requests.{row}.natural_person" for row in ("received", "concluded")]
LIST = "微信3条、微博2条，合计6条"
GOLD: dict[str, Any] = {
    "file": "x.txt",
    "report": {"title": "甲县2022年报告", "year": 2022, "published": None},
    "parts": {"1": "一、总体情况"},
    "topics": ["主动公开"],
    "cells": {RECEIVED: 5, CONCLUDED: 3, PEOPLE[0]: None, PEOPLE[1]: 3},
    "claims": [
        label("共收到申请5件", 5, "consistent", RECEIVED),
        label("办结4件", 4, "inconsistent", CONCLUDED),
        label("均为自然人", 4, "consistent", "requests.*.natural_person"),
    ],
    "lists": [{"quote": LIST, "head": 6, "parts": [3, 2], "adds_up": False}],
    "not_claims": ["30日"],
    "findings": [
        {"rule": "requests.balance", "where": "total", "left": 5, "right": 3},
        {"rule": "text.claim", "where": CONCLUDED, "quote": "办结4件", "expected": 3, "printed": 4},
        {"rule": "text.list", "where": "合计6条", "quote": LIST, "left": 6, "right": 5},
    ],
}
RECORD: dict[str, Any] = {
    "report": {"title": "甲县 2022年报告", "year": 2022, "published": None},
    "parts": [
        {"part": 1, "heading": "一、 总体情况", "text": TEXT, "topics": [{"topic": "主动公开", "heading": "公开"}]},
    ],
    "cells": [
        {"cell": RECEIVED, "status": "given", "value": 5},
        {"cell": CONCLUDED, "status": "given", "value": 3},
        {"cell": PEOPLE[0], "status": "blank", "value": None},
        {"cell": PEOPLE[1], "status": "given", "value": 3},
    ],
    "claims": [
        claim("收到申请5件", 5, "consistent", RECEIVED),
        claim("办结 4件", 4, "inconsistent", CONCLUDED),
        claim("均为自然人", 4, "consistent", *PEOPLE),
        claim("微信3条", 3, "no_counterpart"),
    ],
    "lists": [
        {
            "quote": LIST,
            "part": 1,
            "part_start": TEXT.index(LIST),
            "part_end": TEXT.index(LIST) + len(LIST),
            "head": 6,
            "parts": [2, 3],
            "adds_up": False,
        }
    ],
    "numbers": [{"kind": "claim", "part": 1, "start": TEXT.index("3条"), "end": TEXT.index("3条") + 1}],
    "findings": [
        finding("requests.balance", "total", 5, 3),
        finding("text.claim", CONCLUDED, 4, 3, claims=(1,)),
        finding("text.list", "合计6条", 6, 5, raw=LIST),
    ],
}


def changed(**values: Any) -> Tally:
    """The score of the record with some of its fields replaced: `claims__1__value=7` stands for record["claims"][1]["value"]."""
    record = copy.deepcopy(RECORD)
    for path, value in values.items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split("__")]
        place: Any = record
        for step in steps:
            place = place[step]
        place[last] = value
    return score(GOLD, record)


def kinds(tally: Tally) -> list[str]:
    return sorted(miss.kind for miss in tally.misses)


def with_claim(extra: dict[str, Any]) -> Tally:
    return changed(claims=[*RECORD["claims"], extra])


def test_all_right_scores_in_full() -> None:
    tally = score(GOLD, RECORD)
    assert not tally.misses
    assert {name: rate(tally.counts, name) for name in RATES} == dict.fromkeys(RATES, 1.0) | {"traps taken": 0.0}
    assert not any(tally.counts[name] for name in FAULTS.values())


def test_a_report_that_was_not_read_has_nothing_right_and_nothing_wrong() -> None:
    counts = score(GOLD, None).counts
    assert counts["cells_abstained"] == 3
    assert counts["cells_right"] == 1, "nothing is printed in the fourth"
    assert not counts["cells_wrong"] + counts["claims_found"] + counts["metadata_right"] + counts["parts_right"]


def test_a_cell_is_right_wrong_or_abstained() -> None:
    assert changed(cells__0__value=50).counts["cells_wrong"] == 1
    assert changed(cells__2={"cell": PEOPLE[0], "status": "given", "value": 0}).counts["cells_wrong"] == 1
    for status in ("blank", "absent", "unreadable"):
        tally = changed(cells__0={"cell": RECEIVED, "status": status, "value": None})
        assert (tally.counts["cells_abstained"], tally.counts["cells_wrong"]) == (1, 0)
    invented = {"cell": "requests.granted.total", "status": "given", "value": 0}
    assert changed(cells=[*RECORD["cells"], invented]).counts["cells_wrong"] == 1


def test_a_wrong_cell_costs_ten_times_an_abstention() -> None:
    cells = len(GOLD["cells"])
    assert rate(score(GOLD, RECORD).counts, "cell score") == 1
    abstained = changed(cells__0={"cell": RECEIVED, "status": "unreadable", "value": None})
    assert rate(abstained.counts, "cell score") == 1 - 1 / cells
    assert rate(changed(cells__0__value=50).counts, "cell score") == 1 - 10 / cells


def test_metadata_wants_nothing_where_nothing_is_printed() -> None:
    assert kinds(changed(report__published="2023-01-01")) == ["metadata"]
    assert kinds(changed(report__year=2021)) == ["metadata"]


def test_a_part_too_many_is_wrong_too() -> None:
    extra = {"part": 2, "heading": "二、其他", "text": "", "topics": []}
    assert kinds(changed(parts=[*RECORD["parts"], extra])) == ["part"]
    assert kinds(changed(parts__0__heading="一、概述")) == ["part"]
    assert kinds(changed(parts__0__topics=[])) == ["topic"]


def test_a_claim_is_found_by_its_place_and_its_exact_value() -> None:
    tally = changed(claims__0__value=5.001)
    assert tally.counts["claims_found"] == 2
    assert kinds(tally) == ["claim missed", "claim without label"]
    elsewhere = claim("微博2条", 5, "consistent", RECEIVED)
    assert changed(claims__0=elsewhere).counts["claims_found"] == 2


def test_one_claim_answers_one_label() -> None:
    tally = with_claim(claim("申请5件", 5, "consistent", RECEIVED))
    assert tally.counts["claims_found"] == 3
    assert kinds(tally) == ["claim without label"]


def test_link_verdict_and_unit_are_judged_apart() -> None:
    assert kinds(changed(claims__0__cells=[CONCLUDED])) == ["link"]
    assert kinds(changed(claims__0__cells=[])) == ["link"]
    assert kinds(changed(claims__2__cells=PEOPLE[:1])) == ["link"]
    assert kinds(changed(claims__0__verdict="not_comparable")) == ["verdict"]
    assert kinds(changed(claims__0__unit="份")) == ["unit or approximation"]
    assert kinds(changed(claims__0__approximation="about")) == ["unit or approximation"]


def test_flags_right_missed_and_false() -> None:
    missed = changed(claims__1__verdict="consistent", findings__1__claims=[0])
    assert (missed.counts["flags"], missed.counts["flags_right"], missed.counts["flags_wanted"]) == (0, 0, 1)
    false = changed(claims__0__verdict="inconsistent")
    assert (rate(false.counts, "flag precision"), rate(false.counts, "flag recall")) == (0.5, 1.0)
    unlabelled = with_claim(claim("微博2条", 2, "inconsistent", RECEIVED))
    assert rate(unlabelled.counts, "flag precision") == 0.5
    assert kinds(unlabelled) == ["false flag"]


def test_a_trap_is_taken_or_even_compared() -> None:
    taken = with_claim(claim("30日", 30, "no_counterpart"))
    assert (taken.counts["traps_taken"], taken.counts["false_claims"]) == (1, 0)
    compared = with_claim(claim("30日", 30, "inconsistent", RECEIVED))
    assert (compared.counts["traps_taken"], compared.counts["false_claims"]) == (1, 1)
    # words that reach beyond the trap do not hide that the number is the trap's
    start = TEXT.index("30日")
    numbers = [*RECORD["numbers"], {"kind": "claim", "part": 1, "start": start, "end": start + 2}]
    wide = changed(claims=[*RECORD["claims"], claim("按30日时限", 30, "consistent", RECEIVED)], numbers=numbers)
    assert wide.counts["false_claims"] == 1


def test_lists_are_found_whole_and_judged_by_the_finding() -> None:
    assert kinds(changed(lists__0__parts=[3, 2, 1])) == ["list"]
    assert kinds(changed(lists__0__head=5)) == ["list"]
    silent = changed(findings=RECORD["findings"][:2])
    assert kinds(silent) == ["finding missed", "list verdict"]
    other = changed(findings__2__left=9)
    assert (other.counts["list_flags_right"], other.counts["lists_bad_flagged"]) == (0, 0)
    assert other.counts["errors_extra"] == 1


def test_findings_by_rule_place_and_figures() -> None:
    assert "finding missed" in kinds(changed(findings__0__where="business"))
    assert "finding missed" in kinds(changed(findings__0__right=4))
    assert not changed(findings__0__left=3, findings__0__right=5).misses, "which side is left is free"
    assert not changed(findings__1__where="elsewhere").misses, "a finding about the text stands where its words stand"
    assert changed(findings=[*RECORD["findings"], finding("dates.year", "x", 1, 2)]).counts["errors_extra"] == 1


def test_a_passage_counts_only_errors_about_its_text() -> None:
    passage = {key: GOLD[key] for key in ("cells", "claims", "lists", "not_claims")} | {"id": "x"}
    assert not score(passage, RECORD).misses
    record = {**RECORD, "findings": [*RECORD["findings"], finding("text.total", RECEIVED, 1, 2, raw="收到申请5件")]}
    assert kinds(score(passage, record)) == ["false error"]


def test_a_star_is_one_step() -> None:
    paths = {"a.b.total", "a.c.total", "a.b.c.total"}
    assert named(["a.*.total"], paths) == {"a.b.total", "a.c.total"}
    assert named(["x.*.total"], paths) == {"x.*.total"}, "never the same as no cell at all"


def test_pairing_gives_up_a_close_pair_for_one_more() -> None:
    assert pair([(0.9, 0, 0), (0.8, 0, 1), (0.5, 1, 0)]) == {0: 1, 1: 0}
    assert pair([(0.9, 0, 0), (0.5, 1, 0)]) == {0: 0}


def test_places_count_no_white_space() -> None:
    narrative = Narrative({"parts": [{"part": 1, "text": "甲 乙\n丙丁乙"}], "claims": []})
    assert narrative.find("乙 丙") == [Place(1, 1, 3)]
    assert narrative.find("乙") == [Place(1, 1, 2), Place(1, 4, 5)]
    assert narrative.place(1, 4, 6) == Place(1, 2, 4)
