"""文字归一化：仅用于匹配, 原文不变。

Normal forms for matching labels and headings; what was printed is always kept beside them. One character in, at most one out
where an offset matters (`fold`); `normal` drops white space, punctuation and numbering as well.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from toolkit.reading.simplified import same_length, traditional

NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十]{1,3}(?:部分|章)[、,.:]?"
    r"|[((\[][一二三四五六七八九十]{1,3}[))\]][、,.]?"
    r"|[一二三四五六七八九十]{1,3}[、,.:](?!\d)"
    r"|[((\[]\d{1,2}[))\]][、,.]?"
    r"|\d{1,2}[))]"
    r"|\d{1,2}[、,.](?!\d)"
    r"|[①-⑳])"
)
BRACKETED = re.compile(r"\([^()]*\)")
PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}\)")
DROPPED = re.compile(r"[^0-9a-z一-鿿〇]+")
WHITE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")


@cache
def _table() -> dict[int, str]:
    """Full width to half width, Traditional to Simplified, brackets and quotes to one form each, Kangxi radicals."""
    import unicodedata

    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update({code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)})
    table.update({ord(a): b for a, b in zip("〔【［〕】］．﹒〈〉", "((()))..<>", strict=True)})
    table.update({ord(a): "-" for a in "−–—―﹣－‐‑"})
    return table | traditional()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """逐字归一：全角转半角、繁体转简体。

    Full width to half width, Traditional to Simplified, brackets and dashes to one form; the length does not change.
    """
    return same_length(text).translate(_table())


@lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """去掉空白与注音后的归一文字。 Folded text without white space and without pinyin in brackets."""
    text = WHITE.sub("", fold(text)).lower()
    return PINYIN.sub("", text) if "(" in text else text


@lru_cache(maxsize=8192)
def numbering(text: str) -> str:
    """行首的编号, 没有则为空。 The list number that a line begins with ("一、", "(二)", "3."), or ""."""
    found = NUMBERING.match(compact(text))
    return found.group() if found else ""


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """用于比较的文字：无编号、无标点、无空白。 Letters and digits only, without the list number."""
    text = compact(text)
    found = NUMBERING.match(text)
    if found and found.end() < len(text):
        text = text[found.end() :]
    return DROPPED.sub("", text)


@lru_cache(maxsize=8192)
def normal_bare(text: str) -> str:
    """同 normal, 并去掉括号中的说明。 As `normal`, without what stands in brackets (filling instructions)."""
    text = compact(text)
    found = NUMBERING.match(text)
    if found and found.end() < len(text):
        text = text[found.end() :]
    return DROPPED.sub("", BRACKETED.sub("", text))
