"""命令 `ogi corpus` 的用法。 How `ogi corpus` is used, in both languages."""

from __future__ import annotations

import argparse
from typing import Any

ACTIONS = ("build", "query", "export", "show", "issuers", "years", "register", "series", "simulate")
_EXAMPLES = """\
退出状态 · exit status:
  0  已完成
     done
  1  已建成, 有文件读不了(见 failures)
     built, and some files could not be read (see failures)
  2  做不成, 或命令写错了；建库中途停下的, 再运行一次即可继续
     it could not be done, or the command was wrong; a build that was stopped
     goes on when it is run again

例 · examples:
  ogi corpus build reports/ -o store
  ogi corpus build manifest.csv -o store --processes 4
  ogi corpus show store
  ogi corpus query store "select year, count(*) from reports group by year"
  ogi corpus export store -o tables --format csv
  ogi corpus issuers store -o issuers.csv
  ogi corpus years store -o years.csv
  ogi corpus register store --expected bodies.csv -o register.csv
  ogi corpus series store received -o received.csv
  ogi corpus simulate practice --reports 50 --years 2018-2023
"""


def add_corpus(commands: Any) -> None:
    """加上 `ogi corpus` 的参数。 Add the arguments of `ogi corpus` to those of `ogi`."""
    corpus = commands.add_parser(
        "corpus",
        allow_abbrev=False,
        help="把许多份报告建成库, 查询, 导出 · many reports: build a store, query it, export it",
        formatter_class=argparse.RawTextHelpFormatter,
        description="把许多份报告读成数据框, 存为 Parquet；可随时停下, 再运行即继续。\n"
        "Read many reports into frames, kept as Parquet; it may be stopped at any\nmoment and goes on when it is run again.",
        epilog=_EXAMPLES,
    )
    actions = corpus.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_build(_action(actions, "build", "建库 · build a store, or bring it up to date"))
    query = _action(actions, "query", "用 SQL 查询 · ask in SQL")
    _add_store(query)
    query.add_argument(
        "sql",
        metavar="SQL",
        help="表名即数据框名：reports parts cells sentences claims findings\nfailures numbers lists manifest\nthe tables are the frames",
    )
    query.add_argument("--csv", action="store_true", help="印成 CSV\nprint CSV")
    export = _action(actions, "export", "导出为 CSV、Stata 或 Parquet · write CSV, Stata or Parquet")
    _add_store(export)
    export.add_argument("-o", "--out", metavar="FOLDER", required=True, help="写到哪个文件夹\nthe folder to write to")
    export.add_argument(
        "--format", choices=("csv", "dta", "parquet"), default="csv", help="格式(默认 csv)\nformat (default csv)"
    )
    export.add_argument(
        "--frame", metavar="NAME", action="append", help="只导出这个数据框, 可重复\nonly this frame; may be given again"
    )
    export.add_argument(
        "--year",
        metavar="YEAR",
        type=int,
        action="append",
        help="只导出这一年, 可重复\nonly this year; may be given again",
    )
    _add_store(_action(actions, "show", "有多少份, 哪些读不了 · how many there are, and what could not be read"))
    _add_years(actions)
    _add_simulate(_action(actions, "simulate", "生成真值已知的模拟语料 · make a simulated corpus whose truth is known"))


