"""各数据框在磁盘上的格式。

The schema of every frame on disk. A store holds for each frame a folder of Parquet files by year (see `folders`).
Numbers are as narrow as they can be, and text that repeats is stored once (dictionary encoding).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pyarrow as pa

from toolkit.corpus.frames import COLUMNS
from toolkit.model import SEVERITIES, STATUSES, VERDICTS

FRAMES = tuple(COLUMNS)
# What a column may hold, besides its type. A store in which something else stands was not made by this toolkit, or was
# damaged.
CLOSED = {
    ("cells", "status"): STATUSES,
    ("claims", "verdict"): VERDICTS,
    ("findings", "verdict"): VERDICTS,
    ("findings", "severity"): SEVERITIES,
}
# Columns of few different values: read as categories where that is asked for.
REPEATED = frozenset(
    {"report_id", "cell", "table", "row", "column", "unit", "status", "kind", "measure", "scope", "period", "flow", "verdict"}
    | {"approximation", "rule", "severity", "part_id", "level", "form", "format", "encoding", "code", "why_zh", "why_en"}
)  # fmt: skip
_TYPES: dict[str, pa.DataType] = {
    "str": pa.string(),
    "Int64": pa.int32(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
}
_LISTS: dict[tuple[str, str], pa.DataType] = {("findings", "claims"): pa.int32(), ("lists", "parts"): pa.float64()}


def schema_of(frame: str) -> pa.Schema:
    """一个数据框在文件中的格式。 The schema of a frame in its files; `report_id` and `year` come first."""
    fields = [pa.field("report_id", pa.string(), nullable=False), pa.field("year", pa.int32())]
    for column, kind in COLUMNS[frame].items():
        made = pa.list_(_LISTS.get((frame, column), pa.string())) if kind == "list" else _TYPES[kind]
        fields.append(pa.field(column, made))
    return pa.schema(fields)


def array_of(values: list[Any], kind: pa.DataType) -> pa.Array:
    """一列。 A column as an Arrow array; text that UTF-8 cannot hold (a lone surrogate) becomes U+FFFD."""
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_writable(value) for value in values], kind)


def _writable(value: Any) -> Any:
    if isinstance(value, list):
        return [_writable(one) for one in value]
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value


def faults_of(frame: str, table: pa.Table, columns: Collection[str] | None = None) -> list[str]:
    """一张表与格式不符之处。

    What is wrong with a table of a frame, in words; empty where nothing is: missing or wrong columns, rows without an
    identifier, and values outside the closed sets (status, verdict, severity). With `columns`, only those are looked
    at.
    """
    import pyarrow.compute as pc

    wanted = schema_of(frame)
    faults = []
    for field in wanted:
        if columns is not None and field.name not in columns:
            continue
        if field.name not in table.schema.names:
            faults.append(f"{frame}.{field.name}: missing")
        elif _plain(table.schema.field(field.name).type) != field.type:
            faults.append(f"{frame}.{field.name}: {table.schema.field(field.name).type}, not {field.type}")
    if faults:
        return faults
    if "report_id" in table.schema.names and table["report_id"].null_count:
        faults.append(f"{frame}.report_id: empty")
    for (name, column), values in CLOSED.items():
        if name == frame and column in table.schema.names:
            strange = set(pc.unique(table[column].cast(pa.string())).to_pylist()) - set(values)
            faults += [f"{frame}.{column}: {value!r}" for value in sorted(map(str, strange))]
    return faults


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
