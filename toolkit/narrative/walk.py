"""逐句推进：一个部分里什么在哪里, 每个数轮到谁来读。

The walk through a part of the narrative. Sentence by sentence, segment by segment (between commas), every quantity goes to its reader:
shares and changes to `ratios`, counts to `counts`, zeros and universals in words to `absence`. What is carried on lies in `Context`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from operator import gt, or_

from toolkit.model import Part
from toolkit.narrative import absence, changes, counts, ratios
from toolkit.narrative.context import Context, find_subjects
from toolkit.narrative.dispositions import Trapped, find_trapped
from toolkit.narrative.draft import Draft
from toolkit.narrative.meaning import FOREIGN, LITIGATION, Meaning
from toolkit.narrative.plain import Plain
from toolkit.narrative.quantities import Found, find_quantities
from toolkit.narrative.sentences import split
from toolkit.narrative.terms import Token, find_terms

_PIPES = 2
# How many claims of a sentence, and how many characters of a segment, a figure can refer back over.
_REACH, _LOOK_BACK = 64, 400
_SEPARATOR = re.compile(r"[,;:。！？!?()\n]")
_YEAR = re.compile(r"(?:19|20)\d{2}年?")
_COMPARED = re.compile(r"(?:较|比|与|从|自|于|由|同)$")
# Behind 除 and a number: what is left out, up to a 外 that no comma follows.
_EXCEPTED = re.compile(r"[^,;。:\d]{1,16}?外(?![,;。])")


@dataclass(frozen=True, slots=True)
class Setting:
    """一份报告里影响读法的事实。 What of the report matters for reading its text: year, form, the kind of its issuer
    and whether that body decides reviews itself (a justice bureau, a government).
    """

    year: int
    form: str
    issuer_kind: str
    reviews: bool = False
    area: str = ""


@dataclass(slots=True)
class Segment:
    """两个逗号之间的一段。 A stretch between commas: its span, the separator before it and whether it stands in brackets."""

    start: int
    end: int
    before: str
    bracket: bool


class Walk:
    """读一个部分的叙述文字。

    One pass over a part: `drafts` are the claims found, `leftover` the quantities that became none (plans, bases, durations),
    `trapped` the dates, document numbers and the like.
    """

    def __init__(self, part: Part, text: Plain, setting: Setting) -> None:
        self.part, self.plain, self.text, self.setting = part, text, text.text, setting
        self.drafts: list[Draft] = []
        self.leftover: list[Found] = []
        self.trapped: list[Trapped]
        self.trapped, self.taken = find_trapped(self.text)
        self.tokens, self.fillers = find_terms(self.text, setting.year)
        self.subjects = find_subjects(self.text, setting.issuer_kind, setting.area)
        size = len(self.text)
        named = bytearray(size)
        for a, b, _ in self.subjects:
            named[a:b] = b"\1" * (b - a)
        if self.subjects:
            # The 部门 of 市政府部门 names whose figure it is, not what is counted.
            self.tokens = [t for t in self.tokens if not (named[t.start] and named[t.end - 1])]
        # The 四类 of 四类过程性信息 and the 两项 of 两项合计 belong to a term and are no quantities.
        inside, cover, self._solid = bytearray(size), bytearray(self.taken), bytearray(size)
        for token in self.tokens:
            mark = b"\1" * (token.end - token.start)
            cover[token.start : token.end] = mark
            self._solid[token.start + 1 : token.end] = mark[1:]
            if token.word.core or len(mark) > 2:
                inside[token.start : token.end] = mark
        for start, end in self.fillers:
            cover[start:end] = b"\1" * (end - start)
        self.quantities = [q for q in find_quantities(self.text, self.taken) if not inside[q.start]]
        for start, end in [*((q.start, q.end) for q in self.quantities), *((a, b) for a, b, _ in self.subjects)]:
            # A comma inside a number, brackets inside a name: no place to part the sentence.
            self._solid[start + 1 : end] = b"\1" * max(0, end - start - 1)
        self.tokens = self._without_exceptions()
        self._token_starts = [t.start for t in self.tokens]
        self._quantity_starts = [q.start for q in self.quantities]
        self._subject_starts = [a for a, _, _ in self.subjects]
        self._trap_starts = [t.start for t in self.trapped]
        # Word characters that belong to nothing known, summed up, so that a span is counted at once.
        known = map(or_, cover, named)
        self._open = list(accumulate(map(gt, map(str.isalnum, self.text), known), initial=0))
        self._plans = any(t.has("period", "plan") for t in self.tokens)
        self.paragraph = 0
        self.sentence = (0, 0)
        self.context = Context(None)
        self.planned = False
        # 在作出实体决定的355件中: a base for the shares of its sentence that no cell holds.
        self.done_until = self.consumed = self.first = 0
        self.stated_base: Decimal | None = None

    def _without_exceptions(self) -> list[Token]:
        """除1件涉密外新公开62件: what the one is about says nothing of the 62."""
        spans = [
            (q.end, m.end())
            for q in self.quantities
            if q.start and self.text[q.start - 1] == "除" and (m := _EXCEPTED.match(self.text, q.end))
        ]
        return [t for t in self.tokens if not any(a <= t.start and t.end <= b for a, b in spans)]

    # ---- what stands where

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """区间内的术语。 The terms that lie in a span."""
        return [
            t
            for t in self.tokens[bisect_left(self._token_starts, start) : bisect_left(self._token_starts, end)]
            if t.end <= end
        ]

    def quantities_in(self, start: int, end: int) -> list[Found]:
        """区间内的数量。 The quantities that begin in a span."""
        return self.quantities[bisect_left(self._quantity_starts, start) : bisect_left(self._quantity_starts, end)]

    def subjects_in(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """区间内开始的主体词。 The subject words that begin in a span."""
        return self.subjects[bisect_left(self._subject_starts, start) : bisect_left(self._subject_starts, end)]

    def residue(self, start: int, end: int) -> int:
        """区间内不属于任何术语的字数。 How many word characters of a span belong to no term, subject or date."""
        return self._open[end] - self._open[start] if end > start else 0

    def here(self) -> list[Draft]:
        """本句已有的主张。 The claims of the present sentence so far, the last ones of them where there are very many."""
        return self.drafts[max(self.first, len(self.drafts) - _REACH) :]

    def segments(self, start: int, end: int) -> Iterator[Segment]:
        """一句中以逗号等分开的各段。 The segments of a sentence; separators inside terms and numbers do not count."""
        at, before, depth = start, "", 0
        for match in _SEPARATOR.finditer(self.text, start, end):
            i = match.start()
            if self._solid[i]:
                continue
            if i > at:
                yield Segment(at, i, before, depth > 0)
            depth = depth + 1 if match[0] == "(" else max(0, depth - 1) if match[0] == ")" else depth
            at, before = match.end(), match[0]
        if end > at:
            yield Segment(at, end, before, depth > 0)

    # ---- the walk

    def run(self, base_of: list[tuple[int, str | None]]) -> None:
        """走完全文。 `base_of` gives the domain that headings set, as (offset in plain text from which it holds, domain)."""
        last_break = -1
        for start, end in split(self.text):
            if self.text.count("|", start, end) > _PIPES:
                # The debris of a table that could not be rebuilt says nothing.
                continue
            self.sentence = (start, end)
            base = next((d for at, d in reversed(base_of) if at <= start), None)
            if "\n" in self.text[last_break + 1 : start] or last_break < 0 or base != self.context.base:
                self.context.new_paragraph(base)
                self.paragraph += 1
            else:
                period = self.context.period
                self.context.new_sentence()
                if self.text.startswith("其中", start):
                    # 上半年受理267件。其中公开81件: still of that time.
                    self.context.period = period
            last_break = max(start, end - 1)
            # 下一步…。一是…。二是…: what is counted off behind a plan is planned too.
            counted_off = any(t.kind == "list_marker" and start <= t.start <= start + 1 for t in self.trapped)
            self.planned = self.planned and counted_off and self.part.number != 1
            self.stated_base = None
            first = self.first = len(self.drafts)
            for segment in self.segments(start, end):
                self._segment(segment)
                self.context.fresh = False
            self._last_years(first)
            self._bases(first)
            self._manners(first)

    def _last_years(self, first: int) -> None:
        """2023年收到16件，2024年增至20件: beside this year's figure the other is last year's, and needs last year's report."""
        here = self.drafts[first:]
        for draft in here:
            same = any(d.meaning.measure == draft.meaning.measure and d.period == "this_year" for d in here)
            if draft.period == f"year:{self.setting.year - 1}" and same:
                draft.period = "last_year"

    def _bases(self, first: int) -> None:
        """比上年增加11件，增长23.9%；2021年为46件: last year's figure told in the paragraph is the base of its changes."""
        told = [d for d in self.drafts[first:] if d.period == "last_year" and d.kind == "count" and d.meaning.cells]
        for base in told:
            for draft in self.drafts[-_REACH:]:
                same = draft.paragraph == base.paragraph and draft.meaning.measure == base.meaning.measure
                if same and draft.kind == "change" and draft.base_stated is None:
                    draft.base_stated = base.quantity.value

    def _manners(self, first: int) -> None:
        """新收27件，均由法规科答复，25件已答复: where the number answered follows, 均 only said how."""
        here = self.drafts[first:]
        told = [d for d in here if d.kind == "count" and d.meaning.predicate == "concluded"]
        for draft in here:
            if draft.kind == "universal" and any(
                t.start > draft.start and t.meaning.cells == draft.meaning.cells for t in told
            ):
                draft.meaning = replace(draft.meaning, cells=())

    def _segment(self, segment: Segment) -> None:
        outside = self.context.domain
        last = self.drafts[-1] if self.drafts else None
        if segment.before == "(" and last and last.end == segment.start - 1 and last.meaning.domain in LITIGATION:
            # 未经复议直接起诉7件（维持5件、尚未审结2件）: the bracket speaks of these.
            self.context.domain = last.meaning.domain
        self._read(segment)
        if segment.bracket and outside != FOREIGN and self.context.domain == FOREIGN:
            self.context.domain = outside

    def _read(self, segment: Segment) -> None:
        tokens = self.tokens_in(segment.start, segment.end)
        self._set_scope(segment)
        self._set_period(segment, tokens)
        lo = segment.start
        found = self.quantities_in(segment.start, segment.end)
        for number, quantity in enumerate(found):
            hi = found[number + 1].start if number + 1 < len(found) else segment.end
            if quantity.start < max(lo, self.done_until):
                continue
            if self._plans and self._plan_before(tokens, quantity.start):
                self.leftover.append(quantity)
            elif not ratios.read(self, segment, quantity, lo):
                counts.read(self, segment, quantity, lo, hi)
            lo = max(quantity.end, self.done_until if self.done_until <= segment.end else 0, self.consumed)
        if self._plans:
            self._plan_before(tokens, segment.end)
        if not self.planned:
            absence.read(self, segment, lo, bool(found))
            cue = next((t for t in tokens if t.has("cue", "level") and t.start >= lo), None)
            if cue:
                changes.level(self, segment, cue)
        for token in tokens:
            noun = token.sense("noun")
            if noun and not found:
                self.context.domain = noun.id

    def _set_scope(self, segment: Segment) -> None:
        for _, _, scope in self.subjects_in(segment.start, segment.end):
            if scope != "unit" or not self.quantities_in(segment.start, segment.end):
                self.context.scope = scope

    def scope_at(self, segment: Segment, at: int) -> str:
        """某个数的主体。 Whose figure stands at a place: the last subject of its segment before it, else that of the sentence."""
        here = [scope for _, _, scope in self.subjects_in(segment.start, at)]
        if here and here[-1] == "unit" and self.context.scope == "other_body":
            # 全市共受理1,903件，其中市直部门744件: parts of the other's figure are the other's.
            return "other_body"
        return here[-1] if here else self.context.scope

    def _set_period(self, segment: Segment, tokens: list[Token]) -> None:
        for trap in self.trapped[
            bisect_left(self._trap_starts, segment.start) : bisect_left(self._trap_starts, segment.end)
        ]:
            if trap.name == "quarter or half":
                self.context.period = "part_year"
            if trap.kind != "date":
                continue
            match = _YEAR.match(self.text, trap.start)
            follows = self.text[trap.end : trap.end + 2]
            inside = any(t.start <= trap.start < t.end for t in tokens)
            if (
                not match
                or inside
                or follows[:1] in tuple("-~至")
                or _COMPARED.search(self.text, max(0, trap.start - 1), trap.start)
                or follows in ("以来", "至今")
            ):
                continue
            year = int(match[0][:4])
            if year == self.setting.year:
                self.context.period = "this_year"
            elif 2000 < year < self.setting.year:
                self.context.period = f"year:{year}"
        if any(t.has("period", "this_year") for t in tokens):
            self.context.period = "this_year"

    def period_at(self, segment: Segment, at: int) -> str:
        """某个数的时期。 Of when the figure is: "this_year", "last_year", "year:2022" or "cumulative"."""
        for token in reversed(self.tokens_in(max(segment.start, at - _LOOK_BACK), at)):
            sense = token.sense("period")
            if sense and sense.id == "cumulative" and self.year_in(segment.start, at) == self.setting.year:
                # 2023年累计接收305件 adds up one year.
                return "this_year"
            if (
                sense
                and sense.id == "cumulative"
                and any(t.has("period", "this_year") for t in self.tokens_in(self.sentence[0], token.start))
            ):
                # 今年以来累计办理16件
                return "this_year"
            if sense and sense.id in ("last_year", "this_year", "cumulative"):
                return sense.id
        return self.context.period

    def year_in(self, start: int, end: int) -> int | None:
        """区间内写明的年份。 The year that a date in a span names, None where there is none."""
        for trap in self.trapped[bisect_left(self._trap_starts, start) : bisect_left(self._trap_starts, end)]:
            match = _YEAR.match(self.text, trap.start) if trap.kind == "date" else None
            if match:
                return int(match[0][:4])
        return None

    def _plan_before(self, tokens: list[Token], at: int) -> bool:
        for token in tokens:
            if token.start >= at:
                break
            if token.has("period", "plan"):
                self.planned = True
            elif token.has("period", "this_year"):
                self.planned = False
        return self.planned

    def add(
        self, quantity: Found, meaning: Meaning, start: int, end: int, kind: str = "count", **rest: object
    ) -> Draft:
        """记下一个主张。 Note a claim; `start` and `end` span its quote in plain text."""
        while start < end and self.text[start] in ",;:、。 和及并且":
            start += 1
        draft = Draft(
            start,
            max(end, quantity.end),
            (quantity.start, quantity.end),
            self.sentence,
            quantity.quantity,
            meaning,
            kind,
        )
        draft.paragraph = self.paragraph
        if kind == "share" and self.context.period == "part_year":
            draft.period = "part_year"
        for name, value in rest.items():
            setattr(draft, name, value)
        if draft.period == "cumulative":
            draft.flow = "stock"
        self.drafts.append(draft)
        return draft
