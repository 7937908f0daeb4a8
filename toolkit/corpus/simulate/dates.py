"""一份报告的日期。

The dates of a report: the period that it covers, when it is signed and published, and how they are written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from toolkit.corpus.simulate.bodies import Body
from toolkit.corpus.simulate.dice import between, pick

DEADLINES_SINCE = 2019
PERIODS = (
    "报告所列数据的统计期限为{a}至{b}。",
    "报告中所列数据的统计期限自{a}起至{b}止。",
    "本报告数据统计期限：{a}至{b}。",
    "数据统计时间为{a}至{b}。",
)


@dataclass(slots=True)
class Dates:
    """一份报告的日期。

    Its period, signing and publication (None: not printed); `damage` says which date lost a character.
    """

    start: date
    end: date
    signed: date | None
    published: date | None
    damage: str = ""


def deadline(body: Body, year: int) -> date | None:
    """法定期限。 The legal date of publication of a body's report, None where there is no national one."""
    if year < DEADLINES_SINCE:
        return date(year + 1, 3, 31)
    if body.level == "township":
        return None
    return date(year + 1, 1, 31) if body.level == "department" else date(year + 1, 3, 31)


def draw(rng: Random, body: Body, year: int) -> Dates:
    """抽取日期。 The dates of a report in time."""
    signed = date(year + 1, 1, between(rng, 6, 24)) + timedelta(
        days=between(rng, 0, 50) if body.level in ("province", "city", "county") else 0
    )
    published = signed + timedelta(days=between(rng, 0, 5))
    return Dates(
        date(year, 1, 1),
        date(year, 12, 31),
        signed if rng.random() < 0.8 else None,
        published if rng.random() < 0.75 else None,
    )


def period(rng: Random, dates: Dates) -> str:
    """写明统计期限的一句。 The sentence that states the period."""
    start, end = chinese(dates.start), chinese(dates.end)
    if dates.damage == "period":
        end = end.replace("年", "", 1) if rng.random() < 0.5 else end.replace("月", "", 1)
    return pick(rng, PERIODS).format(a=start, b=end)


def chinese(day: date) -> str:
    """写成年月日。 The day as reports print it: 2021年1月31日."""
    return f"{day.year}年{day.month}月{day.day}日"
