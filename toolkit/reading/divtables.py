"""不用 <table> 的表格：由样式、类名或角色说明的表、行、格。

Tables that are no `<table>`: elements set as table, row and cell by their style (`display: table-row`), by the page's style sheet, by an
ARIA role, or by a class that is named so. Only inside an element that is a table is another its row or cell; what such a table turns out
to be, data or layout, is decided as for any table.
"""

from __future__ import annotations

import re

TABLE, ROW, CELL, APART = "table", "row", "cell", "apart"

_DISPLAY = re.compile(
    r"(?:^|[;{\s])display\s*:\s*(table-row-group|table-header-group|table-row|table-cell|table|inline-block)\b", re.I
)
_FLOAT = re.compile(r"(?:^|[;{\s])float\s*:\s*(?:left|right)\b", re.I)
_OF_DISPLAY = {"table": TABLE, "table-row": ROW, "table-cell": CELL, "inline-block": APART}
_OF_ROLE = {"table": TABLE, "grid": TABLE, "treegrid": TABLE, "row": ROW} | dict.fromkeys(
    ("cell", "gridcell", "columnheader", "rowheader"), CELL
)
_OF_CLASS = (
    dict.fromkeys(("table", "div-table", "divtable", "tbl", "css-table", "biaoge"), TABLE)
    | dict.fromkeys(("tr", "row", "table-row", "tablerow", "divtablerow", "div-tr", "hang"), ROW)
    | dict.fromkeys(("td", "th", "cell", "table-cell", "tablecell", "divtablecell", "div-td", "col", "ge"), CELL)
)
_COLUMN = re.compile(r"col-(?:xs-|sm-|md-|lg-|xl-)?\d{1,2}$")
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_CLASS = re.compile(r"\.([\w-]+)\s*$")
# A style sheet saved with a page can be long; one that sets tables is not.
_LONGEST_SHEET = 400_000


def role_of(name: str, given: dict[str, str], sheet: dict[str, str]) -> str:
    """一个元素在表格中的角色, 没有则为空。

    "table", "row" or "cell"; "apart" for a run of text that is set apart from its neighbours as a block is; "" for none. `sheet` are the
    roles of classes in the page's style sheets.
    """
    style = given.get("style", "")
    if style:
        found = _of_style(style)
        if found:
            return found
    role = _OF_ROLE.get(given.get("role", "").lower(), "")
    if role:
        return role
    classes = given.get("class", "").lower().split()
    for each in classes:
        if each in sheet:
            return sheet[each]
    if name == "span" or not classes:
        return ""
    for each in classes:
        if each in _OF_CLASS:
            return _OF_CLASS[each]
        if _COLUMN.match(each):
            return CELL
    return ""


def _of_style(style: str) -> str:
    display = _DISPLAY.search(style)
    if display:
        return _OF_DISPLAY.get(display.group(1).lower(), "")
    return APART if _FLOAT.search(style) else ""


def roles_of_sheet(sheet: str) -> dict[str, str]:
    """样式表中各类名的角色。 The roles that the rules of a `<style>` element give to classes."""
    if len(sheet) > _LONGEST_SHEET or ("display" not in sheet and "float" not in sheet):
        return {}
    found: dict[str, str] = {}
    for selectors, body in _RULE.findall(sheet):
        role = _of_style(body)
        if role:
            for selector in selectors.split(","):
                named = _CLASS.search(selector)
                if named:
                    found[named.group(1).lower()] = role
    return found
