"""行政区划：名单, 以及从机关名称中认出省、市、县。

Administrative divisions at county level and above, from `vocabulary/divisions.csv` (its source and limits: `divisions_source.txt`), and
the places that the name of a body begins with. A place of the list must be met in one way only; a place that the list does not have
(a later reform, an invented name) is told by its ending alone and has no code.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from toolkit.vocabulary import FOLDER

LONGEST_NAME = 15
"""The longest name of the list (双江拉祜族佤族布朗族傣族自治县) has 15 characters."""
MUNICIPALITIES = ("11", "12", "31", "50")
_GAP = (2025, 2019)  # until and since of names that changed between the last two revisions at hand
_SLACK = 1  # a reform late in a year: the report of that year, written in the next, may bear either name
# A place that the list does not have: two characters and an ending, so that 城市管理局 and 社区… are none.
_UNLISTED = re.compile(r"[一-鿿]{2,9}?(?:省|自治区|自治州|地区|自治县|自治旗|市|县|区|盟|州|旗)")
_NOT_PLACES = re.compile(
    r"(?:[城超都]市|[社库老林景园小校辖牧山灾防]区|开发区|高新区|示范区|保税区|度假区|管理区|试验区|合作区|新区|自贸区)$"
)
_GOES_ON = re.compile(r"[场域块]|容(?![县城])")  # 朝阳市场监督管理局, 海淀区域发展中心: the place is no place
_ZONE_BODY = "管理委员会"
_ORGAN = re.compile(r"(?:国家税务总局|国家统计局|中国人民银行|国家金融监督管理总局|中华人民共和国)(?=.)")


@dataclass(frozen=True, slots=True)
class Division:
    """名单中的一个行政区划。

    One name of the list with its six-digit code. `since` and `until` are the years of the first and last revision that has it (0 and
    9999: before and after the revisions at hand).
    """

    code: str
    name: str
    since: int
    until: int

    @property
    def level(self) -> str:
        """层级：province、city、county。 The level, which the code tells."""
        return "province" if self.code.endswith("0000") else "city" if self.code.endswith("00") else "county"

    def inside(self, other: Division) -> bool:
        """是否在另一区划之内。 Whether it lies inside another division (by code), itself excluded."""
        stem = self.code[:2] if other.level == "province" else self.code[:4]
        return other.level != "county" and other.code.startswith(stem) and self.code != other.code

    def before(self, other: Division) -> bool:
        """是否为另一行的前身(同名)。 Whether it can be the same place as another of its name and province, under an earlier code."""
        gone = self.until <= other.since + _SLACK or (self.until, other.since) == _GAP
        return gone and self.code != other.code and self.code[:2] == other.code[:2] and self.name == other.name

    def at(self, year: int | None) -> bool:
        """该年是否可能用此名。 Whether a report for that year may bear this name."""
        return year is None or self.since - _SLACK <= year <= self.until + _SLACK


@dataclass(frozen=True, slots=True)
class Place:
    """机关名称开头的地名。

    The places that a name begins with: province, city, county ("" where not told), the `code` of the lowest of them that the list has
    without doubt, `organ`, what stands before them (国家税务总局), and `rest`, what follows (公安局). `several` holds the places that
    would fit where the list has more than one, `unlisted` the names that the list does not have.
    """

    province: str = ""
    city: str = ""
    county: str = ""
    code: str = ""
    organ: str = ""
    rest: str = ""
    several: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()

    @property
    def chain(self) -> str:
        """省市县连写。 Province, city and county in one string; a municipality stands once."""
        return self.province + (self.city if self.city != self.province else "") + self.county


@cache
def divisions() -> tuple[Division, ...]:
    """名单中的全部区划。 Every name of the list, in the order of codes."""
    with (FOLDER / "divisions.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Division(row["code"], row["name"], int(row["since"] or 0), int(row["until"] or 9999))
            for row in csv.DictReader(file)
        )


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for division in divisions():
        found.setdefault(division.name, []).append(division)
    return {name: tuple(several) for name, several in found.items()}


@cache
def _by_code() -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for division in divisions():
        found.setdefault(division.code, []).append(division)
    return {code: tuple(several) for code, several in found.items()}


def of_code(code: str, year: int | None = None) -> Division | None:
    """代码所指的区划。

    The division of a six-digit code, under the name that it had in `year`; None where the list does not have the code.

    >>> of_code("431121", 2018).name
    '祁阳县'
    """
    several = _by_code().get(code[:6], ())
    valid = [division for division in several if division.since <= (year or 9999) <= division.until]
    return (valid or [*several] or [None])[-1]  # type: ignore[list-item]


def chain_of(division: Division, year: int | None = None) -> tuple[str, str, str]:
    """所在的省、市、县。

    Province, city and county of a division. The city is "" inside a municipality and where the province governs directly.
    """
    code = division.code
    province = of_code(code[:2] + "0000", year)
    city = of_code(code[:4] + "00", year) if code[:2] not in MUNICIPALITIES else None
    return (
        province.name if province else "",
        (division.name if division.level == "city" else city.name) if city and division.level != "province" else "",
        division.name if division.level == "county" else "",
    )


def read_place(name: str, year: int | None = None, within: Sequence[str] = ()) -> Place:
    """从机关名称开头认出省、市、县。

    The places at the beginning of a normalised name. `within` holds places known from elsewhere (a manifest), which narrow the choice.
    Where the list has several places of that name, none is chosen: `several` names them.

    >>> read_place("常德市桃源县公安局").province
    '湖南省'
    >>> read_place("鼓楼区人民政府").several[:2]
    ('江苏省南京市鼓楼区', '江苏省徐州市鼓楼区')
    """
    return _read(name, year, tuple(within))


@lru_cache(maxsize=65536)
def _read(name: str, year: int | None, within: tuple[str, ...]) -> Place:
    lead = _ORGAN.match(name)
    organ, left = (lead.group(), name[lead.end() :]) if lead else ("", name)
    chosen: tuple[Division, ...] = ()
    printed: list[tuple[str, str]] = []  # name, level or "" where the list does not have it
    while left:
        step, names = _listed(left, year, chosen)
        outside = any(
            not level for _, level in printed
        )  # below a place that the list does not have, nothing is of the list
        if not step or outside:
            step, names = step or _unlisted(left, printed), ()
        if not step or (outside and not _below(printed)):
            break
        chosen = names or chosen
        printed.append((step, names[0].level if names else ""))
        left = left[len(step) :]
    place = _told(printed, _narrowed(chosen, within, year), year)
    return replace(place, organ=organ, rest=left)


def _listed(left: str, year: int | None, chosen: tuple[Division, ...]) -> tuple[str, tuple[Division, ...]]:
    """The longest name of the list that `left` begins with and that lies inside what was read before it."""
    for length in range(min(LONGEST_NAME, len(left)), 1, -1):
        found = _by_name().get(left[:length])
        if not found or _GOES_ON.match(left, length):
            continue
        inside = tuple(one for one in found if not chosen or any(one.inside(place) for place in chosen))
        if valid := tuple(one for one in inside if one.at(year)) or inside:
            return left[:length], valid
    return "", ()


def _unlisted(left: str, printed: list[tuple[str, str]]) -> str:
    """A place that the list does not have, by its ending; none below a county."""
    if not _below(printed):
        return ""
    found = _UNLISTED.match(left)
    if found is None or _NOT_PLACES.search(found.group()) or _GOES_ON.match(left, found.end()):
        return ""
    if left.startswith(_ZONE_BODY, found.end()):  # 临空经济区管理委员会: the name of a body, no county
        return ""
    return found.group()


def _below(printed: list[tuple[str, str]]) -> bool:
    """Whether a place may follow: nothing lies below a county."""
    return not printed or not (printed[-1][1] == "county" or re.search("(?<!自治)[县区旗]$", printed[-1][0]))


def _narrowed(chosen: tuple[Division, ...], within: tuple[str, ...], year: int | None) -> tuple[Division, ...]:
    """Those of several places that lie in the places known from elsewhere."""
    for place in within:
        kept = tuple(one for one in chosen if place in chain_of(one, year))
        chosen = kept if place and kept else chosen
    return chosen


def _told(printed: list[tuple[str, str]], chosen: tuple[Division, ...], year: int | None) -> Place:
    unlisted = tuple(name for name, level in printed if not level)
    places = [one for one in chosen if not any(one.before(other) for other in chosen)]  # the latest code of each place
    if len(places) > 1:
        return Place(several=tuple("".join(chain_of(one, year)) for one in places), unlisted=unlisted)
    province, city, county = chain_of(places[0], year) if places else ("", "", "")
    code = places[0].code if places and not unlisted else ""
    return _with_unlisted(Place(province, city, county, code=code, unlisted=unlisted), unlisted)


def _with_unlisted(place: Place, names: Iterable[str]) -> Place:
    for name in names:
        if name.endswith(("省", "自治区")) and not place.province:
            place = replace(place, province=name)
        elif name.endswith(("市", "州", "盟", "地区")) and not place.city and not place.county:
            place = replace(place, city=name)
        elif not place.county:
            place = replace(place, county=name)
    return place
