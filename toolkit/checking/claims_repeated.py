"""文字与文字：同一件事说了两个数, 别的年度或别的机关的句子。

The narrative against itself, where no cell decides: the same thing said twice with two figures, and sentences that seem to be taken over
from another year's report or another body's. All of it is worth a look and no more: notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from toolkit.checking.catalogue import rule
from toolkit.checking.instances import plain
from toolkit.model import Claim, Finding, Report, Side, Source, Verdict
from toolkit.narrative import setting_of
from toolkit.narrative.explained import restriction
from toolkit.narrative.plain import fold
from toolkit.vocabulary import load

# Verdicts of figures that their cells settled; what the text says elsewhere adds nothing.
_SETTLED = ("consistent", "inconsistent")
# Parts 2 to 4 are the statutory tables.
_TABLES = (2, 3, 4)


def check(report: Report) -> list[Finding]:
    """文字自身的提示。 The notes on a report whose claims are settled, in the order of the text."""
    return [*_twice(report), *_other_year(report), *_other_organ(report)]


def _note(
    name: str,
    where: str,
    sides: tuple[Any, Any],
    words: tuple[str, str],
    sources: tuple[Source, ...],
    claims: tuple[int, ...] = (),
) -> Finding:
    row = rule(name)
    left = Side(sides[0], row["left"]["zh"], row["left"]["en"])
    right = Side(sides[1], row["right"]["zh"], row["right"]["en"])
    verdict: Verdict = "inconsistent" if name == "text.twice" else "not_comparable"
    return Finding(name, where, "note", verdict, left, right, (), *words, sources, claims)


def _twice(report: Report) -> Iterator[Finding]:
    """The first figure of a thing and every later one that differs."""
    first: dict[tuple[str, ...], tuple[int, Claim]] = {}
    setting, issuer = setting_of(report), report.value("issuer") or ""
    for number, claim in enumerate(report.claims):
        whole = claim.kind == "count" and "." in claim.measure and claim.quantity.low == claim.quantity.high
        if not whole or claim.scope != "report" or claim.period == "part_year" or claim.verdict in _SETTLED:
            continue
        if report.cells and not claim.cells:
            # An old category that the form does not have: of several kinds, and said once for each.
            continue
        key = (claim.measure, claim.period, claim.flow, claim.quantity.unit)
        known, other = first.setdefault(key, (number, claim))
        if other.quantity.value == claim.quantity.value or restriction(claim, setting, issuer):
            continue
        if restriction(other, setting, issuer):
            first[key] = (number, claim)
            continue
        a, b = plain(other.quantity.value), plain(claim.quantity.value)
        zh = f"文中“{other.quote}”为{a}，另一处“{claim.quote}”为{b}，同一件事说了两个数。"
        en = f"“{other.quote}” says {a}, “{claim.quote}” says {b}: two figures for the same thing."
        sides = (other.quantity.value, claim.quantity.value)
        yield _note("text.twice", other.quote, sides, (zh, en), (other.source, claim.source), (known, number))


def _other_year(report: Report) -> Iterator[Finding]:
    """A figure with a cell, said of an earlier year, where the text has no figure of this year for it."""
    here = {c.measure for c in report.claims if c.period == "this_year"}
    for number, claim in enumerate(report.claims):
        year = claim.period.removeprefix("year:")
        if year == claim.period or not claim.cells or claim.kind != "count" or claim.measure in here:
            continue
        zh = f"文中“{claim.quote}”所在的句子写的是{year}年，报告年度为{report.year}年，文中没有本年的这个数。"
        en = f"The sentence of “{claim.quote}” speaks of {year}; the report is for {report.year} and gives no figure of its own."
        yield _note("text.other_year", claim.quote, (year, str(report.year)), (zh, en), (claim.source,), (number,))


def _other_organ(report: Report) -> Iterator[Finding]:
    """The name by which another kind of body speaks of itself; the first place of each."""
    issuer = fold(report.value("issuer") or "")
    if not issuer:
        return
    # Folding costs more than the rest: only parts that speak of themselves.
    texts = [(p, fold(p.text)) for p in report.parts if p.number not in _TABLES and "我" in p.text]
    for word, names in _selves():
        if any(name in issuer for name in names):
            continue
        found = next(((part, at) for part, text in texts if (at := text.find(word)) >= 0), None)
        if found:
            part, at = found
            zh = f"文中自称“{word}”，编制机关为“{issuer}”。"
            en = f"The text speaks of its own body as “{word}”; the report is that of “{issuer}”."
            yield _note("text.other_organ", word, (word, issuer), (zh, en), (part.locate(at, at + len(word)),))


@cache
def _selves() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((word, tuple(row["names"])) for row in load("cues")["selves"] for word in row["words"])
