"""The command `ogi` and places that cannot be read or written: one sentence each, exit status 2, the rest is done."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import toolkit
from toolkit import cli
from toolkit.model import Document, Part, Report
from toolkit.reading.folders import find_files
from toolkit.views.output import HtmlFolder, JsonArray, OutputError, page_name, replace_file
from toolkit.views.printable import json_text

ROOT = Path(toolkit.__file__).parent.parent
GOOD = ROOT / "corpus" / "reports" / "dongchang-2020.txt"
unix = pytest.mark.skipif(os.name == "nt", reason="devices, links and closed streams of a Unix shell")
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


def made(file: str) -> Report:
    document = Document(file, "0" * 64, "text", "utf-8", "", ())
    return Report(document, {}, (), Part(0, "preamble", "", ""), Part(7, "closing", "", ""), (), ())


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipeline that makes an empty report of any file there is."""

    def run(path: Path, second_reading: bool = True) -> Report:
        if not Path(path).is_file():
            from toolkit.reading import read_document

            read_document(path)  # raises
        return made(str(path))

    monkeypatch.setattr("toolkit.pipeline.run", run)


def shell(line: str, folder: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """A line of the shell, where OGI is the command and GOOD a report."""
    names = {"OGI": f'"{sys.executable}" -m toolkit check', "GOOD": f'"{GOOD}"'}
    for name, value in names.items():
        line = line.replace(name, value)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(["sh", "-c", line], cwd=folder, env=environment, capture_output=True, timeout=60, check=False)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def sentences(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    text = done.stderr.decode("utf-8")
    assert "Traceback" not in text
    return text.splitlines()


@unix
def test_links_in_a_circle_are_one_sentence_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "c.txt").write_text("x")
    arguments = ["check", str(tmp_path / "a"), str(tmp_path / "c.txt"), "--json", str(tmp_path / "out.json")]
    assert cli.main(arguments) == 2
    assert "互相指向的符号链接" in capsys.readouterr().err
    assert len(json.loads((tmp_path / "out.json").read_text("utf-8"))) == 1


@unix
def test_results_may_not_be_written_over_an_input_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("x")
    (tmp_path / "out.json").symlink_to(tmp_path / "c.txt")
    assert cli.main(["check", str(tmp_path / "c.txt"), "--json", str(tmp_path / "out.json")]) == 2
    assert (tmp_path / "c.txt").read_text() == "x"


@FULL
@pytest.mark.parametrize("options", ["", "--json -"])
def test_a_full_standard_output_is_not_blamed_on_the_report(options: str, tmp_path: Path) -> None:
    done = shell(f"OGI {options} GOOD >/dev/full", tmp_path)
    (line,) = sentences(done)
    assert line.startswith("标准输出")
    assert "无法写入" in line
    assert done.returncode == 2


@FULL
def test_with_standard_output_full_the_other_results_are_written(tmp_path: Path) -> None:
    done = shell("OGI --json out.json --html pages GOOD >/dev/full", tmp_path)
    assert done.returncode == 2
    assert len(sentences(done)) == 1
    assert len(json.loads((tmp_path / "out.json").read_text("utf-8"))) == 1
    assert (tmp_path / "pages" / "index.html").exists()


@unix
@pytest.mark.parametrize("options", ["", "--json -"])
def test_a_closed_standard_output_is_one_sentence(options: str, tmp_path: Path) -> None:
    done = shell(f"OGI {options} GOOD >&-", tmp_path)
    (line,) = sentences(done)
    assert "已关闭" in line
    assert done.returncode == 2


@unix
def test_a_closed_standard_error_does_not_spoil_the_json(tmp_path: Path) -> None:
    done = shell("OGI --json - missing.txt GOOD 2>&-", tmp_path)
    assert len(json.loads(done.stdout)) == 1
    assert done.returncode == 2


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name_is_not_the_folder_one_stands_in(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "report.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    for arguments in ([name], ["report.txt", "--json", name], ["report.txt", "--html", name]):
        assert cli.main(["check", *arguments]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert len(captured.err.splitlines()) == 1
    assert names_in(tmp_path) == ["report.txt"]


@unix
@pytest.mark.parametrize("whole", [True, False], ids=["the folder itself", "a folder inside"])
def test_a_folder_without_permission_is_named(
    whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "report.txt").write_text("x")
    scandir = os.scandir

    def refuse(path: str) -> object:  # root may list every folder, so the refusal is made here
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    where = tmp_path / "locked" if whole else tmp_path
    assert cli.main(["check", str(where), "--json", "-"]) == 2
    captured = capsys.readouterr()
    (line,) = captured.err.splitlines()
    assert line.startswith(str(tmp_path / "locked"))
    assert "没有权限" in line
    assert len(json.loads(captured.out)) == (0 if whole else 1)


def test_a_newline_in_a_file_name_forges_no_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(tmp_path / "a\nb: 一切正常。.txt")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "‹U+000A›" in line


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["check", "-dash.txt"], "./-dash.txt", "./-dash.txt"),
        (["check", "-help.txt"], "./-help.txt", "./-help.txt"),
        (["check"], "缺少要核对的报告", "is missing"),
        ([], "缺少命令", "command"),
        (["chekc", "x"], "没有 'chekc' 这个命令", "no command"),
        (["check", "x", "--lang", "fr"], "--lang 不能是 'fr'", "--lang cannot be 'fr'"),
        (["check", "x", "--json"], "--json 后面缺少内容", "--json needs"),
        (["check", "x", "--quiet=1"], "--quiet 后面不带内容", "takes nothing"),
        (["check", "x", "--no-such"], "不认识 --no-such", "--no-such is not known"),
    ],
)
def test_a_wrong_command_is_one_sentence_in_both_languages(
    arguments: list[str], zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert zh in line
    assert en in line


def test_help_fits_a_terminal_and_says_what_the_statuses_mean(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        cli.main(["check", "--help"])
    text = capsys.readouterr().out
    assert max(map(cell_len, text.splitlines())) <= 80
    for zh, en in (("没有不一致之处", "nothing inconsistent"), ("有不一致之处", "something inconsistent")):
        assert zh in text
        assert en in text
    assert "有文件读不了" in text
    assert "could not be read" in text


def test_a_pattern_that_python_cannot_glob_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(tmp_path / "a**b[.txt")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


HOSTILE = "\x9b31m\x1b[31m\u202e\u2066\u200f\u2028\u2029\ufeff\x7f\U000e0041\ud800"


def test_json_holds_no_character_that_steers_a_terminal() -> None:
    text = json_text({"给": HOSTILE + "正常"})
    assert not set(text) & set(HOSTILE.replace("31m", "").replace("[", ""))
    assert "正常" in text
    assert json.loads(text) == {"给": HOSTILE + "正常"}
    assert json.loads(json_text({"a": HOSTILE}, indent=1)) == {"a": HOSTILE}


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("dongchang-2020", "dongchang-2020"),
        ("东昌区_2020年报.v2", "东昌区_2020年报.v2"),
        ("<img src=x onerror=alert(8)>\"'&", "img-src-x-onerror-alert-8"),
        ("a\nb\x1b[31m", "a-b-31m"),
        ("..", "report-"),
        ("-rf", "rf"),
        ("con", "report-con"),
        ("nul.x", "report-nul.x"),
        ("长" * 85, "长" * 60),
        ("\udce4\udcb8\udc9c", "东"),
        ("\udcff", "report-"),
    ],
)
def test_a_page_gets_a_name_that_is_safe_everywhere(stem: str, name: str) -> None:
    assert page_name(stem) == name


