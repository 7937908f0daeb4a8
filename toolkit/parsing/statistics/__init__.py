"""2014年统计表：由文件重建每个单元格。

The statistics table of report years 2014 to 2018 (政府信息公开情况统计表), cell by cell: 统计指标 | 单位 | 统计数, with the rows and the
value columns that bodies add, in every shape that it is copied in. `read_statistics` is the only way in.

A cell is `statistics.<group>.<row>`, a part of a row one step further (`statistics.challenges.review.upheld`). That plain path is the
column of the form, or the total where a body prints several; the others have the column at their end:
`statistics.requests.received@government`, `@departments`, `@townships`, `@counties`. A column that is not known is an extension.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from toolkit import vocabulary
from toolkit.model import Cell, Document, Extension, Grid, Paragraph, Table
from toolkit.parsing.normalise import compact
from toolkit.parsing.statistics.align import align
from toolkit.parsing.statistics.grids import GridReader
from toolkit.parsing.statistics.labels import TABLE, candidates, rows
from toolkit.parsing.statistics.lines import Printed
from toolkit.parsing.statistics.place import COLUMNS, cells_of, extensions_of, table_of
from toolkit.parsing.statistics.textlines import TextReader, is_figures, is_narrative, without_codes
from toolkit.parsing.tables.instances import caption_year

__all__ = ["Statistics", "read_statistics"]

# so many rows of the form, with figures, are its table; in text more than in a grid, where a list of a report's own may name a few
FEWEST_ROWS, FEWEST_LINES = 3, 5
# so many labels without a figure are the table too, copied so that no figure can be given to its row
FEWEST_LABELS = 20
CAPTION = re.compile(r"统计表|附表|附件")
# lines above and below the table that belong to it: who filled it in, and when
FURNITURE = re.compile(
    r"^\(?(?:填报|填表|制表|单位负责人|审核人|负责人|联系电话|单位\(盖章\)|单位:|报送单位|统计年度|统计时间|年度:)"
)
LONGEST_FURNITURE = 120


@dataclass(frozen=True, slots=True)
class Statistics:
    """一份文件的统计表。

    The statistics table of a document: `cells` in the order of the form (absent ones too, then those of added columns), the table as
    printed, extensions, the evidence for the form, and the blocks of the document that it was made from; all empty where there is none.
    """

    cells: tuple[Cell, ...] = ()
    tables: tuple[Table, ...] = ()
    extensions: tuple[Extension, ...] = ()
    evidence: tuple[str, ...] = ()
    blocks: frozenset[int] = frozenset()


def read_statistics(document: Document, year: int | None = None) -> Statistics:
    """读出2014年统计表。

    The statistics table of a document. `year` is the report's: of tables (or columns) of several years its own counts. Where the same table
    is printed twice and differs, with nothing to say which counts, the cells that differ are unreadable.
    """
    printed = _printed(document, year)
    instances = [align(part) for part in _instances(printed)]
    if not instances:
        return Statistics()
    chosen = _of_the_year(instances, year)
    cells = _merged([cells_of(part) for part in chosen])
    extensions = [one for part in chosen for one in extensions_of(part)]
    for part in instances:
        if part not in chosen:
            extensions += [
                Extension(TABLE, row.label, tuple(p.text for p in row.pieces if p), "duplicate", row.source)
                for row in part
                if row.filled
            ]
    blocks = set().union(*(row.blocks for part in instances for row in part if row.rows or row.filled))
    caption, furniture = _around(document, blocks)
    tables = tuple(table_of(part, caption) for part in chosen)
    shown = [row.label for row in chosen[0] if row.rows and rows()[row.rows[0]].key][:3]
    evidence = tuple(f"statistics: {text}" for text in (caption, *shown) if text)
    return Statistics(_in_order(cells), tables, tuple(extensions), evidence, frozenset(blocks | furniture))


def _printed(document: Document, year: int | None) -> list[list[Printed]]:
    """The rows of the table in page order, by stretches that stand together."""
    grids, text = GridReader(year), TextReader(year)
    stretches: list[list[Printed]] = []
    caption = 0
    last: list[Printed] = []

    def close() -> None:
        done = len(text.rows)
        text.close()
        here = text.rows
        text.rows, text.lines = [], []
        if done or here:
            stretches.append(here)

    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            close()
            found = grids.read(block, number)
            for row in found:
                row.year = caption
            if found:
                stretches.append(found)
            last = found
            continue
        if last and is_figures(block):
            # a row torn below its grid: the figure is that of the row above, or of none
            lowest = last[-1].source.row
            for one in last:
                one.certain = one.certain and one is not last[-1] and one.source.row != lowest
        last = []
        if is_narrative(block):
            close()
            caption = 0
        else:
            caption = caption_year(block.text) or caption
            text.caption = caption
            text.feed(block, number)
    close()
    without_codes([row for part in stretches for row in part])
    if not any(_is_table(part) for part in stretches):
        return []
    # the rest of a table that something stands in between
    return [
        part for part in stretches if _is_table(part) or sum(bool(candidates(r.label)) for r in part if r.filled) > 1
    ]


def _is_table(part: list[Printed]) -> bool:
    named = {n for row in part if row.filled for n in candidates(row.label) if rows()[n].key}
    fewest = FEWEST_ROWS if any(row.explicit for row in part) else FEWEST_LINES
    return len(named) >= fewest or len({row.label for row in part if candidates(row.label)}) >= FEWEST_LABELS


def _instances(stretches: list[list[Printed]]) -> list[list[Printed]]:
    """The printings of the table: it begins again where two of its rows in succession have been printed before."""
    found: list[list[Printed]] = []
    seen: set[int] = set()
    flat = [row for part in stretches for row in part]
    sure = [(at, names[0]) for at, row in enumerate(flat) if row.filled and len(names := candidates(row.label)) == 1]
    cuts = [0]
    for k, (at, n) in enumerate(sure):
        following = sure[k + 1][1] if k + 1 < len(sure) else -1
        before = sure[k - 1][1] if k else -1
        if rows()[n].key and n in seen and n != before and following in seen and following not in (n, before):
            cuts.append(at)
            seen = set()
        seen.add(n)
    for low, high in zip(cuts, [*cuts[1:], len(flat)], strict=True):
        if low < high:
            found.append(flat[low:high])
    return found


def _of_the_year(instances: list[list[Printed]], year: int | None) -> list[list[Printed]]:
    """The printings that can be the report's: named for its year, else those that are not named for another."""
    years = [next((row.year for row in part if row.year), 0) for part in instances]
    named = [part for part, y in zip(instances, years, strict=True) if year is not None and y == year]
    unnamed = [part for part, y in zip(instances, years, strict=True) if y == 0]
    return named or unnamed or instances


