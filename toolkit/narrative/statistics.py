"""2014年统计表的主张：文中的话指统计表的哪一格。

Claims of reports with the statistics table of 2014. Its rows have names of their own: a phrase that alone stands before a figure is its
row (`vocabulary/statistics.yaml`); what the later forms have too is found as ever and then given the cell of this table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from toolkit.narrative.meaning import Meaning
from toolkit.narrative.quantities import Found
from toolkit.vocabulary import load, rows

if TYPE_CHECKING:
    from toolkit.narrative.walk import Segment, Walk

FORM = "2014"
TABLE = "statistics."
NO_ROW = "-"


@dataclass(frozen=True, slots=True)
class Phrase:
    """一种说法及其单元格。 A way to name a row: its cell, pattern, units, the parts and figures it may stand in or follow, its base."""

    cell: str
    pattern: re.Pattern[str]
    units: frozenset[str]
    parts: frozenset[int]
    after: frozenset[str]
    base: str


@cache
def _phrases() -> tuple[Phrase, ...]:
    data = load("statistics")
    fillers, tails = ("|".join(sorted(map(re.escape, data[k]), key=len, reverse=True)) for k in ("fillers", "tails"))
    return tuple(
        Phrase(
            TABLE + row["cell"],
            re.compile(rf"(?:{fillers}|[,、:(])*(?:{'|'.join(row['patterns'])})(?:{tails})*"),
            frozenset(row["units"]),
            frozenset(row.get("parts", ())),
            frozenset(TABLE + cell for cell in row.get("after", ())),
            TABLE + row["base"] if "base" in row else "",
        )
        for row in rows("statistics")
    )


def named(walk: Walk, segment: Segment, quantity: Found, meaning: Meaning, start: int) -> tuple[Meaning, int]:
    """一个数所指的统计表单元格。

    The meaning of a figure with the cell of the statistics table that the words before it name, and where they begin; as it was where they
    name none.
    """
    begin = max([segment.start, *(q.end for q in walk.quantities_in(segment.start, quantity.start))])
    text = _bare(walk, begin, quantity.start)
    last = _last(walk)
    for phrase in _phrases():
        if quantity.quantity.unit not in phrase.units or (phrase.parts and walk.part.number not in phrase.parts):
            continue
        if phrase.after and last not in phrase.after:
            continue
        if phrase.pattern.fullmatch(text):
            return replace(meaning, row=phrase.cell), begin
    if meaning.measure in load("statistics")["narrowed"] and _narrower().search(text):
        # 经批准延期后办结3件: some of those concluded, by a row or in words that the table does not have
        return replace(meaning, row=NO_ROW), start
    return meaning, start


def spells(walk: Walk, start: int, end: int, cells: Sequence[str]) -> bool:
    """一段话是否正好是某一行的说法。 Whether a stretch is exactly a way to name the row of one of these cells."""
    text = _bare(walk, start, end)
    return any(phrase.cell in cells and phrase.pattern.fullmatch(text) for phrase in _phrases())


@cache
def _narrower() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, load("statistics")["narrower"])))


def _bare(walk: Walk, start: int, end: int) -> str:
    """A stretch of text without dates and without the words that say whose figure it is."""
    text = walk.text
    gone = [(a, b) for a, b, _ in walk.subjects_in(start, end)]
    gone += [(t.start, t.end) for t in walk.trapped if start <= t.start < end]
    kept, at = [], start
    for a, b in sorted(gone):
        kept.append(text[at : max(a, at)])
        at = max(at, b)
    return "".join([*kept, text[at:end]]).lstrip("和及并、,")


def _last(walk: Walk) -> str:
    """The cell of the figure before in the same paragraph."""
    last = walk.drafts[-1] if walk.drafts and walk.drafts[-1].paragraph == walk.paragraph else None
    cells = cells_of(last.meaning) if last else ()
    return cells[0] if len(cells) == 1 else ""


def share(
    walk: Walk, label: str, after: str, meaning: Meaning, bases: tuple[str, ...]
) -> tuple[Meaning, tuple[str, ...]]:
    """占比的分子与分母。

    Numerator and base of a share: `label` are the words before 占, `after` those between it and the figure (主动公开总数的). Where the base
    is named and it is another than that of the numerator, nothing is said.
    """
    for phrase in _phrases():
        if label and not phrase.parts - {walk.part.number} and phrase.base and phrase.pattern.fullmatch(label):
            meaning = replace(meaning, row=phrase.cell)
            break
    own = next((p.base for p in _phrases() if cells_of(meaning) == (p.cell,) and p.base), "")
    if not own:
        return meaning, bases
    words = after.removesuffix("的")
    names_it = not words or words in load("statistics")["named_bases"].get(own.removeprefix(TABLE), ())
    return meaning, (own,) if names_it else ()


def cells_of(meaning: Meaning) -> tuple[str, ...]:
    """一个含义在统计表中的单元格。

    The cells of the statistics table for a measure of the later forms; none where the table does not divide things so.
    """
    if meaning.row:
        return () if meaning.row == NO_ROW else (meaning.row,)
    known = load("statistics")["measures"]
    found = [known.get(one) for one in meaning.measure.split("+")]
    if not all(found):
        return ()
    return tuple(dict.fromkeys(TABLE + cell for cells in found for cell in cells or ()))


def base_of(base: Sequence[str]) -> tuple[str, ...]:
    """占比分母在统计表中的单元格。 The cells of the statistics table for the base of a share, none where one has no counterpart."""
    known = load("statistics")["bases"]
    found = [cell if cell.startswith(TABLE) else TABLE + known[cell] if cell in known else "" for cell in base]
    return tuple(dict.fromkeys(found)) if all(found) else ()
