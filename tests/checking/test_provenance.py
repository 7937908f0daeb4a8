"""文件来历的核对。 The file itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checking.builders import build, cases, seen
from toolkit.checking import provenance

TABLE = cases("provenance")


@pytest.mark.parametrize("case", TABLE, ids=[case["name"] for case in TABLE])
def test_case(case: dict[str, Any]) -> None:
    report = build(**{key: value for key, value in case.items() if key not in ("name", "find", "says")})
    found = provenance.check(report)
    assert seen(found) == sorted(case["find"])
    if "says" in case:
        assert any(case["says"] in one.message_zh for one in found), [one.message_zh for one in found]
