"""占比与增减：百分数、比上年的变化和它们的基数。

Shares and changes. A share has a numerator (a measure, or the figure just named) and a base (named, or the table's);
a change has the measure
just named and last year's figure where the text prints it. Both keep what is stated, so that the check can compute what they should be.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from toolkit.model import Quantity
from toolkit.narrative import statistics
from toolkit.narrative.context import Named
from toolkit.narrative.meaning import FOREIGN, ITEM_DOMAINS, NOTHING, Meaning, compose, core, default_meaning
from toolkit.narrative.quantities import Found, approximately
from toolkit.narrative.terms import Sense, Token

if TYPE_CHECKING:
    from toolkit.narrative.walk import Segment, Walk

_UP = "增加|增长|上升|提高|上涨|增幅|增|多|上浮|提升"
_NEW = re.compile(r"新增(?:了|加)?$")
_DOWN = "减少|下降|回落|降低|缩减|降幅|减|少|下滑|回降"
_CHANGE = re.compile(rf"(?P<up>{_UP})(?:了|为|达|约|近|均为)*$|(?P<down>{_DOWN})(?:了|为|达|约|近)*$")
_NEW_ITEMS = re.compile(r"新增(?:了|加)?$")
_TIME_CHANGE = re.compile(r"(?:较|比|同比)[^,;。]{0,12}(?:(缩短|压缩|减少|提速)|延长|增加)(?:了|约|近)*$")
_WIDER = re.compile(r"占(?:到|了|比)?(?:全[省市县区国州]|同期)")
_CUT_ITEMS = re.compile(r"取消|下放|精简|压减")
_COMPARATOR = r"(?:较|比|同比|与|相比|相较)(?:于)?(?:上年度?|去年|上一年度?|前一年|(?:20)\d{2}年度?)?(?:同期)?(?:的)?"
# 较清理前减少14件: compared with something that is no year.
_COMPARED_WITH = re.compile(r"(?:较|(?<![同相])比|与)[^,;。:]{1,12}")
_YEARS = re.compile(r"年|同期|同比|上期|往")
_BASE_BEFORE = re.compile(rf"{_COMPARATOR}\(?$")
_CHANGE_AFTER = re.compile(rf"^\)?(?:相比)?,?(?:同比)?(?:{_UP}|{_DOWN})")


def read(walk: Walk, segment: Segment, quantity: Found, lo: int) -> bool:
    """读占比、比率和增减; 不是其中之一时返回 False。

    Read a quantity as a stated base, a change, a share or a rate. Returns False where it is none of these (a plain count).
    """
    before = walk.text[lo : quantity.start]
    sentence_before = walk.text[walk.sentence[0] : quantity.start]
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
        sign = -1 if shift[1] else 1
        q = quantity.quantity
        signed = replace(q, value=q.value * sign, low=min(q.low * sign, q.high * sign), high=max(q.low * sign, q.high * sign))
        walk.add(replace(quantity, quantity=signed), NOTHING, lo, quantity.end, "change")
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
    if change and walk.context.domain not in ITEM_DOMAINS and _NEW.search(before):
        return False
    if change:
        return _change(walk, segment, quantity, lo, "down" if change["down"] else "up")
    if quantity.quantity.unit != "%":
        return False
    _share(walk, segment, quantity, lo)
    return True


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


def _change(walk: Walk, segment: Segment, quantity: Found, lo: int, direction: str) -> bool:
    sign = -1 if direction == "down" else 1
    q = quantity.quantity
    signed = replace(
        q, value=q.value * sign, low=min(q.low * sign, q.high * sign), high=max(q.low * sign, q.high * sign)
    )
    found = replace(quantity, quantity=signed)
    tokens = [t for t in core(walk.tokens_in(segment.start, quantity.start)) if not t.sense("period")]
    domain = next((t.sense("noun").id for t in reversed(tokens) if t.sense("noun")), walk.context.domain)  # type: ignore[union-attr]
    start = segment.start if lo == segment.start else lo
    if domain in ITEM_DOMAINS and q.unit == "项":
        cells = (f"proactive.{domain}.change",) if walk.setting.form == "2019" else ()
        walk.context.domain = domain
        walk.add(found, Meaning(f"{domain}.change", domain, cells, predicate="change"), start, quantity.end)
        return True
    named = _changed(walk, segment)
    other = _COMPARED_WITH.search(walk.text, segment.start, quantity.start)
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
    if q.unit == "个百分点" or meaning.domain == FOREIGN or (other and not _YEARS.search(other[0])):
        meaning = replace(meaning, cells=())
    scope = named.scope if named else "report"
    walk.add(found, meaning, start, quantity.end, "change", base_stated=base if meaning.cells else None, scope=scope)
    return True


def level(walk: Walk, segment: Segment, cue: Token) -> None:
    """与上年持平：增减为零。 The same as last year: a change of 0 of the items of a row, or of the figure just named."""
    zero = Quantity(cue.text, Decimal(0), "件", low=Decimal(0), high=Decimal(0))
    domain = next((t.sense("noun").id for t in reversed(walk.tokens_in(segment.start, cue.start)) if t.sense("noun")), walk.context.domain)  # type: ignore[union-attr]
    start = segment.start if not walk.quantities_in(segment.start, cue.start) else cue.start
    if domain in ITEM_DOMAINS:
        cells = (f"proactive.{domain}.change",) if walk.setting.form == "2019" else ()
        found = Found(cue.start, cue.end, replace(zero, unit="项"), "count", False)
        walk.add(found, Meaning(f"{domain}.change", domain, cells, predicate="change"), start, cue.end, "zero")
        return
    named = _changed(walk, segment)
    if named is None or not named.meaning.cells or cue.text.endswith(("变", "化", "减")):
        return
    base = next(
        (n.value for n in walk.context.named if n.period == "last_year" and n.meaning.measure == named.meaning.measure), None
    )
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


def _share(walk: Walk, segment: Segment, quantity: Found, lo: int) -> None:
    tokens = walk.tokens_in(segment.start, quantity.start)
    rate = next((t for t in tokens if t.sense("rate")), None)
    scope = walk.scope_at(segment, quantity.start)
    if rate:
        _rate(walk, quantity, rate, tokens, lo, scope)
        return
    cue = next((t for t in reversed(tokens) if t.has("cue", "share")), None)
    if (
        cue is None
        and segment.bracket
        and segment.end - segment.start <= quantity.end - quantity.start + 1
        and walk.context.named
    ):
        # 予以公开37件（35.6%）: the share of the figure before the bracket.
        last = walk.context.named[-1]
        walk.add(quantity, last.meaning, lo, quantity.end, "share", base=share_base(last.meaning), scope=last.scope)
        return
    if cue is None:
        walk.add(quantity, NOTHING, lo, quantity.end, "share")
        return
    if inner := walk.quantities_in(cue.end, quantity.start):
        _share_of_figure(walk, quantity, cue, inner[-1].quantity.value)
        return
    base = next((t.sense("base") for t in tokens if t.start >= cue.start and t.sense("base")), None)
    group = core([t for t in tokens if t.start >= cue.end]) if base is None else []
    before = core([t for t in tokens if t.end <= cue.start and t.start >= lo])
    named = walk.context.named
    union = any(t.has("cue", "union") for t in tokens if t.end <= cue.start)
    pair = union and len(named) > 1 and not walk.quantities_in(segment.start, quantity.start)
    stated: tuple[Decimal | None, Decimal | None] = (None, None)
    if walk.text[cue.start - 1] == "约" and quantity.quantity.approximation is None:
        quantity = approximately(quantity, walk.text[cue.start - 1 : quantity.end])
    if _WIDER.match(walk.text, cue.start):
        _wider_share(walk, quantity, lo)
        return
    label = walk.text[lo : cue.start]
    same = _labelled(walk, label) if before and label else None
    if same and not same.meaning.cells:
        meaning, scope = same.meaning, same.scope
        stated = (same.value, _head_value(walk, same))
    elif pair and not before:
        meaning = _union(named[-2].meaning, named[-1].meaning)
    elif union and (len(before) < 2 or not pair):
        # 公开类结果合计占44.5%: a union in words of its own; the two figures just named, else nothing.
        meaning = NOTHING
    elif before and not walk.residue(before[-1].end, cue.start):
        meaning = compose(
            before, walk.context.domain, "件", walk.setting.form, walk.text[lo : cue.start], walk.context.fresh
        )
    else:
        label = walk.text[lo : cue.start] if walk.residue(lo, cue.start) else ""
        numerator = _labelled(walk, label)
        meaning = numerator.meaning if numerator else NOTHING
        if numerator and not meaning.cells and base is None and not group:
            stated = (numerator.value, _head_value(walk, numerator))
        elif numerator and base is None and not group:
            stated = (numerator.value, walk.stated_base) if walk.stated_base else (None, None)
        scope = numerator.scope if numerator else scope
    if not before and stated == (None, None) and (joint := _fitting_union(walk, quantity, meaning, base)):
        meaning = joint
    if base is None and not group and walk.residue(cue.end, quantity.start):
        # 占实质答复件的87.2%: a base is named, and it is not known which.
        bases: tuple[str, ...] = ()
    else:
        bases = tuple(base.row["cells"]) if base else _named_base(walk, group, cue.end, quantity) or share_base(meaning)
        bases = _group_before(walk, meaning) or bases if base is None and not group else bases
    if walk.setting.form == statistics.FORM:
        after = walk.text[cue.end : quantity.start]
        meaning, bases = statistics.share(walk, walk.text[lo : cue.start], after, meaning, bases)
    walk.add(
        quantity,
        meaning,
        lo,
        quantity.end,
        "share",
        base=bases,
        numerator_stated=stated[0],
        base_stated=stated[1],
        scope=scope,
    )


def _fitting_union(walk: Walk, quantity: Found, meaning: Meaning, base: Sense | None) -> Meaning | None:
    """予以公开10件，部分公开3件，占全部办结件的61.9%: the share of both, where the text's own figures say so and not of the last alone."""
    cells = tuple(base.row["cells"]) if base else share_base(meaning)
    named = [n for n in walk.context.named if n.meaning.cells and n.meaning.domain == meaning.domain]
    whole = next((n.value for n in reversed(named) if n.meaning.cells == cells), None)
    here = [n for n in named if walk.drafts[n.claim].sentence == walk.sentence and n.part]
    if not whole or len(here) < 2 or here[-1].meaning != meaning:
        return None
    q = quantity.quantity
    if q.low <= here[-1].value / whole * 100 <= q.high:
        return None
    both = here[-2].value + here[-1].value
    return _union(here[-2].meaning, here[-1].meaning) if q.low <= both / whole * 100 <= q.high else None


