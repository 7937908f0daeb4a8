"""文字与其在原文件中的位置：折叠空白的同时建立映射。

Text and where it stands. White space is collapsed and the map back to the raw file is built in the same pass; it is never
recovered afterwards by comparing the two.

The currency is the *piece* `(raw, length, text)`: `text` stands for `length` characters of the raw file from `raw` on. Where the
two lengths are equal the text stands there verbatim; an entity such as `&lt;` is a piece whose text is shorter than its length.
`raw` is -1 where the place is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

Piece = tuple[int, int, str]

# Zero-width and direction characters: they separate nothing and are dropped. White space is what Python's \s says, which has the
# no-break and the ideographic space.
ZERO_WIDTH = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_WORDS = re.compile(rf"[^\s{ZERO_WIDTH}]+(?: [^\s{ZERO_WIDTH}]+)*")
_SPECIAL = re.compile(rf"[\s{ZERO_WIDTH}]")
_BLANK = re.compile(rf"[\s{ZERO_WIDTH}]*")
_SPACE = re.compile(r"\s")
_LINE_BREAK = re.compile(r"[\n\r]")
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,8}|[a-zA-Z][a-zA-Z0-9]{0,31});?")


class Placed(NamedTuple):
    """折叠空白后的文字、对应关系与起止位置。 Collapsed text with its runs and its place in the raw file."""

    text: str
    runs: tuple[tuple[int, int, int], ...]
    start: int | None
    end: int | None


def is_blank(text: str) -> bool:
    """只有空白和零宽字符。 Nothing but white space and zero-width characters."""
    return text.isspace() or not text or _BLANK.fullmatch(text) is not None


def is_wide(character: str) -> bool:
    """汉字、全角标点等宽字符。 A CJK character or full-width punctuation, beside which no space is needed."""
    return character >= "\u2e80" or character in "“”‘’…—·"


def decode_entities(raw: int, text: str) -> list[Piece]:
    """把 HTML 字符实体换成字符, 其余照原样。 Pieces of a raw HTML text run, each character reference a piece of its own."""
    if "&" not in text:
        return [(raw, len(text), text)]
    pieces: list[Piece] = []
    cursor = 0
    for match in _ENTITY.finditer(text):
        start, end = match.span()
        decoded = unescape(match.group())
        if decoded == match.group():
            continue
        if start > cursor:
            pieces.append((raw + cursor, start - cursor, text[cursor:start]))
        pieces.append((raw + start, end - start, decoded))
        cursor = end
    if cursor < len(text):
        pieces.append((raw + cursor, len(text) - cursor, text[cursor:]))
    return pieces


def collapse(pieces: Iterable[Piece], wrapped: bool = False) -> Placed:
    """折叠空白, 同时记下每一段在原文件中的位置。

    Collapses white space to single spaces, strips the ends, drops zero-width characters and builds the runs.
    `wrapped` says that a line break is mere source layout, as in HTML: between two wide characters it then leaves nothing.
    """
    if isinstance(pieces, list) and len(pieces) == 1:
        raw, length, text = pieces[0]
        if raw >= 0 and length == len(text) > 0 and _SPECIAL.search(text) is None:
            return Placed(text, ((0, raw, length),), raw, raw + length)
    out: list[str] = []
    runs: list[tuple[int, int, int]] = []
    at = 0
    between = ""
    start = end = None
    for raw, length, text in pieces:
        verbatim = length == len(text) and raw >= 0
        if text and verbatim and not between and _SPECIAL.search(text) is None:
            # by far the most pieces: a few characters with nothing to collapse
            out.append(text)
            _add_run(runs, at, raw, length)
            start = raw if start is None else start
            end = raw + length
            at += length
            continue
        cursor = 0
        for match in _WORDS.finditer(text):
            a, b = match.span()
            between += text[cursor:a]
            if between:
                if out and _needs_space(out[-1][-1], between, text[a], wrapped):
                    out.append(" ")
                    at += 1
                between = ""
            out.append(match.group())
            if verbatim:
                _add_run(runs, at, raw + a, b - a)
            if raw >= 0:
                first, last = (raw + a, raw + b) if verbatim else (raw, raw + length)
                start, end = (first if start is None else start), last
            at += b - a
            cursor = b
        between += text[cursor:]
    return Placed("".join(out), tuple(runs), start, end)


def _add_run(runs: list[tuple[int, int, int]], at: int, raw: int, length: int) -> None:
    """Adds a run, or lengthens the one before where both go on."""
    if runs:
        first, place, size = runs[-1]
        if first + size == at and place + size == raw:
            runs[-1] = (first, place, size + length)
            return
    runs.append((at, raw, length))


def _needs_space(before: str, between: str, after: str, wrapped: bool) -> bool:
    if _SPACE.search(between) is None:
        return False
    return not (wrapped and _LINE_BREAK.search(between) and is_wide(before) and is_wide(after))


def cut(pieces: Iterable[Piece], start: int, end: int) -> list[Piece]:
    """取出文字中一段区间对应的片段。 The pieces of characters `start` to `end` of the pieces' joined text."""
    taken: list[Piece] = []
    at = 0
    for raw, length, text in pieces:
        size = len(text)
        a, b = max(start - at, 0), min(end - at, size)
        if a < b or (not size and start <= at <= end):
            whole = length != size or raw < 0
            taken.append((raw, length, text[a:b]) if whole else (raw + a, b - a, text[a:b]))
        at += size
    return taken


def place_of(pieces: Iterable[Piece], offset: int) -> int | None:
    """片段文字中某处在原文件中的位置。 The place in the raw file of an offset in the pieces' joined text."""
    at = 0
    place = None
    for raw, length, text in pieces:
        if at <= offset and raw >= 0:
            within = min(offset - at, len(text))
            place = raw + (within if length == len(text) else length if within else 0)
        at += len(text)
    return place


def joined(parts: Iterable[Placed]) -> Placed:
    """把单元格内的几行接成一行：汉字之间不加空格, 数字之间加。

    Joins the lines of one cell: a label broken over two lines has no space in it, words have one; between figures the line end is kept,
    since it may stand between two numbers or inside one.
    """
    text = ""
    runs: list[tuple[int, int, int]] = []
    start = end = None
    for part in parts:
        if not part.text:
            continue
        if text and text[-1].isascii() and part.text[0].isascii():
            text += "\n" if text[-1].isdigit() and part.text[0].isdigit() else " "
        at = len(text)
        runs += [(at + a, raw, length) for a, raw, length in part.runs]
        text += part.text
        start = part.start if start is None else start
        end = part.end if part.end is not None else end
    return Placed(text, tuple(runs), start, end)
