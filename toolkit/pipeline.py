"""从文件到核对结果的一条路。

The one way through: read, parse, find claims, check. Every front door (command line, notebook, batch) calls this.
"""

from __future__ import annotations

import os

from toolkit.model import Document, Report


def run(path: str | os.PathLike[str]) -> Report:
    """读取一份报告并核对到底。

    Read a file and return the checked `Report`. Raises `ReadError` where the file cannot be read and `NotAReportError` where it is
    no annual report; every other difficulty is a value inside the report.
    """
    from toolkit.reading import read_document

    return run_document(read_document(path))


def run_document(document: Document) -> Report:
    """从已读入的文件继续到核对结果。 The same from a `Document` that was read already."""
    from toolkit.checking import check
    from toolkit.narrative import find_claims
    from toolkit.parsing import parse

    return check(find_claims(parse(document)))
