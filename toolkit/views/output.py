"""结果写到哪里：标准输出、JSON 数组和核对页文件夹。

Where results are written: standard output, one JSON array, one folder of audit pages. A file appears under its name only when it
is whole; nothing is written over a file that is being read; a place that cannot be written is told in one sentence.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from toolkit.errors import OgiError
from toolkit.model import Report
from toolkit.reading.folders import real
from toolkit.views.printable import decoded, json_text

if TYPE_CHECKING:
    from toolkit.views.page import IndexEntry

STANDARD_OUTPUT = "标准输出 · standard output"
_LONGEST_NAME = 180  # bytes; file systems allow 255, and a number and a suffix are added
_UNSAFE = re.compile(r"[^\w.-]+")  # \w: letters and digits of every script, Chinese included
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # no file on Windows may be called so


class OutputError(OgiError):
    """结果写不进去：没有权限、磁盘已满、会覆盖正在读取的文件。 A result that cannot be written."""


def _unwritable(path: Path | str, error: OSError | ValueError) -> OutputError:
    reason = getattr(error, "strerror", None) or type(error).__name__
    zh = f"无法写入({reason})；请检查路径、权限和磁盘空间, 或换一个位置。"
    en = f"cannot be written ({reason}); check the path, the permission and the free space, or name another place."
    return OutputError("unwritable", str(path), zh, en)


def _would_overwrite(path: Path) -> OutputError:
    zh = "这里有正在读取的文件, 结果会把它覆盖；请为结果另选位置。"
    en = "holds a file that is being read, and the result would replace it; name another place for the result."
    return OutputError("would_overwrite", str(path), zh, en)


def nameless(option: str) -> OutputError:
    """给出的名称是空的。 The error of an option whose name is empty."""
    zh = f"{option} 后面的名称是空的；请给出写结果的位置, 并检查命令里的引号和变量。"
    en = f"the name after {option} is empty; name the place of the result, and check the quotes and variables of the command."
    return OutputError("no_name", option, zh, en)


@contextlib.contextmanager
def guarded(stream: IO[str] | None) -> Iterator[IO[str]]:
    """向标准输出写。

    Writing to standard output. A pipe that closes early (`ogi check … | head`) is no error: the rest is dropped and the work goes on.
    Anything else that stops it, a full disk or a closed stream, is an `OutputError`.
    """
    if stream is None:  # closed by the shell: ogi check … >&-
        raise OutputError(
            "unwritable",
            STANDARD_OUTPUT,
            "已关闭, 结果印不出来；请不要关闭它, 或加 --quiet。",
            "is closed and nothing can be printed; leave it open, or add --quiet.",
        )
    try:
        yield stream
        stream.flush()
    except BrokenPipeError:
        _to_nowhere(stream)
    except (OSError, ValueError) as error:  # ValueError: the stream was closed inside the process
        _to_nowhere(stream)
        raise _unwritable(STANDARD_OUTPUT, error) from None


def _to_nowhere(stream: IO[str]) -> None:
    """What is still buffered would be written once more when the process ends; let it go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _beside(path: Path) -> Path:
    """The name under which a file is written until it is whole; that of an earlier process which was killed is used again."""
    return path.with_name(f".{path.name[:60]}.{os.getpid()}.part")


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file()


def replace_file(path: Path, content: bytes | Iterable[bytes]) -> None:
    """一次写成一个文件。

    Write a whole file, of one piece or of several, or leave what was there: it is written beside its place and then renamed. A link
    keeps leading to the file it led to, and a device (/dev/null) is written to as it is.
    """
    path = Path(real(path))
    pieces = [content] if isinstance(content, bytes) else content
    if _is_special(path):
        _write(path, pieces)
        return
    part = _beside(path)
    try:
        _write(part, pieces)
        _rename(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)


def write_result(
    name: str, content: bytes | Iterable[bytes], inputs: Collection[str] = (), option: str = "--out"
) -> None:
    """写一个结果文件, 写不了时只说一句话。

    Write one whole file, of one piece or of several, and its folder where that is missing. Raises `OutputError` where it cannot be
    written, where `name` (given after `option`) is empty, and where it is that of a file in `inputs`, which is being read.
    """
    if not name.strip():
        raise nameless(option)
    path = Path(name)
    if real(path) in inputs:
        raise _would_overwrite(path)
    try:
        if path.is_dir():
            raise IsADirectoryError(21, os.strerror(21))
        path.parent.mkdir(parents=True, exist_ok=True)
        os.fsencode(name)
        if "\0" in name:
            raise ValueError("embedded null byte")
    except (OSError, ValueError) as error:
        raise _unwritable(name, error) from error
    try:
        replace_file(path, content)
    except OSError as error:  # any other error is of making the pieces, and not of writing them
        raise _unwritable(name, error) from error


