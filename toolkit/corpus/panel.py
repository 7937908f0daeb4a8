"""年度之间的核对：同一机关前后两年的报告。

One year against the next: for each body and each pair of consecutive years the relations that must or should hold between two reports
(`@previous` in `vocabulary/relations.yaml`), with the reason where a pair cannot be compared. Claims about last year: `panel_claims`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from toolkit.corpus.panel_relations import Operand, Yearly, yearly, yearly_relations
from toolkit.corpus.register_versions import latest_versions
from toolkit.vocabulary import FORM_IDS, form, load

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

PAIR_COLUMNS: Mapping[str, str] = {
    "issuer_id": "str", "year": "Int64", "report_id": "str", "previous_report_id": "str", "rule": "str", "where": "str",
    "severity": "str", "verdict": "str", "reason": "str", "left": "float64", "right": "float64", "difference": "float64",
    "message_zh": "str", "message_en": "str", "cells": "object",
}  # fmt: skip
"""Columns of `year_pairs` and `claim_pairs`, in order. `cells` is a list of paths; those of last year's report end in "@previous"."""
VERDICTS = ("consistent", "inconsistent", "not_comparable")


def year_pairs(
    reports: pd.DataFrame,
    cells: pd.DataFrame,
    relations: Sequence[str] | None = None,
    years: Collection[int] | None = None,
) -> pd.DataFrame:
    """前后两年报告的核对结果。

    `reports` has `report_id`, `year`, `form` and, where known, `level`; with `issuer_id` and `issuer_name`, or the bodies are resolved
    first. Of several versions of one report the latest counts (`latest_versions`). `cells` is the frame of cells with `report_id`.
    `relations` names the rules wanted ("years.carried", "years.in_force", "years.items"; None: all), `years` the years that are
    compared with the one before (None: all); `reports` must have all years all the same.

    One row for each column or row of a relation; where a whole pair cannot be compared, one row for the relation with `where` "".
    `verdict` is "consistent", "inconsistent" or "not_comparable", then with `reason`: "missing_year" (years before were seen, last year was
    not), "merged", "split", "scope" (the level differs), "form_break" (last year's form has no such cell), "no_form", "versions" (it
    is not told which of two versions counts), "unreadable", "absent", "blank". `severity` is "error" where a hard relation does not
    hold, "warning" for a soft one, "note" where nothing was compared, "" where the years agree. `left` and `right` are the sides as the
    catalogue of rules names them, `difference` right minus left.

    A blank cell counts as 0 beside other figures and the message says so; a blank total, and a blank cell against a figure, states
    nothing. Rows that simply agree have no message.

    >>> import pandas as pd
    >>> made = pd.DataFrame({"report_id": ["a", "b"], "issuer_id": "x", "issuer_name": "云岫县人民政府", "year": [2021, 2022],
    ...                      "form": "2021", "sha256": ["1", "2"]})
    >>> cells = pd.DataFrame({"report_id": ["a", "b"], "value": [3.0, 2.0], "status": "given",
    ...                       "cell": ["requests.carried_out.total", "requests.carried_in.total"]})
    >>> found = year_pairs(made, cells, ["years.carried"])
    >>> found.loc[found["where"] == "total", ["verdict", "left", "right"]].values.tolist()
    [['inconsistent', 2.0, 3.0]]
    """
    pairs = paired(latest_versions(reports, cells), years)
    wanted = [name for name in yearly_relations() if relations is None or name in relations]
    found: list[Piece] = []
    for form_id in FORM_IDS:
        of_form = pairs[pairs["form"] == form_id]
        by_rule = {name: [one for one in yearly(form_id) if one.rule == name] for name in wanted}
        needed = {operand.path for several in by_rule.values() for one in several for operand in one.operands}
        if of_form.empty or not needed:
            continue
        tables = _tables(cells, needed)
        for several in by_rule.values():
            if several:
                reasons = _whole_reasons(of_form, several[0])
                found.append(_not_compared(of_form[reasons != ""], reasons[reasons != ""], several[0]))
                found += [_compared(of_form[reasons == ""], one, tables) for one in several]
    made = _framed(found)
    return made.sort_values(["issuer_id", "year", "rule"], kind="stable", ignore_index=True)


Piece = dict[str, Any]
"""Columns of some rows of the result: an array or a list of the length of `report_id`, or one value for all."""


