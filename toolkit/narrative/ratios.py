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

from toolkit.narrative import changes, statistics
from toolkit.narrative.context import Named
from toolkit.narrative.meaning import FOREIGN, NOTHING, Meaning, compose, core, default_meaning
from toolkit.narrative.quantities import Found, approximately
from toolkit.narrative.terms import Sense, Token

if TYPE_CHECKING:
    from toolkit.narrative.walk import Segment, Walk

# 以实体答复计，予以公开占比66.7%: a base that no row of the vocabulary has is named before the share.
_COUNTED_BY = re.compile(r"(?:以|按)[^,;。:]{2,12}(?:计|为基数|为口径|计算|测算)(?=[,的])")
_BACK = 40
_ABOUT = ("近", "接近", "约", "将近", "超", "超过")
_WIDER = re.compile(r"占(?:到|了|比)?(?:全[省市县区国州]|同期)")


def read(walk: Walk, segment: Segment, quantity: Found, lo: int) -> bool:
    """读占比、比率和增减; 不是其中之一时返回 False。

    Read a quantity as a stated base, a change, a share or a rate. Returns False where it is none of these (a plain count).
    """
    if changes.read(walk, segment, quantity, lo):
        return True
    if quantity.quantity.unit != "%":
        return False
    _share(walk, segment, quantity, lo)
    return True


def _share(walk: Walk, segment: Segment, quantity: Found, lo: int) -> None:
    tokens = walk.tokens_in(segment.start, quantity.start)
    rate = next((t for t in tokens if t.sense("rate")), None)
    if rate:
        _rate(walk, quantity, rate, tokens, lo, walk.scope_at(segment, quantity.start))
        return
    cue = next((t for t in reversed(tokens) if t.has("cue", "share")), None)
    if cue is None:
        _bare_share(walk, segment, quantity, lo)
        return
    if walk.text[max(0, cue.start - 2) : cue.start] == "分别":
        _in_turn(walk, segment, quantity, cue)
        return
    if inner := walk.quantities_in(cue.end, quantity.start):
        _share_of_figure(walk, quantity, cue, inner[-1].quantity.value)
        return
    base = next((t.sense("base") for t in tokens if t.start >= cue.start and t.sense("base")), None)
    group = core([t for t in tokens if t.start >= cue.end]) if base is None else []
    if walk.text[cue.start - 1] == "约" and quantity.quantity.approximation is None:
        quantity = approximately(quantity, walk.text[cue.start - 1 : quantity.end])
    if _WIDER.match(walk.text, cue.start):
        _wider_share(walk, quantity, lo)
        return
    alone = base is None and not group
    meaning, stated, scope = _numerator(walk, segment, quantity, tokens, cue, lo, alone)
    joint = _fitting_union(walk, quantity, meaning, base) if stated == (None, None) else None
    if joint and not core([t for t in tokens if t.end <= cue.start and t.start >= lo]):
        meaning = joint
    spoken_of = _COUNTED_BY.search(walk.text, max(walk.sentence[0], cue.start - _BACK), cue.start)
    if base is None and not group and (walk.residue(cue.end, quantity.start) or spoken_of):
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


Stated = tuple[Decimal | None, Decimal | None]


def _numerator(
    walk: Walk, segment: Segment, quantity: Found, tokens: list[Token], cue: Token, lo: int, alone: bool
) -> tuple[Meaning, Stated, str]:
    """What a share is a share of something of: its meaning, the two figures of the text where no cell has them, and its scope.

    `alone` says that no base is named.
    """
    before = core([t for t in tokens if t.end <= cue.start and t.start >= lo])
    named, scope = walk.context.named, walk.scope_at(segment, quantity.start)
    union = any(t.has("cue", "union") for t in tokens if t.end <= cue.start)
    pair = union and len(named) > 1 and not walk.quantities_in(segment.start, quantity.start)
    label = walk.text[lo : cue.start]
    same = _labelled(walk, label) if before and label else None
    if same and not same.meaning.cells:
        return same.meaning, (same.value, _head_value(walk, same)), same.scope
    if pair and not before:
        return _union(named[-2].meaning, named[-1].meaning), (None, None), scope
    if union and (len(before) < 2 or not pair):
        # 公开类结果合计占44.5%: a union in words of its own; the two figures just named, else nothing.
        return NOTHING, (None, None), scope
    if before and not walk.residue(before[-1].end, cue.start):
        return (
            compose(before, walk.context.domain, "件", walk.setting.form, label, walk.context.fresh),
            (None, None),
            scope,
        )
    numerator = _labelled(walk, label if walk.residue(lo, cue.start) else "")
    if numerator is None:
        return NOTHING, (None, None), scope
    stated: Stated = (None, None)
    if alone and not numerator.meaning.cells:
        stated = (numerator.value, _head_value(walk, numerator))
    elif alone and walk.stated_base:
        stated = (numerator.value, walk.stated_base)
    return numerator.meaning, stated, numerator.scope


def _in_turn(walk: Walk, segment: Segment, quantity: Found, cue: Token) -> None:
    """在线30件、现场4件、邮寄6件，分别占75%、10%、15%: each share is of the figure at its place."""
    shares = [q for q in walk.quantities_in(cue.end, segment.end) if q.quantity.unit == "%"]
    named = [n for n in walk.context.named if walk.drafts[n.claim].sentence == walk.sentence]
    at = len(named) - len(shares) + next(i for i, q in enumerate(shares) if q.start == quantity.start)
    if at < 0 or len(shares) < 2:
        walk.add(quantity, NOTHING, quantity.start, quantity.end, "share")
        return
    part = named[at]
    walk.add(
        quantity, part.meaning, quantity.start, quantity.end, "share", base=share_base(part.meaning), scope=part.scope
    )


def _bare_share(walk: Walk, segment: Segment, quantity: Found, lo: int) -> None:
    """A percentage without 占: 予以公开37件（35.6%） and 部分公开99件，接近一半 are shares of the figure just named."""
    last = walk.context.named[-1] if walk.context.named else None
    in_bracket = segment.bracket and segment.end - segment.start <= quantity.end - quantity.start + 1
    before = walk.text[segment.start : quantity.start]
    alone = quantity.chinese and segment.end <= quantity.end and (not before or before in _ABOUT)
    if last and (in_bracket or (alone and last.meaning.cells)):
        walk.add(quantity, last.meaning, lo, quantity.end, "share", base=share_base(last.meaning), scope=last.scope)
        return
    walk.add(quantity, NOTHING, lo, quantity.end, "share")


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
    loose = walk.residue(lo, rate.start) > 0 or (
        # 指导部门公开预算87家，公开率100%: a rate of requests only among requests.
        "公开" in rate.text and not any(n.meaning.domain == "requests" for n in walk.context.named)
    )
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
    # A part that has a share of its own stands beside the numerator and is no whole of it.
    beside = {d.numerator_stated for d in walk.here() if d.kind == "share"}
    before = [n for n in here if n.claim < numerator.claim and n.unit == numerator.unit and n.value not in beside]
    return max((n.value for n in before if n.value >= numerator.value), default=None)
