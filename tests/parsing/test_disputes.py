"""互相矛盾的表头、行与表：宁可读不出, 不可读错。

Where what is printed disputes itself a cell is as printed or unreadable, never another number. The case table names the shapes in which
this went wrong; the properties say that it holds in general.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parsing import layouts
from toolkit.errors import NotAReportError
from toolkit.model import Report
from toolkit.parsing import parse
from toolkit.parsing.tables.applicants import KEYS
from toolkit.parsing.tables.labels import index
from toolkit.reading import read_bytes

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "disputes.yaml").read_text(encoding="utf-8"))
PATHS = layouts.figures_paths("2021", "standard")
LABELS = dict(
    zip(KEYS, ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"), strict=True)
)
Figures = dict[str, str]


def _distinct(first: int = 101) -> Figures:
    """Every cell its own number, so that a figure in the wrong place is seen."""
    return {path: str(first + n) for n, path in enumerate(PATHS)}


def _read(text: str, name: str) -> Report | None:
    try:
        return parse(read_bytes(text.encode(), name))
    except NotAReportError:
        return None


def _wrong(report: Report | None, figures: Figures) -> list[str]:
    return [
        f"{c.path}: {c.value}, printed {figures.get(c.path)}"
        for c in (report.cells if report else ())
        if c.status == "given" and str(c.value) != figures.get(c.path)
    ]


def _of(report: Report, prefixes: list[str]) -> list[Any]:
    return [c for c in report.cells if any(c.path.startswith(f"{p}.") for p in prefixes)]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_what_is_disputed_is_unreadable_and_nothing_is_wrong(case: dict[str, Any]) -> None:
    figures = _distinct() | case.get("figures", {})
    printed = figures
    if "order" in case:
        # the columns of every row are printed in this order, the labels by the replacements
        printed = figures | {
            f"requests.{row.key}.{key}": figures[f"requests.{row.key}.{other}"]
            for row in index().rows["requests"]
            for key, other in zip(KEYS, case["order"], strict=True)
            if f"requests.{row.key}.{key}" in figures
        }
    text, name = layouts.LAYOUTS[case["layout"]]("2021", "standard", 2023, printed)
    for old, new in case["replace"]:
        text, count = re.subn(old, new, text)
        assert count, old
    report = _read(text, name)
    assert report is not None
    assert _wrong(report, figures) == []
    right = _of(report, case.get("right", []))
    assert {c.path: c.status for c in right if c.status != "given"} == {}
    assert {c.status for c in _of(report, case.get("open", []))} <= {"unreadable"}


def _requests_part(text: str) -> tuple[str, str, str]:
    start = text.index(layouts.HEADINGS[3]) + len(layouts.HEADINGS[3])
    end = text.index(layouts.HEADINGS[4])
    return text[:start] + "\n\n", text[start:end].strip(), "\n\n" + text[end:]


def _rows(figures: Figures, order: list[str], extra: int | None, values: str) -> list[list[str]]:
    made = []
    block = layouts.vocabulary.form("2021").table("requests").blocks[0]
    for row in block.rows:
        cells = [figures[f"requests.{row.key}.{key}"] for key in order] if row.key else []
        if extra is not None and cells:
            cells.insert(extra, values)
        made.append([f"{row.number}{row.label}", *cells])
    return made


@given(
    seed=st.integers(0, 10**9),
    separator=st.sampled_from(["\t", " ", "\n"]),
    levels=st.sampled_from([1, 2]),
    extra=st.none() | st.sampled_from(["小计", "备注", "序号", "单位", "办结率"]),
)
@settings(max_examples=60)
def test_columns_in_any_order_with_or_without_another(
    seed: int, separator: str, levels: int, extra: str | None
) -> None:
    rng = random.Random(seed)
    figures = _distinct()
    order = list(KEYS) if rng.random() < 0.5 else rng.sample(KEYS, len(KEYS))
    inner = [key for key in order if key not in ("natural_person", "total")]
    top = [key for key in order if key in ("natural_person", "total")]
    at = rng.randint(0, len(KEYS)) if extra else None
    if levels == 2:
        # the group stands between the two others, or at one end
        place = rng.randint(0, 2)
        order = top[:place] + inner + top[place:]
        upper = [LABELS[key] for key in top]
        upper.insert(place, "法人或其他组织")
        lower = [LABELS[key] for key in inner]
        if at is not None and extra:
            inside = place < at < place + len(inner)
            (lower if inside else upper).insert(
                at - place if inside else min(at, place) if at <= place else at - 4, extra
            )
        header = [["申请人情况"], upper, lower]
    else:
        flat = [LABELS[key] for key in order]
        if at is not None and extra:
            flat.insert(at, extra)
        header = [["申请人情况"], flat]
    rows = header + _rows(figures, order, at, rng.choice(["0", "7", "77777"]))
    before, _, after = _requests_part(layouts.text_report("2021", "standard", 2023, figures, separator))
    text = before + "\n".join(separator.join(row) for row in rows) + after
    assert _wrong(_read(text, "report.txt"), figures) == []


@given(seed=st.integers(0, 10**9), layout=st.sampled_from(["tabs", "rows", "cells"]))
@settings(max_examples=60)
def test_another_row_with_the_name_of_a_statutory_one(seed: int, layout: str) -> None:
    rng = random.Random(seed)
    form = rng.choice(["2019", "2021"])
    figures = {path: str(101 + n) for n, path in enumerate(layouts.figures_paths(form, "standard"))}
    block = layouts.vocabulary.form(form).table("requests").blocks[0]
    row = rng.choice([row for row in block.rows if row.key])
    label = rng.choice(["", "9.", "（九）", row.number]) + rng.choice([row.label, row.label, "合计", "小计", "其他"])
    separator = {"tabs": "\t", "rows": " ", "cells": "\n"}[layout]
    text = layouts.text_report(form, "standard", 2023, figures, separator)
    before, table, after = _requests_part(text)
    lines = table.split("\n")
    starts = [n for n, line in enumerate(lines) if re.match(r"[一二四]、|（[一二三四五六七]）|\d\.", line)]
    near = next(n for n in starts if f"{row.number}{row.label}" in lines[n])
    place = rng.choice([near, rng.choice(starts)])
    lines.insert(place, separator.join([label, *(str(7771 + n) for n in range(7))]))
    assert _wrong(_read(before + "\n".join(lines) + after, "report.txt"), figures) == []


TABLES = {2: "proactive", 3: "requests", 4: "challenges"}


@given(
    seed=st.integers(0, 10**9),
    form=st.sampled_from(["2019", "2021"]),
    layout=st.sampled_from(["tabs", "rows", "cells", "page"]),
    part=st.sampled_from([2, 3, 4]),
    first=st.booleans(),
    captions=st.sampled_from(
        [("2022年", "2023年"), ("2022年度情况", ""), ("上年度情况", ""), ("", "2023年"), ("", "")]
    ),
)
@settings(max_examples=60)
def test_last_years_table_beside_this_years(
    seed: int, form: str, layout: str, part: int, first: bool, captions: tuple[str, str]
) -> None:
    rng = random.Random(seed)
    figures = {path: str(101 + n) for n, path in enumerate(layouts.figures_paths(form, "standard"))}
    last = {path: str(rng.randint(5000, 9999)) for path in figures}
    text, name = layouts.LAYOUTS[layout](form, "standard", 2023, figures)
    other, _ = layouts.LAYOUTS[layout](form, "standard", 2023, last)
    heading = layouts.HEADINGS[part] + ("</strong></p>" if layout == "page" else "")
    following = ("<p><strong>" if layout == "page" else "") + layouts.HEADINGS[part + 1]

    def tables(whole: str) -> str:
        return whole[whole.index(heading) + len(heading) : whole.index(following)]

    old, new = [(f"<p>{c}</p>" if layout == "page" else f"\n{c}\n") if c else "\n" for c in captions]
    printings = [old + tables(other).strip("\n"), new + tables(text).strip("\n")]
    both = printings if first else printings[::-1]
    made = text.replace(tables(text), "\n" + "\n".join(both) + "\n")
    report = _read(made, name)
    if not first and captions[0] and not captions[1]:
        # an unnamed table before last year's is this year's
        assert report is not None
        assert {c.status for c in report.cells if c.table == TABLES[part]} == {"given"}
    named = captions[1] or captions[0]
    if named:
        assert _wrong(report, figures) == []
    elif report is not None:
        assert {c.status for c in report.cells if c.table == TABLES[part]} == {"unreadable"}


@pytest.mark.parametrize("layout", ["tabs", "page"])
def test_of_two_reports_in_one_file_the_first_is_read(layout: str) -> None:
    figures, later = _distinct(), _distinct(5001)
    text, name = layouts.LAYOUTS[layout]("2021", "standard", 2022, figures)
    second, _ = layouts.LAYOUTS[layout]("2021", "standard", 2023, later)
    report = _read(f"{text}\n\n{second}", name)
    assert report is not None
    assert (report.year, _wrong(report, figures)) == (2022, [])
    assert all(c.status == "given" for c in report.cells)
    assert "第一份" in report.document.notes[-1][0]
