"""Draws PDF reports in the layouts that the field shows, with another program than those that read them.

A table is rows of cells (text, column span); labels break over lines in their cell, rows go to the next page where they do not fit.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.parsing.layouts import (
    ENDING,
    HEADINGS,
    OPENING,
    OUTCOMES,
    TEXTS,
    TITLE,
    challenge_values,
    proactive_blocks,
    request_rows,
)

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
WIDTH, HEIGHT = 595.0, 842.0
MARGIN = 60.0

Row = list[tuple[str, int]]


@dataclass(frozen=True)
class Style:
    """How a report is set: lines as "stroke", "filled" (thin rectangles) or "none"; `open` leaves tables open at page ends."""

    lines: str = "stroke"
    size: float = 10.0
    row: float = 20.0
    open: bool = False
    header_again: bool = False
    sideways: bool = False
    upright_labels: bool = False
    bold: bool = False
    page_numbers: bool = True


class Paper:
    """Draws from the top of the page downwards."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.file = io.BytesIO()
        self.width, self.height = (HEIGHT, WIDTH) if style.sideways else (WIDTH, HEIGHT)
        self.canvas = Canvas(self.file, pagesize=(self.width, self.height), invariant=1)
        self.page = 0
        self._begin()

    def _begin(self) -> None:
        self.page += 1
        if self.style.sideways:
            # the page is stored upright and turned by its /Rotate entry, for which the canvas swaps width and height
            self.canvas.setPageRotation(90)
            self.canvas.translate(WIDTH, 0)
            self.canvas.rotate(90)
        self.y = self.height - MARGIN
        if self.style.page_numbers:
            self.text(self.width / 2 - 15, 30, f"— {self.page} —", 9)

    def turn(self) -> None:
        self.canvas.showPage()
        self._begin()

    def text(self, x: float, y: float, text: str, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, text)
        if self.style.bold:
            self.canvas.drawString(x + 0.3, y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.style.lines == "stroke":
            self.canvas.setLineWidth(0.6)
            self.canvas.line(x0, y0, x1, y1)
        elif self.style.lines == "filled":
            self.canvas.rect(x0 - 0.3, y0 - 0.3, x1 - x0 + 0.6, y1 - y0 + 0.6, stroke=0, fill=1)

    def paragraph(self, text: str, indent: int = 2, size: float = 14.0) -> None:
        count = int((self.width - 2 * MARGIN) / size)
        text = "\u3000" * indent + text
        while text:
            if self.y < MARGIN + 2 * size:
                self.turn()
            shown = text[:count].lstrip("\u3000")
            self.text(MARGIN + size * (len(text[:count]) - len(shown)), self.y, shown, size)
            self.y -= 1.8 * size
            text = text[count:]

    def centred(self, text: str, size: float = 18.0) -> None:
        self.text((self.width - size * len(text) * 0.9) / 2, self.y, text, size)
        self.y -= 2 * size

    def table(self, rows: list[Row], widths: list[float], header: int = 0) -> None:
        """Rows from top to bottom; the first `header` of them are printed again on the next page."""
        top = self.y
        first = True
        for number, row in enumerate(rows):
            lines = self._lines(row, widths)
            height = self._height(lines)
            if self.y - height < MARGIN + 10:
                self._close(top, widths, first)
                self.turn()
                top, first = self.y, True
                if self.style.header_again and number > header:
                    for again in rows[:header]:
                        self._row(
                            again, self._lines(again, widths), widths, self._height(self._lines(again, widths)), first
                        )
                        first = False
            self._row(row, lines, widths, height, first)
            first = False
        self._close(top, widths, first, last=True)
        self.y -= 24

    def _lines(self, row: Row, widths: list[float]) -> list[list[str]]:
        return [
            self._broken(text, sum(widths[at : at + span])) for (text, span), at in zip(row, _starts(row), strict=True)
        ]

    def _height(self, lines: list[list[str]]) -> float:
        return max(self.style.row, 1.35 * self.style.size * max(map(len, lines)) + 4)

    def _close(self, top: float, widths: list[float], first: bool, last: bool = False) -> None:
        if self.y < top and (last or not self.style.open):
            self.line(MARGIN, self.y, MARGIN + sum(widths), self.y)

    def _row(self, row: Row, lines: list[list[str]], widths: list[float], height: float, first: bool) -> None:
        if not (first and self.style.open and self.page > 1):
            self.line(MARGIN, self.y, MARGIN + sum(widths), self.y)
        size = self.style.size
        for ((_, span), at), shown in zip(zip(row, _starts(row), strict=True), lines, strict=True):
            x, width = MARGIN + sum(widths[:at]), sum(widths[at : at + span])
            self.line(x, self.y - height, x, self.y)
            y = self.y - (height - 1.35 * size * len(shown)) / 2 - size
            for text in shown:
                self.text(x + max(2.0, (width - _width(text, size)) / 2), y, text, size)
                y -= 1.35 * size
        right = MARGIN + sum(widths)
        self.line(right, self.y - height, right, self.y)
        self.y -= height

    def _broken(self, text: str, width: float) -> list[str]:
        """The text in lines that fit; a figure is never broken."""
        lines, line = [], ""
        for character in text:
            if (
                line
                and _width(line + character, self.style.size) > width - 4
                and not (character.isdigit() and line.isdigit())
            ):
                lines.append(line)
                line = ""
            line += character
        return [*lines, line] if line else lines or [""]

    def finish(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.file.getvalue()


def _starts(row: Row) -> list[int]:
    starts, at = [], 0
    for _, span in row:
        starts.append(at)
        at += span
    return starts


def _width(text: str, size: float) -> float:
    return sum(size if ord(c) > 0x2E7F else size / 2 for c in text)


def draw_table(rows: list[Row], widths: list[float], style: Style, header: int = 0) -> bytes:
    """A file with nothing but one table."""
    paper = Paper(style)
    paper.table(rows, widths, header)
    return paper.finish()


def draw_report(form: str, variant: str, year: int, figures: Mapping[str, str], style: Style) -> bytes:
    """A whole report with its three tables."""
    paper = Paper(style)
    paper.centred(TITLE.format(year=year))
    paper.paragraph(OPENING.format(year=year))
    for part, heading in HEADINGS.items():
        paper.paragraph(heading)
        if part == 2:
            for block, rows in proactive_blocks(form, figures):
                count = len(block.columns)
                widths = [150.0] + [(paper.width - 2 * MARGIN - 150) / count] * count
                names: Row = [("信息内容", 1), *((c.label, 1) for c in block.columns)]
                body: list[Row] = [[(label, 1), *((v, 1) for v in values)] for label, values in rows]
                paper.table([[(block.caption, count + 1)], names, *body], widths)
        elif part == 3:
            paper.table(
                _requests(form, variant, figures), [170.0, *[(paper.width - 2 * MARGIN - 170) / 7] * 7], header=2
            )
        elif part == 4:
            width = (paper.width - 2 * MARGIN) / 15
            rows4: list[Row] = [
                [("行政复议", 5), ("行政诉讼", 10)],
                [("", 5), ("未经复议直接起诉", 5), ("复议后起诉", 5)],
                [(name, 1) for name in OUTCOMES * 3],
                [(value, 1) for value in challenge_values(figures)],
            ]
            paper.table(rows4, [width] * 15)
        else:
            paper.paragraph(TEXTS[part])
    for line in ENDING:
        paper.text(paper.width - MARGIN - 150, paper.y, line.format(after=year + 1), 14)
        paper.y -= 26
    return paper.finish()


def _requests(form: str, variant: str, figures: Mapping[str, str]) -> list[Row]:
    rows: list[Row] = [
        [("", 1), ("自然人", 1), ("法人或其他组织", 5), ("总计", 1)],
        [
            ("", 1),
            ("", 1),
            *((name, 1) for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")),
            ("", 1),
        ],
    ]
    for label, values in request_rows(form, variant, figures):
        rows.append([(label, 1), *((v, 1) for v in values)] if values else [(label, 8)])
    return rows
