"""核对页上的表格：印出的样子, 以及没有印出的单元格。

The tables of the audit page: printed rows with their cells in their columns, rows outside the form at the end of the table they
stand in, and the cells of the form that no table prints. Rows and columns carry an English name for readers of English.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from toolkit.errors import VocabularyError
from toolkit.model import Cell, Extension, PrintedRow, Report, Table
from toolkit.views.links import Links
from toolkit.views.marks import both
from toolkit.views.printable import as_html, figure, visible
from toolkit.views.words import STATUS, Pair
from toolkit.vocabulary import Form, form
from toolkit.vocabulary.glosses import gloss_of_caption, gloss_of_cell, gloss_of_column, gloss_of_row, name_of_part

_DEEPEST = 4  # levels of a label that the style sheet indents; the forms have three
_ONLY_PUNCTUATION = str.maketrans("", "", "+,， \u00a0\u3000")  # what a printed figure may hold and still read the same


@dataclass(frozen=True, slots=True)
class Line:
    """页面上的一行。

    A row: `row` is the whole of it as HTML where it is one of the form; `caption` says that it is a heading inside the
    table, with the `reason` "supplied" where the form has it and the page prints no row for it; `extra` and any other `reason` belong
    to a row outside the form.
    """

    label: str
    depth: int
    caption: bool
    row: Markup
    reason: str = ""
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """页面上的一张表。

    A table: its printed caption and what that is in English, its columns (as printed, in English), its lines. `name` is the statutory
    name of the table, where the page prints no caption.
    """

    caption: str
    gloss: str
    name: Pair | None
    columns: tuple[Pair, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Unprinted:
    """表中没有印出的一行单元格。 Cells of one row of the form that no table prints: their names and, as HTML, the cells."""

    name: Pair
    path: str
    boxes: Markup


@dataclass(frozen=True, slots=True)
class Grids:
    """一份报告的全部表格。 All tables of a report; `names` gives every cell a name in words, Chinese and English: row and column."""

    sheets: tuple[Sheet, ...]
    unprinted: tuple[Unprinted, ...]
    names: dict[str, Pair]


def grids(report: Report, links: Links) -> Grids:
    """按印出的样子排出各表。 The tables as printed, and the cells of the form that no table shows."""
    names = _names(report)
    cells = {cell.path: cell for cell in report.cells}
    last = {table.id: index for index, table in enumerate(report.tables)}
    made = []
    shown: set[str] = set()
    headings = _headings(report)
    for index, table in enumerate(report.tables):
        lines: list[Line] = []
        for row in table.rows:
            if row.key and lines and not lines[-1].caption:
                lines += headings.get(f"{table.id}.{row.key}", ())
            lines.append(_line(row, table, cells, names, links))
        shown.update(path for row in table.rows for path in row.cells)
        if last[table.id] == index:
            lines += [_extension(e) for e in report.extensions if e.table == table.id]
        columns = tuple((visible(label), gloss_of_column(key)) for key, label in table.columns)
        name = None if table.caption else name_of_part(table.id)
        gloss = gloss_of_caption(row.key for row in table.rows) if table.caption and table.id == "proactive" else ""
        made.append(Sheet(visible(table.caption), gloss, name, columns, tuple(lines)))
    homeless = [_extension(e) for e in report.extensions if e.table not in last]
    if homeless:
        made.append(Sheet("", "", None, (), tuple(homeless)))
    rest: dict[str, list[Cell]] = defaultdict(list)
    for cell in report.cells:
        if cell.path not in shown:
            rest[f"{cell.table}.{cell.row}"].append(cell)
    unprinted = tuple(
        Unprinted(_row_of(names[row[0].path]), path, Markup("").join(_box(c, names[c.path], links) for c in row))
        for path, row in rest.items()
    )
    return Grids(tuple(made), unprinted, names)


def _headings(report: Report) -> dict[str, list[Line]]:
    """The captions that the form has above a row. A page that prints them in a cell beside their rows leaves no row of their own, and
    without them 1.属于国家秘密 would seem to belong to the row above it."""
    statutory = _form(report)
    found: dict[str, list[Line]] = {}
    for table in statutory.tables if statutory is not None else ():
        for block in table.blocks:
            waiting: list[Line] = []
            for row in block.rows:
                if row.key and waiting:
                    found[f"{table.id}.{row.key}"] = waiting
                if row.key:
                    waiting = []
                else:
                    waiting.append(Line(f"{row.number}{row.label}", row.depth, True, Markup(""), reason="supplied"))
    return found


def _form(report: Report) -> Form | None:
    try:
        return form(report.form) if report.form else None
    except VocabularyError:
        return None


def _row_of(name: Pair) -> Pair:
    return name[0].split(" · ")[0], name[1].split(" · ")[0]


def _names(report: Report) -> dict[str, Pair]:
    """Row and column of every cell in words: as printed, as the form has them, or else its path."""
    names = {}
    statutory = _form(report)
    for cell in report.cells:
        known = statutory is not None and cell.path in statutory.cells
        zh = statutory.label(cell.path) if statutory is not None and known else visible(cell.path)
        names[cell.path] = zh, _english(cell.path)
    for table in report.tables:
        columns = {key: visible(label) for key, label in table.columns}
        for row in table.rows:
            label = visible(row.label)
            for path in row.cells:
                column = columns.get(_column(path), "")
                names[path] = (f"{label} · {column}" if column else label, _english(path))
    return names


def _column(path: str) -> str:
    """The key of a cell's column as its table has it; "" for the one column of the statistics table, "@departments" for one added to it."""
    if path.startswith("statistics."):
        return "".join(path.partition("@")[1:])
    return path.rsplit(".", 1)[-1]


