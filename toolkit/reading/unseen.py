"""单元格中不是文字的内容：图片、画布、脚本、框架、输入框。

What prints something in a table cell without being text of the page: pictures, scripts, frames, form fields, list numbers, text that a
style writes or hides. None of it is read (a form field's value is, where it is a figure): the cell is unreadable, not blank.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.model import Doubt
from toolkit.reading.attributes import attributes, printed_attribute
from toolkit.reading.places import Placed
from toolkit.reading.sheets import HIDDEN

_PICTURE = (
    "这一格中有图片或图形, 其中的数字没有读取。",
    "A picture stands in this cell, and what it shows is not read.",
)
SENTENCES: dict[str, tuple[str, str]] = {
    "picture": _PICTURE,
    "script": (
        "这一格由脚本或框架写出内容, 文件中没有这些文字。",
        "A script or a frame writes into this cell, and what it writes is not in the file.",
    ),
    "field": (
        "这一格中有表单输入框, 显示的内容不能确定。",
        "A form field stands in this cell, and what it shows is not certain.",
    ),
    "list": (
        "这里有自动编号, 编号不是数字的一部分, 两者没有分开。",
        "A list number stands here, which is no part of the figure and cannot be told from it.",
    ),
    "pale": (
        "这里有文字与底色同色或移出页面, 看不见, 数字不能确定。",
        "Text here has the colour of its background or stands off the page; the number is not certain.",
    ),
    "written": (
        "这里由样式表写出内容, 没有读取。",
        "The style sheet writes something here, and it is not read.",
    ),
    "reversed": (
        "这里的文字按相反方向显示, 没有读取。",
        "The text here is shown in reverse order, and is not read.",
    ),
    "contested": (
        "样式表在不同条件下显示或隐藏这里的文字, 数字不能确定。",
        "The style sheet shows or hides the text here by conditions; the number is not certain.",
    ),
    "twins": (
        "同一数字似乎写了两遍(供不同屏幕显示), 页面没有说明显示哪一个。",
        "The same number seems to stand here twice, for different screens, and the page does not say which of them shows.",
    ),
}
TWO_LINES = (
    "这一格中有两行数字, 是一个数断成两行, 还是两个数, 不能确定。",
    "Two lines of figures stand in this cell: one number that is broken, or two numbers.",
)
SENTENCES |= dict.fromkeys(("data", "noscript", "writes"), SENTENCES["script"]) | {"backdrop": _PICTURE}
# what makes a cell doubtful only where it has no text of its own
IF_EMPTY = frozenset(("script", "data", "noscript", "backdrop"))
# what says something about the text that follows it
_OF_WHAT_FOLLOWS = frozenset(("pale", "contested", "reversed"))
ELEMENTS = frozenset(
    "img canvas svg math object embed applet video audio progress meter input textarea iframe script".split()
)
_SCRIPTS = frozenset(("script", "iframe"))
# Input fields that show their value; of the others a hidden one shows nothing.
_TEXT_FIELDS = frozenset(("", "text", "number", "tel", "search"))
_FIGURE = re.compile(r"\s*[+\-−－]?\d[\d,，.]{0,17}\s*[\u4e00-\u9fff%％]{0,2}\s*")
_TINY = re.compile(r"\s*[0-3](?:px)?\s*$")
# How much text there may be beside a figure; a cell with more and no digit in it is a label.
_LABEL = 4
_VARIANT = re.compile(
    r"""\b(?:class|id)\s*=\s*["']?[^"'>]*?\b(?:(?:hidden|hide|visible|show|d)-(?:xs|sm|md|lg|xl|none|inline|block|mobile|pc|phone)"""
    r"""|(?:only|hide|show|for|is|hide-on|show-on|show-for|hide-for)?-?(?:mobile|phone|pc|wap|desktop|tablet)\b)""",
    re.I,
)
_TWO_NUMBERS = re.compile(r"\d\s\d")
_GIVEN = re.compile(r"\b(?:class|id)\s*=", re.I)


