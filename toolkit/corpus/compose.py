"""由各结果文件合成数据框, 每个年度一次。

The frames of a year, put together from the part files. What is written depends only on the reports and their rows,
never on how they came to be in their parts: reports in the order of their identifiers, cut into row groups and files
at fixed counts, and nothing of the clock in it. So the result of a run that was stopped a hundred times is byte for
byte that of one that was not.
"""

from __future__ import annotations

import os
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.corpus.folders import year_folder
from toolkit.corpus.journal import Journal
from toolkit.corpus.parts import SUFFIX, unpacked
from toolkit.corpus.schemas import FRAMES, array_of, faults_of, schema_of
from toolkit.errors import CorpusError

# Reports in a row group and in a file. 1,000 reports are 200,000 cells, some 5 MB; a file is some 100 MB for the
# largest frame.
GROUP = 1_000
FILE_GROUPS = 20
# Characters of narrative in a row group: a thousand ordinary reports have 5 million. Bounds memory where someone's
# reports are books.
GROUP_WEIGHT = 30_000_000
_BATCH = 100  # reports whose rows are Python objects at one time
_OPEN = 64
PARQUET: dict[str, Any] = {"compression": "zstd", "compression_level": 3, "write_statistics": True}


def compose_year(work: Path, year: int | None, target: Path) -> dict[str, int]:
    """合成一个年度。

    Write the files of a year below `target` (`FRAME/2022/part-…parquet`); returns the rows of each frame. Raises
    `CorpusError` where a part file is damaged.
    """
    journal = Journal(work, readonly=True)
    parts = _Parts(work / "parts")
    writer = _YearWriter(target, year)
    batch = _Batch()
    weight = reports = 0
    try:
        for row in journal.results(year):
            batch.add(row, parts)
            weight += row["weight"]
            reports += 1
            if batch.reports >= _BATCH:
                writer.hold(batch)
                batch = _Batch()
            if reports >= GROUP or weight >= GROUP_WEIGHT:
                writer.hold(batch)
                writer.end_group()
                batch, weight, reports = _Batch(), 0, 0
        writer.hold(batch)
        writer.end_group()
        writer.close()
        return writer.rows
    finally:
        journal.close()
        parts.close()


class _Parts:
    """The part files, the last used ones open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: OrderedDict[str, IO[bytes]] = OrderedDict()

    def columns(self, row: sqlite3.Row) -> dict[str, list[list[Any]]]:
        """The rows of a report, column by column."""
        path = self._folder / (row["part"] + SUFFIX)
        try:
            stream = self._open.pop(row["part"], None) or path.open("rb")
            self._open[row["part"]] = stream
            if len(self._open) > _OPEN:
                self._open.popitem(last=False)[1].close()
            stream.seek(row["offset"])
            return unpacked(stream.read(row["length"]))
        except Exception as error:
            reason = type(error).__name__
            zh = f"这个结果文件已损坏({reason})；请删去它再运行一次, 其中的报告会重读。"
            en = f"this part file is damaged ({reason}); delete it and run again, and its reports are read once more."
            raise CorpusError("damaged_part", str(path), zh, en) from error

    def close(self) -> None:
        for stream in self._open.values():
            stream.close()


class _Batch:
    """The rows of some reports as lists, one for each column of each frame."""

    def __init__(self) -> None:
        self.reports = 0
        self.columns: dict[str, list[list[Any]]] = {frame: [[] for _ in schema_of(frame)] for frame in FRAMES}

    def add(self, row: sqlite3.Row, parts: _Parts) -> None:
        self.reports += 1
        if row["status"] == "failed":
            values = (row["report_id"], row["year"], row["name"], row["code"], row["zh"], row["en"])
            for column, value in zip(self.columns["failures"], values, strict=True):
                column.append(value)
            return
        for frame, found in parts.columns(row).items():
            own = self.columns[frame]
            own[0].extend([row["report_id"]] * len(found[0]))
            own[1].extend([row["year"]] * len(found[0]))
            for column, more in zip(own[2:], found, strict=True):
                column.extend(more)

    def tables(self) -> Iterator[tuple[str, pa.Table]]:
        for frame, columns in self.columns.items():
            if columns[0]:
                schema = schema_of(frame)
                arrays = [array_of(values, field.type) for values, field in zip(columns, schema, strict=True)]
                yield frame, pa.Table.from_arrays(arrays, schema=schema)


class _YearWriter:
    """Writes the files of a year, a row group at a time."""

    def __init__(self, target: Path, year: int | None) -> None:
        self._target, self._year = target, year
        self._held: dict[str, list[pa.Table]] = {}
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._paths: list[Path] = []
        self._groups = self._files = 0
        self.rows: dict[str, int] = {}

    def hold(self, batch: _Batch) -> None:
        for frame, table in batch.tables():
            self._held.setdefault(frame, []).append(table)

    def end_group(self) -> None:
        """Write what is held as one row group of every frame."""
        if not self._held:
            return
        for frame, tables in self._held.items():
            table = pa.concat_tables(tables).combine_chunks()
            faults = faults_of(frame, table)
            if faults:
                raise CorpusError(
                    "wrong_rows", frame, f"行与格式不符：{faults[0]}。", f"rows do not fit their schema: {faults[0]}."
                )
            self._writer(frame).write_table(table, row_group_size=max(1, len(table)))
            self.rows[frame] = self.rows.get(frame, 0) + len(table)
        self._held = {}
        self._groups += 1
        if self._groups % FILE_GROUPS == 0:
            self.close()
            self._files += 1

    def _writer(self, frame: str) -> pq.ParquetWriter:
        if frame not in self._writers:
            folder = self._target / frame / year_folder(self._year)
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"part-{self._files:05d}.parquet"
            self._paths.append(path)
            self._writers[frame] = pq.ParquetWriter(path, schema_of(frame), **PARQUET)
        return self._writers[frame]

    def close(self) -> None:
        """End the open files and see that they are on the disk."""
        for writer in self._writers.values():
            writer.close()
        for path in self._paths:
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
        self._writers, self._paths = {}, []
