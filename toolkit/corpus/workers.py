"""工作进程：各做一批, 一份报告出事不影响其他。

The worker processes. Each works through one chunk at a time and says which report it is at, so that whoever hangs,
crashes or eats memory is known at once: the process is ended, a new one goes on with the others, and the report is
tried once more by itself before it is given up. (A pool of the standard library breaks as a whole when one of its
processes dies, and cannot end one that hangs.)
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import Any, Generic, TypeVar

from toolkit.corpus.usage import memory_of, seconds_of

T = TypeVar("T")
_LOOK = 0.1  # seconds between two looks at deadlines and memory
_PATIENCE = 5  # a report may wait (for LibreOffice, for other processes) this many times as long as it may compute
_FRESH_AFTER = 500  # tasks after which a process is replaced: what libraries leak stays bounded
# Objects made before a worker looks for cycles: a report makes many at once and next to none in cycles. Saves some 8%.
_COLLECT = (20_000, 10, 10)


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """一项工作：若干步, 每步有时限。

    A piece of work of several steps: `call(payload, tell)` runs in a process and calls tell(number) when it begins a
    step. `seconds` is the limit of each step, empty for none.
    """

    call: Callable[[Any, Callable[[int], None]], Any]
    payload: T
    seconds: tuple[float, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Ended(Generic[T]):
    """一项工作的结局。

    How a job ended: `value` is what it returned; else `reason` is "timeout", "out_of_memory" or "crashed" with the
    `step` it was at (None where it had not begun or had done them all), or "error" with the exception in `error`.
    """

    job: Job[T]
    value: Any = None
    reason: str = ""
    step: int | None = None
    code: int | None = None
    error: BaseException | None = None


def start_method(wanted: str | None = None) -> str:
    """启动进程的方式。

    How processes are started: "fork" where the system has it and this process has one thread only (a copy of a
    process with several may never wake up), else "forkserver" or "spawn".
    """
    methods = multiprocessing.get_all_start_methods()
    if wanted:
        return wanted
    if "fork" in methods and sys.platform == "linux" and _threads() == 1:
        return "fork"
    return "forkserver" if "forkserver" in methods and sys.platform == "linux" else "spawn"


def _threads() -> int:
    """The threads of this process, those of libraries too."""
    try:
        return len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return threading.active_count()


def usable_processors() -> int:
    """本进程可用的处理器数。 How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


class Workers:
    """一组工作进程。

    A group of `count` processes. `run(jobs)` gives an `Ended` for each job, in the order in which they end. `warm` is
    called once before processes are forked, or once in each where they are not. With a count of 0 everything is done
    in this process and nothing is kept apart: for looking for a fault.
    """

    def __init__(self, count: int, memory: int, warm: Callable[[], None], start: str | None = None) -> None:
        self._method = start_method(start)
        self._context: Any = multiprocessing.get_context(self._method)
        self._memory, self._warm, self._count = memory, warm, count
        self._processes: list[_Process] = []
        self._next_look = 0.0
        self._forks = self._method == "fork" and count > 0
        if self._forks:
            warm()
            gc.collect()
            gc.freeze()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *exception: object) -> None:
        for process in self._processes:
            process.end()
        self._processes.clear()
        if self._forks:
            gc.unfreeze()

    def run(self, jobs: Iterable[Job[T]], again: deque[Job[T]] | None = None) -> Iterator[Ended[T]]:
        """做完全部工作。

        Do all jobs. While this runs, the caller may put further ones into `again`; they come first. A job that is
        `alone` gets a process of its own.
        """
        waiting, more = iter(jobs), again if again is not None else deque()
        if not self._count:
            yield from _here(waiting, more)
            return
        busy: dict[_Process, Job[T]] = {}
        exhausted = False
        while True:
            while len(busy) < self._count:
                job = more.popleft() if more else None
                if job is None and not exhausted:
                    job = next(waiting, None)
                    exhausted = job is None
                if job is None:
                    break
                busy[self._give(job, busy)] = job
            if not busy:
                if exhausted and not more:
                    return
                continue
            for process, ended in self._look(busy):
                del busy[process]
                yield ended

    def _give(self, job: Job[T], busy: dict[_Process, Job[T]]) -> _Process:
        idle = [p for p in self._processes if p not in busy]
        for process in list(idle):
            if job.alone or process.tasks >= _FRESH_AFTER or not process.alive():
                process.end()
                self._processes.remove(process)
                idle.remove(process)
        process = idle[0] if idle else self._start()
        process.give(job)
        return process

    def _start(self) -> _Process:
        process = _Process(self._context, None if self._method == "fork" else self._warm)
        self._processes.append(process)
        return process

    def _look(self, busy: dict[_Process, Job[T]]) -> list[tuple[_Process, Ended[T]]]:
        """Wait a moment for news; the jobs that have ended."""
        watched: dict[Any, _Process] = {process.pipe: process for process in busy}
        ended: list[tuple[_Process, Ended[T]]] = []
        for ready in connection.wait(list(watched), _LOOK):
            process = watched[ready]
            result = self._news(process, busy[process])
            if result is not None:
                ended.append((process, result))
        if time.monotonic() < self._next_look:
            return ended
        self._next_look = time.monotonic() + _LOOK
        done = {process for process, _ in ended}
        for process, job in busy.items():
            reason = "" if process in done else process.over(self._memory)
            if reason:
                step = process.step
                self._drop(process)
                ended.append((process, Ended(job, reason=reason, step=step)))
        return ended

    def _news(self, process: _Process, job: Job[T]) -> Ended[T] | None:
        try:
            kind, value = process.pipe.recv()
        except (EOFError, OSError):
            step = process.step
            code = self._drop(process, died=True)
            return Ended(job, reason="crashed", step=step, code=code)
        if kind == "step":
            process.at(value, job.seconds[value] if value < len(job.seconds) else None)
            return None
        process.step = None
        return Ended(job, value=value) if kind == "value" else Ended(job, reason="error", error=value)

    def _drop(self, process: _Process, died: bool = False) -> int | None:
        self._processes.remove(process)
        return process.end(died)


