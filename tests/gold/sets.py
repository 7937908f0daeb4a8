"""The labelled sets, and what the toolkit makes of them: each report and passage goes through the whole pipeline once.

A labelled set is a list of samples. `corpus` (its reports whose claims are labelled) and the passages are part of the repository:
rules are written on `passages dev` (labellers A, B, C, G, J and half of H) and measured on `passages test` (the other half of H, I and K):
each of them saw no rules and no passages of the others, and each set was measured once before any of its passages was looked at;
`shared reports` and `shared claims` stand in a folder beside it, which not every machine has. `format ...` and `form ...` are all
reports of the corpus by kind of file and by form; `rendered ...` are its web pages as another program renders them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.gold import formats, rendering, renditions
from tests.gold.scoring import score
from tests.gold.tally import Tally
from toolkit import pipeline
from toolkit.errors import OgiError
from toolkit.views.record import to_record

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "corpus" / "gold"
SHARED = ROOT.parent / "shared" / "reports"
WITH_CLAIMS = ("corpus", "shared reports", "shared claims", "passages dev", "passages test")
SETS = (*WITH_CLAIMS, *formats.SETS, *renditions.SETS)
HELD_OUT = "passages test"  # rules are never written on it: its details are not shown unless asked for
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """One report or rendered passage: its labels and the record that the toolkit made, None where it could not be read."""

    name: str
    tags: tuple[str, ...]
    gold: Mapping[str, Any]
    record: Record | None


def missing(name: str) -> str:
    """Why a set cannot be measured on this machine; empty where it can."""
    if name.startswith("shared") and not SHARED.is_dir():
        return "real reports and their labels are not part of the repository: ../shared/reports is missing"
    if name in renditions.SETS:
        return renditions.missing(name)
    return formats.missing(name) if name in formats.SETS else ""


@cache
def samples(name: str) -> tuple[Sample, ...]:
    """The samples of a set in the order of their names."""
    if name == "corpus":
        return tuple(map(_of_corpus, _with_claims()))
    if name == "shared reports":
        return tuple(_report(file, SHARED) for file in sorted((SHARED / "gold").glob("*.json")))
    if name in formats.SETS:
        return tuple(_of_corpus(one) for one in formats.members(name))
    if name in renditions.SETS:
        made = renditions.cells(name, ROOT / "corpus" / "reports")
        return tuple(
            Sample(one, (), {"id": one, "cells": _of_corpus(one).gold["cells"]}, record) for one, record in made.items()
        )
    if name == "shared claims":
        return _passages(SHARED / "gold" / "claims.jsonl")
    file = "passages_test.jsonl" if name == HELD_OUT else "passages.jsonl"
    return _passages(GOLD / file)


@cache
def tallies(name: str) -> tuple[Tally, ...]:
    """Each sample of a set against its labels."""
    counted = tuple(score(sample.gold, sample.record) for sample in samples(name))
    return counted if name in WITH_CLAIMS else tuple(map(formats.of_format, counted))


def read(file: Path) -> Record | None:
    """The record of a file, None where the toolkit says that it cannot read it."""
    try:
        return to_record(pipeline.run(file))
    except OgiError:
        return None


def _with_claims() -> list[str]:
    return [file.stem for file in sorted(GOLD.glob("*.json")) if "claims" in json.loads(file.read_text("utf8"))]


@cache
def _of_corpus(report_id: str) -> Sample:
    return _report(GOLD / f"{report_id}.json", ROOT / "corpus" / "reports")


def _report(labels: Path, folder: Path) -> Sample:
    gold = json.loads(labels.read_text("utf8"))
    places = (folder / gold["file"], folder / "made" / gold["file"])
    report = next((place for place in places if place.is_file()), places[0])
    return Sample(labels.stem, (report.suffix.removeprefix("."),), gold, read(report))


def _passages(file: Path) -> tuple[Sample, ...]:
    lines = [json.loads(line) for line in file.read_text("utf8").splitlines() if line.strip()]
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for item in lines:
            report = Path(folder) / f"{item['id']}.txt"
            report.write_text(rendering.report(item), "utf8")
            gold = {**item, "cells": rendering.cells(item)}
            made.append(Sample(item["id"], tuple(item["tags"]), gold, read(report)))
    return tuple(made)
