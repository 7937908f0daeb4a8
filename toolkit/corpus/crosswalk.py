"""三种格式之间的对照：跨年度的长序列。

Long series over the breaks of 2019 and 2021. Which cells make a series on each form, and how far they can be compared, is data
(`vocabulary/crosswalk.yaml`, with reason and source). A series is never joined silently over a break where nothing can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from toolkit.corpus.crosswalk_sums import row_cells, sums
from toolkit.corpus.issuers import identified
from toolkit.errors import ComparabilityError
from toolkit.vocabulary import FORM_IDS, rows

if TYPE_CHECKING:
    import pandas as pd

Comparability = Literal["same", "approximate", "none"]
"""可比性：same 相同，approximate 大致可比，none 不可比。 How far the cells of two forms can be compared."""
ORDER: tuple[Comparability, ...] = ("same", "approximate", "none")
SERIES_COLUMNS: Mapping[str, str] = {
    "issuer_id": "str", "year": "Int64", "report_id": "str", "form": "str", "value": "float64", "status": "str",
    "comparability": "str", "note_zh": "str", "note_en": "str",
}  # fmt: skip


@dataclass(frozen=True)
class Series:
    """对照表中的一个序列。

    A series: `cells` by form, `instead` (the other writing of the same rows), `across` the comparability over each break
    ("2014/2019", "2019/2021"), the note with the reason in both languages, and the source.
    """

    name: str
    zh: str
    en: str
    unit: str
    cells: Mapping[str, tuple[str, ...]]
    instead: Mapping[str, tuple[str, ...]]
    across: Mapping[str, Comparability]
    note_zh: str
    note_en: str
    source: str

    def between(self, one: str, other: str) -> Comparability:
        """两种格式之间的可比性。

        The comparability of two forms: the worst of the breaks between them; "none" where one of them has no such row.

        >>> every_series()["received"].between("2014", "2021")
        'same'
        """
        if one not in self.cells or other not in self.cells:
            return "none"
        first, last = sorted((FORM_IDS.index(one), FORM_IDS.index(other)))
        breaks = [f"{FORM_IDS[at]}/{FORM_IDS[at + 1]}" for at in range(first, last)]
        return max((self.across.get(step, "none") for step in breaks), key=ORDER.index, default="same")


@cache
def every_series() -> Mapping[str, Series]:
    """全部序列, 按名称。 All series of the crosswalk by name."""
    return {row["name"]: _series(row) for row in rows("crosswalk")}


def _series(row: Mapping[str, Any]) -> Series:
    cells, instead = ({form: tuple(paths) for form, paths in row.get(key, {}).items()} for key in ("cells", "instead"))
    words = {key: row[key] for key in ("name", "zh", "en", "unit", "note_zh", "note_en", "source")}
    return Series(**words, cells=cells, instead=instead, across=dict(row["across"]))


def find_series(name: str) -> Series:
    """按名称取序列。 The series of that name; `ComparabilityError` with the names there are for any other."""
    found = every_series().get(name)
    if found is None:
        known = "、".join(every_series())
        zh, en = f"没有这个序列；有 {known}。", f"there is no such series; there are {known.replace('、', ', ')}."
        raise ComparabilityError("unknown_series", name, zh, en)
    return found


def series_cells(name: str) -> set[str]:
    """一个序列所用的单元格。 The cells that a series is made of on every form, with those that its totals may be computed from."""
    found = find_series(name)
    paths = [path for several in (found.cells, found.instead) for one in several.values() for path in one]
    return {cell for path in paths for cell in (path, *row_cells(path))}


def series(cells: pd.DataFrame, reports: pd.DataFrame, name: str, allow: Comparability = "approximate") -> pd.DataFrame:
    """一个指标的长序列。

    The values of a series for every report that has one of the three forms. `cells` is the frame of cells with `report_id`; `reports` has
    `report_id`, `year`, `form` and `issuer_id` (without it the bodies are resolved). Every report is a row; pass
    `toolkit.corpus.register_versions.latest_versions(reports)` for one report a body and year.

    Columns: `issuer_id`, `year`, `report_id`, `form`, `value` (missing unless `status` is "given" or "computed"), `status`:
    "given"; "computed" (a blank total, added up from its row, or the value columns of a statistics table without a total); "blank",
    "absent", "unreadable"; "not_in_form" (the form has no such row). `comparability` of the row with the newest form among the reports,
    `note_zh`, `note_en` the reason where it is not "same".

    `allow` is the worst comparability that is let through. Where the reports have values on both sides of a break that is worse,
    `ComparabilityError` says which and why; `allow="none"` gives the values all the same, marked.

    >>> import pandas as pd
    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer_id": "x", "year": [2018, 2019], "form": ["2014", "2019"]})
    >>> cells = pd.DataFrame({"report_id": ["a", "b"], "cell": ["statistics.requests.received", "requests.received.total"],
    ...                       "value": [7.0, 9.0], "status": "given"})
    >>> series(cells, reports, "received")[["year", "value", "comparability"]].values.tolist()
    [[2018, 7.0, 'same'], [2019, 9.0, 'same']]
    """
    import pandas as pd

    found = find_series(name)
    known = reports if "issuer_id" in reports else identified(reports)
    used = known[known["form"].isin(FORM_IDS)]
    pieces = [_of_form(found, form, cells, used[used["form"] == form]) for form in FORM_IDS]
    made = pd.concat([piece for piece in pieces if len(piece)] or pieces[:1], ignore_index=True)
    present = sorted(set(used["form"]) & set(found.cells))
    _refuse(found, present, allow)
    made["comparability"] = [found.between(form, present[-1]) if present else "none" for form in made["form"]]
    notes = made["comparability"].ne("same")
    made["note_zh"] = [found.note_zh if note else "" for note in notes]
    made["note_en"] = [found.note_en if note else "" for note in notes]
    made = made.reindex(columns=list(SERIES_COLUMNS)).astype(dict(SERIES_COLUMNS))
    return made.sort_values(["issuer_id", "year", "report_id"], ignore_index=True)


def _of_form(found: Series, form: str, cells: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    made = reports[["issuer_id", "year", "report_id", "form"]].copy()
    paths = found.cells.get(form)
    if paths is None:
        made["value"], made["status"] = float("nan"), "not_in_form"
        return made
    mine = cells[cells["report_id"].isin(set(made["report_id"]))]
    values = sums(mine, paths)
    if form in found.instead:
        other = sums(mine, found.instead[form])
        other = other[other["status"] != "absent"]
        values = values[(values["status"] != "absent") | ~values.index.isin(other.index)]
        other = other[~other.index.isin(values.index)]
        values = pd.concat([values, other]) if len(other) else values
    amounts, states = values["value"].to_dict(), values["status"].to_dict()
    made["value"] = pd.Series([amounts.get(report) for report in made["report_id"]], made.index, "float64")
    made["status"] = [states.get(report, "absent") for report in made["report_id"]]
    return made


def _refuse(found: Series, forms: Iterable[str], allow: Comparability) -> None:
    forms = list(forms)
    for older, newer in pairwise(forms):
        between = found.between(older, newer)
        if ORDER.index(between) > ORDER.index(allow):
            degree = {
                "none": ("不可比", "cannot be compared"),
                "approximate": ("只大致可比", "can be compared roughly only"),
            }
            zh = (
                f"“{found.zh}”在{older}年与{newer}年格式之间{degree[between][0]}：{found.note_zh}。"
                f'请分开使用，或以 allow="{between}" 取得带标记的值。'
            )
            en = (
                f"“{found.en}” {degree[between][1]} between the forms of {older} and {newer}: {found.note_en}. "
                f'Use them apart, or pass allow="{between}" for marked values.'
            )
            raise ComparabilityError("not_comparable", found.name, zh, en)
