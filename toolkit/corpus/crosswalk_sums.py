"""许多报告中几格之和。

Sums of cells over many reports at once, by the rules that hold for one report (`toolkit.checking.verdicts.total_of`): a blank total is
computed from its row, a blank cell counts as 0 beside numbers, an unreadable cell makes the sum unreadable, a row that is not printed
makes it absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.vocabulary import form

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = {
    "requests": ("natural_person", "business", "research", "social_welfare", "legal_service", "other_organization"),
    "challenges": ("upheld", "corrected", "other", "pending"),
}
_FEWEST_COLUMNS = 2  # value columns of a statistics table without a total; one alone is no whole


def sums(cells: pd.DataFrame, paths: Sequence[str]) -> pd.DataFrame:
    """每份报告中几格之和。

    A frame with index `report_id` and columns `value` and `status` ("given", "computed", "blank", "absent", "unreadable"), for every
    report that `cells` has any of the cells of. `cells` needs `report_id`, `cell`, `value`, `status`.

    >>> import pandas as pd
    >>> made = pd.DataFrame({"report_id": "a", "cell": ["x.a", "x.b"], "value": [2.0, None], "status": ["given", "blank"]})
    >>> sums(made, ["x.a", "x.b"]).reset_index().values.tolist()
    [['a', 2.0, 'given']]
    """
    import pandas as pd

    parts = {path: row_cells(path) for path in paths}
    needed = {*paths, *(cell for row in parts.values() for cell in row)}
    used = cells.loc[cells["cell"].isin(needed), ["report_id", "cell", "value", "status"]]
    used = used.drop_duplicates(["report_id", "cell"])
    reports = pd.Index(used["report_id"].drop_duplicates(), name="report_id")
    table = used.set_index(["cell", "report_id"])
    value = pd.Series(0.0, index=reports)
    flags = {name: pd.Series(False, index=reports) for name in ("given", "computed", "absent", "unreadable")}
    for path, row in parts.items():
        amount, status = _one(table, path, row, reports)
        value = value + amount.fillna(0.0)
        flags["given"] |= status.isin(["given", "computed"])
        for name in ("computed", "absent", "unreadable"):
            flags[name] |= status == name
    made = pd.DataFrame({"value": value, "status": "blank"})
    for name in ("given", "computed", "absent", "unreadable"):  # the last that holds counts
        made.loc[flags[name], "status"] = name
    made["value"] = made["value"].where(made["status"].isin(["given", "computed"]))
    return made


def row_cells(path: str) -> tuple[str, ...]:
    """总计空白时据以推算的各格。 The cells that a blank (or, on the statistics table, a missing) total is computed from."""
    if path.startswith("statistics."):
        return tuple(path + column.key for column in form("2014").added)
    if path.endswith(".total"):
        stem, _ = path.rsplit(".", 1)
        return tuple(f"{stem}.{column}" for column in _COLUMNS.get(path.split(".", 1)[0], ()))
    return ()


def _cell(table: pd.DataFrame, path: str, reports: pd.Index) -> pd.DataFrame:
    if path not in table.index.levels[0]:  # type: ignore[attr-defined]
        import pandas as pd

        return pd.DataFrame({"value": float("nan"), "status": "absent"}, index=reports)
    found = table.xs(path).reindex(reports)
    return found.assign(status=found["status"].fillna("absent"))


def _one(
    table: pd.DataFrame, path: str, row: Sequence[str], reports: pd.Index
) -> tuple[pd.Series[float], pd.Series[str]]:
    """The amount and status of one cell in each report, computed from its row where it can be."""
    import pandas as pd

    own = _cell(table, path, reports)
    amount, status = own["value"].where(own["status"] == "given"), own["status"]
    open_to = "absent" if path.startswith("statistics.") else "blank"
    if not row or not (status == open_to).any():
        return amount, status
    cells = [_cell(table, one, reports) for one in row]
    given = pd.concat([c["status"] == "given" for c in cells], axis=1)
    printed = pd.concat([c["status"] != "absent" for c in cells], axis=1).sum(axis=1)
    unreadable = pd.concat([c["status"] == "unreadable" for c in cells], axis=1).any(axis=1)
    total = pd.concat([c["value"].where(c["status"] == "given") for c in cells], axis=1).sum(axis=1)
    enough = printed >= (_FEWEST_COLUMNS if open_to == "absent" else 1)
    computed = (status == open_to) & given.any(axis=1) & ~unreadable & enough
    lost = (status == open_to) & unreadable & enough
    blank = (status == open_to) & enough & ~given.any(axis=1) & ~unreadable
    amount = amount.mask(computed, total)
    status = status.mask(computed, "computed").mask(lost, "unreadable").mask(blank, "blank")
    return amount, status
