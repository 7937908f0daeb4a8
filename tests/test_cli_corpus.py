"""`ogi corpus simulate`, `issuers`, `years`, `register` and `series`: what they write, what they print, and how they refuse."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from toolkit import build_corpus, load_corpus
from toolkit.cli import main
from toolkit.corpus.exports import csv_text
from toolkit.corpus.issuers import ISSUER_COLUMNS
from toolkit.corpus.panel_claims import CLAIM_COLUMNS
from toolkit.corpus.register import REGISTER_COLUMNS

BODIES = 3


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of three simulated bodies, 2018 to 2022."""
    made = tmp_path_factory.mktemp("made")
    command = ["corpus", "simulate", str(made / "reports"), "--bodies", str(BODIES), "--years", "2018-2022"]
    assert main([*command, "--formats", "text", "--seed", "7"]) == 0
    build_corpus(made / "reports" / "manifest.csv", made / "store", processes=0, progress=False)
    return str(made / "store")


def test_the_years_are_one_file_of_pairs_and_claims(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "years.csv"
    assert main(["corpus", "years", store, "-o", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "years.carried" in printed
    assert "form_break" in printed
    found = rows(out)
    assert list(found[0]) == list(CLAIM_COLUMNS)
    assert {row["rule"] for row in found} >= {"years.carried", "years.in_force", "years.items"}
    assert {row["verdict"] for row in found} <= {"consistent", "inconsistent", "not_comparable"}
    assert all(row["claim"] == "" for row in found if row["rule"] == "years.carried")


def test_every_report_has_a_line_with_its_body(store: str, tmp_path: Path) -> None:
    out = tmp_path / "issuers.csv"
    assert main(["corpus", "issuers", store, "-o", str(out)]) == 0
    found = rows(out)
    assert list(found[0]) == list(ISSUER_COLUMNS)
    assert [row["report_id"] for row in found] == list(load_corpus(store).reports()["report_id"])
    assert len({row["issuer_id"] for row in found if row["issuer_id"]}) == BODIES


@pytest.mark.parametrize(
    "arguments", [["issuers"], ["years"], ["register"], ["series", "received"]], ids=lambda a: a[0]
)
def test_the_rows_that_are_counted_are_those_of_the_file(
    arguments: list[str], store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verb, *more = arguments
    out = tmp_path / "out.csv"
    assert main(["corpus", verb, store, *more, "-o", str(out)]) == 0
    told = capsys.readouterr().out.splitlines()[1:-1]
    assert sum(int(line.split()[-1]) for line in told) == len(rows(out)) > 0


def test_the_register_knows_what_is_due(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, due = tmp_path / "register.csv", tmp_path / "due.csv"
    assert main(["corpus", "register", store, "-o", str(out)]) == 0
    first = rows(out)
    assert list(first[0]) == list(REGISTER_COLUMNS)
    name = first[0]["issuer_name"]
    due.write_text(f"issuer,from_year,to_year\n{name},2016,2022\n", encoding="gb18030")  # as a spreadsheet saves it
    assert main(["corpus", "register", store, "--expected", str(due), "-o", str(out)]) == 0
    missing = [row for row in rows(out) if row["status"] == "missing" and row["issuer_name"] == name]
    assert {"2016", "2017"} <= {row["year"] for row in missing}
    assert "missing" in capsys.readouterr().out


def test_a_series_marks_what_compares_roughly(store: str, tmp_path: Path) -> None:
    out = tmp_path / "concluded.csv"
    assert main(["corpus", "series", store, "concluded", "-o", str(out)]) == 0
    found = rows(out)
    assert {row["comparability"] for row in found if row["form"] == "2014"} == {"approximate"}
    assert {row["comparability"] for row in found if row["form"] == "2021"} == {"same"}


def test_a_series_that_cannot_be_joined_is_refused_and_may_be_had_marked(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["corpus", "series", store, "still_unclear", "-o", str(tmp_path / "made.csv")]
    assert main(command) == 2
    assert "不可比" in capsys.readouterr().err
    assert not (tmp_path / "made.csv").exists()
    assert main([*command, "--allow", "none"]) == 0
    assert {row["comparability"] for row in rows(tmp_path / "made.csv")} == {"same", "none"}


def test_names_of_series_are_printed_without_a_store(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "series", "--list"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert "received\t新收申请\tnew requests" in printed
    assert all(line.count("\t") == 2 for line in printed)


def test_bodies_that_were_renamed_are_one_body(store: str, tmp_path: Path) -> None:
    table, out = tmp_path / "changes.csv", tmp_path / "register.csv"
    assert main(["corpus", "register", store, "-o", str(out)]) == 0
    name = rows(out)[0]["issuer_name"]
    table.write_text(f"old_name,new_name,from_year,kind\n{name},新涧县人民政府,2019,renamed\n", encoding="utf-8")
    assert main(["corpus", "register", store, "--changes", str(table), "-o", str(out)]) == 0
    assert {row["issuer_name"] for row in rows(out)} >= {"新涧县人民政府"}
    assert name not in {row["issuer_name"] for row in rows(out)}


def test_simulate_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "made"
    command = ["corpus", "simulate", str(folder), "--reports", "4", "--years", "2021", "--formats", "text,html"]
    assert main([*command, "--no-faults", "--lang", "en"]) == 0
    assert "4 invented bodies, 4 reports" in capsys.readouterr().out
    assert (folder / "faults.csv").read_text("utf-8").count("\n") == 1
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert main([*command, "--no-faults"]) == 0, "a simulated corpus may be made again in its place"
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["simulate", "new", "--years", "2023-2018"], "应如 2018-2023 或 2021"),
        (["simulate", "new", "--years", "1999"], "在 2014 至 2030 之间"),
        (["simulate", "new", "--years", "２０２１"], "应如 2018-2023 或 2021"),
        (["simulate", "new", "--formats", "text,png"], "png: 没有这种格式"),
        (["simulate", "new", "--reports", "0"], "--reports: 应为 1 或更大的整数"),
        (["simulate", "new", "--bodies", "0"], "--bodies: 应为 1 或更大的整数"),
        (["simulate", "full"], "这里已有别的内容"),
        (["simulate", "full/note.txt"], "这里已有别的内容"),
        (["series", "nowhere"], "应有 STORE、NAME 和 -o"),
        (["series", "nowhere", "received", "-o", "made.csv"], "没有建好的库"),
        (["issuers", "nowhere", "-o", "made.csv"], "没有建好的库"),
        (["years", "nowhere", "-o", "made.csv"], "没有建好的库"),
        (["register", "nowhere", "-o", "made.csv"], "没有建好的库"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.txt").write_text("a note", encoding="utf-8")
    assert main(["corpus", *arguments]) == 2
    errors = capsys.readouterr().err
    assert said in errors
    assert errors.count("\n") == 1
    assert not (tmp_path / "new").exists()


def test_files_that_cannot_be_read_or_written_are_named(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "made.csv")
    for option in (["register", store, "--expected", "nowhere.csv"], ["years", store, "--changes", "nowhere.csv"]):
        assert main(["corpus", *option, "-o", out]) == 2
        errors = capsys.readouterr().err
        assert "nowhere.csv" in errors
        assert errors.count("\n") == 1
    assert main(["corpus", "years", store, "-o", str(tmp_path)]) == 2
    assert "无法写入" in capsys.readouterr().err


def test_csv_is_safe_in_a_spreadsheet() -> None:
    frame = pd.DataFrame({"name": ["=1+1", "河湾"], "count": [-1, 2], "cells": [["a", "b"], None]})
    assert csv_text(frame) == '\ufeffname,count,cells\r\n\'=1+1,-1,"[""a"", ""b""]"\r\n河湾,2,\r\n'
