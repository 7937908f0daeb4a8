"""结果由什么得出：版本、词表、程序与引擎。

What made a result: the version of the toolkit, its vocabulary, its code, and the engines that it reads with. When any
of them changes, the reports are read again; when none does, they are not. The extra for scans and LibreOffice are
left out: a scan that was read stays read.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

import toolkit
from toolkit.narrative.words import engine as segmenter

# Stages whose code decides what the rows of a report say; the rest (views, the store itself) may change without a
# report being read again.
_STAGES = ("model", "vocabulary", "reading", "parsing", "narrative", "checking", "pipeline.py")
_CORPUS = ("frames.py", "known.py", "parts.py", "work.py")
_ENGINES = ("jieba", "OpenCC", "pdfminer.six", "pdfplumber", "pypdfium2", "rapidfuzz", "selectolax")


@cache
def fingerprint() -> str:
    """结果的来历, 12 位。

    What made a result, in 12 characters: the same where version, code, vocabulary and engines are the same.
    """
    root = Path(toolkit.__file__).parent
    found = hashlib.sha256(toolkit.__version__.encode())
    names = [*(root / stage for stage in _STAGES), *(root / "corpus" / name for name in _CORPUS)]
    files = [file for name in names for file in ([name] if name.is_file() else sorted(name.rglob("*")))]
    for file in files:
        if file.suffix in (".py", ".yaml") and file.is_file():
            found.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    for engine in _ENGINES:
        found.update(f"{engine} {_version(engine)}\n".encode())
    found.update(f"words by {segmenter()}\n".encode())
    return found.hexdigest()[:12]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
