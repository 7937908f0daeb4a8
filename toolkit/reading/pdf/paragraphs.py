"""文字行 → 段落。

Lines to paragraphs. A line goes on the one above where that one is full, this one is not indented, and the distance between them is that of
lines; a heading, a row of figures and a line set in the middle stand alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from toolkit.reading.pdf.lines import COLUMN_GAP, TextLine

# in ems
_FULL = 2.2
_INDENT = 1.4
_CENTRED = 2.0
# of the width of the text: a line that begins further to the right is set at the right
_SET_RIGHT = 0.35
_DISTANCE = 1.55  # lines further apart than this times the usual distance are two paragraphs
_HEADING = re.compile(r"(?:[一二三四五六七八九十]{1,3}\s*、|[（(][一二三四五六七八九十]{1,3}[）)])")
_SENTENCE_END = "。！？!?；;：:"
_NUMERIC = re.compile(r"[+-]?\d[\d,.]*%?")


@dataclass(slots=True)
class Set:
    """一行在版面上的样子。 A line as it is set: the line, the page it stands on, the left and right margin of the text there."""

    line: TextLine
    page: int
    left: float
    right: float


@dataclass(slots=True)
class Joined:
    """一段：由几行接成。 A paragraph in the making: its lines with their pages, whether a gap comes before it, and hints."""

    lines: list[Set] = field(default_factory=list)
    gap: bool = True
    hints: frozenset[str] = frozenset()


def margins(lines: Sequence[TextLine], width: float) -> tuple[float, float]:
    """正文的左右边界。 The left and right margin of running text: where its full lines begin and end."""
    long = [line for line in lines if line.box[2] - line.box[0] > width * 0.4] or list(lines)
    if not long:
        return 0.0, width
    lefts, rights = sorted(line.box[0] for line in long), sorted(line.box[2] for line in long)
    return lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]


def is_row(line: TextLine) -> bool:
    """像表格的一行：隔得很开的几段, 或只有数。 Whether a line is set like a row of a table: pieces far apart, or only figures."""
    figures = sum(_NUMERIC.fullmatch(word.text) is not None for word in line.words)
    return any(word.gap > COLUMN_GAP for word in line.words) or figures == len(line.words)


def paragraphs(lines: Sequence[Set]) -> list[Joined]:
    """连续的各行接成段落。 Paragraphs of lines that follow each other without a table between them."""
    distances = [b.line.box[3] - a.line.box[3] for a, b in itertools.pairwise(lines) if a.page == b.page]
    usual = median(d for d in distances) if distances else 0.0
    em = median(line.line.em for line in lines)
    made: list[Joined] = []
    for number, here in enumerate(lines):
        above = lines[number - 1] if number else None
        if above is not None and (_goes_on(above, here, usual) or _title_goes_on(above, here, em)):
            made[-1].lines.append(here)
        else:
            made.append(Joined([here], _has_gap(above, here, usual), _hints(here)))
    return made


def _has_gap(above: Set | None, here: Set, usual: float) -> bool:
    if above is None or above.page != here.page:
        return above is None
    return here.line.box[3] - above.line.box[3] > _DISTANCE * usual


def _hints(here: Set) -> frozenset[str]:
    if _is_centred(here):
        return frozenset({"center"})
    return frozenset({"right"}) if _is_set_right(here) else frozenset()


def _is_set_right(here: Set) -> bool:
    return here.line.box[0] - here.left >= _SET_RIGHT * (here.right - here.left)


def _is_centred(here: Set) -> bool:
    left, right = here.line.box[0] - here.left, here.right - here.line.box[2]
    em = here.line.em
    return left > _CENTRED * em and right > _CENTRED * em and abs(left - right) < 2 * em


def _goes_on(above: Set, here: Set, usual: float) -> bool:
    a, b = above.line, here.line
    em = max(a.em, b.em)
    if is_row(a) or is_row(b) or _is_centred(above) or _is_centred(here):
        return False
    if above.page == here.page and b.box[3] - a.box[3] > _DISTANCE * max(usual, 1.2 * em):
        return False
    if max(a.em, b.em) > 1.35 * min(a.em, b.em) and _words(a) and _words(b):
        return False  # another size of letters
    # a line set at the right, as a date is, ends at the margin and is not full
    full = above.right - a.box[2] < _FULL * em and not _is_set_right(above)
    indented = b.box[0] - here.left > _INDENT * em
    if not full or indented:
        return False
    # a heading that fills its line is rare; text set without indents is not: there a numbered line begins anew
    return not (_HEADING.match(b.text) and a.text[-1] in _SENTENCE_END)


def _title_goes_on(above: Set, here: Set, em: float) -> bool:
    """The rest of a title that filled its line: letters as large, larger than those of the text, set in the middle."""
    a, b = above.line, here.line
    large = min(a.em, b.em) > 1.15 * em and max(a.em, b.em) < 1.1 * min(a.em, b.em)
    full = (a.box[2] - a.box[0]) > 0.85 * (above.right - above.left)
    return large and full and above.page == here.page and b.box[1] - a.box[3] < 1.5 * a.em and _is_centred(here)


def _words(line: TextLine) -> bool:
    return len(line.text) > 3