class Unseen(NamedTuple):
    """一处不是文字的内容。 Something that is no text, its place in the raw file and its kind (a key of `SENTENCES`)."""

    start: int
    end: int
    kind: str


def kind_of_element(name: str, token: str) -> str:
    """一个元素显示的内容属于哪一种, 不显示则为空。 The kind of what an element shows; "" where it shows nothing."""
    if name in _SCRIPTS:
        content = token[token.find(">") + 1 : token.rfind("</")]
        if name == "script" and not content.strip() and "src" not in token[:200].lower():
            return ""
        return "writes" if name == "iframe" or "write" in content else "script"
    given = attributes(token)
    if "hidden" in given or HIDDEN.search(given.get("style", "")):
        return ""
    if name == "input":
        return "" if given.get("type", "").lower() == "hidden" else "field"
    if name == "img" and (_TINY.match(given.get("width", "")) or _TINY.match(given.get("height", ""))):
        return ""
    return "field" if name == "textarea" else "picture"


def value_of_field(name: str, token: str) -> tuple[int, str] | None:
    """输入框显示的数字及其在标签中的位置。 The figure that a form field shows and where it stands in its tag; None where it shows none."""
    if name == "textarea":
        start = token.find(">") + 1
        found: tuple[int, str] | None = (start, token[start : token.rfind("</")])
    elif attributes(token).get("type", "").lower() in _TEXT_FIELDS:
        found = printed_attribute(token, "value")
    else:
        found = None
    return found if found is not None and _FIGURE.fullmatch(found[1]) else None


def doubt_of_line(placed: Placed, unseen: Unseen) -> Doubt | None:
    """文字中的数字紧挨着不是文字的内容。 The doubt over a number in running text that something unseen touches; None without one."""
    start, end, kind = unseen
    if kind in IF_EMPTY:
        return None
    before = after = ""
    for at, raw, length in placed.runs:
        if raw + length <= start:
            before = placed.text[at + length - 1]
        elif raw >= end:
            after = placed.text[at]
            break
    if not (before.isdigit() or after.isdigit()):
        return None
    return Doubt(start, end + (kind in _OF_WHAT_FOLLOWS), *SENTENCES[kind])


def doubt_of_cell(placed: Placed, unseen: list[Unseen]) -> Doubt | None:
    """单元格是否因其中不是文字的内容而读不准。 The doubt over a cell because of what is no text in it; None where there is none."""
    text = placed.text
    if len(text) > _LABEL and not any(character.isdigit() for character in text):
        return None
    for start, end, kind in unseen:
        if text and (kind in IF_EMPTY or (kind == "field" and (placed.start, placed.end) == (start, end))):
            continue
        first = start if placed.start is None else min(start, placed.start)
        last = end if placed.end is None else max(end, placed.end)
        return Doubt(first, last, *SENTENCES[kind])
    return None


def in_lines(placed: Placed) -> Doubt | None:
    """单元格内的两行都是数字。 The doubt over a cell of several lines where figures follow one another."""
    if placed.start is None or placed.end is None or _TWO_NUMBERS.search(placed.text) is None:
        return None
    return Doubt(placed.start, placed.end, *TWO_LINES)


def twins(placed: Placed, raw: str) -> Doubt | None:
    """同一数字为不同屏幕写了两遍。 The doubt over a cell that holds one number twice, for different screens; None where it does not."""
    (at, start, length), (again, second, size) = placed.runs[:2]
    between = raw[start + length : second]
    one, other = placed.text[at : at + length], placed.text[again : again + size]
    if not (one[-1:].isdigit() and other[:1].isdigit()) or _GIVEN.search(between) is None:
        return None
    if _VARIANT.search(between) or (one == other and length > 1 and len(placed.runs) == 2):
        return Doubt(start, second + size, *SENTENCES["twins"])
    return None
