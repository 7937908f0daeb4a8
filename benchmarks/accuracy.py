"""`make accuracy`: how often the toolkit is right, set by set and by kind of file, with intervals, beside two baselines.

It writes results/accuracy.json, and the table by kind of file as results/accuracy.md.

python -m benchmarks.accuracy [--set NAME ...] [--misses [--kind WORD] [--test]] [--json FILE]

Everything is end to end: a report or a rendered passage goes in, its record is compared with the labels. Intervals are the middle
95% of resampled sets, whole reports or passages drawn with replacement. Rules are written on `passages dev`; figures to quote are
those of `passages test`, whose misses are shown only with --test.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks import by_format
from benchmarks.baseline import BASELINES
from tests.gold import sets
from tests.gold.scoring import score
from tests.gold.tally import FAULTS, RATES, Tally, total

ROOT = Path(__file__).resolve().parent.parent
DRAWS, SEED, MIDDLE = 2000, 20210, (2.5, 97.5)
# What each baseline can be measured by: one is given the labelled claims with their cells, neither reads tables of its own.
OF_VERDICTS = ("verdicts", "flag precision", "flag recall", "lists judged", "list flag recall")
COMPARED = {"flag nothing": OF_VERDICTS, "first match": ("claims found", "links", *OF_VERDICTS)}

EXPLANATION = """\
Each entry: rate, its 95% interval, and of how many. Links and verdicts are of all labelled claims, "of found" of those found.
flag precision: of the claims called inconsistent, those labelled so; flag recall: of those labelled so, the ones called so.
lists found: head and all parts; lists judged: said to add up, or not, as labelled. traps: numbers that are no claim.
cells silently wrong, false claims (a trap compared with cells) and false errors are counts.
An interval of [1, 1] only says that nothing of the set was wrong: with n samples, about 3/n of them may still be.
flag nothing: is given the labelled claims and calls each consistent. first match: one regular expression for each measure."""

BY_FORMAT = """\
Reports of the corpus by kind of file and by form (forms without DOC, scans and torn text), its web pages as other programs render
them (cells only), and reports that are not part of the repository. Abstained: blank, absent or unreadable where a number is printed.
Silently wrong: another number than the page's, with the upper end of its interval. Intervals: Wilson, 95%, over cells."""

Rate = dict[str, Any]


def intervals(tallies: Sequence[Tally], names: Sequence[str]) -> dict[str, Rate]:
    """Each rate of a set with its bootstrap interval; rates that the set has nothing for are left out."""
    draws = np.random.default_rng(SEED).integers(len(tallies), size=(DRAWS, len(tallies)))
    rates: dict[str, Rate] = {}
    for name in names:
        right, of = (np.array([tally.counts[key] for tally in tallies]) for key in RATES[name])
        if not of.sum():
            continue
        rights, ofs = right[draws].sum(axis=1), of[draws].sum(axis=1)
        low, high = np.percentile(rights[ofs > 0] / ofs[ofs > 0], MIDDLE)
        value = right.sum() / of.sum()
        figures = {"value": value, "low": low, "high": high}
        rates[name] = {key: round(float(figure), 4) for key, figure in figures.items()} | {
            "right": int(right.sum()),
            "of": int(of.sum()),
        }
    return rates


def measured(name: str) -> dict[str, Any]:
    """The figures of a set: the toolkit's, and those of the baselines."""
    tallies = sets.tallies(name)
    counts = total(tallies)
    return {
        "units": len(tallies),
        "toolkit": intervals(tallies, tuple(RATES)) | {label: counts[key] for label, key in FAULTS.items()},
        **{
            label: intervals([score(s.gold, baseline(s.gold, s.record)) for s in sets.samples(name)], COMPARED[label])
            for label, baseline in BASELINES.items()
        },
    }


def shown(entry: Rate | int | None) -> str:
    """One entry of the table."""
    if entry is None:
        return "-"
    if isinstance(entry, int):
        return str(entry)
    return f"{entry['value']:.3f} [{entry['low']:.3f}, {entry['high']:.3f}] {entry['right']}/{entry['of']}"


