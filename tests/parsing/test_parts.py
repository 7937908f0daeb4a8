"""六个部分与专题。 The six parts and the topics of part 1."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.parsing import layouts
from toolkit.model import Report
from toolkit.parsing import parse
from toolkit.reading import read_bytes

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "headings.yaml").read_text(encoding="utf-8"))
ZEROS = dict.fromkeys(layouts.figures_paths("2021", "standard"), "0")
OVERVIEW = layouts.TEXTS[1]


def _text() -> str:
    return layouts.text_report("2021", "standard", 2023, ZEROS, "\t")


def _parse(text: str) -> Report:
    return parse(read_bytes(text.encode(), "report.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_headings_are_matched_by_wording_order_and_structure(case: dict[str, dict[int, str]]) -> None:
    text = _text()
    for part, heading in case["given"].items():
        text = text.replace(layouts.HEADINGS[part], heading)
    report = _parse(text)
    wanted = layouts.HEADINGS | case["given"] | case.get("found", {})
    parts = case.get("parts", [1, 2, 3, 4, 5, 6])
    assert {p.number: p.heading for p in report.parts} == {n: " ".join(wanted[n].split()) for n in parts}
    assert report.parts[0].text == OVERVIEW
    assert layouts.TEXTS[5] in next(p.text for p in report.parts if p.number == 5)
    assert report.closing.text == "青澜县人民政府\n2024年1月20日"
    assert report.preamble.text == layouts.OPENING.format(year=2023)


def test_a_list_of_contents_is_not_the_parts() -> None:
    opening = layouts.OPENING.format(year=2023)
    contents = "\n".join(["目录", *layouts.HEADINGS.values()])
    report = _parse(_text().replace(opening, f"{opening}\n{contents}"))
    assert report.parts[0].text == OVERVIEW
    assert "目录" in report.preamble.text


def test_a_mention_in_a_sentence_is_no_heading() -> None:
    mention = "主动公开政府信息情况如下：全年公开12条，其他需要报告的事项见后。"
    report = _parse(_text().replace(OVERVIEW, f"{OVERVIEW}\n{mention}"))
    assert report.parts[0].text == f"{OVERVIEW}\n{mention}"


@pytest.mark.parametrize(
    "sentence",
    [
        "全 年 未 收 到 公 开 申 请 ； 行 政 复 议 １ 起 ， 维 持 原 答 复 ； 行 政 处 罚 ３ 起 。",
        "行 政 复 议 1 件 ， 行 政 诉 讼 2 件 均 为 上 年 受 理",
        "全年办理 行政许可 和 行政处罚 信息公开的 各科室 共同承担 本项工作 。",
    ],
)
def test_a_sentence_with_spaces_in_it_is_no_row_of_labels(sentence: str) -> None:
    """It names two rows of the tables; as rows, its words and numbers were in no part."""
    report = _parse(_text().replace(OVERVIEW, sentence))
    assert report.parts[0].text == sentence


def test_a_heading_in_the_line_of_its_text() -> None:
    text = _text().replace("六、其他需要报告的事项\n\n无其他事项。", "六、其他需要报告的事项：无其他事项。")
    part = _parse(text).parts[-1]
    assert (part.heading, part.text) == ("六、其他需要报告的事项", "无其他事项。")
    source = part.locate(0, 5)
    assert text[source.start : source.end] == "无其他事项"


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        (
            "（一）主动公开情况。公开12条。\n一是加强组织。\n（二）依申请公开工作\n收到3件。\n（三）政府信息管理。规范。\n（四）平台建设\n建成。\n（五）监督与保障：到位。",
            ["主动公开情况", "依申请公开工作", "政府信息管理", "平台建设", "监督与保障"],
        ),
        ("1.主动公开。公开12条。\n2、依申请公开。收到3件。", ["主动公开", "依申请公开"]),
        ("主动公开\n公开12条。\n监督保障\n到位。", ["主动公开", "监督保障"]),
        ("（一）2023年工作基本情况\n1.主动公开。公开12条。\n2.平台建设。建成1个。", ["主动公开", "平台建设"]),
        ("（一）主动公开\n公开12条。\n（二）队伍建设\n配备2人。", ["主动公开", "队伍建设"]),
        ("主动公开12条信息，依申请公开3件。", []),
        ("一是主动公开。公开12条。\n二是依申请公开。收到3件。", []),
    ],
)
def test_topics(printed: str, wanted: list[str]) -> None:
    report = _parse(_text().replace(OVERVIEW, printed))
    part = report.parts[0]
    assert [t.heading for t in part.topics] == wanted
    for topic in part.topics:
        assert part.text[topic.start : topic.end] == topic.text
        assert topic.heading not in topic.text[: len(topic.heading)]


def test_usual_topics_carry_their_standard_name() -> None:
    report = _parse(
        _text().replace(OVERVIEW, "（一）主动公开情况\n公开。\n（二）平台建设\n建成。\n（三）队伍建设\n配备。")
    )
    assert [t.topic for t in report.parts[0].topics] == ["主动公开", "政府信息公开平台建设", ""]
