"""核对页与总目：各为一个自足的 HTML 文件。

The audit page and the index, each one self-contained HTML file that needs no network. The text of a report is escaped by the
templates; style and script are constant and named by their hashes in the page's content security policy, so nothing else can
run, whatever a report prints.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from toolkit.checking.catalogue import rules
from toolkit.errors import OgiError
from toolkit.model import Aside, Claim, Fact, Finding, Grid, Part, Report, Side
from toolkit.views import words
from toolkit.views.grids import grids
from toolkit.views.links import Links, link
from toolkit.views.marks import both, paragraphs
from toolkit.views.printable import as_html, excerpt, figure, file_name, visible
from toolkit.views.record import version
from toolkit.views.words import Pair
from toolkit.vocabulary.glosses import gloss_of_column, name_of_group, name_of_part
from toolkit.vocabulary.origins import origin_in_words

_TEMPLATES = Path(__file__).parent / "templates"
_PLACES = 4  # decimals of an interval's ends that are shown; the upper end of a truncated 49.3 is 49.3999…
_MANY_FINDINGS = (
    5  # from here on the list of findings opens with one line each: more in full would fill the first screen
)
_ON_THE_CARD = 6  # findings that a card shows at once; the others unfold
_MANY_CELLS = 2  # cells of one group that a claim's line names one by one
_LONGEST_ASIDE = 2000  # characters of a block of page chrome that are shown; navigation of a big site runs to 100,000


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        t=lambda zh, en: both((zh, en)),
        name=lambda names, key: both(words.pair(names, key)),
        words=words,
        see=visible,
        gloss=_gloss,
        severity=_severity,
        verdict=_verdict,
        origin=lambda text: both(origin_in_words(text)),
        file_name=file_name,
    )
    return environment


@cache
def _severity(level: str) -> Markup:
    word = both(words.pair(words.SEVERITY, level))
    return as_html(f'<span class="severity s-{level}">{words.SEVERITY_SYMBOL[level]} {word}</span>')


@cache
def _verdict(value: str) -> Markup:
    word = both(words.pair(words.VERDICT, value))
    return as_html(f'<span class="verdict v-{value}"><b>{words.VERDICT_SYMBOL[value]}</b> {word}</span>')


@cache
def _gloss(english: str) -> Markup:
    """An English name beside a printed Chinese one, on the English page only."""
    return as_html(f' <span class="en gloss" lang="en">{escape(english)}</span>') if english else Markup("")


@cache
def _frame(name: str) -> dict[str, Any]:
    """Style and script of a page with the policy that allows them and nothing else."""
    style = (_TEMPLATES / "base.css").read_text(encoding="utf-8") + (_TEMPLATES / f"{name}.css").read_text(
        encoding="utf-8"
    )
    script = (_TEMPLATES / "language.js").read_text(encoding="utf-8") + (_TEMPLATES / f"{name}.js").read_text(
        encoding="utf-8"
    )
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    return {"style": as_html(style), "script": as_html(script), "policy": as_html(policy)}


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def render(report: Report, lang: str = "zh") -> str:
    """一份报告的核对页。

    The audit page of a report as one HTML string: findings first, then the narrative with its claims beside the rebuilt
    tables. `lang` ("zh" or "en") is the language it opens in; the other one is a click away.
    """
    links = link(report)
    tables = grids(report, links)
    parts = list(report.narrative())
    claims = [_claim(i, claim, tables.names) for i, claim in enumerate(report.claims)]
    return (
        _environment()
        .get_template("audit.html")
        .render(
            **_frame("audit"),
            lang=lang,
            report=report,
            version=version(),
            title=_title(report),
            findings=[_finding(i, f, links) for i, f in enumerate(report.findings)],
            compact=len(report.findings) >= _MANY_FINDINGS,
            severities=words.severity_counts(report),
            verdicts=words.verdict_counts(report),
            statuses=words.status_counts(report),
            numbers=words.number_counts(report),
            parts=[_part(i, part, report, links) for i, part in enumerate(parts)],
            tables=tables.sheets,
            unprinted=tables.unprinted,
            claims=[claim for claim in claims if claim.verdict != "no_counterpart"],
            others=[claim for claim in claims if claim.verdict == "no_counterpart"],
            facts=[_fact(name, fact) for name, fact in report.facts.items()],
            asides=[_aside(aside) for aside in report.document.asides],
        )
    )


def render_card(report: Report, lang: str = "zh") -> str:
    """笔记本里的卡片。

    The card of a report for a notebook: title, issuer, form, findings first, coverage. It holds no script, takes its ink and paper
    from the notebook's theme, and its style reaches nothing but itself.
    """
    links = link(report)
    return (
        _environment()
        .get_template("card.html")
        .render(
            style=_card_style(),
            lang=lang,
            report=report,
            title=_title(report),
            findings=[_finding(i, f, links) for i, f in enumerate(report.findings)],
            first=_ON_THE_CARD,
            verdicts=words.verdict_counts(report),
            statuses=words.status_counts(report),
            numbers=words.number_counts(report),
        )
    )


@cache
def _card_style() -> Markup:
    return as_html((_TEMPLATES / "card.css").read_text(encoding="utf-8"))


def _title(report: Report) -> str:
    title = report.value("title")
    return visible(title) if title else file_name(report.document.file)


def _part(index: int, part: Part, report: Report, links: Links) -> SimpleNamespace:
    outer = {0: words.PREAMBLE, 7: words.CLOSING}.get(part.number)
    return SimpleNamespace(
        key=f"h{index}",
        number=part.number,
        heading=visible(part.heading),
        gloss=(name_of_part(part.id) or ("", ""))[1],
        outer=outer,
        paragraphs=paragraphs(index, part, report, links),
    )


def _side(side: Side) -> dict[str, Any]:
    interval = ""
    if side.low is not None and side.high is not None and side.low != side.high:
        interval = f"{figure(round(side.low, _PLACES))} – {figure(round(side.high, _PLACES))}"
    label = (side.label_zh, side.label_en)
    return {"label": label, "value": figure(side.value), "interval": interval}


def _finding(index: int, finding: Finding, links: Links) -> SimpleNamespace:
    difference = finding.difference
    sign = "+" if difference is not None and difference > 0 else ""
    return SimpleNamespace(
        key=f"f{index}",
        number=index + 1,
        severity=finding.severity,
        verdict=finding.verdict,
        message=(finding.message_zh, finding.message_en),
        sided=finding.left.value is not None or finding.right.value is not None,
        left=_side(finding.left),
        right=_side(finding.right),
        difference=(sign + figure(difference)).replace("-", "−") if difference is not None else "",
        rule=finding.rule,
        rule_words=_rule_words(finding.rule),
        where=excerpt(finding.where, 60),
        links=" ".join(links.finding_links[index]),
    )


@cache
def _rule_words(name: str) -> Pair:
    """The name of a rule in the catalogue; a rule that the catalogue does not have goes by its path."""
    row = rules().get(name)
    return (row["zh"], row["en"]) if row else (name, name)


def _fact(name: str, fact: Fact) -> dict[str, Any]:
    names = {"level": words.LEVEL, "form": words.FORM}.get(name, {})
    return {"name": name, "value": words.pair(names, fact.value), "fact": fact}


def _claim(index: int, claim: Claim, names: dict[str, Pair]) -> SimpleNamespace:
    quantity = claim.quantity
    upper = f" – {figure(quantity.value_to)}" if quantity.value_to is not None else ""
    cells = _cell_names(claim.cells, names)
    return SimpleNamespace(
        index=index,
        key=f"c{index}",
        number=index + 1,
        quote=visible(claim.quote),
        verdict=claim.verdict,
        value=f"{figure(quantity.value)}{upper} {visible(quantity.unit)}".strip(),
        approximation=quantity.approximation,
        table_value=figure(claim.table_value),
        cells=cells + as_html(" ÷ ") + _cell_names(claim.base, names) if claim.base else cells,
        why=(claim.why_zh, claim.why_en),
    )


def _cell_names(paths: Sequence[str], names: dict[str, Pair]) -> Markup:
    """The cells a claim speaks of, in words; the rows of a group, where it speaks of several, under the group's name."""
    group = _group(paths) if len(paths) > _MANY_CELLS else None
    if group is not None:
        return as_html(f'<span class="cell" title="{escape(" + ".join(paths))}">{both(group)}</span>')
    made = (f'<span class="cell" title="{escape(path)}">{both(names.get(path, (path, path)))}</span>' for path in paths)
    return as_html(" + ".join(made))


