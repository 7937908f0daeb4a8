"""单元格读数的案例表。 The case table of what is printed in cells."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from toolkit.parsing.tables.values import read_value

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "values.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['printed']}-{c.get('unit', '件')}")
def test_a_cell_is_read_as_the_table_says(case: dict[str, object]) -> None:
    unit = str(case.get("unit", "件"))
    reading = read_value(str(case["printed"]), unit, bool(case.get("signed", False)), not unit.endswith("元"))
    assert reading.status == case.get("status", "given")
    assert reading.value == (Decimal(str(case["value"])) if "value" in case else None)
    assert reading.note == case.get("note", "")
