"""同一张法定表印了几次：逐张读, 再定取哪一张。

A statutory table that is printed more than once, as last year's beside this year's: every printing is read by itself, and the one whose
caption names the year of the report counts. Where nothing printed decides between printings that differ, their cells are unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from toolkit.model import Cell
from toolkit.parsing.normalise import compact, normal
from toolkit.parsing.tables.labels import index, meanings, row_names
from toolkit.parsing.tables.lines import Line
from toolkit.parsing.tables.place import Sink, is_blank

# captions of tables: 2021年, 2021年情况, 某县2021年度申请办理情况表; a sentence or a date is none
LONGEST_CAPTION = 40
YEAR = re.compile(r"(?<!\d)(20\d{2})年(?!\d{1,2}月)")
NO_CAPTION = re.compile(r"[。;；,，!！?？:：]|月|^\(指|报告|根据|依据")
LAST_YEAR = re.compile(r"^(?:附表?\d?[:：]?)?(?:上一?年度?|去年)(?:度|的)?(?:情况|数据|统计|同期|表|数)*$")
# years of a caption: none, and 上年 without a number
UNNAMED, LAST = 0, -1


@dataclass(slots=True)
class Instance:
    """一张表的一次印刷。 One printing of a table: its lines, and the year that its caption names."""

    lines: list[Line]
    year: int


@dataclass(slots=True)
class Read:
    """读出的一次印刷。 One printing as read."""

    instance: Instance
    sink: Sink


def caption_year(text: str) -> int:
    """表的说明所指的年份。 The year that the caption of a table names; 0 where the text is no caption, -1 for 上年."""
    if len(text) > LONGEST_CAPTION or "年" not in text or meanings(text) or normal(text) in index().prefixes:
        return UNNAMED
    plain = compact(text)
    if LAST_YEAR.match(plain):
        return LAST
    found = YEAR.search(plain)
    return int(found.group(1)) if found and not NO_CAPTION.search(plain) else UNNAMED


def split(lines: list[Line], table: str) -> list[Instance]:
    """分成各次印刷。

    A table begins again where two of its rows in succession have been printed before. The header above them goes with them.
    """
    cuts = _cuts_of_figures(lines) if table == "challenges" else _cuts_of_rows(lines, table)
    parts = [lines[a:b] for a, b in zip([0, *cuts], [*cuts, len(lines)], strict=True)]
    return [Instance(part, next((line.year for line in part if line.values), UNNAMED)) for part in parts]


def _header_above(lines: list[Line], at: int) -> int:
    while at and not lines[at - 1].values:
        at -= 1
    return at


def _cuts_of_rows(lines: list[Line], table: str) -> list[int]:
    rows = [(n, names) for n, line in enumerate(lines) if line.values and (names := row_names(table, line.leaf))]
    seen: set[str] = set()
    cuts: list[int] = []
    for k, (n, names) in enumerate(rows):
        following = rows[k + 1][1] if k + 1 < len(rows) else frozenset()
        if names & seen and following & seen and not (k and names & rows[k - 1][1]) and not names & following:
            cuts.append(_header_above(lines, n))
            seen = set()
        seen |= names
    return cuts


def _cuts_of_figures(lines: list[Line]) -> list[int]:
    """The challenges begin again where a header names what figures have been printed for."""
    cuts: list[int] = []
    named: set[str] = set()
    done: set[str] = set()
    for n, line in enumerate(lines):
        here = {e.key for p in line.labels for e in meanings(p.text) if e.table == "challenges" and e.kind == "row"}
        if here & done:
            cuts.append(_header_above(lines, n))
            named, done = set(), set()
        named |= here
        if line.values:
            done |= named
    return cuts


def read_each(
    lines: list[Line], table: str, year: int | None, sink: Sink, read: Callable[[list[Line], Sink], str | None]
) -> str | None:
    """逐次读一张表, 定下所取的一张。

    Reads every printing of a table with `read` and puts into `sink` the one of the report's `year`. -> what `read` says of it.
    """
    instances = split(lines, table)
    if len(instances) == 1:
        return read(lines, sink)
    found: list[Read] = []
    told: list[str | None] = []
    for instance in instances:
        part = Sink(repeats=sink.repeats)
        said = read(instance.lines, part)
        if part.cells:
            found.append(Read(instance, part))
            told.append(said)
        else:
            sink.extensions += part.extensions
    if not found:
        return None
    chosen = _of_the_year(found, year)
    for one in found:
        if one not in chosen:
            for line in one.instance.lines:
                if any(not is_blank(piece) for piece in line.flat):
                    sink.extend(table, line, "duplicate")
    _merge(chosen, sink)
    return next((said for one, said in zip(found, told, strict=True) if said and one in chosen), None)


def _of_the_year(found: list[Read], year: int | None) -> list[Read]:
    """The printings that can be the report's: named for its year, else those that are not named for another."""
    named = [one for one in found if year is not None and one.instance.year == year]
    unnamed = [one for one in found if one.instance.year == UNNAMED]
    return named or unnamed or found


def _merge(chosen: Sequence[Read], sink: Sink) -> None:
    """Printings that say the same are one table; of printings that differ nothing is certain."""
    cells: dict[str, Cell] = {}
    differ = False
    for one in chosen:
        for path, cell in one.sink.cells.items():
            known = cells.get(path)
            if known is None or known.status == "unreadable":
                cells[path] = cell
            elif cell.status != "unreadable" and (known.status, known.value) != (cell.status, cell.value):
                differ = True
        sink.extensions += one.sink.extensions
        sink.tables += one.sink.tables
        sink.evidence += [text for text in one.sink.evidence if text not in sink.evidence]
    if differ:
        cells = {path: replace(cell, value=None, status="unreadable") for path, cell in cells.items()}
    sink.cells.update(cells)
