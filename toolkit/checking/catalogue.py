"""规则目录：每一条规则是什么、比什么、不算什么。

The catalogue of rules (`vocabulary/rules.yaml`) and the page made from it. `python -m toolkit.checking.catalogue` writes
`docs/rules.md`; a test compares the two.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, cast

from toolkit.errors import VocabularyError
from toolkit.model import SEVERITIES
from toolkit.vocabulary import load

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"
BILINGUAL = ("left", "right", "where")
REQUIRED = ("rule", "zh", "en", "forms", *BILINGUAL, "severities", "source", "example", "not_a_finding")
SEVERITY_NAMES = {"error": "不符 error", "warning": "存疑 warning", "note": "提示 note"}
INTRODUCTION = """\
# 核对规则 · Rules

本页由 `toolkit/vocabulary/rules.yaml` 生成（`python -m toolkit.checking.catalogue`），请勿手改。
This page is made from `toolkit/vocabulary/rules.yaml`; do not edit it by hand.

每项核对结果有规则、位置、双方、差（右方减左方）、涉及的单元格和出处。左方为各分项、法律或文中所写，右方为印出的总计或另一处。
两处不一致时不说哪一处有误。
A finding has a rule, a place, two sides, their difference (right minus left), the cells involved and where they stand. The left side
is what the parts, the law or the text say, the right side the printed total or the other place. Which of them is wrong is not said.

| 程度 Severity | 含义 Meaning |
|---|---|
| 不符 error | 印刷完好的两处必须一致而不一致。Two places, both printed whole, that must agree and do not. |
| 存疑 warning | 值得一看：软关系，或须先推算、修复。Worth a look: a soft relation, or something had to be computed or repaired first. |
| 提示 note | 说明情况：未能核对，或不影响数字。For information: not checked, or without effect on the figures. |
"""


@cache
def rules() -> dict[str, dict[str, Any]]:
    """全部规则，按目录顺序。

    All rules by name. Raises `VocabularyError` where a row lacks a field, repeats a name, has an unknown severity, or a pair of
    words that is not exactly a Chinese and an English one.
    """
    found: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(cast("list[dict[str, Any]]", load("rules")), 1):
        name = str(row.get("rule", number))
        faults = [f"{key}: missing" for key in REQUIRED if key not in row] or _faults(row)
        if name in found:
            faults.append("rule: used twice")
        if faults:
            listed = "; ".join(faults)
            zh, en = f"规则 {name} 的字段有误：{listed}。", f"rule {name} has faulty fields: {listed}."
            raise VocabularyError("vocabulary", "vocabulary/rules.yaml", zh, en)
        found[name] = row
    return found


def _faults(row: dict[str, Any]) -> list[str]:
    pairs = {key: row[key] for key in BILINGUAL}
    pairs.update((f"severities.{key}", pair) for key, pair in row["severities"].items())
    pairs.update((f"not_a_finding.{at}", pair) for at, pair in enumerate(row["not_a_finding"], 1))
    faults = [
        f"{key}: zh and en expected"
        for key, pair in pairs.items()
        if set(pair) != {"zh", "en"} or not all(pair.values())
    ]
    faults += [f"severities: unknown {key}" for key in row["severities"] if key not in SEVERITIES]
    if row["example"].get("severity") not in row["severities"]:
        faults.append("example: its severity is not one of the rule's")
    return faults


def rule(name: str) -> dict[str, Any]:
    """目录中的一条规则。 One row of the catalogue; KeyError for a rule that it does not have."""
    return rules()[name]


def markdown() -> str:
    """目录页面的全文。 The whole text of docs/rules.md."""
    index = ["| 规则 Rule | 名称 | Name |", "|---|---|---|"]
    index += [f"| [`{name}`](#{_anchor(name)}) | {row['zh']} | {row['en']} |" for name, row in rules().items()]
    return "\n".join([INTRODUCTION, *index, ""]) + "".join(_section(row) for row in rules().values())


def _anchor(name: str) -> str:
    """The anchor of a heading that is a rule's name, as Markdown renderers make it: dots dropped."""
    return name.replace(".", "")


def _both(pair: dict[str, str]) -> str:
    return pair["zh"] if pair["zh"] == pair["en"] else f"{pair['zh']} · {pair['en']}"


def _section(row: dict[str, Any]) -> str:
    example = row["example"]
    severity = SEVERITY_NAMES[example["severity"]].split()[1]
    lines = [
        f"\n## {row['rule']}\n",
        f"**{row['zh']}** · {row['en']}\n",
        f"- 格式 Forms: {', '.join(row['forms']) or '不限 any'}",
        f"- 左方 Left: {_both(row['left'])}",
        f"- 右方 Right: {_both(row['right'])}",
        f"- `where`: {_both(row['where'])}",
        *(f"- {SEVERITY_NAMES[key]}: {_both(when)}" for key, when in row["severities"].items()),
        f"- 依据 Source: {row['source']}",
        f"- 例 Example: {_both(example)} → `{example['where']}`, {_side(example['left'])} / {_side(example['right'])}, {severity}",
        "- 不算 Not a finding:",
        *(f"  - {_both(pair)}" for pair in row["not_a_finding"]),
    ]
    return "\n".join(lines) + "\n"


def _side(value: object) -> str:
    return "–" if value in (None, "") else str(value)


if __name__ == "__main__":
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(markdown(), encoding="utf-8")
