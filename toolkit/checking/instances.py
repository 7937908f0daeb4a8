"""把勾稽关系展开成单元格路径。

Relations made ready for use: every row of `vocabulary/relations.yaml` unfolded, once per form, into the cell paths of each column,
row or cell that it is evaluated for. Also the names of cells in messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from toolkit.checking import catalogue
from toolkit.model import Cell, Finding, Report, Severity, Side, Source, Verdict
from toolkit.vocabulary import Form, FormTable, Relation, Term, all_forms, form, relations
from toolkit.vocabulary.glosses import gloss_of_cell, gloss_of_column, gloss_of_row

LISTED_CELLS = 6
"""Cells named in a message before it says how many more there are: as many as a line of the audit page holds."""

Signed = tuple[tuple[str, int], ...]
"""Cell paths with the sign that they are added with."""


@dataclass(frozen=True, slots=True)
class Instance:
    """一条关系在一栏、一行或一格上的展开。

    A relation at one place: `where` is the column, row or cell, `left` and `right` the cells added up on either side. `named` is the cell
    that gives a relation between cells its place in words.
    """

    relation: Relation
    where: str
    left: Signed
    right: Signed
    named: str = ""

    @property
    def rule(self) -> str:
        return self.relation.id

    def paths(self) -> tuple[str, ...]:
        """涉及的单元格。 The cells involved, left side first."""
        return tuple(path for path, _ in (*self.left, *self.right))


@dataclass(frozen=True)
class Compiled:
    """一种表格的全部关系。

    All relations of a form. `totals` maps the cell of a printed total to the parts that make it up, each way the form knows:
    the total of concluded requests is the sum of its row and the sum of its column.
    """

    instances: tuple[Instance, ...]
    totals: Mapping[str, tuple[Signed, ...]]


@cache
def known_forms() -> frozenset[str]:
    """有词表的格式。 The forms that the vocabulary holds."""
    return frozenset(edition.id for edition in all_forms())


def variant_of(report: Report) -> str:
    """申请表是本版还是另一版的“（六）其他处理”。

    "hybrid" where the requests table prints the row (or rows) 其他处理 of the other edition, else "standard".
    """
    if report.form not in known_forms():
        return "standard"
    own = {path for path in form(report.form).paths() if ".other_outcome." in path}
    printed = {cell.path for cell in report.cells if ".other_outcome." in cell.path and cell.status != "absent"}
    return "hybrid" if printed and not printed & own else "standard"


@cache
def compiled(form_id: str, variant: str) -> Compiled:
    """某一格式的全部关系(只展开一次)。

    The relations of a form that one report can be checked on, unfolded; those that need last year's report are left out.
    """
    edition = form(form_id)
    instances = tuple(
        instance
        for relation in relations()
        if (not relation.forms or form_id in relation.forms)
        and not any(t.year for t in (*relation.left, *relation.right))
        for instance in _unfold(relation, edition, variant)
    )
    totals: dict[str, tuple[Signed, ...]] = {}
    for instance in instances:
        if instance.relation.operator == "=" and len(instance.right) == 1:
            total = instance.right[0][0]
            totals[total] = (*totals.get(total, ()), instance.left)
    return Compiled(instances, totals)


def _unfold(relation: Relation, edition: Form, variant: str) -> Iterable[Instance]:
    try:
        table = edition.table(relation.table, variant)
    except KeyError:
        return
    paths = tuple(table.paths())
    if relation.per == "cell":
        added = [column.key for column in edition.added]
        yield from _of_cells(
            relation, table.id, (*paths, *(path + column for column in added for path in paths)), added
        )
        return
    for where in _places(relation, table):
        row_or_column = f"{table.id}.{{}}.{where}" if relation.per == "column" else f"{table.id}.{where}.{{}}"
        left, right = (_signed(side, paths, row_or_column) for side in (relation.left, relation.right))
        if left and right:
            yield Instance(relation, where, left, right)


def _of_cells(relation: Relation, table: str, paths: tuple[str, ...], added: list[str]) -> Iterable[Instance]:
    """A relation of single cells, or one between cells: once for the table and once for every value column added to it.

    Its place is the total on the right; of "<=", which has no total, the part on the left.
    """
    if not relation.right:
        keys = [path.split(".", 1)[1] for path in paths]
        for term in relation.left:
            for key in term.select(keys):
                yield Instance(relation, f"{table}.{key}", ((f"{table}.{key}", 1),), (), f"{table}.{key}")
        return
    for column in ("", *added):
        left, right = (_signed(side, paths, f"{table}.{{}}{column}") for side in (relation.left, relation.right))
        if left and right:
            named = (right if relation.operator == "=" else left)[0][0]
            yield Instance(relation, named.rsplit(".", 1)[1], left, right, named)


def _places(relation: Relation, table: FormTable) -> Iterable[str]:
    if relation.per == "column":
        found = dict.fromkeys(column.key for block in table.blocks for column in block.columns)
    else:
        found = dict.fromkeys(row.key for block in table.blocks for row in block.rows if row.key)
    return [key for key in found if not relation.only or key in relation.only]


def _signed(terms: tuple[Term, ...], paths: tuple[str, ...], template: str) -> Signed:
    """The printed cells that the terms of one side stand for at one place; `template` has a hole for the term."""
    before, after = template.split("{}")
    keys = [p[len(before) : len(p) - len(after)] for p in paths if p.startswith(before) and p.endswith(after)]
    keys = [key for key in keys if "@" not in key]
    return tuple((f"{before}{key}{after}", term.sign) for term in terms for key in term.select(keys))


# --- how places are named in messages ---


@cache
def labels(form_id: str, path: str) -> tuple[str, str]:
    """单元格的行名与列名。 The printed names of a cell's row (with its numbering) and column."""
    found = form(form_id).cells.get(path) if form_id in known_forms() else None
    if found is None:  # a cell of another form, named by its keys
        steps = path.split(".", 1)[1].rsplit(".", 1)
        return steps[0], steps[-1]
    row, column = found
    return row.number + row.label.split("（")[0], column.label.split("（")[0] if column.key else ""


