"""繁体镜像。 Mirrors in Traditional characters."""

from __future__ import annotations

import random

import pytest

from tests.parsing import layouts
from tests.parsing.test_properties import _figures, _wrong
from toolkit.parsing import parse
from toolkit.reading import read_bytes
from toolkit.reading.simplified import same_length, simplified, traditional

PRINTED = _figures(random.Random(2), "2021", "standard", False)
WHOLE = layouts.html_report("2021", "standard", 2023, PRINTED, False)
TOP = (
    "<div>当前位置：首页 &gt; 政务公开</div><table><tr><td>索 引 号</td><td>0001</td></tr>"
    "<tr><td>发布机构</td><td>某县政府办公室</td></tr></table>"
)


def mirrored(text: str) -> str:
    """Every character that has Traditional forms in one of these."""
    back: dict[str, str] = {}
    for old, new in traditional().items():
        back.setdefault(new, chr(old))
    return "".join(back.get(character, character) for character in text)


@pytest.mark.parametrize("words", [False, True], ids=["characters", "words too"])
def test_a_mirror_reads_as_its_original(words: bool) -> None:
    page = mirrored(WHOLE.replace("<h1>", TOP + "<h1>"))
    if words:
        page = page.replace(mirrored("信息"), "資訊").replace(mirrored("发布"), "釋出")
    report = parse(read_bytes(page.encode(), "case"))
    assert _wrong(report, PRINTED) == []
    assert {cell.status for cell in report.cells} == {"given"}
    assert [part.number for part in report.parts] == [1, 2, 3, 4, 5, 6]
    assert all(part.heading in page for part in report.parts)  # what is printed is kept
    assert "发布机构" in {field.name for field in report.document.fields}
    assert {aside.kind for aside in report.document.asides} == {"navigation", "metadata"}


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("國務(wù)院", "国务院"),
        ("國務（wù）院", "国务院"),
        ("國務 ( wù ) 院", "国务院"),
        ("政府信息公開(kāi)情況", "政府信息公开情况"),
        ("复印费(yuan)", "复印费(yuan)"),
        ("增幅（a）", "增幅（a）"),
    ],
)
def test_pinyin_in_brackets_does_not_count(printed: str, plain: str) -> None:
    assert simplified(printed) == plain


def test_matching_keeps_the_length() -> None:
    text = "製發件數、隻計、衆、資訊公開"
    assert len(same_length(text)) == len(text)
