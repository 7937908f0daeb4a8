"""进度条与日志。 The progress bar, and the log that a person can read."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from toolkit.corpus.work import Outcome

_LONGEST_LOG = 50_000_000  # bytes; an older log is kept as log.1.txt


class Progress:
    """进度条：已读、速度、剩余时间, 写到标准错误。

    A bar on standard error with the rate and the time left; nothing where it is not wanted.
    """

    def __init__(self, shown: bool) -> None:
        self._shown = shown and sys.stderr is not None
        self._bar: Any = None
        self._failed = self._same = 0

    def begin(self, total: int) -> None:
        """开始。 Begin with so many reports."""
        if not self._shown:
            return
        from tqdm import tqdm

        tqdm.monitor_interval = 0  # no thread: processes are still to be forked
        self._bar = tqdm(total=total, unit="份", file=sys.stderr, dynamic_ncols=True, smoothing=0.05, mininterval=0.5)

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """又有若干份。 So many more."""
        if self._bar is None:
            return
        self._failed += sum(o.status == "failed" for o in outcomes)
        self._same += sum(o.status == "same" for o in outcomes)
        self._bar.set_postfix_str(f"未变 same {self._same}, 未读成 failed {self._failed}", refresh=False)
        self._bar.update(len(outcomes))

    def end(self) -> None:
        """读完, 开始合成。 All are read; the frames are put together."""
        self.close()
        if self._shown:
            with contextlib.suppress(OSError, ValueError):
                sys.stderr.write("合成数据框… putting the frames together…\n")
                sys.stderr.flush()

    def close(self) -> None:
        """收起。 Put it away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class Log:
    """库旁的日志。 The log beside the store: a line for each event, with the time; what cannot be written is let go."""

    def __init__(self, path: Path) -> None:
        self._file: IO[str] | None = None
        with contextlib.suppress(OSError):
            if path.exists() and path.stat().st_size > _LONGEST_LOG:
                path.replace(path.with_name("log.1.txt"))
            self._file = path.open("a", encoding="utf-8", errors="backslashreplace")

    def say(self, text: str) -> None:
        """写一行。 Write a line."""
        if self._file is None:
            return
        now = time.strftime("%Y-%m-%d %H:%M:%S")
        with contextlib.suppress(OSError, ValueError):
            self._file.write(f"{now}  {text}\n")
            self._file.flush()

    def outcome(self, outcome: Outcome) -> None:
        """记下未读成的一份。 Write a line for a report that was not read."""
        if outcome.status != "failed":
            return
        code, zh, en = outcome.failure
        name = " ".join(outcome.report_id.split())
        self.say(f"failed  {name}  {code}: {zh} {en}")
        for line in outcome.trace.splitlines():
            self.say(f"    {line}")

    def close(self) -> None:
        """关闭。 Close it."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
