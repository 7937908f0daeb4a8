"""The data frames: their columns, their dictionary, and that an empty result keeps its columns."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import toolkit
from toolkit.corpus import frames
from toolkit.corpus.codebook import KEYS
from toolkit.model import Report
from toolkit.views.notebook import ReadReport

FIELDS = Path(toolkit.__file__).parent / "vocabulary" / "fields.csv"
OWN = ("cells", "claims", "findings", "parts", "numbers", "lists")


def dictionary() -> list[dict[str, str]]:
    with FIELDS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_column_is_in_the_dictionary_and_the_reverse() -> None:
    documented = {(row["frame"], row["column"], row["type"]) for row in dictionary()}
    produced = {(frame, column, kind) for frame, columns in frames.COLUMNS.items() for column, kind in columns.items()}
    keys = {("*", column, kind) for column, kind in KEYS.items()}
    assert documented == produced | keys


def test_every_column_is_described_in_both_languages() -> None:
    for row in dictionary():
        assert any(c >= "\u4e00" for c in row["zh"]), row
        assert any(c.isascii() and c.isalpha() for c in row["en"]), row
        assert None not in row, row


@pytest.mark.parametrize("name", OWN)
def test_a_frame_has_its_columns_and_types_even_when_empty(name: str, report: Report, nothing: Report) -> None:
    full, empty = getattr(ReadReport(report), name), getattr(ReadReport(nothing), name)
    assert list(full.columns) == list(empty.columns) == list(frames.COLUMNS[name])
    assert full.dtypes.equals(empty.dtypes)
    assert len(full) > 0
    if name != "parts":  # preamble and closing are always there, empty or not
        assert len(empty) == 0


def test_a_cell_without_a_number_has_no_value(report: Report) -> None:
    cells = ReadReport(report).cells
    assert (cells["value"].notna() == (cells["status"] == "given")).all()
    zero = cells[(cells["status"] == "given") & (cells["raw"] == "0")]
    assert (zero["value"] == 0).all()
    assert len(zero) > 0


def test_values_are_those_of_the_record(report: Report) -> None:
    cells = ReadReport(report).cells.set_index("cell")
    for cell in report.cells:
        if cell.value is not None:
            assert Decimal(repr(float(cells.loc[cell.path, "value"]))) == cell.value  # type: ignore[arg-type]


def test_a_finding_about_dates_keeps_its_dates(report: Report) -> None:
    findings = ReadReport(report).findings.set_index("rule")
    assert findings.loc["dates.period", "left_raw"] == "2023-01-10"
    assert pd.isna(findings.loc["dates.period", "left"])
    assert findings.loc["text.claim", "difference"] == 1
    assert findings.loc["text.claim", "claims"] == [12]
    claims = ReadReport(report).claims.set_index("claim")
    assert claims.loc[12, "verdict"] == "inconsistent"


def test_sentences_come_with_their_words() -> None:
    class Sentence:
        part, start, end, text, words = 1, 0, 4, "主动公开", ["主动", "公开"]

    frame = frames.sentences_frame([Sentence()])
    assert frame.loc[0, "words"] == ["主动", "公开"]
    assert frame.loc[0, "word_count"] == 2
    assert list(frames.sentences_frame([]).columns) == list(frames.COLUMNS["sentences"])
