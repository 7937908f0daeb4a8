"""The simulated corpus that comes with the project: made anew it is the same, it is whole, and it holds no place of any machine."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from toolkit.corpus.simulate import Truth, simulate

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "simulated"
SEED, BODIES, YEARS = 8, 24, range(2018, 2024)
FORMATS = ("text", "text", "html", "html", "html", "docx", "docx", "pdf")
MOST = 8_000_000  # bytes, reports and truth together
BESIDE = {"README.md", "faults.csv", "manifest.csv", "truth.jsonl", "years.csv"}


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """The same corpus, made now."""
    folder = tmp_path_factory.mktemp("again")
    return simulate(folder, 200, SEED, YEARS, FORMATS, bodies=BODIES)


def test_the_tables_beside_it_are_those_of_the_generator(again: Truth) -> None:
    for name in ("faults.csv", "manifest.csv", "years.csv"):
        assert (FOLDER / name).read_bytes() == (again.folder / name).read_bytes(), name


def test_the_truth_is_that_of_the_generator(again: Truth) -> None:
    """All but the hash of compressed files, which depends on the compressor of the machine that writes them."""
    kept, made = lines(FOLDER), lines(again.folder)
    for line in (*kept, *made):
        if line["format"] in ("docx", "pdf"):
            del line["sha256"]
    assert kept == made


def test_text_and_web_pages_are_the_same_bytes(again: Truth) -> None:
    compared = 0
    for line in lines(FOLDER):
        if line["format"] in ("text", "html"):
            compared += 1
            assert (FOLDER / line["file"]).read_bytes() == (again.folder / line["file"]).read_bytes(), line["file"]
    assert compared > 80


def test_word_files_hold_the_same_bytes(again: Truth) -> None:
    def inside(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    for line in lines(FOLDER):
        if line["format"] == "docx":
            assert inside(FOLDER / line["file"]) == inside(again.folder / line["file"]), line["file"]


def test_nothing_is_missing_and_nothing_is_left_over() -> None:
    kept = lines(FOLDER)
    for line in kept:
        assert hashlib.sha256((FOLDER / line["file"]).read_bytes()).hexdigest() == line["sha256"], line["file"]
    files = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*") if file.is_file()}
    assert files == BESIDE | {line["file"] for line in kept}
    assert [row["path"] for row in table("manifest.csv")] == [line["file"] for line in kept]


def test_it_is_a_small_sample_of_everything() -> None:
    kept = lines(FOLDER)
    assert 130 <= len(kept) <= 160
    assert len({line["body"]["id"] for line in kept}) == BODIES
    assert {line["report"]["year"] for line in kept} == set(YEARS)
    assert {line["format"] for line in kept} == {"text", "html", "docx", "pdf"}
    assert {line["body"]["level"] for line in kept} == {"province", "city", "county", "department", "township"}
    assert {line["report"]["form"] for line in kept} == {"2014", "2019", "2021"}
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < MOST
    kinds = Counter(row["kind"] for row in table("faults.csv"))
    assert len(kinds) >= 30
    assert kinds["corpus.missing"]
    assert kinds["corpus.duplicate"]


def test_it_holds_no_place_of_a_machine_and_says_how_it_was_made() -> None:
    for name in ("faults.csv", "manifest.csv", "truth.jsonl", "years.csv", "README.md"):
        assert not re.search(r"(?<![\w.:/])/(?:home|root|work|tmp|Users)/", (FOLDER / name).read_text("utf-8")), name
    said = " ".join((FOLDER / "README.md").read_text("utf-8").replace("\\\n", " ").split())
    wanted = (
        f"--reports 200 --bodies {BODIES} --years {YEARS[0]}-{YEARS[-1]} --seed {SEED} --formats {','.join(FORMATS)}"
    )
    assert wanted in said
