"""主张的草稿：在匹配文本中的位置和含义, 尚未落到单元格。

A claim in the making, placed in plain text. The walk makes drafts, `finish` turns them into `Claim`s with real cells and places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import lru_cache

from toolkit.model import Claim, Part, Quantity
from toolkit.narrative import statistics
from toolkit.narrative.meaning import Meaning
from toolkit.narrative.plain import Plain


@dataclass(slots=True)
class Draft:
    """一个待定的主张。

    `start` and `end` are in plain text, `sentence` the span of its sentence there. `label` is the text before the number, by which a later
    share (民生类占比58.1%) finds it. `times` is how many things the figure holds for (土地出让和规划各1件: two).
    `all_of` says that a figure of its own is said to be so in full (4件申请均予以公开), which is a universal with its number printed.
    """

    start: int
    end: int
    number: tuple[int, int]
    sentence: tuple[int, int]
    quantity: Quantity
    meaning: Meaning
    kind: str = "count"
    scope: str = "report"
    period: str = "this_year"
    flow: str = "flow"
    base: tuple[str, ...] = ()
    base_stated: Decimal | None = None
    numerator_stated: Decimal | None = None
    label: str = ""
    nested: bool = False
    times: int = 1
    paragraph: int = 0
    all_of: bool = False


@lru_cache(maxsize=4096)
def expand(patterns: tuple[str, ...], paths: tuple[str, ...]) -> tuple[str, ...]:
    """把单元格模式展开为表中实有的路径。 The real paths of a form that the patterns name, in the order of the form."""
    plain_names = {p for p in patterns if "*" not in p}
    wild = [p for p in patterns if "*" in p]
    return tuple(p for p in paths if p in plain_names or any(_match(p, w) for w in wild))


def _match(path: str, pattern: str) -> bool:
    """A `*` stands for one step of the path."""
    return path.count(".") == pattern.count(".") and fnmatchcase(path, pattern)


def finish(drafts: Sequence[Draft], part: Part, text: Plain, paths: tuple[str, ...], form: str) -> list[Claim]:
    """把草稿变成主张。 Claims with real cells of the form and with places in sentence, part and raw file."""
    place: Callable[[int, int], tuple[int, int]] = text.original
    out = []
    for draft in drafts:
        begin, stop = place(*draft.sentence)
        a, b = place(draft.start, draft.end)
        named, base, measure = draft.meaning.cells, draft.base, draft.meaning.measure
        if form == statistics.FORM:
            named, base = statistics.cells_of(draft.meaning), statistics.base_of(base)
            measure = "+".join(named) or measure
        cells = expand(named, paths)
        out.append(
            Claim(
                part=part.number,
                sentence=part.text[begin:stop],
                quote=part.text[a:b],
                start=a - begin,
                end=b - begin,
                part_start=a,
                part_end=b,
                quantity=draft.quantity,
                kind="universal" if draft.all_of else draft.kind,
                measure=measure,
                scope=draft.scope,
                period=draft.period,
                flow=draft.flow,
                cells=cells,
                base=expand(base, paths) if base else (),
                base_stated=draft.base_stated,
                numerator_stated=draft.numerator_stated,
                source=part.locate(a, b),
            )
        )
    return out
