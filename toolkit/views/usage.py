"""命令 `ogi` 的用法和用错时的一句话。

How `ogi` is used, in both languages, and one sentence where it is used wrongly.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import textwrap
from collections.abc import Sequence
from typing import NoReturn

import toolkit
from toolkit.reading.folders import SUFFIXES
from toolkit.views.printable import one_line
from toolkit.views.usage_corpus import add_corpus

_STATUSES = """\
退出状态 · exit status:
  0  没有不一致之处
     nothing inconsistent
  1  有不一致之处(程度为“不符”或“存疑”；“提示”不计)
     something inconsistent, as a mismatch or as doubtful; notes do not count
  2  有文件读不了、有结果写不了, 或命令写错了(其余文件照常处理)
     some input could not be read, some result could not be written, or the
     command was wrong; every other file is done all the same

例 · examples:
  ogi check report.html
  ogi check reports/ --html pages --json results.json
"""
_LOOKING = """\
退出状态 · exit status:
  0  已画出
     the pages are drawn
  2  文件读不了或写不了, 或命令写错了；不是年度报告的文件只画读到的文字和表格
     it could not be read or written, or the command was wrong; of a file that
     is no annual report, the text and tables as read are drawn all the same

例 · examples:
  ogi look report.pdf
  ogi look report.pdf --page 3 -o page.png
