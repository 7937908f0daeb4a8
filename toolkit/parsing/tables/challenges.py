"""政府信息公开行政复议、行政诉讼情况表。

The challenges table: fifteen figures under two or three levels of header, on one line, one a line, five a line, or in rows with
labels of their own.
"""

from __future__ import annotations

from toolkit import vocabulary
from toolkit.model import PrintedRow, Table
from toolkit.parsing.normalise import normal
from toolkit.parsing.tables.columns import Slot, key_of
from toolkit.parsing.tables.labels import meanings
from toolkit.parsing.tables.lines import Line, Piece
from toolkit.parsing.tables.place import Sink, fill, is_blank

TABLE = "challenges"
BLOCK = vocabulary.form("2021").table(TABLE).blocks[0]
ROWS = tuple(row.key for row in BLOCK.rows)
COLUMNS = tuple(column.key for column in BLOCK.columns)
LITIGATION = "行政诉讼"
LABELS = {row.key: row.label for row in BLOCK.rows} | {column.key: column.label for column in BLOCK.columns}


def _row_key(text: str) -> str:
    return next((e.key for e in meanings(text) if e.table == TABLE and e.kind == "row"), "")


def read_challenges(lines: list[Line], sink: Sink) -> None:
    """读出行政复议、行政诉讼表。

    Places the figures into `sink`. In a grid the spans of the header say what a figure is; elsewhere a row of figures is placed only
    where its number agrees with the header above it and the header is in the order of the form.
    """
    headers: list[Line] = []
    values: list[Line] = []
    placed: dict[str, None] = {}
    for n, line in enumerate([*lines, Line([Piece("", lines[0].source)])]):
        if _is_hollow(line, lines[n + 1 :]):
            line = Line(line.labels, [], line.explicit, True, line.grid, line.width, line.blocks)
        if not line.labels:
            values.append(line)
            continue
        if values:
            _flush(headers, values, sink, placed)
            headers, values = [], []
        key = _row_key(line.leaf)
        if line.values and key and len(line.flat) >= len(COLUMNS) and len(line.flat) < 2 * len(COLUMNS):
            columns = columns_in_order(_pieces(headers))
            _place([key], columns, Line([], line.values, line.explicit), sink, placed)
            continue
        headers.append(line)
        if any(not is_blank(piece) for piece in line.flat):
            values.append(Line([], line.values, line.explicit, grid=line.grid, blocks=line.blocks))
    if headers and not placed and any(p.text for p in _pieces(headers)):
        _lost(ROWS, sink)
    if placed:
        rows = tuple(
            PrintedRow(LABELS[key], key, 0 if key == "review" else 1, tuple(f"{TABLE}.{key}.{c}" for c in COLUMNS))
            for key in ROWS
            if key in placed
        )
        columns_shown = tuple((c.key, c.label) for c in BLOCK.columns)
        sink.tables.append(Table(TABLE, "", columns_shown, rows, lines[0].source))


def _is_hollow(line: Line, following: list[Line]) -> bool:
    """A header over several columns whose span is lost: blanks beside it, and the columns named only below it."""
    if not line.labels or not line.values or any(piece.text for piece in line.flat):
        return False
    return any(key_of(piece.text, TABLE) for later in following for piece in later.labels)


def _pieces(headers: list[Line]) -> list[Piece]:
    return [piece for line in headers for piece in line.labels]


def columns_in_order(headers: list[Piece]) -> list[str] | None:
    """表头所印的列序。

    The column keys of one row as printed, once or once for every row; None where labels are lost and what is left does not say whether
    the total stands first or last.
    """
    printed = [key for piece in headers if (key := key_of(piece.text, TABLE))]
    if not printed:
        return list(COLUMNS)
    width = len(COLUMNS)
    first = printed[:width]
    groups = [printed[n : n + width] for n in range(0, len(printed), width)]
    if sorted(first) == sorted(COLUMNS) and all(group == first for group in groups):
        return first
    total_first = (COLUMNS[-1], *COLUMNS[:-1])
    sure = _within(printed, COLUMNS * len(groups)) and not _within(printed, total_first * len(groups))
    return list(COLUMNS) if sure else None


def _within(printed: list[str], whole: tuple[str, ...]) -> bool:
    rest = iter(whole)
    return all(key in rest for key in printed)


def _rows_named(headers: list[Piece]) -> list[str]:
    return list(dict.fromkeys(key for piece in headers if (key := _row_key(piece.text))))


