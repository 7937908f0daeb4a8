"""压缩包的目录：成员的名称与位置, 不解包。

What a zip or tar archive holds: the members that may be reports, and where they stand. Nothing is written under a
member's name, so a name that leads elsewhere leads nowhere; sizes are bounded. A compressed tar can only be read from
its beginning, so it is unpacked once, as one tar file, into the work folder of the store.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from toolkit.corpus.places import LARGEST_MEMBER, Place, open_address, too_large
from toolkit.errors import ReadError
from toolkit.reading.folders import SUFFIXES

MOST_MEMBERS = 5_000_000
# A compressed tar of text shrinks to a tenth or a twentieth; what grows more than this was made to do harm.
_LARGEST_RATIO = 200
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """压缩包中的一个文件。 A file in an archive: its name and its place."""

    name: str
    place: Place


def members(path: str, spool: Path) -> Iterator[Member]:
    """压缩包中可能是报告的文件, 按名称。

    The members of an archive that have the suffix of a report, in order of name; hidden ones are passed over. Raises
    `ReadError` where it is no archive or is damaged.
    """
    try:
        with open_address(path) as stream:
            found = _of_zip(path, stream) if path.lower().endswith(".zip") else _of_tar(path, stream, spool)
    except ReadError:
        raise
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, tarfile.TarError, NotImplementedError) as error:
        raise _damaged(path, error) from None
    yield from sorted(found, key=lambda member: member.name)


def _wanted(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in SUFFIXES and not any(
        (p.startswith(".") and p != "..") or p == "__MACOSX" for p in path.parts
    )


def _of_zip(path: str, stream: IO[bytes]) -> list[Member]:
    found = []
    for number, info in enumerate(zipfile.ZipFile(stream).infolist()):
        name = _zip_name(info)
        if not info.is_dir() and _wanted(name):
            found.append(Member(name, Place("zip", (path,), info.filename, number, info.file_size)))
    return found


def _zip_name(info: zipfile.ZipInfo) -> str:
    """

    The name of a member: archives made on Chinese systems hold it in GBK without saying so, and Python then takes it
    for cp437.
    """
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        data = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return name


def _of_tar(path: str, stream: IO[bytes], spool: Path) -> list[Member]:
    if not path.lower().endswith(".tar"):
        spool.mkdir(parents=True, exist_ok=True)
        plain = spool / f"{hashlib.sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()[:20]}.tar"
        _unpack(path, stream, plain)
        path = str(plain)
        with plain.open("rb") as opened:
            return _of_tar(path, opened, spool)
    found = []
    with tarfile.open(fileobj=stream, mode="r:") as archive:
        for number, info in enumerate(archive):
            if number >= MOST_MEMBERS:
                raise ValueError("too many members")
            if info.isreg() and not info.issparse() and _wanted(info.name):
                size = min(info.size, LARGEST_MEMBER + 1)
                found.append(Member(info.name, Place("tar", (path,), info.name, info.offset_data, size)))
            archive.members.clear()  # type: ignore[attr-defined]
    return found


def _unpack(path: str, stream: IO[bytes], plain: Path) -> None:
    """The one tar file inside a compressed one."""
    import bz2
    import gzip
    import lzma

    lower = path.lower()
    kind = gzip if lower.endswith("gz") else bz2 if lower.endswith("bz2") else lzma
    limit = _LARGEST_RATIO * max(stream.seek(0, os.SEEK_END), _PIECE)
    stream.seek(0)
    written = 0
    with kind.open(stream) as opened, plain.open("wb") as out:
        while piece := opened.read(_PIECE):
            written += len(piece)
            if written > limit:
                raise too_large(path)
            out.write(piece)


def _damaged(path: str, error: Exception) -> ReadError:
    reason = f"{type(error).__name__}: {error}"[:200]
    zh = f"压缩包打不开({reason})；请检查是否下载完整、是否为 zip 或 tar。"
    en = f"the archive cannot be opened ({reason}); check that it was downloaded whole and is a zip or a tar."
    return ReadError("damaged_archive", path, zh, en)
