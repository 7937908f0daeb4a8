"""样式：段落和文字从样式继承的属性。

Styles: what paragraphs and runs take over from them, along the chain of `basedOn`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolkit.reading.word.xml import Element, attribute, child, children, number, switched, value

# Toggles that decide whether text is printed or how it is set.
SWITCHES = ("vanish", "strike", "dstrike", "b")
_LONGEST_CHAIN = 30
_HEADING = re.compile(r"(?:heading|标题)\s*[1-9]|title|标题", re.I)
_CONTENTS = re.compile(r"(?:toc|目录)\s*[1-9]", re.I)
_MARK = re.compile(r"(?:(?:foot|end)note\s?(?:reference|anchor)|[脚尾]注引用)", re.I)
_BODY_LEVEL = 9


@dataclass(slots=True)
class Style:
    """一个样式, 继承已展开。

    A style with what it inherits. `numbered_by` is the style in the chain that brings the numbering; `level` is None where it names none.
    """

    switches: dict[str, bool] = field(default_factory=dict)
    align: str = ""
    raised: str = ""
    heading: bool = False
    contents: bool = False
    num_id: str = ""
    level: int | None = None
    numbered_by: str = ""


PLAIN = Style()


class Styles:
    """一份文件的全部样式。 The styles of a file, worked out when first asked for."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._known: dict[str, Style] = {}
        self._default = ""
        for element in children(root, "style"):
            identity = attribute(element, "styleId")
            self._elements.setdefault(identity, element)
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                self._default = identity
        defaults = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
        self.defaults = Style()
        _add_run_properties(self.defaults, defaults)

    def paragraph(self, identity: str) -> Style:
        """段落样式, 没写时为默认样式。 The style of a paragraph; the default style where it names none."""
        return self.named(identity or self._default)

    def named(self, identity: str) -> Style:
        """按标识找样式, 没有则为空样式。 A style by its id, a plain one where there is none."""
        if not identity:
            return PLAIN
        known = self._known.get(identity)
        if known is None:
            known = self._known[identity] = self._resolve(identity)
        return known

    def _resolve(self, identity: str) -> Style:
        chain: list[tuple[str, Element]] = []
        at = identity
        while at in self._elements and len(chain) < _LONGEST_CHAIN and all(at != name for name, _ in chain):
            chain.append((at, self._elements[at]))
            at = value(self._elements[at], "basedOn")
        style = Style()
        for name, element in reversed(chain):
            _add_paragraph_properties(style, name, child(element, "pPr"))
            _add_run_properties(style, child(element, "rPr"))
            printed = value(element, "name")
            style.heading = style.heading or _HEADING.fullmatch(printed) is not None
            style.raised = style.raised or ("superscript" if is_mark(printed) else "")
            style.contents = style.contents or _CONTENTS.fullmatch(printed) is not None
        return style


def is_mark(name: str) -> bool:
    """脚注、尾注的注码样式。 Whether the id or the name of a style is that of footnote or endnote marks."""
    return bool(name) and _MARK.fullmatch(name) is not None


def is_heading_level(outline: Element) -> bool:
    """大纲级别是不是标题。 Whether an outline level (w:outlineLvl) is one of a heading."""
    return number(attribute(outline, "val"), _BODY_LEVEL) < _BODY_LEVEL


def _add_paragraph_properties(style: Style, name: str, properties: Element | None) -> None:
    if properties is None:
        return
    style.align = value(properties, "jc") or style.align
    outline = child(properties, "outlineLvl")
    style.heading = style.heading if outline is None else is_heading_level(outline)
    numbering = child(properties, "numPr")
    if numbering is not None:
        style.num_id = value(numbering, "numId") or style.num_id
        level = value(numbering, "ilvl")
        style.level = number(level, 0) if level else None
        style.numbered_by = name


def _add_run_properties(style: Style, properties: Element | None) -> None:
    for name in SWITCHES if properties is not None else ():
        switch = switched(properties, name)
        if switch is not None:
            style.switches[name] = switch
    style.raised = value(properties, "vertAlign") or style.raised
