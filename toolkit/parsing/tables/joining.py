"""断开的行：把断成两处的标签和数值接回去。

Rows that were torn: labels and figures that stand on two lines are put together before anything is placed.
"""

from __future__ import annotations

from toolkit.parsing.normalise import normal
from toolkit.parsing.tables.labels import meanings
from toolkit.parsing.tables.lines import Line, Piece
from toolkit.parsing.tables.place import is_blank


def empty(line: Line) -> bool:
    """没有印出数值。 Whether nothing but blanks is printed beside the label."""
    return all(is_blank(piece) for piece in line.flat)


def join_labels(lines: list[Line]) -> list[Line]:
    """标签断成两行的合为一行。

    Labels torn over two rows are joined where together they name a row; a label printed twice, first without figures, counts once.
    """
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        joined = _joined(last, line) if last and last.labels and line.labels else None
        if joined:
            found[-1] = joined
        else:
            found.append(line)
    return found


def _joined(last: Line, line: Line) -> Line | None:
    if normal(last.leaf) == normal(line.leaf) and not last.flat and line.flat:
        return Line(
            line.labels, line.values, line.explicit, line.header, line.grid, line.width, last.blocks | line.blocks
        )
    if meanings(line.leaf) or not meanings(last.leaf + line.leaf) or not (empty(last) or empty(line)):
        return None
    kept = line if empty(last) else last
    labels = [*last.labels[:-1], Piece(last.leaf + line.leaf, last.labels[-1].source)]
    return Line(labels, kept.values, kept.explicit, False, kept.grid, kept.width, last.blocks | line.blocks)


def join_figures(line: Line, rest: Line, columns: int) -> bool:
    """续行的数值并入上一行。

    Figures without a label below a row, fewer than a whole row of them, belong to the row above: with the right number together they
    complete it, with any other they make it unreadable. -> whether they were taken.
    """
    if not line.flat or len(rest.flat) >= columns or not any(not is_blank(piece) for piece in rest.flat):
        return False
    line.values = [*line.values, *rest.values]
    line.blocks |= rest.blocks
    return True