def _framed(pieces: Sequence[Piece]) -> pd.DataFrame:
    """The pieces one below the other, as one frame with all columns and their types."""
    import numpy as np
    import pandas as pd

    blank = {"float64": np.nan, "str": "", "Int64": None, "object": None}
    columns: dict[str, list[Any]] = {name: [] for name in PAIR_COLUMNS}
    for piece in pieces:
        length = len(piece["report_id"])
        for name, kind in PAIR_COLUMNS.items():
            value = piece.get(name, blank[kind])
            several = isinstance(value, list | np.ndarray)
            columns[name].extend(value if several else [value] * length)
    return pd.DataFrame({name: pd.Series(columns[name], dtype=kind) for name, kind in PAIR_COLUMNS.items()})


def needed_cells() -> set[str]:
    """年度关系所用的单元格。 The cells that the relations of years ask for, on every form."""
    return {operand.path for form_id in FORM_IDS for one in yearly(form_id) for operand in one.operands}


def paired(chosen: pd.DataFrame, years: Collection[int] | None = None) -> pd.DataFrame:
    """每份报告与其上年的报告。

    The reports that have a report of the same body in some year before, each with last year's: `previous_report_id` ("" where last
    year's is missing), `previous_form`, `previous_level`, `previous_undecided`, `previous` (the year before). Only those of `years`,
    where these are named.
    """
    kept = [name for name in ("report_id", "form", "level", "undecided") if name in chosen]
    last = chosen[["issuer_id", "year", *kept]].rename(columns={name: f"previous_{name}" for name in kept})
    last = last.assign(year=last["year"] + 1)
    later = chosen[chosen["year"] > chosen.groupby("issuer_id")["year"].transform("min")]
    if years is not None:
        later = later[later["year"].isin(list(years))]
    pairs = later.merge(last, on=["issuer_id", "year"], how="left")
    for name in ("form", "level", "previous_report_id", "previous_form", "previous_level", "event"):
        pairs[name] = pairs[name].fillna("").astype(str) if name in pairs else ""
    pairs["previous_undecided"] = pairs["previous_undecided"].eq(True)
    pairs["event_year"] = pairs.get("event_year")
    return pairs.assign(previous=pairs["year"] - 1)


def pair_reasons(pairs: pd.DataFrame) -> pd.Series[str]:
    """一对报告整个不能比的原因。

    Why a pair cannot be compared at all, whatever is asked of it: "missing_year", "merged", "split", "scope", "versions", or "".
    """
    import pandas as pd

    reason = pd.Series("", index=pairs.index)
    levels = pairs["level"].ne(pairs["previous_level"]) & pairs["level"].ne("") & pairs["previous_level"].ne("")
    event = pd.to_numeric(pairs["event_year"], errors="coerce").eq(pairs["year"].astype("float64"))
    reason = reason.mask(pairs["undecided"] | pairs["previous_undecided"], "versions")
    reason = reason.mask(levels, "scope")
    reason = reason.mask(event, pairs["event"])
    return reason.mask(pairs["previous_report_id"].eq(""), "missing_year")


def _whole_reasons(pairs: pd.DataFrame, relation: Yearly) -> pd.Series[str]:
    """Why one relation cannot be checked for a pair: those of the pair, and a form of last year without the cells."""
    reason = pair_reasons(pairs)
    asked = [operand.path for operand in relation.operands if operand.previous]
    fits = {name for name in FORM_IDS if all(path in form(name).cells for path in asked)}
    open_ones = reason.eq("")
    reason = reason.mask(open_ones & ~pairs["previous_form"].isin(fits), "form_break")
    return reason.mask(open_ones & ~pairs["previous_form"].isin(FORM_IDS), "no_form")


def _tables(cells: pd.DataFrame, needed: set[str]) -> dict[str, pd.DataFrame]:
    """Values and statuses of the cells needed, by path, with the report as index."""
    used = cells.loc[cells["cell"].isin(needed), ["report_id", "cell", "value", "status"]]
    used = used.drop_duplicates(["report_id", "cell"])
    return {str(path): group.set_index("report_id") for path, group in used.groupby("cell")}


