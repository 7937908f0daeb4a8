"""格式的核对：表格的版本、六个部分。

Checks of a report's outward form: which edition of the statutory form its tables are, and whether its six parts are whole and in
order. None of this is an error: laggards and local habits are many, and the figures can be right all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from toolkit.checking.catalogue import rule
from toolkit.checking.instances import LISTED_CELLS, known_forms, variant_of
from toolkit.checking.messages import clause, sentence
from toolkit.model import Finding, Part, Report, Severity, Side, Source, Verdict
from toolkit.vocabulary import all_forms, form, forms, rows

SHOWN_EVIDENCE = 3
"""Labels that a message quotes as evidence of an edition; any one of them would do."""
FIRST_SIX_PARTS = 2019
"""The first report year for which six parts are laid down (国办公开办函〔2019〕60号)."""
STATISTICS = "2014"
"""The form that is one table, as often as not in an annex; it lays down no parts."""


def check(report: Report) -> list[Finding]:
    """核对一份报告的格式与部分。

    Findings of form.edition and form.parts. Parts are checked from report year 2019 on, or where the tables are of a form since then.
    """
    return [*_edition(report), *_parts(report)]


def expected_form(year: int) -> str | None:
    """某年度应当使用的格式。 The form laid down for a report year, None where the toolkit holds none for it."""
    return next((f.id for f in all_forms() if f.since <= year <= (f.until or year)), None)


def _named(form_id: str) -> tuple[str, str]:
    notice = form(form_id).notice
    if form_id == STATISTICS:
        return f"{form_id}年统计表（{notice}）", f"{form_id} statistics table ({notice})"
    return f"{form_id}年格式（{notice}）", f"{form_id} form ({notice})"


def _finding(
    rule_name: str,
    where: str,
    severity: Severity,
    left: str,
    right: str | None,
    message: tuple[str, str],
    sources: tuple[Source, ...] = (),
    cells: tuple[str, ...] = (),
    verdict: Verdict = "inconsistent",
) -> Finding:
    row = rule(rule_name)
    sides = Side(left, row["left"]["zh"], row["left"]["en"]), Side(right, row["right"]["zh"], row["right"]["en"])
    return Finding(rule_name, where, severity, verdict, *sides, cells, *message, sources=sources)


def _edition(report: Report) -> Iterator[Finding]:
    """form.edition: the tables are those of the report year and of the notice that the text cites, without rows of another form.

    Examples: a report for 2022 on the tables of 2019 (left 2021, right 2019); tables of 2019 under a citation of 〔2021〕30号.
    """
    printed, year = report.form, report.year
    if not any(cell.status != "absent" for cell in report.cells):
        yield from _annex(year)
        return
    expected = expected_form(year) if year else None
    known = known_forms()
    if printed not in known:
        if expected:
            zh, en = _named(expected)
            message = sentence("form.edition:unknown", year=year, expected_zh=zh, expected_en=en)
            yield _finding("form.edition", "year", "note", expected, printed, message, verdict="unreadable")
        return
    fact = report.facts["form"]
    printed_zh, printed_en = _named(printed)
    shown = "; ".join(report.form_evidence[:SHOWN_EVIDENCE])
    evidence = [clause("+evidence", evidence=shown)] if shown else []
    if expected and expected != printed:
        zh, en = _named(expected)
        message = sentence(
            "form.edition:year",
            evidence,
            year=year,
            expected_zh=zh,
            expected_en=en,
            printed_zh=printed_zh,
            printed_en=printed_en,
        )
        yield _finding("form.edition", "year", "warning", expected, printed, message, (fact.source,))
    cited = report.facts.get("cited_form")
    if cited and cited.value in known and cited.value != printed:
        zh, en = _named(cited.value)
        message = sentence(
            "form.edition:citation", evidence, cited_zh=zh, cited_en=en, printed_zh=printed_zh, printed_en=printed_en
        )
        yield _finding(
            "form.edition", "citation", "warning", cited.value, printed, message, (cited.source, fact.source)
        )
    yield from _hybrid(report, printed, printed_zh, printed_en)


def _annex(year: int | None) -> Iterator[Finding]:
    """A report of a year that had the statistics table, without it: the table was an annex, often a file of its own.

    Before 2014 no form applied, and nothing is missing.
    """
    if year is not None and expected_form(year) == STATISTICS:
        zh, en = _named(STATISTICS)
        message = sentence("form.edition:annex", year=year, expected_zh=zh, expected_en=en)
        yield _finding("form.edition", "year", "note", STATISTICS, None, message, verdict="unreadable")


def _hybrid(report: Report, printed: str, printed_zh: str, printed_en: str) -> Iterator[Finding]:
    """The row (or rows) (六)其他处理 of the other edition inside tables that are otherwise of this one."""
    if variant_of(report) != "hybrid":
        return
    other = next(f.id for f in forms() if f.id != printed)
    cells = tuple(c for c in report.cells if ".other_outcome." in c.path and c.status != "absent")
    message = sentence(
        "form.edition:hybrid",
        printed_zh=printed_zh,
        printed_en=printed_en,
        rows_zh="（六）其他处理",
        rows_en="requests.other_outcome",
    )
    sources = tuple(c.source for c in cells[:LISTED_CELLS])
    paths = tuple(c.path for c in cells)
    yield _finding("form.edition", "requests.other_outcome", "note", printed, other, message, sources, paths)


@cache
def part_names() -> dict[int, dict[str, Any]]:
    """六个部分的名称。

    The six parts by number: `id`, standard `heading`, and the `table` that a part consists of ("" for those of words).
    """
    tables = {table.part: table.id for edition in forms() for table in edition.tables}
    parts = (row for row in rows("headings") if row["kind"] == "part")
    return {
        row["number"]: {
            "id": row["id"],
            "heading": row["heading"],
            "table": tables.get(row["number"], ""),
        }
        for row in parts
    }


def _parts(report: Report) -> Iterator[Finding]:
    """form.parts: the six parts, each once, in order, with a heading and a content.

    Example: parts 1 to 5 and no part 6. A report that has no part at all is left to the parsing, which says so in its own words.
    """
    later = report.year is not None and report.year >= FIRST_SIX_PARTS
    if not later and report.form not in {edition.id for edition in forms()}:
        return
    names = part_names()
    announced = (report.value("announced") or "").split(",")
    printed = {part.number: part for part in report.parts}
    for number, name in names.items():
        fields = {"number": number, "id": name["id"], "heading": name["heading"]}
        if number not in printed and _has_table(report, name["table"]):
            message = sentence("form.parts:no_heading", **fields)
            yield _finding("form.parts", name["id"], "note", str(number), None, message)
            continue
        if number not in printed:
            key = "form.parts:announced" if str(number) in announced else "form.parts:missing"
            message = sentence(key, **fields)
            yield _finding("form.parts", name["id"], "warning", str(number), None, message)
            continue
        yield from _part(report, printed[number], name, fields)
    yield from _order(report, names)


def _has_table(report: Report, table: str) -> bool:
    return bool(table) and any(c.status in ("given", "blank") for c in report.cells if c.table == table)


def _part(report: Report, part: Part, name: dict[str, Any], fields: dict[str, Any]) -> Iterator[Finding]:
    number, sources = str(part.number), (part.source,)
    if not part.heading:
        message = sentence("form.parts:no_heading", **fields)
        yield _finding("form.parts", name["id"], "note", number, number, message, sources)
    table = name["table"]
    if table:
        if not _has_table(report, table):
            message = sentence("form.parts:no_table", **fields)
            yield _finding("form.parts", name["id"], "warning", number, None, message, sources, verdict="unreadable")
    elif not part.text.strip() and not part.topics:
        message = sentence("form.parts:empty", **fields)
        yield _finding("form.parts", name["id"], "note", number, None, message, sources)


def _order(report: Report, names: dict[int, dict[str, Any]]) -> Iterator[Finding]:
    """A part that stands after one of a higher number."""
    highest = 0
    for part in report.parts:
        if part.number in names and part.number < highest:
            name = names[part.number]
            message = sentence(
                "form.parts:order", number=part.number, id=name["id"], heading=name["heading"], before=highest
            )
            yield _finding(
                "form.parts", name["id"], "note", str(part.number), f"{highest}, {part.number}", message, (part.source,)
            )
        highest = max(highest, part.number)
