"""清单所写与报告所写不一致时的规则。 What is found where a manifest and its report say two things."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.checking.builders import build
from toolkit.checking import catalogue
from toolkit.corpus.known import with_disagreements
from toolkit.model import Fact, Report
from toolkit.vocabulary import rows

RULES = {name: row for name, row in catalogue.rules().items() if name.startswith("manifest.")}


def compared(column: str, given: str, own: str) -> Report:
    """A report that gives `own`, beside a manifest that gives `given`."""
    report = build(form="2019")
    if column == "sha256":
        report = replace(report, document=replace(report.document, sha256=own))
    return with_disagreements(report, {column: Fact(own, "title")} if own else {}, {column: given})


def test_every_compared_column_has_its_rule() -> None:
    assert {f"manifest.{row['column']}" for row in rows("manifest") if row.get("compared")} == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_the_worked_example_is_found(name: str) -> None:
    example = RULES[name]["example"]
    (found,) = compared(example["where"], example["left"], example["right"]).findings
    assert (found.rule, found.where, found.severity) == (name, example["where"], example["severity"])
    assert (found.left.value, found.right.value) == (example["left"], example["right"])


@pytest.mark.parametrize(
    ("column", "given", "own"),
    [
        ("issuer", "墨川县 教育局", "墨川县教育局"),
        ("issuer", "墨川县教育局", ""),
        ("level", "county", ""),
        ("year", "2021", "２０２１"),
        ("sha256", "a" * 64, "a" * 64),
        ("sha256", "", "a" * 64),
    ],
)
def test_what_only_looks_different_is_no_finding(column: str, given: str, own: str) -> None:
    assert compared(column, given, own).findings == ()
