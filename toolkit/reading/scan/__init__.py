"""扫描件：在本机识别文字, 读成 `Document`。

Scans: pictures, and PDF files without text, are recognised on this machine and become a `Document`. Nothing is downloaded or
sent. It needs the extra `[scan]`; without it every entry raises one `ReadError` that says what to install.

`read_image` reads picture files, `read_scanned_pdf` the pages of a PDF as pictures, `recognise_pages` any pictures of pages.
Every number carries the confidence of its recognition (`Document.confidence`) and what was not read with certainty is a `Doubt`.
How it reads, and how often it is right, is measured by `benchmarks/scan.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from toolkit.errors import ReadError
from toolkit.model import Document, Page
from toolkit.reading.scan.engine import shared_engine
from toolkit.reading.scan.extra import require_extra
from toolkit.reading.scan.pictures import MOST_PAGES, PageImage, check_pixels, damaged, page_images

__all__ = ["PageImage", "read_image", "read_scanned_pdf", "recognise_pages"]

RENDERED_DPI = 200
# A file whose first pages have no text at all is no report, and its other pages are not looked at.
WITHOUT_TEXT = 4
NOTE = (
    "这是图片, 文字由本机识别；识别把握不足的数字标为无法读出。",
    "This is a picture: its text was recognised on this machine, and numbers that were not certain are marked as unreadable.",
)


def read_image(data: bytes, name: str) -> Document:
    """读入一个图片文件。

    Reads a PNG, JPEG, TIFF (each frame a page), WebP, GIF or BMP file (the first frame of an animation). `format` is "scan".
    Raises `ReadError`: "scan_extra_missing", "picture_too_large", "picture_too_small", "picture_damaged", "no_text_recognised".
    """
    require_extra(name)
    return recognise_pages(page_images(data, name), name, hashlib.sha256(data).hexdigest(), "scan")


def read_scanned_pdf(data: bytes, name: str) -> Document:
    """读入没有文字层的 PDF。

    Reads a PDF file whose pages are pictures: every page is rendered at 200 dpi and recognised. `format` is "scan". Raises `ReadError` as
    `read_image` does.
    """
    require_extra(name)
    return recognise_pages(_rendered(data, name), name, hashlib.sha256(data).hexdigest(), "scan")


def recognise_pages(images: Iterator[PageImage], name: str, sha256: str, format: str) -> Document:
    """识别各页的文字与表格。

    Recognises pages one after the other (only one is held at a time) and puts them together: tables that go on over a page become
    one, page numbers and running heads are dropped, lines become paragraphs. Raises `ReadError` "no_text_recognised" where there
    is no text on any page.
    """
    require_extra(name)
    from toolkit.reading.scan.assembling import document_of
    from toolkit.reading.scan.folios import without_folios
    from toolkit.reading.scan.joining import joined
    from toolkit.reading.scan.pages import read_page

    models = shared_engine()
    sizes: list[Page] = []
    read = []
    cut = False
    for image in images:
        cut = image.last
        sizes.append(Page(image.number, image.width, image.height))
        read.append(read_page(image.picture, image.dpi, image.number, models))
        if image.number == WITHOUT_TEXT and not any(page.items for page in read):
            break
    without_folios(read)
    document = document_of(joined(read), sizes, name, sha256, format, (NOTE, *([_left_out(len(sizes))] if cut else [])))
    if not any(stretch.confidence for stretch in document.stretches):
        raise ReadError(
            "no_text_recognised",
            name,
            "图片里没有识别出文字；应为一份报告的扫描件, 请检查是否选错了文件, 或以更高的分辨率重新扫描。",
            "No text was recognised in this picture; a scanned report was expected: check that it is the right file, or scan it again "
            "at a higher resolution.",
        )
    return document


def _left_out(read: int) -> tuple[str, str]:
    zh = f"文件还有其他页(或动画的其他帧), 只读了前 {read} 页。"
    return zh, f"The file has other pages (or frames of an animation): only the first {read} were read."


def _rendered(data: bytes, name: str) -> Iterator[PageImage]:
    pdfium: Any = import_module("pypdfium2")
    try:
        file = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise damaged(name) from None
    try:
        for index in range(min(len(file), MOST_PAGES)):
            page = file[index]
            width, height = page.get_size()
            dpi = RENDERED_DPI
            check_pixels(round(width * dpi / 72), round(height * dpi / 72), name)
            picture = page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False).to_numpy()
            yield PageImage(
                index + 1, width, height, _three_channels(picture), dpi, index + 1 == MOST_PAGES < len(file)
            )
            page.close()
    finally:
        file.close()


def _three_channels(picture: Any) -> Any:
    numpy: Any = import_module("numpy")
    if picture.ndim == 2:
        picture = picture[:, :, None]
    if picture.shape[2] == 1:
        return numpy.repeat(picture, 3, axis=2)
    return numpy.ascontiguousarray(picture[:, :, :3])
