"""OLE 容器：旧版 Office 文件里装的是什么。

The OLE container of old Office files: which program wrote it, by the names of the streams in its root. Only the directory is read.
"""

from __future__ import annotations

import struct

_HEADER = 512
_END = 0xFFFFFFFA  # this and the numbers above it are marks, not sectors
_MOST_SECTORS = 4_000
_MOST_ENTRIES = 20_000
_NO_ENTRY = 0xFFFFFFFF
_ENCRYPTED = 0x0100  # in the flags of a Word file's first block (FIB), byte 10
_FIB_MARKS = (0xA5EC, 0xA5DC)

# Names of streams in the root, and the content they stand for; the first that is there decides.
_CONTENTS = (
    ("encryptedpackage", "encrypted"),
    ("worddocument", "word"),
    ("workbook", "sheet"),
    ("book", "sheet"),
    ("powerpoint document", "slides"),
    ("__properties_version1.0", "mail"),
    ("contents", "works"),
    ("matost", "works"),
)


def content_of(data: bytes) -> str:
    """旧版 Office 文件的内容。

    What an OLE file holds: "word", "sheet", "slides", "mail", "works" (Microsoft Works), "encrypted" (needs a password), "unknown", or
    "damaged" where its directory cannot be read.
    """
    try:
        names = _root_streams(data)
    except (struct.error, IndexError, ValueError):
        return "damaged"
    for name, content in _CONTENTS:
        if name in names:
            return "encrypted" if content == "word" and _has_password(data, *names[name]) else content
    return "unknown"


def _root_streams(data: bytes) -> dict[str, tuple[int, int]]:
    """The streams directly in the root: lower-case name -> (first byte, size). Raises ValueError, IndexError or struct.error."""
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise ValueError(shift)
    size = 1 << shift
    fat = _allocation(data, size)
    directory = b""
    sector = struct.unpack_from("<I", data, 48)[0]
    for _ in range(_MOST_SECTORS):
        if sector >= _END:
            break
        directory += data[(sector + 1) * size : (sector + 2) * size]
        sector = fat[sector]
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)][:_MOST_ENTRIES]
    found: dict[str, tuple[int, int]] = {}
    seen: set[int] = set()
    waiting = [struct.unpack_from("<I", entries[0], 76)[0]]
    while waiting:
        at = waiting.pop()
        if at == _NO_ENTRY or at in seen or at >= len(entries):
            continue
        seen.add(at)
        entry = entries[at]
        length, left, right = struct.unpack_from("<H", entry, 64)[0], *struct.unpack_from("<II", entry, 68)
        start, stream_size = struct.unpack_from("<II", entry, 116)
        name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").lower()
        found[name] = ((start + 1) * size, stream_size)
        waiting += [left, right]
    return found


def _allocation(data: bytes, size: int) -> list[int]:
    """The table of which sector follows which."""
    count = min(struct.unpack_from("<I", data, 44)[0], _MOST_SECTORS)
    places = list(struct.unpack_from("<109I", data, 76))
    more = struct.unpack_from("<I", data, 68)[0]
    per_sector = size // 4
    while len(places) < count and more < _END:
        block = struct.unpack_from(f"<{per_sector}I", data, (more + 1) * size)
        places += block[:-1]
        more = block[-1]
    table: list[int] = []
    for place in places[:count]:
        if place < _END:
            table += struct.unpack_from(f"<{per_sector}I", data, (place + 1) * size)
    return table


def _has_password(data: bytes, start: int, size: int) -> bool:
    if size < 4096 or start + 12 > len(data):
        return False  # so small a stream lies elsewhere, and holds no report
    mark, flags = struct.unpack_from("<H", data, start)[0], struct.unpack_from("<H", data, start + 10)[0]
    return mark in _FIB_MARKS and bool(flags & _ENCRYPTED)
