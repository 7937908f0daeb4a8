"""列举：总数与分项。

Itemisations: a head figure and the parts that claim to make it up, with the check that they do. An open 其中 (some of them) is no list:
parts below their head count as one only after words that promise all of it (按渠道分, 办理结果为, 分别), or after four parts and more.
Parts above their head contradict it in any case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from toolkit.model import Itemisation, Part
from toolkit.narrative.draft import Draft
from toolkit.narrative.list_rows import FLOW, TOGETHER, amount, headed, is_outcome, itemisation, same_unit
from toolkit.narrative.list_sums import lists_that_add_up
from toolkit.narrative.plain import Plain
from toolkit.vocabulary import load

_OPEN = re.compile(r"其中|包括|包含|\(含")
_CLOSED = re.compile(
    r"按[^,;。:]{1,8}(?:分|看|划分|统计)|从[^,;。:]{1,8}(?:看|分|上看|来看)|分别|办理结果|答复结果|结果为|(?<!包括)(?<!主要有)(?<!涉及):|具体为|分为|构成"
)
_ALL_DONE = re.compile(r"(?:均|全部|都)[^,;。]{0,12}(?:办结|答复|办理完毕|办复)")
_WORKED = re.compile("审结|办结|结案|答复|回复|纠错|纠正|维持|完成|整改|采纳")
_AGAIN = re.compile(r"。([\u4e00-\u9fff]{2,8})中,")
# Parts below their head behind a bare 其中: it may be only some of them.
OPEN = "open"
# The form has six groups of outcomes; a row that names so many of them means to name all.
_ALL_GROUPS = 5
# How far above their head parts may be and still be its own, told wrongly: of the slips re-added by hand none was above 14%.
_SLIP = Decimal("1.5")
# How much of its head an open 其中 must reach to be a whole told wrongly: of those re-added by hand none fell short by more than 29%.
_NEAR, _MANY = Decimal("0.6"), 4
# Three parts are as often some of a whole as all of it; only what falls short by a hair is a slip.
_VERY_NEAR, _SOME = Decimal("0.98"), 3


def find_lists(drafts: Sequence[Draft], text: Plain, part: Part) -> list[Itemisation]:
    """找出一个部分中的全部列举并加总。

    All itemisations of a part with whether they add up. Nested lists (不予公开4件中…) are lists of their own.
    """
    counts = [d for d in drafts if d.kind == "count" and d.quantity.value_to is None]
    whole = lists_that_add_up(counts, text, part)
    out = []
    used: set[int] = set()
    for number, head in enumerate(counts):
        if number in used and not headed(head, text.text) and not _in_brackets(counts, number, text.text):
            continue
        found = _parts(counts, number, text.text)
        if not found:
            continue
        parts, closed = found
        # The channels of requests are told in full; so are the applicants.
        closed = closed or all(counts[i].meaning.reason == "channel" or ":" in counts[i].meaning.measure for i in parts)
        closed = closed or _whole_set([counts[i].label for i in parts])
        last = max(parts)
        behind = (
            counts[last + 1] if last + 1 < len(counts) and counts[last + 1].sentence == counts[last].sentence else None
        )
        item = _judge(head, [counts[i] for i in parts], closed, text, part, behind)
        if item:
            out.append(item)
            used.update(parts)
    out.extend(_outcome_lists(counts, text, part, out))
    out.extend(_applicant_lists(counts, text, part, out))
    return _merged(out, [item for item, _ in whole])


def _merged(judged: list[Itemisation], whole: list[Itemisation]) -> list[Itemisation]:
    """All lists, each once: parts that make a figure are no parts of another that they do not make."""
    kept = [one for one in judged if one.adds_up or not any(_explains(other, one) for other in whole)]
    known = {(one.head, one.parts) for one in kept}
    kept += [one for one in whole if (one.head, one.parts) not in known]
    return sorted(kept, key=lambda one: (one.part_start, one.part_end))


def _explains(whole: Itemisation, one: Itemisation) -> bool:
    """Whether a list that adds up holds the parts of one that does not: the same and more, or its first."""
    overlap = one.part_start < whole.part_end and whole.part_start < one.part_end
    fewer = one.head == whole.head and not Counter(one.parts) - Counter(whole.parts)
    return overlap and (fewer or one.parts[: len(whole.parts)] == whole.parts)


def _whole_set(labels: Sequence[str]) -> bool:
    """Whether the parts name all the members of a set that leaves nothing out (主动公开、依申请公开、不予公开)."""
    return any(
        len(labels) == len(words) and all(any(word in label for label in labels) for word in words)
        for words in (row["words"] for row in load("cues")["whole_sets"])
    )


def _parts(counts: Sequence[Draft], number: int, text: str) -> tuple[list[int], bool] | None:
    """The figures behind a head that an opening word gives to it."""
    head = counts[number]
    if head.meaning.predicate in ("carried_in", "carried_out") or head.quantity.value == 0:
        return None
    if number + 1 >= len(counts) or counts[number + 1].paragraph != head.paragraph:
        return None
    first = counts[number + 1]
    if first.meaning.predicate in ("concluded", "union") or not same_unit(head, first):
        # 更新栏目12个，其中网站信息5310条: what is opened is not told in the unit of the head.
        return None
    if (
        first.meaning.reason == "channel"
        and head.meaning.cells
        and head.meaning.predicate not in ("received", "handled")
    ):
        return None
    between = text[head.number[1] : first.number[0]]
    if ":" in head.meaning.measure and "。" in between:
        # 自然人申请10件，占90.9%。从申请方式看，…: what follows breaks down all the requests.
        return None
    if first.meaning.measure == head.meaning.measure and head.meaning.cells and first.scope == head.scope:
        return None
    if between.count("。") > 1 or (is_outcome(first) and not is_outcome(head) and not headed(head, text)):
        return None
    # 其余15件分别为不予处理、其他处理。因信息公开…: a promise ends with its sentence.
    promise = between.rpartition("。")[2]
    closed = bool(_CLOSED.search(promise)) or headed(head, text) or _in_brackets(counts, number, text)
    if not closed and not _OPEN.search(between) and not _taken_up(head, between):
        return None
    if not closed and "通过" in between and first.meaning.reason != "channel" and first.nested == head.nested:
        # 其中，通过门户网站公布要闻672条、视频259条…: parts of one channel, not of all.
        return None
    if _in_brackets(counts, number, text):
        end = text.find(")", head.number[1])
        return [i for i in range(number + 1, len(counts)) if counts[i].number[1] <= end], True
    picked = _picked(counts, number, text)
    return (picked, closed) if len(picked) > 1 else None


def _picked(counts: Sequence[Draft], number: int, text: str) -> list[int]:
    """The figures behind a head up to where its list ends."""
    head, first = counts[number], counts[number + 1]
    # A list inside a list (无法提供5件，其中不掌握4件；不予处理1件) ends at the semicolon.
    inner = number > 0 and counts[number - 1].sentence == head.sentence
    picked: list[int] = []
    for i in range(number + 1, len(counts)):
        gap = text[counts[i - 1].number[1] : counts[i].number[0]]
        listed = text[counts[picked[0]].number[1] : counts[picked[-1]].number[0]] if picked else ""
        if counts[i].nested and not head.nested and counts[i].paragraph == head.paragraph:
            continue
        if headed(counts[i], text):
            break
        if (
            _ends(head, counts[i])
            or _other_flow(first, counts[i])
            or (picked and _breaks(head, first, counts[i], gap, inner, listed, len(picked)))
        ):
            break
        if same_unit(head, counts[i]):
            picked.append(i)
        elif picked:
            break
    return picked


def _in_brackets(counts: Sequence[Draft], number: int, text: str) -> bool:
    """政务动态4,880条（县级1,960条、部门乡镇2,820条）: a bracket right behind a figure that holds nothing but its parts."""
    head = counts[number]
    begin = head.number[1]
    end = text.find(")", begin)
    if text[begin : begin + 1] != "(" or end < 0:
        return False
    inside = [d for d in counts[number + 1 :] if d.number[1] <= end]
    flows = any(d.meaning.predicate in ("carried_in", "carried_out", "received", "concluded") for d in inside)
    plain_parts = (
        len(inside) > 1 and not flows and all(same_unit(head, d) for d in inside) and inside[-1].number[1] == end
    )
    return plain_parts and not _OPEN.match(text, begin + 1) and text[begin + 1 : begin + 2] != "含"


def _taken_up(head: Draft, between: str) -> bool:
    """2012年新增6874条。新增信息中，机构职能类…: a sentence that takes up a word of the head tells its parts."""
    again = _AGAIN.search(between)
    words = again[1] if again else ""
    return any(words[i : i + 2] in head.label for i in range(len(words) - 1))


def _ends(head: Draft, draft: Draft) -> bool:
    """What no list of this head can reach: another paragraph, another period, a figure above the head."""
    return draft.paragraph != head.paragraph or (draft.period != head.period and draft.period != "this_year")


def _other_flow(first: Draft, draft: Draft) -> bool:
    """县政府办收到40件、办结38件: the second is no further part, it tells what became of the first."""
    predicate = draft.meaning.predicate
    return predicate in FLOW and first.meaning.predicate in FLOW and predicate != first.meaning.predicate


def _breaks(head: Draft, first: Draft, draft: Draft, gap: str, inner: bool, listed: str, count: int) -> bool:
    """What ends a list that has begun: a full stop, a flow figure, an opening word, a semicolon where none parted the items before."""
    if "。" in gap or "!" in gap or (_OPEN.search(gap) and "另" not in gap):
        return True
    if _WORKED.search(draft.label) and not _WORKED.search(first.label):
        # 收到1,904件，其中信息公开类277件，审结1,811件: what became of them is no further part.
        return True
    if TOGETHER.match(draft.label) or (draft.meaning.predicate in FLOW and draft.scope == head.scope):
        return True
    return ";" in gap and (inner or not same_unit(head, draft) or (count > 1 and ";" not in listed))


def _judge(
    head: Draft, parts: Sequence[Draft], closed: bool, text: Plain, part: Part, behind: Draft | None = None
) -> Itemisation | None:
    if any(d.quantity.approximation for d in (head, *parts)):
        return None
    if (
        behind is not None
        and behind.meaning.predicate == "carried_out"
        and amount(head) == sum((amount(d) for d in (*parts, behind)), Decimal(0))
    ):
        # 总共16件：公开7件…，尚未到期1件: what is not yet done belongs to what was on hand.
        return itemisation(head, [*parts, behind], True, text, part)
    values = [amount(d) for d in parts]
    total = amount(head)
    sums = [Decimal(0), *accumulate(values)]
    runs = [(i, j) for i in range(len(sums)) for j in range(len(sums) - 1, i + 1, -1) if sums[j] - sums[i] == total]
    if all(is_outcome(d) for d in parts) or _criterion(parts):
        # What makes the head is all that stands in one row: the outcomes, the channels and the applicants are told once.
        runs = [run for run in runs if run == (0, len(values))]
    else:
        # No part is dropped to make a list fit; only what is told again behind the whole may be left over.
        runs = [run for run in runs if run[0] == 0]
    if runs:
        # Parts told twice by two criteria (网站700条、微信270条，其中解读50条) make the head once.
        i, j = runs[0]
        return itemisation(head, parts[i:j], True, text, part)
    if head.quantity.decimals or any(d.quantity.decimals for d in parts):
        # Printed decimals are rounded; only a difference of more than one step of every part counts.
        slack = sum((d.quantity.high - d.quantity.low for d in (head, *parts)), Decimal(0))
        if abs(sums[-1] - total) <= slack:
            return itemisation(head, parts, True, text, part)
    if max(values) > total or sums[-1] > total * _SLIP:
        # A slip of the pen is small: 9822 for parts of 10480. Parts far above their head are parts of something else.
        return None
    if (
        sums[-1] - total in values
        and len(values) > 2
        and not all(is_outcome(d) or ":" in d.meaning.measure for d in parts)
        and not _one_row(parts, text.text)
    ):
        # 网站300条、微信200条，其中解读80条、视频120条: one of them says again what the others hold.
        return None
    if sums[-1] > total or closed:
        return itemisation(head, parts, False, text, part)
    near = len(parts) >= _MANY and sums[-1] >= total * _NEAR
    near = near or (len(parts) >= _SOME and sums[-1] >= total * _VERY_NEAR)
    return itemisation(head, parts, False, text, part, OPEN) if near else None


def _one_row(parts: Sequence[Draft], text: str) -> bool:
    """Whether the parts follow each other with nothing but commas of one kind between them, so that none tells another again."""
    gaps = [text[a.number[1] : b.number[0]] for a, b in pairwise(parts)]
    marks = {gap[:1] for gap in gaps}
    return len(marks) == 1 and marks <= {"、", ",", ";"} and not any(_OPEN.search(gap) for gap in gaps)


def _criterion(parts: Sequence[Draft]) -> bool:
    """Whether all parts are told by one criterion."""
    return all(d.meaning.reason == "channel" for d in parts) or all(":" in d.meaning.measure for d in parts)


def _outcome_lists(counts: Sequence[Draft], text: Plain, part: Part, done: Sequence[Itemisation]) -> list[Itemisation]:
    """The outcomes of requests in a row: their head is the concluded ones, wherever in the paragraph these were named."""
    out: list[Itemisation] = []
    i = 0
    while i < len(counts):
        run: list[Draft] = []
        while (
            i < len(counts)
            and is_outcome(counts[i])
            and not headed(counts[i], text.text)
            and (not run or counts[i].sentence == run[0].sentence)
        ):
            run.append(counts[i])
            i += 1
        if len(run) > 1:
            item = _outcome_list(counts, run, text, part, [*done, *out])
            if item:
                out.append(item)
        i += 1
    return out


def _outcome_list(
    counts: Sequence[Draft], run: list[Draft], text: Plain, part: Part, done: Sequence[Itemisation]
) -> Itemisation | None:
    top = _top_level(run, text.text)
    before = [
        d
        for d in counts
        if d.start < run[0].start and d.paragraph == run[0].paragraph and d.meaning.domain == "requests"
    ]
    before = [d for d in before if d.period == run[0].period]
    head = next(
        (
            d
            for name in ("concluded", "handled", "received")
            for d in reversed(before)
            if d.meaning.predicate == name and ":" not in d.meaning.measure
        ),
        None,
    )
    if head is None or len(top) < 2:
        return None
    between = text.text[head.number[1] : top[0].number[0]]
    groups = {d.meaning.predicate.removesuffix("_bare") for d in top if "." not in d.meaning.predicate}
    closed = bool(_CLOSED.search(between)) or (head.sentence == top[0].sentence and len(top) > 3)
    # 予以公开、部分公开、不予公开、无法提供、不予处理 one after the other: the rows of the table, told in full.
    closed = closed or len(groups) >= _ALL_GROUPS
    if not closed and not _OPEN.search(between):
        return None
    start, _ = text.original(head.start, head.end)
    if any(d.part_start <= start < d.part_end for d in done):
        return None
    after = next((d for d in counts if d.start >= run[-1].end and d.sentence == run[-1].sentence), None)
    flows = after is not None and after.meaning.predicate == "carried_out"
    whole = [*top, after] if after else top
    reached = sum((amount(d) for d in whole), Decimal(0)) == amount(head)
    if flows and reached and head.meaning.predicate in ("handled", "received"):
        # 共需办理180件，其中予以公开79件…结转下年9件: what was handled is concluded or carried over.
        return itemisation(head, whole, True, text, part)
    previous = next((d for d in reversed(counts) if d.start < run[0].start and d.sentence == run[0].sentence), None)
    if previous and headed(previous, text.text):
        # 不予公开的4件中，…: these are the parts of that figure, not of all.
        return None
    beside = [d for d in (previous, after) if d and d is not head]
    if any(not d.meaning.cells and same_unit(head, d) for d in beside):
        # An item that is not known stands in the same row; without it the list is not whole.
        return None
    told = [*before, *(d for d in counts if d.start > run[-1].start and d.paragraph == run[0].paragraph)]
    if sum((amount(d) for d in top), Decimal(0)) in _wholes(told):
        return itemisation(head, top, True, text, part)
    if item := _judge(head, top, closed and len(top) > 2, text, part, after):
        return item
    if len(top) > 2 and _ALL_DONE.search(between) and not any(d.quantity.approximation for d in (head, *top)):
        # 收到5件，均已办结。其中予以公开2件…: all of them were concluded, and so all of them are among these.
        return itemisation(head, top, False, text, part, OPEN)
    return None


def _wholes(flows: Sequence[Draft]) -> set[Decimal]:
    """What outcomes may add up to: the concluded ones, or new and carried in, less those carried over."""
    named = {name: {amount(d) for d in flows if d.meaning.predicate == name} for name in FLOW}
    hand = named["handled"] | named["received"] | {a + b for a in named["received"] for b in named["carried_in"]}
    # Beside a number concluded the outcomes make that number and no other.
    return named["concluded"] or hand | {a - b for a in hand for b in named["carried_out"]}


def _top_level(run: list[Draft], text: str) -> list[Draft]:
    """Without the leaves that repeat a group named before them (无法提供5件，其中本机关不掌握4件)."""
    top: list[Draft] = []
    nested = False
    for draft in run:
        previous = top[-1] if top else None
        gap = text[previous.number[1] : draft.number[0]] if previous else ""
        group = previous.meaning.predicate if previous else ""
        if previous and draft.meaning.predicate.startswith(f"{group}."):
            nested = True
            continue
        if nested and previous and _OPEN.search(gap) and ";" not in gap and "." in draft.meaning.predicate:
            continue
        nested = False
        if (
            previous
            and re.search(r"合计|两项", text[previous.number[1] : draft.number[0]])
            and "+" in draft.meaning.measure
        ):
            continue
        top.append(draft)
    return top


def _applicant_lists(
    counts: Sequence[Draft], text: Plain, part: Part, done: Sequence[Itemisation]
) -> list[Itemisation]:
    """从申请主体看，自然人44件、企业6件: the kinds of applicant, and the channels, make up the new requests of the paragraph."""
    out = []
    run: list[Draft] = []
    for draft in [*counts, None]:
        if (
            draft
            and draft.meaning.measure.startswith("requests.received:")
            and (not run or draft.sentence == run[0].sentence)
        ):
            run.append(draft)
            continue
        if len(run) > 1:
            before = [d for d in counts if d.start < run[0].start and d.paragraph == run[0].paragraph]
            head = next((d for d in reversed(before) if d.meaning.measure == "requests.received"), None)
            between = text.text[head.number[1] : run[0].number[0]] if head else ""
            start = text.original(head.start, head.end)[0] if head else -1
            known = any(d.part_start <= start < d.part_end for d in done)
            whole = not any(
                d.sentence == run[0].sentence and not d.meaning.cells and same_unit(d, run[0]) for d in counts
            )
            if (
                head
                and whole
                and _CLOSED.search(between[-30:])
                and between.count("。") <= 1
                and not known
                and (item := _judge(head, run, True, text, part))
            ):
                out.append(item)
        run = []
    return out
