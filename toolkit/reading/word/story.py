"""正文的走读：段落、表格、文本框, 按页面顺序。

One walk over a story of a Word file (the body, a header, a text box): paragraphs and tables in page order, as printed with all tracked
changes accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from toolkit.reading.drafts import NO_HINTS
from toolkit.reading.word.cells import GridBuilder
from toolkit.reading.word.items import Item, Sentence, Words
from toolkit.reading.word.numbering import Numbering
from toolkit.reading.word.refusals import refusal
from toolkit.reading.word.runs import NUMBERED, PICTURE, RESULTLESS, Carried, Runs, choice, mark_is_gone
from toolkit.reading.word.styles import Style, Styles, is_heading_level
from toolkit.reading.word.xml import Element, Names, attribute, child, number, relation_id, value

# Content controls and tracked insertions around whole paragraphs, rows or cells; deleted and moved ones are passed over.
_AROUND = frozenset("w:sdt w:sdtContent w:customXml w:ins w:moveTo w:smartTag".split())
_ALIGNED = {"center": "center", "right": "right", "end": "right"}
# A report has 50 to 300 paragraphs and 300 cells; text beyond these is no report.
MAX_PARAGRAPHS = 40_000
MAX_CELLS = 60_000
_DEEPEST = 60


class Story:
    """读一份文件的各个部分。

    Reads the stories of one file; lists are counted through all of them in the order they are read. `chunk` reads a file that is embedded
    in the text, by its relation.
    """

    def __init__(self, styles: Styles, numbering: Numbering, name: str, chunk: Callable[[str], list[Item]]) -> None:
        self.name = name
        self.names = Names()
        self.hidden: list[str] = []
        self.objects = self.pictures = 0
        self._styles, self._numbering, self._chunk = styles, numbering, chunk
        self._runs = Runs(self.names, styles, name)
        self._paragraphs = self._cells = self._depth = 0

    def blocks(self, parent: Element, floating: list[Item] | None = None) -> list[Item]:
        """一个区域的内容。

        What stands in a body, a cell or a text box. What floats over the page goes to `floating`, or after its paragraph where that is
        None. Raises ReadError `too_complex` for more than any report has.
        """
        self._depth += 1
        if self._depth > _DEEPEST:
            raise refusal("too_complex", self.name)
        items: list[Item] = []
        beside = items if floating is None else floating
        carried: Carried | None = None
        for each in self._inside(parent):
            name = self.names[each.tag]
            if name == "w:p":
                carried = self._paragraph(each, carried, items, beside)
                continue
            if name in ("w:tbl", "w:altChunk"):
                self._finish(carried, "", NO_HINTS, False, items, beside)
                carried = None
                items += self._table(each) if name == "w:tbl" else self._chunk(relation_id(each))
        self._finish(carried, "", NO_HINTS, False, items, beside)
        self._depth -= 1
        return items

    def _inside(self, parent: Element) -> Iterator[Element]:
        """The elements in a container, out of content controls and the like, of alternatives one."""
        stack = [iter(parent)]
        while stack:
            each = next(stack[-1], None)
            if each is None:
                stack.pop()
                continue
            name = self.names[each.tag]
            if name in _AROUND:
                stack.append(iter(each))
            elif name == "mc:AlternateContent":
                chosen = choice(each, self.names)
                if chosen is not None:
                    stack.append(iter(chosen))
            else:
                yield each

    def _paragraph(
        self, element: Element, carried: Carried | None, items: list[Item], beside: list[Item]
    ) -> Carried | None:
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise refusal("too_complex", self.name)
        found = child(element, "pPr")
        properties = {} if found is None else {self.names[each.tag]: each for each in found}
        identity = attribute(properties["w:pStyle"], "val") if "w:pStyle" in properties else ""
        style = self._styles.paragraph(identity)
        out = carried or Carried()
        goes_on = mark_is_gone(properties.get("w:rPr"))
        label = "" if goes_on else self._label(properties.get("w:numPr"), style, identity)
        self._runs.read(element, style, out)
        if goes_on:
            return out
        hints = _hints(properties, style, out)
        self._finish(out, label, hints, style.contents, items, beside)
        return None

    def _finish(
        self,
        out: Carried | None,
        label: str,
        hints: frozenset[str],
        contents: bool,
        items: list[Item],
        beside: list[Item],
    ) -> None:
        """Ends a paragraph: its lines, then what is anchored in it."""
        if out is None:
            return
        lines = out.lines(label)
        unsure = _unsure_figure(out, label) if beside is not items else None
        if lines or unsure is not None:
            items.append(Words(lines, hints, out.unsure, contents, unsure))
        self.hidden += out.hidden
        for shape in out.shapes:
            self._shape(shape, items, beside)

    def _label(self, direct: Element | None, style: Style, identity: str) -> str:
        """The number of the list that is printed before a paragraph; `direct` is what the paragraph itself says of it."""
        num_id = value(direct, "numId") or style.num_id
        if not num_id or num_id == "0":
            return ""
        level = number(value(direct, "ilvl"), -1)
        if level < 0:
            linked = self._numbering.level_of_style(num_id, identity or style.numbered_by)
            if linked is None:
                linked = self._numbering.level_of_style(num_id, style.numbered_by)
            level = linked if linked is not None else style.level or 0
        return self._numbering.label(num_id, level)

    def _table(self, element: Element) -> list[Item]:
        table = GridBuilder(self.names, self._inside, self._cell).build(element)
        return [] if table is None else [table, *table.floating]

    def _cell(self, element: Element, floating: list[Item]) -> list[Item]:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise refusal("too_complex", self.name)
        return self.blocks(element, floating)

    def _shape(self, shape: Element, items: list[Item], beside: list[Item]) -> None:
        """The text boxes of a drawing; each is a story of its own."""
        if self.names[shape.tag] == "w:object":
            self.objects += 1
        fields, self._runs.fields = self._runs.fields, []
        stack = [shape]
        floats = False
        while stack:
            each = stack.pop()
            name = self.names[each.tag]
            floats = floats or name == "wp:anchor" or "position:absolute" in each.get("style", "").replace(" ", "")
            if name == "w:txbxContent":
                (beside if floats else items).extend(self.blocks(each))
            elif name == "mc:AlternateContent":
                chosen = choice(each, self.names)
                stack += [chosen] if chosen is not None else []
            else:
                self.pictures += name in ("pic:pic", "v:imagedata")
                stack += reversed(list(each))
        self._runs.fields = fields


def _unsure_figure(out: Carried, label: str) -> Sentence | None:
    """What makes the figure of a table cell uncertain: a list number before it, a picture beside it or in its place."""
    text = "".join(fragment.text for fragment in out.fragments).strip()
    if label and not text[:1].isalpha():
        return NUMBERED
    if out.drawn or any(not _has_text(shape) for shape in out.shapes):
        return PICTURE
    if out.resultless:
        return RESULTLESS
    return out.unsure


def _has_text(shape: Element) -> bool:
    """Whether a drawing holds a text box; its text is read."""
    return any(each.tag.endswith("}txbxContent") for each in shape.iter())


def _hints(properties: dict[str, Element], style: Style, out: Carried) -> frozenset[str]:
    align = attribute(properties["w:jc"], "val") if "w:jc" in properties else style.align
    align = _ALIGNED.get(align, "")
    heading = is_heading_level(properties["w:outlineLvl"]) if "w:outlineLvl" in properties else style.heading
    strong = out.is_bold()
    if not (align or heading or strong):
        return NO_HINTS
    return frozenset(name for name, given in (("heading", heading), ("strong", strong), (align, bool(align))) if given)
