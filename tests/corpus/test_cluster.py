"""A build on a Dask cluster gives the bytes of a build on one machine, whatever happens to its workers.

A scheduler and two workers are started as programs of their own on loopback, as on a real cluster.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stores import NAMES, ROOT, run_program, some_reports, tree

from toolkit import CorpusError, build_corpus, load_corpus
from toolkit.corpus.identity import fingerprint
from toolkit.corpus.remote import Share, refusal

SECONDS = 120
FIXED = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")
BUILD = (
    "import sys; from toolkit import build_corpus\n"
    "build_corpus(sys.argv[1], sys.argv[2], cluster=sys.argv[3], processes=1, progress=False)"
)
# A report with this word in its name ends the process that reads it, or the worker of the cluster that ordered that.
TROUBLE = """
import os, signal
from toolkit.corpus.work import work as real

def work(chunk, tell):
    for number, task in enumerate(chunk.tasks):
        if "killer" in task.item.name:
            os.kill(os.getppid(), signal.SIGKILL)
        if "crasher" in task.item.name:
            tell(number)
            os._exit(3)
        if "sleeper" in task.item.name:
            tell(number)
            while True:
                pass
    return real(chunk, tell)
"""
TROUBLED = (
    "import sys; import trouble; from toolkit import build_corpus; from toolkit.corpus import build\n"
    "build.work = trouble.work\n"
    "build_corpus(sys.argv[1], sys.argv[2], cluster=sys.argv[3], processes=1, progress=False, seconds=4)"
)


class LoopbackCluster:
    """A scheduler and workers on this machine, each a program of its own; all are ended by their own id."""

    def __init__(self, folder: Path, paths: Path | None = None) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, [ROOT, *([paths] if paths else [])])),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
            "DASK_TEMPORARY_DIRECTORY": str(folder),
        }
        self.address = f"tcp://127.0.0.1:{free_port()}"
        port = self.address.rsplit(":", 1)[1]
        self.start("scheduler", "--port", port, *FIXED)

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        """One more worker of one thread."""
        return self.start("worker", self.address, "--nthreads", "1", *FIXED, *options)

    def start(self, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a program of the cluster in a session of its own."""
        with (self.folder / f"{len(self.started)}.txt").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def end(self) -> None:
        """End whatever was started."""
        for process in reversed(self.started):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.02)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[LoopbackCluster]:
    pytest.importorskip("distributed")
    if os.name != "posix":
        pytest.skip("process groups")
    folder = tmp_path / "cluster"
    folder.mkdir()
    paths = tmp_path / "modules"
    paths.mkdir()
    (paths / "trouble.py").write_text(TROUBLE, encoding="utf-8")
    made = LoopbackCluster(folder, paths)
    try:
        yield made
    finally:
        made.end()


@pytest.mark.slow
def test_a_build_and_then_a_worker_are_killed_and_the_bytes_are_the_same(
    cluster: LoopbackCluster, tmp_path: Path
) -> None:
    reports = some_reports(tmp_path / "reports", copies=40)
    (reports / "note.txt").write_text("今天下午三点开会。", encoding="utf-8")
    build_corpus(reports, tmp_path / "local", processes=0, progress=False)
    victim = cluster.worker("--no-nanny")
    cluster.worker("--no-nanny")
    store = tmp_path / "store"
    for parts, killed in (("0001-*.part", None), ("0002-*.part", victim.pid)):  # first the build, then the worker
        process = run_program(BUILD, reports, store, cluster.address)
        wait_until(lambda: process.poll() is not None or len(list((store / ".work" / "parts").glob(parts))) >= 2)  # noqa: B023
        assert process.poll() is None, process.communicate()
        os.killpg(killed or process.pid, signal.SIGKILL)
        _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, errors
    log = (store / "log.txt").read_text("utf-8")
    assert re.search(r"worker tcp://\S+ gone", log)
    assert tree(store) == tree(tmp_path / "local")
    assert list(load_corpus(store).failures["report_id"]) == ["note.txt"]
    assert not list(store.glob(".work/cluster-*"))


