"""进程占用的内存。

How much memory a process holds, where the system says so (Linux); 0 elsewhere, where no limit is then kept.
"""

from __future__ import annotations

from pathlib import Path


def memory_of(pid: int | None) -> int:
    """进程的常驻内存(字节)。 The resident memory of a process in bytes; 0 where it is not known."""
    try:
        with Path(f"/proc/{pid}/statm").open("rb") as file:
            return int(file.read().split()[1]) * 4096
    except (OSError, IndexError, ValueError):
        return 0
