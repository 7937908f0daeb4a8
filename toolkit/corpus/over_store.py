"""年度核对、登记、长序列：只从库中读所需的格。

Pairs of years, the register and long series of a whole store. They give what `panel`, `register` and `crosswalk` give for
frames in memory, but read no more of the store than they need: the rows of the tables that they ask for, and for pairs of
years two years at a time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.corpus.crosswalk import Comparability, series, series_cells
from toolkit.corpus.issuers import identified
from toolkit.corpus.panel import needed_cells, year_pairs
from toolkit.corpus.panel_claims import CLAIM_FIELDS, cells_asked, claim_pairs
from toolkit.corpus.register import register
from toolkit.corpus.register_versions import latest_versions, several_of
from toolkit.corpus.store import Corpus

if TYPE_CHECKING:
    import pandas as pd

OF_CELLS = ("report_id", "cell", "value", "status")
OF_REPORTS = (
    "report_id", "year", "title", "issuer", "issuer_id", "issuer_code", "level", "form", "published", "signed", "retrieved", "sha256",
)  # fmt: skip


def reports_of(corpus: Corpus, changes: pd.DataFrame | str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """库中的报告及其机关。

    The reports of a store with their bodies; `changes` is a table of renamed and merged bodies (see `resolve_issuers`).
    """
    return identified(corpus.reports(columns=OF_REPORTS), changes)


def chosen_of(corpus: Corpus, reports: pd.DataFrame) -> pd.DataFrame:
    """每个机关每一年取一份。 One report for each body and year, as `latest_versions` decides."""
    return latest_versions(reports, corpus.cells(columns=OF_CELLS, where={"report_id": several_of(reports)}))


def pairs_of_store(
    corpus: Corpus, changes: pd.DataFrame | str | os.PathLike[str] | None = None
) -> Iterator[pd.DataFrame]:
    """一个库的全部年度核对, 逐年给出。

    Year by year, the rows of `year_pairs` and of `claim_pairs` in one frame; `claim` is missing in the former. Years without
    a pair give a frame without rows, so that there is always one.

    Example::

        found = pd.concat(pairs_of_store(load_corpus("store")), ignore_index=True)
    """
    import pandas as pd

    chosen = chosen_of(corpus, reports_of(corpus, changes))
    for year in sorted(int(year) for year in chosen["year"].unique()) or [0]:
        near = chosen[chosen["year"].isin([year - 1, year])]
        claims = corpus.frame("claims", [year], CLAIM_FIELDS, where={"report_id": set(near["report_id"])})
        asked = needed_cells() | cells_asked(claims["cells"])
        cells = corpus.cells([year - 1, year], OF_CELLS, where={"cell": asked, "report_id": set(near["report_id"])})
        relations = year_pairs(chosen, cells, years=[year])
        relations["claim"] = pd.array([pd.NA] * len(relations), dtype="Int64")
        yield pd.concat([relations, claim_pairs(chosen, cells, claims, years=[year])], ignore_index=True)


def register_of_store(
    corpus: Corpus,
    expected: pd.DataFrame | str | os.PathLike[str] | None = None,
    changes: pd.DataFrame | str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """一个库的登记。 The register of a store, as `register` makes it. Example: `register_of_store(load_corpus("store"))`."""
    reports = reports_of(corpus, changes)
    several = {"report_id": several_of(reports)}
    parts = corpus.frame("parts", columns=["report_id", "part", "text"], where=several)
    return register(reports, expected, corpus.cells(columns=OF_CELLS, where=several), parts)


def series_of_store(
    corpus: Corpus,
    name: str,
    allow: Comparability = "approximate",
    changes: pd.DataFrame | str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """一个库的一个长序列。

    A long series of a store, as `series` makes it, one report for each body and year.
    Example: `series_of_store(load_corpus("store"), "received")`.
    """
    asked = series_cells(name)  # an unknown name is told before anything is read
    chosen = chosen_of(corpus, reports_of(corpus, changes))
    return series(corpus.cells(columns=OF_CELLS, where={"cell": asked}), chosen, name, allow)
