"""叙述中的话与2014年统计表的单元格。 What the narrative says, and the cells of the statistics table."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.model import Claim
from toolkit.narrative import find_claims
from toolkit.parsing import parse
from toolkit.reading import read_bytes
from toolkit.vocabulary import form, load, rows

PATHS = form("2014").paths()
ROWS = [f"{row.number}{row.label} {row.unit} 5" for row in form("2014").tables[0].blocks[0].rows if row.key]
HEADINGS = {
    1: "一、概述",
    2: "二、主动公开情况",
    3: "三、依申请公开情况",
    4: "四、复议、诉讼和举报投诉情况",
    5: "五、存在的主要问题和改进措施",
}


def claims(text: str, part: int) -> list[Claim]:
    lines = ["某某县人民政府2016年政府信息公开工作年度报告"]
    for number, heading in HEADINGS.items():
        lines += [heading, f"全年{text}。" if number == part else "全年平稳有序。"]
    report = find_claims(parse(read_bytes("\n".join([*lines, "附表", *ROWS]).encode(), "report.txt")))
    assert report.form == "2014"
    return list(report.claims)


def cells(row: dict[str, Any], text: str) -> set[str]:
    return {path for claim in claims(text, (row.get("parts") or [2])[0]) for path in claim.cells}


@pytest.mark.parametrize("row", rows("statistics"), ids=lambda row: row["example"])
def test_a_phrase_is_its_row_and_its_counter_example_is_not(row: dict[str, Any]) -> None:
    path = f"statistics.{row['cell']}"
    assert path in PATHS
    assert path in cells(row, row["example"])
    assert path not in cells(row, row["counter_example"])


def test_every_cell_of_the_measures_and_bases_is_one_of_the_form() -> None:
    data = load("statistics")
    named = [cell for several in data["measures"].values() for cell in several]
    named += [
        *data["bases"].values(),
        *data["named_bases"],
        *(row["base"] for row in rows("statistics") if "base" in row),
    ]
    named += [cell for row in rows("statistics") for cell in row.get("after", ())]
    assert {f"statistics.{cell}" for cell in named} <= set(PATHS)


@pytest.mark.parametrize(
    ("text", "part", "wanted"),
    [
        ("收到政府信息公开申请5件", 3, ["requests.received"]),
        ("收到申请5件，同意公开5件，不同意公开5件", 3, ["requests.received", "requests.granted", "requests.refused"]),
        ("涉及国家秘密5件、商业秘密5件", 3, ["requests.refused_state_secret", "requests.refused_trade_secret"]),
        (
            "发生行政复议5件，其中维持5件；行政诉讼5件",
            4,
            ["challenges.review", "challenges.review.upheld", "challenges.litigation"],
        ),
        ("收到申请5件，尚有5件结转下年办理", 3, ["requests.received"]),
        ("收到申请5件，部门承办的延期办理5件", 3, ["requests.received"]),
        ("县教育局主动公开政府信息5条", 2, []),
        ("制发行政规范性文件5件", 2, ["proactive.normative_issued"]),
    ],
)
def test_what_the_later_forms_have_too(text: str, part: int, wanted: list[str]) -> None:
    found = [path.removeprefix("statistics.") for claim in claims(text, part) for path in claim.cells]
    assert found == wanted


def test_a_share_names_its_base() -> None:
    share = next(
        c for c in claims("主动公开政府信息5条。通过政府网站公开5条，占主动公开总数的100%", 2) if c.kind == "share"
    )
    assert share.cells == ("statistics.proactive.by_website",)
    assert share.base == ("statistics.proactive.disclosed",)
