"""背景数字：人口、所辖单位、变化前的数。

Numbers that tell of the setting and claim nothing: population, bodies under the organ, what there was before a change. The rows are data
(cues.yaml, `asides`); a number that means a cell is never one of them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from toolkit.narrative.quantities import Found
from toolkit.vocabulary import load

if TYPE_CHECKING:
    from toolkit.narrative.walk import Walk

# How far around a number what makes it an aside can stand.
_BESIDE = 24


@cache
def _asides() -> tuple[tuple[re.Pattern[str], Any], ...]:
    return tuple((re.compile(row["pattern"]), row) for row in load("cues")["asides"])


def aside(walk: Walk, quantity: Found) -> bool:
    """是否为背景数字。

    Whether a number only tells of the setting (下辖9个社区, 做了三件事), as the rows of `asides` in the vocabulary say.
    """
    q = quantity.quantity
    begin = max(walk.sentence[0], quantity.start - _BESIDE)
    around = walk.text[begin : quantity.start] + "#" + walk.text[quantity.end : quantity.end + _BESIDE // 2]
    for pattern, row in _asides():
        wrong = ("units" in row and q.unit not in row["units"]) or row.get("raw", "") not in q.raw
        if wrong or ("approximations" in row and q.approximation not in row["approximations"]):
            continue
        text = around[: around.index("#") + 1] if row["pattern"].endswith("$") else around
        if pattern.search(text):
            return True
    return False
