"""Which segmenter made a store stands in it, and another one reads the reports again, to the same words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest

from toolkit import load_corpus
from toolkit.narrative import words

ROOT = Path(__file__).resolve().parents[2]
BUILD = (
    "import sys; from toolkit import build_corpus; build_corpus(sys.argv[1], sys.argv[2], processes=0, progress=False)"
)


def build(source: Path, store: Path, segmenter: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), words.VARIABLE: segmenter}
    subprocess.run([sys.executable, "-W", "ignore", "-c", BUILD, str(source), str(store)], env=environment, check=True)


@pytest.mark.slow  # two programs, each of which reads the dictionary
def test_the_manifest_says_which_segmenter_made_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "reports"
    source.mkdir()
    copy(ROOT / "corpus" / "reports" / "mochuan-education-2021.txt", source)
    made = {}
    for segmenter in ("jieba", ""):
        monkeypatch.setenv(words.VARIABLE, segmenter)
        build(source, tmp_path / "store", segmenter)
        corpus = load_corpus(tmp_path / "store")
        assert list(corpus.manifest["segmenter"]) == [words.engine()]
        made[words.engine()] = corpus.fingerprint, corpus.sentences().to_json()
    assert len({fingerprint for fingerprint, _ in made.values()}) == len(made)
    assert len({sentences for _, sentences in made.values()}) == 1
