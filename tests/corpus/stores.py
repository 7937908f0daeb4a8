"""What the tests of the corpus share: a few reports of the teaching corpus, and how a finished store is compared."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from shutil import copy

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "corpus" / "reports"
NAMES = ("heting-police-2020.txt", "mochuan-education-2021.txt", "outing-street-2020.html", "qingludu-town-2023.txt")
APART = {"log.txt", "timings.parquet"}  # say when and how long


def some_reports(folder: Path, names: tuple[str, ...] = NAMES, copies: int = 1) -> Path:
    """A folder with some reports, in subfolders if there are several copies of each."""
    for number in range(copies):
        place = folder / f"set{number}" if copies > 1 else folder
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            copy(REPORTS / name, place / name)
    return folder


def tree(store: Path) -> dict[str, str]:
    """Every file of a store that has to be the same after every way to build it, with its hash."""
    return {
        file.relative_to(store).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(store.rglob("*"))
        if file.is_file() and ".work" not in file.parts and file.name not in APART
    }


def run_program(program: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """A program in a process of its own, which has one thread and may fork."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=os.name == "posix",
    )
