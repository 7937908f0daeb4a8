"""读不了的输入：每一种都是一句中英文说明。 Input that cannot be read: one clear sentence each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.reading.conftest import assert_places, paragraphs, read
from toolkit.errors import ReadError
from toolkit.model import Grid
from toolkit.reading import MAX_BYTES, read_bytes, read_document


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "case.html")
    error = caught.value
    assert error.file == "case.html"
    assert error.zh.endswith("。")
    assert error.zh.count("。") == 1
    assert error.en.endswith(".")
    assert "\n" not in error.en
    return error.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\t ", "empty_file"),
        ("\ufeff\u3000\u00a0\n".encode(), "empty_file"),
        (b"Rar!\x1a\x07\x00", "kind_rar"),
        (b"7z\xbc\xaf\x27\x1c\x00", "kind_7z"),
        (b"\x1f\x8b\x08\x00", "kind_gzip"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf_damaged"),
        (b"\xef\xbb\xbf\n%PDF-1.4", "pdf_damaged"),
        (b"PK\x03\x04\x14\x00\x06\x00word/document.xml", "damaged_docx"),
        (b"PK\x03\x04\x14\x00\x06\x00a.html", "kind_zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40, "damaged_ole"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "archive_without_page"),
        (b"\x00\x01\x02rubbish" * 30, "binary"),
        (b"a\x80\x81\xff\xfe\xfd" * 20, "undecodable"),
        ("政府信息公开".encode()[:-1] + b"\xff" + "年度报告".encode() * 20, "undecodable"),
        ("一".encode("utf-16") + b"\x00\xd8", "undecodable"),
        (("<p>" * 300_001 + "</p>" * 300_000).encode(), "too_complex"),
        (("<div>" * 7_000).encode(), "too_complex"),
        (("<p>一</p>" * 40_001).encode(), "too_complex"),
        (("<p>" + "甲" * 1_000_001).encode(), "too_complex"),
    ],
)
def test_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_refused_paths(tmp_path: Path) -> None:
    def code(path: str | os.PathLike[str]) -> str:
        with pytest.raises(ReadError) as caught:
            read_document(path)
        return caught.value.code

    assert code(tmp_path / "none.txt") == "missing"
    assert code(tmp_path) == "is_folder"
    assert code("a\x00b") == "missing"
    large = tmp_path / "large.html"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # a hole: nothing is written, and nothing may be read
    assert code(large) == "too_large"
    with pytest.raises(ReadError):
        read_bytes(b"x" * (MAX_BYTES + 1), "large")
    (tmp_path / "packed.html").write_bytes(b"\x1f\x8b\x08\x00" + b"x" * 50)
    assert code(tmp_path / "packed.html") == "kind_gzip"


@pytest.mark.parametrize("colspan", ["1000000000", "99999999999999999999999", "65"])
def test_endless_spans_are_clamped(colspan: str) -> None:
    html = f'<table><tr><td colspan="{colspan}">总计</td></tr><tr><td>规章</td><td>0</td><td>1</td></tr></table>'
    (grid,) = read(html).blocks
    assert isinstance(grid, Grid)
    assert (grid.rows, grid.columns) == (2, 3)
    assert grid.cells[0].colspan == 3


@pytest.mark.parametrize("span", ["0", "-3", "x", "", "1.5", " 1"])
def test_senseless_spans_are_one(span: str) -> None:
    html = f'<table><tr><td colspan="{span}">规章</td><td>0</td></tr><tr><td>许可</td><td>1</td></tr></table>'
    (grid,) = read(html).blocks
    assert isinstance(grid, Grid)
    assert (grid.rows, grid.columns) == (2, 2)


@pytest.mark.parametrize("closed", [True, False])
def test_five_thousand_nested_tables(closed: bool) -> None:
    html = "<table><tr><td>" * 5000 + "受理3件" + "</td></tr></table>" * 5000 * closed
    document = read(html)
    assert paragraphs(document) == ["受理3件"]
    assert_places(document)


@pytest.mark.parametrize(
    "html",
    [
        "<html><script>" * 2000,
        "<html>" + "<!--" * 20_000,
        "<html>" + '<p a="' * 20_000,
        "<html><p " + "a=b " * 50_000 + ">x",
        "<html><p>" + "&#1" * 100_000,
        "<table>" + "x<tr>" * 5_000,
        "<html>" + "<b><i><a><p>x" * 1_000,
        "<table>" + ("<tr>" + "<td rowspan=60000 colspan=64>1</td>" * 10 + "</tr>") * 500 + "</table>",
        "<html><select>" * 3000,
        "<html>" + "<" * 300_000,
        "<pre>" + "甲\t1\n" * 5_000,
    ],
)
def test_heavy_pages_are_read(html: str) -> None:
    assert_places(read(html))
