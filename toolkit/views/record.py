"""每份报告的 JSON 记录。

The JSON object of one report, as `schema/report.schema.json` describes it. It holds everything the stages found, in plain
types: numbers, strings, null; dates are ISO strings; what could not be read has status and raw text and no value.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import toolkit
from toolkit.model import Aside, Cell, Claim, Fact, Finding, Grid, Itemisation, Part, Report, Side, Source, Table
from toolkit.views.printable import file_name
from toolkit.views.words import number_counts, status_counts

JsonNumber = int | float | str | None
_MOST_DIGITS = 30  # beyond this a figure is garbage or an attack; it is written as a string, never as a mile of zeros


def plain_number(value: Decimal | None) -> JsonNumber:
    """Decimal 转成不失真的 JSON 值。

    A Decimal as JSON without losing a digit: an int where it is whole, a float where the float reads back as the same
    Decimal, and otherwise (in practice never) the exact digits as a string.
    """
    if value is None:
        return None
    if not value.is_finite() or value.adjusted() > _MOST_DIGITS:
        return str(value)
    whole = int(value)
    if whole == value:
        return whole
    approximate = float(value)
    return approximate if Decimal(repr(approximate)) == value else str(value)


def to_record(report: Report) -> dict[str, Any]:
    """一份报告的 JSON 记录。

    The record of a report: a dict of plain types that `json.dumps` writes and `schema/report.schema.json` accepts.
    `cells` holds every cell of the form with its status; `value` is null unless the status is "given". `claims[].start` and
    `end` are offsets in `claims[].text`, the sentence, so that `text[start:end] == quote`.
    """
    document = report.document
    record: dict[str, Any] = {
        "file": file_name(document.file),
        "sha256": document.sha256,
        "read": {
            "format": document.format,
            "encoding": document.encoding,
            "notes": [{"zh": zh, "en": en} for zh, en in document.notes],
            "asides": [_aside(aside) for aside in document.asides],
            "pages": len(document.pages) or None,
            "doubts": [{"start": d.start, "end": d.end, "zh": d.zh, "en": d.en} for d in document.doubts],
        },
        "report": _metadata(report),
        "evidence": {name: _evidence(fact) for name, fact in report.facts.items()},
        "form_evidence": list(report.form_evidence),
        "preamble": report.preamble.text,
        "parts": [_part(part) for part in report.parts],
        "closing": report.closing.text,
        "tables": [_table(table) for table in report.tables],
        "cells": [{**_cell(cell), "confidence": document.source_confidence(cell.source)} for cell in report.cells],
        "extensions": [
            {"table": e.table, "label": e.label, "raw": list(e.raw), "reason": e.reason, "source": _source(e.source)}
            for e in report.extensions
        ],
        "claims": [
            {**_claim(claim), "confidence": document.source_confidence(claim.source)} for claim in report.claims
        ],
        "lists": [_list(item) for item in report.lists],
        "numbers": [
            {"kind": n.kind, "text": n.text, "part": n.part, "start": n.start, "end": n.end} for n in report.numbers
        ],
        "findings": [_finding(finding) for finding in report.findings],
        "coverage": coverage(report),
        "tool": {"name": "ogi", "version": version()},
    }
    return record


def coverage(report: Report) -> dict[str, Any]:
    """覆盖情况：格式中的单元格与文中的数字各自归到了哪里。

    Where everything ended: `cells_expected` is the number of cells of the form and the sum of `given`, `blank`, `absent`,
    `unreadable`; `extensions` counts what is printed outside the form; `numbers` counts the numbers of the narrative by kind.
    """
    counts: dict[str, Any] = {"cells_expected": len(report.cells), **status_counts(report)}
    counts["extensions"] = len(report.extensions)
    counts["numbers"] = number_counts(report)
    return counts


def version() -> str:
    """工具版本。 The version of the toolkit that made a record or a page."""
    return str(getattr(toolkit, "__version__", "unknown"))


def _metadata(report: Report) -> dict[str, Any]:
    start, end = report.value("period_start"), report.value("period_end")
    names = ("title", "issuer", "level", "form", "published", "signed")
    values: dict[str, Any] = {name: report.value(name) or None for name in names}
    values["year"] = report.year
    values["period"] = {"start": start, "end": end} if start or end else None
    order = ("title", "issuer", "level", "year", "form", "published", "signed", "period")
    return {name: values[name] for name in order}


def _source(source: Source) -> dict[str, int | None]:
    return {
        "start": source.start,
        "end": source.end,
        "block": source.block,
        "row": source.row,
        "column": source.column,
        "page": source.page,
    }


def _evidence(fact: Fact) -> dict[str, Any]:
    return {
        "value": fact.value,
        "origin": fact.origin,
        "raw": fact.source.raw,
        "repaired": fact.repaired,
        "note": fact.note,
        "source": _source(fact.source),
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "part": part.number,
        "id": part.id,
        "heading": part.heading,
        "text": part.text,
        "topics": [{"topic": t.topic or None, "heading": t.heading, "text": t.text} for t in part.topics],
        "source": _source(part.source),
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "table": table.id,
        "caption": table.caption,
        "columns": [{"column": key, "label": label} for key, label in table.columns],
        "rows": [{"row": r.key, "label": r.label, "depth": r.depth, "cells": list(r.cells)} for r in table.rows],
        "source": _source(table.source),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "cell": cell.path,
        "value": plain_number(cell.value) if cell.status == "given" else None,
        "unit": cell.unit,
        "status": cell.status,
        "raw": cell.raw,
        "note": cell.note,
        "source": _source(cell.source),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    quantity = claim.quantity
    return {
        "text": claim.sentence,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "part": claim.part,
        "part_start": claim.part_start,
        "part_end": claim.part_end,
        "value": plain_number(quantity.value),
        "value_to": plain_number(quantity.value_to),
        "unit": quantity.unit,
        "approximation": quantity.approximation,
        "decimals": quantity.decimals,
        "low": plain_number(quantity.low),
        "high": plain_number(quantity.high),
        "kind": claim.kind,
        "measure": claim.measure,
        "scope": claim.scope,
        "period": claim.period,
        "flow": claim.flow,
        "cells": list(claim.cells),
        "base": list(claim.base),
        "base_stated": plain_number(claim.base_stated),
        "numerator_stated": plain_number(claim.numerator_stated),
        "table_value": plain_number(claim.table_value),
        "verdict": claim.verdict,
        "why_zh": claim.why_zh,
        "why_en": claim.why_en,
        "source": _source(claim.source),
    }


def _list(item: Itemisation) -> dict[str, Any]:
    return {
        "quote": item.quote,
        "part": item.part,
        "part_start": item.part_start,
        "part_end": item.part_end,
        "head": plain_number(item.head),
        "parts": [plain_number(value) for value in item.parts],
        "unit": item.unit,
        "adds_up": item.adds_up,
        "note": item.note,
        "source": _source(item.source),
    }


def _side_value(side: Side) -> JsonNumber:
    return plain_number(side.value) if isinstance(side.value, Decimal) else side.value


def _side(side: Side) -> dict[str, Any]:
    return {
        "label_zh": side.label_zh,
        "label_en": side.label_en,
        "low": plain_number(side.low),
        "high": plain_number(side.high),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "where": finding.where,
        "severity": finding.severity,
        "verdict": finding.verdict,
        "left": _side_value(finding.left),
        "right": _side_value(finding.right),
        "difference": plain_number(finding.difference),
        "left_side": _side(finding.left),
        "right_side": _side(finding.right),
        "cells": list(finding.cells),
        "claims": list(finding.claims),
        "message_zh": finding.message_zh,
        "message_en": finding.message_en,
        "sources": [{"raw": source.raw, **_source(source)} for source in finding.sources],
    }


def _aside(aside: Aside) -> dict[str, Any]:
    block = aside.block
    text = "\n".join(cell.text for cell in block.cells) if isinstance(block, Grid) else block.text
    return {"kind": aside.kind, "text": text, "source": _source(block.source)}
