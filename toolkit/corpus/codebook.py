"""编码本：各数据框每一列的含义, 中英文。

The codebook: what every column of every frame holds, in Chinese and English, from `vocabulary/fields.csv`; as a
table, as Markdown, and as a data package (Frictionless) that other programs read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import toolkit
from toolkit.corpus.frames import COLUMNS

FIELDS = Path(toolkit.__file__).parent / "vocabulary" / "fields.csv"
EVERY = "*"  # the frame under which fields.csv explains the columns that every frame of a store begins with
KEYS = {"report_id": "str", "year": "Int64"}
_TYPES = {"str": "string", "Int64": "integer", "float64": "number", "bool": "boolean", "list": "array"}
TITLES = {
    "reports": ("每份报告一行", "one row for each report"),
    "parts": ("各部分的叙述文字, 每部分一行", "the narrative, one row for each part"),
    "cells": ("法定表格, 每格一行", "the statutory tables, one row for each cell"),
    "sentences": ("叙述文字的句子及其分词, 每句一行", "the sentences of the narrative and their words"),
    "claims": ("叙述文字中的数量主张, 每处一行", "the quantitative claims of the narrative"),
    "findings": ("核对结果, 每项一行", "the findings of the checks"),
    "numbers": ("叙述文字中的每一个数及其归类", "every number of the narrative and its kind"),
    "lists": ("总数与分项的列举", "itemisations: a head figure and its parts"),
    "failures": ("未读成的文件及原因, 每份一行", "the files that were not read, and why"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """一列的说明。 A column: its frame, name, type (as pandas names it), and what it holds in Chinese and English."""

    frame: str
    column: str
    type: str
    zh: str
    en: str


@cache
def fields() -> tuple[Field, ...]:
    """全部列的说明, 按数据框。 Every column of every frame, the keys of a store's frames first in each."""
    with FIELDS.open(encoding="utf-8", newline="") as file:
        rows = [Field(**row) for row in csv.DictReader(file)]
    keys = [row for row in rows if row.frame == EVERY]
    made = []
    for frame in COLUMNS:
        made += [Field(frame, key.column, key.type, key.zh, key.en) for key in keys]
        made += [row for row in rows if row.frame == frame]
    return tuple(made)


def codebook_csv() -> str:
    """CSV 编码本。 The codebook as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["frame", "column", "type", "zh", "en"])
    writer.writerows([f.frame, f.column, f.type, f.zh, f.en] for f in fields())
    return out.getvalue()


def codebook_markdown() -> str:
    """Markdown 编码本。 The codebook as Markdown, a table for each frame."""
    lines = ["# 编码本 · Codebook", ""]
    for frame, (zh, en) in TITLES.items():
        lines += [
            f"## {frame}",
            "",
            f"{zh}。 {en[0].upper()}{en[1:]}.",
            "",
            "| 列 Column | 类型 Type | 含义 | Meaning |",
            "|---|---|---|---|",
        ]
        lines += [f"| `{f.column}` | {f.type} | {_cell(f.zh)} | {_cell(f.en)} |" for f in fields() if f.frame == frame]
        lines.append("")
    return "\n".join(lines)


def package_of(
    files: Mapping[str, Iterable[str]], counts: Mapping[str, int], made_by: str, format: str = "parquet"
) -> dict[str, Any]:
    """数据包说明(Frictionless)。

    A data package: for each frame its files and its columns. `files` are the paths of each frame, `counts` how many
    reports were read and how many failed, `made_by` the fingerprint of what made them.
    """
    resources = []
    for frame, (zh, en) in TITLES.items():
        paths = list(files.get(frame, ()))
        if not paths:
            continue
        columns = [
            {"name": f.column, "type": _TYPES[f.type], "title": f.zh, "description": f.en}
            for f in fields()
            if f.frame == frame
        ]
        resource: dict[str, Any] = {
            "name": frame,
            "title": zh,
            "description": en,
            "path": paths if len(paths) > 1 else paths[0],
            "format": format,
            "schema": {"fields": columns, "missingValues": [""]},
        }
        if format == "csv":
            resource |= {"mediatype": "text/csv", "encoding": "utf-8-sig"}
        resources.append(resource)
    return {
        "profile": "data-package",
        "name": "ogi-corpus",
        "title": "政府信息公开工作年度报告语料 · A corpus of government-information-disclosure annual reports",
        "version": toolkit.__version__,
        "fingerprint": made_by,
        "reports": dict(counts),
        "resources": resources,
    }


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
