"""全文 → 各表的行。

The whole document as lines by statutory table. A region of text belongs to a table only where labels say so; lines that turn out
to be no table are given back to the narrative.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from toolkit.model import Document, Grid, Paragraph
from toolkit.parsing.headings import is_part_heading
from toolkit.parsing.normalise import normal
from toolkit.parsing.tables.align import similarity
from toolkit.parsing.tables.gridlines import grid_lines
from toolkit.parsing.tables.instances import caption_year
from toolkit.parsing.tables.labels import index, meanings
from toolkit.parsing.tables.lines import Line, Piece
from toolkit.parsing.tables.textlines import Shape, join_torn, opens_part, shape_of
from toolkit.parsing.tables.torn import exact_rows, mend, mend_challenges

# a chunk of text lines is a table where this many known labels stand together, or one of them has values
FEWEST_LABELS = 3
# the rows with figures of the shortest requests table (report years 2019 and 2020)
FEWEST_WHOLE = 23
# more of them: the table is printed more than once, or does not fit
FIGURES_OF_CHALLENGES = 15
# the three tables have about 60 rows and, one cell a line, 90 labels: what holds fifty times as many is no report
MOST_LINES = 5000
SEPARATOR = re.compile(r"[\t|｜]")


@dataclass(slots=True)
class Chunk:
    """相连的同一张表的行。 Lines of one table that stand together."""

    table: str
    lines: list[Line] = field(default_factory=list)

    def real(self) -> bool:
        """Enough known labels for a table; two are enough beside figures, one in a grid with figures."""
        known = sum(1 for line in self.lines for piece in line.labels if meanings(piece.text))
        figures = [line for line in self.lines if line.values]
        explicit = any(line.explicit for line in figures)
        return known >= FEWEST_LABELS or bool(figures and known >= 1 + (not explicit))

    def rows(self) -> set[str]:
        """The rows of the form that are named beside figures."""
        return {
            e.key
            for line in self.lines
            if line.values
            for p in line.labels
            for e in meanings(p.text)
            if e.kind == "row"
        }


class _Builder:
    """Collects lines; `open` while figures may still belong to the table above."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.chunks: list[Chunk] = []
        self.open = False
        self.count = 0
        self.year = 0
        self.pending: list[tuple[int, Paragraph]] = []

    @property
    def last(self) -> Line | None:
        return self.chunks[-1].lines[-1] if self.chunks and self.chunks[-1].lines else None

    def append(self, line: Line) -> None:
        if self.count < MOST_LINES:
            line.year = self.year
            self.chunks[-1].lines.append(line)
            self.count += 1

    def start(self, line: Line) -> None:
        self.chunks.append(Chunk(self._table(line)))
        self.open = True

    def add(self, line: Line) -> None:
        table = self._table(line)
        if self.open and self.chunks and not self.chunks[-1].table:
            self.chunks[-1].table = table
        if not self.open or not self.chunks or self.chunks[-1].table != table:
            self.chunks.append(Chunk(table))
        self.append(line)
        self.open = True
        self.pending.clear()

    def _table(self, line: Line) -> str:
        """The table of a line; "" where several tables have its labels (总计) and none is open: the next label decides."""
        labels = tuple(p.text for p in line.labels)
        last = next((chunk.table for chunk in reversed(self.chunks) if chunk.table), "")
        if self.open or line.values:
            return _table_of(labels, last)
        decided = {table for text in labels if len(tables := _tables(text)) == 1 for table in tables}
        return _table_of(labels, "") if decided else ""

    def close(self) -> None:
        self.open = False
        self.pending.clear()

    def values(self, pieces: list[Piece], block: int) -> None:
        if not self.open or self.last is None:
            return
        last = self.last
        if self.pending:
            labels = [Piece(p.text, p.source) for _, p in self.pending]
            line = Line(labels, [pieces], blocks={b for b, _ in self.pending} | {block})
            self.pending.clear()
            self.append(line)
        elif last.explicit and last.values:
            self.append(Line([], [pieces], last.explicit, blocks={block}))
        else:
            last.values.append(pieces)
            last.blocks.add(block)


def _tables(text: str) -> set[str]:
    return {entry.table for entry in meanings(text) if entry.table}


