"""单元格中不是文字的内容：不能读成空格, 也不能读成别的数。 What is no plain text in a cell: never blank, never another number."""

from __future__ import annotations

import re

import pytest

from tests.parsing import layouts
from tests.reading.conftest import assert_places, paragraphs, read
from tests.reading.word_files import docx, field, level, listed, numbering, p, r, tbl, tc, text_box, tr
from toolkit.errors import NotAReportError
from toolkit.model import Document, Grid, GridCell, Paragraph
from toolkit.parsing import parse
from toolkit.reading import read_bytes


def _cell(document: Document) -> GridCell:
    """The middle cell of the second row; its neighbours are certain."""
    assert_places(document)
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert (grid.rows, grid.columns) == (2, 3)
    row = [cell for cell in grid.cells if cell.row == 1]
    assert [cell.text for cell in (row[0], row[2])] == ["甲", "5"]
    assert not document.doubt(row[0].source)
    assert not document.doubt(row[2].source)
    return row[1]


def _page(cell: str, head: str = "") -> Document:
    table = f"<table><tr><td>项目</td><td>数</td><td>丙</td></tr><tr><td>甲</td>{cell}<td>5</td></tr></table>"
    return read(f"<html><head>{head}</head><body><p>一、总体情况</p>{table}</body></html>")


# a cell -> what is read of it and whether that is in doubt
CELLS = {
    "picture": ('<td><img src="a.gif" alt="1189"></td>', "", True),
    "picture in a paragraph after a space": ('<td><p>&nbsp;</p><p><img src="a.gif"></p></td>', "", True),
    "picture beside a figure": ('<td>11<img src="a.gif"></td>', "11", True),
    "picture in a figure": ('<td>11<img src="a.gif">89</td>', "1189", True),
    "picture to keep a place": ('<td>1189<img src="a.gif" width="1" height="1"></td>', "1189", False),
    "hidden picture": ('<td>1189<img src="a.gif" style="display:none"></td>', "1189", False),
    "picture behind an empty cell": ('<td style="background:url(a.gif)"></td>', "", True),
    "picture behind a figure": ('<td style="background:url(a.gif)">1189</td>', "1189", False),
    "canvas": ("<td><canvas></canvas></td>", "", True),
    "drawing": ('<td><svg><path d="M0 0"/></svg></td>', "", True),
    "object": ("<td><object>1189</object></td>", "1189", True),
    "formula": ("<td><math><msup><mn>11</mn><mn>2</mn></msup></math></td>", "112", True),
    "frame": ('<td><iframe src="a.htm"></iframe></td>', "", True),
    "script": ('<td><script>document.write("1189")</script></td>', "", True),
    "script after a figure": ("<td>1189<script>note()</script></td>", "1189", False),
    "script that writes after a figure": ('<td>1189<script>document.write("7")</script></td>', "1189", True),
    "noscript": ("<td><noscript>1189</noscript></td>", "", True),
    "attribute that a script shows": ('<td data-value="1189"></td>', "", True),
    "attribute beside a figure": ('<td data-value="1189">1189</td>', "1189", False),
    "input": ('<td><input type="text" value="1189" disabled></td>', "1189", False),
    "input without quotes": ("<td><input readonly value=1189></td>", "1189", False),
    "input beside a figure": ('<td>1<input value="189"></td>', "1189", True),
    "two inputs": ('<td><input value="1"><input value="189"></td>', "1189", True),
    "input with a hint": ('<td><input placeholder="1189"></td>', "", True),
    "input with words": ('<td><input value="无"></td>', "", True),
    "input without value": ("<td><input></td>", "", True),
    "hidden input": ('<td>1189<input type="hidden" value="7"></td>', "1189", False),
    "textarea": ("<td><textarea rows=1>1189</textarea></td>", "1189", False),
    "select": ("<td><select><option>0<option selected>1189</select></td>", "", True),
    "list number of Word": ("<td><![if !supportLists]>1.<![endif]>1189</td>", "1.1189", True),
    "list number of Word, published": ("<td><!--[if !supportLists]-->1.<!--[endif]-->1189</td>", "1.1189", True),
    "list number by its style": ("<td><span style='mso-list:Ignore'>1.</span>1189</td>", "1.1189", True),
    "numbered list": ("<td><ol start=1189><li></li></ol></td>", "", True),
    "white on white": ('<td>1189<span style="color:#fff">7</span></td>', "11897", True),
    "white by an old tag": ("<td>1189<font color=#FFFFFF>7</font></td>", "11897", True),
    "white on a ground of its own": ('<td>1189<b style="background:#036;color:white">7</b></td>', "11897", False),
    "white in a coloured row": ('<td bgcolor="#003366"><span style="color:#fff">1189</span></td>', "1189", False),
    "off the page": ('<td>1189<span style="position:absolute;left:-9999px">7</span></td>', "11897", True),
    "turned round": ("<td><bdo dir=rtl>9811</bdo></td>", "9811", True),
    "turned round by a character": ("<td>&#8238;9811</td>", "9811", True),
    "two screens": ('<td><b class="hidden-xs">1189</b><b class="visible-xs">1189</b></td>', "11891189", True),
    "two screens, figures written differently": (
        '<td><span class="pc">1,189</span><span class="mobile">1189</span></td>',
        "1,1891189",
        True,
    ),
    "two screens in two lines": (
        '<td><div class="pc">118</div><div class="wap">118</div></td>',
        "118\n118",
        True,
    ),
    "equal digits of one number": ("<td><span>1</span><span class=a>1</span></td>", "11", False),
    "two lines of figures": ("<td>17<br>805</td>", "17\n805", True),
    "figure and note in two lines": ("<td>17<br>（含5件）</td>", "17（含5件）", False),
    "footnote by its style": ('<td>1189<span style="vertical-align:super">2</span></td>', "1189（2）", False),
    "footnote of Word": ('<td>1189<a href="#_ftn1" name="_ftnref1">1</a></td>', "1189（1）", False),
    "footnote of Word, all its tags": (
        '<td>1189<a href="x.htm#_ftn1"><span class=MsoFootnoteReference><sup>[1]</sup></span></a></td>',
        "1189（[1]）",
        False,
    ),
    "ruby": ("<td><ruby>1189<rp>(</rp><rt>7</rt><rp>)</rp></ruby></td>", "1189（7）", False),
    "ruby without end tags": ("<td><ruby>1189<rt>7</ruby></td>", "1189（7）", False),
}


