"""The truth beside simulated reports: relations hold, quotes stand in the text, and what is planted is recorded."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.gold.scoring import score
from toolkit import pipeline
from toolkit.corpus.simulate import Simulated, default_rates, make_report
from toolkit.corpus.simulate.bodies import body
from toolkit.corpus.simulate.layouts import LAYOUTS
from toolkit.corpus.simulate.printing import paths
from toolkit.corpus.simulate.relations import broken
from toolkit.corpus.simulate.report import report_id
from toolkit.corpus.simulate.sheets import sheet
from toolkit.views.record import to_record

YEARS = range(2014, 2025)
EACH = {kind: {kind: 1.0} for kind in default_rates() if not kind.startswith(("corpus.", "copy."))}
SEEN_BY_ITSELF = [
    kind for kind, row in sheet("faults").items() if kind in EACH and not kind.startswith("years.") and row["rule"]
]


@cache
def clean() -> tuple[Simulated, ...]:
    """Reports of the first 24 bodies, one in three years of each, with nothing planted."""
    ids = [report_id(index, year) for index in range(24) for year in YEARS if (index + year) % 3 == 0]
    return tuple(make_report(id, 2, ("text", "html"), {}) for id in ids)


def planted(kind: str) -> Iterator[Simulated]:
    """Reports with that fault, where it was possible."""
    for index in range(30):
        for year in (2016, 2020, 2022):
            made = make_report(report_id(index, year), 3, ("text",), EACH[kind])
            if made.truth["faults"]:
                yield made


def words(made: Simulated) -> str:
    """The text of a report without white space."""
    text = made.content.decode("gb18030" if made.truth["layout"] == "breaks" else "utf-8")
    if made.file.endswith(".html"):
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return re.sub(r"\s", "", text)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_relations_hold_where_nothing_is_planted() -> None:
    for made in clean():
        line = made.truth
        assert broken(line["cells"], line["report"]["form"]) == []
        assert line["findings"] == line["faults"] == []
        assert set(line["cells"]) == set(paths(line["report"]["form"], line["hybrid"]))
        assert all(one["adds_up"] for one in line["lists"])
        assert {one["verdict"] for one in line["claims"]} <= {"consistent", "no_counterpart", "not_comparable"}


def test_what_is_said_stands_in_the_text() -> None:
    for made in clean():
        text, line = words(made), made.truth
        for one in [*line["claims"], *line["lists"]]:
            assert bare(one["quote"]) in text, made.id
        for trap in line["not_claims"]:
            assert bare(trap) in text, made.id
        for heading in line["parts"].values():
            assert heading in text
        assert line["report"]["title"] in text


def test_every_report_says_that_it_is_invented() -> None:
    for made in clean():
        assert "虚构" in words(made)
        assert body(int(made.id[1:6])).chain[-1] in words(made)


def test_claims_are_of_the_shape_of_the_labels() -> None:
    for made in clean():
        for one in made.truth["claims"]:
            assert {"quote", "value", "unit", "approximation", "cells", "table_value", "verdict"} <= set(one)
            assert (one["table_value"] is None) == (one["verdict"] == "no_counterpart")


def test_no_report_says_nothing() -> None:
    assert min(len(made.truth["claims"]) for made in clean()) >= 2
    assert sum(len(made.truth["claims"]) for made in clean()) / len(clean()) > 8


@pytest.mark.parametrize("kind", sorted(EACH))
def test_every_fault_can_be_planted_and_is_recorded(kind: str) -> None:
    made = next(planted(kind), None)
    assert made is not None, f"{kind} was never possible"
    faults = made.truth["faults"]
    assert {one["kind"] for one in faults} == {kind}
    assert all(set(one) == {"kind", "rule", "where", "left", "right", "harmless"} for one in faults)


@pytest.mark.parametrize("kind", SEEN_BY_ITSELF)
def test_a_fault_is_a_finding_of_its_report(kind: str) -> None:
    made = next(planted(kind))
    rules = {one["rule"] for one in made.truth["findings"]}
    if kind in ("text.organ", "text.year"):  # notes: seen in words, not in figures
        assert not rules
    elif kind != "text.leaf" or made.truth["findings"]:
        assert rules, made.truth["faults"]


@pytest.mark.parametrize(("format", "layout"), [(name, one) for name, layouts in LAYOUTS.items() for one in layouts])
def test_every_layout_can_be_read(format: str, layout: str, tmp_path: Any) -> None:
    """Each layout once per form: the toolkit reads no cell wrongly and finds the parts."""
    seen: set[str] = set()
    for index in range(200):
        made = make_report(report_id(index, (2016, 2020, 2022)[index % 3]), 9, (format,), {})
        form = made.truth["report"]["form"]
        if made.truth["layout"] != layout or form in seen:
            continue
        seen.add(form)
        file = tmp_path / made.file.rsplit("/", 1)[-1]
        file.write_bytes(made.content)
        counts = score(made.truth, to_record(pipeline.run(file, False))).counts
        assert counts["cells_wrong"] == 0
        assert counts["cells_right"] >= 0.98 * counts["cells"]
        assert counts["metadata_right"] == counts["metadata"]
        if len(seen) == 3:
            return
    raise AssertionError(f"{layout} was not drawn for every form")


def test_copied_words_are_those_of_their_source() -> None:
    """Part 5 of a report that copies is that of its source, but for the year and the name."""

    def part_5(made: Simulated) -> str:
        text = words(made)
        year, who = made.truth["report"]["year"], body(int(made.id[1:6]))
        part = text[text.rindex(made.truth["parts"]["5"]) : text.rindex(made.truth["parts"]["6"])]
        for name in (str(year + 1), who.us, who.place):
            part = part.replace(name, "*")
        return part.removeprefix(made.truth["parts"]["5"])

    for kind in ("copy.last_year", "copy.organ"):
        # every report would copy: a source copies itself then, so only some are wanted to
        rates, seen = {kind: 0.4}, 0
        for index in range(1, 12):
            made = make_report(report_id(index, 2022), 3, ("text",), rates)
            for fault in made.truth["faults"]:
                seen += 1
                assert part_5(made) == part_5(make_report(fault["right"], 3, ("text",), rates))
        assert seen, kind
