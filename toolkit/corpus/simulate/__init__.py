"""真值已知的模拟语料：虚构机关的年度报告及其真值。

A corpus whose truth is known: annual reports of invented bodies, made by a seeded generator, with what they
say, what their tables hold and which faults were planted in them. Every report depends on the seed and its own
id alone, so that any one of them can be made again by itself.

What it can show: whether phrasings, layouts and faults that it makes are understood. What it cannot: accuracy
on real reports, and how frequent anything is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from toolkit.corpus.simulate.faults import default_rates
from toolkit.corpus.simulate.layouts import LAYOUTS
from toolkit.corpus.simulate.report import Simulated, make
from toolkit.corpus.simulate.writing import Truth, write_corpus

__all__ = ["FORMATS", "Simulated", "Truth", "default_rates", "make_report", "simulate"]

FORMATS = tuple(LAYOUTS)
YEARS = tuple(range(2014, 2025))


def simulate(
    folder: str | os.PathLike[str],
    reports: int = 150,
    seed: int = 1,
    years: Sequence[int] = YEARS,
    formats: Sequence[str] = FORMATS,
    faults: Mapping[str, float] | None = None,
    bodies: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Truth:
    """生成一批模拟报告，并写出真值。

    Writes `reports` simulated reports into `folder` (`reports/2021/b00017-2021.html`), body by body over the
    `years` (2014 to 2030), each in one of the `formats` (a format named twice is twice as likely), with faults
    planted at the rates of `faults` (None: `default_rates()`, {}: none). Beside them stand `truth.jsonl`
    (metadata, cells, claims, lists, findings, faults; in the shape of `corpus/gold`), `faults.csv`, `years.csv`
    (relations of years that do not hold) and `manifest.csv` (id, path, issuer, level, code, year, url,
    retrieved). The corpus ends early after that many `bodies` (None: as many as it takes). `progress` is called
    with the number done and the number wanted.

    The same arguments give the same bytes. Raises `ValueError` for an unknown format, fault or year,
    `ModuleNotFoundError` where PDF is asked for and reportlab is missing.

    Example: `simulate("practice", reports=22, seed=7, formats=("html",)).faults` counts the planted faults by
    kind.
    """
    return write_corpus(Path(folder), reports, bodies, seed, years, _known(formats), _rates(faults), progress)


def make_report(
    id: str, seed: int = 1, formats: Sequence[str] = FORMATS, faults: Mapping[str, float] | None = None
) -> Simulated:
    """单独做一份模拟报告。

    The report of that id ("b00017-2021": the body and the year) as it stands in every corpus made with the same
    seed, formats and faults: its file name, bytes and line of truth. Example: `make_report("b00000-2021",
    formats=("text",)).content.decode()[:3]`.
    """
    return make(id, seed, _known(formats), _rates(faults))


def _known(formats: Sequence[str]) -> tuple[str, ...]:
    unknown = [name for name in formats if name not in LAYOUTS]
    if unknown or not formats:
        raise ValueError(
            f"没有这种格式：{unknown}；可用{list(LAYOUTS)}。 No such format: {unknown}; there are {list(LAYOUTS)}."
        )
    return tuple(formats)


def _rates(faults: Mapping[str, float] | None) -> Mapping[str, float]:
    known = default_rates()
    if faults is None:
        return known
    unknown = [name for name in faults if name not in known]
    if unknown:
        raise ValueError(f"没有这种问题：{unknown}；见faults.yaml。 No such fault: {unknown}; see faults.yaml.")
    return faults
