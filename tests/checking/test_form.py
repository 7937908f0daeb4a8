"""格式与部分的核对。 Editions and parts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checking.builders import build, cases, seen
from toolkit.checking import form

TABLE = cases("form")


@pytest.mark.parametrize("case", TABLE, ids=[case["name"] for case in TABLE])
def test_case(case: dict[str, Any]) -> None:
    report = build(**{key: value for key, value in case.items() if key not in ("name", "find", "says")})
    found = form.check(report)
    assert seen(found) == sorted(case["find"])
    if "says" in case:
        assert any(case["says"] in one.message_zh for one in found), [one.message_zh for one in found]
