"""UTF-16 without its byte order mark is not read, but the sentence says what it is and what to do."""

from __future__ import annotations

import pytest

from toolkit.errors import ReadError
from toolkit.reading.encoding import decode

TEXT = "云岫县水务局2022年政府信息公开工作年度报告\n一、总体情况\n本年收到申请3件, 办结3件。\n" * 20


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("cut", [0, 1], ids=["whole", "one byte short"])
def test_utf16_without_a_mark_is_called_so(encoding: str, cut: int) -> None:
    data = TEXT.encode(encoding)
    with pytest.raises(ReadError) as caught:
        decode(data[: len(data) - cut], "报告.txt")
    assert caught.value.code == "utf16_without_mark"
    assert "UTF-8" in caught.value.zh
    assert encoding.upper() in caught.value.en


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x00" * 100, b"MZ\x00\x01" * 500, TEXT.encode() + b"\x00"])
def test_other_binary_data_is_still_called_binary(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, "x")
    assert caught.value.code == "binary"
