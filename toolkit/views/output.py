"""结果写到哪里：JSON 数组和核对页文件夹。

Where results are written: one JSON array, one folder of audit pages. Both refuse to write over a file that is being read, and
say in one sentence when a place cannot be written.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from toolkit.errors import OgiError
from toolkit.model import Report
from toolkit.views.printable import file_name

if TYPE_CHECKING:
    from toolkit.views.page import IndexEntry


class OutputError(OgiError):
    """结果写不进去：没有权限、磁盘已满、会覆盖正在读取的文件。 A result that cannot be written."""


def _unwritable(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or type(error).__name__
    zh = f"无法写入({reason})；请检查路径、权限和磁盘空间, 或换一个位置。"
    en = f"cannot be written ({reason}); check the path, the permission and the free space, or name another place."
    return OutputError("unwritable", str(path), zh, en)


def _would_overwrite(path: Path) -> OutputError:
    zh = "这里有正在读取的文件, 结果会把它覆盖；请为结果另选位置。"
    en = "holds a file that is being read, and the result would replace it; name another place for the result."
    return OutputError("would_overwrite", str(path), zh, en)


class JsonArray:
    """边读边写的 JSON 数组。

    A JSON array written one record at a time, so that a folder of thousands of reports needs no more memory than one. Used as
    a context manager; on leaving it the array is closed, so what was written is always valid JSON. An empty run writes [].
    """

    def __init__(self, target: IO[str] | Path, inputs: Collection[Path] = ()) -> None:
        self._path = target if isinstance(target, Path) else None
        if isinstance(target, Path):
            if target.resolve() in inputs:
                raise _would_overwrite(target)
            try:
                self._stream: IO[str] = target.open("w", encoding="utf-8", newline="\n", errors="backslashreplace")
            except OSError as error:
                raise _unwritable(target, error) from error
        else:
            self._stream = target
        self._first = True

    def add(self, record: dict[str, Any]) -> None:
        """写入一条记录。 Write one record."""
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        self._write(("[\n" if self._first else ",\n") + text)
        self._first = False

    def close(self) -> None:
        """写完数组。 End the array."""
        self._write("[]\n" if self._first else "\n]\n")
        if self._path is not None:
            self._stream.close()

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError as error:
            if self._path is None:
                raise
            with contextlib.suppress(OSError):
                self._stream.close()
            raise _unwritable(self._path, error) from error


class HtmlFolder:
    """核对页文件夹。

    A folder of audit pages, one `<stem>.html` per report, and `index.html` over all of them. Stems that are used already get a
    number ("report-2.html"); a page never takes the name of a file that is being read.
    """

    def __init__(self, folder: Path, lang: str = "zh", inputs: Collection[Path] = ()) -> None:
        self._folder, self._lang, self._inputs = folder, lang, inputs
        self._names = {"index"}
        self._entries: list[IndexEntry] = []
        if (folder / "index.html").resolve() in inputs:
            raise _would_overwrite(folder / "index.html")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK):
                raise PermissionError(13, os.strerror(13))
        except OSError as error:
            raise _unwritable(folder, error) from error

    def add(self, report: Report, source: Path) -> None:
        """写一份报告的核对页。 Write the audit page of a report that was read from `source`."""
        from toolkit.views.page import IndexEntry, render

        name = self._name(source.stem)
        self._write(name, render(report, self._lang))
        self._entries.append(IndexEntry.of(report, name))

    def close(self, failures: Sequence[OgiError] = ()) -> None:
        """写总目。 Write the index, with the files that could not be read."""
        from toolkit.views.page import render_index

        self._write("index.html", render_index(self._entries, failures, self._lang))

    def _name(self, stem: str) -> str:
        stem = file_name(stem)
        number = 1
        while True:
            name = stem if number == 1 else f"{stem}-{number}"
            taken = name.casefold() in self._names or (self._folder / f"{name}.html").resolve() in self._inputs
            if not taken:
                self._names.add(name.casefold())
                return f"{name}.html"
            number += 1

    def _write(self, name: str, text: str) -> None:
        path = self._folder / name
        try:
            path.write_bytes(text.encode("utf-8", "replace"))
        except OSError as error:
            raise _unwritable(path, error) from error