def _group(paths: Sequence[str]) -> Pair | None:
    """One name for rows of the same group in the same column."""
    ends = {(path.rsplit(".", 2)[0], path.rsplit(".", 1)[-1]) for path in paths}
    name = name_of_group(min(ends)[0]) if len(ends) == 1 else None
    if name is None:
        return None
    column, count = min(ends)[1], len(paths)
    zh_column = "总计" if column == "total" else gloss_of_column(column)
    return f"{name[0]} {count} 行 · {zh_column}", f"{name[1]}, {count} rows · {gloss_of_column(column)}"


def _aside(aside: Aside) -> dict[str, str]:
    block = aside.block
    text = " ".join(cell.text for cell in block.cells) if isinstance(block, Grid) else block.text
    return {"kind": aside.kind, "text": excerpt(text, _LONGEST_ASIDE)}


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """总目中的一行。

    A line of the index: what it says of a report, and `link`, the name of the report's audit page. It is small, so that an index
    over thousands of reports need not hold the reports themselves.
    """

    link: str
    file: str
    title: str
    issuer: str
    level: str | None
    year: int | None
    form: str | None
    severities: dict[str, int]
    counted: int
    claims: int
    given: int
    expected: int

    @classmethod
    def of(cls, report: Report, link: str) -> IndexEntry:
        """由报告得出。 The entry of a report whose audit page is the file `link`."""
        return cls(
            link,
            file_name(report.document.file),
            visible(report.value("title") or ""),
            visible(report.value("issuer") or ""),
            report.level,
            report.year,
            report.form,
            words.severity_counts(report),
            sum(map(words.counts_as_inconsistent, report.findings)),
            len(report.claims),
            words.status_counts(report)["given"],
            len(report.cells),
        )


def render_index(reports: Iterable[IndexEntry], failures: Sequence[OgiError] = (), lang: str = "zh") -> str:
    """全部报告的总目。

    The index over all reports: issuer, year, form, findings by severity, a link to each audit page; files that could not be read
    are listed with their sentence. Its columns can be sorted.
    """
    return (
        _environment()
        .get_template("index.html")
        .render(**_frame("index"), lang=lang, entries=list(reports), failures=failures, version=version())
    )
