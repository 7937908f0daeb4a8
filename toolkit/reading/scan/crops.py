"""一格里的墨迹：去掉边线与污点, 分成行。

The ink of a cell: what is left of ruled lines and specks of dirt are taken out, and what remains is cut into lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from toolkit.reading.scan.ruling import Ink, Rectangle, RuledCell

# all in pixels at 200 dpi
EDGE = 4
BAND = 8
SPECK = 7
LITTLE_INK = 14
# The sides of a dot: a decimal point of large digits. It is dirt where it stands farther than the second (in heights of a character) from
# all larger ink.
DOT = 6
FAR = 0.45
LOWEST_CHARACTER, HIGHEST_CHARACTER = 14, 46
# Paper is smooth: a place that stands out this many grey levels (and this many times the noise) is faint ink.
FAINT, FAINT_NOISE = 14.0, 1.5
# The palest place of a ruled line, as a share of what most of it is.
BROKEN = 0.4


@dataclass(slots=True)
class Crop:
    """要识别的一块。

    A line of ink in a cell: the number of the cell, its rectangle in pixels, its ink alone (0 or 255), and whether it is the only line.
    """

    cell: int
    box: Rectangle
    ink: Any
    alone: bool

    @property
    def gap(self) -> float:
        """墨迹之间最宽的空隙, 以高度计。 The widest gap between inks, as a share of the height."""
        widest = run = 0
        for inked in self.ink.any(axis=0):
            run = 0 if inked else run + 1
            widest = max(widest, run)
        return float(widest / max(self.ink.shape[0], 12))


def crops_of(ink: Ink, cell: RuledCell, number: int) -> list[Crop]:
    """一格里的各行。 The lines of ink of a cell from top to bottom; none where it is empty."""
    found = _kept(ink, cell.box)
    if found is None:
        return []
    mask, left, top, size = found
    rows = _rows(mask, size)
    made = []
    for first, end in rows:
        columns = mask[first:end].any(axis=0).nonzero()[0]
        a, b = int(columns[0]), int(columns[-1]) + 1
        box = (left + a, top + first, left + b, top + end)
        made.append(Crop(number, box, mask[first:end, a:b], len(rows) == 1))
    return made


def _kept(ink: Ink, box: Rectangle) -> tuple[Any, int, int, float] | None:
    """The ink of a cell without lines and dirt, where its upper left corner is, and the height of its characters."""
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    left, top, right, bottom = box[0] + EDGE, box[1] + EDGE, box[2] - EDGE, box[3] - EDGE
    if right - left < 4 or bottom - top < 4:
        return None
    inside = ink.all[top:bottom, left:right].copy()
    # what is left of thick ruled lines at the edges is no digit 1
    ruled = ink.lines[top:bottom, left:right].copy()
    ruled[BAND:-BAND, BAND:-BAND] = 0
    inside[ruled > 0] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside)
    kept = [n for n in range(1, count) if not _is_edge(stats[n], right - left, bottom - top)]
    heights = sorted(int(stats[n][3]) for n in kept if stats[n][3] > DOT)
    size = min(max(float(heights[len(heights) * 4 // 5]) if heights else 0.0, LOWEST_CHARACTER), HIGHEST_CHARACTER)
    large = [n for n in kept if max(stats[n][2], stats[n][3]) > DOT]
    if large:
        kept = [n for n in kept if n in large or any(_apart(stats[n], stats[m]) <= FAR * size for m in large)]
    if sum(int(stats[n][4]) for n in kept) < LITTLE_INK:
        return None
    chosen = numpy.zeros(count, dtype=bool)
    chosen[kept] = True
    return numpy.where(chosen[labels], 255, 0).astype(numpy.uint8), left, top, size


def _is_edge(stats: Any, width: int, height: int) -> bool:
    """A speck of the paper, or what is left of a ruled line at the edge of a cell."""
    x, y, wide, high, area = (int(v) for v in stats)
    at_edge = x <= 1 or y <= 1 or x + wide >= width - 1 or y + high >= height - 1
    long = high >= 0.8 * height or wide >= 0.8 * width
    return area < SPECK or (at_edge and min(wide, high) <= BAND and (long or min(wide, high) <= 3))


def _apart(a: Any, b: Any) -> float:
    """How far two pieces of ink are from each other, along the line or across it."""
    across = max(int(b[0]) - int(a[0] + a[2]), int(a[0]) - int(b[0] + b[2]), 0)
    down = max(int(b[1]) - int(a[1] + a[3]), int(a[1]) - int(b[1] + b[3]), 0)
    return float(max(across, down))


def _rows(mask: Any, size: float) -> list[tuple[int, int]]:
    """The lines of a cell, parted at rows without ink; strokes of one character (三, 二) stand apart too."""
    inked = mask.any(axis=1)
    found: list[list[int]] = []
    for y in range(len(inked)):
        if not inked[y]:
            continue
        if found and (y - found[-1][1] <= 1 or y - found[-1][0] < 0.85 * size):
            found[-1][1] = y + 1
        else:
            found.append([y, y + 1])
    rows = [(a, b) for a, b in found]
    # a stroke that is left over above or below a line belongs to it
    while len(rows) > 1:
        low = min(range(len(rows)), key=lambda i: rows[i][1] - rows[i][0])
        if rows[low][1] - rows[low][0] >= 0.4 * size:
            break
        other = _nearer(rows, low)
        a, b = sorted((low, other))
        rows[a : b + 1] = [(rows[a][0], rows[b][1])]
    return rows


def _nearer(rows: list[tuple[int, int]], at: int) -> int:
    before = rows[at][0] - rows[at - 1][1] if at else 10**6
    after = rows[at + 1][0] - rows[at][1] if at + 1 < len(rows) else 10**6
    return at - 1 if before <= after else at + 1


def faint_ink(picture: Any, ink: Ink, box: Rectangle) -> bool:
    """一格看似空白, 是否还有淡淡的字迹。 Whether a cell in which no ink was found holds something paler than ink."""
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    left, top, right, bottom = box[0] + BAND, box[1] + BAND, box[2] - BAND, box[3] - BAND
    if right - left < 8 or bottom - top < 8:
        return False
    if any(_broken(picture, x, box[1] + EDGE, box[3] - EDGE) for x in (box[0], box[2])):
        return True
    grey = picture[top:bottom, left:right].min(axis=2)
    smooth = cv2.GaussianBlur(grey, (0, 0), 2.0)
    paper = float(numpy.median(smooth))
    return paper - float(smooth.min()) > max(FAINT, FAINT_NOISE * ink.noise)


def _broken(picture: Any, x: int, top: int, bottom: int) -> bool:
    """Whether the side of a cell is paler in a place than most of it: it may be a digit 1 that was taken for a ruled line."""
    numpy: Any = import_module("numpy")
    dark = 255.0 - picture[top:bottom, max(0, x - EDGE) : x + EDGE + 1].min(axis=2).min(axis=1).astype(numpy.float32)
    paper = 255.0 - float(numpy.percentile(picture[top:bottom, max(0, x - 3 * EDGE) : x + 3 * EDGE].min(axis=2), 85))
    usual = float(numpy.median(dark)) - paper
    return float(dark.min()) - paper < BROKEN * usual


def cut(picture: Any, box: Rectangle, margin: float) -> Any:
    """一块的画面。 A crop with some paper around it; beyond the ink only its colour, never ruled lines."""
    return _framed(picture[box[1] : box[3], box[0] : box[2]], margin)


def redrawn(picture: Any, crop: Crop) -> Any:
    """换一种画法的一块, 供第二次识别。

    Another picture of the same place: only the ink and what is near it, stretched from black to white, twice as large, in more paper.
    """
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    left, top, right, bottom = crop.box
    grey = picture[top:bottom, left:right, 0].astype(numpy.float32)
    paper = float(numpy.percentile(grey, 90))
    near = cv2.dilate(crop.ink, numpy.ones((5, 5), numpy.uint8)) > 0
    grey = numpy.where(near, grey, paper)
    black = float(numpy.percentile(grey, 3))
    grey = numpy.clip((grey - black) * 255 / max(paper - black, 30.0), 0, 255).astype(numpy.uint8)
    large = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return _framed(cv2.cvtColor(large, cv2.COLOR_GRAY2RGB), 0.28)


def _framed(crop: Any, margin: float) -> Any:
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    around = max(3, round(crop.shape[0] * margin))
    paper = [float(v) for v in numpy.percentile(crop.reshape(-1, 3), 85, axis=0)]
    return cv2.copyMakeBorder(crop, around, around, around * 2, around * 2, cv2.BORDER_CONSTANT, value=paper)
