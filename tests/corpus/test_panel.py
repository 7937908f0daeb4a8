"""前后两年的核对。 One year against the next: what must agree, what cannot be compared and why, what the text says of last year."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import vocabulary
from toolkit.checking import catalogue
from toolkit.corpus.panel import PAIR_COLUMNS, VERDICTS, year_pairs
from toolkit.corpus.panel_claims import CLAIM_COLUMNS, claim_pairs, counterpart
from toolkit.corpus.panel_relations import yearly, yearly_relations
from toolkit.vocabulary import load

RULES = {name: row for name, row in catalogue.rules().items() if name.startswith("years.")}
Printed = dict[str, Any]
OUT, IN = "requests.carried_out.total", "requests.carried_in.total"
RECEIVED = "requests.received.total"


def report(id: str, year: int, form: str = "2021", **more: object) -> dict[str, object]:
    return {
        "report_id": id,
        "issuer_id": "x",
        "issuer_name": "云岫县人民政府",
        "year": year,
        "form": form,
        "sha256": id,
        **more,
    }


def cells_of(id: str, printed: Printed) -> pd.DataFrame:
    """Cells as a case writes them: a number, None (blank), or a status."""
    given_ = {path: isinstance(value, int | float) for path, value in printed.items()}
    return pd.DataFrame(
        {
            "report_id": id,
            "cell": list(printed),
            "value": pd.Series([v if given_[p] else None for p, v in printed.items()], dtype="float64"),
            "status": ["given" if given_[p] else "blank" if v is None else v for p, v in printed.items()],
        }
    ).astype({"report_id": "str", "cell": "str", "status": "str"})


def two_years(
    before: Printed, now: Printed, form: str = "2021", previous_form: str = "", **this: object
) -> tuple[Any, Any]:
    reports = pd.DataFrame([report("a", 2021, previous_form or form), report("b", 2022, form, **this)])
    return reports, pd.concat([cells_of("a", before), cells_of("b", now)], ignore_index=True)


def found(pairs: pd.DataFrame, rule: str, where: str) -> dict[str, Any]:
    rows = pairs[(pairs["rule"] == rule) & (pairs["where"] == where)]
    assert len(rows) == 1, pairs[["rule", "where", "verdict", "reason"]]
    return dict(rows.iloc[0])


# ---- the catalogue


@pytest.mark.parametrize("name", [name for name, row in RULES.items() if "years" in row["example"]])
def test_the_worked_example_is_found(name: str) -> None:
    example = RULES[name]["example"]
    reports, cells = two_years(example["years"]["previous"], example["years"]["this"], example["form"])
    row = found(year_pairs(reports, cells), name, example["where"])
    assert (row["left"], row["right"], row["severity"]) == (example["left"], example["right"], example["severity"])


def test_every_relation_of_years_is_in_the_catalogue_and_has_its_sentences() -> None:
    assert set(yearly_relations()) == {row.id for row in vocabulary.relations() if row.id.startswith("years.")}
    assert set(yearly_relations()) | {"years.claim", "years.change"} == set(RULES) == set(load("panel")["rules"])
    for form in ("2019", "2021"):
        assert {one.rule for one in yearly(form)} <= set(RULES)
        for one in yearly(form):
            assert one.hard == ("error" in RULES[one.rule]["severities"])
            assert one.where_zh
            assert one.where_en


# ---- tables


@pytest.mark.parametrize(
    ("before", "now", "verdict", "reason", "severity"),
    [
        (3, 3, "consistent", "", ""),
        (0, 0, "consistent", "", ""),
        (3, 2, "inconsistent", "", "error"),
        (0, 4, "inconsistent", "", "error"),
        ("unreadable", 2, "not_comparable", "unreadable", "note"),
        (3, "unreadable", "not_comparable", "unreadable", "note"),
        ("absent", 2, "not_comparable", "absent", "note"),
        (None, 2, "not_comparable", "blank", "note"),
        (None, 0, "not_comparable", "blank", "note"),  # a blank total states nothing
        (float("nan"), 2, "not_comparable", "unreadable", "note"),  # a value that was lost is no 0
    ],
)
def test_carried_over(before: Any, now: Any, verdict: str, reason: str, severity: str) -> None:
    row = found(year_pairs(*two_years({OUT: before}, {IN: now})), "years.carried", "total")
    assert (row["verdict"], row["reason"], row["severity"]) == (verdict, reason, severity)
    assert pd.isna(row["left"]) == bool(reason)
    assert row["cells"] == [IN, f"{OUT}@previous"]
    assert (row["report_id"], row["previous_report_id"]) == ("b", "a")
    assert row["message_zh"].endswith("。") == row["message_en"].endswith(".") == (verdict != "consistent")


@pytest.mark.parametrize(
    ("before", "now", "verdict"),
    [(None, 0, "consistent"), (0, None, "consistent"), (None, None, "consistent"), (None, 2, "not_comparable")],
)
def test_a_blank_cell_counts_as_0_beside_0_only(before: Any, now: Any, verdict: str) -> None:
    pairs = year_pairs(*two_years({"requests.carried_out.business": before}, {"requests.carried_in.business": now}))
    row = found(pairs, "years.carried", "business")
    assert row["verdict"] == verdict
    assert ("空白格按0计" in row["message_zh"]) == (verdict == "consistent")


IN_FORCE = "proactive.normative_documents.in_force"


@pytest.mark.parametrize(
    ("before", "issued", "repealed", "now", "verdict", "right"),
    [
        (20, 3, 1, 22, "consistent", 22),
        (20, 3, 1, 25, "inconsistent", 22),
        (20, None, None, 20, "consistent", 20),  # blank movements count as 0
        (None, 3, 1, 22, "not_comparable", None),  # a blank stock does not
        (20, 3, "unreadable", 22, "not_comparable", None),
    ],
)
def test_in_force(before: Any, issued: Any, repealed: Any, now: Any, verdict: str, right: Any) -> None:
    row_of = "proactive.normative_documents"
    this = {IN_FORCE: now, f"{row_of}.issued": issued, f"{row_of}.repealed": repealed}
    row = found(year_pairs(*two_years({IN_FORCE: before}, this)), "years.in_force", "normative_documents")
    assert row["verdict"] == verdict
    assert right is None or row["right"] == right
    assert row["severity"] in ("", "warning", "note")


# ---- pairs that cannot be compared


@pytest.mark.parametrize(
    ("reports", "reason"),
    [
        ([report("a", 2020), report("b", 2022)], "missing_year"),
        ([report("a", 2018, "2014"), report("b", 2019, "2019")], "form_break"),
        ([report("a", 2018, ""), report("b", 2019, "2019")], "no_form"),
        ([report("a", 2021, level="county"), report("b", 2022, level="city")], "scope"),
        ([report("a", 2021), report("b", 2022, event="merged", event_year=2022)], "merged"),
        ([report("a", 2021), report("b", 2022, event="split", event_year=2022)], "split"),
        ([report("a", 2021), report("c", 2021), report("b", 2022)], "versions"),
    ],
)
def test_why_a_pair_is_not_compared(reports: list[dict[str, object]], reason: str) -> None:
    cells = pd.concat([cells_of("a", {OUT: 1}), cells_of("c", {OUT: 2}), cells_of("b", {IN: 3})])
    row = found(year_pairs(pd.DataFrame(reports), cells, ["years.carried"]), "years.carried", "")
    assert (row["verdict"], row["reason"], row["severity"]) == ("not_comparable", reason, "note")
    assert "None" not in row["message_zh"] + row["message_en"]


def test_total_disclosed_of_2019_is_not_what_is_in_force_in_2021() -> None:
    before = {"proactive.normative_documents.total_disclosed": 30, OUT: 2}
    pairs = year_pairs(*two_years(before, {IN_FORCE: 30, IN: 2}, "2021", "2019"))
    assert found(pairs, "years.in_force", "")["reason"] == "form_break"
    assert found(pairs, "years.carried", "total")["verdict"] == "consistent"  # the rows of part 3 are the same


def test_a_merger_years_ago_does_not_matter() -> None:
    pairs = year_pairs(*two_years({OUT: 2}, {IN: 2}, event="merged", event_year=2015))
    assert found(pairs, "years.carried", "total")["verdict"] == "consistent"


def test_the_later_version_counts() -> None:
    reports = pd.DataFrame(
        [report("a", 2021, published="2022-01-20"), report("c", 2021, published="2022-03-02"), report("b", 2022)]
    )
    cells = pd.concat([cells_of("a", {OUT: 1}), cells_of("c", {OUT: 3}), cells_of("b", {IN: 3})])
    row = found(year_pairs(reports, cells), "years.carried", "total")
    assert (row["verdict"], row["previous_report_id"]) == ("consistent", "c")


def test_versions_that_agree_in_every_cell_need_no_order() -> None:
    reports = pd.DataFrame([report("a", 2021), report("c", 2021), report("b", 2022)])
    cells = pd.concat([cells_of("a", {OUT: 3}), cells_of("c", {OUT: 3}), cells_of("b", {IN: 3})])
    assert found(year_pairs(reports, cells), "years.carried", "total")["verdict"] == "consistent"


def test_a_first_year_has_nothing_to_be_compared_with() -> None:
    pairs = year_pairs(pd.DataFrame([report("a", 2021)]), cells_of("a", {IN: 3}))
    assert list(pairs.columns) == list(PAIR_COLUMNS)
    assert pairs.empty


# ---- properties

figures = st.one_of(st.integers(0, 30), st.none(), st.sampled_from(["unreadable", "absent"]))


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=5), st.randoms()
)
def test_years_that_carry_on_are_consistent_and_one_slip_shows_twice_at_most(
    moves: list[tuple[int, int, int]], random: Any
) -> None:
    """Years built from each other agree; one year's stock printed wrong shows in that year and the next, nowhere else."""
    reports, tables, stock, carried = [], {}, 40, 0
    for at, (out, issued, repealed) in enumerate(moves):
        stock += issued - repealed
        reports.append(report(f"r{at}", 2021 + at))
        tables[f"r{at}"] = {IN: carried, OUT: out, IN_FORCE: stock} | {
            f"proactive.normative_documents.{name}": n for name, n in (("issued", issued), ("repealed", repealed))
        }
        carried = out
    random.shuffle(reports)

    def wrong() -> list[str]:
        cells = pd.concat([cells_of(id, printed) for id, printed in tables.items()])
        pairs = year_pairs(pd.DataFrame(reports), cells)
        return pairs.loc[pairs["verdict"] == "inconsistent", "report_id"].tolist()

    assert wrong() == []
    tables["r1"][IN_FORCE] += 1
    assert wrong() == [f"r{at}" for at in (1, 2) if at < len(moves)]


