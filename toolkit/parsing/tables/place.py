"""把一行的值放进列里。

The values of a printed row into its columns. A value is only placed where its column is certain; what is not is unreadable.
Sums are never looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations

from toolkit import vocabulary
from toolkit.model import Cell, Extension, Source, Table
from toolkit.parsing.tables.columns import Slot
from toolkit.parsing.tables.lines import Line, Piece
from toolkit.parsing.tables.values import UNREADABLE, read_value

HEAD_OF_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}$")
THOUSANDS = re.compile(r"^\d{3}(?:\.\d+)?\D{0,2}$")
LARGE = re.compile(r"^[+-]?\d[\d,，]{3,}")
# so many rows must have exactly as many figures as there are columns
FEWEST_WHOLE_ROWS = 2
# so many figures on one line of their own are a row of the table
LINE_OF_FIGURES = 3
# figures that stand on other lines than their label are believed where so many of the rows with figures are whole
LEAST_WHOLE = 0.75
DASHES = re.compile(r"^[\s\-/\\—–－／无]*$")

# None: no cell is printed there; a piece with certain=False is printed, but its column is not certain
Filled = list[tuple[Slot, Piece | None, bool]]


@dataclass
class Sink:
    """收集一份报告的单元格、扩展行列和重建的表。 Collects cells by path, extensions, rebuilt tables and the evidence of the form."""

    cells: dict[str, Cell] = field(default_factory=dict)
    extensions: list[Extension] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)
    repeats: bool = True

    def put(self, path: str, slot: Slot, piece: Piece | None, certain: bool) -> None:
        """放入一个单元格。 One cell: read where its place is certain, unreadable where it is not."""
        column = COLUMNS[path]
        certain = certain and not slot.doubtful
        if piece is None:
            self.cells[path] = Cell(path, None, column.unit, "unreadable" if not certain else "blank")
            return
        unit = slot.unit if column.unit.endswith("元") and slot.unit else column.unit
        reading = read_value(piece.text, unit, column.signed, column.whole) if certain else UNREADABLE
        self.cells[path] = Cell(
            path, reading.value, column.unit, reading.status, piece.text, reading.note, piece.source
        )

    def extend(self, table: str, line: Line, reason: str) -> None:
        """记下一行不属于法定格式的内容。 A printed row that the form does not have."""
        raw = tuple(piece.text for piece in line.flat)
        self.extensions.append(Extension(table, line.leaf, raw, reason, line.source))


COLUMNS = {path: column for form in vocabulary.forms() for path, (_, column) in form.cells.items()}


def is_blank(piece: Piece) -> bool:
    """空格、短横、斜线或无。 Whether nothing but white space, a dash, a slash or 无 is printed."""
    return bool(DASHES.match(piece.text))


def fill(line: Line, slots: list[Slot], grouped: bool = False) -> Filled:
    """一行的值逐列归位。

    Every slot with its piece and whether that is certain. `grouped` says that other rows of the table show that its numbers are
    printed in groups of three ("1 295"), so that a surplus on this line can be such numbers too.
    """
    count = len(slots)
    pieces = line.flat
    if line.explicit and len(line.values) > 1:
        # torn inside a grid: a number may be torn too, and an empty cell at the end makes up for it
        return _uncertain(pieces, slots)
    if line.explicit:
        return _fill_grid(pieces, slots)
    if not pieces:
        return [(slot, None, False) for slot in slots]
    if len(pieces) == count:
        return [(slot, piece, True) for slot, piece in zip(slots, pieces, strict=True)]
    if len(line.values) == count and (joined := _join_lines(line.values)):
        return [(slot, piece, True) for slot, piece in zip(slots, joined, strict=True)]
    if len(line.values) == 1 and grouped and (made := _group_thousands(pieces, count)):
        return [(slot, piece, True) for slot, piece in zip(slots, made, strict=True)]
    return _uncertain(pieces, slots)


def spread(rows: list[tuple[Line, int]]) -> list[bool]:
    """各行的数值是否散在别处而不可信。

    For every row (with its count of columns) whether its figures are spread over lines in a text whose figures are in
    disorder: there as many figures as there are columns may have come together by chance.
    """
    printed = [(line, count) for line, count in rows if line.flat and not line.explicit]
    whole = sum(len(line.flat) == count for line, count in printed)
    if whole >= LEAST_WHOLE * len(printed):
        return [line.scattered for line, _ in rows]
    return [
        line.scattered
        or (not line.explicit and (len(line.values) > 1 or (len(line.blocks) > 1 and len(line.flat) < LINE_OF_FIGURES)))
        for line, _ in rows
    ]


def groups_shown(rows: list[tuple[Line, int]]) -> list[bool]:
    """各行能否有分节书写的数。

    For every row (with its count of columns) whether the other rows print their thousands with a space. That one row can only be read so
    is no evidence: a number printed twice or torn in two looks the same. So another row must show it, no row may have a surplus that
    it does not explain, and no number of the table may reach 1000 without a space.
    """
    surplus = [n for n, (line, count) in enumerate(rows) if not line.explicit and len(line.flat) > count]
    shown = {n for n in surplus if len(rows[n][0].values) == 1 and _group_thousands(rows[n][0].flat, rows[n][1])}
    sound = len(shown) == len(surplus) > 1 and sum(len(line.flat) == count for line, count in rows) >= FEWEST_WHOLE_ROWS
    if not sound or any(LARGE.match(piece.text) for line, _ in rows for piece in line.flat):
        return [False] * len(rows)
    return [n in shown for n in range(len(rows))]


def _uncertain(pieces: list[Piece], slots: list[Slot]) -> Filled:
    whole = Piece(" ".join(p.text for p in pieces), pieces[0].source if pieces else Source())
    return [(slot, whole, False) for slot in slots]


def _fill_grid(pieces: list[Piece], slots: list[Slot]) -> Filled:
    count = len(slots)
    surplus = len(pieces) > count
    while len(pieces) > count and is_blank(pieces[-1]):
        pieces = pieces[:-1]
    if len(pieces) != count:
        spread = [p for piece in pieces for p in ([piece] * piece.span if is_blank(piece) else [piece])]
        if len(spread) == count:
            pieces = spread
    if surplus and len(pieces) == count and not pieces[0].text and not all(is_blank(p) for p in pieces):
        return _uncertain(pieces, slots)  # which of the blanks is the one too many: the first or the last?
    if len(pieces) == count:
        # a figure that spans rows leaves open where the figures of the empty cells beside it stand
        spanning = any(p.merged and not is_blank(p) for p in pieces)
        return [(slot, p, not (spanning if is_blank(p) else p.merged)) for slot, p in zip(slots, pieces, strict=True)]
    if pieces and all(is_blank(p) for p in pieces):
        return [(slot, pieces[0], True) for slot in slots]
    return _uncertain(pieces, slots)


def _join_lines(groups: list[list[Piece]]) -> list[Piece] | None:
    """One cell a line, some of them numbers printed in groups of three."""
    joined = []
    for group in groups:
        if len(group) > 1 and not _is_thousands(group):
            return None
        joined.append(Piece(" ".join(p.text for p in group), group[0].source))
    return joined


def _is_thousands(group: list[Piece]) -> bool:
    return bool(HEAD_OF_THOUSANDS.match(group[0].text)) and all(THOUSANDS.match(p.text) for p in group[1:])


def _group_thousands(pieces: list[Piece], count: int) -> list[Piece] | None:
    """The only way to read a surplus of tokens as numbers printed in groups of three, None where there are several or none."""
    surplus = len(pieces) - count
    seams = [n for n in range(1, len(pieces)) if THOUSANDS.match(pieces[n].text)]
    if not 0 < surplus <= len(seams) or len(seams) > 12:
        return None
    found: list[list[Piece]] = []
    for chosen in combinations(seams, surplus):
        groups: list[list[Piece]] = []
        for n, piece in enumerate(pieces):
            if n in chosen:
                groups[-1].append(piece)
            else:
                groups.append([piece])
        if all(len(g) == 1 or _is_thousands(g) for g in groups):
            found.append([Piece(" ".join(p.text for p in g), g[0].source) for g in groups])
    return found[0] if len(found) == 1 else None
