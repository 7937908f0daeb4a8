"""The audit page, the index and the card: self-contained, escaped, complete, quick."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made_report import CLOSING_TAG, HOSTILE, IMAGE, SCRIPT

from toolkit.errors import ReadError
from toolkit.model import Report
from toolkit.views.links import link
from toolkit.views.notebook import ReadReport
from toolkit.views.page import IndexEntry, render, render_card, render_index
from toolkit.views.words import VERDICT_SYMBOL

URLS = {"href", "src", "action", "srcset", "data", "poster", "formaction", "background", "xlink:href", "ping"}


class Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.inline = ""
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.inline += data
        else:
            self.text += data

    def having(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if name in attributes]


def pages(report: Report) -> dict[str, str]:
    failure = ReadError("empty", f"坏{SCRIPT}.html", f"文件为空{IMAGE}。", f"empty {CLOSING_TAG}")
    return {
        "audit": render(report),
        "audit en": render(report, "en"),
        "index": render_index([IndexEntry.of(report, 'a"b#c.html')], [failure]),
        "card": render_card(report),
    }


@pytest.mark.parametrize("name", ["audit", "audit en", "index", "card"])
def test_nothing_from_a_report_becomes_markup(name: str, report: Report, nothing: Report) -> None:
    page, plain = Page(pages(report)[name]), Page(pages(nothing)[name])
    assert {tag for tag, _ in page.tags} & {"img", "iframe", "object", "embed", "link", "form", "base"} == set()
    assert len([1 for tag, _ in page.tags if tag == "script"]) == len([1 for tag, _ in plain.tags if tag == "script"])
    assert page.inline == plain.inline  # style and script do not depend on the report
    for tag, attributes in page.tags:
        assert not [key for key in attributes if key.startswith("on")], tag
        assert "style" not in attributes, tag
        for key in URLS & set(attributes):
            assert re.match(r"#|\./", attributes[key] or ""), attributes


@pytest.mark.parametrize("name", ["audit", "index"])
def test_the_policy_allows_one_style_and_one_script(name: str, report: Report) -> None:
    html = pages(report)[name]
    policy = next(str(a["content"]) for _, a in Page(html).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_a_page_needs_no_network(report: Report) -> None:
    for html in pages(report).values():
        assert "http://" not in html
        assert "https://" not in html
        assert "@import" not in html
        assert "url(" not in html


def test_hostile_text_is_shown_as_text(report: Report) -> None:
    text = Page(render(report)).text
    for hostile in (SCRIPT, IMAGE, CLOSING_TAG):
        assert hostile in text
    assert "‹U+202E›" in text
    assert "‹U+001B›" in text
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", render(report))
    assert len(HOSTILE) == 6


def test_both_languages_are_on_the_page(report: Report) -> None:
    for html in (render(report, "zh"), render(report, "en")):
        for finding in report.findings[:2]:
            assert finding.message_zh in Page(html).text
            assert finding.message_en in Page(html).text
    assert '<html lang="zh-CN" data-lang="zh">' in render(report)
    assert '<html lang="en" data-lang="en">' in render(report, "en")


def test_every_claim_and_finding_and_cell_is_there_once(report: Report) -> None:
    page = Page(render(report))
    ids = [str(attributes["id"]) for attributes in page.having("id")]
    assert len(ids) == len(set(ids))
    assert {f"c{i}" for i in range(len(report.claims))} <= set(ids)
    assert {f"e{i}" for i in range(len(report.claims))} <= set(ids)
    assert {f"f{i}" for i in range(len(report.findings))} <= set(ids)
    assert {f"t{i}" for i in range(len(report.cells))} <= set(ids)


def test_links_lead_somewhere(report: Report) -> None:
    page = Page(render(report))
    keys = {key for a in page.having("data-key") for key in str(a["data-key"]).split()}
    linked = {key for a in page.having("data-links") for key in str(a["data-links"]).split()}
    assert linked - keys == set()
    ids = {str(attributes["id"]) for attributes in page.having("id")}
    assert {str(a["href"])[1:] for a in page.having("href") if str(a["href"]).startswith("#")} - ids == set()


def test_a_claim_and_its_cell_speak_of_each_other(report: Report) -> None:
    links = link(report)
    for index, claim in enumerate(report.claims):
        for path in claim.cells:
            assert f"t{links.cells[path]}" in links.claim_links[index]
            assert f"c{index}" in links.cell_links[path]


def test_a_finding_without_a_claim_still_has_its_place(report: Report) -> None:
    links = link(report)
    rules = [finding.rule for finding in report.findings]
    (key,) = links.finding_links[rules.index("dates.period")]
    place = links.places[int(key[1:])]
    part = list(report.narrative())[place.part]
    assert part.text[place.start : place.end] == "2023年1月10日"


def test_a_place_is_found_through_its_metadata() -> None:
    from dataclasses import replace

    from made_report import made_report

    report = made_report()
    finding = replace(report.findings[-1], sources=(report.facts["title"].source,))
    assert link(replace(report, findings=(finding,))).finding_links[0] == ("m-title", "m-issuer", "m-year")


def test_verdicts_have_a_symbol_and_a_word_besides_their_colour(report: Report) -> None:
    text = Page(render(report)).text
    for claim in report.claims:
        assert VERDICT_SYMBOL[claim.verdict] in text
    assert len(set(VERDICT_SYMBOL.values())) == len(VERDICT_SYMBOL)


def test_statuses_look_different_from_a_zero(report: Report) -> None:
    html = render(report)
    for status in ("given", "blank", "absent", "unreadable"):
        assert f'<td class="is-{status}' in html
        if status != "given":
            assert f".is-{status}{{background-image" in html or f".is-{status}{{box-shadow" in html


def test_a_converted_amount_shows_both_forms(report: Report) -> None:
    html = render(report)
    assert 'title="386000元 → 38.6 万元"' in html
    assert '<span class="value">38.6 万元</span>' in html
    assert 'title="1,064 → 1064 件"' in html
    assert '<span class="value">1064' not in html


def test_an_extension_row_is_shown_as_such(report: Report) -> None:
    html = render(report)
    assert html.count('<tr class="extension">') == len(report.extensions)


def test_a_report_with_nothing_in_it_has_a_page(nothing: Report) -> None:
    text = Page(render(nothing)).text
    assert "没有发现不一致之处" in text
    assert "There was no table and no claim to compare" in text


def test_the_index_names_every_failure_with_its_sentence(report: Report) -> None:
    text = Page(pages(report)["index"]).text
    assert "文件为空" in text
    assert "云泽县水务局" in text
    assert 'href="./a%22b%23c.html"' in pages(report)["index"]


def test_the_inline_audit_is_sandboxed(report: Report) -> None:
    frame = ReadReport(report).audit(height=500)._repr_html_()
    (tag, attributes), *rest = Page(frame).tags
    assert (tag, rest) == ("iframe", [])
    assert attributes["sandbox"] == "allow-scripts"
    assert attributes["height"] == "500"
    assert attributes["srcdoc"] == render(report)


def test_the_card_is_small_and_has_findings_first(report: Report) -> None:
    html = ReadReport(report)._repr_html_()
    assert html.index(report.findings[0].message_zh) < html.index('class="ogi-coverage"')
    assert len(html) < 20_000


def test_a_page_is_rendered_quickly(report: Report) -> None:
    render(report)
    times = []
    for _ in range(5):
        start = time.process_time()
        render(report)
        times.append(time.process_time() - start)
    assert min(times) < 0.05  # 0.006 s where this was written; five times the aim of 0.010 s, for slower machines


def test_every_claim_and_finding_of_real_input_has_its_place() -> None:
    import toolkit

    folder = Path(toolkit.__file__).parent.parent / "corpus" / "reports"
    files = sorted(folder.glob("*.txt"))[:2] + sorted(folder.glob("*.html"))[:2]
    if not files:
        pytest.skip("the corpus is not beside the package")
    for file in files:
        report = toolkit.run(file)
        links = link(report)
        assert None not in links.claims
        for finding, keys in zip(report.findings, links.finding_links, strict=True):
            placed = finding.cells or finding.claims or any(s.start is not None for s in finding.sources)
            assert bool(keys) == bool(placed), finding
        assert len(render(report)) > 50_000