@settings(max_examples=20, deadline=None)
@given(figures, figures)
def test_a_number_is_never_made_up(before: Any, now: Any) -> None:
    row = found(
        year_pairs(
            *two_years({OUT: before}, {IN: now}),
        ),
        "years.carried",
        "total",
    )
    assert row["verdict"] in VERDICTS
    if row["verdict"] != "not_comparable":
        assert (row["left"], row["right"]) == (now, before)


# ---- the text


def claim(**fields: Any) -> pd.DataFrame:
    row = {
        "report_id": "b", "claim": 1, "quote": "同比增长25%", "kind": "change", "value": 25.0, "low": 24.5, "high": 25.5, "unit": "%",
        "cells": [RECEIVED], "base_stated": None, "numerator_stated": None, "period": "this_year", "scope": "report", "flow": "flow",
        "verdict": "no_counterpart", **fields,
    }  # fmt: skip
    return pd.DataFrame([row])


def said(before: Printed, now: Printed, form: str = "2021", previous_form: str = "", **fields: Any) -> dict[str, Any]:
    reports, cells = two_years(before, now, form, previous_form)
    pairs = claim_pairs(reports, cells, claim(**fields))
    assert list(pairs.columns) == list(CLAIM_COLUMNS)
    assert len(pairs) == 1
    return dict(pairs.iloc[0])


