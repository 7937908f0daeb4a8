"""法定表格的标签索引：印出的文字 → 行、列、表头。

An index from normalised printed text to what it can be in the statutory tables of all editions. Exact look-ups are a dictionary;
similarity is only computed for what is left over.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from toolkit import vocabulary
from toolkit.parsing.normalise import fold, normal, normal_bare

Kind = Literal["row", "column", "caption", "header", "extra"]
# two of the longest labels with their numbers
LONGEST_GLUED = 80
SINGLE_OUTCOME = "other_outcome"


@dataclass(frozen=True, slots=True)
class Entry:
    """标签的一种含义。 One meaning of a label: the table, what it names there, its key, and the editions that print it."""

    table: str
    kind: Kind
    key: str
    editions: frozenset[str]


@dataclass(frozen=True, slots=True)
class FormRow:
    """对齐用的一行(两种格式合并)。 A row of the merged row list that printed rows are aligned with."""

    key: str
    names: tuple[str, ...]
    number: str


@dataclass(frozen=True, slots=True)
class Index:
    """标签索引。 The label index: exact meanings, all proper prefixes of labels, and the merged row lists by table."""

    exact: dict[str, tuple[Entry, ...]]
    prefixes: frozenset[str]
    rows: dict[str, tuple[FormRow, ...]]


def names_of(label: str, variants: tuple[str, ...]) -> tuple[str, ...]:
    """一个标签及其异写的归一形式。 The normal forms of a label and its variants, with and without bracketed text."""
    found: dict[str, None] = {}
    for text in (label, *variants):
        for name in (normal(text), normal_bare(text)):
            if name:
                found[name] = None
    return tuple(found)


def _merged_rows() -> dict[str, tuple[FormRow, ...]]:
    """Rows of both editions in one order; the caption (六) and the single row (六) are one entry."""
    merged: dict[str, tuple[FormRow, ...]] = {}
    old, new = vocabulary.form("2019"), vocabulary.form("2021")
    for table in new.tables:
        source = old.table("proactive") if table.id == "proactive" else table
        made = []
        for block in source.blocks:
            for row in block.rows:
                names = list(names_of(row.label, row.variants))
                for other in new.table(table.id).blocks if table.id == "proactive" else ():
                    for same in other.rows:
                        if same.key == row.key:
                            names += [n for n in names_of(same.label, same.variants) if n not in names]
                key = row.key or (SINGLE_OUTCOME if row.group == SINGLE_OUTCOME else "")
                made.append(FormRow(key, tuple(names), fold(row.number)))
        merged[table.id] = tuple(made)
    return merged


@cache
def index() -> Index:
    """由词表建立的索引, 每个进程一次。 The index, made once per process from the vocabulary."""
    found: dict[str, dict[tuple[str, Kind, str], set[str]]] = {}

    def add(names: tuple[str, ...], table: str, kind: Kind, key: str, edition: str) -> None:
        for name in names:
            found.setdefault(name, {}).setdefault((table, kind, key), set()).add(edition)

    for form in vocabulary.forms():
        for table in (*form.tables, *([form.hybrid] if form.hybrid else ())):
            for text in table.headers:
                add(names_of(text, ()), table.id, "header", "", form.id)
            for block in table.blocks:
                if block.caption:
                    add(names_of(block.caption, block.variants), table.id, "caption", block.caption, form.id)
                for column in block.columns:
                    add(names_of(column.label, column.variants), table.id, "column", column.key, form.id)
                for row in block.rows:
                    key = row.key or (SINGLE_OUTCOME if row.group == SINGLE_OUTCOME else "")
                    names = names_of(row.label, row.variants)
                    add(names, table.id, "row" if key else "caption", key or row.label, form.id)
    for text in vocabulary.load("labels")["extra_columns"]:
        add((normal(text),), "", "extra", text, "")
    exact = {
        name: tuple(Entry(t, k, key, frozenset(editions)) for (t, k, key), editions in meanings.items())
        for name, meanings in found.items()
    }
    prefixes = frozenset(name[:end] for name in exact for end in range(1, len(name)))
    return Index(exact, prefixes, _merged_rows())


@lru_cache(maxsize=8192)
def meanings(text: str) -> tuple[Entry, ...]:
    """一段印出文字的全部含义。 All meanings of a printed text; empty where it is no label."""
    exact = index().exact
    return exact.get(normal(text)) or exact.get(normal_bare(text)) or ()


@lru_cache(maxsize=1024)
def glued_rows(text: str) -> tuple[str, ...]:
    """一格中连写的几行标签。

    The labels of two or more rows printed one after the other in one place ("规章行政规范性文件"), each as printed; empty where the text
    is anything else.
    """
    if meanings(text) or len(text) > LONGEST_GLUED:
        return ()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(end):
            before = best[start]
            if before is not None and any(e.kind == "row" for e in meanings(text[start:end])):
                found = (*before, text[start:end])
                best[end] = found if best[end] is None or len(found) < len(best[end] or ()) else best[end]
    return best[-1] or ()


@lru_cache(maxsize=4096)
def row_names(table: str, text: str) -> frozenset[str]:
    """文字在某表中可能是哪些行。 The row keys (captions by label) that a text exactly names in a table."""
    return frozenset(e.key for e in meanings(text) if e.table == table and e.kind in ("row", "caption"))
