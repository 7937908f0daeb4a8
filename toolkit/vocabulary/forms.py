"""法定表格与勾稽关系的数据类型。

The types of the statutory forms and of the relations between their cells, and how they are made from the YAML rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Column:
    """法定表格的一列。

    A column: `key`, the printed `label` and its `variants`, the `unit` of its cells ("件", "项", "万元"). `signed` columns may be
    negative (本年增/减); `whole` columns hold whole numbers. `group` is the header above it ("法人或其他组织") or "".
    """

    key: str
    label: str
    variants: tuple[str, ...] = ()
    unit: str = "件"
    signed: bool = False
    whole: bool = True
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """法定表格的一行。

    A row: `key` is its path inside the table ("refused.state_secret"), "" for a caption without cells of its own
    (三、本年度办理结果). `number` is the printed numbering, `depth` its level, `group` the key of the group it belongs to.
    `unit` is that of its cells where the unit goes by the row (form 2014), else "".
    """

    key: str
    label: str
    variants: tuple[str, ...] = ()
    number: str = ""
    depth: int = 0
    group: str = ""
    unit: str = ""


def path_of(table: str, row: str, column: str) -> str:
    """一格的路径。

    The path of a cell: table, row and column. The one value column of the 2014 form has the key "" and no step of its own
    ("statistics.requests.received"); a value column that a body adds to it has a key that begins with "@", put at the end
    ("statistics.requests.received@departments").
    """
    return f"{table}.{row}{column}" if column[:1] in ("", "@") else f"{table}.{row}.{column}"


@dataclass(frozen=True, slots=True)
class Block:
    """同一表头下的一组行。 Rows that share one header; `caption` is printed above (第二十条第（一）项) or ""."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormTable:
    """一张法定表格。

    A statutory table: `id` ("proactive", "requests", "challenges", "statistics"), the `part` of the report it stands in (0: in none,
    an annex), its blocks, and `headers`, labels of its header that name no column (申请人情况).
    """

    id: str
    part: int
    blocks: tuple[Block, ...]
    headers: tuple[str, ...] = ()

    def paths(self) -> Iterator[str]:
        """各单元格的路径。 The paths of its cells in printed order."""
        for block in self.blocks:
            for row in block.rows:
                if row.key:
                    for column in block.columns:
                        yield path_of(self.id, row.key, column.key)


@dataclass(frozen=True)
class Form:
    """一种法定表格格式(一个版本)。

    An edition of the form: `id`, the report years `since` and `until` (None: still in force), the `notice` that laid it down,
    its tables, and `hybrid`, the requests table of the other edition (see `cell_paths`; None for the 2014 form). `added` are value
    columns that bodies add to the table of the 2014 form: their cells are known and are absent from `paths`.
    """

    id: str
    since: int
    until: int | None
    notice: str
    notice_title: str
    tables: tuple[FormTable, ...]
    hybrid: FormTable | None
    added: tuple[Column, ...] = ()

    def table(self, id: str, variant: str = "standard") -> FormTable:
        """按名称取表。 The table of that id; the requests table of the other edition for variant "hybrid"."""
        if self.hybrid is not None and id == self.hybrid.id and variant == "hybrid":
            return self.hybrid
        for table in self.tables:
            if table.id == id:
                return table
        raise KeyError(id)

    def paths(self, variant: str = "standard") -> tuple[str, ...]:
        """全部单元格路径, 按印刷顺序。 The paths of all cells in printed order."""
        return tuple(path for table in self.tables for path in self.table(table.id, variant).paths())

    @cached_property
    def cells(self) -> dict[str, tuple[Row, Column]]:
        """路径到行与列。 Row and column of every path, those of the hybrid included."""
        found: dict[str, tuple[Row, Column]] = {}
        for table in (*self.tables, *([self.hybrid] if self.hybrid else ())):
            for block in table.blocks:
                for row in block.rows:
                    if row.key:
                        for column in (*block.columns, *self.added):
                            found[path_of(table.id, row.key, column.key)] = (row, _of_row(column, row))
        return found

    def unit(self, path: str) -> str:
        """单元格的单位。 The unit of a cell ("件", "项", "万元")."""
        return self.cells[path][1].unit

    def label(self, path: str) -> str:
        """单元格的中文名称(行 · 列)。 The printed labels of row and column."""
        row, column = self.cells[path]
        return f"{row.label} · {column.label}" if column.key else row.label


def _of_row(column: Column, row: Row) -> Column:
    """The column as it is in a row that has a unit of its own."""
    return replace(column, unit=row.unit, whole=not row.unit.endswith("元")) if row.unit else column


