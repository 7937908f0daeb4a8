"""把一组数字排印成报告：各种文本与网页版式。

Prints given figures as whole reports, in the layouts in which copied text and web pages come. Figures are a mapping of cell path to
what is printed in the cell; labels come from the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from toolkit import vocabulary
from toolkit.vocabulary import Block, FormTable

Printed = Mapping[str, str]
TITLE = "青澜县人民政府{year}年政府信息公开工作年度报告"
OPENING = "本报告依据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为{year}年1月1日至{year}年12月31日。"
HEADINGS = {
    1: "一、总体情况",
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
    5: "五、存在的主要问题及改进情况",
    6: "六、其他需要报告的事项",
}
TEXTS = {1: "全年工作平稳有序。", 5: "公开内容还不够深入，下一步将加强培训。", 6: "无其他事项。"}
ENDING = ["青澜县人民政府", "{after}年1月20日"]
GROUPS = {
    "refused": "（三）不予公开",
    "not_available": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other_outcome": "（六）其他处理",
}


def figures_paths(form: str, variant: str) -> tuple[str, ...]:
    """一种版式的全部路径。 The cells that a report of that form prints."""
    return vocabulary.cell_paths(form, variant)


def _label(row: vocabulary.Row) -> str:
    return f"{row.number}{row.label}"


def request_rows(form: str, variant: str, figures: Printed) -> list[tuple[str, list[str]]]:
    """申请表各行：(标签, 数值)。 The printed rows of the requests table; captions have no figures."""
    block = vocabulary.form(form).table("requests", variant).blocks[0]
    return [
        (_label(row), [figures[f"requests.{row.key}.{c.key}"] for c in block.columns] if row.key else [])
        for row in block.rows
    ]


def proactive_blocks(form: str, figures: Printed) -> list[tuple[Block, list[tuple[str, list[str]]]]]:
    """主动公开各表。 The blocks of the proactive table with their printed rows."""
    table: FormTable = vocabulary.form(form).table("proactive")
    return [
        (block, [(row.label, [figures[f"proactive.{row.key}.{c.key}"] for c in block.columns]) for row in block.rows])
        for block in table.blocks
    ]


def challenge_values(figures: Printed) -> list[str]:
    """复议诉讼表的十五个数。 The fifteen figures in printed order."""
    block = vocabulary.form("2021").table("challenges").blocks[0]
    return [figures[f"challenges.{row.key}.{c.key}"] for row in block.rows for c in block.columns]


def _frame(year: int, tables: Mapping[int, list[str]]) -> list[str]:
    lines = [TITLE.format(year=year), "", OPENING.format(year=year), ""]
    for part, heading in HEADINGS.items():
        lines += [heading, "", *tables.get(part, [TEXTS.get(part, "")]), ""]
    return lines + [line.format(after=year + 1) for line in ENDING]


OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def text_report(form: str, variant: str, year: int, figures: Printed, separator: str) -> str:
    """文本版式。 A text report whose cells are separated by a tab, a space, a line break, or as Markdown ("|")."""
    two: list[list[str]] = []
    for block, rows in proactive_blocks(form, figures):
        two += [
            [block.caption],
            ["信息内容", *(c.label for c in block.columns)],
            *([label, *values] for label, values in rows),
        ]
    three = [
        ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"],
        ["自然人", "法人或其他组织", "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
        *([label, *values] for label, values in request_rows(form, variant, figures)),
    ]
    four = [
        ["行政复议", "行政诉讼"],
        [*OUTCOMES, "未经复议直接起诉", "复议后起诉"],
        [*OUTCOMES, *OUTCOMES],
        challenge_values(figures),
    ]
    return "\n".join(_frame(year, {n: _lines(rows, separator) for n, rows in ((2, two), (3, three), (4, four))}))


def _lines(rows: list[list[str]], separator: str) -> list[str]:
    if separator == "\n":
        return [cell for row in rows for cell in row]
    if separator == "lone |":
        return [f"{cell} |" for row in rows for cell in row]
    if separator == "|":
        return ["| " + " | ".join(row) + " |" if len(row) > 1 else row[0] for row in rows]
    return [separator.join(row) for row in rows]


def _td(text: str, **attributes: int) -> str:
    spans = "".join(f' {k}="{v}"' for k, v in attributes.items() if v > 1)
    return f"<td{spans}>{escape(text) if text else '&nbsp;'}</td>"


def _tr(*cells: str) -> str:
    return "<tr>" + "".join(cells) + "</tr>"


def _requests_html(form: str, variant: str, figures: Printed) -> str:
    block = vocabulary.form(form).table("requests", variant).blocks[0]
    rows = [
        _tr(
            _td("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", rowspan=3, colspan=3),
            _td("申请人情况", colspan=7),
        ),
        _tr(_td("自然人", rowspan=2), _td("法人或其他组织", colspan=5), _td("总计", rowspan=2)),
        _tr(*(_td(c.label) for c in block.columns if c.group)),
    ]
    inside = [r for r in block.rows if r.depth and (r.key or not r.group)]
    started: set[str] = set()
    for row in block.rows:
        if not row.key:
            continue
        values = [_td(figures[f"requests.{row.key}.{c.key}"]) for c in block.columns]
        cells = []
        if row.depth and "results" not in started:
            started.add("results")
            cells.append(_td("三、本年度办理结果", rowspan=len(inside)))
        if row.group and row.group not in started:
            started.add(row.group)
            members = [r for r in block.rows if r.group == row.group and r.key]
            cells.append(_td(GROUPS[row.group], rowspan=len(members)))
        width = 3 - (row.depth > 0) - bool(row.group)
        rows.append(_tr(*cells, _td(_label(row), colspan=width), *values))
    return "<table>" + "".join(rows) + "</table>"


def html_report(form: str, variant: str, year: int, figures: Printed, one_grid: bool) -> str:
    """网页版式。 A web page with spanning cells; the proactive blocks in one table or one table each."""
    blocks = []
    for block, rows in proactive_blocks(form, figures):
        last = 4 - len(block.columns)
        lines = [_tr(_td(block.caption, colspan=4))]
        lines.append(
            _tr(_td("信息内容"), *(_td(c.label, colspan=last if c is block.columns[-1] else 1) for c in block.columns))
        )
        for label, values in rows:
            cells = [_td(v, colspan=last if n == len(values) - 1 else 1) for n, v in enumerate(values)]
            lines.append(_tr(_td(label), *cells))
        blocks.append("".join(lines))
    two = "<table>" + ("" if one_grid else "</table><table>").join(blocks) + "</table>"
    four = (
        "<table>"
        + _tr(_td("行政复议", colspan=5, rowspan=2), _td("行政诉讼", colspan=10))
        + _tr(_td("未经复议直接起诉", colspan=5), _td("复议后起诉", colspan=5))
        + _tr(*(_td(t) for t in OUTCOMES * 3))
        + _tr(*(_td(v) for v in challenge_values(figures)))
        + "</table>"
    )
    tables = {2: [two], 3: [_requests_html(form, variant, figures)], 4: [four]}
    body = [f"<h1>{TITLE.format(year=year)}</h1>", f"<p>{OPENING.format(year=year)}</p>"]
    for part, heading in HEADINGS.items():
        body.append(f"<p><strong>{heading}</strong></p>")
        body += tables.get(part) or [f"<p>{TEXTS[part]}</p>"]
    body += [f'<p align="right">{line.format(after=year + 1)}</p>' for line in ENDING]
    return f"<html><head><meta charset='utf-8'><title>{TITLE.format(year=year)}</title></head><body>{''.join(body)}</body></html>"


Layout = Callable[[str, str, int, Printed], tuple[str, str]]
LAYOUTS: dict[str, Layout] = {
    "tabs": lambda f, v, y, p: (text_report(f, v, y, p, "\t"), "report.txt"),
    "rows": lambda f, v, y, p: (text_report(f, v, y, p, " "), "report.txt"),
    "cells": lambda f, v, y, p: (text_report(f, v, y, p, "\n"), "report.txt"),
    "cells_with_pipes": lambda f, v, y, p: (text_report(f, v, y, p, "lone |"), "report.txt"),
    "markdown": lambda f, v, y, p: (text_report(f, v, y, p, "|"), "report.txt"),
    "page": lambda f, v, y, p: (html_report(f, v, y, p, True), "report.html"),
    "page_of_blocks": lambda f, v, y, p: (html_report(f, v, y, p, False), "report.html"),
}
# layouts in which an empty cell is printed as such
EXPLICIT = ("tabs", "markdown", "page", "page_of_blocks")
