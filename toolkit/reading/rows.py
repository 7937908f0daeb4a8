"""文本中的表格行：制表符、竖线或多个空格分隔的各行接成网格。

Table rows in plain text. Rows separated by tabs, by pipes (Markdown) or by runs of spaces become grids; adjacent rows form one.

A line with a separator is not yet a row: a narrative line may hold a tab. So each line is judged alone (`no`, `perhaps`, `surely`) and
a run of adjacent candidate lines becomes a grid only when one of them is surely a row. What stays a paragraph is not lost: the
parser rebuilds tables from lines too. A row wrongly made of a sentence would be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolkit.reading.drafts import NO_HINTS, Draft, Lattice, LatticeCell, Line
from toolkit.reading.places import Piece, collapse, cut, is_blank, place_of

NO, PERHAPS, SURELY = 0, 1, 2

_PIPES = "|\uff5c\u2502\u2503"
_PIPE = re.compile(rf"(?<!\\)[{_PIPES}]")
_WIDE_GAP = re.compile(r"[ \u00a0\u2002\u2003\u3000]{2,}")
# |---|:--:| of Markdown and the ruled lines of tables drawn with characters
_RULE = re.compile(rf"(?=.*(?:[-=\u2500-\u257f]))[\s:+\-=\u2500-\u257f{_PIPES}]{{3,}}")
_RULE_STARTS = "+\u250c\u251c\u2514\u2500\u2501\u250f\u2517"
_NUMBER = re.compile(
    r"[+\-\uff0b\uff0d\u2212]*\s*\d[\d,.\uff0c\uff0e]*\s*[\u4e00-\u9fff%\uff05]{0,3}(?:[(\uff08].{0,20}[)\uff09])?|[-\u2014\uff0d/\uff0f\\]{1,3}|\u65e0"
)
_LABELLED = re.compile(r"[【\[]?\w[\w \u3000]{0,9}[:\uff1a]\s*\S")
_MARKER = re.compile(r"[(\uff08]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)\uff09]?[、.\uff0e]?")
_DATE = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?")
_PART_HEADING = re.compile(r"[一二三四五六七八九]\s*、")
_INNER_NUMBERS = re.compile(r"\d\s+[+\-]?\d")
_SENTENCE_END = re.compile(r"[。；;！]")

# The longest statutory label has 48 characters, with a local filling instruction about 75; a field with a full stop is prose sooner.
_LONGEST_FIELD = 90
_LONGEST_FIELD_WITH_STOP = 40
# The widest statutory row has 15 fields; indents made of spaces count as separators too.
_MOST_SEPARATORS = 400
# The largest table of a report has some 300 cells.
MAX_CELLS = 60_000
# Spaces separate words in prose too, so rows of spaces need company.
_SPACED_ROWS = 2


@dataclass(slots=True)
class TextLine:
    """原文件的一行。 A line of the file, as characters and as pieces, with what its marks say of it."""

    text: str
    pieces: list[Piece]
    hints: frozenset[str] = NO_HINTS


@dataclass(slots=True)
class _Candidate:
    kind: str
    fields: list[tuple[int, int]]
    degree: int


_BLANK = _Candidate("blank", [], NO)


def blocks_of(lines: Sequence[TextLine]) -> list[Draft]:
    """各行变成段落和网格。 Paragraphs and grids of lines, in their order."""
    drafts: list[Draft] = []
    candidates = [_candidate(line.text) for line in lines]
    gap = True
    index = 0
    while index < len(lines):
        candidate = candidates[index]
        if candidate is None or not candidate.degree:
            if candidate is _BLANK:
                gap = True
            else:
                if candidate is None or candidate.kind != "rule":
                    drafts.append(Line(collapse(lines[index].pieces), gap, lines[index].hints))
                gap = False
            index += 1
            continue
        run, after = _run(candidates, index, candidate)
        grid = _grid(lines, run) if _accepted(lines, run) else None
        if grid is not None:
            drafts.append(grid)
            gap, index = True, after
            continue
        for at in range(index, after):
            if candidates[at] is _BLANK:
                gap = True
            else:
                drafts.append(Line(collapse(lines[at].pieces), gap, lines[at].hints))
                gap = False
        index = after
    return drafts


def _candidate(text: str) -> _Candidate | None:
    if is_blank(text):
        return _BLANK
    stripped = text.strip()
    if "\t" in text:
        return _judged("tab", text, text.count("\t"), _tab_fields)
    if _PIPE.search(text) is not None:
        if _RULE.fullmatch(stripped):
            return _Candidate("pipe", [], PERHAPS)
        return _judged("pipe", text, sum(map(text.count, _PIPES)), _pipe_fields)
    if stripped[0] in _RULE_STARTS and _RULE.fullmatch(stripped):
        return _Candidate("rule", [], NO)
    if _WIDE_GAP.search(stripped) is not None:
        return _judged("space", text, text.count("  "), _space_fields)
    return None


def _tab_fields(text: str) -> list[tuple[int, int]]:
    return _between(text, [match.span() for match in re.finditer("\t", text)])


def _pipe_fields(text: str) -> list[tuple[int, int]]:
    fields = _between(text, [match.span() for match in _PIPE.finditer(text)])
    # the pipes at the ends of a row frame it, they do not make empty cells
    if len(fields) > 1 and is_blank(text[slice(*fields[0])]):
        del fields[0]
    if len(fields) > 1 and is_blank(text[slice(*fields[-1])]):
        del fields[-1]
    return fields


def _space_fields(text: str) -> list[tuple[int, int]]:
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    gaps = [match.span() for match in _WIDE_GAP.finditer(text, start, end)]
    fields = _between(text[:end], gaps)
    return [(max(a, start), b) for a, b in fields]


def _between(text: str, gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [0, *(edge for gap in gaps for edge in gap), len(text)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _judged(kind: str, text: str, separators: int, split: Callable[[str], list[tuple[int, int]]]) -> _Candidate:
    if separators > _MOST_SEPARATORS:
        return _Candidate(kind, [], NO)
    spans = split(text)
    fields = ["" if is_blank(text[a:b]) else text[a:b].strip() for a, b in spans]
    printed = [field for field in fields if field]
    return _Candidate(kind, spans, _degree(kind, text, fields, printed))


def _degree(kind: str, text: str, fields: list[str], printed: list[str]) -> int:
    if not printed or any(
        len(f) > _LONGEST_FIELD or (len(f) > _LONGEST_FIELD_WITH_STOP and "。" in f) for f in printed
    ):
        return NO
    numbers = sum(_NUMBER.fullmatch(field) is not None for field in printed)
    labelled = sum(_LABELLED.match(field) is not None for field in printed)
    if labelled * 2 >= len(printed) and not numbers:
        return NO  # 发布日期:2021-02-25  点击数:
    if len(fields) == 2 and printed and _MARKER.fullmatch(printed[0]) and not _NUMBER.fullmatch(printed[-1]):
        return NO  # 一、<tab>总体情况
    if kind == "space":
        return _spaced_degree(fields, numbers)
    if len(printed) == 1:
        framed = kind == "pipe" and text.strip()[0] in _PIPES and text.strip()[-1] in _PIPES
        if framed or len(fields) > 2:
            return PERHAPS
        return NO if _PART_HEADING.match(printed[0]) or _SENTENCE_END.search(printed[0]) or not fields[0] else PERHAPS
    if len(fields) == 2:
        if _DATE.fullmatch(printed[1]) or any(_SENTENCE_END.search(field) for field in printed):
            return NO
        return SURELY if _NUMBER.fullmatch(printed[1]) else PERHAPS
    if kind == "pipe" and not numbers and text.strip()[0] not in _PIPES:
        return PERHAPS  # 首页 | 政务公开 | 互动交流
    return SURELY


def _spaced_degree(fields: list[str], numbers: int) -> int:
    if len(fields) >= 3 and numbers >= 2 and numbers >= len(fields) - 2:
        return SURELY
    return NO if any(_SENTENCE_END.search(field) or "，" in field for field in fields) else PERHAPS


def _run(
    candidates: Sequence[_Candidate | None], index: int, first: _Candidate
) -> tuple[list[tuple[int, _Candidate]], int]:
    """Adjacent candidates of one kind. Blank lines may lie between rows of the same count of fields: copied rows often have them."""
    run = [(index, first)]
    after = index + 1
    blank = False
    for at in range(index + 1, len(candidates)):
        candidate = candidates[at]
        if candidate is _BLANK:
            blank = True
        elif candidate is None:
            break
        elif candidate.kind != "rule":
            if not candidate.degree or candidate.kind != first.kind:
                break
            if blank and len(candidate.fields) != len(run[-1][1].fields):
                break
            run.append((at, candidate))
            after = at + 1
            blank = False
    return run, after


def _accepted(lines: Sequence[TextLine], run: list[tuple[int, _Candidate]]) -> bool:
    if sum(len(candidate.fields) for _, candidate in run) > MAX_CELLS:
        return False
    sure = sum(candidate.degree == SURELY for _, candidate in run)
    if run[0][1].kind != "space":
        ruled = any(not candidate.fields for _, candidate in run) and len(run) > 1
        return sure > 0 or ruled
    if any(_INNER_NUMBERS.search(lines[at].text[a:b]) for at, candidate in run for a, b in candidate.fields):
        return False  # "3  0  0 0  0": some columns are one space apart, so the fields are not the cells
    return sure >= _SPACED_ROWS


def _grid(lines: Sequence[TextLine], run: list[tuple[int, _Candidate]]) -> Lattice | None:
    cells: list[LatticeCell] = []
    row = columns = 0
    for at, candidate in run:
        if not candidate.fields:
            continue
        line = lines[at]
        for column, (start, end) in enumerate(candidate.fields):
            placed = collapse(cut(line.pieces, start, end))
            if placed.start is None:
                placed = placed._replace(start=place_of(line.pieces, start), end=place_of(line.pieces, end))
            cells.append(LatticeCell(placed, row, column))
        columns = max(columns, len(candidate.fields))
        row += 1
    return Lattice(cells, row, columns) if cells else None
