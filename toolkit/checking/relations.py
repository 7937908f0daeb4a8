"""表格自身的核对：勾稽关系、数字种类、几条软关系。

Checks of the statutory tables against themselves. What is checked is data (`vocabulary/relations.yaml`); here is one function per
operator: "=" in `sums.py`, the others below. Hard relations that do not hold are errors, soft ones warnings or notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from toolkit.checking.instances import (
    Instance,
    compiled,
    finding,
    known_forms,
    labels,
    naming,
    place,
    plain,
    variant_of,
)
from toolkit.checking.messages import sentence
from toolkit.checking.sums import ZERO, check_sums
from toolkit.model import Cell, Finding, Report, Severity, Side
from toolkit.vocabulary import form

STATE_COUNCIL_NAMES = ("中华人民共和国", "国家", "国务院", "中国人民银行", "审计署", "海关总署")
"""How the names of State Council departments begin; those of local governments begin with a place."""
LAWMAKERS = ("state_council", "province", "city")
"""Levels that may make government rules (cities with districts). County-level cities are level "county"."""
MADE_THIS_YEAR = ("made", "issued")
"""Columns of the row of rules that say the body itself made them; the others may hold rules of a higher body."""
TABLE_NAMES = {
    "proactive": "第二部分表格",
    "requests": "第三部分表格",
    "challenges": "第四部分表格",
    "statistics": "统计表",
}


def check(report: Report) -> list[Finding]:
    """核对一份报告的表格。

    Findings of all relations of the report's form that need no other report; none where the form is not a known one.
    """
    if report.form not in known_forms():
        return []
    cells = report.by_path or {cell.path: cell for cell in report.cells}
    relations = compiled(report.form, variant_of(report))
    found = check_sums(report.form, cells, relations, report.extensions)
    numbers: list[Instance] = []
    for instance in relations.instances:
        operator = instance.relation.operator
        if operator in ("whole", "whole_signed", "amount"):
            numbers.append(instance)
        elif operator == "<=":
            found.extend(_at_most(report.form, instance, cells))
        elif operator == "zero_together":
            found.extend(_zero_together(instance, cells))
    rules = [instance for instance in relations.instances if instance.relation.operator == "zero_unless_lawmaking"]
    found.extend(_lawmaking(report, rules, cells))
    found.extend(_numbers(report.form, numbers, cells))
    found.extend(_unreadable(report.form, cells))
    return found


def _given(cells: Mapping[str, Cell], path: str) -> Decimal | None:
    cell = cells.get(path)
    return cell.value if cell is not None and cell.status == "given" else None


def _at_most(form_id: str, instance: Instance, cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """left <= right, where both sides say something: a blank first cell on the right (the stock) leaves it open.

    Example: 7 newly disclosed, 3 disclosed in total.
    """
    left = [_given(cells, path) for path, _ in instance.left]
    right = [_given(cells, path) for path, _ in instance.right]
    unreadable = any(path in cells and cells[path].status == "unreadable" for path in instance.paths())
    if unreadable or None in left or right[0] is None:
        return
    less, more = sum((v for v in left if v is not None), ZERO), sum((v for v in right if v is not None), ZERO)
    if less > more:
        where_zh, where_en = place(form_id, instance)
        message = sentence(instance.rule, left=plain(less), right=plain(more), where_zh=where_zh, where_en=where_en)
        yield finding(instance, cells, "warning", "inconsistent", less, more, message)


def _zero_together(instance: Instance, cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """Both 0 or neither. Example: 12 procurement items and an amount of 0. A blank beside a number is a note."""
    (one, _), (other, _) = instance.left[0], instance.right[0]
    status = [cells[path].status if path in cells else "absent" for path in (one, other)]
    if not set(status) <= {"given", "blank"} or set(status) == {"blank"}:
        return
    left, right = (_given(cells, path) or ZERO for path in (one, other))
    if (left == 0) != (right == 0):
        severity: Severity = "note" if "blank" in status else "warning"
        words = [
            ("空白", "blank") if cells[p].status == "blank" else (plain(v),) * 2
            for p, v in ((one, left), (other, right))
        ]
        (left_zh, left_en), (right_zh, right_en) = words
        message = sentence(instance.rule, left_zh=left_zh, left_en=left_en, right_zh=right_zh, right_en=right_en)
        yield finding(instance, cells, severity, "inconsistent", left, right, message)


def _lawmaking(report: Report, rules: list[Instance], cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """Government rules filled in by a body that as a rule cannot make them (立法法 art. 91, 93).

    Example: a township with 2 rules issued. A department of a local government is a note: it drafts rules that its government makes,
    and some departments report those.
    """
    issuer = report.value("issuer") or ""
    if report.level is None or report.level in LAWMAKERS or issuer.startswith(STATE_COUNCIL_NAMES):
        return
    printed = {instance.where: value for instance in rules if (value := _given(cells, instance.where))}
    if not printed or report.form is None:
        return
    made = any(path.endswith(MADE_THIS_YEAR) for path in printed)
    severity: Severity = "warning" if made and report.level != "department" else "note"
    message = sentence(
        "proactive.lawmaking",
        printed_zh="、".join(f"{labels(report.form, path)[1]}{plain(value)}" for path, value in printed.items()),
        printed_en=", ".join(f"{path.rsplit('.', 1)[1]} {plain(value)}" for path, value in printed.items()),
        issuer_zh=f"“{issuer}”" if issuer else "本机关",
        issuer_en=f"“{issuer}”" if issuer else "this body",
    )
    largest = max(printed.values())
    made_of = tuple(printed)
    base = finding(rules[0], cells, severity, "inconsistent", largest, ZERO, message)
    sources = tuple(cells[path].source for path in made_of)
    yield Finding(
        base.rule, "regulations", severity, "inconsistent", base.left, base.right, made_of, *message, sources=sources
    )


def _numbers(form_id: str, instances: list[Instance], cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """Counts are whole and not below 0, amounts not below 0; a change may be negative.

    Examples: -12 decisions on penalties; 3.5 requests received.
    """
    for instance in instances:
        cell = cells.get(instance.where)
        if cell is None or cell.value is None or cell.status != "given":
            continue
        operator, value = instance.relation.operator, cell.value
        negative = value < 0 and operator != "whole_signed"
        fraction = value != value.to_integral_value() and operator != "amount"
        if not (negative or fraction):
            continue
        where_zh, where_en = place(form_id, instance)
        key = "cells.whole:negative" if negative else "cells.whole:fraction"
        message = sentence(key, where_zh=where_zh, where_en=where_en, left=cell.raw or plain(value))
        yield finding(instance, cells, "error", "inconsistent", value, ZERO if negative else None, message)


def _unreadable(form_id: str, cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """Cells with something printed that is not a number: reported once per table, never guessed."""
    known = form(form_id).cells
    by_table: dict[str, list[Cell]] = {}
    for cell in cells.values():
        if cell.status == "unreadable" and cell.path in known:
            by_table.setdefault(cell.table, []).append(cell)
    for table, several in by_table.items():
        paths = tuple(cell.path for cell in several)
        cells_zh, cells_en = naming(form_id, paths)
        message = sentence(
            "cells.whole:unreadable",
            table_zh=TABLE_NAMES.get(table, table),
            table_en=f"table “{table}”",
            count=len(paths),
            cells_zh=cells_zh,
            cells_en=cells_en,
        )
        nothing = Side(None), Side(None)
        sources = tuple(cell.source for cell in several)
        yield Finding("cells.whole", table, "note", "unreadable", *nothing, paths, *message, sources=sources)
