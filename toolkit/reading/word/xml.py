"""Word 的 XML：安全地解析, 用短名称呼元素。

The XML of Word: parsed without DTD, entities or network, its elements called by short names ("w:p"), the same for both editions of the
standard (transitional and strict).
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from xml.etree import ElementTree

from toolkit.reading.word.refusals import refusal

Element = ElementTree.Element

_OOXML = "http://schemas.openxmlformats.org/"
_MAIN = f"{_OOXML}wordprocessingml/2006/main"
_PREFIXES = {
    _MAIN: "w",
    f"{_OOXML}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_OOXML}drawingml/2006/picture": "pic",
    f"{_OOXML}officeDocument/2006/math": "m",
    f"{_OOXML}markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
}
_W = f"{{{_MAIN}}}"
_RELATION = f"{{{_OOXML}officeDocument/2006/relationships}}id"
# The strict edition has the same words under other addresses, which are written as those of the usual one before anything is read.
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = re.compile(rb"""(?<=["'])http://purl\.oclc\.org/ooxml/(\w+)/(\w+)(?=["'])""")
# Half of a Word file says how letters, lines and borders look. Taking that out first makes reading a third faster; nothing here prints.
# White letters and such of at most two points stay, as they cannot be seen.
_LOOKS = re.compile(
    rb'<w:(?:rFonts|sz(?![^<>]*"[1-4]")|szCs|lang|color(?![^<>]*[fF]{6})|kern|spacing|ind|tcW|vAlign|shd|snapToGrid|cantSplit|top|left|bottom|right|insideH|insideV|gridCol'
    rb"|widowControl|adjustRightInd|autoSpaceD[EN]|keepNext|keepLines|proofErr|bookmarkStart|bookmarkEnd|lastRenderedPageBreak|noWrap"
    rb"|trHeight|i|iCs|bCs|u|highlight)\b[^<>]*/>"
)
# A report of one page has some thousand elements, the longest tables some ten thousand.
_MAX_ELEMENTS = 1_000_000
_OFF = frozenset({"0", "false", "off", "none"})


class Names(dict[str, str]):
    """元素的短名称。 Short names of elements, made when first seen; "" for elements of other vocabularies."""

    def __missing__(self, tag: str) -> str:
        space, _, local = tag[1:].partition("}")
        prefix = _PREFIXES.get(space)
        name = self[tag] = f"{prefix}:{local}" if prefix else ""
        return name


def parse(data: bytes, name: str) -> Element:
    """解析一个部分的 XML。

    The root element. Raises ReadError `has_doctype`, `too_complex` or `damaged_docx`. Office parts are UTF-8 or UTF-16 by the standard;
    whatever else a part declares is not believed, so that nothing can hide from the look for a DOCTYPE.
    """
    if data[:2] in (BOM_UTF16_LE, BOM_UTF16_BE):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            raise refusal("damaged_docx", name) from None
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise refusal("has_doctype", name)
    if _STRICT in data:
        data = _STRICT_NAMES.sub(_transitional, data)
    if data.count(b"<") > 2 * _MAX_ELEMENTS:
        raise refusal("too_complex", name)
    try:
        # no DTD gets here, and the parser opens nothing else
        return ElementTree.XML(_LOOKS.sub(b"", data), ElementTree.XMLParser(encoding="utf-8"))  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError):
        raise refusal("damaged_docx", name) from None


def _transitional(match: re.Match[bytes]) -> bytes:
    return b"%s%s/2006/%s" % (_OOXML.encode(), *match.groups())


def attribute(element: Element, name: str, missing: str = "") -> str:
    """Word 的一个属性。 The value of an attribute of Word's own vocabulary."""
    found = element.get(_W + name)
    return element.get(name, missing) if found is None else found


def relation_id(element: Element) -> str:
    """元素引用的关系编号。 The relation that an element refers to."""
    return element.get(_RELATION, "")


def child(element: Element | None, name: str) -> Element | None:
    """直接下级中的一个元素。 The first direct child in Word's vocabulary; never one further down, where old properties are kept."""
    return None if element is None else element.find(_W + name)


def children(element: Element | None, name: str) -> list[Element]:
    """直接下级中的同名元素。 All direct children of that name in Word's vocabulary."""
    return [] if element is None else element.findall(_W + name)


def value(element: Element | None, name: str, missing: str = "") -> str:
    """`<w:name w:val="...">` 的值。 The value of a child such as `<w:jc w:val="center"/>`."""
    found = child(element, name)
    return missing if found is None else attribute(found, "val", missing)


def number(text: str, missing: int) -> int:
    """属性中的整数。 The whole number an attribute holds; `missing` where it holds none, or one beyond reason."""
    stripped = text.strip()
    if not stripped.removeprefix("-").isascii() or not stripped.removeprefix("-").isdigit() or len(stripped) > 9:
        return missing
    return int(stripped)


def switched(element: Element | None, name: str) -> bool | None:
    """开关属性：开、关, 没写为 None。 An on-off property: `<w:b/>` is on, `<w:b w:val="0"/>` off, None where it is not there."""
    found = child(element, name)
    return None if found is None else is_on(found)


def is_on(element: Element) -> bool:
    """开关元素是不是开。 Whether an on-off element is on."""
    return attribute(element, "val", "1").strip().lower() not in _OFF
