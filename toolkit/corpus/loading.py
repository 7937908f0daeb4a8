"""从库中读出数据框, 以及 SQL 查询。 Frames out of a store, and questions in SQL over its files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from toolkit.corpus.codebook import KEYS
from toolkit.corpus.folders import year_of_folder
from toolkit.corpus.frames import COLUMNS
from toolkit.corpus.schemas import REPEATED, faults_of, schema_of
from toolkit.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd

Where = Mapping[str, Collection[str] | str]
"""Columns, each with the values (or the one value) that are wanted in it."""


def load_frame(
    store: Path,
    name: str,
    years: Iterable[int] | int | None,
    columns: Sequence[str] | None,
    categories: bool,
    where: Where | None = None,
) -> pd.DataFrame:
    """一个数据框, pandas。 A frame as pandas, with the types that `vocabulary/fields.csv` names."""
    return to_pandas(load_table(store, name, years, columns, categories, where), name)


def load_table(
    store: Path,
    name: str,
    years: Iterable[int] | int | None,
    columns: Sequence[str] | None,
    categories: bool = False,
    where: Where | None = None,
) -> pa.Table:
    """一个数据框, Arrow 表。

    A frame as an Arrow table: report_id, year, then its columns, or only those that are asked for. With `where`, only
    the rows that have one of the values in each of its columns; the others are dropped file by file.
    """
    wanted = _columns(name, columns)
    read = _columns(name, [*wanted, *(where or ())])
    _no_lists(name, where)
    repeated = [column for column in read if column in REPEATED] if categories else []
    tables = [_rows_where(table, where).select(wanted) for _, table in tables_of(store, name, years, read, repeated)]
    if not tables:
        return schema_of(name).empty_table().select(wanted)
    return pa.concat_tables(tables).unify_dictionaries()


def _no_lists(name: str, where: Where | None) -> None:
    lists = [column for column in where or () if {**KEYS, **COLUMNS[name]}[column] == "list"]
    if lists:
        zh = f"{lists[0]} 列每格有好几个值, 不能用 where 选取；请读出后再选, 或用 corpus.query。"
        en = f"{lists[0]} holds several values in each row and cannot be chosen by; load it first, or use corpus.query."
        raise CorpusError("no_choice", name, zh, en)


def _rows_where(table: pa.Table, where: Where | None) -> pa.Table:
    for column, wanted in (where or {}).items():
        data, values = table.column(column), [wanted] if isinstance(wanted, str) else sorted(wanted)
        kind = data.type.value_type if pa.types.is_dictionary(data.type) else data.type
        table = table.filter(pc.is_in(data, value_set=pa.array(values, kind)))
    return table


def tables_of(
    store: Path, name: str, years: Iterable[int] | int | None, columns: Sequence[str], repeated: Sequence[str] = ()
) -> Iterator[tuple[Path, pa.Table]]:
    """一个数据框的各文件, 依次读出。

    The files of a frame one after the other, each with its table; checked against the schema.
    """
    for path in files_of(store, name, years):
        table = pq.ParquetFile(path, read_dictionary=list(repeated)).read(columns=list(columns))
        _check(path, name, table, columns)
        yield path, table.select(list(columns))


def files_of(store: Path, name: str, years: Iterable[int] | int | None) -> list[Path]:
    """一个数据框的文件, 按年度。 The files of a frame in the order of years, an unknown year last."""
    wanted = None if years is None else {years} if isinstance(years, int) else set(years)
    folders = sorted((store / name).glob("*"), key=lambda path: path.name)
    chosen = (folder for folder in folders if wanted is None or year_of_folder(folder.name) in wanted)
    return [path for folder in chosen for path in sorted(folder.glob("part-*.parquet"))]


def to_pandas(table: pa.Table, name: str) -> pd.DataFrame:
    """Arrow 表转成 pandas。

    An Arrow table of a frame as pandas: text as str, whole numbers as Int64 (they may be missing), lists as Python
    lists.
    """
    import pandas as pd

    kinds = {**KEYS, **COLUMNS[name]}
    made: dict[str, Any] = {}
    for column, data in zip(table.schema.names, table.columns, strict=True):
        kind = kinds[column]
        if kind == "list":
            values = pd.Series([None] * len(data), dtype="object")
            values[:] = data.to_pylist()
            made[column] = values
        elif pa.types.is_dictionary(data.type) or kind == "float64":
            made[column] = data.to_pandas()
        elif kind == "Int64":
            made[column] = data.cast(pa.int64()).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        else:
            made[column] = data.to_pandas().astype(kind)
    return pd.DataFrame(made, columns=list(table.schema.names))


def query(store: Path, sql: str) -> pd.DataFrame:
    """用 SQL 查询。 A question in SQL over the files of a store; see `Corpus.query`."""
    import duckdb

    database = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
    try:
        for name in COLUMNS:
            database.execute(f"CREATE VIEW {name} AS {_view(store, name)}")
        manifest = _quoted(store / "manifest.parquet")
        database.execute(f"CREATE VIEW manifest AS SELECT * FROM read_parquet('{manifest}')")  # noqa: S608 - quoted
        database.execute(f"SET allowed_directories=['{_quoted(store)}']")
        database.execute("SET enable_external_access=false")
        return database.execute(sql).df()
    except duckdb.Error as error:
        reason = " ".join(str(error).split("\n\n")[0].split())
        raise CorpusError("query", str(store), f"查询有误：{reason}", f"the question is wrong: {reason}") from None
    finally:
        database.close()


def _view(store: Path, name: str) -> str:
    columns = ", ".join(f'"{column}"' for column in schema_of(name).names)
    if files_of(store, name, None):
        pattern = _quoted(store / name / "*" / "part-*.parquet")
        return f"SELECT {columns} FROM read_parquet('{pattern}')"  # noqa: S608 - names of ours, and a quoted path
    types = {"str": "VARCHAR", "Int64": "INTEGER", "float64": "DOUBLE", "bool": "BOOLEAN", "list": "VARCHAR[]"}
    empty = [f'NULL::{types[kind]} AS "{column}"' for column, kind in (KEYS | dict(COLUMNS[name])).items()]
    return f"SELECT {', '.join(empty)} WHERE false"


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("'", "''")


def _columns(name: str, columns: Sequence[str] | None) -> list[str]:
    if name not in COLUMNS:
        known = "、".join(COLUMNS)
        zh, en = (
            f"没有数据框 {name}；应为 {known} 之一。",
            f"there is no frame {name}; it is one of {', '.join(COLUMNS)}.",
        )
        raise CorpusError("no_frame", name, zh, en)
    there = [*KEYS, *COLUMNS[name]]
    wanted = there if columns is None else list(dict.fromkeys(columns))
    strange = [column for column in wanted if column not in there]
    if strange:
        zh = f"数据框 {name} 没有列 {strange[0]}；应为 {'、'.join(there)} 之一。"
        en = f"the frame {name} has no column {strange[0]}; it is one of {', '.join(there)}."
        raise CorpusError("no_column", name, zh, en)
    return wanted


def _check(path: Path, name: str, table: pa.Table, stored: Sequence[str]) -> None:
    asked = set(stored)
    faults = faults_of(name, table, asked)
    if faults:
        zh = f"文件与格式不符({faults[0]})；请删去它的文件夹, 再运行一次建库。"
        en = f"does not fit its schema ({faults[0]}); delete its folder and build the store again."
        raise CorpusError("wrong_file", str(path), zh, en)
