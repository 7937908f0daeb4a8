"""A passage becomes a report that reads back cell for cell, and its words stand in the narrative as they are labelled."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gold import rendering, sets
from tests.gold.placing import Narrative

ITEM: dict[str, Any] = {
    "id": "x",
    "issuer": "甲县乙局",
    "year": 2022,
    "form": "2021",
    "text": "新收申请7件。",
    "tables": {
        "requests.received.total": 7,
        "requests.received.business": 2,
        "requests.concluded.total": 7,
        "requests.concluded.natural_person": 4,
        "challenges.review.upheld": 1,
        "proactive.fees.fee_amount": 3.25,
    },
}


def test_unnamed_cells_are_zero_and_natural_persons_take_the_rest() -> None:
    made = rendering.cells(ITEM)
    assert made["requests.received.natural_person"] == 5
    assert made["requests.concluded.natural_person"] == 4, "what is named stays as named"
    assert made["challenges.review.total"] == 0, "a total that is not named is not made up"
    assert len(made) == 200
    assert sum(value != 0 for value in made.values()) == len(ITEM["tables"]) + 1


def test_the_report_prints_them_in_rows() -> None:
    lines = rendering.report(ITEM).splitlines()
    assert "一、本年新收政府信息公开申请数量\t5\t2\t0\t0\t0\t0\t7" in lines
    assert "行政事业性收费\t3.25" in lines
    assert "\t".join("1" + "0" * 14) in lines
    assert lines.index("一、总体情况") + 1 == lines.index(ITEM["text"])


def test_a_cell_that_the_form_does_not_have_is_no_label() -> None:
    with pytest.raises(ValueError, match="procurement"):
        rendering.report({**ITEM, "tables": {"proactive.procurement.procurement_items": 1}})


@pytest.mark.parametrize("name", ["passages dev", "passages test", "shared claims"])
def test_quotes_stand_in_the_narrative(name: str) -> None:
    if reason := sets.missing(name):
        pytest.skip(reason)
    lost = [
        sample.name  # no more than the name: the words of the test half are not shown
        for sample in sets.samples(name)
        if sample.record is None
        or not all(
            map(Narrative(sample.record).find, [x["quote"] for x in (*sample.gold["claims"], *sample.gold["lists"])])
        )
    ]
    assert lost == [], "a labelled quote is not in the narrative as read"
