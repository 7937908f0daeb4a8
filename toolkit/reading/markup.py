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
from html import unescape

from toolkit.errors import ReadError
from toolkit.reading.divtables import role_of, roles_of_sheet
from toolkit.reading.places import Piece, decode_entities, is_blank

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
# No attribute that matters stands further into a tag; what does is a picture in a data: address.
_TAG_LENGTH = 20_000
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
# Depth of a token that is not remembered: a <meta> or a script has its own place.
_PLACED = -2
# A tag that surely ends where the quick cut says, and is no script, title or <meta>.
_PLAIN_TAG = re.compile(
    r"<(?!/?(?i:"
    + "|".join((*_RAW_NAMES, "meta"))
    + r""")[\s/>])/?[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?!["'])))*+>"""
)
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""([^\s/>="']+)(?:\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([^\s>]*)))?""")
_ALIGN = re.compile(r"text-align\s*:\s*(center|right|left|justify)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
# what is struck out is no text of the report; a size of 0 hides a run of text, but round a block it only closes the gaps in it
_STRUCK = re.compile(r"text-decoration[^;]*:[^;]*line-through", re.I)
_NO_SIZE = re.compile(r"font-size\s*:\s*0+(?:\.0*)?\s*(?:p[xtc]|r?em|ex|%|[cm]m|in)?\s*(?:!important\s*)?(?:;|$)", re.I)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_PREFORMATTED = re.compile(r"white-space\s*:\s*pre(?!-line)", re.I)

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset"
    " h1 h2 h3 h4 h5 h6 header hgroup html legend li listing main menu nav ol"
    " option optgroup p pre section select summary ul ucapcontent".split()
)
TABLES = frozenset("table caption colgroup thead tbody tfoot tr td th".split())
_INLINE = frozenset("span font em i u small big label ins".split())
_DELETED = frozenset("del s strike".split())
_MARKS = _DELETED | frozenset("a b strong br hr noscript template xml ucaptitle publishtime ucapsource sup sub".split())
_BORDERED = BLOCKS | TABLES
_KEPT = BLOCKS | TABLES | _MARKS
_VOID = frozenset("br hr".split())
# Their end tags are often left out; the parser closes them, so they do not make a page deep.
_CLOSED_BY_PARSER = frozenset("p li dd dt td th tr tbody thead tfoot option optgroup colgroup html body br hr".split())


@dataclass(slots=True)
class Tag:
    """一种开始标签及其与读入有关的属性。 A start tag, with what its attributes say that matters for reading."""

    name: str
    align: str = ""
    hidden: bool = False
    struck: bool = False
    bold: bool = False
    preformatted: bool = False
    colspan: str = ""
    rowspan: str = ""
    classes: str = ""
    role: str = ""


@dataclass(slots=True)
class Skeleton:
    """网页骨架。 The page with its text replaced by markers, and what the markers and tags stand for."""

    html: str
    stretches: list[list[Piece]]
    blanks: list[list[Piece]]
    tags: list[Tag]
    raw_elements: list[tuple[str, int, str]] = field(default_factory=list)
    metas: list[tuple[int, str]] = field(default_factory=list)

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
        self.out: list[str] = []
        self.stretch: list[Piece] = []
        self.depth = self.characters = 0

    def build(self, raw: str) -> str:
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
            known = self.known.get(token) or self._learn(token, at)
            repeatable = repeatable and known[1] != _PLACED
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
        """What to emit for a token ("" for what is left out) and how much deeper it goes."""
        match = _NAME.match(token)
        name = match.group(1).lower() if match is not None else ""
        if name in _RAW_NAMES or name == "meta":
            if name == "style" and token[1] != "/":
                self.sheet.update(roles_of_sheet(token))
            elif name == "meta" and len(self.metas) < MAX_METAS:
                self.metas.append((position, token))
            elif name == "title" and token[1] != "/" and not self.raw_elements:
                self.raw_elements.append((name, position, token))
            return "", _PLACED
        emitted = ("", 0)
        if name in _KEPT or (self.keep_inline and name in _INLINE):
            counted = name not in _CLOSED_BY_PARSER
            emitted = (f"</{name}>", -counted) if token[1] == "/" else (self._start(token, name), int(counted))
        elif name in _INLINE and token[1] != "/":
            tag = _read_tag(token, name, self.sheet)
            self.needs_inline |= tag.hidden or tag.struck or tag.bold or tag.role != ""
        self.known[token] = emitted
        return emitted

    def _start(self, token: str, name: str) -> str:
        if name in _VOID:
            return f"<{name}>"
        self.tags.append(_read_tag(token, name, self.sheet))
        return f'<{name} i="{len(self.tags) - 1}">'


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
    return Skeleton(html, builder.stretches, builder.blanks, builder.tags, builder.raw_elements, builder.metas)


def attributes(token: str) -> dict[str, str]:
    """标签的属性, 名称小写, 实体已解码。 The attributes of a tag; the first of a name counts, as in the HTML standard."""
    found: dict[str, str] = {}
    match = _NAME.match(token)
    for name, double, single, bare in _ATTRIBUTE.findall(token, match.end() if match else 1, _TAG_LENGTH):
        value = double or single or bare
        found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found


def _read_tag(token: str, name: str, sheet: dict[str, str]) -> Tag:
    given = attributes(token)
    style = given.get("style", "")
    align = _ALIGN.search(style)
    # align=center on a table places the table, not the text in it
    side = (align.group(1) if align else "" if name == "table" else given.get("align", "")).lower()
    return Tag(
        name,
        align="center" if name == "center" else {"middle": "center", "justify": "left"}.get(side, side),
        hidden="hidden" in given or bool(_HIDDEN.search(style)),
        struck=name in _DELETED
        or bool(_STRUCK.search(style))
        or (name not in _BORDERED and bool(_NO_SIZE.search(style))),
        bold=name in ("b", "strong") or bool(_BOLD.search(style)),
        preformatted=name in ("pre", "listing") or bool(_PREFORMATTED.search(style)),
        colspan=given.get("colspan", ""),
        rowspan=given.get("rowspan", ""),
        classes=f"{given.get('class', '')} {given.get('id', '')}".strip(),
        role="" if name in TABLES or not given else role_of(name, given, sheet),
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
