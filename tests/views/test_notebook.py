"""What `read_report` returns to people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.model import Report
from toolkit.views import notebook
from toolkit.views.notebook import ReadReport
from toolkit.views.page import render
from toolkit.views.record import to_record


def test_the_metadata_is_at_hand(report: Report, nothing: Report) -> None:
    read = ReadReport(report)
    assert (read.issuer, read.level, read.year, read.form) == ("云泽县水务局", "department", 2022, "2021")
    assert (read.published, read.signed) == ("2023-01-18", "2023-01-17")
    assert read.title is not None
    assert ReadReport(nothing).year is None
    assert "云泽县水务局" in repr(read)


def test_it_writes_its_record_and_its_page(report: Report, tmp_path: Path) -> None:
    read = ReadReport(report, "en")
    read.to_json(tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == to_record(report) == read.to_dict()
    read.to_html(tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == render(report, "en")


def test_read_and_check_go_through_the_pipeline(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.pipeline.run", lambda path, second_reading: report)
    assert notebook.read_report("x.html").record is report
    assert list(notebook.check_report("x.html")["rule"]) == [finding.rule for finding in report.findings]


def test_changing_a_frame_changes_nothing_else(report: Report) -> None:
    read = ReadReport(report)
    cells = read.cells
    cells["value"] = 0.0
    read.claims.loc[0, "cells"].append("x")  # type: ignore[union-attr, call-arg, operator]
    assert read.cells["value"].sum() > 0
    assert read.claims.loc[0, "cells"] == []


def test_sentences_come_from_the_narrative(report: Report) -> None:
    sentences = ReadReport(report).sentences
    assert len(sentences) > 5
    assert (sentences["word_count"] > 0).all()
    texts = {part.number: part.text for part in report.narrative()}
    for row in sentences.itertuples():
        assert texts[row.part][row.start : row.end] == row.text
