"""The command `ogi corpus`: what it prints, and its exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
from stores import NAMES, some_reports

from toolkit import Corpus
from toolkit.cli import main


def test_build_show_query_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = some_reports(tmp_path / "reports", NAMES[:2])
    store = str(tmp_path / "store")
    assert main(["corpus", "build", str(folder), "-o", store, "--processes", "1", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["corpus", "show", store]) == 0
    assert "读成 2 份, 未读成 0 份" in capsys.readouterr().out
    assert main(["corpus", "query", store, "select count(*) as n, null as nothing from reports", "--csv"]) == 0
    assert capsys.readouterr().out == "n,nothing\n2,\n"
    assert main(["corpus", "query", store, "select report_id, [1, 2] as pair from reports order by 1"]) == 0
    assert NAMES[0] in capsys.readouterr().out
    arguments = ["corpus", "export", store, "-o", str(tmp_path / "out"), "--frame", "reports", "--year", "2020"]
    assert main(arguments) == 0
    assert (tmp_path / "out" / "reports.csv").read_bytes().count(b"\r\n") == 2
    assert "reports.csv" in capsys.readouterr().out


def test_failures_are_shown_and_tell_in_the_status(
    small_store: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = some_reports(tmp_path / "reports", NAMES[:1])
    (folder / "empty.txt").write_bytes(b"")
    assert main(["corpus", "build", str(folder), "-o", str(tmp_path / "store"), "--quiet", "--processes", "1"]) == 1
    assert main(["corpus", "show", str(small_store.path), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "4 reports read, 2 failed" in out
    assert "not_a_report: 1" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "nowhere"], "没有建好的库"),
        (["build", "nowhere", "-o", "store"], "没有这个来源"),
        (["build", "nowhere", "-o", "store", "--processes", "0"], "应为 1 或更大的整数"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["corpus", *arguments]) == 2
    errors = capsys.readouterr().err
    assert said in errors
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["corpus"], "缺少必要的内容"),
        (["corpus", "make"], "没有 corpus 'make' 这个命令"),
        (["corpus", "build", "x"], "缺少必要的内容"),
        (["corpus", "build", "x", "-o", "y", "--processes", "many"], "--processes 后面应是数字"),
    ],
)
def test_a_wrong_command_is_one_sentence(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
