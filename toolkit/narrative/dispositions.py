"""不是数量主张的数：日期、文号、联系方式、条款、序号和专名。

Numbers that end somewhere other than in a claim. The patterns are data (traps.yaml) and run before the grammar of
quantities, so that the 30 of
国办公开办函〔2021〕30号 or the 20 of 20个工作日 inside a programme's name is never taken for a count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from toolkit.model import NumberKind
from toolkit.vocabulary import load

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*|[零一二两三四五六七八九十百千万亿]+|[①-⑳]")


@dataclass(frozen=True, slots=True)
class Trapped:
    """一处不是数量的数字。 A stretch of plain text whose numbers are of `kind`; `name` says by which row of the vocabulary."""

    start: int
    end: int
    kind: NumberKind
    name: str


@cache
def _patterns() -> tuple[tuple[NumberKind, str, re.Pattern[str], tuple[str, ...]], ...]:
    data: dict[str, Any] = load("traps")
    rows = data["patterns"]
    return tuple((row["kind"], row["name"], re.compile(row["pattern"]), tuple(row.get("needs", ()))) for row in rows)


def find_trapped(text: str) -> tuple[list[Trapped], list[bool]]:
    """找出匹配文本中的日期、文号等, 并给出占用标记。

    All trapped stretches in page order, and for each character whether it lies in one. Earlier rows of the vocabulary win.
    """
    taken = [False] * len(text)
    found: list[Trapped] = []
    if not NUMERAL.search(text):
        return found, taken
    for kind, name, pattern, needs in _patterns():
        if needs and not any(word in text for word in needs):
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if start == end or any(taken[start:end]):
                continue
            taken[start:end] = [True] * (end - start)
            found.append(Trapped(start, end, kind, name))
    found.sort(key=lambda t: t.start)
    return found, taken
