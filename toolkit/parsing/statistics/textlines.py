"""文字行 → 统计表的行。

Rows of the statistics table from copied text: a row on a line, a cell on a line, several rows on a line, labels broken over lines. Text
is a stream of labels, units and figures; a figure belongs to the label before it, and only where nothing else can be meant.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from toolkit.model import Paragraph, Source
from toolkit.parsing.normalise import compact
from toolkit.parsing.statistics.labels import (
    Role,
    begins_label,
    candidates,
    is_figure,
    role_of,
    rows,
    unit_of,
    with_unit,
)
from toolkit.parsing.statistics.lines import ONLY, Piece, Printed, Slot

SPLIT = re.compile(r"[^\s|｜│┃]+")
PIPE = re.compile(r"[|｜│┃]")
GLUED = re.compile(
    r"^(.*?[^\d.,，:：])[:：]?([+-]?\d[\d,，]*(?:[.．]\d+)?(?:万元|元|人次|[条件次篇个人])?)$", re.DOTALL
)
# no label of the table is longer than 60 letters; longer text, and whole sentences, are narrative
LONGEST_LABEL = 64
# the most words that a label is broken into by white space, and the most lines
MOST_WORDS, MOST_LINES = 6, 4
LONGEST_COLUMN = 8
# with so many torn rows, repeated lines (件, 0) must be among them
FEWEST_TORN = 8
# more rows than this on one line are the whole table on one line
MOST_BESIDE = 3
TORN_NUMBER = ".．、)）"


@dataclass(slots=True)
class Token:
    """一个词：标签、单位、数值、列标题或其他。 A piece of a line and what it can be; `line` counts the paragraphs."""

    kind: str
    piece: Piece
    line: int
    role: Role | None = None

    @property
    def text(self) -> str:
        return self.piece.text


@dataclass(slots=True)
class Open:
    """正在读的一行。 The row being read: its label tokens, and the units and figures that followed."""

    labels: list[Token]
    marks: list[Token] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(token.text for token in self.labels)


class Adder(Protocol):
    """记下一行中的一段。 Takes down a token of a line."""

    def __call__(self, kind: str, start: int, end: int, role: Role | None = None) -> None: ...


def tokens_of(paragraph: Paragraph, line: int, year: int | None) -> list[Token]:
    """一段文字中的标签、单位和数值。 The tokens of a paragraph, labels as long as they can be."""
    text = paragraph.text
    spans = [m.span() for m in SPLIT.finditer(text)]
    found: list[Token] = []

    def add(kind: str, start: int, end: int, role: Role | None = None) -> None:
        found.append(Token(kind, Piece(text[start:end], paragraph.locate(start, end)), line, role))

    at = 0
    while at < len(spans):
        start = spans[at][0]
        for stop in range(min(len(spans), at + MOST_WORDS), at, -1):
            end = spans[stop - 1][1]
            if end - start <= LONGEST_LABEL and not PIPE.search(text, start, end) and candidates(text[start:end]):
                add("label", start, end)
                at = stop
                break
        else:
            _single(text, start, spans[at][1], year, add)
            at += 1
    return found


def _single(text: str, start: int, end: int, year: int | None, add: Adder) -> None:
    word = text[start:end]
    role = role_of(word, year)
    if role is not None and not unit_of(word):
        add("header", start, end, role)
    elif unit_of(word):
        add("unit", start, end)
    elif is_figure(word):
        add("value", start, end)
    elif with_unit(word)[0]:
        unit = len(with_unit(word)[1])
        add("label", start, end - unit)
        add("unit", end - unit, end)
    elif (glued := GLUED.match(word)) and (candidates(glued.group(1)) or with_unit(glued.group(1))[0]):
        unit = 0 if candidates(glued.group(1)) else len(with_unit(glued.group(1))[1])
        cut = start + glued.end(1) - unit
        add("label", start, cut)
        if unit:
            add("unit", cut, cut + unit)
        add("value", start + glued.start(2), end)
    else:
        add("other", start, end)


def is_figures(paragraph: Paragraph) -> bool:
    """只有数值和单位的一行。 Whether a line holds nothing but figures and units."""
    words = paragraph.text.split()
    return bool(words) and len(words) <= MOST_WORDS and all(unit_of(w) or is_figure(w) for w in words)


def is_narrative(paragraph: Paragraph) -> bool:
    """叙述文字：整句或长段。 Whether a paragraph is narrative and ends a table: a sentence, or a long line without figures of a row."""
    text = paragraph.text
    return (
        "。" in text
        or "；" in text
        or (len(text) > LONGEST_LABEL and not candidates(text) and not SPLIT_ROW.search(text))
    )


# so many figures in a row that rise by so little, and what share of them, are codes
FEWEST_STEPS = 5
LARGEST_STEP = 12
MOST_STEPS = 0.85
FIRST = re.compile(r"\d{1,6}")
SPLIT_ROW = re.compile(r"[\s|]\S{0,4}\d")


class TextReader:
    """读文字行。 Reads paragraphs one after the other; `rows` are the printed rows so far."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.rows: list[Printed] = []
        self.columns: tuple[Slot, ...] = ONLY
        self.codes = False
        self.header: list[Token] = []
        self.row: Open | None = None
        self.part = 0
        self.caption = 0
        self.lines: list[
            tuple[int, str]
        ] = []  # the paragraph of a row's label, and in what order its unit and figures follow

    def feed(self, paragraph: Paragraph, block: int) -> None:
        """读一段。 Takes one paragraph that is no narrative."""
        tokens = tokens_of(paragraph, block, self.year)
        for n, token in enumerate(tokens):
            if token.kind == "header":
                self._header(token, tokens)
            elif token.kind in ("label", "other"):
                self._word(token, n == 0)
            elif self.row is not None:
                self.row.marks.append(token)

    def close(self) -> None:
        """表到此为止。 The table ends here; what follows is another stretch of the document."""
        self._finish()
        self.header = []
        self._settle()
        self.part += 1

    def _header(self, token: Token, tokens: list[Token]) -> None:
        self._finish()
        if (
            not self.header
            and token.role is not None
            and token.role.kind == "value"
            and len(tokens) == 1
            and self.columns != ONLY
        ):
            return
        self.header.append(token)

    def _columns(self) -> None:
        """The columns by the header words that have just ended."""
        roles = [t.role for t in self.header if t.role is not None]
        if len(roles) >= 2:
            slots = tuple(Slot(r.key, t.text) for t in self.header if (r := t.role) and r.kind == "value")
            self.columns = slots or ONLY
            self.codes = any(r.kind == "code" for r in roles)
        self.header = []

    def _word(self, token: Token, first: bool) -> None:
        if self.header and token.kind == "other":
            if len(self.header) >= 2 and len(compact(token.text)) <= LONGEST_COLUMN:
                token.role = Role("value", None)
                self.header.append(token)
            else:
                self.header = []
            return
        if self.header:
            self._columns()
        if self.row is not None and not self.row.marks and self._joins(self.row, token):
            return
        if self.row is not None and token.text[0] in TORN_NUMBER:
            # the figure above is the number that was torn off this label: 8 / .告知通过其他途径办理数
            self.row.marks.append(token)
        if token.kind == "other" and self.row is None and not self.rows and not begins_label(token.text):
            return
        self._finish()
        self.row = Open([token])

    def _joins(self, row: Open, token: Token) -> bool:
        """A label broken over lines: its pieces together name a row, or close the bracket that the first left open."""
        labels = row.labels
        for start in range(max(0, len(labels) - MOST_LINES), len(labels)):
            text = "".join(t.text for t in labels[start:]) + token.text
            if candidates(text) and (token.kind == "other" or not candidates(labels[-1].text)):
                row.labels = [*labels[start:], token]
                return True
        text = row.text
        opened = compact(text).count("(") > compact(text).count(")")
        if token.kind == "other" and (opened or (labels[-1].kind == "other" and len(labels) < MOST_LINES)):
            labels.append(token)
            return True
        return False

    def _finish(self) -> None:
        """The row being read is whole: its figures into their columns, or none of them."""
        row, self.row = self.row, None
        if row is None:
            return
        values = [t for t in row.marks if t.kind == "value"]
        units = [t for t in row.marks if t.kind == "unit"]
        wanted = len(self.columns) + self.codes
        pieces: list[Piece | None]
        certain = len(values) == wanted and len(units) <= 1 and len(values) + len(units) == len(row.marks)
        if certain:
            pieces = [t.piece for t in values[self.codes :]]
        elif values:
            whole = Piece(" ".join(t.text for t in values), values[0].piece.source)
            pieces = [whole for _ in self.columns]
        else:
            pieces = [None for _ in self.columns]
        lines = {t.line for t in (*row.labels, *row.marks)}
        source = row.labels[0].piece.source
        label = row.text if len(row.labels) == 1 or candidates(row.text) else row.labels[-1].text
        if label != row.text:
            source = row.labels[-1].piece.source
        if len(row.labels) > 1 and candidates(row.text):
            source = Source(row.text, source.start, row.labels[-1].piece.source.end, source.block, page=source.page)
        self.rows.append(
            Printed(
                label,
                source,
                unit_of(units[0].text) if units else "",
                self.columns,
                tuple(pieces),
                certain,
                torn=len({t.line for t in (row.labels[-1], *row.marks)}) > 1,
                year=self.caption,
                part=self.part,
                blocks=lines,
            )
        )
        self.lines.append((row.labels[-1].line, "".join(t.kind[0] for t in row.marks)))

    def _settle(self) -> None:
        """What the whole of a stretch says of its rows: several to a line, and whether repeated lines were removed."""
        here = [(row, line) for row, (line, _) in zip(self.rows, self.lines, strict=True) if row.part == self.part]
        orders = Counter(
            order for row, (_, order) in zip(self.rows, self.lines, strict=True) if row.torn and row.certain
        )
        for row, (_, order) in zip(self.rows, self.lines, strict=True):
            if row.torn and row.certain and row.filled and order != orders.most_common(1)[0][0]:
                # a figure before its unit where all others stand behind theirs: lines have changed places
                row.certain = False
        beside = Counter(line for _, line in here)
        usual = Counter(beside.values()).most_common(1)[0][0] if beside else 1
        for row, line in here:
            if usual > MOST_BESIDE or beside[line] > usual:
                row.torn = True
            elif beside[line] < usual and not row.torn:
                row.certain = row.certain and not row.filled
        torn = [row for row, _ in here if row.torn and row.filled]
        without = sum(1 for row, _ in here if not row.filled and candidates(row.label))
        if (len(torn) >= FEWEST_TORN and _without_repeats(torn)) or without > len(here) / 2:
            # lines that were printed before have been removed, or the columns were copied one after the other
            for row in torn:
                row.certain = False
        _without_gaps([row for row, _ in here])


