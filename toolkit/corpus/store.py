"""打开一个库：数据框、查询、导出。

An open store. `load_corpus(store)` reads nothing but the list of its files; each frame is read when it is asked for,
only the years and columns that are wanted, and `query` asks in SQL without loading.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.corpus.commit import unfinished
from toolkit.corpus.folders import year_of_folder
from toolkit.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

WORK = ".work"


def load_corpus(store: str | os.PathLike[str]) -> Corpus:
    """打开一个库。

    Open a store that `build_corpus` made. Raises `CorpusError` where there is none, or where the last build was
    stopped before it was done.

    Example::

        corpus = load_corpus("store")
        corpus.reports(years=[2021, 2022])
        corpus.query("select year, count(*) as reports from reports group by year order by year")
    """
    return Corpus(Path(store))


class Corpus:
    """一个语料库。

    A corpus on disk. Frames are methods that return data frames, made anew at each call: `reports`, `parts`, `cells`,
    `sentences`, `claims`, `findings`, `numbers`, `lists`, `failures`. Every row begins with `report_id` and `year`
    (missing where it is not known); the other columns are those of `vocabulary/fields.csv`. A frame without rows has
    all its columns.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if unfinished(path / WORK):
            zh = "上次建库停在换上新数据的时候；请再运行一次建库, 几秒即可完成。"
            en = "the last build was stopped while it put new data in place; run it again, which takes seconds."
            raise CorpusError("unfinished", str(path), zh, en)
        try:
            self._package: dict[str, Any] = json.loads((path / "datapackage.json").read_bytes())
        except (OSError, ValueError):
            zh = "这里没有建好的库；请先用 ogi corpus build 建库, 或等它完成。"
            en = "holds no finished store; build one with ogi corpus build first, or wait until it is done."
            raise CorpusError("no_store", str(path), zh, en) from None

    @property
    def years(self) -> list[int]:
        """有报告的年度。 The years of which there are reports."""
        found = {year_of_folder(folder.name) for folder in self.path.glob("reports/*")}
        return sorted(year for year in found if year is not None)

    @property
    def counts(self) -> dict[str, int]:
        """读成与未读成的份数。 How many reports were read and how many failed."""
        return dict(self._package["reports"])

    @property
    def version(self) -> str:
        """建库的工具版本。 The version of the toolkit that made it."""
        return str(self._package["version"])

    @property
    def fingerprint(self) -> str:
        """数据由什么得出。 What made the rows: version, vocabulary, code and engines, as one short word."""
        return str(self._package["fingerprint"])

    def frame(
        self,
        name: str,
        years: Iterable[int] | int | None = None,
        columns: Sequence[str] | None = None,
        categories: bool = False,
        where: Mapping[str, Collection[str] | str] | None = None,
    ) -> pd.DataFrame:
        """一个数据框。

        A frame as pandas: `years` and `columns` limit what is read from the disk, `where` the rows that are kept: those
        that have one of the named values (or the one value) in each of the named columns of text. With `categories`, text columns of few
        different values (identifiers, paths, status) come as categories, which take a tenth of the memory. Raises
        `CorpusError` where there is no such frame or column, or where the files do not fit their schema.

        Example::

            corpus.frame("cells", where={"cell": ["requests.received.total"]})
        """
        from toolkit.corpus.loading import load_frame

        return load_frame(self.path, name, years, columns, categories, where)

    def arrow(
        self, name: str, years: Iterable[int] | int | None = None, columns: Sequence[str] | None = None
    ) -> pa.Table:
        """一个数据框, Arrow 表。 A frame as an Arrow table, for programs that want no pandas."""
        from toolkit.corpus.loading import load_table

        return load_table(self.path, name, years, columns)

    def reports(self, years: Iterable[int] | int | None = None, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """每份报告一行。 One row for each report that was read."""
        return self.frame("reports", years, columns)

    def parts(self, years: Iterable[int] | int | None = None, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """各部分的叙述文字。 The narrative, one row for each part."""
        return self.frame("parts", years, columns)

    def cells(
        self,
        years: Iterable[int] | int | None = None,
        columns: Sequence[str] | None = None,
        categories: bool = False,
        where: Mapping[str, Collection[str] | str] | None = None,
    ) -> pd.DataFrame:
        """法定表格的单元格。 The statutory tables, one row for each cell; `categories` and `where` as in `frame`."""
        return self.frame("cells", years, columns, categories, where)

    def sentences(self, years: Iterable[int] | int | None = None, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """句子及其分词。 The sentences with their words."""
        return self.frame("sentences", years, columns)

    def claims(self, years: Iterable[int] | int | None = None, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """数量主张。 The quantitative claims."""
        return self.frame("claims", years, columns)

    def findings(self, years: Iterable[int] | int | None = None, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """核对结果。 The findings."""
        return self.frame("findings", years, columns)

    def numbers(self, years: Iterable[int] | int | None = None, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """每一个数及其归类。 Every number of the narrative and its kind."""
        return self.frame("numbers", years, columns)

    def lists(self, years: Iterable[int] | int | None = None, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """总数与分项的列举。 The itemisations."""
        return self.frame("lists", years, columns)

    @property
    def failures(self) -> pd.DataFrame:
        """未读成的文件及原因。 The files that were not read, each with its reason in Chinese and English."""
        return self.frame("failures")

    @property
    def manifest(self) -> pd.DataFrame:
        """全部文件。 Every file: hash, size, status (read or failed), and the toolkit and segmenter that read it."""
        import pandas as pd

        return pd.read_parquet(self.path / "manifest.parquet", dtype_backend="numpy_nullable")

    def issuers(self, changes: pd.DataFrame | str | os.PathLike[str] | None = None) -> pd.DataFrame:
        """每份报告是哪个机关的。

        One row for each report: the stable id of its body, its name, division code and chain of places, and how they were
        told, as `toolkit.corpus.issuers.resolve_issuers` gives them. `changes` is a table of renamed and merged bodies.
        """
        from toolkit.corpus.issuers import resolve_issuers
        from toolkit.corpus.over_store import OF_REPORTS

        return resolve_issuers(self.reports(columns=OF_REPORTS), changes)

    def query(self, sql: str) -> pd.DataFrame:
        """用 SQL 查询。

        Ask in SQL (duckdb) over the files, without loading them; the tables are named as the frames, and `manifest`.
        Nothing but this store can be read. Raises `CorpusError` with duckdb's own sentence where the question is
        wrong.
        """
        from toolkit.corpus.loading import query

        return query(self.path, sql)

    def export(
        self,
        folder: str | os.PathLike[str],
        format: str = "csv",
        frames: Sequence[str] | None = None,
        years: Iterable[int] | int | None = None,
    ) -> list[Path]:
        """导出。

        Write frames (all of them by default) into `folder`, with a codebook and a data package; returns the files.
        `format`: "csv" (UTF-8 with BOM, opens in spreadsheets), "dta" (Stata, with labels) or "parquet" (one file a
        frame).
        """
        from toolkit.corpus.exports import export

        return export(self, Path(folder), format, frames, years)

    def __repr__(self) -> str:
        years = self.years
        span = f" {years[0]}-{years[-1]}" if years else ""
        return f"<Corpus {self.path.name}: {self.counts['read']} reports{span}, {self.counts['failed']} failures>"