@pytest.mark.parametrize(("cell", "text", "doubtful"), CELLS.values(), ids=CELLS)
def test_a_cell_that_is_not_all_text(cell: str, text: str, doubtful: bool) -> None:
    document = _page(cell)
    found = _cell(document)
    assert (found.text, document.doubt(found.source) is not None) == (text, doubtful)


# rules of the page's style sheet, a cell -> what is read of it and whether that is in doubt
SHEETS = {
    "hidden": (".h{display:none}", '<td>1189<span class="h">7</span></td>', "1189", False),
    "hidden block": ("div.h{ display : none }", '<td>1189<div class="h">7</div></td>', "1189", False),
    "hidden and shown by conditions": (
        ".h{display:none} td .h{display:inline}",
        '<td><span class="h">1189</span></td>',
        "1189",
        True,
    ),
    "hidden in print": ("@media print{.h{display:none}}", '<td><span class="h">1189</span></td>', "1189", False),
    "hidden elsewhere": (".x .h{display:none}", '<td><span class="h">1189</span></td>', "1189", False),
    "commented out": ("/* .h{display:none} */", '<td><span class="h">1189</span></td>', "1189", False),
    "raised": ("<!-- span.s {vertical-align:super;} -->", '<td>1189<span class="s">2</span></td>', "1189（2）", False),
    "struck": (".d{text-decoration:line-through}", '<td><span class="d">17</span>1189</td>', "1189", False),
    "white": (".w{color:#fff}", '<td>1189<span class="w">7</span></td>', "11897", True),
    "written by the sheet": ('.n::before{content:"1189"}', '<td class="n"></td>', "", True),
    "an icon of the sheet": (r'.n:before{content:"\e600"}', '<td class="n">1189</td>', "1189", False),
}


@pytest.mark.parametrize(("sheet", "cell", "text", "doubtful"), SHEETS.values(), ids=SHEETS)
def test_what_the_style_sheet_hides_or_writes(sheet: str, cell: str, text: str, doubtful: bool) -> None:
    document = _page(cell, f"<style>{sheet}</style>")
    found = _cell(document)
    assert (found.text, document.doubt(found.source) is not None) == (text, doubtful)


def test_what_the_style_sheet_hides_outside_of_cells_is_read() -> None:
    document = read('<style>.tab{display:none}</style><p>甲</p><div class="tab"><p>乙</p></div>')
    assert paragraphs(document) == ["甲", "乙"]


def test_pictures_fields_and_scripts_beside_the_text_change_nothing() -> None:
    body = '<p>受理3件<img src="a.gif"></p><input value="请输入"><script>f()</script><p><img src="b.gif">办结4件</p>'
    document = read(f"<p>一、总体情况</p>{body}")
    assert paragraphs(document) == ["一、总体情况", "受理3件", "办结4件"]
    assert not document.doubts


