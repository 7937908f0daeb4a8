"""Reports made by hand from model.py, so that tests of the checks depend on no other stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from toolkit.checking.form import part_names
from toolkit.model import Cell, Document, Extension, Fact, Field, Finding, Paragraph, Part, Report, Source
from toolkit.vocabulary import form

CASES = Path(__file__).parent / "cases"
EMPTY: Mapping[str, Any] = {}


def cases(name: str) -> list[dict[str, Any]]:
    """The rows of a case table."""
    found: list[dict[str, Any]] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def cell(path: str, printed: object, unit: str = "件") -> Cell:
    """A cell as a case table writes it: a number, nothing (blank), "absent", or any other word (unreadable)."""
    source = Source(raw="" if printed is None else str(printed), block=3, row=1, column=1)
    if printed is None:
        return Cell(path, None, unit, "blank", source=source)
    if isinstance(printed, int | float):
        return Cell(path, Decimal(str(printed)), unit, "given", str(printed), source=source)
    if printed == "absent":
        return Cell(path, None, unit, "absent")
    return Cell(path, None, unit, "unreadable", str(printed), source=source)


def cells_of(form_id: str, printed: Mapping[str, Any], variant: str = "standard", fill: object = 0) -> tuple[Cell, ...]:
    """Every cell of a form, `fill` where the table says nothing.

    A key is a cell, a row ("requests.received": its cells in order) or a pattern with "*" as its last step.
    """
    edition = form(form_id)
    values: dict[str, object] = dict.fromkeys(edition.paths(variant), fill)
    for key, value in printed.items():
        row = [path for path in values if path.rsplit(".", 1)[0] == key]
        if key.endswith("*"):
            values.update(dict.fromkeys([path for path in values if path.startswith(key[:-1])], value))
        elif isinstance(value, list):
            values.update(zip(row, value, strict=True))
        else:
            assert key in values, key
            values[key] = value
    return tuple(cell(path, value, edition.unit(path)) for path, value in values.items())


def paragraph(text: str) -> Paragraph:
    return Paragraph(text, Source(text, 0, len(text)), runs=((0, 0, len(text)),))


def part(number: int, heading: str | None = None, text: str = "这一部分的文字。") -> Part:
    name = part_names().get(number, {"id": "", "heading": ""})
    lines = tuple(paragraph(line) for line in text.splitlines())
    return Part(number, name["id"], name["heading"] if heading is None else heading, text, lines, source=Source(text))


def build(
    form: str | None = "2021",
    cells: Mapping[str, Any] = EMPTY,
    facts: Mapping[str, Any] = EMPTY,
    parts: Iterable[Any] = (1, 2, 3, 4, 5, 6),
    *,
    variant: str = "standard",
    fill: object = 0,
    preamble: str = "",
    closing: str = "",
    heading: str | None = None,
    fields: Mapping[str, str] = EMPTY,
    notes: Iterable[tuple[str, str]] = (),
    raw: str = "",
    extensions: Iterable[Mapping[str, Any]] = (),
    evidence: Iterable[str] = (),
) -> Report:
    """A report with every cell of its form. A fact is its value, or a mapping with `value`, `repaired`, `printed`.

    `parts` are numbers, or mappings with `number`, `heading`, `text`; `heading` replaces that of part 2.
    """
    stated = {"form": form, **facts} if form else dict(facts)
    made = {
        name: Fact(value["value"], "test", Source(value.get("printed", value["value"])), value.get("repaired", False))
        if isinstance(value, Mapping)
        else Fact(str(value), "test", Source(str(value)))
        for name, value in stated.items()
    }
    pieces = [part(**one) if isinstance(one, Mapping) else part(one) for one in parts]
    if heading is not None:
        pieces = [part(2, heading) if one.number == 2 else one for one in pieces]
    printed = cells_of(made["form"].value, cells, variant, fill) if made.get("form") else ()
    return Report(
        document=Document(
            "test.txt",
            "0" * 64,
            "text",
            "utf-8",
            raw,
            (),
            fields=tuple(Field(name, value, "table", Source(value)) for name, value in fields.items()),
            notes=tuple((zh, en) for zh, en in notes),
        ),
        facts=made,
        parts=tuple(pieces),
        preamble=part(0, "", preamble),
        closing=part(7, "", closing),
        tables=(),
        cells=printed,
        form_evidence=tuple(evidence),
        extensions=tuple(Extension(**{**one, "raw": tuple(one["raw"])}) for one in extensions),
        by_path={one.path: one for one in printed},
    )


def seen(findings: Iterable[Finding]) -> list[str]:
    """Findings as a case table writes them: rule, where, severity, left / right."""
    return sorted(line(f.rule, f.where, f.severity, f.left.value, f.right.value) for f in findings)


def line(rule: str, where: str, severity: str, left: object, right: object) -> str:
    return f"{rule} | {where} | {severity} | {side(left)} / {side(right)}"


def side(value: object) -> str:
    if value is None or value == "":
        return "-"
    return f"{value.normalize() + 0:f}" if isinstance(value, Decimal) else str(value)
