"""埋设的问题找到了多少：与模拟语料的真值相比。

How many planted faults are found: findings against the truth of a simulated corpus (`toolkit.corpus.simulate`), with Wilson
intervals, and the findings that no truth explains. What it says is of the generator's faults, not of real reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

FAULT_COLUMNS: Mapping[str, str] = {
    "report_id": "str", "kind": "str", "rule": "str", "where": "str", "year": "Int64", "level": "str", "format": "str",
    "layout": "str", "found": "bool", "noticed": "bool",
}  # fmt: skip
"""Columns of `planted_faults`, in order."""
ALARM_COLUMNS: Mapping[str, str] = {
    "report_id": "str", "rule": "str", "where": "str", "severity": "str", "format": "str", "layout": "str",
    "expected": "bool",
}  # fmt: skip
"""Columns of `alarms`, in order."""
CONFIDENCE = 1.959963984540054  # the normal quantile of a 95% interval
_CHINESE = re.compile(r"[一-鿿]")
_SPACE = re.compile(r"\s+")
_OF_WORDS = ("text.other_organ", "text.other_year")  # what they find is a word of the sentence, not the figure
Places = Mapping[tuple[str, str], Sequence[str]]
"""(report, rule) to the places where it spoke, or should."""


def wilson(found: int, of: int, z: float = CONFIDENCE) -> tuple[float, float]:
    """威尔逊区间。

    The Wilson score interval of a share (95% by default): where the share of a long run may lie when `found` of `of` were. It stays
    between 0 and 1 and is honest for few cases and for shares of 0 and 1. (0, 1) for no case.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).

    >>> [round(end, 3) for end in wilson(9, 10)]
    [0.596, 0.982]
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if of == 0:
        return 0.0, 1.0
    share, weight = found / of, z * z / of
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def shares(frame: pd.DataFrame, by: str, what: str = "found") -> pd.DataFrame:
    """按类别的比例及区间。

    The share of rows in which the column `what` is true, for each value of `by`: columns `of` (rows), `what`, `share`, `low`, `high`
    (`wilson`), the largest groups first.

    >>> import pandas as pd
    >>> made = pd.DataFrame({"kind": ["a", "a", "b"], "found": [True, False, True]})
    >>> shares(made, "kind").round(2).loc["a"].tolist()
    [2.0, 1.0, 0.5, 0.09, 0.91]
    """
    import pandas as pd

    rows = frame.groupby(by)[what]
    counts = pd.DataFrame({"of": rows.size(), what: rows.sum().astype("int64")})
    ends = [wilson(int(found), int(of)) for found, of in zip(counts[what], counts["of"], strict=True)]
    counts = counts.assign(
        share=counts[what] / counts["of"], low=[end[0] for end in ends], high=[end[1] for end in ends]
    )
    return counts.sort_values(["of", "share"], ascending=False, kind="stable")


