"""列举里的一行：是什么种类、多少、与总数同不同单位。

What lists are made of: the kind of each figure (an outcome, an applicant, a channel ...), its amount with 各 counted, whether two
figures are of one unit, and the `Itemisation` made of a head and its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from toolkit.model import Itemisation, Part
from toolkit.narrative.draft import Draft
from toolkit.narrative.meaning import CHALLENGE_ROWS, LITIGATION
from toolkit.narrative.plain import Plain

TOGETHER = re.compile(r"(?:以上)?(?:总计|合计|共计|小计|[两二三四五六]项(?:合计|共|相加)?|以上共?)")
# 不予公开4件中, 71件办结件中: a figure said (again) as the head of what follows.
HEADED = re.compile(r"[^,;。:、\d]{0,7}(?<![理审议程过])[中里](?![央小国心期间断止标秋年学医])")
OPENED = re.compile(r"其中|包括|包含|,含|\(")
# 从公开渠道来看, 在公开的信息中, 按内容分: what a list goes by.
TAKEN_UP = re.compile(r"(?:从|按照?|以)[^,;。:]{1,10}(?:看|分|划分|统计|为标准)|在[^,;。:\d]{2,12}中")
FLOW = (
    "carried_in",
    "carried_out",
    "received",
    "handled",
    "concluded",
    "total",
    "issued",
    "repealed",
    "in_force",
    "newly_disclosed",
    "total_disclosed",
    "decisions",
)
UNITS = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}
_CASES = ("件", "起", "宗", "份", "例", "桩")
_RESULTS = ("upheld", "corrected", "lost", "other", "pending", "decided")


def amount(draft: Draft) -> Decimal:
    """一个数的量, 金额折成万元, “各”按个数计。 The amount of a figure: money in 万元, 各N件 as often as it says."""
    return draft.times * draft.quantity.value * UNITS.get(draft.quantity.unit, Decimal(1))


def same_unit(a: Draft, b: Draft) -> bool:
    """两个数单位是否相通。 Whether two figures can be added: one unit, or both money, or both words for a case."""
    x, y = a.quantity.unit, b.quantity.unit
    return x == y or (x in UNITS and y in UNITS) or (x in _CASES and y in _CASES)


def is_outcome(draft: Draft) -> bool:
    """是否为申请的办理结果。 Whether a figure counts an outcome of requests (予以公开, 不予公开 ...), old names among them."""
    row = draft.meaning.cells[:1]
    if not row or draft.meaning.domain != "requests" or draft.kind != "count" or ":" in draft.meaning.measure:
        return draft.meaning.measure.startswith("requests.old.")
    return draft.meaning.predicate not in (*FLOW, "rate", "union") and not TOGETHER.match(draft.label)


def kind_of(draft: Draft) -> str:
    """列举中一项的种类。

    What a figure of a list is: "outcome", "applicant", "channel", "result" (of a review or suit), "suit" (direct or after review), "flow"
    (received, carried over, concluded ...), or "bare" where no row of the forms is meant.
    """
    meaning = draft.meaning
    if meaning.reason == "channel":
        return "channel"
    if not meaning.cells and not meaning.measure.startswith("requests.old."):
        return "bare"
    if ":" in meaning.measure:
        return "applicant"
    if is_outcome(draft) or meaning.predicate == "union":
        return "outcome"
    if meaning.domain in CHALLENGE_ROWS and meaning.predicate in _RESULTS:
        return "result"
    if meaning.domain in LITIGATION[1:] and meaning.predicate == "total":
        return "suit"
    return "flow"


def headed(draft: Draft, text: str) -> bool:
    """是否作为下文的总数复述。 Whether a figure is said as the head of what follows: 无法提供的69件中, 71件办结件中."""
    return HEADED.match(text, draft.number[1]) is not None


def itemisation(
    head: Draft,
    parts: Sequence[Draft],
    adds_up: bool,
    text: Plain,
    part: Part,
    note: str = "",
    total: Decimal | None = None,
) -> Itemisation:
    """由总数和分项做成一个列举。 A list of a head (or of the sum of several: `total`) and its parts, with its place."""
    start, end = text.original(min(head.start, *(d.start for d in parts)), max(head.end, *(d.end for d in parts)))
    return Itemisation(
        part.text[start:end],
        part.number,
        start,
        end,
        amount(head) if total is None else total,
        tuple(value for d in parts for value in [amount(d) / d.times] * d.times),
        "万元" if head.quantity.unit in UNITS else head.quantity.unit,
        adds_up,
        note,
        part.locate(start, end),
    )
