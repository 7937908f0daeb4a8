"""Building a store: what is in it, what a changed source changes, and that a report that goes wrong stays alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from stores import NAMES, REPORTS, run_program, some_reports, tree

import toolkit
from toolkit import Corpus, CorpusError, ReadReport, build_corpus, load_corpus
from toolkit.corpus import work as work_module

FRAMES = ("cells", "claims", "findings", "parts", "sentences", "numbers", "lists")


def build(source: Path, store: Path, **options: object) -> Corpus:
    return build_corpus(source, store, **{"processes": 0, "progress": False, **options})


def test_the_rows_of_a_store_are_those_of_each_report(small_store: Corpus) -> None:
    import pandas as pd

    for frame in FRAMES:
        stored = small_store.frame(frame)
        for name in NAMES:
            alone = getattr(ReadReport(toolkit.run(REPORTS / name)), frame)
            rows = stored[stored["report_id"] == name].drop(columns=["report_id", "year"]).reset_index(drop=True)
            pd.testing.assert_frame_equal(rows, alone)


def test_a_report_has_one_row_that_counts_what_is_in_it(small_store: Corpus) -> None:
    reports = small_store.reports().set_index("report_id")
    assert sorted(reports.index) == sorted(NAMES)
    for name in NAMES:
        report = toolkit.run(REPORTS / name)
        row = reports.loc[name]
        assert (row["year"], row["issuer"], row["form"]) == (report.year, report.value("issuer"), report.form)
        assert row["cell_count"] == len(report.cells) == row["given_count"] + row["blank_count"] + row["absent_count"] + row["unreadable_count"]  # fmt: skip  # noqa: E501
        assert row["claim_count"] == len(report.claims)
        assert row["file"] == name


def test_what_is_no_report_is_a_failure_with_its_reason(small_store: Corpus) -> None:
    failures = small_store.failures.set_index("report_id")
    assert dict(failures["code"]) == {"note.txt": "not_a_report", "sub/empty.html": "empty_file"}
    assert failures["zh"].str.contains("。").all()
    assert small_store.counts == {"read": 4, "failed": 2}
    manifest = small_store.manifest.set_index("report_id")
    assert dict(manifest["status"].value_counts()) == {"read": 4, "failed": 2}
    assert (manifest["toolkit_version"] == toolkit.__version__).all()


@pytest.mark.slow
@pytest.mark.parametrize("start", ["spawn", "forkserver", "fork"])
def test_every_way_to_start_processes_gives_the_same_store(start: str, small_store: Corpus, tmp_path: Path) -> None:
    import multiprocessing

    if start not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {start}")
    folder = some_reports(tmp_path / "reports")
    (folder / "note.txt").write_text("今天下午三点开会。", encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / "empty.html").write_bytes(b"")
    program = (
        "import sys; from toolkit import build_corpus\n"
        "build_corpus(sys.argv[1], sys.argv[2], processes=2, progress=False, start=sys.argv[3])"
    )  # no `if __name__ == '__main__'`: the program of a beginner
    process = run_program(program, folder, tmp_path / "store", start)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert tree(tmp_path / "store") == tree(small_store.path)


WRONG = """
import os, signal, sys, time
from toolkit.corpus import work
real = work.run_document
def run_document(document, known=None):
    name = os.path.basename(document.file)
    if name.startswith("kills"): os.kill(os.getpid(), signal.SIGSEGV)
    if name.startswith("exits"): os._exit(0)
    while name.startswith("loops"): pass
    eaten = []
    while name.startswith("eats"): eaten.append(bytearray(20_000_000))
    if name.startswith("raises"): raise ZeroDivisionError
    return real(document, known)
