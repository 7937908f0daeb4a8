"""编制机关的识别：同一机关在各份报告中用同一编号。

Issuer identity: which reports are of one body. A name is resolved inside the places that the name itself, the title or the manifest
gives; what they leave open is blank, with the reason. The same names give the same ids in every corpus.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.corpus.issuers_divisions import Place, chain_of, of_code, read_place
from toolkit.corpus.issuers_names import STATE_BODY, TOWNSHIP, canonical, government_of
from toolkit.corpus.issuers_table import Change, Changes, changes
from toolkit.parsing.titles import body_of_title

if TYPE_CHECKING:
    import pandas as pd

ISSUER_COLUMNS: Mapping[str, str] = {
    "report_id": "str", "issuer_id": "str", "issuer_name": "str", "code": "str", "province": "str", "city": "str",
    "county": "str", "how": "str", "note_zh": "str", "note_en": "str", "event": "str", "event_year": "Int64",
}  # fmt: skip
"""Columns of what `resolve_issuers` returns, in order."""
GIVEN = ("issuer", "title", "level", "year", "code", "province", "city", "county")
"""Columns of `reports` that are used; all but `report_id` may be missing. In a store `code` is `issuer_code`."""
CODE_LENGTH = 6
"""Digits of the code of a division at county level and above; longer ones (townships) begin with it."""
_SHOWN = 3  # places named in a note before it says how many more there are
ID_LENGTH = 12
"""Hexadecimal digits of an id: for 50,000 bodies the chance that two share one is below 1 in 200,000."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """一个名称的识别结果。 What one name was resolved to; the fields are the columns of `resolve_issuers`."""

    issuer_id: str = ""
    issuer_name: str = ""
    code: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    how: str = "unresolved"
    note_zh: str = ""
    note_en: str = ""
    event: str = ""
    event_year: int | None = None

    def noting(self, zh: str, en: str) -> Issuer:
        """加一条说明。 The same with one more note."""
        notes = (f"{self.note_zh}；{zh}" if self.note_zh else zh, f"{self.note_en}; {en}" if self.note_en else en)
        return replace(self, note_zh=notes[0], note_en=notes[1])


def resolve_issuers(reports: pd.DataFrame, table: pd.DataFrame | str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """识别各份报告的编制机关。

    One row for each row of `reports`, in its order. `reports` has `report_id` and whatever is known of `issuer`, `title`, `level`, `year`
    and, from a manifest, `code`, `province`, `city`, `county`. `table` is the user's table of renamed and merged bodies
    (`toolkit.corpus.issuers_table.changes`), a frame or the path of a CSV.

    Columns: `issuer_id` ("" where unresolved; the same for the same body in every corpus), `issuer_name` (canonical, with the places above
    it as far as they are told), `code` (six digits: of the lowest division at county level or above that the body belongs to; from the
    manifest, the table, or where the name fits one place of the list only), `province`, `city`, `county`, `how`:

    * "exact": the name as it stands, its places told by itself, the list or the manifest;
    * "alias": another writing (县政府), a fuller name in the title, or the office that publishes the report of its government;
    * "table": renamed or written otherwise, as the table says;
    * "manifest": the manifest gives an `issuer_id`, which stays;
    * "unresolved": no name, or one that several bodies bear (城关镇人民政府, 公安局, 鼓楼区人民政府); the note says which.

    `note_zh`, `note_en`: what is not told and why. `event` ("merged", "split" or ""), `event_year`: the body took in another or came out of
    one, so that its figures before and after are not of the same scope. Raises `VocabularyError` for a faulty table.

    >>> import pandas as pd
    >>> made = pd.DataFrame({"report_id": ["a", "b"], "issuer": ["桃源县 政府", "城关镇人民政府"], "year": [2021, 2021]})
    >>> resolve_issuers(made)[["issuer_name", "code", "how"]].values.tolist()
    [['湖南省常德市桃源县人民政府', '430725', 'alias'], ['城关镇人民政府', '', 'unresolved']]
    """
    import pandas as pd

    known = changes(table)
    own = {"code": "issuer_code" if "issuer_code" in reports else "code"}
    names = [own.get(name, name) for name in GIVEN]
    columns = [[_text(v) for v in reports[name]] if name in reports else [""] * len(reports) for name in names]
    ids = [_text(v) for v in reports["issuer_id"]] if "issuer_id" in reports else [""] * len(reports)
    seen: dict[tuple[str, ...], Issuer] = {}
    rows = []
    for report_id, own_id, *given in zip(reports["report_id"], ids, *columns, strict=True):
        key = tuple(given)
        found = seen.get(key)
        if found is None:
            found = seen[key] = _resolve(known, *key)
        rows.append((report_id, *astuple(replace(found, issuer_id=own_id, how="manifest") if own_id else found)))
    return pd.DataFrame(rows, columns=list(ISSUER_COLUMNS)).astype(dict(ISSUER_COLUMNS))


def identified(reports: pd.DataFrame, table: pd.DataFrame | str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """给报告加上机关编号。

    `reports` with the columns of `resolve_issuers` in place of those it has of the same names. Reports that have been through here before
    (they have `issuer_id` and `issuer_name`) come back as they are.
    """
    if {"issuer_id", "issuer_name"} <= set(reports.columns):
        return reports
    told = resolve_issuers(reports, table)
    kept = reports.drop(columns=[name for name in told.columns if name in reports and name != "report_id"])
    return kept.assign(**{name: told[name].to_numpy() for name in told.columns if name != "report_id"})


def _text(value: object) -> str:
    """A field as text: missing values are empty, whole numbers lose their ".0"."""
    if value is None or value != value or str(value) in ("<NA>", "nan", "None"):
        return ""
    return str(value).strip().removesuffix(".0")


@lru_cache(maxsize=65536)
def issuer_id(name: str) -> str:
    """规范名称的编号。

    The id of a canonical name with its places: a hash of the name alone, so that it does not depend on the corpus.

    >>> issuer_id("湖南省常德市桃源县人民政府")
    'be1ae401a82ce'
    """
    return "b" + hashlib.sha256(name.encode()).hexdigest()[:ID_LENGTH]


def _resolve(
    known: Changes, issuer: str, title: str, level: str, year: str, code: str, province: str, city: str, county: str
) -> Issuer:
    name = canonical(issuer)
    at = int(year) if year.isdecimal() else None
    how = "exact" if name == "".join(issuer.split()) else "alias"
    named = canonical(body_of_title(title)) if title else ""
    if not name:
        name, how = named, "exact"
    note = ("", "")
    if named and named != name:
        if government_of(name) == named or (government_of(name).endswith(named) and government_of(name)):
            name, how = government_of(name), "alias"
            note = ("办公室发布，标题所称机关为政府", "published by the office; the title names the government")
        elif named.endswith(name):
            name, how = named, "alias"
    if not name:
        return Issuer().noting("没有机关名称", "no name of a body")
    given = _given(code, at, tuple(canonical_place(one) for one in (province, city, county)))
    place = read_place(name, at, (given.province, given.city, given.county))
    found = _identified(name, _levelled(place, given, level), given, code)
    found = replace(found, how=found.how or how)
    return _changed(known, found.noting(*note) if note[0] else found, name)


def canonical_place(name: str) -> str:
    """清单中的地名。 A place of the manifest without white space, in Simplified characters, without 人民政府."""
    plain = canonical(name) if name else ""
    return plain.removesuffix("人民政府")


def _given(code: str, year: int | None, places: tuple[str, ...]) -> Place:
    """What the manifest says of the place: its code, and the names it gives, completed by the list where they fit one place."""
    division = of_code(code, year) if code[:6].isdecimal() and len(code) >= CODE_LENGTH else None
    read = read_place("".join(dict.fromkeys(one for one in places if one)), year)
    if division is not None:
        listed = chain_of(division, year)
    else:
        listed = ("", "", "") if read.several or read.rest else (read.province, read.city, read.county)
    province, city, county = (own or told for own, told in zip(places, listed, strict=True))
    return Place(province, city, county, code=code or read.code)


def _levelled(place: Place, given: Place, level: str) -> Place:
    """A city that the list does not have is a county-level one where the manifest or the level of the report says so."""
    if (
        place.city
        and not place.county
        and (given.county == place.city or (place.city in place.unlisted and level == "county"))
    ):
        return replace(place, city=given.city, county=place.city)
    return place


def _identified(name: str, place: Place, given: Place, code: str) -> Issuer:
    """The body with its places: those of the manifest first, then those of the name."""
    own, told = ((p.province, p.city, p.county) for p in (place, given))
    steps = [g or o for g, o in zip(told, own, strict=True)]
    found = Issuer(issuer_name=name, how="unresolved", code=code)
    if place.several and not any(told):
        shown, more = place.several[:_SHOWN], len(place.several) > _SHOWN
        zh = f"同名的地方有{len(place.several)}处（{'、'.join(shown)}{'等' if more else ''}），名称、标题、清单均未说明是哪一处"
        en = (
            f"{len(place.several)} places bear this name ({', '.join(shown)}{', ...' if more else ''}) and none is told"
        )
        return found.noting(zh, en)
    if place.several:
        steps = _completed(steps, name.removeprefix(place.organ).removesuffix(place.rest))
    if not any(steps) and not STATE_BODY.match(place.organ + place.rest):
        zh = "名称没有说明属于哪个省、市、县，清单也没有"
        return found.noting(zh, "neither the name nor the manifest tells the place that it belongs to")
    if TOWNSHIP.match(place.rest) and not (steps[1] or steps[2]):
        zh = "乡镇、街道的名称没有说明属于哪个县（市、区）"
        return found.noting(zh, "the name of a township is told apart by its county only, which is not told")
    whole = place.organ + "".join(dict.fromkeys(step for step in steps if step)) + place.rest
    agrees = all(g == o for g, o in zip(told, own, strict=True) if g and o)
    province, city, county = steps
    found = Issuer(issuer_id(whole), whole, code or _code(place, given, agrees), province, city, county, how="")
    if not agrees:
        zh = f"清单为{given.chain}，名称为{place.chain}；以清单为准"
        found = found.noting(zh, f"the manifest says {given.chain}, the name {place.chain}; the manifest counts")
    return _unlisted(found, place)


def _code(place: Place, given: Place, agrees: bool) -> str:
    """The code of the lowest place that is told: the name's own, else the manifest's; none where the two speak of different places."""
    if not agrees:
        return ""
    return place.code if place.county or (place.code and not given.county) else given.code


def _unlisted(found: Issuer, place: Place) -> Issuer:
    if place.unlisted:
        zh = f"区划名单中没有{'、'.join(place.unlisted)}"
        return found.noting(zh, f"{', '.join(place.unlisted)}: not in the list of divisions")
    return found


def _completed(steps: list[str], lowest: str) -> list[str]:
    """The places with the one that the name ends in, at its level."""
    if lowest and lowest not in steps:
        at = 2 if not steps[2] else 1
        steps = [*steps[:at], lowest, *steps[at + 1 :]]
    return steps


def _changed(known: Changes, found: Issuer, printed: str) -> Issuer:
    """Renamed, merged and split bodies, and what the table tells of the body."""
    name, used = known.successor(found.issuer_name)
    if not used and printed != found.issuer_name:
        name, used = known.successor(printed)
    if used:
        found = _renamed(found, name, used[-1])
    told = known.told(found.issuer_name) or known.told(printed)
    if told:
        steps = (told.province or found.province, told.city or found.city, told.county or found.county)
        found = replace(found, how="table", code=told.code or found.code, issuer_id=issuer_id(found.issuer_name))
        found = replace(found, province=steps[0], city=steps[1], county=steps[2])
    event, gone = known.event(found.issuer_name), known.merged_into(found.issuer_name)
    if event and event.from_year:
        found = replace(found, event=event.kind, event_year=event.from_year)
    if gone:
        found = found.noting(f"{_year(gone)[0]}并入{gone.new_name}", f"merged into {gone.new_name}{_year(gone)[1]}")
    return found


def _renamed(found: Issuer, name: str, change: Change) -> Issuer:
    place = read_place(name)
    if place.several:
        place = Place()
    steps = (place.province or found.province, place.city or found.city, place.county or found.county)
    made = Issuer(issuer_id(name), name, place.code or found.code, *steps)
    made = replace(made, how="table")
    old = found.issuer_name
    if change.kind == "renamed":
        return made.noting(f"原名{old}，{_year(change)[0]}更名", f"formerly {old}, renamed{_year(change)[1]}")
    return made.noting(f"又作{old}", f"also written {old}")


def _year(change: Change) -> tuple[str, str]:
    return (f"{change.from_year}年", f" in {change.from_year}") if change.from_year else ("", "")
