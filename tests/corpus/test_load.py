"""An open store: frames by year and column, questions in SQL, and what is wrong told in a sentence."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from stores import NAMES, REPORTS, some_reports

from toolkit import Corpus, CorpusError, build_corpus, load_corpus
from toolkit.corpus.codebook import KEYS
from toolkit.corpus.frames import COLUMNS


def test_frames_have_the_types_that_the_dictionary_names(small_store: Corpus) -> None:
    for name in COLUMNS:
        frame = small_store.frame(name)
        kinds = {**KEYS, **COLUMNS[name]}
        assert list(frame.columns) == list(kinds)
        assert {c: str(t) for c, t in frame.dtypes.items()} == {
            c: "object" if kind == "list" else kind for c, kind in kinds.items()
        }


def test_years_and_columns_limit_what_is_read(small_store: Corpus) -> None:
    assert small_store.years == [2020, 2021, 2023]
    frame = small_store.cells(years=[2020, 2023], columns=["cell", "value", "year"])
    assert list(frame.columns) == ["cell", "value", "year"]
    assert set(frame["year"]) == {2020, 2023}
    assert len(small_store.cells(years=1999)) == 0
    assert list(small_store.cells(years=1999).columns) == [*KEYS, *COLUMNS["cells"]]
    assert set(small_store.reports(years=2021)["report_id"]) == {"mochuan-education-2021.txt"}


def test_categories_hold_the_same_values(small_store: Corpus) -> None:
    plain, small = small_store.cells(), small_store.cells(categories=True)
    assert str(small["cell"].dtype) == "category"
    pd.testing.assert_frame_equal(small.astype(plain.dtypes.to_dict()), plain)
    assert small.memory_usage(deep=True).sum() < plain.memory_usage(deep=True).sum() / 2


def test_questions_in_sql_give_what_the_frames_hold(small_store: Corpus) -> None:
    found = small_store.query(
        "select year, count(*) as n from cells where status = 'given' group by year order by year"
    )
    cells = small_store.cells()
    expected = cells[cells["status"] == "given"].groupby("year").size()
    assert dict(zip(found["year"], found["n"], strict=True)) == expected.to_dict()
    joined = "select m.status, count(*) n from manifest m left join failures f using (report_id) group by 1 order by 1"
    assert small_store.query(joined).values.tolist() == [["failed", 2], ["read", 4]]
    words = small_store.query("select count(*) n from sentences where list_contains(words, '申请')")
    assert words["n"].iloc[0] > 0


def test_a_frame_without_a_row_can_be_asked(tmp_path: Path) -> None:
    corpus = build_corpus(some_reports(tmp_path / "r", NAMES[:1]), tmp_path / "store", processes=0, progress=False)
    assert len(corpus.failures) == 0
    assert list(corpus.failures.columns) == [*KEYS, *COLUMNS["failures"]]
    assert corpus.query("select count(*) as n from failures")["n"].iloc[0] == 0


def test_a_report_without_a_year_is_kept(tmp_path: Path) -> None:
    text = (REPORTS / NAMES[0]).read_text("utf-8")
    for year in ("2019", "2020", "2021"):
        text = text.replace(year, "某")
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "r" / "b.txt").write_bytes((REPORTS / NAMES[1]).read_bytes())
    corpus = build_corpus(tmp_path / "r", tmp_path / "store", processes=0, progress=False)
    reports = corpus.reports().set_index("report_id")
    assert pd.isna(reports.loc["a.txt", "year"])
    assert corpus.years == [2021]
    asked = corpus.query("select report_id, year from reports order by year nulls last")
    assert list(asked["report_id"]) == ["b.txt", "a.txt"]
    assert pd.isna(asked["year"].iloc[1])
    with_pandas = pd.read_parquet(tmp_path / "store" / "reports")  # as anybody would read it
    assert with_pandas.set_index("report_id")["year"].isna().to_dict() == {"a.txt": True, "b.txt": False}


@pytest.mark.parametrize(
    ("sql", "said"),
    [("selec 1", "syntax error"), ("select * from nothing", "nothing"), ("from read_text('stores.py')", "disabled")],
)
def test_a_wrong_question_is_one_sentence(sql: str, said: str, small_store: Corpus) -> None:
    with pytest.raises(CorpusError) as error:
        small_store.query(sql)
    assert error.value.code == "query"
    assert said in error.value.en
    assert "\n" not in error.value.zh


@pytest.mark.parametrize(
    ("name", "columns", "code"), [("cell", None, "no_frame"), ("cells", ["report_id", "valeu"], "no_column")]
)
def test_a_wrong_name_is_told(name: str, columns: list[str] | None, code: str, small_store: Corpus) -> None:
    with pytest.raises(CorpusError) as error:
        small_store.frame(name, columns=columns)
    assert error.value.code == code


def test_no_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as error:
        load_corpus(tmp_path)
    assert error.value.code == "no_store"


def test_a_file_that_does_not_fit_is_told(tmp_path: Path) -> None:
    corpus = build_corpus(some_reports(tmp_path / "r", NAMES[:1]), tmp_path / "store", processes=0, progress=False)
    (file,) = (tmp_path / "store").glob("cells/*/*.parquet")
    frame = pd.read_parquet(file)
    frame["status"] = "perhaps"
    frame.astype({"source_start": "int32"}).to_parquet(file)
    with pytest.raises(CorpusError) as error:
        corpus.cells()
    assert error.value.code == "wrong_file"
