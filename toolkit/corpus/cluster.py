"""现有的 Dask 集群：与本机的一组进程做同样的事。

An existing Dask cluster in place of the processes of this machine: the same chunks, the same journal, the same bytes.

What has to be there: a scheduler that answers at the address; workers on which the same versions of the toolkit and of
Python are installed; and the source and the store on a disk that this machine and all workers share under the same
paths. The workers read the reports and write the part files into the work folder of the store; through the network go
only the lists of files and what became of each. This machine lists the source, keeps the journal and puts the frames
together.

A chunk whose worker dies is done again by another, which is the scheduler's doing. One that has cost as many workers
as the scheduler allows (its `allowed-failures`, 3 by default) is taken apart, and a report that goes on killing
workers when nothing else is running is one row of `failures`. Whatever hangs, crashes or eats memory is stopped
before it comes to that (see `remote`).
"""

from __future__ import annotations

import contextlib
import logging
import pickle
import queue
import re
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from toolkit.corpus.remote import Share, carry_out, refusal, release
from toolkit.corpus.workers import Ended, Job
from toolkit.errors import CorpusError

T = TypeVar("T")
_ADDRESS = re.compile(r"((tcp|tls|ucx|wss?)://)?[^\s/]+:\d{1,5}")
_MARK = "cluster-"
_CONNECT = 10  # seconds for the scheduler to answer
_PATIENCE = 60.0  # seconds for a cluster to have a worker again
_LOOK = 2.0  # seconds between two looks at the workers
_AHEAD = 2  # chunks sent for each thread, so that none waits for the network


@dataclass(slots=True)
class _Sent:
    """A job that is with the cluster; `last` where it is the only one there, to see whether it kills by itself."""

    future: Any
    job: Job[Any]
    last: bool


