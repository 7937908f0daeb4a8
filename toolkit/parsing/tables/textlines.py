"""文字行 → 表格行的成分。

What a paragraph of copied text can be inside a table: labels, values, a whole row, an unknown short text, or plain narrative.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from toolkit.model import Paragraph
from toolkit.parsing.normalise import normal, numbering
from toolkit.parsing.tables.labels import index, meanings
from toolkit.parsing.tables.lines import Piece
from toolkit.parsing.tables.values import is_value_like

# a bracketed note belongs to the figure before it: "2 （其中修订1件）"
TOKEN = re.compile(r"\S+(?:(?<=\d)\s[（(][^（）()]*[）)])?")
# headers of Markdown rows that stand alone; not beside figures, where two pipes may hold an empty cell
PIPED = re.compile(r"[^\s|｜│┃]+")
PIPES = frozenset("|｜│┃")
# no label of any edition is longer than 45 characters, and none holds a full stop
LONGEST_LABEL = 48
SENTENCE_END = frozenset("。；;！")
GLUED = re.compile(r"^(.*\D)(\d)$")
PART_NUMBER = re.compile(r"^[一二三四五六七八九十]{1,2}[、,.:]|^第[一二三四五六七八九十]部分")

Kind = Literal["labels", "values", "row", "unknown", "unknown_row", "text"]


@dataclass(slots=True)
class Shape:
    """一段文字在表格中的可能形态。 What a paragraph looks like: its kind, its label pieces and its value pieces."""

    kind: Kind
    labels: list[Piece] = field(default_factory=list)
    values: list[Piece] = field(default_factory=list)


Span = tuple[int, int]


@lru_cache(maxsize=8192)
def _segments(text: str, spans: tuple[Span, ...]) -> tuple[tuple[Span, ...], int]:
    """Consecutive tokens joined to the longest known labels; unknown tokens stay alone. -> spans, how many are known."""
    found: list[Span] = []
    known = 0
    i = 0
    while i < len(spans):
        for j in range(len(spans), i, -1):
            if meanings(text[spans[i][0] : spans[j - 1][1]]):
                found.append((spans[i][0], spans[j - 1][1]))
                known += 1
                i = j
                break
        else:
            found.append(spans[i])
            i += 1
    return tuple(found), known


@lru_cache(maxsize=8192)
def _plan(text: str) -> tuple[Kind, tuple[Span, ...], tuple[Span, ...]]:
    """What a text looks like: its kind, the spans of its labels and of its values."""
    if meanings(text):
        return "labels", ((0, len(text)),), ()
    if PIPES & set(text):
        cut = tuple(m.span() for m in PIPED.finditer(text))
        if len(cut) > 1 and all(meanings(text[a:b]) for a, b in cut):
            return "labels", cut, ()
    tokens = tuple((m.start(), m.end()) for m in TOKEN.finditer(text))
    k = len(tokens)
    while k and is_value_like(text[slice(*tokens[k - 1])]):
        k -= 1
    values, head = tokens[k:], tokens[:k]
    if not head:
        return "values", (), values
    if values:
        start, end = head[-1]
        glued = GLUED.match(text[start:end])
        if glued and meanings(glued.group(1)):
            values = ((end - 1, end), *values)
            head = (*head[:-1], (start, end - 1))
    if head[-1][1] - head[0][0] <= 2 * LONGEST_LABEL:
        spans, known = _segments(text, head)
        if known == len(spans) or (known >= 2 and not values and _mostly_labels(text, spans)):
            return "row" if values else "labels", spans, values
    if "。" in text or len(normal(text[: head[-1][1]])) > LONGEST_LABEL or len(text) > LONGEST_LABEL + 60:
        return "text", (), ()
    return "unknown_row" if values else "unknown", ((head[0][0], head[-1][1]),), values


def _mostly_labels(text: str, spans: tuple[Span, ...]) -> bool:
    """A line of labels with some strange words between; not a sentence, printed with spaces in it, that names two of them."""
    known = sum(len(normal(text[a:b])) for a, b in spans if meanings(text[a:b]))
    return 2 * known >= len(normal(text)) and not SENTENCE_END & set(text)


def shape_of(paragraph: Paragraph) -> Shape:
    """判断一段文字的形态。 What a paragraph looks like, without knowing whether it stands in a table."""
    text = paragraph.text
    if len(text) > 2 * LONGEST_LABEL + 60:
        return Shape("text")
    kind, labels, values = _plan(text)
    return Shape(kind, _pieces(paragraph, labels), _pieces(paragraph, values))


def _pieces(paragraph: Paragraph, spans: tuple[Span, ...]) -> list[Piece]:
    text = paragraph.text
    if len(spans) == 1 and spans[0] == (0, len(text)):
        return [Piece(text, paragraph.source)]
    return [Piece(text[a:b], paragraph.locate(a, b)) for a, b in spans]


def join_torn(paragraphs: list[Paragraph], at: int) -> tuple[int, Shape] | None:
    """断成几行的标签。

    A label torn over consecutive lines ("本年新" / "制作数量", or one character a line): how many lines it takes and its shape,
    None where the lines from `at` on make no label. Values may stand on the last line.
    """
    prefixes = index().prefixes
    text = ""
    best: tuple[int, Shape] | None = None
    for n in range(at, min(at + 24, len(paragraphs))):
        line = paragraphs[n]
        if n > at and (len(line.text) > LONGEST_LABEL or (numbering(line.text) and meanings(line.text))):
            break
        shape = shape_of(line)
        if shape.kind in ("text", "values") or (n > at and shape.kind == "row"):
            break
        if (
            n > at
            and shape.kind == "labels"
            and not (normal(text + line.text) in prefixes or meanings(text + line.text))
        ):
            break
        text += shape.labels[0].text if len(shape.labels) == 1 else line.text
        if meanings(text) and n > at:
            first = paragraphs[at].source
            best = n - at + 1, Shape("row" if shape.values else "labels", [Piece(text, first)], shape.values)
        if shape.values or normal(text) not in prefixes:
            break
    return best


def opens_part(text: str) -> bool:
    """像部分标题而不是表中的行。 A line numbered like a part of the report that is no label of a table."""
    return bool(PART_NUMBER.match(text.replace(" ", ""))) and not meanings(text)
