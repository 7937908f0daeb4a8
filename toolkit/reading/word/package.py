"""DOCX 的容器：压缩包里的各部分及其关系, 读时设限。

The container of a DOCX: its parts and the relations between them. A part is unpacked only when it is asked for, and never further than
a report could need: the limits are checked on the bytes that come out, not on what the archive says of itself. Nothing outside the file
is ever opened.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import tostring

from toolkit.reading.word.refusals import refusal
from toolkit.reading.word.xml import Element, parse

# The text of a long report has 3 MB as XML, with every few characters in a run of their own 8.
MAX_PART = 24_000_000
# Text of a report shrinks to a tenth or a thirtieth. Deflate itself ends at a thousandth.
MAX_RATIO = 250
_SMALL = 1_000_000
_MAX_MEMBERS = 5_000
_CHUNK = 1 << 18
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what Word writes; zipfile cannot bound the others
_RELATIONSHIP = "Relationship"


class Relation(NamedTuple):
    """部分之间的一条关系。 A relation: the last word of its type ("styles", "footer"), its target, whether it lies outside the file."""

    kind: str
    target: str
    external: bool


class Package:
    """一个 DOCX 文件。

    Opens the container. `part(name)` unpacks one part. Raises ReadError `damaged_docx`, `encrypted`, `archive_bomb`.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._spent = 0
        self._read: Callable[[str], bytes | None]
        if data[:2] == b"PK":
            self._open(data)
        else:
            self._flat = _parts_of_flat(parse(data, name))
            self._read = self._flat.get

    def _open(self, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > _MAX_MEMBERS:
            raise refusal("archive_bomb", self.name)
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError):
            raise refusal("damaged_docx", self.name) from None
        self._members: dict[str, zipfile.ZipInfo | None] = {}
        for info in self._archive.infolist():
            key = _key(info.filename)
            # of two parts with one name nobody can say which is the text
            self._members[key] = None if key in self._members else info
        self._read = self._unpack

    def part(self, name: str) -> bytes | None:
        """一个部分的内容。 The bytes of a part, None where there is none of that name."""
        return self._read(_key(name))

    def xml(self, name: str) -> Element | None:
        """一个部分的 XML。 The root element of a part, None where there is none of that name."""
        data = self.part(name)
        return None if data is None else parse(data, self.name)

    def relations(self, name: str) -> dict[str, Relation]:
        """一个部分引用的其他部分。 What a part refers to, by relation id; "" is the package itself."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, Relation] = {}
        for each in root if root is not None else ():
            if not each.tag.endswith(_RELATIONSHIP):
                continue
            external = each.get("TargetMode", "").lower() == "external"
            target = each.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target).replace("\\", "/"))).lstrip("/")
            found[each.get("Id", "")] = Relation(each.get("Type", "").rpartition("/")[2], target, external)
        return found

    def main(self) -> str:
        """正文部分的名字。 The name of the part that holds the text."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and not relation.external:
                return relation.target
        return "word/document.xml"

    def _unpack(self, key: str) -> bytes | None:
        if key not in self._members:
            return None
        info = self._members[key]
        if info is None or info.compress_type not in _PLAIN_METHODS:
            raise refusal("damaged_docx", self.name)
        if info.flag_bits & 1:
            raise refusal("encrypted", self.name)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._archive.open(info) as member:
                while chunk := member.read(_CHUNK):
                    size += len(chunk)
                    chunks.append(chunk)
                    if self._spent + size > MAX_PART or size > max(_SMALL, info.compress_size * MAX_RATIO):
                        raise refusal("archive_bomb", self.name)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
            raise refusal("damaged_docx", self.name) from None
        self._spent += size
        return b"".join(chunks)


def _key(name: str) -> str:
    """Names of parts do not tell upper from lower case."""
    return name.replace("\\", "/").lstrip("/").lower()


def _parts_of_flat(root: Element) -> dict[str, bytes]:
    """The parts of a package written as one XML file (Word: "Flat OPC")."""
    parts: dict[str, bytes] = {}
    for part in root:
        name = next((value for key, value in part.attrib.items() if key.endswith("}name")), "")
        for content in part:
            if content.tag.endswith("}xmlData") and len(content):
                parts[_key(name)] = tostring(content[0])
            elif content.tag.endswith("}binaryData"):
                try:
                    parts[_key(name)] = b64decode(content.text or "")
                except ValueError:
                    continue
    return parts
