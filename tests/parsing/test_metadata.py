"""元数据：日期、机关、标题、期限。 Metadata: dates, organs, titles, the stated period."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.parsing import layouts
from toolkit.errors import NotAReportError
from toolkit.model import Report
from toolkit.parsing import parse
from toolkit.parsing.dates import find_dates
from toolkit.parsing.issuers import fuller, level_of
from toolkit.reading import read_bytes

CASES = Path(__file__).parent / "cases"
ZEROS = dict.fromkeys(layouts.figures_paths("2021", "standard"), "0")
TITLE = layouts.TITLE.format(year=2023)
PERIOD = "所列数据的统计期限为2023年1月1日至2023年12月31日"


def _cases(name: str) -> list[dict[str, object]]:
    return list(yaml.safe_load((CASES / name).read_text(encoding="utf-8")))


def _report(*replaced: tuple[str, str]) -> Report:
    text = layouts.text_report("2021", "standard", 2023, ZEROS, "\t")
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    return parse(read_bytes(text.encode(), "report.txt"))


@pytest.mark.parametrize("case", _cases("dates.yaml"), ids=lambda c: c["text"])
def test_dates_are_found_and_repaired_only_where_certain(case: dict[str, object]) -> None:
    found = find_dates(str(case["text"]))
    assert [d.iso for d in found] == case["iso"]
    assert {d.lost for d in found} <= {case.get("lost", "")}


@pytest.mark.parametrize("case", _cases("issuers.yaml"), ids=lambda c: c["name"])
def test_the_level_of_an_organ(case: dict[str, object]) -> None:
    found = level_of(str(case["name"]), str(case.get("text", "")))
    assert found is not None
    assert found[0] == case["level"]


@pytest.mark.parametrize(
    ("title", "other", "want"),
    [
        ("洪泽区人民政府", "淮安市洪泽区人民政府", "淮安市洪泽区人民政府"),
        ("通化市东昌区", "通化市东昌区人民政府", "通化市东昌区人民政府"),
        ("上海市青澜区水务局", "青澜区水务局", "上海市青澜区水务局"),
        ("岚江市人民政府", "岚江市人民政府办公室", None),
        ("云岫县人力资源和社会保障局", "本报告由云岫县人力资源和社会保障局", None),
        ("青澜县教育局", "青澜县人民政府", None),
    ],
)
def test_the_fuller_of_two_names(title: str, other: str, want: str | None) -> None:
    assert fuller(title, other) == want


@pytest.mark.parametrize(
    ("printed", "year", "issuer"),
    [
        (TITLE, 2023, "青澜县人民政府"),
        ("青澜县人民政府\n2023年政府信息公开工作年度报告", 2023, "青澜县人民政府"),
        ("2023年政府信息公开工作年度报告", 2023, "青澜县人民政府"),
        ("青澜县2023年度政府信息公开\n工作年度报告", 2023, "青澜县人民政府"),
        ("二〇二三年青澜县政府信息公开年报（2024年1月20日）", 2023, "青澜县人民政府"),
        ("青澜县人民政府关于2023年政府信息公开工作年度报告", 2023, "青澜县人民政府"),
    ],
)
def test_titles(printed: str, year: int, issuer: str) -> None:
    report = _report((TITLE, printed))
    assert (report.year, report.value("issuer")) == (year, issuer)
    assert report.value("title") == printed.replace("\n", "")


def test_a_sentence_about_annual_reports_is_no_title() -> None:
    sentence = "上传信息64条，包括政策文件3条、财务公开1条、信息公开年报1条。"
    report = _report(("全年工作平稳有序。", sentence))
    assert report.value("title") == TITLE
    assert report.parts[0].text == sentence


@pytest.mark.parametrize(
    ("printed", "start", "end", "repaired"),
    [
        (PERIOD, "2023-01-01", "2023-12-31", False),
        ("数据统计期限自202311日起至20231231日止", "2023-01-01", "2023-12-31", True),
        ("统计期限为2023年1月1日至12月31日", "2023-01-01", "2023-12-31", False),
        ("数据统计期限为2023年1月至12月", "2023-01-01", "2023-12-31", False),
        ("所列数据截止日期为2023年1231日", None, "2023-12-31", True),
        ("所列数据截止日期为20241月31日", None, "2024-01-31", True),
        ("内容真实", None, None, False),
        # the end before the start, with and without years
        ("数据截止到2023年12月31日，统计自2023年1月1日开始", "2023-01-01", "2023-12-31", False),
        ("数据采集于2022年1月1日至2022年12月31日之间", "2022-01-01", "2022-12-31", False),
    ],
)
def test_the_stated_period(printed: str, start: str | None, end: str | None, repaired: bool) -> None:
    report = _report((PERIOD, printed))
    assert (report.value("period_start"), report.value("period_end")) == (start, end)
    if end:
        fact = report.facts["period_end"]
        assert fact.repaired is repaired
        assert bool(fact.note) is repaired


def test_a_period_without_its_year_is_that_of_the_title() -> None:
    report = _report((PERIOD, "数据截止到12月31日，统计自1月1日开始"))
    assert (report.value("period_start"), report.value("period_end")) == ("2023-01-01", "2023-12-31")
    assert report.facts["period_end"].note == "year: title"


def test_a_title_on_two_lines_of_which_the_first_looks_like_the_page() -> None:
    page = layouts.html_report("2021", "standard", 2023, ZEROS, True)
    body = "青澜县人民政府"
    lines = f"<ul><li>首页</li><li>{body}</li></ul><div><p>{body}</p><p>{TITLE[len(body) :]}</p></div>"
    assert f"<h1>{TITLE}</h1>" in page
    page = page.replace(f"<h1>{TITLE}</h1>", lines)
    document = read_bytes(page.encode(), "page.html")
    assert body not in [getattr(block, "text", "") for block in document.blocks[:2]]
    assert parse(document).value("title") == TITLE


def test_the_cited_notice_is_a_fact_of_its_own() -> None:
    report = _report((PERIOD, f"按照国办公开办函〔2019〕60号的要求编制，{PERIOD}"))
    assert (report.form, report.value("cited_form")) == ("2021", "2019")
    damaged = _report((PERIOD, f"按照国办公开办函〔202130号的要求编制，{PERIOD}")).facts["cited_form"]
    assert (damaged.value, damaged.repaired) == ("2021", True)


def test_parts_announced_in_the_preamble() -> None:
    listed = "本报告由总体情况、主动公开政府信息情况、存在的主要问题及改进情况三个部分组成。"
    report = _report((PERIOD, f"{listed}{PERIOD}"))
    assert report.value("announced") == "1,2,5"
    assert report.parts[0].heading == "一、总体情况"


@pytest.mark.parametrize(
    "signature", ["青澜县人民政府 2024 年 1 月 20 日", "青澜县人民政府（盖章）\n二〇二四年一月二十日"]
)
def test_signatures(signature: str) -> None:
    report = _report(("青澜县人民政府\n2024年1月20日", signature))
    assert (report.value("signed"), report.value("issuer")) == ("2024-01-20", "青澜县人民政府")
    assert report.closing.text == signature


def test_publication_date_and_source() -> None:
    report = _report((TITLE, f"{TITLE}\n\n发布日期:2024-01-25    点击数:18"))
    assert report.value("published") == "2024-01-25"
    fact = report.facts["published"]
    assert fact.source.raw.strip().endswith("2024-01-25") or "2024-01-25" in fact.source.raw


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("今天天气很好。\n大家去公园散步。", "not_a_report"),
        ("行政许可\n行政处罚\n市场公告", "not_a_report"),
        (f"{TITLE}\n一、总体情况\n全年平稳。\n二、主动公开政府信息情况\n见附件。", "no_tables"),
        (TITLE, "no_tables"),
        ("本局2023年信息公开年度报告的撰写情况通报如下。", "not_a_report"),
        ("关于做好2022年政府信息公开年度报告编制工作的通知\n请按格式填写三张表格。", "not_a_report"),
        ("关于报送2022年政府信息公开年度报告的通知\n\n各乡镇人民政府：\n\n一、报送时间", "not_a_report"),
        ('{"title":"政府信息公开工作年度报告"}', "not_a_report"),
        ("# 读年度报告的工具\n\n读取政府信息公开工作年度报告。\n\n## 安装", "not_a_report"),
    ],
)
def test_what_is_no_report_gives_one_sentence(text: str, code: str) -> None:
    with pytest.raises(NotAReportError) as caught:
        parse(read_bytes(text.encode(), "text.txt"))
    assert caught.value.code == code
    assert caught.value.zh.count("。") == 1
    assert caught.value.en.count(".") == 1
