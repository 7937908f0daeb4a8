"""The JSON record: what it holds, that it loses no digit, and that its schema refuses damage."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit
from toolkit.model import Report
from toolkit.views.record import plain_number, to_record

SCHEMA = Path(toolkit.__file__).parent / "schema" / "report.schema.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", ["report", "nothing"])
def test_a_record_is_json_and_fits_the_schema(name: str, validator: Any, request: pytest.FixtureRequest) -> None:
    record = to_record(request.getfixturevalue(name))
    again = json.loads(json.dumps(record, ensure_ascii=False, allow_nan=False))
    assert again == record
    assert [error.message for error in validator.iter_errors(record)] == []


def test_records_of_real_input_fit_the_schema(validator: Any) -> None:
    folder = Path(toolkit.__file__).parent.parent / "corpus" / "reports"
    files = sorted(folder.glob("*.txt"))[:2] + sorted(folder.glob("*.html"))[:2]
    if not files:
        pytest.skip("the corpus is not beside the package")
    for file in files:
        record = to_record(toolkit.run(file))
        assert [error.message for error in validator.iter_errors(record)] == [], file
        # the three tables have about 200 cells, the statistics table of 2014 has 58, and before that there was no form
        fewest = {None: 0, "2014": 58}.get(record["report"]["form"], 100)
        assert record["coverage"]["cells_expected"] >= fewest


DAMAGE: dict[str, Any] = {
    "a key is missing": lambda r: r.pop("coverage"),
    "a key is new": lambda r: r.update(verdict="fine"),
    "year is a string": lambda r: r["report"].update(year="2022"),
    "a date is no ISO date": lambda r: r["report"].update(signed="2023年1月17日"),
    "level is no level": lambda r: r["report"].update(level="village"),
    "a blank cell has a value": lambda r: next(c for c in r["cells"] if c["status"] == "blank").update(value=0),
    "a given cell has none": lambda r: next(c for c in r["cells"] if c["status"] == "given").update(value=None),
    "a status is no status": lambda r: r["cells"][0].update(status="zero"),
    "a path is no path": lambda r: r["cells"][0].update(cell="一、总计"),
    "a verdict is no verdict": lambda r: r["claims"][0].update(verdict="wrong"),
    "a claim has no sentence": lambda r: r["claims"][0].pop("text"),
    "an offset is negative": lambda r: r["claims"][0].update(start=-1),
    "a side is an object": lambda r: r["findings"][0].update(left={"value": 5}),
    "a finding has no English": lambda r: r["findings"][0].update(message_en=""),
    "a hash is short": lambda r: r.update(sha256="abc"),
    "a count is missing": lambda r: r["coverage"]["numbers"].pop("date"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_schema_refuses_damage(damage: str, report: Report, validator: Any) -> None:
    record = copy.deepcopy(to_record(report))
    DAMAGE[damage](record)
    assert not validator.is_valid(record)


def test_every_property_of_the_schema_is_described_in_both_languages(validator: Any) -> None:
    def walk(node: Any, where: str) -> list[str]:
        found = []
        if isinstance(node, dict):
            for name, child in node.get("properties", {}).items():
                text = child.get("description", "")
                if child.get("type") in ("string", "array", "object") and not (
                    any(c >= "\u4e00" for c in text) and any(c.isascii() and c.isalpha() for c in text)
                ):
                    found.append(f"{where}.{name}")
            for name, child in node.items():
                found += walk(child, f"{where}.{name}")
        elif isinstance(node, list):
            for child in node:
                found += walk(child, where)
        return found

    assert [w for w in walk(validator.schema, "") if not w.endswith((".version", ".raw"))] == []


def test_the_metadata_has_plain_types(report: Report) -> None:
    metadata = to_record(report)["report"]
    assert metadata["year"] == 2022
    assert metadata["form"] == "2021"
    assert metadata["published"] == "2023-01-18"
    assert metadata["period"] == {"start": "2022-01-01", "end": "2023-01-10"}


def test_what_the_report_does_not_say_is_null(nothing: Report) -> None:
    assert set(to_record(nothing)["report"].values()) == {None}


def test_offsets_of_a_claim_point_at_its_quote(report: Report) -> None:
    record = to_record(report)
    texts = {part["part"]: part["text"] for part in record["parts"]}
    for claim in record["claims"]:
        assert claim["text"][claim["start"] : claim["end"]] == claim["quote"]
        assert texts[claim["part"]][claim["part_start"] : claim["part_end"]] == claim["quote"]
        assert report.document.text[claim["source"]["start"] : claim["source"]["end"]] == claim["quote"]


def test_only_given_cells_have_a_value(report: Report) -> None:
    cells = to_record(report)["cells"]
    assert {c["status"] for c in cells} == {"given", "blank", "absent", "unreadable"}
    assert all((c["value"] is not None) == (c["status"] == "given") for c in cells)


def test_coverage_adds_up(report: Report) -> None:
    coverage = to_record(report)["coverage"]
    assert coverage["cells_expected"] == sum(coverage[s] for s in ("given", "blank", "absent", "unreadable"))
    assert sum(coverage["numbers"].values()) == len(report.numbers)


def test_both_sides_of_a_finding_are_plain(report: Report) -> None:
    findings = {f["rule"]: f for f in to_record(report)["findings"]}
    assert (findings["text.claim"]["left"], findings["text.claim"]["right"]) == (4, 5)
    assert findings["text.claim"]["difference"] == 1
    assert findings["dates.period"]["left"] == "2023-01-10"
    assert findings["dates.period"]["difference"] is None


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("3", 3),
        ("3.0", 3),
        ("38.6", 38.6),
        ("-0.5", -0.5),
        ("1E+3", 1000),
        ("0.1234567890123456789", "0.1234567890123456789"),
    ],
)
def test_numbers_lose_nothing(value: str, plain: object) -> None:
    made = plain_number(Decimal(value))
    assert made == plain
    assert type(made) is type(plain)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_any_number_comes_back_as_it_was(value: Decimal) -> None:
    made = plain_number(value)
    assert Decimal(repr(made) if isinstance(made, float) else str(made)) == value


def test_a_file_name_that_is_no_text_can_be_written() -> None:
    from made_report import made_report

    record = to_record(made_report(file="年报\udcff.html"))
    json.dumps(record, ensure_ascii=False).encode("utf-8")
