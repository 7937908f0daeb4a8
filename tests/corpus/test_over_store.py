"""Pairs of years, the register and series of a store are those of its frames in memory."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from stores import ROOT

from toolkit import Corpus, build_corpus
from toolkit.corpus.crosswalk import every_series, series
from toolkit.corpus.over_store import pairs_of_store, register_of_store, series_of_store
from toolkit.corpus.panel import year_pairs
from toolkit.corpus.panel_claims import claim_pairs
from toolkit.corpus.register import register
from toolkit.corpus.register_versions import latest_versions
from toolkit.errors import ComparabilityError, CorpusError

SIMULATED = ROOT / "corpus" / "simulated" / "reports"
BODIES = ("b00003", "b00013")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Two bodies over the years, one year missing, one file twice, and one report in two versions."""
    folder = tmp_path_factory.mktemp("reports")
    for path in sorted(SIMULATED.glob("*/*")):
        if path.stem[:6] in BODIES and path.stem != f"{BODIES[0]}-2020" and path.suffix != ".pdf":
            copy(path, folder / path.name)
    first = next(path for path in sorted(folder.iterdir()) if path.suffix == ".html")
    copy(first, folder / f"again{first.suffix}")
    text = first.read_text("utf-8")
    (folder / "other.html").write_text(text.replace(">0<", ">4<", 3), "utf-8")
    return build_corpus(folder, tmp_path_factory.mktemp("made") / "store", processes=0, progress=False)


def test_pairs_of_years(store: Corpus) -> None:
    reports, cells = store.reports(), store.cells()
    wanted = [year_pairs(reports, cells), claim_pairs(reports, cells, store.claims())]
    found = list(pairs_of_store(store))
    together = pd.concat(found, ignore_index=True)
    assert len(found) == reports["year"].nunique()
    assert set(together["verdict"]) >= {"consistent", "not_comparable"}
    for kept, frame in zip((together["claim"].isna(), together["claim"].notna()), wanted, strict=True):
        keys = ["issuer_id", "year", "rule", "where", "claim"]
        frame = frame.assign(
            claim=frame["claim"] if "claim" in frame else pd.array([pd.NA] * len(frame), dtype="Int64")
        )
        assert len(frame) > 0
        assert_frame_equal(
            together[kept].sort_values(keys, kind="stable", ignore_index=True),
            frame.sort_values(keys, kind="stable", ignore_index=True),
        )


def test_register(store: Corpus) -> None:
    found = register_of_store(store)
    assert_frame_equal(found, register(store.reports(), None, store.cells(), store.parts()))
    assert {"present", "missing", "duplicate"} <= set(found["status"])


@pytest.mark.parametrize("name", [*every_series()])
def test_series(name: str, store: Corpus) -> None:
    cells = store.cells()
    wanted = series(cells, latest_versions(store.reports(), cells), name, "none")
    assert_frame_equal(series_of_store(store, name, "none"), wanted)


def test_an_unknown_series_is_told_before_anything_is_read(store: Corpus) -> None:
    with pytest.raises(ComparabilityError):
        series_of_store(store, "nothing")


def test_rows_may_be_chosen_by_their_values(store: Corpus) -> None:
    cells = store.cells()
    report, path = str(cells["report_id"].iloc[0]), str(cells["cell"].iloc[3])
    wanted = cells[(cells["report_id"] == report) & (cells["cell"] == path)]
    for categories in (False, True):
        found = store.cells(
            columns=["value", "status"], where={"report_id": [report], "cell": {path}}, categories=categories
        )
        assert list(found["value"].fillna(-1)) == list(wanted["value"].fillna(-1))
        assert list(found["status"]) == list(wanted["status"])
    assert len(store.cells(where={"report_id": []})) == 0
    assert_frame_equal(store.cells(where={"cell": path}), store.cells(where={"cell": [path]}))
    with pytest.raises(CorpusError, match="several values"):
        store.frame("claims", where={"cells": [path]})


def test_a_store_without_years_gives_a_frame_without_rows(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "note.txt").write_text("今天下午三点开会。", encoding="utf-8")
    (found,) = pairs_of_store(build_corpus(reports, tmp_path / "store", processes=0, progress=False))
    assert len(found) == 0
    assert "claim" in found
