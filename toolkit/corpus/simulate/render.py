"""由模板写出句子。

Writes templates into pieces of text and notes every claim as it goes. `Writer` holds what a report's sentences
need: figures, words, style.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from toolkit.corpus.simulate.claims import Listed, Said, Told
from toolkit.corpus.simulate.dice import between, pick
from toolkit.corpus.simulate.numerals import Shown, Style, exact, percent, rough
from toolkit.corpus.simulate.sheets import sheet
from toolkit.corpus.simulate.templates import Node, Slot, Template, nodes

JOINS = ("、", "、", "，", "，", "；")
WORDED = ("件", "起", "宗", "份")  # units that 均 and 全部 go on with


class Writer:
    """写一份报告的句子。

    The sentences of one report. `values` gives the figure of a measure (`values["received"]`), `previous` last
    year's, `patterns` the cells of a measure in this form, `words` what `{us}` stands for; `level`, `form` and
    `business` decide conditions. What is said is noted in `told`.
    """

    def __init__(
        self,
        rng: Random,
        values: Mapping[str, float],
        previous: Mapping[str, float],
        patterns: Mapping[str, tuple[str, ...]],
        words: Mapping[str, str],
        style: Style,
        facts: tuple[str, str, str],
    ) -> None:
        self.rng, self.values, self.previous, self.patterns = rng, values, previous, patterns
        self.words, self.style = words, style
        self.level, self.form, self.business = facts
        self.told = Told()
        self.part = 0
        self.topic = ""
        self.pieces: list[str] = []
        self._claim: Said | None = None
        self._lists: list[Listed] = []
        self._base: Decimal | None = None
        self._unit = "件"  # of the figure just named: what is said in words takes it over

    def begin(self, part: int, topic: str = "") -> list[str]:
        """另起一段。 A new paragraph of that part; the pieces that it will hold."""
        self.part, self.topic, self.pieces, self._unit = part, topic, [], "件"
        return self.pieces

    def slot(self, slot: Slot, lean: float = 1.0) -> bool:
        """从一组模板里取一个写出。 Writes one fitting template of the slot, with its chance; whether it did."""
        if slot.chance < 1.0 and self.rng.random() >= slot.chance * lean:
            return False
        choices = slot.templates
        at = int(self.rng.random() * len(choices))
        for turn in range(len(choices)):  # the first that fits from a chance beginning
            one = choices[(at + turn * 7) % len(choices)] if len(choices) % 7 else choices[(at + turn) % len(choices)]
            if self.fits(one):
                if one.tag:
                    self.told.tags.append((one.tag, slot.name))
                self._unit = "件"
                self.write(one.nodes)
                return True
        return False

    def fits(self, template: Template) -> bool:
        """条件是否满足。 Whether all conditions of a template hold for this report."""
        return all(self._holds(*condition) for condition in template.conditions)

    def _holds(self, kind: str, left: str, right: str) -> bool:
        values = self.values
        if kind in "@%*":
            here = self.level if kind == "@" else self.form if kind == "%" else self.business
            return here in left.split(",")
        if left.startswith("prev."):
            return self.previous.get(left[5:], 0) > 0
        if kind == "some":
            return values[left] > 0
        if kind == "none":
            return values[left] == 0
        other = float(right) if right[0].isdigit() else values[right]
        return {">": values[left] > other, "=": values[left] == other, "differs": values[left] != other}[kind]

    def write(self, made: tuple[Node, ...]) -> None:
        """写出节点。 Writes nodes into the current paragraph."""
        for node in made:
            kind, inside = node[0], node[1]
            if kind == "text":
                self.pieces.append(inside)  # type: ignore[arg-type]
            elif kind == "words":
                choices: tuple[str, ...] = inside  # type: ignore[assignment]
                self.pieces.append(choices[int(self.rng.random() * len(choices))])
            elif kind == "choice":
                self.write(pick(self.rng, inside))  # type: ignore[arg-type]
            elif kind == "word":
                self.pieces.append(self.words[inside])  # type: ignore[index]
            elif kind == "claim":
                self._said(inside)
            elif kind == "said":
                self._in_words(inside, node[2])  # type: ignore[misc, arg-type]
            elif kind == "list":
                self._list(inside)
            elif kind == "trap":
                start = len(self.pieces)
                self.write(inside)  # type: ignore[arg-type]
                self.told.traps.append((self.pieces, start, len(self.pieces)))
            else:
                getattr(self, "_" + kind)(inside)

    def _said(self, inside: Any) -> None:
        claim = Said(self.pieces, len(self.pieces), self.part, topic=self.topic)
        self._claim = claim
        self.write(inside)
        claim.end = len(self.pieces)
        self._claim = None
        self._note(claim)

    def _note(self, claim: Said) -> None:
        self.told.claims.append(claim)
        if not self._lists:
            return
        here = self._lists[-1]
        if not here.claims and len(self._lists) > 1:
            self._lists[-2].claims.append(claim)  # the head of a nested list is a part of the list around it
        here.claims.append(claim)

    def _in_words(self, inside: Any, meaning: tuple[str, ...]) -> None:
        claim = Said(self.pieces, len(self.pieces), self.part, topic=self.topic)
        self.write(inside)
        claim.end = len(self.pieces)
        cells, figure = meaning[:2]
        zero = figure in ("", "0")
        claim.kind, claim.measure = ("zero" if zero else "all"), cells
        claim.follows = None if zero else self._named(figure)
        claim.patterns = self.patterns.get(cells, ()) if cells else ()
        claim.value = claim.low = claim.high = Decimal(0) if zero else Decimal(int(self.values[figure]))
        if len(meaning) > 2:
            claim.unit = meaning[2]
        elif any(mark in claim.quote for mark in "均全都"):
            claim.unit = self._unit
        self._note(claim)

    def _named(self, measure: str) -> Said | None:
        """The figure of a measure that this paragraph printed last."""
        here = (one for one in reversed(self.told.claims) if one.pieces is self.pieces and one.kind == "figure")
        return next((one for one in here if one.measure == measure and one.low == one.high), None)

    def _list(self, inside: Any) -> None:
        listed = Listed(self.pieces, len(self.pieces))
        self._lists.append(listed)
        self.write(inside)
        self._lists.pop()
        listed.end = len(self.pieces)
        if len(listed.claims) > 2:
            self.told.lists.append(listed)

    def _print(self, shown: Shown, unit: str) -> None:
        pieces, claim = self.pieces, self._claim
        if shown.before:
            pieces.append(shown.before)
        if claim is not None:
            claim.at, claim.value, claim.low, claim.high = len(pieces), shown.value, shown.low, shown.high
            claim.approximation, claim.unit = shown.approximation, unit
        if unit in WORDED:
            self._unit = unit
        pieces += (shown.text, unit) if not shown.after else (shown.text, shown.after + unit)

    def _figure(self, inside: Any) -> None:
        name, units, options = inside
        unit = units[0] if len(units) == 1 else pick(self.rng, units)
        value = self.values[name]
        number = Decimal(int(value)) if value == int(value) else Decimal(str(value))
        shown = (
            rough(self.rng, number, unit, self.style)
            if "~" in options and not self._lists
            else exact(number, unit, self.style)
        )
        self._print(shown, unit)
        claim = self._claim
        if claim is not None:
            claim.measure, claim.patterns = name, self.patterns.get(name, ())
            self._part_of(claim, options)

    def _part_of(self, claim: Said, options: tuple[str, ...]) -> None:
        claim.fixed |= "fix" in options
        for option in options:
            if option.startswith("nc="):
                claim.kind, claim.patterns, claim.fixed = "part", self.patterns[option[3:]], True

    def _free(self, inside: Any) -> None:
        span, units, options = inside
        unit = pick(self.rng, units)
        low, high = span.removeprefix("!").split("-")
        if span[0] == "!":
            number = Decimal(f"{float(low) + self.rng.random() * (float(high) - float(low)):.1f}")
            shown = Shown(f"{number}", number, number, number)
            if number == int(number):
                shown = Shown(f"{int(number)}", Decimal(int(number)), number, number)
        else:
            number = Decimal(int(int(low) * (int(high) / int(low)) ** self.rng.random()))
            shown = rough(self.rng, number, unit, self.style) if "~" in options else exact(number, unit, self.style)
        self._print(shown, unit)
        if self._claim is not None:
            self._claim.kind = "free"
            self._part_of(self._claim, options)
            if unit.startswith("万") and unit != "万元":
                claim, shown = self._claim, shown
                claim.unit, claim.value = unit[1:], shown.value * 10000
                claim.low, claim.high = shown.low * 10000, shown.high * 10000

    def _plain(self, inside: Any) -> None:
        low, high = inside if len(inside) > 1 else (inside[0], inside[0])
        self.pieces.append(str(between(self.rng, int(low), int(high))))

    def _share(self, inside: Any) -> None:
        top, bottom = inside
        above, below = Decimal(int(self.values[top])), Decimal(int(self.values[bottom]))
        shown = percent(above * 100 / below, self.style)
        self._print(shown, "%")
        if self.style.truncates and shown.value != (above * 100 / below).quantize(shown.value, ROUND_HALF_UP):
            self.told.tags.append(("truncation", top))
        claim = self._claim
        if claim is not None:
            claim.kind, claim.measure = "share", top
            claim.patterns, claim.base = self.patterns.get(top, ()), self.patterns.get(bottom, ())

    def _previous(self, inside: Any) -> None:
        name, units, options = inside
        then = Decimal(int(self.previous[name]))
        if "said" not in options:
            self._base = then
            self.pieces += (exact(then, units[0], self.style).text, units[0])
            return
        self._print(exact(then, units[0], self.style), units[0])  # a sentence of last year's report
        claim = self._claim
        if claim is not None:
            claim.kind, claim.measure, claim.patterns, claim.fixed = "part", name, self.patterns.get(name, ()), True

    def _change(self, name: Any) -> None:
        now, then = Decimal(int(self.values[name])), Decimal(int(self.previous[name]))
        shown = percent(abs(now - then) * 100 / then, self.style)
        grown = now > then
        self.pieces.append(pick(self.rng, ("增长", "增加", "上升") if grown else ("下降", "减少", "下降")))
        self._print(shown, "%")
        claim = self._claim
        if claim is not None:
            claim.kind, claim.measure, claim.patterns = "change", name, self.patterns.get(name, ())
            claim.value = shown.value if grown else -shown.value
            claim.base_stated, self._base = self._base, None

    def _items(self, name: Any) -> None:
        row = sheet("items")[name]
        joined = pick(self.rng, JOINS)
        first, start, before = True, len(self.pieces), len(self.told.claims)
        head = None if self._lists else self._named(row.get("of", ""))
        for measure, words in row["items"].items():
            if self.values[measure] > 0:
                if not first:
                    self.pieces.append(joined)
                first = False
                # what no list holds together is left alone by faults: the text may say its sum elsewhere
                options = () if self._lists else ("fix",)
                self._said((*nodes(words), ("figure", (measure, (row["unit"],), options))))
        parts = self.told.claims[before:]
        if head is not None and len(parts) > 1:
            self.told.implied.append(Listed(self.pieces, start, len(self.pieces), [head, *parts]))
