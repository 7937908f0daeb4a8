"""一个机关历年的数字。

The figures of a body, year after year: `series(seed, body)` yields every cell of a report with all relations of
the forms true. What one year carries out the next carries in; documents in force follow what is made and
repealed; items follow their change. The series begins in 2014 whatever years a corpus holds, so a report has
the same figures made alone or in a corpus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from toolkit.corpus.simulate.bodies import Body
from toolkit.corpus.simulate.dice import between, binomial, die, dirichlet, normal, poisson, scaled, shared
from toolkit.corpus.simulate.sheets import sheet
from toolkit.corpus.simulate.statistics import statistics

FIRST_YEAR, LAST_YEAR = 2014, 2030
KINDS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other_organization")
RESULTS = ("upheld", "corrected", "other", "pending")
ITEMS = ("licensing", "other_services", "penalties", "compulsion")
Cells = dict[str, float]


@dataclass(slots=True)
class Year:
    """一个机关一年的全部数字。

    Everything of one body and year: `requests` are rows of six kinds of applicant (a total is their sum),
    `proactive` and `challenges` cells by "row.column", `statistics` those of the form of 2014, `posts` what the
    narrative counts and no table holds.
    """

    year: int
    requests: dict[str, list[int]]
    challenges: dict[str, int]
    proactive: Cells
    statistics: dict[str, float]
    posts: dict[str, int]


@dataclass(slots=True)
class _Body:
    """What stays with a body over the years, and what one year hands to the next."""

    level: dict[str, float]
    size: float
    kinds: list[float]
    leaning: list[float]
    quiet: bool
    scale: dict[str, float] = field(default_factory=dict)
    stock: dict[str, int] = field(default_factory=dict)
    carried: list[int] = field(default_factory=lambda: [0] * 6)


def series(seed: int, body: Body) -> Iterator[Year]:
    """一个机关从2014年起的数字。

    The years of a body from 2014 on, each with all its figures. `next(series(1, body(0))).year` is 2014.
    """
    state = _begin(die(seed, body.id, "body"), body)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        yield _year(die(seed, body.id, year, "figures"), body, state, year)


def _begin(rng: Random, body: Body) -> _Body:
    data = sheet("levels")
    level = data["levels"][body.level]
    quiet = rng.random() < level["none"] / body.weight
    big = 3.0 if body.level == "department" and body.of_city else 1.0
    size = scaled(rng, level["received"] * body.weight * big, level["spread"])
    kinds = dirichlet(rng, data["applicants"])
    state = _Body(level, size, kinds, dirichlet(rng, list(data["outcomes"].values())), quiet)
    for item, median in zip(ITEMS, level["decisions"], strict=True):
        state.scale[item] = (
            0.0 if rng.random() < (0.5 if body.level == "township" else 0.15) else scaled(rng, median * big, 0.7)
        )
        state.stock[item] = poisson(rng, min(400.0, 3.0 + level["decisions"][0] / 300)) if state.scale[item] else 0
    state.stock["normative"] = poisson(rng, level["stock"])
    state.stock["regulations"] = poisson(rng, 8 * level["regulations"])
    state.stock["fees"] = poisson(rng, 4) if level["fees"] else 0
    state.scale["posts"] = scaled(rng, level["posts"] * big, 0.5)
    if not quiet:
        state.carried = shared(rng, binomial(rng, int(size), 0.04), kinds)
    return state


def _year(rng: Random, body: Body, state: _Body, year: int) -> Year:
    mean, spread = sheet("levels")["growth"]
    growth = mean + spread * normal(rng)
    state.size = min(max(state.size * 2.718281828**growth, 0.4), 30000.0)
    received = 0 if state.quiet and rng.random() < 0.9 else poisson(rng, state.size)
    requests = _requests(rng, state, received)
    challenges = _challenges(rng, received)
    proactive = _proactive(rng, state)
    posts = _posts(rng, state)
    # The table of 2014 was in use up to 2018; later years draw nothing for it.
    old = statistics(rng, state.level, received, posts, proactive) if year <= 2018 else {}
    return Year(year, requests, challenges, proactive, old, posts)


def _requests(rng: Random, state: _Body, received: int) -> dict[str, list[int]]:
    data = sheet("levels")
    new = shared(rng, received, state.kinds)
    rows = {"received": new, "carried_in": state.carried, **{row: [0] * 6 for row in data["outcomes"]}}
    concluded, out = [0] * 6, [0] * 6
    for at in range(6):
        here = new[at] + state.carried[at]
        if here:
            out[at] = binomial(rng, here, data["pending"])
            concluded[at] = here - out[at]
            for row, count in zip(data["outcomes"], shared(rng, concluded[at], state.leaning), strict=True):
                rows[row][at] = count
    rows["concluded"], rows["carried_out"] = concluded, out
    state.carried = out
    return rows


def _challenges(rng: Random, received: int) -> dict[str, int]:
    data, cells = sheet("levels"), {}
    for row, rate in data["challenges"].items():
        count = poisson(rng, received * rate) if received else 0
        parts = shared(rng, count, dirichlet(rng, data["results"])) if count else [0] * 4
        for name, part in zip(RESULTS, parts, strict=True):
            cells[f"{row}.{name}"] = part
        cells[f"{row}.total"] = count
    return cells


def _proactive(rng: Random, state: _Body) -> Cells:
    level, stock, cells = state.level, state.stock, dict[str, float]()
    for row, rate in (("regulations", level["regulations"]), ("normative_documents", level["normative"])):
        name = "normative" if row == "normative_documents" else row
        made = poisson(rng, rate) if rate else 0
        gone = binomial(rng, stock[name], 0.06)
        stock[name] += made - gone
        new = made if row == "regulations" else made - binomial(rng, made, 0.04)
        cells.update(
            {f"{row}.made": made, f"{row}.issued": made, f"{row}.newly_disclosed": new, f"{row}.repealed": gone}
        )
        cells.update({f"{row}.total_disclosed": stock[name] + gone, f"{row}.in_force": stock[name]})
    for row in ITEMS:
        scale = state.scale[row]
        cells[f"{row}.decisions"] = poisson(rng, scaled(rng, scale, 0.15)) if scale else 0
    for row in (*ITEMS, "fees"):
        count = stock[row]
        change = max(-count, between(rng, -count // 12, count // 14)) if count else 0
        cells[f"{row}.previous_items"], cells[f"{row}.change"] = count, change
        stock[row] = count + change
    money = round(scaled(rng, level["fees"], 0.5), 2) if stock["fees"] and level["fees"] else 0
    cells["fees.fee_amount"] = money
    bought = poisson(rng, scaled(rng, max(1.0, level["staff"] / 4), 0.6))
    cells["procurement.procurement_items"] = bought
    cells["procurement.procurement_amount"] = round(bought * scaled(rng, 40.0, 0.7), 2) if bought else 0
    return cells


def _posts(rng: Random, state: _Body) -> dict[str, int]:
    total = poisson(rng, scaled(rng, state.scale["posts"], 0.2)) + 8
    names = sheet("levels")["posts"]
    parts = dict(zip(names, shared(rng, total, dirichlet(rng, list(names.values()))), strict=True))
    return {"total": total, **parts}
