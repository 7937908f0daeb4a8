"""同一张表的多种排法：div、列表、定义列表、预格式文本、嵌套的版面表, 等等。

Prints the tables of a web page in the many ways that pages set a table: the cells of `<table>` elements are taken out and set again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import NamedTuple


class Printed(NamedTuple):
    """一格：文字与跨度。 A cell as printed: its text and its spans."""

    text: str
    rows: int = 1
    columns: int = 1


Row = list[Printed]
Set = Callable[[list[Row]], str]
_TABLE = re.compile(r"<table>(.*?)</table>", re.S)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.S)
_CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.S)


def reset(page: str, render: Set) -> str:
    """把一页里的表格换一种排法。 The page with every table set in another way."""
    return _TABLE.sub(lambda match: render(rows_of(match.group(1))), page)


def rows_of(table: str) -> list[Row]:
    """表格源码的各行。 The rows of a plain table's source."""
    return [[_cell(*cell) for cell in _CELL.findall(row)] for row in _ROW.findall(table)]


def _cell(attributes: str, text: str) -> Printed:
    spans = {name: int(value) for name, value in re.findall(r'(rowspan|colspan)="(\d+)"', attributes)}
    return Printed(unescape(text).replace("\u00a0", ""), spans.get("rowspan", 1), spans.get("colspan", 1))


def full(rows: list[Row]) -> list[list[str]]:
    """展开跨度, 被覆盖处为空。 A matrix of texts in which a covered place is blank, as in a table without spans."""
    matrix: list[dict[int, str]] = [{} for _ in rows]
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in matrix[r]:
                column += 1
            for dr in range(min(cell.rows, len(rows) - r)):
                for dc in range(cell.columns):
                    matrix[r + dr][column + dc] = "" if dr or dc else cell.text
            column += cell.columns
    width = max(max(line, default=-1) for line in matrix) + 1
    return [[line.get(c, "") for c in range(width)] for line in matrix]


def _wrapped(rows: list[Row], table: str, row: str, cell: str) -> str:
    """Every cell, row and table in its own element; covered places are left out, as where spans are only drawn."""
    out = "".join(row.format("".join(cell.format(c.text or "&nbsp;") for c in r)) for r in rows)
    return table.format(out)


def div_displays(rows: list[Row]) -> str:
    cells = [[Printed(text) for text in line] for line in full(rows)]
    return _wrapped(
        cells,
        '<div style="display:table;width:100%">{}</div>',
        '<div style="display: table-row">{}</div>',
        '<div style="display:table-cell;border:1px solid">{}</div>',
    )


def div_classes(rows: list[Row]) -> str:
    cells = [[Printed(text) for text in line] for line in full(rows)]
    return _wrapped(cells, '<div class="table">{}</div>', '<div class="tr">{}</div>', '<div class="td">{}</div>')


def div_bootstrap(rows: list[Row]) -> str:
    out = ""
    for row in rows:
        out += '<div class="row">' + "".join(
            f'<div class="col-md-{max(1, cell.columns)}">{cell.text}</div>' for cell in row
        )
        out += "</div>\n"
    return f'<div class="container">{out}</div>'


def div_grid(rows: list[Row]) -> str:
    width = max(len(line) for line in full(rows))
    out = ""
    for row in rows:
        for cell in row:
            out += f'<div style="grid-column:span {cell.columns};grid-row:span {cell.rows}">{cell.text}</div>'
    return f'<div style="display:grid;grid-template-columns:repeat({width},1fr)">{out}</div>'


def span_displays(rows: list[Row]) -> str:
    cells = [[Printed(text) for text in line] for line in full(rows)]
    return _wrapped(
        cells,
        '<div class="biaoge">{}</div>',
        '<p class="hang">{}</p>',
        '<span style="display:inline-block;width:80px">{}</span>',
    )


def list_items(rows: list[Row]) -> str:
    cells = [[Printed(text) for text in line] for line in full(rows)]
    return _wrapped(cells, '<ul class="table">{}</ul>', "<li>{}</li>", "<span>{}</span>")


def lists(rows: list[Row]) -> str:
    cells = [[Printed(text) for text in line] for line in full(rows)]
    return _wrapped(cells, "<div>{}</div>", "<ul>{}</ul>", "<li>{}</li>")


