"""政府信息公开行政复议、行政诉讼情况表。

The challenges table: fifteen figures under two or three levels of header, on one line, one a line, five a line, or in rows with
labels of their own.
"""

from __future__ import annotations

from toolkit import vocabulary
from toolkit.model import PrintedRow, Table
from toolkit.parsing.tables.columns import Slot, key_of
from toolkit.parsing.tables.labels import meanings
from toolkit.parsing.tables.lines import Line, Piece
from toolkit.parsing.tables.place import Sink, fill, is_blank

TABLE = "challenges"
BLOCK = vocabulary.form("2021").table(TABLE).blocks[0]
ROWS = tuple(row.key for row in BLOCK.rows)
COLUMNS = tuple(column.key for column in BLOCK.columns)
LABELS = {row.key: row.label for row in BLOCK.rows} | {column.key: column.label for column in BLOCK.columns}


def _row_key(text: str) -> str:
    return next((e.key for e in meanings(text) if e.table == TABLE and e.kind == "row"), "")


def read_challenges(lines: list[Line], sink: Sink) -> None:
    """读出行政复议、行政诉讼表。

    Places the figures into `sink`. A row of figures is placed only where its number agrees with the header above it.
    """
    headers: list[Piece] = []
    values: list[Line] = []
    placed: dict[str, None] = {}
    for line in [*lines, Line([Piece("", lines[0].source)])]:
        if not line.labels:
            values.append(line)
            continue
        if values:
            _flush(headers, values, sink, placed)
            headers, values = [], []
        key = _row_key(line.leaf)
        if line.values and key and len(line.flat) >= len(COLUMNS) and len(line.flat) < 2 * len(COLUMNS):
            _place([key], _columns(headers), Line([], line.values, line.explicit), sink, placed)
            continue
        headers += line.labels
        if line.values:
            values.append(Line([], line.values, line.explicit, blocks=line.blocks))
    if headers and not placed and any(p.text for p in headers):
        _lost(ROWS, sink)
    if placed:
        rows = tuple(
            PrintedRow(LABELS[key], key, 0 if key == "review" else 1, tuple(f"{TABLE}.{key}.{c}" for c in COLUMNS))
            for key in ROWS
            if key in placed
        )
        columns = tuple((c.key, c.label) for c in BLOCK.columns)
        sink.tables.append(Table(TABLE, "", columns, rows, lines[0].source))


def _columns(headers: list[Piece]) -> list[str]:
    """The column keys of one row as printed; the form's own order where the header is incomplete."""
    printed = [key for piece in headers if (key := key_of(piece.text, TABLE))]
    first = printed[: len(COLUMNS)]
    again = all(printed[n : n + len(COLUMNS)] == first for n in range(0, len(printed), len(COLUMNS)))
    return first if sorted(first) == sorted(COLUMNS) and again else list(COLUMNS)


def _rows_named(headers: list[Piece]) -> list[str]:
    return list(dict.fromkeys(key for piece in headers if (key := _row_key(piece.text))))


def _flush(headers: list[Piece], values: list[Line], sink: Sink, placed: dict[str, None]) -> None:
    """The figures below one header: one line of all, or several lines."""
    groups = [group for line in values for group in line.values]
    explicit = all(line.explicit for line in values)
    together = Line([], groups, explicit)
    flat = together.flat
    while len(flat) > len(ROWS) * len(COLUMNS) and explicit and is_blank(flat[-1]):
        flat = flat[:-1]
    if explicit:
        together = Line([], [flat], True)
    named = _rows_named(headers)
    if not named or len(flat) == len(ROWS) * len(COLUMNS):
        # fifteen figures are the whole table, whatever is left of its header
        named = list(ROWS) if len(named) < len(ROWS) else named
    _place(named, _columns(headers), together, sink, placed)


def _place(rows: list[str], columns: list[str], line: Line, sink: Sink, placed: dict[str, None]) -> None:
    keys = [(row, column) for row in rows for column in columns]
    slots = [Slot(f"{row}.{column}", "") for row, column in keys]
    for slot, piece, certain in fill(line, slots, trusted=False):
        path = f"{TABLE}.{slot.key}"
        if path in sink.cells and sink.cells[path].status != "unreadable":
            if piece is not None and certain and sink.cells[path].raw != piece.text:
                sink.extend(TABLE, Line([Piece(path, piece.source)], [[piece]]), "duplicate")
            continue
        sink.put(path, slot, piece, certain)
    placed.update(dict.fromkeys(rows))


def _lost(rows: tuple[str, ...], sink: Sink) -> None:
    """Headers without figures: something was printed and is gone."""
    for row in rows:
        for column in COLUMNS:
            path = f"{TABLE}.{row}.{column}"
            if path not in sink.cells:
                sink.put(path, Slot(column, ""), None, False)
