"""同一页上的数字长得一样：用字形核对读数。

The digits of a report look alike: every 0 of a table is set in the same type. A digit is compared with all other digits of its page; one
that looks like those that were read differently is in doubt. This is no reading but a check, and knows no fonts: it is independent of
what the recogniser was trained on.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from toolkit.reading.scan.crops import Crop
from toolkit.reading.scan.ruling import Rectangle

# the picture of a digit, and how much its width counts
HEIGHT, WIDTH = 20, 14
# A digit is in doubt where the likeness of others is nearer than this share of the likeness of its own.
NEARER = 1.0
# A digit that is the only one of its kind is in doubt where another kind is as near as digits of one kind are to each other.
LONE = 1.6
FEWEST = 6


@dataclass(slots=True)
class Glyph:
    """一个数字的字形。 The picture of one digit, normalised, and what it was read as."""

    owner: int
    digit: str
    picture: Any


def odd_digits(picture: Any, crops: list[Crop], texts: list[str]) -> dict[int, tuple[str, str]]:
    """字形与读数不符的数字。

    The crops (by their place in `crops`) with a digit that looks like others that were read differently: (its reading, the other's).
    """
    numpy: Any = import_module("numpy")
    glyphs = [
        g for i, (crop, text) in enumerate(zip(crops, texts, strict=True)) for g in _glyphs(picture, i, crop, text)
    ]
    if len(glyphs) < FEWEST:
        return {}
    pictures = numpy.stack([g.picture for g in glyphs])
    squares = (pictures**2).sum(axis=1)
    far = numpy.sqrt(numpy.maximum(squares[:, None] + squares[None, :] - 2 * pictures @ pictures.T, 0))
    numpy.fill_diagonal(far, numpy.inf)
    digits = numpy.array([g.digit for g in glyphs])
    same = digits[:, None] == digits[None, :]
    own = numpy.where(same, far, numpy.inf).min(axis=1)
    others = numpy.where(same, numpy.inf, far)
    nearest, other = others.argmin(axis=1), others.min(axis=1)
    known = own[numpy.isfinite(own)]
    usual = float(numpy.median(known)) if len(known) else 0.0
    odd: dict[int, tuple[str, str]] = {}
    for i, glyph in enumerate(glyphs):
        limit = own[i] * NEARER if numpy.isfinite(own[i]) else usual * LONE
        if other[i] < limit:
            odd.setdefault(glyph.owner, (glyph.digit, glyphs[int(nearest[i])].digit))
    return odd


def _glyphs(picture: Any, owner: int, crop: Crop, text: str) -> list[Glyph]:
    """The digits of a crop, where its ink has as many pieces as its reading has characters."""
    text = "".join(text.split())
    if not any(c.isdigit() for c in text) or not all(c.isdigit() or c in ".,，．" for c in text):
        return []
    pieces = _pieces(crop.ink)
    if len(pieces) != len(text):
        return []
    left, top = crop.box[0], crop.box[1]
    return [
        Glyph(owner, c, _normal(picture, (left + a, top + t, left + b, top + e)))
        for c, (a, t, b, e) in zip(text, pieces, strict=True)
        if c.isdigit()
    ]


def _pieces(ink: Any) -> list[Rectangle]:
    """Pieces of ink from left to right, parted at columns without any."""
    columns = ink.any(axis=0)
    found: list[Rectangle] = []
    start = None
    for x in range(len(columns) + 1):
        inked = x < len(columns) and columns[x]
        if inked and start is None:
            start = x
        elif not inked and start is not None:
            rows = ink[:, start:x].any(axis=1).nonzero()[0]
            found.append((start, int(rows[0]), x, int(rows[-1]) + 1))
            start = None
    return found


def _normal(picture: Any, box: Rectangle) -> Any:
    """A digit at one size and contrast; its width is kept, for a 1 is narrow."""
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    grey = picture[box[1] : box[3], box[0] : box[2]].max(axis=2).astype(numpy.float32)
    width = min(WIDTH, max(1, round(grey.shape[1] * HEIGHT / grey.shape[0])))
    small = cv2.resize(grey, (width, HEIGHT), interpolation=cv2.INTER_AREA)
    low, high = float(small.min()), float(small.max())
    drawn = numpy.zeros((HEIGHT, WIDTH), dtype=numpy.float32)
    left = (WIDTH - width) // 2
    drawn[:, left : left + width] = (high - small) / max(high - low, 20.0)
    drawn = cv2.GaussianBlur(drawn, (3, 3), 0)
    return drawn.ravel() / max(float(numpy.linalg.norm(drawn)), 1e-6)
