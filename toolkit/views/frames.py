"""数据框：一份报告的单元格、主张、核对结果等, 各为一张表。

Data frames, one row each: cells, claims, findings, parts, sentences, numbers, lists. Every column is documented in
`vocabulary/fields.csv`. An empty result is an empty frame with all its columns and their types. Numbers are float64 or Int64;
where a figure was printed, a `raw` column beside it keeps it as printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from toolkit.model import Report, Side
from toolkit.views.record import confidence

if TYPE_CHECKING:
    import pandas as pd

# column -> pandas type; "list" is a column of Python lists. The order is the order of the frame.
_OFFSETS = {"source_start": "Int64", "source_end": "Int64", "page": "Int64", "confidence": "float64"}
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "cells": {
        "cell": "str", "table": "str", "row": "str", "column": "str", "value": "float64", "unit": "str", "status": "str",
        "raw": "str", "note": "str", **_OFFSETS,
    },
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
    "parts": {
        "part": "Int64", "part_id": "str", "heading": "str", "text": "str", "character_count": "Int64",
        "topic_count": "Int64", "claim_count": "Int64",
    },
    "sentences": {"part": "Int64", "start": "Int64", "end": "Int64", "text": "str", "words": "list", "word_count": "Int64"},
    "numbers": {"kind": "str", "text": "str", "part": "Int64", "start": "Int64", "end": "Int64"},
    "lists": {
        "part": "Int64", "quote": "str", "head": "float64", "parts": "list", "parts_sum": "float64", "unit": "str",
        "adds_up": "bool", "note": "str", "start": "Int64", "end": "Int64",
    },
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


def cells_frame(report: Report) -> pd.DataFrame:
    """单元格。 The cells of the form, one row each, absent ones too."""
    return _frame(
        "cells",
        (
            (
                c.path, c.table, c.row, c.column, _float(c.value) if c.status == "given" else None, c.unit, c.status,
                c.raw, c.note, c.source.start, c.source.end, c.source.page, confidence(report, c.source),
            )
            for c in report.cells
        ),
    )  # fmt: skip


def claims_frame(report: Report) -> pd.DataFrame:
    """数量主张。 The quantitative claims of the narrative; `claim` is the number the audit page prints."""
    return _frame(
        "claims",
        (
            (
                index + 1, c.part, c.quote, c.quantity.raw, _float(c.quantity.value), _float(c.quantity.value_to),
                c.quantity.unit, c.quantity.approximation or "", _float(c.quantity.low), _float(c.quantity.high),
                c.kind, c.measure, c.scope, c.period, c.flow, [*c.cells], [*c.base], _float(c.base_stated), _float(c.numerator_stated),
                _float(c.table_value), c.verdict, c.why_zh, c.why_en, c.sentence, c.start, c.end, c.part_start, c.part_end,
                c.source.start, c.source.end, c.source.page, confidence(report, c.source),
            )
            for index, c in enumerate(report.claims)
        ),
    )  # fmt: skip


def findings_frame(report: Report) -> pd.DataFrame:
    """核对结果。 The findings; `left` and `right` are NaN where a side is a date, which then stands in `left_raw`, `right_raw`."""
    return _frame(
        "findings",
        (
            (
                index + 1, f.rule, f.where, f.severity, f.verdict, _side(f.left), _side(f.right), _float(f.difference),
                _raw(f.left), _raw(f.right), f.left.label_zh, f.left.label_en, f.right.label_zh, f.right.label_en,
                f.message_zh, f.message_en, [*f.cells], [number + 1 for number in f.claims],
            )
            for index, f in enumerate(report.findings)
        ),
    )  # fmt: skip


def parts_frame(report: Report) -> pd.DataFrame:
    """各部分的叙述文字。 The narrative by part: 0 the preamble, 1-6 the parts, 7 the closing."""
    return _frame(
        "parts",
        (
            (
                part.number, part.id, part.heading, part.text, sum(not c.isspace() for c in part.text), len(part.topics),
                sum(claim.part == part.number for claim in report.claims),
            )
            for part in report.narrative()
        ),
    )  # fmt: skip


def sentences_frame(sentences: Iterable[SentenceLike]) -> pd.DataFrame:
    """句子及其分词。 The sentences of the narrative with their words."""
    rows = ((s.part, s.start, s.end, s.text, [*s.words], len([*s.words])) for s in sentences)
    return _frame("sentences", rows)


def numbers_frame(report: Report) -> pd.DataFrame:
    """叙述文字中的每一个数。 Every number of the narrative with its kind."""
    return _frame("numbers", ((n.kind, n.text, n.part, n.start, n.end) for n in report.numbers))


def lists_frame(report: Report) -> pd.DataFrame:
    """总数与分项的列举。 The itemisations: a head figure, its parts, and whether they add up."""
    return _frame(
        "lists",
        (
            (
                i.part, i.quote, _float(i.head), [_float(part) for part in i.parts], _float(sum(i.parts, Decimal(0))), i.unit,
                i.adds_up, i.note, i.part_start, i.part_end,
            )
            for i in report.lists
        ),
    )  # fmt: skip


def _frame(name: str, rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    import pandas as pd

    types = COLUMNS[name]
    frame = pd.DataFrame(list(rows), columns=list(types))
    return frame.astype({column: "object" if kind == "list" else kind for column, kind in types.items()})


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _side(side: Side) -> float | None:
    return float(side.value) if isinstance(side.value, Decimal) else None


def _raw(side: Side) -> str:
    return "" if side.value is None else str(side.value)
