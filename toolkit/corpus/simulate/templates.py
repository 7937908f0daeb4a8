"""句子模板的语法。

The little language of the templates in `sentences_*.yaml`. A template is "conditions :: text".

Conditions, all of which must hold: `received` (more than 0), `!received` (0), `received>5`, `concluded=1`,
`received=concluded`, `@city,county` (one of these levels), `%2021` (the form), `*land` (the business),
`prev.received` (last year's figure is there and differs), `tag=scope` (always holds; recorded: the sentence
looks wrong and is not).

Text: `<a|b>` one of these; `{us}` a word; `[...]` a claim, its quote what stands inside; `{#received 件/份}`
the figure of a measure with one of these units, `~` behind the unit allows an approximation, `nc=received` says
that it is a part of that measure only,
`fix` that faults leave it alone; `{~3-40 条}` a figure that no cell holds, `{~!10.5-90.5 %}` with a
decimal; `[...=review.upheld:review]` a claim in words: the cells of the first measure, the figure of the second
(or 0), and a unit where it is not 件; `{%granted/concluded}` a share; `{=received 件}{^received}` last year's
figure and the change (`{=received 件 said}` the figure as a claim of its own); `{@outcomes}` an itemisation of
`items.yaml`; `⟦...⟧` a list that claims to be complete, its first figure the head; `⟪...⟫` no claim of any
kind, `{!2-6}` a number in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from toolkit.corpus.simulate.sheets import FOLDER, sheet

Node = tuple[str, ...] | tuple[str, object] | tuple[str, object, object]
_TOKEN = re.compile(r"\{([^}]*)\}|([<>|\[\]⟦⟧⟪⟫])")
_COMPARED = re.compile(r"([\w.]+)([>=])([\w.]+)")


@dataclass(frozen=True, slots=True)
class Template:
    """一个模板：条件与文字。

    One template: its conditions, its tag ("" for none), and its text as nodes that `render` writes.
    """

    conditions: tuple[tuple[str, str, str], ...]
    tag: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """一组可以互换的模板。 Templates of which one is taken, and the chance that any is."""

    name: str
    chance: float
    templates: tuple[Template, ...]


@cache
def slots() -> Mapping[str, Slot]:
    """全部模板。 All slots by name, from every `sentences_*.yaml`."""
    found: dict[str, Slot] = {}
    for file in sorted(FOLDER.glob("sentences_*.yaml")):
        for name, row in sheet(file.stem).items():
            found[name] = Slot(name, row["chance"], tuple(map(template, row["of"])))
    return found


@cache
def template(text: str) -> Template:
    """读一个模板。

    A template from its line of data. Example: `template("received :: [收到申请{#received 件}]。").conditions`
    is `(("some", "received", ""),)`.
    """
    before, _, words = text.partition("::")
    conditions, tag = [], ""
    for one in before.split():
        compared = _COMPARED.fullmatch(one.removeprefix("!"))
        if one.startswith("tag="):
            tag = one[4:]
        elif one[0] in "@%*":
            conditions.append((one[0], one[1:], ""))
        elif compared and one[0] == "!":
            conditions.append(("differs", compared[1], compared[3]))
        elif compared:
            conditions.append((compared[2], compared[1], compared[3]))
        else:
            conditions.append(("none", one[1:], "") if one[0] == "!" else ("some", one, ""))
    return Template(tuple(conditions), tag, nodes(words.strip()))


@cache
def nodes(text: str) -> tuple[Node, ...]:
    """把文字分成节点。 The nodes of a text, with choices, claims, lists and numbers nested in each other."""
    tokens: list[tuple[str, str]] = []
    last = 0
    for found in _TOKEN.finditer(text):
        if found.start() > last:
            tokens.append(("text", text[last : found.start()]))
        tokens.append(("slot", found[1]) if found[1] is not None else ("mark", found[2]))
        last = found.end()
    if last < len(text):
        tokens.append(("text", text[last:]))
    made, at = _sequence(tokens, 0, "")
    if at != len(tokens):
        raise ValueError(f"a bracket closes that was not opened: {text}")
    return made


def _sequence(tokens: list[tuple[str, str]], at: int, ends: str) -> tuple[tuple[Node, ...], int]:
    made: list[Node] = []
    while at < len(tokens):
        kind, text = tokens[at]
        if kind == "mark" and text in ends:
            return tuple(made), at
        at += 1
        if kind == "text":
            made.append(("text", text))
        elif kind == "slot":
            made.append(_number(text))
        elif text == "<":
            choices = []
            while True:
                inside, at = _sequence(tokens, at, "|>")
                choices.append(inside)
                at += 1
                if tokens[at - 1][1] == ">":
                    break
            made.append(_choice(choices))
        elif text in "[⟦⟪":
            inside, at = _sequence(tokens, at, {"[": "]", "⟦": "⟧", "⟪": "⟫"}[text])
            at += 1
            made.append(_claim(inside) if text == "[" else ({"⟦": "list", "⟪": "trap"}[text], inside))
        else:
            raise ValueError(f"unexpected {text}")
    if ends:
        raise ValueError(f"{ends} is missing at the end")
    return tuple(made), at


def _choice(choices: list[tuple[Node, ...]]) -> Node:
    """Choices of words alone, which most are, are picked without a look inside."""
    if all(not one or (len(one) == 1 and one[0][0] == "text") for one in choices):
        return ("words", tuple(str(one[0][1]) if one else "" for one in choices))
    return ("choice", tuple(choices))


def _claim(inside: tuple[Node, ...]) -> Node:
    """A claim in words ends in "=cells:figure"; the end is no part of its text."""
    last = inside[-1]
    if last[0] == "text" and "=" in str(last[1]):
        words, _, meaning = str(last[1]).partition("=")
        head = inside[:-1] + ((("text", words),) if words else ())
        return ("said", head, tuple(meaning.split(":")))
    return ("claim", inside)


def _number(text: str) -> Node:
    mark, rest = text[0], text[1:].split()
    if mark == "@":
        return ("items", rest[0])
    if mark == "!":
        return ("plain", tuple(rest[0].split("-")))
    if mark == "%":
        return ("share", tuple(rest[0].split("/")))
    if mark == "^":
        return ("change", rest[0])
    if mark not in "#~=":
        return ("word", text)
    options = tuple(rest[2:])
    return ({"#": "figure", "~": "free", "=": "previous"}[mark], (rest[0], tuple(rest[1].split("/")), options))