"""
# what argparse says, and how we say it: (pattern, Chinese, English)
_COMPLAINTS = (
    (r"unrecognized arguments: (.+)", "不认识 {0}", "{0} is not known"),
    (
        r"the following arguments are required: COMMAND.*",
        "缺少命令(check、look 或 corpus)",
        "the command (check, look or corpus) is missing",
    ),
    (
        r"the following arguments are required: (?:ACTION|STORE|SQL|FOLDER|-o/--out).*",
        "缺少必要的内容",
        "something is missing",
    ),
    (
        r"argument ACTION: invalid choice: (\S+).*",
        "没有 corpus {0} 这个命令, 应为 build、query、export、show、issuers、years、register、series 或 simulate",
        "there is no command corpus {0}; it is build, query, export, show, issuers, years, register, series or simulate",
    ),
    (
        r"the following arguments are required: (.+)",
        "缺少要核对的报告文件或文件夹",
        "the report or folder to check is missing",
    ),
    (
        r"argument COMMAND: invalid choice: (\S+).*",
        "没有 {0} 这个命令, 应为 check、look 或 corpus",
        "there is no command {0}; it is check, look or corpus",
    ),
    (
        r"argument (\S+): invalid choice: (\S+) \(choose from (.+)\)",
        "{0} 不能是 {1}, 应为 {2} 之一",
        "{0} cannot be {1}; it is one of {2}",
    ),
    (
        r"argument (\S+): invalid (?:int|float) value: (.+)",
        "{0} 后面应是数字, 不是 {1}",
        "{0} needs a number, not {1}",
    ),
    (r"argument (\S+): expected one argument", "{0} 后面缺少内容", "{0} needs a word after it"),
    (r"argument (\S+): ignored explicit argument (.+)", "{0} 后面不带内容", "{0} takes nothing after it"),
)


class Arguments(argparse.ArgumentParser):
    """用错时只说一句话的参数解析器。 A parser of arguments that says one sentence, in both languages, where they are wrong."""

    given: Sequence[str] = ()

    def error(self, message: str) -> NoReturn:
        """以退出状态 2 结束, 只说一句话。 End with status 2 and one sentence."""
        zh, en = message, message
        for pattern, chinese, english in _COMPLAINTS:
            match = re.fullmatch(pattern, message, re.DOTALL)
            if match:
                zh, en = chinese.format(*match.groups()), english.format(*match.groups())
                break
        dashed = next((word for word in Arguments.given if _may_be_a_file(word)), None)
        if dashed is not None:
            zh += f"；以“-”开头的文件名请写成 ./{dashed}"
            en += f"; write a file name that begins with “-” as ./{dashed}"
        command = next((word for word in Arguments.given if word in ("check", "look", "corpus")), "check")
        self.exit(2, one_line(f"ogi: {zh}；用法见 ogi {command} --help。 {en}; see ogi {command} --help.") + "\n")


def _may_be_a_file(word: str) -> bool:
    if word in ("-o", "-h"):
        return False
    return re.match(r"-[^-]", word) is not None or (word.startswith("-") and len(word) > 2 and os.path.lexists(word))


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """解析命令的参数。

    The arguments of the command. Ends the process with status 2 and one sentence where they are wrong, with 0 after --help and
    --version.
    """
    Arguments.given = sys.argv[1:] if arguments is None else arguments
    return _parser().parse_args(arguments)


def _parser() -> Arguments:
    parser = Arguments(
        prog="ogi",
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="核对政府信息公开工作年度报告。\nCheck government-information-disclosure annual reports.",
        epilog="ogi check --help  说明选项和退出状态 · options and exit status",
    )
    parser.add_argument("--version", action="version", version=f"ogi {toolkit.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        allow_abbrev=False,
        help="核对一份或多份报告 · check one or more reports",
        formatter_class=argparse.RawTextHelpFormatter,
        description="读取报告, 重建表格, 找出文中的数量主张, 逐一核对。\n"
        "Read reports, rebuild their tables, find the quantitative claims of their\ntext, and check them.",
        epilog=_STATUSES,
    )
    _add_options(check)
    look = commands.add_parser(
        "look",
        allow_abbrev=False,
        help="在 PDF 或扫描件的页面上看读出了什么 · see on its pages what was read",
        formatter_class=argparse.RawTextHelpFormatter,
        description="把读出的内容画在 PDF 或扫描件的页面上：单元格、部分、主张、读不准之处。\n"
        "Draw what was read on the pages of a PDF or a scan: cells, parts, claims, and\nwhat is not certain.",
        epilog=_LOOKING,
    )
    _add_look_options(look)
    add_corpus(commands)
    return parser


def _add_options(check: argparse.ArgumentParser) -> None:
    check.add_argument(
        "paths",
        nargs="+",
        metavar="FILE|FOLDER",
        help="报告文件；文件夹会逐层查找\nreports, or folders to search for files named\n"
        + textwrap.fill(" ".join(sorted(SUFFIXES)), 56),
    )
    check.add_argument(
        "--join",
        action="store_true",
        help="所列文件是同一份报告的各页, 依次接成一份\nthe files are the pages of one report, in this order",
    )
    check.add_argument(
        "--json",
        metavar="FILE|-",
        help="把结果写成 JSON 数组, 每份报告一个对象；\n- 为标准输出, 此时不印摘要\nwrite a JSON array, one object per report;\n"
        "- is standard output, and then no summary is printed",
    )
    check.add_argument(
        "--html",
        metavar="FOLDER",
        help="为每份报告写一个核对页, 并写 index.html\nwrite an audit page per report, and index.html",
    )
    check.add_argument(
        "--once",
        action="store_true",
        help="PDF 只读一次, 不做第二次读取对照(快约五倍)\nread PDFs once, without comparing a second reading",
    )
    check.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言(默认 zh)\nlanguage (default zh)")
    check.add_argument("--quiet", action="store_true", help="只印读不了的文件和写不了的结果\nprint failures only")
    check.add_argument(
        "--debug", action="store_true", help="意外错误时印出调用栈\nshow the traceback of an unexpected error"
    )


def _add_look_options(look: argparse.ArgumentParser) -> None:
    look.add_argument("file", metavar="FILE", help="PDF 文件或扫描图片\na PDF file or a scanned picture")
    look.add_argument(
        "-o",
        "--out",
        metavar="OUT",
        help="写到哪里：.html 为一个网页(默认)；.png 为图片, 每页一张；\n或一个文件夹。不给时写在 results/ 或当前文件夹\n"
        "where to write: .html is one page (default), .png a\npicture of each page, or a folder; by default results/ or\nhere",
    )
    look.add_argument(
        "--page",
        metavar="N",
        type=int,
        action="append",
        default=[],
        help="只画第 N 页, 可重复\nonly page N; may be given again",
    )
    look.add_argument(
        "--dpi", metavar="D", type=float, default=150.0, help="分辨率, 30 至 600(默认 150)\nresolution (default 150)"
    )
    look.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言(默认 zh)\nlanguage (default zh)")
    look.add_argument(
        "--debug", action="store_true", help="意外错误时印出调用栈\nshow the traceback of an unexpected error"
    )
