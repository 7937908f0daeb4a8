"""恰好相加的列举：不必有“其中”二字, 分项之和等于前文的总数。

Itemisations that make their head exactly, with or without an opening word: 收到申请9件，…，予以公开5件，部分公开1件，无法提供3件. That the
parts make a figure named before them, are all of one kind and stand in one row is evidence enough that they are its parts; that they do
*not* make it is none, so nothing is ever reported from here. Lists that fail are found by the words that promise a whole (see `lists`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from toolkit.model import Itemisation, Part
from toolkit.narrative.draft import Draft
from toolkit.narrative.list_rows import OPENED, TAKEN_UP, TOGETHER, amount, headed, itemisation, kind_of, same_unit
from toolkit.narrative.plain import Plain

# A list of more figures than this is a table in words; looking further back for a head costs more than it finds.
_LONGEST, _FARTHEST = 16, 12
# Two figures without a row of their own make a third by chance: only above this do they tell that they are its parts.
_NO_CHANCE = 50
_ON = ("还有", "另有", "此外", "其余", "另外", "剩余", "余下")
_ON_HAND = ("received", "handled", "concluded")
# Which kinds of figures can be parts of which kind of head; a list of one kind may hold parts whose row is not known.
_HEADS = {
    "outcome": ("flow", "outcome"),
    "applicant": ("flow",),
    "channel": ("flow", "channel", "bare"),
    "result": ("flow", "suit", "result"),
    "suit": ("flow",),
    "bare": ("bare", "channel", "flow", "outcome"),
}


def lists_that_add_up(counts: Sequence[Draft], text: Plain, part: Part) -> list[tuple[Itemisation, tuple[int, ...]]]:
    """找出恰好相加的列举。

    Lists whose parts make a figure named before them (or behind them with 合计), with the numbers of the parts among `counts`.
    """
    found: list[tuple[Itemisation, tuple[int, ...]]] = []
    taken: dict[int, int] = {}
    for first in range(len(counts)):
        if (first in taken and taken[first] != first) or not _has_company(counts, first, text.text):
            continue
        for head, total in _heads(counts, first, text.text, taken):
            picked = _row(counts, first, head, total, text.text)
            if picked:
                found.append((itemisation(head, [counts[i] for i in picked], True, text, part, total=total), picked))
                taken.update(dict.fromkeys(picked, first))
                break
    found.extend(_summed_up(counts, text, part, {picked for _, picked in found}))
    return found


def _has_company(counts: Sequence[Draft], first: int, text: str) -> bool:
    """Whether a figure can begin a row at all: it stands for several things, or another figure follows in its breath."""
    row = counts[first]
    return row.times > 1 or (first + 1 < len(counts) and _same_breath(counts, first + 1, row, text))


def _heads(counts: Sequence[Draft], first: int, text: str, taken: dict[int, int]) -> Iterator[tuple[Draft, Decimal]]:
    """The figures before a row that it can be the parts of, nearest first, and what new and carried in make together."""
    row = counts[first]
    kind = kind_of(row)
    before = [d for d in counts[max(0, first - _FARTHEST) : first] if d.paragraph == row.paragraph]
    if kind in ("outcome", "applicant", "channel") and not any(kind_of(d) == "flow" for d in before):
        # 经审查…: a paragraph of outcomes goes on with what the paragraph before it counted.
        before = [d for d in counts[max(0, first - _FARTHEST) : first] if kind_of(d) == "flow"] + before
    if kind in ("channel", "bare") and TAKEN_UP.match(text, row.sentence[0]):
        # 累计公开信息44条。从公开渠道来看，…: a sentence that says by what it breaks down goes back over a paragraph's end.
        before = [*counts[max(0, first - 2) : first]]
    concluded = False
    for at in range(len(before) - 1, -1, -1):
        head = before[at]
        if kind == "outcome" and concluded and not headed(head, text) and head.meaning.predicate == "received":
            continue
        if _between(before[at + 1 :], head, kind, text):
            yield head, amount(head)
        if head.meaning.predicate == "carried_in" and kind == "outcome" and not concluded:
            for other in before:
                if other.meaning.predicate == "received" and other.scope == head.scope:
                    yield other, amount(other) + amount(head)
        concluded |= head.meaning.predicate == "concluded" and head.scope == row.scope


def _between(others: Sequence[Draft], head: Draft, kind: str, text: str) -> bool:
    """Whether what stands between a head and its row is no row of the same kind begun before it, nor a nearer head said again."""
    if any(headed(d, text) for d in others):
        return False
    if kind == "bare":
        return not others
    return all(kind_of(d) != kind or amount(d) == 0 or d.paragraph != head.paragraph or d.nested for d in others)


def _row(counts: Sequence[Draft], first: int, head: Draft, total: Decimal, text: str) -> tuple[int, ...] | None:
    """The figures from `first` on that make the total: one after the other, without those that only open a part further."""
    row = counts[first]
    if (
        total < 2
        or head.quantity.approximation
        or not same_unit(head, row)
        or not _belongs(head, row, counts, first, text)
    ):
        return None
    picked, reached, at = [first], amount(row), first + 1
    if reached >= total or row.quantity.approximation:
        return None
    while at < len(counts) and len(picked) < _LONGEST and _same_breath(counts, at, row, text):
        draft, gap = counts[at], text[counts[at - 1].number[1] : counts[at].number[0]]
        if (
            headed(counts[picked[-1]], text)
            or headed(counts[at - 1], text)
            or (OPENED.search(gap) and at - 1 == picked[-1])
        ):
            skipped = _opened(counts, at, picked[-1], text)
            if skipped > at:
                at = skipped
                continue
        if not same_unit(head, draft) or draft.quantity.approximation or not _joins(head, row, draft):
            return None
        picked.append(at)
        reached += amount(draft)
        at += 1
        if reached >= total:
            break
    if reached != total or len(picked) < 2 or _goes_on(counts, at, row, text):
        return None
    return tuple(picked)


def _same_breath(counts: Sequence[Draft], at: int, row: Draft, text: str) -> bool:
    """Whether the next figure can still be of the row: in its sentence, or in one that goes on with it (还有18件无法提供)."""
    if counts[at].sentence == row.sentence:
        return True
    begin = counts[at].sentence[0]
    return counts[at].paragraph == row.paragraph and text.startswith(_ON, begin)


def _opened(counts: Sequence[Draft], at: int, opener: int, text: str) -> int:
    """Where the figures end that open one part further (无法提供5件，其中不掌握4件、没有现成信息1件): at most what that part holds."""
    whole, reached = amount(counts[opener]), Decimal(0)
    begin = at
    while at < len(counts) and counts[at].sentence == counts[opener].sentence:
        gap = text[counts[at - 1].number[1] : counts[at].number[0]]
        if at > begin and (";" in gap or not same_unit(counts[opener], counts[at])):
            break
        reached += amount(counts[at])
        if reached > whole:
            break
        at += 1
        if reached == whole:
            break
    return at


def _belongs(head: Draft, row: Draft, counts: Sequence[Draft], first: int, text: str) -> bool:
    """Whether figures like this one can be parts of that head."""
    kind, of = kind_of(row), kind_of(head)
    if head.period != row.period and row.period != "this_year":
        return False
    if _shared_out(head, row):
        return True
    if kind == "flow":
        opened = OPENED.search(text[head.number[1] : row.number[0]]) is not None
        powers = of == "bare" and opened and row.meaning.domain != "requests"
        return powers or (head.meaning.predicate == "handled" and row.meaning.predicate == "received")
    if of not in _HEADS[kind] or row.meaning.measure == head.meaning.measure != "":
        return False
    if kind in ("outcome", "applicant"):
        leaf = of == "outcome" and row.meaning.predicate.startswith((head.meaning.predicate, "old."))
        return leaf or (head.meaning.domain == "requests" and head.meaning.predicate in _ON_HAND)
    if kind in ("result", "suit"):
        return head.meaning.domain == row.meaning.domain or head.meaning.domain in (
            "challenges",
            "litigation",
            "review",
        )
    if kind == "channel" and of == "flow":
        return head.meaning.predicate in (*_ON_HAND, "")
    if kind == "bare":
        gap = text[head.number[1] : row.number[0]]
        return (
            bool(OPENED.search(gap) or TAKEN_UP.search(gap))
            or ":" in gap
            or amount(head) >= _NO_CHANCE
            or headed(head, text)
        )
    return True


def _shared_out(head: Draft, row: Draft) -> bool:
    """全市收到105件，市局机关受理33件、县区局72件: the same flow of the bodies that make up the whole."""
    flows = (*_ON_HAND, "total", "decisions", "issued")
    return (
        head.scope != row.scope
        and head.meaning.domain == row.meaning.domain
        and head.meaning.predicate in flows
        and row.meaning.predicate in flows
    )


def _joins(head: Draft, row: Draft, draft: Draft) -> bool:
    """Whether a figure can stand in one row with its first."""
    kind, first = kind_of(draft), kind_of(row)
    if _shared_out(head, row):
        return _shared_out(head, draft) or kind == "bare"
    if first == "flow" and kind_of(head) == "bare":
        # 保留权力841项，其中行政许可24项、行政处罚765项…: rows of the form, and other things beside them.
        return kind in ("flow", "bare") and draft.meaning.domain != "requests"
    if first == "flow":
        return head.meaning.predicate == "handled" and draft.meaning.predicate == "carried_in"
    if kind == "flow":
        # 共需办理180件，予以公开79件…结转下年9件: what was on hand is concluded or carried over.
        return first == "outcome" and draft.meaning.predicate == "carried_out" and head.meaning.predicate != "concluded"
    return kind == first or "bare" in (kind, first) or {kind, first} <= {"result", "suit"}


def _goes_on(counts: Sequence[Draft], at: int, row: Draft, text: str) -> bool:
    """Whether the row goes on behind the figure that made its head: then the head is not that."""
    if at >= len(counts) or counts[at].sentence != row.sentence or amount(counts[at]) == 0:
        return False
    gap = text[counts[at - 1].number[1] : counts[at].number[0]]
    if OPENED.search(gap) or ";" in gap or headed(counts[at - 1], text) or headed(counts[at], text):
        return False
    if not same_unit(row, counts[at]) or counts[at].nested or kind_of(counts[at]) != kind_of(row):
        return False
    # 网站3条、微信1条、其他9条: unknown things go on where the same mark joins them.
    joint = text[counts[at - 2].number[1] : counts[at - 2].number[1] + 1] if at > 1 else ""
    return kind_of(row) != "bare" or gap[:1] == joint


def _summed_up(
    counts: Sequence[Draft], text: Plain, part: Part, known: set[tuple[int, ...]]
) -> Iterator[tuple[Itemisation, tuple[int, ...]]]:
    """发布动态71条、公告19条、预决算2条，合计92条: the head stands behind its parts."""
    for last, head in enumerate(counts):
        if not _is_sum(head, text.text) or head.quantity.approximation:
            continue
        total, reached = amount(head), Decimal(0)
        picked: list[int] = []
        for at in range(last - 1, max(-1, last - 1 - _LONGEST), -1):
            draft = counts[at]
            if draft.paragraph != head.paragraph or not same_unit(head, draft) or draft.quantity.approximation:
                break
            if draft.nested and not head.nested:
                continue
            picked.insert(0, at)
            reached += amount(draft)
            if reached >= total:
                break
        onhand = head.meaning.predicate == "handled"
        if onhand and [counts[i].meaning.predicate for i in picked] != ["received", "carried_in"]:
            continue
        if reached == total and len(picked) > 1 and tuple(picked) not in known:
            yield itemisation(head, [counts[i] for i in picked], True, text, part), tuple(picked)


def _is_sum(draft: Draft, text: str) -> bool:
    """Whether a figure is said to be the sum of those before it."""
    begin = max(draft.sentence[0], draft.number[0] - 8)
    clause = text[begin : draft.number[0]]
    if draft.meaning.predicate == "handled" and draft.meaning.measure == "requests.handled":
        # 收到112件，加上上年结转7件，应办119件
        return True
    clause = clause[max(clause.rfind(mark) for mark in ",;。:、(") + 1 :]
    return TOGETHER.search(clause) is not None