@lru_cache(maxsize=4096)
def _table_of(labels: tuple[str, ...], current: str) -> str:
    """The table that the labels of a line speak of; the current one where they do not say."""
    votes: Counter[str] = Counter()
    for text in labels:
        tables = _tables(text)
        if len(tables) == 1:
            votes[tables.pop()] += 2
        elif current in tables:
            votes[current] += 1
        else:
            votes.update(sorted(tables))
    return votes.most_common(1)[0][0] if votes else current


def _take_paragraph(builder: _Builder, paragraphs: list[Paragraph], ids: list[int], at: int) -> int:
    """Feeds one paragraph (or a torn label of several) to the builder; -> how many were taken."""
    paragraph, block = paragraphs[at], ids[at]
    shape = shape_of(paragraph)
    if shape.kind == "values":
        builder.values(shape.values, block)
        return 1
    if is_part_heading(paragraph.text) and not meanings(paragraph.text):
        builder.close()
        builder.year = 0
        return 1
    if shape.kind == "unknown" and (year := caption_year(paragraph.text)):
        builder.year = year
        builder.pending.clear()
        return 1
    torn_label = shape.kind.startswith("unknown") and normal(shape.labels[0].text) in index().prefixes
    if torn_label or _continues(shape, paragraphs, at):
        torn = join_torn(paragraphs, at)
        if torn:
            taken, shape = torn
            line = Line(shape.labels, [shape.values] if shape.values else [], blocks=set(ids[at : at + taken]))
            builder.add(line)
            return taken
    if shape.kind in ("labels", "row"):
        after = 0 if shape.values else _separators(builder.text, paragraph)
        builder.add(Line(shape.labels, [shape.values] if shape.values else [], blocks={block}, separators=after))
    elif shape.kind == "text" or (
        shape.kind == "unknown" and opens_part(paragraph.text) and not _like_a_row(paragraph.text)
    ):
        builder.close()
    elif builder.open and shape.kind == "unknown_row":
        labels = [Piece(p.text, p.source) for _, p in builder.pending] + shape.labels
        builder.append(Line(labels, [shape.values], blocks={b for b, _ in builder.pending} | {block}))
        builder.pending.clear()
    elif builder.open:
        if _remainder(builder.last, paragraph.text):
            builder.chunks[-1].lines[-1].blocks.add(block)
        else:
            builder.pending.append((block, paragraph))
            if len(builder.pending) > 3:
                builder.close()
    return 1


def _separators(text: str, paragraph: Paragraph) -> int:
    """How many tabs and pipes stand between a label and the end of its line."""
    end = paragraph.source.end
    return len(SEPARATOR.findall(text[end : _line_end(text, end)])) if end is not None else 0


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at, at + 200)
    return found if found >= 0 else at


def _like_a_row(text: str) -> bool:
    """A damaged label of the requests table, whose rows are numbered like parts (一、本年新收…)."""
    return any(similarity(text, row) for row in index().rows["requests"])


def _continues(shape: Shape, paragraphs: list[Paragraph], at: int) -> bool:
    """A known label that is the beginning of a longer one, whose rest stands on the next line."""
    if shape.kind != "labels" or len(shape.labels) != 1 or at + 1 >= len(paragraphs):
        return False
    if normal(shape.labels[0].text) not in index().prefixes:
        return False
    following = paragraphs[at + 1].text
    return not meanings(following) and bool(meanings(shape.labels[0].text + following))


def _remainder(last: Line | None, text: str) -> bool:
    """The end of the label of the row above, printed below its figures by a torn copy."""
    if last is None or not last.labels or not last.values:
        return False
    rest, leaf = normal(text), normal(last.leaf)
    return (len(rest) >= 2 and bool(meanings(last.leaf + text))) or (len(rest) >= 2 and leaf.endswith(rest))


def table_chunks(document: Document) -> list[Chunk]:
    """文件中各表的行, 按页面顺序。

    The lines of all statutory tables in page order, in chunks that stand together. Grids without any known label are left out.
    """
    builder = _Builder(document.text)
    paragraphs: list[Paragraph] = []
    ids: list[int] = []

    def drain() -> None:
        at = 0
        while at < len(paragraphs) and builder.count < MOST_LINES:
            at += _take_paragraph(builder, paragraphs, ids, at)
        paragraphs.clear()
        ids.clear()

    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            paragraphs.append(block)
            ids.append(number)
            continue
        drain()
        _take_grid(builder, block, number)
    drain()
    chunks = _with_mended(builder.chunks, document) if builder.count < MOST_LINES else builder.chunks
    chunks = _with_challenges(chunks, document)
    found = _without_strangers([chunk for chunk in chunks if chunk.table and chunk.real()])
    # labels without a single figure are the remains of tables that are not there
    return found if any(line.values for chunk in found for line in chunk.lines) else []


