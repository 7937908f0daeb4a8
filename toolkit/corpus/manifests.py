"""清单：一份 CSV, 每行一份报告。

The manifest: a CSV with one report a row. Only the column `path` is required; its paths start at the folder of the
manifest. The other columns (id, issuer, level, code, issuer_id, year, url, retrieved, sha256) are known beforehand
and win over what is recognised; Chinese headers are understood (`vocabulary/manifest.yaml`). Read as UTF-8 or
GB18030, so that a file saved by a spreadsheet works.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from toolkit.errors import CorpusError, OgiError
from toolkit.vocabulary import load

_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?|\.0)?")


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """清单的各行。

    The rows of a manifest as {column: value}, empty values left out. Raises `CorpusError` with the line where a row
    has no path, or a year or a level that is none.
    """
    from toolkit.reading.encoding import decode

    try:
        text = decode(path.read_bytes(), str(path)).text.lstrip("\ufeff")
    except OSError as error:
        raise _wrong(path, 0, f"打不开({error.strerror})", f"cannot be opened ({error.strerror})") from None
    except OgiError as error:
        raise CorpusError(error.code, str(path), error.zh, error.en) from None
    reader = csv.reader(io.StringIO(text, newline=""))
    columns = _columns(path, next(reader, []))
    for cells in reader:
        row = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name and cell.strip()}
        if not row:
            continue
        if "path" not in row:
            raise _wrong(path, reader.line_num, "没有文件路径(path)", "there is no path")
        yield _checked(path, reader.line_num, row)


def _columns(path: Path, header: list[str]) -> list[str]:
    known = {name: row["column"] for row in _vocabulary()["rows"] for name in row["headers"]}
    columns = [known.get(re.sub(r"\s", "", name).lower(), "") for name in header]
    if "path" not in columns:
        raise _wrong(path, 1, "首行没有 path(文件)这一列", "the first line has no column path")
    twice = {name for name in columns if name and columns.count(name) > 1}
    if twice:
        raise _wrong(path, 1, f"首行有两列都是 {min(twice)}", f"two columns of the first line are {min(twice)}")
    return columns


def _checked(path: Path, line: int, row: dict[str, str]) -> dict[str, str]:
    if "year" in row:
        year = _YEAR.fullmatch(row["year"])
        if year is None:
            raise _wrong(
                path, line, f"年度“{row['year']}”不是四位年份", f"the year {row['year']!r} is no year of four digits"
            )
        row["year"] = year.group(1)
    if "level" in row:
        level = row["level"].strip().lower()
        names: dict[str, list[str]] = _vocabulary()["levels"]
        known = next((key for key, words in names.items() if level in words), None)
        if known is None:
            words = "、".join(names)
            raise _wrong(
                path,
                line,
                f"层级“{row['level']}”应为 {words} 之一",
                f"the level {row['level']!r} is none of {', '.join(names)}",
            )
        row["level"] = known
    if "sha256" in row:
        row["sha256"] = row["sha256"].lower()
    return row


def _vocabulary() -> dict[str, Any]:
    return cast("dict[str, Any]", load("manifest"))


def _wrong(path: Path, line: int, zh: str, en: str) -> CorpusError:
    where_zh, where_en = (f"第 {line} 行", f"line {line}: ") if line else ("", "")
    return CorpusError(
        "manifest",
        str(path),
        f"清单{where_zh}{zh}；请改正后再运行。",
        f"manifest, {where_en}{en}; correct it and run again.",
    )
