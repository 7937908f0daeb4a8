"""收到和处理政府信息公开申请情况表。

The requests table: its rows as one alignment, its columns from the printed header.
"""

from __future__ import annotations

from dataclasses import replace

from toolkit.model import PrintedRow, Table
from toolkit.parsing.normalise import normal, numbering
from toolkit.parsing.tables.align import align, contested
from toolkit.parsing.tables.applicants import STANDARD, TABLE, columns_of
from toolkit.parsing.tables.columns import Slot
from toolkit.parsing.tables.joining import join_figures, join_labels
from toolkit.parsing.tables.labels import SINGLE_OUTCOME, FormRow, index, meanings
from toolkit.parsing.tables.lines import Line, Piece
from toolkit.parsing.tables.place import Sink, fill, groups_shown, is_blank, spread

LAST_OUTCOME = f"{SINGLE_OUTCOME}.other"


def is_header(line: Line, previous_is_header: bool) -> bool:
    """是否为表头行。 Whether a line names columns: it has no values, and its labels are columns (or follow a header)."""
    if line.header and any(e.kind in ("column", "header", "extra") for p in line.labels for e in meanings(p.text)):
        return True
    if line.values or not line.labels:
        return False
    kinds = [{e.kind for e in meanings(p.text) if e.table in (TABLE, "")} for p in line.labels]
    if any("header" in k or "extra" in k for k in kinds):
        return True
    naming = [k for k in kinds if "column" in k]
    if any("row" not in k for k in naming) or len(naming) >= 2:
        return True
    return bool(naming) and previous_is_header and not numbering(line.leaf)


def _may_be_header(line: Line) -> bool:
    """A column of which a row is a namesake (其他, 总计), printed without number and figures."""
    return (
        bool(line.labels)
        and not line.values
        and not numbering(line.leaf)
        and all(any(e.table == TABLE and e.kind == "column" for e in meanings(p.text)) for p in line.labels)
    )


def read_requests(lines: list[Line], sink: Sink) -> None:
    """读出申请表。 Places all rows of one requests table into `sink`."""
    _place(_rows_and_headers(join_labels(lines)), sink)


def _rows_and_headers(lines: list[Line]) -> list[tuple[Line, list[Slot]]]:
    """The row lines of one table, each with the columns of the header above it."""
    found: list[tuple[Line, list[Slot]]] = []
    headers: list[Line] = []
    slots: list[Slot] = STANDARD
    previous = False
    flags = []
    for line in lines:
        previous = is_header(line, previous)
        flags.append(previous)
    for n in range(len(lines) - 2, -1, -1):
        flags[n] = flags[n] or (flags[n + 1] and _may_be_header(lines[n]))
    for n, line in enumerate(lines):
        if flags[n]:
            headers.append(line)
            continue
        if headers:
            rest = [rows for rows, flag in zip(lines[n:], flags[n:], strict=True) if not flag]
            made = columns_of(headers, rest)
            slots = made or slots
            headers = []
        if line.labels:
            found.append((line, slots))
        elif line.values and not (found and join_figures(found[-1][0], line, len(slots))):
            sink_line = Line([Piece("", line.source)], line.values, line.explicit, grid=line.grid, blocks=line.blocks)
            found.append((sink_line, slots))
    return found


def _readings(line: Line) -> list[str]:
    texts = [line.leaf]
    if len(line.labels) > 1 and not line.explicit:
        texts.append("".join(p.text for p in line.labels))
    return texts


