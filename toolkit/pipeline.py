"""从文件到核对结果的一条路。

The one way through: read, parse, find claims, check. Every front door (command line, notebook, batch) calls this.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace

from toolkit.model import Document, Fact, Report

# a file, or the files of one report in their order (saved from a site that cuts it at 下一页)
Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def run(path: Paths, second_reading: bool = True) -> Report:
    """读取一份报告并核对到底。

    Read a file and return the checked `Report`; several files are the pages of one report, in their order. Raises
    `ReadError` where a file cannot be read and `NotAReportError` where it is no annual report; every other difficulty
    is a value inside the report. Without `second_reading` a PDF is read by one program only and nothing is compared:
    faster, for large collections.
    """
    if not isinstance(path, (str, os.PathLike)):
        from toolkit.reading.joined import read_pages

        return run_document(read_pages(path))
    from toolkit.reading import read_document

    return run_document(read_document(path, second_reading))


def run_document(document: Document, known: Mapping[str, Fact] | None = None) -> Report:
    """从已读入的文件继续到核对结果。

    The same from a `Document` that was read already. The facts in `known` (issuer, level, year) are known from
    elsewhere and stand in place of what the report says of itself, before claims are found and anything is checked.
    """
    from toolkit.checking import check
    from toolkit.narrative import find_claims
    from toolkit.parsing import parse

    report = parse(document)
    if known:
        report = replace(report, facts={**report.facts, **known})
    return check(find_claims(report))
