"""三种格式之间的对照。 What can be followed over the breaks of 2019 and 2021, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.checking.verdicts import total_of
from toolkit.corpus.crosswalk import ORDER, SERIES_COLUMNS, every_series, find_series, series
from toolkit.corpus.crosswalk_sums import sums
from toolkit.errors import ComparabilityError
from toolkit.model import Cell
from toolkit.vocabulary import FORM_IDS, cell_paths, form

ALL = every_series()
FORMS = {2018: "2014", 2019: "2019", 2020: "2019", 2021: "2021", 2022: "2021"}
BREAKS = ("2014/2019", "2019/2021")
Printed = dict[str, float | str | None]


def cells_of(report: str, printed: Printed) -> list[dict[str, object]]:
    """Cells as a case writes them: a number, None (blank), or a status."""
    rows = []
    for path, value in printed.items():
        status = "given" if isinstance(value, int | float) else "blank" if value is None else value
        rows.append(
            {"report_id": report, "cell": path, "value": value if status == "given" else None, "status": status}
        )
    return rows


def frames(by_year: dict[int, Printed]) -> tuple[pd.DataFrame, pd.DataFrame]:
    reports = pd.DataFrame(
        [{"report_id": str(year), "issuer_id": "x", "year": year, "form": FORMS[year]} for year in by_year]
    )
    rows = [row for year, printed in by_year.items() for row in cells_of(str(year), printed)]
    cells = pd.DataFrame(rows, columns=["report_id", "cell", "value", "status"]).astype({"value": "float64"})
    return cells, reports


def values(by_year: dict[int, Printed], name: str, **allow: str) -> list[tuple[int, float | None, str, str]]:
    found = series(*frames(by_year), name, **allow)  # type: ignore[arg-type]
    return [
        (row["year"], None if pd.isna(row["value"]) else row["value"], row["status"], row["comparability"])
        for row in found.to_dict("records")
    ]


# ---- the data


@pytest.mark.parametrize("name", ALL)
def test_every_cell_is_one_of_its_form(name: str) -> None:
    for form_id, paths in [*ALL[name].cells.items(), *ALL[name].instead.items()]:
        known = {*cell_paths(form_id), *(cell_paths(form_id, "hybrid") if form(form_id).hybrid else ())}
        assert set(paths) <= known


@pytest.mark.parametrize("name", ALL)
def test_every_break_between_forms_that_have_the_rows_is_judged(name: str) -> None:
    one = ALL[name]
    judged = {step for step in BREAKS if set(step.split("/")) <= set(one.cells)}
    assert set(one.across) == judged
    assert set(one.across.values()) <= set(ORDER)
    assert set(one.cells) <= set(FORM_IDS)
    assert all((one.zh, one.en, one.note_zh, one.note_en, one.source))


def test_what_the_field_takes_for_comparable() -> None:
    """The findings of those who use the reports: comparable, roughly comparable, not at all."""
    assert {n for n, one in ALL.items() if one.across.get("2014/2019") == "same"} == {
        "received", "granted", "partly_granted", "review", "litigation",
    }  # fmt: skip
    assert ALL["refused_third_party"].between("2014", "2021") == "approximate"
    assert ALL["not_held"].between("2014", "2019") == "approximate"
    assert ALL["still_unclear"].between("2014", "2019") == "none"


# ---- series


def test_a_series_over_all_three_forms() -> None:
    found = values(
        {
            2018: {"statistics.requests.received": 7},
            2019: {"requests.received.total": 9},
            2021: {"requests.received.total": 4},
        },
        "received",
    )
    assert found == [(2018, 7, "given", "same"), (2019, 9, "given", "same"), (2021, 4, "given", "same")]


def test_categories_that_only_overlap_are_marked_with_the_reason() -> None:
    by_year: dict[int, Printed] = {
        2018: {"statistics.requests.refused_trade_secret": 2, "statistics.requests.refused_privacy": 3},
        2019: {"requests.refused.third_party_rights.total": 4},
    }
    assert values(by_year, "refused_third_party") == [(2018, 5, "given", "approximate"), (2019, 4, "given", "same")]
    noted = series(*frames(by_year), "refused_third_party")
    assert noted.loc[0, "note_zh"] == "2014年为商业秘密与个人隐私之和"
    assert noted.loc[1, "note_zh"] == ""


def test_what_cannot_be_compared_is_refused_with_the_reason() -> None:
    by_year: dict[int, Printed] = {
        2020: {"proactive.normative_documents.total_disclosed": 31},
        2021: {"proactive.normative_documents.in_force": 12},
    }
    with pytest.raises(ComparabilityError, match=r"stock of normative documents.*2019 and 2021.*in force") as caught:
        values(by_year, "normative_stock")
    assert "不可比" in caught.value.zh
    assert values(by_year, "normative_stock", allow="none") == [
        (2020, 31, "given", "none"),
        (2021, 12, "given", "same"),
    ]


def test_a_stricter_reader_may_refuse_what_is_approximate() -> None:
    by_year: dict[int, Printed] = {
        2018: {"statistics.requests.refused": 2},
        2019: {"requests.refused.state_secret.total": 0},
    }
    with pytest.raises(ComparabilityError, match="roughly only"):
        values(by_year, "refused", allow="same")


def test_inside_one_form_nothing_is_refused() -> None:
    by_year: dict[int, Printed] = {
        2019: {"proactive.normative_documents.total_disclosed": 31},
        2020: {"proactive.normative_documents.total_disclosed": 33},
    }
    assert [row[3] for row in values(by_year, "normative_stock")] == ["same", "same"]


def test_years_without_such_a_row_are_blank_and_say_so() -> None:
    by_year: dict[int, Printed] = {2018: {"statistics.requests.received": 7}, 2019: {"requests.carried_out.total": 2}}
    assert values(by_year, "carried_out") == [(2018, None, "not_in_form", "none"), (2019, 2, "given", "same")]


OUTCOMES = {
    f"requests.other_outcome.{name}.total": n for name, n in (("not_corrected", 1), ("fee_unpaid", 2), ("other", 3))
}


@pytest.mark.parametrize(
    ("year", "printed", "name", "value", "status"),
    [
        (2021, OUTCOMES, "other_outcome", 6, "given"),
        (2021, {"requests.other_outcome.total": 5}, "other_outcome", 5, "given"),  # the single row of 2019 on a 2021 form
        (2019, OUTCOMES, "other_outcome", 6, "given"),
        (2021, {}, "other_outcome", None, "absent"),
        (2021, {"requests.received.total": None}, "received", None, "blank"),
        (2021, {"requests.received.total": "unreadable"}, "received", None, "unreadable"),
        (2021, {"requests.received.total": "absent"}, "received", None, "absent"),
        (2021, {"requests.received.total": None, "requests.received.business": 3}, "received", 3, "computed"),
        (2021, {"requests.received.total": None, "requests.received.business": "unreadable"}, "received", None, "unreadable"),
        (2018, {"statistics.requests.received@government": 4, "statistics.requests.received@departments": 5}, "received", 9, "computed"),
        (2018, {"statistics.requests.received@government": 4}, "received", None, "absent"),  # one column is no whole
        (2021, {"challenges.litigation_direct.total": 2, "challenges.litigation_after_review.total": None}, "litigation", 2, "given"),
        (2021, {"challenges.litigation_direct.total": 2}, "litigation", None, "absent"),  # half a sum is none
    ],
)  # fmt: skip
def test_sums(year: int, printed: Printed, name: str, value: float | None, status: str) -> None:
    assert values({year: printed}, name)[0][1:3] == (value, status)


def test_reports_without_a_known_form_are_left_out() -> None:
    cells, reports = frames({2021: {"requests.received.total": 4}})
    reports = pd.concat([reports, reports.assign(report_id="old", year=2010, form="")])
    assert series(cells, reports, "received")["year"].tolist() == [2021]


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(ComparabilityError, match="received"):
        find_series("recieved")


def test_without_reports_the_columns_are_there() -> None:
    cells, reports = frames({2021: {"requests.received.total": 4}})
    assert list(series(cells, reports[:0], "received").columns) == list(SERIES_COLUMNS)
    assert series(cells[:0], reports, "received")["status"].tolist() == ["absent"]


# ---- many reports at once give what one report gives

ROW = [f"requests.received.{column}" for column in ("natural_person", "business", "total")]
printed_cells = st.dictionaries(
    st.sampled_from([*ROW, "requests.granted.total", "statistics.requests.received", "statistics.requests.received@government",
                     "statistics.requests.received@departments", "challenges.review.total", "challenges.review.upheld"]),
    st.one_of(st.integers(0, 50), st.none(), st.sampled_from(["absent", "unreadable"])),
)  # fmt: skip
ASKED = st.lists(
    st.sampled_from([ROW[2], "requests.granted.total", "challenges.review.total", "statistics.requests.received"]),
    min_size=1, max_size=3, unique=True,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(printed_cells, min_size=1, max_size=4), ASKED)
def test_sums_agree_with_the_sums_of_one_report(reports: list[Printed], paths: list[str]) -> None:
    frame = pd.DataFrame(
        [row for at, printed in enumerate(reports) for row in cells_of(str(at), printed)],
        columns=["report_id", "cell", "value", "status"],
    ).astype({"value": "float64"})
    found = sums(frame, paths)
    for at, printed in enumerate(reports):
        one = {row["cell"]: cell(row) for row in cells_of(str(at), printed)}
        expected = total_of(paths, one)
        whole = all(path in one and one[path].status != "absent" for path in paths)
        if str(at) not in found.index or not whole:
            continue  # a sum that lacks a row: here absent, there what is printed of it
        value, status = found.loc[str(at), ["value", "status"]]
        assert status == ("computed" if expected.computed and expected.state == "given" else expected.state)
        if status in ("given", "computed"):
            assert Decimal(str(value)) == expected.value


def cell(row: dict[str, object]) -> Cell:
    value = row["value"]
    return Cell(str(row["cell"]), None if value is None else Decimal(str(value)), "件", row["status"])  # type: ignore[arg-type]
