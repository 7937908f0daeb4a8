"""限定语：一个数前后有没有词表不认识的话。

Whether the words around a figure say more than the vocabulary knows. 局长签批重点答复14件 counts some of the answers, 39件由不公开改为公开
a turn of mind: the figure is of a part, or of another thing, and no cell can contradict it. So a figure that differs from its cell is
held against it only where every word of its clause is explained: measure, subject, period, ground, function word. Asked of differing
figures only, a few in a report; what agrees needs no explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from toolkit.model import Claim, Paragraph, Part, Source
from toolkit.narrative import statistics
from toolkit.narrative.plain import fold, plain
from toolkit.narrative.terms import Token
from toolkit.narrative.walk import Segment, Setting, Walk
from toolkit.vocabulary import load

_BARE_VERBS = ("requests.received", "requests.concluded", "requests.handled")
# Fewer unknown characters are a manner of speaking; so many name a thing.
_A_SUBJECT = 4
_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]+")


def restriction(claim: Claim, setting: Setting, issuer: str = "") -> str:
    """主张所在分句里词表不认识的限定语, 没有则为空。

    The words of a claim's clause that nothing of the vocabulary explains ("局长签批重点"), empty where all are explained. Words of the
    issuer's own name are explained (区住建局 for 某区住房和城乡建设局). Changes, and zeros and universals in words, are not asked: they
    are strict already.
    """
    in_words = claim.kind in ("zero", "universal") and claim.quantity.raw == claim.quote
    if claim.kind == "change" or in_words or claim.measure.endswith(".change"):
        return ""
    text = plain(claim.sentence)
    walk = Walk(
        Part(claim.part, "", "", claim.sentence, (Paragraph(claim.sentence, Source(claim.sentence)),)), text, setting
    )
    start = next((i for i, at in enumerate(text.index) if at >= claim.start), 0)
    end = next((i for i, at in enumerate(text.index) if at >= claim.end), len(text.text))
    raw = plain(claim.quantity.raw).text
    number = text.text.rfind(raw, start, end)
    segment = next((s for s in walk.segments(0, len(text.text)) if s.start <= number < s.end), None)
    if segment is None:
        return ""
    if elsewhere := _told_of_another(walk, claim, segment):
        return elsewhere
    before, after = _stretches(walk, segment, start, number, number + len(raw), end)
    if setting.form == statistics.FORM and statistics.spells(walk, *before, claim.cells):
        before = (before[1], before[1])
    name = fold(issuer)
    said = []
    for stretch, place in ((before, "before"), (after, "after")):
        unknown = _unknown(walk, claim, *stretch, place)
        if any(not _in_name(walk.text, a, b, name) for a, b in unknown):
            said.append(walk.text[unknown[0][0] : unknown[-1][1]])
    return "…".join(said)


def _told_of_another(walk: Walk, claim: Claim, segment: Segment) -> str:
    """公交热线另行统计，全年受理9.3万件: a bare verb counts requests only where its sentence has not turned to another thing before it.

    The words of the segment that turned it, empty where there is none. Asked of verbs without a noun of their own (受理, 办结, 答复).
    """
    if claim.measure not in _BARE_VERBS or _names_requests(walk, segment):
        return ""
    earlier = [s for s in walk.segments(0, segment.start) if s.end <= segment.start]
    for other in reversed(earlier):
        if _names_requests(walk, other):
            return ""
        if walk.quantities_in(other.start, other.end) or other.bracket:
            continue
        unknown = _unknown(walk, claim, other.start, other.end, "before")
        if sum(b - a for a, b in unknown) >= _A_SUBJECT:
            return walk.text[unknown[0][0] : unknown[-1][1]]
    return ""


def _names_requests(walk: Walk, segment: Segment) -> bool:
    """Whether a segment names requests (政府信息公开申请, 申请, 依申请公开)."""
    return any(t.has("noun", "requests") or t.sense("weak") for t in walk.tokens_in(segment.start, segment.end))


def _stretches(
    walk: Walk, segment: Segment, start: int, number: int, stop: int, said: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    """The words of a clause before its figure and behind it, up to the figures beside it; the quote ends at `said`."""
    begin = max([segment.start, *(q.end for q in walk.quantities_in(segment.start, number))])
    end = segment.end
    if said > stop or walk.quantities_in(stop, end):
        # 信函申请10件、传真申请1件: the words of the next figure are its own; 两件被纠正的复议案件…: what was wrong with them.
        end = max(stop, said)
    return (min(begin, start) if start < segment.start else begin, number), (stop, end)


def _unknown(walk: Walk, claim: Claim, start: int, end: int, place: str) -> list[tuple[int, int]]:
    """The runs of word characters in a stretch that nothing explains."""
    if end <= start:
        return []
    covered = bytearray(end - start)
    for a, b in _explained(walk, claim, start, end, place):
        covered[max(a, start) - start : min(b, end) - start] = b"\1" * (min(b, end) - max(a, start))
    bare = "".join(" " if hidden else c for c, hidden in zip(walk.text[start:end], covered, strict=True))
    return [(start + m.start(), start + m.end()) for m in _HAN.finditer(bare)]


def _explained(walk: Walk, claim: Claim, start: int, end: int, place: str) -> Iterable[tuple[int, int]]:
    """The spans of a stretch that the vocabulary explains."""
    for token in walk.tokens_in(start, end):
        if _says_nothing_else(token, claim):
            yield token.start, token.end
    yield from ((a, b) for a, b in walk.fillers if a < end and b > start)
    yield from ((a, b) for a, b, _ in walk.subjects_in(start, end))
    yield from ((t.start, t.end) for t in walk.trapped if t.start < end and t.end > start)
    for pattern, holds in _neutral():
        if holds in ("any", place):
            yield from (m.span() for m in pattern.finditer(walk.text, start, end))


def _says_nothing_else(token: Token, claim: Claim) -> bool:
    """Terms other than things of another kind and denials of something else than the figure (没有一件结转)."""
    if token.has("cue", "zero") and claim.quantity.value:
        return False
    return any(s.kind not in ("foreign", "filler") for s in token.senses)


@cache
def _neutral() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile("|".join([*map(re.escape, row.get("words", ())), *row.get("patterns", ())])), row["place"])
        for row in load("cues")["neutral"]
    )


def _in_name(text: str, start: int, end: int, name: str) -> bool:
    """Whether words are a name of the issuer, written short: its characters in their order. 各街道 are others than this one."""
    if text[:start].endswith("各"):
        return False
    at = 0
    for c in text[start:end]:
        at = name.find(c, at) + 1
        if not at:
            return False
    return True
