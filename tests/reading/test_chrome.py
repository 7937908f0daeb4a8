"""页面框架与元数据。 Page chrome and labelled metadata."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.reading.conftest import assert_places, paragraphs, read
from toolkit.model import Grid, Paragraph
from toolkit.reading import read_document
from toolkit.reading.chrome import kind_of_line
from toolkit.vocabulary import load

REPORT = [
    "某县2022年政府信息公开工作年度报告",
    "本报告由某县人民政府办公室编制。",
    "一、总体情况",
    "全年受理3件。",
    "六、其他需要报告的事项",
    "无。",
    "某县人民政府",
    "2023年1月17日",
]
TEXT = "\n".join(REPORT)
HTML = "".join(f"<p>{line}</p>" for line in REPORT)


@pytest.mark.parametrize("row", load("chrome")["rows"], ids=lambda row: row["pattern"][:30])
def test_every_pattern_matches_its_example_and_not_its_counter_example(row: dict[str, str]) -> None:
    pattern = re.compile(row["pattern"])
    assert pattern.match(row["example"])
    assert not pattern.match(row["counter_example"])
    where = "after" if row["where"] == "both" else row["where"]
    assert kind_of_line(row["example"], where)
    assert row["kind"] in {"navigation", "toolbar", "search", "footer", "neighbours", "metadata"}
    assert row["where"] in {"before", "after", "both"}


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ("登录 注册", "navigation"),
        ("当前位置：首页 > 政务公开 > 年报", "navigation"),
        ("您的位置: 首页>政务公开", "navigation"),
        ("首页 | 政务公开 | 互动交流", "navigation"),
        ("首页\t政务公开\t互动交流", "navigation"),
        ("发布日期:2021-02-25    点击数:", "metadata"),
        ("【字号：大 中 小】 打印", "toolbar"),
        ("站内检索：", "search"),
    ],
)
def test_lines_before_a_text_report(before: str, kind: str) -> None:
    document = read(f"{before}\n\n{TEXT}")
    assert paragraphs(document) == REPORT
    assert [aside.kind for aside in document.asides] == [kind]
    assert_places(document)


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        ("上一篇：某县2021年政府信息公开工作年度报告", "neighbours"),
        ("下一条:没有了", "neighbours"),
        ("【打印】【关闭】", "toolbar"),
        ("分享到：微信 微博", "toolbar"),
        ("扫一扫在手机打开当前页", "toolbar"),
        ("主办：某县人民政府　承办：某县人民政府办公室", "footer"),
        ("版权所有：某县人民政府", "footer"),
        ("岚ICP备00000017号-1", "footer"),
        ("责任编辑：张某", "toolbar"),
    ],
)
def test_lines_after_a_report(after: str, kind: str) -> None:
    for document in (
        read(f"{TEXT}\n{after}\n"),
        read(f"<html><div>{HTML}</div><div>{after}</div>"),
        read(f"<html><div>{HTML}<p>{after}</p></div>"),
    ):
        assert paragraphs(document) == REPORT
        assert [aside.kind for aside in document.asides] == [kind]


@pytest.mark.parametrize(
    "line",
    [
        "来源：全年共收到申请3件，其中网络2件。",
        "主办单位：某县举办培训班3期。",
        "当前位置：不是导航",
        "打印",
        "上一篇：甲",
        "发布日期：2021-02-25",
        "首页",
    ],
)
def test_nothing_inside_the_report_is_removed(line: str) -> None:
    inside = [*REPORT[:4], line, *REPORT[4:]]
    assert paragraphs(read("\n".join(inside))) == inside
    assert paragraphs(read("<html><div>" + "".join(f"<p>{text}</p>" for text in inside) + "</div>")) == inside


@pytest.mark.parametrize(
    "after",
    [
        "附件：某县2022年年报.docx",
        "附件1：统计表",
        "单位负责人：（略）　　填报人：（略）",
        "联系电话：0000-3366018",
        "（此件公开发布）",
        "某某县人民政府办公室",
    ],
)
def test_in_doubt_a_line_stays(after: str) -> None:
    assert paragraphs(read(f"{TEXT}\n{after}")) == [*REPORT, after.replace("　　", " ")]
    assert after.replace("　　", " ") in paragraphs(read(f"<html><div>{HTML}</div><p>{after}</p>"))


def test_metadata_table_and_line() -> None:
    document = read(
        "<html><table><tr><th>索 引 号：</th><td>A-1</td><th>发布机构</th><td>某县人民政府</td></tr>"
        "<tr><td>文　号</td><td></td><td>公开日期</td><td>2023-01-18</td></tr>"
        "<tr><td colspan=2><b>信息分类：</b>年报</td><td>名称</td><td>某县年报</td></tr></table>"
        f"<p>发布时间：2023-01-18 16:42　来源：<span>县府办</span>　浏览次数：<span>1286</span>"
        f"【字号：<a>大</a> <a>小</a>】</p><div>{HTML}</div>"
    )
    assert [(f.name, f.value, f.origin) for f in document.fields] == [
        ("索引号", "A-1", "table"),
        ("发布机构", "某县人民政府", "table"),
        ("公开日期", "2023-01-18", "table"),
        ("信息分类", "年报", "table"),
        ("名称", "某县年报", "table"),
        ("发布时间", "2023-01-18 16:42", "line"),
        ("来源", "县府办", "line"),
        ("浏览次数", "1286", "line"),
    ]
    for field in document.fields:
        assert document.text[field.source.start : field.source.end] == field.value
    assert [aside.kind for aside in document.asides] == ["metadata", "metadata"]
    assert paragraphs(document) == REPORT


def test_metadata_in_text_tables() -> None:
    document = read(f"索引号\tA-1\t发布机构\t某县人民政府\n公开日期\t2023-01-18\t文号\t\n\n{TEXT}")
    assert {(f.name, f.value) for f in document.fields} == {
        ("索引号", "A-1"),
        ("发布机构", "某县人民政府"),
        ("公开日期", "2023-01-18"),
    }
    assert paragraphs(document) == REPORT


def test_metadata_table_copied_with_one_cell_per_line() -> None:
    document = read(f"索引号\n\nA-1\n\n发布机构\n\n某县人民政府\n\n文号\n\n\n{TEXT}")
    assert [(f.name, f.value, f.origin) for f in document.fields] == [
        ("索引号", "A-1", "line"),
        ("发布机构", "某县人民政府", "line"),
    ]
    assert paragraphs(document) == REPORT


@pytest.mark.parametrize(
    "chrome",
    [
        "<div class=left><ul><li>政府信息公开指南</li><li>一、机构概况</li><li>二、主动公开</li></ul></div>",
        "<ul><li><a href=#>网站首页</a></li><li><a href=#>某县概况</a></li></ul>",
        "<table><tr><td>信息公开目录（3860）</td></tr><tr><td>信息公开年报（12）</td></tr></table>",
        "<div>今天是2025年3月6日 星期四 晴</div>",
        "<nav>政务公开 <a>甲</a></nav>",
        "<div><a href=#>某县2021年政府信息公开工作年度报告</a></div>",
    ],
)
def test_menus_before_the_title_of_a_page(chrome: str) -> None:
    document = read(f"<html>{chrome}<h1>{REPORT[0]}</h1><div>{''.join(f'<p>{line}</p>' for line in REPORT[1:])}</div>")
    assert paragraphs(document) == REPORT
    assert document.asides


def test_a_title_over_two_lines_stays_whole() -> None:
    document = read(
        "<html><a>首页</a><p align=center><b>某县某局</b></p>"
        "<p align=center><b>2022年政府信息公开工作年度报告</b></p><p>一、总体情况</p><p>甲。</p>"
    )
    assert paragraphs(document) == ["某县某局", "2022年政府信息公开工作年度报告", "一、总体情况", "甲。"]


def test_a_page_heading_that_the_article_repeats_is_set_aside() -> None:
    article = "<p>某县</p><p>2022年政府信息公开工作年度报告</p>" + "".join(f"<p>{line}</p>" for line in REPORT[1:])
    document = read(f"<html><h1>{REPORT[0]}</h1><div>{article}</div>")
    assert paragraphs(document) == ["某县", "2022年政府信息公开工作年度报告", *REPORT[1:]]
    assert [aside.kind for aside in document.asides] == ["title"]


@pytest.mark.parametrize(
    "text", ["购物清单\n牛奶\n面包", "<html><p>购物清单</p><ul><li>牛奶</li></ul>", "<html><a href=#>一个链接</a>"]
)
def test_what_is_no_report_is_read_all_the_same(text: str) -> None:
    document = read(text)
    assert document.blocks or document.asides


def test_shared_files(shared_file: Path) -> None:
    document = read_document(shared_file)
    assert_places(document)
    grids = [(b.rows, b.columns) for b in document.blocks if isinstance(b, Grid)]
    expected = {
        "dongchang-2020.txt": [],
        "page-2022.html": [(14, 4), (28, 10), (4, 15)],
        "page-2019.html": [(18, 4), (26, 10), (4, 15)],
        "table-2016.html": [(69, 3)],
    }
    assert grids == expected[shared_file.name]
    first = document.blocks[0]
    assert isinstance(first, Paragraph)
    kinds = {aside.kind for aside in document.asides}
    if document.format == "html":
        assert {"navigation", "metadata", "neighbours", "footer"} <= kinds
        assert {"table", "line", "title"} <= {field.origin for field in document.fields}
        for block in document.blocks:
            for cell in block.cells if isinstance(block, Grid) else ():
                assert cell.source.start is not None
    else:
        assert kinds == {"navigation", "metadata"}
        assert [(f.name, f.value) for f in document.fields] == [("发布日期", "2021-02-25")]
    left = " ".join(paragraphs(document))
    assert not re.search(r"ICP备|上一[篇条]|浏览次数|当前位置|字号：", left)
