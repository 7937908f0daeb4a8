"""表格在真实报告中的各种形状。 The shapes in which statutory tables come, each as small as it can be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests.parsing import layouts
from toolkit.model import Cell, Report
from toolkit.parsing import parse
from toolkit.reading import read_bytes

ZEROS = dict.fromkeys((*layouts.figures_paths("2021", "standard"), *layouts.figures_paths("2019", "standard")), "0")
COLUMNS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other_organization", "total")


def _text(separator: str = "\t", form: str = "2021", variant: str = "standard", **figures: str) -> str:
    given = ZEROS | {k.replace("__", "."): v for k, v in figures.items()}
    return layouts.text_report(form, variant, 2023, given, separator)


def _parse(text: str, name: str = "report.txt") -> Report:
    return parse(read_bytes(text.encode(), name))


def _swap(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new)


def _values(report: Report, paths: Sequence[str]) -> list[Decimal | str | None]:
    return [c.value if (c := report.by_path[p]).status == "given" else c.status for p in paths]


def _row(report: Report, row: str) -> list[Decimal | str | None]:
    return _values(report, [f"requests.{row}.{c}" for c in COLUMNS])


def test_two_lines_for_one_label() -> None:
    text = _swap(_text("\n", proactive__regulations__issued="4"), "本年制发件数", "本年制\n发件数")
    assert _parse(text).by_path["proactive.regulations.issued"].value == 4


def test_a_label_printed_one_character_a_line() -> None:
    text = _swap(_text("\n"), "三、本年度办理结果", "\n".join("三、本年度办理结果"))
    text = _swap(text, "商业企业", "\n".join("商业企业"))
    assert all(c.status == "given" for c in _parse(text).cells)


def test_a_row_torn_in_its_label_below_the_figures() -> None:
    old = "2.其他法律行政法规禁止公开 0 0 0 0 0 0 0"
    text = _swap(_text(" "), old, "2.其他法律行政法规 5 0 0 0 0 0 5\n禁止公开")
    assert _row(_parse(text), "refused.forbidden_by_law") == [5, 0, 0, 0, 0, 0, 5]


def test_a_misprinted_label_is_matched_by_order_and_likeness() -> None:
    text = _swap(
        _text(requests__refused__forbidden_by_law__total="3"), "2.其他法律行政法规禁止公开", "2.其他法律行政止公开"
    )
    assert _row(_parse(text), "refused.forbidden_by_law")[-1] == 3


def test_a_group_and_its_row_on_one_line() -> None:
    text = _swap(_text(" "), "三、本年度办理结果\n（一）予以公开 0", "三、本年度办理结果 （一）予以公开 7")
    assert _row(_parse(text), "granted")[0] == 7


@pytest.mark.parametrize("layout", ["\t", "|"])
def test_an_empty_cell_is_blank(layout: str) -> None:
    report = _parse(_text(layout, requests__received__business="", requests__granted__total="/"))
    assert _row(report, "received") == [0, "blank", 0, 0, 0, 0, 0]
    assert _row(report, "granted")[-1] == "blank"


def test_a_row_with_the_wrong_number_of_figures_is_unreadable() -> None:
    old, new = "（一）予以公开 0 0 0 0 0 0 0", "（一）予以公开 0 2 0 0 0 2"
    report = _parse(_swap(_text(" "), old, new))
    assert _row(report, "granted") == ["unreadable"] * 7
    assert report.by_path["requests.granted.business"].raw == "0 2 0 0 0 2"
    assert _row(report, "partly_granted") == [0] * 7


def test_a_number_printed_in_groups_of_three() -> None:
    text = _text(" ")
    for label in ("一、本年新收政府信息公开申请数量", "（七）总计"):
        text = _swap(text, f"{label} 0 0 0 0 0 0 0", f"{label} 1 295 0 0 0 0 0 1 295")
    assert _row(_parse(text), "received") == [1295, 0, 0, 0, 0, 0, 1295]
    # one row alone is no evidence, nor are groups beside a large number without one
    alone = _swap(text, "（七）总计 1 295 0 0 0 0 0 1 295", "（七）总计 1295 0 0 0 0 0 1295")
    assert _row(_parse(alone), "received") == ["unreadable"] * 7
    assert _row(_parse(_swap(text, "（一）予以公开 0", "（一）予以公开 1086")), "received") == ["unreadable"] * 7


def test_numbers_in_groups_that_can_be_read_in_two_ways_are_unreadable() -> None:
    old, new = "一、本年新收政府信息公开申请数量 0 0 0 0 0 0 0", "一、本年新收政府信息公开申请数量 1 295 120 0 0 0 0 0"
    assert _row(_parse(_swap(_text(" "), old, new)), "received") == ["unreadable"] * 7


def test_a_lost_label_makes_its_row_unreadable_not_absent() -> None:
    text = _swap(_text("\n"), "4.保护第三方合法权益\n", "")
    report = _parse(text)
    assert _row(report, "refused.endangers_safety") == ["unreadable"] * 7
    assert _row(report, "refused.third_party_rights") == ["unreadable"] * 7


def test_a_row_that_is_not_printed_is_absent() -> None:
    text = _swap(_text(), "4.保护第三方合法权益" + "\t0" * 7 + "\n", "")
    assert _row(_parse(text), "refused.third_party_rights") == ["absent"] * 7


def test_removed_repeated_lines_are_never_zeros() -> None:
    seen: set[str] = set()
    kept = [line for line in _text("\n").split("\n") if not line or not (line in seen or seen.add(line))]  # type: ignore[func-returns-value]
    report = _parse("\n".join(kept))
    assert all(c.value is None for c in report.cells if c.table in ("requests", "challenges"))
    assert all(c.status == "unreadable" for c in report.cells if c.path.startswith("requests.received"))


@pytest.mark.parametrize("split", ["\n", "\t"])
def test_the_fifteen_figures_in_three_lines_of_five(split: str) -> None:
    text = _text(
        "\t", challenges__review__upheld="2", challenges__review__total="2", challenges__litigation_direct__total="3"
    )
    five = split.join(["2", "0", "0", "0", "2"]), split.join(["0", "0", "0", "0", "3"]), split.join(["0"] * 5)
    line = "\t".join(["2", "0", "0", "0", "2", "0", "0", "0", "0", "3"] + ["0"] * 5)
    report = _parse(_swap(text, line, "\n".join(five)))
    assert _values(
        report, [f"challenges.{r}.total" for r in ("review", "litigation_direct", "litigation_after_review")]
    ) == [2, 3, 0]


def test_challenges_in_rows_with_labels() -> None:
    text = _text(" ")
    start = text.index("行政复议 行政诉讼\n")
    end = text.index(layouts.HEADINGS[5])
    rows = "结果维持 结果纠正 其他结果 尚未审结 总计\n行政复议 1 0 0 2 3\n未经复议直接起诉 0 0 0 0 0\n复议后起诉 0 0 1 0 1\n\n"
    report = _parse(text[:start] + rows + text[end:])
    assert _values(report, ["challenges.review.pending", "challenges.litigation_after_review.total"]) == [2, 1]


def test_challenges_with_a_figure_too_few_are_unreadable() -> None:
    report = _parse(_swap(_text(" "), " ".join(["0"] * 15), " ".join(["0"] * 14)))
    assert all(c.status == "unreadable" for c in report.cells if c.table == "challenges")


def test_challenges_split_into_two_tables() -> None:
    review = "<table><tr><td colspan=5>行政复议</td></tr><tr>{h}</tr><tr>{a}</tr></table>"
    names = "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
    court = f"<table><tr><td colspan=10>行政诉讼</td></tr>{names}<tr>{{h}}{{h}}</tr><tr>{{b}}</tr></table>"
    head = "".join(f"<td>{t}</td>" for t in layouts.OUTCOMES)
    page = layouts.html_report("2021", "standard", 2023, ZEROS, True)
    start = page.rindex("<table>")
    end = page.rindex("</table>") + len("</table>")
    first, second = "".join(f"<td>{n}</td>" for n in (1, 0, 0, 1, 2)), "".join(f"<td>{n}</td>" for n in range(10))
    made = page[:start] + review.format(h=head, a=first) + "<p>&nbsp;</p>" + court.format(h=head, b=second) + page[end:]
    report = _parse(made, "page.html")
    assert _values(report, ["challenges.review.total", "challenges.litigation_direct.total"]) == [2, 4]
    assert _values(report, ["challenges.litigation_after_review.total"]) == [9]


def test_an_extra_row_is_an_extension() -> None:
    text = _swap(_text(form="2019"), "第二十条第（五）项", "其他主动公开文件\t5\t6\t7\n第二十条第（五）项")
    report = _parse(text)
    assert [(e.label, e.raw, e.reason) for e in report.extensions] == [
        ("其他主动公开文件", ("5", "6", "7"), "extra_row")
    ]
    assert all(c.status == "given" for c in report.cells)


@pytest.mark.parametrize("crooked", [False, True])
def test_an_extra_column_is_an_extension(crooked: bool) -> None:
    page = layouts.html_report("2021", "standard", 2023, ZEROS | {"requests.received.total": "9"}, True)
    page = _swap(page, "<td>其他</td></tr>", "<td>其他</td><td>小计</td></tr>")
    page = (
        page if crooked else _swap(page, '<td colspan="5">法人或其他组织</td>', '<td colspan="6">法人或其他组织</td>')
    )
    start, end = page.index('<tr><td colspan="3">一、本年新收'), page.index("四、政府信息公开行政复议")
    rows = (
        page[start:end]
        .replace("<td>0</td></tr>", "<td>5</td><td>0</td></tr>")
        .replace("<td>9</td></tr>", "<td>5</td><td>9</td></tr>")
    )
    report = _parse(page[:start] + rows + page[end:], "page.html")
    if crooked:
        assert _row(report, "received") == [0, 0, 0, 0, 0, 0, "unreadable"]
        return
    assert _row(report, "received") == [0, 0, 0, 0, 0, 0, 9]
    assert _row(report, "concluded") == [0] * 7
    extra = [e for e in report.extensions if e.reason == "extra_column"]
    assert extra
    assert {e.raw for e in extra} == {("5",)}


def test_columns_in_another_order_follow_their_header() -> None:
    text = _swap(_text(), "本年制发件数\t本年废止件数\t现行有效件数", "现行有效件数\t本年制发件数\t本年废止件数")
    report = _parse(_swap(text, "规章\t0\t0\t0", "规章\t7\t1\t2"))
    assert _values(report, [f"proactive.regulations.{c}" for c in ("issued", "repealed", "in_force")]) == [1, 2, 7]


def test_filling_instructions_in_labels() -> None:
    text = _text(form="2019", proactive__licensing__previous_items="12")
    report = _parse(_swap(text, "上一年项目数量", "上一年项目数量(指2019年事项数)"))
    assert report.by_path["proactive.licensing.previous_items"].value == 12


def test_the_unit_of_an_amount_is_the_printed_one() -> None:
    text = _text(form="2019", proactive__procurement__procurement_amount="251000")
    cell = _parse(_swap(text, "采购总金额", "采购总金额（元）")).by_path["proactive.procurement.procurement_amount"]
    assert (cell.value, cell.unit, cell.note) == (Decimal("25.1"), "万元", "251000")


def test_traditional_characters() -> None:
    text = _text(requests__received__total="4")
    for old, new in (
        ("总计", "總計"),
        ("本年新收政府信息公开申请数量", "本年新收政府信息公開申請數量"),
        ("行政规范性文件", "行政規範性文件"),
    ):
        text = _swap(text, old, new)
    report = _parse(text)
    assert all(c.status == "given" for c in report.cells)
    assert _row(report, "received")[-1] == 4


def test_a_hybrid_report() -> None:
    figures = dict.fromkeys(layouts.figures_paths("2021", "hybrid"), "0")
    report = _parse(layouts.text_report("2021", "hybrid", 2022, figures, "\t"))
    assert report.form == "2021"
    assert _row(report, "other_outcome") == [0] * 7
    assert "requests.other_outcome.not_corrected.total" not in report.by_path


def test_last_years_form_is_told_by_what_is_printed() -> None:
    report = _parse(_text(form="2019"))
    assert (report.form, report.year) == ("2019", 2023)
    assert any("2019" in line for line in report.form_evidence)


def test_a_header_repeated_on_the_next_page() -> None:
    text = _text()
    header = "自然人\t法人或其他组织\t总计\n商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\n"
    report = _parse(_swap(text, "5.属于三类内部事务信息", header + "5.属于三类内部事务信息"))
    assert all(c.status == "given" for c in report.cells)


def test_text_in_a_figure_cell_is_unreadable_and_kept() -> None:
    report = _parse(_text(proactive__penalties__decisions="详见附件"))
    cell = report.by_path["proactive.penalties.decisions"]
    assert (cell.status, cell.value, cell.raw) == ("unreadable", None, "详见附件")


def test_a_table_of_the_organs_own_is_left_alone() -> None:
    own = "<table><tr><td>行政处罚</td><td>5</td></tr><tr><td>行政许可</td><td>6</td></tr></table>"
    page = layouts.html_report("2021", "standard", 2023, ZEROS, True)
    page = _swap(page, f"<p>{layouts.TEXTS[1]}</p>", f"<p>{layouts.TEXTS[1]}</p>{own}<p>以上为部门数据，供参考。</p>")
    report = _parse(page, "page.html")
    assert _values(report, ["proactive.penalties.decisions", "proactive.licensing.decisions"]) == [0, 0]


def test_figures_keep_their_place() -> None:
    text = _text(requests__received__natural_person="1,295")
    cell: Cell = _parse(text).by_path["requests.received.natural_person"]
    assert text[cell.source.start : cell.source.end] == "1,295"
    assert cell.raw == "1,295"


def test_rebuilt_tables_are_shown_as_printed() -> None:
    report = _parse(_text())
    assert [t.id for t in report.tables] == ["proactive"] * 4 + ["requests", "challenges"]
    assert [t.caption for t in report.tables[:4]] == [f"第二十条第（{n}）项" for n in "一五六八"]
    shown = {path for table in report.tables for row in table.rows for path in row.cells}
    assert shown == set(report.by_path)
