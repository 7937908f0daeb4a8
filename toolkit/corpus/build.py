"""建库：把来源中的全部报告读成数据框。

Building a store: list the reports of a source, read those that are new or changed in several processes, put the
frames together, and swap them in. It may be stopped at any moment and by anything; run again, it goes on, and the
result is byte for byte the same.

    STORE/<frame>/2022/part-00000.parquet   the frames (see `schemas`)
    STORE/manifest.parquet                       every file: hash, size, status, version
    STORE/datapackage.json                       what is in each column, in both languages
    STORE/log.txt, STORE/timings.parquet         what happened and how long it took; differs from run to run
    STORE/.work/                                 journal and part files, kept so that the next run reads only what changed
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import toolkit
from toolkit.corpus import commit
from toolkit.corpus.cluster import Cluster
from toolkit.corpus.folders import year_folder, year_folders
from toolkit.corpus.identity import fingerprint
from toolkit.corpus.journal import Journal
from toolkit.corpus.lock import locked
from toolkit.corpus.parts import SUFFIX
from toolkit.corpus.places import close_archives
from toolkit.corpus.progress import Log, Progress
from toolkit.corpus.sources import Item, items_of
from toolkit.corpus.work import OUT_OF_MEMORY, Chunk, Failure, Settings, Task, failed, warm_up, work
from toolkit.corpus.workers import Ended, Job, Workers, usable_processors
from toolkit.errors import CorpusError

if TYPE_CHECKING:
    from toolkit.corpus.store import Corpus

WORK = ".work"
CHUNK = 64  # reports; a stop loses at most this many for each process
LEAST = 8  # reports in a chunk that is sent to a cluster: the way there takes as long as reading one
SECONDS = 60.0
MEMORY = 2_000_000_000
_BYTES_A_SECOND = 100_000  # a scan of 6 MB may take a minute longer
_FORMAT = 1  # of the store; another number makes every frame anew


def build_corpus(
    source: str | os.PathLike[str],
    store: str | os.PathLike[str],
    *,
    processes: int | None = None,
    progress: bool = True,
    limit: int | None = None,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    second_reading: bool = True,
    retry: bool = False,
    start: str | None = None,
    cluster: str | None = None,
) -> Corpus:
    """把一个来源的全部报告建成库。

    Read every report of `source` (a folder, a manifest CSV, a zip or tar archive, an address, one file) into `store`
    and return the `Corpus`. Run again after a stop or with a changed source, it reads only what is new or changed,
    and drops what is gone.

    `processes`: how many at a time (by default as many as this process may use; 0: none, all in this one, to look for
    a fault); `limit`: only the first so many reports. A report that takes longer than `seconds` (and a second more
    for each 100 KB), or whose process needs more than `memory` bytes (0: no limit; Linux only) or dies, is one row of
    `failures`. `second_reading` as in `toolkit.run`. With `retry`, reports that failed are read again. `start`: how
    processes are started ("fork", "forkserver", "spawn").

    `cluster`: the address of an existing Dask cluster ("tcp://127.0.0.1:8786", extra `[cluster]`) whose workers do
    the reading and write the part files; `source` and `store` must stand on a disk that all its machines share under
    the same paths, with the same version of the toolkit. The result is the same, byte for byte, and a build that was
    begun one way may be gone on with the other. `processes` then only put the frames together.

    Raises `CorpusError` where the source is none, the store cannot be written, the disk is full, another process is
    building it, or the cluster cannot be used (see `toolkit.corpus.cluster.Cluster`).

    Example::

        corpus = build_corpus("reports/", "store")
        corpus.cells(years=[2022]).groupby("status").size()
    """
    source = os.fspath(source)
    place = Path(store)
    if cluster is not None:  # its workers stand in folders of their own
        place = place.absolute()
        source = source if "://" in source else str(Path(source).absolute())
    folder = place / WORK
    _prepare(place, folder)
    with locked(folder / "lock"):
        build = _Build(source, place, Settings(fingerprint(), second_reading), progress)
        count = usable_processors() if processes is None else processes
        try:
            build.run(count, limit, seconds, memory, retry, start, cluster)
        except sqlite3.Error as error:
            build.log.say(f"stopped: {error}")
            raise _not_written(place, error) from error
        except OSError as error:
            build.log.say(f"stopped: {error}")
            raise _not_written(place, error) from error
        except BaseException as error:
            build.log.say(f"stopped: {type(error).__name__}: {error}")
            raise
        finally:
            build.close()
    from toolkit.corpus.store import load_corpus

    return load_corpus(place)


def _prepare(store: Path, folder: Path) -> None:
    try:
        if store.exists() and not folder.exists() and (not store.is_dir() or any(store.iterdir())):
            zh = "这里已有别的内容, 不会写入；请为库另选一个空文件夹。"
            en = "holds something else and is not written to; name an empty folder for the store."
            raise CorpusError("not_a_store", str(store), zh, en)
        (folder / "parts").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(store, error) from None


def _not_written(store: Path, error: Exception) -> CorpusError:
    full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in str(error)
    if full:
        zh = "磁盘已满, 已停下；已做完的都在, 腾出空间后再运行一次即可继续。"
        en = "the disk is full and the work has stopped; what is done is kept: free some space and run it again."
        return CorpusError("disk_full", str(store), zh, en)
    reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"[:200]
    zh = f"库写不进去({reason})；请检查路径、权限和磁盘, 再运行一次即可继续。"
    en = f"the store cannot be written ({reason}); check the path, the permission and the disk, and run it again to go on."
    return CorpusError("store_not_written", str(store), zh, en)


class _Build:
    """One run of building a store."""

    def __init__(self, source: str, store: Path, settings: Settings, progress: bool) -> None:
        self.source, self.store, self.settings = source, store, settings
        self.work = store / WORK
        self.log = Log(store / "log.txt")
        self._shown = Progress(progress)
        commit.finish(store, self.work)
        self.journal = Journal(self.work)
        self._again: deque[Job[Chunk]] = deque()
        self._run = int(self.journal.get("run") or 0) + 1
        self._chunks = 0
        self.journal.put("run", str(self._run))

    def close(self) -> None:
        self._shown.close()
        self.log.close()
        self.journal.close()
        close_archives()

    def run(
        self,
        processes: int,
        limit: int | None,
        seconds: float,
        memory: int,
        retry: bool,
        start: str | None,
        cluster: str | None,
    ) -> None:
        """List, read, compose, swap in."""
        self.log.say(
            f"ogi {toolkit.__version__} ({self.settings.fingerprint}), {processes} processes, source {self.source}"
        )
        if cluster is None:
            total = self._list(limit)
            with Workers(processes, memory, warm_up, start) as workers:
                self._read(workers, total, retry, seconds, _chunk(total, processes, 1))
                self._put_together(workers)
        else:
            with Cluster(cluster, self.work, self.settings.fingerprint, memory, self.log.say) as far:
                total = self._list(limit)
                self._read(far, total, retry, seconds, _chunk(total, far.threads, LEAST))
            with Workers(processes, memory, warm_up, start) as workers:
                self._put_together(workers)
        counts = self.journal.counts()
        self._clear_parts()
        shutil.rmtree(self.work / "spool", ignore_errors=True)
        self.log.say(f"done: {counts['read']} read, {counts['failed']} failed")

    # -- listing --------------------------------------------------------------------------------------------------------

    def _list(self, limit: int | None) -> int:
        """Write down what there is to read; returns how many reports."""
        total = self.journal.list_items(self._listed(limit))
        if total == 0:
            zh = "来源中没有可读的报告；请检查路径和文件的扩展名。"
            en = "the source holds no report; check the path and the suffixes of the files."
            raise CorpusError("no_reports", self.source, zh, en)
        removed = self.journal.forget_missing()
        lost = self.journal.forget_parts({path.stem for path in (self.work / "parts").glob(f"*{SUFFIX}")})
        self.log.say(f"{total} reports listed, {removed} gone since the last run, {lost} part files lost")
        self._clear_parts()
        return total

    def _listed(self, limit: int | None) -> Iterator[tuple[Item, str]]:
        base = f"{self.settings.fingerprint} {self.settings.second_reading}"
        for number, item in enumerate(items_of(self.source, self.work / "spool", self.store)):
            if limit is not None and number >= limit:
                return
            yield item, base

    # -- reading --------------------------------------------------------------------------------------------------------

    def _read(self, workers: Workers | Cluster, total: int, retry: bool, seconds: float, size: int) -> None:
        self._shown.begin(total)
        for ended in workers.run(self._jobs(retry, seconds, size), self._again):
            self._settle(ended, seconds)
        self._shown.end()

    def _jobs(self, retry: bool, seconds: float, size: int) -> Iterator[Job[Chunk]]:
        after = ""
        while tasks := self.journal.tasks(retry, after, size):
            after = tasks[-1].item.report_id
            yield self._job(tuple(tasks), seconds)

    def _job(self, tasks: tuple[Task, ...], seconds: float, alone: bool = False) -> Job[Chunk]:
        self._chunks += 1
        chunk = Chunk(f"{self._run:04d}-{self._chunks:06d}", str(self.work / "parts"), tasks, self.settings)
        return Job(work, chunk, tuple(seconds + _size(task.item) / _BYTES_A_SECOND for task in tasks), alone)

    def _settle(self, ended: Ended[Chunk], seconds: float) -> None:
        """Write down what a chunk gave; where its process died, find the report and go on with the others."""
        tasks = ended.job.payload.tasks
        if not ended.reason:
            self.journal.add(ended.value, tasks)
            self._shown.add(ended.value)
            for outcome in ended.value:
                self.log.outcome(outcome)
            rest = tasks[len(ended.value) :]
            if rest:
                self._again.append(self._job(rest, seconds, ended.job.alone))
            return
        if ended.reason == "error":
            assert ended.error is not None  # noqa: S101 - for the type checker
            raise ended.error
        at = ended.step
        self.log.say(
            f"a process ended ({ended.reason}, code {ended.code}) at {tasks[at].item.name if at is not None else 'the end of a chunk'}"
        )
        if at is None and len(tasks) > 1:
            self._again.extend(self._job((task,), seconds, alone=True) for task in tasks)
            return
        at = at or 0
        if ended.reason == "timeout" or ended.job.alone:
            outcome = failed(tasks[at], _failure(ended, ended.job.seconds[at]))
            self.journal.add([outcome], tasks)
            self._shown.add([outcome])
            self.log.outcome(outcome)
        else:
            self._again.append(self._job((tasks[at],), seconds, alone=True))
        self._again.extend(self._job(rest, seconds) for rest in (tasks[:at], tasks[at + 1 :]) if rest)

    # -- putting together ------------------------------------------------------------------------------------------------

    def _put_together(self, workers: Workers) -> None:
        """The frames of every year that changed, then all of them at once in their place."""
        target = self.work / commit.NEXT
        digests = {year: self._digest(year) for year in self.journal.years()}
        before = year_folders(self.store)
        changed = [year for year, digest in digests.items() if self.journal.get(f"year {year}") != digest]
        jobs: Iterator[Job[Any]] = iter([Job(_compose, (self.work, year, target)) for year in changed])
        for ended in workers.run(jobs):
            if ended.reason == "error":
                assert ended.error is not None  # noqa: S101
                raise ended.error
            if ended.reason:
                raise CorpusError("compose_failed", str(self.store), *_COMPOSE_FAILED)
            self.log.say(f"year {ended.job.payload[1]}: {ended.value}")
        from toolkit.corpus.describe import write_description

        made = year_folders(target)
        kept = {year_folder(year) for year in set(digests) - set(changed)}
        remove = {name for name in before if name.split("/")[1] not in kept} - made
        target.mkdir(exist_ok=True)
        files = write_description(self.store, target, self.journal, self.settings, (before - remove) | made)
        commit.commit(self.store, self.work, [*sorted(made), *files], sorted(remove))
        for year in changed:
            self.journal.put(f"year {year}", self._digest(year))

    def _digest(self, year: int | None) -> str:
        """What the frames of a year are made of, and that their files are as they were left."""
        found = hashlib.sha256(f"{_FORMAT} {self.settings.fingerprint}".encode())
        for row in self.journal.results(year):
            names = (
                "report_id",
                "key",
                "sha256",
                "code",
                "name",
                "known",
                *(() if row["sha256"] else ("part", "offset")),
            )
            found.update("\t".join(str(row[name]) for name in names).encode() + b"\n")
        for path in sorted(self.store.glob(f"*/{year_folder(year)}/*.parquet")):
            found.update(f"{path.relative_to(self.store).as_posix()} {path.stat().st_size}\n".encode())
        return found.hexdigest()

    def _clear_parts(self) -> None:
        """Part files in which no result stands any more, and what a process that was killed left half-written."""
        used = {part + SUFFIX for part in self.journal.parts()}
        for path in (self.work / "parts").iterdir():
            if path.name not in used:
                path.unlink(missing_ok=True)


_COMPOSE_FAILED = (
    "合成数据框的进程意外结束；请检查内存和磁盘, 再运行一次即可继续。",
    "the process that puts the frames together ended unexpectedly; check memory and disk, and run it again to go on.",
)


def _compose(payload: tuple[Path, int | None, Path], tell: Callable[[int], None]) -> dict[str, int]:
    """In a worker: pyarrow has threads of its own and is loaded there only, so that this process may be forked."""
    from toolkit.corpus.compose import compose_year

    return compose_year(*payload)


def _chunk(total: int, at_a_time: int, least: int) -> int:
    """How many reports make a chunk: fewer where there are few, so that all who work have some."""
    return max(least, min(CHUNK, -(-total // (4 * max(1, at_a_time)))))


def _size(item: Item) -> int:
    if item.place.kind != "file":
        return item.place.size
    try:
        return sum(Path(path).stat().st_size for path in item.place.paths)
    except (OSError, ValueError):
        return 0


def _failure(ended: Ended[Chunk], seconds: float) -> Failure:
    if ended.reason == "out_of_memory":
        return OUT_OF_MEMORY
    if ended.reason == "timeout":
        zh = f"读了 {seconds:.0f} 秒还没有完, 已停下；请单独检查它, 或放宽时限(--seconds)再运行。"
        en = f"was not finished after {seconds:.0f} seconds and was stopped; look at it by itself, or allow more (--seconds)."
        return "timeout", zh, en
    if ended.code is None:  # nobody was there to see it
        zh = "读它的进程一再意外结束；请单独检查它, 并把结果告诉维护者。"
        en = "the processes that read it ended unexpectedly again and again; look at it by itself and tell the maintainers."
        return "crashed", zh, en
    zh = f"读它的进程意外结束(代码 {ended.code})；请单独检查它, 并把结果告诉维护者。"
    en = f"the process that read it ended unexpectedly (code {ended.code}); look at it by itself and tell the maintainers."
    return "crashed", zh, en
