"""收与办的走向：结转是转入还是转出, 谁的件数, 新收还是在办。

The flows of requests around a figure: whether 结转 came in or goes out, whether 受理47件（含上年结转2件） counts both, whose cases a figure
without a subject counts, and whether applicants are told of the new ones or of all on hand.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.narrative.list_rows import TOGETHER
from toolkit.narrative.meaning import Meaning
from toolkit.narrative.quantities import Found

if TYPE_CHECKING:
    from toolkit.narrative.walk import Segment, Walk

_INCLUDING = re.compile(r"^(?:其中)?(?:含|包括|包含|内含)")
ON_HAND = Meaning(
    "requests.handled", "requests", ("requests.received.total", "requests.carried_in.total"), predicate="handled"
)


def of_all_on_hand(walk: Walk, meaning: Meaning) -> Meaning:
    """申请人对应的格。 办理124宗（含结转5宗），公民申请113宗: the applicants of what was new and of what was carried in."""
    if not meaning.measure.startswith("requests.received:") or "新收" in walk.text[slice(*walk.sentence)]:
        return meaning
    heads = [walk.drafts[n.claim].meaning.predicate for n in walk.context.named if ":" not in n.meaning.measure]
    flows = [name for name in heads if name in ("received", "handled")]
    if not flows or "received" in flows or flows[-1] != "handled":
        return meaning
    return replace(meaning, cells=(*meaning.cells, *(c.replace(".received.", ".carried_in.") for c in meaning.cells)))


def carried_scope(walk: Walk, meaning: Meaning, quantity: Found, scope: str) -> str:
    """承接同一句里的主体。 厅机关受理96件，办结93件: what one of the bodies received, that body concluded."""
    if scope != "report" or meaning.domain != "requests" or meaning.predicate in ("received", "handled"):
        return scope
    heads = [
        n
        for n in walk.context.named
        if walk.drafts[n.claim].sentence == walk.sentence and n.meaning.predicate in ("received", "handled")
    ]
    one = heads[0] if len(heads) == 1 else None
    return one.scope if one and one.scope in ("unit", "office") and quantity.quantity.value <= one.value else scope


def direction(walk: Walk, segment: Segment, meaning: Meaning, quantity: Found) -> Meaning:
    """结转的方向。 结转 without a direction: inside brackets with 含 it came in; after the concluded ones it goes out."""
    if meaning.measure == "requests.received" and TOGETHER.search(walk.text, segment.start, quantity.start):
        flows = {d.meaning.predicate for d in walk.here() if d.scope == "report"}
        if {"received", "carried_in"} <= flows:
            # 新收1,058件，上年结转47件，总计受理1,105件
            return ON_HAND
    if meaning.predicate != "carried":
        return _soft(walk, meaning, quantity)
    text = walk.text[segment.start : quantity.start]
    later = re.search(
        r"办结|答复|办理完毕|办理完结|了结|办完|共办理|应办|需办|办毕", walk.text[quantity.end : walk.sentence[1]]
    )
    here = [d.meaning.predicate for d in walk.here()]
    if later and "concluded" not in here and "handled" not in here:
        return Meaning("requests.carried_in", "requests", ("requests.carried_in.total",), predicate="carried_in")
    last = walk.drafts[-1] if walk.drafts else None
    beside = last and last.number[1] + 1 >= quantity.start - len("其中结转") and last.sentence == walk.sentence
    if beside and last and last.meaning.predicate == "received" and walk.text[last.number[1]] == "、":
        # 其中新收45件、结转2件: where they came from.
        return Meaning("requests.carried_in", "requests", ("requests.carried_in.total",), predicate="carried_in")
    out = not (segment.bracket and _INCLUDING.match(text)) and not re.search(r"含|加", text)
    name = "carried_out" if out else "carried_in"
    return Meaning(f"requests.{name}", "requests", (f"requests.{name}.total",), predicate=name)


def _soft(walk: Walk, meaning: Meaning, quantity: Found) -> Meaning:
    """经手申请31件，其中新收28件: a noun without a known verb, split into new and carried in, counts both."""
    if meaning.measure != "requests.received" or not meaning.soft:
        return meaning
    rest = walk.text[quantity.end : walk.sentence[1]]
    if not re.match(r"[,(:]?(?:其中)?:?(?:新收|新增|上年)", rest):
        return meaning
    return ON_HAND


def include(walk: Walk, segment: Segment, quantity: Found) -> None:
    """括号里含结转。 受理47件(含上年结转2件): the figure before the bracket counts both."""
    if not segment.bracket or not _INCLUDING.match(walk.text[segment.start : quantity.start]) or not walk.drafts:
        return
    last = walk.drafts[-1]
    if last.meaning.measure == "requests.received" and last.sentence == walk.sentence:
        last.meaning = ON_HAND
