"""元数据：标题、机关、层级、年度、日期、统计期限、所引通知。

The metadata of a report, each a `Fact` with the evidence that it was taken from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.model import Document, Fact, Field, Paragraph, Part, Source
from toolkit.parsing.dates import Found, find_dates, iso_day
from toolkit.parsing.headings import headings
from toolkit.parsing.issuers import ending_of, full_name, fuller, is_body, level_of
from toolkit.parsing.normalise import compact, fold, normal
from toolkit.parsing.paragraphs import Placed
from toolkit.parsing.titles import Title, body_of_title, year_of

# labels of a page's metadata, the most telling first
PUBLISHED = tuple(
    "发布日期 发布时间 发布于 公开日期 公开时间 发文日期 生成日期 publishtime pubdate 日期 时间 成文日期".split()
)
PUBLISHER = tuple("发布机构 公开主体 发布单位 信息来源 发文机关 发文单位 公开机构 公开单位 来源 contentsource".split())
PUBLISHED_LINE = re.compile(r"(发布日期|发布时间|公开日期|公开时间|发文日期|发布于|时间|日期)\s*[:：]?\s*(?=\d{4})")
PERIOD = re.compile(
    r"统计期限|统计时限|统计时间|统计周期|截止日期|截止时间|数据.{0,6}(?:期限|截止|截至|时间)|时限|期限|起至|起止"
)
# with two dates that make a span of time, less is enough
SPAN = re.compile(r"数据|统计|期间")
# what stands before the first and before the last day: 自2020年1月1日, 截止到2020年12月31日
FROM, UNTIL = re.compile(r"(?:自|从|起于)$"), re.compile(r"(?:截[止至](?:日期)?[为是到至于]{0,2}|止于|至|到)$")
BARE_DAY = re.compile(r"(?<![年\d])(\d{1,2})月(\d{1,2})日")
TO = re.compile(r"^\s*起?(?:至|到|-|—|~)+\s*(\d{1,2})月(\d{1,2})日")
# letters between the two days of a period: 起至, ，统计自
BETWEEN = 6
MONTHS = re.compile(r"(\d{4})年1月(?:起)?(?:至|到|-|—)(?:(\d{4})年)?12月(?!\d)(?!\s*\d{1,2}日)")
CITED = re.compile(r"国办公开办函\W{0,3}(2019|2021)\W{0,3}(60|30)")
NOTICES = {("2019", "60"): "2019", ("2021", "30"): "2021"}
COMPOSED = re.compile(r"(?:由|包括|包含|分为|共分|共有|分)[^。]{6,400}?([一二三四五六七八九十\d]+)个?(?:部分|方面)")
OFFICE = "办公室"
WRITTEN_BY = re.compile(r"(?:由|[,，。（(]|^)(?:本报告由|现将)?([一-鿿]{2,28}?)(?:编制|根据|按照|依据|汇总|组织编制)")
SIGNED_ABOVE = re.compile(r"^[（(]?.{0,30}?\d{4}年\d{1,2}月\d{1,2}日[）)]?$")


@dataclass(frozen=True, slots=True)
class Context:
    """取元数据所需的材料。 What metadata is taken from: the document, its title, the lines above the text, and its parts."""

    document: Document
    title: Title | None
    front: tuple[Placed, ...]
    preamble: Part
    parts: tuple[Part, ...]
    closing: Part


def collect(context: Context, form: str | None, evidence: str) -> dict[str, Fact]:
    """全部元数据。

    The facts of a report by name: title, issuer, level, year, form, published, signed, period_start, period_end, cited_form,
    announced. What the report does not say is left out.
    """
    facts: dict[str, Fact] = {}
    if context.title:
        facts["title"] = Fact(context.title.text, context.title.origin, context.title.source)
    issuer = _issuer(context)
    if issuer:
        facts["issuer"] = issuer
        level = level_of(issuer.value, context.preamble.text + "".join(p.text for p in context.parts))
        if level:
            facts["level"] = Fact(level[0], f"issuer: {level[1]}", issuer.source)
    facts.update(_period(context))
    year = _year(context, facts)
    if year:
        facts["year"] = year
    if form:
        facts["form"] = Fact(form, evidence)
    for name, fact in (
        ("published", _published(context)),
        ("signed", _signed(context)),
        ("cited_form", _cited(context)),
        ("announced", _announced(context.preamble)),
    ):
        if fact:
            facts[name] = fact
    return facts


def _field(fields: tuple[Field, ...], names: tuple[str, ...]) -> list[Field]:
    """Fields whose label is one of the names, in the order of the names."""
    wanted = {normal(name): n for n, name in enumerate(names)}
    found = [(wanted[key], n, f) for n, f in enumerate(fields) if (key := normal(f.name)) in wanted and f.value.strip()]
    return [f for _, _, f in sorted(found, key=lambda item: item[:2])]


def _issuer(context: Context) -> Fact | None:
    signature = _signature(context.closing)
    published = [
        f for f in _field(context.document.fields, PUBLISHER) if ending_of(f.value) and is_body(full_name(f.value))
    ]
    named = body_of_title(context.title.text) if context.title else ""
    if named and ending_of(named):
        candidates = [(signature[0], "signature", signature[1])] if signature else []
        candidates += [(f.value, f"{f.origin}: {f.name}", f.source) for f in published]
        candidates += [(name, "preamble", source) for name, source in _in_preamble(context.preamble, named)]
        for name, origin, source in candidates:
            both = fuller(named, name)
            if both and compact(both) != compact(named):
                return Fact(full_name(both), origin, source, note=f"title: {named}")
        note = f"人民政府 added to {named}" if full_name(named) != named else ""
        return Fact(full_name(named), "title", context.title.source if context.title else Source(), note=note)
    if signature:
        return Fact(signature[0], "signature", signature[1])
    for f in published:
        return Fact(full_name(f.value.strip()), f"{f.origin}: {f.name}", f.source)
    for name, source in _in_preamble(context.preamble, ""):
        return Fact(name, "preamble", source)
    return Fact(named, "title", context.title.source) if named and context.title else None


def _signature(closing: Part) -> tuple[str, Source] | None:
    for paragraph in closing.paragraphs:
        text = paragraph.text
        for date in find_dates(text):
            text = (text[: date.start] + " " + text[date.end :]).strip()
        text = re.sub(r"[(（](?:盖章|公章|印章|章)[)）]$", "", text).strip()
        if is_body(text):
            name = "".join(text.split())
            start = paragraph.text.find(text)
            return name, paragraph.locate(start, start + len(text)) if start >= 0 else paragraph.source
    return None


def _in_preamble(preamble: Part, named: str) -> list[tuple[str, Source]]:
    """Names of organs in the preamble that end like the one in the title, or that the text says to have written it."""
    found = []
    for paragraph in preamble.paragraphs:
        for match in WRITTEN_BY.finditer(paragraph.text):
            # the office that wrote it is named in full after its government, whose name the title shortens
            for name in (match.group(1), match.group(1).removesuffix(OFFICE)) if named else (match.group(1),):
                if is_body(name) and (not named or fuller(named, name)):
                    found.append((name, paragraph.locate(match.start(1), match.start(1) + len(name))))
                    break
    return found


def _fact(found: Found, origin: str, text: str, source: Source) -> Fact:
    note = f"{text[found.start : found.end]} (lost: {found.lost})" if found.lost else ""
    return Fact(found.iso, origin, source, bool(found.lost), note)


def _published(context: Context) -> Fact | None:
    for field in _field(context.document.fields, PUBLISHED):
        dates = find_dates(field.value)
        if dates:
            return _fact(dates[0], f"{field.origin}: {field.name}", field.value, field.source)
    places = [p.paragraph for p in context.front] + [
        a.block for a in context.document.asides if isinstance(a.block, Paragraph)
    ]
    for paragraph in places + list(context.preamble.paragraphs[:2]):
        line = PUBLISHED_LINE.search(paragraph.text[:200])
        for date in find_dates(paragraph.text) if line else ():
            if line and date.start == line.end():
                return _fact(date, f"line: {line.group(1)}", paragraph.text, paragraph.locate(date.start, date.end))
    return None


def _signed(context: Context) -> Fact | None:
    for paragraph in reversed(context.closing.paragraphs):
        dates = find_dates(paragraph.text)
        if dates and len(paragraph.text) <= 60:
            return _fact(dates[-1], "signature", paragraph.text, paragraph.locate(dates[-1].start, dates[-1].end))
    for placed in context.front:
        text = placed.paragraph.text
        if SIGNED_ABOVE.match("".join(text.split())) and not PUBLISHED_LINE.search(text):
            date = find_dates(text)[-1:]
            if date:
                return _fact(date[0], "below the title", text, placed.paragraph.locate(date[0].start, date[0].end))
    return None


def _period(context: Context) -> dict[str, Fact]:
    """The stated period; a single date after 截止 is its end."""
    paragraphs = [*context.preamble.paragraphs, *(p for part in context.parts[:1] for p in part.paragraphs[:2])]
    year = year_of(context.title.text) if context.title else None
    for paragraph in paragraphs:
        for sentence in re.finditer(r"[^。；]+", paragraph.text):
            text = sentence.group()
            cue = PERIOD.search(text)
            if not cue and not SPAN.search(text):
                continue
            found = _period_in(
                paragraph, sentence.start(), sentence.end(), sentence.start() + cue.start() if cue else -1
            )
            if not found and cue:
                found = _of_the_year(paragraph, sentence.start(), sentence.end(), year)
            if found:
                return found
    return {}


def _period_in(paragraph: Paragraph, low: int, high: int, cue: int) -> dict[str, Fact]:
    """The period in a sentence; without a cue for it (-1) only a span between two dates counts."""
    text = paragraph.text
    dates = [d for d in find_dates(text) if low <= d.start < high]
    if not dates:
        months = MONTHS.search(fold(text), low, high)
        if not months or cue < 0:
            return {}
        source = paragraph.locate(months.start(), months.end())
        last = months.group(2) or months.group(1)
        return {
            "period_start": Fact(f"{months.group(1)}-01-01", "preamble", source),
            "period_end": Fact(f"{last}-12-31", "preamble", source),
        }
    made = [_fact(d, "preamble", text, paragraph.locate(d.start, d.end)) for d in dates]
    second = TO.match(fold(text[dates[0].end : high]))
    if second:
        iso = f"{dates[0].iso[:4]}-{int(second.group(1)):02d}-{int(second.group(2)):02d}"
        at = dates[0].end
        return {"period_start": made[0], "period_end": Fact(iso, "preamble", paragraph.locate(at, at + second.end()))}
    if len(dates) >= 2 and dates[1].start - dates[0].end <= BETWEEN:
        ends_first = UNTIL.search(text[low : dates[0].start]) and FROM.search(text[low : dates[1].start])
        start, end = (made[1], made[0]) if ends_first else (made[0], made[1])
        return {"period_start": start, "period_end": end}
    if cue < 0:
        return {}
    ends = [m for d, m in zip(dates, made, strict=True) if d.start >= cue]
    return {"period_end": ends[0]} if ends and re.search("截[止至]|止", text[low:high]) else {}


def _of_the_year(paragraph: Paragraph, low: int, high: int, year: int | None) -> dict[str, Fact]:
    """A period without its year (自1月1日开始, 截止到12月31日): that of the title."""
    facts: dict[str, Fact] = {}
    text = fold(paragraph.text)
    for day in BARE_DAY.finditer(text, low, high) if year else ():
        before = text[low : day.start()]
        name = "period_start" if FROM.search(before) else "period_end" if UNTIL.search(before) else ""
        iso = iso_day(year or 0, int(day.group(1)), int(day.group(2)))
        if name and iso and name not in facts:
            source = paragraph.locate(day.start(), day.end())
            facts[name] = Fact(iso, "preamble", source, note="year: title")
    return facts if "period_end" in facts else {}


def _year(context: Context, facts: dict[str, Fact]) -> Fact | None:
    if context.title and (year := year_of(context.title.text)):
        return Fact(str(year), "title", context.title.source)
    if "period_start" in facts:
        return Fact(facts["period_start"].value[:4], "period", facts["period_start"].source)
    for paragraph in [*context.preamble.paragraphs, *(p for part in context.parts[:1] for p in part.paragraphs[:1])]:
        if year := year_of(paragraph.text):
            return Fact(str(year), "text", paragraph.source)
    end = facts.get("period_end")
    return Fact(end.value[:4], "period", end.source) if end else None


def _cited(context: Context) -> Fact | None:
    """The notice that the text says it follows; which tables are printed is another matter."""
    for part in (context.preamble, *context.parts[:1]):
        for paragraph in part.paragraphs:
            match = CITED.search(fold(paragraph.text))
            if match and (form := NOTICES.get((match.group(1), match.group(2)))):
                printed = paragraph.text[match.start() : match.end()]
                whole = re.search(r"\(20\d\d\)\d+号", fold(paragraph.text[match.start() : match.end() + 2]))
                source = paragraph.locate(match.start(), match.end())
                return Fact(form, "text", source, whole is None, printed if whole is None else "")
    return None


def _announced(preamble: Part) -> Fact | None:
    """The parts that the preamble says the report has: their numbers, and in the note what is printed."""
    for paragraph in preamble.paragraphs:
        match = COMPOSED.search(paragraph.text)
        if not match:
            continue
        listed = normal("x" + match.group())
        found = []
        for heading in headings("part"):
            for name in sorted(heading.names, key=len, reverse=True):
                if name in listed:
                    found.append(str(heading.number))
                    listed = listed.replace(name, "|", 1)
                    break
        if len(found) >= 2:
            source = paragraph.locate(match.start(), match.end())
            return Fact(",".join(found), "preamble", source, note=match.group())
    return None
