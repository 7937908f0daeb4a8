"""结果文件：一批报告的各行, 每份报告一段压缩的文字。

Part files: the rows of a chunk of reports, kept until the frames are put together. Every report is one stretch of
compressed JSON, column by column, found by its offset: whatever changes later, the rows of the reports that did not
change are used again as they are.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from toolkit.corpus.frames import COLUMNS, Row

HEAD = b"ogi part 1\n"
SUFFIX = ".part"
# Speed over size: parts are read back once and may be deleted. Level 1 packs a report to an eighth.
_LEVEL = 1

Columns = dict[str, list[list[Any]]]


def packed(rows: Mapping[str, Sequence[Row]]) -> bytes:
    """一份报告的各行, 压缩成一段。 The rows of one report in every frame, as one compressed stretch."""
    columns = {frame: [list(column) for column in zip(*found, strict=True)] for frame, found in rows.items() if found}
    # allow_nan: a figure of more than 308 digits is infinite as a float64; its `raw` says what is printed
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def unpacked(data: bytes) -> Columns:
    """读回。 Back from `packed`: for every frame its columns, empty ones where the report has no row."""
    columns: Columns = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return {frame: columns.get(frame) or [[] for _ in names] for frame, names in COLUMNS.items()}


class PartWriter:
    """写一个结果文件, 要么完整, 要么没有。

    Writes a part file, whole or not at all: under another name first, forced to the disk, then renamed. Nothing is
    written for a chunk that has nothing new.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._folder = folder
        self._pieces: list[bytes] = [HEAD]
        self._at = len(HEAD)

    def add(self, data: bytes) -> tuple[int, int]:
        """加入一份报告, 返回位置与长度。 Add the stretch of a report; returns its offset and length."""
        at = self._at
        self._pieces.append(data)
        self._at += len(data)
        return at, len(data)

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and len(self._pieces) > 1:
            write_whole(self._folder / (self.name + SUFFIX), self._pieces)


def write_whole(path: Path, pieces: Sequence[bytes]) -> None:
    """一次写成一个文件并落盘。

    Write a file whole or not at all, and see that it is on the disk before it has its name.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with part.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """让文件夹中的改名落盘(系统支持时)。

    See that a renaming in a folder is on the disk, where the system can be asked to.
    """
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
