"""日期的核对：统计期限、公布期限、落款、报告年度。

Checks of a report's dates against each other and against the law. Dates are ISO strings, compared as such.

A date that was repaired when it was read (a lost 年, a lost digit) never makes an `error`; the message says how it was printed.
Publication dates are often reset when a site is moved, so what rests on one is a `warning` at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from toolkit.checking.messages import Sentence, clause, sentence
from toolkit.model import Fact, Finding, Report, Severity, Side, Source
from toolkit.vocabulary import load

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
PRINTED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*(?=年|年度)")
"""A year written in figures before 年. Years in Chinese numerals are left to the parsing of the facts."""
COMPARED_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*年(?=以来|以后|起|相比|同期|[-—~至到])")
"""A year that a heading only compares with or starts from."""
SELF_NAMED = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(?:度)?\s*(?:信息公开|政府信息公开|政务公开)(?:工作)?年度报告")
"""The preamble naming this report. A report has no reason to call itself by another year."""
REDATED_AFTER_YEARS = 2
"""A publication date in the second year after the report year or later is more often a site migration than a report two years
late: chosen by rule of thumb, and only lowers the severity from warning to note."""


@cache
def deadlines() -> tuple[dict[str, Any], ...]:
    """公布期限表。 The rows of vocabulary/deadlines.yaml."""
    return tuple(cast("list[dict[str, Any]]", load("deadlines")))


def deadline(year: int, level: str | None) -> tuple[str, dict[str, Any]] | None:
    """某年度某类机关的公布期限。

    The legal date (ISO) for a report of `year` by a body of `level`, with its row; None where no national date exists.
    A level of None is looked up as "unknown": before report year 2019 one date held for all.
    """
    for row in deadlines():
        if row["since"] <= year <= (row["until"] or year) and (level or "unknown") in row["levels"]:
            if row["month"] is None:
                return None
            return f"{year + 1}-{row['month']:02d}-{row['day']:02d}", row
    return None


def check(report: Report) -> list[Finding]:
    """核对一份报告的全部日期。

    Findings of dates.period, dates.deadline, dates.signed and dates.year; none where the report year is not known.
    """
    year = report.year
    if year is None:
        return []
    return [*_period(report, year), *_deadline(report, year), *_signed(report, year), *_year(report, year)]


def _date(report: Report, name: str) -> Fact | None:
    fact = report.facts.get(name)
    return fact if fact and ISO_DATE.match(fact.value) else None


def _repaired(*facts: Fact | None) -> list[Sentence]:
    return [clause("+repaired", printed=fact.source.raw or fact.note) for fact in facts if fact and fact.repaired]


def _finding(
    rule: str,
    where: str,
    severity: Severity,
    left: tuple[object, str, str],
    right: tuple[object, str, str],
    message: Sentence,
    *sources: Source,
) -> Finding:
    sides = [Side(str(value), zh, en) for value, zh, en in (left, right)]
    return Finding(rule, where, severity, "inconsistent", sides[0], sides[1], (), *message, sources=sources)


def _period(report: Report, year: int) -> Iterator[Finding]:
    """dates.period: the figures cover 1 January to 31 December of the report year (条例 art. 50).

    Example: a report for 2020 whose figures end on 2021-01-31: left 2020-12-31, right 2021-01-31. A period that is wholly another
    year's is for dates.year to say, and only a warning here: one slip should not count as three errors.
    """
    start, end = _date(report, "period_start"), _date(report, "period_end")
    shifted = _other_year(start, end, year)
    ends = (
        ("start", start, f"{year}-01-01", "stated start", "报告年度首日", "first day of the report year"),
        ("end", end, f"{year}-12-31", "stated cut-off", "报告年度末日", "last day of the report year"),
    )
    for key, fact, expected, where, zh, en in ends:
        if fact is None or fact.value == expected:
            continue
        severity: Severity = "warning" if fact.repaired or shifted else "error"
        clauses = _repaired(fact) + ([clause("+other_year", year=shifted)] if shifted else [])
        message = sentence(f"dates.period:{key}", clauses, left=expected, right=fact.value)
        printed = (fact.value, "文中所写期限", "stated in the report")
        yield _finding("dates.period", where, severity, (expected, zh, en), printed, message, fact.source)


def _deadline(report: Report, year: int) -> Iterator[Finding]:
    """dates.deadline: public by the legal date of its kind of body (条例 art. 49; deadlines.yaml).

    Example: a department's report for 2022 published on 2023-02-14: left 2023-01-31, right 2023-02-14. Where no publication date is
    known, the signing date stands in: a report cannot be public before it is signed.
    """
    found = deadline(year, report.level)
    if found is None:
        return
    limit, row = found
    published, signed = _date(report, "published"), _date(report, "signed")
    fact, name, zh, en = (
        (published, "published", "发布日期", "the publication date")
        if published
        else (signed, "signed", "落款日期", "the signing date")
    )
    if fact is None or fact.value <= limit:
        return
    late_by = int(fact.value[:4]) - year
    clauses = _repaired(fact)
    if published and signed and signed.value <= limit:
        clauses.append(clause("+signed_in_time", signed=signed.value))
    redated = bool(published) and late_by >= REDATED_AFTER_YEARS
    if redated:
        clauses.append(clause("+redated"))
    message = sentence(
        "dates.deadline",
        clauses,
        left=limit,
        right=fact.value,
        what_zh=zh,
        what_en=en,
        kind_zh=row["zh"],
        kind_en=row["en"],
    )
    severity: Severity = "note" if redated or fact.repaired else "warning"
    law = (limit, f"{row['zh']}的法定期限", f"legal date for {row['en']}")
    yield _finding("dates.deadline", name, severity, law, (fact.value, zh, en), message, fact.source)


def _signed(report: Report, year: int) -> Iterator[Finding]:
    """dates.signed: signed not after published, and neither before the report year ended.

    Examples: signed 2021-03-05, published 2021-02-25; a report for 2020 signed 2020-01-15 (left 2020-12-31, right 2020-01-15).
    """
    published, signed = _date(report, "published"), _date(report, "signed")
    last = f"{year}-12-31"
    for fact, zh, en in (
        (signed, "落款日期", "the signing date"),
        (published, "页面标注的发布日期", "the publication date of the page"),
    ):
        if fact is None or fact.value >= last:
            continue
        message = sentence("dates.signed:early", _repaired(fact), left=last, right=fact.value, what_zh=zh, what_en=en)
        severity: Severity = "error" if fact is signed and not fact.repaired else "warning"
        left = (last, "报告年度末日", "last day of the report year")
        yield _finding("dates.signed", "before year end", severity, left, (fact.value, zh, en), message, fact.source)
    if published and signed and signed.value > published.value:
        message = sentence("dates.signed:order", _repaired(signed, published), left=signed.value, right=published.value)
        left = (signed.value, "落款日期", "signing date")
        right = (published.value, "页面标注的发布日期", "publication date of the page")
        sources = (signed.source, published.source)
        yield _finding("dates.signed", "after publication", "warning", left, right, message, *sources)


def _year(report: Report, year: int) -> Iterator[Finding]:
    """dates.year: the report year is that of the title, the stated period and the headings, and the dates follow it.

    Example: titled 2022 with a period of 2021-01-01 to 2021-12-31: left 2022, right 2021.
    """
    left = (year, "报告年度", "report year")
    title = report.facts.get("title")
    years = PRINTED_YEAR.findall(title.value) if title else []
    if title and years and str(year) not in years:
        right = (years[0], "标题", "title")
        message = sentence("dates.year:title", left=year, right=years[0])
        yield _finding("dates.year", "title", "error", left, right, message, title.source)
    yield from _year_of_period(report, year, left)
    yield from _year_of_words(report, year, left)
    for name, zh, en in (("signed", "落款日期", "signing date"), ("published", "发布日期", "publication date")):
        fact = _date(report, name)
        if fact and int(fact.value[:4]) >= year + REDATED_AFTER_YEARS:
            clauses = _repaired(fact) + ([clause("+redated")] if name == "published" else [])
            severity: Severity = "warning" if name == "signed" and not fact.repaired else "note"
            message = sentence(f"dates.year:{name}", clauses, left=year, date=fact.value)
            yield _finding("dates.year", name, severity, left, (fact.value[:4], zh, en), message, fact.source)


def _year_of_period(report: Report, year: int, left: tuple[object, str, str]) -> Iterator[Finding]:
    start, end = _date(report, "period_start"), _date(report, "period_end")
    stated = _other_year(start, end, year)
    if stated is None:
        return
    known = [fact for fact in (start, end) if fact]
    severity: Severity = "warning" if any(fact.repaired for fact in known) else "error"
    message = sentence("dates.year:period", _repaired(*known), left=year, right=stated)
    right = (stated, "统计期限", "stated period")
    yield _finding("dates.year", "period", severity, left, right, message, *(fact.source for fact in known))


def _other_year(start: Fact | None, end: Fact | None, year: int) -> str | None:
    """The year of a period that is wholly another year's, from its first day or to its last.

    A cut-off in the next January alone is off by days (dates.period), and no other year's report.
    """
    years = {fact.value[:4] for fact in (start, end) if fact}
    if len(years) != 1 or str(year) in years:
        return None
    whole = (start and start.value.endswith("-01-01")) or (end and end.value.endswith("-12-31"))
    return years.pop() if whole else None


def _year_of_words(report: Report, year: int, left: tuple[object, str, str]) -> Iterator[Finding]:
    """The preamble naming another year's report; a heading of parts 1-4 with an earlier year (parts 5 and 6 look back and ahead)."""
    preamble = report.preamble
    for match in SELF_NAMED.finditer(preamble.text):
        if int(match[1]) != year:
            message = sentence("dates.year:preamble", left=year, right=match[1])
            source = preamble.locate(match.start(), match.end())
            yield _finding("dates.year", "preamble", "warning", left, (match[1], "序言", "preamble"), message, source)
            break
    for part in report.parts:
        if not 1 <= part.number <= 4:
            continue
        for heading, source in ((part.heading, part.source), *((t.heading, t.source) for t in part.topics)):
            years = PRINTED_YEAR.findall(COMPARED_YEAR.sub("", heading))
            if years and max(map(int, years)) < year:
                message = sentence("dates.year:heading", left=year, right=years[-1], quote=heading)
                yield _finding(
                    "dates.year", "heading", "warning", left, (years[-1], "标题", "heading"), message, source
                )
