"""主动公开政府信息情况表(第二十条各项)。

The proactive-disclosure blocks. Every block is read by its own header, so that a report may print blocks of two editions.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from toolkit import vocabulary
from toolkit.model import PrintedRow, Table
from toolkit.parsing.normalise import normal
from toolkit.parsing.tables.align import align
from toolkit.parsing.tables.columns import Slot, from_grid, from_sequence, printed_unit
from toolkit.parsing.tables.joining import join_figures, join_labels
from toolkit.parsing.tables.labels import FormRow, index, meanings
from toolkit.parsing.tables.lines import Line, Piece
from toolkit.parsing.tables.place import Sink, fill, is_blank, spread
from toolkit.vocabulary import Block

TABLE = "proactive"
BLOCKS: dict[str, dict[str, Block]] = {
    form.id: {row.key: block for block in form.table(TABLE).blocks for row in block.rows} for form in vocabulary.forms()
}


def _is_header(line: Line) -> bool:
    kinds = {e.kind for p in line.labels for e in meanings(p.text) if e.table in (TABLE, "")}
    if line.header or not line.values:
        return bool(kinds & {"column", "header", "caption", "extra"}) and not ("row" in kinds and line.values)
    return bool(kinds & {"column", "header", "caption"}) and "row" not in kinds


def _printed_slots(headers: list[Line], line: Line) -> list[Slot]:
    if not headers:
        return []
    grid = headers[-1].grid
    if grid is not None and line.grid is grid and line.values:
        same = [h for h in headers if h.grid is grid]
        slots = from_grid(same, TABLE, line.values[0][0].first).slots
        if slots and all(slot.key for slot in slots):
            return slots
    return from_sequence(headers, TABLE)


def _by_header(key: str, slots: list[Slot], line: Line) -> tuple[str, list[Slot]] | None:
    """The edition and the columns of a row, told by its header. None where the header leaves it open."""
    editions = [edition for edition, rows in BLOCKS.items() if key in rows]
    named = [slot.key for slot in slots if slot.key]
    if not named:
        return None
    for edition in editions:
        if sorted(named) == sorted(c.key for c in BLOCKS[edition][key].columns) and not _too_many(line, len(named)):
            return edition, slots
    fitting = [e for e in editions if set(named) <= {c.key for c in BLOCKS[e][key].columns}]
    if len(fitting) != 1:
        return None
    whole = len(set(named)) == len(slots) == len(line.flat)
    return fitting[0], slots if line.explicit and whole else _standard(fitting[0], key, slots)


def _too_many(line: Line, columns: int) -> bool:
    """Columns of a torn header are lost where more figures stand below it: what is left does not tell the edition."""
    return sum(not is_blank(piece) for piece in line.flat) > columns


def _by_labels(lines: list[Line]) -> str | None:
    """The edition told by labels of columns that no other edition prints, wherever they stand; None where they are of several."""
    found = {
        edition
        for line in lines
        for piece in line.labels
        for entry in meanings(piece.text)
        if entry.table == TABLE and entry.kind == "column" and len(entry.editions & set(BLOCKS)) == 1
        for edition in entry.editions & set(BLOCKS)
    }
    return found.pop() if len(found) == 1 else None


def _by_count(key: str, line: Line) -> str | None:
    """The edition told by the number of figures, where only one edition has as many."""
    fitting = [e for e, rows in BLOCKS.items() if key in rows and len(rows[key].columns) == len(line.flat)]
    return fitting[0] if len(fitting) == 1 else None


def _standard(edition: str, key: str, printed: list[Slot]) -> list[Slot]:
    units = {slot.key: slot.unit for slot in printed}
    return [Slot(c.key, c.label, units.get(c.key, "")) for c in BLOCKS[edition][key].columns]


def _overall(choices: list[tuple[str, list[Slot]] | None], counted: list[str | None], fallback: str) -> str:
    """The edition of the table: by its headers; only without any by its numbers of figures, or by single labels (`fallback`)."""
    votes = Counter(choice[0] for choice in choices if choice) or Counter(edition for edition in counted if edition)
    return votes.most_common(1)[0][0] if votes else fallback


def read_proactive(lines: list[Line], sink: Sink, fallback: str) -> str | None:
    """读出主动公开各表, 返回所印格式。

    Places the blocks into `sink`. -> the edition that most rows are printed in, None where no row was recognised. `fallback`
    decides rows whose header and count leave the edition open.
    """
    rows: list[tuple[Line, list[Line], list[Slot]]] = []
    headers: list[Line] = []
    fresh = True
    for line in join_labels(lines):
        if _is_header(line):
            if not fresh:
                headers, fresh = [], True
            headers.append(line)
            if any(not is_blank(p) for p in line.flat):
                sink.extend(TABLE, line, "does_not_fit")
        elif (line.labels and line.values) or any(e.kind == "row" for p in line.labels for e in meanings(p.text)):
            rows.append((line, headers if fresh else rows[-1][1], _printed_slots(headers, line)))
            fresh = False
        elif any(not is_blank(p) for p in line.flat) and not (
            rows and not fresh and join_figures(rows[-1][0], line, max(len(rows[-1][2]), 1))
        ):
            sink.extend(TABLE, line, "does_not_fit")
    form_rows = index().rows[TABLE]
    aligned = align([[line.leaf, "".join(p.text for p in line.labels)] for line, _, _ in rows], form_rows)
    choices = [
        _by_header(form_rows[n].key, slots, line) if n is not None else None
        for (line, _, slots), n in zip(rows, aligned, strict=True)
    ]
    if not any(n is not None for n in aligned):
        for line, _, _ in rows:
            sink.extend(TABLE, line, "extra_row")
        return None
    counted = [
        _by_count(form_rows[n].key, row[0]) if n is not None else None for row, n in zip(rows, aligned, strict=True)
    ]
    told = _by_labels(lines)
    # a single row of figures below a torn header says less than a label that only one edition prints
    overall = _overall(choices, [] if told else counted, told or fallback)
    slots_of = [
        (line, len(choice[1] if choice else _standard(overall, form_rows[n].key, [])))
        for (line, _, _), n, choice in zip(rows, aligned, choices, strict=True)
        if n is not None and (choice or form_rows[n].key in BLOCKS[overall])
    ]
    strays = [(line, 0) for line in lines if _is_header(line)]
    beside = {k for n, line in enumerate(lines) if _is_header(line) and line.flat for k in (n - 1, n + 1)}
    stray = {block for k in beside if 0 <= k < len(lines) for block in lines[k].blocks}
    scattered = {id(line) for line, _ in slots_of if not line.explicit and len(line.values) > 1 and line.blocks & stray}
    scattered |= {id(line) for (line, _), far in zip(slots_of, spread(slots_of + strays), strict=False) if far}
    _place(rows, aligned, choices, overall, sink, scattered)
    return overall


def _place(
    rows: list[tuple[Line, list[Line], list[Slot]]],
    aligned: list[int | None],
    choices: list[tuple[str, list[Slot]] | None],
    overall: str,
    sink: Sink,
    scattered: set[int],
) -> None:
    form_rows = index().rows[TABLE]
    placed = [form_rows[n] for n in aligned if n is not None]
    blocks: list[tuple[list[Line], list[Slot], list[PrintedRow], Line]] = []
    for (line, headers, printed), n, choice in zip(rows, aligned, choices, strict=True):
        if n is None:
            sink.extend(TABLE, line, _unplaced(line, placed))
            shown = PrintedRow(line.leaf, "", 0, ())
            slots = printed
        else:
            key = form_rows[n].key
            edition = (
                choice[0]
                if choice
                else (overall if key in BLOCKS[overall] else next(e for e in BLOCKS if key in BLOCKS[e]))
            )
            slots = choice[1] if choice else _standard(edition, key, printed)
            if id(line) in scattered:
                slots = [replace(slot, doubtful=True) for slot in slots]
            shown = _row(line, key, slots, sink)
            _explain(edition, slots, line, sink)
        if not blocks or blocks[-1][0] is not headers:
            blocks.append((headers, slots, [], line))
        blocks[-1][2].append(shown)
    _mark_lost(rows, aligned, overall, sink)
    for headers, slots, shown_rows, line in blocks:
        columns = tuple((slot.key, slot.label) for slot in slots)
        sink.tables.append(Table(TABLE, _caption(headers), columns, tuple(shown_rows), line.source))


def _mark_lost(
    rows: list[tuple[Line, list[Line], list[Slot]]], aligned: list[int | None], overall: str, sink: Sink
) -> None:
    """Figures whose label is spoiled or lost stand where a row is missing: that row is unreadable, not absent."""
    form_rows = index().rows[TABLE]
    present = {n for n in aligned if n is not None}
    low = -1
    for (line, _, _), n in zip(rows, aligned, strict=True):
        low = low if n is None else n
        if n is not None or all(is_blank(p) for p in line.flat):
            continue
        for lost in range(low + 1, len(form_rows)):
            key = form_rows[lost].key
            if lost in present:
                break
            for slot in _standard(overall, key, []) if key in BLOCKS[overall] else ():
                sink.put(f"{TABLE}.{key}.{slot.key}", slot, None, False)


def _unplaced(line: Line, placed: list[FormRow]) -> str:
    return "duplicate" if any(normal(line.leaf) in row.names for row in placed) else "extra_row"


def _row(line: Line, key: str, slots: list[Slot], sink: Sink) -> PrintedRow:
    unit = printed_unit(line.leaf)
    paths = []
    empty = not line.flat and line.separators >= len(slots)
    for slot, piece, certain in fill(line, slots):
        if not slot.key:
            if piece is not None:
                sink.extend(
                    TABLE, Line([Piece(f"{line.leaf} · {slot.label}", piece.source)], [[piece]]), "extra_column"
                )
            continue
        path = f"{TABLE}.{key}.{slot.key}"
        if unit and not slot.unit:
            slot = Slot(slot.key, slot.label, unit, slot.first, slot.last)
        sink.put(path, slot, piece, certain or (empty and sink.repeats))
        paths.append(path)
    return PrintedRow(line.leaf, key, 0, tuple(paths))


def _explain(edition: str, slots: list[Slot], line: Line, sink: Sink) -> None:
    for slot in slots:
        text = f"proactive: {slot.label}：{edition}"
        if slot.label and text not in sink.evidence:
            sink.evidence.append(text)
            break


def _caption(headers: list[Line]) -> str:
    for line in reversed(headers):
        for piece in line.labels:
            if any(e.kind == "caption" for e in meanings(piece.text)):
                return piece.text
    return ""
