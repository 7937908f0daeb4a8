"""`ogi look` 的结果写到哪里。

Where `ogi look` writes: the name and the kind of its files, and the reading of the file it looks at.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit.errors import NotAReportError, ReadError
from toolkit.model import Document, Report
from toolkit.reading.folders import real
from toolkit.views.output import nameless, page_name, write_result
from toolkit.views.pages import check_dpi, look

_RESULTS = Path("results")


def read_to_look(file: str) -> tuple[Document, Report | None, NotAReportError | None]:
    """读一个文件；不是年度报告的也留下读到的内容。

    The document and its report. A file that is no annual report still has its document, and the reason why it is none.
    """
    from toolkit.pipeline import run_document
    from toolkit.reading import read_document

    document = read_document(file)
    try:
        return document, run_document(document), None
    except NotAReportError as error:
        return document, None, error


def look_at(
    file: str, out: str | None, numbers: Sequence[int], dpi: float, lang: str
) -> tuple[list[str], NotAReportError | None]:
    """读一个文件, 把认出的内容画在页面上写出。

    Read a file and write its pages. Returns the names of what was written, and why the file is no annual report if it is none. A wrong
    name or resolution is known before anything is read. Raises what `read_document` and `write_look` raise.
    """
    name = place_of(file, out)
    check_dpi(dpi, file)
    document, report, reason = read_to_look(file)
    return write_look(document, report, name, numbers, dpi, lang), reason


def write_look(
    document: Document, report: Report | None, name: str, numbers: Sequence[int], dpi: float, lang: str
) -> list[str]:
    """把页面写成文件, 返回文件名。

    Write the pages (all, or those in `numbers`) to the file `name`: one HTML file, or with the suffix .png a picture of each. Returns
    the names of the files. Raises what `look` raises, and `OutputError`.
    """
    inputs = {real(document.file)}
    with look(document, report, dpi, lang) as pages:
        if Path(name).suffix.lower() != ".png":
            write_result(name, pages.html(numbers).encode("utf-8", "replace"), inputs, "-o")
            return [name]
        written = []
        wanted = pages.wanted(numbers)
        for number in (page.number for page in wanted):
            one = name if len(wanted) == 1 else str(Path(name).with_stem(f"{Path(name).stem}-{number}"))
            write_result(one, pages.page(number).png, inputs, "-o")
            written.append(one)
        return written


def place_of(file: str, out: str | None) -> str:
    """结果的文件名。 The name of the result: `out`, or one after the file's, in the folder `out`, in results/ or in the current folder."""
    own = f"{page_name(Path(file).stem)}-pages.html"
    if out is None:
        return str(_RESULTS / own) if _RESULTS.is_dir() else own
    if out.strip() and (out.endswith(("/", "\\")) or Path(out).is_dir()):
        return str(Path(out) / own)
    if not out.strip():
        raise nameless("-o")
    if Path(out).suffix.lower() not in (".html", ".htm", ".png"):
        raise ReadError(
            "unknown_suffix",
            out,
            "结果的名称应以 .html 或 .png 结尾, 或是一个文件夹(以 / 结尾)；请改名。",
            "The name of the result should end in .html or .png, or be a folder (ending in /): name it so.",
        )
    return out
