"""表格里的问题。

Faults of the tables: cells changed, blanked or lost, and figures that do not follow last year's. Each records
what it did; which relations break on account of it is found from the cells afterwards (`relations.broken`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random
from typing import Any

from toolkit.corpus.simulate.dice import between, pick
from toolkit.corpus.simulate.figures import KINDS, Year
from toolkit.corpus.simulate.relations import STATISTICS

Cells = dict[str, float | None]
Record = Callable[..., None]
Lost = Iterable[str] | None
FLOWS = ("received", "carried_in", "concluded", "carried_out")


def carried(rng: Random, now: Year, record: Record) -> Year:
    """上年结转改得与上年不接, 本年仍平衡。 Carried-in cases that last year's report did not carry out; they are
    granted, so the year still balances.
    """
    requests = {row: list(counts) for row, counts in now.requests.items()}
    before, more = requests["carried_in"][0], between(rng, 1, 3)
    for row in ("carried_in", "granted", "concluded"):
        requests[row][0] += more
    record("years.carried", "natural_person", before + more, before)
    return replace(now, requests=requests)


def items(rng: Random, now: Year, record: Record) -> Year:
    """上一年项目数量改得与上年不接。 Items of last year that last year's report did not end with."""
    row = pick(rng, ("licensing", "other_services", "penalties", "compulsion"))
    path = f"{row}.previous_items"
    before, after = now.proactive[path], now.proactive[path] + between(rng, 1, 9)
    record("years.items", row, after, before)
    return replace(now, proactive={**now.proactive, path: after})


def in_force(rng: Random, now: Year, record: Record) -> Year:
    """现行有效件数改得与上年不接。

    Documents in force that do not follow last year's, those made and those repealed.
    """
    path = "normative_documents.in_force"
    before, after = now.proactive[path], now.proactive[path] + between(rng, 1, 6)
    record("years.in_force", "normative_documents", after, before)
    return replace(now, proactive={**now.proactive, path: after})


def damage(rng: Random, kind: str, cells: Cells, form: str, level: str, record: Record) -> Lost:
    """埋一处表格问题。

    Plants one fault in the printed cells; None where it is not possible in this report, else the keys of rows
    that are not printed any more.
    """
    if kind.startswith("statistics."):
        return _statistics(rng, kind, cells, record) if form == "2014" else None
    if form == "2014":
        return None
    return HANDLERS[kind](rng, cells, record) if kind != "cells.lawmaking" or level in ("township", "county") else None


def _rows(cells: Cells) -> list[str]:
    """Rows of the requests table with something in them, none of the flows."""
    rows = dict.fromkeys(path.rsplit(".", 1)[0] for path in cells if path.startswith("requests."))
    return [row for row in rows if cells[f"{row}.total"] and row.split(".", 1)[1] not in FLOWS]


def _add(cells: Cells, path: str, more: float) -> tuple[float, float]:
    before = cells[path] or 0
    cells[path] = before + more
    return before, before + more


def _outcome(rng: Random, cells: Cells, record: Record) -> Lost:
    row, more = pick(rng, _rows(cells) or ["requests.granted"]), between(rng, 1, 9)
    _add(cells, f"{row}.natural_person", more)
    before, after = _add(cells, f"{row}.total", more)
    record("cells.outcome", "total", after, before)
    return ()


def _carried_out(rng: Random, cells: Cells, record: Record) -> Lost:
    more = between(rng, 1, 5)
    _add(cells, "requests.carried_out.natural_person", more)
    before, after = _add(cells, "requests.carried_out.total", more)
    record("cells.carried_out", "total", before, after)
    return ()


def _total(rng: Random, cells: Cells, record: Record) -> Lost:
    rows = [*_rows(cells), *(f"requests.{row}" for row in FLOWS if cells[f"requests.{row}.total"])]
    if not rows:
        return None
    row = pick(rng, rows)
    before, after = _add(cells, f"{row}.total", pick(rng, (1, 2, 10)))
    record("cells.total", row.split(".", 1)[1], before, after)
    return ()


def _zero_total(rng: Random, cells: Cells, record: Record) -> Lost:
    before = cells["requests.concluded.total"]
    if not before:
        return None
    cells.update({f"requests.concluded.{column}": 0 for column in (*KINDS, "total")})
    record("cells.zero_total", "total", before, 0)
    return ()


def _column(rng: Random, cells: Cells, record: Record) -> Lost:
    rows = [row for row in _rows(cells) if cells[f"{row}.natural_person"]]
    if not rows:
        return None
    row = pick(rng, rows)
    moved = cells[f"{row}.natural_person"] or 0
    cells[f"{row}.natural_person"] = 0
    _add(cells, f"{row}.business", moved)
    record("cells.column", "natural_person", cells["requests.concluded.natural_person"], moved)
    return ()


