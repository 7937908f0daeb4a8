"""页面的流：解析后的标签序列变成段落、网格和所在区域。

The flow of a page: the parsed tree, serialised again and so well formed, walked once as a flat sequence with a stack of its own.
Nothing here recurses, so depth costs nothing.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from toolkit.model import Doubt
from toolkit.reading import divtables
from toolkit.reading.drafts import Container, Draft, Lattice, Line
from toolkit.reading.markup import BLANK_BASE, BLANK_END, FIRST_TEXT, Skeleton
from toolkit.reading.places import Placed, collapse
from toolkit.reading.rows import blocks_of
from toolkit.reading.tables import Frame, OpenCell, conclude
from toolkit.reading.tags import BORDERED, Tag
from toolkit.reading.text import lines_of
from toolkit.reading.unseen import SENTENCES, Unseen, doubt_of_cell, doubt_of_line, in_lines, twins

# Most of a page's tags are cells of statutory tables with one line in them; such a cell is one token.
_CELL = re.compile(r'(<t[dh] i="\d+">)\s*(?:(<p i="\d+">)([^<]*)</p>|([^<]*))\s*</t[dh]>')
_TOKEN = re.compile(r'(<t[dh] i="\d+">\s*(?:<p i="\d+">[^<]*</p>|[^<]*)\s*</t[dh]>|<[^>]*>)')
_TAG = re.compile(r"(<[^>]*>)")
_OPEN = re.compile(r'<([^\s>]+)(?: i="(\d+)")?')
_NOTHING = re.compile(rf"[\s{chr(BLANK_BASE)}-{chr(BLANK_END)}]*")
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_LABELLED = frozenset("ucaptitle publishtime ucapsource".split())
_NEVER_SHOWN = frozenset("noscript template xml rp".split())
# What is shown of these instead of their text is not known, by kind of `unseen`.
_REPLACED = {"noscript": "noscript", "template": "noscript", "select": "field"}
_CONTROLS = frozenset("select option optgroup".split())
# Blocks that may hold an article or a menu; a paragraph is too small to be either.
_CONTAINERS = frozenset(
    "article aside body center div dl fieldset footer form header main menu nav ol section td th ul ucapcontent table".split()
)
INLINE, BLOCK, CELL, ROW, TABLE, SECTION, HIDDEN, BREAK, RULE, MADE, FOLDED = range(11)
_OF_ROLE = {divtables.TABLE: TABLE, divtables.ROW: ROW, divtables.CELL: CELL}


# How far up the background of a text is looked for, and how much that is no text is looked at in one line; real pages have a few.
_NEAR = 40
_MOST_IN_LINE = 200


class _Open(NamedTuple):
    action: int
    tag: Tag
    first: int
    align: str


class Flow:
    """把一页走一遍。 One walk over a page; the results are its `drafts`, `containers`, `hidden`, `labelled` and `doubts`."""

    def __init__(self, page: Skeleton, file: str, shows_hidden: bool = False) -> None:
        self.file, self.shows_hidden = file, shows_hidden
        self.page = page
        self.drafts: list[Draft] = []
        self.containers: list[Container] = []
        self.hidden: list[tuple[str, Line]] = []
        self.labelled: list[tuple[str, Placed]] = []
        self.doubts: list[Doubt] = []
        self._unseen: list[Unseen] = []
        self._told = 0  # how many of them were looked at with the lines they stand in
        self._known: dict[str, tuple[int, Tag]] = {}
        self._stack: list[_Open] = []
        self._frames: list[Frame] = []
        self._text: list[str] = []
        self._links: list[str] = []
        self._gap = True
        self._plain = False
        self._blank = ""
        self._align = ""
        self._hidden_at = -1
        self._hidden_text: list[str] = []
        self._depths = {"a": 0, "bold": 0, "heading": 0, "li": 0, "pre": 0, "raised": 0}
        self._hints: dict[tuple[bool, bool, str], frozenset[str]] = {}

    def walk(self, html: str) -> None:
        """走过序列化的页面。 Walks over the serialised page."""
        self._walk(html, _TOKEN)
        self._flush()

    def _walk(self, html: str, pattern: re.Pattern[str]) -> None:
        parts = pattern.split(html)
        parts.append("")
        tokens = iter(parts)
        for text in tokens:
            token = next(tokens)
            if text:
                self._add(text)
            if token[:2] == "</":
                self._close()
            elif token[-5:-3] == "</" and token[-3] == "t":
                if not self._simple_cell(token):
                    self._walk(token, _TAG)
            elif token:
                self._open(token)

    def _simple_cell(self, token: str) -> bool:
        """A cell with one line in it, at one go; False where it needs the long way."""
        match = _CELL.fullmatch(token)
        depths = self._depths
        if match is None or self._hidden_at >= 0 or not self._frames or depths["pre"] or depths["a"] or depths["bold"]:
            return False
        opening, paragraph, in_paragraph, bare = match.groups()
        action, tag = self._known.get(opening) or self._remember(opening)
        line_tag = (self._known.get(paragraph) or self._remember(paragraph))[1] if paragraph else tag
        if (
            action != CELL
            or tag.bold
            or tag.preformatted
            or line_tag.struck
            or (line_tag.hidden and not self.shows_hidden)
            or line_tag.bold
            or line_tag.preformatted
            or line_tag.folded
        ):
            return False
        markers = (in_paragraph if paragraph else bare).strip()
        if "&" in markers or (self.page.unseen and not self.page.unseen.keys().isdisjoint(markers)):
            return False
        self._border()
        self._open_cell(tag)
        if markers:
            placed = collapse(self.page.pieces(markers), wrapped=True)
            if placed.text:
                align, self._align = self._align, line_tag.align or tag.align or self._align
                self.drafts.append(Line(placed, True, self._hints_of(True), 0, depths["li"] > 0))
                self._align = align
            else:
                self._blank = markers
        self._close_cell(self._frames[-1].cells[-1])
        return True

    def _remember(self, token: str) -> tuple[int, Tag]:
        known = self._known[token] = self._learn(token)
        return known

    def _add(self, text: str) -> None:
        if self._hidden_at >= 0:
            self._hidden_text.append(text)
            return
        if not self._text and text.isspace() and not self._depths["pre"]:
            return
        if "&" in text:
            text = unescape(text)
        self._text.append(text)
        if self.page.unseen and not self.page.unseen.keys().isdisjoint(text):
            self._note_unseen(text)
        if max(text) >= FIRST_TEXT:
            if not self._depths["bold"]:
                self._plain = True
            if self._depths["a"]:
                self._links.append(text)

    def _open(self, token: str) -> None:
        action, tag = self._known.get(token) or self._remember(token)
        if action == BREAK:
            self._break()
            return
        if action == RULE:
            self._border()
            return
        if action == MADE:
            action = self._made(tag)
        elif action == FOLDED:
            action = self._folded(tag)
        if self._hidden_at >= 0:
            if action != INLINE:
                self._hidden_text.append("\n")
            self._stack.append(_Open(INLINE, tag, 0, self._align))
            return
        if action != INLINE and (action != HIDDEN or tag.name in BORDERED):
            self._border()
        first = len(self._text) if action == INLINE else len(self.drafts)
        self._stack.append(_Open(action, tag, first, self._align))
        if tag.align:
            self._align = tag.align
        self._count(tag, 1)
        self._enter(action, tag)

    def _made(self, tag: Tag) -> int:
        """What an element set as a table, a row or a cell is here: a row or a cell only in a table that is set so too."""
        plain = BLOCK if tag.name in BORDERED else INLINE
        action = _OF_ROLE.get(tag.role, plain)
        if action == TABLE:
            return TABLE if plain == BLOCK else plain
        return action if self._frames and self._frames[-1].made else plain

    def _folded(self, tag: Tag) -> int:
        """What the page's style sheet hides is no text of a table cell; elsewhere a script may show it, and it is read."""
        if self._frames and (self._frames[-1].cells or tag.name == "tr"):
            return HIDDEN
        return self._shown(tag)

    def _note_unseen(self, text: str) -> None:
        for character in text:
            kind = self.page.unseen.get(character)
            if kind is None or (kind == "pale" and any(opened.tag.background for opened in self._stack[-_NEAR:])):
                continue
            pieces = self.page.pieces(character)
            self._unseen.append(Unseen(pieces[0][0], pieces[-1][0] + pieces[-1][1], kind))

    def _enter(self, action: int, tag: Tag) -> None:
        if tag.raised:
            if not self._depths["raised"]:
                self._text.append("（")
            self._depths["raised"] += 1
        elif action == INLINE and tag.role:
            self._text.append(" ")
        if action == CELL:
            self._open_cell(tag)
        elif action == ROW:
            if self._frames:
                self._frames[-1].row += 1
        elif action == TABLE:
            self._frames.append(Frame(len(self.drafts), len(self.containers), made=bool(tag.role)))
            self._align = tag.align  # as browsers do, a table does not take over the alignment around it
        elif action == SECTION:
            if self._frames:
                self._frames[-1].header = tag.name == "thead"
        elif action == HIDDEN:
            self._hidden_at = len(self._stack) - 1

    def _learn(self, token: str) -> tuple[int, Tag]:
        match = _OPEN.match(token)
        name = match.group(1) if match else ""
        number = match.group(2) if match else None
        tag = self.page.tags[int(number)] if number else Tag(name)
        if name == "br":
            return BREAK, tag
        if name == "hr":
            return RULE, tag
        if name in _NEVER_SHOWN or name in _CONTROLS or tag.struck or (tag.hidden and not self.shows_hidden):
            return HIDDEN, tag
        if tag.folded and not self.shows_hidden:
            return FOLDED, tag
        return self._shown(tag), tag

    def _shown(self, tag: Tag) -> int:
        name = tag.name
        if name in ("td", "th"):
            return CELL
        if name == "tr":
            return ROW
        if name == "table":
            return TABLE
        if name in ("thead", "tbody", "tfoot"):
            return SECTION
        if tag.role:
            return MADE
        return BLOCK if name in BORDERED else INLINE

    def _count(self, tag: Tag, step: int) -> None:
        depths = self._depths
        if tag.name == "a" or tag.name == "li":
            depths[tag.name] += step
        elif tag.name in _HEADINGS:
            depths["heading"] += step
        if tag.bold:
            depths["bold"] += step
        if tag.preformatted:
            depths["pre"] += step

    def _close(self) -> None:
        if not self._stack:
            return
        action, tag, first, align = self._stack.pop()
        if self._hidden_at >= 0:
            if len(self._stack) > self._hidden_at:
                if tag.name in BORDERED:
                    self._hidden_text.append("\n")
                return
            self._end_hidden(tag)
        elif action != INLINE:
            self._border()
        elif tag.raised:
            self._depths["raised"] -= 1
            if not self._depths["raised"]:
                self._end_raised(first)
        elif tag.role and self._text:
            self._text.append(" ")
        elif tag.name in _LABELLED:
            self.labelled.append((tag.name, collapse(self.page.pieces("".join(self._text[first:])), wrapped=True)))
        self._align = align
        self._count(tag, -1)
        if action == CELL:
            if self._frames and self._frames[-1].cells:
                self._close_cell(self._frames[-1].cells[-1])
        elif action == TABLE:
            self._close_table()
        if tag.name in _CONTAINERS and first < len(self.drafts) and action != INLINE:
            self.containers.append(Container(first, len(self.drafts), tag.name, tag.classes))

    def _end_raised(self, first: int) -> None:
        if len(self._text) > first + 1:
            self._text.append("）")
        elif self._text:
            self._text.pop()

    def _end_hidden(self, tag: Tag) -> None:
        self._hidden_at = -1
        kind = "toolbar" if tag.name in _CONTROLS else "hidden"
        pieces = self.page.pieces("".join(self._hidden_text))
        if self._frames and tag.name in _REPLACED:
            places = [piece for piece in pieces if piece[0] >= 0]
            if places:
                self._unseen.append(Unseen(places[0][0], places[-1][0] + places[-1][1], _REPLACED[tag.name]))
        for line in lines_of(pieces, self.file):
            placed = collapse(line.pieces)
            if placed.text:
                self.hidden.append((kind, Line(placed)))
        self._hidden_text.clear()
        if tag.name in BORDERED:
            self._border()

    def _open_cell(self, tag: Tag) -> None:
        if not self._frames:
            return
        frame = self._frames[-1]
        self._blank = ""
        frame.cells.append(
            OpenCell(max(frame.row, 0), tag, tag.name == "th" or frame.header, len(self.drafts), len(self._unseen))
        )

    def _close_cell(self, cell: OpenCell) -> None:
        cell.last = len(self.drafts)
        if len(self._unseen) > cell.seen:
            cell.seen_until = len(self._unseen)
            if cell.last == cell.first:
                first = self._unseen[cell.seen]
                cell.blank = Placed("", (), first.start, max(first.end, self._unseen[-1].end))
                return
        if cell.last == cell.first and self._blank:
            pieces = [piece for piece in self.page.pieces(self._blank) if piece[0] >= 0]
            if pieces:
                cell.blank = Placed("", (), pieces[0][0], pieces[-1][0] + pieces[-1][1])

    def _close_table(self) -> None:
        frame = self._frames.pop()
        lattice = conclude(frame, self.drafts)
        if lattice is not None:
            self._doubt_cells(frame, lattice)
            above = self.drafts[-1] if self.drafts and self._in_one_place(len(self.drafts) - 1) else None
            if isinstance(above, Lattice) and lattice.rows == 1 and above.columns == lattice.columns:
                above.extend(lattice)  # every row is a table of its own
            else:
                self.drafts.append(lattice)
            del self.containers[frame.containers :]
        if self._frames and (lattice is not None or len(frame.cells) > 1):
            self._frames[-1].nested = True

    def _doubt_cells(self, frame: Frame, lattice: Lattice) -> None:
        for cell, made in zip(frame.cells, lattice.cells, strict=False):
            doubt = None
            if cell.seen_until > cell.seen:
                doubt = doubt_of_cell(made.placed, self._unseen[cell.seen : cell.seen_until])
            if doubt is None and len(made.placed.runs) > 1:
                doubt = twins(made.placed, self.page.raw)
                if doubt is None and cell.last - cell.first > 1:
                    doubt = in_lines(made.placed)
            if doubt is not None:
                self.doubts.append(doubt)

    def _in_one_place(self, draft: int) -> bool:
        """Whether a draft stands in the cell that is open now, or in none as what follows it."""
        return not self._frames or (bool(self._frames[-1].cells) and self._frames[-1].cells[-1].first <= draft)

    def _break(self) -> None:
        if self._hidden_at >= 0:
            self._hidden_text.append("\n")
        elif self._depths["pre"]:
            self._text.append("\n")
        elif self._flush():
            self._gap = False
        else:
            self._gap = True

    def _border(self) -> None:
        if self._hidden_at >= 0:
            self._hidden_text.append("\n")
            return
        if self._text:
            self._flush()
        self._gap = True

    def _flush(self) -> bool:
        """Ends the line being read; says whether there was one."""
        markers = "".join(self._text)
        links = "".join(self._links)
        plain = self._plain
        self._text.clear()
        self._links.clear()
        self._plain = False
        if not markers:
            return False
        if max(markers) < FIRST_TEXT and _NOTHING.fullmatch(markers):
            self._blank = self._blank or markers.strip()
            return False
        if self._depths["pre"]:
            self.drafts += blocks_of(lines_of(self.page.pieces(markers), self.file))
            return True
        placed = collapse(self.page.pieces(markers), wrapped=True)
        if not placed.text:
            return False
        if len(self._unseen) > self._told:
            self._doubt_line(placed)
        linked = len(collapse(self.page.pieces(links)).text) if links else 0
        self.drafts.append(Line(placed, self._gap, self._hints_of(plain), linked, self._depths["li"] > 0))
        return True

    def _doubt_line(self, placed: Placed) -> None:
        doubts = (doubt_of_line(placed, each) for each in self._unseen[self._told :][:_MOST_IN_LINE])
        self.doubts += [doubt for doubt in doubts if doubt is not None]
        if len(self._unseen) - self._told > _MOST_IN_LINE and placed.start is not None and placed.end is not None:
            self.doubts.append(Doubt(placed.start, placed.end, *SENTENCES["contested"]))
        self._told = len(self._unseen)

    def _hints_of(self, plain: bool) -> frozenset[str]:
        key = (self._depths["heading"] > 0, not plain, self._align)
        hints = self._hints.get(key)
        if hints is None:
            heading, strong, align = key
            names = (("heading", heading), ("strong", strong), (align, align in ("center", "right")))
            hints = self._hints[key] = frozenset(name for name, given in names if given)
        return hints
