"""一页上的横线与竖线。

The horizontal and vertical lines of a page: strokes, thin filled rectangles, thin pictures, and the edges of stroked rectangles, also
inside form XObjects. A filled rectangle thicker than a line is shading and no line.
"""

from __future__ import annotations

import itertools
from ctypes import byref, c_float, c_int, c_uint
from typing import NamedTuple

import pypdfium2.raw as pdfium

from toolkit.errors import ReadError
from toolkit.model import Box
from toolkit.reading.pdf.frame import Frame
from toolkit.reading.pdf.glyphs import is_invisible

# The widest line that is drawn as a filled rectangle, and the shortest stroke that can be the side of a cell.
THICKEST = 3.0
SHORTEST = 3.0
# A page of a report has some 300 paths and 1,000 pieces of text; beyond this it is a drawing, a map or an attack.
MAX_OBJECTS = 100_000
MAX_SEGMENTS = 60_000
DEEPEST = 8

# colours of paper, and how opaque things are, of 255
_PALE = 200
_FAINT = 150
_OPAQUE = 230
_ROW = 16.0

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


class Ruling(NamedTuple):
    """一条横线或竖线。

    A line: `at` is its y (horizontal) or x (vertical), `start` and `end` its extent along the other axis, in displayed coordinates.
    """

    at: float
    start: float
    end: float


class Rulings(NamedTuple):
    """一页的线与图。

    The lines of a page, the area (in points squared) of its pictures, whether some of its text is invisible, and the rectangles of its
    pictures and drawings (`ink`), of text in the colour of paper (`pale`), and of what was drawn over text (`covered`).
    """

    horizontal: list[Ruling]
    vertical: list[Ruling]
    pictures: float
    hidden: bool
    ink: list[Box]
    pale: list[Box]
    covered: list[Box]


