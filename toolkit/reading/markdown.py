"""Markdown 记号：标题的 #、加粗的 **、引用的 > 不是报告的文字。

The marks of Markdown are no text of a report. They are taken off each line; what remains keeps its place in the raw file. Only in a file
that is Markdown: one with a heading line (# 标题) beside other marks, or with several of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.reading.places import Piece, cut
from toolkit.reading.rows import TextLine

_HEADING = re.compile(r"\s{0,3}(#{1,6})[ \t\u3000]+(?=\S)")
_CLOSING = re.compile(r"\s+#+\s*$")
_QUOTE = re.compile(r"\s{0,3}(?:>[ \t]?)+")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!>~-])")
_RULED = re.compile(r"\s*\|?\s*:?-{3,}:?\s*\|[\s|:-]*$")
# so many marks make a file Markdown; a star or a > in a report's own text is one
FEWEST_MARKS = 2


def without_marks(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """去掉 Markdown 记号。

    The lines without the marks of Markdown, with the hints that these give ("heading", "strong"); the same lines where the file is no
    Markdown.
    """
    if not _is_markdown(lines):
        return lines
    return [_plain(line) if any(mark in line.text for mark in "#*_>\\") else line for line in lines]


def _is_markdown(lines: Sequence[TextLine]) -> bool:
    headings = marks = 0
    for line in lines:
        text = line.text
        if "#" in text and _HEADING.match(text):
            headings += 1
        elif ("**" in text and _STRONG.search(text)) or ("---" in text and _RULED.match(text)):
            marks += 1
    return headings > 0 and headings + marks >= FEWEST_MARKS


def _plain(line: TextLine) -> TextLine:
    """One line without its marks."""
    text, gone, hints = line.text, [], set()
    quote = _QUOTE.match(text)
    start = quote.end() if quote else 0
    heading = _HEADING.match(text, start)
    if heading:
        start = heading.end()
        hints.add("heading")
        if closing := _CLOSING.search(text, start):
            gone.append(closing.span())
    if start:
        gone.append((0, start))
    strong = 0
    for match in _STRONG.finditer(text, start):
        gone += [(match.start(), match.start(2)), (match.end(2), match.end())]
        strong += len(match.group())
    if strong and strong >= len(text[start:].strip()):
        hints.add("strong")
    gone += [match.span() for match in _ESCAPE.finditer(text, start)]
    return _without(line, sorted(gone), frozenset(hints)) if gone else line


def _without(line: TextLine, gone: list[tuple[int, int]], hints: frozenset[str]) -> TextLine:
    pieces: list[Piece] = []
    at = 0
    for start, end in gone:
        if start > at:
            pieces += cut(line.pieces, at, start)
        at = max(at, end)
    pieces += cut(line.pieces, at, len(line.text))
    return TextLine("".join(text for _, _, text in pieces), pieces, hints)
