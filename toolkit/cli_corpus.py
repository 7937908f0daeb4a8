"""命令 `ogi corpus`：建库、查询、导出、查看。

The command `ogi corpus`: `build`, `query`, `export`, `show`. Nothing is decided here but what is printed and the exit
status: 0 done, 1 done and some report could not be read, 2 it could not be done.
"""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

from toolkit.errors import CorpusError
from toolkit.views.output import guarded
from toolkit.views.printable import file_name, one_line, visible

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from toolkit.corpus.store import Corpus

DONE, WITH_FAILURES = 0, 1
_SHOWN = 20


def run(options: argparse.Namespace) -> int:
    """执行 `ogi corpus` 的一条子命令, 返回退出状态。

    Run one of its commands; returns the exit status. Raises `OgiError` where it cannot be done.
    """
    return {"build": _build, "query": _query, "export": _export, "show": _show}[options.action](options)


def _build(options: argparse.Namespace) -> int:
    from toolkit.corpus.build import build_corpus

    if options.processes is not None and options.processes < 1:
        raise CorpusError(
            "no_number", "--processes", "应为 1 或更大的整数。", "a whole number of 1 or more was expected."
        )
    corpus = build_corpus(
        options.source,
        options.out,
        processes=options.processes,
        progress=not options.quiet,
        limit=options.limit,
        seconds=options.seconds,
        memory=int(options.memory * 1_000_000),
        second_reading=not options.once,
        retry=options.retry,
    )
    if not options.quiet:
        with guarded(sys.stdout) as stream:
            _summary(corpus, options.lang, stream)
    return WITH_FAILURES if corpus.counts["failed"] else DONE


def _query(options: argparse.Namespace) -> int:
    from toolkit.corpus.store import load_corpus

    frame = load_corpus(options.store).query(options.sql)
    with guarded(sys.stdout) as stream:
        if options.csv:
            frame.to_csv(stream, index=False, lineterminator="\n")
        else:
            _table(frame, stream)
    return DONE


def _table(frame: pd.DataFrame, stream: IO[str]) -> None:
    """A table with a line for each row; what steers a terminal is shown by its name."""
    from toolkit.views import terminal

    out = terminal.console(stream)
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in frame.columns:
        table.add_column(Text(one_line(str(name))))
    for row in frame.itertuples(index=False):
        table.add_row(*(Text("" if _missing(value) else one_line(str(value))) for value in row))
    out.print(table)


def _missing(value: object) -> bool:
    return value is None or str(value) in ("nan", "NaT", "<NA>")


def _export(options: argparse.Namespace) -> int:
    from toolkit.corpus.store import load_corpus

    written = load_corpus(options.store).export(
        options.out, options.format, options.frame or None, options.year or None
    )
    with guarded(sys.stdout) as stream:
        print(*(file_name(str(path)) for path in written), sep="\n", file=stream)
    return DONE


def _show(options: argparse.Namespace) -> int:
    from toolkit.corpus.store import load_corpus

    with guarded(sys.stdout) as stream:
        _summary(load_corpus(options.store), options.lang, stream)
    return DONE


def _summary(corpus: Corpus, lang: str, stream: IO[str]) -> None:
    """How many reports by year, and what was not read and why."""
    zh = lang == "zh"
    counts = corpus.counts
    print(
        f"{file_name(str(corpus.path))}: "
        + (
            f"读成 {counts['read']} 份, 未读成 {counts['failed']} 份"
            if zh
            else f"{counts['read']} reports read, {counts['failed']} failed"
        )
        + f" · ogi {corpus.version}",
        file=stream,
    )
    years = corpus.query(
        "SELECT year, count(*) AS reports, sum(given_count)::BIGINT AS cells, sum(claim_count)::BIGINT AS claims,"
        " sum(inconsistent_count)::BIGINT AS inconsistent FROM reports GROUP BY year ORDER BY year NULLS LAST"
    )
    years["year"] = years["year"].astype("object").where(years["year"].notna(), "未知" if zh else "unknown")
    if zh:
        years.columns = ["年度", "报告", "有数的格", "主张", "不一致"]
    if len(years):
        years[years.columns[0]] = years[years.columns[0]].map(
            lambda year: year if isinstance(year, str) else str(int(year))
        )
        _table(years, stream)
    if not counts["failed"]:
        return
    failures = corpus.failures
    for code, count in failures["code"].value_counts().items():
        print(f"  {visible(str(code))}: {count}", file=stream)
    for row in failures.head(_SHOWN).itertuples():
        print(f"  {file_name(str(row.file))}: {one_line(str(row.zh if zh else row.en))}", file=stream)
    if len(failures) > _SHOWN:
        more = len(failures) - _SHOWN
        rest = f"另有 {more} 份" if zh else f"{more} more"
        print(f"  …{rest}: ogi corpus query", file_name(str(corpus.path)), '"from failures"', file=stream)