def table(figures: dict[str, dict[str, Any]]) -> Table:
    """All sets beside each other, the baselines under the rates that they have."""
    made = Table(title="Accuracy", title_justify="left", show_lines=False)
    made.add_column("")
    for name, of in figures.items():
        made.add_column(f"{name} ({of['units']})")
    for rate in (*RATES, *FAULTS):
        made.add_row(rate, *(shown(of["toolkit"].get(rate)) for of in figures.values()))
        for baseline in (b for b in BASELINES if rate in COMPARED[b]):
            made.add_row(f"   {baseline}", *(shown(of[baseline].get(rate)) for of in figures.values()), style="dim")
    return made


def format_table(rows: dict[str, dict[str, Any]]) -> Table:
    """The reports by kind of file and by form."""
    made = Table(title="By kind of file and by form", title_justify="left")
    for at, head in enumerate(by_format.HEADS["en"]):
        made.add_column(head, justify="right" if at else "left")
    for name, of in rows.items():
        made.add_row(*by_format.cells_of(name, of, "en"))
    return made


def misses(name: str, kind: str, console: Console) -> None:
    """The differences of a set: how many by kind and by pattern, then each of them under its kind."""
    found = [
        (sample, miss)
        for sample, tally in zip(sets.samples(name), sets.tallies(name), strict=True)
        for miss in tally.misses
    ]
    found = [(sample, miss) for sample, miss in found if kind in miss.kind]
    console.print(f"\n[bold]{name}[/]: {len(found)} differences")
    tags = Counter(tag for sample, _ in found for tag in sample.tags)
    per_tag = Counter(tag for sample in sets.samples(name) for tag in sample.tags)
    console.print("by tag (differences in samples that have it / samples): ", end="")
    console.print(escape(", ".join(f"{tag} {n}/{per_tag[tag]}" for tag, n in tags.most_common())))
    for group, n in Counter(miss.kind for _, miss in found).most_common():
        console.print(f"\n[bold]{group}[/] ({n})")
        for sample, miss in found:
            if miss.kind == group:
                console.print(
                    escape(f"  {sample.name}  {miss.quote}\n      wanted {miss.wanted}\n      got    {miss.got}")
                )


def main() -> None:
    """Prints the table, the misses where asked for, and writes the figures."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy", description="How often the toolkit is right."
    )
    options.add_argument("--set", action="append", choices=sets.SETS, help="only this set (again for more)")
    options.add_argument("--misses", action="store_true", help="list every difference, those of the test half left out")
    options.add_argument("--kind", default="", help="only differences of a kind that holds this word, such as link")
    options.add_argument("--test", action="store_true", help="list the differences of the test half too")
    options.add_argument(
        "--json", type=Path, help="where the figures are written (results/accuracy.json where all sets are measured)"
    )
    chosen = options.parse_args()
    # The table is one line wide also where the output is a file; a terminal folds it as it likes.
    console = Console(highlight=False, soft_wrap=True)
    wide = Console(highlight=False, width=None if console.is_terminal else 220)
    figures = {}
    for name in chosen.set or sets.WITH_CLAIMS:
        if name not in sets.WITH_CLAIMS:
            continue
        if reason := sets.missing(name):
            console.print(f"{name}: left out: {reason}")
            continue
        figures[name] = measured(name)
    if figures:
        wide.print(table(figures))
        console.print(EXPLANATION)
    rows, left_out = by_format.rows([name for name in by_format.NAMES if not chosen.set or name in chosen.set])
    for name, reason in left_out.items():
        console.print(f"{name}: left out: {reason}")
    if rows:
        wide.print(format_table(rows))
        console.print(BY_FORMAT)
    for name in dict.fromkeys([*figures, *rows]) if chosen.misses else ():
        if name == sets.HELD_OUT and not chosen.test:
            console.print(f"\n{name}: its differences are shown only with --test: no rule is written on them")
            continue
        misses(name, chosen.kind, console)
    file = chosen.json or (
        None if chosen.set else ROOT / "results" / "accuracy.json"
    )  # a part never replaces the whole
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        made = figures | {"by format": by_format.plain(rows)}
        file.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf8")
        both = [by_format.markdown(rows, language) for language in ("en", "zh")]
        file.with_suffix(".md").write_text("\n".join(both), "utf8")


if __name__ == "__main__":
    main()
