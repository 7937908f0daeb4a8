"""进程占用的内存与处理器时间。

How much memory a process holds and how long it has computed, where the system says so (Linux).
"""

from __future__ import annotations

import os
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def memory_of(pid: int | None) -> int:
    """进程的常驻内存(字节)。 The resident memory of a process in bytes; 0 where it is not known."""
    try:
        with Path(f"/proc/{pid}/statm").open("rb") as file:
            return int(file.read().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0


def seconds_of(pid: int | None) -> float | None:
    """进程已用的处理器时间(秒)。

    The processor time that a process has used, which does not depend on what else the machine is doing; None where it
    is not known.
    """
    try:
        with Path(f"/proc/{pid}/stat").open("rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError, AttributeError):
        return None
