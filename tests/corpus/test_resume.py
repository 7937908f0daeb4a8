"""A build that is stopped, killed, or out of disk goes on when it is run again, and ends in the same bytes."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
from pathlib import Path

import pytest
from stores import NAMES, run_program, some_reports, tree

from toolkit import CorpusError, build_corpus, load_corpus
from toolkit.corpus import commit, parts, work
from toolkit.corpus.lock import locked

# Each of these builds a store more than once.
pytestmark = pytest.mark.slow

PROGRAM = (
    "import sys; from toolkit import build_corpus; build_corpus(sys.argv[1], sys.argv[2], processes=2, progress=False)"
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return some_reports(tmp_path / "reports", copies=6)


@pytest.fixture
def whole(reports: Path, tmp_path: Path) -> dict[str, str]:
    """The store of a run that nothing disturbs."""
    build_corpus(reports, tmp_path / "whole", processes=0, progress=False)
    return tree(tmp_path / "whole")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_kill_9_at_any_moment_loses_nothing(reports: Path, whole: dict[str, str], tmp_path: Path) -> None:
    moments = random.Random(5)
    store = tmp_path / "store"
    for kills in range(30):
        process = run_program(PROGRAM, reports, store)
        try:
            _, errors = process.communicate(timeout=moments.uniform(0.4, 2.5) + kills / 2)
            assert process.returncode == 0, errors
            break
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    assert kills > 0
    assert tree(store) == whole


def stop_after(count: int, error: BaseException, monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    """Make a function of a module raise at its `count`-th call."""
    real = getattr(module, name)
    calls = 0

    def stopping(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == count:
            raise error
        return real(*arguments, **options)

    monkeypatch.setattr(module, name, stopping)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_full_disk_is_told_and_the_next_run_goes_on(
    count: int, reports: Path, whole: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SLICE", 0.0)  # a part file for each report
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with monkeypatch.context() as patched:
        stop_after(count, full, patched, parts.os, "fsync")
        with pytest.raises(CorpusError) as error:
            build_corpus(reports, tmp_path / "store", processes=0, progress=False)
    assert error.value.code == "disk_full"
    assert not [path for path in (tmp_path / "store" / ".work" / "parts").iterdir() if path.name.startswith(".")]
    build_corpus(reports, tmp_path / "store", processes=0, progress=False)
    assert tree(tmp_path / "store") == whole


def test_a_full_disk_leaves_the_store_that_was_there(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    build_corpus(reports, store, processes=0, progress=False)
    before = tree(store)
    some_reports(reports / "more", NAMES[:1])
    with monkeypatch.context() as patched:
        from toolkit.corpus import compose

        stop_after(1, OSError(errno.ENOSPC, "full"), patched, compose.pq.ParquetWriter, "write_table")
        with pytest.raises(CorpusError) as error:
            build_corpus(reports, store, processes=0, progress=False)
    assert error.value.code == "disk_full"
    assert tree(store) == before
    assert len(load_corpus(store).reports()) == 6 * len(NAMES)
    assert len(build_corpus(reports, store, processes=0, progress=False).reports()) == 6 * len(NAMES) + 1


@pytest.mark.parametrize("count", [2, 3, 8])
def test_a_stop_while_new_data_is_put_in_place_is_finished(
    count: int, reports: Path, whole: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    build_corpus(some_reports(tmp_path / "less"), store, processes=0, progress=False)
    with monkeypatch.context() as patched:
        stop_after(count, KeyboardInterrupt(), patched, commit, "_remove")
        with pytest.raises(KeyboardInterrupt):
            build_corpus(reports, store, processes=0, progress=False)
    with pytest.raises(CorpusError) as error:
        load_corpus(store)
    assert error.value.code == "unfinished"
    build_corpus(reports, store, processes=0, progress=False)
    assert tree(store) == whole


def test_an_interrupted_build_keeps_what_is_done(
    reports: Path, whole: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SLICE", 0.0)
    read: list[str] = []
    real = work.run_document

    def run_document(document: object, known: object = None) -> object:
        read.append(document.file)  # type: ignore[attr-defined]
        if len(read) == 10:
            raise KeyboardInterrupt
        return real(document, known)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "run_document", run_document)
    with pytest.raises(KeyboardInterrupt):
        build_corpus(reports, tmp_path / "store", processes=0, progress=False)
    build_corpus(reports, tmp_path / "store", processes=0, progress=False)
    assert len(read) == 6 * len(NAMES) + 1  # only the one at which it was stopped is read twice
    assert tree(tmp_path / "store") == whole


@pytest.mark.skipif(os.name != "posix", reason="the lock of another process")
def test_two_builds_of_one_store_are_refused(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "store" / ".work").mkdir(parents=True)
    program = (
        "import sys, time; from pathlib import Path; from toolkit.corpus.lock import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    process = run_program(program, tmp_path / "store" / ".work" / "lock")
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(CorpusError) as error:
            build_corpus(reports, tmp_path / "store", processes=0, progress=False)
        assert error.value.code == "in_use"
    finally:
        process.kill()
        process.communicate()
    with locked(tmp_path / "store" / ".work" / "lock"):
        pass
