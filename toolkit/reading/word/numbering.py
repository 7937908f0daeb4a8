"""列表编号：Word 自动印在段首、不在文字里的 “一、”“（二）”。

The numbers of lists. Word prints them before a paragraph without storing them in its text; here they are counted as Word counts them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolkit.reading.word.numerals import printed_number
from toolkit.reading.word.styles import Styles
from toolkit.reading.word.xml import Element, attribute, child, children, number, switched, value

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
# num -> style -> num -> ... : a list that takes its levels from a list style
_LONGEST_CHAIN = 5


@dataclass(slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    paragraph_style: str = ""


@dataclass(slots=True)
class _List:
    """A w:num: its levels, where it overrides the start, and the counters, which lists of one definition share."""

    levels: dict[int, _Level]
    counters: dict[int, int]
    overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """一份文件的列表。 The lists of a file. `label` must be asked for once per numbered paragraph, in the order of the text."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._abstract = {attribute(each, "abstractNumId"): each for each in children(root, "abstractNum")}
        self._numbers = {attribute(each, "numId"): each for each in children(root, "num")}
        self._styles = styles
        self._counters: dict[str, dict[int, int]] = {}
        self._lists: dict[str, _List | None] = {}

    def level_of_style(self, num_id: str, style: str) -> int | None:
        """列表中与某段落样式相连的级别。 The level of a list that is linked to a paragraph style."""
        found = self._list(num_id)
        for at, level in found.levels.items() if found is not None else ():
            if level.paragraph_style and level.paragraph_style == style:
                return at
        return None

    def label(self, num_id: str, at: int) -> str:
        """下一段的编号。 Counts one paragraph and returns the number printed before it; "" for bullets and unknown lists."""
        found = self._list(num_id)
        if found is None or not 0 <= at < LEVELS:
            return ""
        level = found.levels.get(at) or _Level()
        counters = found.counters
        override = found.overrides.pop(at, None)
        if override is not None:
            counters[at] = override
        else:
            counters[at] = counters[at] + 1 if at in counters else level.start
        for lower in range(at + 1, LEVELS):
            restart = found.levels.get(lower, level).restart
            # w:lvlRestart 0: never; n: only by level n and those above it
            if lower in counters and restart != 0 and (restart is None or at < restart):
                del counters[lower]
        if level.style == "bullet" or level.hidden:
            return ""
        return _PLACE.sub(lambda match: _figure(found, level, int(match.group(1)) - 1), level.text)

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._make(num_id)
        return self._lists[num_id]

    def _make(self, num_id: str) -> _List | None:
        element = self._numbers.get(num_id)
        identity = value(element, "abstractNumId")
        for _ in range(_LONGEST_CHAIN):
            link = value(self._abstract.get(identity), "numStyleLink")
            target = self._numbers.get(self._styles.named(link).num_id) if link else None
            if target is None:
                break
            identity = value(target, "abstractNumId")
        abstract = self._abstract.get(identity)
        if element is None or abstract is None:
            return None
        levels = {number(attribute(each, "ilvl"), 0): _level(each) for each in children(abstract, "lvl")}
        made = _List(levels, self._counters.setdefault(identity, {}))
        for override in children(element, "lvlOverride"):
            at = number(attribute(override, "ilvl"), 0)
            own = child(override, "lvl")
            if own is not None:
                levels[at] = _level(own)
            start = value(override, "startOverride")
            if start:
                made.overrides[at] = number(start, 1)
        return made


def _figure(found: _List, level: _Level, at: int) -> str:
    printed = found.levels.get(at) or _Level()
    count = found.counters.get(at, printed.start)
    # the legal style turns every number of the label into figures
    return printed_number(
        count, "decimal" if level.legal and printed.style not in ("none", "bullet") else printed.style
    )


def _level(element: Element) -> _Level:
    restart = value(element, "lvlRestart")
    return _Level(
        number(value(element, "start"), 1),
        value(element, "numFmt", "decimal"),
        value(element, "lvlText"),
        number(restart, 0) if restart else None,
        switched(element, "isLgl") or False,
        switched(child(element, "rPr"), "vanish") or False,
        value(element, "pStyle"),
    )