LAST = {
    "kind": "count",
    "quote": "上年收到40件",
    "unit": "件",
    "period": "last_year",
    "value": 40.0,
    "low": 40.0,
    "high": 40.0,
}


@pytest.mark.parametrize(
    ("fields", "before", "now", "rule", "verdict", "reason"),
    [
        ({}, 40, 50, "years.change", "consistent", ""),
        ({}, 40, 48, "years.change", "inconsistent", ""),
        ({}, 0, 48, "years.change", "not_comparable", "zero_base"),
        ({}, None, 48, "years.change", "not_comparable", "blank"),
        ({}, "unreadable", 48, "years.change", "not_comparable", "unreadable"),
        ({"scope": "office"}, 40, 50, "years.change", "consistent", ""),
        ({"scope": "office"}, 40, 48, "years.change", "not_comparable", "claim_scope"),
        ({"value": -2.0, "low": -2.0, "high": -2.0, "unit": "件"}, 40, 38, "years.change", "consistent", ""),
        ({"value": 7.1, "low": 7.0, "high": 7.2}, 14, 15, "years.change", "consistent", ""),  # 7.14
        ({"base_stated": 40.0}, 40, 50, "years.claim", "consistent", ""),
        ({"base_stated": 41.0}, 40, 50, "years.claim", "inconsistent", ""),
        (LAST, 40, 50, "years.claim", "consistent", ""),
        (LAST, 43, 50, "years.claim", "inconsistent", ""),
        ({**LAST, "period": "year:2021"}, 43, 50, "years.claim", "inconsistent", ""),
        ({**LAST, "low": 40.0, "high": 49.0}, 43, 50, "years.claim", "consistent", ""),  # 四十多件
    ],
)
def test_claims_of_last_year(fields: Any, before: Any, now: Any, rule: str, verdict: str, reason: str) -> None:
    row = said({RECEIVED: before}, {RECEIVED: now}, **fields)
    assert (row["rule"], row["verdict"], row["reason"]) == (rule, verdict, reason)
    assert row["severity"] == {"consistent": "", "inconsistent": "warning", "not_comparable": "note"}[verdict]
    assert "nan" not in row["message_zh"]