def _in_order(headers: list[Piece], named: list[str]) -> bool:
    """Whether rows are named in the order of the form, reviews before litigation."""
    if named != [key for key in ROWS if key in named]:
        return False
    texts = [normal(piece.text) for piece in headers]
    review = next((n for n, piece in enumerate(headers) if _row_key(piece.text) == ROWS[0]), -1)
    return LITIGATION not in texts or texts.index(LITIGATION) > review


def _flush(headers: list[Line], values: list[Line], sink: Sink, placed: dict[str, None]) -> None:
    """The figures below one header: one line of all, or several lines."""
    spanned = _by_spans(headers, values)
    if spanned:
        slots = [Slot(f"{row}.{column}", "") for row, column in spanned]
        _put(slots, Line([], values[0].values, True), sink)
        placed.update(dict.fromkeys(row for row, _ in spanned))
        return
    groups = [group for line in values for group in line.values]
    explicit = all(line.explicit for line in values)
    together = Line([], groups, explicit)
    flat = together.flat
    while len(flat) > len(ROWS) * len(COLUMNS) and explicit and is_blank(flat[-1]):
        flat = flat[:-1]
    if explicit:
        together = Line([], [flat], True)
    pieces = _pieces(headers)
    named = _rows_named(pieces)
    columns = columns_in_order(pieces) if _in_order(pieces, named) else None
    if not named or len(flat) == len(ROWS) * len(COLUMNS):
        # fifteen figures are the whole table, whatever is left of its header
        named = list(ROWS) if len(named) < len(ROWS) else named
    _place(named, columns, together, sink, placed)


def _by_spans(headers: list[Line], values: list[Line]) -> list[tuple[str, str]]:
    """Row and column of every figure by the header cells above it.

    Empty where these do not make whole rows, or where a header is as wide as several figures or stands above none: its spans are wrong.
    """
    grid = values[0].grid
    if grid is None or len(values) != 1 or any(line.grid is not grid for line in headers):
        return []
    known = [
        (p, _row_key(p.text), key_of(p.text, TABLE) or "", normal(p.text) == LITIGATION)
        for p in _pieces(headers)
        if any(e.table == TABLE for e in meanings(p.text))
    ]
    figures = values[0].flat
    found = []
    for figure in figures:
        above = [entry for entry in known if entry[0].first <= figure.first and figure.last <= entry[0].last]
        rows = [row for _, row, _, _ in above if row]
        columns = [(piece, column) for piece, _, column, _ in above if column]
        # one row above every figure, and 行政诉讼 above litigation alone
        mixed = len(set(rows)) != 1 or (rows[0] == ROWS[0] and any(court for *_, court in above))
        if mixed or not columns or columns[-1][0].span != figure.span:
            return []
        found.append((rows[0], columns[-1][1]))
    named = dict.fromkeys(row for row, _ in found)
    whole = {(row, column) for row in named for column in COLUMNS}
    first, last = min(f.first for f in figures), max(f.last for f in figures)
    inside = all(first <= p.first and p.last <= last for p, *_ in known)
    return found if inside and set(found) == whole and len(found) == len(whole) else []


def _place(rows: list[str], columns: list[str] | None, line: Line, sink: Sink, placed: dict[str, None]) -> None:
    """Figures row by row; without `columns` it is open what they are."""
    keys = [(row, column) for row in rows for column in columns or COLUMNS]
    _put([Slot(f"{row}.{column}", "", doubtful=columns is None) for row, column in keys], line, sink)
    placed.update(dict.fromkeys(rows))


def _put(slots: list[Slot], line: Line, sink: Sink) -> None:
    for slot, piece, certain in fill(line, slots):
        path = f"{TABLE}.{slot.key}"
        if path in sink.cells and sink.cells[path].status != "unreadable":
            if piece is not None and certain and sink.cells[path].raw != piece.text:
                sink.extend(TABLE, Line([Piece(path, piece.source)], [[piece]]), "duplicate")
            continue
        sink.put(path, slot, piece, certain)


def _lost(rows: tuple[str, ...], sink: Sink) -> None:
    """Headers without figures: something was printed and is gone."""
    for row in rows:
        for column in COLUMNS:
            path = f"{TABLE}.{row}.{column}"
            if path not in sink.cells:
                sink.put(path, Slot(column, ""), None, False)
