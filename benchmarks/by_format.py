"""Accuracy by kind of file and by form, as rows for a table: results/accuracy.md holds it in English and in Chinese.

Intervals are Wilson's, at 95%, over the things counted. Cells of one report are not independent of each other, so that an interval over
cells is narrower than the truth; where nothing was wrong it says how much still may be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from tests.gold import formats, renditions, sets
from tests.gold.tally import total

NAMES = (*formats.SETS, *renditions.SETS, "shared reports")
Z = 1.959964
CHINESE = {
    "format text": "纯文本",
    "format torn text": "列已拆散的文本",
    "format html": "网页",
    "format mhtml": "MHTML",
    "format pdf": "PDF",
    "format docx": "DOCX",
    "format doc": "DOC",
    "format scan": "扫描件",
    "form 2014": "2014年统计表",
    "form 2019": "2019年格式",
    "form 2021": "2021年格式",
    "form none": "无表(2012年)",
    "rendered docx": "网页另存为 DOCX",
    "rendered doc": "网页另存为 DOC",
    "rendered odt": "网页另存为 ODT",
    "rendered pdf, office": "网页经 LibreOffice 成 PDF",
    "rendered pdf, browser": "网页经浏览器打印成 PDF",
    "shared reports": "真实报告等(不随项目发布)",
}
HEADS = {
    "en": (
        "",
        "Reports",
        "Cells",
        "Right",
        "Abstained",
        "Silently wrong",
        "Parts and topics",
        "Metadata",
        "Findings",
        "False errors",
    ),
    "zh": ("", "报告", "单元格", "正确", "未作判断", "无声错误", "部分与专题", "元数据", "核对结果", "误报"),
}
SHARES = {
    "right": ("cells_right", "cells"),
    "abstained": ("cells_abstained", "cells"),
    "wrong": ("cells_wrong", "cells"),
    "metadata": ("metadata_right", "metadata"),
    "findings": ("findings_found", "findings"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with Wilson's interval at 95%."""

    right: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """Both ends, as shares; (0, 1) of nothing."""
        n = self.of
        if not n:
            return 0.0, 1.0
        p = self.right / n
        middle, half = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + Z * Z / n)), min(1.0, (middle + half) / (1 + Z * Z / n))

    def __str__(self) -> str:
        if not self.of:
            return "–"
        low, high = self.interval
        return f"{self.right / self.of:.1%} [{low:.1%}, {high:.1%}]"


def row(name: str) -> dict[str, Any]:
    """What is counted of a set: shares, and numbers of reports and of false errors."""
    counts = total(sets.tallies(name))
    shares = {key: Share(counts[right], counts[of]) for key, (right, of) in SHARES.items()}
    parts = Share(counts["parts_right"] + counts["topics_right"], counts["parts"] + counts["topics"])
    return {"reports": counts["units"], **shares, "parts": parts, "false errors": counts["errors_extra"]}


def rows(names: Sequence[str] = NAMES) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """The rows of all sets that this computer can measure, and why the others are left out."""
    left_out = {name: reason for name in names if (reason := sets.missing(name))}
    return {name: row(name) for name in names if name not in left_out}, left_out


def cells_of(name: str, of: Mapping[str, Any], language: str) -> list[str]:
    """One row of the table as text."""
    cells: Share = of["right"]
    only_cells = not of["metadata"].of
    return [
        name if language == "en" else CHINESE[name],
        str(of["reports"]),
        str(cells.of) if cells.of else "–",
        str(cells),
        str(of["abstained"].right) if cells.of else "–",
        f"{of['wrong'].right} (≤ {of['wrong'].interval[1]:.2%})" if cells.of else "–",
        *(_plain(of[key]) for key in ("parts", "metadata", "findings")),
        "–" if only_cells else str(of["false errors"]),
    ]


def _plain(share: Share) -> str:
    return f"{share.right}/{share.of}" if share.of else "–"


def markdown(made: Mapping[str, Mapping[str, Any]], language: str) -> str:
    """The table as Markdown."""
    heads = HEADS[language]
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    lines += ["| " + " | ".join(cells_of(name, of, language)) + " |" for name, of in made.items()]
    return "\n".join(lines) + "\n"


def plain(made: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The rows as figures for JSON."""
    return {
        name: {
            key: {"right": one.right, "of": one.of, "interval": [round(end, 4) for end in one.interval]}
            if isinstance(one, Share)
            else one
            for key, one in of.items()
        }
        for name, of in made.items()
    }
