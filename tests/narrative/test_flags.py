"""从一段话到核对结果：哪些数算不符, 哪些只是其中一部分, 哪些只作提示。

From a passage to what is said of it: which figures contradict their cells, which are of a part only, which are worth a note.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gold import rendering
from toolkit import pipeline
from toolkit.model import Report

REQUESTS = {
    "requests.received.total": 48,
    "requests.concluded.total": 48,
    "requests.granted.total": 20,
    "requests.partly_granted.total": 8,
    "requests.refused.enforcement_file.total": 6,
    "requests.not_available.not_held.total": 14,
}


def checked(folder: Path, text: str, issuer: str = "青石县民政局", year: int = 2022) -> Report:
    item = {"id": "x", "issuer": issuer, "year": year, "form": "2021", "tables": REQUESTS, "text": text}
    file = folder / "report.txt"
    file.write_text(rendering.report(item), "utf8")
    return pipeline.run(file)


def flags(report: Report) -> list[tuple[str, str]]:
    return [(f.rule, f.severity) for f in report.findings if f.rule.startswith("text.")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("收到政府信息公开申请48件，办结45件。", [("text.claim", "error")]),
        ("收到政府信息公开申请48件，局长签批重点答复14件。", []),
        ("收到政府信息公开申请48件，经批准延期后办结3件。", []),
        # a unit of the body: less than the whole is its share, more than the whole contradicts it
        ("收到政府信息公开申请48件，执法大队答复14件。", []),
        ("收到政府信息公开申请48件，执法大队答复64件。", [("text.claim", "error")]),
        ("公开工作占科室考核的5%。", []),
        ("39件由不公开改为公开。", []),
        ("审核公文300份，其中确定为主动公开100份、依申请公开120份、不予公开80份。", []),
        ("48件申请均已予以公开。", [("text.universal", "error")]),
        # items of a list of powers are not held against decisions; cases that were done are
        ("公布行政许可事项24项。", []),
        ("全年办理行政许可事项24件。", [("text.claim", "error")]),
        # lists: a slip, an open list whose figures all agree, parts of something else, one part that says again what others hold
        (
            "发布信息500条，其中网站300条、微信120条、微博60条，合计三个渠道。",
            [],
        ),
        ("发布信息500条，其中网站300条、微信150条、微博70条。", [("text.list", "error")]),
        ("办结48件，办理结果为：予以公开20件，部分公开8件，不予公开6件。", []),
        ("更新栏目12个，其中网站信息310条、视频8个、图解6个。", []),
        ("发布信息500条，其中网站300条、微信200条、解读材料80条。", []),
        ("发布信息12条，其中甲类30条、乙类25条。", []),
        (
            "收到政府信息公开申请50件，均已办结。其中予以公开20件，部分公开8件，不予公开6件。",
            [("text.claim", "error"), ("text.list", "warning")],
        ),
        (
            "2022年新增信息6874条。新增信息中，机构类2212条、政策类386条、规划类2174条、工作类2002条。",
            [("text.list", "warning")],
        ),
    ],
)
def test_flags(tmp_path: Path, text: str, wanted: list[tuple[str, str]]) -> None:
    assert flags(checked(tmp_path, text)) == wanted


def test_the_reason_names_the_words_that_restrict(tmp_path: Path) -> None:
    claim = next(c for c in checked(tmp_path, "局长签批重点答复14件。").claims if c.quantity.value == 14)
    assert claim.verdict == "not_comparable"
    assert "局长签批重点" in claim.why_zh
    assert "局长签批重点" in claim.why_en


def test_a_restricted_figure_that_agrees_is_consistent(tmp_path: Path) -> None:
    claim = next(c for c in checked(tmp_path, "局长签批重点答复48件。").claims if c.quantity.value == 48)
    assert claim.verdict == "consistent"


def test_last_years_sentence_is_a_note(tmp_path: Path) -> None:
    assert flags(checked(tmp_path, "2021年，我局收到政府信息公开申请12件。")) == [("text.other_year", "note")]
    assert not flags(checked(tmp_path, "2021年收到政府信息公开申请12件，2022年收到48件。"))


@pytest.mark.parametrize(
    ("issuer", "found"),
    [
        ("青石县云岫镇人民政府", True),
        ("青石县民政局", False),
        ("青石县公安局交警大队", False),
        ("青石县交警大队", False),
    ],
)
def test_another_bodys_sentence_is_a_note(tmp_path: Path, issuer: str, found: bool) -> None:
    report = checked(tmp_path, "我局高度重视公开工作。", issuer)
    assert (("text.other_organ", "note") in flags(report)) is found


def test_two_figures_for_one_thing_are_a_note(tmp_path: Path) -> None:
    """Where no cell decides: a report without tables."""
    lines = [
        "青石县民政局2012年政府信息公开工作年度报告",
        "本报告由青石县民政局编制，统计期限自2012年1月1日至2012年12月31日。",
        "一、概述",
        "全年收到政府信息公开申请12件。",
        "二、依申请公开政府信息情况",
        "全年共收到政府信息公开申请15件，答复15件。",
        "三、存在的主要问题及改进情况",
        "公开内容不够深入。",
    ]
    file = tmp_path / "report.txt"
    file.write_text("\n".join(lines) + "\n", "utf8")
    report = pipeline.run(file)
    assert ("text.twice", "note") in flags(report)
