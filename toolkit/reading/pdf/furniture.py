"""页眉、页脚与页码。

Page numbers and running heads: set aside, not lost. A line at the upper or lower edge is one by its form ("— 3 —", "第3页 共6页") or
because other pages print the same there, their numbers apart.
"""

from __future__ import annotations

import re
from collections import Counter

from toolkit.reading.pdf.lines import TextLine
from toolkit.reading.pdf.pages import PrintedPage

_NUMBER = re.compile(
    r"[-—–－─~·•.\s|/]*(?:第?\s*\d{1,3}\s*页?|\d{1,3}\s*/\s*\d{1,3})(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?[-—–－─~·•.\s|]*"
)
_DIGITS = re.compile(r"\d+")
# parts of the page's height in which heads and feet stand
_EDGE = 0.12
# lines at an edge that are looked at, and pages that must print the same
_DEEPEST = 3
_PAGES = 3


def set_aside(pages: list[PrintedPage]) -> dict[int, set[int]]:
    """各页上属于页眉页脚的行。 For every page number the `id`s of its lines that are page furniture."""
    found: dict[int, set[int]] = {page.page.number: set() for page in pages}
    edges = [(page, _edge_lines(page)) for page in pages]
    count = Counter(_form(line) for _, lines in edges for line in {_form(each): each for each in lines}.values())
    for page, lines in edges:
        for line in lines:
            repeated = count[_form(line)] >= min(_PAGES, len(pages)) and len(pages) > 1
            if _NUMBER.fullmatch(line.text) or repeated:
                found[page.page.number].add(id(line))
    return found


def _form(line: TextLine) -> str:
    """A line with its figures taken out, and which edge it stands at is not told: heads repeat word by word, feet but for the number."""
    return _DIGITS.sub("#", line.text.replace(" ", ""))


def _edge_lines(page: PrintedPage) -> list[TextLine]:
    """The first and last lines of a page that stand near its edge and outside of tables."""
    height = page.page.height
    lines: list[TextLine] = []
    for items in (page.items[:_DEEPEST], page.items[::-1][:_DEEPEST]):
        for item in items:
            if not isinstance(item, TextLine):
                break
            near = item.box[1] > height * (1 - _EDGE) or item.box[3] < height * _EDGE
            if near and not any(item is other for other in lines):
                lines.append(item)
    return lines
