"""2019年以前的报告：没有表的、附统计表的、部分自拟的。 Reports before 2019: without tables, with one, with parts of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.checking import check
from toolkit.errors import NotAReportError
from toolkit.model import Report
from toolkit.narrative import find_claims
from toolkit.parsing import parse
from toolkit.reading import read_bytes, read_document

SHARED = Path(__file__).parents[3] / "shared" / "reports"
HEADINGS = [
    "一、概述",
    "二、主动公开政府信息的情况",
    "三、依申请公开政府信息和不予公开政府信息的情况",
    "四、政府信息公开的收费及减免情况",
    "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
    "六、存在的主要问题及改进情况",
]
TABLE = [
    "（一）收到申请数 件 68",
    "1.当面申请数 件 17",
    "2.传真申请数 件 2",
    "3.网络申请数 件 38",
    "4.信函申请数 件 11",
]
TABLE += ["（二）申请办结数 件 66", "1.按时办结数 件 61", "2.延期办结数 件 5"]


def made(year: int, headings: list[str], *rest: str) -> Report:
    lines = [f"某某县人民政府{year}年政府信息公开工作年度报告", "本报告根据《条例》编制。"]
    for heading in headings:
        lines += [heading, f"这里写的是{heading[2:6]}方面的工作，全年平稳有序。"]
    return check(find_claims(parse(read_bytes("\n".join([*lines, *rest]).encode(), "report.txt"))))


def numbers(report: Report) -> list[tuple[int, str]]:
    return [(part.number, part.id) for part in report.parts]


@pytest.mark.parametrize("year", [2008, 2011, 2013])
def test_before_2014_no_form_applies(year: int) -> None:
    report = made(year, HEADINGS, "某某县人民政府", f"{year + 1}年3月20日")
    assert report.form is None
    assert report.cells == report.tables == report.findings == ()
    assert report.value("signed") == f"{year + 1}-03-20"
    assert [number for number, _ in numbers(report)] == [1, 2, 3, 9, 4, 5]


@pytest.mark.parametrize("year", [2014, 2018])
def test_a_statistics_table_that_is_not_in_the_file_is_a_note(year: int) -> None:
    report = made(year, HEADINGS)
    assert report.form is None
    assert report.cells == ()
    (finding,) = report.findings
    assert (finding.rule, finding.severity, finding.verdict) == ("form.edition", "note", "unreadable")


def test_from_2019_on_a_report_without_tables_is_refused() -> None:
    with pytest.raises(NotAReportError, match="没有找到任何一张法定表格"):
        made(2019, HEADINGS)


def test_a_statistics_table_in_a_report_for_2019_is_a_finding() -> None:
    report = made(2019, HEADINGS, "附表", *TABLE)
    assert report.form == "2014"
    assert any(f.rule == "form.edition" and f.severity == "warning" for f in report.findings)


def test_headings_of_older_reports_and_parts_of_their_own() -> None:
    own = [
        "一、组织推进情况",
        "二、主动公开情况",
        "三、回应解读情况",
        "四、依申请公开办理情况",
        "五、复议、诉讼和举报情况",
    ]
    own += ["六、信用体系建设", "七、存在的主要问题和改进措施"]
    report = made(2016, own, "某某县人民政府", "2017年3月20日", "附表", *TABLE)
    assert numbers(report) == [
        (1, "overview"),
        (2, "proactive"),
        (8, "response"),
        (3, "requests"),
        (4, "challenges"),
        (12, "own"),
        (5, "problems"),
    ]
    assert report.tables[0].caption == "附表"
    assert report.form == "2014"
    assert report.value("signed") == "2017-03-20"


def test_no_text_is_lost() -> None:
    report = made(2012, [*HEADINGS[:3], "四、信息员队伍", *HEADINGS[4:]], "某某县人民政府", "2013年3月20日")
    told = "".join(part.text for part in report.narrative())
    assert told.count("全年平稳有序") == 6
    assert "某某县人民政府" in told


def test_the_report_of_2016_with_its_labels() -> None:
    file, gold = SHARED / "made" / "table-2016.html", SHARED / "gold" / "made-table-2016.json"
    if not file.exists() or not gold.exists():
        pytest.skip("the labelled report of 2016 is not beside the project")
    labels = json.loads(gold.read_text(encoding="utf-8"))
    report = check(find_claims(parse(read_document(file))))
    values = {cell.path: cell.value for cell in report.cells}
    assert {path: None if v is None else float(v) for path, v in values.items()} == labels["cells"]
    assert {str(p.number): p.heading for p in report.parts if p.number <= 6} == labels["parts"]
    assert [(e.label, e.raw) for e in report.extensions] == [
        (e["label"], (str(e["value"]),)) for e in labels["extensions"]
    ]
    for name, value in labels["report"].items():
        assert report.value(name) == str(value), name
    assert [(f.rule, f.where, f.severity) for f in report.findings] == [("statistics.answers", "answered", "error")]
    verdicts = {(c.quote, str(c.verdict)) for c in report.claims}
    for claim in labels["claims"]:
        if claim["verdict"] == "consistent" and "各1件" not in claim["quote"]:
            assert any(
                claim["quote"].removesuffix("的")[-6:] in quote and verdict == "consistent"
                for quote, verdict in verdicts
            ), claim