def _here(waiting: Iterator[Job[T]], more: deque[Job[T]]) -> Iterator[Ended[T]]:
    while True:
        job = more.popleft() if more else next(waiting, None)
        if job is None:
            return
        yield Ended(job, value=job.call(job.payload, lambda step: None))


class _Process:
    """One worker process, seen from the parent."""

    def __init__(self, context: Any, warm: Callable[[], None] | None) -> None:
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self.pipe, 0 if warm else os.getpid(), warm), daemon=True
        )
        with _STARTING, _no_main_module(), _as_no_daemon():
            self._process.start()
        theirs.close()
        self.tasks = 0
        self.step: int | None = None
        self._seconds: float | None = None
        self._begun = 0.0
        self._used: float | None = None

    def give(self, job: Job[Any]) -> None:
        self.tasks += 1
        self.step, self._seconds = None, None
        with contextlib.suppress(OSError):  # it died meanwhile: the pipe says so when it is looked at
            self.pipe.send((job.call, job.payload))

    def at(self, step: int, seconds: float | None) -> None:
        self.step, self._seconds, self._begun, self._used = step, seconds, time.monotonic(), None

    def over(self, memory: int) -> str:
        """

        Which limit it is over. Time is that of the processor, so that a busy machine makes no failures; one that
        waits for ever is ended too.
        """
        if memory and memory_of(self._process.pid) > memory:
            return "out_of_memory"
        if self._seconds is None:
            return ""
        used, waited = seconds_of(self._process.pid), time.monotonic() - self._begun
        if used is None:
            return "timeout" if waited > self._seconds else ""
        if self._used is None:
            self._used = used
        return "timeout" if used - self._used > self._seconds or waited > _PATIENCE * self._seconds else ""

    def alive(self) -> bool:
        return bool(self._process.is_alive())

    def end(self, died: bool = False) -> int | None:
        """End the process and whatever it started in its group; its exit code where it had died by itself."""
        self._process.join(1 if died else 0)
        code: int | None = self._process.exitcode
        with contextlib.suppress(OSError, AttributeError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.join(10)
        self.pipe.close()
        return code


def _serve(pipe: Any, parents: Any, parent: int, warm: Callable[[], None] | None) -> None:
    """What a worker process does: jobs, until its pipe is closed."""
    _keep_to_itself(parent)
    with contextlib.suppress(OSError):
        parents.close()  # so that the end of the parent is the end of the pipe
    if warm is not None:
        warm()
    gc.set_threshold(*_COLLECT)
    try:
        while True:
            call, payload = pipe.recv()
            try:
                answer = "value", call(payload, lambda step: pipe.send(("step", step)))
            except (BrokenPipeError, EOFError):
                raise
            except Exception as error:  # noqa: BLE001 - the parent decides what it means
                answer = "error", error
            pipe.send(answer)
    except (EOFError, OSError, KeyboardInterrupt):
        os._exit(0)


def _keep_to_itself(parent: int) -> None:
    """A group of its own, deaf to Ctrl-C (the parent ends it), and gone when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        os.setpgid(0, 0)
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        if parent and os.getppid() != parent:  # it went before this was asked for
            os._exit(0)


_STARTING = threading.Lock()  # what follows changes this process for a moment


@contextlib.contextmanager
def _as_no_daemon() -> Iterator[None]:
    """

    A daemonic process, as the workers of a cluster are, may have no children, lest they outlive it; ours do not.
    """
    own: dict[str, Any] = getattr(multiprocessing.current_process(), "_config", {})
    daemon = own.pop("daemon", None)
    try:
        yield
    finally:
        if daemon is not None:
            own["daemon"] = daemon


@contextlib.contextmanager
def _no_main_module() -> Iterator[None]:
    """Hide the user's program while a process is started: spawned processes would run it again from its first line."""
    main = sys.modules.get("__main__")
    kept = {name: getattr(main, name) for name in ("__file__", "__spec__") if hasattr(main, name)}
    for name in kept:
        setattr(main, name, None)
    try:
        if hasattr(main, "__file__"):
            delattr(main, "__file__")
        yield
    finally:
        for name, value in kept.items():
            setattr(main, name, value)