def without_codes(rows: list[Printed]) -> None:
    """代号不是数值。

    Rows whose only figure is their indicator code (代码), the figure itself being blank: codes rise from row to row by little, as
    figures do not. Where the rows with one figure look like that, none of them is certain.
    """
    read = [row for row in rows if row.certain and row.filled and not row.explicit and len(row.pieces) == 1]
    numbers = [
        int(found[0]) for row in read if (piece := row.pieces[0]) and (found := FIRST.match(compact(piece.text)))
    ]
    steps = [b - a for a, b in pairwise(numbers)]
    if len(steps) >= FEWEST_STEPS and sum(0 < step <= LARGEST_STEP for step in steps) >= MOST_STEPS * len(steps):
        for row in read:
            row.certain = False


def _without_repeats(torn: list[Printed]) -> bool:
    """Many rows and no figure or no unit twice: lines that were printed before have been removed."""
    figures = [" ".join(p.text for p in row.pieces if p) for row in torn]
    units = [row.unit for row in torn if row.unit]
    return len(set(figures)) == len(figures) or (len(units) >= 2 and len(set(units)) == len(units))


def _without_gaps(here: list[Printed]) -> None:
    """A torn row below which the next row of the form is missing: its figure may be that row's, whose label was lost."""
    values = [n for n, row in enumerate(rows()) if row.key]
    after = dict(zip(values, [*values[1:], len(rows())], strict=True))
    for at, row in enumerate(here):
        named = candidates(row.label)
        if not row.torn or not named or not row.certain:
            continue
        following = next(
            (c for r in here[at + 1 :] if (c := tuple(n for n in candidates(r.label) if n in after))), (len(rows()),)
        )
        if not any(after.get(n) in following for n in named):
            row.certain = False
