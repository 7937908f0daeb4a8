"""把页面框架与报告正文分开。

Sorts what is the report from what is only the page around it. The report's own region is found first (the smallest region that holds its
headings and tables); inside it, from the first heading to the last, nothing is removed. Around it a block is set aside on
evidence: its words (`vocabulary/chrome.yaml`), the share of it that is links, its place in a list or in a region named nav or footer.
In doubt a block stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from toolkit.model import Aside, Block, Field, Grid, Source
from toolkit.reading.drafts import Container, Draft, Lattice, Line
from toolkit.reading.metadata import fields_of_grid, fields_of_line, is_metadata_line, is_strong_label, label_of
from toolkit.reading.places import Placed
from toolkit.reading.simplified import same_length, simplified
from toolkit.vocabulary import load

# Menu entries, side lists and the like are short; the shortest paragraphs of a report that are no heading have about as much.
_SHORT = 60
# A block is made of links when half of its characters are.
_LINK_SHARE = 0.5
_PROSE = 60
_TITLE_LENGTH = 70
_HEADING_LENGTH = 50
_WORD = re.compile(r"[^\s|｜>＞»→/·,，、\[\]【】()（）:：-]+")
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_YEAR = re.compile(r"(?:19|20)\s*\d\s*\d\s*年|二\s*[○〇零OoＯ0]\s*[一二三四五六七八九○〇零OoＯ0]{1,2}\s*年")
_BODY_NAME = re.compile(r"(?:政府|办公室|委员会|局|厅|院|部|委|办|处|中心|街道|街道办事处|镇|乡|[（(]\d{4}年度?[)）])$")


@dataclass(slots=True)
class SortedOut:
    """分开的结果。 The report's blocks, what was set aside with its kind and its order on the page, and the labelled metadata."""

    blocks: list[Draft] = field(default_factory=list)
    asides: list[tuple[str, Draft]] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    def built_asides(self, more: Sequence[tuple[str, Draft]] = ()) -> tuple[Aside, ...]:
        return tuple(Aside(kind, draft.build(None)) for kind, draft in (*self.asides, *more))


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((row["kind"], row["where"], re.compile(row["pattern"])) for row in load("chrome")["rows"])


@cache
def _report(name: str) -> re.Pattern[str]:
    return re.compile(load("chrome")["report"][name])


@cache
def _menu_words() -> frozenset[str]:
    return frozenset(load("chrome")["menu_words"])


@cache
def _regions() -> dict[str, str]:
    return {name: kind for kind, names in load("chrome")["regions"].items() for name in names}


def kind_of_line(text: str, where: str) -> str:
    """凭字样判断一行是哪种页面框架, 不是则为空。

    The kind of chrome a line is by its words, "" if by none. `where` is "before" or "after" the report.
    """
    text = same_length(text)
    for kind, side, pattern in _patterns():
        if side in ("both", where) and pattern.match(text):
            return kind
    words = _WORD.findall(text) if len(text) <= _SHORT else []
    return "navigation" if words and all(word in _menu_words() for word in words) else ""


def has_part_headings(drafts: Sequence[Draft]) -> bool:
    """至少有两个报告部分的标题。 Whether at least two lines are headings of a report's parts."""
    return sum(isinstance(draft, Line) and is_part_heading(draft) for draft in drafts) > 1


def part_headings(blocks: Sequence[Block]) -> list[str]:
    """各块中的部分标题, 已去空白。 The headings of a report's parts among blocks, without white space."""
    return [
        re.sub(r"\s", "", block.text)
        for block in blocks
        if not isinstance(block, Grid) and is_part_heading(Line(Placed(block.text, (), None, None), hints=block.hints))
    ]


def is_report_title(text: str) -> bool:
    """一行是否像报告的标题。 Whether a line reads like the title of a report, with a year in it."""
    squeezed = simplified(re.sub(r"\s", "", text))
    if len(squeezed) > _TITLE_LENGTH or squeezed.endswith(("。", "；", "，")):
        return False
    return _report("title").search(squeezed) is not None and _YEAR.search(squeezed) is not None


