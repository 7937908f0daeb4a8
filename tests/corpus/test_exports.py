"""Exports: CSV, Stata and Parquet hold what the store holds, and say what each column is."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from toolkit import Corpus, CorpusError
from toolkit.corpus import exports
from toolkit.corpus.codebook import KEYS
from toolkit.corpus.frames import COLUMNS


def test_csv_opens_in_a_spreadsheet_and_holds_every_value(small_store: Corpus, tmp_path: Path) -> None:
    files = small_store.export(tmp_path)
    assert {file.name for file in files} == {f"{f}.csv" for f in COLUMNS} | {
        "codebook.csv",
        "codebook.md",
        "datapackage.json",
    }
    assert (tmp_path / "cells.csv").read_bytes().startswith(b"\xef\xbb\xbfreport_id,year,cell,")
    for name in ("cells", "claims"):
        stored = small_store.frame(name)
        with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(stored)
        for column in ("value", "year"):
            read = pd.to_numeric(pd.Series([row[column] for row in rows], dtype="object").replace("", None))
            assert read.astype("float64").equals(stored[column].astype("float64"))
        assert [row["raw"].removeprefix("'") for row in rows] == list(stored["raw"].str.removeprefix("'"))
    assert [json.loads(row["cells"]) for row in rows] == list(small_store.claims()["cells"])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-12", "-12"),
        ("+3.5%", "+3.5%"),
        ("-1+cmd", "'-1+cmd"),
        ("\t=1", "'\t=1"),
        ("申请=3", "申请=3"),
        ("", ""),
    ],
)
def test_no_text_of_a_report_becomes_a_formula(text: str, written: str) -> None:
    assert list(exports._without_formulas(pd.Series([text], dtype="str"))) == [written]


def test_stata_has_labels_and_the_same_values(small_store: Corpus, tmp_path: Path) -> None:
    small_store.export(tmp_path, format="dta", frames=["cells", "claims", "parts", "failures"])
    for name in ("cells", "claims", "parts", "failures"):
        with pd.read_stata(tmp_path / f"{name}.dta", iterator=True) as reader:
            labels = reader.variable_labels()
            frame = reader.read()
        stored = small_store.frame(name)
        names = [*KEYS, *COLUMNS[name]]
        assert list(frame.columns) == ["end_" if column == "end" else column for column in names]
        assert all(labels[column] for column in frame.columns)
        assert len(frame) == len(stored)
        if name == "parts":
            assert list(frame["text"]) == list(stored["text"])
        if name == "cells":
            pd.testing.assert_series_equal(frame["value"], stored["value"], check_index=False)
            assert labels["status"].startswith("状态")


def test_the_same_store_gives_the_same_stata_file(small_store: Corpus, tmp_path: Path) -> None:
    for folder in ("one", "other"):
        small_store.export(tmp_path / folder, format="dta", frames=["cells"])
    assert (tmp_path / "one" / "cells.dta").read_bytes() == (tmp_path / "other" / "cells.dta").read_bytes()


def test_a_frame_too_large_for_one_stata_file_is_written_by_year(
    small_store: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 100)
    files = small_store.export(tmp_path, format="dta", frames=["cells"])
    assert [f.name for f in files[:3]] == ["cells-2020.dta", "cells-2021.dta", "cells-2023.dta"]
    rows = sum(len(pd.read_stata(file)) for file in files[:3])
    assert rows == len(small_store.cells())


def test_parquet_is_one_file_a_frame_with_its_year(small_store: Corpus, tmp_path: Path) -> None:
    small_store.export(tmp_path, format="parquet", years=[2020])
    frame = pd.read_parquet(tmp_path / "cells.parquet")
    assert set(frame["year"]) == {2020}
    assert len(frame) == len(small_store.cells(years=2020))


def test_the_data_package_describes_every_column(small_store: Corpus, tmp_path: Path) -> None:
    small_store.export(tmp_path)
    for path in (tmp_path / "datapackage.json", small_store.path / "datapackage.json"):
        package = json.loads(path.read_text("utf-8"))
        for resource in package["resources"]:
            files = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
            assert all((path.parent / file).is_file() for file in files)
            assert [f["name"] for f in resource["schema"]["fields"]] == [*KEYS, *COLUMNS[resource["name"]]]
            assert all(f["title"] and f["description"] for f in resource["schema"]["fields"])


@pytest.mark.parametrize(("options", "code"), [({"format": "xls"}, "no_format"), ({"frames": ["cell"]}, "no_frame")])
def test_a_wrong_export_is_told(options: dict[str, object], code: str, small_store: Corpus, tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as error:
        small_store.export(tmp_path, **options)  # type: ignore[arg-type]
    assert error.value.code == code
