"""按比率埋设的问题。

Faults planted at known rates. `plan` draws which faults a report should have; each is planted where it is
possible (a share can only be wrong where one is stated) and recorded with its kind, the rule that should speak,
where, and both sides. What can be planted is in `faults.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from toolkit.corpus.simulate import damage_cells, damage_text
from toolkit.corpus.simulate.bodies import Body
from toolkit.corpus.simulate.dates import Dates, deadline
from toolkit.corpus.simulate.dice import between, die
from toolkit.corpus.simulate.figures import Year
from toolkit.corpus.simulate.narrative import Narrative
from toolkit.corpus.simulate.render import Writer
from toolkit.corpus.simulate.sheets import sheet
from toolkit.corpus.simulate.templates import Slot, slots

Cells = dict[str, float | None]
LAGGARDS = range(2021, 2024)
CARRIED_SINCE, ITEMS_YEAR, IN_FORCE_SINCE = 2020, 2020, 2022  # first years whose last report has the cells


def default_rates() -> dict[str, float]:
    """各类问题的默认比率。

    The default chance of each kind of fault. Example: `default_rates()["text.digit"]` is 0.06.
    """
    return {kind: row["rate"] for kind, row in sheet("faults").items()}


class Plan:
    """一份报告要埋的问题。

    The faults of one report, planted stage by stage: figures, form, dates, sentences, cells, text. `planted`
    holds those that took effect, `findings` what a reader finds on account of dates and forms (what cells and
    claims break is found from them).
    """

    def __init__(self, rng: Random, wanted: set[str], body: Body, year: int, before: Year | None) -> None:
        self._rng, self._wanted, self._body, self._year, self._before = rng, wanted, body, year, before
        self.words_of = ""
        self.planted: list[dict[str, Any]] = []
        self.findings: list[dict[str, Any]] = []
        self.tables_touched = False
        self.broken_table = ""

    def record(self, kind: str, where: str, left: Any, right: Any, finding: bool = False) -> None:
        """记下一处问题。 Notes a planted fault; `finding` where a reader of this report alone would find it there."""
        row = sheet("faults")[kind]
        note = {
            "kind": kind,
            "rule": row["rule"],
            "where": where,
            "left": left,
            "right": right,
            "harmless": row.get("harmless", False),
        }
        self.planted.append(note)
        if finding:
            self.findings.append({"rule": row["rule"], "where": where, "left": left, "right": right})

    def figures(self, now: Year) -> Year:
        """改动与上年的衔接。 Breaks what connects this year to the last, all else still true."""
        if self._before is None or not self._wanted:
            return now
        if "years.carried" in self._wanted and self._year >= CARRIED_SINCE:
            now = damage_cells.carried(self._rng, now, self.record)
        if "years.items" in self._wanted and self._year == ITEMS_YEAR:
            now = damage_cells.items(self._rng, now, self.record)
        if "years.in_force" in self._wanted and self._year >= IN_FORCE_SINCE:
            now = damage_cells.in_force(self._rng, now, self.record)
        return now

    def form(self, form: str) -> tuple[str, bool]:
        """表格的格式。 The form that the report prints, and whether it is a hybrid."""
        if form == "2021" and "form.laggard" in self._wanted and self._year in LAGGARDS:
            self.record("form.laggard", "year", "2021", "2019", True)
            return "2019", False
        if form == "2021" and "form.hybrid" in self._wanted:
            self.record("form.hybrid", "requests.other_outcome", "2021", "2019", True)
            return form, True
        return form, False

    def dates(self, dates: Dates) -> Dates:
        """改动日期。 Damages the dates of the report."""
        if not self._wanted:
            return dates
        rng, year = self._rng, self._year
        if "dates.cutoff" in self._wanted:
            dates.end = date(year, 12, between(rng, 15, 30))
            self.record("dates.cutoff", "stated cut-off", f"{year}-12-31", dates.end.isoformat(), True)
        elif "dates.period" in self._wanted:
            dates.start, dates.end = date(year - 1, 1, 1), date(year - 1, 12, 31)
            self.record("dates.period", "period", str(year), str(year - 1), True)
        elif "dates.damaged" in self._wanted:
            dates.damage = "period"
            self.record("dates.damaged", "period", None, None)
        last = deadline(self._body, year)
        if "dates.late" in self._wanted and last is not None:
            dates.published = last + timedelta(days=between(rng, 1, 120))
            self.record("dates.late", "published", last.isoformat(), dates.published.isoformat(), True)
        elif "dates.order" in self._wanted and dates.published and dates.signed:
            dates.signed = dates.published + timedelta(days=between(rng, 1, 5))
            self.record("dates.order", "after publication", dates.signed.isoformat(), dates.published.isoformat(), True)
        if "dates.early" in self._wanted and dates.signed:
            dates.signed = date(year, 1, dates.signed.day)
            self.record("dates.early", "before year end", f"{year}-12-31", dates.signed.isoformat(), True)
        return dates

    def copy_words(self, seed: int, id: str, rates: Mapping[str, float]) -> None:
        """第五部分用哪份报告的文字。

        Decides whose words part 5 has (`words_of`): its own, or those of last year's report or of the body before it,
        where that report exists and has its own. Words are copied as they are, apart from the year and the name.
        """
        number = int(id[1:6])
        self.words_of = id
        for kind, source in (
            ("copy.last_year", f"{id[:6]}-{self._year - 1}" if self._before is not None else ""),
            ("copy.organ", f"b{number - 1:05}-{self._year}" if number else ""),
        ):
            missing = rates.get("corpus.missing", 0)
            if kind not in self._wanted or not source or die(seed, source, "corpus").random() < missing:
                continue
            if not _drawn(seed, source, rates)[1] & {"copy.last_year", "copy.organ"}:
                self.record(kind, "problems", id, source)
                self.words_of = source
                return

    def swaps(self, writer: Writer) -> dict[str, Slot] | None:
        """换上不实的句子。 Slots of false sentences in place of true ones, where their conditions hold."""
        if not self._wanted:
            return None
        found: dict[str, Slot] = {}
        for name, slot in slots().items():
            if not name.startswith("fault "):
                continue
            _, kind, place = name.split()
            if f"text.{kind}" in self._wanted and not (kind == "universal" and found):
                fitting = tuple(one for one in slot.templates if writer.fits(one))
                if fitting:
                    found[place] = Slot(name, 1.0, fitting)
        return found or None

    def cells(self, cells: Cells, form: str) -> frozenset[str]:
        """改动印出的各格。 Damages the printed cells in place; the rows that are not printed at all."""
        kinds = [
            kind for kind in sheet("faults") if kind in self._wanted and kind.startswith(("cells.", "statistics."))
        ]
        lost: frozenset[str] = frozenset()
        for kind in kinds:
            done = damage_cells.damage(self._rng, kind, cells, form, self._body.level, self.record)
            self.tables_touched |= done is not None
            lost |= frozenset(done or ())
            if done is not None and kind == "cells.zero_total":
                self.broken_table = "the totals row is left at 0"
        return lost

    def text(self, told: Narrative, form: str, hybrid: bool, before: Year | None) -> None:
        """改动叙述。

        Makes claims and lists of the narrative false, and records the false sentences that were put in.
        """
        for tag, _ in told.told.tags:
            if tag.startswith("fault:"):
                kind = tag.removeprefix("fault:")
                self.record(kind, *damage_text.sentence(kind, told, self._body, self._year))
        for kind in sheet("faults"):
            if kind in self._wanted and kind.startswith("text."):
                damage_text.damage(self._rng, kind, told.told, form, hybrid, before, self.record)


def plan(seed: int, id: str, rates: Mapping[str, float], body: Body, year: int, before: Year | None) -> Plan:
    """抽取要埋的问题。

    Draws the faults that the report of that id is to have; one draw for each kind, so that one rate does not move
    another's faults.
    """
    rng, wanted = _drawn(seed, id, rates)
    made = Plan(rng, wanted, body, year, before)
    made.copy_words(seed, id, rates)
    return made


def _drawn(seed: int, id: str, rates: Mapping[str, float]) -> tuple[Random, set[str]]:
    rng = die(seed, id, "faults")
    return rng, {kind for kind in sheet("faults") if rng.random() < rates.get(kind, 0.0)} if rates else set()
