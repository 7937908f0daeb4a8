"""做一份报告及其真值。

One report from its number, seed and body: figures, faults, narrative, tables, dates, layout, and the truth of
it all. A report depends on its seed and id alone: made by itself it is the same, byte for byte, as in a corpus.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from toolkit.corpus.simulate import dates as dating
from toolkit.corpus.simulate import narrative, printing
from toolkit.corpus.simulate.bodies import Body, body
from toolkit.corpus.simulate.dice import die, pick
from toolkit.corpus.simulate.faults import Plan, plan
from toolkit.corpus.simulate.figures import Year, series
from toolkit.corpus.simulate.layouts import SUFFIXES, Made, choose, lay_out
from toolkit.corpus.simulate.sheets import sheet
from toolkit.corpus.simulate.truth import truth

FORMS = ((2021, "2021"), (2019, "2019"), (0, "2014"))
SMALL = ("township", "department")


@dataclass(frozen=True, slots=True)
class Simulated:
    """一份模拟报告。

    A simulated report: `id`, the name of its `file`, its bytes, and the line of truth (plain types, ready for
    JSON).
    """

    id: str
    file: str
    content: bytes
    truth: dict[str, Any]


def report_id(body_index: int, year: int) -> str:
    """报告编号。 The id of the report of a body and year: `report_id(17, 2021)` is "b00017-2021"."""
    return f"{body(body_index).id}-{year}"


def make(
    id: str, seed: int, formats: Sequence[str], rates: Mapping[str, float], years: Sequence[Year] | None = None
) -> Simulated:
    """按编号做一份报告。

    The report of that id ("b00017-2021"; "b00017-2021-2" is another version of it). `years` are the body's
    figures from 2014 on where the caller has them already. `rates` gives the chance of each fault by its name.
    """
    number, text = id.split("-")[:2]
    year, who = int(text), body(int(number[1:]))
    if years is None:
        years = past(seed, who, year)
    now = years[year - years[0].year]
    before = years[year - years[0].year - 1] if year > years[0].year else None
    rng = die(seed, id)
    format = pick(rng, formats)
    layout = choose(rng, format)
    faults = plan(seed, id, rates, who, year, before)
    return _write(id, seed, rng, who, faults.figures(now), before, faults, format, layout)


def past(seed: int, who: Body, year: int) -> list[Year]:
    """一个机关到某年为止的数字。 The figures of a body from 2014 up to that year."""
    found: list[Year] = []
    for one in series(seed, who):
        found.append(one)
        if one.year == year:
            break
    return found


def _write(
    id: str, seed: int, rng: Random, who: Body, now: Year, before: Year | None, faults: Plan, format: str, layout: str
) -> Simulated:
    year = now.year
    form, hybrid = faults.form(next(form for since, form in FORMS if year >= since))
    true = printing.cells(now, form, hybrid)
    values = narrative.figures(rng, who, now, true, form, hybrid)
    previous = narrative.last_year(before, values)
    dates = faults.dates(dating.draw(rng, who, year))
    said = narrative.words(who, year, dating.period(rng, dates))
    writer = narrative.new_writer(rng, who, now, values, previous, form, said)
    lean = who.level == "township" or (who.level == "department" and rng.random() < 0.4)
    problems = die(seed, faults.words_of, "problems")
    told = narrative.write(rng, writer, lean, problems, faults.swaps(writer))
    cells: dict[str, float | None] = dict(true)
    lost = faults.cells(cells, form)
    faults.text(told, form, hybrid, before)
    title = pick(rng, sheet("plan")["titles"]).format(name=who.name, year=year)
    made = Made(
        title,
        _meta(rng, who, dates),
        told.blocks,
        cells,
        form,
        hybrid,
        lost,
        _signed(rng, who, dates),
        who.place + "政务公开网",
        ("首页", "政务公开", "政府信息公开年报"),
    )
    content = lay_out(made, format, layout, rng)
    file = f"reports/{year}/{id}.{SUFFIXES[format]}"
    line = truth(who, year, made, told, faults, dates)
    sha256 = hashlib.sha256(content).hexdigest()
    return Simulated(
        id, file, content, {"id": id, "file": file, "sha256": sha256, "format": format, "layout": layout, **line}
    )


def _meta(rng: Random, who: Body, dates: dating.Dates) -> tuple[str, ...]:
    if dates.published is None:
        return ()
    day = dates.published.isoformat() if rng.random() < 0.6 else dating.chinese(dates.published)
    source = f"来源：{who.name}"
    return (f"发布日期：{day}", source) if rng.random() < 0.5 else (source, f"发布时间：{day}", "浏览次数：")


def _signed(rng: Random, who: Body, dates: dating.Dates) -> tuple[str, ...]:
    if dates.signed is None:
        return ()
    return (who.name, dating.chinese(dates.signed))
