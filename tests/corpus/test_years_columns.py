"""年度各结果的列与例子。 The frames of the years: every column is in the dictionary, every example in a docstring runs."""

from __future__ import annotations

import csv
import doctest
from types import ModuleType

import pytest

from toolkit.corpus import (
    crosswalk,
    crosswalk_sums,
    issuers,
    issuers_divisions,
    issuers_names,
    issuers_table,
    panel,
    panel_claims,
    panel_relations,
    register,
)
from toolkit.vocabulary import FOLDER

FRAMES = {
    "issuers": issuers.ISSUER_COLUMNS,
    "series": crosswalk.SERIES_COLUMNS,
    "register": register.REGISTER_COLUMNS,
    "pairs": panel.PAIR_COLUMNS,
    "claim_pairs": panel_claims.CLAIM_COLUMNS,
}
MODULES = (
    crosswalk, crosswalk_sums, issuers, issuers_divisions, issuers_names, issuers_table, panel, panel_claims,
    panel_relations, register,
)  # fmt: skip


def test_every_column_is_in_the_dictionary_and_the_reverse() -> None:
    with (FOLDER / "fields_years.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    documented = [(row["frame"], row["column"], row["type"]) for row in rows]
    kinds = {"object": "list"}
    assert documented == [(f, c, kinds.get(kind, kind)) for f, columns in FRAMES.items() for c, kind in columns.items()]
    assert all(row["zh"] and row["en"] and None not in row for row in rows)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rsplit(".", 1)[1])
def test_the_examples_run(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.failed == 0
    assert found.attempted > 0 or module is issuers_names