def _share_of_figure(walk: Walk, quantity: Found, cue: Token, whole: Decimal) -> None:
    """合计121件，占办结总数196件的61.7%: the base is printed inside; what it is the base of was named just before."""
    named = walk.context.named
    part = named[-2] if len(named) > 1 and named[-1].value == whole else None
    if part is None:
        walk.add(quantity, NOTHING, cue.start, quantity.end, "share")
        return
    figures = {"numerator_stated": part.value, "base_stated": whole, "base": named[-1].meaning.cells}
    walk.add(quantity, part.meaning, cue.start, quantity.end, "share", scope=part.scope, **figures)


def _wider_share(walk: Walk, quantity: Found, lo: int) -> None:
    """占全市申请总量的近两成: a share of a larger whole; of a part of the report's own area it can be computed from the text."""
    named = walk.context.named
    whole = (
        next((n for n in named if n.scope == "report" and n.meaning.measure == named[-1].meaning.measure), None)
        if named
        else None
    )
    if walk.setting.issuer_kind == "government" and whole and named[-1].scope != "report":
        meaning = replace(named[-1].meaning, cells=())
        figures = {"numerator_stated": named[-1].value, "base_stated": whole.value}
        walk.add(quantity, meaning, lo, quantity.end, "share", **figures)
        return
    walk.add(quantity, NOTHING, lo, quantity.end, "share")


