"""一页上认出了什么：位置、种类与说明, 不管怎么画。

What was recognised on the pages, as marks: a rectangle, a kind, a short label and a sentence for each. Every value knows the place in the
text of the document, and the document knows where that text is printed; this module only follows both. How a mark looks is decided in
`strokes`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from toolkit.model import Box, Cell, Document, Grid, GridCell, Paragraph, Part, Report, Source
from toolkit.reading.places import is_wide
from toolkit.views import words
from toolkit.views.printable import excerpt, figure
from toolkit.vocabulary.glosses import name_of_part

_LONGEST = 160  # characters of printed text in a tooltip
_DEEPEST = 2  # claims that overlap are underlined below one another, at most so many lines down
_PREAMBLE, _CLOSING = 0, 7

Place = tuple[int, Box]  # page and rectangle


@dataclass(frozen=True, slots=True)
class Mark:
    """页面上的一处标注。

    One thing recognised on a page. `kind` is one of those of `strokes.LOOKS`; `label` is short and ASCII (a path, a value, a number);
    `title` says it in words, with the text as read. `depth` counts the claims above it in the same place; `ends` says that it is the
    last line of a claim.
    """

    page: int
    box: Box
    kind: str
    label: str = ""
    title: str = ""
    depth: int = 0
    ends: bool = True


@dataclass(frozen=True, slots=True)
class Overlay:
    """一份文件的全部标注。

    The marks of a file, those that lie below first; and `unplaced`, what was recognised or is missing and stands nowhere on a page.
    """

    marks: tuple[Mark, ...]
    unplaced: tuple[str, ...] = ()


def overlay(document: Document, report: Report | None, lang: str = "zh") -> Overlay:
    """标出一份文件的识别结果。

    The marks of a document; with its `report`, those of parts, statutory cells and claims too. `lang` ("zh" or "en") is that of the titles.
    """
    made = _Marks(document, lang)
    made.of_reading()
    if report is not None:
        made.of_report(report)
    made.of_doubts()
    return Overlay(tuple(made.marks), tuple(made.unplaced))


def places(document: Document, start: int | None, end: int | None) -> list[Place]:
    """一段文字印在哪里, 每行一个矩形。

    Where `text[start:end]` is printed: a rectangle for every line. Part of a stretch is measured by the widths of its characters.
    """
    if start is None or end is None or end <= start:
        return []
    found: list[Place] = []
    for stretch in document.printed(start, end):
        text = document.text[stretch.start : stretch.end]
        box = _part_of(stretch.box, text, start - stretch.start, end - stretch.start)
        if found and found[-1][0] == stretch.page and _on_one_line(found[-1][1], box):
            found[-1] = (stretch.page, _around(found[-1][1], box))
        else:
            found.append((stretch.page, box))
    return found


def _part_of(box: Box, text: str, start: int, end: int) -> Box:
    """The rectangle of `text[start:end]` in that of a whole line; text that is set upright is never divided."""
    left, top, right, bottom = box
    start, end = max(start, 0), min(end, len(text))
    if (start, end) == (0, len(text)) or right - left < bottom - top:
        return box
    widths = [1.0 if is_wide(character) else 0.5 for character in text]
    unit = (right - left) / sum(widths)
    return left + unit * sum(widths[:start]), top, left + unit * sum(widths[:end]), bottom


def _on_one_line(a: Box, b: Box) -> bool:
    height = min(a[3] - a[1], b[3] - b[1])
    return min(a[3], b[3]) - max(a[1], b[1]) > height / 2 and -height < b[0] - a[2] < 3 * height


def _around(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


class _Marks:
    """The marks in the making."""

    def __init__(self, document: Document, lang: str) -> None:
        self.document = document
        self.lang = lang
        self.marks: list[Mark] = []
        self.unplaced: list[str] = []
        self.known = {page.number for page in document.pages}
        self.printed: dict[tuple[int | None, int | None, int | None], GridCell] = {}
        for block in document.blocks:
            if isinstance(block, Grid):
                for cell in block.cells:
                    self.printed[cell.source.block, cell.source.row, cell.source.column] = cell

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    def put(self, found: Iterable[Place], kind: str, label: str = "", title: str = "", depth: int = 0) -> bool:
        """Mark every rectangle; the label stands at the last one. False where there is none."""
        listed = [(page, box) for page, box in found if page in self.known]
        for number, (page, box) in enumerate(listed, 1):
            self.marks.append(Mark(page, box, kind, label, title, depth, number == len(listed)))
        return bool(listed)

    def of(self, source: Source) -> list[Place]:
        return places(self.document, source.start, source.end)

    def of_reading(self) -> None:
        """What the reader made of the pages, before anything was understood: text, cells of tables, what was set aside."""
        text = self.document.text
        for stretch in self.document.stretches:
            sure = "" if stretch.confidence is None else f" ({stretch.confidence:.2f})"
            self.put([(stretch.page, stretch.box)], "text", title=_shown(text[stretch.start : stretch.end]) + sure)
        for block in self.document.blocks:
            if isinstance(block, Grid):
                self._grid(block, "grid")
        for aside in self.document.asides:
            title = f"{self.say('放在一旁', 'set aside')}: {self._word(words.ASIDE, aside.kind)}"
            if isinstance(aside.block, Paragraph):
                self.put(self.of(aside.block.source), "aside", title=f"{title} · {_shown(aside.block.text)}")
            else:
                self._grid(aside.block, "aside")

    def _grid(self, grid: Grid, kind: str) -> None:
        for cell in grid.cells:
            if cell.box is not None and cell.source.page is not None:
                title = f"{self.say('第', 'row ')}{cell.row + 1}{self.say('行第', ', column ')}{cell.column + 1}{self.say('列', '')}"
                self.put([(cell.source.page, cell.box)], kind, title=f"{title} · {_shown(cell.text)}")

    def of_report(self, report: Report) -> None:
        """What was understood: parts, metadata, statutory cells, claims, numbers, findings."""
        for part in report.narrative():
            self._part(part)
        self._facts(report)
        found = self._cells(report.cells)
        for extension in report.extensions:
            title = f"{self._word(words.EXTENSION, extension.reason)} · {_shown(' | '.join((extension.label, *extension.raw)))}"
            if not self.put(self._cell_or_text(extension.source), "extension", "+", title):
                self.unplaced.append(title)
        self._numbers(report)
        self._claims(report)
        self._findings(report, found)

    def _word(self, names: dict[str, words.Pair], key: str | None) -> str:
        return words.pair(names, key)[self.lang == "en"]

    def _part(self, part: Part) -> None:
        names = {_PREAMBLE: words.PREAMBLE, _CLOSING: words.CLOSING}.get(part.number) or name_of_part(part.id)
        name = names[self.lang == "en"] if names else part.heading or part.id
        label = str(part.number)
        for paragraph in part.paragraphs:
            lines = self.of(paragraph.source)
            self.put(lines[:1], "part", label, f"{label} {_shown(name)}")
            self.put(lines[1:], "part", "", f"{label} {_shown(name)}")
        if part.heading and not self.put(self.of(part.source), "heading", label, f"{label} {_shown(part.heading)}"):
            self.unplaced.append(f"{label} {_shown(part.heading)}")
        for topic in part.topics:
            title = f"{self.say('专题', 'topic')} · {_shown(topic.topic or topic.heading)}"
            self.put(self.of(topic.source), "topic", "T", title)

    def _facts(self, report: Report) -> None:
        """Metadata that was taken from one place is named there once."""
        found: dict[tuple[int | None, int | None], list[str]] = {}
        for name, fact in report.facts.items():
            if fact.source.start is not None:
                found.setdefault((fact.source.start, fact.source.end), []).append(name)
        for (start, end), names in found.items():
            title = " · ".join(f"{self._word(words.FACT, name)}: {_shown(report.facts[name].value)}" for name in names)
            self.put(places(self.document, start, end), "fact", " ".join(names), title)

    def _cells(self, cells: Iterable[Cell]) -> dict[str, list[Place]]:
        """The statutory cells; the path is written once a row and once a column. Returns where each stands."""
        cells = list(cells)
        many = Counter(self._address(cell.source) for cell in cells)
        leftmost: dict[tuple[int | None, int | None], int] = {}
        for block, row, at_column in many:
            if at_column is not None:
                leftmost[block, row] = min(at_column, leftmost.get((block, row), at_column))
        found: dict[str, list[Place]] = {}
        rows: set[tuple[str, int]] = set()
        columns: set[tuple[int | None, int | None, str, int]] = set()
        for cell in cells:
            title = self._title(cell)
            exact = self.of(cell.source)
            at = exact
            whole = self._whole(cell.source)
            if whole and many[self._address(cell.source)] == 1:
                at = whole
                self.put(exact, "figure", title=title)
            found[cell.path] = at
            if cell.status == "absent":
                self.unplaced.append(title)
                continue
            value = figure(cell.value) if cell.status == "given" else ""
            if not self.put(at, cell.status, value, title):
                self.unplaced.append(title)
                continue
            page, box = at[0]
            if (cell.row, page) not in rows:
                rows.add((cell.row, page))
                first = cell.source.column is None or cell.source.column == leftmost[cell.source.block, cell.source.row]
                self.put([(page, box)], "row" if first else "group", cell.row, title)
            column = (cell.source.block, cell.source.column, cell.column, page)
            if column not in columns:
                columns.add(column)
                self.put([(page, box)], "column", cell.column, title)
        return found

    @staticmethod
    def _address(source: Source) -> tuple[int | None, int | None, int | None]:
        return source.block, source.row, source.column

    def _cell_or_text(self, source: Source) -> list[Place]:
        return self._whole(source) or self.of(source)

    def _whole(self, source: Source) -> list[Place]:
        """The printed cell of a table that a value stands in, empty where it stands in none."""
        cell = self.printed.get(self._address(source)) if source.row is not None else None
        return [(cell.source.page, cell.box)] if cell and cell.box is not None and cell.source.page is not None else []

    def _title(self, cell: Cell) -> str:
        value = f" = {figure(cell.value)} {cell.unit}" if cell.status == "given" else ""
        raw = f" · {self.say('印作', 'printed')} {_shown(cell.raw)}" if cell.raw else ""
        note = f" · {_shown(cell.note)}" if cell.note and cell.note != cell.raw else ""
        return f"{cell.path}{value} · {self._word(words.STATUS, cell.status)}{raw}{note}"

    def _numbers(self, report: Report) -> None:
        parts = {part.number: part for part in report.narrative()}
        for number in report.numbers:
            if number.kind != "claim" and number.part in parts:
                kind = "unclassified" if number.kind == "unclassified" else "number"
                title = f"{_shown(number.text)} · {self._word(words.NUMBER_KIND, number.kind)}"
                self.put(self.of(parts[number.part].locate(number.start, number.end)), kind, title=title)

    def _claims(self, report: Report) -> None:
        depths = list(_depths([(claim.source.start, claim.source.end) for claim in report.claims]))
        for number, (claim, depth) in enumerate(zip(report.claims, depths, strict=True), 1):
            why = _shown(self.say(claim.why_zh, claim.why_en))
            cells = ", ".join(claim.cells)
            title = f"{number} {self._word(words.VERDICT, claim.verdict)} · {_shown(claim.quote)} · {why}" + (
                f" · {cells}" if cells else ""
            )
            if not self.put(self.of(claim.source), claim_kind(claim.verdict), str(number), title, depth):
                self.unplaced.append(title)

    def _findings(self, report: Report, cells: dict[str, list[Place]]) -> None:
        seen: set[Place] = set()
        for number, finding in enumerate(report.findings, 1):
            if not words.counts_as_inconsistent(finding):
                continue
            message = _shown(self.say(finding.message_zh, finding.message_en))
            title = f"{self._word(words.SEVERITY, finding.severity)} {number} · {finding.rule} · {message}"
            spots = [place for path in finding.cells for place in cells.get(path, ())]
            spots = spots or [place for source in finding.sources for place in self._cell_or_text(source)[:1]]
            fresh = [place for place in dict.fromkeys(spots) if place not in seen]
            seen.update(fresh)
            self.put(fresh, "finding", "", title)

    def of_doubts(self) -> None:
        """What was not read with certainty lies above everything else."""
        for doubt in self.document.doubts:
            found = places(self.document, doubt.start, max(doubt.end, doubt.start + 1)) or self._cell_over(doubt.start)
            title = f"{self.say('读不准', 'not certain')} · {_shown(self.say(doubt.zh, doubt.en))}"
            if not self.put(found, "doubt", "!", title):
                self.unplaced.append(title)

    def _cell_over(self, start: int) -> list[Place]:
        """An empty cell has no text on the page; its place in the text of the document is where the cell stands."""
        starts = sorted((c.source.start, key) for key, c in self.printed.items() if c.source.start is not None)
        at = bisect_right(starts, start, key=lambda each: each[0]) - 1
        cell = self.printed[starts[at][1]] if at >= 0 else None
        if cell is None or cell.box is None or cell.source.page is None or start > (cell.source.end or 0):
            return []
        return [(cell.source.page, cell.box)]


def claim_kind(verdict: str) -> str:
    """主张的标注种类。 The kind of mark of a claim with this verdict."""
    return f"claim_{verdict}"


def _shown(text: str) -> str:
    return excerpt(text, _LONGEST)


def _depths(spans: list[tuple[int | None, int | None]]) -> Iterator[int]:
    """How deep each claim is underlined, so that no two lines that overlap are one."""
    taken: list[list[tuple[int, int]]] = [[] for _ in range(_DEEPEST + 1)]
    for start, end in spans:
        if start is None or end is None:
            yield 0
            continue
        free = (n for n, line in enumerate(taken) if all(end <= a or b <= start for a, b in line))
        depth = next(free, _DEEPEST)
        taken[depth].append((start, end))
        yield depth
