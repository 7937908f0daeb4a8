"""申请表的表头 → 申请人各列的次序。

From the header of the requests table to the order of its columns. Two readings are made of it: where its cells stand (grids), and in
which order its labels are printed, the five columns of 法人或其他组织 being one level lower than the others. A column is certain where
both say the same, or where one of them alone can be right; what they dispute is doubtful, and its cells are unreadable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz.distance import Indel

from toolkit import vocabulary
from toolkit.parsing.normalise import compact, normal
from toolkit.parsing.tables.columns import Geometry, Slot, from_grid, is_unknown_column, key_of, printed_unit
from toolkit.parsing.tables.labels import meanings
from toolkit.parsing.tables.lines import Line, Piece

TABLE = "requests"
COLUMNS = vocabulary.form("2021").table(TABLE).blocks[0].columns
KEYS = tuple(column.key for column in COLUMNS)
GROUP = tuple(column.key for column in COLUMNS if column.group)
STANDARD = [Slot(column.key, column.label) for column in COLUMNS]
DOUBTFUL = [replace(slot, doubtful=True) for slot in STANDARD]
GROUP_LABEL = normal(next(column.group for column in COLUMNS if column.group))
# a header with fewer columns than the form is believed where so many rows of a grid have just as many cells
ROWS_FOR_SUBSET = 5
# 法人或其他组织 with two of its seven characters wrong keeps 0.71
LEAST_GROUP = 0.6
# a misprinted column at its own place in the order: half of its characters are enough
LEAST_COLUMN = 0.5

Role = Literal["top", "inner", "group", "extra"]


@dataclass(frozen=True, slots=True)
class Token:
    """表头中的一个标签。 One label of a header: what it is, its column, and the line that it stands on."""

    role: Role
    key: str
    slot: Slot
    line: int


def columns_of(headers: list[Line], rows: list[Line]) -> list[Slot] | None:
    """表头给出的列。

    The columns as the headers print them; None where they print none at all, so that the form's own order or an earlier header holds.
    Slots that the printed header leaves in dispute are `doubtful`.
    """
    tokens = _tokens(headers)
    if not any(token.role in ("top", "inner") for token in tokens):
        return None if not any(token.role == "extra" for token in tokens) else DOUBTFUL
    sequence = _in_sequence(tokens)
    grid = headers[0].grid
    body = [line for line in rows if line.grid is grid and line.values]
    if grid is None or not body or any(line.grid is not grid for line in headers):
        return _settled(sequence, tokens)
    geometry = from_grid(headers, TABLE, min(line.values[0][0].first for line in body))
    return _decided(geometry, sequence, tokens, body)


def _decided(
    geometry: Geometry, sequence: list[Slot] | None, tokens: list[Token], body: list[Line]
) -> list[Slot] | None:
    """Where the cells of the header stand against the order of its labels."""
    slots = geometry.slots
    keys = [slot.key for slot in slots if slot.key]
    whole = _whole(geometry, tokens, body)
    if sorted(keys) == sorted(KEYS):
        if sequence is None:
            return slots if whole else DOUBTFUL
        if not whole and _is_standard(sequence) and any(token.role == "group" for token in tokens):
            return STANDARD
        return _agreed(slots, sequence)
    if sequence is not None and _is_standard(sequence):
        return STANDARD
    counts = {len(line.flat) for line in body}
    subset = len(body) >= ROWS_FOR_SUBSET and counts == {len(slots)} and len(keys) == len(slots) == len(set(keys))
    if subset and sequence is not None and [slot.key for slot in sequence] == keys:
        return slots
    settled = _settled(sequence, tokens)
    return settled if settled is None or _in_place(slots, settled, body) else DOUBTFUL


def _is_standard(slots: Sequence[Slot]) -> bool:
    return tuple(slot.key for slot in slots) == KEYS


def _agreed(slots: list[Slot], sequence: list[Slot]) -> list[Slot]:
    """What the spans of the header and the order of its labels say alike is certain, what they dispute is not."""
    if len(slots) != len(sequence):
        return DOUBTFUL
    return [
        slot if other.label == slot.label else replace(slot, doubtful=True)
        for slot, other in zip(slots, sequence, strict=True)
    ]


def _settled(sequence: list[Slot] | None, tokens: list[Token]) -> list[Slot] | None:
    """The columns by the order of the labels alone; the form's own where some are lost and the rest contradicts it nowhere."""
    if sequence is None:
        return DOUBTFUL
    keys = [slot.key for slot in sequence if slot.key]
    if sorted(keys) == sorted(KEYS):
        return sequence
    if any(token.role == "extra" for token in tokens):
        return _mended(sequence)
    return STANDARD if keys == [key for key in KEYS if key in keys] else DOUBTFUL


