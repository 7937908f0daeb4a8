"""分句：哪些换行结束一段, 哪些只是折行。

Sentences of a part, over its plain text. A newline ends a paragraph only where the page says so: a gap before the
next line, a sentence that
is finished, or a next line that begins with a heading or list number; every other newline is a fold of a copied text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolkit.model import Part
from toolkit.narrative.plain import Plain, plain

# A line that ends in ；or ：goes on in the next (items of one list, a fold of a copied text); a new heading or number begins anew anyway.
_FINISHED = re.compile(r"[。！？!?”」]\s*$")
_BEGINS = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十]+[，,、部])"
)
_END = re.compile(r"[。！？!?]+[”」』）)]*|\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """叙述文字中的一个句子。

    A sentence: its number of `part`, `start` and `end` in the text of the part, and its `text` as printed there.
    `words` are its words by jieba, filled where they are asked for.
    """

    part: int
    start: int
    end: int
    text: str
    words: tuple[str, ...] = field(default=())


def paragraph_breaks(part: Part) -> frozenset[int]:
    """部分文字中真正结束一段的换行位置。 Offsets in the part's text of the newlines that end a paragraph."""
    breaks = set()
    at = 0
    for before, after in zip(part.paragraphs, part.paragraphs[1:], strict=False):
        at += len(before.text)
        if (
            after.gap
            or _FINISHED.search(before.text)
            or _BEGINS.match(after.text)
            or "strong" in before.hints ^ after.hints
        ):
            breaks.add(at)
        at += 1
    return frozenset(breaks)


def plain_part(part: Part) -> Plain:
    """一个部分的匹配用文本, 保留段落边界。 The plain text of a part, with newlines only where paragraphs end."""
    if not part.paragraphs:
        return plain(part.text, frozenset(i for i, c in enumerate(part.text) if c == "\n"))
    return plain(part.text, paragraph_breaks(part))


def split(text: str) -> list[tuple[int, int]]:
    """匹配文本中各句的区间。 The spans of the sentences in a plain text, without the newlines between them."""
    out = []
    at = 0
    for match in _END.finditer(text):
        end = match.start() if match[0] == "\n" else match.end()
        if end > at:
            out.append((at, end))
        at = match.end()
    if at < len(text):
        out.append((at, len(text)))
    return out


def sentences_of(part: Part, text: Plain | None = None) -> list[Sentence]:
    """一个部分的全部句子。 All sentences of a part, with their places in its text."""
    text = text or plain_part(part)
    out = []
    for start, end in split(text.text):
        a, b = text.original(start, end)
        out.append(Sentence(part.number, a, b, part.text[a:b]))
    return out
