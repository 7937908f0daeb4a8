"""主张、单元格、核对结果和出处之间的联系。

Which claim, cell, finding and place speak of each other. Every one of them gets a short key of our own making ("c3" a claim,
"t17" a cell, "f0" a finding, "p2" a place in the narrative, "h4" a heading, "m-signed" a piece of metadata), so that the page
never builds a name out of what a report prints.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from toolkit.model import Part, Report, Source


@dataclass(frozen=True, slots=True)
class Span:
    """叙述文字中的一段。 A stretch of the narrative: `part` is its index in `report.narrative()`, the offsets are in that part's text."""

    part: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Links:
    """一份报告内的全部联系。

    `cells` numbers the cells by path; `claims` are the spans of the claims (None where a claim cannot be placed) and
    `claim_links` the keys each speaks of; `places` are the spans that findings point at; `finding_links` the keys of every
    finding; `cell_links` the keys of the claims and findings that speak of a cell.
    """

    cells: dict[str, int]
    claims: tuple[Span | None, ...]
    claim_links: tuple[tuple[str, ...], ...]
    places: tuple[Span, ...]
    finding_links: tuple[tuple[str, ...], ...]
    cell_links: dict[str, tuple[str, ...]]


def link(report: Report) -> Links:
    """求出一份报告内的全部联系。 All links of a report."""
    parts = list(report.narrative())
    cells = {cell.path: index for index, cell in enumerate(report.cells)}
    back: dict[str, list[str]] = defaultdict(list)
    claim_links = []
    for index, claim in enumerate(report.claims):
        paths = [path for path in dict.fromkeys(claim.cells + claim.base) if path in cells]
        claim_links.append(tuple(f"t{cells[path]}" for path in paths))
        for path in paths:
            back[path].append(f"c{index}")
    places: dict[Span, int] = {}
    finding_links = []
    for index, finding in enumerate(report.findings):
        keys = [f"c{number}" for number in finding.claims if 0 <= number < len(report.claims)]
        for path in dict.fromkeys(finding.cells):
            if path in cells:
                keys.append(f"t{cells[path]}")
                back[path].append(f"f{index}")
        for source in finding.sources:
            if source.row is None:
                keys += _keys_of_source(source, report, parts, places)
        finding_links.append(tuple(dict.fromkeys(keys)))
    return Links(
        cells,
        tuple(
            _place_claim(claim.part, claim.part_start, claim.part_end, claim.quote, parts) for claim in report.claims
        ),
        tuple(claim_links),
        tuple(places),
        tuple(finding_links),
        {path: tuple(keys) for path, keys in back.items()},
    )


def _place_claim(number: int, start: int, end: int, quote: str, parts: list[Part]) -> Span | None:
    """Part numbers may be printed twice; the one whose text has the quote there is meant."""
    for index, part in enumerate(parts):
        if part.number == number and part.text[start:end] == quote:
            return Span(index, start, end)
    return None


def _keys_of_source(source: Source, report: Report, parts: list[Part], places: dict[Span, int]) -> list[str]:
    keys = []
    for index, part in enumerate(parts):
        keys += [f"p{places.setdefault(span, len(places))}" for span in _spans_in(part, index, source)]
        if _overlap(part.source, source):
            keys.append(f"h{index}")
    if not keys:
        keys = [f"m-{name}" for name, fact in report.facts.items() if _overlap(fact.source, source)]
    return keys


def _overlap(one: Source, other: Source) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def _spans_in(part: Part, index: int, source: Source) -> list[Span]:
    """The stretches of a part that a place in the raw file covers; the whole paragraph where only its block is known."""
    spans = []
    at = 0
    for paragraph in part.paragraphs:
        if source.start is None or source.end is None:
            if source.block is not None and source.block == paragraph.source.block:
                spans.append(Span(index, at, at + len(paragraph.text)))
        else:
            hits = [
                (offset + max(0, source.start - raw), offset + min(length, source.end - raw))
                for offset, raw, length in paragraph.runs
                if raw < source.end and source.start < raw + length
            ]
            if hits:
                spans.append(Span(index, at + hits[0][0], at + hits[-1][1]))
        at += len(paragraph.text) + 1
    return spans
