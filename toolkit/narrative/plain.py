"""供匹配用的文本：去空白、折叠字形, 并记住每个字在原文中的位置。

Text made plain for matching, with a map back. White space goes (a copied report breaks "公\n开申请 26 件" anywhere), full-width digits,
letters and brackets are folded, Traditional characters become Simplified one for one, pinyin in brackets (受(shòu)理) goes.
The map is built while cleaning: `index[i]` is the offset in the original of the i-th plain character.
NFKC is not used: it would turn ①3件 into 13件.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_FOLD = {ord(c): chr(ord(c) - 0xFEE0) for c in map(chr, range(0xFF01, 0xFF5F))}
_FOLD |= {ord("﹪"): "%", ord("％"): "%", ord("〇"): "零", ord("﹣"): "-", ord("−"): "-", ord("–"): "-", ord("—"): "-"}
_FOLD |= {
    ord("～"): "~",
    ord("∼"): "~",
    ord("﹐"): ",",
    ord("﹔"): ";",
    ord("﹕"): ":",
    ord("｡"): "。",
    ord("﹑"): "、",
}
_SPACE = r"\s\u00a0\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad\x00-\x08"
# A bracket that holds only Latin letters with a tone mark after a Chinese character is a reading aid of a mirror site.
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ"
_DROP = re.compile(rf"[{_SPACE}]+|[（(](?<=[\u4e00-\u9fff].)[a-z]*[{_TONES}][a-z{_TONES}]*[）)]")


@dataclass(frozen=True, slots=True)
class Plain:
    """一段匹配用文本和它的位置表。

    `text` is what is matched; `index[i]` the offset in the original of its i-th character, `index[len(text)]` the original's length.
    """

    text: str
    index: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """匹配文本区间对应的原文区间。 The span of the original that `text[start:end]` was made of."""
        if start >= end:
            return self.index[start], self.index[start]
        return self.index[start], self.index[end - 1] + 1


@cache
def _table() -> dict[int, str]:
    """Fold widths, then characters Traditional to Simplified, one for one (phrase conversion would change lengths)."""
    from opencc import OpenCC

    han = "".join(map(chr, range(0x4E00, 0xA000)))
    # One character a line, so that no phrase rule can reach over two of them.
    simple = OpenCC("t2s").convert("\n".join(han)).split("\n")
    table: dict[int, str] = {ord(a): b for a, b in zip(han, simple, strict=True) if a != b and len(b) == 1}
    # Characters that the character table keeps and these reports use in the Simplified sense (答覆, 復議, 纔, 隻計).
    table |= {ord("覆"): "复", ord("隻"): "只", ord("衆"): "众", ord("徵"): "征", ord("佈"): "布"}
    return table | _FOLD


def fold(text: str) -> str:
    """折叠字形而不改变长度。 Fold widths and Traditional characters; the length stays the same."""
    return text.translate(_table())


def plain(text: str, breaks: frozenset[int] = frozenset()) -> Plain:
    """把原文变成匹配用文本。

    `breaks` are the offsets of those newlines that really end a paragraph; they stay as newlines, all other white space goes.
    """
    folded = text.translate(_table())
    pieces: list[str] = []
    index: list[int] = []
    at = 0
    for match in _DROP.finditer(folded):
        start, end = match.span()
        if start > at:
            pieces.append(folded[at:start])
            index.extend(range(at, start))
        for newline in range(start, end):
            if newline in breaks:
                pieces.append("\n")
                index.append(newline)
                break
        at = end
    pieces.append(folded[at:])
    index.extend(range(at, len(text) + 1))
    return Plain("".join(pieces), index)
