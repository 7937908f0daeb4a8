"""页码与页眉页脚：识别并放下。

Page numbers and running heads: what stands at the edge of a page and is no part of the report.
"""

from __future__ import annotations

import re
from collections import Counter

from rapidfuzz.fuzz import ratio

from toolkit.reading.scan.lines import Line
from toolkit.reading.scan.pages import ReadPage, ReadTable

# "- 3 -", "— 3 —", "第3页 共7页", "3/7", "3"
FOLIO = re.compile(
    r"^[\s\-—–一_·.•~〜]*(?:第?\s*\d{1,3}\s*页?\s*(?:[/，,共]\s*共?\s*\d{1,3}\s*页?)?)[\s\-—–一_·.•~〜]*$"
)
# shares of the height of the page
FOOT, HEAD = 0.88, 0.10
ALIKE = 85


def without_folios(pages: list[ReadPage]) -> None:
    """去掉页码和重复的页眉页脚。 Takes page numbers, and lines that stand at the edge of most pages, out of the pages."""
    edges = [[i for i in (0, -1) if page.items and _at_edge(page, page.items[i])] for page in pages]
    texts = Counter[str]()
    for page, at in zip(pages, edges, strict=True):
        texts.update({_text(page.items[i]) for i in at})
    for page, at in zip(pages, edges, strict=True):
        drop = {id(page.items[i]) for i in at if _goes(_text(page.items[i]), texts, len(pages))}
        page.items = [item for item in page.items if id(item) not in drop]


def _at_edge(page: ReadPage, item: list[Line] | ReadTable) -> bool:
    if isinstance(item, ReadTable):
        return False
    top, bottom = min(line.box[1] for line in item), max(line.box[3] for line in item)
    return top > FOOT * page.height or bottom < HEAD * page.height


def _text(item: list[Line] | ReadTable) -> str:
    return "" if isinstance(item, ReadTable) else "".join(line.text for line in item)


def _goes(text: str, texts: Counter[str], pages: int) -> bool:
    if FOLIO.match(text):
        return True
    same = sum(count for other, count in texts.items() if ratio(text, other) >= ALIKE)
    return pages >= 3 and same > pages / 2
