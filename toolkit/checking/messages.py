"""核对结果的句子：中英文各一句，措辞中立。

What findings say: one sentence in Chinese and one in English, as data. Two places differ; which of them is wrong is not said.

A template's key is the rule, after a colon the variant. The fields that it takes are the names in its braces; a name that ends
in `_zh` or `_en` stands in that language only, all others in both. Clauses ("+blank") are appended to a sentence before its full stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter
from typing import NamedTuple


class Template(NamedTuple):
    """一对句式。 A sentence in Chinese and in English, without the full stop."""

    zh: str
    en: str


Sentence = tuple[str, str]
"""一句话的中英文。 A sentence or clause as (Chinese, English)."""


TEMPLATES: dict[str, Template] = {
    # tables against themselves
    "requests.balance": Template(
        "“{where_zh}”一栏：本年新收与上年结转之和为{left}，办理结果总计与结转下年度之和为{right}，两处数字不一致",
        "column “{where_en}”: received and carried in come to {left}, concluded and carried out to {right}; the two differ",
    ),
    "requests.outcomes": Template(
        "“{where_zh}”一栏：各类办理结果相加为{left}，办理结果总计印为{right}，两处数字不一致",
        "column “{where_en}”: the outcome rows add up to {left}, their total is printed as {right}; the two differ",
    ),
    "requests.applicants": Template(
        "“{where_zh}”一行：各类申请人相加为{left}，总计印为{right}，两处数字不一致",
        "row “{where_en}”: the kinds of applicant add up to {left}, the total is printed as {right}; the two differ",
    ),
    "challenges.outcomes": Template(
        "“{where_zh}”：各类结果相加为{left}，总计印为{right}，两处数字不一致",
        "“{where_en}”: the results add up to {left}, the total is printed as {right}; the two differ",
    ),
    "proactive.disclosed": Template(
        "“{where_zh}”：本年新公开{left}件，多于对外公开总数量{right}件",
        "“{where_en}”: {left} newly disclosed this year, more than the {right} disclosed in total",
    ),
    "proactive.in_force": Template(
        "“{where_zh}”：本年制发{left}件，多于现行有效与本年废止之和{right}件",
        "“{where_en}”: {left} issued this year, more than those in force and repealed together, {right}",
    ),
    "proactive.lawmaking": Template(
        "规章一行填有数字（{printed_zh}），而{issuer_zh}按其层级一般没有规章制定权",
        "the row of government rules has figures ({printed_en}), while {issuer_en} by its level as a rule has no power to make them",
    ),
    "procurement.pair": Template(
        "采购项目数量为{left_zh}，采购总金额（万元）为{right_zh}，一为零而一不为零",
        "the number of procurement items is {left_en} and their amount (in 10,000 yuan) {right_en}: one is zero, the other is not",
    ),
    "cells.whole:negative": Template(
        "“{where_zh}”印为{left}，而此格应当不小于0",
        "“{where_en}” is printed as {left}, while this cell should not be below 0",
    ),
    "cells.whole:fraction": Template(
        "“{where_zh}”印为{left}，而件数应当是整数",
        "“{where_en}” is printed as {left}, while a count should be a whole number",
    ),
    "cells.whole:unreadable": Template(
        "{table_zh}有{count}格印有内容但读不出数字：{cells_zh}",
        "what is printed in {count} of the cells of {table_en} is not a number: {cells_en}",
    ),
    "unreadable": Template(
        "{where_zh}的“{name_zh}”未能核对，下列各格没有可读的数字：{cells_zh}",
        "“{name_en}” of {where_en} could not be checked; no number could be read in {cells_en}",
    ),
    # the statistics table of 2014
    "statistics.channels": Template(
        "当面、传真、网络、信函申请数相加为{left}，“{where_zh}”印为{right}，两处数字不一致",
        "the requests in person, by fax, online and by letter add up to {left}, “{where_en}” is printed as {right}; the two differ",
    ),
    "statistics.concluded": Template(
        "按时与延期办结数相加为{left}，“{where_zh}”印为{right}，两处数字不一致",
        "those on time and after an extension add up to {left}, “{where_en}” is printed as {right}; the two differ",
    ),
    "statistics.answers": Template(
        "各类答复数相加为{left}，“{where_zh}”印为{right}，两处数字不一致",
        "the kinds of answer add up to {left}, “{where_en}” is printed as {right}; the two differ",
    ),
    "statistics.grounds": Template(
        "各种不同意公开的理由相加为{left}，“{where_zh}”印为{right}，两处数字不一致",
        "the grounds add up to {left}, “{where_en}” is printed as {right}; the two differ",
    ),
    "statistics.review": Template(
        "各类复议结果相加为{left}，“{where_zh}”印为{right}，两处数字不一致",
        "the results add up to {left}, “{where_en}” is printed as {right}; the two differ",
    ),
    "statistics.litigation": Template(
        "各类诉讼结果相加为{left}，“{where_zh}”印为{right}，两处数字不一致",
        "the results add up to {left}, “{where_en}” is printed as {right}; the two differ",
    ),
    "statistics.staff": Template(
        "专职与兼职人员数相加为{left}，“{where_zh}”印为{right}，两处数字不一致",
        "full-time and part-time staff add up to {left}, “{where_en}” is printed as {right}; the two differ",
    ),
    "statistics.among": Template(
        "“{where_zh}”印为{left}，多于其上一行的{right}",
        "“{where_en}” is printed as {left}, more than the row above it, {right}",
    ),
    # clauses of relations
    "+blank": Template("空白格按0计：{cells_zh}", "blank cells counted as 0: {cells_en}"),
    "+computed": Template(
        "空白的总计由同行或同栏各格相加得出：{cells_zh}",
        "blank totals computed from their own row or column: {cells_en}",
    ),
    "+extension": Template(
        "表中另有不属于格式的“{label}”，印有{value}，或可解释此差额",
        "the table has “{label}”, which is not of the form, with {value} printed: this may explain the difference",
    ),
    "+side_blank": Template("一方各格全部空白", "every cell of one side is blank"),
    "+shared": Template(
        "与“{other_zh}”（{at_zh}）相差同一数目，两项均涉及“{cell_zh}”一格",
        "“{other_en}” ({at_en}) differs by the same amount; both involve {cell_en}",
    ),
    # dates
    "dates.period:start": Template(
        "统计期限起于{right}，与报告年度的首日{left}不一致",
        "the stated period starts on {right}, the report year on {left}",
    ),
    "dates.period:end": Template(
        "统计期限止于{right}，与报告年度的末日{left}不一致",
        "the stated period ends on {right}, the report year on {left}",
    ),
    "dates.deadline": Template(
        "{what_zh}为{right}，晚于{kind_zh}的法定期限{left}",
        "{what_en} {right} is after {left}, the legal date for {kind_en}",
    ),
    "dates.signed:order": Template(
        "落款日期{left}晚于页面标注的发布日期{right}", "the signing date {left} is after the publication date {right}"
    ),
    "dates.signed:early": Template(
        "{what_zh}{right}早于报告年度的末日{left}", "{what_en} {right} is before the report year ended on {left}"
    ),
    "dates.year:title": Template(
        "报告年度为{left}年，标题所写年份为{right}年", "the report year is {left}, the year in the title {right}"
    ),
    "dates.year:period": Template(
        "报告年度为{left}年，统计期限所写年份为{right}年", "the report year is {left}, the stated period is of {right}"
    ),
    "dates.year:preamble": Template(
        "报告年度为{left}年，序言称本报告为{right}年度报告",
        "the report year is {left}, the preamble calls the report that of {right}",
    ),
    "dates.year:heading": Template(
        "报告年度为{left}年，标题“{quote}”所写年份为{right}年",
        "the report year is {left}, the heading “{quote}” says {right}",
    ),
    "dates.year:signed": Template(
        "报告年度为{left}年，落款日期{date}在次年之后",
        "the report year is {left}, the signing date {date} is later than the year after",
    ),
    "dates.year:published": Template(
        "报告年度为{left}年，页面标注的发布日期{date}在次年之后",
        "the report year is {left}, the publication date {date} of the page is later than the year after",
    ),
    "+evidence": Template("所见：{evidence}", "as printed: {evidence}"),
    "+repaired": Template("该日期印作“{printed}”，系修复所得", "this date is printed as “{printed}” and was repaired"),
    "+other_year": Template("期限属{year}年", "it is the period of {year}"),
    "+redated": Template("发布日期或因网站迁移而重置", "publication dates are often reset when a site is moved"),
    "+signed_in_time": Template("落款日期{signed}在期限之内", "the signing date {signed} is within it"),
    # form and parts
    "form.edition:year": Template(
        "{year}年度应使用{expected_zh}，表格为{printed_zh}",
        "the {expected_en} applies to {year}; the tables are the {printed_en}",
    ),
    "form.edition:citation": Template(
        "正文援引{cited_zh}，表格为{printed_zh}", "the text cites the {cited_en}; the tables are the {printed_en}"
    ),
    "form.edition:hybrid": Template(
        "表格为{printed_zh}，其中{rows_zh}为另一版格式的行",
        "the tables are the {printed_en} with a row of another form: {rows_en}",
    ),
    "form.edition:unknown": Template(
        "{year}年度应使用{expected_zh}，未能认出表格的格式",
        "the {expected_en} applies to {year}; the form of the tables was not recognised",
    ),
    "form.edition:annex": Template(
        "{year}年度应附{expected_zh}，文件中未见，可能是单独的附件",
        "the {expected_en} goes with a report for {year}; it is not in the file and may be an annex of its own",
    ),
    "form.parts:missing": Template("未见第{number}部分“{heading}”", "part {number} “{id}” ({heading}) was not found"),
    "form.parts:announced": Template(
        "序言列有第{number}部分“{heading}”，正文未见",
        "the preamble names part {number} “{id}” ({heading}), which was not found",
    ),
    "form.parts:no_heading": Template(
        "第{number}部分“{heading}”没有标题，依顺序和内容认出",
        "part {number} “{id}” ({heading}) has no heading; known by its order and content",
    ),
    "form.parts:order": Template(
        "第{number}部分“{heading}”排在第{before}部分之后，与格式的顺序不同",
        "part {number} “{id}” ({heading}) stands after part {before}, unlike in the form",
    ),
    "form.parts:empty": Template("第{number}部分“{heading}”没有内容", "part {number} “{id}” ({heading}) is empty"),
    "form.parts:no_table": Template(
        "第{number}部分“{heading}”未见可读的法定表格",
        "part {number} “{id}” ({heading}) has no statutory table that could be read",
    ),
    # the file itself
    "source.provenance:file": Template("{note_zh}", "{note_en}"),
    "source.provenance:lost": Template(
        "文字中有{count}个无法还原的字符（U+FFFD）",
        "the text holds {count} characters that could not be decoded (U+FFFD)",
    ),
    "source.provenance:foreign": Template(
        "{place_zh}含有与报告无关的字样“{word}”", "{place_en} holds words that do not belong to a report: “{word}”"
    ),
    "source.provenance:heading": Template(
        "小标题“{printed}”与该部分的规定标题“{expected}”没有相同的字样，该部分按次序和表格判定",
        "the heading “{printed}” has no words in common with the prescribed “{expected}”; the part was told by its order and its table",
    ),
    "source.provenance:issuer": Template(
        "页面标注的发布机构“{left}”与落款“{right}”不是同一机关",
        "the page names “{left}” as issuer, the signature “{right}”; they are different bodies",
    ),
}


def fields(template: str) -> set[str]:
    """一个句式用到的字段。 The names in a template's braces."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def clause(key: str, **values: object) -> Sentence:
    """填好字段、不带句号的一句。

    A template filled in, without its full stop. `key` is one of `TEMPLATES`; `values` holds at least the fields it takes.
    """
    template = TEMPLATES[key]
    return template.zh.format_map(values), template.en.format_map(values)


def sentence(key: str, clauses: Sequence[Sentence] = (), **values: object) -> Sentence:
    """填好字段、加上补充说明的整句。

    A template filled in, its clauses appended, as one whole sentence in each language.
    """
    zh, en = clause(key, **values)
    zh = "；".join([zh.rstrip("。"), *(part[0] for part in clauses)]) + "。"
    en = "; ".join([en.rstrip("."), *(part[1] for part in clauses)]) + "."
    return zh, en[:1].upper() + en[1:]
