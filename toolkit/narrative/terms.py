"""词表里的词：在匹配文本中一次找出全部术语。

The terms of the vocabulary (measures.yaml, cues.yaml), found in plain text in one pass. All words go into one trie, written as a regular
expression, so that the longest word wins at every place and the cost does not grow with the vocabulary.
A word may have several senses (公开: an outcome, or the disclosure of a document); the clause decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from toolkit.vocabulary import load


@dataclass(frozen=True, slots=True)
class Sense:
    """一个词的一种意义。

    `kind` is "noun" (a domain), "weak" (its short name), "measure", "applicant", "foreign", "rate", "base", "period", "cue", "filler";
    `id` the row of the vocabulary, `row` the row itself.
    """

    kind: str
    id: str
    row: Any = field(compare=False, hash=False, repr=False, default=None)


@dataclass(frozen=True, slots=True)
class Token:
    """匹配文本中的一个术语。 A term found: its span, its text and its senses."""

    start: int
    end: int
    text: str
    senses: tuple[Sense, ...]

    def sense(self, *kinds: str) -> Sense | None:
        """某一类意义, 没有则为 None。 Its first sense of these kinds."""
        return next((s for s in self.senses if s.kind in kinds), None)

    def has(self, kind: str, *ids: str) -> bool:
        """是否有这一意义。 Whether it has a sense of this kind (and one of these ids)."""
        return any(s.kind == kind and (not ids or s.id in ids) for s in self.senses)


CORE = ("noun", "weak", "measure", "applicant", "foreign", "rate")


def _trie_pattern(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of the words at a place."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for c in word:
            node = node.setdefault(c, {})
        node[""] = True

    def write(node: dict[str, Any]) -> str:
        branches = [re.escape(c) + write(child) for c, child in node.items() if c]
        if not branches:
            return ""
        body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
        return f"(?:{body})?" if "" in node and len(branches) == 1 else body + ("?" if "" in node else "")

    return write(trie)


def _rows() -> Iterable[tuple[Sense, list[str], list[str]]]:
    """(sense, words, patterns) of every row of the vocabulary."""
    measures, cues = load("measures"), load("cues")
    for row in measures["domains"]:
        yield Sense("noun" if row["strength"] == "strong" else "weak", row["id"], row), row["words"], []
    for row in measures["measures"]:
        yield Sense("measure", row["id"], row), row["words"], row.get("patterns", [])
    for row in measures["applicants"]:
        yield Sense("applicant", ".".join(row["columns"]), row), row["words"], []
    for row in cues["foreign"]:
        yield Sense("foreign", row["id"], row), row["words"], []
    for row in cues["rates"]:
        yield Sense("rate", row["words"][0], row), row["words"], []
    for row in cues["bases"]:
        yield Sense("base", row["id"], row), row["words"], []
    for row in cues["periods"]:
        yield Sense("period", row["id"], row), row["words"], [row["pattern"]] if row.get("pattern") else []
    for row in cues["cues"]:
        yield Sense("cue", row["id"], row), row["words"], []
    yield Sense("filler", "filler"), cues["fillers"], []


@cache
def _lexicon(year: int) -> tuple[re.Pattern[str], dict[str, tuple[Sense, ...]], tuple[tuple[re.Pattern[str], Sense], ...]]:
    senses: dict[str, tuple[Sense, ...]] = {}
    patterns = []
    for sense, words, expressions in _rows():
        for word in words:
            senses[word] = (*senses.get(word, ()), sense)
        for expression in expressions:
            filled = expression.replace("{last}", str(year - 1)).replace("{this}", str(year)).replace("{next}", str(year + 1))
            patterns.append((re.compile(filled), sense))
    return re.compile(_trie_pattern(senses)), senses, tuple(patterns)


def find_terms(text: str, year: int) -> list[Token]:
    """找出匹配文本中的全部术语, 按位置排列。

    All terms of a plain text in order, not overlapping; patterns with years (2022年结转) come first, then the longest words.
    """
    trie, senses, patterns = _lexicon(year)
    tokens = [Token(*m.span(), m[0], (sense,)) for pattern, sense in patterns for m in pattern.finditer(text)]
    tokens.sort(key=lambda t: (t.start, -t.end))
    kept: list[Token] = []
    for token in tokens:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    out: list[Token] = []
    at = 0
    for token in [*kept, Token(len(text), len(text), "", ())]:
        for m in trie.finditer(text, at, token.start):
            out.append(Token(*m.span(), m[0], senses[m[0]]))
        if token.senses:
            out.append(token)
        at = token.end
    return out