def place(form_id: str, instance: Instance) -> tuple[str, str]:
    """关系所在之处的中英文名称。 The place of a relation in words: the printed label, and its English name."""
    path = instance.named if instance.relation.per == "cell" else instance.left[0][0]
    row, column = labels(form_id, path)
    table, key = path.split(".", 1)
    if instance.relation.per == "cell":
        return f"{row}·{column}" if column else row, gloss_of_cell(path)
    if instance.relation.per == "column":
        return column, gloss_of_column(key.rsplit(".", 1)[1])
    return row, gloss_of_row(table, key.rsplit(".", 1)[0])


def naming(form_id: str, paths: Iterable[str]) -> tuple[str, str]:
    """一组单元格的中英文名称。

    Several cells in words, the first few and how many more. Cells of one row are named by their columns, cells of one column by
    their rows.
    """
    listed = list(paths)
    rows, columns = zip(*(labels(form_id, path) for path in listed), strict=True)
    single = len(listed) == 1
    if not any(columns):
        names = list(rows)
    elif not single and len({path.rsplit(".", 1)[0] for path in listed}) == 1 and all(columns):
        names = list(columns)
    elif not single and len({path.rsplit(".", 1)[1] for path in listed}) == 1:
        names = list(rows)
    else:
        names = [f"{row}·{column}" if column else row for row, column in zip(rows, columns, strict=True)]
    zh, en = "、".join(names[:LISTED_CELLS]), ", ".join(map(gloss_of_cell, listed[:LISTED_CELLS]))
    more = len(listed) - LISTED_CELLS
    return (f"{zh}等{len(listed)}格", f"{en} and {more} more") if more > 0 else (zh, en)


def plain(value: Decimal) -> str:
    """不用指数记法的数。 A number without an exponent or trailing zeros."""
    return f"{value.normalize():f}" if value else "0"


# --- findings ---


@cache
def side_labels(rule: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """目录中一条规则两方的名称。 What the two sides of a rule are, from the catalogue: ((zh, en), (zh, en))."""
    row = catalogue.rule(rule)
    return (row["left"]["zh"], row["left"]["en"]), (row["right"]["zh"], row["right"]["en"])


def finding(
    instance: Instance,
    cells: Mapping[str, Cell],
    severity: Severity,
    verdict: Verdict,
    left: Decimal | None,
    right: Decimal | None,
    message: tuple[str, str],
) -> Finding:
    """一条关系的核对结果。 The finding of a relation, with every printed cell it involves and where each stands."""
    named = side_labels(instance.rule)
    involved = tuple(path for path in instance.paths() if path in cells and cells[path].status != "absent")
    sources: tuple[Source, ...] = tuple(cells[path].source for path in involved)
    sides = Side(left, *named[0]), Side(right, *named[1])
    return Finding(instance.rule, instance.where, severity, verdict, *sides, involved, *message, sources=sources)
