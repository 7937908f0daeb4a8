"""纯文本的读入。 Plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.conftest import assert_places, grids, paragraphs, read, shape
from toolkit.errors import ReadError
from toolkit.model import Paragraph

HEAD = "某县2022年政府信息公开工作年度报告\n\n一、总体情况\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  一、总体情况  ", ["一、总体情况"]),
        ("\u3000\u3000一年来\u3000\u3000成效明显", ["一年来 成效明显"]),
        ("\u00a0 3\u00a0", ["3"]),
        ("受理\u200b3\ufeff件", ["受理3件"]),
        ("甲\r\n乙\r丙\x0b丁\u2028戊", ["甲", "乙", "丙", "丁", "戊"]),
        ("2024 年 1 月", ["2024 年 1 月"]),
        ("一、\t总体情况", ["一、 总体情况"]),
        ("我县受理3件\t，全部办结。", ["我县受理3件 ，全部办结。"]),
        (
            "\t\t本报告由某县人民政府办公室编制，全文包括六个部分。",
            ["本报告由某县人民政府办公室编制，全文包括六个部分。"],
        ),
        ("二、主动公开政府信息情况\t", ["二、主动公开政府信息情况"]),
        ("某县人民政府\t2021年2月19日", ["某县人民政府 2021年2月19日"]),
        ("a < b 而 c > d", ["a < b 而 c > d"]),
        ("学习<中华人民共和国政府信息公开条例>", ["学习<中华人民共和国政府信息公开条例>"]),
        ("一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3", ["一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3"]),
    ],
)
def test_stays_a_paragraph(text: str, expected: list[str]) -> None:
    document = read(text)
    assert paragraphs(document) == expected
    assert not grids(document)
    assert_places(document)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("行政许可\t64", [["行政许可", "64"]]),
        ("信息内容\t本年处理决定数量\n行政许可\t64", [["信息内容", "本年处理决定数量"], ["行政许可", "64"]]),
        ("1.属于国家秘密\t0\t\t0\t", [["1.属于国家秘密", "0", "", "0", ""]]),
        ("规章\t0\t0\t0\n行政许可\t", [["规章", "0", "0", "0"], ["行政许可", "", None, None]]),
        ("政府集中采购\t59\t28204万元", [["政府集中采购", "59", "28204万元"]]),
        ("行政许可\t+170\t-\n行政处罚\t--253\t/", [["行政许可", "+170", "-"], ["行政处罚", "--253", "/"]]),
        (
            "| 规章 | 0 | 1 |\n|---|---|---|\n| 行政规范性文件 | 2 | |",
            [["规章", "0", "1"], ["行政规范性文件", "2", ""]],
        ),
        ("规章|0|1\n行政许可|64|2", [["规章", "0", "1"], ["行政许可", "64", "2"]]),
        ("规章\t0\t1\n\n许可\t6\t2", [["规章", "0", "1"], ["许可", "6", "2"]]),
        ("规章    0    1    2\n许可    6    2    3", [["规章", "0", "1", "2"], ["许可", "6", "2", "3"]]),
        (
            "信息内容    制发件数    废止件数\n规章    0    1\n许可    6    2",
            [["信息内容", "制发件数", "废止件数"], ["规章", "0", "1"], ["许可", "6", "2"]],
        ),
        ("规章（其中\u3000修订）\t2（其中修订1件）\t2", [["规章（其中 修订）", "2（其中修订1件）", "2"]]),
        ("│规章│0│1│\n├──┼─┼─┤\n│许可│6│2│", [["规章", "0", "1"], ["许可", "6", "2"]]),
    ],
)
def test_becomes_a_grid(text: str, expected: list[list[str | None]]) -> None:
    document = read(HEAD + text)
    assert grids(document) == [expected]
    assert_places(document)


def test_the_place_of_a_cell_is_its_field() -> None:
    document = read("规章\t0\t\t 12 ")
    (grid,) = document.blocks
    assert not isinstance(grid, Paragraph)
    assert [(cell.text, cell.source.start, cell.source.end) for cell in grid.cells] == [
        ("规章", 0, 2),
        ("0", 3, 4),
        ("", 5, 5),
        ("12", 7, 9),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # captions between rows break a grid in two, in their order
        (
            "第二十条第（一）项\n规章\t0\n第二十条第（五）项\n许可\t6",
            ["第二十条第（一）项", "1x2", "第二十条第（五）项", "1x2"],
        ),
        # other counts of fields after a blank line: another table
        ("规章\t0\t1\n\n维持\t0", ["1x3", "1x2"]),
        ("二、  主动公开情况\n规章    0    1    2\n许可    6    2    3", ["二、 主动公开情况", "2x4"]),
        # some columns one space apart: the fields would not be the cells
        ("规章  3  0  0 0  0\n许可  3  0  0 0  0", ["规章 3 0 0 0 0", "许可 3 0 0 0 0"]),
    ],
)
def test_order(text: str, expected: list[str]) -> None:
    assert shape(read(HEAD + text))[2:] == expected


def test_gap_says_whether_a_blank_line_comes_before() -> None:
    document = read("本年新\n制作数量\n\n \u00a0\n3")
    assert [(b.text, b.gap) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("本年新", True),
        ("制作数量", False),
        ("3", True),
    ]


def test_an_overlong_text_is_refused() -> None:
    for text in ("甲" * 1_000_001, "甲\n" * 40_002):
        with pytest.raises(ReadError) as caught:
            read(text)
        assert caught.value.code == "too_complex"


@given(st.text(alphabet="一二甲乙。：:、 \t\n\r|　\u00a0\u200b0123-+<>&;/abp年月日其中", max_size=200))
def test_places_always_hold(text: str) -> None:
    document = read("某" + text)
    assert_places(document)
    if document.format == "text":
        printed = [b.text for b in [*document.blocks, *(a.block for a in document.asides)] if isinstance(b, Paragraph)]
        for block in [*document.blocks, *(a.block for a in document.asides)]:
            if not isinstance(block, Paragraph):
                printed += [cell.text for cell in block.cells]
        drop = dict.fromkeys(map(ord, "|- \t\n\r　\u00a0\u200b+:："))
        assert sorted("".join(printed).translate(drop)) == sorted(document.text.translate(drop))


MARKDOWN = """# 某县2022年政府信息公开工作年度报告

> 某县人民政府　编

## 一、总体情况 ##

**（一）主动公开。**全年公开 **12** 条，受理 3\\. 件，2*3。

| 行政许可 | **64** |
| --- | --- |
| 行政处罚 | 5 |

__全文加粗__
"""


def test_the_marks_of_markdown_are_no_text() -> None:
    document = read(MARKDOWN)
    assert_places(document)
    assert shape(document) == [
        "某县2022年政府信息公开工作年度报告",
        "某县人民政府 编",
        "一、总体情况",
        "（一）主动公开。全年公开 12 条，受理 3. 件，2*3。",
        "2x2",
        "全文加粗",
    ]
    assert grids(document) == [[["行政许可", "64"], ["行政处罚", "5"]]]
    hints = {block.text: block.hints for block in document.blocks if isinstance(block, Paragraph)}
    assert hints["一、总体情况"] == {"heading"}
    assert hints["全文加粗"] == {"strong"}


def test_a_star_or_a_hash_makes_no_markdown() -> None:
    text = "# 12号文件\n**注意**事项，a > b\n> 引文"
    assert paragraphs(read("受理**3**件\n> 引文")) == ["受理**3**件", "> 引文"]
    assert paragraphs(read(text.replace("**", ""))) == ["# 12号文件", "注意事项，a > b", "> 引文"]
