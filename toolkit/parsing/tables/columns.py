"""列标题 → 列的顺序。

From printed headers to the order of the columns. Where the headers do not determine it, nothing is invented: the caller then
only accepts rows with exactly as many figures as the form has columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.parsing.normalise import compact, normal
from toolkit.parsing.tables.labels import meanings
from toolkit.parsing.tables.lines import Line, Piece

# the longest column header of the forms has 12 letters; what an organ adds (小计, 备注) is short
LONGEST_COLUMN = 8
PRINTED_UNIT = re.compile(r"(百万元|千元|万元|亿元|(?<![万亿千])元)")


@dataclass(frozen=True, slots=True)
class Slot:
    """一列。

    A printed column: its key ("" for one that the form does not have), its label, the matrix columns it covers. `doubtful` says that
    the spans of the header and the order of its labels disagree about where it stands: its cells are unreadable.
    """

    key: str
    label: str
    unit: str = ""
    first: int = -1
    last: int = -1
    doubtful: bool = False


def key_of(text: str, table: str) -> str | None:
    """列标题在某表中的键。 The column key of a header text in a table, None where it names no column."""
    for entry in meanings(text):
        if entry.kind == "column" and entry.table == table:
            return entry.key
    return None


def printed_unit(text: str) -> str:
    """标签中印出的金额单位。 The unit of money printed in a label, or ""."""
    found = PRINTED_UNIT.search(compact(text))
    return found.group(1) if found else ""


def _slot(piece: Piece, table: str) -> Slot:
    return Slot(key_of(piece.text, table) or "", piece.text, printed_unit(piece.text), piece.first, piece.last)


def _is_other_header(text: str) -> bool:
    return any(entry.kind in ("header", "caption") for entry in meanings(text))


@dataclass(frozen=True, slots=True)
class Geometry:
    """表头在网格中的位置。

    The lowest header above every matrix column right of the labels. `gaps` counts the matrix columns that have none.
    """

    slots: list[Slot]
    gaps: int


def from_grid(headers: list[Line], table: str, leaf_end: int) -> Geometry:
    """按网格列确定列的顺序。 `leaf_end` is the first matrix column that may hold values."""
    width = max((p.last for line in headers for p in line.labels), default=-1) + 1
    lowest: list[Piece | None] = [None] * width
    for line in headers:
        for piece in line.labels:
            for j in range(max(piece.first, 0), piece.last + 1):
                lowest[j] = piece
    found: list[Piece] = []
    gaps = 0
    for above in lowest[leaf_end:]:
        if above is None or _is_other_header(above.text):
            gaps += 1
        elif not found or found[-1] is not above:
            found.append(above)
    return Geometry([_slot(piece, table) for piece in found], gaps)


def from_sequence(headers: list[Line], table: str) -> list[Slot]:
    """按印刷先后确定列的顺序。 The columns of a header of one level in the order of the text."""
    return [
        _slot(piece, table)
        for line in headers
        for piece in line.labels
        if key_of(piece.text, table) is not None
        or any(e.kind == "extra" for e in meanings(piece.text))
        or is_unknown_column(piece, line, table)
    ]


def is_unknown_column(piece: Piece, line: Line, table: str) -> bool:
    """已知列标题之间的陌生短标题。 A short unknown header among known ones: a column that the form does not have."""
    if meanings(piece.text) or len(normal(piece.text)) > LONGEST_COLUMN:
        return False
    return sum(1 for other in line.labels if key_of(other.text, table)) >= 2
