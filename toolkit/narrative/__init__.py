"""叙述文字：句子、词、数量、主张。

The narrative stage: text to sentences, words, quantities and claims, each claim linked to the cells it speaks of.
`find_claims` adds claims,
itemisations and the disposition of every number to a report; `sentences` gives its sentences with their words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.model import Claim, Itemisation, Number, Part, Report
from toolkit.narrative.disposed import dispose
from toolkit.narrative.draft import finish
from toolkit.narrative.lists import find_lists
from toolkit.narrative.plain import Plain, fold
from toolkit.narrative.sentences import Sentence, plain_part, sentences_of
from toolkit.narrative.walk import Setting, Walk

__all__ = ["Sentence", "find_claims", "sentences"]

# What a heading makes the subject of the sentences below it. Under 主动公开 an unnamed 收到 is nobody's request.
_TOPIC_DOMAINS = {"依申请公开": "requests", "主动公开": None}
# The parts of older reports that the form of six parts does not have (回应解读, 收费, 保障) have no domain.
# Governments decide reviews, through their offices of justice; a department's 收到行政复议1件 is a review against it.
_DECIDES_REVIEWS = re.compile("司法|复议|法制")
# What the area of a government is called, from its name.
_AREA = re.compile(r"(自治区|[省市州盟县区旗镇乡])(?:人民政府|街道|管理委员会|管委会|$)")
_PART_DOMAINS = {1: "requests", 3: "requests", 4: "review", 5: "requests"}


def find_claims(report: Report) -> Report:
    """找出叙述文字中的全部数量主张。

    The report with its claims, itemisations and numbers. Verdicts are not set here; `toolkit.checking` compares.
    """
    setting = setting_of(report)
    paths = tuple(c.path for c in report.cells)
    claims: list[Claim] = []
    lists: list[Itemisation] = []
    numbers: list[Number] = []
    for part in report.narrative():
        if not part.text:
            continue
        text = plain_part(part)
        walk = Walk(part, text, setting)
        if part.number not in (0, 7):
            walk.run(_domains(part, text))
        claims.extend(finish(walk.drafts, part, text, paths, setting.form))
        lists.extend(find_lists(walk.drafts, text, part))
        numbers.extend(dispose(walk, part))
    return replace(report, claims=tuple(claims), lists=tuple(lists), numbers=tuple(numbers))


def setting_of(report: Report) -> Setting:
    """影响读法的事实。 What of a report matters for reading its text."""
    year = report.year or 2021
    kind = issuer_kind(report)
    issuer = fold(report.value("issuer") or "")
    decides = kind == "government" or _DECIDES_REVIEWS.search(issuer) is not None
    area = _AREA.search(issuer)
    form = report.form or ("2019" if year < 2021 else "2021")
    return Setting(year, form, kind, decides, area[1] if area else "")


def issuer_kind(report: Report) -> str:
    """发布机关的类别：汇总全域的政府、部门或乡镇街道。

    "government" where the report consolidates a whole area (provinces, cities, counties), "township", else "department".
    """
    level = report.level or ""
    if level in ("province", "city", "county"):
        return "government"
    return "township" if level == "township" else "department"


def _domains(part: Part, text: Plain) -> list[tuple[int, str | None]]:
    """Where in plain text which domain holds because of a heading."""
    out: list[tuple[int, str | None]] = [(0, _PART_DOMAINS.get(part.number))]
    for topic in part.topics:
        name = fold(topic.topic or topic.heading)
        known = next((d for word, d in _TOPIC_DOMAINS.items() if word in name), _PART_DOMAINS.get(part.number))
        at = next((i for i, original in enumerate(text.index) if original >= topic.start), 0)
        out.append((at, known))
    return out


def sentences(report: Report) -> list[Sentence]:
    """全部句子及其词。

    All sentences of a report in order, each with its words by jieba (own dictionary). Loads jieba on first use.
    """
    from toolkit.narrative.words import cut

    out: list[Sentence] = []
    for part in report.narrative():
        if part.text:
            out.extend(replace(s, words=tuple(cut(fold(s.text)))) for s in sentences_of(part))
    return out
