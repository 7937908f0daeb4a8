"""更名、合并、分设的机关：附带的表和用户的表。

Bodies that were renamed, merged or split, as rows `old_name, new_name, from_year, kind, note`. `vocabulary/issuers_known.csv` holds what
the list of divisions shows by itself (a county that became a district under the same name); everything else is the user's CSV, whose
rows come first. Optional columns `code, province, city, county` tell more of the body named by `new_name`.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.corpus.issuers_divisions import read_place
from toolkit.corpus.issuers_names import canonical
from toolkit.errors import VocabularyError
from toolkit.parsing.normalise import compact
from toolkit.vocabulary import FOLDER

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("renamed", "merged", "split", "alias", "body")
REQUIRED = ("old_name", "new_name", "from_year", "kind")
_PLACE = re.compile(r"[省市县区旗盟州]$|地区$|自治[区州县旗]$")
_LONGEST = 20  # renamed more often than this: the table goes in a circle


@dataclass(frozen=True, slots=True)
class Change:
    """一次更名、合并或分设。

    A row of the table. kind "renamed": one body under a new name from `from_year` on; "merged": `old_name` went up in `new_name`; "split":
    `new_name` came out of `old_name`; "alias": two writings of one body at any time; "body": tells code and places of `new_name` only.
    """

    old_name: str
    new_name: str
    from_year: int | None
    kind: str
    note: str = ""
    code: str = ""
    province: str = ""
    city: str = ""
    county: str = ""


@dataclass(frozen=True)
class Changes:
    """更名表, 按名称查找。 The rows of a table, ready to be asked by name."""

    rows: tuple[Change, ...]
    by_old: Mapping[str, tuple[Change, ...]]
    by_new: Mapping[str, tuple[Change, ...]]
    places: Mapping[str, str]

    def successor(self, name: str) -> tuple[str, tuple[Change, ...]]:
        """同一机关的现名。

        The present name of a body that was renamed or is written otherwise, and the rows that say so. A place at the beginning of the
        name is renamed too: 太谷县公安局 is 太谷区公安局 where the table has the county. The year does not matter: a report of 2023 under
        the old name is of the same body.
        """
        used: list[Change] = []
        for _ in range(_LONGEST):
            step = next((c for c in self.by_old.get(name, ()) if c.kind in ("renamed", "alias")), None)
            if step is None:
                chain = next((p for p in _chains(name) if p in self.places), None)
                if chain is None:
                    return name, tuple(used)
                step = next(c for c in self.by_old[chain] if c.kind in ("renamed", "alias"))
                name = name.replace(chain, step.new_name, 1)
            else:
                name = step.new_name
            used.append(step)
        zh, en = f"更名表循环：{name}。", f"the table of renamed bodies goes in a circle at {name}."
        raise VocabularyError("changes", "issuers table", zh, en)

    def event(self, name: str) -> Change | None:
        """机关合并或分设的那一行。

        The last row by which a body, or the place it belongs to, took in another (merged) or was divided (split).
        """
        names = (name, *_chains(name))
        rows = [c for n in names for c in self.by_new.get(n, ()) if c.kind in ("merged", "split")]
        rows += [c for n in names for c in self.by_old.get(n, ()) if c.kind == "split"]
        return max(rows, key=lambda c: c.from_year or 0, default=None)

    def merged_into(self, name: str) -> Change | None:
        """并入何处。 The row by which a body, or the place it belongs to, went up in another, None where there is none."""
        names = (name, *_chains(name))
        return next((c for n in names for c in self.by_old.get(n, ()) if c.kind == "merged"), None)

    def told(self, name: str) -> Change | None:
        """表中写明代码或省市县的一行。 The row that tells code or places of a body, None where there is none."""
        return next((c for c in self.by_new.get(name, ()) if c.code or c.province or c.city or c.county), None)


def _chains(name: str) -> list[str]:
    """The places that a name begins with, the longest first; never a part of one (赣县 of 赣县区)."""
    place = read_place(name)
    steps = [step for step in (place.province, place.city, place.county) if step]
    chains = ["".join(steps[:length]) for length in range(len(steps), 0, -1)]
    return [chain for chain in chains if name.removeprefix(place.organ).startswith(chain)]


def changes(table: pd.DataFrame | str | os.PathLike[str] | None = None) -> Changes:
    """更名表：用户的行在前, 附带的行在后。

    The user's table (a frame or the path of a CSV in UTF-8, with or without a mark at its beginning) before the one that comes along.
    Raises `VocabularyError` naming row and column where a column is missing, a kind unknown, or a year no year.

    >>> changes().successor("山西省晋中市太谷县公安局")[0]
    '山西省晋中市太谷区公安局'
    """
    return _index((*_rows(table), *_known()))


def _rows(table: pd.DataFrame | str | os.PathLike[str] | None) -> tuple[Change, ...]:
    if table is None:
        return ()
    if isinstance(table, str | os.PathLike):
        file = Path(table)
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return _checked(file.name, list(csv.DictReader(lines)))
    plain = table.astype("object").where(table.notna(), "")
    return _checked("table", [{str(k): str(v) for k, v in row.items()} for row in plain.to_dict("records")])


@cache
def _known() -> tuple[Change, ...]:
    with (FOLDER / "issuers_known.csv").open(encoding="utf-8", newline="") as lines:
        return _checked("vocabulary/issuers_known.csv", list(csv.DictReader(lines)), complete=False)


def _checked(file: str, rows: list[dict[str, str]], *, complete: bool = True) -> tuple[Change, ...]:
    """The rows with their names as bodies are named here: `complete` puts the places above them before them."""
    made = []
    for number, row in enumerate(rows, 1):
        text = {key: (value or "").strip() for key, value in row.items() if key}
        missing = [name for name in REQUIRED if name not in text]
        year = text.get("from_year", "").removesuffix(".0")
        if missing:
            raise _wrong(file, number, f"缺少列 {'、'.join(missing)}", f"column {', '.join(missing)} is missing")
        if text["kind"] not in KINDS:
            raise _wrong(file, number, f"kind 应为 {'、'.join(KINDS)}", f"kind must be one of {', '.join(KINDS)}")
        if year and not re.fullmatch(r"(?:19|20)\d{2}", year):
            raise _wrong(file, number, f"from_year 不是年份：{year}", f"from_year is no year: {year}")
        if not text["new_name"] or (not text["old_name"] and text["kind"] != "body"):
            raise _wrong(file, number, "名称为空", "a name is empty")
        names = [_plain(text[key]) for key in ("old_name", "new_name")]
        if complete and (full := [_full(name) for name in names])[0] != full[1]:
            names = full
        extra = {key: text.get(key, "") for key in ("note", "code", "province", "city", "county")}
        made.append(Change(names[0], names[1], int(year) if year else None, text["kind"], **extra))
    return tuple(made)


def _plain(name: str) -> str:
    return compact(name) if _PLACE.search(compact(name)) else canonical(name)


def _full(name: str) -> str:
    """A name with the places above it, where the list of divisions tells them."""
    place = read_place(name) if name else None
    return name if place is None or place.several else place.organ + place.chain + place.rest


def _wrong(file: str, number: int, zh: str, en: str) -> VocabularyError:
    return VocabularyError("vocabulary", file, f"第 {number} 行：{zh}。", f"row {number}: {en}.")


def _index(rows: tuple[Change, ...]) -> Changes:
    old: dict[str, list[Change]] = {}
    new: dict[str, list[Change]] = {}
    for row in rows:
        old.setdefault(row.old_name, []).append(row)
        new.setdefault(row.new_name, []).append(row)
    places = {r.old_name: r.new_name for r in rows if r.kind in ("renamed", "alias") and _PLACE.search(r.old_name)}
    frozen = [{name: tuple(several) for name, several in index.items()} for index in (old, new)]
    return Changes(rows, frozen[0], frozen[1], places)
