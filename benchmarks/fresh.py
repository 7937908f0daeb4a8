"""What only a new process can tell: the time of the import, of the first report, and the memory at its highest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

IMPORT = "from time import perf_counter as t; a = t(); import toolkit; print((t() - a) * 1000)"
FIRST = """
import json, sys
from time import perf_counter
start = perf_counter()
import toolkit
from toolkit.errors import OgiError
from toolkit.narrative import sentences
times = []
for file in json.loads(sys.argv[1]):
    try:
        report = toolkit.run(file)
    except OgiError:
        continue
    sentences(report)
    times.append((perf_counter() - start) * 1000)
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
except ImportError:  # Windows
    peak = None
print(json.dumps({"first": times[0] if times else None, "peak": peak}))
"""


def _python(*arguments: str) -> str:
    """Runs a new Python with its byte code cached, as a user has it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    root = Path(__file__).resolve().parent.parent
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=root, check=True, capture_output=True, text=True
    ).stdout


def import_milliseconds(times: int) -> float:
    """Median time of `import toolkit` in a new process; the first run, which may compile, is not counted."""
    return median([float(_python("-c", IMPORT)) for _ in range(times + 1)][1:])


def first_and_peak(files: list[Path]) -> tuple[float | None, float | None]:
    """Milliseconds from the start of a new process's work to the end of its first report; its peak memory in MB after all of them."""
    result = json.loads(_python("-c", FIRST, json.dumps([str(file.resolve()) for file in files])))
    return result["first"], result["peak"]