def holds_report(blocks: Sequence[Block]) -> bool:
    """读入的各块里有没有一份报告(或其一页)。 Whether blocks hold a report or a page of one: headings of its parts, or a statutory table."""
    table = _report("table")
    for block in blocks:
        if isinstance(block, Grid) and any(table.search(simplified(cell.text)) for cell in block.cells):
            return True
    return len(part_headings(blocks)) > 1


def is_part_heading(draft: Line) -> bool:
    """一行是不是报告某一部分的标题。 Whether a line is the heading of a part: short, numbered or set as one, and so worded."""
    text = draft.text
    if len(text) > _HEADING_LENGTH or text.endswith(("。", "；")) or draft.listed:
        return False
    squeezed = simplified(re.sub(r"\s", "", text))
    numbered = _report("numbered").match(squeezed) is not None
    return (numbered or "heading" in draft.hints) and _report("heading").match(squeezed) is not None


def sort_out(drafts: Sequence[Draft], containers: Sequence[Container] = ()) -> SortedOut:
    """分开正文与页面框架。 Sorts drafts in page order; `containers` are the page's regions, none for plain text."""
    return _Sorting(drafts, containers).run()


class _Sorting:
    def __init__(self, drafts: Sequence[Draft], containers: Sequence[Container]) -> None:
        self.drafts = drafts
        self.containers = containers
        self.is_page = bool(containers)
        self.result = SortedOut()

    def run(self) -> SortedOut:
        title, first, last = self._extent()
        start, end = self._region(first, last)
        before = min(first, start) if title is None else title
        region = self._region_kinds(start, end)
        flipped = ""
        for number, draft in enumerate(self.drafts):
            if number < first:
                kind = self._before(number, draft, before, title is not None, start, region)
            elif number > last:
                kind = self._after(number, draft, end, region, flipped)
                if kind in ("footer", "neighbours"):
                    flipped = kind
            else:
                kind = ""
            if kind:
                self.result.asides.append((kind, draft))
            else:
                self.result.blocks.append(draft)
        self._drop_repeated_title()
        return self.result

    def _extent(self) -> tuple[int | None, int, int]:
        """Index of the title line and of the first and last block that are surely the report's."""
        title = self._title()
        anchors: list[int] = []
        prose: list[int] = []
        for number, draft in enumerate(self.drafts):
            if isinstance(draft, Lattice):
                if _report("table").search(simplified(draft.text)):
                    anchors.append(number)
                continue
            text = draft.text
            linked = draft.links * 2 > len(text)
            if linked:
                continue
            if len(text) >= _PROSE and "。" in text and not kind_of_line(text, "after"):
                prose.append(number)
            if is_part_heading(draft):
                anchors.append(number)
        after = -1 if title is None else title
        anchors = [number for number in anchors if number > after] or anchors
        anchors = anchors or prose
        if not anchors:
            return title, len(self.drafts), len(self.drafts)
        first, last = anchors[0], anchors[-1]
        return title, first, max([last, *(number for number in prose if number > first)])

    def _title(self) -> int | None:
        """The first line that reads like a report's title and has a year in it or in the line above; else one set like a title."""
        without_year: int | None = None
        above = ""
        for number, draft in enumerate(self.drafts):
            if isinstance(draft, Line):
                if self._is_title(draft):
                    if _YEAR.search(above + draft.text):
                        return number
                    if without_year is None and draft.hints and not draft.listed:
                        without_year = number
                above = draft.text
        return without_year

    def _is_title(self, draft: Line) -> bool:
        text = simplified(re.sub(r"\s", "", draft.text))
        if len(text) > _TITLE_LENGTH or text.endswith(("。", "；", "，")) or draft.links * 2 > len(draft.text):
            return False
        return (
            _report("title").search(text) is not None
            and not kind_of_line(draft.text, "before")
            and not is_metadata_line(draft)
        )

    def _region(self, first: int, last: int) -> tuple[int, int]:
        """The smallest region of the page that holds all anchors."""
        best = (0, len(self.drafts))
        for container in self.containers:
            if (
                container.first <= first
                and last < container.last
                and container.last - container.first < best[1] - best[0]
            ):
                best = (container.first, container.last)
        return best

    def _region_kinds(self, start: int, end: int) -> dict[int, str]:
        """For blocks outside the report's region: what the names of the regions around them say."""
        kinds: dict[int, str] = {}
        for container in self.containers:
            if container.first < end and start < container.last:
                continue  # holds the report, or is a part of it
            kind = {"nav": "navigation", "aside": "navigation", "footer": "footer"}.get(container.tag, "")
            for part in _NAME_PART.findall(container.classes):
                kind = kind or _regions().get(part.lower(), "")
            if kind:
                for number in range(container.first, container.last):
                    kinds.setdefault(number, kind)
        return kinds

    def _before(self, number: int, draft: Draft, title: int, titled: bool, start: int, region: dict[int, str]) -> str:
        if isinstance(draft, Lattice):
            fields = fields_of_grid(draft)
            self.result.fields += fields
            return "metadata" if fields else kind_of_line(draft.text, "before") or self._by_links(draft, number, region)
        fields = fields_of_line(draft)
        if fields or is_metadata_line(draft) or (number < title and self._is_label_or_value(number)):
            self.result.fields += fields
            return "metadata"
        if _report("keep").match(draft.text):
            return ""
        kind = kind_of_line(draft.text, "before") or self._by_links(draft, number, region)
        if kind or number >= title or not titled or not self.is_page:
            return kind
        # Before the title of a page stand menus and date lines; the first line of a broken title stays.
        belongs = draft.hints and number >= title - 2 and _BODY_NAME.search(draft.text) and not draft.listed
        return "navigation" if len(draft.text) <= _SHORT and not belongs else ""

    def _is_label_or_value(self, number: int) -> bool:
        """A metadata table copied with one cell per line: a label alone on its line, or the value on the line after it."""
        draft = self.drafts[number]
        if not isinstance(draft, Line):
            return False
        if is_strong_label(draft.text):
            return True
        above = self.drafts[number - 1] if number else None
        if not isinstance(above, Line) or not is_strong_label(above.text) or len(draft.text) > _SHORT:
            return False
        if self._is_title(draft):
            return False
        placed = draft.placed
        source = Source(placed.text, placed.start, placed.end)
        self.result.fields.append(Field(label_of(above.text), placed.text, "line", source))
        return True

    def _after(self, number: int, draft: Draft, end: int, region: dict[int, str], flipped: str) -> str:
        text = draft.text
        if _report("keep").match(text):
            return ""
        kind = kind_of_line(text, "after")
        if kind or (number < end and self.is_page):
            return kind or (flipped if len(text) <= _SHORT else "")
        if isinstance(draft, Line) and number >= end and draft.listed and len(text) <= _SHORT:
            return region.get(number, "navigation")
        kind = self._by_links(draft, number, region)
        return kind or (flipped if len(text) <= _SHORT else "")

    def _by_links(self, draft: Draft, number: int, region: dict[int, str]) -> str:
        kind = region.get(number, "")
        length = len(draft.text)
        if draft.links and draft.links >= length * _LINK_SHARE:
            return kind or "navigation"
        return kind if kind and (length <= _SHORT or isinstance(draft, Lattice)) else ""

    def _drop_repeated_title(self) -> None:
        """A page heading that the article repeats as its own title is the page's, not a second title of the report."""
        blocks = self.result.blocks
        if len(blocks) < 2 or not isinstance(blocks[0], Line) or not self._is_title(blocks[0]):
            return
        first = re.sub(r"\s", "", blocks[0].text)
        following = ""
        for draft in blocks[1:4]:
            if not isinstance(draft, Line):
                break
            following += re.sub(r"\s", "", draft.text)
            if following == first:
                self.result.asides.append(("title", blocks.pop(0)))
                return
            if not first.startswith(following):
                return