def _challenges(rng: Random, cells: Cells, record: Record) -> Lost:
    rows = ("review", "litigation_direct", "litigation_after_review")
    row = pick(rng, [row for row in rows if cells[f"challenges.{row}.total"]] or ["review"])
    path = f"challenges.{row}.total"
    before = cells[path] or 0
    cells[path] = 0 if before and rng.random() < 0.5 else before + between(rng, 1, 4)
    record("cells.challenges", row, before, cells[path])
    return ()


def _negative(rng: Random, cells: Cells, record: Record) -> Lost:
    path = f"proactive.{pick(rng, ('licensing', 'penalties', 'compulsion'))}.decisions"
    cells[path] = -max(1, cells[path] or 0)
    record("cells.negative", path, cells[path], 0, True)
    return ()


def _lawmaking(rng: Random, cells: Cells, record: Record) -> Lost:
    count = between(rng, 1, 6)
    for column in ("made", "issued", "total_disclosed", "in_force", "newly_disclosed"):
        if f"proactive.regulations.{column}" in cells:
            cells[f"proactive.regulations.{column}"] = count
    record("cells.lawmaking", "regulations", count, 0, True)
    return ()


def _disclosed(rng: Random, cells: Cells, record: Record) -> Lost:
    row = "proactive.normative_documents"
    if f"{row}.newly_disclosed" not in cells:
        return None
    _, after = _add(cells, f"{row}.newly_disclosed", (cells[f"{row}.total_disclosed"] or 0) + between(rng, 1, 5))
    record("cells.disclosed", "normative_documents", after, cells[f"{row}.total_disclosed"], True)
    return ()


def _in_force(rng: Random, cells: Cells, record: Record) -> Lost:
    row = "proactive.normative_documents"
    if f"{row}.issued" not in cells:
        return None
    have = (cells[f"{row}.in_force"] or 0) + (cells[f"{row}.repealed"] or 0)
    cells[f"{row}.issued"] = have + between(rng, 1, 9)
    record("cells.in_force", "normative_documents", cells[f"{row}.issued"], have, True)
    return ()


def _procurement(rng: Random, cells: Cells, record: Record) -> Lost:
    path = "proactive.procurement.procurement_amount"
    if not cells.get(path):
        return None
    cells[path] = 0
    record("cells.procurement", "procurement", cells["proactive.procurement.procurement_items"], 0, True)
    return ()


def _lost(rng: Random, cells: Cells, record: Record) -> Lost:
    # not in the row of totals: a blank total states nothing, and no relation breaks
    rows = [*_rows(cells), "requests.received", "requests.carried_in", "requests.carried_out"]
    every = [f"{row}.{kind}" for row in rows for kind in KINDS if cells[f"{row}.{kind}"]]
    if not every:
        return None
    path = pick(rng, every)
    before, cells[path] = cells[path], None
    record("cells.lost", path.split(".", 1)[1].rsplit(".", 1)[0], before, None)
    return ()


def _lost_row(rng: Random, cells: Cells, record: Record) -> Lost:
    rows = dict.fromkeys(
        path.rsplit(".", 1)[0] for path in cells if path.startswith(("requests.refused.", "requests.not_"))
    )
    row = pick(rng, [row for row in rows if cells[f"{row}.total"]] or list(rows))
    record("cells.lost_row", row, cells[f"{row}.total"], None)
    for column in (*KINDS, "total"):
        cells[f"{row}.{column}"] = None
    return (row.split(".", 1)[1],)


def _statistics(rng: Random, kind: str, cells: Cells, record: Record) -> Lost:
    name = kind.removeprefix("statistics.")
    if name == "among":
        whole = "statistics.response.press_conferences"
        before = cells[whole] or 0
        cells["statistics.response.press_by_head"] = before + between(rng, 1, 3)
        record(kind, "press_by_head", cells["statistics.response.press_by_head"], before)
        return ()
    total = STATISTICS[name][0]
    before, after = _add(cells, f"statistics.{total}", between(rng, 1, 9))
    record(kind, total.rsplit(".", 1)[-1], before, after)
    return ()


HANDLERS: dict[str, Callable[[Random, Cells, Any], Lost]] = {
    "cells.outcome": _outcome,
    "cells.carried_out": _carried_out,
    "cells.total": _total,
    "cells.zero_total": _zero_total,
    "cells.column": _column,
    "cells.challenges": _challenges,
    "cells.negative": _negative,
    "cells.lawmaking": _lawmaking,
    "cells.disclosed": _disclosed,
    "cells.in_force": _in_force,
    "cells.procurement": _procurement,
    "cells.lost": _lost,
    "cells.lost_row": _lost_row,
}