@dataclass(frozen=True, slots=True)
class Term:
    """勾稽关系中的一项。

    A term of a relation: rows (or columns, or "row.column") matching `pattern`, where `*` stands for one path step, added up with
    `sign` (+1 or -1), from the report of the year itself (`year` 0) or of the year before (-1).
    """

    pattern: str
    sign: int = 1
    year: int = 0

    def select(self, keys: Iterator[str] | tuple[str, ...] | list[str]) -> list[str]:
        """与模式相符的键。 The keys that the pattern stands for; `*` is exactly one step."""
        steps = self.pattern.count(".")
        return [key for key in keys if key.count(".") == steps and fnmatchcase(key, self.pattern)]


@dataclass(frozen=True, slots=True)
class Relation:
    """一条勾稽关系。

    A relation: sum of `left` `operator` sum of `right`, evaluated once for every column ("per" column: terms are rows), every row
    (per row: terms are columns) or every cell (per cell: terms are paths inside the table). `only` limits the rows or columns it
    is evaluated for; `forms` the editions. Operators: "=", "<=", "whole" (a whole number >= 0), "amount" (a number >= 0),
    "whole_signed" (a whole number), "zero_together" (both 0 or neither), "zero_unless_lawmaking" (0 unless the body may make
    regulations). `hard` ones must hold in a correct report, soft ones are worth a look.
    """

    id: str
    table: str
    kind: Literal["hard", "soft"]
    per: Literal["column", "row", "cell"]
    left: tuple[Term, ...]
    operator: str
    right: tuple[Term, ...]
    only: tuple[str, ...]
    forms: tuple[str, ...]
    source: str
    zh: str
    en: str


OPERATORS = ("=", "<=", "whole", "amount", "whole_signed", "zero_together", "zero_unless_lawmaking")


def _column(data: dict[str, Any]) -> Column:
    return Column(**{**data, "variants": tuple(data.get("variants", ()))})


def _row(data: dict[str, Any]) -> Row:
    return Row(**{**data, "variants": tuple(data.get("variants", ()))})


def _table(data: dict[str, Any], base: Form | None) -> FormTable:
    if "same_as" in data:
        if base is None:
            raise ValueError("same_as without a base form")
        table = base.table(data["id"])
        swap = data.get("replace") or {}
        blocks = tuple(
            Block(b.caption, b.columns, tuple(r for row in b.rows for r in _replaced(row, swap)), b.variants)
            for b in table.blocks
        )
        return FormTable(table.id, table.part, blocks, table.headers)
    blocks = tuple(
        Block(
            block.get("caption", ""),
            tuple(_column(c) for c in block["columns"]),
            tuple(_row(r) for r in block["rows"]),
            tuple(block.get("variants", ())),
        )
        for block in data["blocks"]
    )
    return FormTable(data["id"], data["part"], blocks, tuple(data.get("headers", ())))


def _replaced(row: Row, swap: dict[str, list[dict[str, Any]]]) -> list[Row]:
    return [_row(r) for r in swap[row.key]] if row.key in swap else [row]


def build_form(data: dict[str, Any], base: Form | None) -> Form:
    """由词表数据构造一种表格。 A form from its YAML data; `base` is the edition that it refers to."""
    tables = tuple(_table(t, base) for t in data["tables"])
    hybrid: FormTable | None = None
    if base is not None:
        hybrid = base.table("requests")
    elif "hybrid" in data:
        requests = next(t for t in tables if t.id == data["hybrid"]["id"])
        swap = data["hybrid"]["replace"]
        hybrid = FormTable(
            requests.id,
            requests.part,
            tuple(
                Block(b.caption, b.columns, tuple(r for row in b.rows for r in _replaced(row, swap)), b.variants)
                for b in requests.blocks
            ),
            requests.headers,
        )
    added = tuple(_column(c) for c in data.get("columns", ()) if c["key"])
    return Form(data["id"], data["since"], data["until"], data["notice"], data["notice_title"], tables, hybrid, added)


def _term(text: str) -> Term:
    text = text.strip()
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("+- ")
    year = -1 if text.endswith("@previous") else 0
    return Term(text.removesuffix("@previous"), sign, year)


def build_relation(row: dict[str, Any]) -> Relation:
    """由一行词表数据构造一条勾稽关系。 A relation from its YAML row."""
    if row["operator"] not in OPERATORS:
        raise ValueError(f"unknown operator {row['operator']}")
    if row["kind"] not in ("hard", "soft") or row["per"] not in ("column", "row", "cell"):
        raise ValueError(f"unknown kind or per {row['kind']} {row['per']}")
    return Relation(
        row["id"],
        row["table"],
        row["kind"],
        row["per"],
        tuple(_term(t) for t in row["left"]),
        row["operator"],
        tuple(_term(t) for t in row.get("right", ())),
        tuple(row.get("only", ())),
        tuple(row.get("forms", ())),
        row["source"],
        row["zh"],
        row["en"],
    )
