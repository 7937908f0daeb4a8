"""年度文件夹的名称。

The folders of a store: `<frame>/2022/part-00000.parquet`, and `<frame>/unknown/…` for reports whose year is not
known. The year is a column of the files too, so that each can be read by itself. (Hive's way, `year=2022` with the
year in the name only, was tried: pandas cannot read a missing year from it, and a word in its place makes every year
a text.)
"""

from __future__ import annotations

from pathlib import Path

from toolkit.corpus.frames import COLUMNS

UNKNOWN = "unknown"


def year_folder(year: int | None) -> str:
    """一个年度的文件夹名。 The name of the folder of a year."""
    return UNKNOWN if year is None else str(year)


def year_of_folder(name: str) -> int | None:
    """由文件夹名得年度。 The year of a folder; None where it is not known."""
    return None if name == UNKNOWN else int(name)


def year_folders(root: Path) -> set[str]:
    """一个库的全部年度文件夹。 The folders of years in a store, as "cells/2022"."""
    found = (path for frame in COLUMNS for path in (root / frame).glob("*") if path.is_dir())
    return {path.relative_to(root).as_posix() for path in found}
