"""词表自检：每一行都认得自己的例子, 不认自己的反例。

Every row of the vocabulary of the narrative matches its example and refuses its counter-example, and names its source where it needs one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from toolkit.model import Paragraph, Part, Source
from toolkit.narrative.asides import aside
from toolkit.narrative.context import find_subjects
from toolkit.narrative.dispositions import find_trapped
from toolkit.narrative.draft import Draft, finish
from toolkit.narrative.explained import restriction
from toolkit.narrative.lists import find_lists
from toolkit.narrative.plain import plain
from toolkit.narrative.quantities import find_quantities
from toolkit.narrative.spoken import fractions
from toolkit.narrative.terms import find_terms
from toolkit.narrative.walk import Setting, Walk
from toolkit.vocabulary import cell_paths, described, load

MEASURES, CUES, QUANTITIES, TRAPS = load("measures"), load("cues"), load("quantities"), load("traps")


def drafts(text: str, form: str) -> list[Draft]:
    part = Part(1, "overview", "", text, (Paragraph(text, Source(text)),))
    walk = Walk(part, plain(text), Setting(2022, form, "department"))
    walk.run([(0, "requests")])
    return walk.drafts


def both(rows: list[dict[str, Any]]) -> Iterator[Any]:
    for row in rows:
        name = row.get("id") or row.get("unit") or row.get("name") or "+".join(row.get("columns", row.get("words", [])))
        yield pytest.param(row, "example", True, id=f"{name}-example-{row['example']}")
        yield pytest.param(row, "counter_example", False, id=f"{name}-counter-{row['counter_example']}")


def measures_of(row: dict[str, Any], text: str) -> set[str]:
    forms = list(row["cells"]) if isinstance(row["cells"], dict) else ["2021"]
    names = {d.meaning.measure.split(":")[0] for form in forms for d in drafts(text, form)}
    return {piece.split(".", 1)[1] for name in names for piece in name.split("+") if "." in piece}


@pytest.mark.parametrize(("row", "key", "wanted"), list(both(MEASURES["measures"])))
def test_measure(row: dict[str, Any], key: str, wanted: bool) -> None:
    name = row.get("becomes", row["id"]) if wanted else row["id"]
    assert (name in measures_of(row, row[key])) is wanted


@pytest.mark.parametrize(("row", "key", "wanted"), list(both(MEASURES["domains"])))
def test_domain(row: dict[str, Any], key: str, wanted: bool) -> None:
    found = {d.meaning.domain for form in ("2019", "2021") for d in drafts(row[key], form)}
    assert (row["id"] in found) is wanted


@pytest.mark.parametrize(("row", "key", "wanted"), list(both(MEASURES["applicants"])))
def test_applicant(row: dict[str, Any], key: str, wanted: bool) -> None:
    columns = {
        c
        for d in drafts(row[key], "2021")
        if ":" in d.meaning.measure
        for c in d.meaning.measure.split(":")[1].split("+")
    }
    assert (set(row["columns"]) <= columns) is wanted


CUE_ROWS = (
    [("foreign", r) for r in CUES["foreign"]]
    + [("period", r) for r in CUES["periods"]]
    + [("cue", r) for r in CUES["cues"]]
)


@pytest.mark.parametrize(("kind", "row"), CUE_ROWS, ids=[f"{k}-{r['id']}" for k, r in CUE_ROWS])
def test_cue(kind: str, row: dict[str, Any]) -> None:
    def has(text: str) -> bool:
        return any(token.has(kind, row["id"]) for token in find_terms(plain(text).text, 2022)[0])

    assert has(row["example"])
    assert not has(row["counter_example"])


@pytest.mark.parametrize("row", CUES["neutral"], ids=lambda r: r["id"])
def test_neutral_words_restrict_nothing(row: dict[str, Any]) -> None:
    def restricted(text: str) -> str:
        part = Part(1, "overview", "", text, (Paragraph(text, Source(text)),))
        walk = Walk(part, plain(text), Setting(2022, "2021", "department"))
        walk.run([(0, "requests")])
        claims = finish(walk.drafts, part, walk.plain, cell_paths("2021"), "2021")
        return "".join(restriction(c, walk.setting) for c in claims if c.cells)

    assert restricted(row["example"]) == ""
    assert restricted(row["counter_example"]) != ""


@pytest.mark.parametrize("row", CUES["selves"], ids=lambda r: r["id"])
def test_a_body_names_itself(row: dict[str, Any]) -> None:
    assert any(word in row["example"] for word in row["words"])
    assert not any(word in row["counter_example"] for word in row["words"])


@pytest.mark.parametrize("row", CUES["subjects"], ids=[r["id"] for r in CUES["subjects"]])
def test_subject(row: dict[str, Any]) -> None:
    kind = row["applies"] if row["applies"] != "any" else "department"

    def scopes(text: str) -> set[str]:
        return {scope for _, _, scope in find_subjects(plain(text).text, kind)}

    assert row["id"] in scopes(row["example"])
    assert row["id"] not in scopes(row["counter_example"])


@pytest.mark.parametrize("row", CUES["rates"] + CUES["bases"], ids=lambda r: r["example"])
def test_rate_or_base(row: dict[str, Any]) -> None:
    kind = "base" if "id" in row else "rate"

    def read(text: str) -> bool:
        kinds = [
            d for d in drafts(f"行政复议9件，纠正1件。收到申请9件，予以公开3件，{text}", "2021") if d.kind == "share"
        ]
        return any(d.meaning.cells and (kind == "rate" or list(d.base) == row["cells"]) for d in kinds)

    tokens = find_terms(plain(row["example"]).text, 2022)[0]
    assert any(t.sense(kind) for t in tokens)
    if kind == "base":
        assert read(row["example"])


@pytest.mark.parametrize(("row", "key", "wanted"), list(both(QUANTITIES["units"])))
def test_unit(row: dict[str, Any], key: str, wanted: bool) -> None:
    text = row[key] if wanted or row[key][0].isdigit() else "3" + row[key]
    unit = "%" if row["unit"] == "成" else row["unit"]
    assert (unit in {f.quantity.unit for f in find_quantities(plain(text).text)}) is wanted


@pytest.mark.parametrize(("row", "key", "wanted"), list(both(QUANTITIES["approximations"])))
def test_approximation(row: dict[str, Any], key: str, wanted: bool) -> None:
    assert (row["id"] in {f.quantity.approximation for f in find_quantities(plain(row[key]).text)}) is wanted


@pytest.mark.parametrize(("row", "key", "wanted"), list(both(TRAPS["patterns"])))
def test_trap(row: dict[str, Any], key: str, wanted: bool) -> None:
    assert (row["name"] in {t.name for t in find_trapped(plain(row[key]).text)[0]}) is wanted


@pytest.mark.parametrize(("row", "key", "wanted"), list(both(QUANTITIES["fractions"])))
def test_ratio_in_words(row: dict[str, Any], key: str, wanted: bool) -> None:
    assert bool(fractions(plain(row[key]).text)) is wanted


@pytest.mark.parametrize(("row", "key", "wanted"), list(both(CUES["asides"])))
def test_aside(row: dict[str, Any], key: str, wanted: bool) -> None:
    part = Part(1, "overview", "", row[key], (Paragraph(row[key], Source(row[key])),))
    walk = Walk(part, plain(row[key]), Setting(2022, "2021", "department"))
    walk.sentence = (0, len(walk.text))
    assert any(aside(walk, quantity) for quantity in walk.quantities) is wanted


@pytest.mark.parametrize(("row", "key", "wanted"), list(both(CUES["whole_sets"])))
def test_a_whole_set_that_falls_short_is_a_failing_list(row: dict[str, Any], key: str, wanted: bool) -> None:
    part = Part(1, "overview", "", row[key], (Paragraph(row[key], Source(row[key])),))
    walk = Walk(part, plain(row[key]), Setting(2022, "2021", "department"))
    walk.run([(0, None)])
    found = find_lists(walk.drafts, walk.plain, part)
    assert bool(found) is wanted


SECTIONS = {
    "measures": ("domains", "measures", "applicants"),
    "cues": ("foreign", "subjects", "selves", "periods", "cues", "whole_sets", "asides", "rates", "bases", "neutral"),
    "quantities": ("units", "approximations", "fractions"),
    "traps": ("patterns",),
}


@pytest.mark.parametrize(("name", "section"), [(n, s) for n, sections in SECTIONS.items() for s in sections])
def test_every_row_says_since_when_and_from_where(name: str, section: str) -> None:
    for row in described(name, section):
        words = "words" in row or row.get("variants") is not None or row.get("pattern") or row.get("patterns")
        assert words, f"{name}.{section}: {row}"
        assert row["example"] != row["counter_example"]
        assert row["source"]
        assert row["until"] is None or row["since"] <= row["until"]
