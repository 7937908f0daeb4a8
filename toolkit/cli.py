"""命令 `ogi`。

The command `ogi`: `check` finds the files, sends each through the pipeline, shows the result; `look` draws pages; `corpus`
(see `cli_corpus`) works on many reports. Nothing is decided here but the exit status: 0 nothing inconsistent, 1 findings
(`verdict` inconsistent and `severity` error or warning; notes do not count), 2 some input could not be read or some result
not be written (the rest is done all the same).
"""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import OgiError, ReadError
from toolkit.views.usage import parse_arguments

if TYPE_CHECKING:
    import argparse

    from toolkit.model import Report
    from toolkit.views.output import HtmlFolder, JsonArray

CONSISTENT, FINDINGS, FAILED, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """命令入口, 返回退出状态。 Run the command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console or LANG=C must not decide whether 年报 can be printed
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parse_arguments(arguments)
    if options.command == "look":
        return _look(options)
    if options.command == "corpus":
        return _corpus(options)
    run = _Check(options)
    try:
        return run.run()
    except KeyboardInterrupt:
        run.abandon()
        _tell("已中断, JSON 未写。 Interrupted; no JSON was written.")
        return INTERRUPTED


def _tell(line: str) -> None:
    """Say a line on standard error; where that cannot be written either, the exit status has to do."""
    if sys.stderr is not None:  # print(file=None) would print on standard output
        with contextlib.suppress(OSError, ValueError):
            print(line, file=sys.stderr, flush=True)


def _look(options: argparse.Namespace) -> int:
    """One run of `ogi look`: the pages of one file, drawn."""
    from toolkit.views.printable import file_name, one_line

    def tell(error: OgiError) -> None:
        _tell(f"{file_name(error.file)}: {one_line(error.zh if options.lang == 'zh' else error.en)}")

    try:
        from toolkit.views.look_files import look_at
        from toolkit.views.output import guarded

        written, reason = look_at(options.file, options.out, options.page, options.dpi, options.lang)
        with guarded(sys.stdout) as stream:
            print(*map(file_name, written), sep="\n", file=stream)
        if reason is None:
            return CONSISTENT
        tell(reason)
    except KeyboardInterrupt:
        _tell("已中断。 Interrupted.")
        return INTERRUPTED
    except OgiError as error:
        tell(error)
    except Exception as error:  # noqa: BLE001 - one sentence; --debug shows what happened
        if options.debug:
            traceback.print_exc()
        tell(_unexpected(Path(options.file), error))
    return FAILED


def _corpus(options: argparse.Namespace) -> int:
    """One run of `ogi corpus`."""
    from toolkit.views.printable import file_name, one_line

    try:
        from toolkit.cli_corpus import run

        return run(options)
    except KeyboardInterrupt:
        _tell("已中断；已做完的都在, 再运行一次即可继续。 Interrupted; what is done is kept, run it again to go on.")
        return INTERRUPTED
    except OgiError as error:
        _tell(f"{file_name(error.file)}: {one_line(error.zh if options.lang == 'zh' else error.en)}")
    except Exception as error:  # noqa: BLE001 - one sentence; --debug shows what happened
        if options.debug:
            traceback.print_exc()
        failed = _unexpected(Path("ogi corpus"), error)
        _tell(f"{failed.file}: {one_line(failed.zh if options.lang == 'zh' else failed.en)}")
    return FAILED


class _Check:
    """One run of `ogi check`: what was asked, and what has happened so far."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.lang: str = options.lang
        self.quiet: bool = options.quiet or options.json == "-"
        self.debug: bool = options.debug
        self.json: str | None = options.json
        self.html: str | None = options.html
        self.paths: list[str] = options.paths
        self.join: bool = options.join
        self.second_reading: bool = not options.once
        self.failures: list[OgiError] = []
        self.inconsistent = False
        self.json_array: JsonArray | None = None
        self.html_folder: HtmlFolder | None = None

    def run(self) -> int:
        from toolkit.reading.folders import find_files, real

        files = list(find_files(self.paths, self._fail, Path(self.html) if self.html else None))
        if not self._open({real(file) for file in files}):
            return FAILED
        reports = self._reports(files)
        for pages in reports:
            self._one(pages, brief=len(reports) > 1 or (len(self.paths) > 1 and not self.join))
        self._close()
        if self.failures:
            return FAILED
        return FINDINGS if self.inconsistent else CONSISTENT

    def _reports(self, files: list[Path]) -> list[tuple[Path, ...]]:
        """The files of each report: all of them with --join, else those that a page and its site say belong together."""
        from toolkit.reading.together import together

        if self.join:
            return [tuple(files)] if files else []
        return together(files)

    def abandon(self) -> None:
        """Stopped half-way: no array that looks whole; the index names the pages that are there."""
        if self.json_array is not None:
            self.json_array.abandon()
            self.json_array = None
        self._close()

    def _one(self, pages: tuple[Path, ...], brief: bool) -> None:
        """Read one report and send the report to every output; whatever goes wrong stays with this file."""
        from toolkit.pipeline import run
        from toolkit.views.words import counts_as_inconsistent

        file = pages[0]
        try:
            report = run(file if len(pages) == 1 else pages, self.second_reading)
            self.inconsistent = self.inconsistent or any(map(counts_as_inconsistent, report.findings))
            self._show(report, brief)
            self._write(report, file)
        except OgiError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - one file must not stop the others; --debug shows what happened
            if self.debug:
                with contextlib.suppress(OSError, ValueError):
                    traceback.print_exc()
            self._fail(_unexpected(file, error))

    def _show(self, report: Report, brief: bool) -> None:
        """Print the summary; an output that cannot be written is told once and then left alone."""
        if self.quiet:
            return
        from toolkit.views import terminal
        from toolkit.views.output import OutputError, guarded

        try:
            with guarded(sys.stdout) as stream:
                out = terminal.console(stream)
                (terminal.print_brief if brief else terminal.print_summary)(out, report, self.lang)
        except OutputError as error:
            self.quiet = True
            self._fail(error)

    def _write(self, report: Report, file: Path) -> None:
        """Write the results; a place that cannot be written is told once and then left alone."""
        from toolkit.views.output import OutputError
        from toolkit.views.record import to_record

        try:
            if self.json_array is not None:
                self.json_array.add(to_record(report))
        except OutputError as error:
            self.json_array = None
            self._fail(error)
        try:
            if self.html_folder is not None:
                self.html_folder.add(report, file)
        except OutputError as error:
            self.html_folder = None
            self._fail(error)

    def _fail(self, error: OgiError) -> None:
        from toolkit.views.printable import file_name, one_line

        self.failures.append(error)
        _tell(f"{file_name(error.file)}: {one_line(error.zh if self.lang == 'zh' else error.en)}")

    def _open(self, inputs: set[str]) -> bool:
        """Open the places of the results before any work is done, so that a wrong one is known at once."""
        try:
            if self.json is not None:
                from toolkit.views.output import JsonArray

                self.json_array = JsonArray(sys.stdout if self.json == "-" else self.json, inputs)
            if self.html is not None:
                from toolkit.views.output import HtmlFolder

                self.html_folder = HtmlFolder(self.html, self.lang, inputs)
        except OgiError as error:
            if self.json_array is not None:
                self.json_array.abandon()
            self._fail(error)
            return False
        return True

    def _close(self) -> None:
        """End every output; one that cannot be ended does not stop the others."""
        try:
            if self.json_array is not None:
                self.json_array.close()
        except OgiError as error:
            self._fail(error)
        try:
            if self.html_folder is not None:
                self.html_folder.close(self.failures)
        except OgiError as error:
            self._fail(error)


def _unexpected(file: Path, error: Exception) -> ReadError:
    kind = type(error).__name__
    zh = f"处理时发生意外错误({kind}), 此文件未完成；请用 --debug 再运行一次, 并把结果告诉维护者。"
    en = f"an unexpected error ({kind}) stopped this file; run again with --debug and tell the maintainers."
    return ReadError("unexpected", str(file), zh, en)


if __name__ == "__main__":
    raise SystemExit(main())
