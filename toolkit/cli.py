"""命令 `ogi`。

The command `ogi`: finds the files, sends each through the pipeline, shows the result. Nothing is decided here but the exit
status: 0 nothing inconsistent, 1 findings (`verdict` inconsistent and `severity` error or warning; notes do not count), 2 some
input could not be read or some result not be written (the rest is done all the same).
"""

from __future__ import annotations

import argparse
import contextlib
import glob
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import toolkit
from toolkit.errors import OgiError, ReadError

if TYPE_CHECKING:
    from toolkit.model import Report
    from toolkit.views.output import HtmlFolder, JsonArray

SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".shtml", ".xhtml"})
CONSISTENT, FINDINGS, FAILED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """命令入口, 返回退出状态。 Run the command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console or LANG=C must not decide whether 年报 can be printed
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        return _Check(options).run()
    except KeyboardInterrupt:
        print("已中断。 Interrupted.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ogi",
        description="核对政府信息公开工作年度报告。 Check government-information-disclosure annual reports.",
    )
    parser.add_argument("--version", action="version", version=f"ogi {toolkit.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="核对一份或多份报告 · check one or more reports",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="读取报告, 重建表格, 找出文中的数量主张, 逐一核对。\n"
        "Read reports, rebuild their tables, find the quantitative claims of their text, and check them.",
        epilog="退出状态 · exit status:\n"
        "  0  没有不一致之处 · nothing inconsistent\n"
        "  1  有不一致之处(程度为“不符”或“存疑”, “提示”不计) · a finding is inconsistent, as an error or a warning; notes do not count\n"
        "  2  有文件读不了或结果写不了(其余照常处理) · some input could not be read or some result not written; the rest is done\n",
    )
    check.add_argument(
        "paths",
        nargs="+",
        metavar="FILE|FOLDER",
        help=f"报告文件；文件夹会逐层查找({' '.join(sorted(SUFFIXES))}) · files, or folders to search for files with these names",
    )
    check.add_argument(
        "--json",
        metavar="FILE|-",
        help="把结果写成 JSON 数组, 每份报告一个对象；- 为标准输出, 此时不印摘要 · write a JSON array, one object per report;"
        " - is standard output, and then no summary is printed",
    )
    check.add_argument(
        "--html",
        metavar="FOLDER",
        help="为每份报告写一个核对页, 并写 index.html · write an audit page per report and index.html",
    )
    check.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言(默认 zh) · language (default zh)")
    check.add_argument("--quiet", action="store_true", help="只印读不了的文件 · print failures only")
    check.add_argument(
        "--debug", action="store_true", help="意外错误时印出调用栈 · show the traceback of an unexpected error"
    )
    return parser


class _Check:
    """One run of `ogi check`: what was asked, and what has happened so far."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.lang: str = options.lang
        self.quiet: bool = options.quiet or options.json == "-"
        self.debug: bool = options.debug
        self.json: str | None = options.json
        self.html = Path(options.html) if options.html is not None else None
        self.paths: list[str] = options.paths
        self.failures: list[OgiError] = []
        self.inconsistent = False
        self.json_array: JsonArray | None = None
        self.html_folder: HtmlFolder | None = None

    def run(self) -> int:
        files = list(self._files())
        if not self._open({path.resolve() for path in files}):
            return FAILED
        try:
            for file in files:
                self._one(file, brief=len(files) > 1 or len(self.paths) > 1)
        finally:
            self._close()
        if self.failures:
            return FAILED
        return FINDINGS if self.inconsistent else CONSISTENT

    def _files(self) -> Iterator[Path]:
        """The files to read, each once, in a fixed order; a folder without any is a failure of its own."""
        seen: set[Path] = set()
        for name in self.paths:
            for path in _expanded(name):
                found = list(_search(path, self.html)) if path.is_dir() else [path]
                if not found:
                    self._fail(_nothing_there(path))
                for file in found:
                    if file.resolve() not in seen:
                        seen.add(file.resolve())
                        yield file

    def _one(self, file: Path, brief: bool) -> None:
        """Read one file and send the report to every output; whatever goes wrong stays with this file."""
        from toolkit.pipeline import run
        from toolkit.views.words import counts_as_inconsistent

        try:
            report = run(file)
            self.inconsistent = self.inconsistent or any(map(counts_as_inconsistent, report.findings))
            self._show(report, brief)
            self._write(report, file)
        except OgiError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - one file must not stop the others; --debug shows what happened
            if self.debug:
                traceback.print_exc()
            self._fail(_unexpected(file, error))

    def _write(self, report: Report, file: Path) -> None:
        """Write the results; a place that cannot be written is told once and then left alone."""
        from toolkit.views.output import OutputError
        from toolkit.views.record import to_record

        try:
            if self.json_array is not None:
                record = to_record(report)
                with _unbroken(sys.stdout):
                    self.json_array.add(record)
        except OutputError as error:
            self.json_array = None
            self._fail(error)
        try:
            if self.html_folder is not None:
                self.html_folder.add(report, file)
        except OutputError as error:
            self.html_folder = None
            self._fail(error)

    def _show(self, report: Report, brief: bool) -> None:
        if self.quiet:
            return
        from toolkit.views import terminal

        with _unbroken(sys.stdout):
            out = terminal.console(sys.stdout)
            (terminal.print_brief if brief else terminal.print_summary)(out, report, self.lang)
            sys.stdout.flush()

    def _fail(self, error: OgiError) -> None:
        from toolkit.views.printable import file_name, visible

        self.failures.append(error)
        sentence = error.zh if self.lang == "zh" else error.en
        with _unbroken(sys.stderr):
            print(f"{file_name(error.file)}: {visible(sentence)}", file=sys.stderr, flush=True)

    def _open(self, inputs: set[Path]) -> bool:
        """Open the places of the results before any work is done, so that a wrong one is known at once."""
        try:
            if self.json is not None:
                from toolkit.views.output import JsonArray

                self.json_array = JsonArray(sys.stdout if self.json == "-" else Path(self.json), inputs)
            if self.html is not None:
                from toolkit.views.output import HtmlFolder

                self.html_folder = HtmlFolder(self.html, self.lang, inputs)
        except OgiError as error:
            self._fail(error)
            return False
        return True

    def _close(self) -> None:
        try:
            if self.json_array is not None:
                with _unbroken(sys.stdout):
                    self.json_array.close()
            if self.html_folder is not None:
                self.html_folder.close(self.failures)
        except OgiError as error:
            self._fail(error)


