"""六个部分：由标题、顺序和结构决定。

The six parts, decided by wording, order and structure together: headings are matched as one alignment with the six parts, and the
statutory tables say between which blocks parts 2-4 must begin. A mention inside a sentence is never a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from toolkit.model import Paragraph, Part
from toolkit.parsing.closing import closing_start
from toolkit.parsing.headings import LONGEST_HEADING, exact_number, headings, similarity
from toolkit.parsing.normalise import compact, normal, numbering
from toolkit.parsing.paragraphs import Placed, slice_paragraph
from toolkit.parsing.tables.labels import meanings
from toolkit.parsing.topics import topic_number, topics_of

INLINE = re.compile(r"^(.{2,44}?)[。:：；;]\s*(?=\S)")
DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
# weights of the evidence for a heading: its exact wording, a similar wording, its number with spoiled words
EXACT, SIMILAR, NUMBER_ONLY = 3.0, 2.0, 0.8
# Below this a wording is not similar: 存在的问题 / 存在的主要问题及改进情况 is 0.59, two different parts reach 0.5.
# (主动公开情况 / 依申请公开情况 is 0.77; both are exact wordings, which count first.)
LEAST_SIMILARITY = 0.58
STYLE, NUMBER_FITS, IN_PLACE, OUT_OF_PLACE, EMPTY = 0.6, 0.5, 0.3, -1.5, -0.9
SIX = 6
LONGEST_OWN = 20  # letters of a heading of a body's own
ANNEX = 11  # headed 附表 without a number, as often as with one
TABLE_OF = {2: "proactive", 3: "requests", 4: "challenges"}
PREAMBLE = re.compile(r"条例》|本报告|现将|编制|统计期限|年度报告")
PROBLEMS = re.compile(r"问题|不足|短板|差距|不够|薄弱|有待|整改|改进")


@dataclass(slots=True)
class Candidate:
    """可能的部分标题。 A line that may be a heading: where it stands, its text, and where the text after it begins."""

    at: int
    block: int
    text: str
    end: int
    style: str
    number: int
    scores: dict[int, float]


@dataclass(frozen=True, slots=True)
class Parts:
    """报告的各部分。 The parts of a report: preamble, the parts printed, closing, and the title lines that precede them."""

    preamble: Part
    parts: tuple[Part, ...]
    closing: Part
    front: tuple[Placed, ...]


def style_of(number: str) -> str:
    """编号的样式。 The style of a list number: "一、", "(一)", "1.", "第一部分" or ""."""
    return (
        re.sub(r"\d+", "1", re.sub("[一二三四五六七八九十]+", "一", number)).replace(",", "、").replace("一.", "一、")
    )


def value_of(number: str) -> int:
    """编号的数值。 The value of a list number, 0 where there is none."""
    chinese = re.search("[一二三四五六七八九十]+", number)
    if chinese:
        text = chinese.group()
        return DIGITS.get(text[-1], 0) + (10 if len(text) > 1 and text[0] == "十" else 0) if text != "十" else 10
    digits = re.search(r"\d+", number)
    return int(digits.group()) if digits else 0


def _candidate(at: int, placed: Placed, older: bool) -> Candidate | None:
    paragraph = placed.paragraph
    text, end = paragraph.text, len(paragraph.text)
    number = numbering(text[:60])
    if len(normal(text[:90])) > LONGEST_HEADING or len(text) > 90 or not exact_number("part", text):
        inline = INLINE.match(text)
        if inline and number and exact_number("part", inline.group(1)):
            text, end = inline.group(1), inline.end()
        elif len(text) > 60 or len(normal(text)) > LONGEST_HEADING or compact(text)[-1:] in "。;,:":
            return None
    if (meanings(text) or exact_number("older", text)) and not exact_number("part", text):
        return None
    scores: dict[int, float] = {}
    exact = exact_number("part", text)
    style, value = style_of(number), value_of(number)
    marked = bool(number) or bool(paragraph.hints & {"heading", "strong", "center"})
    if exact:
        scores[exact] = EXACT if marked or paragraph.gap or len(normal(text)) >= 8 else SIMILAR
    elif marked:
        scores = {n: SIMILAR * s for n, s in similarity("part", text) if s >= LEAST_SIMILARITY}
    # the parts of older reports had numbers of their own, but the first is always the overview
    last = 1 if older else SIX
    if not exact and style in ("一、", "第一部分", "第一部分、") and 1 <= value <= last and not topic_number(text):
        scores[value] = max(scores.get(value, 0.0), NUMBER_ONLY)
    return Candidate(at, placed.block, text, end, style, value, scores) if scores else None


def _weigh(found: list[Candidate], places: dict[str, tuple[int, int]], older: bool) -> None:
    """Style, number, place between the tables, and whether anything stands below: added to the wording.

    The parts of older reports had numbers of their own.
    """
    styles = Counter(c.style for c in found if c.style and max(c.scores.values()) >= EXACT)
    main = styles.most_common(1)[0][0] if styles else "一、"
    first = min((low for low, _ in places.values()), default=1 << 30)
    for n, candidate in enumerate(found):
        following = found[n + 1] if n + 1 < len(found) else None
        empty = following is not None and following.at == candidate.at + 1 and candidate.end == len(candidate.text)
        empty = empty and not any(candidate.block <= low <= following.block for low, _ in places.values())  # type: ignore[union-attr]
        for part in candidate.scores:
            bonus = STYLE * (candidate.style == main) + NUMBER_FITS * (candidate.number == part and not older)
            bonus += _place_bonus(part, candidate.block, places, first)
            topic = topic_number(candidate.text) and candidate.style != main
            candidate.scores[part] += bonus + EMPTY * empty - 1.5 * bool(topic)


def _place_bonus(part: int, block: int, places: dict[str, tuple[int, int]], first: int) -> float:
    if part == 1 and places:
        return IN_PLACE if block < first else OUT_OF_PLACE
    for n, name in TABLE_OF.items():
        if name not in places:
            continue
        low, high = places[name]
        if (part > n and block < low) or (part <= n and block > high):
            return OUT_OF_PLACE
        if part == n and block > low:
            return OUT_OF_PLACE
    return IN_PLACE


def _best(found: list[Candidate]) -> dict[int, Candidate]:
    """The assignment of candidates to parts, in order, that the evidence speaks for most; later candidates win ties."""
    best: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0.0, ())] * 7
    for n, candidate in enumerate(found):
        updated = list(best)
        for part, score in candidate.scores.items():
            if score <= 0:
                continue
            before = max(best[:part], key=lambda item: item[0])
            if before[0] + score >= updated[part][0]:
                updated[part] = (before[0] + score, (*before[1], (part, n)))
        best = updated
    return {part: found[n] for part, n in max(best, key=lambda item: item[0])[1]}


def find_parts(
    paragraphs: list[Placed], places: dict[str, tuple[int, int]], front: int, *, older: bool = False
) -> Parts:
    """划分各部分。

    The parts of a report from its narrative paragraphs. `places` are the first and last block of every statutory table; `front` is
    the number of paragraphs that belong to the title lines above the text. `older` says that the report is of before 2019: its parts are
    told by their wording alone, and those that the later form does not have (回应解读, 收费及减免, 工作保障, 附表) are parts of their own
    with numbers from 8 on.
    """
    candidates = [c for at, placed in enumerate(paragraphs) if at >= front and (c := _candidate(at, placed, older))]
    _weigh(candidates, places, older)
    chosen = _best(candidates)
    if older:
        chosen |= _further(paragraphs, front, chosen)
    starts = _starts(paragraphs, places, front, chosen)
    # an annexed table stands below the signature as often as above it
    annex = starts.pop(ANNEX, (len(paragraphs), None))
    if annex[0] < max((s for s, _ in starts.values()), default=front):
        starts[ANNEX], annex = annex, (len(paragraphs), None)
    close = closing_start(paragraphs[: annex[0]], max((s for s, _ in starts.values()), default=front))
    if close == annex[0] < len(paragraphs):
        starts[ANNEX], annex = annex, (len(paragraphs), None)
        close = closing_start(paragraphs, starts[ANNEX][0])
    order = sorted(starts, key=lambda n: (starts[n][0], n))
    bounds = [starts[n][0] for n in order] + [close]
    made = []
    for n, part in enumerate(order):
        candidate = starts[part][1]
        made.append(_part(part, candidate, paragraphs[bounds[n] : bounds[n + 1]]))
    if annex[0] < len(paragraphs):
        made.append(_part(ANNEX, annex[1], paragraphs[annex[0] :]))
    body = bounds[0] if order else close
    preamble = _plain(0, "preamble", [p.paragraph for p in paragraphs[front:body]])
    closing = _plain(7, "closing", [p.paragraph for p in paragraphs[close : annex[0]]])
    return Parts(preamble, tuple(made), closing, tuple(paragraphs[:front]))


def _further(paragraphs: list[Placed], front: int, chosen: dict[int, Candidate]) -> dict[int, Candidate]:
    """Parts of older reports that the form of six parts does not have, in the style of the others; the first of a kind.

    A heading of unknown words is a part of its own where its number is the next one.
    """
    styles = Counter(candidate.style for candidate in chosen.values())
    main = styles.most_common(1)[0][0] if styles else "一、"
    taken = {candidate.at: candidate.number for candidate in chosen.values()}
    found: dict[int, Candidate] = {}
    last = 0
    for at in range(front, len(paragraphs)):
        text = paragraphs[at].paragraph.text
        if at in taken:
            last = taken[at]
            continue
        if len(text) > LONGEST_HEADING or compact(text)[-1:] in "。;,:":
            continue
        number, printed = exact_number("older", text), numbering(text)
        style, value = style_of(printed), value_of(printed)
        if not number and style == main and value == last + 1 > 1 and len(normal(text)) <= LONGEST_OWN:
            number = max([ANNEX, *found]) + 1
        if number and (style == main or (number == ANNEX and not style)) and number not in found:
            found[number] = Candidate(at, paragraphs[at].block, text, len(text), style, value, {})
            last = value or last
    return found


def _starts(
    paragraphs: list[Placed], places: dict[str, tuple[int, int]], front: int, chosen: dict[int, Candidate]
) -> dict[int, tuple[int, Candidate | None]]:
    """Where every part begins: at its heading; without one, where its table stands, or where the structure leaves no doubt."""
    starts: dict[int, tuple[int, Candidate | None]] = {n: (c.at, c) for n, c in chosen.items()}
    for part, name in TABLE_OF.items():
        if part in starts or name not in places:
            continue
        at = next((n for n, p in enumerate(paragraphs) if p.block >= places[name][0]), len(paragraphs))
        low = max((starts[n][0] for n in starts if n < part), default=front)
        high = min((starts[n][0] for n in starts if part < n <= SIX), default=len(paragraphs))
        if low <= at <= high:
            starts[part] = (at, None)
    if 1 not in starts:
        end = min((s for s, _ in starts.values()), default=len(paragraphs))
        overview = _overview_start(paragraphs, front, end)
        if overview is not None:
            starts[1] = (overview, None)
    if 5 not in starts and "challenges" in places and starts:
        low = next((n for n, p in enumerate(paragraphs) if p.block > places["challenges"][1]), len(paragraphs))
        high = starts[6][0] if 6 in starts else closing_start(paragraphs, low)
        if low < high and PROBLEMS.search("".join(p.paragraph.text for p in paragraphs[low:high])):
            starts[5] = (low, None)
    return starts


def _overview_start(paragraphs: list[Placed], front: int, end: int) -> int | None:
    """Without a heading, part 1 begins at its first topic, or after the paragraph that introduces the report."""
    for at in range(front, end):
        if topic_number(paragraphs[at].paragraph.text):
            return at
    for at in range(front, end):
        if not PREAMBLE.search(paragraphs[at].paragraph.text):
            return at
    return None


def _part(number: int, candidate: Candidate | None, placed: list[Placed]) -> Part:
    paragraphs = [p.paragraph for p in placed]
    heading, source = "", None
    if candidate is not None and paragraphs:
        first = paragraphs[0]
        heading = candidate.text
        source = first.locate(0, len(candidate.text))
        rest = slice_paragraph(first, candidate.end)
        paragraphs = ([rest] if rest.text else []) + paragraphs[1:]
    id = next((h.id for h in (*headings("part"), *headings("older")) if h.number == number), "own")
    text = "\n".join(p.text for p in paragraphs)
    topics = topics_of(paragraphs) if number == 1 else ()
    source = source or (paragraphs[0].source if paragraphs else None)
    base = Part(number, id, heading, text, tuple(paragraphs), topics)
    return base if source is None else Part(number, id, heading, text, tuple(paragraphs), topics, source)


def _plain(number: int, id: str, paragraphs: list[Paragraph]) -> Part:
    part = Part(number, id, "", "\n".join(p.text for p in paragraphs), tuple(paragraphs))
    return part if not paragraphs else Part(number, id, "", part.text, part.paragraphs, (), paragraphs[0].source)
