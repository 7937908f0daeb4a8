"""撕碎的申请表：标签断成几行、数值夹在中间, 按法定行序重建。

The requests table of a torn text: labels cut at the width of their cell stand on two or three lines with the figures between the pieces,
group captions are spread over the rows beside them, running heads lie between. All letters of the table are aligned at once with the
labels of the form in their order; the figures between the beginning of a label and that of the next are its row. Sums are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from toolkit.model import Document, Grid, Paragraph, Source
from toolkit.parsing.normalise import compact
from toolkit.parsing.tables.applicants import COLUMNS, KEYS, TABLE
from toolkit.parsing.tables.labels import SINGLE_OUTCOME, FormRow, index, meanings
from toolkit.parsing.tables.lines import Line, Piece
from toolkit.parsing.tables.place import LEAST_WHOLE
from toolkit.parsing.tables.values import is_value_like

FIRST_ROW = re.compile("本年新收")
BELOW = re.compile("行政复议|行政诉讼|存在的?(?:主要)?问题")
ABOVE = re.compile("收到和处理|申请人情况|依申请公开")
THREE_ROWS = re.compile("逾期|不补正|收费通知|缴纳费用")
PAGE_NUMBER = re.compile(r"^(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页.{0,12})$")
LETTER = re.compile("[一-鿿]")
TOKEN = re.compile(r"\S+")
# the header is looked for so many lines above the first row, and the table ends so many lines below it at most
MOST_HEADER_LINES, MOST_LINES = 60, 600
# the longest line that the first row stands on
MOST_FIRST = 90
# on one line of a torn header, letters of the columns keep the order of the form however many of them a line of a cell holds
COLUMN_WORDS = (("自然", "商", "科", "社", "律", "总计"), ("会", "律"))
COLUMN_NAMES = tuple(column.label for column in COLUMNS if column.key != "other_organization")[:-1]
# so much of a label must be printed
LEAST_LABEL = 0.8
# the column that a letter of the header of the challenges belongs to
OUTCOME_LETTERS = {"维": 0, "纠": 1, "其": 2, "审": 3, "计": 4}
TOTAL = 4
# adjoining letters count for more, so that no letter of a caption beside the row is taken for one of the label
ADJOINING = 0.75


@dataclass(slots=True)
class _Stream:
    """The letters and the figures of a torn table in printed order; `at` counts the letters before a figure."""

    letters: str = ""
    blocks: list[int] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    figures: list[tuple[int, int, list[Piece]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mended:
    """重建的申请表。 A rebuilt requests table: its rows, and the blocks between its first and its last."""

    lines: list[Line]
    blocks: frozenset[int]

    @property
    def whole(self) -> int:
        return sum(len(line.flat) == len(KEYS) for line in self.lines)


def printed_lines(document: Document) -> list[tuple[int, Paragraph | None]]:
    """文件逐行, 用空格对齐的网格拆回各行。

    The lines of a document with their blocks. A grid whose columns are only spaces is taken apart into its lines again; None stands for
    any other grid.
    """
    found: list[tuple[int, Paragraph | None]] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            found.append((number, block))
            continue
        rows = _rows(document, block)
        found += [(number, row) for row in rows] if rows else [(number, None)]
    return found


def _rows(document: Document, grid: Grid) -> list[Paragraph]:
    """The rows of a grid made of runs of spaces as paragraphs; empty where it is any other grid."""
    rows: dict[int, list[tuple[int, int, str]]] = {}
    for cell in grid.cells:
        start, end = cell.source.start, cell.source.end
        if start is None or end is None or end - start < len(cell.text):
            return []
        rows.setdefault(cell.row, []).append((start, end, cell.text))
    made = []
    for cells in rows.values():
        for (_, end, _), (start, _, _) in pairwise(cells):
            if start <= end or document.text[end:start].strip(" \u00a0\u2002\u2003\u3000"):
                return []
        runs, at = [], 0
        for start, _, text in cells:
            runs.append((at, start, len(text)))
            at += len(text) + 1
        text = " ".join(text for _, _, text in cells)
        made.append(Paragraph(text, Source(text, cells[0][0], cells[-1][1], grid.source.block), tuple(runs)))
    return made


def mend(document: Document) -> Mended | None:
    """重建撕碎的申请表。

    The requests table of a torn text by the letters of its labels; None where it is not printed once as text, or where its header
    names the columns in another order than the form's.
    """
    printed = printed_lines(document)
    starts = [n for n, (_, p) in enumerate(printed) if p and _begins(p)]
    if len(starts) != 1:
        return None
    start = starts[0]
    end = start + 1
    while end < min(len(printed), start + MOST_LINES):
        paragraph = printed[end][1]
        if paragraph is None or (len(paragraph.text) < 60 and BELOW.search(compact(paragraph.text))):
            break
        end += 1
    if not _header_in_order(printed[max(0, start - MOST_HEADER_LINES) : start]):
        return None
    stream = _stream([(block, p) for block, p in printed[start:end] if p])
    three = bool(THREE_ROWS.search(stream.letters))
    rows = [
        row
        for row in index().rows[TABLE]
        if row.key and (row.key != SINGLE_OUTCOME if three else not row.key.startswith(SINGLE_OUTCOME + "."))
    ]
    return _mended(stream, rows)


def _begins(paragraph: Paragraph) -> bool:
    """The first label of the table, or its beginning; a sentence that says the same has a count of 件."""
    text = compact(paragraph.text)
    return len(text) < MOST_FIRST and bool(FIRST_ROW.search(text)) and "件" not in text


def _header_in_order(above: Sequence[tuple[int, Paragraph | None]]) -> bool:
    """Whether what is left of the header contradicts the order of the form nowhere."""
    texts: list[str] = []
    for _, paragraph in reversed(above):
        if paragraph is None:
            break
        text = compact(paragraph.text)
        texts.append("" if "。" in text else text)
        if ABOVE.search(text):
            break
    if any(e.kind == "extra" for text in texts for e in meanings(text)):
        return False
    alone = [next((n for n, name in enumerate(COLUMN_NAMES) if text == name), -1) for text in reversed(texts)]
    inner = [n for n in alone if n > 0]
    return inner == sorted(inner) and all(_increasing(text, words) for text in texts for words in COLUMN_WORDS)


def _increasing(text: str, words: tuple[str, ...]) -> bool:
    """Whether words stand in a line in the order given, as far as they stand there."""
    places = [place for word in words if (place := text.find(word)) >= 0]
    return places == sorted(places)


def _stream(lines: Sequence[tuple[int, Paragraph]]) -> _Stream:
    stream = _Stream()
    for block, paragraph in lines:
        if PAGE_NUMBER.match(paragraph.text):
            continue
        words: list[re.Match[str]] = []
        figures: list[re.Match[str]] = []
        for token in TOKEN.finditer(paragraph.text):
            (figures if is_value_like(token.group()) else words).append(token)
        for token in words:
            source = paragraph.locate(*token.span())
            for letter in LETTER.findall(compact(token.group())):
                stream.letters += letter
                stream.blocks.append(block)
                stream.sources.append(source)
        if figures:
            pieces = [Piece(t.group(), paragraph.locate(*t.span())) for t in figures]
            stream.figures.append((len(stream.letters), block, pieces))
    return stream


def _mended(stream: _Stream, rows: list[FormRow]) -> Mended | None:
    names = ["".join(LETTER.findall(max(row.names, key=len))) for row in rows]
    short = [min((n for n in row.names), key=len) for row in rows]
    names = [_printed_name(stream.letters, long, brief) for long, brief in zip(names, short, strict=True)]
    matched = _aligned(names, stream.letters)
    begin = [
        places[0] if len(places) >= LEAST_LABEL * len(name) else None
        for places, name in zip(matched, names, strict=True)
    ]
    known = [place for place in begin if place is not None]
    if len(known) < len(rows) // 2 or any(at <= known[0] for at, _, _ in stream.figures):
        return None
    lines, last = [], 0
    for n, (row, places) in enumerate(zip(rows, matched, strict=True)):
        low = begin[n]
        if low is None:
            continue
        high = next((place for place in begin[n + 1 :] if place is not None), None)
        own = [(at, block, pieces) for at, block, pieces in stream.figures if low < at and (high is None or at <= high)]
        if high is None:
            own = _of_last(own, places[-1])
        label = row.number + "".join(stream.letters[place] for place in places)
        blocks = {stream.blocks[place] for place in places} | {block for _, block, _ in own}
        last = max(last, *places)
        lines.append(Line([Piece(label, stream.sources[low])], [pieces for _, _, pieces in own], blocks=blocks))
    between = frozenset(stream.blocks[known[0] : last + 1]).union(*(line.blocks for line in lines))
    _mark_scattered(lines)
    return Mended(lines, between) if _in_order(lines) else None


def _of_last(own: list[tuple[int, int, list[Piece]]], end: int) -> list[tuple[int, int, list[Piece]]]:
    """The figures of the last row: nothing but its own label may stand before them."""
    return [item for item in own if item[0] <= end + 1]


def _printed_name(letters: str, long: str, brief: str) -> str:
    """The label with what stands in brackets, unless the report leaves it out."""
    return long if len(long) - len(brief) < 4 or any(c in letters for c in ("区分", "不计其")) else brief


def _mark_scattered(lines: list[Line]) -> None:
    """Rows printed otherwise than most are: on one line each, or one figure a line. Seven figures from several lines may be of two rows."""
    single = sum(len(line.values) == 1 for line in lines)
    one_line = 2 * single > sum(bool(line.values) for line in lines)
    for line in lines:
        together = len(line.values) == 1 if one_line else len(line.values) == len(line.flat)
        line.scattered = bool(line.values) and not together


def _in_order(lines: list[Line]) -> bool:
    """Whether the rows with figures are whole, but for a few: where figures are spread in disorder, seven of them are no row."""
    figures = [line for line in lines if line.values]
    return sum(len(line.flat) == len(KEYS) and not line.scattered for line in figures) >= LEAST_WHOLE * len(figures)


def _aligned(names: list[str], letters: str) -> list[list[int]]:
    """For every label the places of its letters, by the longest common subsequence of all labels in their order."""
    text = "".join(names)
    owner = [n for n, name in enumerate(names) for _ in name]
    height, width = len(text), len(letters)
    # joined[i][j]: the best from i, j on where text[i] and letters[j] are matched; best: where they need not be
    best = [[0.0] * (width + 2) for _ in range(height + 2)]
    joined = [[0.0] * (width + 2) for _ in range(height + 2)]
    for i in range(height - 1, -1, -1):
        here, below, mine, after = best[i], best[i + 1], joined[i], joined[i + 1]
        letter = text[i]
        inside = i + 1 < height and owner[i + 1] == owner[i]
        for j in range(width - 1, -1, -1):
            value = here[j + 1] if here[j + 1] >= below[j] else below[j]
            if letter == letters[j]:
                follow = below[j + 1]
                if inside and after[j + 1] and after[j + 1] + ADJOINING > follow:
                    follow = after[j + 1] + ADJOINING
                mine[j] = 1.0 + follow
                if mine[j] > value:
                    value = mine[j]
            here[j] = value
    return _traced(text, letters, owner, best, joined, len(names))


def _traced(
    text: str, letters: str, owner: list[int], best: list[list[float]], joined: list[list[float]], count: int
) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    i = j = 0
    bound = False
    while i < len(text) and j < len(letters):
        if bound or (joined[i][j] and joined[i][j] == best[i][j]):
            found[owner[i]].append(j)
            inside = i + 1 < len(text) and owner[i + 1] == owner[i]
            bound = bool(inside and joined[i + 1][j + 1] and joined[i][j] == 1.0 + joined[i + 1][j + 1] + ADJOINING)
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def mend_challenges(document: Document) -> Line | None:
    """重建表头撕碎的复议诉讼表。

    The fifteen figures of the challenges below a header whose labels are cut at the width of their cells. None unless every label is there
    three times, every line of the header keeps the order of the form, and there are just fifteen figures.
    """
    lines = [(block, p, compact(p.text)) for block, p in printed_lines(document) if p]
    starts = [n for n, (*_, text) in enumerate(lines) if text.replace("、", "").endswith("复议行政诉讼情况")]
    if not starts or len(lines[starts[-1]][2]) > MOST_FIRST:
        return None
    header, groups, blocks = "", [], set()
    for block, paragraph, text in lines[starts[-1] + 1 : starts[-1] + MOST_HEADER_LINES]:
        tokens = list(TOKEN.finditer(paragraph.text))
        if all(is_value_like(t.group()) for t in tokens):
            groups.append([Piece(t.group(), paragraph.locate(*t.span())) for t in tokens])
        elif groups or "。" in text or not _keeps_order(text):
            break
        else:
            header += text
        blocks.add(block)
    counts = {header.count(letter) for letter in "维纠尚审"} | {header.count("计")}
    levels = ("行政复议", "行政诉讼", "未经", "后起")
    if counts != {3} or any(word not in header for word in levels) or not _increasing(header, levels):
        return None
    if sum(map(len, groups)) != 15 or len({len(group) for group in groups}) != 1:
        return None
    labels = [Piece(text, groups[0][0].source) for text in ("行政复议", "行政诉讼")]
    return Line(labels, groups, blocks=blocks)


def _keeps_order(text: str) -> bool:
    """Whether a line of the header of the challenges goes through the columns in their order, at most once for each of three rows."""
    places = [OUTCOME_LETTERS[letter] for letter in text if letter in OUTCOME_LETTERS]
    falls = sum(a >= b for a, b in pairwise(places))
    return falls <= 2 and not (places and places[0] == TOTAL and set(places) != {TOTAL})


def exact_rows(lines: Sequence[Line]) -> int:
    """已完整的行数。 How many rows of the form are named in their own words beside just as many figures as the form has columns."""
    return len(
        {
            e.key
            for line in lines
            if len(line.flat) == len(KEYS)
            for e in meanings(line.leaf)
            if e.table == TABLE and e.kind == "row"
        }
    )