work.run_document = run_document
from toolkit import build_corpus
build_corpus(sys.argv[1], sys.argv[2], processes=2, progress=False, seconds=4, memory=700_000_000, start="fork")
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits are kept on Linux")
def test_a_report_that_crashes_hangs_or_eats_memory_is_one_failure(tmp_path: Path) -> None:
    folder = some_reports(tmp_path / "reports", copies=2)
    for name in ("kills", "exits", "loops", "eats", "raises"):
        (folder / "set0" / f"{name}.txt").write_bytes((REPORTS / NAMES[0]).read_bytes())
    process = run_program(WRONG, folder, tmp_path / "store")
    _, errors = process.communicate(timeout=180)
    assert process.returncode == 0, errors
    corpus = load_corpus(tmp_path / "store")
    codes = {Path(row.report_id).stem: row.code for row in corpus.failures.itertuples()}
    wanted = {
        "kills": "crashed",
        "exits": "crashed",
        "loops": "timeout",
        "eats": "out_of_memory",
        "raises": "unexpected",
    }
    assert codes == wanted
    assert len(corpus.reports()) == 2 * len(NAMES)
    log = (tmp_path / "store" / "log.txt").read_text("utf-8")
    assert "ZeroDivisionError" in log


def count_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    read: list[str] = []
    real = work_module.run_document

    def run_document(document: toolkit.Document, known: object = None) -> toolkit.Report:
        read.append(Path(document.file).name)
        return real(document, known)  # type: ignore[arg-type]

    monkeypatch.setattr(work_module, "run_document", run_document)
    return read


def test_a_second_run_reads_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = some_reports(tmp_path / "reports")
    build(folder, tmp_path / "store")
    before = tree(tmp_path / "store")
    read = count_reads(monkeypatch)
    build(folder, tmp_path / "store")
    assert read == []
    assert tree(tmp_path / "store") == before


def test_what_changed_is_read_again_and_what_is_gone_is_gone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = some_reports(tmp_path / "reports")
    build(folder, tmp_path / "store")
    changed = folder / NAMES[0]
    changed.write_bytes(changed.read_bytes() + b"\n")
    (folder / NAMES[1]).unlink()
    (folder / "aaa.txt").write_bytes((REPORTS / "yanbei-county-2019.txt").read_bytes())
    read = count_reads(monkeypatch)
    build(folder, tmp_path / "store")
    assert sorted(read) == ["aaa.txt", NAMES[0]]
    build(folder, tmp_path / "anew")
    assert tree(tmp_path / "store") == tree(tmp_path / "anew")


def test_another_version_reads_everything_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = some_reports(tmp_path / "reports", NAMES[:2])
    build(folder, tmp_path / "store")
    monkeypatch.setattr("toolkit.corpus.build.fingerprint", lambda: "other")
    read = count_reads(monkeypatch)
    build(folder, tmp_path / "store")
    assert sorted(read) == sorted(NAMES[:2])
    assert load_corpus(tmp_path / "store").fingerprint == "other"


def test_rows_that_were_lost_are_read_again(tmp_path: Path) -> None:
    folder = some_reports(tmp_path / "reports", NAMES[:2])
    build(folder, tmp_path / "store")
    before = tree(tmp_path / "store")
    for part in (tmp_path / "store" / ".work" / "parts").iterdir():
        part.unlink()
    next((tmp_path / "store").glob("cells/*/*.parquet")).unlink()
    build(folder, tmp_path / "store")
    assert tree(tmp_path / "store") == before


def test_the_store_may_lie_in_the_folder_that_is_read(tmp_path: Path) -> None:
    some_reports(tmp_path, NAMES[:1])
    for _ in range(2):
        assert build(tmp_path, tmp_path / "store").counts == {"read": 1, "failed": 0}


def test_a_folder_with_something_else_is_not_written_to(tmp_path: Path) -> None:
    folder = some_reports(tmp_path / "reports", NAMES[:1])
    with pytest.raises(CorpusError) as error:
        build(folder, folder)
    assert error.value.code == "not_a_store"
    assert sorted(p.name for p in folder.iterdir()) == [NAMES[0]]


@pytest.mark.parametrize(("source", "code"), [("nowhere", "no_source"), ("nothing", "no_reports")])
def test_a_source_without_reports_is_an_error(source: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(CorpusError) as error:
        build(tmp_path / source, tmp_path / "store")
    assert error.value.code == code
    with pytest.raises(CorpusError):
        load_corpus(tmp_path / "store")
