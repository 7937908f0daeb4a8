"""把报告文字和数值写成可以放心显示的字符串。

Text and figures of a report made fit to be shown. What a report prints may hold characters that steer a terminal (escape
sequences) or turn the direction of a line (bidirectional controls); they are shown by name and never take effect.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from markupsafe import Markup

# C0 without tab and line feed, DEL, C1, line and paragraph separators, and the characters that reorder or hide text; lone
# surrogates cannot be written as UTF-8.
_CHARACTERS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f"
)
_STEERING = re.compile(f"[{_CHARACTERS}]")
_STEERING_OR_BREAK = re.compile(f"[{_CHARACTERS}\t\n]")
_LARGEST_EXPONENT = (
    30  # a printed figure has at most 13 digits (亿 of 元); longer ones are written in scientific notation
)


def visible(text: str) -> str:
    """控制字符以名称显示。 The text with every steering character replaced by its name, such as ‹U+202E›."""
    if _STEERING.search(text) is None:
        return text
    return _STEERING.sub(_name, text)


def _name(found: re.Match[str]) -> str:
    return f"‹U+{ord(found.group()):04X}›"


def one_line(text: str) -> str:
    """只占一行的可显示文字。 The visible text on one line: what breaks a line is shown by name too, so that no line can be forged."""
    return _STEERING_OR_BREAK.sub(_name, text)


def json_text(record: Any, indent: int | None = None) -> str:
    """JSON 文字, 控制字符一律转义。

    A record as JSON. What steers a terminal or an editor is written as \\uXXXX, which reads back as the same text, so that
    `ogi check --json - FILE` may be looked at; the rest of Unicode is written as it is.
    """
    separators = (",", ":") if indent is None else None
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    return _STEERING.sub(lambda found: json.dumps(found.group())[1:-1], text)


def decoded(name: str) -> str:
    """文件名里的字节读作 UTF-8。

    A file name without lone surrogates. Python keeps bytes that its locale cannot decode as such (with LANG=C every Chinese name);
    they are read as UTF-8 after all, and what is no UTF-8 becomes �.
    """
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return name.encode("utf-8", "replace").decode("utf-8")


def file_name(name: str) -> str:
    """可显示的文件名, 只占一行。 A file name fit to be shown and written, on one line."""
    return one_line(decoded(name))


def as_html(made: str) -> Markup:
    """已转义的 HTML。

    HTML of our own making. The only place where a string becomes HTML without being escaped: whoever calls it has escaped every
    piece that comes from a report, and the tests send hostile text through every caller.
    """
    return Markup(made)  # noqa: S704


def excerpt(text: str, length: int) -> str:
    """可显示的摘录。 The visible text, cut at `length` characters with an ellipsis, its white space collapsed."""
    text = " ".join(visible(text[: 4 * length]).split())
    return text if len(text) <= length else text[: length - 1] + "…"


def figure(value: Decimal | str | None) -> str:
    """数值或日期的写法：不带多余的零, 不用科学记数法。 A number or date as people write it; "" for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return visible(value)
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST_EXPONENT:
        return str(value)
    whole = value.to_integral_value()
    if value == whole:
        return f"{whole:f}" if whole else "0"
    return f"{value:f}".rstrip("0")
