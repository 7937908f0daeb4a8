"""页面上的批注与表单域。

Annotations and form fields that print something of their own on a page: their text is no part of the page and is not read, so what stands
at their place is uncertain. Links and pop-up notes print nothing.
"""

from __future__ import annotations

from ctypes import byref

import pypdfium2.raw as pdfium

from toolkit.model import Box
from toolkit.reading.pdf.frame import Frame

# text typed onto the page, stamps, drawings by hand, lines struck through text, form fields, redactions
_PRINTING = frozenset(
    {
        pdfium.FPDF_ANNOT_FREETEXT,
        pdfium.FPDF_ANNOT_STAMP,
        pdfium.FPDF_ANNOT_INK,
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_WIDGET,
        pdfium.FPDF_ANNOT_REDACT,
    }
)
_MOST = 2_000


def read_annotations(page: pdfium.FPDF_PAGE, frame: Frame) -> list[Box]:
    """会印出内容的批注所在的矩形。 The rectangles of annotations that print something."""
    found: list[Box] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        rectangle = pdfium.FS_RECTF()
        prints = pdfium.FPDFAnnot_GetSubtype(annotation) in _PRINTING
        if prints and pdfium.FPDFAnnot_GetRect(annotation, byref(rectangle)):
            found.append(frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found
