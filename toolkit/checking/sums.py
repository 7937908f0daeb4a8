"""和与平衡：两方各格之和应当相等。

Sums and balances: the cells of both sides are added up and must agree.

* A blank cell counts as 0, and the message says which were.
* A blank total states nothing: where it is the side to be compared, nothing is checked. Where it is one part of a larger sum it may
  also be worked out from its own parts; if either reading makes the sides agree, they agree.
* A cell that the form does not print in this variant is no part. One that is missing from a table which otherwise has it, or that
  could not be read, leaves the relation unchecked, unless the sides agree without the missing one.
* A sum that fails where a side is blank throughout, or only with totals worked out, is a warning: less is printed than it needs.
  So is one whose difference stands in a row or column that was added locally.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from toolkit.checking.catalogue import rule
from toolkit.checking.instances import Compiled, Instance, Signed, finding, labels, naming, place, plain
from toolkit.checking.messages import Sentence, clause, sentence
from toolkit.model import Cell, Extension, Finding, Severity
from toolkit.vocabulary.glosses import gloss_of_cell

ZERO = Decimal(0)
SINGLE_NOTES = 3
"""Relations of one rule that could not be checked and are reported one by one; beyond this they make one note (a table torn in
many rows would otherwise bury the findings)."""


@dataclass(frozen=True, slots=True)
class Broken:
    """两方不等的一项。 A relation whose sides differ, before it is put into words."""

    instance: Instance
    left: Decimal
    right: Decimal
    blank: tuple[str, ...]
    computed: tuple[str, ...]
    side_blank: bool
    extension: Sentence | None


class Sums:
    """一份报告的各项和与平衡。

    Evaluates the "=" relations of one report. `values` has a number for every cell that is given or blank.
    """

    def __init__(
        self,
        form_id: str,
        cells: Mapping[str, Cell],
        totals: Mapping[str, tuple[Signed, ...]],
        extensions: Iterable[Extension] = (),
    ) -> None:
        self.form_id, self.cells, self.totals, self.extensions = form_id, cells, totals, tuple(extensions)
        self.values: dict[str, Decimal] = {
            path: ZERO if cell.value is None else cell.value
            for path, cell in cells.items()
            if cell.status == "given" or cell.status == "blank"
        }
        self.broken: list[Broken] = []
        self.unchecked: list[tuple[Instance, list[str]]] = []

    def evaluate(self, instance: Instance) -> None:
        """核对一项。 Evaluate one relation and remember it where it does not hold or could not be checked."""
        values = self.values
        try:
            left = sum([values[path] if sign > 0 else -values[path] for path, sign in instance.left])
            right = sum([values[path] if sign > 0 else -values[path] for path, sign in instance.right])
        except KeyError:
            self._incomplete(instance)
            return
        if left != right:
            self._differs(instance, Decimal(left), Decimal(right))

    def _status(self, path: str) -> str:
        cell = self.cells.get(path)
        return cell.status if cell else "absent"

    def _incomplete(self, instance: Instance) -> None:
        """Some cell has no number: an unreadable one leaves it open, a missing one only where the rest does not agree."""
        status = {path: self._status(path) for path in instance.paths()}
        total = instance.right[0][0] if len(instance.right) == 1 else None
        if total and status[total] in ("absent", "blank"):
            return
        if "given" not in status.values():
            return
        lost = [path for path, state in status.items() if state in ("absent", "unreadable")]
        if all(status[path] == "absent" for path in lost):
            left, right = (
                sum(self.values.get(path, ZERO) * sign for path, sign in side)
                for side in (instance.left, instance.right)
            )
            if left == right:
                return
        self.unchecked.append((instance, lost))

    def _differs(self, instance: Instance, left: Decimal, right: Decimal) -> None:
        blank = tuple(path for path in instance.paths() if self._status(path) == "blank")
        total = instance.right[0][0] if len(instance.right) == 1 else None
        if total in blank:
            return
        worked_out = {path: self._worth(path) for path in blank if path in self.totals}
        if None in worked_out.values():
            return
        computed = tuple(path for path, value in worked_out.items() if value)
        if computed:
            left, right = (
                sum((worked_out.get(path) or self.values[path]) * sign for path, sign in side) + ZERO
                for side in (instance.left, instance.right)
            )
            if left == right:
                return
        sides = ({path for path, _ in side} for side in (instance.left, instance.right))
        side_blank = any(side <= set(blank) - set(computed) for side in sides)
        plain_blank = tuple(path for path in blank if path not in computed)
        extension = self._extension(instance, abs(right - left))
        self.broken.append(Broken(instance, left, right, plain_blank, computed, side_blank, extension))

    def _extension(self, instance: Instance, gap: Decimal) -> Sentence | None:
        """A row (or column) added locally that has the very difference printed in it: a kind of outcome the form does not know."""
        reason = "extra_column" if instance.relation.per == "row" else "extra_row"
        for extra in self.extensions:
            fits = extra.table == instance.relation.table and extra.reason == reason and plain(gap) in extra.raw
            if fits and (instance.relation.per != "cell" or self._among(instance, extra)):
                return clause("+extension", label=extra.label, value=plain(gap))
        return None

    def _among(self, instance: Instance, extra: Extension) -> bool:
        """Whether a row added to a long table stands among the rows of a relation, or right below them."""
        rows = [self.cells[path].source for path in instance.paths() if path in self.cells]
        here = [(s.block or 0, s.row or 0, s.start or 0) for s in rows if s.block is not None]
        at = (extra.source.block or 0, extra.source.row or 0, extra.source.start or 0)
        below = extra.source.row is not None and bool(here) and extra.source.row == max(here)[1] + 1
        return bool(here) and (min(here) <= at <= max(here) or (at[0] == max(here)[0] and below))

    def _worth(self, path: str) -> Decimal | None:
        """A number for a blank total from its parts, themselves worked out where they are blank totals.

        0 where all of them are blank, None where one could not be read.
        """
        for parts in self.totals.get(path, ()):
            total, given = ZERO, False
            for part, sign in parts:
                status = self._status(part)
                value = self._worth(part) if status == "blank" else self.values.get(part, ZERO)
                if status == "unreadable" or value is None:
                    return None
                total += value * sign
                given = given or status == "given" or value != 0
            if given:
                return total
        return ZERO

    def findings(self) -> Iterable[Finding]:
        """全部结果。 The findings of all relations evaluated so far."""
        shared = self._shared()
        for broken in self.broken:
            yield self._finding(broken, shared.get(id(broken)))
        yield from self._notes()

    def _finding(self, broken: Broken, shared: tuple[str, Broken] | None) -> Finding:
        instance = broken.instance
        where_zh, where_en = place(self.form_id, instance)
        clauses: list[Sentence] = []
        for key, paths in (("+blank", broken.blank), ("+computed", broken.computed)):
            if paths:
                zh, en = naming(self.form_id, paths)
                clauses.append(clause(key, cells_zh=zh, cells_en=en))
        if broken.side_blank:
            clauses.append(clause("+side_blank"))
        if broken.extension:
            clauses.append(broken.extension)
        if shared:
            clauses.append(self._shared_clause(*shared))
        message = sentence(
            instance.rule,
            clauses,
            left=plain(broken.left),
            right=plain(broken.right),
            where_zh=where_zh,
            where_en=where_en,
        )
        doubtful = broken.computed or broken.side_blank or broken.extension
        severity: Severity = "error" if instance.relation.kind == "hard" and not doubtful else "warning"
        return finding(instance, self.cells, severity, "inconsistent", broken.left, broken.right, message)

    def _shared(self) -> dict[int, tuple[str, Broken]]:
        """For each broken relation a cell that another one has too, and that by the same change would settle both.

        Example: 结转下年度·商业企业 printed 5: its column has 88 against 90, its row 57 against 55; 3 would settle both.
        """
        by_change: defaultdict[tuple[str, Decimal], list[Broken]] = defaultdict(list)
        for broken in self.broken:
            gap = broken.right - broken.left
            for path, sign in broken.instance.left:
                by_change[path, gap * sign].append(broken)
            for path, sign in broken.instance.right:
                by_change[path, -gap * sign].append(broken)
        found: dict[int, tuple[str, Broken]] = {}
        for (path, _), several in by_change.items():
            for broken in several:
                other = next((b for b in several if b.instance.rule != broken.instance.rule), None)
                if other:
                    found.setdefault(id(broken), (path, other))
        return found

    def _shared_clause(self, path: str, other: Broken) -> Sentence:
        zh, en = place(self.form_id, other.instance)
        return clause(
            "+shared",
            other_zh=rule(other.instance.rule)["zh"],
            other_en=rule(other.instance.rule)["en"],
            at_zh=zh,
            at_en=en,
            cell_zh="·".join(labels(self.form_id, path)),
            cell_en=gloss_of_cell(path),
        )

    def _notes(self) -> Iterable[Finding]:
        by_rule: defaultdict[str, list[tuple[Instance, list[str]]]] = defaultdict(list)
        for instance, lost in self.unchecked:
            by_rule[instance.rule].append((instance, lost))
        for several in by_rule.values():
            if len(several) <= SINGLE_NOTES:
                yield from (self._note([one]) for one in several)
            else:
                yield self._note(several)

    def _note(self, several: list[tuple[Instance, list[str]]]) -> Finding:
        first = several[0][0]
        lost = list(dict.fromkeys(path for _, paths in several for path in paths))
        names = list(dict.fromkeys(place(self.form_id, instance) for instance, _ in several))
        cells_zh, cells_en = naming(self.form_id, lost)
        message = sentence(
            "unreadable",
            where_zh="、".join(f"“{zh}”" for zh, _ in names),
            where_en=", ".join(f"“{en}”" for _, en in names),
            name_zh=rule(first.rule)["zh"],
            name_en=rule(first.rule)["en"],
            cells_zh=cells_zh,
            cells_en=cells_en,
        )
        made = finding(first, self.cells, "note", "unreadable", None, None, message)
        if len(several) == 1:
            return made
        paths = tuple(dict.fromkeys(p for i, _ in several for p in i.paths() if self._status(p) != "absent"))
        sources = tuple(self.cells[path].source for path in paths)
        return Finding(
            first.rule,
            first.relation.table,
            "note",
            "unreadable",
            made.left,
            made.right,
            paths,
            *message,
            sources=sources,
        )


def check_sums(
    form_id: str, cells: Mapping[str, Cell], relations: Compiled, extensions: Iterable[Extension] = ()
) -> list[Finding]:
    """核对全部和与平衡。

    Findings of all "=" relations of a form: `inconsistent` where the sides differ, `unreadable` where a cell they need has no number.
    """
    sums = Sums(form_id, cells, relations.totals, extensions)
    for instance in relations.instances:
        if instance.relation.operator == "=":
            sums.evaluate(instance)
    return list(sums.findings())
