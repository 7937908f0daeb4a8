"""撕碎的文本：标签断成几行、数值夹在中间、表头撕碎; 读回原数或放弃, 从不悄悄读错。

Torn texts: labels cut at the width of their cells with the figures between the pieces. Figures read back as printed or are not given.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parsing import layouts
from tests.parsing.damage import DAMAGES, Damage, damaged
from toolkit.errors import NotAReportError
from toolkit.model import Report
from toolkit.parsing import parse
from toolkit.reading import read_bytes

EDITIONS = [("2019", "standard", 2020), ("2021", "standard", 2023)]
HEADER = ["自然 法人或其他组织 总", "商业 科研 社会 法律 其", "企业 机构 公益 服务 他", "人 组织 机构 计"]
OUTCOMES = ["结果 结果 其他 尚未 总 结果 结果 其他 尚未 总 结果 结果 其他 尚未 总"]
OUTCOMES += ["维持 纠正 结果 审结 计 维持 纠正 结果 审结 计 维持 纠正 结果 审结 计"]
FIGURES = ["0", "0", "0", "1", "7", "12", "365", "1,295", "20714"]


def _torn(label: str, values: list[str], width: int) -> list[str]:
    """A label cut at `width`, its figures beside the middle piece."""
    pieces = [label[n : n + width] for n in range(0, len(label), width)]
    figures = " ".join(values)
    middle = (len(pieces) - 1) / 2
    if middle == int(middle):
        return [f"{p} {figures}" if n == middle else p for n, p in enumerate(pieces)]
    at = int(middle) + 1
    return [*pieces[:at], figures, *pieces[at:]]


def torn_report(form: str, variant: str, year: int, figures: layouts.Printed, width: int) -> str:
    """撕碎的报告。 A report whose requests table and challenges header are torn; group captions are left out of it."""
    whole = layouts.text_report(form, variant, year, figures, " ").split("\n")
    start = next(n for n, line in enumerate(whole) if "申请人情况" in line)
    end = next(n for n, line in enumerate(whole) if line == layouts.HEADINGS[4])
    rows = [r for r in layouts.request_rows(form, variant, figures) if r[1]]
    body = [line for label, values in rows for line in _torn(label, values, width)]
    rest = whole[end:]
    four = rest.index("行政复议 行政诉讼")
    challenges = ["行政诉讼", "行政复议", "未经复议直接起诉 复议后起诉", *OUTCOMES, rest[four + 3]]
    challenges[:2] = ["行政复议 行政诉讼"]
    return "\n".join([*whole[:start], "申请人情况", *HEADER, *body, "", *rest[:four], *challenges, *rest[four + 4 :]])


def _figures(rng: random.Random, form: str, variant: str) -> dict[str, str]:
    return {path: rng.choice(FIGURES) for path in layouts.figures_paths(form, variant)}


def _wrong(report: Report, printed: dict[str, str]) -> list[str]:
    return [
        f"{cell.path}: {cell.status} {cell.value}, printed {printed.get(cell.path)}"
        for cell in report.cells
        if cell.status in ("given", "blank")
        and (cell.value is None or printed.get(cell.path, "").replace(",", "") != str(cell.value))
    ]


@given(seed=st.integers(0, 10**9), edition=st.sampled_from(EDITIONS), width=st.integers(6, 14))
@settings(max_examples=6)
def test_torn_labels_keep_their_figures(seed: int, edition: tuple[str, str, int], width: int) -> None:
    form, variant, year = edition
    printed = _figures(random.Random(seed), form, variant)
    report = parse(read_bytes(torn_report(form, variant, year, printed, width).encode(), "x.txt"))
    assert _wrong(report, printed) == []
    given_ = sum(cell.status == "given" for cell in report.cells)
    assert given_ >= 0.95 * len(printed)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)
@given(seed=st.integers(0, 10**9), edition=st.sampled_from(EDITIONS), width=st.integers(6, 14))
@settings(max_examples=2)
def test_no_damage_to_a_torn_text_is_silent(
    damage: Damage, seed: int, edition: tuple[str, str, int], width: int
) -> None:
    rng = random.Random(seed)
    form, variant, year = edition
    printed = _figures(rng, form, variant)
    try:
        text = damaged(rng, torn_report(form, variant, year, printed, width), damage)
        report = parse(read_bytes(text.encode(), "x.txt"))
    except NotAReportError:
        return
    assert _wrong(report, printed) == []


def test_a_row_with_a_figure_too_few_is_unreadable_alone() -> None:
    printed = dict.fromkeys(layouts.figures_paths("2021", "standard"), "3")
    lines = torn_report("2021", "standard", 2023, printed, 6).split("\n")
    at = next(n for n, line in enumerate(lines) if "保护第三" in line)
    row = next(n for n in range(at, at + 3) if "3 3 3" in lines[n])
    lines[row] = lines[row].replace("3 3", "3", 1)
    report = parse(read_bytes("\n".join(lines).encode(), "x.txt"))
    unreadable = {c.path.rsplit(".", 1)[0] for c in report.cells if c.status == "unreadable"}
    assert unreadable == {"requests.refused.third_party_rights"}


def test_a_text_without_its_repeated_lines_is_not_recoverable() -> None:
    printed = dict.fromkeys(layouts.figures_paths("2019", "standard"), "0")
    text = layouts.text_report("2019", "standard", 2020, printed, "\n")
    report = parse(read_bytes("\n".join(dict.fromkeys(text.split("\n"))).encode(), "x.txt"))
    assert all(cell.status in ("unreadable", "absent") for cell in report.cells if cell.path.startswith("requests"))
    assert any("无法恢复" in zh and "not recoverable" in en for zh, en in report.document.notes)
