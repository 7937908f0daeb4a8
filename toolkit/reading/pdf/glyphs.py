"""一页上的字符及其位置。

The characters of a page with their places as displayed. Drawn twice (false bold) is read once; invisible text (the hidden layer of a scan)
is not read at all; a character that the file does not name becomes U+FFFD.
"""

from __future__ import annotations

import math
import unicodedata
from ctypes import byref, c_double
from functools import cache
from typing import NamedTuple

import pypdfium2.raw as pdfium

from toolkit.reading.pdf.frame import Frame
from toolkit.vocabulary import load

# more characters than this on a page is no page of a report: a dense one has 3,000
MAX_CHARACTERS = 60_000
_BLANKS = frozenset((0x20, 0x0D, 0x0A, 0xA0, 0x3000))
UNNAMED = "\ufffd"
_INVISIBLE = (3, 7)  # text render modes: neither filled nor stroked; clipping only


class Glyph(NamedTuple):
    """一个字符：文字、外框、基线起点与方向。

    A character with its tight box and the origin (x, y) of its baseline, in displayed coordinates; `turns` are the quarter turns
    clockwise by which it is printed (0 upright).
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float
    turns: int


@cache
def _radicals() -> dict[int, str]:
    """Kangxi radicals and radicals of the supplement, which some printers write in place of the characters."""
    table = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    rows = load("radicals")
    table |= {ord(a): b for a, b in zip(rows["radicals"], rows["characters"], strict=True)}
    return table


class PageText(NamedTuple):
    """一页的字符。 The characters of a page; `hidden` counts those that are in the file but not shown."""

    glyphs: list[Glyph]
    hidden: int


def read_glyphs(page: pdfium.FPDF_PAGE, frame: Frame, has_hidden: bool) -> PageText:
    """读出一页的全部字符。 All visible characters of a page, in the order of the file; `has_hidden`: some of its text is invisible."""
    text = pdfium.FPDFText_LoadPage(page)
    try:
        return _glyphs(text, frame, has_hidden)
    finally:
        pdfium.FPDFText_ClosePage(text)


def _glyphs(text: pdfium.FPDF_TEXTPAGE, frame: Frame, has_hidden: bool) -> PageText:
    left, right, bottom, top, x, y = (c_double() for _ in range(6))
    refs = byref(left), byref(right), byref(bottom), byref(top)
    at = byref(x), byref(y)
    found: list[Glyph] = []
    hidden = 0
    radicals = _radicals()
    for index in range(min(pdfium.FPDFText_CountChars(text), MAX_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in _BLANKS or (code < 0x80 and pdfium.FPDFText_IsGenerated(text, index) == 1):
            continue
        if not pdfium.FPDFText_GetCharBox(text, index, *refs) or not pdfium.FPDFText_GetCharOrigin(text, index, *at):
            continue
        if has_hidden and _is_hidden(text, index):
            hidden += 1
            continue
        turns = _turns(pdfium.FPDFText_GetCharAngle(text, index), frame)
        if turns is None:
            continue  # set slantwise: a watermark
        x0, y0, x1, y1 = frame.box(left.value, bottom.value, right.value, top.value)
        if x1 < 0 or y1 < 0 or x0 > frame.width or y0 > frame.height:
            continue
        character = chr(code) if 0x4E00 <= code <= 0x9FFF else radicals.get(code) or _named(code)
        if character:
            found.append(Glyph(character, x0, y0, x1, y1, *frame.point(x.value, y.value), turns))
    return PageText(_once(found), hidden)


def _named(code: int) -> str:
    """The character of a code; U+FFFD where the file does not say which it is, "" for what has no picture."""
    if code == 0 or 0xE000 <= code <= 0xF8FF or code == 0xFFFE or code == 0xFFFF:
        return UNNAMED
    character = chr(code)
    if character == "\u00ad":
        return "-"  # a hyphen at a line end
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character


def is_invisible(thing: pdfium.FPDF_PAGEOBJECT) -> bool:
    """文字对象是否不显示。 Whether a text object is drawn invisibly, as the layer of recognised text under a scan is."""
    return pdfium.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE


def _is_hidden(text: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
    thing = pdfium.FPDFText_GetTextObject(text, index)
    return bool(thing) and is_invisible(thing)


def _turns(angle: float, frame: Frame) -> int | None:
    """Quarter turns clockwise of a character as displayed; None where it stands slantwise."""
    if angle < 0.01:
        return frame.turns if frame.turns else 0
    quarters = angle / (math.pi / 2)
    nearest = round(quarters)
    if abs(quarters - nearest) > 0.06:
        return None
    return (nearest + frame.turns) % 4


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Without characters drawn again at the same place, as false bold and shadows are."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        text, left, top, right, bottom, x, y, _ = glyph
        near = max(bottom - top, right - left, 1.0) * 0.25
        a, b = int(x // 8), int(y // 8)
        # a place no further off than `near` is in the same square of 8 points or, at its edge, in the next
        across = (a,) if near < x - 8 * a < 8 - near else (a - 1, a, a + 1)
        down = (b,) if near < y - 8 * b < 8 - near else (b - 1, b, b + 1)
        again = any(
            abs(other.x - x) < near and abs(other.y - y) < near
            for column in across
            for row in down
            for other in seen.get((text, column, row), ())
        )
        if not again:
            seen.setdefault((text, a, b), []).append(glyph)
            kept.append(glyph)
    return kept
