"""机关名称与层级。

Names of organs, the level that a name tells, and which of several printed names is the fuller one.

Rules: a 区 is county level, under a municipality or a city alike. Every 局, 委, 办, 厅 is a department, whatever government it
belongs to. 街道办事处, 镇 and 乡 are townships. A county-level city (县级市) has the same form of name as a city with districts: it is told
apart only where the name puts it below another city or the text calls it 县级市; otherwise …市 is taken as "city".
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from toolkit import vocabulary
from toolkit.parsing.normalise import compact

GOVERNMENT = "人民政府"
STATE = "state_council"
LONGEST_NAME = 36
NOT_IN_NAME = re.compile(r"[。,;:!?\"“”《》\d/\\|@<>]")
HIGHER_PLACE = re.compile(r"[一-鿿]{1,12}[省市县区州旗盟]")
TWO_CITIES = re.compile(r".{2,}(?:市|自治州|州|盟|地区).{1,8}市")


@cache
def _endings() -> tuple[tuple[str, str, bool], ...]:
    """(ending, level, names only a place), the longest first."""
    rows = [(r["ending"], r["level"], r.get("note") == "place") for r in vocabulary.rows("issuers")]
    return tuple(sorted(rows, key=lambda r: -len(r[0])))


@lru_cache(maxsize=2048)
def ending_of(name: str) -> tuple[str, str, bool] | None:
    """名称的结尾及其层级。 The longest known ending of a name: (ending, level, whether it only names a place), None where there is none."""
    name = compact(name)
    return next((r for r in _endings() if name.endswith(r[0]) and (len(name) > len(r[0]) or r[1] == STATE)), None)


@lru_cache(maxsize=2048)
def is_body(text: str) -> bool:
    """整行是否为机关名称。 Whether a whole line is the name of an organ (a signature)."""
    name = re.sub(r"\((?:盖章|公章|印章|章)\)$", "", compact(text))
    if not 3 <= len(name) <= LONGEST_NAME or NOT_IN_NAME.search(name):
        return False
    if any(name.endswith(word) for word in vocabulary.load("issuers")["not_bodies"]):
        return False
    ending = ending_of(name)
    return ending is not None and not ending[2] and not re.match(r"^[((]?[一二三四五六七八九十][)、)]", name)


def level_of(name: str, text: str = "") -> tuple[str, str] | None:
    """机关的层级及依据。

    The level of an organ and the rule that told it. `text` is the report: it decides where a name ending in …市 is a county-level
    city. None where the name has no known ending.
    """
    ending = ending_of(name)
    if ending is None:
        return None
    found, level, _ = ending
    bare = compact(name)
    if level == "city":
        place = bare.removesuffix(GOVERNMENT)
        if place in vocabulary.load("issuers")["municipalities"]:
            return "province", f"直辖市 {place}"
        if found.startswith("市") and TWO_CITIES.fullmatch(place):
            return "county", "名称中市下有市, 为县级市"
        if found.startswith("市") and re.search("县级市", text):
            return "county", "文中称县级市"
    return level, f"名称以“{found}”结尾"


def full_name(place: str) -> str:
    """地名补足“人民政府”。 A place name with 人民政府 added, a name of an organ unchanged."""
    ending = ending_of(place)
    return place + GOVERNMENT if ending and ending[2] else place


def fuller(title: str, other: str) -> str | None:
    """两个名称相容时较全的一个。

    The fuller of two names of the same organ: one that puts the higher place before it (洪泽区人民政府, 淮安市洪泽区人民政府), or
    adds 人民政府 to the name of a place. None where they are two organs (a government and its office).
    """
    a, b = compact(full_name(title)), compact(full_name(other))
    if a == b:
        return other if len(compact(other)) >= len(compact(title)) else title
    if b.endswith(a) and HIGHER_PLACE.fullmatch(b[: -len(a)]):
        return other
    if a.endswith(b) and HIGHER_PLACE.fullmatch(a[: -len(b)]):
        return title
    return None
