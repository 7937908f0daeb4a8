"""主张：逐句逐段推进, 把每个数连到它所说的单元格。

The walk through a part of the narrative. Sentence by sentence, segment by segment (between commas), every quantity is read with what stands
before it ("新收申请 23件") or, where nothing does, after it ("28件 予以公开"); what is carried on lies in `Context`.
Counts are read here; shares and changes in `ratios`, zeros and universals in words in `absence`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from toolkit.model import Part
from toolkit.narrative import absence, ratios
from toolkit.narrative.context import Context, Named, find_subjects
from toolkit.narrative.dispositions import Trapped, find_trapped
from toolkit.narrative.draft import Draft
from toolkit.narrative.meaning import FOREIGN, LITIGATION, NOTHING, Meaning, compose, core, measure_cells, measure_row
from toolkit.narrative.plain import Plain
from toolkit.narrative.quantities import Found, find_quantities
from toolkit.narrative.sentences import split
from toolkit.narrative.terms import Token, find_terms

_SEPARATOR = re.compile(r"[,;:。！？!?()\n]")
_WORD = re.compile(r"\w")
_YEAR = re.compile(r"(?:19|20)\d{2}年?")
_COMPARED = re.compile(r"(?:较|比|与|从|自|于|由|同)$")
_INCLUDING = re.compile(r"^(?:其中)?(?:含|包括|包含|内含)")
_JOINED_NAMES = re.compile(r"[、和及与]")
_MEASURED_TIME = re.compile(r"平均|用时|时长|历时|耗时")


@dataclass(frozen=True, slots=True)
class Setting:
    """一份报告里影响读法的事实。 What of the report matters for reading its text: year, form and the kind of its issuer."""

    year: int
    form: str
    issuer_kind: str


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
        self.tokens, fillers = find_terms(self.text, setting.year)
        self.subjects = find_subjects(self.text, setting.issuer_kind)
        named = [False] * len(self.text)
        for a, b, _ in self.subjects:
            named[a:b] = [True] * (b - a)
        # The 部门 of 市政府部门 names whose figure it is, not what is counted.
        self.tokens = [t for t in self.tokens if not (named[t.start] and named[t.end - 1])]
        # The 四类 of 四类过程性信息 and the 两项 of 两项合计 belong to a term and are no quantities.
        inside = [False] * len(self.text)
        for token in self.tokens:
            if token.word.core or len(token.text) > 2:
                inside[token.start : token.end] = [True] * (token.end - token.start)
        self.quantities = [q for q in find_quantities(self.text, self.taken) if not inside[q.start]]
        self._token_starts = [t.start for t in self.tokens]
        self._quantity_starts = [q.start for q in self.quantities]
        self._subject_starts = [a for a, _, _ in self.subjects]
        self._trap_starts = [t.start for t in self.trapped]
        self.cover = list(self.taken)
        for start, end in [*((t.start, t.end) for t in self.tokens), *fillers, *((a, b) for a, b, _ in self.subjects)]:
            self.cover[start:end] = [True] * (end - start)
        self.paragraph = 0
        self.sentence = (0, 0)
        self.context = Context(None)
        self.planned = False

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
        return sum(1 for i in range(start, end) if not self.cover[i] and _WORD.match(self.text[i]))

    def segments(self, start: int, end: int) -> Iterator[Segment]:
        """一句中以逗号等分开的各段。 The segments of a sentence; separators inside terms and numbers do not count."""
        at, before, depth = start, "", 0
        for match in _SEPARATOR.finditer(self.text, start, end):
            i = match.start()
            inside = self.tokens_in(max(start, i - 20), min(end, i + 20))
            number = any(q.start < i < q.end for q in self.quantities_in(max(start, i - 12), i))
            subject = any(a < i < b for a, b, _ in self.subjects_in(max(start, i - 16), i))
            if number or subject or any(t.start < i < t.end for t in inside):
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
            self.sentence = (start, end)
            base = next((d for at, d in reversed(base_of) if at <= start), None)
            if "\n" in self.text[last_break + 1 : start] or last_break < 0 or base != self.context.base:
                self.context.new_paragraph(base)
                self.paragraph += 1
            else:
                self.context.new_sentence()
            last_break = max(start, end - 1)
            self.planned = False
            for segment in self.segments(start, end):
                self._segment(segment)
                self.context.fresh = False

    def _segment(self, segment: Segment) -> None:
        tokens = self.tokens_in(segment.start, segment.end)
        self._set_scope(segment)
        self._set_period(segment, tokens)
        lo = segment.start
        found = self.quantities_in(segment.start, segment.end)
        for number, quantity in enumerate(found):
            hi = found[number + 1].start if number + 1 < len(found) else segment.end
            if quantity.start < lo:
                continue
            if self._plan_before(tokens, quantity.start):
                self.leftover.append(quantity)
            elif not ratios.read(self, segment, quantity, lo):
                self._count(segment, quantity, lo, hi)
            lo = quantity.end
        if not self.planned:
            absence.read(self, segment, lo, bool(found))
        for token in tokens:
            noun = token.sense("noun")
            if noun and not found:
                self.context.domain = noun.id

    def _set_scope(self, segment: Segment) -> None:
        for start, _, scope in self.subjects_in(segment.start, segment.end):
            if scope != "unit" or not self.quantities_in(segment.start, segment.end):
                self.context.scope = scope

    def scope_at(self, segment: Segment, at: int) -> str:
        """某个数的主体。 Whose figure stands at a place: the last subject of its segment before it, else that of the sentence."""
        here = [scope for _, _, scope in self.subjects_in(segment.start, at)]
        return here[-1] if here else self.context.scope

    def _set_period(self, segment: Segment, tokens: list[Token]) -> None:
        for trap in self.trapped[
            bisect_left(self._trap_starts, segment.start) : bisect_left(self._trap_starts, segment.end)
        ]:
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
        for token in reversed(self.tokens_in(segment.start, at)):
            sense = token.sense("period")
            if sense and sense.id in ("last_year", "this_year", "cumulative"):
                return sense.id
        return self.context.period

    def _plan_before(self, tokens: list[Token], at: int) -> bool:
        for token in tokens:
            if token.start >= at:
                break
            if token.has("period", "plan"):
                self.planned = True
            elif token.has("period", "this_year"):
                self.planned = False
        return self.planned

    # ---- counts

    def _count(self, segment: Segment, quantity: Found, lo: int, hi: int) -> None:
        """Read one count: by what stands before it, else after it, else in the pieces before (、) that had no number."""
        unit = quantity.quantity.unit
        if quantity.unit_kind == "time" and not _MEASURED_TIME.search(self.text[segment.start : quantity.start]):
            self.leftover.append(quantity)
            return
        piece = self.text.rfind("、", lo, quantity.start) + 1
        while piece > lo and any(t.start < piece - 1 < t.end for t in self.tokens_in(lo, quantity.start)):
            piece = self.text.rfind("、", lo, piece - 1) + 1
        begin = max(lo, piece)
        meaning, start, end = self._before(begin, quantity, unit)
        if meaning is None:
            meaning, end = self._after(quantity, hi, unit)
        elif not meaning.cells and meaning.reason in ("object", "no_predicate"):
            meaning, end = self._with_noun_after(begin, quantity, hi, unit, meaning)
        if meaning is None or not meaning.cells:
            meaning = self._together(lo, quantity) or self._rest(begin, quantity, unit) or meaning
        if begin > lo and (meaning is None or meaning.cells):
            meaning, start = self._with_pending(lo, begin, quantity, unit, meaning, start)
        if meaning is None and segment.before in (",", ":") and lo == segment.start:
            meaning, start = self._pending_segment(segment, quantity, unit, start)
        scope = self.scope_at(segment, quantity.start)
        bare = scope in ("unit", "office") or any(t.sense("period") for t in self.tokens_in(begin, quantity.start))
        if meaning is None and bare and (head := self.context.head()) and head.unit == unit:
            meaning = head.meaning
        if not quantity.quantity.unit and not (meaning and meaning.cells):
            self.leftover.append(quantity)
            return
        if (
            quantity.chinese
            and not (meaning and meaning.cells)
            and _WORD.match(self.text[quantity.end : quantity.end + 1] or " ")
        ):
            self.leftover.append(quantity)
            return
        self._emit(segment, quantity, meaning or NOTHING, start, end, scope)

    def _before(self, begin: int, quantity: Found, unit: str) -> tuple[Meaning | None, int, int]:
        tokens = core(self.tokens_in(begin, quantity.start))
        if tokens:
            if self.residue(tokens[-1].end, quantity.start) or self._loose(tokens, begin):
                return NOTHING, begin, quantity.end
            text = self.text[begin : quantity.start]
            if tokens[-1].text == "公开" and self.text[tokens[-1].end : quantity.start] not in _BARE_ENDS:
                return NOTHING, begin, quantity.end
            meaning = compose(tokens, self.context.domain, unit, self.setting.form, text, self.context.fresh)
            if self._named_attribute(meaning, tokens, begin, unit):
                return NOTHING, begin, quantity.end
            if meaning.reason == "no_predicate" and begin and self.text[begin - 1] == "、":
                meaning = self._same_predicate(meaning)
            return meaning, begin, quantity.end
        if self.residue(begin, quantity.start):
            return NOTHING, begin, quantity.end
        return None, quantity.start, quantity.end

    def _named_attribute(self, meaning: Meaning, tokens: list[Token], begin: int, unit: str) -> bool:
        """核查5,460份，其中转为主动公开732份、依申请公开1,105份: old documents by their attribute, no requests."""
        bare = len(tokens) == 1 and tokens[0].text.startswith("依申请公开") and meaning.measure == "requests.received"
        if not bare or begin <= self.sentence[0] or not self.drafts:
            return False
        last = self.drafts[-1]
        return last.sentence == self.sentence and last.meaning is NOTHING and last.quantity.unit == unit

    def _same_predicate(self, meaning: Meaning) -> Meaning:
        """现行有效规章35部、规范性文件147件: the second noun has the predicate of the first."""
        last = self.drafts[-1].meaning.predicate if self.drafts else ""
        if last not in ("issued", "repealed", "in_force", "newly_disclosed", "total_disclosed"):
            return meaning
        cells = measure_cells(measure_row(last), meaning.domain, self.setting.form)
        return Meaning(f"{meaning.domain}.{last}", meaning.domain, cells, predicate=last)

    def _loose(self, tokens: list[Token], begin: int) -> bool:
        """A bare 申请 right after a word that is not known (法律援助申请) is no request for disclosure."""
        last = tokens[-1]
        if last.text in _SHORT_NOUNS and last.start > begin and self.residue(last.start - 1, last.start):
            return True
        if not last.sense("weak") or last.sense("noun") or any(t.sense("noun") for t in tokens):
            return False
        return last.start > begin and self.residue(last.start - 1, last.start) > 0

    def _after(self, quantity: Found, hi: int, unit: str) -> tuple[Meaning | None, int]:
        tokens = core(self.tokens_in(quantity.end, hi))
        if not tokens or self.residue(quantity.end, tokens[0].start):
            return None, quantity.end
        if self.residue(quantity.end, tokens[-1].end) > 6:
            return None, quantity.end
        text = self.text[quantity.end : tokens[-1].end]
        meaning = compose(tokens, self.context.domain, unit, self.setting.form, text, self.context.fresh)
        # "26个 领域": what follows names the thing counted; only a measure with cells is read backwards.
        return (meaning, tokens[-1].end) if meaning.cells else (None, quantity.end)

    def _with_noun_after(
        self, begin: int, quantity: Found, hi: int, unit: str, meaning: Meaning
    ) -> tuple[Meaning, int]:
        """被纠正的3件复议案件: the noun that gives the predicate its domain stands behind the number; 被纠正的1件 alone is a review's."""
        tokens = core(self.tokens_in(begin, quantity.start))
        if (
            not tokens
            or self.residue(tokens[-1].end, quantity.start)
            or not tokens[-1].has("measure", "corrected", "upheld", "lost")
        ):
            return meaning, quantity.end
        nouns = [t for t in self.tokens_in(quantity.end, hi) if t.sense("noun")]
        near = nouns and not self.residue(quantity.end, nouns[0].start)
        if not near and not tokens[-1].text.startswith(("被纠", "被依法纠")):
            return meaning, quantity.end
        domain = nouns[0].sense("noun").id if near else "review"  # type: ignore[union-attr]
        found = compose(tokens, domain, unit, self.setting.form, self.text[begin : quantity.start], False)
        return (found, nouns[0].end if near else quantity.end) if found.cells else (meaning, quantity.end)

    def _together(self, lo: int, quantity: Found) -> Meaning | None:
        """两项合计28,635件: the figures just named, as many as make it."""
        tokens = self.tokens_in(lo, quantity.start)
        if not any(t.has("cue", "union") for t in tokens) or core(tokens) or self.residue(lo, quantity.start):
            return None
        named = [n for n in self.context.named if n.meaning.cells and n.unit == quantity.quantity.unit]
        for count in range(2, min(len(named), 6) + 1):
            group = named[-count:]
            if (
                sum((n.value for n in group), Decimal(0)) == quantity.quantity.value
                and len({n.scope for n in group}) == 1
            ):
                cells = tuple(dict.fromkeys(c for n in group for c in n.meaning.cells))
                return Meaning(
                    "+".join(n.meaning.measure for n in group), group[-1].meaning.domain, cells, predicate="union"
                )
        return None

    def _rest(self, begin: int, quantity: Found, unit: str) -> Meaning | None:
        """自然人96件、企业5件、其他1件: the columns that were not named; 采购4项，共58万元: the amount of what was counted."""
        last = self.drafts[-1] if self.drafts and self.drafts[-1].sentence == self.sentence else None
        text = self.text[begin : quantity.start]
        if last is None:
            return None
        if (
            self.context.domain == "procurement"
            and unit in ("元", "万元", "亿元")
            and not self.residue(begin, quantity.start)
        ):
            return Meaning(
                "procurement.procurement_amount",
                "procurement",
                measure_cells(measure_row("procurement_amount"), "procurement", self.setting.form),
            )
        if (
            text.startswith("其他")
            and last.meaning.domain == "requests"
            and last.meaning.predicate in _OUTCOMES
            and not self.residue(begin, quantity.start)
        ):
            return Meaning(
                "requests.other_outcome",
                "requests",
                tuple(measure_row("other_outcome")["cells"]),
                predicate="other_outcome",
            )
        if ":" not in last.meaning.measure or not text.startswith("其他"):
            return None
        named = {
            c for d in self.drafts if d.sentence == self.sentence and ":" in d.meaning.measure for c in d.meaning.cells
        }
        stem = last.meaning.cells[0].rsplit(".", 1)[0]
        cells = tuple(f"{stem}.{c}" for c in _COLUMNS if f"{stem}.{c}" not in named)
        return Meaning(
            f"{last.meaning.measure.split(':')[0]}:rest", "requests", cells, predicate=last.meaning.predicate
        )

    def _with_pending(
        self, lo: int, begin: int, quantity: Found, unit: str, meaning: Meaning | None, start: int
    ) -> tuple[Meaning | None, int]:
        """Pieces before 、 without a number: 行政复议、行政诉讼均为0起 is a union; 逾期未缴费、不再处理1件 names its measure there."""
        tokens = core(self.tokens_in(lo, begin))
        if not tokens or self.residue(tokens[0].start, begin - 1):
            return meaning, start
        before = compose(tokens, self.context.domain, unit, self.setting.form, self.text[lo:begin], self.context.fresh)
        if not before.cells:
            return meaning, start
        if meaning is None:
            return before, lo
        family = before.cells[0].split(".")[0] == meaning.cells[0].split(".")[0]
        if (family and before.domain != meaning.domain) or (
            before.measure != meaning.measure and family and self._union_cue(lo, quantity.start)
        ):
            cells = tuple(dict.fromkeys(before.cells + meaning.cells))
            return replace(meaning, measure=f"{before.measure}+{meaning.measure}", cells=cells), lo
        return meaning, start

    def _union_cue(self, start: int, end: int) -> bool:
        return any(
            t.has("cue", "union", "all") or t.has("measure", "granted", "partly_granted", "granted_bare")
            for t in self.tokens_in(start, end)
        )

    def _pending_segment(self, segment: Segment, quantity: Found, unit: str, start: int) -> tuple[Meaning | None, int]:
        """The segment just before had the measure and no number: 主要是本机关不掌握，共4件."""
        begin = max(self.sentence[0], self.text.rfind(segment.before, 0, segment.start - 1) + 1)
        begin = (
            max(begin, *(q.end for q in self.quantities_in(self.sentence[0], segment.start)), 0)
            if self.quantities
            else begin
        )
        for mark in ",;:。":
            begin = max(begin, self.text.rfind(mark, 0, segment.start - 1) + 1)
        tokens = core(self.tokens_in(begin, segment.start))
        if not tokens or self.residue(tokens[-1].end, segment.start - 1):
            return None, start
        meaning = compose(
            tokens, self.context.domain, unit, self.setting.form, self.text[begin : segment.start], self.context.fresh
        )
        return (meaning, begin) if meaning.cells else (None, start)

    def _emit(self, segment: Segment, quantity: Found, meaning: Meaning, start: int, end: int, scope: str) -> None:
        period = self.period_at(segment, quantity.start)
        if meaning.predicate in ("total_disclosed", "in_force") and period == "cumulative":
            period = "this_year"
        meaning = self._direction(segment, meaning, quantity)
        if meaning.predicate == "carried_in":
            self._include(segment, quantity)
        draft = self.add(
            quantity, meaning, start, end, scope=scope, period=period, label=self.text[start : quantity.start]
        )
        draft.nested = segment.bracket
        if self.text[quantity.start - 1 : quantity.start] == "各":
            begin = max([segment.start, *(q.end for q in self.quantities_in(segment.start, quantity.start))])
            draft.times = len(_JOINED_NAMES.split(self.text[begin : quantity.start].strip("、和及与")))
        named = Named(quantity.quantity.value, meaning, scope, period, len(self.drafts) - 1, quantity.quantity.unit)
        named.part = bool(meaning.measure) and meaning.predicate not in _HEADS
        self.context.named.append(named)
        self.context.change_base = None
        if meaning is NOTHING or meaning.domain == FOREIGN:
            # An item that is not known leaves the subject as it is; a verb with an object that is not known changes it.
            if any(
                t.sense("foreign", "weak") or t.has("measure", *_VERBS) for t in self.tokens_in(start, quantity.start)
            ):
                self.context.domain = FOREIGN
        elif meaning.reason != "channel":
            parent = meaning.domain in LITIGATION and any(n.meaning.domain == "litigation" for n in self.context.named)
            self.context.domain = "litigation" if parent else meaning.domain
            if scope != "unit":
                self.context.scope = scope

    def _direction(self, segment: Segment, meaning: Meaning, quantity: Found) -> Meaning:
        """结转 without a direction: inside brackets with 含 it came in; after the concluded ones it goes out."""
        if meaning.predicate != "carried":
            return meaning
        text = self.text[segment.start : quantity.start]
        later = re.search(r"办结|答复|办理完毕", self.text[quantity.end : self.sentence[1]])
        if later and not any(n.meaning.predicate == "concluded" for n in self.context.named):
            return Meaning("requests.carried_in", "requests", ("requests.carried_in.total",), predicate="carried_in")
        out = not (segment.bracket and _INCLUDING.match(text)) and not re.search(r"含|加", text)
        name = "carried_out" if out else "carried_in"
        return Meaning(f"requests.{name}", "requests", (f"requests.{name}.total",), predicate=name)

    def _include(self, segment: Segment, quantity: Found) -> None:
        """受理47件(含上年结转2件): the figure before the bracket counts both."""
        if not segment.bracket or not _INCLUDING.match(self.text[segment.start : quantity.start]) or not self.drafts:
            return
        last = self.drafts[-1]
        if last.meaning.measure == "requests.received" and last.sentence == self.sentence:
            cells = ("requests.received.total", "requests.carried_in.total")
            last.meaning = Meaning("requests.handled", "requests", cells, predicate="handled")

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
        for name, value in rest.items():
            setattr(draft, name, value)
        if draft.period == "cumulative":
            draft.flow = "stock"
        self.drafts.append(draft)
        return draft


_OUTCOMES = ("granted", "granted_bare", "partly_granted", "refused", "not_available", "not_processed", "old.granted")
# 规划许可 is a plan's licence, no licence in general: a short noun right after an unknown word is another thing.
_SHORT_NOUNS = ("许可", "处罚", "强制")
_COLUMNS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other_organization")
# 研究公开工作两次: only a number right behind it makes a bare 公开 an outcome.
_BARE_ENDS = ("", "的", "了", "共", "为", "有")
_VERBS = ("received", "handled", "concluded")
_HEADS = ("received", "handled", "concluded", "total", "carried_in", "carried_out", "issued", "decisions", "")


def zero_quantity(raw: str, unit: str, value: Decimal = Decimal(0)) -> Found:
    """用文字说出的数(未收到、全部)。 A figure said in words, as a quantity that spans them."""
    from toolkit.model import Quantity

    return Found(0, 0, Quantity(raw, value, unit, low=value, high=value), "count", False)
