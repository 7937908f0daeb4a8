"""独立的第二次读取：与第一次不同之处不取舍, 标为读不准。

An independent second reading of a PDF, by another program (pdfplumber on pdfminer) with its own reading of fonts, characters and lines.
Every number of the first reading is looked up in it, and every cell of a table: where the two do not say the same, the place is a `Doubt`
with both readings, and what depends on it is unreadable. Nothing is chosen.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from toolkit.model import Box, Doubt, Grid, GridCell, Stretch
from toolkit.reading.pdf.frame import Frame

_FIGURE = re.compile(r"\d")
# what is compared: the characters of which figures are made
_MADE_OF = frozenset("0123456789.%+-")
# labels hold list numbers and years; a cell of figures is short
_LONGEST = 24
_BUCKET = 24.0
_THICKEST = 3.0
_SETTINGS = {"snap_tolerance": 3, "intersection_tolerance": 4, "join_tolerance": 4}


class Character(NamedTuple):
    """第二次读到的一个字符。 A character of the second reading: its text and the middle of its box."""

    text: str
    x: float
    y: float


class SecondPage:
    """第二次读到的一页。 A page of the second reading: its characters by place, and the rectangles of its table cells."""

    def __init__(self, characters: Iterable[Character], cells: list[Box]) -> None:
        self.cells = cells
        self._rows: dict[int, list[Character]] = {}
        for character in characters:
            self._rows.setdefault(int(character.y // _BUCKET), []).append(character)

    def inside(self, box: Box) -> list[Character]:
        """中心在矩形内的字符。 The characters whose middle lies in a rectangle."""
        left, top, right, bottom = box
        rows = range(int(top // _BUCKET), int(bottom // _BUCKET) + 1)
        return [c for row in rows for c in self._rows.get(row, ()) if left <= c.x <= right and top <= c.y <= bottom]

    def cell_at(self, box: Box) -> Box | None:
        """矩形中心所在的格子。 The smallest cell that holds the middle of a rectangle."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        found = [b for b in self.cells if b[0] <= x <= b[2] and b[1] <= y <= b[3]]
        return min(found, key=_area, default=None)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def read_again(data: bytes, frames: list[Frame]) -> Iterator[SecondPage | None]:
    """逐页再读一次; 读不出的页为 None。

    The second reading page by page, in the displayed coordinates of `frames`; None for a page that the other program cannot read.
    """
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        opened = pdfplumber.open(io.BytesIO(data))
    except Exception:  # noqa: BLE001  (what a damaged file makes another program raise is not known)
        yield from (None for _ in frames)
        return
    with opened:
        for number, frame in enumerate(frames):
            try:
                yield _page(opened.pages[number], frame)
            except Exception:  # noqa: BLE001
                yield None


def _page(page: Any, frame: Frame) -> SecondPage:
    page = page.filter(_is_kept).dedupe_chars(tolerance=1)
    turns = (frame.turns - page.rotation // 90) % 4  # a page set sideways was turned back by the first reading
    width, height = float(page.width), float(page.height)
    left, top = float(page.bbox[0]), float(page.bbox[1])

    def box(x0: float, y0: float, x1: float, y1: float) -> Box:
        return _turned((x0 - left, y0 - top, x1 - left, y1 - top), turns, width, height)

    characters = []
    for c in page.chars:
        b = box(c["x0"], c["top"], c["x1"], c["bottom"])
        characters.append(Character(c["text"], (b[0] + b[2]) / 2, (b[1] + b[3]) / 2))
    cells = [box(*cell) for table in page.find_tables(_SETTINGS) for cell in table.cells]
    page.close()
    return SecondPage(characters, cells)


def _is_kept(thing: dict[str, Any]) -> bool:
    """Shading is no line: filled rectangles without a border are left out where they are thicker than one."""
    if thing.get("object_type") != "rect" or thing.get("stroke"):
        return True
    return bool(min(thing["width"], thing["height"]) <= _THICKEST)


def _turned(box: Box, turns: int, width: float, height: float) -> Box:
    x0, y0, x1, y1 = box
    if turns == 1:
        return height - y1, x0, height - y0, x1
    if turns == 2:
        return width - x1, height - y1, width - x0, height - y0
    if turns == 3:
        return y0, width - x1, y1, width - x0
    return box


def disagreements(
    text: str, stretches: Iterable[Stretch], grids: Iterable[Grid], pages: list[SecondPage | None]
) -> Iterator[Doubt]:
    """两次读取不同的数。 Where the second reading does not say the same as the first: numbers of the text, and cells of tables."""
    for stretch in stretches:
        printed = text[stretch.start : stretch.end]
        page = pages[stretch.page - 1]
        if page is not None and _FIGURE.search(printed):
            other = _of(page.inside(_wider(stretch.box)))
            if _figures(printed) != _figures(other):
                yield _doubt(stretch.start, stretch.end, printed, other)
    for grid in grids:
        for cell in grid.cells:
            number = cell.source.page
            page = pages[number - 1] if number is not None else None
            if page is not None and cell.box is not None and len(cell.text) <= _LONGEST:
                yield from _of_cell(cell, page)


def _of_cell(cell: GridCell, page: SecondPage) -> Iterator[Doubt]:
    """A short cell, compared with the characters in the second reading's own cell at that place."""
    if cell.box is None or cell.source.start is None or cell.source.end is None:
        return
    theirs = page.cell_at(cell.box) or cell.box
    if _area(theirs) > 1.5 * _area(cell.box):
        theirs = (
            cell.box
        )  # they see no line where the first reading saw one: the characters between its lines are compared
    other = _of(page.inside(theirs))
    if (
        len(other) <= _LONGEST
        and (_FIGURE.search(cell.text) or _FIGURE.search(other))
        and _figures(cell.text) != _figures(other)
    ):
        yield _doubt(cell.source.start, max(cell.source.end, cell.source.start + 1), cell.text, other)


def _wider(box: Box) -> Box:
    """A rectangle with the room that another program's boxes of characters take."""
    height = box[3] - box[1]
    return box[0] - 0.8, box[1] - 0.35 * height, box[2] + 0.8, box[3] + 0.35 * height


def _of(characters: list[Character]) -> str:
    lines: dict[int, list[Character]] = {}
    for character in characters:
        lines.setdefault(round(character.y / 3), []).append(character)
    return "".join(c.text for _, line in sorted(lines.items()) for c in sorted(line, key=lambda each: each.x))


def _figures(text: str) -> str:
    return "".join(sorted(c for c in unicodedata.normalize("NFKC", text) if c in _MADE_OF and c != "-"))


def _doubt(start: int, end: int, first: str, second: str) -> Doubt:
    zh = f"两次读取不同：“{first.strip()}”与“{second.strip()}”"
    en = f"two readings of the page differ: “{first.strip()}” and “{second.strip()}”"
    return Doubt(start, end, zh, en)