def _mended(sequence: list[Slot]) -> list[Slot]:
    """Unknown labels that stand exactly where columns of the form are missing: misprinted ones, or columns in dispute."""
    if len(sequence) != len(KEYS) or any(s.key and s.key != key for s, key in zip(sequence, KEYS, strict=True)):
        return DOUBTFUL
    return [
        printed if printed.key else replace(slot, doubtful=_likeness(printed.label, slot.label) < LEAST_COLUMN)
        for printed, slot in zip(sequence, STANDARD, strict=True)
    ]


def _likeness(text: str, label: str) -> float:
    return Indel.normalized_similarity(normal(text), normal(label))


def _in_place(slots: list[Slot], settled: list[Slot], body: list[Line]) -> bool:
    """Whether every known label stands above the column of figures that it is taken for."""
    full = [line.flat for line in body if len(line.flat) == len(settled)]
    if not full:
        return True
    figures = max(full, key=lambda pieces: sum(other[0].first == pieces[0].first for other in full))
    wanted = {slot.key: n for n, slot in enumerate(settled)}
    return all(
        figures[wanted[slot.key]].first <= slot.last and slot.first <= figures[wanted[slot.key]].last
        for slot in slots
        if slot.key in wanted
    )


def _whole(geometry: Geometry, tokens: list[Token], body: list[Line]) -> bool:
    """Whether the spans of a header are sound: no gaps, the group over just its columns, figures under their headers."""
    slots = geometry.slots
    inner = [n for n, slot in enumerate(slots) if slot.key in GROUP]
    groups = [token.slot for token in tokens if token.role == "group"]
    if geometry.gaps or len(groups) > 1 or not inner:
        return False
    if groups:
        first, last = slots[inner[0]], slots[inner[-1]]
        if (groups[0].first, groups[0].last) != (first.first, last.last):
            return False
    elif len({token.line for token in tokens if token.role in ("top", "inner")}) > 1:
        return False
    full = [line.flat for line in body if len(line.flat) == len(slots)]
    under = [
        all(slot.first <= piece.first and piece.last <= slot.last for slot, piece in zip(slots, pieces, strict=True))
        for pieces in full
    ]
    return 2 * sum(under) > len(under)


def _tokens(headers: list[Line]) -> list[Token]:
    """The labels of a header in printed order; a label or a line printed twice in a row counts once."""
    found: list[Token] = []
    previous: list[str] = []
    for n, line in enumerate(headers):
        texts = [normal(piece.text) for piece in line.labels]
        if texts == previous:
            continue
        previous = texts
        for piece in line.labels:
            token = _token(piece, line, n)
            if token and not (found and found[-1].key == token.key != "" and found[-1].role == token.role):
                found.append(token)
    return found


def _token(piece: Piece, line: Line, n: int) -> Token | None:
    key = key_of(piece.text, TABLE)
    slot = Slot(key or "", piece.text, printed_unit(piece.text), piece.first, piece.last)
    if key is not None:
        return Token("inner" if key in GROUP else "top", key, slot, n)
    if compact(piece.text).startswith("法人") or _likeness(piece.text, GROUP_LABEL) >= LEAST_GROUP:
        return Token("group", "group", slot, n)
    if any(e.kind == "extra" for e in meanings(piece.text)) or is_unknown_column(piece, line, TABLE):
        return Token("extra", "", slot, n)
    return None


def _in_sequence(tokens: list[Token]) -> list[Slot] | None:
    """The columns by the order in which their labels are printed, None where that leaves them open."""
    keyed = [token for token in tokens if token.role in ("top", "inner")]
    keys = [token.key for token in keyed]
    groups = [token for token in tokens if token.role == "group"]
    if len(set(keys)) != len(keys) or len(groups) > 1:
        return None
    lines = {token.line for token in keyed}
    if len(keyed) > 1 and len(lines) == 1 and len(tokens) > 1:
        return _on_one_line(tokens, groups)
    top = {token.line for token in keyed if token.role == "top"}
    inner = {token.line for token in keyed if token.role == "inner"}
    if len(keyed) > len(lines) and not top & inner and top and inner:
        return _on_two_levels(tokens, groups, top, inner)
    return _label_by_label(tokens, groups)