def planted_faults(truth: Iterable[Mapping[str, Any]], findings: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """每一处埋设的问题是否找到。

    One row for each planted fault that a rule should speak of (harmless ones, missing and copied reports are left out). `truth` are the
    lines of `truth.jsonl`; `findings` and `claims` the frames of a store, `findings` with the rows of `year_pairs` below them where
    faults between years are asked for. `found`: the rule of the fault speaks of this report at the same place, which is the same `where`,
    or words of the text that contain the fault's or lie in them. `noticed`: some rule does, of whatever name: a wrong part of a list is
    also a claim that differs from its cell.

    Columns: `FAULT_COLUMNS`; `format` and `layout` say how the report is printed.

    >>> import pandas as pd
    >>> fault = {"kind": "cells.total", "rule": "requests.applicants", "where": "received", "harmless": False}
    >>> line = {"id": "a", "format": "text", "layout": "tabs", "body": {"level": "county"}, "report": {"year": 2021}, "faults": [fault]}
    >>> found = pd.DataFrame({"report_id": ["a"], "rule": "requests.applicants", "where": "received", "verdict": "inconsistent",
    ...                       "claims": [[]]})
    >>> planted_faults([line], found, pd.DataFrame({"report_id": [], "claim": [], "quote": []})).found.tolist()
    [True]
    """
    import pandas as pd

    spoken = _places(findings[findings["verdict"].ne("consistent") & findings["where"].ne("")], claims)
    anywhere: dict[tuple[str, str], list[str]] = {}
    for (report, _), places in spoken.items():
        anywhere.setdefault((report, ""), []).extend(places)
    rows = []
    for line in truth:
        about = (line["report"]["year"], line["body"]["level"], line["format"], line["layout"])
        for fault in line["faults"]:
            if fault["rule"] and not fault["harmless"]:
                report, place = line["id"], (fault["where"],)
                found = _there(spoken, (report, fault["rule"]), place)
                noticed = found or _there(anywhere, (report, ""), place)
                rows.append((report, fault["kind"], fault["rule"], *place, *about, found, noticed))
    return pd.DataFrame(rows, columns=list(FAULT_COLUMNS)).astype(dict(FAULT_COLUMNS))


def alarms(
    truth: Iterable[Mapping[str, Any]], findings: pd.DataFrame, claims: pd.DataFrame, years: pd.DataFrame | None = None
) -> pd.DataFrame:
    """每一项不一致是否有真值可依。

    One row for each finding that is inconsistent and no mere note. `expected`: the truth of the report has it, by its rule and place (as in
    `planted_faults`); all others are false alarms. `years` is the frame of `years.csv` (id, rule, where), for the rows of `year_pairs`.

    Columns: `ALARM_COLUMNS`.
    """
    import pandas as pd

    lines = {line["id"]: line for line in truth}
    due: dict[tuple[str, str], list[str]] = {}
    for report, line in lines.items():
        for one in line["findings"]:
            due.setdefault((report, one["rule"]), []).extend(
                _plain(one[key]) for key in ("where", "quote") if key in one
            )
        if "broken_table" in line:  # each figure of the text exceeds a total of 0
            due.setdefault((report, "text.total"), []).append("requests.concluded.total")
        kinds = {fault["kind"] for fault in line["faults"]}
        if "dates.period" in kinds:  # the period of another year has other ends, too
            due.setdefault((report, "dates.period"), []).extend(("statedstart", "statedcut-off"))
    for one in years.to_dict("records") if years is not None else ():
        due.setdefault((one["id"], one["rule"]), []).append(str(one["where"]))
    made = findings[findings["verdict"].eq("inconsistent") & findings["severity"].ne("note")]
    rows = []
    for (report, rule), where, severity, places in zip(
        zip(made["report_id"], made["rule"], strict=True),
        made["where"],
        made["severity"],
        _each(made, claims),
        strict=True,
    ):
        about = (lines[report]["format"], lines[report]["layout"])
        rows.append((report, rule, where, severity, *about, _there(due, (report, rule), places)))
    return pd.DataFrame(rows, columns=list(ALARM_COLUMNS)).astype(dict(ALARM_COLUMNS))


def _places(findings: pd.DataFrame, claims: pd.DataFrame) -> Places:
    found: dict[tuple[str, str], list[str]] = {}
    for report, rule, places in zip(findings["report_id"], findings["rule"], _each(findings, claims), strict=True):
        found.setdefault((report, rule), []).extend(places)
    return found


def _each(findings: pd.DataFrame, claims: pd.DataFrame) -> Iterator[list[str]]:
    """The places of each finding: its `where` and the words of its claims, or their sentences where it is of words."""
    keys = list(zip(claims["report_id"], claims["claim"], strict=True))
    words = {name: dict(zip(keys, claims[name], strict=True)) for name in ("quote", "sentence") if name in claims}
    columns = (findings[name] for name in ("report_id", "rule", "where", "claims"))
    for report, rule, where, numbers in zip(*columns, strict=True):
        known = words["sentence" if rule in _OF_WORDS and "sentence" in words else "quote"]
        several = numbers if isinstance(numbers, Iterable) else ()
        yield [_plain(where), *(_plain(known[report, number]) for number in several if (report, number) in known)]


def _there(known: Places, key: tuple[str, str], places: Iterable[str]) -> bool:
    return any(_same(_plain(one), other) for one in places for other in known.get(key, ()))


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    return bool(_CHINESE.search(one) and _CHINESE.search(other)) and (one in other or other in one)


def _plain(text: str) -> str:
    return _SPACE.sub("", text)
