"""读一页：扶正、找表、逐格识别、识别表外的字行。

One page: turned upright, its tables found and read cell by cell, the lines outside of them recognised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from toolkit.reading.scan.cells import SURE, ReadCell, line_of, plain, read_cells
from toolkit.reading.scan.engine import Engine
from toolkit.reading.scan.lines import NUMBER, Line, Reading, Unsure
from toolkit.reading.scan.ruling import RuledTable, find_tables, ink_of
from toolkit.reading.scan.upright import Upright, turned, upright, without_red

Box = tuple[float, float, float, float]

# Lines whose mean confidence is above the first are read the right way up: on pages of our reports at 100 and 150 dpi, clean, blurred, as a
# fax and as JPEG 30, it is 0.97 to 1.00, upside down at most 0.58. Below it, a way is taken that is above the second and that much better
# than all others.
RIGHT_WAY_UP, LIKELY, BETTER = 0.85, 0.6, 0.15
LOOKED_AT = 6
# Digits are legible upside down too (6 and 9, 1 and 7): only lines of words tell.
FEWEST_LETTERS = 4
LETTERS = re.compile(r"[一-鿿A-Za-z]")
# a line of several characters is this much longer than it is high
LINE_SHAPE = 3.0
# A crop of a number for the second look reaches this many heights to both sides.
AROUND = 0.6
SCRAP = 0.5


@dataclass(slots=True)
class ReadTable:
    """一页上读出的表。 A table as read on one page, with its lattice."""

    ruled: RuledTable
    cells: list[ReadCell]
    page: int
    scale: float
    place: Upright
    top: float = 0.0
    bottom: float = 0.0


@dataclass(slots=True)
class ReadPage:
    """读出的一页。 A page as read: its rows of lines and its tables from top to bottom, and its size upright, in points."""

    number: int
    width: float
    height: float
    items: list[list[Line] | ReadTable] = field(default_factory=list)


def read_page(picture: Any, dpi: float, number: int, models: Engine) -> ReadPage:
    """读一页。 Reads one page, an RGB picture (height x width x 3) at `dpi`."""
    page = upright(picture, dpi, number)
    boxes = models.detect(page.picture)
    page, boxes, told = _right_way_up(page, boxes, models)
    plain_page = replace(page, picture=without_red(page.picture))
    ink = ink_of(plain_page.picture)
    tables = find_tables(ink)
    height, width = page.picture.shape[:2]
    read = ReadPage(number, width / page.scale, height / page.scale)
    outside = [b for b in boxes if not any(_within(b, t) for t in tables)]
    for table, cells in zip(tables, read_cells(plain_page, page.picture, ink, tables, models), strict=True):
        top, bottom = table.ys[0] / page.scale, table.ys[-1] / page.scale
        read.items.append(ReadTable(table, cells, number, page.scale, page, top, bottom))
    lines = _read_lines(page, outside, models)
    read.items += _rows(lines)
    read.items.sort(key=_top)
    if not told:
        _either_way_up(read)
    return read


def _top(item: list[Line] | ReadTable) -> float:
    return item.top if isinstance(item, ReadTable) else min(line.box[1] for line in item)


def _within(box: Box, table: RuledTable) -> bool:
    left, top, right, bottom = table.box
    return left < (box[0] + box[2]) / 2 < right and top < (box[1] + box[3]) / 2 < bottom


def _right_way_up(page: Upright, boxes: list[Box], models: Engine) -> tuple[Upright, list[Box], bool]:
    """The page turned so that its words can be read, and whether there are words that tell."""
    standing = sum(1 for b in boxes if b[3] - b[1] > LINE_SHAPE * (b[2] - b[0]))
    lying = sum(1 for b in boxes if b[2] - b[0] > LINE_SHAPE * (b[3] - b[1]))
    if not boxes:
        return page, boxes, False
    looked: list[tuple[float, int, Upright, list[Box]]] = []
    for quarters in (1, 3, 0, 2) if standing > lying else (0, 2, 1, 3):
        there = turned(page, quarters) if quarters else page
        if not quarters:
            found = boxes
        elif quarters == 2:
            height, width = page.picture.shape[:2]
            found = [(width - b[2], height - b[3], width - b[0], height - b[1]) for b in boxes]
        else:
            found = models.detect(there.picture)
        legible = _legibility(there, found, models)
        looked.append((legible, quarters, there, found))
        if legible >= RIGHT_WAY_UP:
            break
    best, *others = sorted(looked, key=lambda way: -way[0])
    sure = best[0] >= RIGHT_WAY_UP or (best[0] >= LIKELY and all(best[0] - way[0] >= BETTER for way in others))
    if not sure:
        return page, boxes, False
    return best[2], models.detect(best[2].picture) if best[1] == 2 else best[3], True


def _legibility(page: Upright, boxes: list[Box], models: Engine) -> float:
    """The mean confidence of the longest lines of words; 0 where there are none."""
    longest = sorted(boxes, key=lambda b: b[0] - b[2])[:LOOKED_AT]
    crops = [_crop(page, (b[0], b[1], min(b[2], b[0] + 9 * (b[3] - b[1])), b[3])) for b in longest]
    readings = [r for r in models.read(crops) if len(LETTERS.findall(r.text)) >= FEWEST_LETTERS]
    sure = [c for reading in readings for c in reading.confidences]
    return sum(sure) / len(sure) if len(sure) >= 2 * FEWEST_LETTERS else 0.0


def _either_way_up(read: ReadPage) -> None:
    """All numbers of a page are in doubt where no words tell which way up it stands."""
    zh = "这一页没有文字能说明它是否放正, 数字可能是倒着的。"
    en = "No words on this page tell which way up it stands: its numbers may be upside down."

    def doubted(line: Line) -> Line:
        return line.doubted(*(Unsure(*found.span(), zh, en) for found in NUMBER.finditer(line.text)))

    for i, item in enumerate(read.items):
        if isinstance(item, ReadTable):
            for cell in item.cells:
                cell.lines = [doubted(line) for line in cell.lines]
        else:
            read.items[i] = [doubted(line) for line in item]


def _crop(page: Upright, box: Box) -> Any:
    height, width = page.picture.shape[:2]
    left, top = max(0, min(round(box[0]), width - 2)), max(0, min(round(box[1]), height - 2))
    return page.picture[top : max(top + 2, round(box[3])), left : max(left + 2, round(box[2]))]


def _read_lines(page: Upright, boxes: list[Box], models: Engine) -> list[Line]:
    readings = models.read([_crop(page, box) for box in boxes])
    lines = [
        line_of(page, box, reading)
        for box, reading in zip(boxes, readings, strict=True)
        if reading.text.strip() and sum(reading.confidences) / len(reading.confidences) >= SCRAP
    ]
    return _numbers_again(page, lines, models)


def _numbers_again(page: Upright, lines: list[Line], models: Engine) -> list[Line]:
    """Every number of the text is read once more, in a crop of its own; where the crops say different numbers it is in doubt."""
    looked: list[tuple[int, int, int]] = []
    crops: list[Any] = []
    for i, line in enumerate(lines):
        for found in NUMBER.finditer(line.text):
            a, b = found.span()
            spans = line.reading.spans
            left, right = (v * page.scale for v in (line.box[0], line.box[2]))
            x0, x1 = left + spans[a][0] * (right - left), left + spans[b - 1][1] * (right - left)
            reach = AROUND * line.height * page.scale
            top, bottom = line.box[1] * page.scale, line.box[3] * page.scale
            crops.append(_crop(page, (max(left, x0 - reach), top - 2, min(right, x1 + reach), bottom + 2)))
            looked.append((i, a, b))
    found_unsure: dict[int, list[Unsure]] = {}
    for (i, a, b), again in zip(looked, models.read(crops, figures=True), strict=True):
        unsure = _compared(lines[i].reading, a, b, again)
        if unsure:
            found_unsure.setdefault(i, []).append(unsure)
    return [line.doubted(*found_unsure.get(i, ())) for i, line in enumerate(lines)]


def _compared(reading: Reading, start: int, end: int, again: Reading) -> Unsure | None:
    number = reading.text[start:end]
    others = NUMBER.findall(again.text)
    sure = min(reading.confidences[start:end])
    if not any(plain(number) == plain(other) for other in others):
        other = "、".join(others) or again.text
        return Unsure(
            start,
            end,
            f"两次识别不一致：“{number}”与“{other}”。",
            f'Two readings of this place differ: "{number}" and "{other}".',
        )
    if sure < SURE:
        return Unsure(
            start,
            end,
            f"识别为“{number}”, 但把握不足({sure:.2f})。",
            f'Recognised as "{number}", but not with certainty ({sure:.2f}).',
        )
    return None


def _rows(lines: list[Line]) -> list[list[Line] | ReadTable]:
    """Boxes side by side are one row."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda found: (found.box[1] + found.box[3], found.box[0])):
        middle = (line.box[1] + line.box[3]) / 2
        last = rows[-1] if rows else None
        if last and abs(middle - (last[-1].box[1] + last[-1].box[3]) / 2) < 0.4 * min(line.height, last[-1].height):
            last.append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda found: found.box[0]) for row in rows]


__all__ = ["ReadPage", "ReadTable", "read_page"]
