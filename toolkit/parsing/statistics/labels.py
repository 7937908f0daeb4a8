"""统计表的标签：印出的文字 → 行、列标题、单位。

The labels of the statistics table of 2014: which rows a printed text can name, what a header says of the column below it, what is a unit.
Labels are known by their exact words; `damaged` is for those that lost characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from toolkit import vocabulary
from toolkit.parsing.normalise import compact, fold, normal, normal_bare, numbering
from toolkit.parsing.tables.values import is_value_like

TABLE = "statistics"
# words around a label that never matter: 其中：…, 通过…, …数, …数量
BEFORE = re.compile(r"^(?:其中)?\d{0,2}(?:其中)?(?:通过|利用)?")
AFTER = re.compile(r"(?:的?数量|数)$")
UNCLOSED = re.compile(r"^([^()]+)\([^()]*$")
YEAR = re.compile(r"^(20\d{2})年?度?(?:统计)?(?:数|数量|数据|情况)?$")
FIGURE = re.compile(
    r"^(?:约|近|超过?|多于|大约)?[+-]?\d[\d,]*(?:\.\d+)?(?:余|多)?[万亿千百]?[^\d\W]{0,3}(?:\([^()]*\))?$"
)
# A label of so many letters may have one wrong letter, where no other row is nearer than FAR: 涉及国家秘密 and 涉及商业秘密 differ in two.
LONG, FAR = 8, 3
# A label that lost letters keeps so many of them, and in no other row they all stand in this order.
KEPT = 0.75


@dataclass(frozen=True, slots=True)
class Row:
    """统计表的一行。 A row of the form: `key` ("" for a caption), its label, number, depth, unit, and its names for matching."""

    key: str
    label: str
    number: str
    depth: int
    unit: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Role:
    """列标题的含义。

    What a header says: `kind` is "label", "unit", "code", "note" or "value". `key` names a value column as its cells do ("" the column
    of the form, "@departments"); None is a column that is not known.
    """

    kind: str
    key: str | None = None


def stem(name: str) -> str:
    """去掉无关紧要的字。 A normal form without the words that never matter at its ends."""
    bare = AFTER.sub("", BEFORE.sub("", name))
    return bare or name


def _names(label: str, variants: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(name) for text in (label, *variants) for name in (normal(text), normal_bare(text)) if name)


@cache
def rows() -> tuple[Row, ...]:
    """统计表的各行, 按印刷顺序(含小标题)。 The rows of the form in printed order, captions included."""
    (block,) = vocabulary.form("2014").table(TABLE).blocks
    return tuple(Row(r.key, r.label, fold(r.number), r.depth, r.unit, _names(r.label, r.variants)) for r in block.rows)


@cache
def _index() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for n, row in enumerate(rows()):
        for name in row.names:
            found.setdefault(name, []).append(n)
    return {name: tuple(numbers) for name, numbers in found.items()}


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(name[:end] for name in _index() for end in range(2, len(name)))


@lru_cache(maxsize=8192)
def candidates(text: str) -> tuple[int, ...]:
    """一段文字在字面上可能是哪几行。

    The numbers of the rows that a printed text names in their own words: one for most, two where the form prints a label twice, none where
    it is no label. A label whose bracket was cut off (…数（不同渠道和) is known by what stands before it.
    """
    folded = compact(text)
    cut = UNCLOSED.match(folded)
    for reading in (normal(text), normal_bare(text), normal(cut.group(1)) if cut else ""):
        if reading and (found := _index().get(stem(reading))):
            return found
    return ()


@lru_cache(maxsize=8192)
def with_unit(text: str) -> tuple[tuple[int, ...], str]:
    """标签后连写单位的行。 The rows that a text names which ends in a unit (收到申请数件), and that unit."""
    folded = compact(text)
    for unit in sorted(_units(), key=len, reverse=True):
        if folded.endswith(unit) and (found := candidates(folded[: -len(unit)])):
            return found, unit
    return (), ""


def begins_label(text: str) -> bool:
    """是否是某个标签的开头。 Whether a text is the beginning of a label, cut off."""
    return stem(normal(text)) in _prefixes()


@cache
def _units() -> frozenset[str]:
    return frozenset(compact(unit) for unit in vocabulary.load("form_2014")["units"])


@lru_cache(maxsize=4096)
def unit_of(text: str) -> str:
    """单位栏中的单位, 不是单位则为空。 The unit that a cell holds (件, （万元）), "" where it holds something else."""
    plain = compact(text).strip("()")
    return plain if plain in _units() else ""


@lru_cache(maxsize=4096)
def is_figure(text: str) -> bool:
    """像统计数(含短横、斜线、无、约数)。 Whether a text looks like the content of a value cell, approximate figures included."""
    return is_value_like(text) or bool(FIGURE.match(compact(text)))


@cache
def _headers() -> dict[str, Role]:
    data = vocabulary.load("form_2014")
    found = {normal(word): Role(kind) for kind, words in data["header"].items() for word in words}
    for column in data["columns"]:
        for text in (column["label"], *column.get("variants", ())):
            for name in (normal(text), normal_bare(text)):
                found.setdefault(name, Role("value", column["key"]))
    return found


@lru_cache(maxsize=4096)
def role_of(text: str, year: int | None = None) -> Role | None:
    """列标题的含义, 不是列标题则为 None。

    What a header says of its column, None where the text is no header. A column headed by a year is the form's where that is the year of
    the report, and another body's or year's otherwise.
    """
    named = YEAR.match(compact(text))
    if named:
        return Role("value", "" if year is None or int(named.group(1)) == year else None)
    headers = _headers()
    role = headers.get(normal(text)) or headers.get(normal_bare(text))
    return None if role is None or candidates(text) else role


def damaged(text: str, low: int, high: int) -> int | None:
    """受损的标签是哪一行。

    The row between rows `low` and `high` (both excluded) that a damaged label can only be: it lost letters of this row and of no other, or
    one letter of a long label is wrong and every other row is far. None where it may be another row, or a row of the body's own.
    """
    name = stem(normal_bare(text) or normal(text))
    if len(name) < 4:
        return None
    lost = {n for n, row in enumerate(rows()) if any(_lost_letters(name, known) for known in row.names)}
    near = [min(Levenshtein.distance(name, known) for known in row.names) for row in rows()]
    found = None
    if len(lost) == 1:
        found = lost.pop()
    elif not lost and len(name) >= LONG and near.count(1) == 1 and all(d == 1 or d >= FAR for d in near):
        found = near.index(1)
    if found is None or not low < found < high or not rows()[found].key:
        return None
    printed, wanted = numbering(text).strip(".,、()"), rows()[found].number.strip(".,、()")
    return None if printed and wanted and printed != wanted else found


def _lost_letters(name: str, known: str) -> bool:
    """Whether a name is what is left of a known one after letters were lost."""
    if not KEPT * len(known) <= len(name) < len(known):
        return False
    letters = iter(known)
    return all(letter in letters for letter in name)