@pytest.mark.parametrize(
    ("line", "doubtful"),
    [
        ('受理11<img src="a.gif">89件', True),
        ('受理<img src="a.gif">1189件', False),
        ('受理<input value="1189">件', False),
        ('受理1<input value="189">件', True),
        ('受理<font color="#fff">7</font>1189件', True),
        ('受理1189<font color="#fff">7</font>件', True),
    ],
)
def test_what_is_no_text_in_a_number_of_the_narrative(line: str, doubtful: bool) -> None:
    document = read(f"<p>一、总体情况</p><p>{line}</p>")
    block = document.blocks[1]
    assert isinstance(block, Paragraph)
    number = next(re.finditer(r"\d+", block.text))
    assert (document.doubt(block.locate(*number.span())) is not None) is doubtful


PICTURE = "<w:r><w:drawing><wp:inline/></w:drawing></w:r>"
INK = f'<w:r><mc:AlternateContent><mc:Choice Requires="wpi">{PICTURE[5:-6]}</mc:Choice></mc:AlternateContent></w:r>'

# what stands in a cell of a Word table -> what is read of it and whether that is in doubt
WORD_CELLS = {
    "picture": (p(PICTURE), "", True),
    "picture beside a figure": (p("11", PICTURE), "11", True),
    "ink": (p(INK), "", True),
    "embedded object": (p("<w:r><w:object/></w:r>"), "", True),
    "text box": (p(text_box(p("1189"))), "1189", False),
    "drop-down list": (p(field(" FORMDROPDOWN ", None)), "", True),
    "form field without a result": (p(field(" FORMTEXT ", None)), "", True),
    "sum that was never worked out": (p(field(" =SUM(LEFT) ", None)), "", True),
    "entry of the contents": (p("3", field(" TC 5 ", None)), "3", False),
    "white": (p("1189", r("7", '<w:color w:val="FFFFFF"/>')), "11897", True),
    "one point high": (p("1189", r("7", '<w:sz w:val="2"/>')), "11897", True),
    "raised by its position": (p("1189", r("7", '<w:position w:val="8"/>')), "1189（7）", False),
    "style of footnote marks": (p("1189", r("7", '<w:rStyle w:val="FootnoteReference"/>')), "1189（7）", False),
    "list number before a figure": (p("1189", properties=listed()), "1. 1189", True),
    "list number alone": (p(properties=listed()), "1.", True),
    "list number before words": (p("乙", properties=listed()), "1. 乙", False),
    "two lines of figures": (p("17") + p("805"), "17 805", True),
    "figure and note in two lines": (p("17") + p("（含5件）"), "17（含5件）", False),
}


@pytest.mark.parametrize(("content", "text", "doubtful"), WORD_CELLS.values(), ids=WORD_CELLS)
def test_a_word_cell_that_is_not_all_text(content: str, text: str, doubtful: bool) -> None:
    rows = tr(*(tc(p(each)) for each in ("项目", "数", "丙"))), tr(tc(p("甲")), tc(content), tc(p("5")))
    document = read_bytes(docx(tbl(*rows), numbering=numbering(level(0, "decimal", "%1."))), "case.docx")
    found = _cell(document)
    assert (found.text, document.doubt(found.source) is not None) == (text, doubtful)


def test_cells_with_pictures_are_unreadable_in_a_report() -> None:
    figures = {path: str(n + 100) for n, path in enumerate(layouts.figures_paths("2021", "standard"))}
    page = layouts.html_report("2021", "standard", 2023, figures, True)
    path = "requests.received.total"
    assert page.count(f">{figures[path]}<") == 1
    report = parse(read(page.replace(f">{figures[path]}<", '><img src="a.gif"><')))
    assert {cell.status for cell in report.cells if cell.path != path} == {"given"}
    assert report.by_path[path].status == "unreadable"
    assert "图片" in report.by_path[path].note


@pytest.mark.parametrize(("picture", "told"), [('<p><img src="table.png"></p>', True), ("<p>详见附件。</p>", False)])
def test_a_report_whose_tables_are_pictures_says_so(picture: str, told: bool) -> None:
    heads = layouts.HEADINGS
    body = "".join(f"<p>{heads[n]}</p>" + (picture if n in (2, 3, 4) else "<p>无。</p>") for n in range(1, 7))
    title = layouts.TITLE.format(year=2023)
    page = f'<html><body><img src="logo.png"><h1>{title}</h1>{body}<img src="seal.png"></body></html>'
    with pytest.raises(NotAReportError) as refused:
        parse(read(page))
    assert refused.value.code == "no_tables"
    assert ("似乎是图片" in refused.value.zh) is told