def _place(rows: list[tuple[Line, list[Slot]]], sink: Sink) -> None:
    form_rows = index().rows[TABLE]
    readings = [_readings(line) for line, _ in rows]
    aligned = _without_orphan(align(readings, form_rows), readings, form_rows)
    disputed = {
        at
        for at, rivals in contested(readings, aligned, form_rows).items()
        if any(_printed(rows[k][0]) not in ((), _printed(rows[at][0])) for k in rivals)
    }
    placed = [form_rows[n] for n in aligned if n is not None]
    keys = {row.key for row in placed}
    three = any(key.startswith(SINGLE_OUTCOME + ".") for key in keys)
    scattered = spread([(line, len(slots)) for line, slots in rows])
    grouped = groups_shown([(line, len(slots)) for line, slots in rows])
    printed: list[PrintedRow] = []
    for at, ((line, slots), n) in enumerate(zip(rows, aligned, strict=True)):
        if at in disputed or scattered[at]:
            slots = [replace(slot, doubtful=True) for slot in slots]
        row = form_rows[n] if n is not None else None
        key = row.key if row else ""
        if row is None or not key or (key == SINGLE_OUTCOME and three):
            _caption(line, row, placed, printed, sink)
            continue
        printed.append(_row(line, slots, key, grouped[at], sink))
    _mark_lost(aligned, rows, sink)
    slots = rows[0][1] if rows else STANDARD
    if keys - {""}:
        columns = tuple((slot.key, slot.label) for slot in slots)
        sink.tables.append(Table(TABLE, "", columns, tuple(printed), rows[0][0].source))
        sink.evidence.append("requests: " + ("三行" if three else "一行") + "（六）其他处理")


def _without_orphan(
    aligned: list[int | None], readings: list[list[str]], form_rows: tuple[FormRow, ...]
) -> list[int | None]:
    """其他 is the last of three rows only where one of the others is printed, or its list number says so."""
    keys = {form_rows[n].key for n in aligned if n is not None}
    if any(key.startswith(SINGLE_OUTCOME + ".") and key != LAST_OUTCOME for key in keys):
        return aligned
    return [
        None
        if n is not None and form_rows[n].key == LAST_OUTCOME and numbering(readings[at][0]) != form_rows[n].number
        else n
        for at, n in enumerate(aligned)
    ]


def _printed(line: Line) -> tuple[str, ...]:
    return tuple(piece.text for piece in line.flat)


def _caption(line: Line, row: FormRow | None, placed: list[FormRow], printed: list[PrintedRow], sink: Sink) -> None:
    """A caption of the form, or a row that the form does not have; its figures are kept as an extension."""
    if any(not is_blank(p) for p in line.flat):
        again = row is None and any(normal(line.leaf) in other.names for other in placed)
        sink.extend(TABLE, line, "duplicate" if again else ("extra_row" if line.leaf else "does_not_fit"))
    if row is not None:
        printed.append(PrintedRow(line.leaf, "", 1 if row.number.startswith("(") else 0, ()))


def _row(line: Line, slots: list[Slot], key: str, grouped: bool, sink: Sink) -> PrintedRow:
    paths = []
    empty = not line.flat and line.separators >= len(slots)
    for slot, piece, certain in fill(line, slots, grouped):
        if not slot.key:
            if piece is not None and certain:
                sink.extend(
                    TABLE, Line([Piece(f"{line.leaf} · {slot.label}", piece.source)], [[piece]]), "extra_column"
                )
            continue
        path = f"{TABLE}.{key}.{slot.key}"
        sink.put(path, slot, piece, certain or (empty and sink.repeats))
        paths.append(path)
    depth = 2 if key.count(".") else (1 if key in ("granted", "partly_granted", SINGLE_OUTCOME, "concluded") else 0)
    return PrintedRow(line.leaf, key, depth, tuple(paths))


def _mark_lost(aligned: list[int | None], rows: list[tuple[Line, list[Slot]]], sink: Sink) -> None:
    """Rows whose label is not printed although figures without a place stand where they should be: unreadable, not absent."""
    form_rows = index().rows[TABLE]
    present = {n for n in aligned if n is not None}
    low = -1
    for (line, slots), n in zip(rows, aligned, strict=True):
        if n is not None:
            low = n
        stray = n is None and any(not is_blank(p) for p in line.flat)
        if not stray and (line.explicit or len(line.flat) <= len(slots)):
            continue
        for lost in range(low + 1, len(form_rows)):
            if lost in present:
                break
            key = form_rows[lost].key
            if key and key != SINGLE_OUTCOME:
                for slot in slots:
                    if slot.key:
                        sink.put(f"{TABLE}.{key}.{slot.key}", slot, None, False)
