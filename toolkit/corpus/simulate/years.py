"""两年之间不相接之处。

What the printed cells of a report break against last year's report of the same body: cases carried in,
documents in force, items of last year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.corpus.simulate.figures import ITEMS, KINDS

DOCUMENTS = ("regulations", "normative_documents")


def against_last(now: Mapping[str, Any], last: Mapping[str, Any]) -> list[dict[str, Any]]:
    """与上年报告比较。

    The relations of years that two lines of truth break, each with rule, where, left (this year's cell) and
    right (what last year's report leads to). Cells that either report does not print are not compared.
    """
    return list(_broken(now["cells"], last["cells"]))


def _broken(now: Mapping[str, Any], last: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for column in (*KINDS, "total"):
        left, right = now.get(f"requests.carried_in.{column}"), last.get(f"requests.carried_out.{column}")
        if left is not None and right is not None and left != right:
            yield {"rule": "years.carried", "where": column, "left": left, "right": right}
    for row in DOCUMENTS:
        cells = [now.get(f"proactive.{row}.{name}") for name in ("in_force", "issued", "repealed")]
        stock = last.get(f"proactive.{row}.in_force")
        if stock is not None and None not in cells and cells[0] != stock + cells[1] - cells[2]:
            yield {"rule": "years.in_force", "where": row, "left": cells[0], "right": stock + cells[1] - cells[2]}
    for row in (*ITEMS, "fees"):
        left = now.get(f"proactive.{row}.previous_items")
        parts = [last.get(f"proactive.{row}.{name}") for name in ("previous_items", "change")]
        if left is None or None in parts:
            continue
        right = sum(part or 0 for part in parts)
        if left != right:
            yield {"rule": "years.items", "where": row, "left": left, "right": right}
