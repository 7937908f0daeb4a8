"""The command `ogi`: exit status, outputs, and bad input as one sentence each while the rest goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import toolkit
from toolkit import cli
from toolkit.errors import ReadError
from toolkit.model import Document, Finding, Part, Report, Side

ROOT = Path(toolkit.__file__).parent.parent
SHARED = ROOT.parent / "shared" / "reports"
Ogi = Callable[..., int]


def made(file: str, *findings: Finding) -> Report:
    document = Document(file, "0" * 64, "text", "utf-8", "", ())
    return Report(document, {}, (), Part(0, "preamble", "", ""), Part(7, "closing", "", ""), (), (), findings=findings)


def finding(severity: str = "error", verdict: str = "inconsistent") -> Finding:
    return Finding(
        "requests.balance", "total", severity, verdict, Side(None), Side(None), (), "两处不一致。", "They differ."
    )  # type: ignore[arg-type]


@pytest.fixture
def ogi(monkeypatch: pytest.MonkeyPatch) -> Ogi:
    """Runs the command over a pipeline that reads the name of a file as what to find in it."""

    def run(path: Path, second_reading: bool = True) -> Report:
        name = path.name
        if "broken" in name:
            raise ReadError("broken", str(path), "文件坏了。", "The file is broken.")
        if "bug" in name:
            raise ZeroDivisionError("secret detail")
        if "deep" in name:
            raise RecursionError
        found = [finding()] if "wrong" in name else []
        found += [finding("warning")] if "doubtful" in name else []
        found += [finding("note")] if "note" in name else []
        found += [finding("error", "unreadable")] if "unreadable" in name else []
        return made(str(path), *found)

    monkeypatch.setattr("toolkit.pipeline.run", run)
    return lambda *arguments: cli.main([str(argument) for argument in arguments])


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("clean.txt", 0),
        ("wrong.txt", 1),
        ("doubtful.txt", 1),
        ("note.txt", 0),
        ("unreadable.txt", 0),
        ("broken.txt", 2),
        ("bug.txt", 2),
        ("deep.txt", 2),
    ],
)
def test_exit_status(name: str, status: int, ogi: Ogi, tmp_path: Path) -> None:
    touch(tmp_path, name)
    assert ogi("check", tmp_path / name) == status


def test_what_cannot_be_read_outweighs_a_finding_and_stops_nothing(
    ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    touch(tmp_path, "a-broken.txt", "b-bug.html", "c-wrong.txt", "d-clean.md")
    assert ogi("check", tmp_path, "--json", tmp_path / "out.json", "--html", tmp_path / "pages", "--lang", "en") == 2
    captured = capsys.readouterr()
    assert [Path(r["file"]).name for r in json.loads((tmp_path / "out.json").read_text("utf-8"))] == [
        "c-wrong.txt",
        "d-clean.md",
    ]
    assert sorted(p.name for p in (tmp_path / "pages").iterdir()) == ["c-wrong.html", "d-clean.html", "index.html"]
    lines = captured.err.splitlines()
    assert len(lines) == 2
    assert lines[0].endswith("a-broken.txt: The file is broken.")
    assert "ZeroDivisionError" in lines[1]
    assert "secret detail" not in captured.err
    index = (tmp_path / "pages" / "index.html").read_text("utf-8")
    assert "The file is broken." in index
    assert "ZeroDivisionError" in index


@pytest.mark.parametrize(("lang", "words"), [("zh", "文件坏了。"), ("en", "The file is broken.")])
def test_a_failure_is_told_in_the_language_asked_for(
    lang: str, words: str, ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    touch(tmp_path, "broken.txt")
    ogi("check", tmp_path / "broken.txt", "--lang", lang)
    assert capsys.readouterr().err.splitlines() == [f"{tmp_path / 'broken.txt'}: {words}"]


def test_debug_shows_the_traceback(ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    touch(tmp_path, "bug.txt")
    ogi("check", tmp_path / "bug.txt", "--debug")
    assert "secret detail" in capsys.readouterr().err


def test_folders_are_searched_in_order_and_each_file_is_read_once(
    ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    touch(
        tmp_path,
        "b.txt",
        "a/z.HTML",
        "a/y.shtml",
        "c.pdf",
        "picture.svg",
        ".hidden.txt",
        ".git/x.md",
        "d.xhtml",
        "e.text",
    )
    ogi("check", tmp_path, tmp_path / "b.txt", "--json", "-")
    files = [Path(r["file"]).relative_to(tmp_path).as_posix() for r in json.loads(capsys.readouterr().out)]
    assert files == ["b.txt", "c.pdf", "d.xhtml", "e.text", "a/y.shtml", "a/z.HTML"]


def test_a_folder_without_reports_is_one_sentence(ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    touch(tmp_path, "picture.svg")
    assert ogi("check", tmp_path, "--lang", "en") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert "holds no report" in captured.err


def test_results_inside_the_searched_folder_are_not_read_again(ogi: Ogi, tmp_path: Path) -> None:
    touch(tmp_path, "clean.txt")
    for _ in range(2):
        assert ogi("check", tmp_path, "--html", tmp_path / "pages") == 0
    assert sorted(p.name for p in (tmp_path / "pages").iterdir()) == ["clean.html", "index.html"]


def test_json_to_standard_output_is_json_and_nothing_else(
    ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    touch(tmp_path, "a-wrong.txt", "b-broken.txt")
    assert ogi("check", tmp_path, "--json", "-") == 2
    captured = capsys.readouterr()
    (record,) = json.loads(captured.out)
    assert record["findings"][0]["rule"] == "requests.balance"
    assert len(captured.err.splitlines()) == 1


def test_json_of_nothing_is_an_empty_array(ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    touch(tmp_path, "broken.txt")
    ogi("check", tmp_path, "--json", "-")
    assert json.loads(capsys.readouterr().out) == []


def test_pages_of_the_same_name_do_not_replace_each_other(ogi: Ogi, tmp_path: Path) -> None:
    touch(tmp_path, "in/1/report.txt", "in/2/report.html", "in/3/Report.md", "in/4/index.txt")
    ogi("check", tmp_path / "in", "--html", tmp_path / "pages")
    names = sorted(p.name for p in (tmp_path / "pages").iterdir())
    assert names == ["Report-3.html", "index-2.html", "index.html", "report-2.html", "report.html"]


def test_a_result_never_replaces_a_file_that_is_read(
    ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    touch(tmp_path, "report.html", "index.html")
    report = tmp_path / "report.html"
    assert ogi("check", report, "--json", report) == 2
    assert ogi("check", report, "--html", tmp_path) == 0
    assert report.read_text() == "x"
    assert (tmp_path / "report-2.html").exists()
    touch(tmp_path, "index.html")
    assert ogi("check", tmp_path / "index.html", "--html", tmp_path) == 2
    assert (tmp_path / "index.html").read_text() == "x"
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_output_that_cannot_be_written_is_one_sentence(
    option: str, ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    touch(tmp_path, "clean.txt", "file")
    assert ogi("check", tmp_path / "clean.txt", option, tmp_path / "file" / "below", "--lang", "en") == 2
    captured = capsys.readouterr()
    assert len(captured.err.splitlines()) == 1
    assert "cannot be written" in captured.err


def test_a_full_disk_is_one_sentence_and_the_other_output_goes_on(
    ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    touch(tmp_path, "a.txt", "b.txt")
    assert ogi("check", tmp_path, "--json", "/dev/full", "--html", tmp_path / "pages", "--lang", "en", "--quiet") == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert len(list((tmp_path / "pages").iterdir())) == 3


def test_a_pattern_that_the_shell_left_alone_is_expanded(
    ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    touch(tmp_path, "a.html", "b.html", "c.txt")
    ogi("check", tmp_path / "*.html", "--json", "-")
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_quiet_prints_failures_only(ogi: Ogi, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    touch(tmp_path, "a-wrong.txt", "b-broken.txt")
    ogi("check", tmp_path, "--quiet")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1


def test_version_and_help_are_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["--version"])
    assert stop.value.code == 0
    assert toolkit.__version__ in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        cli.main(["check", "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    for word in ("退出状态", "exit status", "--json", "--html", "--lang", "--quiet", "notes do not count"):
        assert word in text


def command(*arguments: object, **more: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **{k: str(v) for k, v in more.items()}}
    line = [sys.executable, "-m", "toolkit", *map(str, arguments)]
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)


def test_a_missing_file_through_the_real_pipeline() -> None:
    done = command("check", "没有这个文件.txt", LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="")
    assert done.returncode == 2
    assert len(done.stderr.decode("utf-8").splitlines()) == 1
    assert "没有这个文件.txt" in done.stderr.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="the shell of Windows has no such pipe")
def test_a_pipe_that_closes_early_is_no_error(tmp_path: Path) -> None:
    touch(tmp_path, *(f"{n}.txt" for n in range(40)))
    code = (
        "import sys, toolkit.pipeline\n"
        "sys.path.insert(0, 'tests')\n"
        "from test_cli import made\n"
        "toolkit.pipeline.run = lambda path, second_reading: made('长' * 4000 + str(path))\n"
        "from toolkit.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    for options in ((), ("--json", "-")):
        process = subprocess.Popen(
            [sys.executable, "-c", code, "check", str(tmp_path), *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read().decode() == ""
        process.stderr.close()
        assert process.wait(60) == 0


def test_the_dongchang_report_from_end_to_end(tmp_path: Path) -> None:
    report = SHARED / "dongchang-2020.txt"
    if not report.exists():
        pytest.skip("the shared reports are not on this machine")
    done = command("check", report, "--json", tmp_path / "out.json", "--html", tmp_path / "pages")
    assert done.returncode == 1, done.stderr.decode("utf-8")
    (record,) = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert record["report"]["year"] == 2020
    assert {f["rule"] for f in record["findings"]} >= {"requests.balance", "text.total"}
    assert (tmp_path / "pages" / "dongchang-2020.html").stat().st_size > 10_000


def test_what_counts_is_what_the_index_counts() -> None:
    from toolkit.views.page import IndexEntry
    from toolkit.views.words import counts_as_inconsistent

    findings = [finding(), finding("warning"), finding("note"), finding("error", "unreadable")]
    assert list(map(counts_as_inconsistent, findings)) == [True, True, False, False]
    entry = IndexEntry.of(replace(made("x"), findings=tuple(findings)), "x.html")
    assert entry.counted == 2


TITLE = "云岫县水务局2022年政府信息公开工作年度报告"
SPAN = '<table><tr><td colspan="1000000000" rowspan="1000000000">x</td><td>1</td></tr></table>'
BAD: dict[str, bytes] = {
    "empty.txt": b"",
    "picture.html": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 50,
    "span.html": f"<html><meta charset=utf-8><h1>{TITLE}</h1>{SPAN}".encode(),
    "deep.html": f"<html><meta charset=utf-8><h1>{TITLE}</h1>{'<table><tr><td>' * 5000}x".encode(),
    "other.txt": "今天天气很好。\n我们去公园。\n".encode(),
    "no-tables.txt": f"{TITLE}\n一、总体情况\n本年收到申请3件。\n".encode(),
    "bytes.txt": b"\x81\xff\xfe\xff\x80" * 2000,
}


# Runs a command and prints the most memory that it had, in KB on Linux. A small program of its own: a process that is started
# counts what the process that starts it has, and this one has run many tests.
MEASURED = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""


def test_bad_input_is_one_sentence_each_and_the_rest_is_done(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="memory is measured on Unix only")
    for name, content in BAD.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    (tmp_path / "folder").mkdir()
    names = [*BAD, "big.txt", "missing.txt", "folder"]
    good = sorted((ROOT / "corpus" / "reports").glob("*.txt"))[:1]
    arguments = ["check", *(tmp_path / name for name in names), *good, "--json", tmp_path / "out.json", "--lang", "en"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, sys.executable, "-m", "toolkit", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    lines = done.stderr.decode("utf-8").splitlines()
    assert done.returncode == 2
    assert sorted(line.split(": ")[0] for line in lines) == sorted(str(tmp_path / name) for name in names)
    for line in lines:
        assert len(line) < 500, line
        assert line.endswith((".", ")")), line
        assert "Traceback" not in line
        assert "unexpected error" not in line
    assert len(json.loads((tmp_path / "out.json").read_text("utf-8"))) == len(good)
    assert int(done.stdout.splitlines()[-1]) <= 500 * 1024