def _action(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = actions.add_parser(
        name, allow_abbrev=False, help=text, description=text, formatter_class=argparse.RawTextHelpFormatter
    )
    made.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言(默认 zh)\nlanguage (default zh)")
    made.add_argument(
        "--debug", action="store_true", help="意外错误时印出调用栈\nshow the traceback of an unexpected error"
    )
    return made


def _add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", metavar="STORE", help="建好的库\na store that was built")


def _add_build(build: argparse.ArgumentParser) -> None:
    build.add_argument(
        "source",
        metavar="FOLDER|MANIFEST|ARCHIVE|URL",
        help="文件夹；清单(.csv, 至少有 path 一列)；压缩包(.zip .tar .tar.gz)；网址\n"
        "a folder, a manifest (.csv with a column path), an archive,\nan address",
    )
    build.add_argument("-o", "--out", metavar="STORE", required=True, help="库的位置\nwhere the store is")
    build.add_argument(
        "--processes",
        metavar="N",
        type=int,
        help="同时几个进程(默认与处理器同数)\nprocesses at a time (default: one for each processor)",
    )
    build.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="由现有的 Dask 集群读, 如 tcp://127.0.0.1:8786；来源和库须在各机器\n"
        "以同一路径共用的磁盘上(另装 ogi-toolkit[cluster])\n"
        "let an existing Dask cluster read; source and store stand under one\n"
        "path on a disk that all its machines share (ogi-toolkit[cluster])",
    )
    build.add_argument("--limit", metavar="N", type=int, help="只读前 N 份\nonly the first N reports")
    build.add_argument(
        "--seconds",
        metavar="S",
        type=float,
        default=60.0,
        help="一份报告的时限, 每100KB另加1秒(默认 60)\ntime for one report, and a second for each 100 KB (60)",
    )
    build.add_argument(
        "--memory",
        metavar="MB",
        type=float,
        default=2000.0,
        help="一个进程的内存上限(默认 2000, 仅 Linux)\nmemory of one process (default 2000, Linux only)",
    )
    build.add_argument(
        "--once",
        action="store_true",
        help="PDF 只读一次, 不做第二次读取对照\nread PDFs once, without comparing a second reading",
    )
    build.add_argument("--retry", action="store_true", help="上次读不了的也重读\nread again what could not be read")
    build.add_argument("--quiet", action="store_true", help="不印进度和结果\nno progress bar and no summary")


def _add_years(actions: Any) -> None:
    """Whose the reports are, and what lies between the years: pairs of reports, the register, long series."""
    issuers = _action(actions, "issuers", "各份报告是哪个机关的 · which body each report is of")
    _add_store(issuers)
    years = _action(actions, "years", "同一机关前后两年的报告相核对 · one year against the next")
    _add_store(years)
    register = _action(actions, "register", "缺的、重复的、改过的报告 · what is missing, double or corrected")
    _add_store(register)
    register.add_argument(
        "--expected",
        metavar="CSV",
        help="应当有报告的机关：issuer 或 issuer_id 列, 可有\nfrom_year、to_year\n"
        "bodies that should report: a column issuer or issuer_id,\nfrom_year and to_year where known",
    )
    series = _action(actions, "series", "跨越表格格式的长序列 · a long series over the changes of the forms")
    series.add_argument("store", metavar="STORE", nargs="?", help="建好的库\na store that was built")
    series.add_argument("name", metavar="NAME", nargs="?", help="序列的名称\nthe name of the series")
    series.add_argument("--list", action="store_true", help="印出全部名称\nprint all names")
    series.add_argument(
        "--allow",
        choices=("same", "approximate", "none"),
        default="approximate",
        help="可比性最低到哪一级(默认 approximate)\nthe worst comparability let through (approximate)",
    )
    for one in (issuers, years, register, series):
        one.add_argument(
            "-o", "--out", metavar="FILE.csv", required=one is not series, help="写到哪个文件\nthe file to write"
        )
        one.add_argument(
            "--changes",
            metavar="CSV",
            help="更名、合并的机关：old_name、new_name、from_year、kind 列\n"
            "bodies that were renamed or merged: columns old_name,\nnew_name, from_year, kind",
        )


def _add_simulate(made: argparse.ArgumentParser) -> None:
    made.add_argument("folder", metavar="FOLDER", help="写到哪个文件夹\nthe folder to write to")
    made.add_argument("--reports", metavar="N", type=int, default=150, help="多少份(默认 150)\nhow many (default 150)")
    made.add_argument(
        "--seed",
        metavar="S",
        type=int,
        default=1,
        help="种子, 相同则结果相同(默认 1)\nseed: the same gives the same (1)",
    )
    made.add_argument("--years", metavar="A-B", help="年度(默认 2014-2024)\nyears (default 2014-2024)")
    made.add_argument("--bodies", metavar="B", type=int, help="至多多少个机关\nat most so many bodies")
    made.add_argument(
        "--formats",
        metavar="LIST",
        help="text、html、docx、pdf 中的几种, 以逗号相连, 重复则更多\n"
        "some of text,html,docx,pdf; named twice is twice as likely",
    )
    made.add_argument("--no-faults", action="store_true", help="不埋设问题\nplant no faults")
