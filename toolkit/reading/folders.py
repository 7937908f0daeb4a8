"""命令行给出的名字指哪些文件。

Which files the names on a command line stand for: a file, a folder that is searched, or a pattern that the shell left alone. Every
name that leads nowhere is one `ReadError`, and so is every folder inside that may not be listed: what was not looked at is said.
"""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from toolkit.errors import ReadError

# Pictures are not looked for in folders: most are ornaments of saved pages, and one page of a scan is no report. One that is named
# itself is always opened.
SUFFIXES = frozenset(
    {
        ".txt",
        ".text",
        ".md",
        ".html",
        ".htm",
        ".shtml",
        ".xhtml",
        ".mht",
        ".mhtml",
        ".pdf",
        ".docx",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
    }
)

_PAGES = frozenset({".html", ".htm", ".shtml", ".xhtml"})
_PAGE_FOLDERS = ("_files", ".files", "_file", "-files", "_文件")

Complaint = Callable[[ReadError], None]


def real(path: str | os.PathLike[str]) -> str:
    """文件的真实路径, 用来比较。 The real path of a file, to compare by; of links that lead in a circle, as far as they lead."""
    return os.path.realpath(path)


def find_files(names: Iterable[str], complain: Complaint, results: Path | None = None) -> Iterator[Path]:
    """要读的文件, 每个一次, 顺序固定。

    The files to read, each once and in a fixed order. `results` is the folder of the results and is not searched. A name or a folder
    that gives nothing is handed to `complain`.
    """
    seen: set[str] = set()
    for name in names:
        for file in _of_name(name, complain, results):
            if real(file) not in seen:
                seen.add(real(file))
                yield file


def _of_name(name: str, complain: Complaint, results: Path | None) -> Iterator[Path]:
    if not name.strip():
        complain(_no_name(name))
        return
    # A Windows shell does not expand *.html; a name that exists is never taken for a pattern.
    is_pattern = glob.has_magic(name) and not os.path.lexists(name)
    paths = sorted(glob.glob(name)) if is_pattern else []  # noqa: PTH207 - Path.glob raises on half of what may be typed
    for path in map(Path, paths or [name]):
        error = _unreachable(path)
        if error is not None:
            complain(error)
        elif stat.S_ISDIR(_mode(path) or 0):
            refused: list[ReadError] = []
            found = False
            for file in search_folder(path, refused.append, results):
                found = True
                yield file
            for error in refused if found or refused else [_nothing_there(path)]:
                complain(error)
        else:
            yield path


def search_folder(
    folder: Path, refused: Complaint, results: Path | None, suffixes: frozenset[str] = SUFFIXES
) -> Iterator[Path]:
    """文件夹中的报告文件, 逐层, 按名称。

    Files with the suffixes of reports, in order of name, folder by folder; hidden ones and the folder of the results are passed over.
    """
    passed_over = real(results) if results is not None else None
    for place, folders, files in os.walk(folder, onerror=lambda error: refused(_not_listed(error, folder))):
        here = Path(place)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and real(here / f) != passed_over)
        stems = {Path(name).stem.lower() for name in files if Path(name).suffix.lower() in _PAGES}
        folders[:] = [f for f in folders if not _is_of_page(f, stems)]
        for name in sorted(files):
            path = here / name
            mode = _mode(path)
            special = mode is not None and not stat.S_ISREG(mode)  # a pipe or a device would be waited for without end
            if path.suffix.lower() in suffixes and not name.startswith(".") and not special:
                yield path


def _is_of_page(folder: str, stems: set[str]) -> bool:
    """report_files beside report.html holds the pictures and frames of that page as browsers save it, and no report of its own."""
    return any(folder.lower().endswith(tail) and folder[: -len(tail)].lower() in stems for tail in _PAGE_FOLDERS)


def _mode(path: Path) -> int | None:
    """What kind of thing stands there; None for nothing, and for what may not be looked at."""
    try:
        return path.stat().st_mode
    except OSError:
        return None


def _unreachable(path: Path) -> ReadError | None:
    """Links in a circle and folders that may not be entered; a missing file is told by whoever opens it."""
    try:
        path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            zh = "这是互相指向的符号链接, 没有实际的文件；请给出报告文件本身。"
            en = "these are symbolic links that lead in a circle, with no file behind them; name the report itself."
            return ReadError("link_loop", str(path), zh, en)
        if isinstance(error, PermissionError):
            zh = f"没有权限进入它所在的文件夹({error.strerror})；请检查该文件夹的权限。"
            en = f"its folder may not be entered ({error.strerror}); check the permission of that folder."
            return ReadError("no_permission", str(path), zh, en)
    except ValueError:  # a NUL in the name
        return _no_name(str(path))
    return None


def _not_listed(error: OSError, folder: Path) -> ReadError:
    reason = error.strerror or type(error).__name__
    zh = f"没有权限列出这个文件夹({reason}), 里面的报告未读；请检查文件夹的读取权限。"
    en = f"this folder may not be listed ({reason}), and no report in it was read; check the permission of the folder."
    if not isinstance(error, PermissionError):
        zh = f"这个文件夹列不出来({reason}), 里面的报告未读；请检查磁盘或路径。"
        en = f"this folder cannot be listed ({reason}), and no report in it was read; check the disk or the path."
    return ReadError("folder_not_listed", str(error.filename or folder), zh, en)


def _no_name(name: str) -> ReadError:
    zh = "文件名是空的或不能用作文件名；应给出报告文件或文件夹, 请检查命令里的引号和变量。"
    en = "the name is empty or no name of a file; a report or a folder was expected, check the quotes and variables of the command."
    return ReadError("no_name", repr(name), zh, en)


def _nothing_there(folder: Path) -> ReadError:
    suffixes = " ".join(sorted(SUFFIXES))
    zh = f"文件夹里没有可读的报告；应有扩展名为 {suffixes} 的文件, 请检查路径。"
    en = f"the folder holds no report; files named {suffixes} were expected, check the path."
    return ReadError("no_reports", str(folder), zh, en)
