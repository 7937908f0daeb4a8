"""主张读作什么, 以及怎样一致：写进理由的两句话。

What a claim is read as (measure and grounds, whose figure, of when, flow or stock), and how a figure agrees that is not the table's to
the last digit: by rounding, by truncation, as an approximation. Both are part of `why`; the words are data (`vocabulary/reasons.yaml`).
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Any

from toolkit.checking.instances import labels
from toolkit.model import Claim
from toolkit.vocabulary import load
from toolkit.vocabulary.glosses import gloss_of_cell

Pair = tuple[str, str]


def about(claim: Claim) -> Pair:
    """主张读作什么(中文, 英文)。 What a claim is read as, in one sentence each."""
    return _about(claim.measure, claim.scope, claim.period, claim.flow)


@lru_cache(maxsize=1024)
def _about(measured: str, whose: str, when: str, kind: str) -> Pair:
    words = load("reasons")["about"]
    measure = _measure(measured)
    scope = words["scope"].get(whose, words["scope"]["report"])
    year = when.removeprefix("year:") if when.startswith("year:") else ""
    period = words["period"]["year" if year else when]
    flow = words["flow"]["stock" if kind == "stock" else "flow"]
    made = []
    for at, language in enumerate(("zh", "en")):
        made.append(
            words[language].format_map(
                {
                    f"measure_{language}": measure[at],
                    f"scope_{language}": scope[language],
                    f"period_{language}": period[language].format(year=year),
                    f"flow_{language}": flow[language],
                }
            )
        )
    return made[0], made[1]


def how(claim: Claim, value: Decimal | None) -> Pair:
    """怎样一致：四舍五入、截尾、约数(中文, 英文)。

    How a claim agrees with a value in its own unit: nothing to say where the two are equal; else rounded, truncated or an approximation.
    """
    words = load("reasons")["how"]
    key = _how(claim, value)
    return words[key]["zh"], words[key]["en"]


def _how(claim: Claim, value: Decimal | None) -> str:
    q = claim.quantity
    printed = abs(q.value)
    if value is None or printed == abs(value):
        return "exact"
    if q.approximation:
        return "approximation"
    step = Decimal(q.scale).scaleb(-q.decimals)
    for mode, key in ((ROUND_HALF_UP, "rounding"), (ROUND_DOWN, "truncation")):
        if (abs(value) / step).quantize(Decimal(1), rounding=mode) * step == printed:
            return key
    return "interval"


def _measure(measure: str) -> Pair:
    """The names of a measure: its predicates with the noun they are of, and the applicants."""
    words = load("reasons")["about"]["measure"]
    if measure in ("", "channel") or measure.startswith("rate."):
        row = words["rate" if measure.startswith("rate.") else measure]
        return row["zh"], row["en"]
    zh, en = [], []
    for piece in measure.split("+"):
        if piece.startswith("statistics."):
            zh.append("·".join(name for name in labels("2014", piece) if name))
            en.append(gloss_of_cell(piece))
            continue
        name, _, column = piece.partition(":")
        domain, _, predicate = name.partition(".")
        row = _names().get(predicate) or _names().get(domain)
        noun = _names().get(domain)
        if row is None:
            continue
        zh.append((f"{noun['zh']}·" if noun and noun is not row else "") + row["zh"] + (_column(column)[0]))
        en.append((f"{noun['en']}, " if noun and noun is not row else "") + row["en"] + (_column(column)[1]))
    union = words["union"]
    if not zh:
        return words[""]["zh"], words[""]["en"]
    return union["zh"].join(dict.fromkeys(zh)), f" {union['en']} ".join(dict.fromkeys(en))


@cache
def _names() -> dict[str, dict[str, Any]]:
    data = load("measures")
    rows = {row["id"]: row for row in reversed(data["domains"])}
    return rows | {row["id"]: row for row in data["measures"]}


@cache
def _columns() -> dict[str, Pair]:
    return {c: (row["zh"], row["en"]) for row in reversed(load("measures")["applicants"]) for c in row["columns"]}


def _column(column: str) -> Pair:
    """The applicant that narrows a measure (:natural_person), empty where there is none."""
    names = _columns().get(column.split("+")[0]) if column else None
    return (f"（{names[0]}）", f" ({names[1]})") if names else ("", "")
