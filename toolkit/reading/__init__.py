"""读入：字节变成 `Document`。

Bytes to `Document`: paragraphs and grids in page order, each with its place in the raw file; page chrome set aside, labelled metadata as
fields. What a file is, is decided by its content. A new kind of file is one more row of `READERS`.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from toolkit.errors import ReadError
from toolkit.model import Document
from toolkit.reading.encoding import Decoded, decode
from toolkit.reading.kinds import HEAD, binary_kind, decoded_kind

__all__ = ["MAX_BYTES", "read_bytes", "read_document"]

# The largest real report pages have 1-2 MB, those with pictures in data: addresses up to 10; scanned reports reach 60.
MAX_BYTES = 20_000_000
MAX_BYTES_BINARY = 100_000_000


def read_document(path: str | os.PathLike[str], second_reading: bool = True) -> Document:
    """读入一个文件。

    Reads a file into a `Document`. Raises `ReadError` with one sentence where it is missing, a folder, empty, too large (decided
    without reading it), of a kind that is not read, or not decodable. Without `second_reading` a PDF is read once: about five times as
    fast, and nothing is compared.
    """
    file = os.fspath(path)
    try:
        status = Path(file).stat()
    except (OSError, ValueError):
        raise ReadError(
            "missing", file, "找不到这个文件; 请检查路径和文件名。", "There is no such file: check its folder and name."
        ) from None
    if stat.S_ISDIR(status.st_mode):
        raise ReadError(
            "is_folder",
            file,
            "这是一个文件夹; 这里应给出一个报告文件, 请指明其中的文件。",
            "This is a folder; a report file was expected: name the files in it.",
        )
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(
            "not_a_file",
            file,
            "这不是普通文件; 应给出一个报告文件。",
            "This is not a regular file; a report file was expected.",
        )
    try:
        with Path(file).open("rb") as opened:
            data = opened.read(HEAD)
            _check_size(file, status.st_size, data)
            data += opened.read()
    except OSError as error:
        raise ReadError(
            "unreadable_file",
            file,
            f"文件打不开({error.strerror}); 请检查读取权限。",
            f"The file cannot be opened ({error.strerror}): check that it may be read.",
        ) from None
    return _with_frames(read_bytes(data, file, second_reading), file)


def _with_frames(document: Document, file: str) -> Document:
    """A page made of frames, with the files beside it that hold its report."""
    if document.format != "html" or "frame" not in document.text.lower():
        return document
    from toolkit.reading.framesets import Found, beside, with_frames

    place = beside(file)

    def find(source: str, base: str) -> Found | None:
        path = place(source, base)
        try:
            if path is None or path.stat().st_size > MAX_BYTES:
                return None
            return Found(source, str(path), read_bytes(path.read_bytes(), str(path)))
        except (OSError, ReadError):
            return None

    return with_frames(document, find, file)


def read_bytes(data: bytes, name: str, second_reading: bool = True) -> Document:
    """读入一个文件的内容; `name` 只用于说明, 不用来判断格式。

    Reads the content of a file. `name` only names it in messages and in the result; the kind is decided by the content.
    `second_reading` as in `read_document`.
    """
    _check_size(name, len(data), data)
    if not data.strip():
        raise _empty(name)
    kind = binary_kind(data)
    if kind is not None:
        if kind.name not in READERS:
            raise ReadError(
                f"kind_{kind.name}",
                name,
                f"文件内容是{kind.zh}, 不是可读的报告; 请提供报告的网页、PDF、Word 或文本文件。",
                f"The content is {kind.en}, which is not read: supply the report as a web page, PDF, Word or text file.",
            )
        if kind.name == "pdf" and not second_reading:
            from toolkit.reading.pdf import read_pdf

            return read_pdf(data, name, second_reading=False)
        module, function = READERS[kind.name].split(":")
        reader: Callable[[bytes, str], Document] = getattr(import_module(module), function)
        return reader(data, name)
    return _read_decoded(data, name)


def _read_decoded(data: bytes, name: str) -> Document:
    decoded = decode(data, name)
    if not decoded.text.strip("\ufeff\u200b \t\r\n\x0b\x0c\u00a0\u3000"):
        raise _empty(name)
    return DECODED_READERS[decoded_kind(decoded.text).name](decoded, name, hashlib.sha256(data).hexdigest())


def _read_text(decoded: Decoded, name: str, sha256: str) -> Document:
    from toolkit.reading.chrome import sort_out
    from toolkit.reading.drafts import numbered
    from toolkit.reading.text import drafts_of_text

    sorted_out = sort_out(drafts_of_text(decoded.text, name))
    return Document(
        name,
        sha256,
        "text",
        decoded.encoding,
        decoded.text,
        numbered(sorted_out.blocks),
        sorted_out.built_asides(),
        tuple(sorted_out.fields),
        decoded.notes,
        doubts=decoded.doubts,
    )


def _read_html(decoded: Decoded, name: str, sha256: str) -> Document:
    from toolkit.reading.html import read_html

    return read_html(decoded, name, sha256)


def _empty(name: str) -> ReadError:
    return ReadError(
        "empty_file",
        name,
        "文件是空的或只有空白; 应为一份报告, 请检查是否下载完整。",
        "The file is empty or only white space; a report was expected: check that it was downloaded whole.",
    )


def _check_size(name: str, size: int, head: bytes) -> None:
    limit = MAX_BYTES if size <= MAX_BYTES or binary_kind(head[:HEAD]) is None else MAX_BYTES_BINARY
    if size > limit:
        raise ReadError(
            "too_large",
            name,
            f"文件有 {size / 1e6:.0f} MB, 超过 {limit / 1e6:.0f} MB 的上限; 一份报告通常不到 1 MB, 请检查是否选错了文件。",
            f"The file has {size / 1e6:.0f} MB, over the limit of {limit / 1e6:.0f} MB; "
            "a report has usually less than 1 MB: check that it is the right file.",
        )


# Readers of bytes ("module:function", loaded when first needed), by the kind that `kinds.binary_kind` tells; and of decoded text, by
# what `kinds.decoded_kind` tells.
READERS: dict[str, str] = {
    "pdf": "toolkit.reading.pdf:read_pdf",
    "mhtml": "toolkit.reading.mhtml:read_mhtml",
    **dict.fromkeys(("png", "jpeg", "tiff", "webp", "gif"), "toolkit.reading.scan:read_image"),
    "docx": "toolkit.reading.word:read_docx",
    "ole": "toolkit.reading.office:read_office",
    "rtf": "toolkit.reading.office:read_office",
    "odf": "toolkit.reading.office:read_office",
}
DECODED_READERS: dict[str, Callable[[Decoded, str, str], Document]] = {"text": _read_text, "html": _read_html}