def test_both_sides_are_given() -> None:
    row = said({RECEIVED: 40}, {RECEIVED: 48})
    assert (row["left"], row["right"]) == (25.0, 20.0)
    assert row["message_zh"] == "文中“同比增长25%”：增减为25%，由2022年的48与2021年的40算得20%，两处数字不一致。"


def test_claims_over_the_break_of_2019() -> None:
    same = said({"statistics.requests.received": 40}, {RECEIVED: 50}, "2019", "2014")
    assert same["verdict"] == "consistent"
    refused = [
        path
        for path in vocabulary.cell_paths("2019")
        if path.startswith("requests.refused.") and path.endswith(".total")
    ]
    now = dict.fromkeys(refused, 1)
    rough = said({"statistics.requests.refused": 40}, now, "2019", "2014", cells=refused)
    assert (rough["verdict"], rough["reason"]) == ("not_comparable", "approximate")
    assert "理由不同" in rough["message_zh"]


def test_a_change_said_of_a_figure_that_the_table_does_not_have() -> None:
    """The text says 60, the table 48: a change of 50% speaks of the 60."""
    reports, cells = two_years({RECEIVED: 40}, {RECEIVED: 48})
    count = claim(claim=1, quote="收到60件", kind="count", value=60.0, unit="件", verdict="inconsistent")
    pairs = claim_pairs(reports, cells, pd.concat([count, claim(claim=2, value=50.0, low=49.5, high=50.5)]))
    assert pairs[["claim", "verdict", "reason"]].to_numpy().tolist() == [[2, "not_comparable", "text_differs"]]


def test_amounts_are_compared_in_the_unit_of_the_table() -> None:
    fees = "proactive.fees.fee_amount"
    fields = {**LAST, "cells": [fees], "unit": "元", "value": 123456.0, "low": 123456.0, "high": 123456.0}
    assert said({fees: 12.35}, {fees: 3.0}, **fields)["verdict"] == "consistent"
    assert said({fees: 12.45}, {fees: 3.0}, **fields)["verdict"] == "inconsistent"


@pytest.mark.parametrize(
    "fields",
    [
        {"cells": []},
        {**LAST, "quote": "上年无结转", "kind": "zero", "cells": [IN]},  # the cell of this year, whatever its words
        {"unit": "个百分点"},
        {"kind": "share"},
        {"period": "last_year"},  # last year's own change: the year before that
        {"kind": "count", "base_stated": None},
    ],
)
def test_claims_that_last_year_cannot_decide(fields: Any) -> None:
    reports, cells = two_years({RECEIVED: 40}, {RECEIVED: 48})
    assert claim_pairs(reports, cells, claim(**fields)).empty


def test_counterparts() -> None:
    assert counterpart(("requests.received.business",), "2021", "2019") is not None
    assert counterpart(("requests.received.business",), "2019", "2014") is None
    assert counterpart(("proactive.normative_documents.in_force",), "2021", "2019") is None
    assert counterpart((RECEIVED,), "2021", "") is None