class Cluster:
    """一个现有的 Dask 集群。

    A cluster at `address` ("tcp://127.0.0.1:8786"), to be used in a `with` block. `run(jobs)` is that of
    `workers.Workers`. `folder` is the work folder of the store, `fingerprint` that of this machine, `memory` the
    limit of each process in bytes, and `say` is told of workers that come and go.

    Raises `CorpusError` where the extra is not installed ("cluster_extra_missing"), nothing answers
    ("cluster_not_reached"), there is no worker ("cluster_empty"), a worker cannot take part (see `remote.refusal`),
    the connection is lost ("cluster_lost") or a worker fails in a way of its own ("cluster_failed").
    """

    def __init__(
        self, address: str, folder: Path, fingerprint: str, memory: int, say: Callable[[str], None] = lambda line: None
    ) -> None:
        self.address = address
        self._memory, self._say = memory, say
        self._share = Share(str(folder.absolute()), f"{_MARK}{uuid.uuid4().hex[:12]}", fingerprint)
        self._mark = folder / self._share.mark
        self._client: Any = None
        self._workers: dict[str, int] = {}
        self._next_look = self._empty_since = 0.0
        self._news: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._sent: dict[str, _Sent] = {}
        self._quiet = contextlib.ExitStack()

    @property
    def threads(self) -> int:
        """集群同时能做几批。 How many chunks the cluster works on at a time, as it was last looked at."""
        return sum(self._workers.values())

    def __enter__(self) -> Cluster:
        for left in self._mark.parent.glob(f"{_MARK}*"):  # by a build that was killed
            left.unlink(missing_ok=True)
        self._mark.write_bytes(b"")
        try:
            self._client = self._connected()
            self._meet()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self._mark.unlink(missing_ok=True)
        with self._quiet:
            self._leave()

    def _leave(self) -> None:
        if self._client is None:
            return
        client, self._client = self._client, None
        with contextlib.suppress(Exception):
            if self._sent:
                client.cancel([sent.future for sent in self._sent.values()])
            if client.status == "running":
                client.run(release, self._share.mark, on_error="ignore")
        with contextlib.suppress(Exception):
            client.close()

    def run(self, jobs: Iterable[Job[T]], again: deque[Job[T]] | None = None) -> Iterator[Ended[T]]:
        """做完全部工作。

        Do all jobs, an `Ended` for each in the order in which they end; `again` as in `Workers.run`.
        """
        waiting, more = iter(jobs), again if again is not None else deque()
        suspects: deque[Job[T]] = deque()
        while True:
            while len(self._sent) < self._room():
                job = more.popleft() if more else next(waiting, None)
                if job is None:
                    break
                self._send(job)
            if not self._sent:
                if not suspects:
                    return
                self._send(suspects.popleft(), last=True)
            sent = self._ended()
            ended = self._told(sent) if sent else None
            if sent is None or ended is None:
                continue
            if ended.reason == "killed":
                self._say(f"cluster {self.address}: a chunk was given up, its workers died one after the other")
            if ended.reason == "killed" and sent.job.alone and not sent.last:
                suspects.append(sent.job)  # it may have died of its neighbour in the same worker
            else:
                yield Ended(sent.job, reason="crashed") if ended.reason == "killed" else ended

    def _room(self) -> int:
        if any(sent.last for sent in self._sent.values()):
            return 1
        return max(1, _AHEAD * self.threads)

    def _send(self, job: Job[Any], last: bool = False) -> None:
        order = pickle.dumps((job, self._memory, self._share))
        key = f"ogi-chunk-{uuid.uuid4().hex}"
        try:
            future = self._client.submit(carry_out, order, key=key, pure=False)
            self._await(_Sent(future, job, last))
        except Exception as error:
            raise self._lost(error) from error

    def _await(self, sent: _Sent) -> None:
        self._sent[sent.future.key] = sent
        sent.future.add_done_callback(lambda done: self._news.put(done.key))

    def _ended(self) -> _Sent | None:
        """The next job that has ended; None where there is no news for a while."""
        try:
            key = self._news.get(timeout=_LOOK)
        except queue.Empty:
            key = ""
        if time.monotonic() >= self._next_look:
            self._look()
        return self._sent.pop(key, None)

    def _told(self, sent: _Sent) -> Ended[Any] | None:
        """How a job has ended; None where the worker that held the answer is gone and another does it again."""
        from distributed import KilledWorker

        try:
            answer = sent.future.result(timeout=_CONNECT)
        except KilledWorker:
            return Ended(sent.job, reason="killed")
        except Exception as error:
            if isinstance(error, TimeoutError) and sent.future.status != "error":
                self._await(sent)
                return None
            if sent.future.status != "error":
                raise self._lost(error) from error
            zh = f"集群上的工作进程出错({_short(error)})；请检查其日志, 确认调度器和工作进程装有相同版本的本工具, 再运行一次即可继续。"
            en = (
                f"a worker of the cluster failed ({_short(error)}); look at its log, see that the scheduler and all"
                " workers have the same toolkit, and run it again to go on."
            )
            raise CorpusError("cluster_failed", self.address, zh, en) from error
        if answer.refusal is not None:
            raise self._refused(str(self.address), answer.refusal)
        return Ended(sent.job, answer.value, answer.reason, answer.step, answer.code, answer.error)

    # -- the cluster ----------------------------------------------------------------------------------------------------

    def _connected(self) -> Any:
        try:
            import distributed
        except ImportError:
            zh = "用集群建库需要另装附加组件：pip install 'ogi-toolkit[cluster]'。"
            en = "a build on a cluster needs the extra: pip install 'ogi-toolkit[cluster]'."
            raise CorpusError("cluster_extra_missing", self.address, zh, en) from None
        self._quiet.enter_context(_silent("distributed.client"))
        client: Any = distributed.Client
        try:
            if not _ADDRESS.fullmatch(self.address):  # a client that was given none takes half a minute to go
                raise ValueError("no address")
            return client(self.address, timeout=_CONNECT, set_as_default=False)
        except Exception as error:  # noqa: BLE001 - a wrong address has errors of every kind
            zh = (
                f"这个地址没有应答的 Dask 调度器({_short(error)})；请检查地址(如 tcp://主机:8786), 并确认调度器在运行。"
            )
            en = f"no Dask scheduler answers at this address ({_short(error)}); check it (tcp://host:8786) and see that the scheduler runs."
            raise CorpusError("cluster_not_reached", self.address, zh, en) from None

    def _meet(self) -> None:
        """Wait for a worker, and ask every one whether it can take part."""
        with contextlib.suppress(Exception):
            self._client.wait_for_workers(1, timeout=_CONNECT)
        self._look()
        if not self._workers:
            raise self._none_left()
        answers = self._client.run(refusal, self._share, on_error="return")
        for worker, answer in sorted(answers.items()):
            if isinstance(answer, BaseException):
                zh = f"工作进程 {worker} 不能用({_short(answer)})；请确认各工作进程装有相同版本的本工具和 Python。"
                en = f"worker {worker} cannot be used ({_short(answer)}); see that every worker has the same toolkit and Python."
                raise CorpusError("cluster_failed", self.address, zh, en)
            if answer is not None:
                raise self._refused(worker, answer)

    def _look(self) -> None:
        """Which workers there are; raises where the cluster is gone or has had none for a while."""
        try:
            found = dict(self._client.nthreads())
        except Exception as error:
            raise self._lost(error) from error
        now = time.monotonic()
        for name, change in (("joined", found.keys() - self._workers.keys()), ("gone", self._workers.keys() - found)):
            for worker in sorted(change):
                self._say(f"cluster {self.address}: worker {worker} {name}")
        if found or self._workers:
            self._empty_since = now
        self._workers = found
        self._next_look = now + _LOOK
        if not found and now - self._empty_since > _PATIENCE:
            raise self._none_left()

    def _none_left(self) -> CorpusError:
        zh = "集群没有可用的工作进程；请先启动工作进程, 再运行一次即可继续。"
        en = "the cluster has no worker; start some, and run it again to go on."
        return CorpusError("cluster_empty", self.address, zh, en)

    def _lost(self, error: Exception) -> CorpusError:
        zh = f"与集群的连接断了({_short(error)})；已做完的都在, 再运行一次即可继续。"
        en = f"the connection to the cluster was lost ({_short(error)}); what is done is kept: run it again to go on."
        return CorpusError("cluster_lost", self.address, zh, en)

    def _refused(self, worker: str, why: tuple[str, str, str]) -> CorpusError:
        code, zh, en = why
        return CorpusError(code, worker, zh, en)


@contextlib.contextmanager
def _silent(name: str) -> Iterator[None]:
    """What the client has to say of a lost connection is said in one sentence, not in tracebacks."""
    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _short(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:200] if text else type(error).__name__
