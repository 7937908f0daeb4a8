"""DOCX 的段落：读到的是页面上印出的文字, 修订视为已接受。 Paragraphs of a DOCX: what is printed, with tracked changes accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.reading.conftest import SHARED, assert_places, grids, paragraphs, shape
from tests.reading.word_files import (
    archive,
    document,
    docx,
    field,
    gone,
    ins,
    p,
    r,
    relations,
    tbl,
    tc,
    text_box,
    tr,
)
from toolkit.model import Aside, Document, Grid
from toolkit.reading import read_bytes, read_document


def read(body: str, **related: str) -> Document:
    found = read_bytes(docx(body, **related), "case.docx")
    assert_places(found)
    return found


GONE_MARK = '<w:rPr><w:del w:id="3" w:author="a"/></w:rPr>'
TAB = "<w:r><w:tab/></w:r>"
FRACTION = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"

# what stands in the paragraph -> what is printed
PRINTED = {
    "runs": (p("受理", "12", "件"), ["受理12件"]),
    "insertion in a number": (p("受理1", ins(r("2")), "件"), ["受理12件"]),
    "deletion in a number": (p("受理1", gone("6"), "7件"), ["受理17件"]),
    "replaced": (p("受理", gone("16"), ins(r("17")), "件"), ["受理17件"]),
    "moved": (p(f"<w:moveFrom>{r('甲')}</w:moveFrom>", f"<w:moveTo>{r('乙')}</w:moveTo>"), ["乙"]),
    "deleted mark joins": (p("受理", properties=GONE_MARK) + p("3件"), ["受理3件"]),
    "two deleted marks": (p("甲", properties=GONE_MARK) + p("乙", properties=GONE_MARK) + p("丙"), ["甲乙丙"]),
    "inserted mark parts": (p("甲", properties='<w:rPr><w:ins w:id="4"/></w:rPr>') + p("乙"), ["甲", "乙"]),
    "deleted mark at the end": (p("甲", properties=GONE_MARK), ["甲"]),
    "hidden": (p("受理", r("9", "<w:vanish/>"), "3件"), ["受理3件"]),
    "not hidden": (p("受理", r("9", '<w:vanish w:val="0"/>'), "3件"), ["受理93件"]),
    "struck through": (p("受理", r("9", "<w:strike/>"), "3件"), ["受理3件"]),
    "raised is no part of the number": (p("105", r("1", '<w:vertAlign w:val="superscript"/>'), "件"), ["105（1）件"]),
    "all raised": (p(r("105", '<w:vertAlign w:val="superscript"/>')), ["105"]),
    "line break": (p("甲局<w:br/>".split("<")[0], "<w:r><w:br/></w:r>", "年度报告"), ["甲局", "年度报告"]),
    "tab": (p("12", TAB, "34"), ["12 34"]),
    "hyphens": (p("010", "<w:r><w:noBreakHyphen/></w:r>", "12", "<w:r><w:softHyphen/></w:r>", "3"), ["010-123"]),
    "spaces that are not kept": ("<w:p><w:r><w:t>1 </w:t></w:r><w:r><w:t> 2</w:t></w:r></w:p>", ["12"]),
    "field": (p("共", field("=SUM(LEFT)", "12"), "件"), ["共12件"]),
    "field without a result": (p("共", field("TC 5", None), "3件"), ["共3件"]),
    "field in a field": (p(field(field("PAGE", "7") + "<w:r><w:instrText/></w:r>", "12"), "件"), ["12件"]),
    "ring around a number": (p(field(r" eq \o\ac(○,3)", None), "收费"), ["③收费"]),
    "broken field": (p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "受理3件") + p("甲"), ["受理3件", "甲"]),
    "simple field and link": (
        p(f"<w:fldSimple>{r('1')}</w:fldSimple>", f"<w:hyperlink>{r('2')}</w:hyperlink>"),
        ["12"],
    ),
    "smart tag in a control": (
        p(f"<w:sdt><w:sdtPr/><w:sdtContent><w:smartTag>{r('1')}</w:smartTag></w:sdtContent></w:sdt>", "件"),
        ["1件"],
    ),
    "control around paragraphs": (f"<w:sdt><w:sdtContent>{p('甲')}{p('乙')}</w:sdtContent></w:sdt>", ["甲", "乙"]),
    "ruby": (
        p(f"<w:r><w:ruby><w:rt>{r('9')}</w:rt><w:rubyBase>{r('3')}</w:rubyBase></w:ruby></w:r>", "件"),
        ["3件"],
    ),
    "digit of the Symbol font": (p("受理", '<w:r><w:sym w:font="Symbol" w:char="F033"/></w:r>', "件"), ["受理3件"]),
    "ring of Wingdings": (p('<w:r><w:sym w:font="Wingdings" w:char="F082"/></w:r>', "甲"), ["②甲"]),
    "old properties": (p(r("1", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"), "件"), ["1件"]),
    "comment": (p("<w:commentRangeStart/>", "甲", '<w:r><w:commentReference w:id="0"/></w:r>'), ["甲"]),
    "formula that is text": (p("占", "<m:oMath><m:r><m:t>50%</m:t></m:r></m:oMath>"), ["占50%"]),
    "text box once": (p("甲", text_box(p("某局") + p("2024年1月15日"))), ["甲", "某局", "2024年1月15日"]),
    "text box in a text box": (p(text_box(p("甲", text_box(p("乙"))))), ["甲", "乙"]),
    "deleted text box": (p("甲", f"<w:del>{text_box(p('乙'))}</w:del>"), ["甲"]),
}


@pytest.mark.parametrize("case", PRINTED)
def test_printed_text(case: str) -> None:
    body, expected = PRINTED[case]
    assert paragraphs(read(body)) == expected


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="b"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
)


@pytest.mark.parametrize(
    ("body", "hints"),
    [
        (p("甲"), set()),
        (p("甲", properties='<w:pStyle w:val="1"/>'), {"heading"}),
        (p("甲", properties='<w:outlineLvl w:val="0"/>'), {"heading"}),
        (p("甲", properties='<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>'), set()),
        (p("甲", properties='<w:jc w:val="center"/>'), {"center"}),
        (p("甲", properties='<w:jc w:val="end"/>'), {"right"}),
        (p(r("甲", "<w:b/>"), r(" "), r("乙", "<w:b/>")), {"strong"}),
        (p(r("甲", "<w:b/>"), "乙"), set()),
        # styles that lead in a circle
        (p("甲", properties='<w:pStyle w:val="x"/>'), {"center", "strong"}),
        # two toggles undo each other
        (p(r("甲", '<w:rStyle w:val="b"/>'), properties='<w:pStyle w:val="x"/>'), {"center"}),
    ],
)
def test_hints(body: str, hints: set[str]) -> None:
    (block,) = read(body, styles=STYLES).blocks
    assert not isinstance(block, Grid)
    assert block.hints == hints


def test_hidden_by_a_style_is_set_aside() -> None:
    found = read(p("受理", r("9", '<w:rStyle w:val="h"/>'), "3件"), styles=STYLES)
    assert paragraphs(found) == ["受理3件"]
    assert [(a.kind, text_of(a)) for a in found.asides] == [("hidden", "9")]


def text_of(aside: Aside) -> str:
    return "" if isinstance(aside.block, Grid) else aside.block.text


def test_contents_footers_and_notes_are_set_aside() -> None:
    body = p("一、总体情况 1", properties='<w:pStyle w:val="11"/>') + p(
        "受理3件", '<w:r><w:footnoteReference w:id="1"/></w:r>'
    )
    found = read(body, styles=STYLES, footer=p("— 1 —"), footnotes=f"<w:footnote>{p('含网络申请2件')}</w:footnote>")
    assert paragraphs(found) == ["受理3件"]
    assert [(a.kind, text_of(a)) for a in found.asides] == [
        ("navigation", "一、总体情况 1"),
        ("footer", "— 1 —"),
        ("footer", "含网络申请2件"),
    ]


def test_a_formula_is_doubted() -> None:
    found = read(p("占", FRACTION, "。") + tbl(tr("甲", "1"), tr("乙", tc(p(FRACTION)))))
    assert paragraphs(found) == ["占1 2。"]
    assert [found.text[d.start : d.end] for d in found.doubts] == ["占1 2。", "1 2"]


def test_an_unknown_sign_is_doubted() -> None:
    found = read(p("受理", '<w:r><w:sym w:font="Webdings" w:char="F033"/></w:r>', "件"))
    assert [found.text[d.start : d.end] for d in found.doubts] == ["受理□件"]


def strict(data: str) -> str:
    for kind, name in (("wordprocessingml", "main"), ("officeDocument", "relationships")):
        usual = f"http://schemas.openxmlformats.org/{kind}/2006/{name}"
        data = data.replace(usual, f"http://purl.oclc.org/ooxml/{kind}/{name}")
    return data


BODY = p("甲") + tbl(tr("甲", "1"), tr("乙", "2"))
PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"


@pytest.mark.parametrize(
    "data",
    [
        docx(BODY),
        archive({"word/document.xml": document(BODY)}),
        archive({"_rels/.rels": strict(relations({"a": ("officeDocument", "/word/document.xml")})),
                 "word/document.xml": strict(document(BODY))}),
        archive({"word/document.xml": document(BODY).replace("UTF-8", "UTF-16").encode("utf-16")}),
        archive({"_rels/.rels": relations({"a": ("officeDocument", "x/Main%20text.xml")}), "[Content_Types].xml": "<a/>",
                 "word/x": "", "x/main text.xml": document(BODY)}),
        archive({"[Content_Types].xml": "<a/>", **{f"pictures/{n:099}.png": b"\x89PNG" * 9 for n in range(90)},
                 "word/document.xml": document(BODY), **{f"custom/{n:099}.xml": "<a/>" for n in range(90)}}),
        (f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="{PACKAGE}">'
         f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{document(BODY).partition("?>")[2]}</pkg:xmlData></pkg:part>'
         "</pkg:package>").encode(),
    ],
    ids=["usual", "no relations", "strict", "utf-16", "another place", "many members", "one xml file"],
)  # fmt: skip
def test_every_kind_of_package(data: bytes) -> None:
    found = read_bytes(data, "case.doc")
    assert found.format == "docx"
    assert shape(found) == ["甲", "2x2"]


def test_an_embedded_page_is_read_and_one_outside_is_not() -> None:
    body = p("甲") + '<w:altChunk r:id="c"/>' + p("乙")
    page = (
        "<html><body><p>丙</p><table><tr><td>收</td><td>3</td></tr><tr><td>办</td><td>2</td></tr></table></body></html>"
    )
    inside = docx(body, {"word/_rels/document.xml.rels": relations({"c": ("aFChunk", "c.html")}), "word/c.html": page})
    found = read_bytes(inside, "case")
    assert shape(found) == ["甲", "丙", "2x2", "乙"]
    assert_places(found)
    address = relations({"c": ("aFChunk", "http://127.0.0.1:9/c.html")}, "External")
    outside = read_bytes(docx(body, {"word/_rels/document.xml.rels": address}), "case")
    assert shape(outside) == ["甲", "乙"]
    assert outside.notes


def test_a_page_named_doc_is_a_page() -> None:
    found = read_bytes(
        "<html xmlns:w='urn:schemas-microsoft-com:office:word'><p>受理3件</p></html>".encode(), "报告.doc"
    )
    assert (found.format, paragraphs(found)) == ("html", ["受理3件"])


def test_text_is_what_is_printed_in_page_order() -> None:
    found = read(p("甲") + tbl(tr("收到", "1"), tr("办结", tc(p("2") + p("3")))) + p("乙"))
    assert found.text == "甲\n收到\t1\n办结\t2 3\n乙\n"


@pytest.fixture
def township() -> Path:
    file = SHARED / "made" / "word-2023.docx"
    if not file.exists():
        pytest.skip("the shared reports are not here: word-2023.docx")
    return file


def test_township_report(township: Path) -> None:
    found = read_document(township)
    assert_places(found)
    assert [f"{b.rows}x{b.columns}" for b in found.blocks if isinstance(b, Grid)] == ["14x4", "28x10", "4x15"]
    texts = paragraphs(found)
    assert [t[:3] for t in texts if re.match(r"（[一二三四五]）", t)] == [
        "（一）",
        "（二）",
        "（三）",
        "（四）",
        "（五）",
    ]
    assert sum("2024年1月15日" in t for t in texts) == 1
    assert grids(found)[0][6][1] == "107"
    assert grids(found)[1][3][3] == "4"