def test_hostile_names_make_one_page_each(tmp_path: Path) -> None:
    folder = HtmlFolder(str(tmp_path))
    for stem in ("<a>", "(a)", "\na"):
        folder.add(made(stem), Path(stem + ".txt"))
    folder.close()
    assert names_in(tmp_path) == ["a-2.html", "a-3.html", "a.html", "index.html"]


def test_the_array_appears_under_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("before")
    array = JsonArray(str(target))
    array.add({"a": 1})
    assert target.read_text() == "before"
    array.close()
    assert json.loads(target.read_text("utf-8")) == [{"a": 1}]
    assert names_in(tmp_path) == ["out.json"]


@unix
def test_a_killed_process_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("before")
    code = (
        "import sys, time\nfrom toolkit.views.output import JsonArray\n"
        "array = JsonArray(sys.argv[1]); array.add({'a': 1}); print('ready', flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", code, str(target)], stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    process.stdout.close()
    assert target.read_text() == "before"


def test_an_interrupted_run_writes_no_array(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x")

    def run(path: Path, second_reading: bool = True) -> Report:
        if path.name == "b.txt":
            raise KeyboardInterrupt
        return made(str(path))

    monkeypatch.setattr("toolkit.pipeline.run", run)
    out, pages = tmp_path / "out.json", tmp_path / "pages"
    assert cli.main(["check", str(tmp_path), "--json", str(out), "--html", str(pages), "--quiet"]) == 130
    assert names_in(tmp_path) == ["a.txt", "b.txt", "pages"]
    assert names_in(pages) == ["a.html", "index.html"]
    assert len(capsys.readouterr().err.splitlines()) == 1


@unix
def test_replacing_a_file_keeps_its_mode_and_follows_its_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("before")
    real.chmod(0o640)
    link.symlink_to(real)
    replace_file(link, b"after")
    assert link.is_symlink()
    assert real.read_text() == "after"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_file_that_cannot_be_finished_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    array = JsonArray(str(tmp_path / "out.json"))

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("toolkit.views.output._rename", refuse)
    with pytest.raises(OutputError):
        array.close()
    assert names_in(tmp_path) == []


def test_files_named_three_times_are_found_once(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").touch()
    assert len(list(find_files([str(tmp_path)] * 3, pytest.fail))) == 300
    shutil.rmtree(tmp_path)
