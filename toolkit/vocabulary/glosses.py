"""法定表格的英文名称。

English names of the rows, columns and tables of the statutory forms (`glosses.yaml`, `headings.yaml`), for readers of English.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from toolkit.vocabulary import load, rows


def gloss_of_row(table: str, row: str) -> str:
    """一行的英文名称。 The English name of a row, "" for one that the forms do not have."""
    return str(load("glosses")["rows"].get(f"{table}.{row}", ""))


def gloss_of_column(column: str) -> str:
    """一列的英文名称。 The English name of a column, "" for one that the forms do not have."""
    return str(load("glosses")["columns"].get(column, ""))


def gloss_of_caption(rows: Iterable[str]) -> str:
    """一组行上方小标题的英文。 The English caption of a block of part 2, told by its rows; "" for others."""
    captions = load("glosses")["captions"]
    return next((str(captions[row]) for row in rows if row in captions), "")


def gloss_of_cell(path: str) -> str:
    """一格的英文名称(行 · 列)。 The English names of a cell's row and column; its path where the forms do not have it."""
    table, _, rest = path.partition(".")
    if table == "statistics":
        row, at, column = rest.partition("@")
        column = at + column
    else:
        row, _, column = rest.rpartition(".")
    named = gloss_of_row(table, row)
    if named and not column:
        return named
    return f"{named} · {gloss_of_column(column) or column}" if named else path


def name_of_group(path: str) -> tuple[str, str] | None:
    """一组行的中英文名称。 The names of a group of rows ("requests.refused"), None for what is no group."""
    named = load("glosses")["groups"].get(path)
    return (named["zh"], named["en"]) if named else None


@cache
def name_of_part(id: str) -> tuple[str, str] | None:
    """一个部分(及其中的表)的中英文名称。 The statutory name of a part, which is also that of its table; None for others."""
    for row in rows("headings"):
        if row["kind"] in ("part", "older") and row["id"] == id:
            return row["heading"], row["en"]
    named = load("glosses")["tables"].get(id)
    return (named["zh"], named["en"]) if named else None
