"""2014年统计表的数字。

The figures of the statistics table of 2014-2018, with its relations true: channels, on time and extended,
answers, grounds, results, staff. Cells go by "group.row" as in `toolkit.vocabulary`.
"""

from __future__ import annotations

from random import Random

from toolkit.corpus.simulate.dice import between, binomial, dirichlet, poisson, scaled, shared
from toolkit.corpus.simulate.sheets import sheet

CHANNELS = ("online", "by_fax", "by_letter", "in_person")
GROUNDS = ("state_secret", "trade_secret", "privacy", "safety", "not_information", "other_law")
PARTS = ("upheld", "corrected", "other")
RATES = {"review": 0.04, "litigation": 0.015}


def statistics(
    rng: Random, level: dict[str, float], received: int, posts: dict[str, int], proactive: dict[str, float]
) -> dict[str, float]:
    """统计表各格。

    Every cell of the statistics table from the requests `received`, the items disclosed (`posts`) and the
    documents made (`proactive`).
    """
    cells: dict[str, float] = {}
    made = int(proactive["normative_documents.made"])
    cells["proactive.disclosed"] = posts["total"]
    cells["proactive.normative_disclosed"] = min(posts["total"], int(proactive["normative_documents.newly_disclosed"]))
    cells["proactive.normative_issued"] = made
    gazette = between(rng, 20, 300) if level["staff"] > 50 else 0
    channels = {
        "gazette": gazette,
        "website": posts["site"],
        "weibo": posts["weibo"],
        "wechat": posts["wechat"],
        "other": posts["other"],
    }
    cells.update({f"proactive.by_{name}": count for name, count in channels.items()})
    cells.update(_response(rng, level))
    cells.update(_requests(rng, received))
    for name, rate in RATES.items():
        count = poisson(rng, received * rate) if received else 0
        cells[f"challenges.{name}"] = count
        for part, number in zip(PARTS, shared(rng, count, dirichlet(rng, [4.0, 0.7, 0.8])), strict=True):
            cells[f"challenges.{name}.{part}"] = number
    cells["challenges.complaints"] = poisson(rng, 0.005 * received)
    cells.update(_resources(rng, level))
    return cells


def _response(rng: Random, level: dict[str, float]) -> dict[str, float]:
    size = min(12.0, level["staff"] / 12)
    hot, press, talks = poisson(rng, size * 3), poisson(rng, size / 2), poisson(rng, size / 3)
    return {
        "response.hot_topics": hot,
        "response.press_conferences": press,
        "response.press_by_head": binomial(rng, press, 0.3),
        "response.interviews": talks,
        "response.interviews_by_head": binomial(rng, talks, 0.4),
        "response.policy_explanations": poisson(rng, 1 + size * 8),
        "response.social_media_responses": poisson(rng, size * 2),
        "response.other_responses": poisson(rng, size),
    }


def _requests(rng: Random, received: int) -> dict[str, float]:
    data = sheet("levels")
    cells: dict[str, float] = {"requests.received": received}
    for name, count in zip(CHANNELS, shared(rng, received, dirichlet(rng, data["channels"])), strict=True):
        cells[f"requests.{name}"] = count
    concluded = received - binomial(rng, received, 0.02)
    late = binomial(rng, concluded, 0.05)
    cells.update({"requests.concluded": concluded, "requests.on_time": concluded - late, "requests.extended": late})
    cells["requests.answered"] = concluded
    answers = shared(rng, concluded, dirichlet(rng, list(data["answers"].values())))
    cells.update({f"requests.{name}": count for name, count in zip(data["answers"], answers, strict=True)})
    grounds = shared(rng, int(cells["requests.refused"]), dirichlet(rng, data["grounds"]))
    cells.update({f"requests.refused_{name}": count for name, count in zip(GROUNDS, grounds, strict=True)})
    return cells


def _resources(rng: Random, level: dict[str, float]) -> dict[str, float]:
    staff = 1 + poisson(rng, level["staff"])
    full = binomial(rng, staff, 0.25)
    sessions = poisson(rng, min(20.0, 0.7 + level["staff"] / 12))
    return {
        "resources.fees_charged": 0,
        "resources.dedicated_offices": 1 + poisson(rng, level["staff"] / 4) if level["staff"] > 50 else 1,
        "resources.reading_points": 1 + poisson(rng, min(60.0, level["staff"] / 5)),
        "resources.staff": staff,
        "resources.staff.full_time": full,
        "resources.staff.part_time": staff - full,
        "resources.budget": round(scaled(rng, 0.3 + level["staff"] / 6, 0.5), 1) if rng.random() < 0.6 else 0,
        "resources.meetings": 1 + poisson(rng, min(30.0, level["staff"] / 20)),
        "resources.trainings": sessions,
        "resources.trainees": poisson(rng, sessions * 45.0),
    }
