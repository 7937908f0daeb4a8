"""Fixtures of the tests of the corpus."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from toolkit import Corpus, build_corpus

sys.path.insert(0, str(Path(__file__).parent))  # stores stands beside this file, whatever way pytest imports it

from stores import some_reports


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A small store of four reports, one file that is no report, and one that is empty."""
    folder = some_reports(tmp_path_factory.mktemp("reports"))
    (folder / "note.txt").write_text("今天下午三点开会。", encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / "empty.html").write_bytes(b"")
    return build_corpus(folder, tmp_path_factory.mktemp("made") / "store", processes=0, progress=False)