def _printed(tokens: list[Token]) -> list[Slot]:
    return [token.slot for token in tokens if token.role != "group"]


def _moved(tokens: list[Token], group: Token) -> list[Slot]:
    """The lower level put where its common header stands."""
    inner = [token.slot for token in tokens if token.role == "inner"]
    found: list[Slot] = []
    for token in tokens:
        found += inner if token is group else [token.slot] if token.role != "inner" else []
    return found


def _on_one_line(tokens: list[Token], groups: list[Token]) -> list[Slot] | None:
    """A flat header; with 法人或其他组织 among its labels it may be two levels run together."""
    line = next(token.line for token in tokens if token.role in ("top", "inner"))
    if any(token.role == "extra" and token.line != line for token in tokens):
        return None
    if not groups or groups[0].line != line:
        return _printed(tokens)
    after = tokens[tokens.index(groups[0]) + 1 :]
    if after and after[0].role == "inner" and _contiguous(tokens):
        return _printed(tokens)
    moved = _moved(tokens, groups[0])
    return moved if _is_standard(moved) else None


def _contiguous(tokens: list[Token]) -> bool:
    at = [n for n, token in enumerate(t for t in tokens if t.role in ("top", "inner")) if token.role == "inner"]
    return bool(at) and at[-1] - at[0] == len(at) - 1


def _on_two_levels(tokens: list[Token], groups: list[Token], top: set[int], inner: set[int]) -> list[Slot] | None:
    """The others on one line, the columns of the group on another; columns of the organ's own stand on one of these."""
    if max(top) > min(inner) or any(t.role == "extra" and t.line not in top | inner for t in tokens):
        return None
    tokens = [replace(t, role="inner" if t.line in inner else "top") if t.role == "extra" else t for t in tokens]
    if groups:
        return _moved(tokens, groups[0]) if groups[0].line not in inner and groups[0].line <= max(top) else None
    # the common header is lost: only the form itself says where it stood
    upper = [token for token in tokens if token.role == "top"]
    moved = [upper[0].slot, *(t.slot for t in tokens if t.role == "inner"), *(t.slot for t in upper[1:])]
    return moved if _in_form_order(moved) and all(slot.key for slot in moved) else None


def _in_form_order(slots: list[Slot]) -> bool:
    keys = [slot.key for slot in slots if slot.key]
    return keys == [key for key in KEYS if key in keys]


def _label_by_label(tokens: list[Token], groups: list[Token]) -> list[Slot] | None:
    """One label a line: levels can only be told by the place of 法人或其他组织, and by the form's own order."""
    keyed = [token for token in tokens if token.role in ("top", "inner")]
    extra = any(token.role == "extra" for token in tokens)
    if extra and tokens[0].role == "extra":
        return None
    if not groups:
        printed = _printed(tokens)
        upper = [token.slot for token in keyed if token.role == "top"]
        moved = [*upper[:1], *(t.slot for t in keyed if t.role == "inner"), *upper[1:]]
        # a flat header, unless two levels in the form's own order with 法人或其他组织 lost would be printed just so
        two_levels = all(token.role == "top" for token in keyed[: len(upper)]) and len(upper) > 1
        return None if two_levels and _in_form_order(moved) and not _in_form_order(printed) else printed
    if not _contiguous(tokens):
        return None if any(token.role == "inner" for token in tokens) else _printed(tokens)
    at = tokens.index(groups[0])
    first = next(n for n, token in enumerate(tokens) if token.role == "inner")
    if first == at + 1:
        return _printed(tokens)
    last_top = max((n for n, token in enumerate(tokens) if token.role == "top"), default=-1)
    if at > first or last_top > first or any(t.role == "extra" for t in tokens[last_top + 1 : first]):
        return None
    return _moved(
        [replace(t, role="inner") if t.role == "extra" and n > first else t for n, t in enumerate(tokens)], groups[0]
    )
