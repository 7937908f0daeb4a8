"""分词：自有的 jieba 分词器与自有词典(来自词表)。

Words, by jieba with a private `Tokenizer`, whose dictionary is jieba's own plus the terms of our vocabulary; the
global one is never touched.
This is the only module that imports jieba. Numbers are not its business (see `quantities`).
Measured with 0.42.1 in `make bench`: about 0.25 million characters a second on a slow core.
"""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.vocabulary import load


def vocabulary_words() -> list[str]:
    """自有词典的词：词表中全部两字以上的汉字词。 The words of our own dictionary: every Chinese word of the vocabulary."""
    measures, cues = load("measures"), load("cues")
    rows = [
        *measures["domains"],
        *measures["measures"],
        *measures["applicants"],
        *cues["foreign"],
        *cues["rates"],
        *cues["bases"],
    ]
    words = {w for row in rows for w in row["words"]} | set(load("words")["terms"])
    return sorted(w for w in words if len(w) > 1 and all("\u4e00" <= c <= "\u9fff" for c in w))


@cache
def tokenizer() -> Any:
    """本库私有的分词器, 每个进程载入一次。

    The private jieba tokenizer of this process. Its cache file lies in a folder of its own, so that no other program's cache is read.
    """
    with warnings.catch_warnings():
        # jieba 0.42.1 has invalid escapes and imports pkg_resources; both only warn.
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    made = jieba.Tokenizer()
    folder = Path(tempfile.gettempdir()) / f"ogi-toolkit-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made.tmp_dir = str(folder)
    made.initialize()
    for word in vocabulary_words():
        made.add_word(word)
    return made


def cut(text: str) -> list[str]:
    """把一段文字切成词。

    The words of a text, punctuation and spaces included as they stand; `"".join(cut(t)) == t`. HMM is off: unknown names are cut into
    characters rather than guessed, so the same input gives the same words with every engine.
    """
    return tokenizer().lcut(text, HMM=False)  # type: ignore[no-any-return]
