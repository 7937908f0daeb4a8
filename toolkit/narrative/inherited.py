"""从上文接过来的含义：合计、其他、顿号前的名词。

Meanings taken over from what was said before: a union of the figures just named (两项合计), the rest of a series
(其他1件), the noun or predicate
of the piece before a 、, the segment before that had no number. Each function gives a meaning only where the text leaves no other.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from toolkit.narrative.context import Named
from toolkit.narrative.list_rows import HEADED
from toolkit.narrative.meaning import Meaning, compose, core, measure_cells, measure_row
from toolkit.narrative.quantities import Found

if TYPE_CHECKING:
    from toolkit.narrative.walk import Segment, Walk

_RIGHT_BEHIND = re.compile(
    r"(?:余|多)?(?:有关|涉及|关于|因)?(?:政府)?(?:信息公开|政务公开)?(?:工作)?(?:的|类|引发|引起|产生)?的?"
)
_EACH = re.compile(r"(?:各|分别(?:为|是|有)?)$")
_NAMES = re.compile(r"[、和与]|(?<!涉)及")
_AMOUNTS = ("元", "万元", "亿元")
_OUTCOMES = ("granted", "granted_bare", "partly_granted", "refused", "not_available", "not_processed", "old.granted")
_UNNAMED = ("其他情形", "其他情况", "其他类", "其他方面")
_LAST_OUTCOMES = ("not_processed", "other_outcome")
_COLUMNS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other_organization")
# Together these are all the requests concluded; the other outcomes are often none and not named.
_ALL_OUTCOMES = {"granted", "partly_granted", "refused", "not_available"}
_MOST_JOINED = 8
_DOCUMENTS = ("issued", "repealed", "in_force", "newly_disclosed", "total_disclosed")


def same_predicate(walk: Walk, meaning: Meaning) -> Meaning:
    """承接前一名词的谓语。 现行有效规章35部、规范性文件147件: the second noun has the predicate of the first."""
    last = walk.drafts[-1].meaning.predicate if walk.drafts else ""
    if last not in _DOCUMENTS:
        return meaning
    cells = measure_cells(measure_row(last), meaning.domain, walk.setting.form)
    return Meaning(f"{meaning.domain}.{last}", meaning.domain, cells, predicate=last)


def noun_behind(walk: Walk, begin: int, quantity: Found, hi: int, unit: str) -> tuple[Meaning, int, int] | None:
    """动词、数、名词。 作出694宗行政许可、制发48件规范性文件、发生1起行政复议案件: the noun right behind the number is what was counted,
    whatever the sentence spoke of before.
    """
    nouns = [t for t in walk.tokens_in(quantity.end, hi) if t.sense("noun")]
    if not nouns or not _RIGHT_BEHIND.fullmatch(walk.text, quantity.end, nouns[0].start):
        return None
    before = core(walk.tokens_in(begin, quantity.start))
    if any(t.sense("noun", "foreign", "weak") for t in before) or (
        before and walk.residue(before[-1].end, quantity.start)
    ):
        return None
    domain = nouns[0].sense("noun").id  # type: ignore[union-attr]
    text = walk.text[begin : quantity.start] + nouns[0].text
    if not walk.setting.reviews or not before:
        text = "被" + text
    found = compose([*before, nouns[0]], domain, unit, walk.setting.form, text, walk.context.fresh)
    return (found, begin, nouns[0].end) if found.cells else None


def with_noun_after(
    walk: Walk, begin: int, quantity: Found, hi: int, unit: str, meaning: Meaning
) -> tuple[Meaning, int]:
    """由数后的名词定领域。 被纠正的3件复议案件: the noun that gives the predicate its domain stands behind the
    number; 被纠正的1件 alone is a review's.
    """
    tokens = core(walk.tokens_in(begin, quantity.start))
    if (
        not tokens
        or walk.residue(tokens[-1].end, quantity.start)
        or not tokens[-1].has("measure", "corrected", "upheld", "lost")
    ):
        return meaning, quantity.end
    nouns = [t for t in walk.tokens_in(quantity.end, hi) if t.sense("noun")]
    near = nouns and not walk.residue(quantity.end, nouns[0].start)
    if not near and not tokens[-1].text.startswith(("被纠", "被依法纠")):
        return meaning, quantity.end
    domain = nouns[0].sense("noun").id if near else "review"  # type: ignore[union-attr]
    found = compose(tokens, domain, unit, walk.setting.form, walk.text[begin : quantity.start], False)
    return (found, nouns[0].end if near else quantity.end) if found.cells else (meaning, quantity.end)


def together(walk: Walk, lo: int, quantity: Found) -> Meaning | None:
    """合计数。 两项合计28,635件: the figures just named, as many as make it."""
    tokens = walk.tokens_in(lo, quantity.start)
    if not any(t.has("cue", "union") for t in tokens) or core(tokens) or walk.residue(lo, quantity.start):
        return None
    named = [n for n in walk.context.named if n.unit == quantity.quantity.unit]
    channels = [n for n in named if n.meaning.reason == "channel"]
    if len(channels) > 1 and channels[-1] is named[-1] and sum(n.value for n in channels) == quantity.quantity.value:
        # 收到网上申请7件、信函申请2件，合计9件: all that came in.
        return Meaning("requests.received", "requests", ("requests.received.total",), predicate="received")
    named = [n for n in named if n.meaning.cells]
    for count in range(2, min(len(named), _MOST_JOINED) + 1):
        group = named[-count:]
        if sum((n.value for n in group), Decimal(0)) == quantity.quantity.value and len({n.scope for n in group}) == 1:
            cells = tuple(dict.fromkeys(c for n in group for c in n.meaning.cells))
            if set(cells) == {"requests.received.total", "requests.carried_in.total"}:
                return Meaning("requests.handled", "requests", cells, predicate="handled")
            if {n.meaning.predicate.split(".")[0].removesuffix("_bare") for n in group} >= _ALL_OUTCOMES:
                return Meaning("requests.concluded", "requests", ("requests.concluded.total",), predicate="concluded")
            return Meaning(
                "+".join(n.meaning.measure for n in group), group[-1].meaning.domain, cells, predicate="union"
            )
    return None


def rest(walk: Walk, begin: int, quantity: Found, unit: str) -> Meaning | None:
    """“其他”和没有单说名称的金额。 自然人96件、企业5件、其他1件: the columns that were not named; 采购4项，共58万元:
    the amount of what was counted.
    """
    last = walk.drafts[-1] if walk.drafts and walk.drafts[-1].sentence == walk.sentence else None
    text = walk.text[begin : quantity.start]
    if last is None:
        return None
    if walk.context.domain == "procurement" and unit in _AMOUNTS and not walk.residue(begin, quantity.start):
        return Meaning(
            "procurement.procurement_amount",
            "procurement",
            measure_cells(measure_row("procurement_amount"), "procurement", walk.setting.form),
        )
    if (
        text.startswith("其他")
        and last.meaning.domain == "requests"
        and last.meaning.predicate in _OUTCOMES
        and not walk.residue(begin, quantity.start)
    ):
        return _unnamed(walk, begin)
    if ":" not in last.meaning.measure or not text.startswith("其他"):
        return None
    named = {c for d in walk.here() if ":" in d.meaning.measure for c in d.meaning.cells}
    stem = last.meaning.cells[0].rsplit(".", 1)[0]
    cells = tuple(f"{stem}.{c}" for c in _COLUMNS if f"{stem}.{c}" not in named)
    return Meaning(f"{last.meaning.measure.split(':')[0]}:rest", "requests", cells, predicate=last.meaning.predicate)


def _unnamed(walk: Walk, begin: int) -> Meaning:
    """公开600件、不予公开112件、无法提供276件，其他情形132件: the groups of outcomes that the sentence did not name."""
    if not walk.text.startswith(_UNNAMED, begin):
        return Meaning(
            "requests.other_outcome",
            "requests",
            tuple(measure_row("other_outcome")["cells"]),
            predicate="other_outcome",
        )
    said = {d.meaning.predicate.split(".")[0] for d in walk.here()}
    left = [name for name in _LAST_OUTCOMES if name not in said] or ["other_outcome"]
    cells = tuple(c for name in left for c in measure_row(name)["cells"])
    return Meaning("+".join(f"requests.{name}" for name in left), "requests", cells, predicate=left[-1])


def with_pending(
    walk: Walk, lo: int, begin: int, unit: str, meaning: Meaning | None, start: int
) -> tuple[Meaning | None, int]:
    """顿号前没有数的部分。 Pieces before 、 without a number: 行政复议、行政诉讼均为0起 is a union;
    逾期未缴费、不再处理1件 names its measure there.
    """
    tokens = core(walk.tokens_in(lo, begin))
    if not tokens or walk.residue(tokens[0].start, begin - 1):
        return meaning, start
    before = compose(tokens, walk.context.domain, unit, walk.setting.form, walk.text[lo:begin], walk.context.fresh)
    if not before.cells:
        return meaning, start
    if meaning is None:
        return before, lo
    if before.cells[0].split(".")[0] != meaning.cells[0].split(".")[0] or before.measure == meaning.measure:
        return meaning, start
    # Measures in a row without numbers of their own, then one number: it counts them all.
    cells = tuple(dict.fromkeys(before.cells + meaning.cells))
    both = {before.domain, meaning.domain}
    domain = "challenges" if "review" in both and both & {"litigation", "challenges"} else meaning.domain
    return replace(meaning, measure=f"{before.measure}+{meaning.measure}", cells=cells, domain=domain, soft=False), lo


def pending_segment(walk: Walk, segment: Segment, unit: str, start: int) -> tuple[Meaning | None, int]:
    """前一段给出指标、本段给出数。 The segment just before had the measure and no number: 主要是本机关不掌握，共4件."""
    begin = max(walk.sentence[0], *(walk.text.rfind(mark, 0, segment.start - 1) + 1 for mark in ",;:。()"))
    if walk.quantities_in(begin, segment.start):
        return None, start
    tokens = core(walk.tokens_in(begin, segment.start))
    if not tokens or walk.residue(tokens[-1].end, segment.start - 1):
        return None, start
    meaning = compose(
        tokens, walk.context.domain, unit, walk.setting.form, walk.text[begin : segment.start], walk.context.fresh
    )
    return (meaning, begin) if meaning.cells else (None, start)


def behind_bracket(walk: Walk, segment: Segment, unit: str, start: int) -> tuple[Meaning | None, int]:
    """括号后的数。 行政处罚（含简易程序）1,200件: the words before the bracket; 不属于公开范围（执法案卷）9件: those in it."""
    close = segment.start - 1
    begin = walk.text.rfind("(", walk.sentence[0], close)
    if begin < 0 or walk.quantities_in(begin, close):
        return None, start
    before = max(walk.sentence[0], *(walk.text.rfind(mark, 0, begin) + 1 for mark in ",;:、。()"))
    for at, stop in ((before, begin), (begin + 1, close)):
        tokens = core(walk.tokens_in(at, stop))
        if not tokens or walk.residue(tokens[-1].end, stop) or walk.quantities_in(at, stop):
            continue
        meaning = compose(tokens, walk.context.domain, unit, walk.setting.form, walk.text[at:stop], walk.context.fresh)
        if meaning.cells:
            return meaning, before
    return None, start


def told_after(
    walk: Walk, segment: Segment, quantity: Found, meaning: Meaning | None, end: int
) -> tuple[Meaning | None, int]:
    """数在前、结果在下一段。 三件系询问资金使用，予以公开; 8件在法定期限内办理，转入2023年: an item among the requests whose words are
    not known, and then, without a number of its own, what became of it.
    """
    requests = [n for n in walk.context.named if n.meaning.domain == "requests" and n.meaning.cells]
    if not requests or (walk.context.domain not in ("requests", None) and walk.drafts[-1].sentence != walk.sentence):
        return meaning, end
    if quantity.quantity.value > max(n.value for n in requests) or walk.text[segment.end : segment.end + 1] != ",":
        return meaning, end
    stop = (
        min(at for at in (walk.text.find(mark, segment.end + 1) for mark in ",;。()") if at >= 0)
        if "。" in walk.text[segment.end :]
        else walk.sentence[1]
    )
    stop = min(stop, walk.sentence[1])
    tokens = core(walk.tokens_in(segment.end + 1, stop))
    if (
        not tokens
        or walk.quantities_in(segment.end + 1, stop)
        or any(t.has("cue", "all", "zero") for t in walk.tokens_in(segment.end + 1, stop))
    ):
        return meaning, end
    last = tokens[-1].sense("measure")
    told = last is not None and (last.row.get("strict") or last.id == "carried_out") and last.id != "granted_bare"
    if not told or any(t.sense("foreign", "noun") for t in core(walk.tokens_in(segment.start, quantity.start))):
        return meaning, end
    found = compose(
        tokens, "requests", quantity.quantity.unit, walk.setting.form, walk.text[segment.end + 1 : stop], False
    )
    return (found, tokens[-1].end) if found.cells else (meaning, end)


def repeated(walk: Walk, segment: Segment, quantity: Found, unit: str) -> tuple[Meaning | None, int]:
    """复述刚说过的数。 63件中、这9件: a bare number that was named before in the paragraph means the same again.

    With the end of the words that say so: 39件均在法定时限内作出答复 is one statement.
    """
    rest = [
        t for t in walk.tokens_in(quantity.end, segment.end) if t.has("cue", "all") or t.has("measure", "concluded")
    ]
    if (
        len(rest) > 1
        and rest[0].has("cue", "all")
        and walk.context.domain == "requests"
        and not rest[-1].text.startswith("办")
    ):
        # 39件均在法定时限内作出答复: all of them were answered.
        meaning = Meaning("requests.concluded", "requests", ("requests.concluded.total",), predicate="concluded")
        return meaning, rest[-1].end
    follows = HEADED.match(walk.text, quantity.end)
    before = walk.text[max(0, quantity.start - 2) : quantity.start]
    if not follows and not before.endswith(("这", "上述", "以上", "所有", "该")):
        return None, quantity.end
    for named in reversed(walk.context.named):
        if named.value == quantity.quantity.value and named.unit == unit and named.meaning.cells:
            return named.meaning, quantity.end
    return None, quantity.end


def again(walk: Walk, meaning: Meaning, quantity: Found) -> Meaning | None:
    """再次提到的数。 被纠正的1件, with 的: the figure that was named so before in the paragraph, also where the text has
    spoken of another row since.
    """
    if not meaning.predicate or walk.text[quantity.start - 1] != "的":
        return None
    for named in reversed(walk.context.named):
        if named.meaning.predicate == meaning.predicate and named.value == quantity.quantity.value:
            return named.meaning if named.meaning.domain != meaning.domain else None
    return None


def each(walk: Walk, segment: Segment, quantity: Found, lo: int) -> bool:
    """逐项分配的数。 维持、纠正各一件 gives one to each; 同意公开、部分公开分别为37件、14件 gives each its own, in order."""
    text = walk.text[lo : quantity.start]
    match = _EACH.search(text)
    if not match:
        return False
    unit, names = quantity.quantity.unit, []
    # 个人隐私2件、国家秘密和商业秘密各1件: the 、 before the first name belongs to the figure before
    at = lo + len(text) - len(text.lstrip("、和及与"))
    for piece in _NAMES.split(text[at - lo : match.start()]):
        tokens = core(walk.tokens_in(at, at + len(piece)))
        end = at + len(piece)
        if not tokens or walk.residue(tokens[-1].end, end):
            return False
        meaning = compose(tokens, walk.context.domain, unit, walk.setting.form, piece, walk.context.fresh)
        if not meaning.cells:
            return False
        names.append((at, end, meaning))
        at = end + 1
    figures = [quantity] * len(names)
    if match[0].startswith("分别"):
        figures = walk.quantities_in(quantity.start, segment.end)
    if len(names) < 2 or len(figures) != len(names):
        return False
    scope, period = walk.scope_at(segment, quantity.start), walk.period_at(segment, quantity.start)
    for (start, end, meaning), figure in zip(names, figures, strict=True):
        walk.add(figure, meaning, start, max(end, figure.end), scope=scope, period=period, label=walk.text[start:end])
        walk.context.remember(Named(figure.quantity.value, meaning, scope, period, len(walk.drafts) - 1, unit, True))
    walk.done_until = figures[-1].end
    walk.context.domain = names[-1][2].domain
    return True
