"""增减：比上年的变化, 及其基数。

Changes. A change has the measure just named (or named in its own segment) and last year's figure where the text prints it, before it, in
a bracket behind it or later in the paragraph; 与上年持平 is a change of nothing. Without that figure only last year's report can tell.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from toolkit.model import Quantity
from toolkit.narrative.context import Named
from toolkit.narrative.meaning import FOREIGN, ITEM_DOMAINS, NOTHING, Meaning, compose, core
from toolkit.narrative.quantities import Found
from toolkit.narrative.terms import Token

if TYPE_CHECKING:
    from toolkit.narrative.walk import Segment, Walk

_UP = "增加|增长|上升|提高|上涨|增幅|增|多|上浮|提升"
_NEW = re.compile(r"新增(?:了|加)?$")
_DOWN = "减少|下降|回落|降低|缩减|降幅|减|少|下滑|回降"
_CHANGE = re.compile(rf"(?P<up>{_UP})(?:了|为|达|约|近|均为)*$|(?P<down>{_DOWN})(?:了|为|达|约|近)*$")
_NEW_ITEMS = re.compile(r"新增(?:了|加)?$")
_TIME_CHANGE = re.compile(r"(?:较|比|同比)[^,;。]{0,12}(?:(缩短|压缩|减少|提速)|延长|增加)(?:了|约|近)*$")
_CUT_ITEMS = re.compile(r"取消|下放|精简|压减")
_COMPARATOR = r"(?:较|比|同比|与|相比|相较)(?:于)?(?:上年度?|去年|上一年度?|前一年|(?:20)\d{2}年度?)?(?:同期)?(?:的)?"
# 较清理前减少14件: compared with something that is no year.
_COMPARED_WITH = re.compile(r"(?:较|(?<![同相])比|与)[^,;。:]{1,12}")
_YEARS = re.compile(r"年|同期|同比|上期|往")
# How far before its figure a comparison is named.
_BACK = 60
_BASE_BEFORE = re.compile(rf"{_COMPARATOR}\(?$")
_CHANGE_AFTER = re.compile(rf"^\)?(?:相比)?,?(?:同比)?(?:{_UP}|{_DOWN}|持平|相当|一致|相同)")


def read(walk: Walk, segment: Segment, quantity: Found, lo: int) -> bool:
    """读增减和它的基数; 都不是时返回 False。

    Read a quantity as last year's figure printed beside a change, or as a change itself. Returns False where it is neither.
    """
    before = walk.text[lo : quantity.start]
    sentence_before = walk.text[max(walk.sentence[0], quantity.start - _BACK) : quantity.start]
    if (
        quantity.unit_kind != "share"
        and _BASE_BEFORE.search(sentence_before)
        and _CHANGE_AFTER.match(walk.text[quantity.end : quantity.end + 8])
    ):
        walk.context.change_base = quantity.quantity.value
        walk.leftover.append(quantity)
        return True
    if quantity.unit_kind == "time" and (shift := _TIME_CHANGE.search(before)):
        # 平均用时较上年缩短1.2个工作日: a change that no cell holds.
        walk.add(_signed(quantity, -1 if shift[1] else 1), NOTHING, lo, quantity.end, "change")
        return True
    if quantity.quantity.raw.startswith("翻"):
        return _change(walk, segment, quantity, lo, "up")
    cut = _CUT_ITEMS.search(before) if quantity.quantity.unit == "项" else None
    named = cut and any(t.has("noun", *ITEM_DOMAINS) for t in walk.tokens_in(segment.start, quantity.start))
    if cut and (named or walk.context.domain in ITEM_DOMAINS):
        return _change(walk, segment, quantity, lo, "down")
    if quantity.unit_kind != "share" and _late_base(walk, segment, quantity):
        return True
    change = _CHANGE.search(before) if quantity.unit_kind != "time" else None
    if (
        change is None
        and quantity.quantity.unit == "项"
        and _NEW_ITEMS.search(before)
        and walk.context.domain in ITEM_DOMAINS
    ):
        change = _CHANGE.search("增加")
    if change is None or (walk.context.domain not in ITEM_DOMAINS and _NEW.search(before)):
        return False
    return _change(walk, segment, quantity, lo, "down" if change["down"] else "up")


def _late_base(walk: Walk, segment: Segment, quantity: Found) -> bool:
    """同比增长23.7%（2022年为337件）: last year's figure stands in the bracket behind."""
    last = walk.drafts[-1] if walk.drafts else None
    if not segment.bracket or last is None or last.kind != "change" or not last.meaning.cells:
        return False
    named = walk.year_in(segment.start, quantity.start) == walk.setting.year - 1
    named = named or any(t.has("period", "last_year") for t in walk.tokens_in(segment.start, quantity.start))
    if last.sentence != walk.sentence or not named:
        return False
    walk.add(quantity, last.meaning, segment.start, quantity.end, period="last_year", scope=last.scope)
    return True


