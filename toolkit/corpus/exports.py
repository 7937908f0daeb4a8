"""导出：CSV、Stata、Parquet, 附编码本与数据包说明。

Exports of a store: CSV that spreadsheets open (UTF-8 with BOM), Stata with labels, or one Parquet file for each
frame; with a codebook and a data package. A frame is written file by file, so that one of millions of rows needs
little memory; Stata, which needs a frame whole, gets one file a year where it is large.

In CSV a text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a line end, and is no
number) has an apostrophe before it. Lists are JSON arrays, in Stata too.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.corpus.codebook import Field, codebook_csv, codebook_markdown, fields, package_of
from toolkit.corpus.folders import year_of_folder
from toolkit.corpus.frames import COLUMNS
from toolkit.corpus.loading import files_of, load_frame, tables_of, to_pandas
from toolkit.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.corpus.store import Corpus

MOST_ROWS = 2_000_000  # in one Stata file; a larger frame is written by year
_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")
_LABEL = 80  # characters of a label that Stata shows
_SHORT = 2045  # bytes of an ordinary Stata string; longer ones are strL
_BOM = "\ufeff"
_RENAMED = {"end": "end_"}  # a reserved word of Stata

Years = Iterable[int] | int | None


def export(corpus: Corpus, folder: Path, format: str, frames: Sequence[str] | None, years: Years) -> list[Path]:
    """导出数据框。

    Write frames of a corpus into `folder`; returns the files, those that describe them last. Raises `CorpusError` for
    an unknown format or frame, and where the folder cannot be written.
    """
    writers: dict[str, Callable[[Corpus, Path, str, Years], list[Path]]] = {
        "csv": _csv,
        "dta": _dta,
        "parquet": _parquet,
    }
    if format not in writers:
        zh, en = (
            f"没有 {format} 这种格式；应为 csv、dta 或 parquet。",
            f"there is no format {format}; it is csv, dta or parquet.",
        )
        raise CorpusError("no_format", format, zh, en)
    wanted = list(frames) if frames is not None else list(COLUMNS)
    strange = [name for name in wanted if name not in COLUMNS]
    if strange:
        known = ", ".join(COLUMNS)
        raise CorpusError(
            "no_frame",
            strange[0],
            f"没有这个数据框；应为 {known} 之一。",
            f"there is no such frame; it is one of {known}.",
        )
    if years is not None and not isinstance(years, int):
        years = sorted(set(years))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = {name: writers[format](corpus, folder, name, years) for name in wanted}
        return [path for paths in files.values() for path in paths] + _description(corpus, folder, format, files)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        zh = f"无法写入({reason})；请检查路径、权限和磁盘空间。"
        en = f"cannot be written ({reason}); check the path, the permission and the free space."
        raise CorpusError("export_not_written", str(folder), zh, en) from None


def _description(corpus: Corpus, folder: Path, format: str, files: dict[str, list[Path]]) -> list[Path]:
    names = {name: [path.name for path in paths] for name, paths in files.items()}
    package = json.dumps(package_of(names, corpus.counts, corpus.fingerprint, format), ensure_ascii=False, indent=1)
    texts = {
        "codebook.csv": _BOM + codebook_csv(),
        "codebook.md": codebook_markdown(),
        "datapackage.json": package + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return [folder / name for name in texts]


def _csv(corpus: Corpus, folder: Path, name: str, years: Years) -> list[Path]:
    path = folder / f"{name}.csv"
    part = path.with_name(f".{path.name}.{os.getpid()}")
    columns = ["report_id", "year", *COLUMNS[name]]
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            stream.write(_BOM + ",".join(columns) + "\r\n")
            for _, table in tables_of(corpus.path, name, years, columns):
                frame = to_pandas(table, name)
                for column, kind in COLUMNS[name].items():
                    if kind == "str":
                        frame[column] = _without_formulas(frame[column])
                    elif kind == "list":
                        frame[column] = frame[column].map(_json)
                frame["report_id"] = _without_formulas(frame["report_id"])
                frame.to_csv(stream, header=False, index=False, lineterminator="\r\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return [path]


def csv_text(frame: pd.DataFrame) -> str:
    """数据框写成 CSV 文字。

    A frame as the text of a CSV file, as the exports write it: BOM, lists as JSON arrays, an apostrophe before a text
    that a spreadsheet would run. Example: `csv_text(year_pairs(reports, cells))`.
    """
    return "".join(csv_pieces([frame]))


def csv_pieces(frames: Iterable[pd.DataFrame]) -> Iterator[str]:
    """几个同样的数据框依次写成一个 CSV。 The text of `csv_text` for frames of one shape below each other, piece by piece."""
    start = _BOM
    for frame in frames:
        made = frame.copy()
        for column in made.columns:
            if made[column].dtype == object:
                made[column] = made[column].map(lambda value: _json(value) if isinstance(value, list) else value)
            elif not _is_number(made[column]):
                made[column] = _without_formulas(made[column])
        yield start + str(made.to_csv(index=False, header=bool(start), lineterminator="\r\n"))
        start = ""


def _is_number(values: pd.Series[Any]) -> bool:
    return values.dtype.kind in "iufb"


def _without_formulas(texts: pd.Series[str]) -> pd.Series[str]:
    risky = texts.str.match(_FORMULA, na=False)
    if not risky.any():
        return texts
    return texts.where(~risky, texts.map(lambda text: text if _NUMBER.fullmatch(text) else "'" + text))


def _json(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _parquet(corpus: Corpus, folder: Path, name: str, years: Years) -> list[Path]:
    import pyarrow.parquet as pq

    path = folder / f"{name}.parquet"
    part = path.with_name(f".{path.name}.{os.getpid()}")
    columns = ["report_id", "year", *COLUMNS[name]]
    try:
        with pq.ParquetWriter(part, corpus.arrow(name, years=[], columns=columns).schema, compression="zstd") as writer:
            for _, table in tables_of(corpus.path, name, years, columns):
                writer.write_table(table)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return [path]


def _dta(corpus: Corpus, folder: Path, name: str, years: Years) -> list[Path]:
    import pyarrow.parquet as pq

    files = files_of(corpus.path, name, years)
    if sum(pq.read_metadata(file).num_rows for file in files) <= MOST_ROWS:
        path = folder / f"{name}.dta"
        _write_dta(load_frame(corpus.path, name, years, None, categories=False), path, name)
        return [path]
    made = []
    for year in dict.fromkeys(year_of_folder(file.parent.name) for file in files):
        path = folder / f"{name}-{'unknown' if year is None else year}.dta"
        _write_dta(_of_year(corpus.path, name, year), path, name)
        made.append(path)
    return made


def _of_year(store: Path, name: str, year: int | None) -> pd.DataFrame:
    import pandas as pd

    columns = ["report_id", "year", *COLUMNS[name]]
    wanted = [] if year is None else [year]
    every = tables_of(store, name, None if year is None else wanted, columns)
    return pd.concat(
        [to_pandas(t, name) for path, t in every if year_of_folder(path.parent.name) == year], ignore_index=True
    )


def _write_dta(frame: pd.DataFrame, path: Path, name: str) -> None:
    """

    A Stata 14 file: UTF-8, labels in Chinese and English, missing whole numbers as missing, the same bytes for the
    same frame.
    """
    import datetime

    labels = {_RENAMED.get(f.column, f.column): _label(f) for f in fields() if f.frame == name}
    long: list[str] = []
    for column, kind in {"report_id": "str", "year": "Int64", **COLUMNS[name]}.items():
        values = frame[column]
        if kind == "list":
            values = values.map(_json).astype("str")
        if kind == "Int64":
            frame[column] = (
                values.astype("int32") if not values.isna().any() and len(values) else values.astype("float64")
            )
        elif kind == "bool":
            frame[column] = values.astype("int8")
        elif kind in ("str", "list"):
            frame[column] = values.fillna("").str.replace("\0", "�").astype("object")
            if len(values) and frame[column].map(lambda text: len(text.encode())).max() > _SHORT:
                long.append(column)
    long = [_RENAMED.get(column, column) for column in long]
    frame = frame.rename(columns=_RENAMED)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        frame.to_stata(
            part,
            write_index=False,
            version=118,
            variable_labels=labels,
            convert_strl=long,
            data_label=f"ogi-toolkit: {name}",
            time_stamp=datetime.datetime(2000, 1, 1),  # noqa: DTZ001 - the same bytes whenever it is written
        )
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _label(field: Field) -> str:
    both = f"{field.zh} · {field.en}"
    return both if len(both) <= _LABEL else field.zh[:_LABEL]
