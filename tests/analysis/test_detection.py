"""Planted faults and findings side by side: what counts as found, and what as a false alarm."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.analysis.detection import ALARM_COLUMNS, FAULT_COLUMNS, alarms, planted_faults, shares, wilson

CLAIMS = pd.DataFrame(
    {
        "report_id": ["a", "a"],
        "claim": [1, 2],
        "quote": ["收到 申请12件", "全年办结9件"],
        "sentence": ["2020年收到申请12件。", "全年办结9件。"],
    }
)


def line(*faults: dict[str, Any], findings: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:
    about = {"id": "a", "format": "text", "layout": "tabs", "body": {"level": "county"}, "report": {"year": 2021}}
    return {**about, "faults": list(faults), "findings": list(findings), **more}


def fault(kind: str, rule: str, where: str, harmless: bool = False) -> dict[str, Any]:
    return {"kind": kind, "rule": rule, "where": where, "harmless": harmless}


def finding(
    rule: str, where: str, *claims: int, verdict: str = "inconsistent", severity: str = "error"
) -> dict[str, Any]:
    return {
        "report_id": "a", "rule": rule, "where": where, "claims": list(claims), "verdict": verdict, "severity": severity,
    }  # fmt: skip


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["report_id", "rule", "where", "claims", "verdict", "severity"])


@pytest.mark.parametrize(
    ("one", "said", "found", "noticed"),
    [
        (("cells.total", "requests.applicants", "received"), finding("requests.applicants", "received"), True, True),
        (("cells.total", "requests.applicants", "received"), finding("requests.applicants", "granted"), False, False),
        (("cells.total", "requests.applicants", "received"), finding("cells.whole", "received"), False, True),
        (("text.digit", "text.claim", "收到申请12件"), finding("text.claim", "requests.received.total", 1), True, True),
        (("text.digit", "text.claim", "年内收到申请12件"), finding("text.claim", "requests.received.total", 1), True, True),
        (("text.digit", "text.claim", "收到申请12件"), finding("text.claim", "requests.concluded.total", 2), False, False),
        (("text.list", "text.list", "收到申请12件，网上5件"), finding("text.claim", "x", 1), False, True),
        (("text.year", "text.other_year", "2020年"), finding("text.other_year", "x", 1, verdict="not_comparable"), True, True),
        (("text.digit", "text.claim", "2020年"), finding("text.claim", "x", 1), False, False),
        (("cells.total", "requests.applicants", "total"), finding("requests.applicants", "total", verdict="consistent"), False, False),
        (("years.items", "years.items", "fees"), finding("years.items", "", verdict="not_comparable"), False, False),
    ],
)  # fmt: skip
def test_what_counts_as_found(one: tuple[str, str, str], said: dict[str, Any], found: bool, noticed: bool) -> None:
    made = planted_faults([line(fault(*one))], frame(said), CLAIMS)
    assert list(made.columns) == list(FAULT_COLUMNS)
    assert made[["found", "noticed"]].to_numpy().tolist() == [[found, noticed]]


def test_faults_that_no_rule_should_speak_of_are_not_counted() -> None:
    harmless = line(fault("dates.damaged", "", "period"), fault("copy.organ", "x", "problems", harmless=True))
    made = planted_faults([harmless], frame(), CLAIMS)
    assert made.empty
    assert list(made.columns) == list(FAULT_COLUMNS)


def test_what_truth_explains_is_no_false_alarm() -> None:
    wanted = (
        {"rule": "text.claim", "where": "requests.received.*", "quote": "收到申请12件"},
        {"rule": "cells.whole", "where": "x"},
    )
    said = frame(
        finding("text.claim", "requests.received.total", 1),
        finding("text.claim", "requests.concluded.total", 2),
        finding("cells.whole", "x"),
        finding("cells.whole", "y"),
        finding("cells.whole", "z", severity="note"),
        finding("years.items", "fees"),
        finding("text.total", "requests.concluded.total"),
        finding("dates.period", "stated start", severity="warning"),
    )
    more = {"faults": [fault("dates.period", "dates.year", "period")], "broken_table": "the totals row is left at 0"}
    years = pd.DataFrame({"id": ["a"], "rule": ["years.items"], "where": ["fees"]})
    told = alarms([{**line(findings=wanted), **more}], said, CLAIMS, years)
    assert list(told.columns) == list(ALARM_COLUMNS)
    assert told.expected.tolist() == [True, False, True, False, True, True, True]
    plain = alarms([line(findings=wanted)], said, CLAIMS)
    assert plain.expected.tolist() == [True, False, True, False, False, False, False]


def test_shares_come_with_their_intervals() -> None:
    made = shares(pd.DataFrame({"kind": ["a"] * 10 + ["b"], "found": [True] * 9 + [False, True]}), "kind")
    assert made.index.tolist() == ["a", "b"]
    assert made.round(3).loc["a"].tolist() == [10, 9, 0.9, 0.596, 0.982]
    assert list(shares(pd.DataFrame({"kind": [], "found": []}), "kind").columns) == [
        "of",
        "found",
        "share",
        "low",
        "high",
    ]


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_an_interval_holds_its_share(found: int, of: int) -> None:
    found = min(found, of)
    low, high = wilson(found, of)
    assert 0 <= low <= found / of + 1e-12
    assert found / of - 1e-12 <= high <= 1
    assert high - low > 0
