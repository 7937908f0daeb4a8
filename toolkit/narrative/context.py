"""逐句推进时记住的东西：主语、时期、上一个数。

What is carried on from clause to clause: the domain, whose figure and of when, the figures just named. A new sentence resets what a reader
would reset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from toolkit.narrative.meaning import FOREIGN, Meaning
from toolkit.vocabulary import load

_AREAS = tuple("省市州盟县区旗镇乡")
# No sentence refers back over so many figures.
_REMEMBERED = 48
_MEANS = re.compile(r"(?:通过|依托|利用|借助|经由)[^,;。]*$")
_JOINED = re.compile(r"(?:各?(?:部门|单位))?[、和及与]?")


@dataclass(slots=True)
class Named:
    """一个刚说过的数。 A figure just named, to which 均, 占 and 比上年 refer; `claim` is its index in the list of claims."""

    value: Decimal
    meaning: Meaning
    scope: str
    period: str
    claim: int
    unit: str
    part: bool = False


@dataclass(slots=True)
class Context:
    """行文的状态。

    `base` is the domain that a heading sets, `domain` the present one, `scope` and `period` those of the sentence; `named` the figures of
    the paragraph in order; `change_base` last year's figure where the text gives it.
    """

    base: str | None
    domain: str | None = None
    scope: str = "report"
    period: str = "this_year"
    fresh: bool = True
    named: list[Named] = field(default_factory=list)
    change_base: Decimal | None = None

    def new_sentence(self) -> None:
        """换句：主体和时期回到报告本身, 领域外的话题结束。"""
        if self.domain == FOREIGN:
            last = next((n.meaning.domain for n in reversed(self.named) if n.meaning.domain != FOREIGN), None)
            self.domain = self.base if last is None or last != "requests" else "requests"
        self.scope, self.period, self.fresh = "report", "this_year", True
        self.change_base = None

    def new_paragraph(self, base: str | None) -> None:
        """换段：从标题给定的领域重新开始。"""
        self.base = self.domain = base
        self.named.clear()
        self.new_sentence()

    def remember(self, named: Named) -> None:
        """记下一个刚说过的数; 只记得最近的一批。 Note a figure just named; only the last ones are kept, so that long lists cost no more."""
        self.named.append(named)
        if len(self.named) > 2 * _REMEMBERED:
            del self.named[:_REMEMBERED]

    def head(self, *domains: str) -> Named | None:
        """最近的一个总数(不是分项)。 The last figure that was no part of a list, of these domains if given."""
        return next(
            (n for n in reversed(self.named) if not n.part and (not domains or n.meaning.domain in domains)), None
        )


@cache
def _subjects() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((row["id"], row["applies"], re.compile(row["pattern"])) for row in load("cues")["subjects"])


def _wider(words: str, issuer_kind: str, area: str) -> str:
    """The scope of 全市, 全县…: the report's own area, a wider one, or for a department more than itself."""
    if words[:1] != "全" or words[1:2] not in _AREAS:
        return "report"
    if issuer_kind == "department":
        return "system"
    return "report" if not area or words[1] in area else "other_body"


def find_subjects(text: str, issuer_kind: str, area: str = "") -> list[tuple[int, int, str]]:
    """句中表明"谁的数"的词。

    (start, end, scope) of the words that say whose figure it is, read for this kind of issuer ("government", "department", "township").
    Earlier rows of the vocabulary win where two overlap.
    """
    found: list[tuple[int, int, str]] = []
    taken = bytearray(len(text))
    for scope, applies, pattern in _subjects():
        if applies not in ("any", issuer_kind) and not (applies == "department" and issuer_kind == "township"):
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if scope == "other_body" and _MEANS.search(text, max(0, start - 12), start):
                # 通过市12345热线平台回应: a means of this body, no other body's figure.
                continue
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                named = _wider(match[0], issuer_kind, area) if scope == "report" else scope
                found.append((start, end, named))
    found.sort()
    # 全区各部门、各街道: a part named beside the whole is still the whole.
    kept: list[tuple[int, int, str]] = []
    for start, end, scope in found:
        before = kept[-1] if kept else (0, 0, "")
        beside = before[2] == "report" and start <= before[1] + 4 and _JOINED.fullmatch(text, before[1], start)
        if scope != "unit" or not beside:
            kept.append((start, end, scope))
    return kept
