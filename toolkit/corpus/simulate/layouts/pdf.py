"""PDF版式。

Reports as PDF with ruled tables, written with reportlab in a font that every reader of PDF has (STSong-Light,
not embedded). A row is never cut by the end of a page. The same report gives the same bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from toolkit.corpus.simulate.layouts import Made
from toolkit.corpus.simulate.tables import Placed, laid, printed

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
PAGE = (595.0, 842.0)
CLOSING = "，。、；：）》〕”！？"
MARGIN, BODY, SMALL = 56.0, 10.5, 7.5
COLUMNS: dict[str, list[float]] = {
    "proactive": [3, 2, 2, 2],
    "requests": [2, 2, 5, 1.4, 1.4, 1.4, 1.4, 1.4, 1.4, 1.4],
    "challenges": [1] * 15,
    "statistics": [8, 1.2, 2],
}


def pdf(made: Made) -> bytes:
    """排成PDF。 The report as a PDF file. Raises `ModuleNotFoundError` where reportlab is not installed."""
    try:
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfbase.pdfmetrics import registerFont
        from reportlab.pdfgen.canvas import Canvas
    except ModuleNotFoundError as error:
        message = "生成PDF需要reportlab：pip install reportlab。 Writing PDF needs reportlab: pip install reportlab."
        raise ModuleNotFoundError(message) from error
    registerFont(UnicodeCIDFont(FONT))
    made_of = io.BytesIO()
    canvas = Canvas(made_of, pagesize=PAGE, invariant=1, pageCompression=1)
    canvas.setTitle(made.title)
    page = _Page(canvas)
    page.text(made.title, 16, centred=True)
    if made.meta:
        page.text("　".join(made.meta), SMALL + 1, centred=True)
    for block in made.blocks:
        if block.kind == "table":
            page.table(laid(made.form, made.hybrid, block.table, made.lost), block.table, made)
        elif block.kind in ("heading", "caption"):
            page.room(7 * BODY)  # not alone at the foot of a page
            page.text(block.text, BODY + 1, centred=block.kind == "caption")
        else:
            page.text("　　" + block.text, BODY)
    for line in made.signed:
        page.text(line, BODY, indent=300)
    canvas.showPage()
    canvas.save()
    return made_of.getvalue()


class _Page:
    """Where the next line goes."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.y = canvas, PAGE[1] - MARGIN

    def room(self, height: float) -> None:
        if self.y - height < MARGIN:
            self.canvas.showPage()
            self.y = PAGE[1] - MARGIN

    def text(self, text: str, size: float, centred: bool = False, indent: float = 0.0) -> None:
        for line in _wrapped(text, size, PAGE[0] - 2 * MARGIN - indent):
            self.room(size * 1.6)
            self.y -= size * 1.6
            self.canvas.setFont(FONT, size)
            if centred:
                self.canvas.drawCentredString(PAGE[0] / 2, self.y, line)
            else:
                self.canvas.drawString(MARGIN + indent, self.y, line)
        self.y -= size * 0.3

    def table(self, rows: tuple[tuple[Placed, ...], ...], name: str, made: Made) -> None:
        shares = COLUMNS[name]
        whole = (PAGE[0] - 2 * MARGIN) / sum(shares)
        lefts = [MARGIN]
        for share in shares:
            lefts.append(lefts[-1] + share * whole)
        lines = [
            [
                (one, _wrapped(_cell(one, made), SMALL, lefts[one.column + one.slot.across] - lefts[one.column] - 4))
                for one in row
            ]
            for row in rows
        ]
        heights = [
            max([1, *(len(text) for one, text in row if one.slot.down == 1)]) * SMALL * 1.35 + 5 for row in lines
        ]
        _stretch(lines, heights)
        at = 0
        while at < len(rows):
            end = at + max(
                [1, *(one.slot.down for one in rows[at] if not one.goes_on)]
            )  # what spans rows stays on one page
            end = min(len(rows), end)
            self.room(sum(heights[at:end]))
            for row in range(at, end):
                self._row(lines[row], heights, row, lefts)
            at = end
        self.y -= 8

    def _row(self, line: list[tuple[Placed, list[str]]], heights: list[float], row: int, lefts: list[float]) -> None:
        for one, text in line:
            if one.goes_on:
                continue
            left, right = lefts[one.column], lefts[one.column + one.slot.across]
            height = sum(heights[row : row + one.slot.down])
            self.canvas.setLineWidth(0.5)
            self.canvas.rect(left, self.y - height, right - left, height)
            self.canvas.setFont(FONT, SMALL)
            top = self.y - (height - len(text) * SMALL * 1.35) / 2 - SMALL
            for number, words in enumerate(text):
                self.canvas.drawCentredString((left + right) / 2, top - number * SMALL * 1.35, words)
        self.y -= heights[row]


def _stretch(lines: list[list[tuple[Placed, list[str]]]], heights: list[float]) -> None:
    """Rows grow until what spans them has room."""
    for at, row in enumerate(lines):
        for one, text in row:
            if not one.goes_on and one.slot.down > 1:
                missing = len(text) * SMALL * 1.35 + 5 - sum(heights[at : at + one.slot.down])
                if missing > 0:
                    heights[at] += missing


def _cell(one: Placed, made: Made) -> str:
    return "" if one.goes_on else printed(made.cells, one.slot.path) if one.slot.path else one.slot.text


def _wrapped(text: str, size: float, width: float) -> list[str]:
    """Lines no wider than `width`; a number is not cut unless it is wider than that itself."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines, line, used = [], "", 0.0
    for word in _words(text):
        wide = stringWidth(word, FONT, size)
        if used + wide > width and line:
            lines.append(line)
            line, used = "", 0.0
        line += word
        used += wide
    return [*lines, line] if line or not lines else lines


def _words(text: str) -> list[str]:
    words: list[str] = []
    for character in text:
        # numbers stay whole, and no line begins with a closing mark
        joined = words and (character in CLOSING or (character.isascii() and words[-1][-1].isascii()))
        if joined and not character.isspace():
            words[-1] += character
        else:
            words.append(character)
    return words
