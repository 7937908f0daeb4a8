"""读出有线表的每一格：两次识别, 再以字形核对, 不一致即存疑。

The cells of ruled tables. A cell is cropped to its ink and recognised on its own (detection often misses a lone digit). What may be a
number is recognised once more from its ink drawn anew, and its digits are compared with all other digits of the page. Where these differ,
where one is unsure, or where there is ink that no reading explains, the cell is in doubt: it is never blank and never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from toolkit.reading.scan.crops import EDGE, Crop, crops_of, cut, faint_ink, redrawn
from toolkit.reading.scan.engine import Engine
from toolkit.reading.scan.glyphs import odd_digits
from toolkit.reading.scan.lines import Line, Reading, Unsure
from toolkit.reading.scan.ruling import Ink, RuledCell, RuledTable
from toolkit.reading.scan.upright import Upright

# A number whose less certain reading is below this is in doubt. Of 4,139 readings of known cells at 100 to 300 dpi, damaged in eleven ways
# (`benchmarks/scan.py`), as right / in doubt / silently wrong number, where both readings are at least this sure:
#   0.0  3935/203/1     0.5  3912/227/0     0.8  3847/292/0     0.9  3808/331/0     0.95  3767/372/0     0.98  3674/465/0
# (One more, a 1 taken for a ruled line, was read as blank whatever the threshold; such a cell is now in doubt, see `crops.faint_ink`.)
SURE = 0.90
# A gap inside a number wider than this share of its height may be a ruled line that was not found.
WIDE_GAP = 1.1

NUMERIC = re.compile(r"^[+\-\d.,，．、/:;'\"|()（）\sOoDQlI〇○Zz口]{1,12}(?:万元|亿元|元|件|条|项|个|次|宗|起|份)?$")
MARKS = re.compile(r"^[-/\\|*_.·、—一―]{1,4}$|^无$")
UNREADABLE = "□"
NO_CHARACTER = Reading(UNREADABLE, (0.0,), ((0.0, 1.0),))


@dataclass(slots=True)
class ReadCell:
    """读出的一格。 A cell as read: where it stands in the lattice, its rectangle in pixels, and its lines of text."""

    ruled: RuledCell
    lines: list[Line]


def read_cells(
    page: Upright, coloured: Any, ink: Ink, tables: list[RuledTable], models: Engine
) -> list[list[ReadCell]]:
    """读出一页各表的所有格。

    All cells of the tables of a page, of each table in reading order. `page` is in grey without its red seals, `coloured` its picture
    with them.
    """
    cells = [cell for table in tables for cell in table.cells]
    crops = [crop for number, cell in enumerate(cells) for crop in crops_of(ink, cell, number)]
    first = models.read([cut(page.picture, crop.box, 0.12) for crop in crops], figures=True)
    numeric = [i for i, reading in enumerate(first) if is_numeric(reading.text, crops[i].alone)]
    again = models.read([redrawn(page.picture, crops[i]) for i in numeric], figures=True)
    odd = odd_digits(page.picture, [crops[i] for i in numeric], [first[i].text for i in numeric])
    second = {i: (again[n], odd.get(n)) for n, i in enumerate(numeric)}
    found = [ReadCell(cell, []) for cell in cells]
    for i, crop in enumerate(crops):
        found[crop.cell].lines.append(_line(page, crop, first[i], second.get(i), cells[crop.cell]))
    for read in found:
        if not read.lines and faint_ink(coloured, ink, read.ruled.box):
            read.lines.append(_faint(page, read.ruled))
        _check_numbers(read)
    rest = iter(found)
    return [[next(rest) for _ in table.cells] for table in tables]


def _line(
    page: Upright, crop: Crop, first: Reading, second: tuple[Reading, tuple[str, str] | None] | None, cell: RuledCell
) -> Line:
    """A line of a cell with its doubts; a number is as sure as the less certain of its two readings."""
    if second is None:
        return line_of(page, crop.box, first if first.text else NO_CHARACTER)
    again, odd = second
    unsure = _doubts(crop, first, again, odd, cell)
    if not first.text:
        return line_of(page, crop.box, NO_CHARACTER).doubted(*unsure)
    if len(first.confidences) == len(again.confidences):
        sure = tuple(min(pair) for pair in zip(first.confidences, again.confidences, strict=True))
    else:
        sure = tuple(min(c, again.confidence) for c in first.confidences)
    return line_of(page, crop.box, replace(first, confidences=sure)).doubted(*unsure)


def _faint(page: Upright, cell: RuledCell) -> Line:
    left, top, right, bottom = cell.box
    zh, en = (
        "这一格有淡淡的痕迹, 未识别出文字。",
        "There is something faint in this cell and no character was recognised.",
    )
    box = (left + EDGE, top + EDGE, right - EDGE, bottom - EDGE)
    return line_of(page, box, NO_CHARACTER).doubted(Unsure(0, 1, zh, en))


def is_numeric(text: str, alone: bool) -> bool:
    """可能是数值的读数。 Whether a reading may be of a number, or of a mark in its place: then it is read again."""
    text = text.strip()
    return not text or bool(NUMERIC.match(text)) or (alone and (len(text) == 1 or bool(MARKS.match(text))))


def line_of(page: Upright, box: tuple[float, float, float, float], reading: Reading) -> Line:
    """一块读数在页面上的位置。 A reading placed on its page; `box` is its rectangle in pixels."""
    left, top, right, bottom = box
    corner, along, down = page.point(left, top), page.point(right, top), page.point(left, bottom)
    points = tuple(round(v / page.scale, 2) for v in box)
    return Line(
        reading,
        page.number,
        (points[0], points[1], points[2], points[3]),
        corner,
        (along[0] - corner[0], along[1] - corner[1]),
        (down[0] - corner[0], down[1] - corner[1]),
    )


def _doubts(crop: Crop, first: Reading, second: Reading, odd: tuple[str, str] | None, cell: RuledCell) -> list[Unsure]:
    """Why a number is in doubt, if it is."""
    end = max(len(first.text), 1)
    a, b = first.text.strip(), second.text.strip()
    if not a:
        zh = f"这一格有墨迹但未识别出文字(另一次读作“{b}”)。" if b else "这一格有墨迹但未识别出文字。"
        other = f' (a second reading: "{b}")' if b else ""
        return [Unsure(0, end, zh, f"There is ink in this cell and no character was recognised{other}.")]
    if plain(a) != plain(b):
        return [
            Unsure(0, end, f"两次识别不一致：“{a}”与“{b}”。", f'Two readings of this place differ: "{a}" and "{b}".')
        ]
    sure = min(first.confidence, second.confidence)
    if sure < SURE:
        zh, en = f"识别为“{a}”, 但把握不足({sure:.2f})。", f'Recognised as "{a}", but not with certainty ({sure:.2f}).'
        return [Unsure(0, end, zh, en)]
    if odd:
        zh = f"识别为“{a}”, 但其中的“{odd[0]}”更像本页上的“{odd[1]}”。"
        en = f'Recognised as "{a}", but its "{odd[0]}" looks more like the "{odd[1]}" on this page.'
        return [Unsure(0, end, zh, en)]
    if cell.torn or crop.gap > WIDE_GAP:
        zh = f"识别为“{a}”, 但这一格的边线不完整或数字之间有大空隙, 可能是两格。"
        en = f'Recognised as "{a}", but the edges of the cell are broken or the digits stand far apart: it may be two cells.'
        return [Unsure(0, end, zh, en)]
    return []


def plain(text: str) -> str:
    """用来比较的读数：全角化为半角, 去空白。

    A reading to compare by: marks and commas of either width are the same, white space is nothing.
    """
    return "".join(text.split()).translate(str.maketrans("，．：；（）／－—一―", ",.:;()/----"))


def _check_numbers(cell: ReadCell) -> None:
    """Two numbers in one cell: a number broken over lines, or two cells whose line was not found."""
    numbers = [i for i, line in enumerate(cell.lines) if is_numeric(line.text, False)]
    if len(cell.lines) > 1 and len(numbers) == len(cell.lines):
        for i in numbers:
            line = cell.lines[i]
            cell.lines[i] = line.doubted(
                Unsure(0, len(line.text), "这一格里有不止一行数字。", "This cell holds more than one line of digits.")
            )
