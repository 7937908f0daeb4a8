"""每个数的归宿。

Where every number of the narrative ended: in a claim, or in a date, a document number, a contact, a list marker, an
article, another quantity;
what fits none is `unclassified`, and counted as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.model import Number, NumberKind, Part
from toolkit.narrative.dispositions import NUMERAL

if TYPE_CHECKING:
    from toolkit.narrative.walk import Walk


def dispose(walk: Walk, part: Part) -> list[Number]:
    """一个部分中每个数的归宿, 按位置排列。

    One `Number` for each numeral of a part. Chinese numerals count only where they are read as a number (三件, 一是), not inside words.
    """
    spans: list[tuple[int, int, NumberKind]] = [
        (t.start, t.end, t.kind) for t in walk.trapped if NUMERAL.search(walk.text, t.start, t.end)
    ]
    claimed = {d.number for d in walk.drafts if d.number[1] > d.number[0] and d.kind not in ("zero", "universal")}
    spans += [(a, b, "claim") for a, b in claimed]
    spans += [
        (q.start, q.end, "other_quantity")
        for q in walk.quantities
        if (q.start, q.end) not in claimed and q.quantity.unit
    ]
    covered = [False] * (len(walk.text) + 1)
    for start, end, _ in spans:
        covered[start:end] = [True] * (end - start)
    for match in NUMERAL.finditer(walk.text):
        if match[0][0].isdigit() and not covered[match.start()]:
            spans.append((*match.span(), "unclassified"))
    out = []
    for start, end, kind in sorted(spans):
        a, b = walk.plain.original(start, end)
        out.append(Number(kind, part.text[a:b], part.number, a, b))
    return out
