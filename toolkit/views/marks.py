"""叙述文字的标注：把一段文字切成互不重叠的小段, 写成 HTML。

The narrative with its marks. Marks may overlap (a claim inside an itemisation inside the place of a finding), so a paragraph is
cut at every boundary and each piece knows all the marks over it; the innermost one gives the underline. A claim ends in a
small number with the symbol of its verdict, like a reference to a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markupsafe import Markup, escape

from toolkit.model import Claim, Part, Report
from toolkit.narrative.sentences import paragraph_breaks
from toolkit.views.links import Links
from toolkit.views.printable import as_html, excerpt, visible
from toolkit.views.words import NUMBER_KIND, VERDICT, VERDICT_SYMBOL, Pair

_NAME_LENGTH = 24  # characters of a quote that the buttons of the page show


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    style: str
    key: str = ""
    title: str = ""
    claim: int = -1


@lru_cache(maxsize=1024)
def both(words: Pair) -> Markup:
    """中英文并列, 由页面的语言开关显示其一。 Both languages, one of which the page shows."""
    zh, en = (escape(visible(text)) for text in words)
    return as_html(f'<span class="zh">{zh}</span><span class="en" lang="en">{en}</span>')


def paragraphs(index: int, part: Part, report: Report, links: Links) -> list[Markup]:
    """一个部分的各段, 带标注。

    The paragraphs of the part at `index` of `report.narrative()`, escaped, with every claim, place and number marked. Lines
    that are only folds of a copied text are joined.
    """
    marks = _marks(index, part, report, links)
    breaks = paragraph_breaks(part) if part.paragraphs else {i for i, c in enumerate(part.text) if c == "\n"}
    made = []
    at = 0
    for end in (*sorted(breaks), len(part.text)):
        text = part.text[at:end]
        if text.strip():
            made.append(_paragraph(text, at, [m for m in marks if m.start < end and m.end > at], report, links))
        at = end + 1
    return made


def _marks(index: int, part: Part, report: Report, links: Links) -> list[_Mark]:
    marks = []
    for topic in part.topics:
        near = max(0, topic.start - len(topic.heading) - 4)
        start = part.text.find(topic.heading, near, topic.end) if topic.heading else -1
        if start >= 0:
            marks.append(_Mark(start, start + len(topic.heading), "topic"))
    for number in report.numbers:
        if number.part == part.number and number.kind != "claim":
            title = " · ".join(NUMBER_KIND[number.kind])
            marks.append(_Mark(number.start, number.end, f"num k-{number.kind}", title=title))
    for place, span in enumerate(links.places):
        if span.part == index:
            marks.append(_Mark(span.start, span.end, "place", f"p{place}"))
    for claim_index, span_or_none in enumerate(links.claims):
        if span_or_none is not None and span_or_none.part == index:
            style = f"q v-{report.claims[claim_index].verdict}"
            marks.append(_Mark(span_or_none.start, span_or_none.end, style, f"c{claim_index}", claim=claim_index))
    return sorted(marks, key=lambda mark: (mark.claim >= 0, mark.start - mark.end, mark.claim))


def _paragraph(text: str, at: int, marks: list[_Mark], report: Report, links: Links) -> Markup:
    """Outer marks come before inner ones in `marks`, so the last one over a piece is the innermost."""
    cuts = sorted({0, len(text), *(c for m in marks for c in (m.start - at, m.end - at) if 0 < c < len(text))})
    out = []
    for start, end in pairwise(cuts):
        over = [m for m in marks if m.start - at <= start and end <= m.end - at]
        out.append(_piece(text[start:end], over))
        out += [claim_mark(m.claim, report.claims[m.claim], links) for m in over if m.claim >= 0 and m.end - at == end]
    return Markup("").join(out)


def _piece(text: str, over: list[_Mark]) -> Markup:
    words = escape(visible(text.replace("\n", "")))
    if not over:
        return words
    claims = [m for m in over if m.claim >= 0]
    styles = [m.style for m in over if m.claim < 0] + [m.style for m in claims[-1:]]
    keys = " ".join(m.key for m in over if m.key)
    title = next((m.title for m in over if m.title), "")
    attributes = (f' data-key="{keys}"' if keys else "") + (f' title="{escape(title)}"' if title else "")
    return as_html(f'<span class="{" ".join(styles)}"{attributes}>{words}</span>')


def claim_mark(index: int, claim: Claim, links: Links) -> Markup:
    """主张末尾的编号与记号。 The number and symbol at the end of a claim; the one place where the keyboard stops."""
    verdict = claim.verdict
    return as_html(
        f'<a class="n v-{verdict}" id="c{index}" href="#e{index}" role="button" aria-pressed="false" data-key="c{index}"'
        f' data-links="{" ".join(links.claim_links[index])}" data-name="{escape(excerpt(claim.quote, _NAME_LENGTH))}">'
        f'<b>{VERDICT_SYMBOL[verdict]}</b>{index + 1}<span class="sr">{both(VERDICT[verdict])}</span></a>'
    )