def _rate(walk: Walk, quantity: Found, rate: Token, tokens: list[Token], lo: int, scope: str) -> None:
    sense = rate.sense("rate")
    if sense is None:
        return
    row = sense.row
    timely = any(t.has("cue", "timely") for t in tokens if t.end <= rate.start)
    other = walk.context.domain == FOREIGN or (
        row["domain"] == "review" and walk.context.domain not in (None, "review")
    )
    loose = walk.residue(lo, rate.start) > 0
    foreign = any(t.sense("foreign") for t in tokens if t.end <= rate.start and t.start >= lo)
    if (
        timely
        or other
        or loose
        or foreign
        or (row["domain"] == "requests" and walk.context.domain not in (None, "requests"))
    ):
        walk.add(quantity, NOTHING, lo, quantity.end, "share")
        return
    meaning = Meaning(f"rate.{rate.text}", row["domain"], tuple(row["numerator"]), predicate="rate")
    walk.add(quantity, meaning, lo, quantity.end, "share", base=tuple(row["base"]), scope=scope)


def share_base(meaning: Meaning) -> tuple[str, ...]:
    """没有写明基数时的默认基数。 The denominator of a share where the text names none: the total that the measure belongs to."""
    if not meaning.cells:
        return ()
    if ":" in meaning.measure:
        return tuple(dict.fromkeys(c.rsplit(".", 1)[0] + ".total" for c in meaning.cells))
    if meaning.domain == "requests":
        return (
            ("requests.received.total",)
            if meaning.predicate in ("received", "concluded", "handled")
            else ("requests.concluded.total",)
        )
    if meaning.predicate in ("upheld", "corrected", "lost", "other", "pending"):
        return default_meaning(meaning.domain, "2021").cells
    return ()


