"""The reports of the corpus by kind of file and by form, and what this computer lacks to read a kind.

A kind of file is the word before the colon of the manifest's `format`; a report whose columns were torn apart when its text was
extracted is a kind of its own, since most of its cells cannot be put back by anybody. A form is measured on files that every computer
can read and that hold their tables whole: not on old Word files, scans and torn text.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tests.gold.tally import Tally
from toolkit.reading.office import find_office

MANIFEST = Path(__file__).resolve().parents[2] / "corpus" / "manifest.csv"
FORMATS = ("text", "torn text", "html", "mhtml", "pdf", "docx", "doc", "scan")
FORMS = ("2014", "2019", "2021", "none")
NOT_EVERYWHERE = ("torn text", "doc", "scan")
SETS = tuple(f"format {one}" for one in FORMATS) + tuple(f"form {one}" for one in FORMS)
# Packages of the extra [scan]; without them a scan is refused with the way to install them.
_SCAN = ("cv2", "onnxruntime", "pyclipper", "rapidocr")
# What is counted of a kind of file: claims and lists are labelled in a part of the reports only, and have their own set.
_COUNTED = ("units", "read", "cells", "parts", "topics", "metadata", "findings", "errors_extra")
_KINDS = ("not read", "cell", "part", "topic", "metadata", "finding", "false error")


@cache
def manifest() -> tuple[dict[str, str], ...]:
    """The rows of the manifest, in its order."""
    with MANIFEST.open(encoding="utf8", newline="") as handle:
        return tuple(csv.DictReader(handle))


def format_of(row: dict[str, str]) -> str:
    """The kind of file of a row of the manifest: one of `FORMATS`."""
    kind, _, rest = row["format"].partition(":")
    return "torn text" if kind == "text" and "torn apart" in rest else kind


def form_of(row: dict[str, str]) -> str:
    """The form of a row of the manifest, a hybrid by its blocks: one of `FORMS`."""
    return row["form"].split(" ")[0]


def members(name: str) -> tuple[str, ...]:
    """The ids of the reports of a set of `SETS`."""
    by, _, wanted = name.partition(" ")
    if by == "format":
        return tuple(row["id"] for row in manifest() if format_of(row) == wanted)
    return tuple(row["id"] for row in manifest() if form_of(row) == wanted and format_of(row) not in NOT_EVERYWHERE)


def missing(name: str) -> str:
    """Why a set cannot be measured on this computer; empty where it can."""
    if name == "format doc" and find_office() is None:
        return "old Word files are read through LibreOffice, which is not installed here"
    if name == "format scan" and not all(map(find_spec, _SCAN)):
        return "scans are read with the extra [scan], which is not installed here"
    return ""


def of_format(tally: Tally) -> Tally:
    """A tally without what is said of claims and lists."""
    counts = Counter({key: n for key, n in tally.counts.items() if key.startswith(_COUNTED)})
    return replace(tally, counts=counts, misses=[miss for miss in tally.misses if miss.kind.startswith(_KINDS)])