def definitions(rows: list[Row]) -> str:
    out = ""
    for row in rows:
        out += f"<dt>{row[0].text}</dt>" + "".join(f"<dd>{cell.text}</dd>" for cell in row[1:])
    return f"<dl>{out}</dl>"


def _width(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def preformatted(rows: list[Row]) -> str:
    matrix = full(rows)
    widths = [max(_width(line[c]) for line in matrix) + 3 for c in range(len(matrix[0]))]
    lines = ["".join(t + " " * (w - _width(t)) for t, w in zip(line, widths, strict=True)).rstrip() for line in matrix]
    return "<pre>\n" + "\n".join(lines) + "\n</pre>"


def tabbed_pre(rows: list[Row]) -> str:
    return "<pre>" + "\n".join("\t".join(line) for line in full(rows)) + "</pre>"


def wide_spaces(rows: list[Row]) -> str:
    return "".join("<p>" + "　　".join(cell.text for cell in row) + "</p>" for row in rows)


def hard_spaces(rows: list[Row]) -> str:
    return "<p>" + "<br>\n".join("&nbsp;&nbsp;&nbsp;".join(cell.text for cell in row) for row in rows) + "</p>"


def one_space(rows: list[Row]) -> str:
    return "<p>" + "<br>".join(" ".join(cell.text for cell in row) for row in rows) + "</p>"


def tabs_in_paragraphs(rows: list[Row]) -> str:
    return "".join("<p>" + "\t".join(line) + "</p>\n" for line in full(rows))


def _table(rows: list[Row], start: str = "<table border=1>", end: str = "</table>", close: bool = True) -> str:
    out = start
    for row in rows:
        out += "<tr>" if close else "<TR>\n"
        for cell in row:
            spans = (f" rowspan={cell.rows}" if cell.rows > 1 else "") + (
                f" colspan={cell.columns}" if cell.columns > 1 else ""
            )
            out += f"<td{spans}>{cell.text or '&nbsp;'}</td>" if close else f"<TD{spans}><FONT SIZE=2>{cell.text}\n"
        out += "</tr>" if close else ""
    return out + end


def row_tables(rows: list[Row]) -> str:
    return "".join(
        "<table><tr>" + "".join(f"<td>{t or '&nbsp;'}</td>" for t in line) + "</tr></table>\n" for line in full(rows)
    )


def row_tables_tight(rows: list[Row]) -> str:
    return "".join(
        "<table><tr>" + "".join(f"<td>{c.text or '&nbsp;'}</td>" for c in row) + "</tr></table>\n" for row in rows
    )


def split_tables(rows: list[Row]) -> str:
    matrix = [[Printed(t) for t in line] for line in full(rows)]
    half = max(1, len(matrix) // 2)
    return (
        _table(matrix[:half]) + "<p>&nbsp;</p><br clear=all style='page-break-before:always'>" + _table(matrix[half:])
    )


def nested(rows: list[Row]) -> str:
    return (
        "<table width=100%><tr><td width=10>&nbsp;</td><td><table cellpadding=0><tr><td>"
        + _table(rows)
        + "</td></tr></table></td><td>&nbsp;</td></tr></table>"
    )


def nested_cells(rows: list[Row]) -> str:
    boxed = "<table><tr><td>{}</td></tr></table>"
    return _table([[cell._replace(text=boxed.format(cell.text or "&nbsp;")) for cell in row] for row in rows])


def unclosed(rows: list[Row]) -> str:
    return "<CENTER>" + _table(rows, "<TABLE BORDER=1>\n", "</TABLE>", close=False) + "</CENTER>"


def never_ended(rows: list[Row]) -> str:
    return _table(rows, "<TABLE BORDER=1>\n", "", close=False)


def absurd_spans(rows: list[Row]) -> str:
    return _table([[cell._replace(rows=cell.rows if cell.rows == 1 else 999) for cell in row] for row in rows])


def no_spans(rows: list[Row]) -> str:
    return _table([[Printed(cell.text) for cell in row] for row in rows])


RENDERINGS: dict[str, Set] = {
    f.__name__: f
    for f in (
        div_displays, div_classes, div_bootstrap, div_grid, span_displays, list_items, lists, definitions, preformatted, tabbed_pre,
        wide_spaces, hard_spaces, one_space, tabs_in_paragraphs, row_tables, row_tables_tight, split_tables, nested, nested_cells,
        unclosed, never_ended, absurd_spans, no_spans,
    )
}  # fmt: skip