def _merged(several: list[dict[str, Cell]]) -> dict[str, Cell]:
    """Cells of several printings; those that differ are unreadable."""
    cells: dict[str, Cell] = {}
    for one in several:
        for path, cell in one.items():
            known = cells.setdefault(path, cell)
            if (known.status, known.value) != (cell.status, cell.value):
                cells[path] = replace(known, value=None, status="unreadable")
    return cells


def _in_order(cells: dict[str, Cell]) -> tuple[Cell, ...]:
    """Every cell of the form in its order, absent where it is not printed; then those of added columns."""
    paths = vocabulary.cell_paths("2014")
    made = [cells.get(path) or Cell(path, None, COLUMNS[path].unit, "absent") for path in paths]
    return (*made, *(cell for path, cell in cells.items() if "@" in path))


def _around(document: Document, blocks: set[int]) -> tuple[str, set[int]]:
    """The caption of the table, and the blocks above and below it that belong to it."""
    taken: set[int] = set()
    caption = ""
    for at in range(min(blocks) - 1, max(min(blocks) - 6, -1), -1):
        block = document.blocks[at]
        if not isinstance(block, Paragraph):
            break
        plain = compact(block.text)
        if FURNITURE.match(plain) and len(plain) <= LONGEST_FURNITURE:
            taken.add(at)
        elif CAPTION.search(plain) and len(plain) <= LONGEST_FURNITURE and "。" not in plain:
            caption = block.text
            taken.add(at)
            break
        elif len(plain) > 12:
            break
        else:
            # 统计指标, 单位, 统计数 on lines of their own
            taken.add(at)
    if not caption:
        taken = {at for at in taken if FURNITURE.match(compact(_text(document, at)))}
    for at in range(max(blocks) + 1, min(max(blocks) + 8, len(document.blocks))):
        plain = compact(_text(document, at))
        if not FURNITURE.match(plain) or len(plain) > LONGEST_FURNITURE:
            break
        taken.add(at)
    return caption, taken


def _text(document: Document, at: int) -> str:
    block = document.blocks[at]
    return block.text if isinstance(block, Paragraph) else ""
