"""A labelled passage as a whole plain-text report: the statutory tables that its labels name, with the passage as part 1.

A passage (a line of `corpus/gold/passages.jsonl`) names the cells that matter; every other cell is 0. Where a row of the requests
table names no kind of applicant, all its requests come from natural persons, so that the rows add up as far as the labels do.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

Item = dict[str, Any]
_FILLER = "公开内容不够深入，将加强培训和指导。"  # parts 5 and 6 hold no number: what is scored is the passage


@cache
def forms() -> dict[str, Any]:
    """The printed labels of both forms."""
    printed: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "printed_forms.yaml").read_text("utf8"))
    return printed


def cells(item: Item) -> dict[str, float]:
    """Every cell of the report that `report` prints, by its path: what a reader has to find again."""
    named: dict[str, float] = item.get("tables", {})
    printed = {path: named.get(path, 0) for path in _paths(item["form"])}
    unknown = set(named) - set(printed)
    if unknown:
        raise ValueError(f"{item['id']}: the form of {item['form']} has no cell {sorted(unknown)}")
    for row in {path.rsplit(".", 1)[0] for path in printed if path.startswith("requests.")}:
        person = f"{row}.natural_person"
        if person not in named:
            others = sum(printed[f"{row}.{column}"] for column in forms()["columns"] if column != "total")
            printed[person] = max(0, printed[f"{row}.total"] - others)
    return printed


def report(item: Item) -> str:
    """The whole report: tables with a row on a line, its cells separated by tabs."""
    values, year = cells(item), item["year"]
    parts = [
        ("一、总体情况", [item["text"]]),
        ("二、主动公开政府信息情况", _proactive(values, item["form"])),
        ("三、收到和处理政府信息公开申请情况", _requests(values, item["form"])),
        ("四、政府信息公开行政复议、行政诉讼情况", _challenges(values)),
        ("五、存在的主要问题及改进情况", [_FILLER]),
        ("六、其他需要报告的事项", ["无。"]),
    ]
    lines = [
        f"{item['issuer']}{year}年政府信息公开工作年度报告",
        f"本报告由{item['issuer']}编制，数据统计期限自{year}年1月1日起至{year}年12月31日止。",
    ]
    for heading, body in parts:
        lines += [heading, *body]
    return "\n".join(lines) + "\n"


def _rows(form: str) -> list[tuple[str | None, str]]:
    rows: list[tuple[str | None, str]] = []
    for row, label in forms()["requests"]:
        rows += [(r, text) for r, text in forms()["other_outcome"][form]] if row == "OTHER" else [(row, label)]
    return rows


@cache
def _paths(form: str) -> tuple[str, ...]:
    paths = [
        f"proactive.{r}.{c}" for block in forms()["proactive"][form] for r in block["rows"] for c in block["columns"]
    ]
    paths += [f"requests.{row}.{column}" for row, _ in _rows(form) if row for column in forms()["columns"]]
    challenges = forms()["challenges"]
    return (*paths, *(f"challenges.{r}.{c}" for r in challenges["rows"] for c in challenges["columns"]))


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _proactive(values: dict[str, float], form: str) -> list[str]:
    lines = []
    for block in forms()["proactive"][form]:
        suffixes = block.get("suffixes", {})
        lines += [block["article"], "\t".join(["信息内容", *block["columns"].values()])]
        for row, label in block["rows"].items():
            printed = [_number(values[f"proactive.{row}.{c}"]) + suffixes.get(c, "") for c in block["columns"]]
            lines.append("\t".join([label, *printed]))
    return lines


def _requests(values: dict[str, float], form: str) -> list[str]:
    columns = forms()["columns"]
    organisations = list(columns.values())[1:-1]
    lines = [
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t申请人情况",
        "自然人\t法人或其他组织\t总计",
        "\t".join(organisations),
    ]
    for row, label in _rows(form):
        printed = [_number(values[f"requests.{row}.{column}"]) for column in columns] if row else []
        lines.append("\t".join([label, *printed]))
    return lines


def _challenges(values: dict[str, float]) -> list[str]:
    rows, columns = forms()["challenges"]["rows"], forms()["challenges"]["columns"]
    heads = list(columns.values())
    _, direct, after = rows.values()
    return [
        "行政复议\t行政诉讼",
        "\t".join([*heads, direct, after]),
        "\t".join([*heads, *heads]),
        "\t".join(_number(values[f"challenges.{row}.{column}"]) for row in rows for column in columns),
    ]
