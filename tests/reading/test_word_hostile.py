"""坏的和恶意的 Word 文件：每一种都是一句中英文说明, 不占用过多时间和内存。 Bad and hostile Word files: one clear sentence each."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable

import pytest

from tests.reading.conftest import assert_places, shape
from tests.reading.word_files import NAMES, archive, document, docx, p, r, relations, tbl, tc, text_box, tr
from toolkit.errors import ReadError
from toolkit.reading import read_bytes
from toolkit.reading.word import package

pytestmark = pytest.mark.slow


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "case.docx")
    error = caught.value
    assert error.file == "case.docx"
    assert error.zh.endswith("。")
    assert error.zh.count("。") == 1
    assert error.en.endswith(".")
    assert "\n" not in error.en
    return error.code


GOOD = docx(p("受理3件") + tbl(tr("甲", "1"), tr("乙", "2")))


def xml(text: str) -> bytes:
    return archive({"word/document.xml": text})


def doctype(declared: str) -> str:
    return document(p("受理3件")).replace("<w:document", f"<!DOCTYPE w:document {declared}>\n<w:document", 1)


LAUGHS = (
    "["
    '<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 9}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]"
)


def flipped() -> bytes:
    """A byte of the text is another one, as after a bad download; the sum at its end tells."""
    stored = bytearray(archive({"word/document.xml": document(p("受理3件"))}, zipfile.ZIP_STORED))
    at = stored.index("受理3件".encode()) + 6
    stored[at] = ord("8")
    return bytes(stored)


def lying() -> bytes:
    """The archive says of 60 MB that they are 100 bytes."""
    data = bytearray(xml(document("<w:p/>" * 10_000_000)))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(data)


def locked() -> bytes:
    data = bytearray(xml(document(p("受理3件"))))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return _twice()


def _twice() -> bytes:
    import io

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr("word/document.xml", document(p("受理3件")))
        opened.writestr("word/document.xml", document(p("受理8件")))
    return buffer.getvalue()


def many_members() -> bytes:
    return archive({"word/document.xml": document(p("甲")), **{f"word/{n}": "" for n in range(5_100)}})


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut short": (lambda: GOOD[: len(GOOD) // 2], "damaged_docx"),
    "cut at the end": (lambda: GOOD[:-30], "damaged_docx"),
    "a byte flipped": (flipped, "damaged_docx"),
    "two texts of one name": (twice, "damaged_docx"),
    "no text": (lambda: archive({"word/styles.xml": f"<w:styles {NAMES}/>"}), "no_word_text"),
    "another root": (lambda: xml("<a/>"), "no_word_text"),
    "no body": (lambda: xml(f"<w:document {NAMES}/>"), "no_word_text"),
    "text that lies outside": (
        lambda: archive({"_rels/.rels": relations({"a": ("officeDocument", "http://127.0.0.1:9/a")}, "External"), "word/a": ""}),
        "no_word_text",
    ),
    "no letter in it": (lambda: docx(p() + tbl(tr("", ""))), "empty_file"),
    "xml that ends early": (lambda: xml(document(p("甲"))[:-20]), "damaged_docx"),
    "no xml": (lambda: xml("受理3件"), "damaged_docx"),
    "not utf-8": (lambda: archive({"word/document.xml": document(p("甲")).encode("gb18030")}), "damaged_docx"),
    "unknown entity": (lambda: xml(document(p("&nbsp;"))), "damaged_docx"),
    "doctype": (lambda: xml(doctype('SYSTEM "http://127.0.0.1:9/x.dtd"')), "has_doctype"),
    "doctype in utf-16": (lambda: archive({"word/document.xml": doctype("[]").replace("UTF-8", "UTF-16").encode("utf-16")}),
                          "has_doctype"),
    "doctype in utf-7": (
        lambda: archive({"word/document.xml": doctype("[]").replace("UTF-8", "UTF-7").replace("<!", "+ADwAIQ-").encode()}),
        "damaged_docx",
    ),
    "entities in entities": (lambda: xml(doctype(LAUGHS).replace("受理", "&i;")), "has_doctype"),
    "entity of a file": (lambda: xml(doctype('[<!ENTITY a SYSTEM "file:///etc/passwd">]').replace("受理", "&a;")), "has_doctype"),
    "bomb": (lambda: xml(document("<w:p/>" * 10_000_000)), "archive_bomb"),
    "bomb that lies": (lying, "damaged_docx"),
    "bomb of spaces": (lambda: xml(document(p(" " * 5_000_000))), "archive_bomb"),
    "bomb in the styles": (lambda: docx(p("甲"), styles=" " * 30_000_000), "archive_bomb"),
    "packed with lzma": (lambda: archive({"word/document.xml": document("<w:p/>" * 9_000_000)}, zipfile.ZIP_LZMA), "damaged_docx"),
    "many members": (many_members, "archive_bomb"),
    "member with a password": (locked, "encrypted"),
    "million cells": (lambda: docx(tbl(tr(*["<w:tc/>"] * 60) * 17_000)), "too_complex"),
    "too many cells": (lambda: docx(tbl(*(tr(*(f"<w:tc><w:p><w:r><w:t>{n * 7919 % 100003}{k}</w:t></w:r></w:p></w:tc>" for k in range(8)))
                                          for n in range(8_000)))), "too_complex"),
    "too many paragraphs": (lambda: docx("".join(p(str(n * 7919 % 100003)) for n in range(40_100))), "too_complex"),
    "tables in tables": (lambda: docx("<w:tbl><w:tr><w:tc>" * 3000 + p("3") + "</w:tc></w:tr></w:tbl>" * 3000), "too_complex"),
    "links in links": (lambda: docx(f"<w:p>{'<w:hyperlink>' * 3_000}{r('3')}{'</w:hyperlink>' * 3_000}</w:p>"), "too_complex"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_refused(case: str) -> None:
    make, code = CASES[case]
    assert refused(make()) == code


def test_text_boxes_in_text_boxes() -> None:
    def old(content: str) -> str:
        return p(f"<w:r><w:pict><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict></w:r>")

    body = p("3")
    for _ in range(300):
        body = old(body)
    assert refused(docx(body)) == "too_complex"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<w:sdt><w:sdtContent>" * 3000 + p("3") + "</w:sdtContent></w:sdt>" * 3000, ["3"]),
        (tbl(tr(*(tc("3", f'<w:gridSpan w:val="{10**n}"/>') for n in range(12)))) + p("甲"), ["1x64", "甲"]),
        (p(*[text_box(p("3"))] * 200), ["3"] * 200),
        (p(properties="<w:pPr/>" * 100) + p("3"), ["3"]),
        (p('<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 1000, "3"), ["3"]),
        (p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 1000, "3"), ["3"]),
        (p("<w:r><w:t/><w:sym/><w:br/><w:ruby/></w:r>", "3"), ["3"]),
        (p("3", properties='<w:numPr><w:ilvl w:val="-9"/><w:numId w:val="99999999999"/></w:numPr>'), ["3"]),
    ],
)
def test_heavy_files_are_read(body: str, expected: list[str]) -> None:
    found = read_bytes(docx(body), "case.docx")
    assert_places(found)
    if expected[0] != "1x64":
        assert shape(found) == expected
    else:
        assert shape(found)[1] == "甲"


def test_endless_styles() -> None:
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(20_000)
    )
    found = read_bytes(
        docx("".join(p("3", properties=f'<w:pStyle w:val="s{n}"/>') for n in range(100)), styles=chain), "case"
    )
    assert len(found.blocks) == 100


def test_limits_count_what_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PART", 2_000)
    assert refused(docx(p("甲"), footer=p("乙" * 3_000))) == "archive_bomb"
    monkeypatch.setattr(package, "MAX_PART", 20_000)
    assert shape(read_bytes(docx(p("甲"), footer=p("乙" * 3_000)), "case")) == ["甲"]


def test_macros_are_passed_over() -> None:
    found = read_bytes(
        docx(p("受理3件"), {"word/vbaProject.bin": "Sub AutoOpen()", "word/vbaData.xml": "<broken"}), "case.docm"
    )
    assert shape(found) == ["受理3件"]


def test_nothing_outside_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("something outside the file was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    outside = relations(
        {
            kind: (kind, "http://127.0.0.1:9/a")
            for kind in ("attachedTemplate", "styles", "numbering", "footer", "image")
        },
        "External",
    )
    found = read_bytes(docx(p("受理3件"), {"word/_rels/document.xml.rels": outside}), "case")
    assert shape(found) == ["受理3件"]
