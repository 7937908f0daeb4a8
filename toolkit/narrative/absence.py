"""用文字说出的数：没有(零)与全部。

Figures said in words. 未收到申请 is a zero; 均予以公开 is all of the number just named; 全部办结 says that nothing was carried over.
A zero needs the thing right behind it and nothing after it, so that 未建立依申请公开台账 is no zero.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from toolkit.model import Quantity
from toolkit.narrative.context import Named
from toolkit.narrative.meaning import (
    CHALLENGE_ROWS,
    FOREIGN,
    ITEM_DOMAINS,
    NOTHING,
    Meaning,
    choose_outcomes,
    compose,
    core,
    fits,
    measure_cells,
    measure_row,
)
from toolkit.narrative.quantities import Found
from toolkit.narrative.terms import Sense, Token

if TYPE_CHECKING:
    from toolkit.narrative.walk import Segment, Walk

# 均在规定时限内办结 says that all were answered, and in time.
_IN_TIME = re.compile("[时期]限内|时间内|工作日内|年度?内|当年")
_IN_COURT = re.compile("胜诉|败诉|起诉|诉讼|原告|判决|裁定")
_FINISHED = ("办结", "办理完毕", "办毕", "办理办结", "办理结束")
_ALL_OF = ("received", "handled", "concluded", "total", "issued")
_DOCUMENTS = ("regulations", "normative_documents")
_MONEY = ("fees",)
_NAMED_ZERO = ("processing_fee", "accountability", "hotline", "overdue")
# Words that a sentence of this kind may hold beside its terms (因政府信息公开工作不力而...): longer ones say something else.
_LOOSE_ZERO, _LOOSE_ALL = 4, 8
# No stretch between two commas says 没有 this often; a page that does is no report.
_MOST_ZEROS = 12


def read(walk: Walk, segment: Segment, lo: int, counted: bool) -> None:
    """读一段中用文字说出的零和全部。

    Read a segment (from `lo`, behind its last number) for a zero or a universal in words. `counted` says that it had numbers.
    """
    tokens = walk.tokens_in(lo, segment.end)
    zeros = [t for t in tokens if t.has("cue", "zero")]
    if len(zeros) > _MOST_ZEROS:
        return
    if zeros and not counted:
        # 无答复、无结转: every 无 has its own thing, up to the next.
        stops = [*(z.start for z in zeros[1:]), segment.end]
        starts = [segment.start, *(z.start for z in zeros[1:])]
        for zero, start, stop in zip(zeros, starts, stops, strict=True):
            stop -= stop != segment.end and walk.text[stop - 1] in "、也且和"
            piece = replace(segment, start=start, end=stop)
            _zero(walk, piece, [t for t in tokens if start <= t.start < stop], zero)
        return
    if not counted and _zero_after(walk, segment, tokens):
        return
    _universal(walk, segment, tokens, lo, counted)


def _figure(walk: Walk, start: int, end: int, unit: str, value: Decimal) -> Found:
    return Found(start, end, Quantity(walk.text[start:end], value, unit, low=value, high=value), "count", False)


def _zero(walk: Walk, segment: Segment, tokens: list[Token], zero: Token) -> None:
    after = core([t for t in tokens if t.start >= zero.end])
    if not after:
        return
    end = after[-1].end
    if len(after) > 1 and after[-1].text == "文件" and walk.context.domain in _DOCUMENTS:
        # 制发规范性文件1件，没有废止文件: documents of the kind just named.
        after.pop()
    last = after[-1]
    if walk.residue(end, segment.end) or walk.residue(zero.end, last.start) > _LOOSE_ZERO:
        return
    foreign = next((t.sense("foreign") for t in after if t.has("foreign", *_NAMED_ZERO)), None)
    if foreign and not any(t.sense("noun") for t in after if t.start > last.start - 1):
        unit = "元" if foreign.id == "processing_fee" else "件"
        walk.add(_figure(walk, segment.start, last.end, unit, Decimal(0)), NOTHING, segment.start, last.end, "zero")
        return
    unit = "万元" if any(t.has("noun", *_MONEY) for t in after) else "件"
    context = walk.context.domain if walk.context.domain != FOREIGN else walk.context.base
    meaning = compose(after, context, unit, walk.setting.form, "被" + walk.text[zero.end : last.end], True)
    meaning = _every_noun(walk, after, meaning)
    if meaning.predicate == "carried":
        # 上年度无结转: what did not come in, not what did not go out.
        name = (
            "carried_in" if re.search("上年|年初|往年|去年", walk.text[segment.start : zero.start]) else "carried_out"
        )
        meaning = Meaning(f"requests.{name}", "requests", (f"requests.{name}.total",), predicate=name)
    if not meaning.cells:
        return
    start = segment.start if walk.residue(segment.start, zero.start) < 12 else zero.start
    scope, period = walk.scope_at(segment, zero.start), walk.period_at(segment, zero.start)
    if meaning.predicate == "carried_in" and period == "last_year":
        # 上年无结转: the row itself is of last year.
        period = "this_year"
    walk.add(_figure(walk, start, end, unit, Decimal(0)), meaning, start, end, "zero", scope=scope, period=period)
    walk.context.domain = meaning.domain


def _every_noun(walk: Walk, after: list[Token], meaning: Meaning) -> Meaning:
    """未实施行政许可、行政处罚、行政强制: none of any of them."""
    nouns = list(dict.fromkeys(t.sense("noun").id for t in after if t.has("noun", *ITEM_DOMAINS)))  # type: ignore[union-attr]
    if len(nouns) < 2 or meaning.predicate != "decisions":
        return meaning
    cells = tuple(c for n in nouns for c in measure_cells(measure_row("decisions"), n, walk.setting.form))
    return replace(meaning, measure="+".join(f"{n}.decisions" for n in nouns), cells=cells)


def _zero_after(walk: Walk, segment: Segment, tokens: list[Token]) -> bool:
    """行政诉讼为零."""
    cue = next((t for t in tokens if t.has("cue", "zero_after")), None)
    before = core([t for t in tokens if cue and t.end <= cue.start])
    while len(before) > 1 and before[-1].has("foreign", "hotline") and any(t.sense("noun") for t in before[:-1]):
        # 行政复议、行政诉讼和举报投诉均为零: the last of them has no row.
        stop = before.pop().start
        if walk.residue(before[-1].end, stop):
            return False
    if not cue or not before or walk.residue(before[-1].end, cue.start) or walk.residue(cue.end, segment.end):
        return False
    meaning = compose(
        before, walk.context.domain, "件", walk.setting.form, "被" + walk.text[segment.start : cue.start], True
    )
    meaning = _every_noun(walk, before, meaning)
    if not meaning.cells:
        if before[-1].has("foreign", *_NAMED_ZERO):
            # 举报投诉为零
            walk.add(_figure(walk, segment.start, cue.end, "件", Decimal(0)), NOTHING, segment.start, cue.end, "zero")
            return True
        return False
    scope = walk.scope_at(segment, cue.start)
    walk.add(
        _figure(walk, segment.start, cue.end, "件", Decimal(0)), meaning, segment.start, cue.end, "zero", scope=scope
    )
    walk.context.domain = meaning.domain
    return True


def _universal(walk: Walk, segment: Segment, tokens: list[Token], lo: int, counted: bool) -> None:
    if not walk.context.named:
        return
    cue = next((t for t in tokens if t.has("cue", "all") or t.text == "全部公开"), None)
    if cue is None and any(q.unit_kind == "time" for q in walk.quantities_in(segment.start, lo)):
        # 法定的20个工作日内答复 is a rule, no single case.
        return
    begin = cue.start if cue else lo
    after = core([t for t in tokens if t.start >= begin])
    if not after or walk.residue(begin, after[-1].end) > _LOOSE_ALL or walk.residue(after[-1].end, segment.end) > 2:
        return
    if any(t.sense("foreign") and not t.sense("measure", "applicant") for t in after):
        head = _head(walk, "requests")
        if cue and head and all(t.has("foreign", "channel") or t.sense("noun", "weak") for t in after) and not counted:
            # 均为网上提交: all of them, by a channel that no row counts.
            figure = _figure(walk, begin, after[-1].end, head.unit, head.value)
            walk.add(figure, replace(NOTHING, reason="channel"), begin, after[-1].end, "universal", scope=head.scope)
        return
    if any(word in walk.text[segment.start : begin] for word in ("其余", "其他", "剩余", "余下")):
        return
    found = _meant(walk, after, cue, counted)
    if found is None:
        return
    meaning, head, value = found
    if cue is None and (
        head.value != 1 or len(after) > 2 or walk.residue(lo, segment.end) or walk.quantities_in(lo, segment.end)
    ):
        return
    if not head.unit or head.meaning.domain == FOREIGN:
        return
    start = lo if walk.residue(lo, begin) < 12 else begin
    figure = _figure(walk, start, after[-1].end, head.unit, value)
    walk.add(figure, meaning, start, after[-1].end, "universal", scope=head.scope, period=head.period)
    if meaning.domain in CHALLENGE_ROWS:
        walk.context.domain = meaning.domain


def _meant(walk: Walk, after: list[Token], cue: Token | None, counted: bool) -> tuple[Meaning, Named, Decimal] | None:
    """What a universal says: (meaning, the figure it speaks of, its value)."""
    context, form = walk.context, walk.setting.form
    applicant = next((t.sense("applicant") for t in after if t.sense("applicant")), None)
    requests = _head(walk, "requests")
    if applicant and cue and requests:
        came = [
            n
            for n in walk.context.named
            if n.meaning.predicate in ("received", "handled") and n.meaning.domain == "requests"
        ]
        requests = came[-1] if came else requests
        cells = tuple(f"requests.received.{c}" for c in applicant.row["columns"])
        return Meaning("requests.received:" + applicant.id, "requests", cells), requests, requests.value
    domain = context.domain
    kind = next((t.sense("noun") for t in after if t.has("noun", "litigation_direct", "litigation_after_review")), None)
    if kind and cue and (suits := _head(walk, "litigation")):
        cells = (f"challenges.{kind.id}.total",)
        return Meaning(f"{kind.id}.total", kind.id, cells, predicate="total"), suits, suits.value
    senses = [(t, s) for t in after for s in t.senses if s.kind == "measure" and fits(s, domain)]
    if not senses:
        return None
    token, sense = senses[-1]
    if domain == "review" and _IN_COURT.search(token.text):
        # 均胜诉 behind reviews speaks of suits; without their number it says nothing.
        suits = _head(walk, "litigation")
        if suits is None:
            return None
        domain = "litigation"
    # 不予公开的4件均属过程性信息: all of the number in the same breath.
    head = walk.context.named[-1] if counted and walk.context.named else _head(walk, domain)
    if head is None or not head.meaning.cells or head.meaning.predicate in ("carried_in", "carried_out"):
        return None
    outcomes = [s for _, s in senses if s.row.get("strict")]
    if domain == "requests" and outcomes:
        outcomes = choose_outcomes(walk.text[after[0].start : after[-1].end], outcomes)
        group = outcomes[0].row.get("group")
        if group and cue and not counted:
            # 不予公开2件，理由均为执法案卷: all of that group, and of nothing else.
            named = next((n for n in reversed(walk.context.named) if n.meaning.predicate == group), None)
            if named is None:
                return None
            head = named
        cells = tuple(dict.fromkeys(c for s in outcomes for c in s.row["cells"]))
        return Meaning("+".join(f"requests.{s.id}" for s in outcomes), "requests", cells), head, head.value
    if domain == "requests":
        timely = cue is not None and any(t.has("cue", "timely") for t in walk.tokens_in(cue.start, token.start))
        timely = timely or (cue is not None and _IN_TIME.search(walk.text, cue.start, token.start) is not None)
        # 收到9件，其中结转下年1件，均按期答复: all but the one carried over.
        left = [n.value for n in walk.context.named if n.meaning.predicate == "carried_out" and n.claim > head.claim]
        return _of_requests(token, sense, head, cue, timely, left[-1] if left and left[-1] < head.value else Decimal(0))
    if domain in CHALLENGE_ROWS and sense.id in ("upheld", "corrected", "lost", "other", "pending"):
        cells = measure_cells(sense.row, head.meaning.domain, form)
        return Meaning(f"{domain}.{sense.id}", str(domain), cells, predicate=sense.id), head, head.value
    if domain in CHALLENGE_ROWS and sense.id == "decided" and cue:
        cells = tuple(f"challenges.{row}.pending" for row in CHALLENGE_ROWS[str(domain)])
        return Meaning(f"{domain}.pending", str(domain), cells, predicate="pending"), head, Decimal(0)
    if sense.id in ("newly_disclosed", "total_disclosed", "disclosed") and (cue or head.value == 1):
        # 全部对外公开: all of those made this year were disclosed this year.
        cells = measure_cells(measure_row("newly_disclosed"), str(domain), form)
        return (Meaning(f"{domain}.newly_disclosed", str(domain), cells), head, head.value) if cells else None
    return None


def _head(walk: Walk, domain: str | None) -> Named | None:
    """The figure that 均 speaks of: all received or concluded, or all reviews; never a carried-over part."""
    family = _family(domain)
    for named in reversed(walk.context.named):
        if named.meaning.domain in family and named.meaning.predicate in _ALL_OF and ":" not in named.meaning.measure:
            hand = [n for n in walk.context.named if n.meaning.predicate == "handled" and n.scope == named.scope]
            whole = [n for n in hand if n.value >= named.value]
            # 经办31件，其中新收28件，全部公开: all of the 31.
            return whole[-1] if whole and named.meaning.predicate == "received" else named
    return None


def _family(domain: str | None) -> tuple[str, ...]:
    if domain in ("litigation", "litigation_direct", "litigation_after_review"):
        return ("litigation", "litigation_direct", "litigation_after_review")
    return (str(domain),)


def _of_requests(
    token: Token, sense: Sense, head: Named, cue: Token | None, timely: bool, carried: Decimal
) -> tuple[Meaning, Named, Decimal] | None:
    if sense.id == "concluded" and token.text in _FINISHED and not timely:
        # 全部办结: how many were concluded is not said, only that none is left.
        cells: tuple[str, ...] = ("requests.carried_out.total",)
        return (Meaning("requests.carried_out", "requests", cells), head, Decimal(0)) if cue else None
    if sense.id == "concluded":
        return Meaning("requests.concluded", "requests", ("requests.concluded.total",)), head, head.value - carried
    name = "granted" if sense.id == "granted_bare" else sense.id
    if sense.row.get("strict"):
        return Meaning(f"requests.{name}", "requests", tuple(sense.row["cells"])), head, head.value
    return None
