"""报告标题。

The title of a report: where it stands, the year and the organ it names. Also the test of whether a text is an annual report at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.model import Block, Document, Paragraph, Source
from toolkit.parsing.headings import exact_number, is_part_heading
from toolkit.parsing.issuers import is_body
from toolkit.parsing.normalise import compact, fold, normal
from toolkit.parsing.paragraphs import Placed

TITLE = re.compile(r"(?:政府)?信息公开.{0,10}?(?:年度?报告?|年报|工作报告|总结报告)|政务公开.{0,6}年度?报告")
NOT_TITLE = re.compile(
    r"^(?:上一[篇条]|下一[篇条]|附件|附[:：]|当前位置|您的?位置|您现在|首页|索引|来源|发布|关于印发|相关)|>|[。;]|[:：].{12}"
)
LONGEST_TITLE = 80
# what may follow the words 年度报告: a date or a note in brackets
LONGEST_REST = 24
# a year that is not the beginning of a date, and, where there is none, any year
WHOLE_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年(?!\s*\d{1,2}\s*月)")
YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
WRITTEN_YEAR = re.compile(r"二[〇○零0OＯ]([〇○零一二三四五六七八九]{2})\s*年")
DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
SITE = re.compile(r"[-_|–—].*$")
# tags between two lines of a title
MARKUP = re.compile(r"<[^>]*>|&nbsp;")
LONGEST_MARKUP = 2000
# titles of papers about annual reports
ABOUT_REPORTS = re.compile(r"(?:通知|意见|通报|方案|办法|函|公告|说明|解读|指南|目录)[)》”]*$")
# paragraphs above the first heading in which the title may stand
TOP = 25
# so many headings of parts make a report of the text above and below a second title
FEWEST_PARTS = 3


@dataclass(frozen=True, slots=True)
class Title:
    """标题及其出处。 A title as printed, with its origin, and the number of paragraphs from the top that it ends at."""

    text: str
    origin: str
    source: Source
    until: int


def year_of(text: str) -> int | None:
    """文中的报告年度。 The first year that a text names (2020年, 2020年度, 二〇二〇年), None where there is none."""
    folded = fold(text)
    whole = WHOLE_YEAR.search(folded)
    written = WRITTEN_YEAR.search(text)
    if written and (whole is None or written.start() < whole.start()):
        return int("20" + "".join(DIGITS[c] for c in written.group(1)))
    found = whole or YEAR.search(folded)
    return int(found.group(1)) if found else None


def is_title(text: str) -> bool:
    """整行是否像年度报告的标题。 Whether a whole line looks like the title of an annual report."""
    plain = compact(text)
    found = TITLE.search(plain) if len(plain) <= LONGEST_TITLE else None
    return found is not None and len(plain) - found.end() <= LONGEST_REST and not NOT_TITLE.search(plain)


def is_about_reports(text: str) -> bool:
    """标题是否属于谈年度报告的其他文件。 Whether a title is that of another paper about annual reports (关于报送…年度报告的通知)."""
    return bool(ABOUT_REPORTS.search(compact(text)))


def body_of_title(text: str) -> str:
    """标题中的机关名称。 The organ that a title names, "" where it names none; it may be a place only (通化市东昌区)."""
    plain = "".join(text.split())
    folded = fold(plain)
    cut = TITLE.search(folded)
    if cut:
        plain = plain[: cut.start()] if cut.start() else plain
        folded = fold(plain)
    plain = re.sub(r"(?:20\d{2}|二[〇○零][〇○零一二三四五六七八九]{2})\s*(?:年度|年)?", "", plain)
    plain = re.sub(r"^关于|(?:的|关于|开展|年度|本级)+$", "", plain)
    return plain.strip("《》“”\"'()（）：: ")


def find_title(document: Document, paragraphs: list[Placed]) -> Title | None:
    """报告的标题。

    The title line of the article; where no line is one, what the page labels as the title. A title on two lines is joined.
    """
    found: list[Title] = []
    for n in range(min(TOP, len(paragraphs))):
        title = _at(paragraphs, n)
        if title:
            found.append(title)
        elif found and n - found[-1].until > 6:
            break
    if found:
        best = max(found, key=lambda t: (bool(year_of(t.text)), bool(body_of_title(t.text))))
        last = max(t.until for t in found)
        if not body_of_title(best.text) and (above := _line_above(document, best)):
            return Title(above.text + best.text, "title lines", above.source, last)
        return Title(best.text, best.origin, best.source, last)
    asides = [a.block for a in document.asides if a.kind == "title" and isinstance(a.block, Paragraph)]
    for block in asides:
        if is_title(block.text):
            return Title(block.text, "page title", block.source, 0)
    for field in document.fields:
        value = field.value.strip()
        for text in (value, SITE.sub("", value).strip()):
            if is_title(text) and (
                field.origin == "title" or normal(field.name) in ("名称", "标题", "articletitle", "title", "信息名称")
            ):
                return Title(text, f"{field.origin}: {field.name}", field.source, 0)
    return None


def _line_above(document: Document, title: Title) -> Paragraph | None:
    """The organ's name right above its title, which alone looks like part of the page around the article."""
    start = title.source.start
    for aside in document.asides if start is not None else ():
        block = aside.block
        if isinstance(block, Paragraph) and block.source.end is not None and is_body(block.text):
            between = document.text[block.source.end : start] if block.source.end <= (start or 0) else "?"
            if len(between) <= LONGEST_MARKUP and not MARKUP.sub("", between).strip():
                return block
    return None


def _at(paragraphs: list[Placed], n: int) -> Title | None:
    first = paragraphs[n].paragraph
    if is_title(first.text):
        above = paragraphs[n - 1].paragraph if n else None
        if above is not None and not body_of_title(first.text) and is_body(above.text):
            return Title(above.text + first.text, "title lines", above.source, n + 1)
        return Title(first.text, "title line", first.source, n + 1)
    if n + 1 < len(paragraphs) and len(first.text) <= 40:
        second = paragraphs[n + 1].paragraph
        joined = first.text + second.text
        torn = (not is_title(second.text) and not second.gap) or "报告" in second.text[-4:]
        if torn and not is_title(second.text) and is_title(joined) and len(second.text) <= 40:
            return Title(joined, "title lines", first.source, n + 2)
    return None


def next_report(document: Document) -> int | None:
    """同一文件中第二份报告从哪一块开始。

    The block at which another annual report begins: a title of another year or another organ, with headings of parts above it and the
    first parts again below it. None where the file holds one report.
    """
    titles = [
        n for n, block in enumerate(document.blocks) if isinstance(block, Paragraph) and _may_be_title(block.text)
    ]
    if len(titles) < 2:
        return None
    known = _named(document.blocks[titles[0]])
    for n in titles[1:]:
        named = _named(document.blocks[n])
        other = any(a and b and a != b for a, b in zip(named, known, strict=True))
        if other and len(_parts(document, 0, n)) >= FEWEST_PARTS <= len(_parts(document, n, len(document.blocks))):
            return n
        known = (known[0] or named[0], known[1] or named[1])
    return None


def _may_be_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and "公开" in text and is_title(text)


def _named(block: Block) -> tuple[str, str]:
    text = block.text if isinstance(block, Paragraph) else ""
    return str(year_of(text) or ""), normal(body_of_title(text))


def _parts(document: Document, low: int, high: int) -> set[int]:
    blocks = document.blocks[low:high]
    return {exact_number("part", b.text) for b in blocks if isinstance(b, Paragraph) and is_part_heading(b.text)}
