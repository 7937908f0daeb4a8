"""表格自身的核对。 Tables against themselves."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.checking.builders import build, cases, cell, seen
from toolkit.checking import dates, form, provenance, relations
from toolkit.checking.instances import compiled
from toolkit.model import Report
from toolkit.parsing import parse
from toolkit.reading import read_document
from toolkit.vocabulary import cell_paths
from toolkit.vocabulary import relations as rows

TABLE = cases("relations")


def made(case: dict[str, Any]) -> Report:
    return build(**{key: value for key, value in case.items() if key not in ("name", "find", "says")})


@pytest.mark.parametrize("case", TABLE, ids=[case["name"] for case in TABLE])
def test_case(case: dict[str, Any]) -> None:
    found = relations.check(made(case))
    assert seen(found) == sorted(case["find"])
    if "says" in case:
        assert any(case["says"] in one.message_zh for one in found), [one.message_zh for one in found]


def test_case_names_are_unique() -> None:
    assert len({case["name"] for case in TABLE}) == len(TABLE)


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_column_and_row_is_checked(edition: str) -> None:
    where = {(i.rule, i.where) for i in compiled(edition, "standard").instances if i.relation.operator == "="}
    assert len([w for r, w in where if r == "requests.balance"]) == 7
    assert len([w for r, w in where if r == "requests.outcomes"]) == 7
    # received, carried_in, concluded, carried_out, and 19 rows of outcomes; 21 where other outcomes are three rows
    assert len([w for r, w in where if r == "requests.applicants"]) == (23 if edition == "2019" else 25)
    assert len([w for r, w in where if r == "challenges.outcomes"]) == 3


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("variant", ["standard", "hybrid"])
def test_a_change_of_any_one_cell_is_seen(edition: str, variant: str) -> None:
    """Every cell of requests and challenges stands in a hard relation: adding 1 to it alone breaks one."""
    clean = build(edition, variant=variant)
    assert not relations.check(clean)
    for one in clean.cells:
        if one.table == "proactive":
            continue
        found = relations.check(build(edition, {one.path: 1}, variant=variant))
        assert [f for f in found if f.severity == "error" and one.path in f.cells], one.path


def test_a_finding_carries_every_cell_and_its_place() -> None:
    found = relations.check(build("2021", {"challenges.review": [1, 0, 0, 0, 0]}))
    assert [f.where for f in found] == ["review"]
    columns = ("upheld", "corrected", "other", "pending", "total")
    assert found[0].cells == tuple(f"challenges.review.{c}" for c in columns)
    assert len(found[0].sources) == 5
    assert all(source.row == 1 for source in found[0].sources)
    assert found[0].difference == -1


def test_cells_without_an_index_are_read_all_the_same() -> None:
    from dataclasses import replace

    report = replace(build("2021", {"challenges.review": [1, 0, 0, 0, 0]}), by_path={})
    assert seen(relations.check(report)) == ["challenges.outcomes | review | error | 1 / 0"]


def test_a_cell_of_no_form_is_left_alone() -> None:
    from dataclasses import replace

    report = build("2021")
    stray = cell("requests.subtotal.total", "x")
    report = replace(report, cells=(*report.cells, stray), by_path={**report.by_path, stray.path: stray})
    assert relations.check(report) == []


def test_relations_of_last_year_are_not_evaluated_on_one_report() -> None:
    evaluated = {i.rule for edition in ("2014", "2019", "2021") for i in compiled(edition, "standard").instances}
    assert {row.id for row in rows()} - evaluated == {"years.carried", "years.in_force", "years.items"}


COLUMNS = 6
OUTCOMES = [
    path for path in dict.fromkeys(p.rsplit(".", 1)[0] for p in cell_paths("2021")) if path.startswith("requests.")
]
OUTCOMES = [row for row in OUTCOMES if row.split(".")[1] not in ("received", "carried_in", "concluded", "carried_out")]
counts = st.sampled_from([0, 0, 0, 1, 2, 7, 130])


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[int | None]]:
    """A requests table that adds up, in which zeros may be blank and totals may be left out."""
    rows = {row: draw(st.lists(counts, min_size=COLUMNS, max_size=COLUMNS)) for row in OUTCOMES}
    concluded = [sum(column) for column in zip(*rows.values(), strict=True)]
    carried_out = draw(st.lists(counts, min_size=COLUMNS, max_size=COLUMNS))
    carried_in = [min(draw(counts), a + b) for a, b in zip(concluded, carried_out, strict=True)]
    received = [a + b - c for a, b, c in zip(concluded, carried_out, carried_in, strict=True)]
    rows |= {
        "requests.received": received,
        "requests.carried_in": carried_in,
        "requests.concluded": concluded,
        "requests.carried_out": carried_out,
    }
    printed: dict[str, list[int | None]] = {}
    for row, values in rows.items():
        leave_out = row == "requests.concluded" and draw(st.booleans())
        cells = [None if (value == 0 and draw(st.booleans())) or leave_out else value for value in values]
        printed[row] = [*cells, None if draw(st.booleans()) else sum(values)]
    return printed


@given(tables())
def test_a_table_that_adds_up_is_never_questioned(table: dict[str, list[int | None]]) -> None:
    """Whatever zeros and totals are left blank, as long as what is printed agrees."""
    assert relations.check(build("2021", table)) == []


@given(tables(), st.data())
def test_a_printed_total_that_is_off_is_always_found(table: dict[str, list[int | None]], data: st.DataObject) -> None:
    printed = [row for row, values in table.items() if values[-1] is not None]
    assume(printed)
    row = data.draw(st.sampled_from(printed))
    off = {**table, row: [*table[row][:-1], (table[row][-1] or 0) + data.draw(st.integers(1, 9))]}
    found = relations.check(build("2021", off))
    name = row.removeprefix("requests.")
    assert [f for f in found if f.rule == "requests.applicants" and f.where == name], seen(found)


@pytest.mark.parametrize(
    "name", ["dongchang-2020", "hongze-2023", "made-page-2019", "made-page-2022", "made-word-2023", "made-print-2024"]
)
def test_labelled_tables(shared_reports: Path, name: str) -> None:
    """The cells of the labelled reports as they stand in the labels: what the labels list is found, and nothing else is an error."""
    gold = json.loads((shared_reports / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    facts = {key: value for key, value in gold["report"].items() if value is not None}
    single = "requests.other_outcome.total" in gold["cells"]
    variant = "hybrid" if single and facts["form"] == "2021" else "standard"
    found = relations.check(build(None, facts=facts, cells=gold["cells"], fill="absent", variant=variant))
    tables = ("requests.", "challenges.", "cells.", "proactive.", "procurement.")
    wanted = {(f["rule"], f["where"], *sides(f)) for f in gold["findings"] if f["rule"].startswith(tables)}
    assert {(f.rule, f.where, f.left.value, f.right.value) for f in found if f.severity == "error"} == wanted
    assert [f for f in found if f.severity != "error"] == []


def sides(label: dict[str, Any]) -> tuple[Decimal, Decimal]:
    """Left and right as labelled: a sum and its printed total are called expected and printed there."""
    left, right = label.get("left", label.get("expected")), label.get("right", label.get("printed"))
    return Decimal(str(left)), Decimal(str(right))


@pytest.mark.parametrize("file", ["dongchang-2020.txt", "made/page-2019.html", "made/page-2022.html"])
def test_shared_reports_read_from_their_files(shared_reports: Path, file: str) -> None:
    """From the file to the findings of tables, dates, form and provenance: those of the labels, and no other error or warning."""
    report = parse(read_document(shared_reports / file))
    label = shared_reports / "gold" / f"{file.split('.')[0].replace('/', '-')}.json"
    gold = json.loads(label.read_text(encoding="utf-8"))
    found = [f for check in (relations.check, dates.check, form.check, provenance.check) for f in check(report)]
    wanted = {(f["rule"], f["where"]) for f in gold["findings"] if not f["rule"].startswith("text.")}
    assert {(f.rule, f.where) for f in found if f.severity != "note"} == wanted


def test_relations_of_the_statistics_table_hold_for_added_columns_too() -> None:
    instances = [i for i in compiled("2014", "standard").instances if i.rule == "statistics.channels"]
    assert [i.where for i in instances][:3] == ["received", "received@government", "received@departments"]
    for instance in instances:
        assert len({path.partition("@")[2] for path in instance.paths()}) == 1
        assert len(instance.left) == 4


@pytest.mark.parametrize("path", cell_paths("2014"))
def test_a_change_of_a_cell_of_a_relation_of_2014_is_seen(path: str) -> None:
    free = ("proactive", "response", "resources.f", "resources.d", "resources.r", "resources.b", "resources.m")
    found = relations.check(build("2014", {path: 1}))
    if path.removeprefix("statistics.").startswith((*free, "challenges.complaints", "resources.t")):
        assert all(one.severity != "error" for one in found)
    else:
        assert any(one.severity == "error" for one in found)