def _signed(quantity: Found, sign: int) -> Found:
    """The quantity with the sign of its direction."""
    q = quantity.quantity
    low, high = sorted((q.low * sign, q.high * sign))
    return replace(quantity, quantity=replace(q, value=q.value * sign, low=low, high=high))


def _change(walk: Walk, segment: Segment, quantity: Found, lo: int, direction: str) -> bool:
    q = quantity.quantity
    found = _signed(quantity, -1 if direction == "down" else 1)
    tokens = [t for t in core(walk.tokens_in(segment.start, quantity.start)) if not t.sense("period")]
    domain = next((t.sense("noun").id for t in reversed(tokens) if t.sense("noun")), walk.context.domain)  # type: ignore[union-attr]
    start = segment.start if lo == segment.start else lo
    items = q.unit == "项" or (q.unit == "个" and any(t.text.endswith("项目") for t in tokens))
    if domain in ITEM_DOMAINS and items:
        cells = (f"proactive.{domain}.change",) if walk.setting.form == "2019" else ()
        walk.context.domain = domain
        walk.add(found, Meaning(f"{domain}.change", domain, cells, predicate="change"), start, quantity.end)
        return True
    named = _changed(walk, segment)
    other = _COMPARED_WITH.search(walk.text, max(segment.start, quantity.start - _BACK), quantity.start)
    meaning = _own(walk, tokens, segment, quantity) or (named.meaning if named else NOTHING)
    base = walk.context.change_base
    if base is None:
        base = next(
            (
                n.value
                for n in reversed(walk.context.named)
                if n.period in ("last_year", f"year:{walk.setting.year - 1}") and n.meaning.measure == meaning.measure
            ),
            None,
        )
    elsewhere = other is not None and not _YEARS.search(other[0])
    if q.unit == "个百分点" or meaning.domain == FOREIGN or elsewhere:
        meaning = replace(meaning, cells=())
    scope = named.scope if named else "report"
    own: dict[str, object] = {"base_stated": base if meaning.cells else None}
    if not meaning.cells and base and named and not named.meaning.cells and q.unit != "个百分点" and not elsewhere:
        # 信息9876条，较2023年（9210条）增长7.2%: both figures are the text's own.
        own = {"base_stated": base, "numerator_stated": named.value}
    walk.add(found, meaning, start, quantity.end, "change", scope=scope, **own)
    return True


def level(walk: Walk, segment: Segment, cue: Token) -> None:
    """与上年持平：增减为零。 The same as last year: a change of 0 of the items of a row, or of the figure just named."""
    zero = Quantity(cue.text, Decimal(0), "件", low=Decimal(0), high=Decimal(0))
    nouns = [s for t in walk.tokens_in(segment.start, cue.start) if (s := t.sense("noun"))]
    domain = nouns[-1].id if nouns else walk.context.domain
    start = segment.start if not walk.quantities_in(segment.start, cue.start) else cue.start
    if domain in ITEM_DOMAINS:
        cells = (f"proactive.{domain}.change",) if walk.setting.form == "2019" else ()
        found = Found(cue.start, cue.end, replace(zero, unit="项"), "count", False)
        walk.add(found, Meaning(f"{domain}.change", domain, cells, predicate="change"), start, cue.end, "zero")
        return
    named = _changed(walk, segment)
    if named is None or not named.meaning.cells or cue.text.endswith(("变", "化", "减")):
        return
    earlier = [n for n in walk.context.named if n.period == "last_year" and n.meaning.measure == named.meaning.measure]
    base = earlier[0].value if earlier else walk.context.change_base
    found = Found(cue.start, cue.end, replace(zero, unit=named.unit), "count", False)
    walk.add(found, named.meaning, start, cue.end, "change", base_stated=base, scope=named.scope)


def _changed(walk: Walk, segment: Segment) -> Named | None:
    """The figure a change speaks of: the last one of the report itself; behind a bracket or a list, what stood before them."""
    named = walk.context.named
    here = [n for n in named if segment.bracket or not walk.drafts[n.claim].nested]
    last = next((n for n in reversed(here) if n.scope == "report"), None)
    if last and last.part and walk.drafts[last.claim].sentence != walk.sentence:
        # 网络7件、信函3件。与上年的9件相比，增长…: a new sentence goes back to the whole.
        return walk.context.head() or last
    return last or walk.context.head()


def _own(walk: Walk, tokens: list[Token], segment: Segment, quantity: Found) -> Meaning | None:
    """The measure named in the segment itself: 行政处罚决定比上年增加10%."""
    if not tokens or walk.quantities_in(segment.start, quantity.start):
        return None
    text = walk.text[segment.start : quantity.start]
    meaning = compose(tokens, walk.context.domain, "件", walk.setting.form, text, walk.context.fresh)
    return meaning if meaning.measure else NOTHING
