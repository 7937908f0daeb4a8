"""页面的画面：从原文件重新画出, 可把标注画在上面。

Pictures of the pages of a file, drawn again from the file itself, in the coordinates of its `Document`; marks can be drawn into them.
PDFium draws both; no font of this machine is needed.
"""

from __future__ import annotations

import ctypes
import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from toolkit.errors import ReadError
from toolkit.model import Document, Page
from toolkit.reading.kinds import binary_kind
from toolkit.views.strokes import Shape, Words

MOST_PIXELS = 40_000_000  # of one picture: A4 at 600 dpi has 35 million, a poster at 150 more than memory
_POINTS = 72.0
_FONT = b"Helvetica"  # one of the fonts that PDFium itself holds; labels are ASCII
# The widths of its digits and of small letters on the average, in its size.
_LETTER = 0.52


@dataclass(frozen=True, slots=True)
class Picture:
    """一页的画面(版面很大时分辨率低于所要求的)。 A picture of a page as PNG, its size in points, its dots per inch."""

    png: bytes
    width: float
    height: float
    dpi: float


class Pictures:
    """一份文件各页的画面。

    The pages of a file that was read, ready to be drawn; use `pictures_of`. `draw` may be called for any page, in any order.
    """

    def __init__(self, document: Document, opened: Any, frames: _Frames | None) -> None:
        self._document = document
        self._opened = opened
        self._frames = frames

    def draw(self, page: Page, dpi: float, shapes: Iterable[Shape] = (), below: float = 0.0) -> Picture:
        """画一页。 One page; with `shapes` drawn on it, and room of `below` points under it."""
        height = page.height + below
        scale = min(dpi / _POINTS, (MOST_PIXELS / max(1.0, page.width * height)) ** 0.5)
        size = max(1, round(page.width * scale)), max(1, round(height * scale))
        bitmap = pypdfium2.PdfBitmap.new_native(*size, pdfium.FPDFBitmap_BGR, rev_byteorder=True)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
        self._paper(bitmap, page, (size[0], max(1, round(page.height * scale))))
        drawn = list(shapes)
        if drawn:
            with _sheet(page.width, height) as (document, sheet):
                for shape in drawn:
                    _add(document, sheet, shape, height)
                _render(bitmap, sheet, size, 0)
        png = _png(bitmap, scale * _POINTS)
        return Picture(png, page.width, height, scale * _POINTS)

    def _paper(self, bitmap: Any, page: Page, size: tuple[int, int]) -> None:
        """The page itself, without marks."""
        if self._frames is not None:
            with _sheet(page.width, page.height) as (document, sheet):
                _add_image(document, sheet, self._frames.picture(page.number), page)
                _render(bitmap, sheet, size, 0)
            return
        printed = self._opened[page.number - 1]
        try:
            turns = (
                0
                if self._document.format == "scan"
                else _turns(self._opened, printed, page.number, self._document.file)
            )
            _render(bitmap, printed, size, turns)
        finally:
            printed.close()


@contextmanager
def pictures_of(document: Document) -> Iterator[Pictures]:
    """打开一份读过的文件, 准备画各页。

    The file of a document, read again from disk to draw its pages. Raises `ReadError`: "no_pages" where it has none (a web page, a Word
    file, plain text), "file_gone", "file_changed".
    """
    if not document.pages:
        raise _no_pages(document)
    data = _same_bytes(document)
    kind = binary_kind(data)
    if kind is not None and kind.name == "pdf":
        from toolkit.reading.pdf.opening import opened

        with opened(data, document.file) as file:
            yield Pictures(document, file, None)
        return
    yield Pictures(document, None, _Frames(data, document.file))