class _Collector:
    def __init__(self, frame: Frame, name: str) -> None:
        self.frame = frame
        self.name = name
        self.horizontal: list[Ruling] = []
        self.vertical: list[Ruling] = []
        self.pictures = 0.0
        self.hidden = False
        self.ink: list[Box] = []
        self.pale: list[Box] = []
        self.covered: list[Box] = []
        self.texts: dict[int, list[tuple[float, float]]] = {}  # middles of the text so far, by height on the page
        self.count = 0
        self.segments = 0
        self.floats = tuple(c_float() for _ in range(4))
        self.refs = tuple(byref(value) for value in self.floats)
        self.colours = tuple(c_uint() for _ in range(4))
        self.colour_refs = tuple(byref(value) for value in self.colours)

    def visit(self, thing: pdfium.FPDF_PAGEOBJECT, matrix: Matrix, depth: int) -> None:
        self.count += 1
        if self.count > MAX_OBJECTS:
            raise _too_complex(self.name)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._text(thing, matrix)
            return
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(thing, matrix)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            self._picture(thing, matrix, kind)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = _times(_matrix(thing), matrix)
            for index in range(pdfium.FPDFFormObj_CountObjects(thing)):
                self.visit(pdfium.FPDFFormObj_GetObject(thing, index), inner, depth + 1)

    def _text(self, thing: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
        self.hidden = self.hidden or is_invisible(thing)
        box = self._bounds(thing, matrix)
        if box is not None:
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            self.texts.setdefault(int(y // _ROW), []).append((x, y))
            if self._is_pale(thing):
                self.pale.append(box)

    def _is_pale(self, thing: pdfium.FPDF_PAGEOBJECT) -> bool:
        """Whether a thing is filled in the colour of paper, or not at all."""
        if not pdfium.FPDFPageObj_GetFillColor(thing, *self.colour_refs):
            return False
        red, green, blue, alpha = self.colours
        pale = red.value >= _PALE and green.value >= _PALE and blue.value >= _PALE
        return pale or alpha.value < _FAINT

    def _cover(self, thing: pdfium.FPDF_PAGEOBJECT, box: Box) -> None:
        """Something opaque drawn over text that stands in the file before it."""
        if not pdfium.FPDFPageObj_GetFillColor(thing, *self.colour_refs) or self.colours[3].value < _OPAQUE:
            return
        left, top, right, bottom = box
        for row in range(int(top // _ROW), int(bottom // _ROW) + 1):
            if any(left < x < right and top < y < bottom for x, y in self.texts.get(row, ())):
                self.covered.append(box)
                return

    def _bounds(self, thing: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Box | None:
        if not pdfium.FPDFPageObj_GetBounds(thing, *self.refs):
            return None
        a, b, c, d = self.floats
        left, bottom, right, top = a.value, b.value, c.value, d.value
        if matrix is _IDENTITY:
            return self.frame.box(left, bottom, right, top)
        x0, y0 = _apply(matrix, left, bottom)
        x1, y1 = _apply(matrix, right, top)
        return self.frame.box(x0, y0, x1, y1)

    def _picture(self, thing: pdfium.FPDF_PAGEOBJECT, matrix: Matrix, kind: int) -> None:
        box = self._bounds(thing, matrix)
        if box is None:
            return
        if not self._thin(box) and kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.ink.append(box)
            self.pictures += max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])

    def _path(self, thing: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
        fill, stroke = c_int(), c_int()
        pdfium.FPDFPath_GetDrawMode(thing, byref(fill), byref(stroke))
        if not fill.value and not stroke.value:
            return
        count = pdfium.FPDFPath_CountSegments(thing)
        if count <= 5 and not stroke.value:  # one filled rectangle: by far the most
            box = self._bounds(thing, matrix)
            if box is not None and not self._thin(box):
                self._cover(thing, box)
            return
        self._segments(thing, count, _times(_matrix(thing), matrix), bool(stroke.value))

    def _segments(self, thing: pdfium.FPDF_PAGEOBJECT, count: int, matrix: Matrix, stroked: bool) -> None:
        self.segments += count
        if self.segments > MAX_SEGMENTS:
            raise _too_complex(self.name)
        x, y = c_float(), c_float()
        path: list[tuple[float, float]] = []
        slanted = 0
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(thing, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            point = self.frame.point(*_apply(matrix, x.value, y.value))
            slanted += kind == pdfium.FPDF_SEGMENT_BEZIERTO or (bool(path) and _is_slanted(path[-1], point))
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                self._outline(path, stroked)
                path = []
            path.append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                path.append(path[0])
                self._outline(path, stroked)
                path = [path[0]]
        self._outline(path, stroked)
        if slanted:
            box = self._bounds(thing, _IDENTITY)
            if box is not None:
                self.ink.append(box)

    def _outline(self, path: list[tuple[float, float]], stroked: bool) -> None:
        if len(path) < 2:
            return
        xs, ys = [p[0] for p in path], [p[1] for p in path]
        box = min(xs), min(ys), max(xs), max(ys)
        if (len(path) > 2 or not stroked) and self._thin(box):
            return
        if stroked:
            for (x0, y0), (x1, y1) in itertools.pairwise(path):
                if abs(y0 - y1) < 0.7 and abs(x0 - x1) >= SHORTEST:
                    self.horizontal.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
                elif abs(x0 - x1) < 0.7 and abs(y0 - y1) >= SHORTEST:
                    self.vertical.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def _thin(self, box: Box) -> bool:
        """A rectangle as thin as a line is one; True where it was taken."""
        left, top, right, bottom = box
        width, height = right - left, bottom - top
        if height <= THICKEST and width >= SHORTEST and width > height:
            self.horizontal.append(Ruling((top + bottom) / 2, left, right))
            return True
        if width <= THICKEST and height >= SHORTEST:
            self.vertical.append(Ruling((left + right) / 2, top, bottom))
            return True
        return False


def read_rulings(page: pdfium.FPDF_PAGE, frame: Frame, name: str) -> Rulings:
    """读出一页的横线与竖线。 The lines of a page. Raises `ReadError` "pdf_too_complex" for a page of more objects than any report has."""
    collector = _Collector(frame, name)
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MAX_OBJECTS:
        raise _too_complex(name)
    for index in range(count):
        collector.visit(pdfium.FPDFPage_GetObject(page, index), _IDENTITY, 0)
    found = collector
    return Rulings(found.horizontal, found.vertical, found.pictures, found.hidden, found.ink, found.pale, found.covered)


def _is_slanted(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) > 0.3 and abs(a[1] - b[1]) > 0.3


def _matrix(thing: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, byref(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The transform that does `first` and `then` one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _too_complex(name: str) -> ReadError:
    return ReadError(
        "pdf_too_complex",
        name,
        "这个 PDF 的一页上图形过多, 不像一份报告; 请提供网页、Word 文件, 或重新导出的 PDF。",
        "A page of this PDF holds more drawings than any report has: supply the web page, the Word file, or a PDF exported anew.",
    )
