"""页面坐标：从 PDF 坐标到显示时左上角为原点的坐标。

From PDF coordinates (origin below left, before the page's rotation) to those of the page as it is displayed: points from its upper left
corner, y downwards.
"""

from __future__ import annotations

from typing import NamedTuple

from toolkit.model import Box


class Frame(NamedTuple):
    """一页的坐标变换与显示大小。

    The transform (x, y) -> (a x + c y + e, b x + d y + f) to displayed coordinates, the displayed size, and the quarter turns
    clockwise that it holds.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float
    turns: int

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """矩形变换后的左、上、右、下。 The displayed rectangle of a rectangle in PDF coordinates."""
        if self.turns == 0:
            return left + self.e, self.f - top, right + self.e, self.f - bottom
        x0, y0 = self.a * left + self.c * bottom + self.e, self.b * left + self.d * bottom + self.f
        x1, y1 = self.a * right + self.c * top + self.e, self.b * right + self.d * top + self.f
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """一点变换后的坐标。 The displayed place of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


def frame_of(bounds: tuple[float, float, float, float], turns: int) -> Frame:
    """由页面范围与旋转得到坐标变换。 The frame of a page with `bounds` (left, bottom, right, top), turned clockwise by quarter turns."""
    left, bottom, right, top = bounds
    width, height = right - left, top - bottom
    if turns == 1:
        return Frame(0, 1, 1, 0, -bottom, -left, height, width, 1)
    if turns == 2:
        return Frame(-1, 0, 0, 1, right, -bottom, width, height, 2)
    if turns == 3:
        return Frame(0, -1, -1, 0, top, right, height, width, 3)
    return Frame(1, 0, 0, -1, -left, top, width, height, 0)
