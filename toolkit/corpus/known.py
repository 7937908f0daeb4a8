"""清单所写与报告所写：清单优先, 不一致的记为核对结果。

What a manifest says of a report, and what the report says of itself. The manifest's value is used; where the report
says otherwise, that is a finding `manifest.<column>` with both sides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from toolkit.model import Document, Fact, Finding, Report, Side
from toolkit.narrative.plain import fold
from toolkit.vocabulary import rows

ORIGIN = "manifest"
_FACTS = ("issuer", "level", "year")


def facts_of(known: Mapping[str, str]) -> dict[str, Fact]:
    """清单给出的元数据。 The facts that a row of the manifest gives, as facts of a report."""
    return {name: Fact(known[name], ORIGIN) for name in _FACTS if known.get(name)}


def with_disagreements(report: Report, own: Mapping[str, Fact], known: Mapping[str, str]) -> Report:
    """加上清单与报告不一致之处。

    The report with a finding for each column of its manifest that it says otherwise. `own` are the facts that the
    report itself gives. What only one of both says is no disagreement.
    """
    found = []
    for row in rows("manifest"):
        column = row["column"]
        if not row.get("compared") or not known.get(column):
            continue
        printed = report.document.sha256 if column == "sha256" else (own[column].value if column in own else "")
        if printed and not _same(known[column], printed):
            found.append(_finding(column, row["zh"], row["en"], known[column], printed, own.get(column)))
    return replace(report, findings=(*report.findings, *found)) if found else report


def own_facts(document: Document, report: Report, known: Mapping[str, str]) -> Mapping[str, Fact]:
    """报告自己所写的元数据。 The facts that a report gives of itself, where the manifest's stand in their place."""
    if not facts_of(known):
        return report.facts
    from toolkit.parsing import parse

    return parse(document).facts


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


def _finding(column: str, zh: str, en: str, given: str, printed: str, fact: Fact | None) -> Finding:
    said = f"清单所写的{zh}是“{given}”，从报告读出的是“{printed}”；"
    said_en = f"The manifest gives the {en} as “{given}”, the report as read “{printed}”; "
    if column in _FACTS:
        kept, kept_en = "已采用清单所写的。", "the manifest's is used."
    else:  # of a hash the file's own is true
        kept, kept_en = "文件照读，请核对是否为同一版本。", "the file was read as it is; is it the same version?"
    return Finding(
        f"manifest.{column}",
        column,
        "warning",
        "inconsistent",
        Side(given, f"清单所写的{zh}", f"{en} in the manifest"),
        Side(printed, f"报告的{zh}", f"{en} of the report"),
        (),
        said + kept,
        said_en + kept_en,
        (fact.source,) if fact else (),
    )
