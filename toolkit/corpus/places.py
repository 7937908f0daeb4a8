"""一份报告的文件在哪里：文件、压缩包中的一个成员, 或一个网址。

Where the file of a report stands: a file, several files that are one report, a member of a zip or tar archive, or an
address. A `Place` is plain data, so that it can be kept in the journal and sent to another process, which opens it
there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from toolkit.errors import ReadError
from toolkit.model import Document

_HANDLES: list[IO[bytes]] = []
# As large as the largest kind of file that is read at all: a member that says it is larger, or turns out to be, is not
# unpacked.
LARGEST_MEMBER = 100_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """一份报告的文件所在。

    `kind` is "file" (`paths`: one file, or the pages of one report in order), "zip" or "tar" (`paths[0]` is the
    archive, `member` its name there; `offset` and `size` where its bytes stand in a tar), or "url" (`paths[0]` is the
    address), "error" (`paths` is why it cannot be looked into: code, Chinese, English).
    """

    kind: str
    paths: tuple[str, ...]
    member: str = ""
    offset: int = 0
    size: int = 0

    def to_text(self) -> str:
        """写成一行文字。 As one line of text, for the journal."""
        return json.dumps(asdict(self), ensure_ascii=True)

    @classmethod
    def of_text(cls, text: str) -> Place:
        """由一行文字读回。 Back from that line."""
        data: dict[str, Any] = json.loads(text)
        return cls(**{**data, "paths": tuple(data["paths"])})


def opened_at(place: Place, name: str) -> Opened:
    """打开一处的文件, 算出它的哈希值。

    The file at a place, hashed and not yet read: whoever has its result already goes no further. Raises `ReadError`.
    """
    if place.kind == "error":
        code, zh, en = place.paths
        raise ReadError(code, name, zh, en)
    if place.kind != "file":
        data = content_at(place, name)
        return Opened(place, name, hashlib.sha256(data).hexdigest(), len(data), data)
    hashes, size = [], 0
    for path in place.paths:
        try:
            with Path(path).open("rb") as stream:
                hashes.append(hashlib.file_digest(stream, "sha256").hexdigest())
                size += stream.tell()
        except (OSError, ValueError):  # whoever reads it says why in a sentence
            return Opened(place, name, "", 0)
    joined = hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    return Opened(place, name, joined, size)


@dataclass(frozen=True, slots=True)
class Opened:
    """已算出哈希值、尚未读取的文件。

    A file that was hashed: `sha256` is "" where it could not be opened. `document` reads it.
    """

    place: Place
    name: str
    sha256: str
    size: int
    data: bytes | None = None

    def document(self, second_reading: bool) -> Document:
        """读取。 Read it. Raises `ReadError` where it cannot be read."""
        from toolkit.reading import read_bytes, read_document

        if self.data is not None:
            return read_bytes(self.data, self.name, second_reading)
        if len(self.place.paths) == 1:
            return read_document(self.place.paths[0], second_reading)
        from toolkit.reading.joined import read_pages

        return read_pages(self.place.paths)


def content_at(place: Place, name: str) -> bytes:
    """一处的全部字节。 The bytes at a place that is no plain file. Raises `ReadError`."""
    try:
        if place.kind == "zip":
            return _zip_member(place, name)
        if place.kind == "tar":
            return _tar_member(place)
        with open_address(place.paths[0]) as stream:
            return _at_most(stream, name)
    except ReadError:
        raise
    except Exception as error:  # noqa: BLE001 - an archive or a protocol has its own errors; each is one row of failures
        raise _not_opened(name, error) from None


def open_address(address: str) -> IO[bytes]:
    """打开本机路径或网址。 Open a path of this machine or an address that fsspec knows, for reading."""
    if "://" not in address:
        return Path(address).open("rb")
    import fsspec

    return fsspec.open(address, "rb").open()  # type: ignore[no-any-return]


@lru_cache(maxsize=4)
def _archive(path: str) -> Any:
    import zipfile

    return zipfile.ZipFile(_stream(path))  # kept open for the members that follow


@lru_cache(maxsize=4)
def _stream(path: str) -> IO[bytes]:
    _HANDLES.append(open_address(path))
    return _HANDLES[-1]


def close_archives() -> None:
    """关闭仍开着的压缩包。 Close the archives that are kept open for their next member."""
    for handle in _HANDLES:
        handle.close()
    _HANDLES.clear()
    _archive.cache_clear()
    _stream.cache_clear()


def _zip_member(place: Place, name: str) -> bytes:
    archive = _archive(place.paths[0])
    info = archive.infolist()[place.offset]
    if info.flag_bits & 1:
        zh = "压缩包里的这个文件加了密码, 读不出；请先解密再读。"
        en = "this member of the archive is encrypted and cannot be read; decrypt it first."
        raise ReadError("encrypted_member", name, zh, en)
    with archive.open(info) as stream:
        return _at_most(stream, name)


def _tar_member(place: Place) -> bytes:
    stream = _stream(place.paths[0])
    stream.seek(place.offset)
    return stream.read(place.size)


def _at_most(stream: IO[bytes], name: str) -> bytes:
    data = stream.read(LARGEST_MEMBER + 1)
    if len(data) > LARGEST_MEMBER:
        raise too_large(name)
    return data


def too_large(name: str) -> ReadError:
    """压缩包成员太大。 The error of a member that is larger than any report."""
    limit = LARGEST_MEMBER // 1_000_000
    zh = f"展开后超过 {limit} MB 的上限, 未读；一份报告通常不到 1 MB, 请检查是否选错了文件。"
    en = f"unpacks to more than the limit of {limit} MB and was not read; a report has usually less than 1 MB: check the file."
    return ReadError("too_large", name, zh, en)


def _not_opened(name: str, error: Exception) -> ReadError:
    reason = f"{type(error).__name__}: {error}"[:200]
    zh = f"打不开({reason})；请检查压缩包或网址。"
    en = f"cannot be opened ({reason}); check the archive or the address."
    return ReadError("unreadable_file", name, zh, en)
