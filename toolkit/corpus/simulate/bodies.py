"""虚构的机关：省、市、县、乡镇街道和部门, 历年不变。

Invented bodies in a hierarchy that stays the same over the years: `body(17)` is the same body in every corpus.
Twenty-four bodies make a city with three counties, their departments, towns and streets; every twelfth city
brings its province along.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from toolkit.corpus.simulate.sheets import sheet

PER_CITY = 24
CITIES_PER_PROVINCE = 12
SLOTS = 5  # names that a city takes: its own, three counties, a province
FIRST_CODE = 91  # no code of a real province begins with 9


@dataclass(frozen=True, slots=True)
class Body:
    """一个虚构的机关。

    An invented body: `id` ("b00017"), `level` as the toolkit names levels, `name` in full, `place` it belongs
    to, what it calls itself (`us`: 我局) and its area (`area`: 全县), the `chain` of places above it from the
    province down, an invented division `code` (it begins with 91 or more, which no real code does), its
    `business` ("land"; "government" for governments) and the `weight` of its requests.
    """

    id: str
    level: str
    name: str
    place: str
    us: str
    area: str
    chain: tuple[str, ...]
    code: str
    business: str
    weight: float
    of_city: bool


@cache
def _roots() -> tuple[str, ...]:
    data = sheet("bodies")
    every = [a + b for a in data["first"] for b in data["second"] if a + b not in data["avoid"]]
    step = 211  # prime and no divisor of their number: neighbours in the list do not share a character
    return tuple(every[i * step % len(every)] for i in range(len(every)))


def _root(index: int) -> str:
    """The name of the index-th place: two characters, three once they are used up."""
    roots = _roots()
    turn, at = divmod(index, len(roots))
    thirds = sheet("bodies")["third"]
    return roots[at] + (thirds[(turn - 1) % len(thirds)] if turn else "")


@cache
def body(index: int) -> Body:
    """第几个机关。

    The body of that number, counted from 0. Example: `body(0).level` is "county".
    """
    city, at = divmod(index, PER_CITY)
    kind = sheet("bodies")["pattern"][at].split()
    if kind[0] == "top":
        kind = ["province"] if city % CITIES_PER_PROVINCE == 0 else ["department", "province"]
    province = city // CITIES_PER_PROVINCE
    places = [_root(SLOTS * province + 4) + "省", _root(SLOTS * city) + "市"]
    code = f"{FIRST_CODE + province % 9}{city % CITIES_PER_PROVINCE + 1:02}"
    number = f"b{index:05}"
    if kind[0] == "province":
        return _government(number, kind[0], places[:1], code[:2] + "0000")
    if kind[0] == "city":
        return _government(number, kind[0], places, code + "00")
    owner = kind[-1]
    if owner.isdigit():
        county = int(owner)
        places.append(_root(SLOTS * city + 1 + county) + ("区" if county == 2 else "县"))
        code += f"{county + 1:02}"
    if kind[0] == "county":
        return _government(number, kind[0], places, code)
    if kind[0] == "department":
        return _department(number, city, at, places, code, owner)
    return _township(number, index, kind[0], places, code)


def _government(number: str, level: str, places: list[str], code: str) -> Body:
    place = places[-1]
    name, us, area = place + "人民政府", "我" + place[-1], "全" + place[-1]
    return Body(number, level, name, place, us, area, tuple(places), code, "government", 1.0, level != "county")


def _department(number: str, city: int, at: int, places: list[str], code: str, owner: str) -> Body:
    rows: list[dict[str, Any]] = sheet("bodies")["departments"]
    before = sum(one.startswith("department") for one in sheet("bodies")["pattern"][:at])
    row = rows[(city * 3 + before * 7) % len(rows)]  # 7 and 20 share no factor: the departments of a city differ
    if owner == "province":
        places = places[:1]
        code = code[:2] + "00"
    full = f"{code:0<6}"
    name = row["name"].replace("局", "厅") if owner == "province" and row["name"].endswith("局") else row["name"]
    us = "我厅" if name.endswith("厅") else row["us"]
    area = "全" + us[1:] if us != "我委" else "全系统"
    place, business = places[-1], row["business"]
    return Body(
        number,
        "department",
        place + name,
        place,
        us,
        area,
        tuple(places),
        full,
        business,
        row["weight"],
        len(places) < 3,
    )


def _township(number: str, index: int, kind: str, places: list[str], code: str) -> Body:
    endings = sheet("bodies")["township_endings"][kind]
    ending = endings[index % len(endings)]
    thirds = sheet("bodies")["third"]
    root = _root(index * 5 + 300)[:2] + (thirds[index % len(thirds)] if kind == "town" else "")
    place = root + ending.removesuffix("人民政府").removesuffix("办事处")
    us = "我街道" if kind == "street" else "我" + place[-1]
    area = "全街道" if kind == "street" else "全" + place[-1]
    name, chain = places[-1] + root + ending, (*places, place)
    return Body(number, "township", name, place, us, area, chain, code + f"{index % 1000:03}", "township", 1.0, False)