def _group_before(walk: Walk, meaning: Meaning) -> tuple[str, ...]:
    """无法提供的320件中，本机关不掌握287件，占89.6%: the base is the group of which the row is a part."""
    group = meaning.predicate.split(".")[0]
    if "." not in meaning.predicate or group == "old":
        return ()
    for named in reversed(walk.context.named):
        draft = walk.drafts[named.claim]
        if named.meaning.predicate == group and draft.sentence == walk.sentence:
            return named.meaning.cells if walk.text[draft.end : draft.end + 1] in ("中", "里") else ()
    return ()


def _named_base(walk: Walk, group: list[Token], start: int, quantity: Found) -> tuple[str, ...]:
    """占不予公开的76.2%: the base is the group that is named."""
    if not group or walk.residue(start, quantity.start):
        return ()
    text = walk.text[start : quantity.start]
    return compose(group, walk.context.domain, "件", walk.setting.form, text, walk.context.fresh).cells


def _union(a: Meaning, b: Meaning) -> Meaning:
    return Meaning(f"{a.measure}+{b.measure}", a.domain, tuple(dict.fromkeys(a.cells + b.cells)), predicate=b.predicate)


def _labelled(walk: Walk, label: str) -> Named | None:
    """The figure a share speaks of: by its label (民生类), else the one just named."""
    named = walk.context.named
    if not named:
        return None
    for entry in reversed(named):
        text = walk.drafts[entry.claim].label
        if label and text and (text.endswith(label) or label.endswith(text)):
            return entry
    return None if label else named[-1]


def _head_value(walk: Walk, numerator: Named) -> Decimal | None:
    """The head of the list that the numerator is a part of: the largest figure of the same unit before it in its sentence.

    A sentence that begins with 其中 goes on with the list of the one before.
    """
    named = walk.context.named
    begins = walk.text[walk.sentence[0] : walk.sentence[0] + 2] == "其中"
    here = [n for n in named if begins or walk.drafts[n.claim].sentence == walk.sentence]
    before = [n.value for n in here if n.claim < numerator.claim and n.unit == numerator.unit]
    return max((v for v in before if v >= numerator.value), default=None)
