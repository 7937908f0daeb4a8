"""列表编号：Word 印在段首的数字。 The numbers that Word prints before paragraphs."""

from __future__ import annotations

import pytest

from tests.reading.conftest import assert_places, paragraphs
from tests.reading.word_files import docx, level, listed, numbering, p
from toolkit.reading import read_bytes
from toolkit.reading.word.numerals import printed_number


@pytest.mark.parametrize(
    ("style", "counts"),
    [
        ("decimal", {1: "1", 10: "10"}),
        ("decimalZero", {1: "01", 10: "10"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("decimalEnclosedCircle", {0: "⓪", 1: "①", 20: "⑳", 21: "㉑", 35: "㉟", 36: "㊱", 50: "㊿", 51: "51"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
        ("decimalEnclosedFullstop", {2: "⒉"}),
        ("ideographEnclosedCircle", {3: "㊂"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一"}),
        ("chineseCountingThousand", {10: "十", 101: "一百零一", 110: "一百一十", 1001: "一千零一", 1010: "一千零一十"}),
        ("japaneseCounting", {4: "四", 12: "十二"}),
        ("ideographDigital", {10: "一〇", 12: "一二"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 12: "壹拾贰"}),
        ("ideographLegalTraditional", {2: "貳"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥"}),
        ("upperRoman", {4: "IV", 9: "IX", 14: "XIV"}),
        ("lowerRoman", {4: "iv"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB"}),
        ("lowerLetter", {2: "b"}),
        ("none", {1: ""}),
        ("bullet", {1: ""}),
        ("koreanCounting", {3: "3"}),
        ("chineseCounting ", {3: "3"}),
    ],
)
def test_numerals(style: str, counts: dict[int, str]) -> None:
    assert {count: printed_number(count, style) for count in counts} == counts


def read(body: str, lists: str, styles: str = "") -> list[str]:
    found = read_bytes(docx(body, numbering=lists, styles=styles), "case.docx")
    assert_places(found)
    return paragraphs(found)


def outline(*levels: int) -> str:
    return "".join(p("甲", properties=listed(at)) for at in levels)


PARTS = (level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."))


@pytest.mark.parametrize(
    ("lists", "levels", "printed"),
    [
        (numbering(*PARTS), (0, 0, 0), ["一、甲", "二、甲", "三、甲"]),
        (numbering(*PARTS), (0, 1, 1, 0, 1), ["一、甲", "（一）甲", "（二）甲", "二、甲", "（一）甲"]),
        (numbering(*PARTS), (0, 2, 2, 1, 2), ["一、甲", "1. 甲", "2. 甲", "（一）甲", "1. 甲"]),
        (numbering(level(0, "decimal", "%1", '<w:start w:val="5"/>')), (0, 0), ["5 甲", "6 甲"]),
        (numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")), (0, 1, 1, 0, 1),
         ["1 甲", "1.1 甲", "1.2 甲", "2 甲", "2.1 甲"]),
        (numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")), (1,), ["1.1 甲"]),
        (numbering(level(0, "chineseCounting", "%1"), level(1, "decimal", "%1.%2")), (0, 1), ["一甲", "一.1 甲"]),
        (numbering(level(0, "chineseCounting", "%1"), level(1, "decimal", "%1.%2", "<w:isLgl/>")), (0, 1), ["一甲", "1.1 甲"]),
        (numbering(PARTS[0], level(1, "decimal", "%2、", '<w:lvlRestart w:val="0"/>')), (0, 1, 0, 1),
         ["一、甲", "1、甲", "二、甲", "2、甲"]),
        (numbering(*PARTS[:2], level(2, "decimal", "%3、", '<w:lvlRestart w:val="1"/>')), (0, 1, 2, 1, 2, 0, 2),
         ["一、甲", "（一）甲", "1、甲", "（二）甲", "2、甲", "二、甲", "1、甲"]),
        (numbering(level(0, "bullet", "\uf06c")), (0,), ["甲"]),
        (numbering(level(0, "decimal", "%1、", "<w:rPr><w:vanish/></w:rPr>")), (0,), ["甲"]),
        (numbering(level(0, "decimal", "第%1条")), (0,), ["第1条甲"]),
    ],
)  # fmt: skip
def test_lists(lists: str, levels: tuple[int, ...], printed: list[str]) -> None:
    assert read(outline(*levels), lists) == printed


TWO_OF_ONE = (
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>{}</w:num>'
)


@pytest.mark.parametrize(
    ("more", "printed"),
    [
        ("", ["一、甲", "二、乙", "三、甲"]),
        ('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>', ["一、甲", "一、乙", "二、甲"]),
        (
            f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "%1)")}<w:startOverride w:val="7"/></w:lvlOverride>',
            ["一、甲", "7) 乙", "八、甲"],
        ),
    ],
)
def test_two_lists_of_one_definition(more: str, printed: list[str]) -> None:
    body = p("甲", properties=listed()) + p("乙", properties=listed(num=2)) + p("甲", properties=listed())
    assert read(body, numbering(PARTS[0], num=TWO_OF_ONE.format(more))) == printed


def style(name: str, properties: str = "", based_on: str = "") -> str:
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{based_on}"/><w:pPr>{properties}</w:pPr></w:style>'


STYLES = (
    style("h1", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    + style("h2", '<w:numPr><w:numId w:val="1"/></w:numPr>', "h1")
    + style("child", "", "h2")
    + style("none", '<w:numPr><w:numId w:val="0"/></w:numPr>', "h1")
)
LINKED = numbering(
    level(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>'), level(1, "decimal", "%2.", '<w:pStyle w:val="h2"/>')
)


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        (("h1", "h2", "h2", "h1"), ["一、甲", "1. 甲", "2. 甲", "二、甲"]),
        (("child",), ["1. 甲"]),
        (("none",), ["甲"]),
    ],
)
def test_numbers_of_styles(body: tuple[str, ...], printed: list[str]) -> None:
    made = "".join(p("甲", properties=f'<w:pStyle w:val="{each}"/>') for each in body)
    assert read(made, LINKED, STYLES) == printed


def test_a_paragraph_takes_its_style_s_number_off() -> None:
    off = '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert read(p("甲", properties=off), LINKED, STYLES) == ["甲"]


def test_a_joined_paragraph_counts_once() -> None:
    joined = p("受理", properties=listed() + '<w:rPr><w:del w:id="1"/></w:rPr>') + p("3件", properties=listed())
    assert read(joined + outline(0), numbering(*PARTS)) == ["一、受理3件", "二、甲"]


def test_an_empty_numbered_paragraph_prints_its_number() -> None:
    assert read(p(properties=listed()) + outline(0), numbering(*PARTS)) == ["一、", "二、甲"]


def test_a_list_that_takes_its_levels_from_a_style() -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="5"><w:styleLink w:val="ls"/>{PARTS[0]}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="6"><w:numStyleLink w:val="ls"/></w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="5"/></w:num><w:num w:numId="1"><w:abstractNumId w:val="6"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="ls"><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    )
    assert read(outline(0, 0), lists, styles) == ["一、甲", "二、甲"]


def test_unknown_lists_print_nothing() -> None:
    assert read(p("甲", properties=listed(num=77)) + p("乙", properties=listed(at=12)), numbering(*PARTS)) == [
        "甲",
        "乙",
    ]
