"""字节解码：BOM、严格 UTF-8、声明属实的编码、GB18030。

Bytes to text. In order: a byte order mark; strict UTF-8; Big5 where it is declared; GB18030, which holds gb2312 and GBK.
A declaration is believed only as far as the bytes bear it out, and a false one is noted. Nothing is guessed from letter
frequencies: guessers are wrong on short GBK texts.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from toolkit.errors import ReadError
from toolkit.model import Doubt

Note = tuple[str, str]

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BIG5 = ("big5", "cp950", "big5hkscs")
# Browsers look for the declaration in the first 1024 bytes; pages with long comments put it later.
_DECLARATION_WITHIN = 8192
_DECLARED = re.compile(
    rb"""(?:<meta\b[^>]{0,400}?charset|<\?xml\b[^>]{0,200}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I
)
# UTF-8 with a few damaged bytes often decodes as GB18030, into nonsense. Where at most this share of the characters beyond ASCII
# is damaged, it is UTF-8 that was damaged; GB text fails in nearly every character.
_DAMAGED_SHARE = 0.1
# A page with so few damaged characters is still read, and what stands beside them is in doubt: in files cut and glued in transfer up to
# one in a thousand of the characters beyond ASCII, in a short one two or three.
_LOST_SHARE = 0.002
_FEWEST_LOST = 3
_REACH = 400
_MOST_DOUBTS = 2_000
LOST = "\N{REPLACEMENT CHARACTER}"
# How far the doubt about a lost character reaches: the cell, or the clause between two punctuation marks. Damaged GB text stays out of
# step up to the next ASCII character, which may be its first digit, so there it is the whole cell or line.
_CLAUSE_END = re.compile("[<>\\n\\r\\t，。；、,;：:|]")
_LINE_END = re.compile("[<>\\n\\r]")
# Of GB18030 text, private-use and control characters are a vanishing share; a binary file or another encoding has many.
_NONSENSE_SHARE = 0.03
# Of UTF-16 read in its own byte order, nearly all characters are Chinese, ASCII or full-width; read in the other order, or of a
# binary file, hardly any are.
_WIDE_SHARE = 0.9
_WIDE_SAMPLE = 20_000
_WRITTEN = re.compile("[\t\n\r -~\u00a0\u2010-\u2033\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_NONSENSE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]")


class Decoded(NamedTuple):
    """解码结果：文字、编码、说明、存疑处。 Decoded text, the encoding it was in, notes, and the stretches with lost characters."""

    text: str
    encoding: str
    notes: tuple[Note, ...]
    doubts: tuple[Doubt, ...] = ()


