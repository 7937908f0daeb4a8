"""繁体转简体, 只用于匹配。

Traditional to Simplified, character by character and for matching only: what is printed is always kept.
"""

from __future__ import annotations

import re
from functools import cache

from toolkit.vocabulary import load

# Pinyin that a mirror's conversion left behind a character: 國務(wù)院. Only syllables with a tone mark, so that (a) and (cm) stay.
PINYIN = re.compile(
    r"\s*[(（]\s*(?=[a-züê]{0,6}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ])[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,7}\s*[)）]\s*", re.I
)

# Words that converters "for Taiwan" exchange, of equal length.
_WORDS = (
    ("資訊", "信息"),
    ("網路", "网络"),
    ("資料庫", "数据库"),
    ("影片", "视频"),
    ("軟體", "软件"),
    ("釋出", "发布"),
)


@cache
def traditional() -> dict[int, str]:
    """繁体字 → 简体字。 The table of characters for `str.translate`."""
    data = load("labels")
    old, new = ("".join(data[name].split()) for name in ("traditional", "simplified"))
    return {ord(a): b for a, b in zip(old, new, strict=True)}


@cache
def _any_traditional() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(chr, traditional())) + "]")


def same_length(text: str) -> str:
    """繁体转简体, 字数不变, 只用于匹配。

    The text in Simplified characters, of the same length, so that offsets hold. Words that the conversion of a mirror put in place of
    others of as many characters (資訊 for 信息) are put back.
    """
    if _any_traditional().search(text) is None:
        return text
    for word, original in _WORDS:
        if word in text:
            text = text.replace(word, original)
    return text.translate(traditional())


def simplified(text: str) -> str:
    """繁体转简体并去掉括号里的注音, 只用于匹配。 The text in Simplified characters and without pinyin in brackets."""
    if "(" in text or "（" in text:
        text = PINYIN.sub("", text)
    return same_length(text)
