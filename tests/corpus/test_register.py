"""登记：缺的、重复的、改过的报告。 What should be there and is not, what is there twice, and which version is later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus.register import REGISTER_COLUMNS, STATUSES, register
from toolkit.corpus.register_versions import latest_versions
from toolkit.errors import CorpusError

IN, OUT = "requests.carried_in.total", "requests.carried_out.total"


def report(id: str, year: int | None, sha: str = "", body: str = "x", **more: object) -> dict[str, object]:
    return {"report_id": id, "issuer_id": body, "issuer_name": f"机关{body}", "year": year, "sha256": sha or id, **more}


def frame(*reports: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(reports).astype({"year": "Int64"})


def lines(found: pd.DataFrame, *columns: str) -> list[list[Any]]:
    return found[["year", "status", "report_id", *columns]].to_numpy().tolist()


def cells(**printed: dict[str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"report_id": id, "cell": path, "value": value, "status": "blank" if value is None else "given"}
            for id, several in printed.items()
            for path, value in several.items()
        ]
    )


# ---- missing


def test_a_year_between_two_reports_is_missing() -> None:
    found = register(frame(report("a", 2019), report("c", 2021)))
    assert lines(found) == [[2019, "present", "a"], [2020, "missing", ""], [2021, "present", "c"]]
    assert found.loc[1, "note_en"] == "there are reports before and after, none of this year"


def test_bodies_do_not_fill_each_other_s_years() -> None:
    found = register(frame(report("a", 2019), report("b", 2020, body="y"), report("c", 2021)))
    assert found.groupby("issuer_id")["status"].apply(list).to_dict() == {
        "x": ["present", "missing", "present"],
        "y": ["present"],
    }


def test_expected_bodies_are_missed_over_the_years_of_the_corpus() -> None:
    expected = pd.DataFrame({"issuer": ["桃源县人民政府", "桃源县公安局"], "from_year": ["", "2020"]})
    reports = frame(report("a", 2019, issuer="桃源县人民政府"), report("b", 2021, issuer="桃源县人民政府"))
    found = register(reports.drop(columns=["issuer_id", "issuer_name"]), expected)
    missing = found[found["status"] == "missing"]
    assert missing[["issuer_name", "year", "note_zh"]].to_numpy().tolist() == [
        ["湖南省常德市桃源县人民政府", 2020, "应有名单中有，此年没有"],
        ["湖南省常德市桃源县公安局", 2020, "应有名单中有，此年没有"],
        ["湖南省常德市桃源县公安局", 2021, "应有名单中有，此年没有"],
    ]


def test_expected_bodies_may_come_from_a_file_by_their_ids(tmp_path: Path) -> None:
    file = tmp_path / "expected.csv"
    file.write_text("\ufeffissuer_id,issuer,from_year,to_year\ny,某局,2020,2021\n", encoding="utf-8")
    found = register(frame(report("a", 2019)), file)
    assert lines(found[found["status"] == "missing"]) == [[2020, "missing", ""], [2021, "missing", ""]]


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        (pd.DataFrame({"name": ["某局"]}), "neither issuer nor issuer_id"),
        (pd.DataFrame({"issuer": ["公安局"]}), "row 1 of the list, 公安局"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(expected: pd.DataFrame, says: str) -> None:
    with pytest.raises(CorpusError, match=says):
        register(frame(report("a", 2019)), expected)


# ---- twice


def test_the_same_file_is_a_duplicate() -> None:
    found = register(frame(report("a", 2019, "s"), report("b", 2019, "s")))
    assert lines(found, "of_report_id", "versions") == [[2019, "present", "a", "", 1], [2019, "duplicate", "b", "a", 1]]


def test_the_same_text_and_tables_in_another_file_is_a_duplicate() -> None:
    reports = frame(report("a", 2019), report("b", 2019), report("c", 2019))
    parts = pd.DataFrame({"report_id": ["a", "b", "c"], "text": ["收到 3件", "收到3件", "收到3件"]})
    found = register(reports, cells=cells(a={IN: 1}, b={IN: 1}, c={IN: 2}), parts=parts)
    status = dict(zip(found["report_id"], found["status"], strict=True))
    assert status == {"a": "version", "b": "duplicate", "c": "version"}  # the tables of c differ
    assert found.set_index("report_id").loc["b", "note_en"] == "the same text and tables in another file"


# ---- corrected


@pytest.mark.parametrize(
    ("dates", "statuses", "by"),
    [
        (({"published": "2020-01-20"}, {"published": "2020-03-02"}), {"a": "superseded", "b": "present"}, "published"),
        (({"retrieved": "2024-05-01"}, {"retrieved": "2023-05-01"}), {"a": "present", "b": "superseded"}, "retrieved"),
        (({"signed": "2020-01-20"}, {"signed": "2020-01-25"}), {"a": "superseded", "b": "present"}, "signed"),
        (({"published": "2020-01-20"}, {}), {"a": "version", "b": "version"}, ""),  # one has no date
        (({"published": "2020-01-20"}, {"published": "2020-01-20"}), {"a": "version", "b": "version"}, ""),
        (({"published": "soon"}, {"published": "2020-01-20"}), {"a": "version", "b": "version"}, ""),
    ],
)
def test_which_version_is_later(
    dates: tuple[dict[str, str], dict[str, str]], statuses: dict[str, str], by: str
) -> None:
    found = register(frame(report("a", 2019, **dates[0]), report("b", 2019, **dates[1])))
    assert dict(zip(found["report_id"], found["status"], strict=True)) == statuses
    assert set(found["later_by"]) == {by}
    assert set(found["versions"]) == {2}


def test_the_cells_that_changed_are_listed() -> None:
    reports = frame(report("a", 2019, published="2020-01-20"), report("b", 2019, published="2020-03-02"))
    found = register(reports, cells=cells(a={IN: 1, OUT: 5}, b={IN: None, OUT: 5})).set_index("report_id")
    assert found.loc["a", "changed"] == [IN]
    assert found.loc["a", ["of_report_id", "changed_count"]].tolist() == ["b", 1]
    assert found.loc["b", "changed"] is None
    assert pd.isna(register(reports).set_index("report_id").loc["a", "changed_count"])  # without cells nothing is said


def test_versions_that_differ_in_their_text_only_say_so() -> None:
    reports = frame(report("a", 2019, published="2020-01-20"), report("b", 2019, published="2020-03-02"))
    found = register(reports, cells=cells(a={IN: 1}, b={IN: 1})).set_index("report_id")
    assert found.loc["a", "note_en"] == "there is a later version; the same in every cell; its text or file differs"
    assert found.loc["a", "changed_count"] == 0


def test_latest_versions_say_where_the_choice_is_open() -> None:
    reports = frame(
        report("a", 2019, published="2020-01-20"),
        report("b", 2019, published="2020-03-02"),
        report("c", 2020),
        report("d", 2020),
    )
    chosen = latest_versions(reports)
    assert chosen[["report_id", "undecided"]].to_numpy().tolist() == [["b", False], ["c", True]]


# ---- not placed


def test_reports_without_body_or_year_are_listed_apart() -> None:
    found = register(frame(report("a", 2019), report("b", 2019, body=""), report("c", None)))
    assert found[["report_id", "status", "note_zh"]].to_numpy().tolist() == [
        ["b", "unplaced", "机关未能识别"], ["a", "present", ""], ["c", "unplaced", "年度未能识别"],
    ]  # fmt: skip


def test_without_reports_the_columns_are_there() -> None:
    found = register(frame(report("a", 2019))[:0])
    assert list(found.columns) == list(REGISTER_COLUMNS)
    assert found.empty


# ---- properties

one = st.tuples(
    st.sampled_from("xy"),
    st.sampled_from([2018, 2019, 2021, None]),
    st.sampled_from("stu"),
    st.sampled_from(["", "2020-01-20", "2020-03-02"]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(one, min_size=1, max_size=8), st.randoms())
def test_every_report_is_listed_once_and_their_order_does_not_matter(several: list[Any], random: Any) -> None:
    reports = [report(f"r{at}", year, sha, body, published=date) for at, (body, year, sha, date) in enumerate(several)]
    found = register(frame(*reports))
    assert sorted(found.loc[found["status"] != "missing", "report_id"]) == sorted(str(r["report_id"]) for r in reports)
    assert set(found["status"]) <= set(STATUSES)
    placed = found[~found["status"].isin(["unplaced", "missing"])]
    assert (placed[placed["status"] == "present"].groupby(["issuer_id", "year"]).size() == 1).all()
    random.shuffle(reports)
    pd.testing.assert_frame_equal(found, register(frame(*reports)))
