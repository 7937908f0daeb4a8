"""标签的名称与属性。 The name and the attributes of a tag."""

from __future__ import annotations

import re
from html import unescape

NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""([^\s/>="']+)(?:\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([^\s>]*)))?""")
# No attribute that matters stands further into a tag; what does is a picture in a data: address.
_TAG_LENGTH = 20_000


def attributes(token: str) -> dict[str, str]:
    """标签的属性, 名称小写, 实体已解码。 The attributes of a tag; the first of a name counts, as in the HTML standard."""
    found: dict[str, str] = {}
    match = NAME.match(token)
    for name, double, single, bare in _ATTRIBUTE.findall(token, match.end() if match else 1, _TAG_LENGTH):
        value = double or single or bare
        found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found


def printed_attribute(token: str, wanted: str) -> tuple[int, str] | None:
    """属性值在标签中的位置与原样。 Where the value of an attribute stands in its tag, and the value as it is written there."""
    match = NAME.match(token)
    for found in _ATTRIBUTE.finditer(token, match.end() if match else 1, _TAG_LENGTH):
        if found.group(1).lower() == wanted:
            number = next((n for n in (2, 3, 4) if found.group(n)), 0)
            return (found.start(number), found.group(number)) if number else None
    return None