class _Frames:
    """The frames of a picture file, of which only one is held: a page at 300 dpi has 26 MB."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._left: Iterator[Any] = iter(())
        self._last: Any = None

    def picture(self, number: int) -> Any:
        from toolkit.reading.scan.pictures import page_images

        if self._last is None or self._last.number > number:
            self._left = page_images(self._data, self._name)
            self._last = next(self._left)
        while self._last.number < number:
            self._last = next(self._left)
        return self._last.picture


def _no_pages(document: Document) -> ReadError:
    return ReadError(
        "no_pages",
        document.file,
        "这个文件没有页面(网页、Word 和纯文本没有固定的版面), 画不出来；请看核对页: ogi check FILE --html FOLDER。",
        "This file has no pages to draw (web pages, Word files and plain text have none): see its audit page, "
        "ogi check FILE --html FOLDER.",
    )


def _same_bytes(document: Document) -> bytes:
    """The bytes that were read, or one sentence: a picture of another file would put every mark in the wrong place."""
    try:
        if not File(document.file).is_file():
            raise FileNotFoundError
        data = File(document.file).read_bytes()
    except (OSError, ValueError):
        raise ReadError(
            "file_gone",
            document.file,
            "画页面要再读一次原文件, 但它已不在原处或打不开；请放回原处, 或在读取时所在的文件夹里再试。",
            "The file is needed again to draw its pages, and is gone or cannot be opened: put it back, "
            "or work in the folder it was read from.",
        ) from None
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise ReadError(
            "file_changed",
            document.file,
            "文件在读取之后改变了(或报告由几个文件接成), 标注会错位；请重新读取, 由几个文件接成的请逐个查看。",
            "The file changed since it was read (or the report was joined from several files), and marks would be misplaced: "
            "read it again, and look at joined files one at a time.",
        )
    return data


def _turns(opened: Any, printed: Any, number: int, name: str) -> int:
    """The quarter turns by which the reader turned back a page that is set sideways, besides those of the page itself."""
    from toolkit.reading.pdf.pages import read_page

    turns = read_page(opened, number, name).frame.turns
    return int(turns - pdfium.FPDFPage_GetRotation(printed.raw)) % 4


def _render(bitmap: Any, page: Any, size: tuple[int, int], turns: int) -> None:
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    pdfium.FPDF_RenderPageBitmap(bitmap.raw, page.raw, 0, 0, *size, turns, flags)


@contextmanager
def _sheet(width: float, height: float) -> Iterator[tuple[Any, Any]]:
    """An empty page in memory, to draw on."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(width, height)
    try:
        yield document, page
    finally:
        page.close()
        document.close()


def _add_image(document: Any, sheet: Any, picture: Any, page: Page) -> None:
    """The picture of a scanned page over the whole sheet."""
    height, width = picture.shape[:2]
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
    bitmap.to_numpy()[:] = picture[:, :, ::-1]
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(bitmap)
    image.set_matrix(pypdfium2.PdfMatrix().scale(page.width, page.height))
    sheet.insert_obj(image)
    sheet.gen_content()


def _add(document: Any, sheet: Any, shape: Shape, height: float) -> None:
    """A shape onto a sheet, whose y runs upwards."""
    if isinstance(shape, Words):
        _add_words(document, sheet, shape, height)
        return
    (x, y), *others = shape.points
    path = pdfium.FPDFPageObj_CreateNewPath(x, height - y)
    for x, y in others:
        pdfium.FPDFPath_LineTo(path, x, height - y)
    if shape.closed:
        pdfium.FPDFPath_Close(path)
    color = _rgb(shape.color)
    pdfium.FPDFPageObj_SetFillColor(path, *color, round(255 * shape.opacity))
    pdfium.FPDFPageObj_SetStrokeColor(path, *color, 255)
    pdfium.FPDFPageObj_SetStrokeWidth(path, shape.width)
    if shape.dash:
        dash = (ctypes.c_float * len(shape.dash))(*shape.dash)
        pdfium.FPDFPageObj_SetDashArray(path, dash, len(shape.dash), 0.0)
    fill = pdfium.FPDF_FILLMODE_WINDING if shape.opacity else pdfium.FPDF_FILLMODE_NONE
    pdfium.FPDFPath_SetDrawMode(path, fill, shape.width > 0)
    pdfium.FPDFPage_InsertObject(sheet.raw, path)


def _add_words(document: Any, sheet: Any, words: Words, height: float) -> None:
    """A line of words with a white edge, so that it can be read on ink."""
    text = words.text.encode("ascii", "replace").decode("ascii")
    width = _LETTER * words.size * len(text)
    left = words.x - {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
    for edge in (words.size / 4, 0.0):
        made = pdfium.FPDFPageObj_NewTextObj(document.raw, _FONT, words.size)
        pdfium.FPDFText_SetText(made, (ctypes.c_ushort * (len(text) + 1))(*map(ord, text), 0))
        color = (255, 255, 255) if edge else _rgb(words.color)
        pdfium.FPDFPageObj_SetFillColor(made, *color, 255)
        if edge:
            pdfium.FPDFPageObj_SetStrokeColor(made, *color, 255)
            pdfium.FPDFPageObj_SetStrokeWidth(made, edge)
            pdfium.FPDFTextObj_SetTextRenderMode(made, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
        pdfium.FPDFPageObj_Transform(made, 1, 0, 0, 1, left, height - words.y)
        pdfium.FPDFPage_InsertObject(sheet.raw, made)


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _png(bitmap: Any, dpi: float) -> bytes:
    """A bitmap as PNG; as shades of grey where there is no colour."""
    image = bitmap.to_pil()
    bands = image.split()
    if len({band.tobytes() for band in bands}) == 1:
        image = bands[0]
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(dpi, dpi))
    return file.getvalue()
