"""Two baselines on the same items as the toolkit: what a number means is seen beside them.

`nothing` is given every labelled claim and calls each consistent: what a reader has who flags nothing. `first_match` is what a
short script does: one regular expression for each measure, its first match in the narrative, compared with one cell. Both are given the
tables and the narrative as the toolkit read them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Record = dict[str, Any]

# Between the words and the number stand at most a few characters of the same clause.
_N = r"[^，。；、\d]{0,8}?([\d,]+)"
MEASURES: list[tuple[tuple[str, ...], re.Pattern[str]]] = [
    (cells, re.compile(pattern))
    for cells, pattern in [
        (("requests.received.total",), rf"(?:收到|受理|新收|接到)[^，。；\d]{{0,16}}申请{_N}\s*[件宗份条]"),
        (("requests.carried_in.total",), rf"(?:上年|上年度|去年)结转{_N}\s*[件宗份条]"),
        (("requests.concluded.total",), rf"(?:办结|答复){_N}\s*[件宗份条]"),
        (("requests.carried_out.total",), rf"结转(?:至?下年度?|至?次年){_N}\s*[件宗份条]"),
        (("requests.granted.total",), rf"予以公开{_N}\s*[件宗份条]"),
        (("requests.partly_granted.total",), rf"部分公开{_N}\s*[件宗份条]"),
        (("requests.refused.*.total",), rf"不予公开{_N}\s*[件宗份条]"),
        (("requests.not_available.*.total",), rf"无法提供{_N}\s*[件宗份条]"),
        (("requests.not_processed.*.total",), rf"不予处理{_N}\s*[件宗份条]"),
        (("requests.other_outcome.total", "requests.other_outcome.*.total"), rf"其他处理{_N}\s*[件宗份条]"),
        (("challenges.review.total",), rf"行政复议{_N}\s*[件宗起]"),
        (
            ("challenges.litigation_direct.total", "challenges.litigation_after_review.total"),
            rf"行政诉讼{_N}\s*[件宗起]",
        ),
        (("proactive.licensing.decisions",), rf"行政许可{_N}\s*[件宗项次]"),
        (("proactive.penalties.decisions",), rf"行政处罚{_N}\s*[件宗项次]"),
    ]
]


def nothing(gold: Mapping[str, Any], record: Record | None) -> Record | None:
    """The labelled claims themselves, each called consistent, and no list flagged."""
    if record is None:
        return None
    made = []
    for label in gold.get("claims", []):
        words = re.compile(r"\s*".join(map(re.escape, "".join(label["quote"].split()))))
        place = next(((p["part"], m) for p in record["parts"] if (m := words.search(p["text"]))), None)
        if place is not None:
            part, match = place
            value, cells = label["value"], label["cells"]
            made.append(_claim(part, match.group(), match.start(), value, label["unit"], cells, "consistent"))
    return {**record, "claims": made, "lists": [], "numbers": [], "findings": []}


def first_match(gold: Mapping[str, Any], record: Record | None) -> Record | None:
    """One expression per measure, the first match in the narrative. A cell that is not given makes it "not_comparable"."""
    if record is None:
        return None
    values = {cell["cell"]: cell["value"] for cell in record["cells"]}
    made = []
    for patterns, expression in MEASURES:
        found = next(((p, m) for p in record["parts"] if (m := expression.search(p["text"]))), None)
        if found is None:
            continue
        part, match = found
        cells = [path for path in values if any(_fits(pattern, path) for pattern in patterns)]
        printed = [values[path] for path in cells]
        value = int(match.group(1).replace(",", "") or 0)
        verdict = "inconsistent"
        if not cells or any(one is None for one in printed):
            verdict = "not_comparable"
        elif sum(printed) == value:
            verdict = "consistent"
        made.append(_claim(part["part"], match.group(), match.start(), value, match.group()[-1], cells, verdict))
    return {**record, "claims": made, "lists": [], "numbers": [], "findings": []}


BASELINES = {"flag nothing": nothing, "first match": first_match}


def _fits(pattern: str, path: str) -> bool:
    steps, here = pattern.split("."), path.split(".")
    return len(steps) == len(here) and all(step in ("*", at) for step, at in zip(steps, here, strict=True))


def _claim(
    part: int, quote: str, start: int, value: object, unit: str, cells: list[str], verdict: str
) -> dict[str, Any]:
    return {
        "quote": quote,
        "part": part,
        "part_start": start,
        "part_end": start + len(quote),
        "value": value,
        "unit": unit,
        "cells": cells,
        "verdict": verdict,
        "why_en": "",
    }
