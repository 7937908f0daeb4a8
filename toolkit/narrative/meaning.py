"""一段话说的是哪个指标：把谓语、名词和上下文合成单元格。

What a stretch of a clause counts. Predicate (予以公开), noun (行政复议), applicant (自然人) and the domain carried on from before are put
together into a measure and patterns of cells. Precision first: a stretch with an object that is not known
("办理不动产登记申请") has no cell,
and sets the domain to "foreign" so that what follows ("办结48,190件") is not taken for a request either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from toolkit.narrative.terms import Sense, Token
from toolkit.vocabulary import load

FOREIGN = "foreign"
CHALLENGE_ROWS = {
    "review": ("review",),
    "litigation": ("litigation_direct", "litigation_after_review"),
    "litigation_direct": ("litigation_direct",),
    "litigation_after_review": ("litigation_after_review",),
    "challenges": ("review", "litigation_direct", "litigation_after_review"),
}
ITEM_DOMAINS = ("licensing", "other_services", "penalties", "compulsion", "fees")
LITIGATION = ("litigation", "litigation_direct", "litigation_after_review")
# Verbs that say the organ decides reviews itself; "被申请", "因政府信息公开" say that it is the party.
_PARTY = re.compile(r"被|因|信息公开|政务公开|涉及|引发|引起")
_REVIEWS = re.compile(r"(?:审理|审结)[^,;。被因涉对]{0,14}$")
_DECIDES = re.compile(r"(?:代理|应诉|收到|接到|受理|审理|办理|承办|新收|登记|办结)[^,;。]{0,6}$")
# 因本机关不掌握等原因无法提供: the group; 因土地现状图等涉密不予公开: the ground alone.
_AND_OTHERS = re.compile(
    "等(?:原因|情形|理由|情况|类|类型|因素)?(?:而|的|被|，|,)?(?:不予|不公开|无法|不能|作其他|其他处理|予以)|等(?:原因|情形|理由|情况)"
)
# 收到公民个人、企业等提出的申请5件: of anyone, not of these alone.
_ANYONE = re.compile("等[^,;。]{0,6}(?:提出|提交|递交)")
# 连同上年结转共承办56件: new and carried in together.
_TAKEN_TOGETHER = re.compile("连同|加上|加之|包括|含")
_JOIN = ("和", "及", "与", "以及", "、", "或")


@dataclass(frozen=True, slots=True)
class Meaning:
    """一段话的含义。

    `measure` is "<domain>.<id>", `cells` patterns of cell paths (empty: no counterpart), `domain` what the clause is about
    ("foreign" for anything outside the forms), `old` that the category is one of the 2014
    form, `reason` why there is no cell, `soft` that no verb said which (经手申请31件). `row` is the cell of the statistics table of 2014
    that the words name, where the report has that table (see `statistics.py`).
    """

    measure: str
    domain: str
    cells: tuple[str, ...] = ()
    old: bool = False
    reason: str = ""
    predicate: str = ""
    soft: bool = False
    row: str = ""


NOTHING = Meaning("", FOREIGN, reason="object")


@cache
def _units() -> tuple[frozenset[str], frozenset[str]]:
    data = load("measures")
    return frozenset(data["count_units"]), frozenset(data["strict_units"])


@cache
def _domain_rows() -> dict[str, Any]:
    return {row["id"]: row for row in reversed(load("measures")["domains"]) if row["strength"] == "strong"}


def measure_cells(row: Any, domain: str, form: str) -> tuple[str, ...]:
    """一项指标在某一表式中的单元格。 The cell patterns of a measure in a domain on a form ("2019" or "2021")."""
    cells = row["cells"]
    if isinstance(cells, dict):
        cells = cells.get(form, [])
    rows = CHALLENGE_ROWS.get(domain, (domain,))
    out: list[str] = []
    for pattern in cells:
        out.extend(pattern.replace("{row}", name) for name in rows) if "{row}" in pattern else out.append(pattern)
    return tuple(out)


def default_meaning(domain: str, form: str, row: Any = None) -> Meaning:
    """只有名词时的含义。 What a domain's noun alone counts: 行政复议3件 the total of its row, 行政许可46件 its decisions."""
    name = (row or _domain_rows()[domain])["default"]
    if name is None:
        return Meaning("", domain, reason="no_predicate")
    if name == "total":
        return Meaning(
            f"{domain}.total", domain, tuple(f"challenges.{r}.total" for r in CHALLENGE_ROWS[domain]), predicate="total"
        )
    return Meaning(f"{domain}.{name}", domain, measure_cells(measure_row(name), domain, form), predicate=name)


@cache
def measure_row(name: str) -> Any:
    """词表中的一项指标。 The row of a measure in the vocabulary."""
    return next(row for row in load("measures")["measures"] if row["id"] == name)


def fits(sense: Sense, domain: str | None) -> bool:
    """一项指标是否属于某一领域。 Whether a measure belongs to a domain; "challenges" is reviews and suits together."""
    domains = sense.row["domains"]
    return domain in domains or (domain == "challenges" and "review" in domains)


