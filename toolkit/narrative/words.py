"""分词：自有的 jieba 分词器与自有词典(来自词表)；装有 rjieba 时由它代劳, 结果逐词相同。

Words, by jieba with a private `Tokenizer`, whose dictionary is jieba's own plus the terms of our vocabulary; the
global one is never touched. This is the only module that imports a segmenter. Numbers are not its business (see
`quantities`).

With the extra `[fast]` installed, rjieba (the same algorithm in compiled code) cuts in jieba's place: some 15 times
as fast. It is used only in the release that was proven equal word by word (tests/narrative/test_words.py), with
jieba's own frequencies and their very sum, and never for a text with a character that it classes otherwise; `engine`
says which one is in use, and a store records it. OGI_SEGMENTER=jieba in the environment forces the reference.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import warnings
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from toolkit.vocabulary import load

VARIABLE = "OGI_SEGMENTER"
# (jieba, rjieba): releases whose embedded dictionary was compared word by word, and whose cuts are equal.
PROVEN = {("0.42.1", "0.2.2")}
# What both class alike. To jieba rarer ideographs are marks, to rjieba letters of a word; half a surrogate is no text.
_CLASSED_ALIKE = re.compile("[\0-\u33ff\u4e00-\u9fd5\ue000-\uf8ff\ufb00-\uffff]*")
# A word that no text of ours reaches: it holds what the sum of frequencies lacks.
_FILLER = "\ue000\ue000"


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

    The private jieba tokenizer of this process, the reference. Its cache file lies in a folder of its own, so that no
    other program's cache is read.
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


@cache
def fast_tokenizer() -> Any:
    """编译的分词器, 词典与词频同 `tokenizer`。

    rjieba with the dictionary of `tokenizer`: our terms with the frequencies jieba gave them, and the same sum of all
    frequencies (jieba counts a word again when it is added again, rjieba does not). The route through a sentence is
    then the same sum of the same logarithms. Raises `ModuleNotFoundError` where rjieba is not installed.
    """
    import rjieba

    reference, made = tokenizer(), rjieba.Jieba()
    for word in vocabulary_words():
        made.add_word(word, reference.FREQ[word], None)
    missing = reference.total - sum(reference.FREQ.values())
    if missing:
        made.add_word(_FILLER, missing, None)
    return made


def engine() -> str:
    """所用的分词器及其版本。

    Which segmenter cuts in this process, with its release: "jieba 0.42.1" or "rjieba 0.2.2". Loads neither.
    """
    reference, fast = _release("jieba"), _release("rjieba")
    if (reference, fast) in PROVEN and os.environ.get(VARIABLE, "").strip().lower() != "jieba":
        return f"rjieba {fast}"
    return f"jieba {reference}"


def cut(text: str) -> list[str]:
    """把一段文字切成词。

    The words of a text, punctuation and spaces included as they stand; `"".join(cut(t)) == t`. HMM is off: unknown names are cut into
    characters rather than guessed, so the same input gives the same words with every engine.
    """
    if _fast() and _CLASSED_ALIKE.fullmatch(text):
        return fast_tokenizer().cut(text, False)  # type: ignore[no-any-return]
    return tokenizer().lcut(text, HMM=False)  # type: ignore[no-any-return]


@cache
def _fast() -> bool:
    return engine().startswith("rjieba")


@cache
def _release(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
