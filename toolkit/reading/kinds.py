"""按内容判断文件种类。

What kind of file the bytes are, by their content and never by the file's name.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple


class Kind(NamedTuple):
    """一种文件：简称与中英文名称。 A kind of file: short name, and what to call it in Chinese and English."""

    name: str
    zh: str
    en: str


TEXT = Kind("text", "纯文本", "plain text")
HTML = Kind("html", "网页", "HTML")

# (offset, first bytes, kind); the first that fits decides. ZIP containers are looked into by `_container`.
_MAGIC: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"\xff\xd8\xff", Kind("jpeg", "JPEG 图片", "a JPEG image")),
    (0, b"\x89PNG\r\n\x1a\n", Kind("png", "PNG 图片", "a PNG image")),
    (0, b"GIF8", Kind("gif", "GIF 图片", "a GIF image")),
    (0, b"II*\x00", Kind("tiff", "TIFF 图片", "a TIFF image")),
    (0, b"MM\x00*", Kind("tiff", "TIFF 图片", "a TIFF image")),
    (8, b"WEBP", Kind("webp", "WebP 图片", "a WebP image")),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind("ole", "旧版 Word/WPS/Excel 文件", "an old Word, WPS or Excel file")),
    (0, b"{\\rtf", Kind("rtf", "RTF 文件", "an RTF file")),
    (0, b"Rar!\x1a\x07", Kind("rar", "RAR 压缩包", "a RAR archive")),
    (0, b"7z\xbc\xaf\x27\x1c", Kind("7z", "7z 压缩包", "a 7z archive")),
    (0, b"\x1f\x8b", Kind("gzip", "gzip 压缩包", "a gzip archive")),
)
_PDF = Kind("pdf", "PDF 文件", "a PDF file")
_ZIP = Kind("zip", "ZIP 压缩包", "a ZIP archive")
_CONTAINERS: tuple[tuple[bytes, Kind], ...] = (
    (b"mimetypeapplication/vnd.oasis", Kind("odf", "OpenDocument 文件", "an OpenDocument file")),
    (b"word/", Kind("docx", "Word 文件 (DOCX)", "a Word file (DOCX)")),
    (b"xl/", Kind("xlsx", "Excel 文件 (XLSX)", "an Excel file (XLSX)")),
    (b"ppt/", Kind("pptx", "PowerPoint 文件", "a PowerPoint file")),
    (b"OFD.xml", Kind("ofd", "OFD 文件", "an OFD file")),
)
# A Word text may be one XML file: a whole DOCX package, or the older format of Word 2003. That has no reader: LibreOffice, which
# could convert it, prints deleted text of it beside the inserted.
_WORD_XML: tuple[tuple[bytes, bytes, Kind], ...] = (
    (
        b":package",
        b"http://schemas.microsoft.com/office/2006/xmlPackage",
        Kind("docx", "Word 文件 (XML)", "a Word file (XML)"),
    ),
    (
        b":wordDocument",
        b"http://schemas.microsoft.com/office/word/2003/wordml",
        Kind("wordml", "Word 2003 的 XML 文件", "an XML file of Word 2003"),
    ),
)
_MHTML = Kind("mhtml", "网页存档 (MHTML)", "a web archive (MHTML)")
_MHTML_HEAD = re.compile(rb"^MIME-Version:", re.I | re.M)
_MHTML_BODY = re.compile(rb"^Content-Type:\s*(?:multipart/related|text/html)", re.I | re.M)

# How far into a file the marks of a PDF, a ZIP container's folders or a web archive are looked for.
HEAD = 4096

# A page starts with markup, or has this many well-known tags: a report that quotes one or two tags is still plain text.
_ENOUGH_TAGS = 4
_LOOKED_AT = 300_000
_STARTS_WITH_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|section|article|span|style|script|h[1-6]|i?frame|frameset"
    r"|font|center|link|ul|ol|pre)\b",
    re.I | re.S,
)
_KNOWN_TAG = re.compile(
    r"<(?:/?(?:p|div|span|table|tbody|tr|td|th|font|strong|html|body|head|h[1-6]|li|ul)|br)\b[^<>]*>", re.I
)


def binary_kind(data: bytes) -> Kind | None:
    """由文件头判断的非文本种类; 文本和网页返回 None。 The kind of a file that is not text by its first bytes, None for text."""
    head = data[:HEAD]
    for offset, mark, kind in _MAGIC:
        if head[offset : offset + len(mark)] == mark:
            return kind
    if b"%PDF-" in head[:1024]:
        return _PDF
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        found = next((kind for mark, kind in _CONTAINERS if mark in head or mark in data[-HEAD:]), None)
        return found or _container(data)
    if b"<?xml" in head[:100]:
        found = next((kind for mark, name, kind in _WORD_XML if mark in head and name in head), None)
        if found is not None:
            return found
    if _MHTML_HEAD.search(head) and _MHTML_BODY.search(head):
        return _MHTML
    return None


def _container(data: bytes) -> Kind:
    """A ZIP file whose first and last bytes do not tell: by the names of its members, which stand before them in the file too."""
    if b"[Content_Types].xml" in data:
        return next((kind for mark, kind in _CONTAINERS if _member(mark).search(data)), _ZIP)
    return _ZIP


def _member(folder: bytes) -> re.Pattern[bytes]:
    # 30 bytes of header stand before the name of a member
    return re.compile(rb"PK\x03\x04.{26}" + re.escape(folder), re.S)


def decoded_kind(text: str) -> Kind:
    """文本是网页还是纯文本。 Whether decoded text is HTML or plain text."""
    if _STARTS_WITH_MARKUP.match(text):
        return HTML
    tags = islice(_KNOWN_TAG.finditer(text, 0, _LOOKED_AT), _ENOUGH_TAGS)
    return HTML if sum(1 for _ in tags) == _ENOUGH_TAGS else TEXT