def _looked_up(
    pairs: pd.DataFrame, operand: Operand, tables: Mapping[str, pd.DataFrame]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Value (0 where there is none) and status of one cell for every pair."""
    import numpy as np

    table = tables.get(operand.path)
    if table is None:
        return np.zeros(len(pairs)), np.full(len(pairs), "absent", dtype=object)
    found = table.reindex(pairs["previous_report_id" if operand.previous else "report_id"])
    status = found["status"].fillna("absent").to_numpy(dtype=object, copy=True)
    value = found["value"].to_numpy(dtype="float64", na_value=np.nan)
    status[(status == "given") & np.isnan(value)] = "unreadable"
    return np.where(status == "given", np.nan_to_num(value), 0.0), status


def _compared(pairs: pd.DataFrame, one: Yearly, tables: Mapping[str, pd.DataFrame]) -> Piece:
    """One relation at one place, for all pairs that can be compared."""
    import numpy as np

    found = {operand: _looked_up(pairs, operand, tables) for operand in one.operands}
    left, right = (np.sum([found[o][0] * o.sign for o in side], axis=0) for side in (one.left, one.right))
    blank, absent, unreadable = (
        np.logical_or.reduce([found[o][1] == name for o in one.operands]) for name in ("blank", "absent", "unreadable")
    )
    silent = np.logical_or.reduce(
        [(found[o][1] == "blank") & (o.path.endswith(".total") | (left != right)) for o in one.anchors]
    )
    reason = np.select([unreadable, absent, silent], ["unreadable", "absent", "blank"], "")
    same = left == right
    verdict = np.where(reason != "", "not_comparable", np.where(same, "consistent", "inconsistent"))
    severity = np.where(reason != "", "note", np.where(same, "", "error" if one.hard else "warning"))
    words = [
        _message(one, v, r, y, a, b, blank=bl) if r or bl or v != "consistent" else ("", "")
        for v, r, y, a, b, bl in zip(verdict, reason, pairs["year"], left, right, blank, strict=True)
    ]
    paths = [f"{o.path}@previous" if o.previous else o.path for o in one.operands]
    shown = reason == ""
    sides = {"left": np.where(shown, left, np.nan), "right": np.where(shown, right, np.nan)}
    told = {"rule": one.rule, "where": one.where, "severity": severity, "verdict": verdict, "reason": reason}
    return {
        **_keys(pairs), **told, **sides, "difference": sides["right"] - sides["left"],
        "message_zh": [zh for zh, _ in words], "message_en": [en for _, en in words],
        "cells": [[*paths] for _ in range(len(pairs))],
    }  # fmt: skip


def _keys(pairs: pd.DataFrame) -> Piece:
    return {name: pairs[name].tolist() for name in ("issuer_id", "year", "report_id", "previous_report_id")}


def _not_compared(pairs: pd.DataFrame, reasons: pd.Series[str], one: Yearly) -> Piece:
    """One row for the relation of every pair that cannot be compared as a whole."""
    words = [reason_words(reason, pair) for reason, pair in zip(reasons, pairs.to_dict("records"), strict=True)]
    told = {"rule": one.rule, "severity": "note", "verdict": "not_comparable", "reason": reasons.tolist()}
    return {
        **_keys(pairs), **told, "message_zh": [zh for zh, _ in words], "message_en": [en for _, en in words],
        "cells": [[] for _ in range(len(pairs))],
    }  # fmt: skip


def reason_words(reason: str, fields: Mapping[Any, Any]) -> tuple[str, str]:
    """不能比的原因(中文, 英文)。 The sentences of a reason with its fields filled in."""
    row = load("panel")["reasons"][reason]
    return row["zh"].format_map(fields) + "。", _capital(row["en"].format_map(fields)) + "."


@cache
def _template(rule: str, verdict: str) -> tuple[str, str]:
    row = load("panel")["rules"][rule][verdict]
    return row["zh"], row["en"]


def rule_words(rule: str, verdict: str, fields: Mapping[str, object], *, blank: bool = False) -> tuple[str, str]:
    """一项核对结果的句子(中文, 英文)。 The sentences of a finding; `blank` says that blank cells counted as 0."""
    zh, en = (text.format_map(fields) for text in _template(rule, verdict))
    clause = load("panel")["clauses"]["blank"]
    more = (f"；{clause['zh']}", f"; {clause['en']}") if blank else ("", "")
    return f"{zh}{more[0]}。", f"{_capital(en)}{more[1]}."


def _message(
    one: Yearly, verdict: str, reason: str, year: int, left: float, right: float, *, blank: bool
) -> tuple[str, str]:
    fields = {"where_zh": one.where_zh, "where_en": one.where_en, "year": year, "previous": year - 1}
    if reason:
        return reason_words(reason, fields)
    return rule_words(one.rule, verdict, {**fields, "left": printed(left), "right": printed(right)}, blank=blank)


def printed(value: float) -> str:
    """不带多余小数的数。 A number without needless decimals."""
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}".rstrip("0").rstrip(".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