def core(tokens: Sequence[Token]) -> list[Token]:
    """能决定含义的术语。 The tokens that can carry a measure, a domain or a foreign object."""
    return [t for t in tokens if t.word.core]


def _predicates(tokens: Sequence[Token], domain: str | None) -> list[tuple[Token, Sense]]:
    """The measure senses of the tokens, those of the domain where one is known."""
    out = []
    for token in tokens:
        senses = [s for s in token.senses if s.kind == "measure"]
        fit = [s for s in senses if fits(s, domain)] if domain and domain != FOREIGN else senses
        if fit:
            out.append((token, fit[0]))
    return out


def compose(tokens: Sequence[Token], context: str | None, unit: str, form: str, text: str, fresh: bool) -> Meaning:
    """把一段话里的术语合成一个含义。

    `tokens` are the core tokens of the stretch in order, `context` the domain carried on (None: none yet), `fresh` that a new sentence has
    begun since, so that an ambiguous verb (办结) may turn back to requests.
    """
    last = tokens[-1]
    nouns = [t for t in tokens if t.sense("noun")]
    outcome = any(s.kind == "measure" and s.row.get("strict") and s.id != "granted_bare" for s in last.senses)
    outcome = outcome or last.has("measure", "carried_out")
    if any(t.has("foreign", "processing_fee") for t in tokens):
        # 信息处理费收取0元 is no 行政事业性收费.
        return NOTHING
    if not nouns and not outcome and any(t.has("foreign", "hotline", "proposals", "other_business") for t in tokens):
        return NOTHING
    if last.has("measure", "revised") and any(t.sense("foreign") for t in tokens) and not nouns:
        # 公开指南修订1次
        return NOTHING
    if any(t.has("foreign", "channel") for t in tokens):
        return Meaning("channel", context or "requests", reason="channel")
    if last.sense("foreign") and not last.sense("noun", "measure", "applicant"):
        return NOTHING
    domain = _domain(tokens, nouns, context, text, fresh)
    if domain == FOREIGN:
        return NOTHING
    counts, strict = _units()
    applicants = [t for t in tokens if t.sense("applicant")]
    predicates = _predicates(_governing(tokens), domain)
    if not predicates and not nouns and not applicants and not any(t.sense("weak") for t in tokens):
        return NOTHING
    money = unit in ("元", "万元", "亿元")
    if domain == "fees" and unit == "项":
        pass
    elif money != (domain in ("fees", "procurement_amount") or any(s.row.get("unit") == "元" for _, s in predicates)):
        return NOTHING
    if (
        not money
        and (unit not in counts or (unit in ("条", "部") and not _in_pieces(domain, unit, nouns, predicates)))
        and not (unit == "人次" and domain == "other_services")
    ):
        return NOTHING
    challenge = [t.sense("noun") for t in nouns if t.sense("noun").id in CHALLENGE_ROWS]  # type: ignore[union-attr]
    if len({s.id for s in challenge if s}) > 1 and not [p for p in predicates if p[1].id != "received"]:
        names = [s.id for s in challenge if s]
        cells = tuple(dict.fromkeys(f"challenges.{r}.total" for n in names for r in CHALLENGE_ROWS[n]))
        return Meaning("challenges.total", "challenges", cells, predicate="total")
    noun = nouns[-1].sense("noun") if nouns else None
    return _choose(text, predicates, applicants, domain, unit, strict, form, noun.row if noun else None)


def _in_pieces(domain: str, unit: str, nouns: Sequence[Token], predicates: Sequence[tuple[Token, Sense]]) -> bool:
    """What is counted in 条 or 部: documents; and requests where noun and verb both say so (收到依申请公开信息3条)."""
    if domain in ("regulations", "normative_documents"):
        return True
    return unit == "条" and domain == "requests" and bool(nouns) and [s.id for _, s in predicates] == ["received"]


def _governing(tokens: Sequence[Token]) -> Sequence[Token]:
    """Without outcome words that only describe the request: 要求公开政府信息的书面申请 counts requests, none of them granted."""
    last = tokens[-1]
    if not last.sense("weak", "noun") or last.sense("measure"):
        return tokens
    return [
        t
        for t in tokens
        if t.end == last.start or not any(s.row.get("strict") for s in t.senses if s.kind == "measure")
    ]


