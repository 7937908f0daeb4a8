"""统计表的单元格：读数、归位、扩展行列。

The cells of the statistics table from its aligned rows. A figure is only placed where row and column are certain; what is printed and
cannot be placed is unreadable, rows and columns that the form does not have are extensions. Sums are never looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from toolkit import vocabulary
from toolkit.model import Cell, Extension, PrintedRow, Table
from toolkit.parsing.normalise import compact
from toolkit.parsing.statistics.labels import TABLE, rows
from toolkit.parsing.statistics.lines import Piece, Printed
from toolkit.parsing.tables.values import UNREADABLE, Reading, read_value
from toolkit.vocabulary import path_of

COLUMNS = {path: column for path, (_, column) in vocabulary.form("2014").cells.items()}
MONEY = ("元", "万元", "亿元", "千元", "百万元")


def read(piece: Piece | None, unit: str, printed_unit: str, explicit: bool) -> Reading:
    """读出一格。

    What a piece says in the unit of its row. A printed unit of another kind (件 beside a sum of money) leaves open what was meant; 元 and
    亿元 are converted.
    """
    if piece is None:
        return UNREADABLE
    if not piece.text:
        return Reading("blank") if explicit else UNREADABLE
    money = unit.endswith("元")
    if printed_unit and money != (printed_unit in MONEY):
        return UNREADABLE if any(c.isdigit() for c in piece.text) else read_value(piece.text, unit)
    text = piece.text
    for own in (printed_unit, unit):
        if own and not money and compact(text).endswith(own):
            text = compact(text)[: -len(own)] or text
            break
    return read_value(text, printed_unit or unit if money else unit, whole=not money)


def _cell(path: str, row: Printed, piece: Piece | None) -> Cell:
    unit = COLUMNS[path].unit
    reading = read(piece, unit, row.unit, row.explicit) if row.certain else UNREADABLE
    if piece is None:
        return Cell(path, None, unit, "unreadable", source=row.source)
    note = reading.note or (piece.text if reading.value is not None and row.unit and row.unit != unit else "")
    return Cell(path, reading.value, unit, reading.status, piece.text, note, piece.source)


def cells_of(printed: Sequence[Printed]) -> dict[str, Cell]:
    """一张表的单元格。

    The cells of one printing by path. A row printed twice with different figures is unreadable, as is one whose label may be two rows.
    """
    found: dict[str, list[Cell]] = defaultdict(list)
    for row in printed:
        for n in row.rows:
            key = rows()[n].key
            for slot, piece in zip(row.slots, row.pieces, strict=True):
                if key and slot.key is not None:
                    path = path_of(TABLE, key, slot.key)
                    found[path].append(_cell(path, row, piece))
    return {path: _same(cells) for path, cells in found.items()}


def _same(cells: list[Cell]) -> Cell:
    first = cells[0]
    if all((c.status, c.value) == (first.status, first.value) for c in cells):
        return first
    raw = " ".join(c.raw for c in cells)
    return Cell(first.path, None, first.unit, "unreadable", raw, source=first.source)


def extensions_of(printed: Sequence[Printed]) -> list[Extension]:
    """不属于格式的行和列。 Rows and columns that the form does not have, with what is printed in them."""
    found = [
        Extension(TABLE, row.label, tuple(p.text for p in row.pieces if p is not None), "extra_row", row.source)
        for row in printed
        if not row.rows and any(p is not None and any(c.isdigit() for c in p.text) for p in row.pieces)
    ]
    extra: dict[str, list[Piece]] = defaultdict(list)
    for row in printed:
        for slot, piece in zip(row.slots, row.pieces, strict=True):
            if slot.key is None and piece is not None and piece.text and row.rows and rows()[row.rows[0]].key:
                extra[slot.label].append(piece)
    found += [
        Extension(TABLE, label, tuple(p.text for p in pieces), "extra_column", pieces[0].source)
        for label, pieces in extra.items()
    ]
    return found


def table_of(printed: Sequence[Printed], caption: str) -> Table:
    """重建的表。 The table as printed: captions, rows with their cells, rows outside the form left out (they are extensions)."""
    slots = next((row.slots for row in printed if row.rows and rows()[row.rows[0]].key), ())
    known = [slot for slot in slots if slot.key is not None]
    lines: list[PrintedRow] = []
    shown: set[str] = set()
    for row in printed:
        if not row.rows:
            continue
        form = rows()[row.rows[0]]
        paths = tuple(path_of(TABLE, form.key, s.key) for s in row.slots if s.key is not None) if form.key else ()
        fresh = (
            tuple(dict.fromkeys(path for path in paths if path not in shown))
            if row.certain or len(row.rows) == 1
            else ()
        )
        if form.key and not fresh:
            continue
        shown.update(fresh)
        lines.append(PrintedRow(row.label, form.key, form.depth, fresh))
    columns = tuple((slot.key or "", slot.label or "统计数") for slot in known)
    source = next(row.source for row in printed if row.rows)
    return Table(TABLE, caption, columns, tuple(lines), source)
