"""库的说明：文件清单、各列的说明、用时。

What describes a store: the manifest of its files, a data package (Frictionless) with every column in both languages,
and, apart from what is compared, how long each report took.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import toolkit
from toolkit.corpus.codebook import package_of
from toolkit.corpus.journal import Journal
from toolkit.corpus.work import Settings
from toolkit.narrative.words import engine

_MANIFEST = pa.schema(
    [
        ("report_id", pa.string()), ("year", pa.int32()), ("file", pa.string()), ("sha256", pa.string()), ("size", pa.int64()),
        ("toolkit_version", pa.string()), ("fingerprint", pa.string()), ("segmenter", pa.string()),
        ("status", pa.string()),
    ]
)  # fmt: skip
_TIMINGS = pa.schema([("report_id", pa.string()), ("format", pa.string()), ("seconds", pa.float32())])
_ROWS = 10_000


def write_description(
    store: Path, target: Path, journal: Journal, settings: Settings, folders: Collection[str]
) -> list[str]:
    """写出说明文件。

    Write `manifest.parquet`, `datapackage.json` and `timings.parquet` into `target`; returns their names. `folders`
    are those that the store will hold ("cells/2022"), in the store or in `target`.
    """
    version, made, segmenter = toolkit.__version__, settings.fingerprint, engine()
    rows = (
        (r["report_id"], r["year"], r["name"], r["sha256"], r["size"], version, made, segmenter, r["status"])
        for r in _results(journal)
    )
    _write(target / "manifest.parquet", _MANIFEST, rows)
    _write(
        target / "timings.parquet", _TIMINGS, ((r["report_id"], r["format"], r["seconds"]) for r in _results(journal))
    )
    files: dict[str, list[str]] = {}
    for folder in sorted(folders):
        place = target / folder if (target / folder).exists() else store / folder
        files.setdefault(folder.split("/")[0], []).extend(
            f"{folder}/{path.name}" for path in sorted(place.glob("*.parquet"))
        )
    package = package_of(files, journal.counts(), settings.fingerprint)
    with (target / "datapackage.json").open("w", encoding="utf-8", newline="\n") as stream:
        json.dump(package, stream, ensure_ascii=False, indent=1)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    return ["manifest.parquet", "datapackage.json", "timings.parquet"]


def _results(journal: Journal) -> Iterator[Any]:
    for year in journal.years():
        yield from journal.results(year)


def _write(path: Path, schema: pa.Schema, rows: Iterator[tuple[Any, ...]]) -> None:
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        held: list[tuple[Any, ...]] = []
        for row in rows:
            held.append(row)
            if len(held) >= _ROWS:
                writer.write_table(_table(held, schema))
                held = []
        writer.write_table(_table(held, schema))


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [() for _ in schema]
    return pa.Table.from_arrays(
        [pa.array(list(c), f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
    )
