"""识别出的一行字：每个字的置信度与位置。

A line of recognised text: the confidence of every character, and where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from toolkit.model import Box

Vector = tuple[float, float]

# A number as printed, with its separators; what stands between two of them is no number.
NUMBER = re.compile(r"\d(?:[\d,.，．]*\d)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """识别器的一次读数。

    What the recogniser made of one crop: the text, a confidence (0 to 1) for every character of it, and where each character
    begins and ends as a share (0 to 1) of the width of the crop.
    """

    text: str
    confidences: tuple[float, ...] = ()
    spans: tuple[tuple[float, float], ...] = ()

    @property
    def confidence(self) -> float:
        return min(self.confidences, default=0.0)


@dataclass(frozen=True, slots=True)
class Unsure:
    """一行里读不准的一段。 Characters `start` to `end` of a line that were not read with certainty, and why."""

    start: int
    end: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Line:
    """页面上的一行字。

    One line as read. `box` is its rectangle in points on the page turned upright, by which it is laid out; `corner`, `along` and
    `down` are its upper left corner and its two sides in points on the page as it is displayed, skew and turn included.
    """

    reading: Reading
    page: int
    box: Box
    corner: Vector
    along: Vector
    down: Vector
    unsure: tuple[Unsure, ...] = ()

    @property
    def text(self) -> str:
        return self.reading.text

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    def printed(self, start: int, end: int) -> Box:
        """几个字在页面上的矩形。 The rectangle on the displayed page around characters `start` to `end`."""
        spans = self.reading.spans[start:end]
        a, b = (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else (0.0, 1.0)
        xs = [self.corner[0] + share * self.along[0] + down * self.down[0] for share in (a, b) for down in (0, 1)]
        ys = [self.corner[1] + share * self.along[1] + down * self.down[1] for share in (a, b) for down in (0, 1)]
        return (round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))

    def doubted(self, *unsure: Unsure) -> Line:
        """加上存疑处。 The same line with more doubts."""
        return replace(self, unsure=(*self.unsure, *unsure)) if unsure else self
