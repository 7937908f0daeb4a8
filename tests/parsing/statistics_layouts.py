"""统计表的各种印法：同一组数字印成网页、文字行、Markdown。

One set of figures of the 2014 form, printed in the layouts that it is found in. `None` is an empty cell.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from toolkit import vocabulary

FORM = vocabulary.form("2014")
ROWS = FORM.tables[0].blocks[0].rows
VALUES = [row for row in ROWS if row.key]
TITLE = "某某县人民政府2016年政府信息公开工作年度报告"
HEAD = ["一、概述", "全县政府信息公开工作平稳有序。", "附表：政府信息公开情况统计表（2016年度）"]
Figures = Mapping[str, str | None]
Printer = Callable[[Figures, random.Random], list[str]]


def path(key: str) -> str:
    return f"statistics.{key}"


def label(row: vocabulary.Row, rng: random.Random | None = None) -> str:
    printed = row.number.replace("1.", "1.") + row.label
    if rng is None:
        return printed
    return rng.choice([printed, printed.split("（")[0] if not row.number.startswith("（") else printed, row.label])


def cells(figures: Figures, rng: random.Random) -> list[tuple[str, str, str]]:
    """Every printed row: label, unit, figure; captions have dashes."""
    out = []
    for row in ROWS:
        if not row.key:
            out.append((label(row), "——", "——"))
        elif path(row.key) in figures:
            figure = figures[path(row.key)]
            out.append((label(row), row.unit, "" if figure is None else figure))
    return out


def grid(figures: Figures, rng: random.Random) -> list[str]:
    rows = [("统 计 指 标", "单位", "统计数"), *cells(figures, rng)]
    return _html(rows)


def grid_without_header(figures: Figures, rng: random.Random) -> list[str]:
    return _html(cells(figures, rng))


def grid_with_codes(figures: Figures, rng: random.Random) -> list[str]:
    rows = [(a, f"{n:02d}", b, c) for n, (a, b, c) in enumerate(cells(figures, rng), 1)]
    return _html([("统计指标", "代码", "单位", "统计数"), *rows])


def grid_with_codes_only(figures: Figures, rng: random.Random) -> list[str]:
    return _html([(str(n), a, b, c) for n, (a, b, c) in enumerate(cells(figures, rng), 1)])


def grid_swapped(figures: Figures, rng: random.Random) -> list[str]:
    """单位与统计数互换。 Unit and figure in each other's columns in some rows."""
    rows = [(a, c, b) if rng.random() < 0.4 and c and c != "——" else (a, b, c) for a, b, c in cells(figures, rng)]
    return _html([("统计指标", "单位", "统计数"), *rows])


def grid_without_units(figures: Figures, rng: random.Random) -> list[str]:
    return _html([("指标名称", "数量"), *((a, c) for a, _, c in cells(figures, rng))])


def grid_units_in_labels(figures: Figures, rng: random.Random) -> list[str]:
    rows = [(a if b == "——" else f"{a}（{b}）", c) for a, b, c in cells(figures, rng)]
    return _html([("统计指标", "统计数"), *rows])


def grid_units_in_figures(figures: Figures, rng: random.Random) -> list[str]:
    rows = [(a, c + b if c and c != "——" else c) for a, b, c in cells(figures, rng)]
    return _html([("统计指标", "统计数"), *rows])


def grid_side_by_side(figures: Figures, rng: random.Random) -> list[str]:
    rows = cells(figures, rng)
    half = (len(rows) + 1) // 2
    right = [*rows[half:], ("", "", "")]
    joined = [(*a, *b) for a, b in zip(rows[:half], right, strict=False)]
    return _html([("统计指标", "单位", "统计数", "统计指标", "单位", "统计数"), *joined])


def grid_in_pages(figures: Figures, rng: random.Random) -> list[str]:
    rows = cells(figures, rng)
    at = rng.randrange(8, len(rows) - 8)
    head = [("统计指标", "单位", "统计数")]
    return [*_html([*head, *rows[:at]]), *_html([*(head if rng.random() < 0.5 else []), *rows[at:]])]


def _html(rows: list[tuple[str, ...]]) -> list[str]:
    lines = ["".join(f"<td>{c}</td>" for c in row) for row in rows]
    return ["<table border='1'>", *(f"<tr>{line}</tr>" for line in lines), "</table>"]


def row_a_line(figures: Figures, rng: random.Random) -> list[str]:
    return ["统计指标 单位 统计数", *(f"{a} {b} {c}".strip() for a, b, c in cells(figures, rng))]


def row_a_line_tabs(figures: Figures, rng: random.Random) -> list[str]:
    return ["统计指标\t单位\t统计数", *(f"{a}\t{b}\t{c}" for a, b, c in cells(figures, rng))]


def row_a_line_plain(figures: Figures, rng: random.Random) -> list[str]:
    return [f"{a}{rng.choice(['：', ' ', ''])}{c}{b}" for a, b, c in cells(figures, rng) if b != "——"]


def markdown(figures: Figures, rng: random.Random) -> list[str]:
    rows = [("统计指标", "单位", "统计数"), ("---", "---", "---"), *cells(figures, rng)]
    return [f"| {' | '.join(row)} |" for row in rows]


def cell_a_line(figures: Figures, rng: random.Random) -> list[str]:
    lines = ["统计指标", "单位", "统计数"]
    for row in cells(figures, rng):
        lines += [text for text in row if text]
    return lines


def cell_a_line_without_units(figures: Figures, rng: random.Random) -> list[str]:
    return [text for a, _, c in cells(figures, rng) for text in (a, c) if text]


def columns_of(figures: Figures, rng: random.Random) -> list[str]:
    """先印全部标签, 再印全部数。 All labels, then all units, then all figures."""
    rows = cells(figures, rng)
    return [*(a for a, _, _ in rows), *(b for _, b, _ in rows), *(c for _, _, c in rows if c)]


def one_line(figures: Figures, rng: random.Random) -> list[str]:
    return [" ".join(f"{a} {b} {c}" for a, b, c in cells(figures, rng))]


WHOLE: dict[str, Printer] = {
    f.__name__: f
    for f in (
        grid,
        grid_without_header,
        grid_with_codes,
        grid_with_codes_only,
        grid_swapped,
        grid_without_units,
        grid_units_in_labels,
        grid_units_in_figures,
        grid_side_by_side,
        grid_in_pages,
        row_a_line,
        row_a_line_tabs,
        row_a_line_plain,
        markdown,
        cell_a_line,
        cell_a_line_without_units,
    )
}
HARD: dict[str, Printer] = {f.__name__: f for f in (columns_of, one_line)}
ALL = {**WHOLE, **HARD}


def report(lines: list[str], year: int = 2016) -> tuple[bytes, str]:
    """A report around a table: its bytes and a file name."""
    title = TITLE.replace("2016", str(year))
    if any(line.startswith("<table") for line in lines):
        body = "".join(f"<p>{line}</p>" if not line.startswith("<") else line for line in [title, *HEAD, *lines])
        return f"<html><body>{body}</body></html>".encode(), "report.html"
    return "\n".join([title, *HEAD, *lines]).encode(), "report.txt"
