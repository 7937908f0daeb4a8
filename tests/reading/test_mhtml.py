"""网页存档。 Web archives."""

from __future__ import annotations

import base64
import quopri

import pytest

from tests.reading.conftest import assert_places, paragraphs
from toolkit.errors import ReadError
from toolkit.reading import read_bytes

TITLE = "云岫县2022年政府信息公开工作年度报告"
PAGE = (
    f"<html><body><h1>{TITLE}</h1><p>一、总体情况</p><p>收到申请3件。</p><p>二、主动公开政府信息情况</p></body></html>"
)
WORD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><!--[if gte mso 9]><xml><o:Pages>9</o:Pages></xml><![endif]-->"
    f"<style>p.MsoNormal{{mso-style-parent:''}}</style></head><body><p class=MsoNormal><b>{TITLE}<o:p></o:p></b></p>"
    "<p class=MsoNormal><![if !supportLists]><span>一、</span><![endif]>总体情况<o:p></o:p></p><p class=MsoNormal>收到申请"
    "<span lang=EN-US>3</span>件。<o:p></o:p></p><p class=MsoNormal>二、主动公开政府信息情况<o:p></o:p></p></body></html>"
)
PICTURE = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: a.png\r\n\r\niVBORw0K\r\n"
LINES = [TITLE, "一、总体情况", "收到申请3件。", "二、主动公开政府信息情况"]


def part(page: str, charset: str, encoding: str, head: str = "", label: str | None = None) -> str:
    data = page.encode(charset)
    body = {
        "base64": lambda: base64.encodebytes(data).decode(),
        "quoted-printable": lambda: quopri.encodestring(data).decode(),
        "8bit": lambda: data.decode("latin-1"),
    }[encoding]()
    named = charset if label is None else label
    kind = f'Content-Type: text/html; charset="{named}"' if named else "Content-Type: text/html"
    return f"{kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{head}\r\n{body}\r\n"


def archive(*parts: str, before: str = "", start: str = "") -> bytes:
    kind = f'Content-Type: multipart/related;\r\n\ttype="text/html";{start}\r\n\tboundary="==b"'
    head = f"{before}From: <Saved>\r\nMIME-Version: 1.0\r\n{kind}\r\n\r\n"
    return (head + "".join(f"--==b\r\n{each}" for each in parts) + "--==b--\r\n").encode("latin-1")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(archive(part(PAGE, "utf-8", "quoted-printable"), PICTURE), id="UTF-8, quoted-printable"),
        pytest.param(archive(PICTURE, part(PAGE, "gb2312", "base64")), id="GB2312, base64, the picture first"),
        pytest.param(archive(part(PAGE, "gb18030", "8bit", label="")), id="8 bit, no charset named"),
        pytest.param(archive(part(PAGE, "utf-16", "base64", label="unicode")), id="UTF-16 with its mark"),
        pytest.param(archive(part(PAGE, "utf-16-le", "base64")), id="UTF-16 by its label alone"),
        pytest.param(archive(part(WORD, "gb2312", "quoted-printable")), id="written by Word"),
        pytest.param(archive(part(PAGE, "utf-8", "base64"), before="\r\n"), id="an empty line first"),
        pytest.param(
            archive(
                part(MENU := "<p>首页</p>", "utf-8", "base64", "Content-ID: <m@x>\r\n"),
                part(PAGE, "utf-8", "base64", "Content-ID: <p@x>\r\n"),
                start=' start="<p@x>";',
            ),
            id="the page that it says it starts with",
        ),
        pytest.param(
            b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + quopri.encodestring(PAGE.encode()),
            id="one page and no parts",
        ),
    ],
)
def test_the_page_of_an_archive(data: bytes) -> None:
    document = read_bytes(data, "case.doc")
    assert document.format == "mhtml"
    assert paragraphs(document) == LINES
    assert_places(document)


@pytest.mark.parametrize("source", ["body.htm", "cid:r@x", "http://a.example/x/body.htm"])
def test_frames_in_an_archive(source: str) -> None:
    frames = f'<html><frameset><frame src="menu.htm"><frame src="{source}"></frameset></html>'
    data = archive(
        part(frames, "utf-8", "base64", "Content-Location: http://a.example/x/index.htm\r\n"),
        part(MENU, "gb2312", "base64", "Content-Location: http://a.example/x/menu.htm\r\n"),
        part(PAGE, "gb2312", "base64", "Content-Location: http://a.example/x/body.htm\r\nContent-ID: <r@x>\r\n"),
    )
    document = read_bytes(data, "case.mht")
    assert paragraphs(document) == LINES
    assert document.format == "mhtml"
    assert document.encoding == "gb18030"


def test_a_page_written_by_word() -> None:
    assert paragraphs(read_bytes(WORD.encode(), "case.doc")) == LINES


def test_a_label_that_is_wrong_is_noted() -> None:
    document = read_bytes(archive(part(PAGE, "utf-8", "base64", label="gb2312")), "case")
    assert paragraphs(document) == LINES
    assert document.notes


def _deep(levels: int) -> bytes:
    nested = (b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels))
    return b"MIME-Version: 1.0\n" + b"".join(nested)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(archive(PICTURE), "archive_without_page", id="pictures alone"),
        pytest.param(_deep(3_000), "archive_broken", id="parts in parts without end"),
    ],
)
def test_archives_that_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "case")
    assert caught.value.code == code