@pytest.mark.slow
def test_reports_that_kill_are_rows_of_failures_and_the_rest_goes_on(cluster: LoopbackCluster, tmp_path: Path) -> None:
    sys.path.insert(0, str(tmp_path / "modules"))
    reports = some_reports(tmp_path / "reports", copies=3)
    for name in ("crasher.txt", "killer.txt", "sleeper.txt"):
        (reports / "set2" / name).write_bytes((reports / "set0" / NAMES[0]).read_bytes())
    for _ in range(2):
        cluster.worker("--nanny")
    store = tmp_path / "store"
    program = f"import sys; sys.path.insert(0, {str(tmp_path / 'modules')!r})\n{TROUBLED}"
    process = run_program(program, reports, store, cluster.address)
    _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, errors
    failures = load_corpus(store).failures
    assert dict(zip(failures["report_id"], failures["code"], strict=True)) == {
        "set2/crasher.txt": "crashed",
        "set2/killer.txt": "crashed",
        "set2/sleeper.txt": "timeout",
    }
    assert len(load_corpus(store).reports()) == 3 * len(NAMES)


@pytest.mark.slow
def test_a_build_begun_here_goes_on_there(cluster: LoopbackCluster, tmp_path: Path) -> None:
    reports = some_reports(tmp_path / "reports", copies=4)
    build_corpus(reports, tmp_path / "local", processes=0, progress=False)
    store = tmp_path / "store"
    build_corpus(reports, store, processes=0, progress=False, limit=7)
    cluster.worker("--nanny")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "toolkit", "corpus", "build", "reports", "-o", "store", "--cluster"]
    done = subprocess.run(
        [*command, cluster.address], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr
    assert tree(store) == tree(tmp_path / "local")


@pytest.mark.slow
def test_a_lost_scheduler_is_one_sentence_and_the_next_run_goes_on(cluster: LoopbackCluster, tmp_path: Path) -> None:
    reports = some_reports(tmp_path / "reports", copies=40)
    cluster.worker("--no-nanny")
    store = tmp_path / "store"
    process = run_program(BUILD, reports, store, cluster.address)
    wait_until(lambda: process.poll() is not None or bool(list(store.glob(".work/parts/*.part"))))
    cluster.started[0].kill()
    _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert "CorpusError" in errors.strip().splitlines()[-1]
    assert "cluster" in errors.strip().splitlines()[-1]
    build_corpus(reports, store, processes=2, progress=False)
    assert len(load_corpus(store).reports()) == 40 * len(NAMES)


def test_without_the_extra_it_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CorpusError) as error:
        build_corpus(
            some_reports(tmp_path / "reports"), tmp_path / "store", cluster="tcp://127.0.0.1:9", progress=False
        )
    assert error.value.code == "cluster_extra_missing"
    assert "ogi-toolkit[cluster]" in error.value.zh
    assert "ogi-toolkit[cluster]" in error.value.en


@pytest.mark.parametrize("address", ["", "here", "foo://bar:1", "tcp://127.0.0.1", "tcp://127.0.0.1:x"])
def test_what_is_no_address_is_told_at_once(address: str, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(CorpusError) as error:
        build_corpus(some_reports(tmp_path / "reports"), tmp_path / "store", cluster=address, progress=False)
    assert error.value.code == "cluster_not_reached"


@pytest.mark.slow
def test_an_address_without_a_scheduler_is_one_sentence(tmp_path: Path) -> None:
    reports = some_reports(tmp_path / "reports")
    process = run_program(BUILD, reports, tmp_path / "store", f"tcp://127.0.0.1:{free_port()}")
    _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert "no Dask scheduler answers" in errors.strip().splitlines()[-1]


def test_a_worker_says_why_it_cannot_take_part(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "mark").write_bytes(b"")
    share = Share(str(tmp_path), "mark", fingerprint())
    assert refusal(share) is None
    assert not list((tmp_path / "parts").iterdir())
    cases = {
        "cluster_differs": Share(str(tmp_path), "mark", "another"),
        "cluster_no_share": Share(str(tmp_path / "elsewhere"), "mark", fingerprint()),
    }
    for code, other in cases.items():
        why = refusal(other)
        assert why is not None
        assert why[0] == code
    (tmp_path / "parts").rmdir()
    (tmp_path / "parts").write_bytes(b"")  # no folder to write to, whoever asks
    why = refusal(share)
    assert why is not None
    assert why[0] == "cluster_not_written"