@contextlib.contextmanager
def _unbroken(stream: IO[str]) -> Iterator[None]:
    """`ogi check … | head` closes the pipe early: the rest of the output is dropped, the work goes on."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _expanded(name: str) -> list[Path]:
    """A Windows shell does not expand *.html; a name that exists is never taken for a pattern."""
    path = Path(name)
    if not path.exists() and glob.has_magic(name):
        return sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor)))) or [path]
    return [path]


def _search(folder: Path, html: Path | None) -> Iterator[Path]:
    """Files with the suffixes of reports, in order of name; hidden ones and the folder of the results are passed over."""
    results = html.resolve() if html is not None else None
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != results)
        for name in sorted(files):
            path = here / name
            special = path.exists() and not path.is_file()  # a pipe or a device would be waited for without end
            if path.suffix.lower() in SUFFIXES and not name.startswith(".") and not special:
                yield path


def _nothing_there(folder: Path) -> ReadError:
    suffixes = " ".join(sorted(SUFFIXES))
    zh = f"文件夹里没有可读的报告；应有扩展名为 {suffixes} 的文件, 请检查路径。"
    en = f"the folder holds no report; files named {suffixes} were expected, check the path."
    return ReadError("no_reports", str(folder), zh, en)


def _unexpected(file: Path, error: Exception) -> ReadError:
    kind = type(error).__name__
    zh = f"处理时发生意外错误({kind}), 此文件未完成；请用 --debug 再运行一次, 并把结果告诉维护者。"
    en = f"an unexpected error ({kind}) stopped this file; run again with --debug and tell the maintainers."
    return ReadError("unexpected", str(file), zh, en)


if __name__ == "__main__":
    raise SystemExit(main())
