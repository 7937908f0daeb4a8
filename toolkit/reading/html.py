"""网页的读入。

HTML to `Document`. The parser is selectolax (Lexbor), which repairs a page as a browser does; see `markup` for how places are kept.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from toolkit.model import Document, Doubt, Field, Source
from toolkit.reading.attributes import attributes
from toolkit.reading.chrome import has_part_headings, sort_out
from toolkit.reading.drafts import numbered
from toolkit.reading.encoding import Decoded
from toolkit.reading.flow import Flow
from toolkit.reading.markup import Skeleton, skeleton
from toolkit.reading.metadata import field_of_meta
from toolkit.reading.places import collapse, decode_entities
from toolkit.reading.unseen import SENTENCES

# A character that turns the direction of what follows, in itself or as an entity, and how far it can reach.
_REVERSING = re.compile("\u202e|&#8238;|&#x202e;", re.I)
_REVERSED = re.compile("(?:\u202e|&#8238;|&#x202e;)[^<>]{1,200}", re.I)
# No report has so many; of a page with more, the rest is in doubt as a whole.
MOST_DOUBTS = 2_000
_SHOWN = (
    "报告在页面上处于隐藏状态(由脚本打开), 隐藏的文字也已读入。",
    "The report is hidden on the page until a script opens it; hidden text was read too.",
)


def read_html(decoded: Decoded, name: str, sha256: str) -> Document:
    """读入一个网页。

    Reads a decoded page. Raises ReadError `too_complex` where it has too many or too deeply nested tags.
    """
    page = skeleton(decoded.text, name)
    flow = Flow(page, name)
    body = LexborHTMLParser(page.html).body
    tree = (body.html or "") if body is not None else ""
    flow.walk(tree)
    notes = decoded.notes
    if has_part_headings([line for _, line in flow.hidden]) and not has_part_headings(flow.drafts):
        # A tab or a folded box that a script opens: what is hidden is the report itself.
        flow = Flow(page, name, shows_hidden=True)
        flow.walk(tree)
        notes = (*notes, _SHOWN)
    fields = _fields_of_head(page)
    fields += [
        Field(tag, placed.text, "element", _source(placed.text, placed.start, placed.end))
        for tag, placed in flow.labelled
        if placed.text
    ]
    sorted_out = sort_out(flow.drafts, flow.containers)
    hidden = [(kind, line) for kind, line in flow.hidden]
    return Document(
        name,
        sha256,
        "html",
        decoded.encoding,
        decoded.text,
        numbered(sorted_out.blocks),
        sorted_out.built_asides(hidden),
        (*fields, *sorted_out.fields),
        notes,
        doubts=_doubts(decoded, flow),
    )


def _doubts(decoded: Decoded, flow: Flow) -> tuple[Doubt, ...]:
    doubts = [*decoded.doubts, *flow.doubts]
    if _REVERSING.search(decoded.text):
        for match in _REVERSED.finditer(decoded.text):
            doubts.append(Doubt(match.start(), match.end(), *SENTENCES["reversed"]))
    if len(doubts) == len(decoded.doubts):
        return decoded.doubts
    doubts.sort(key=_start)
    if len(doubts) > MOST_DOUBTS:
        rest = doubts[MOST_DOUBTS - 1]
        doubts[MOST_DOUBTS - 1 :] = [Doubt(rest.start, len(decoded.text), rest.zh, rest.en)]
    return tuple(doubts)


def _start(doubt: Doubt) -> int:
    return doubt.start


def _source(text: str, start: int | None, end: int | None) -> Source:
    return Source(text, start, end)


def _fields_of_head(page: Skeleton) -> list[Field]:
    fields: list[Field] = []
    for tag, position, token in page.raw_elements:
        if tag == "title":
            opened = token.find(">") + 1
            closing = token.rfind("</")
            text = token[opened : closing if closing >= opened else len(token)]
            placed = collapse(decode_entities(position + opened, text), wrapped=True)
            if placed.text and not any(field.origin == "title" for field in fields):
                fields.append(Field("title", placed.text, "title", _source(placed.text, placed.start, placed.end)))
    for position, token in page.metas:
        field = field_of_meta(attributes(token), token, position)
        if field is not None:
            fields.append(field)
    return fields
