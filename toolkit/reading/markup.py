"""网页源码的切分：把每段文字换成一个记号, 位置随记号走。

Raw HTML cut into tags and text runs. Every stretch of text between two tags that matter is replaced by ONE marker character, and
only this skeleton is given to the HTML parser. Where a marker comes out of the parsed tree, its number leads back to the stretch and
to its place in the raw file: exact by construction, also for text that the parser moves (foster-parented out of a table),
and nothing has to be aligned afterwards.

Inline tags that mean nothing for the text (<span>, <font>, <o:p>) are left out of the skeleton, so "20" + "23" + "年" is one stretch
of three pieces; real pages have thousands of them. Measured on made/page-2022.html (173 KB, 6290 tags), 2 cores shared with other work:
parsing the raw page 2.4 ms, cutting it 3.5 ms (0.6 at `<...>`; 3.4 with the exact pattern alone), parsing the skeleton and serialising
the tree 0.35, the flow 3.8. The other way, walking the raw page's tree: 0.8 ms for the tag names alone, about 1 us more for each
attribute or text read, and the alignment with the raw text besides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolkit.errors import ReadError
from toolkit.reading.attributes import NAME
from toolkit.reading.divtables import roles_of_sheet
from toolkit.reading.places import Piece, decode_entities, is_blank
from toolkit.reading.sheets import notable_rules
from toolkit.reading.tags import BLOCKS, DELETED, TABLES, Tag, read_tag
from toolkit.reading.unseen import ELEMENTS, kind_of_element, value_of_field

# Markers are taken from planes of Unicode that have no characters; text that holds none of them cannot be mistaken for one.
# A stretch of white space (&nbsp;) has a marker of its own kind, so that an empty cell too has a place.
BLANK_BASE, BLANK_END = 0x40000, 0x4FFFF
TEXT_BASE = 0x50000
FIRST_TEXT = chr(TEXT_BASE)

# A large report page has 10,000 tags and 2,000 stretches of text; 100 reports in one page would have a hundred times as many.
MAX_TAGS = 600_000
MAX_STRETCHES = 40_000
MAX_CHARACTERS = 1_000_000
MAX_METAS = 200
# The HTML parser's time grows with the square of the depth: 6,000 open elements 0.1-0.4 s, 100,000 40 s. Real pages stay under 100.
MAX_DEPTH = 6_000

# A tag as the HTML standard reads it: quotes only delimit a value after "=". A raw-text element (script, title) is one token with its
# content. Every branch ends at the end of the file, so that no input makes the scan start over.
_RAW_NAMES = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
_RAW_ELEMENTS = "|".join(rf"{name}(?=[\s/>]).*?(?:</{name}(?=[\s/>])[^>]*+(?:>|\Z)|\Z)" for name in _RAW_NAMES)
_TOKEN = re.compile(
    rf"(<(?:(?i:{_RAW_ELEMENTS})"
    r"""|/?[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+|))*+(?:>|\Z)"""
    r"|!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|[!?][^>]*+(?:>|\Z)|/(?=[^a-zA-Z])[^>]*+(?:>|\Z)))",
    re.S,
)
_QUICK = re.compile(r"((?:<[^>]*+(?:>|\Z))+)")
# What stands for a token that has to be seen in its place each time: a <meta>, a script, a picture.
_IN_PLACE = ("", -2)
# A tag that surely ends where the quick cut says, and is no script, title or <meta>.
_PLAIN_TAG = re.compile(
    r"<(?!/?(?i:"
    + "|".join((*_RAW_NAMES, "meta"))
    + r""")[\s/>])/?[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?!["'])))*+>"""
)

_INLINE = frozenset("span font em i u small big label ins bdo".split())
_MARKS = DELETED | frozenset(
    "a b strong br hr noscript template xml ucaptitle publishtime ucapsource sup sub ruby rt rp".split()
)
_KEPT = BLOCKS | TABLES | _MARKS
# How far the end of a list number is from its beginning in a page that Word saved.
_LIST_NUMBER = 600
_VOID = frozenset("br hr".split())
# Their end tags are often left out; the parser closes them, so they do not make a page deep.
_CLOSED_BY_PARSER = frozenset("p li dd dt td th tr tbody thead tfoot option optgroup colgroup html body br hr".split())


@dataclass(slots=True)
class Skeleton:
    """网页骨架。 The page with its text replaced by markers, and what the markers and tags stand for."""

    html: str
    stretches: list[list[Piece]]
    blanks: list[list[Piece]]
    tags: list[Tag]
    raw_elements: list[tuple[str, int, str]] = field(default_factory=list)
    metas: list[tuple[int, str]] = field(default_factory=list)
    raw: str = ""
    unseen: dict[str, str] = field(default_factory=dict)  # markers of what is no plain text, with its kind

    def pieces(self, markers: str) -> list[Piece]:
        """记号还原为带位置的文字片段。 The pieces that markers stand for; any other character is text without a place."""
        if len(markers) == 1 and markers >= FIRST_TEXT:
            return self.stretches[ord(markers) - TEXT_BASE]
        pieces: list[Piece] = []
        for character in markers:
            code = ord(character)
            if TEXT_BASE <= code < TEXT_BASE + len(self.stretches):
                pieces += self.stretches[code - TEXT_BASE]
            elif BLANK_BASE <= code < BLANK_BASE + len(self.blanks):
                pieces += self.blanks[code - BLANK_BASE]
            else:
                pieces.append((-1, 1, character))
        return pieces


class _Builder:
    """One pass over a page.

    The page is first cut quickly at `<...>`, which is four times as fast as the exact pattern and nearly always right. Each run of
    tags is then walked with the exact pattern the first time it is seen; where a token reaches beyond the quick cut (a ">" in a
    quoted value, a script, a comment) the text it covers is skipped. As every token ends after a ">", what remains starts at a quick
    cut again.
    """

    def __init__(self, file: str, keep_inline: bool) -> None:
        self.file, self.keep_inline = file, keep_inline
        self.stretches: list[list[Piece]] = []
        self.blanks: list[list[Piece]] = []
        self.tags: list[Tag] = []
        self.raw_elements: list[tuple[str, int, str]] = []
        self.metas: list[tuple[int, str]] = []
        self.known: dict[str, tuple[str, int]] = {}
        self.runs: dict[str, tuple[str, int, int]] = {}
        self.needs_inline = False
        self.sheet: dict[str, str] = {}
        self.rules: dict[str, str] = {}
        self.unseen: dict[str, str] = {}
        self.out: list[str] = []
        self.stretch: list[Piece] = []
        self.depth = self.characters = 0
        self.raw = ""

    def build(self, raw: str) -> str:
        self.raw = raw
        parts = _QUICK.split(raw)
        parts.append("")
        out, runs = self.out, self.runs
        position = resume = 0
        texts = iter(parts)
        for text in texts:
            run = next(texts)
            if position < resume:
                covered = resume - position
                position += min(covered, len(text) + len(run))
                text, run = text[covered:], run[max(0, covered - len(text)) :]
            if text:
                if self.stretch or not text.isspace():
                    self.stretch.append((position, len(text), text))
                else:
                    out.append("\n" if "\n" in text else " ")
                position += len(text)
            if not run:
                continue
            known = runs.get(run) or self._plain_run(run)
            if known is None:
                resume = self._walk(raw, run, position)
            elif known[0]:
                if self.stretch:
                    self._end_stretch()
                out.append(known[0])
                if self.depth + known[2] > MAX_DEPTH:
                    raise too_complex(self.file)
                self.depth += known[1]
            position += len(run)
        if self.stretch:
            self._end_stretch()
        return "".join(out)

    def _plain_run(self, run: str) -> tuple[str, int, int] | None:
        """A run of nothing but closed tags that have no place of their own: what it emits, its depth and its peak."""
        emitted: list[str] = []
        at = depth = peak = 0
        while at < len(run):
            match = _PLAIN_TAG.match(run, at)
            if match is None:
                return None
            at = match.end()
            token = match.group()
            known = self.known.get(token) or self._learn(token, -1)
            if known is _IN_PLACE:
                return None
            if known[0]:
                emitted.append(known[0])
                depth += known[1]
                peak = max(peak, depth)
        result = self.runs[run] = ("".join(emitted), depth, peak)
        return result

    def _walk(self, raw: str, run: str, position: int) -> int:
        """A run of tags, token by token; returns where its last token really ends. Remembers it if nothing in it has its own place."""
        emitted: list[str] = []
        at, end = position, position + len(run)
        before = peak = self.depth
        repeatable = True
        while at < end:
            match = _TOKEN.match(raw, at)
            if match is None:  # a "<" that starts no tag, as in <条例>
                following = raw.find("<", at + 1, end)
                following = end if following < 0 else following
                self.stretch.append((at, following - at, raw[at:following]))
                at, repeatable = following, False
                continue
            token = match.group()
            known = self.known.get(token)
            if known is None:
                known = self._learn(token, at)
                repeatable = repeatable and token in self.known
            at = match.end()
            if known[0]:
                if self.stretch:
                    self._end_stretch()
                self.out.append(known[0])
                emitted.append(known[0])
                self.depth += known[1]
                peak = max(peak, self.depth)
                if peak > MAX_DEPTH:
                    raise too_complex(self.file)
        if repeatable and at == end:
            self.runs[run] = ("".join(emitted), self.depth - before, peak - before)
        return at

    def _end_stretch(self) -> None:
        self.out.append(self._marker(self.stretch))
        self.stretch = []

    def _marker(self, stretch: list[Piece]) -> str:
        for piece in stretch:
            self.characters += piece[1]
            if "&" in piece[2]:
                stretch = [decoded for raw, _, text in stretch for decoded in decode_entities(raw, text)]
                break
        if len(self.stretches) + len(self.blanks) >= MAX_STRETCHES or self.characters > MAX_CHARACTERS:
            raise too_complex(self.file)
        first = stretch[0][2][:1]
        if not (first.isalnum() or "\u3001" <= first < "\ufe00") and all(is_blank(text) for _, _, text in stretch):
            self.blanks.append(stretch)
            return chr(BLANK_BASE + len(self.blanks) - 1)
        self.stretches.append(stretch)
        return chr(TEXT_BASE + len(self.stretches) - 1)

    def _learn(self, token: str, position: int) -> tuple[str, int]:
        """What to emit for a token ("" for what is left out) and how much deeper it goes; at position -1 only what has no place."""
        match = NAME.match(token)
        name = match.group(1).lower() if match is not None else ""
        opening = token[1] != "/"
        if name in _RAW_NAMES or name == "meta" or (name in ELEMENTS and opening):
            return self._learn_placed(token, name, position) if position >= 0 else _IN_PLACE
        if not name and "supportLists" in token:
            if position < 0:
                return _IN_PLACE
            end = self.raw.find("endif]", position, position + _LIST_NUMBER)
            return (self._unseen("list", position, end - position), 0) if end > 0 else ("", 0)
        emitted = ("", 0)
        if name in _KEPT or (self.keep_inline and name in _INLINE):
            if opening and name not in _VOID:
                tag = read_tag(token, name, self.sheet, self.rules)
                if tag.unseen and position < 0:
                    return _IN_PLACE
                self.tags.append(tag)
                start = f'<{name} i="{len(self.tags) - 1}">'
                depth = int(name not in _CLOSED_BY_PARSER)
                if tag.unseen:
                    return start + self._unseen(tag.unseen, position, len(token)), depth
                emitted = (start, depth)
            else:
                emitted = (f"<{name}>", 0) if opening else (f"</{name}>", -(name not in _CLOSED_BY_PARSER))
        elif name in _INLINE and opening:
            tag = read_tag(token, name, self.sheet, self.rules)
            self.needs_inline |= tag.hidden or tag.struck or tag.bold or tag.raised or tag.folded or tag.role != ""
            if tag.unseen:
                return (self._unseen(tag.unseen, position, len(token)), 0) if position >= 0 else _IN_PLACE
        self.known[token] = emitted
        return emitted

    def _learn_placed(self, token: str, name: str, position: int) -> tuple[str, int]:
        """A raw-text element, a <meta>, or an element that shows something which is no text."""
        opening = token[1] != "/"
        if name == "style" and opening:
            self.sheet.update(roles_of_sheet(token))
            self.rules.update(notable_rules(token))
        elif name == "meta" and len(self.metas) < MAX_METAS:
            self.metas.append((position, token))
        elif name == "title" and opening and not self.raw_elements:
            self.raw_elements.append((name, position, token))
        elif name in ELEMENTS and opening and (self.stretches or self.stretch):
            kind = kind_of_element(name, token)
            found = value_of_field(name, token) if kind == "field" else None
            if found is not None:
                marker = self._marker(decode_entities(position + found[0], found[1]))
                self.unseen[marker] = kind
                return marker, 0
            if kind:
                return self._unseen(kind, position, len(token)), 0
        return "", 0

    def _unseen(self, kind: str, position: int, length: int) -> str:
        """The marker of something that is no text; "" above the text of the page, where it belongs to no cell."""
        if not self.stretches and not self.stretch:
            return ""
        if len(self.stretches) + len(self.blanks) >= MAX_STRETCHES:
            raise too_complex(self.file)
        self.blanks.append([(position, length, "")])
        marker = chr(BLANK_BASE + len(self.blanks) - 1)
        self.unseen[marker] = kind
        return marker


def skeleton(raw: str, file: str) -> Skeleton:
    """网页源码的骨架。

    The skeleton of a page. Raises ReadError `too_complex` for a page with more tags or deeper nesting than can be read in good time.
    """
    if raw.count("<") + raw.count("&") > MAX_TAGS:
        raise too_complex(file)
    builder = _Builder(file, keep_inline=False)
    html = builder.build(raw)
    if builder.needs_inline:
        # Which end tag belongs to a hidden or bold <span> is for the parser to say, so it has to see all of them.
        builder = _Builder(file, keep_inline=True)
        html = builder.build(raw)
    return Skeleton(
        html, builder.stretches, builder.blanks, builder.tags, builder.raw_elements, builder.metas, raw, builder.unseen
    )


def too_complex(file: str) -> ReadError:
    """网页太复杂。 The error for a page with too many or too deeply nested tags."""
    return ReadError(
        "too_complex",
        file,
        f"网页的标签超过 {MAX_TAGS} 个、文字超过 {MAX_STRETCHES} 段或 {MAX_CHARACTERS} 字, 或者嵌套超过 {MAX_DEPTH} 层, "
        "不像报告页面; 请只保存报告正文后再试。",
        f"The page has more than {MAX_TAGS} tags or {MAX_STRETCHES} pieces or {MAX_CHARACTERS} characters of text, "
        f"or nests them more than {MAX_DEPTH} deep, unlike any "
        "report page: save the report's text alone and try again.",
    )
