"""The stages of one report, and the floor below which no tool of this kind can go, timed side by side.

The floor of a report is what any tool must pay: the HTML parser alone on the same bytes (nothing, for a text file) and the segmenter
alone on the same narrative. Floor and stages are taken in turn, report by report and round by round, so that a machine that slows
down slows both.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from toolkit.checking import check
from toolkit.errors import OgiError
from toolkit.model import Document, Report
from toolkit.narrative import find_claims, sentences
from toolkit.narrative.words import cut
from toolkit.parsing import parse
from toolkit.reading import read_document
from toolkit.views.page import render

# What is added up as "the whole"; the audit page is a view of the result and is shown beside it.
WHOLE = ("read", "parse", "claims", "words", "checks")
STAGES = (*WHOLE, "page")
FLOOR = ("html parser", "segmenter")


@dataclass
class Timed:
    """One report with the milliseconds of every round, by stage and by part of the floor."""

    file: Path
    format: str
    bytes: int
    characters: int
    rounds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, milliseconds: float) -> None:
        self.rounds.setdefault(name, []).append(milliseconds)

    def best(self, *names: str) -> float:
        return sum(min(self.rounds[name]) for name in names)

    def each_round(self, *names: str) -> list[float]:
        return [sum(times) for times in zip(*(self.rounds[name] for name in names), strict=True)]


def narrative(report: Report) -> str:
    """The narrative alone: the parts in order, without the tables."""
    return "\n".join(part.text for part in report.narrative())


def prepare(files: list[Path]) -> list[tuple[Timed, Document, str]]:
    """Runs every file once, which loads vocabulary and dictionary, and leaves out what is no readable report."""
    ready = []
    for file in files:
        try:
            document = read_document(file)
            report = check(find_claims(parse(document)))
        except OgiError as error:
            print(f"left out: {file.name}: {error.en}")
            continue
        render(report)
        text = narrative(report)
        cut(text)
        ready.append((Timed(file, document.format, file.stat().st_size, len(text)), document, text))
    return ready


def measure(files: list[Path], rounds: int) -> list[Timed]:
    """Times every stage of every file, `rounds` times over, with its floor just before it."""
    ready = prepare(files)
    for _ in range(rounds):
        gc.collect()
        for timed, document, text in ready:
            _floor(timed, document, text)
            _stages(timed)
    return [timed for timed, _, _ in ready]


def _floor(timed: Timed, document: Document, text: str) -> None:
    raw = timed.file.read_bytes()
    if document.encoding.lower().replace("_", "-") not in {"utf-8", "utf-8-sig", "ascii"}:
        raw = document.text.encode("utf-8")  # the parser alone reads UTF-8 only
    if document.format == "html":
        _clock(timed, "html parser", LexborHTMLParser, raw)
    else:
        timed.add("html parser", 0.0)
    _clock(timed, "segmenter", cut, text)


def _stages(timed: Timed) -> None:
    document = _clock(timed, "read", read_document, timed.file)
    parsed = _clock(timed, "parse", parse, document)
    claimed = _clock(timed, "claims", find_claims, parsed)
    _clock(timed, "words", sentences, claimed)
    checked = _clock(timed, "checks", check, claimed)
    _clock(timed, "page", render, checked)


def _clock(timed: Timed, name: str, function: Callable[[Any], Any], argument: Any) -> Any:
    start = perf_counter()
    result = function(argument)
    timed.add(name, (perf_counter() - start) * 1000)
    return result


def ratios(group: list[Timed]) -> dict[str, float]:
    """The whole over the floor for a group of reports: from the best rounds, and the median of all rounds."""
    best = sum(t.best(*WHOLE) for t in group) / sum(t.best(*FLOOR) for t in group)
    whole = [sum(times) for times in zip(*(t.each_round(*WHOLE) for t in group), strict=True)]
    floor = [sum(times) for times in zip(*(t.each_round(*FLOOR) for t in group), strict=True)]
    return {"best": best, "median": median(w / f for w, f in zip(whole, floor, strict=True))}
