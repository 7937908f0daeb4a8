"""页面自己标明的元数据：索引号表、发布日期行、meta 标签。

Metadata that the page labels: the 索引号/发布机构/公开日期 table, lines such as 发布日期:2021-02-25 点击数:, <meta> tags.
Values are kept as printed; what they mean is for the parser to say.
"""

from __future__ import annotations

import re
from functools import cache

from toolkit.model import Field, Source
from toolkit.reading.drafts import Lattice, LatticeCell, Line
from toolkit.reading.places import Placed
from toolkit.reading.simplified import same_length
from toolkit.vocabulary import load

# A metadata line is short; a sentence of the report that happens to start with 来源: is longer.
_LONGEST_LINE = 260
_EDGES = " 　|｜【】[]()（）,，;；、·-—"
_SQUEEZE = re.compile(r"\s+")


@cache
def _labels() -> frozenset[str]:
    return frozenset(load("chrome")["labels"])


@cache
def _weak() -> frozenset[str]:
    return frozenset(load("chrome")["weak_labels"])


@cache
def _line_label() -> re.Pattern[str]:
    spaced = (r"\s{0,3}".join(map(re.escape, label)) for label in sorted(_labels(), key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[\s|｜【\[(（,，;；、】\])）]))({'|'.join(spaced)})\s*[:：]\s*")


@cache
def _line_end() -> re.Pattern[str]:
    return re.compile(rf"[\s|｜]*[【\[(（]?\s*(?:{'|'.join(map(re.escape, load('chrome')['line_ends']))})")


def label_of(text: str) -> str:
    """单元格文字若是元数据标签, 返回去掉空白和冒号的标签。 The label a cell consists of, "" if it is none."""
    name = same_length(_SQUEEZE.sub("", text)).rstrip(":：").strip("【】[]")
    return name if name in _labels() else ""


def is_strong_label(text: str) -> bool:
    """一行只有一个不会误认的元数据标签。 A line that is nothing but a metadata label, and no everyday word."""
    name = label_of(text)
    return bool(name) and name not in _weak()


def fields_of_line(line: Line) -> list[Field]:
    """一行里标明的元数据。

    The labelled values of a line, [] where it is no metadata line: it has to start with a label, and a label that is also an
    everyday word needs another one beside it.
    """
    return _fields_of(line.placed, "line", line)


def _fields_of(placed: Placed, origin: str, line: Line | None = None) -> list[Field]:
    text = placed.text
    if len(text) > _LONGEST_LINE:
        return []
    matches = list(_line_label().finditer(same_length(text)))
    if not matches or text[: matches[0].start()].strip(_EDGES):
        return []
    names = [_SQUEEZE.sub("", match.group(1)) for match in matches]
    if all(name in _weak() for name in names) and len(names) < 2:
        return []
    fields = []
    for number, match in enumerate(matches):
        start = match.end()
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        stop = _line_end().search(text, start, end)
        if stop is not None:
            end = stop.start()
        value = text[start:end]
        stripped = value.strip(_EDGES)
        if not stripped:
            continue
        start += value.index(stripped)
        source = line.build(None).locate(start, start + len(stripped)) if line else _within(placed, start, stripped)
        fields.append(Field(names[number], stripped, origin, source))
    return fields


def _within(placed: Placed, start: int, value: str) -> Source:
    return Line(placed).build(None).locate(start, start + len(value))


def is_metadata_line(line: Line) -> bool:
    """该行以元数据标签开头, 不论值是否为空。 The line starts with a metadata label, whether or not a value follows."""
    match = _line_label().match(same_length(line.text))
    return match is not None and len(line.text) <= _LONGEST_LINE and _SQUEEZE.sub("", match.group(1)) not in _weak()


def fields_of_grid(lattice: Lattice) -> list[Field]:
    """元数据表的各项; 不是元数据表时为空。

    The fields of a metadata table: a label and the cell to its right, or below it where the next cell is a label too; cells that
    hold label and value together. [] where it is no such table.
    """
    cells = {(cell.row, cell.column): cell for cell in lattice.cells}
    labels = {place: label_of(cell.placed.text) for place, cell in cells.items()}
    together = {place: _fields_of(cell.placed, "table") for place, cell in cells.items() if not labels[place]}
    count = sum(map(bool, labels.values())) + sum(map(len, together.values()))
    printed = sum(bool(cell.placed.text) for cell in lattice.cells)
    if count < 2 or count * 10 < printed * 3:
        return []
    fields: list[Field] = []
    for (row, column), cell in cells.items():
        name = labels[row, column]
        if not name:
            fields += together[row, column]
            continue
        value = cells.get((row, column + cell.colspan))
        if value is None or labels[value.row, value.column]:
            value = cells.get((row + cell.rowspan, column)) if value is not None else None
        if value is not None and value.placed.text and not labels[value.row, value.column]:
            fields.append(Field(name, value.placed.text, "table", _source(value)))
    return fields


def _source(cell: LatticeCell) -> Source:
    return Source(cell.placed.text, cell.placed.start, cell.placed.end, None, cell.row, cell.column)


@cache
def _metas() -> dict[str, str]:
    return {name.lower(): name for name in load("chrome")["metas"]}


def field_of_meta(given: dict[str, str], token: str, position: int) -> Field | None:
    """<meta> 标签中的一项元数据。 The field of a <meta> tag, None for the technical ones."""
    name = given.get("name") or given.get("property") or ""
    content = _SQUEEZE.sub(" ", given.get("content", "")).strip()
    if name.lower() not in _metas() or not content:
        return None
    at = token.find(content)
    if at < 0:
        return Field(name, content, "meta", Source(content))
    return Field(name, content, "meta", Source(content, position + at, position + at + len(content)))
