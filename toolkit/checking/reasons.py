"""每个结论的理由：中英文各一句。

Why a claim got its verdict, one sentence in Chinese and one in English, as data.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from toolkit.checking.instances import plain
from toolkit.model import Claim

REASONS: dict[str, tuple[str, str]] = {
    "agrees": ("与表中的{table}一致。", "Agrees with the table, {table}."),
    "agrees_computed": (
        "总计一格空白，由同行各格相加得{table}，与之一致。",
        "The total is blank; the cells of its row make {table}, which agrees.",
    ),
    "agrees_blank": ("所指单元格空白，按0计，与之一致。", "Its cells are blank and count as 0, which agrees."),
    "differs": (
        "文中为{claim}，表中为{table}，两处数字不一致。",
        "The text says {claim}, the table {table}; the two differ.",
    ),
    "differs_near": (
        "文中为{claim}，表中为{table}，两处数字不一致；文中的数等于{near_zh}。",
        "The text says {claim}, the table {table}; the figure of the text equals {near_en}.",
    ),
    "no_cell": ("法定表格没有与之对应的单元格。", "The statutory tables have no cell for this."),
    "absent": ("所指的行或列没有印出。", "The row or column it speaks of is not printed."),
    "blank": ("所指单元格空白。", "Its cells are blank."),
    "unreadable": (
        "所指单元格有印刷内容但读不出数字。",
        "A cell it speaks of holds something that could not be read as a number.",
    ),
    "last_year": ("说的是上一年，需要上年报告才能核对。", "It speaks of last year; the previous report is needed."),
    "needs_previous": (
        "同比增减，文中没有上年的数，需要上年报告才能核对。",
        "A change against last year, whose figure is not stated; the previous report is needed.",
    ),
    "zero_base": (
        "基数为零、空白或读不出，无法计算比例。",
        "The base is zero, blank or unreadable; no ratio can be computed.",
    ),
    "scope_office": (
        "主体不同：文中是办公室或政府本级的数，表格汇总整个辖区（{table}）。",
        "Scope differs: the text counts the office's own cases, the table the whole area ({table}).",
    ),
    "scope_unit": (
        "主体不同：文中是部分单位的数，表格是全部（{table}）。",
        "Scope differs: the text counts some of the bodies, the table all of them ({table}).",
    ),
    "scope_other_body": (
        "主体不同：文中是其他机关的数，表格是本机关（{table}）。",
        "Scope differs: the text speaks of another body, the table of this one ({table}).",
    ),
    "period": (
        "时期不同：该句写的是{year}年，报告年度为{report_year}年（表中为{table}）。",
        "Period differs: the sentence says {year}, the report is for {report_year} (table: {table}).",
    ),
    "stock": (
        "存量与流量不同：文中是累计数，表格是一年的数（{table}）。",
        "Stock and flow differ: the text gives a cumulative figure, the table one year's ({table}).",
    ),
    "old_category": (
        "旧类别：该行在现行表格中还包含其他旧类别（{table}）。",
        "An old category; the row of the present form holds others too ({table}).",
    ),
    "share": (
        "以{base_zh}（{base_value}）为基数计算为{table}%，四舍五入或截尾后一致。",
        "Computed over {base_en} ({base_value}) it is {table}%, which agrees by rounding or truncation.",
    ),
    "share_differs": (
        "文中为{claim}，以{base_zh}（{base_value}）为基数计算为{table}%，换用其他常用基数也不一致。",
        "The text says {claim}; over {base_en} ({base_value}) it is {table}%, and no other usual base fits.",
    ),
    "base": (
        "基数不同：以{base_zh}（{base}）为基数时一致，按通常基数为{table}%。",
        "Base differs: it fits over {base_en} ({base}); over the usual base it is {table}%.",
    ),
    "own_figures": ("由文中自己的数算得{table}，一致。", "The text's own figures give {table}, which agrees."),
    "own_figures_differ": (
        "文中为{claim}，由文中自己的数算得{table}，不一致。",
        "The text says {claim}, its own figures give {table}; the two differ.",
    ),
    "stated_base": (
        "按文中写明的上年数{stated}与表中的数算得{table}，一致。",
        "From the {stated} stated for last year and the table it is {table}, which agrees.",
    ),
    "stated_base_differ": (
        "文中为{claim}，按文中写明的上年数{stated}与表中的数算得{table}，不一致。",
        "The text says {claim}; from the {stated} stated for last year and the table it is {table}; the two differ.",
    ),
}


def reason(key: str, claim: Claim, value: Decimal | None, fields: Mapping[str, object]) -> tuple[str, str]:
    """一个结论的理由(中文, 英文)。 The sentences of a reason with its fields filled in."""
    near = fields.get("near")
    names: dict[str, object] = {
        "claim": claim.quantity.raw,
        "table": plain(value) if value is not None else "",
        "stated": plain(claim.base_stated) if claim.base_stated is not None else "",
        "near_zh": near[0] if isinstance(near, tuple) else "",
        "near_en": near[1] if isinstance(near, tuple) else "",
        **fields,
    }
    zh, en = REASONS[key]
    return zh.format_map(names), en.format_map(names)
