"""集群的一个工作进程里做的事：确认条件, 另起进程做一批, 交回结局。

What runs inside a worker of a cluster. A chunk is not read by the worker itself but by a process that it starts for
it, with the same limits as on one machine: a report that hangs, crashes or eats memory ends that process and not the
worker, and readers that are not made for threads never share one. The processes are kept for the next chunk, and
ended when the build ends or when they have had nothing to do for a while.
"""

from __future__ import annotations

import contextlib
import pickle
import threading
import time
import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from toolkit.corpus.identity import fingerprint
from toolkit.corpus.work import Chunk, Failure, warm_up
from toolkit.corpus.workers import Job, Workers

_KEPT = 60.0  # seconds for which a process without work is kept


@dataclass(frozen=True, slots=True)
class Share:
    """一次建库要求各工作进程具备的条件。

    What a build asks of every worker: that it sees `folder` (the work folder of the store) with the file `mark` in
    it, can write there, and has the toolkit, vocabulary and engines of this `fingerprint`.
    """

    folder: str
    mark: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """一批的结局, 送回建库的进程。

    What became of a chunk, as in `workers.Ended`; `refusal` is why this worker cannot take part.
    """

    value: Any = None
    reason: str = ""
    step: int | None = None
    code: int | None = None
    error: BaseException | None = None
    refusal: Failure | None = None


def refusal(share: Share) -> Failure | None:
    """此工作进程为何不能参加。

    Why this worker cannot take part: another version ("cluster_differs"), no shared folder ("cluster_no_share"), or
    one that it may not write to ("cluster_not_written"); None where it can.
    """
    if fingerprint() != share.fingerprint:
        zh = f"这个工作进程的工具、词表或读取引擎与本机不同({fingerprint()}, 本机 {share.fingerprint})；请装成相同的版本。"
        en = f"this worker has another toolkit, vocabulary or engine ({fingerprint()}, not {share.fingerprint}); install the same ones."
        return "cluster_differs", zh, en
    folder = Path(share.folder)
    if not (folder / share.mark).is_file():
        zh = f"这个工作进程看不到库的工作文件夹 {folder}；库须放在各台机器以同一路径共用的磁盘上。"
        en = f"this worker does not see the work folder {folder}; the store has to stand under one path on a disk that all share."
        return "cluster_no_share", zh, en
    trial = folder / "parts" / f".{share.mark}.{uuid.uuid4().hex}"
    try:
        trial.write_bytes(b"")
    except OSError as error:
        zh = f"这个工作进程写不进 {folder}({error.strerror})；请检查共用磁盘的权限和空间。"
        en = f"this worker cannot write to {folder} ({error.strerror}); check permission and space of the shared disk."
        return "cluster_not_written", zh, en
    finally:
        with contextlib.suppress(OSError):
            trial.unlink(missing_ok=True)
    return None


def carry_out(order: bytes) -> Answer:
    """做一批。

    Do a job: `order` is the pickled `(Job, memory, Share)`. Each attempt writes a part file under a name of its own,
    so that a worker that was given up and is still writing cannot touch what another one wrote.
    """
    job, memory, share = pickle.loads(order)  # noqa: S301 - the cluster runs what its clients send, by its nature
    if share not in _FIT:
        why = refusal(share)
        if why is not None:
            return Answer(refusal=why)
        _FIT.add(share)
    if isinstance(job.payload, Chunk):
        job = replace(job, payload=replace(job.payload, name=f"{job.payload.name}-{uuid.uuid4().hex[:12]}"))
    return _PROCESSES.do(job, memory, share.mark)


class _Processes:
    """The processes of this worker, one for each chunk that it works on at a time; those without work wait here."""

    def __init__(self) -> None:
        self._idle: list[tuple[float, str, Workers]] = []
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def do(self, job: Job[Any], memory: int, mark: str) -> Answer:
        workers = self._take(mark) or Workers(1, memory, warm_up, "spawn")  # a worker has threads and may not fork
        try:
            (ended,) = workers.run([job])
        except BaseException:
            workers.__exit__()
            raise
        self._keep(mark, workers)
        return Answer(ended.value, ended.reason, ended.step, ended.code, ended.error)

    def end(self, mark: str | None = None, before: float | None = None) -> None:
        """End those of one build, or those without work since a moment."""
        with self._lock:
            over = [entry for entry in self._idle if entry[1] == mark or (before is not None and entry[0] <= before)]
            self._idle = [entry for entry in self._idle if entry not in over]
        for _, _, workers in over:
            workers.__exit__()

    def _take(self, mark: str) -> Workers | None:
        with self._lock:
            for number, entry in enumerate(self._idle):
                if entry[1] == mark:
                    return self._idle.pop(number)[2]
        return None

    def _keep(self, mark: str, workers: Workers) -> None:
        with self._lock:
            self._idle.append((time.monotonic(), mark, workers))
            self._wake()

    def _wake(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(_KEPT, self._look)
            self._timer.daemon = True
            self._timer.start()

    def _look(self) -> None:
        self.end(before=time.monotonic() - _KEPT)
        with self._lock:
            self._timer = None
            if self._idle:
                self._wake()


_FIT: set[Share] = set()
_PROCESSES = _Processes()


def release(mark: str) -> None:
    """一次建库已完：结束为它留着的进程。 A build is over: end the processes that are kept for it."""
    _FIT.difference_update([share for share in _FIT if share.mark == mark])
    _PROCESSES.end(mark)
