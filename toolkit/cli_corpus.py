"""命令 `ogi corpus`：建库、查询、导出、查看；机关, 年度之间的核对、登记、长序列；模拟语料。

The command `ogi corpus`: `build`, `query`, `export`, `show`; `issuers`, `years`, `register`, `series`; `simulate`.
Nothing is decided here but what is printed and the exit status: 0 done, 1 done and some report could not be read, 2 it could not
be done.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from toolkit.errors import CorpusError
from toolkit.views.output import guarded, write_result
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
    actions = {
        "build": _build,
        "query": _query,
        "export": _export,
        "show": _show,
        "issuers": _issuers,
        "years": _years,
        "register": _register,
        "series": _series,
        "simulate": _simulate,
    }
    return actions[options.action](options)


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
        cluster=options.cluster,
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


def _store(options: argparse.Namespace) -> tuple[Corpus, pd.DataFrame | None]:
    """The store, and the user's table of renamed bodies."""
    from toolkit.corpus.store import load_corpus

    return load_corpus(options.store), _csv_of(options.changes)


def _csv_of(name: str | None) -> pd.DataFrame | None:
    """A CSV of the user's, in UTF-8 or as a spreadsheet saves it, all of it text."""
    if name is None:
        return None
    import csv
    from pathlib import Path

    import pandas as pd

    from toolkit.reading.encoding import decode

    try:
        text = decode(Path(name).read_bytes(), name).text.lstrip("\ufeff")
    except OSError as error:
        zh, en = f"打不开({error.strerror})；请检查路径。", f"cannot be opened ({error.strerror}); check the path."
        raise CorpusError("no_table", name, zh, en) from None
    header, *rows = [row for row in csv.reader(text.splitlines()) if any(row)] or [[]]
    return pd.DataFrame([[*row, *[""] * len(header)][: len(header)] for row in rows], columns=header, dtype="object")


def _issuers(options: argparse.Namespace) -> int:
    corpus, changes = _store(options)
    return _written([corpus.issuers(changes)], options.out, ["how"])


def _years(options: argparse.Namespace) -> int:
    """The relations of two years, and what the text says of last year, year by year into one file."""
    from toolkit.corpus.over_store import pairs_of_store

    return _written(pairs_of_store(*_store(options)), options.out, ["rule", "verdict", "reason"])


def _register(options: argparse.Namespace) -> int:
    from toolkit.corpus.over_store import register_of_store

    corpus, changes = _store(options)
    return _written([register_of_store(corpus, _csv_of(options.expected), changes)], options.out, ["status"])


def _series(options: argparse.Namespace) -> int:
    from toolkit.corpus.crosswalk import every_series
    from toolkit.corpus.over_store import series_of_store

    if options.list:
        with guarded(sys.stdout) as stream:
            for one in every_series().values():
                print(f"{one.name}\t{one.zh}\t{one.en}", file=stream)
        return DONE
    if not (options.store and options.name and options.out):
        zh = "应有 STORE、NAME 和 -o FILE.csv；名称见 ogi corpus series --list。"
        en = "STORE, NAME and -o FILE.csv are needed; ogi corpus series --list prints the names."
        raise CorpusError("something_missing", "ogi corpus series", zh, en)
    corpus, changes = _store(options)
    made = series_of_store(corpus, options.name, options.allow, changes)
    return _written([made], options.out, ["form", "status", "comparability"])


def _written(frames: Iterable[pd.DataFrame], out: str, by: list[str]) -> int:
    """Write the rows of some frames of one shape as one file, and print how many there are of each kind."""
    from collections import Counter

    import pandas as pd

    from toolkit.corpus.exports import csv_pieces

    counts: Counter[tuple[str, ...]] = Counter()

    def counted() -> Iterator[pd.DataFrame]:
        for frame in frames:
            for *key, count in frame.groupby(by, sort=True).size().reset_index().itertuples(index=False):
                counts[tuple(map(str, key))] += int(count)
            yield frame

    write_result(out, (piece.encode("utf-8", "replace") for piece in csv_pieces(counted())))
    rows = [(*key, count) for key, count in sorted(counts.items())]
    with guarded(sys.stdout) as stream:
        _table(pd.DataFrame(rows, columns=[*by, "rows"]), stream)
        print(file_name(out), file=stream)
    return DONE


def _simulate(options: argparse.Namespace) -> int:
    from pathlib import Path

    from toolkit.corpus.simulate import FORMATS, YEARS, simulate

    years = _span(options.years) if options.years else YEARS
    formats = tuple(options.formats.split(",")) if options.formats else FORMATS
    for name in formats:
        if name not in FORMATS:
            known = ",".join(FORMATS)
            raise CorpusError("no_format", name, f"没有这种格式；有 {known}。", f"no such format; there are {known}.")
    for option, number in (("--reports", options.reports), ("--bodies", options.bodies)):
        if number is not None and number < 1:
            zh, en = "应为 1 或更大的整数。", "a whole number of 1 or more was expected."
            raise CorpusError("no_number", option, zh, en)
    folder = Path(options.folder)
    if folder.exists() and not (folder / "truth.jsonl").is_file() and (not folder.is_dir() or any(folder.iterdir())):
        zh, en = "这里已有别的内容；请另选一个空文件夹。", "holds something else; name an empty folder."
        raise CorpusError("not_empty", options.folder, zh, en)
    try:
        made = simulate(
            folder, options.reports, options.seed, years, formats, {} if options.no_faults else None, options.bodies
        )
    except ModuleNotFoundError as error:
        zh = f"缺少 {error.name or 'reportlab'}, 做不出 PDF；请安装 ogi-toolkit[simulate], 或加 --formats text,html,docx。"
        en = f"PDF needs {error.name or 'reportlab'}: install ogi-toolkit[simulate], or add --formats text,html,docx."
        raise CorpusError("no_reportlab", options.folder, zh, en) from None
    except OSError as error:
        zh, en = f"无法写入({error.strerror})。", f"cannot be written ({error.strerror})."
        raise CorpusError("not_written", options.folder, zh, en) from None
    planted = sum(made.faults.values())
    with guarded(sys.stdout) as stream:
        zh = f"{made.bodies} 个虚构机关, {made.reports} 份报告, {made.claims} 个主张, {planted} 处埋设的问题"
        en = f"{made.bodies} invented bodies, {made.reports} reports, {made.claims} claims, {planted} planted faults"
        print(f"{file_name(options.folder)}: {zh if options.lang == 'zh' else en}", file=stream)
    return DONE


def _span(text: str) -> range:
    """ "2018-2023" or "2021" as years that the generator knows."""
    from toolkit.corpus.simulate.figures import FIRST_YEAR, LAST_YEAR

    first, _, last = text.partition("-")
    ends = (first, last or first)
    if all(end.isascii() and end.isdecimal() for end in ends):
        years = range(int(ends[0]), int(ends[1]) + 1)
        if years and years[0] >= FIRST_YEAR and years[-1] <= LAST_YEAR:
            return years
    zh = f"应如 2018-2023 或 2021, 在 {FIRST_YEAR} 至 {LAST_YEAR} 之间, 不是 {text}。"
    en = f"is 2018-2023 or 2021, between {FIRST_YEAR} and {LAST_YEAR}, not {text}."
    raise CorpusError("no_years", "--years", zh, en)
