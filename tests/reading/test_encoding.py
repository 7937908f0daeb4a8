"""编码：声明只在属实时才算数。 Encodings: a declaration counts only as far as it is true."""

from __future__ import annotations

import pytest

from toolkit.errors import ReadError
from toolkit.model import Grid
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
    document = read_bytes(bytes(data), "case")
    assert document.encoding == "utf-8"
    assert document.text.count("\N{REPLACEMENT CHARACTER}") > 0
    assert document.doubts


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_with_much_damage_is_refused(encoding: str) -> None:
    data = bytearray(("政府信息公开工作年度报告, " * 40).encode(encoding))
    for at in range(11, len(data), 60):
        data[at] = 0xFF
    with pytest.raises(ReadError) as caught:
        read_bytes(bytes(data), "case")
    assert caught.value.code == "undecodable"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    ("number", "doubted"),
    [("2�", True), ("�2", True), ("2", False)],
)
def test_no_number_beside_a_lost_byte_is_certain(encoding: str, number: str, doubted: bool) -> None:
    filler = "<p>" + "本年度没有其他需要报告的事项。" * 90 + "</p>"
    page = f"<html><body><table><tr><td>一</td><td>{number}</td></tr><tr><td>二</td><td>3</td></tr></table>{filler}</body></html>"
    document = read_bytes(page.replace("�", "@@").encode(encoding).replace(b"@@", b"\xff"), "case")
    grid = document.blocks[0]
    assert isinstance(grid, Grid)
    assert [document.doubt(cell.source) is not None for cell in grid.cells] == [False, doubted, False, False]
