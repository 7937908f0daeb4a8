"""依据的说法：解析阶段的短语怎样对人说。

The phrases with which parsing says where a piece of metadata comes from, in the reader's language (`origins.yaml`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from toolkit.vocabulary import rows

_SEVERAL = "; "  # parsing joins the evidence of a form with it


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Exact phrases before those with a gap, so that "title: title" is not read as a title that has “title”."""
    made = []
    for row in sorted(rows("origins"), key=lambda row: row["phrase"].count("{}")):
        pattern = re.escape(row["phrase"]).replace(re.escape("{}"), "(.+)")
        made.append((re.compile(pattern, re.DOTALL), row["zh"], row["en"]))
    return tuple(made)


@lru_cache(maxsize=1024)
def phrase_in_words(phrase: str) -> tuple[str, str] | None:
    """一句依据的中英文说法；不认识时为 None。 One phrase in Chinese and English, None where the vocabulary does not have it."""
    for pattern, zh, en in _phrases():
        match = pattern.fullmatch(phrase)
        if match:
            return zh.format(*match.groups()), en.format(*match.groups())
    return None


def origin_in_words(origin: str) -> tuple[str, str]:
    """依据的中英文说法, 可以是几句。

    Where something comes from, in Chinese and in English. `origin` is one phrase or several joined with "; "; what the vocabulary does
    not have stands for itself.
    """
    pieces = origin.split(_SEVERAL)
    said = [phrase_in_words(piece) for piece in pieces]
    if None in said:
        whole = phrase_in_words(origin)
        if whole is not None:
            return whole
    words = [pair or (piece, piece) for pair, piece in zip(said, pieces, strict=True)]
    return "；".join(zh for zh, _ in words), _SEVERAL.join(en for _, en in words)
