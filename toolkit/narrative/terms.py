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


class Word:
    """词表中的一个词和它的全部意义。 A word of the vocabulary with its senses, looked up by kind without a loop."""

    __slots__ = ("core", "filler", "first", "ids", "senses")

    def __init__(self, senses: tuple[Sense, ...]) -> None:
        self.senses = senses
        self.first = {s.kind: s for s in reversed(senses)}
        self.ids = frozenset((s.kind, s.id) for s in senses)
        self.core = any(s.kind in CORE for s in senses)
        self.filler = all(s.kind == "filler" for s in senses)


class Token:
    """匹配文本中的一个术语。 A term found: its span, its text and the `Word` that it is. (A plain class: thousands are made.)"""

    __slots__ = ("end", "start", "text", "word")

    def __init__(self, start: int, end: int, text: str, word: Word) -> None:
        self.start, self.end, self.text, self.word = start, end, text, word

    @property
    def senses(self) -> tuple[Sense, ...]:
        """全部意义。 All its senses."""
        return self.word.senses

    def sense(self, *kinds: str) -> Sense | None:
        """某一类意义, 没有则为 None。 Its first sense of these kinds."""
        first = self.word.first
        for kind in kinds:
            if kind in first:
                return first[kind]
        return None

    def has(self, kind: str, *ids: str) -> bool:
        """是否有这一意义。 Whether it has a sense of this kind (and one of these ids)."""
        if not ids:
            return kind in self.word.first
        if len(ids) == 1:
            return (kind, ids[0]) in self.word.ids
        return any((kind, id) in self.word.ids for id in ids)


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
        yield (
            Sense("noun" if row["strength"] == "strong" else "weak", row["id"], row),
            row["words"],
            row.get("patterns", []),
        )
    for row in measures["measures"]:
        yield Sense("measure", row["id"], row), row["words"], row.get("patterns", [])
    for row in measures["applicants"]:
        yield Sense("applicant", ".".join(row["columns"]), row), row["words"], row.get("patterns", [])
    for row in cues["foreign"]:
        yield Sense("foreign", row["id"], row), row["words"], [row["pattern"]] if row.get("pattern") else []
    for row in cues["rates"]:
        yield Sense("rate", row["words"][0], row), row["words"], []
    for row in cues["bases"]:
        yield Sense("base", row["id"], row), row["words"], []
    for row in cues["periods"]:
        yield Sense("period", row["id"], row), row["words"], [row["pattern"]] if row.get("pattern") else []
    for row in cues["cues"]:
        yield Sense("cue", row["id"], row), row["words"], [row["pattern"]] if row.get("pattern") else []
    yield Sense("filler", "filler"), cues["fillers"], []


@cache
def _lexicon(year: int) -> tuple[re.Pattern[str], dict[str, Word], tuple[tuple[re.Pattern[str], Word], ...]]:
    senses: dict[str, tuple[Sense, ...]] = {}
    patterns = []
    for sense, words, expressions in _rows():
        for word in words:
            senses[word] = (*senses.get(word, ()), sense)
        for expression in expressions:
            filled = (
                expression.replace("{last}", str(year - 1))
                .replace("{this}", str(year))
                .replace("{next}", str(year + 1))
            )
            patterns.append((re.compile(filled), Word((sense,))))
    return re.compile(_trie_pattern(senses)), {w: Word(s) for w, s in senses.items()}, tuple(patterns)


def find_terms(text: str, year: int) -> tuple[list[Token], list[tuple[int, int]]]:
    """找出匹配文本中的全部术语, 按位置排列。

    All terms of a plain text in order, not overlapping, and the spans of the fillers between them. Patterns with years (2022年结转) come
    first, then the longest words.
    """
    trie, words, patterns = _lexicon(year)
    special = [Token(*m.span(), m[0], word) for pattern, word in patterns for m in pattern.finditer(text)]
    special.sort(key=lambda t: (t.start, -t.end))
    tokens: list[Token] = []
    fillers: list[tuple[int, int]] = []
    at = 0
    for token in [*special, None]:
        if token is not None and token.start < at:
            continue
        for m in trie.finditer(text, at, token.start if token else len(text)):
            found = m[0]
            word = words[found]
            if word.filler:
                fillers.append(m.span())
            else:
                tokens.append(Token(m.start(), m.end(), found, word))
        if token is not None:
            tokens.append(token)
            at = token.end
    return tokens, fillers
