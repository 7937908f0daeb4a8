"""The house rules that a machine can check: arrows point backwards, files stay small, public things are explained."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "toolkit"
FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = [file.relative_to(ROOT).as_posix() for file in FILES]

# A stage may import itself and what stands before it. `pipeline` runs the stages one after the other.
ORDER = [
    "errors",
    "model",
    "vocabulary",
    "reading",
    "parsing",
    "narrative",
    "checking",
    "pipeline",
    "corpus",
    "analysis",
    "views",
    "cli_corpus",
    "cli",
    "__main__",
]
LONGEST = 450
SEGMENTERS = {"jieba", "rjieba"}
ONLY_SEGMENTER = "toolkit/narrative/words.py"
CHINESE = re.compile(r"[一-鿿]")


def stage(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(file: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, at its top or inside a function, with the line; relative names are resolved."""
    package = file.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module, node.lineno
            for alias in node.names:  # `from toolkit import checking`, `from . import words`
                yield f"{module}.{alias.name}", node.lineno


def test_every_stage_has_its_place() -> None:
    stages = {stage(file) for file in FILES} - {"__init__"}
    assert stages <= set(ORDER), f"where do these stand in the pipeline? {sorted(stages - set(ORDER))}"


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_arrows_point_backwards(file: Path) -> None:
    here = stage(file)
    if here == "__init__":  # the front door opens on everything, but only when it is used: see test_project.py
        return
    for module, line in imported(file):
        parts = module.split(".")
        if parts[0] != "toolkit" or len(parts) < 2 or parts[1] not in ORDER:
            continue
        assert ORDER.index(parts[1]) <= ORDER.index(here), f"{file.name}:{line}: {here} imports {module}, a later stage"


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_one_file_imports_the_segmenter(file: Path) -> None:
    found = {module.split(".")[0] for module, _ in imported(file)} & SEGMENTERS
    assert not found or file.relative_to(ROOT).as_posix() == ONLY_SEGMENTER


def test_the_segmenter_is_imported_where_the_rule_says() -> None:
    assert {module.split(".")[0] for module, _ in imported(ROOT / ONLY_SEGMENTER)} & SEGMENTERS


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_files_are_short_and_say_what_they_are(file: Path) -> None:
    assert file.stem not in {"utils", "util", "helpers", "helper", "common", "misc"}
    assert len(file.read_text("utf-8").splitlines()) <= LONGEST


def public_definitions(file: Path) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions and classes that a user can reach without an underscore, and the methods of those classes.

    Properties that only shorten an access, and methods that Python itself names, need no sentence of their own.
    """
    if any(part.startswith("_") and part != "__init__.py" for part in file.relative_to(PACKAGE).parts):
        return
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_public_things_are_explained_in_both_languages(file: Path) -> None:
    for node in public_definitions(file):
        text = ast.get_docstring(node) or ""
        where = f"{file.relative_to(ROOT)}:{node.lineno}: {node.name}"
        assert text, f"{where} has no docstring"
        assert CHINESE.search(text.splitlines()[0]), f"{where}: the first line of the docstring is in Chinese"
        assert re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text), f"{where}: the docstring says it in English too"


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_modules_say_what_they_are_for(file: Path) -> None:
    text = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    assert text or not file.read_text("utf-8").strip(), f"{file.relative_to(ROOT)} has no docstring"
