"""法定表格：由文件重建三张表的每个单元格。

The statutory tables of a document, cell by cell. `read_tables` is the only way in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from toolkit import vocabulary
from toolkit.model import Cell, Document, Extension, Table
from toolkit.parsing.tables.challenges import read_challenges
from toolkit.parsing.tables.instances import read_each
from toolkit.parsing.tables.labels import SINGLE_OUTCOME, meanings
from toolkit.parsing.tables.lines import Line
from toolkit.parsing.tables.place import COLUMNS, Sink
from toolkit.parsing.tables.proactive import read_proactive
from toolkit.parsing.tables.requests import read_requests
from toolkit.parsing.tables.stream import Chunk, table_chunks

__all__ = ["Tables", "read_tables"]

# with fewer lines of figures than this, that none is repeated says nothing
FEWEST_FIGURE_LINES = 8
# a few rows without figures may be empty rows; more of them, and more than rows with figures, are not
FEWEST_EMPTY_ROWS = 4
NOT_RECOVERABLE = (
    "这份文本的重复行已被删去, 表格无法恢复：没有数值的各格记为无法识读, 不当作0；请换成未经去重的原文。",
    "Repeated lines were removed from this text: its tables are not recoverable, and cells without figures are unreadable, not 0.",
)


@dataclass(frozen=True, slots=True)
class Tables:
    """一份文件的法定表格。

    The statutory tables of a document: cells in the order of the form (also absent ones), the form and the evidence for it, the
    tables as printed, extensions, the blocks of the document that they were made from, and the first and last block by table.
    """

    form: str
    variant: str
    cells: tuple[Cell, ...]
    tables: tuple[Table, ...]
    extensions: tuple[Extension, ...]
    evidence: tuple[str, ...]
    blocks: frozenset[int]
    places: dict[str, tuple[int, int]]
    notes: tuple[tuple[str, str], ...] = ()


def _repeats(lines: list[Line]) -> bool:
    """False where repeated lines were removed from a text: many lines of figures and no two alike, or most rows without any."""
    lines = [line for line in lines if not line.explicit]
    rows = [
        line for line in lines if {e.kind for e in meanings(line.leaf)} == {"row"} and not _only_challenges(line.leaf)
    ]
    without = sum(1 for line in rows if not line.values)
    if without >= FEWEST_EMPTY_ROWS and without > len(rows) - without:
        return False
    printed = [" ".join(p.text for p in group) for line in lines for group in line.values]
    return len(printed) < FEWEST_FIGURE_LINES or len(set(printed)) < len(printed)


def _only_challenges(text: str) -> bool:
    return all(e.table == "challenges" for e in meanings(text))


def _places(chunks: list[Chunk]) -> dict[str, tuple[int, int]]:
    """The first and last block of every table, by its largest run of lines."""
    found: dict[str, tuple[int, int]] = {}
    for chunk in chunks:
        blocks = set().union(*(line.blocks for line in chunk.lines))
        low, high = found.get(chunk.table, (min(blocks), max(blocks)))
        found[chunk.table] = min(low, *blocks), max(high, *blocks)
    return found


def read_tables(document: Document, year: int | None = None) -> Tables:
    """读出法定表格。

    All statutory tables of a document. `year` decides between editions only where the tables do not. The form is the edition
    of the proactive blocks; without them, of the requests table. -> `Tables`, whose `blocks` are empty where there is no table.
    """
    chunks = table_chunks(document)
    lines: dict[str, list[Line]] = {}
    for chunk in chunks:
        lines.setdefault(chunk.table, []).extend(chunk.lines)
    sink = Sink(repeats=_repeats([line for part in lines.values() for line in part]))
    by_year = "2019" if year is not None and year <= 2020 else "2021"
    printed = None
    if "proactive" in lines:
        printed = read_each(
            lines["proactive"], "proactive", year, sink, lambda rows, to: read_proactive(rows, to, by_year)
        )
    if "requests" in lines:
        read_each(lines["requests"], "requests", year, sink, read_requests)
    if "challenges" in lines:
        read_each(lines["challenges"], "challenges", year, sink, read_challenges)
    single = any(path.startswith(f"requests.{SINGLE_OUTCOME}.") and path.count(".") == 2 for path in sink.cells)
    three = any(path.startswith(f"requests.{SINGLE_OUTCOME}.") and path.count(".") == 3 for path in sink.cells)
    form = printed or ("2021" if three else by_year if not single or year is not None else "2019")
    variant = "hybrid" if (form == "2021" and single and not three) or (form == "2019" and three) else "standard"
    blocks = frozenset().union(*(line.blocks for chunk in chunks for line in chunk.lines)) if chunks else frozenset()
    return Tables(
        form,
        variant,
        _in_order(sink, form, variant),
        tuple(sink.tables),
        tuple(sink.extensions),
        tuple(sink.evidence),
        blocks,
        _places(chunks),
        () if sink.repeats or not _rows_lost(lines) else (NOT_RECOVERABLE,),
    )


def _rows_lost(lines: dict[str, list[Line]]) -> bool:
    """Whether several rows of a text stand without any figure."""
    rows = [line for part in lines.values() for line in part if {e.kind for e in meanings(line.leaf)} == {"row"}]
    return sum(not line.values for line in rows if not _only_challenges(line.leaf)) >= FEWEST_EMPTY_ROWS


@cache
def _absent(form: str, variant: str) -> dict[str, Cell]:
    """Every cell of a form in its order, none of them printed."""
    paths = vocabulary.cell_paths(form, variant)
    return {path: Cell(path, None, COLUMNS[path].unit, "absent") for path in paths}


def _in_order(sink: Sink, form: str, variant: str) -> tuple[Cell, ...]:
    """Every cell of the form in its order, absent where nothing is printed; then printed cells of the other edition."""
    absent, printed = _absent(form, variant), sink.cells
    cells = [printed.get(path) or cell for path, cell in absent.items()]
    cells += [cell for path, cell in printed.items() if path not in absent and cell.status != "absent"]
    return tuple(cells)
