"""件数：由数前的话, 否则由数后的话定它的含义。

Counts. A number is read with what stands before it in its piece ("新收申请 23件"); where nothing does, with what
stands after ("28件 予以公开");
else with what the text carried over (`inherited`). What fits no measure stays a claim without a cell, and sets the subject aside.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from toolkit.narrative import flows, inherited, statistics
from toolkit.narrative.asides import aside
from toolkit.narrative.context import Named
from toolkit.narrative.meaning import CHALLENGE_ROWS, FOREIGN, LITIGATION, NOTHING, Meaning, compose, core, measure_row
from toolkit.narrative.quantities import Found
from toolkit.narrative.terms import Token

if TYPE_CHECKING:
    from toolkit.narrative.walk import Segment, Walk

# 截至年底，行政许可事项8项 is this year's number of items, which no form asks for.
_AT_END = re.compile(r"截至|年底|年末|现有")
_CASES = ("件", "起", "宗", "份", "例", "桩")
# 涉及自然资源领域的申请14件: some of them, by what they are about.
_SUBSET = re.compile(
    r"(?:涉及|关于|有关|针对|属于|反映|要求|询问|咨询)[^,;。]*(?:的|类)$|以[^,;。]{1,10}为[^,;。]{1,6}的$"
)
# 内部资料及过程性信息7件: a thing that is not known is counted together with the row.
_UNKNOWN_JOINED = re.compile(r"[\u4e00-\u9fff](?:和|及|与|或)$")
# 1件因需征求第三方意见转到下年: why it was carried over says nothing of what it counts.
_REASON = re.compile(r"(?:因|由于)[^,;。:\d]{1,16}?(?=转|结转|顺延|留待|延至)")
# 3件因缺少检索线索、补正后仍不明确而无法提供: words of the ground stand between the number and its outcome.
_GROUNDS = re.compile(
    r"(?:均|则|已|分别|分)?(?:因|由于|属于?|系|按照?|经|以|为|作)(?![^,;。:]*(?:复议|诉讼|起诉|信访人))"
)
_WORD = re.compile(r"\w")
_NONE_OF = re.compile(r"(?:没有|无|未有)$")
_JOINED_NAMES = re.compile(r"[、和与]|(?<!涉)及")
_MEASURED_TIME = re.compile(r"平均|用时|时长|历时|耗时|用了")
# 规划许可 is a plan's licence, no licence in general: a short noun right after an unknown word is another thing.
_SHORT_NOUNS = ("许可", "处罚", "强制")
# 研究公开工作两次: only a number right behind it makes a bare 公开 an outcome.
_BARE_ENDS = ("", "的", "了", "共", "为", "有")
# 9件中予以公开6件: the first number is the whole of the second.
_OF = ("中", "里", "内")
_RECEIVES = re.compile(r"^(?!.*(?:复议机|代理|审理|应诉)).*(?:收到|接到)")
_BOTH = re.compile("两项|两类|二者|两者")
_WITH_OTHERS = re.compile(r"(?:及|和|与|、)其他(?:类|处理|情形)?的?(?:合计|共计|两项|共|为)*$")
_VERBS = ("received", "handled", "concluded")
_BUSINESS = ("hotline", "proposals", "other_business", "extension")
_HEADS = ("received", "handled", "concluded", "total", "carried_in", "carried_out", "issued", "decisions", "")


def read(walk: Walk, segment: Segment, quantity: Found, lo: int, hi: int) -> None:
    """读一个件数。 Read one count: by what stands before it, else after it, else in the pieces before (、) that had no number."""
    unit = quantity.quantity.unit
    if quantity.unit_kind == "time" and not _MEASURED_TIME.search(walk.text[segment.start : quantity.start]):
        walk.leftover.append(quantity)
        return
    if inherited.each(walk, segment, quantity, lo):
        return
    begin = _piece(walk, lo, quantity)
    meaning, start, end = _meaning(walk, segment, quantity, (lo, begin, hi))
    scope = walk.scope_at(segment, quantity.start)
    dated = walk.year_in(segment.start, quantity.start) is not None
    bare = scope in ("unit", "office") or dated or any(t.sense("period") for t in walk.tokens_in(begin, quantity.start))
    head = walk.context.head()
    if (
        meaning is None
        and bare
        and head
        and head.unit == unit
        and head.meaning.predicate not in ("carried_in", "carried_out")
    ):
        meaning = head.meaning
    loose = not unit and _WORD.match(walk.text[quantity.end : quantity.end + 1] or " ")
    if not unit and (loose or not (meaning and meaning.cells)):
        walk.leftover.append(quantity)
        return
    if (
        quantity.chinese
        and not (meaning and meaning.cells)
        and _WORD.match(walk.text[quantity.end : quantity.end + 1] or " ")
    ):
        walk.leftover.append(quantity)
        return
    if meaning and meaning.cells and _NONE_OF.search(walk.text, max(segment.start, quantity.start - 3), quantity.start):
        # 没有一件结转至下年: the number is the thing denied.
        start = segment.start
        quantity = replace(
            quantity, quantity=replace(quantity.quantity, value=Decimal(0), low=Decimal(0), high=Decimal(0))
        )
    # What was read behind the number is not read again before the next one: 1件维持、2件纠正.
    walk.consumed = end
    _emit(walk, segment, quantity, meaning or NOTHING, start, end, scope)


def _piece(walk: Walk, lo: int, quantity: Found) -> int:
    """Where the piece of a number begins: behind the last 、 that stands in no term."""
    piece = walk.text.rfind("、", lo, quantity.start) + 1
    while piece > lo and any(t.start < piece - 1 < t.end for t in walk.tokens_in(lo, quantity.start)):
        piece = walk.text.rfind("、", lo, piece - 1) + 1
    return max(lo, piece)


def _meaning(
    walk: Walk, segment: Segment, quantity: Found, span: tuple[int, int, int]
) -> tuple[Meaning | None, int, int]:
    """What a number counts, and from where to where that is said; `span` is (free from, piece from, free to)."""
    lo, begin, hi = span
    unit = quantity.quantity.unit
    meaning, start, end = inherited.noun_behind(walk, begin, quantity, hi, unit) or _before(walk, begin, quantity, unit)
    if meaning is None:
        meaning, end = _after(walk, quantity, hi, unit, segment.end)
    elif meaning.soft:
        meaning, end = _noun_then(walk, begin, quantity, hi, unit, meaning)
    elif not meaning.cells and meaning.reason in ("object", "no_predicate"):
        meaning, end = inherited.with_noun_after(walk, begin, quantity, hi, unit, meaning)
    if meaning is None or not meaning.cells:
        meaning = inherited.together(walk, lo, quantity) or inherited.rest(walk, begin, quantity, unit) or meaning
    if begin > lo and (meaning is None or meaning.cells):
        meaning, start = inherited.with_pending(walk, lo, begin, unit, meaning, start)
    if meaning is None and segment.before in (",", ":") and lo == segment.start:
        meaning, start = inherited.pending_segment(walk, segment, unit, start)
    if meaning is None:
        meaning, end = inherited.repeated(walk, segment, quantity, unit)
    if meaning is None and segment.before == ")" and lo == segment.start:
        meaning, start = inherited.behind_bracket(walk, segment, unit, start)
    if (meaning is None or meaning is NOTHING) and unit in _CASES and hi == segment.end:
        meaning, end = inherited.told_after(walk, segment, quantity, meaning, end)
    return meaning, start, end


def _before(walk: Walk, begin: int, quantity: Found, unit: str) -> tuple[Meaning | None, int, int]:
    tokens = core(walk.tokens_in(begin, quantity.start))
    if tokens:
        if walk.residue(tokens[-1].end, quantity.start) or _loose(walk, tokens, begin):
            return NOTHING, begin, quantity.end
        text = walk.text[begin : quantity.start]
        nouns = any(t.sense("noun", "weak") for t in tokens)
        subset = _SUBSET.search(text, 0, tokens[-1].start - begin)
        if subset and walk.residue(begin + subset.start(), tokens[-1].start):
            return NOTHING, begin, quantity.end
        if "此类" in text or "这类" in text or "该类" in text or "等其他" in text[tokens[-1].end - begin :]:
            return NOTHING, begin, quantity.end
        if _UNKNOWN_JOINED.search(text, 0, tokens[-1].start - begin) and walk.residue(
            tokens[-1].start - 2, tokens[-1].start
        ):
            return NOTHING, begin, quantity.end
        if tokens[-1].text == "公开" and walk.text[tokens[-1].end : quantity.start] not in _BARE_ENDS:
            return NOTHING, begin, quantity.end
        # A body that decides no reviews and received one is a party to it, unless it says that it acts for another.
        party = "被" + text if not walk.setting.reviews and _RECEIVES.search(text) else text
        meaning = compose(tokens, _carried_on(walk, tokens), unit, walk.setting.form, party, walk.context.fresh)
        if _some_of(walk, meaning, tokens[-1].end, quantity) or _of_foreign_whole(walk, meaning, nouns, quantity):
            return NOTHING, begin, quantity.end
        meaning = _and_others(text, meaning)
        if meaning.domain in CHALLENGE_ROWS and _BOTH.search(text):
            # 复议…；诉讼…；两项纠错12件: of reviews and suits together.
            cells = tuple(
                f"challenges.{row}.{c.rsplit('.', 1)[1]}"
                for row in CHALLENGE_ROWS["challenges"]
                for c in meaning.cells[:1]
            )
            meaning = replace(meaning, measure=f"challenges.{meaning.predicate}", domain="challenges", cells=cells)
        if _another_channel(walk, meaning, tokens):
            return replace(NOTHING, measure="channel", reason="channel"), begin, quantity.end
        meaning = inherited.again(walk, meaning, quantity) or meaning
        if _named_attribute(walk, meaning, tokens, begin, unit):
            return NOTHING, begin, quantity.end
        if meaning.predicate == "previous_items" and _AT_END.search(walk.text, walk.sentence[0], quantity.start):
            return NOTHING, begin, quantity.end
        if meaning.reason == "no_predicate" and begin and walk.text[begin - 1] == "、":
            meaning = inherited.same_predicate(walk, meaning)
        return meaning, begin, quantity.end
    if walk.residue(begin, quantity.start):
        return NOTHING, begin, quantity.end
    return None, quantity.start, quantity.end


def _and_others(text: str, meaning: Meaning) -> Meaning:
    """不予处理及其他11件: the row and the other outcomes together."""
    if (
        meaning.domain != "requests"
        or not meaning.cells
        or not _WITH_OTHERS.search(text)
        or "other_outcome" in meaning.measure
    ):
        return meaning
    cells = dict.fromkeys([*meaning.cells, *measure_row("other_outcome")["cells"]])
    return replace(
        meaning, measure=f"{meaning.measure}+requests.other_outcome", cells=tuple(cells), predicate="other_outcome"
    )


def _another_channel(walk: Walk, meaning: Meaning, tokens: list[Token]) -> bool:
    """网络申请21件、面签申请18件: behind a channel a bare 申请 with a word of its own is the next channel, not all that came in."""
    last = walk.drafts[-1] if walk.drafts else None
    here = last is not None and last.sentence == walk.sentence and last.meaning.reason == "channel"
    return here and meaning.measure == "requests.received" and meaning.soft and not tokens[-1].sense("noun")


def _carried_on(walk: Walk, tokens: list[Token]) -> str | None:
    """The domain carried on. 发布信息75条，受理申请4件: posts do not make the next 申请 a foreign one, other business of the body does."""
    domain = walk.context.domain
    if domain != FOREIGN or not (tokens[-1].sense("weak") and any(t.has("measure", *_VERBS) for t in tokens)):
        return domain
    said = walk.tokens_in(walk.sentence[0], tokens[0].start)
    return FOREIGN if any(t.has("foreign", *_BUSINESS) for t in said) else None


def _some_of(walk: Walk, meaning: Meaning, end: int, quantity: Found) -> bool:
    """复议案件中有4件: some of what the noun names, of which the clause goes on to tell something."""
    return meaning.soft and walk.text[end : quantity.start].startswith(("中", "里"))


def _of_foreign_whole(walk: Walk, meaning: Meaning, noun: bool, quantity: Found) -> bool:
    """审核公文3268份，其中…不予公开1131份: the parts of a whole that is no request are none, unless a noun says so."""
    papers = meaning.domain in ("regulations", "normative_documents") and meaning.predicate == "issued"
    if not meaning.cells or (not papers and (noun or meaning.domain != "requests")):
        return False
    opened = walk.text.rfind("其中", walk.sentence[0], quantity.start)
    here = [d for d in walk.here() if d.kind == "count"] if opened >= 0 else []
    before = [d for d in here if d.number[1] <= opened]
    if not before or any(d.meaning.cells for d in here):
        return False
    head = before[-1]
    told = walk.tokens_in(head.start, head.number[0])
    if papers:
        # 主动发布政府信息473条，其中发布规章1件: what was put up, of whatever organ.
        return any(t.has("foreign", "publishing") for t in told) and not any(t.sense("noun") for t in told)
    return (
        any(t.sense("foreign") for t in told)
        and not any(t.sense("noun", "weak") or t.has("foreign", "channel") for t in told)
        and head.quantity.value >= quantity.quantity.value
        and (
            head.quantity.unit == quantity.quantity.unit or {head.quantity.unit, quantity.quantity.unit} <= set(_CASES)
        )
    )


def _noun_then(walk: Walk, begin: int, quantity: Found, hi: int, unit: str, meaning: Meaning) -> tuple[Meaning, int]:
    """依申请公开共有77件办结: the noun stands before the number, its verb behind."""
    tokens = core(walk.tokens_in(quantity.end, hi))
    if not tokens or walk.residue(quantity.end, hi) or walk.text[quantity.end : tokens[0].start]:
        return meaning, quantity.end
    if tokens[-1].end == hi and tokens[0].sense("noun") and walk.quantities_in(hi, hi + 1):
        # 上述41件复议案件已审结38件: the verb is the next number's.
        return meaning, tokens[0].end
    both = [*core(walk.tokens_in(begin, quantity.start)), *tokens]
    text = walk.text[begin : quantity.start] + walk.text[quantity.end : tokens[-1].end]
    found = compose(both, walk.context.domain, unit, walk.setting.form, text, walk.context.fresh)
    return (found, tokens[-1].end) if found.cells and not found.soft else (meaning, quantity.end)


def _named_attribute(walk: Walk, meaning: Meaning, tokens: list[Token], begin: int, unit: str) -> bool:
    """核查5,460份，其中转为主动公开732份、依申请公开1,105份: old documents by their attribute, no requests."""
    bare = len(tokens) == 1 and tokens[0].text.startswith("依申请公开") and meaning.measure == "requests.received"
    if not bare or begin <= walk.sentence[0] or not walk.drafts:
        return False
    last = walk.drafts[-1]
    return last.sentence == walk.sentence and last.meaning is NOTHING and last.quantity.unit == unit


def _loose(walk: Walk, tokens: list[Token], begin: int) -> bool:
    """A bare 申请 right after a word that is not known (法律援助申请) is no request for disclosure."""
    last = tokens[-1]
    if last.text in _SHORT_NOUNS and last.start > begin and walk.residue(last.start - 1, last.start):
        return True
    if not last.sense("weak") or last.sense("noun") or any(t.sense("noun") for t in tokens):
        return False
    return last.start > begin and walk.residue(last.start - 1, last.start) > 0


def _after(walk: Walk, quantity: Found, hi: int, unit: str, segment_end: int) -> tuple[Meaning | None, int]:
    why = _REASON.match(walk.text, quantity.end, hi)
    begin = why.end() if why else quantity.end
    tokens = core(walk.tokens_in(begin, hi))
    if not tokens or walk.text[quantity.end : quantity.end + 1] in _OF:
        return None, quantity.end
    grounds = walk.context.domain in ("requests", None) and _GROUNDS.match(walk.text, begin, tokens[0].start)
    if walk.residue(begin, tokens[0].start) and not grounds:
        return None, quantity.end
    if tokens[0].start == quantity.end and tokens[0].sense("foreign") and unit not in _CASES:
        # 9个单位收到申请 counts bodies.
        return None, quantity.end
    if hi < segment_end and tokens[-1].end == hi and len(tokens) > 1 and tokens[0].sense("noun"):
        # 上述41件复议案件已审结38件: the verb right before the next number is that number's.
        tokens = tokens[:-1]
    strict = any(s.kind == "measure" and s.row.get("strict") for s in tokens[-1].senses)
    if walk.residue(begin, tokens[-1].end) > (16 if strict else 6):
        return None, quantity.end
    text = walk.text[begin : tokens[-1].end]
    meaning = compose(tokens, walk.context.domain, unit, walk.setting.form, text, walk.context.fresh)
    if meaning.soft and walk.text[tokens[-1].end : tokens[-1].end + 1] in _OF:
        # 全部64件申请中: what was named before, new and carried in together.
        same = next(
            (n for n in reversed(walk.context.named) if n.value == quantity.quantity.value and n.meaning.cells), None
        )
        if same:
            return same.meaning, tokens[-1].end
        hand = [n.value for n in walk.context.named if n.meaning.predicate in ("received", "carried_in")]
        return (flows.ON_HAND, tokens[-1].end) if sum(hand[-2:]) == quantity.quantity.value else (None, quantity.end)
    if any(t.has("cue", "zero") for t in walk.tokens_in(quantity.end, tokens[-1].end)):
        # 3件没有审结: the opposite of what the verb says.
        return None, quantity.end
    if (meaning.soft or ":" in meaning.measure) and walk.residue(tokens[-1].end, hi):
        # 3件申请因情况复杂…: some of the requests, of which something else is told.
        return None, quantity.end
    if meaning.predicate in ("handled", "received") and tokens[-1].sense("measure"):
        # 8件在法定期限内办理: under way, which no row counts by that verb.
        return None, quantity.end
    # "26个 领域": what follows names the thing counted; only a measure with cells is read backwards.
    return (meaning, tokens[-1].end) if meaning.cells else (None, quantity.end)


def _emit(walk: Walk, segment: Segment, quantity: Found, meaning: Meaning, start: int, end: int, scope: str) -> None:
    if not meaning.cells and not meaning.measure and (scope == "other_body" or aside(walk, quantity)):
        walk.leftover.append(quantity)
        if any(t.sense("foreign") for t in walk.tokens_in(start, quantity.start)):
            walk.context.domain = FOREIGN
        return
    period = walk.period_at(segment, quantity.start)
    scope = flows.carried_scope(walk, meaning, quantity, scope)
    if meaning.predicate in ("total_disclosed", "disclosed", "in_force") and period == "cumulative":
        period = "this_year"
    if meaning.predicate in ("previous_items", "carried_in") and period == "last_year":
        # The row itself is of last year.
        period = "this_year"
    meaning = flows.direction(walk, segment, meaning, quantity)
    if walk.setting.form == statistics.FORM:
        meaning, start = statistics.named(walk, segment, quantity, meaning, start)
    if meaning.predicate == "carried_in":
        flows.include(walk, segment, quantity)
    meaning = flows.of_all_on_hand(walk, meaning)
    draft = walk.add(quantity, meaning, start, end, scope=scope, period=period, label=walk.text[start : quantity.start])
    draft.nested = segment.bracket
    # 4件申请均已予以公开
    draft.all_of = bool(meaning.cells) and any(
        t.has("cue", "all") for t in walk.tokens_in(quantity.end, end) if t.end < end
    )
    if walk.text[quantity.start - 1 : quantity.start] == "各":
        begin = max([segment.start, *(q.end for q in walk.quantities_in(segment.start, quantity.start))])
        draft.times = len(_JOINED_NAMES.split(walk.text[begin : quantity.start].strip("、和及与")))
    named = Named(quantity.quantity.value, meaning, scope, period, len(walk.drafts) - 1, quantity.quantity.unit)
    if not meaning.cells and walk.text[quantity.end : quantity.end + 1] in _OF:
        walk.stated_base = quantity.quantity.value
    named.part = bool(meaning.measure) and (
        meaning.predicate not in _HEADS or ":" in meaning.measure or meaning.reason == "channel"
    )
    walk.context.remember(named)
    walk.context.change_base = None
    if period in ("cumulative", "this_year") and meaning.domain == "requests" and meaning.cells:
        # 五年来累计受理186件，办结183件: what follows in the sentence is cumulative too.
        walk.context.period = period
    _carry_on(walk, segment, quantity, meaning, scope, start)


def _carry_on(walk: Walk, segment: Segment, quantity: Found, meaning: Meaning, scope: str, start: int) -> None:
    """What the next figures are of: the subject of this one, unless it was of another thing."""
    if meaning is NOTHING or meaning.domain == FOREIGN:
        # An item that is not known leaves the subject as it is; a verb with an object that is not known changes it.
        told = walk.tokens_in(start, quantity.start)
        papers = next((t for t in told if t.has("noun", "regulations", "normative_documents")), None)
        if papers and not segment.bracket:
            # 规章立改废项目7件，其中新制定4件: what follows is of the regulations.
            walk.context.domain = papers.sense("noun").id  # type: ignore[union-attr]
        elif not segment.bracket and any(_turns_away(t) for t in told):
            walk.context.domain = FOREIGN
    elif meaning.reason != "channel":
        named_so = meaning.domain in LITIGATION and meaning.predicate == "total"
        parent = named_so and any(n.meaning.domain == "litigation" for n in walk.context.named)
        walk.context.domain = "litigation" if parent else meaning.domain
        if scope != "unit":
            walk.context.scope = scope


def _turns_away(token: Token) -> bool:
    """Whether a term of an item that is not known takes the text to another subject."""
    other = token.sense("foreign", "weak") and not token.has("foreign", "channel")
    return bool(other) or token.has("measure", *_VERBS) or token.has("noun", "review")
