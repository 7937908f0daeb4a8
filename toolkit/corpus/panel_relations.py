"""年度之间的勾稽关系, 展开成单元格。

The relations between a report and last year's (`@previous` in `vocabulary/relations.yaml`), unfolded into the cells of each column or row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from toolkit.checking.instances import labels
from toolkit.vocabulary import Relation, Term, form, relations
from toolkit.vocabulary.glosses import gloss_of_column, gloss_of_row


@dataclass(frozen=True, slots=True)
class Operand:
    """一方中的一格。 One cell of a side: its path, the sign it is added with, and whether it is of last year's report."""

    path: str
    sign: int
    previous: bool


@dataclass(frozen=True, slots=True)
class Yearly:
    """一条年度关系在一栏或一行上的展开。

    A relation between two years at one column or row: `where` its key, in words `where_zh` and `where_en`; the cells of both sides.
    """

    rule: str
    hard: bool
    where: str
    where_zh: str
    where_en: str
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]

    @property
    def operands(self) -> tuple[Operand, ...]:
        """双方的单元格。 The cells of both sides, left first."""
        return (*self.left, *self.right)

    @property
    def anchors(self) -> tuple[Operand, ...]:
        """不能空白的单元格。 The cells that must say something: those on the left, and last year's stock on the right."""
        return (*self.left, *[operand for operand in self.right if operand.previous][:1])


def yearly_relations() -> tuple[str, ...]:
    """年度关系的名称。 The names of the relations that need last year's report."""
    return tuple(dict.fromkeys(relation.id for relation in relations() if _is_yearly(relation)))


@cache
def yearly(form_id: str) -> tuple[Yearly, ...]:
    """某一格式的年度关系。

    The relations that a report on this form has with last year's, unfolded.

    >>> [(one.where, one.right[0].path) for one in yearly("2019") if one.rule == "years.carried"][-1]
    ('total', 'requests.carried_out.total')
    """
    return tuple(
        one
        for relation in relations()
        if _is_yearly(relation) and relation.operator == "=" and (not relation.forms or form_id in relation.forms)
        for one in _unfolded(relation, form_id)
    )


def _is_yearly(relation: Relation) -> bool:
    return any(term.year for term in (*relation.left, *relation.right))


def _unfolded(relation: Relation, form_id: str) -> list[Yearly]:
    edition = form(form_id)
    tables = [table for table in edition.tables if table.id == relation.table]
    paths = [path for table in tables for path in table.paths()]
    keys = [path.split(".", 1)[1].rsplit(".", 1) for path in paths]
    places = dict.fromkeys(column if relation.per == "column" else row for row, column in keys)
    found = []
    for place in places:
        if relation.only and place not in relation.only:
            continue
        left, right = (_side(side, relation, place, paths) for side in (relation.left, relation.right))
        if left and right:
            row, column = labels(form_id, left[0].path)
            per_column = relation.per == "column"
            zh = column if per_column else row
            en = gloss_of_column(place) if per_column else gloss_of_row(relation.table, place)
            found.append(Yearly(relation.id, relation.kind == "hard", place, zh, en, left, right))
    return found


def _side(terms: tuple[Term, ...], relation: Relation, place: str, paths: list[str]) -> tuple[Operand, ...]:
    """The cells of one side; () where one of its terms has no cell at this place (fees have no change)."""
    found = []
    for term in terms:
        before = f"{relation.table}." if relation.per == "column" else f"{relation.table}.{place}."
        after = f".{place}" if relation.per == "column" else ""
        inner = [p[len(before) : len(p) - len(after)] for p in paths if p.startswith(before) and p.endswith(after)]
        chosen = term.select(inner)
        if not chosen:
            return ()
        found += [Operand(f"{before}{key}{after}", term.sign, term.year < 0) for key in chosen]
    return tuple(found)
