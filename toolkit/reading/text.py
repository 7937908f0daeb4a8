"""纯文本的读入：一行一段, 有分隔的行成为网格。

Plain text: one paragraph per line that is not blank, table rows as grids, each with its exact place in the file.
"""

from __future__ import annotations

import re

from toolkit.errors import ReadError
from toolkit.reading.drafts import Draft
from toolkit.reading.lone_pipes import without_lone_pipes
from toolkit.reading.markdown import without_marks
from toolkit.reading.places import Piece
from toolkit.reading.rows import TextLine, blocks_of

# A report has 3,000 to 30,000 characters. One copied with one table cell per line and blank lines between has
# about 700 lines.
MAX_LINES = 40_000
MAX_CHARACTERS = 1_000_000
# str.splitlines also splits at the file, group and record separators, which are no line ends in a report.
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def lines_of(pieces: list[Piece], file: str) -> list[TextLine]:
    """把片段按换行切成行。

    Cuts pieces into lines at line ends; an entity never holds one. Raises ReadError `too_complex` beyond `MAX_LINES`.
    """
    lines: list[TextLine] = []
    current: list[Piece] = []
    for raw, length, text in pieces:
        cursor = 0
        if length == len(text):
            for match in _LINE_END.finditer(text):
                if match.start() > cursor:
                    current.append(_part(raw, text, cursor, match.start()))
                lines.append(_line(current))
                if len(lines) > MAX_LINES:
                    raise _too_long(file)
                current = []
                cursor = match.end()
        if cursor < len(text):
            current.append((raw, length, text) if length != len(text) else _part(raw, text, cursor, len(text)))
    if current:
        lines.append(_line(current))
    return lines


def _part(raw: int, text: str, start: int, end: int) -> Piece:
    return (raw + start if raw >= 0 else -1, end - start, text[start:end])


def _line(pieces: list[Piece]) -> TextLine:
    return TextLine("".join(text for _, _, text in pieces), pieces)


def drafts_of_text(text: str, file: str) -> list[Draft]:
    """纯文本的段落和网格。

    Paragraphs and grids of a plain text. Raises ReadError `too_complex` for a text much longer than any report.
    """
    if len(text) > MAX_CHARACTERS:
        raise _too_long(file)
    return blocks_of(without_lone_pipes(without_marks(lines_of([(0, len(text), text)], file))))


def _too_long(file: str) -> ReadError:
    return ReadError(
        "too_complex",
        file,
        f"文本超过 {MAX_CHARACTERS} 字或 {MAX_LINES} 行, 不像一份报告; 请只保存报告正文后再试。",
        f"The text has more than {MAX_CHARACTERS} characters or {MAX_LINES} lines, unlike any report: "
        "save the report's text alone and try again.",
    )
