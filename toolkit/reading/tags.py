"""开始标签：属性中与读入有关的内容。

Start tags, with what their attributes and the page's style sheets say about how the text in them shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.reading.attributes import attributes
from toolkit.reading.divtables import role_of
from toolkit.reading.sheets import HIDDEN, NO_SIZE, RAISED, STRUCK, WHITE_VALUE, has_background, unseen_in

_ALIGN = re.compile(r"text-align\s*:\s*(center|right|left|justify)", re.I)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_FOOTNOTE_LINK = re.compile(r"#_(?:ftn|edn)(?!ref)|#(?:footnote|endnote|fn)[-_:]?\d", re.I)
_FOOTNOTE_CLASS = re.compile(r"\bMso(?:Footnote|Endnote)Reference\b")
_DISPLAY = re.compile(r"\b(?:display|visibility)\s*:", re.I)
_PREFORMATTED = re.compile(r"white-space\s*:\s*pre(?!-line)", re.I)

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset"
    " h1 h2 h3 h4 h5 h6 header hgroup html legend li listing main menu nav ol"
    " option optgroup p pre section select summary ul ucapcontent".split()
)
TABLES = frozenset("table caption colgroup thead tbody tfoot tr td th".split())
BORDERED = BLOCKS | TABLES
DELETED = frozenset("del s strike".split())
_RAISED = frozenset("sup sub rt".split())
# A cell without text that has one of these is filled by a script or by the style sheet.
_FILLED_BY = frozenset(f"data-{name}" for name in "v val value num number count content text total".split())
# Text that stands in these is moved out of the table by the parser.
_NO_TEXT = frozenset("table colgroup thead tbody tfoot tr select".split())


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
    raised: bool = False
    folded: bool = False  # hidden by the page's style sheet
    background: bool = False
    unseen: str = ""


def read_tag(token: str, name: str, sheet: dict[str, str], rules: dict[str, str]) -> Tag:
    """读出一个开始标签。

    A start tag with what its attributes say. `sheet` are the roles of classes (see `divtables`), `rules` their declarations (`sheets`).
    """
    given = attributes(token)
    style = given.get("style", "")
    classes = given.get("class", "")
    align = _ALIGN.search(style)
    # align=center on a table places the table, not the text in it
    side = (align.group(1) if align else "" if name == "table" else given.get("align", "")).lower()
    inline = name not in BORDERED
    tag = Tag(
        name,
        align="center" if name == "center" else {"middle": "center", "justify": "left"}.get(side, side),
        hidden="hidden" in given or bool(HIDDEN.search(style)),
        struck=name in DELETED or bool(STRUCK.search(style)) or (inline and bool(NO_SIZE.search(style))),
        bold=name in ("b", "strong") or bool(_BOLD.search(style)),
        preformatted=name in ("pre", "listing") or bool(_PREFORMATTED.search(style)),
        colspan=given.get("colspan", ""),
        rowspan=given.get("rowspan", ""),
        classes=f"{classes} {given.get('id', '')}".strip(),
        role="" if name in TABLES or not given else role_of(name, given, sheet),
        raised=name in _RAISED or (inline and "align" in style.lower() and bool(RAISED.search(style))),
    )
    if given:
        _read_shown(tag, given, style, rules)
    if name == "ol" and "list-style" not in style:
        tag.unseen = "list"  # the browser writes its numbers
    return tag


def _read_shown(tag: Tag, given: dict[str, str], style: str, rules: dict[str, str]) -> None:
    """What attributes and the page's style sheets say about whether and how the text of an element shows."""
    name = tag.name
    inline = name not in BORDERED
    classes = given.get("class", "")
    if rules and classes:
        of_class = [rules[each] for each in classes.lower().split() if each in rules]
        if of_class:
            said = ";".join(of_class)
            tag.folded = bool(HIDDEN.search(said)) and _DISPLAY.search(style) is None
            tag.raised |= inline and bool(RAISED.search(said))
            tag.folded |= bool(STRUCK.search(said)) or (inline and bool(NO_SIZE.search(said)))
            style = f"{said};{style}"
    if inline and (
        (name == "a" and _FOOTNOTE_LINK.search(given.get("href", ""))) or (classes and _FOOTNOTE_CLASS.search(classes))
    ):
        tag.raised = True
    if style:
        tag.background = has_background(style)
        tag.unseen = unseen_in(style)
    if "bgcolor" in given:
        tag.background |= WHITE_VALUE.match(given["bgcolor"]) is None
    if name == "font":
        if WHITE_VALUE.match(given.get("color", "")):
            tag.unseen = tag.unseen or "pale"
    elif name in ("td", "th") and not tag.unseen:
        if "background" in given:
            tag.unseen = "backdrop"
        elif any(key in _FILLED_BY for key in given):
            tag.unseen = "data"
    elif name == "bdo" and given.get("dir", "").lower() == "rtl":
        tag.unseen = "reversed"
    if name in _NO_TEXT:
        tag.unseen = ""