def _rename(part: Path, path: Path) -> None:
    if path.exists():
        shutil.copymode(path, part)
    part.replace(path)


class JsonArray:
    """边读边写的 JSON 数组。

    A JSON array written one record at a time, so that a folder of thousands of reports needs no more memory than one. A file is
    written beside its place and renamed by `close`; a process that is killed leaves what was there before. An empty run writes [].
    """

    def __init__(self, target: IO[str] | str | None, inputs: Collection[str] = ()) -> None:
        self._path: Path | None = None
        self._part: Path | None = None
        self._stream: IO[str] | None = None
        self._first = True
        if isinstance(target, str):
            self._open(target, inputs)
        else:
            self._stream = target

    def _open(self, name: str, inputs: Collection[str]) -> None:
        if not name.strip():
            raise nameless("--json")
        if real(name) in inputs:
            raise _would_overwrite(Path(name))
        self._path = Path(real(name))
        special = _is_special(self._path)
        self._part = None if special and not self._path.is_dir() else _beside(self._path)
        try:
            if self._path.is_dir():
                raise IsADirectoryError(21, os.strerror(21))
            self._stream = (self._part or self._path).open("w", encoding="utf-8", newline="\n")
        except (OSError, ValueError) as error:
            raise _unwritable(name, error) from error

    def add(self, record: dict[str, Any]) -> None:
        """写入一条记录。 Write one record."""
        self._write(("[\n" if self._first else ",\n") + json_text(record))
        self._first = False

    def close(self) -> None:
        """写完数组。 End the array, and give the file its name."""
        self._write("[]\n" if self._first else "\n]\n")
        if self._path is None or self._stream is None:
            return
        try:
            self._stream.close()
            if self._part is not None:
                _rename(self._part, self._path)
        except OSError as error:
            self.abandon()
            raise _unwritable(self._path, error) from error

    def abandon(self) -> None:
        """放弃未写完的数组, 原有的文件不变。 Give up an array that is not whole; a file that was there stays as it was."""
        if self._path is not None and self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.close()
        if self._part is not None:
            self._part.unlink(missing_ok=True)

    def _write(self, text: str) -> None:
        if self._path is None or self._stream is None:
            with guarded(self._stream) as stream:
                stream.write(text)
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError as error:
            self.abandon()
            raise _unwritable(self._path, error) from error


def page_name(stem: str) -> str:
    """核对页的文件名(不带扩展名)。

    The name of an audit page, after that of the file it shows: letters and digits of every script, "-", "_" and "."; everything else
    becomes "-", so that a page can be named in a shell, an address and a spreadsheet without a thought.
    """
    name = (
        re.sub("-{2,}", "-", _UNSAFE.sub("-", decoded(stem)))
        .strip("-.")
        .encode("utf-8")[:_LONGEST_NAME]
        .decode("utf-8", "ignore")
    )
    return f"report-{name}" if not name or _DEVICES.match(name) else name


class HtmlFolder:
    """核对页文件夹。

    A folder of audit pages, one `<stem>.html` per report, and `index.html` over all of them. Stems that are used already get a
    number ("report-2.html"); a page never takes the name of a file that is being read.
    """

    def __init__(self, folder: str, lang: str = "zh", inputs: Collection[str] = ()) -> None:
        if not folder.strip():
            raise nameless("--html")
        self._folder, self._lang, self._inputs = Path(folder), lang, inputs
        self._names = {"index"}
        self._entries: list[IndexEntry] = []
        if real(self._folder / "index.html") in inputs:
            raise _would_overwrite(self._folder / "index.html")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not os.access(self._folder, os.W_OK):
                raise PermissionError(13, os.strerror(13))
        except (OSError, ValueError) as error:
            raise _unwritable(folder, error) from error

    def add(self, report: Report, source: Path) -> None:
        """写一份报告的核对页。 Write the audit page of a report that was read from `source`."""
        from toolkit.views.page import IndexEntry, render

        name = self._name(page_name(source.stem))
        self._write(name, render(report, self._lang))
        self._entries.append(IndexEntry.of(report, name))

    def close(self, failures: Sequence[OgiError] = ()) -> None:
        """写总目。 Write the index, with the files that could not be read."""
        from toolkit.views.page import render_index

        self._write("index.html", render_index(self._entries, failures, self._lang))

    def _name(self, stem: str) -> str:
        number = 1
        while True:
            name = stem if number == 1 else f"{stem}-{number}"
            taken = name.casefold() in self._names or real(self._folder / f"{name}.html") in self._inputs
            if not taken:
                self._names.add(name.casefold())
                return f"{name}.html"
            number += 1

    def _write(self, name: str, text: str) -> None:
        path = self._folder / name
        try:
            replace_file(path, text.encode("utf-8", "replace"))
        except OSError as error:
            raise _unwritable(path, error) from error
