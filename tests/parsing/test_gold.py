"""与人工标注比对：真实报告与样例的每个单元格、部分、专题、元数据。

Against labels made by people: every cell, part, topic and fact of the reports beside the repository. Floors only rise.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from toolkit import vocabulary
from toolkit.model import Report
from toolkit.parsing import parse
from toolkit.reading import read_bytes, read_document

REPORTS = {
    "dongchang-2020.json": "dongchang-2020.txt",
    "made-page-2022.json": "made/page-2022.html",
    "made-page-2019.json": "made/page-2019.html",
}


def _wrong(report: Report, cells: dict[str, Any]) -> list[str]:
    bad = []
    for path, want in cells.items():
        cell = report.by_path.get(path)
        got = (cell.status, None if cell.value is None else float(cell.value)) if cell else ("missing", None)
        if got != (("blank", None) if want is None else ("given", float(want))):
            bad.append(f"{path}: {got}, want {want}")
    return bad


@pytest.fixture(params=list(REPORTS), ids=list(REPORTS.values()))
def labelled(request: pytest.FixtureRequest, shared_reports: Path) -> tuple[Report, dict[str, Any]]:
    gold = json.loads((shared_reports / "gold" / request.param).read_text(encoding="utf-8"))
    return parse(read_document(shared_reports / REPORTS[request.param])), gold


def test_every_cell_is_right(labelled: tuple[Report, dict[str, Any]]) -> None:
    report, gold = labelled
    assert _wrong(report, gold["cells"]) == []
    assert set(report.by_path) == set(gold["cells"])
    assert report.extensions == ()


def test_parts_and_topics(labelled: tuple[Report, dict[str, Any]]) -> None:
    report, gold = labelled
    assert {str(p.number): p.heading for p in report.parts} == gold["parts"]
    assert [t.heading for t in report.parts[0].topics] == gold["topics"]
    assert len({t.topic for t in report.parts[0].topics}) == 5


def test_metadata(labelled: tuple[Report, dict[str, Any]]) -> None:
    report, gold = labelled
    for name, want in gold["report"].items():
        if want is not None:
            assert report.value(name) == str(want), name
    assert all(fact.origin for fact in report.facts.values())


def test_every_span_is_verbatim(labelled: tuple[Report, dict[str, Any]]) -> None:
    report, _ = labelled
    for part in report.narrative():
        for paragraph in part.paragraphs:
            for at, raw, length in paragraph.runs:
                assert report.document.text[raw : raw + length] == paragraph.text[at : at + length]


@pytest.fixture(scope="module")
def renderer(shared_reports: Path) -> ModuleType:
    file = shared_reports.parent / "tools" / "render.py"
    spec = importlib.util.spec_from_file_location("render", file)
    if spec is None or spec.loader is None or not file.is_file():
        pytest.skip("the renderer of labelled passages is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rendered(item: dict[str, Any], columns: list[str]) -> dict[str, float]:
    """What the renderer prints for every path: parts that are not labelled are the natural persons' or 0."""
    tables, printed = item["tables"], {}
    for path in vocabulary.cell_paths(item["form"]):
        table, rest = path.split(".", 1)
        row, column = rest.rsplit(".", 1)
        if table != "requests":
            printed[path] = tables.get(path, 0)
            continue
        total = tables.get(f"requests.{row}.total", 0)
        parts = [tables.get(f"requests.{row}.{c}") for c in columns]
        known = sum(p or 0 for p in parts)
        if parts[0] is None:
            parts[0] = total - known
        printed[path] = dict(zip(columns, parts, strict=True), total=total)[column] or 0
    return printed


@pytest.mark.parametrize("separator", ["\t", " ", "\n"], ids=["tabs", "rows", "cells"])
def test_every_rendered_passage_reads_back(shared_reports: Path, renderer: ModuleType, separator: str) -> None:
    lines = (shared_reports / "gold" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    for item in map(json.loads, lines):
        text = renderer.report(item).replace("\t", separator)
        report = parse(read_bytes(text.encode(), f"{item['id']}.txt"))
        assert _wrong(report, _rendered(item, renderer.COLS)) == [], item["id"]
        assert (report.value("issuer"), report.year, report.form) == (item["issuer"], item["year"], item["form"])
        assert [p.number for p in report.parts] == [1, 2, 3, 4, 5, 6]
