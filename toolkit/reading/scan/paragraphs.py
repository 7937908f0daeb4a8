"""把印成多行的字接成段落。

Printed lines put together as paragraphs: a line goes on in the next one unless it ends short of the right margin, or the next one
is indented, stands apart, or is set differently.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

# all in heights of a line
INDENT = 1.2
SHORT = 2.2
APART = 1.1
SIZES = 0.3
STARTS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}部分|附件)"
)
ENDS = re.compile(r"[。！？!?；;：:]$")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """一行的位置与文字。 A printed line: its text, its rectangle on its page (points), and its place in the caller's list."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    page: int
    number: int


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """一段。 A paragraph: the numbers of its lines, whether it stands apart from what is above, and how it is set."""

    lines: tuple[int, ...]
    gap: bool
    hints: frozenset[str]


def paragraphs(lines: Sequence[PrintedLine], margins: tuple[float, float] | None = None) -> list[PrintedParagraph]:
    """把各行接成段落。

    Lines in reading order (of one run without a table between them, over as many pages as it takes) to paragraphs. `margins` are
    the left and right end of the text body; without them they are taken from these lines.
    """
    if not lines:
        return []
    left, right = margins or body_margins(lines)
    found: list[list[PrintedLine]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, left, right):
            found[-1].append(line)
        else:
            found.append([line])
    made: list[PrintedParagraph] = []
    for lines_of in found:
        hints = _hints(lines_of, left, right)
        # a title set over two centred lines is one title
        apart = not (made and "center" in hints and "center" in made[-1].hints)
        made.append(PrintedParagraph(tuple(line.number for line in lines_of), apart, hints))
    return made


def body_margins(lines: Sequence[PrintedLine]) -> tuple[float, float]:
    """正文的左右边。 The left and right end of the text body: where most full lines begin and end."""
    widest = sorted(lines, key=lambda line: line.left - line.right)[: max(1, len(lines) // 2)]
    lefts, rights = sorted(line.left for line in widest), sorted(line.right for line in widest)
    return lefts[len(lefts) // 4], rights[len(rights) // 2]


def _goes_on(paragraph: list[PrintedLine], line: PrintedLine, left: float, right: float) -> bool:
    last = paragraph[-1]
    height = max(last.bottom - last.top, 1.0)
    if last.right < right - SHORT * height or line.left > left + INDENT * height:
        return False
    if abs((line.bottom - line.top) - height) > SIZES * height:
        return False
    if len(paragraph) == 1 and STARTS.match(line.text) and not STARTS.match(last.text) and ENDS.search(last.text):
        return False
    return line.page != last.page or line.top - last.bottom <= APART * height + _usual_gap(paragraph)


def _usual_gap(paragraph: list[PrintedLine]) -> float:
    gaps = [b.top - a.bottom for a, b in itertools.pairwise(paragraph) if a.page == b.page]
    return max(0.0, min(gaps, default=0.0))


def _hints(paragraph: list[PrintedLine], left: float, right: float) -> frozenset[str]:
    first = paragraph[0]
    height = first.bottom - first.top
    if len(paragraph) > 1 or first.left < left + INDENT * height:
        return frozenset()
    before, after = first.left - left, right - first.right
    if abs(before - after) < 2 * height and before > 2.5 * height:
        return frozenset({"center"})
    return frozenset({"right"}) if after < 4 * height and before > 3 * after + 4 * height else frozenset()
