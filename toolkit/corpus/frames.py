"""数据框：一份报告的单元格、主张、核对结果等, 各为若干行。

The frames: what a report becomes, as rows (for a store of many reports) and as a data frame (for one). Every column
is documented in `vocabulary/fields.csv`. An empty result is an empty frame with all its columns and their types.
Numbers are float64 or Int64; where a figure was printed, a `raw` column beside it keeps it as printed.

A row is a tuple in the order of `COLUMNS[frame]`. In a store every row has `report_id` and `year` before these columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from toolkit.model import STATUSES, Report, Side

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[Any, ...]

# column -> pandas type; "list" is a column of Python lists. The order is the order of the frame.
_OFFSETS = {"source_start": "Int64", "source_end": "Int64", "page": "Int64", "confidence": "float64"}
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "reports": {
        "file": "str", "title": "str", "issuer": "str", "issuer_id": "str", "issuer_code": "str", "level": "str", "form": "str",
        "published": "str", "signed": "str", "period_start": "str", "period_end": "str", "url": "str", "retrieved": "str",
        "format": "str", "encoding": "str", "page_count": "Int64", "sha256": "str", "cell_count": "Int64", "given_count": "Int64",
        "blank_count": "Int64", "absent_count": "Int64", "unreadable_count": "Int64", "extension_count": "Int64",
        "claim_count": "Int64", "finding_count": "Int64", "inconsistent_count": "Int64", "sentence_count": "Int64",
        "word_count": "Int64", "character_count": "Int64", "notes_zh": "str", "notes_en": "str",
    },
    "parts": {
        "part": "Int64", "part_id": "str", "heading": "str", "text": "str", "character_count": "Int64",
        "topic_count": "Int64", "claim_count": "Int64",
    },
    "cells": {
        "cell": "str", "table": "str", "row": "str", "column": "str", "value": "float64", "unit": "str", "status": "str",
        "raw": "str", "note": "str", **_OFFSETS,
    },
    "sentences": {"part": "Int64", "start": "Int64", "end": "Int64", "text": "str", "words": "list", "word_count": "Int64"},
    "claims": {
        "claim": "Int64", "part": "Int64", "quote": "str", "raw": "str", "value": "float64", "value_to": "float64", "unit": "str",
        "approximation": "str", "low": "float64", "high": "float64", "kind": "str", "measure": "str", "scope": "str",
        "period": "str", "flow": "str", "cells": "list", "base": "list", "base_stated": "float64",
        "numerator_stated": "float64", "table_value": "float64", "verdict": "str", "why_zh": "str", "why_en": "str",
        "sentence": "str", "start": "Int64", "end": "Int64", "part_start": "Int64", "part_end": "Int64", **_OFFSETS,
    },
    "findings": {
        "finding": "Int64", "rule": "str", "where": "str", "severity": "str", "verdict": "str", "left": "float64",
        "right": "float64", "difference": "float64", "left_raw": "str", "right_raw": "str", "left_label_zh": "str",
        "left_label_en": "str", "right_label_zh": "str", "right_label_en": "str", "message_zh": "str", "message_en": "str",
        "cells": "list", "claims": "list",
    },
    "numbers": {"kind": "str", "text": "str", "part": "Int64", "start": "Int64", "end": "Int64"},
    "lists": {
        "part": "Int64", "quote": "str", "head": "float64", "parts": "list", "parts_sum": "float64", "unit": "str",
        "adds_up": "bool", "note": "str", "start": "Int64", "end": "Int64",
    },
    "failures": {"file": "str", "code": "str", "zh": "str", "en": "str"},
}  # fmt: skip


class SentenceLike(Protocol):
    """句子：数据框用到的属性。 What the frame of sentences needs of a sentence."""

    @property
    def part(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def words(self) -> Iterable[str]: ...


def report_rows(
    report: Report, sentences: Iterable[SentenceLike], given: Mapping[str, str] | None = None
) -> dict[str, list[Row]]:
    """一份报告在各数据框中的行。

    The rows of one report in every frame but `failures`, which is for files that gave no report. `sentences` are
    those of `toolkit.narrative.sentences(report)`; `given` holds what a manifest adds (file, url, retrieved,
    issuer_id, issuer_code).
    """
    sentence_rows = [_sentence(s) for s in sentences]
    part_rows = _parts(report)
    return {
        "reports": [_report(report, sentence_rows, part_rows, given or {})],
        "parts": part_rows,
        "cells": _cells(report),
        "sentences": sentence_rows,
        "claims": _claims(report),
        "findings": _findings(report),
        "numbers": _numbers(report),
        "lists": _lists(report),
    }


def cells_frame(report: Report) -> pd.DataFrame:
    """单元格。 The cells of the form, one row each, absent ones too."""
    return _frame("cells", _cells(report))


def claims_frame(report: Report) -> pd.DataFrame:
    """数量主张。 The quantitative claims of the narrative; `claim` is the number the audit page prints."""
    return _frame("claims", _claims(report))


def findings_frame(report: Report) -> pd.DataFrame:
    """核对结果。

    The findings; `left` and `right` are NaN where a side is a date, which then stands in `left_raw`, `right_raw`.
    """
    return _frame("findings", _findings(report))


def parts_frame(report: Report) -> pd.DataFrame:
    """各部分的叙述文字。 The narrative by part: 0 the preamble, 1-6 the parts, 7 the closing."""
    return _frame("parts", _parts(report))


def sentences_frame(sentences: Iterable[SentenceLike]) -> pd.DataFrame:
    """句子及其分词。 The sentences of the narrative with their words."""
    return _frame("sentences", map(_sentence, sentences))


def numbers_frame(report: Report) -> pd.DataFrame:
    """叙述文字中的每一个数。 Every number of the narrative with its kind."""
    return _frame("numbers", _numbers(report))


def lists_frame(report: Report) -> pd.DataFrame:
    """总数与分项的列举。 The itemisations: a head figure, its parts, and whether they add up."""
    return _frame("lists", _lists(report))


def _frame(name: str, rows: Iterable[Row]) -> pd.DataFrame:
    import pandas as pd

    types = COLUMNS[name]
    frame = pd.DataFrame(list(rows), columns=list(types))
    return frame.astype({column: "object" if kind == "list" else kind for column, kind in types.items()})


def _report(report: Report, sentences: list[Row], parts: list[Row], given: Mapping[str, str]) -> Row:
    document, value = report.document, report.value
    status = Counter(cell.status for cell in report.cells)
    inconsistent = sum(f.verdict == "inconsistent" and f.severity in ("error", "warning") for f in report.findings)
    return (
        given.get("file") or document.file, value("title") or "", value("issuer") or "", given.get("issuer_id", ""),
        given.get("issuer_code", ""), report.level or "", report.form or "", value("published") or "", value("signed") or "",
        value("period_start") or "", value("period_end") or "", given.get("url", ""), given.get("retrieved", ""),
        document.format, document.encoding, len(document.pages) or None, document.sha256, len(report.cells),
        *(status[name] for name in STATUSES), len(report.extensions), len(report.claims), len(report.findings), inconsistent,
        len(sentences), sum(row[5] for row in sentences), sum(row[4] for row in parts),
        "\n".join(zh for zh, _ in document.notes), "\n".join(en for _, en in document.notes),
    )  # fmt: skip


def _cells(report: Report) -> list[Row]:
    sure = report.document.source_confidence
    return [
        (
            c.path, c.table, c.row, c.column, _float(c.value) if c.status == "given" else None, c.unit, c.status,
            c.raw, c.note, c.source.start, c.source.end, c.source.page, sure(c.source),
        )
        for c in report.cells
    ]  # fmt: skip


def _claims(report: Report) -> list[Row]:
    sure = report.document.source_confidence
    return [
        (
            index + 1, c.part, c.quote, c.quantity.raw, _float(c.quantity.value), _float(c.quantity.value_to),
            c.quantity.unit, c.quantity.approximation or "", _float(c.quantity.low), _float(c.quantity.high),
            c.kind, c.measure, c.scope, c.period, c.flow, [*c.cells], [*c.base], _float(c.base_stated), _float(c.numerator_stated),
            _float(c.table_value), c.verdict, c.why_zh, c.why_en, c.sentence, c.start, c.end, c.part_start, c.part_end,
            c.source.start, c.source.end, c.source.page, sure(c.source),
        )
        for index, c in enumerate(report.claims)
    ]  # fmt: skip


def _findings(report: Report) -> list[Row]:
    return [
        (
            index + 1, f.rule, f.where, f.severity, f.verdict, _side(f.left), _side(f.right), _float(f.difference),
            _raw(f.left), _raw(f.right), f.left.label_zh, f.left.label_en, f.right.label_zh, f.right.label_en,
            f.message_zh, f.message_en, [*f.cells], [number + 1 for number in f.claims],
        )
        for index, f in enumerate(report.findings)
    ]  # fmt: skip


def _parts(report: Report) -> list[Row]:
    counted = Counter(claim.part for claim in report.claims)
    return [
        (
            part.number, part.id, part.heading, part.text, len("".join(part.text.split())), len(part.topics),
            counted[part.number],
        )
        for part in report.narrative()
    ]  # fmt: skip


def _sentence(sentence: SentenceLike) -> Row:
    words = [*sentence.words]
    return sentence.part, sentence.start, sentence.end, sentence.text, words, len(words)


def _numbers(report: Report) -> list[Row]:
    return [(n.kind, n.text, n.part, n.start, n.end) for n in report.numbers]


def _lists(report: Report) -> list[Row]:
    return [
        (
            i.part, i.quote, _float(i.head), [_float(part) for part in i.parts], _float(sum(i.parts, Decimal(0))), i.unit,
            i.adds_up, i.note, i.part_start, i.part_end,
        )
        for i in report.lists
    ]  # fmt: skip


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _side(side: Side) -> float | None:
    return float(side.value) if isinstance(side.value, Decimal) else None


def _raw(side: Side) -> str:
    return "" if side.value is None else str(side.value)
