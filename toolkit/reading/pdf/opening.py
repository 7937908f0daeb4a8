"""打开 PDF, 打不开时说明原因。

Opening a PDF, and one sentence for each reason why it cannot be read. PDFium is not made for threads: read PDFs in parallel with processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from toolkit.errors import ReadError

# The longest reports have some 40 pages; a yearbook or a collection of files has hundreds.
MAX_PAGES = 200
# PDFium's codes of FPDF_GetLastError: 4 a password is needed, 5 an unknown security handler.
_LOCKED = ("Incorrect password", "Unsupported security")


@contextmanager
def opened(data: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    """打开的 PDF 文件, 用后关闭。

    The opened PDF, closed afterwards. Raises `ReadError`: "pdf_encrypted", "pdf_damaged", "pdf_empty", "pdf_too_long".
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if any(text in str(error) for text in _LOCKED):
            raise ReadError(
                "pdf_encrypted",
                name,
                "这个 PDF 设有打开密码, 读不到内容; 请用密码打开后另存为不加密的 PDF。",
                "This PDF needs a password to be opened; open it with its password and save it without one.",
            ) from None
        raise _damaged(name) from None
    try:
        count = len(document)
        if count == 0:
            raise ReadError(
                "pdf_empty",
                name,
                "这个 PDF 没有任何页面; 应为一份报告, 请重新下载。",
                "This PDF has no page; a report was expected: download it again.",
            )
        if count > MAX_PAGES:
            raise ReadError(
                "pdf_too_long",
                name,
                f"这个 PDF 有 {count} 页, 超过 {MAX_PAGES} 页的上限, 不像一份年度报告; 请只保留报告所在的页面。",
                f"This PDF has {count} pages, over the limit of {MAX_PAGES}, unlike any annual report: keep only the pages of the report.",
            )
        yield document
    finally:
        document.close()


def _damaged(name: str) -> ReadError:
    return ReadError(
        "pdf_damaged",
        name,
        "这个 PDF 已损坏或不完整, 打不开; 请重新下载, 或提供网页、Word 文件。",
        "This PDF is damaged or incomplete and cannot be opened: download it again, or supply the web page or Word file.",
    )


def damaged_page(name: str, number: int) -> ReadError:
    """某一页读不出来。 One page that cannot be loaded."""
    return ReadError(
        "pdf_damaged",
        name,
        f"这个 PDF 的第 {number} 页已损坏, 读不出来; 请重新下载, 或提供网页、Word 文件。",
        f"Page {number} of this PDF is damaged and cannot be read: download it again, or supply the web page or Word file.",
    )
