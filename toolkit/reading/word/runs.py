"""段落的文字：逐段拼出实际印出的字。

The text of a paragraph as it is printed: tracked changes as accepted, fields by their results, no hidden text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolkit.reading.places import collapse
from toolkit.reading.word.items import Sentence
from toolkit.reading.word.numerals import printed_number
from toolkit.reading.word.refusals import refusal
from toolkit.reading.word.styles import SWITCHES, Style, Styles, is_mark
from toolkit.reading.word.xml import Element, Names, attribute, child, is_on, number, switched, value

# Passed through; what is not named here or below is not text: comments, bookmarks, deleted and moved text, proofing marks.
_THROUGH = frozenset(
    "w:ins w:moveTo w:hyperlink w:smartTag w:customXml w:fldSimple w:dir w:bdo w:sdt w:sdtContent m:oMathPara".split()
)
_SWITCHES = {f"w:{name}": name for name in SWITCHES}
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_INSIDE = frozenset("w:fldChar w:instrText w:ruby mc:AlternateContent".split())
_SHAPES = frozenset(("w:drawing", "w:pict", "w:object"))
# A number in a ring is written as a field without a result: EQ \o\ac(○,3)
_RINGED = re.compile(r"\s*eq\s+\\o(?:\\a[clr])?\s*\(\s*[○〇◯]\s*[,，;；]\s*(\w{1,3})\s*\)", re.I)
# Links in insertions in content controls: five levels are many.
_DEEPEST = 60
# Fields that print something, even where the file does not hold what.
_PRINTING = re.compile(
    r"\s*(?:=|(?:form(?:dropdown|text)|quote|(?:merge|doc)\w+|ref|seq|if|link|embed|symbol|include\w+)\b)", re.I
)
# Half points: text raised or lowered by so much is a note beside the text, text of this size cannot be seen.
_RAISED_BY = 6
_UNSEEN_SIZE = 4
_FORMULA = re.compile(r"\s*eq\b", re.I)
# Wingdings: rings with figures, boxes with and without a tick. Symbol: figures and signs stand where ASCII has them.
_WINGDINGS = {0xFE: "☑", 0xFD: "☒", 0xFC: "√", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x6C: "●", 0x6E: "■", 0x75: "◆"}
_RINGS = ((0x80, "⓪"), (0x8B, "⓿"))
_SYMBOL_ASCII = frozenset(b"0123456789%()+,./:;<=>[]|")

UNKNOWN_SIGN: Sentence = (
    "这里有一个特殊字体的符号, 不知道印出来是什么。",
    "A sign of a symbol font stands here, and what it prints is not known.",
)
PICTURE: Sentence = (
    "这一格中有图片、图形或嵌入的对象, 其中的数字没有读取。",
    "A picture, a drawing or an embedded object stands in this cell, and what it shows is not read.",
)
RESULTLESS: Sentence = (
    "这一格中有域(公式、表单、下拉列表), 文件中没有它显示的结果。",
    "A field (a formula, a form, a drop-down list) stands in this cell, and the file does not hold what it shows.",
)
PALE: Sentence = (
    "这里有白色或极小的字, 看不见, 数字不能确定。",
    "Text here is white or too small to see; the number is not certain.",
)
NUMBERED: Sentence = (
    "这里有自动编号, 与数字连在一起, 两者没有分开。",
    "A list number stands before the figure here and is not told from it.",
)
FORMULA: Sentence = (
    "这里有一个公式, 其中的数字不按公式读取。",
    "A formula stands here, and its figures are not read as one.",
)


@dataclass(slots=True)
class _Fragment:
    text: str
    bold: bool = False
    raised: bool = False


@dataclass(slots=True)
class _Open:
    """A field that is being read; its instruction ends where its result begins."""

    first: int
    instruction: list[str] = field(default_factory=list)
    in_result: bool = False


@dataclass(slots=True)
class Carried:
    """并入下一段的文字：段落标记已被删除。 Text whose paragraph mark was deleted: it goes on in the next paragraph."""

    fragments: list[_Fragment] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    shapes: list[Element] = field(default_factory=list)
    unsure: Sentence | None = None
    drawn: bool = False  # a drawing without text stands in it
    resultless: bool = False  # or a field whose result is not in the file

    def lines(self, label: str) -> list[str]:
        """印出的各行。 The printed lines, the number of the list before the first."""
        if not self.fragments:
            return [label] if label else []
        text = self.fragments[0].text if len(self.fragments) == 1 else "".join(self._texts())
        lines = text.split("\n")
        lines = [collapse([(0, len(line), line)]).text for line in lines]
        first = lines[0]
        if label:
            lines[0] = label + (" " if first and label[-1].isascii() else "") + first
        return [line for line in lines if line]

    def is_bold(self) -> bool:
        """全是粗体。 Whether all of it is bold."""
        inked = [fragment.bold for fragment in self.fragments if fragment.text.strip()]
        return bool(inked) and all(inked)

    def _texts(self) -> list[str]:
        """Raised and lowered text is a note beside a number, not part of it: 105 with a raised 1 is not 1051."""
        raised = [fragment.raised for fragment in self.fragments if fragment.text.strip()]
        if not any(raised) or all(raised):
            return [fragment.text for fragment in self.fragments]
        texts: list[str] = []
        inside = False
        for fragment in self.fragments:
            if fragment.text.strip() and fragment.raised != inside:
                texts.append("（" if fragment.raised else "）")
                inside = fragment.raised
            texts.append(fragment.text)
        return [*texts, "）"] if inside else texts


class Runs:
    """读一段的文字。

    Reads the runs of paragraphs. Fields may go on over several paragraphs, so one reader serves a whole story (the body, a footnote, a
    text box).
    """

    def __init__(self, names: Names, styles: Styles, name: str) -> None:
        self.names, self.styles, self.name = names, styles, name
        self.fields: list[_Open] = []
        self.out = Carried()
        self._style: Style = styles.defaults
        self._depth = 0
        self._inherited: dict[tuple[int, str], dict[str, bool]] = {}

    def read(self, paragraph: Element, style: Style, into: Carried) -> None:
        """读一段, 接在 `into` 之后。 Reads a paragraph on to the end of `into`."""
        self.out, self._style = into, style
        self._inline(paragraph)
        # an instruction does not go on over the end of a paragraph: a field that does is broken, and hides nothing
        while self.fields and not self.fields[-1].in_result:
            self.fields.pop()
        for opened in self.fields:
            opened.first = 0

    def _inline(self, element: Element) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise refusal("too_complex", self.name)
        for each in element:
            name = self.names[each.tag]
            if name == "w:r":
                self._run(each)
            elif name in _THROUGH:
                self._inline(each)
            elif name == "mc:AlternateContent":
                chosen = choice(each, self.names)
                if chosen is not None:
                    self._inline(chosen)
            elif name == "m:oMath":
                self._formula(each)
        self._depth -= 1

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        switches, raised = self._settings(properties)
        if properties is not None and _is_pale(properties) and any(each.isdigit() for each in "".join(run.itertext())):
            self.out.unsure = self.out.unsure or PALE
        shown = not (switches["vanish"] or switches["strike"] or switches["dstrike"])
        self._content(run, shown, switches["b"], raised in ("superscript", "subscript"))

    def _content(self, run: Element, shown: bool, bold: bool, raised: bool) -> None:
        for each in run:
            name = self.names[each.tag]
            text = _text(each) if name == "w:t" else _SIGNS.get(name, "")
            if name == "w:sym":
                text = self._sign(each)
            elif name in _SHAPES:
                if shown:
                    self.out.shapes.append(each)
            elif name in _INSIDE:
                self._inside(each, name, shown, bold, raised)
            if text and shown:
                self.out.fragments.append(_Fragment(text, bold, raised))
            elif text:
                self.out.hidden.append(text)

    def _inside(self, each: Element, name: str, shown: bool, bold: bool, raised: bool) -> None:
        if name == "w:fldChar":
            self._field(attribute(each, "fldCharType"))
        elif name == "w:instrText":
            if self.fields:
                self.fields[-1].instruction.append(each.text or "")
        elif name == "w:ruby":
            for base in each:
                if self.names[base.tag] == "w:rubyBase":
                    self._inline(base)
        else:
            self._run_choice(each, shown, bold, raised)

    def _run_choice(self, element: Element, shown: bool, bold: bool, raised: bool) -> None:
        chosen = choice(element, self.names)
        self.out.drawn |= chosen is None and shown
        if chosen is not None:
            self._depth += 1
            if self._depth > _DEEPEST:
                raise refusal("too_complex", self.name)
            self._content(chosen, shown, bold, raised)
            self._depth -= 1

    def _settings(self, properties: Element | None) -> tuple[dict[str, bool], str]:
        """Whether a run is hidden, struck or bold, and whether it is raised. A toggle of two styles undoes itself."""
        direct: dict[str, bool] = {}
        raised = identity = ""
        for each in properties if properties is not None else ():
            name = self.names[each.tag]
            if name in _SWITCHES:
                direct[_SWITCHES[name]] = is_on(each)
            elif name == "w:vertAlign":
                raised = attribute(each, "val")
            elif name == "w:position" and abs(number(attribute(each, "val"), 0)) >= _RAISED_BY:
                raised = raised or "superscript"
            elif name == "w:rStyle":
                identity = attribute(each, "val")
        run = self.styles.named(identity)
        key = (id(self._style), identity)
        inherited = self._inherited.get(key)
        if inherited is None:
            defaults, paragraph = self.styles.defaults.switches, self._style.switches
            inherited = self._inherited[key] = {
                name: defaults.get(name, False) or (paragraph.get(name, False) != run.switches.get(name, False))
                for name in SWITCHES
            }
        raised = raised or run.raised or self._style.raised or ("superscript" if is_mark(identity) else "")
        return {**inherited, **direct} if direct else inherited, raised

    def _field(self, kind: str) -> None:
        fragments = self.out.fragments
        if kind == "begin":
            self.fields.append(_Open(len(fragments)))
        elif self.fields and kind == "separate" and not self.fields[-1].in_result:
            self.fields[-1].in_result = True
            del fragments[self.fields[-1].first :]
        elif self.fields and kind == "end":
            opened = self.fields.pop()
            if not opened.in_result:
                del fragments[opened.first :]
                self._resultless("".join(opened.instruction))

    def _resultless(self, instruction: str) -> None:
        ringed = _RINGED.match(instruction)
        if ringed is not None:
            sign = ringed.group(1)
            circled = printed_number(int(sign), "decimalEnclosedCircle") if sign.isdecimal() else sign
            self.out.fragments.append(_Fragment(f"（{sign}）" if circled == sign else circled))
        elif _FORMULA.match(instruction):
            self.out.unsure = FORMULA
        elif _PRINTING.match(instruction):
            self.out.resultless = True

    def _formula(self, formula: Element) -> None:
        """Text set as a formula is read when it is nothing but text; a fraction is not two numbers in a row."""
        parts: list[str] = []
        plain = True
        stack = list(reversed(list(formula)))
        while stack:
            each = stack.pop()
            name = self.names[each.tag]
            if name == "m:t":
                parts.append(each.text or "")
            elif name in ("m:r", "w:ins"):
                stack += reversed(list(each))
            elif name.startswith("m:") and not name.endswith("Pr"):
                plain = False
                stack += reversed(list(each))
        if parts:
            self.out.fragments.append(_Fragment(("" if plain else " ").join(parts)))
            self.out.unsure = self.out.unsure if plain else FORMULA

    def _sign(self, element: Element) -> str:
        """A character of a symbol font, by its code."""
        try:
            code = int(attribute(element, "char"), 16)
        except ValueError:
            return ""
        font = attribute(element, "font").lower()
        low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
        if font == "wingdings" and low < 0x100:
            for first, sign in _RINGS:
                if first <= low <= first + 10:
                    return (
                        printed_number(low - first, "decimalEnclosedCircle")
                        if sign == "⓪"
                        else chr(0x2776 + low - first - 1)
                    )
            if low in _WINGDINGS:
                return _WINGDINGS[low]
        elif font == "symbol" and low in _SYMBOL_ASCII:
            return chr(low)
        elif not 0xE000 <= code <= 0xF8FF and 0x20 <= code <= 0xFFFF and not 0xD800 <= code <= 0xDFFF:
            return chr(code)
        self.out.unsure = self.out.unsure or UNKNOWN_SIGN
        return "□"


def _is_pale(properties: Element) -> bool:
    """White text (on whatever background), or text too small to see."""
    return value(properties, "color").upper() == "FFFFFF" or 0 < number(value(properties, "sz"), 0) <= _UNSEEN_SIZE


def choice(element: Element, names: Names) -> Element | None:
    """同一内容的几种写法中取一种：内容只读一次。

    Of the alternatives of one content the first; a later one only where the first prints nothing.
    """
    for each in element:
        if names[each.tag] in ("mc:Choice", "mc:Fallback") and any(
            names[inner.tag] in ("w:t", "w:txbxContent", "w:tbl", "w:sym") for inner in each.iter()
        ):
            return each
    return None


def _text(element: Element) -> str:
    text = element.text or ""
    if text[:1].isspace() or text[-1:].isspace():
        space = element.get("{http://www.w3.org/XML/1998/namespace}space")
        return text.replace("\n", " ") if space == "preserve" else text.strip(" \t\r\n")
    return text.replace("\n", " ")


def mark_is_gone(mark: Element | None) -> bool:
    """段落标记已删除、移走或隐藏：下一段接在后面。 Whether a paragraph mark (w:pPr/w:rPr) is deleted, moved away or hidden."""
    if mark is None:
        return False
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None or bool(switched(mark, "vanish"))
