"""网页存档(MHTML)的读入。

Web archives (.mht, .mhtml, and Word's "single file web page", often named .doc): one MIME message whose parts are the page, its frames and
its pictures. The page that the archive starts with is read like any other page, its frames with it; nothing else is decoded.
"""

from __future__ import annotations

import email
import email.errors
import hashlib
import re
from dataclasses import replace
from email.message import Message
from urllib.parse import unquote, urljoin

from toolkit.errors import ReadError
from toolkit.model import Document
from toolkit.reading.encoding import decode
from toolkit.reading.framesets import Found, with_frames
from toolkit.reading.html import read_html

FORMAT = "mhtml"
# An archived page has its frames and pictures as parts, some hundred at most.
MAX_PARTS = 5_000
_PAGES = frozenset(("text/html", "application/xhtml+xml"))


def read_mhtml(data: bytes, name: str) -> Document:
    """读入网页存档。

    The archive's own page, with the frames that hold the report. `Document.text` is the decoded source of that page (of several frames, one
    after the other). Raises `ReadError` `archive_without_page` where no part of it is a page, `archive_broken` where it is no message.
    """
    parts = _parts(data, name)
    root = _root(parts)
    if root is None:
        raise ReadError(
            "archive_without_page",
            name,
            "这个网页存档里没有网页正文(可能没有下载完整); 请重新保存网页, 或另存为 HTML。",
            "This web archive holds no page (it may not have been downloaded whole): save the page again, or save it as HTML.",
        )
    sha256 = hashlib.sha256(data).hexdigest()

    def read(part: Message) -> Document:
        decoded = decode(_content(part), name, part.get_content_charset() or "")
        return replace(read_html(decoded, name, sha256), format=FORMAT)

    places = _places(parts)

    def find(source: str, base: str) -> Found | None:
        wanted = source[4:].strip("<>") if source[:4].lower() == "cid:" else urljoin(base, source) if base else source
        part = next((places[key] for key in (wanted, unquote(wanted), source) if key in places), None)
        return None if part is None else Found(source, _location(part), read(part))

    return with_frames(read(root), find, _location(root))


def _parts(data: bytes, name: str) -> list[Message]:
    try:
        message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "))
        parts: list[Message] = []
        for part in message.walk():
            if len(parts) == MAX_PARTS:
                raise _broken(name)
            parts.append(part)
    except (RecursionError, email.errors.MessageError, LookupError, ValueError):
        raise _broken(name) from None
    return parts


def _root(parts: list[Message]) -> Message | None:
    """The part that the archive says it starts with, else its first page."""
    start = _header(parts[0].get_param("start", "")).strip("<> ")
    pages = [part for part in parts if part.get_content_type() in _PAGES and not part.is_multipart()]
    named = next((part for part in pages if start and _identifier(part) == start), None)
    return named or next((part for part in pages if _content(part).strip()), None)


def _places(parts: list[Message]) -> dict[str, Message]:
    """Pages of the archive by their address and by their identifier."""
    found: dict[str, Message] = {}
    for part in parts:
        if part.get_content_type() in _PAGES and not part.is_multipart():
            for key in (_location(part), _identifier(part)):
                if key:
                    found.setdefault(key, part)
    return found


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _location(part: Message) -> str:
    return re.sub(r"\s", "", _header(part.get("Content-Location", "")))


def _identifier(part: Message) -> str:
    return _header(part.get("Content-ID", "")).strip("<> ")


def _header(value: object) -> str:
    return str(value) if value else ""


def _broken(name: str) -> ReadError:
    return ReadError(
        "archive_broken",
        name,
        "这个网页存档已损坏, 分不出其中的网页; 请重新保存网页, 或另存为 HTML。",
        "This web archive is damaged, and the pages in it cannot be told apart: save the page again, or save it as HTML.",
    )