@lru_cache(maxsize=1024)
def _english(path: str) -> str:
    return visible(gloss_of_cell(path))


def _line(row: PrintedRow, table: Table, cells: dict[str, Cell], names: dict[str, Pair], links: Links) -> Line:
    paths: list[str | None] = list(row.cells)
    if len(paths) != len(table.columns):
        paths = _by_column(row.cells, [key for key, _ in table.columns])
    boxes = [_box(cells[path], names[path], links) if path and path in cells else "<td></td>" for path in paths]
    gloss = gloss_of_row(table.id, row.key) if row.key else ""
    label, depth = visible(row.label), min(row.depth, _DEEPEST)
    return Line(label, depth, not row.cells, as_html(f"<tr>{_head(label, depth, gloss)}{''.join(boxes)}</tr>"))


@lru_cache(maxsize=1024)
def _head(label: str, depth: int, gloss: str) -> str:
    """The head of a row: as printed, and on the English page its name in English."""
    english = f' <span class="en gloss" lang="en">{escape(gloss)}</span>' if gloss else ""
    return f'<th scope="row" class="report d{depth}" lang="zh-CN">{escape(label)}{english}</th>'


def _by_column(paths: tuple[str, ...], keys: list[str]) -> list[str | None]:
    """A row with fewer or more cells than columns: each cell under the column it is named after, what is left at the end."""
    by_key = {_column(path): path for path in paths}
    placed: list[str | None] = [by_key.pop(key, None) for key in keys]
    return placed + list(by_key.values()) if any(placed) else list(paths)


def _box(cell: Cell, name: Pair, links: Links) -> Markup:
    """A cell: what is printed; its value in the tooltip where it reads differently, and beside it where it was converted."""
    key = f"t{links.cells[cell.path]}"
    speakers = links.cell_links.get(cell.path, ())
    tip, inner = "", ""
    if (
        cell.status == "given"
        and cell.raw.isascii()
        and cell.raw.isdigit()
        and not cell.note
        and str(cell.value) == cell.raw
    ):
        inner = f'<span class="shown">{cell.raw}</span>'  # nearly every cell
    else:
        tip, inner = _shown(cell)
    if speakers:
        inner = (
            f'<button type="button" class="box" data-key="{key}" data-links="{" ".join(speakers)}"'
            f' data-name="{escape(name[0])}" data-gloss="{escape(name[1])}" aria-pressed="false">'
            f'<span class="sr">{both(name)} </span>{inner}</button>'
        )
    total = " total" if cell.path.endswith(".total") else ""
    title = f' title="{escape(tip)}"' if tip else ""
    return as_html(f'<td class="is-{cell.status}{total}" id="{key}" data-key="{key}"{title}>{inner}</td>')


def _shown(cell: Cell) -> tuple[str, str]:
    """The tooltip of a cell and, as HTML, what stands in it."""
    printed = visible(cell.raw)
    value = figure(cell.value) if cell.status == "given" else ""
    if value and not printed:
        printed = value
    tip = ""
    if value and printed not in (value, f"{value}{cell.unit}"):
        tip = f"{printed} → {value} {cell.unit}"
    if cell.note and cell.note != cell.raw:
        tip = f"{tip or printed} ({visible(cell.note)})"
    inner = f'<span class="shown{" normalised" if tip else ""}">{escape(printed)}</span>'
    if cell.status != "given":
        inner += f'<span class="sr">{both(STATUS[cell.status])}</span>'
    if value and printed.translate(_ONLY_PUNCTUATION) not in (value, f"{value}{cell.unit}"):
        inner += f'<span class="value">{escape(f"{value} {cell.unit}")}</span>'
    return tip, inner


def _extension(extension: Extension) -> Line:
    extra = " | ".join(visible(raw) for raw in extension.raw)
    return Line(visible(extension.label), 0, False, Markup(""), reason=extension.reason, extra=extra)