def _domain(tokens: Sequence[Token], nouns: Sequence[Token], context: str | None, text: str, fresh: bool) -> str:
    """The domain of a stretch: its last noun, else what its predicates force, else the one carried on."""
    if nouns:
        sense = nouns[-1].sense("noun")
        if sense is None:
            return FOREIGN
        before = text[: text.rfind(nouns[-1].text)]
        if sense.id in ("review", "litigation") and _DECIDES.search(before) and not _PARTY.search(text):
            return FOREIGN
        if sense.id == "review" and _REVIEWS.search(before):
            # 年内审理政府信息公开类行政复议案件17件: the organ sits over them, whatever they are about.
            return FOREIGN
        return sense.id
    last = [s for s in tokens[-1].senses if s.kind == "measure" and s.row.get("strict") and s.id != "granted_bare"]
    if not last and any(t.has("foreign", "other_business", "hotline", "proposals") for t in tokens):
        return FOREIGN
    senses = [s for t in tokens for s in t.senses if s.kind == "measure"]
    strict = [s for s in senses if s.row.get("strict") and s.id not in ("granted_bare",)]
    of_results = context in CHALLENGE_ROWS and any(
        fits(s, context) for s in tokens[-1].senses if s.kind == "measure" and not s.row.get("strict")
    )
    if strict and not any(fits(s, context) for s in strict) and not of_results:
        return "requests"
    if any(s.id == "lost" for s in senses) and context not in (*LITIGATION, "challenges"):
        return "litigation"
    if context == FOREIGN and not strict:
        return FOREIGN
    if context and any(fits(s, context) for s in senses):
        return context
    if any(t.sense("applicant", "weak") for t in tokens) and context in (None, "requests"):
        return "requests"
    if any("requests" in s.row["domains"] for s in senses) and (context is None or fresh or context == "requests"):
        return "requests"
    asked = (None, "requests", "regulations", "normative_documents")
    if any(t.sense("weak") for t in tokens) and (fresh or context in asked):
        return "requests"
    if context in (*LITIGATION, "review", "challenges") and any(
        s.id.startswith("carried") or s.id == "received" for s in senses
    ):
        return "requests"
    return FOREIGN


def _choose(
    text: str,
    predicates: Sequence[tuple[Token, Sense]],
    applicants: Sequence[Token],
    domain: str,
    unit: str,
    strict: frozenset[str],
    form: str,
    noun: Any,
) -> Meaning:
    """Pick the measure among the predicates of the domain, and replace the total column by applicants where they are named."""
    senses = [s for _, s in predicates]
    if any(s.row.get("strict") for s in senses) and unit not in strict:
        senses = [s for s in senses if not s.row.get("strict")]
        if not senses:
            return NOTHING
    outcomes = [s for s in senses if s.row.get("strict")]
    if outcomes:
        chosen = choose_outcomes(text, outcomes)
    elif senses:
        chosen = [senses[-1]]
        if chosen[0].id == "handled" and not _TAKEN_TOGETHER.search(text):
            chosen = [s for s in senses if s.id in ("concluded", "carried_in", "carried_out")][-1:] or chosen
    else:
        chosen = []
    if not chosen:
        meaning = replace(_items(domain, form, unit, text) or default_meaning(domain, form, noun), soft=True)
    else:
        cells = tuple(dict.fromkeys(c for s in chosen for c in measure_cells(s.row, domain, form)))
        old = any(s.row.get("shares_row") for s in chosen)
        meaning = Meaning(
            "+".join(f"{domain}.{s.id}" for s in chosen), domain, cells, old, "" if cells else "no_row", chosen[-1].id
        )
    if applicants and domain == "requests" and not _ANYONE.search(text):
        columns = [c for t in applicants for c in t.sense("applicant").row["columns"]]  # type: ignore[union-attr]
        cells = tuple(c[: -len("total")] + column for c in meaning.cells if c.endswith(".total") for column in columns)
        meaning = Meaning(f"{meaning.measure}:{'+'.join(columns)}", domain, cells, predicate=meaning.predicate)
    return meaning


def _items(domain: str, form: str, unit: str, text: str) -> Meaning | None:
    """行政许可事项136项 counts items, not decisions; the 2019 form has last year's number of them, the 2021 form none."""
    if (
        unit != "项"
        or domain not in ITEM_DOMAINS
        or not (domain in ("fees", "other_services") or "事项" in text or "项目" in text)
    ):
        return None
    cells = measure_cells(measure_row("previous_items"), domain, form)
    return Meaning(
        f"{domain}.previous_items", domain, cells, reason="" if cells else "no_row", predicate="previous_items"
    )


def choose_outcomes(text: str, outcomes: list[Sense]) -> list[Sense]:
    """在几个办理结果词中取舍。

    Among outcome words: a leaf with its own group is the leaf (unless 等 stands between), joined words are a union, else the last.
    """
    leaves = [s for s in outcomes if s.row.get("group")]
    groups = [s for s in outcomes if not s.row.get("group")]
    inside = [s for s in leaves if any(g.id == s.row["group"] for g in groups)]
    if len(set(inside)) > 1 and not _AND_OTHERS.search(text) and any(word in text for word in _JOIN):
        return list(dict.fromkeys(inside))
    if inside:
        return [g for g in groups if g.id == inside[0].row["group"]] if _AND_OTHERS.search(text) else inside[-1:]
    if len(outcomes) > 1 and any(word in text for word in _JOIN):
        return list(dict.fromkeys(outcomes))
    return outcomes[-1:]
