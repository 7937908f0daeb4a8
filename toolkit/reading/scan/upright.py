"""把一页扶正：方向、倾斜与分辨率。

A page turned upright: its skew taken out and brought to one resolution, so that all later measures are in the same pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

# All pages are brought to this resolution: ruled lines are then 1 to 6 pixels wide and 9 point digits 18 high, and a
# page of 300 dpi costs no
# more than one of 200.
DPI = 200
LARGEST = 14_000_000
STEEPEST = 6.0
# smaller angles move the end of a ruled line by less than its own width
SMALLEST_ANGLE = 0.04

# grey levels by which red stands above green and blue in paper of any shade
RED, PLAINLY_RED = 16.0, 48.0


@dataclass(frozen=True, slots=True)
class Upright:
    """扶正的页面。

    The picture upright (RGB, `scale` pixels a point) and the matrix (2x3) from its pixels to points on the page as displayed.
    """

    picture: Any
    scale: float
    back: Any
    number: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """一个像素在页面上的位置。 Where a pixel of the upright picture stands on the displayed page, in points."""
        m = self.back
        return (float(m[0][0] * x + m[0][1] * y + m[0][2]), float(m[1][0] * x + m[1][1] * y + m[1][2]))


def upright(picture: Any, dpi: float, number: int) -> Upright:
    """扶正一页。 The page without its skew, at 200 pixels an inch."""
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    height, width = picture.shape[:2]
    zoom = min(DPI / dpi, (LARGEST / (height * width)) ** 0.5)
    angle = _skew(cv2, numpy, picture, zoom)
    size = (max(1, round(width * zoom)), max(1, round(height * zoom)))
    if zoom < 1:
        scaled = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    elif zoom > 1:
        scaled = cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC)
    else:
        scaled = picture
    matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1.0)
    if abs(angle) >= SMALLEST_ANGLE:
        paper = [float(v) for v in numpy.median(scaled.reshape(-1, 3)[::97], axis=0)]
        scaled = cv2.warpAffine(scaled, matrix, size, flags=cv2.INTER_CUBIC, borderValue=paper)
    else:
        matrix = numpy.array([[1.0, 0, 0], [0, 1.0, 0]])
    back = cv2.invertAffineTransform(matrix) * (72.0 / dpi / zoom)
    return Upright(scaled, DPI / 72 * (zoom * dpi / DPI), back, number)


def turned(page: Upright, quarters: int) -> Upright:
    """再转几个直角(逆时针)。 The page turned by quarters of a circle, counter-clockwise."""
    numpy: Any = import_module("numpy")
    height, width = page.picture.shape[:2]
    picture = numpy.ascontiguousarray(numpy.rot90(page.picture, quarters))
    # from a pixel of the turned picture to one of the picture before
    before = {
        0: [[1, 0, 0], [0, 1, 0]],
        1: [[0, -1, width - 1], [1, 0, 0]],
        2: [[-1, 0, width - 1], [0, -1, height - 1]],
        3: [[0, 1, 0], [-1, 0, height - 1]],
    }[quarters % 4]
    whole = numpy.vstack([numpy.array(page.back, dtype=float), [0, 0, 1]]) @ numpy.vstack(
        [numpy.array(before, dtype=float), [0, 0, 1]]
    )
    return Upright(picture, page.scale, whole[:2], page.number)


def without_red(picture: Any) -> Any:
    """去掉红色的印章。

    The page in grey (as RGB), with everything red as pale as paper: a seal that stands over numbers is no ink of theirs.
    """
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(numpy.float32)
    red = picture[:, :, 0].astype(numpy.float32) - picture[:, :, 1:].max(axis=2)
    # a little red may be noise and is smoothed; the edge of a seal is not
    red = numpy.where(red > PLAINLY_RED, red, cv2.blur(red, (3, 3)))
    grey += numpy.maximum(red - RED, 0.0) * 1.1
    return cv2.cvtColor(numpy.clip(grey, 0, 255).astype(numpy.uint8), cv2.COLOR_GRAY2RGB)


def _skew(cv2: Any, numpy: Any, picture: Any, zoom: float) -> float:
    """The angle (degrees) at which lines of ink stand sharpest in the sums over rows and columns."""
    small = cv2.resize(picture, None, fx=zoom * 0.4, fy=zoom * 0.4, interpolation=cv2.INTER_AREA)
    if min(small.shape[:2]) < 40:
        return 0.0
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    if not ink.any():
        return 0.0
    size = (ink.shape[1], ink.shape[0])

    def sharpness(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1.0)
        turned = cv2.warpAffine(ink, matrix, size, flags=cv2.INTER_LINEAR)
        rows, columns = (turned.sum(axis=axis, dtype=numpy.float64) for axis in (1, 0))
        return float((numpy.diff(rows) ** 2).sum() + (numpy.diff(columns) ** 2).sum())

    best = 0.0
    for step, reach in ((0.5, STEEPEST), (0.1, 0.5), (0.02, 0.1)):
        count = round(reach / step)
        best = max((best + step * i for i in range(-count, count + 1)), key=sharpness)
    return best if abs(best) < STEEPEST else 0.0
