"""The notebooks as files: what they hold, how they are stored, and that their links lead somewhere. `make notebooks` runs them."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks"
FILES = sorted(FOLDER.glob("*.ipynb"))
EXPECTED = [
    "01_read_one_report.ipynb",
    "02_claims_against_tables.ipynb",
    "03_words_of_the_narrative.ipynb",
    "04_detection.ipynb",
    "05_years.ipynb",
]
LONGEST_CELL = 18  # lines: a cell and its picture fit on one screen of a laptop
CHINESE = re.compile(r"[一-鿿]")
LATIN = re.compile(r"[A-Za-z]{3,}")
each = pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])


def cells(file: Path, kind: str) -> list[str]:
    return ["".join(cell["source"]) for cell in notebook(file)["cells"] if cell["cell_type"] == kind]


def notebook(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def test_the_notebooks_are_there() -> None:
    assert [file.name for file in FILES] == EXPECTED


@each
def test_stored_as_written_by_a_person(file: Path) -> None:
    book = notebook(file)
    assert (book["nbformat"], book["metadata"]["kernelspec"]["name"]) == (4, "python3")
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in book["cells"]:
        assert not cell["metadata"], cell["id"]
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None


@each
def test_code_is_short_and_defines_no_functions(file: Path) -> None:
    for source in cells(file, "code"):
        assert len(source.splitlines()) <= LONGEST_CELL, source
        for node in ast.walk(ast.parse(source)):
            assert not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda), source


@each
def test_a_question_comes_before_every_answer(file: Path) -> None:
    """No more than two code cells follow each other without a word between them."""
    kinds = [cell["cell_type"] for cell in notebook(file)["cells"]]
    assert kinds[0] == "markdown"
    runs = re.findall("c+", "".join(kind[0] for kind in kinds))
    assert max(map(len, runs)) <= 2


@each
def test_headings_are_in_both_languages(file: Path) -> None:
    headings = [
        line for source in cells(file, "markdown") for line in source.splitlines() if re.match(r"#{1,4} ", line)
    ]
    assert len(headings) > 5
    for heading in headings:
        assert CHINESE.search(heading), heading
        assert LATIN.search(heading), heading
    numbers = [int(n) for n in re.findall(r"^## (\d+)\.", "\n".join(headings), re.MULTILINE)]
    assert all(after == before + 1 for before, after in pairwise(numbers))


@each
def test_paths_are_found_from_the_repository_and_nothing_is_fetched(file: Path) -> None:
    code = "\n".join(cells(file, "code"))
    assert 'corpus/manifest.csv").is_file()' in code
    assert not re.search(r"https?://|requests\.get|urllib|(?<![\w\"'])/(?:home|root|work|tmp|Users)/", code)


@each
def test_the_last_cell_asserts_the_headline_numbers(file: Path) -> None:
    last = notebook(file)["cells"][-1]
    assert last["cell_type"] == "code"
    assert sum(isinstance(node, ast.Assert) for node in ast.parse("".join(last["source"])).body) >= 5


@each
def test_links_lead_to_files(file: Path) -> None:
    for source in cells(file, "markdown"):
        for target in re.findall(r"\]\(([^)#]+)", source):
            assert (FOLDER / target).is_file(), target


def test_exercises_have_a_folded_answer() -> None:
    for name in EXPECTED[1:]:
        text = "\n".join(cells(FOLDER / name, "markdown"))
        assert "练习 / Exercise" in text
        assert re.search(r"<details>\s*<summary>.*Answer.*</summary>\n\n.+?</details>", text, re.DOTALL)