def decode(data: bytes, file: str, declared: str = "") -> Decoded:
    """解码一个文本文件。

    `declared` is the encoding that stands outside the bytes (in the head of a part of a web archive), "" where there is none.
    Decodes a text file. Raises ReadError `undecodable` where no admitted encoding fits all bytes, `binary` where NUL bytes show
    that it is no text, `utf16_without_mark` where they look like those of UTF-16.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding, ())
            except UnicodeDecodeError as error:
                raise _undecodable(file, encoding, error.start + len(mark)) from None
    if b"\x00" in data:
        wide = _wide(data)
        if wide is not None and declared.lower().startswith(("utf-16", "unicode")):
            return Decoded(data.decode(wide, "replace"), wide, ())
        if wide is not None:
            raise _without_mark(file, wide)
        raise ReadError(
            "binary",
            file,
            "文件含有空字节, 是二进制数据; 应为文本或网页, 请提供原报告的文本或网页文件。",
            "The file holds NUL bytes, so it is binary data; text or HTML was expected: supply the report as text or as a web page.",
        )
    declared = declared.lower() or _declaration(data)
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        cut_short = _cut_short(data, error)
        if cut_short is not None:
            return cut_short
        text, encoding = _not_utf8(data, file, declared, error)
    notes = _wrong_declaration(data, text, encoding, declared)
    return Decoded(text, encoding, notes, _doubts(text, encoding) if LOST in text else ())


def _doubts(text: str, encoding: str) -> tuple[Doubt, ...]:
    """What stands beside a character that is lost: no number there is certain."""
    end = _CLAUSE_END if encoding == "utf-8" else _LINE_END
    doubts: list[Doubt] = []
    at = text.find(LOST)
    while at >= 0 and len(doubts) < _MOST_DOUBTS:
        start = max((match.end() for match in end.finditer(text, max(0, at - _REACH), at)), default=max(0, at - _REACH))
        after = end.search(text, at)
        stop = min(after.start() if after else len(text), at + _REACH)
        doubts.append(
            Doubt(
                start,
                stop,
                "这里有解不开的字节, 旁边的数字不能确定。",
                "Bytes here could not be decoded; the numbers beside them are not certain.",
            )
        )
        at = text.find(LOST, max(stop, at + 1))
    return tuple(doubts)


def _wide(data: bytes) -> str | None:
    """UTF-16 without its byte order mark, which a text tells by being text in one byte order; told to the user, never read."""
    sample = data[: _WIDE_SAMPLE - _WIDE_SAMPLE % 2]
    sample = sample[: len(sample) - len(sample) % 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if text and len(_WRITTEN.findall(text)) >= _WIDE_SHARE * len(text):
            return encoding
    return None


def _without_mark(file: str, encoding: str) -> ReadError:
    return ReadError(
        "utf16_without_mark",
        file,
        f"文件含有空字节, 看来是没有字节顺序标记(BOM)的 {encoding.upper()} 文本; 请在编辑器里另存为 UTF-8。",
        f"The file holds NUL bytes and looks like {encoding.upper()} text without a byte order mark: save it as UTF-8 in an editor.",
    )


def _declaration(data: bytes) -> str:
    match = _DECLARED.search(data, 0, _DECLARATION_WITHIN)
    return match.group(1).decode("ascii").lower() if match else ""


def _cut_short(data: bytes, error: UnicodeDecodeError) -> Decoded | None:
    """A UTF-8 file that was cut in the middle of its last character."""
    if error.reason != "unexpected end of data" or error.start < 64:
        return None
    note = (
        f"文件在最后一个字符中间断开, 末尾 {len(data) - error.start} 个字节未读, 文件可能不完整。",
        f"The file ends in the middle of a character; its last {len(data) - error.start} bytes were not read and it may be incomplete.",
    )
    return Decoded(data[: error.start].decode("utf-8"), "utf-8", (note,))


def _not_utf8(data: bytes, file: str, declared: str, error: UnicodeDecodeError) -> tuple[str, str]:
    wide = data.decode("utf-8", "replace")
    damaged = wide.count("\ufffd")
    beyond = len(wide) - len(wide.encode("ascii", "ignore"))
    if _is_slight(damaged, beyond):
        return wide, "utf-8"
    if damaged <= beyond * _DAMAGED_SHARE:
        raise _undecodable(file, "utf-8", error.start)
    if declared.startswith("big5") or declared in ("cp950", "x-x-big5"):
        for encoding in _BIG5:
            try:
                return data.decode(encoding), "big5"
            except UnicodeDecodeError:
                continue
        text = data.decode("big5hkscs", "replace")
        if _is_slight(text.count(LOST), len(text) - len(text.encode("ascii", "ignore"))):
            return text, "big5"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as failure:
        text = data.decode("gb18030", "replace")
        if not _is_slight(text.count(LOST), len(text) - len(text.encode("ascii", "ignore"))):
            raise _undecodable(file, "gb18030", failure.start) from None
    if len(text) - len(_NONSENSE.sub("", text)) > len(text) * _NONSENSE_SHARE:
        raise _undecodable(file, "gb18030", error.start)
    return text, "gb18030"


def _is_slight(lost: int, beyond: int) -> bool:
    """Whether so few characters are lost of those beyond ASCII that what is left can be read."""
    return lost <= max(beyond * _LOST_SHARE, min(_FEWEST_LOST, beyond // 100))


def _wrong_declaration(data: bytes, text: str, encoding: str, declared: str) -> tuple[Note, ...]:
    if not declared or text.isascii():
        return ()
    family = "gb18030" if declared in ("gb2312", "gbk", "gb_2312-80", "gb18030", "cp936", "x-gbk") else declared
    if family.replace("utf8", "utf-8") == encoding or (family.startswith("big5") and encoding == "big5"):
        if declared not in ("gb2312", "gb_2312-80"):
            return ()
        try:
            data.decode("gb2312")
            return ()
        except UnicodeDecodeError:
            pass
    return (
        (
            f"文件声明编码为 {declared}, 实际按 {encoding} 读入。",
            f"The file declares {declared} and was read as {encoding}.",
        ),
    )


def _undecodable(file: str, encoding: str, position: int) -> ReadError:
    return ReadError(
        "undecodable",
        file,
        f"第 {position + 1} 个字节起无法按 {encoding} 解码; "
        "应为 UTF-8、GB18030(GBK、GB2312)、声明了的 Big5 或带 BOM 的 UTF-16, 请另存为 UTF-8。",
        f"Byte {position + 1} cannot be decoded as {encoding}; expected UTF-8, GB18030 (GBK, GB2312), declared Big5 or UTF-16 with a byte "
        "order mark: save the file as UTF-8.",
    )
