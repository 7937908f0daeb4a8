"""编码：声明只在属实时才算数。 Encodings: a declaration counts only as far as it is true."""

from __future__ import annotations

import pytest

from toolkit.errors import ReadError
from toolkit.reading import read_bytes

BODY = "<p>政府信息公开工作年度报告，受理３件。</p>"


def declared(charset: str) -> str:
    return f'<html><head><meta http-equiv=Content-Type content="text/html; charset={charset}"></head>{BODY}'


@pytest.mark.parametrize(
    ("data", "encoding", "noted"),
    [
        (BODY.encode(), "utf-8", False),
        (b"\xef\xbb\xbf" + BODY.encode(), "utf-8", False),
        (b"\xff\xfe" + BODY.encode("utf-16-le"), "utf-16-le", False),
        (b"\xfe\xff" + BODY.encode("utf-16-be"), "utf-16-be", False),
        (BODY.encode("gbk"), "gb18030", False),
        (declared("gb2312").encode("gbk"), "gb18030", False),
        (declared("GBK").encode("gb18030"), "gb18030", False),
        ((declared("gb2312") + "镕").encode("gb18030"), "gb18030", True),
        (declared("utf-8").encode("gb18030"), "gb18030", True),
        (declared("gb2312").encode(), "utf-8", True),
        (declared("UTF-8").encode(), "utf-8", False),
        (declared("utf8").encode(), "utf-8", False),
        (declared("iso-8859-1").encode(), "utf-8", True),
        (
            declared("big5")
            .replace("信息", "資訊")
            .replace("开", "開")
            .replace("报", "報")
            .replace("务", "務")
            .encode("big5", "ignore"),
            "big5",
            False,
        ),
        (b'<meta charset="x-unknown"><p>ascii</p>', "utf-8", False),
    ],
)
def test_encodings(data: bytes, encoding: str, noted: bool) -> None:
    document = read_bytes(data, "case")
    assert document.encoding == encoding
    assert bool(document.notes) is noted
    assert "\ufeff" not in document.text
    for zh, en in document.notes:
        assert zh.endswith("。")
        assert en.endswith(".")


def test_a_file_cut_inside_its_last_character_is_read_and_noted() -> None:
    document = read_bytes(("政府信息公开" * 20).encode()[:-1], "case")
    assert document.text.endswith("公")
    assert document.notes


@pytest.mark.parametrize("at", [10, 600])
def test_damaged_utf8_is_not_read_as_something_else(at: int) -> None:
    data = bytearray(("政府信息公开工作年度报告" * 40).encode())
    data[at] = 0xFF
    with pytest.raises(ReadError) as caught:
        read_bytes(bytes(data), "case")
    assert caught.value.code == "undecodable"
