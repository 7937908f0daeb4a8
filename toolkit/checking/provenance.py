"""文件来历的核对：编码、丢失的字符、与报告无关的字样、页面与落款的机关。

Checks of the file itself. Only what can be known with precision: nothing here says that a report is false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checking.catalogue import rule
from toolkit.checking.messages import sentence
from toolkit.model import Fact, Finding, Report, Severity, Side, Source
from toolkit.parsing.normalise import fold
from toolkit.vocabulary import rows

RULE = "source.provenance"
# parts with a table, and the number that a heading begins with
TABLE_PARTS = (2, 3, 4)
NUMBERED = re.compile(r"^(?:第?[一二三四五六七八九十]+(?:部分)?|[(][一二三四五六七八九十]+[)])[、,.:\s]*")
# a line this short without the marks of a sentence stands where headings stand
LIKE_A_HEADING = 24
SENTENCE = re.compile(r"[。，；,;]")
LOST = "\N{REPLACEMENT CHARACTER}"
ISSUER_FIELDS = ("发布机构", "发布机关", "发文机关", "发文单位", "发布单位", "公开主体", "制发机关")
"""Labels of a page's metadata that name the body that issues. 来源 and 作者 are left out: they often name a newspaper or a person."""
ORGAN = re.compile(
    r"[\u4e00-\u9fff]{2,40}?(?:人民政府|办公厅|办公室|委员会|街道办事处|办事处|管理局|[厅局委署部院]|中心)\Z"
)
"""A line that is nothing but the name of an administrative organ."""
BESIDE_SIGNATURE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|[(（](?:盖章|公章|印章|章)[)）]")
GENERIC = re.compile(r"人民政府|办公厅|办公室|委员会|办事处|街道|管理|政府|中心|[省市县区乡镇厅局委署部院的和与]")
"""What the names of very different bodies share; what is left names the place and the subject."""


def check(report: Report) -> list[Finding]:
    """核对文件的来历。

    Findings of source.provenance: notes of the reading, lost characters, foreign words in title, headings and preamble,
    replaced headings, two unlike issuers.
    """
    return [*_file(report), *_foreign(report), *_replaced(report), *_issuer(report)]


def _finding(
    where: str,
    severity: Severity,
    left: str | None,
    right: str | None,
    message: tuple[str, str],
    *sources: Source,
) -> Finding:
    row = rule(RULE)
    sides = Side(left, row["left"]["zh"], row["left"]["en"]), Side(right, row["right"]["zh"], row["right"]["en"])
    return Finding(RULE, where, severity, "inconsistent", *sides, (), *message, sources=sources)


def _file(report: Report) -> Iterator[Finding]:
    """What the reading noted (a wrongly declared encoding), and characters that could not be decoded."""
    for zh, en in report.document.notes:
        message = sentence("source.provenance:file", note_zh=zh, note_en=en)
        yield _finding("file", "note", None, None, message)
    lost = report.document.text.count(LOST)
    if lost:
        at = report.document.text.index(LOST)
        message = sentence("source.provenance:lost", count=lost)
        yield _finding("file", "note", None, str(lost), message, Source(LOST, at, at + 1))


def _foreign(report: Report) -> Iterator[Finding]:
    """Words of gambling and similar spam in the title, a heading or the preamble: the mark of a hijacked mirror. Once per place.

    Examples: “二、某某娱乐城主动公开政府信息情况”; a short line with such a word where a heading is expected; 关于 in the cited
    notice replaced. Other running text is left alone, since bodies report on what they supervise.
    """
    words: list[str] = [word.lower() for word in rule(RULE)["words"]]
    for where, zh, en, text, source in _places(report):
        word = next((word for word in words if word in text.lower()), None)
        if word:
            message = sentence("source.provenance:foreign", place_zh=zh, place_en=en, word=word)
            yield _finding(where, "warning", None, word, message, source)


def _places(report: Report) -> Iterator[tuple[str, str, str, str, Source]]:
    """Where a word of spam is looked for: (where, in Chinese, in English, text, source)."""
    title = report.facts.get("title")
    if title:
        yield "title", "标题", "the title", title.value, title.source
    for paragraph in report.preamble.paragraphs:
        yield "preamble", "序言", "the preamble", paragraph.text, paragraph.source
    for part in report.parts:
        yield "heading", "小标题", "a heading", part.heading, part.source
        for topic in part.topics:
            yield "heading", "小标题", "a heading", topic.heading, topic.source
        for paragraph in part.paragraphs:
            if len(paragraph.text) <= LIKE_A_HEADING and not SENTENCE.search(paragraph.text):
                yield "heading", "小标题位置", "the place of a heading", paragraph.text, paragraph.source


def _replaced(report: Report) -> Iterator[Finding]:
    """A heading over a statutory table that has no two neighbouring characters in common with any wording of that part.

    The part was told by the order and by its table. Example: “二、某某平台” where 主动公开政府信息情况 is prescribed.
    """
    if report.form not in ("2019", "2021"):
        return
    for part in report.parts:
        row = next((r for r in rows("headings") if r["kind"] == "part" and r["number"] == part.number), None)
        printed = _pairs(NUMBERED.sub("", fold("".join(part.heading.split()))))
        if row is None or part.number not in TABLE_PARTS or not printed:
            continue
        known = set().union(*(_pairs(fold(text)) for text in (row["heading"], *row["variants"])))
        if not printed & known:
            message = sentence("source.provenance:heading", printed=part.heading, expected=row["heading"])
            yield _finding("heading", "note", row["heading"], part.heading, message, part.source)


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def _issuer(report: Report) -> Iterator[Finding]:
    """The issuer that the page names and the body that signs have no place and no subject in common.

    Example: 发布机构 岚江市人民政府 over a report signed 云岫县人力资源和社会保障局. An office publishing for its government, a full
    name beside a short one, or a bureau that publishes for its city share a part of their names and are left alone.
    """
    page, signature = _page_issuer(report), _signature(report)
    if page is None or signature is None or _akin(page.value, signature.value):
        return
    message = sentence("source.provenance:issuer", left=page.value, right=signature.value)
    yield _finding("issuer", "note", page.value, signature.value, message, page.source, signature.source)


def _page_issuer(report: Report) -> Fact | None:
    for field in report.document.fields:
        value = "".join(field.value.split())
        if field.name.strip("：:【】[] ") in ISSUER_FIELDS and ORGAN.match(value):
            return Fact(value, field.name, field.source)
    return None


def _signature(report: Report) -> Fact | None:
    for paragraph in reversed(report.closing.paragraphs):
        value = BESIDE_SIGNATURE.sub("", "".join(paragraph.text.split()))
        if ORGAN.match(value):
            return Fact(value, "signature", paragraph.source)
    return None


def _akin(one: str, other: str) -> bool:
    """Whether two names can be of one body or of bodies that publish for each other, or say too little to tell.

    They share two neighbouring characters of what is particular in them, or the shorter one abbreviates the longer (人社, 人力资源和社会).
    """
    own, others = _particular(one), _particular(other)
    if not own or not others:
        return True
    pairs = ({piece[i : i + 2] for piece in pieces for i in range(len(piece) - 1)} for pieces in (own, others))
    if next(pairs) & next(pairs):
        return True
    short, long = sorted(("".join(own), "".join(others)), key=len)
    rest = iter(long)
    return all(character in rest for character in short)


def _particular(name: str) -> list[str]:
    return [piece for piece in GENERIC.split(name) if piece]
