"""在单独的进程里读, 有时间与内存的上限。

Reading in a process of its own, with limits of time and memory. The program that interprets PDF pages is machine code: a file made to keep
it busy without end, or to make it fail, must not take the whole batch with it. Where the system can fork and only one thread runs, the
process costs some milliseconds; elsewhere a new interpreter is started.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import OgiError, ReadError

if TYPE_CHECKING:
    from toolkit.model import Document

# Seconds of computing: a report takes 0.1, with a second reading 0.5; the largest that was seen took four times as long. On a busy machine
# they last longer, so that the clock on the wall only ends what does not compute at all.
SECONDS = 9
BYTES = 700_000_000
_SECONDS_ON_THE_WALL = 60.0


class Request(NamedTuple):
    """要读的文件。 What is to be read: the content of a file, its name, and whether it is read a second time."""

    data: bytes
    name: str
    second_reading: bool


class Failure(NamedTuple):
    """读不了的原因。 Why a file cannot be read, as it travels from one process to another."""

    code: str
    zh: str
    en: str


def read_apart(request: Request) -> Document | None:
    """在单独的进程里读 PDF。

    The document, None for a file of pictures. Raises `ReadError`: what reading it raises, and "pdf_too_complex" where it took too long, too
    much memory, or made the program that reads it fail.
    """
    can_fork = hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1
    payload = _forked(request) if can_fork else _started(request)
    if payload is None:
        raise ReadError(
            "pdf_too_complex",
            request.name,
            f"这个 PDF 在 {SECONDS} 秒、{BYTES / 1e6:.0f} MB 内读不完或使读取程序出错, 不像一份报告; "
            "请提供网页、Word 文件, 或重新导出的 PDF。",
            f"This PDF could not be read within {SECONDS} s and {BYTES / 1e6:.0f} MB, or made the reading program fail, unlike any "
            "report: supply the web page, the Word file, or a PDF exported anew.",
        )
    answer = pickle.loads(payload)  # noqa: S301  (written by this program's own child a moment ago)
    if isinstance(answer, Failure):
        raise ReadError(answer.code, request.name, answer.zh, answer.en)
    return answer  # type: ignore[no-any-return]


def _answer(request: Request) -> bytes:
    from toolkit.reading.pdf import read_here

    try:
        answer: object = read_here(request)
    except OgiError as error:
        answer = Failure(error.code, error.zh, error.en)
    return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)


def _limit() -> None:
    """So much computing and so much more memory than the process has now; systems that cannot limit them go without."""
    try:
        import resource

        spent = resource.getrusage(resource.RUSAGE_SELF)
        most = int(spent.ru_utime + spent.ru_stime) + SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  (no path of ours)
            now = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + BYTES, now + BYTES))
    except (ImportError, OSError, ValueError):
        return


def _forked(request: Request) -> bytes | None:
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(request, receiving, sending)
    os.close(sending)
    try:
        return _received(receiving)
    finally:
        os.close(receiving)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _be_the_child(request: Request, receiving: int, sending: int) -> None:
    try:
        os.close(receiving)
        faulthandler.disable()
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
            os.dup2(nowhere.fileno(), 2)  # what machine code says when it fails is not for the user
        _limit()
        payload = memoryview(_answer(request))
        os.write(sending, len(payload).to_bytes(8, "little"))
        while payload:
            payload = payload[os.write(sending, payload) :]
    finally:
        os._exit(0)


def _received(receiving: int) -> bytes | None:
    """All that the child sends, None where it ends or the time runs out before that is whole."""
    end = time.monotonic() + _SECONDS_ON_THE_WALL
    parts: list[bytes] = []
    length = 0
    wanted: int | None = None
    while wanted is None or length < wanted:
        left = end - time.monotonic()
        if left <= 0 or not select.select([receiving], [], [], left)[0]:
            return None
        part = os.read(receiving, 1 << 20)
        if not part:
            return None
        parts.append(part)
        length += len(part)
        if wanted is None and length >= 8:
            whole = b"".join(parts)
            wanted, parts = 8 + int.from_bytes(whole[:8], "little"), [whole]
    return b"".join(parts)[8:]


def _started(request: Request) -> bytes | None:
    """The same in a new interpreter, where this one runs threads or its system cannot fork."""
    command = [sys.executable, "-m", "toolkit.reading.pdf.apart"]
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))  # noqa: PTH100, PTH120
    paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        done = subprocess.run(  # noqa: S603  (this program, with no argument from outside)
            command,
            input=pickle.dumps(request),
            capture_output=True,
            timeout=_SECONDS_ON_THE_WALL,
            env={**os.environ, "PYTHONPATH": paths},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout or None


def main() -> None:
    """新进程的入口。 What the new interpreter runs: a request on standard input, the answer on standard output."""
    request = pickle.load(sys.stdin.buffer)  # noqa: S301  (written by this program a moment ago)
    _limit()
    sys.stdout.buffer.write(_answer(Request(*request)))


if __name__ == "__main__":
    main()
