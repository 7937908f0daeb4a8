"""一个库同时只由一个进程建。 One process at a time builds a store."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from toolkit.errors import CorpusError


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """占用一个库。

    Hold a store while it is built; the system lets go of it when the process ends, however it ends. Raises
    `CorpusError` where another one holds it.
    """
    with path.open("a+b") as file:
        try:
            _hold(file)
        except OSError:
            zh = "另一个进程正在建这个库；请等它完成, 或先结束它。"
            en = "another process is building this store; wait until it is done, or end it first."
            raise CorpusError("in_use", str(path.parent.parent), zh, en) from None
        yield


def _hold(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # not handed on to the processes that are forked
