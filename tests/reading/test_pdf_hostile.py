"""PDF files made to do harm: one sentence each, and the process that reads goes on."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, StreamObject
from reportlab.pdfgen.canvas import Canvas

from tests.reading.pdf_files import Row, Style, draw_table
from toolkit.errors import ReadError
from toolkit.model import Grid
from toolkit.reading.pdf import apart, read_pdf

pytestmark = pytest.mark.slow

TABLE: list[Row] = [[("事项", 1), ("件数", 1)], [("许可", 1), ("12", 1)]]
PLAIN = draw_table(TABLE, [100, 100], Style())


def _form(content: bytes) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(content)
    stream[NameObject("/Type")] = NameObject("/XObject")
    stream[NameObject("/Subtype")] = NameObject("/Form")
    stream[NameObject("/BBox")] = ArrayObject([NumberObject(n) for n in (0, 0, 500, 500)])
    return stream


def _uses(writer: PdfWriter, holder: DictionaryObject, form: StreamObject) -> None:
    named = DictionaryObject({NameObject("/F"): form.indirect_reference or writer._add_object(form)})
    holder[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): named})


def _file(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _page_of(writer: PdfWriter, form: StreamObject) -> bytes:
    page = writer.add_blank_page(595, 842)
    _uses(writer, page, form)
    content = DecodedStreamObject()
    content.set_data(b"/F Do")
    page[NameObject("/Contents")] = writer._add_object(content)
    return _file(writer)


def a_form_that_draws_itself() -> bytes:
    writer = PdfWriter()
    form = _form(b"/F Do " * 10)
    writer._add_object(form)
    _uses(writer, form, form)
    return _page_of(writer, form)


def nine_storeys_of_ten_forms_each() -> bytes:
    writer = PdfWriter()
    form = _form(b"0 0 m 100 100 l S")
    writer._add_object(form)
    for _ in range(9):
        above = _form(b"/F Do " * 10)
        writer._add_object(above)
        _uses(writer, above, form)
        form = above
    return _page_of(writer, form)


def a_stream_that_swells_five_hundred_times() -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    stream = StreamObject()
    stream._data = zlib.compress(b"0 0 m 1 1 l S " * 8_000_000, 9)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    page[NameObject("/Contents")] = writer._add_object(stream)
    return _file(writer)


def a_hundred_thousand_lines() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for n in range(100_001):
        canvas.line(n % 500, 10, n % 500 + 1, 700)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def a_hundred_thousand_objects() -> bytes:
    parts = [b"%PDF-1.4\n"]
    places = []
    at = len(parts[0])
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        *(b"<</A %d 0 R>>" % (n + 1) for n in range(4, 100_000)),
    ]
    for number, body in enumerate(bodies, 1):
        places.append(at)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(parts[-1])
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    parts += [b"%010d 00000 n \n" % place for place in places]
    parts.append(b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, at))
    return b"".join(parts)


def a_tree_of_pages_that_holds_itself() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[2 0 R]/Count 1000000>>\nendobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
        b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n110\n%%EOF"
    )


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (a_form_that_draws_itself, {"pdf_too_complex", "pdf_without_text"}),
        (nine_storeys_of_ten_forms_each, {"pdf_too_complex"}),
        (a_stream_that_swells_five_hundred_times, {"pdf_too_complex", "pdf_without_text"}),
        (a_hundred_thousand_lines, {"pdf_too_complex"}),
        (a_hundred_thousand_objects, {"pdf_without_text"}),
        (a_tree_of_pages_that_holds_itself, {"pdf_too_long", "pdf_damaged"}),
    ],
)
def test_one_sentence_each(make: Callable[[], bytes], codes: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 4)
    with pytest.raises(ReadError) as caught:
        read_pdf(make(), "hostile.pdf")
    assert caught.value.code in codes
    assert caught.value.zh
    assert caught.value.en


def test_a_reading_program_that_dies_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setattr(apart, "_answer", lambda request: os._exit(1))
    with pytest.raises(ReadError) as caught:
        read_pdf(PLAIN, "plain.pdf")
    assert caught.value.code == "pdf_too_complex"


def test_a_new_interpreter_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where threads run (in a notebook, say) the process is started, not forked."""
    here = read_pdf(PLAIN, "plain.pdf")
    monkeypatch.setattr(apart.threading, "active_count", lambda: 5)
    assert read_pdf(PLAIN, "plain.pdf") == here


def _read(data: bytes) -> str:
    block = read_pdf(data, "plain.pdf", False).blocks[0]
    return block.cells[-1].text if isinstance(block, Grid) else ""


def test_processes_read_side_by_side() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert set(pool.map(_read, [PLAIN] * 6)) == {"12"}