def _with_challenges(chunks: list[Chunk], document: Document) -> list[Chunk]:
    """With the fifteen figures of the challenges below a torn header, where reading line by line has not brought them together."""
    lines = [line for chunk in chunks if chunk.table == "challenges" for line in chunk.lines]
    if any(line.explicit for line in lines) or sum(len(line.flat) for line in lines) > FIGURES_OF_CHALLENGES:
        return chunks
    mended = mend_challenges(document)
    if mended is None:
        return chunks
    kept = [Chunk(c.table, [line for line in c.lines if not line.blocks & mended.blocks]) for c in chunks]
    return [*(chunk for chunk in kept if chunk.lines and chunk.table != "challenges"), Chunk("challenges", [mended])]


def _with_mended(chunks: list[Chunk], document: Document) -> list[Chunk]:
    """With the requests table rebuilt letter by letter, where that makes more of its rows whole than reading line by line."""
    lines = [line for chunk in chunks if chunk.table == "requests" for line in chunk.lines]
    if not lines or exact_rows(lines) >= FEWEST_WHOLE:
        return chunks
    mended = mend(document)
    if mended is None or mended.whole <= exact_rows(lines):
        return chunks
    kept: list[Chunk] = []
    at = 0
    for chunk in chunks:
        rest = [line for line in chunk.lines if not line.blocks & mended.blocks]
        if len(rest) < len(chunk.lines):
            at = at or len(kept) + 1
        if rest:
            kept.append(Chunk(chunk.table, rest))
    kept.insert(min(max(at - 1, 0), len(kept)), Chunk("requests", mended.lines))
    return kept


def _without_strangers(chunks: list[Chunk]) -> list[Chunk]:
    """Without small tables of the organ's own that only repeat a few rows (行政处罚) of a statutory table printed elsewhere."""
    rows = [frozenset(chunk.rows()) for chunk in chunks]
    sets = {(chunk.table, named) for chunk, named in zip(chunks, rows, strict=True)}
    kept = []
    for chunk, named in zip(chunks, rows, strict=True):
        titled = any(
            e.kind in ("caption", "header") for line in chunk.lines for p in line.labels for e in meanings(p.text)
        )
        inside = any(table == chunk.table and named < other for table, other in sets)
        if titled or len(named) >= FEWEST_LABELS or not inside:
            kept.append(chunk)
    return kept


def _take_grid(builder: _Builder, grid: Grid, number: int) -> None:
    lines = grid_lines(grid, number)
    if builder.open and builder.pending and lines and lines[0].labels and not meanings(lines[0].leaf):
        # the first half of a torn label stands above the grid
        text = "".join(p.text for _, p in builder.pending) + lines[0].leaf
        if meanings(text):
            lines[0].labels[-1] = Piece(text, builder.pending[0][1].source)
            lines[0].blocks |= {b for b, _ in builder.pending}
    if not builder.open and not any(meanings(p.text) for line in lines for p in line.labels):
        return
    if not builder.open:
        # rows above the first known label belong to the table that it names
        first = next(line for line in lines if any(meanings(p.text) for p in line.labels))
        builder.start(first)
    for line in lines:
        if len(line.labels) == 1 and not line.values and (year := caption_year(line.leaf)):
            builder.year = year
        elif (
            not line.labels
            and (last := builder.last)
            and builder.open
            and last.labels
            and not last.values
            and _is_row(last)
        ):
            last.values = line.values
            last.explicit = True
            last.blocks |= line.blocks
        elif line.labels or builder.open:
            builder.add(line)


def _is_row(line: Line) -> bool:
    """A line whose leaf names a row that holds figures (not the challenges, whose figures stand below their header)."""
    return any(e.kind == "row" and e.table != "challenges" for e in meanings(line.leaf)) and not line.header
