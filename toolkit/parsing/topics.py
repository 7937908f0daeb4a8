"""第一部分的专题。

The topics of part 1: sub-headings on a line of their own or at the beginning of their paragraph ("1.主动公开。深入…").
"""

from __future__ import annotations

import re
from collections import Counter

from toolkit.model import Paragraph, Topic
from toolkit.parsing.headings import exact_number, headings, similarity
from toolkit.parsing.normalise import normal, numbering

HEAD = re.compile(r"^(.{2,26}?)(?:[。:：；;]\s*|\s+|$)")
# a heading that is not worded exactly like a known topic must come this near to it, and carry a number
LEAST_SIMILARITY = 0.78
# the words of an own topic's heading, at most
LONGEST_OWN = 18
NOT_A_TOPIC = re.compile(r"^[一二三四五六七八九十](?:是|则|要)|^第[一二三四五六七八九十][,、，]")


def _head(text: str) -> str:
    """The words that a paragraph begins with, up to the first full stop, colon or space."""
    offset = len(text) - len(text.lstrip())
    body = text[offset:]
    number = _printed_number(body)
    found = HEAD.match(body[len(number) :])
    return number + found.group(1) if found else ""


def _printed_number(text: str) -> str:
    """The list number as printed, with the white space after it."""
    if not numbering(text[:12]):
        return ""
    found = re.match(r"^\s*[（(〔\[]?\s*[一二三四五六七八九十\d①-⑳]+\s*[)）〕\]]?\s*[、.．,，。：:]?\s*", text)
    return found.group() if found else ""


def topic_number(text: str) -> int:
    """段落开头是第几个专题, 都不是为 0。 The number of the usual topic that a paragraph begins with, 0 for none."""
    head = _head(text)
    if not head or NOT_A_TOPIC.match(head):
        return 0
    exact = exact_number("topic", head)
    if exact:
        return exact if numbering(head) or len(text) <= len(head) + 1 or _stopped(text, head) else 0
    if not numbering(head):
        return 0
    number, score = max(similarity("topic", head), key=lambda item: item[1])
    return number if score >= LEAST_SIMILARITY else 0


def _stopped(text: str, head: str) -> bool:
    return text[len(head) : len(head) + 1] in ("。", "：", ":")


def topics_of(paragraphs: list[Paragraph]) -> tuple[Topic, ...]:
    """第一部分的各专题。

    The topics of part 1 in printed order. The organ's own sub-headings are topics with the name "" where they are numbered in
    the style of the usual ones (or, without any, in the style of the first numbered short line). Points such as 一是 are not.
    """
    from toolkit.parsing.parts import style_of

    found: list[tuple[int, int, str, str]] = []
    used: set[int] = set()
    usual = [topic_number(p.text) for p in paragraphs]
    styles = Counter(style_of(numbering(_head(p.text))) for p, n in zip(paragraphs, usual, strict=True) if n)
    main = styles.most_common(1)[0][0] if styles else None
    if main is None:
        main = next((style_of(numbering(p.text)) for p in paragraphs if numbering(p.text) and _own(p.text)), None)
    for n, paragraph in enumerate(paragraphs):
        head = _head(paragraph.text)
        style = style_of(numbering(head))
        if usual[n] and usual[n] not in used and (style == main or (style != main and not _deeper(style, main))):
            used.add(usual[n])
            found.append((n, usual[n], head, _bare(head)))
        elif head and style and style == main and _own(paragraph.text):
            found.append((n, 0, head, _bare(head)))
    return _with_text(paragraphs, found)


def _deeper(style: str, main: str | None) -> bool:
    order = (("第一部分",), ("一、", "一"), ("(一)", "(一)、"), ("1.", "1、"), ("(1)", "1)"), ("①",), ("",))
    rank = {s: n for n, styles in enumerate(order) for s in styles}
    return main is not None and main != "" and rank.get(style, 9) > rank.get(main, 9)


def _own(text: str) -> bool:
    """A sub-heading of the organ's own: a number and a few words that end with the line or a full stop."""
    head = _head(text)
    words = normal(head)
    ends = len(text) <= len(head) + 1 or text[len(head)] in "。：:"
    return bool(numbering(head)) and 2 <= len(words) <= LONGEST_OWN and ends and not re.search("[，,；;]", head[3:])


def _bare(head: str) -> str:
    return head[len(_printed_number(head)) :].strip()


def _with_text(paragraphs: list[Paragraph], found: list[tuple[int, int, str, str]]) -> tuple[Topic, ...]:
    names = {h.number: h.heading for h in headings("topic")}
    offsets = []
    at = 0
    for paragraph in paragraphs:
        offsets.append(at)
        at += len(paragraph.text) + 1
    total = at - 1
    text = "\n".join(p.text for p in paragraphs)
    made = []
    for i, (n, number, head, bare) in enumerate(found):
        start = offsets[n] + len(head)
        end = offsets[found[i + 1][0]] - 1 if i + 1 < len(found) else total
        while start < end and text[start] in "。:：；; \n\t":
            start += 1
        source = paragraphs[n].locate(0, len(head))
        made.append(Topic(names.get(number, ""), bare, text[start:end], start, end, source))
    return tuple(made)
