"""The audit page and the index in a real browser: what a reader does with them, and that nothing of a report runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

SHOTS = os.environ.get("OGI_SCREENSHOTS")  # a folder; where it is set, every test leaves its picture there


def open_audit(page: Any, site: Path) -> None:
    page.goto((site / "报告 #1.html").as_uri())


def shot(page: Any, name: str, **more: Any) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), **more)


def cell(made: Any, path: str) -> str:
    return f"t{[c.path for c in made.cells].index(path)}"


def classes(page: Any, selector: str) -> list[str]:
    found: list[str] = page.eval_on_selector(selector, "e => [...e.classList]")
    return found


def marked(page: Any, name: str) -> set[str]:
    keys = page.eval_on_selector_all(f".{name}", "all => all.map(e => e.dataset.key).join(' ').split(' ')")
    return set(keys) - {""}


def in_view(page: Any, selector: str) -> bool:
    script = """e => { const b = e.getBoundingClientRect(), p = document.getElementById('inspector').getBoundingClientRect();
      const x = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2);
      return b.top >= 0 && b.bottom <= p.top && e.contains(x); }"""
    seen: bool = page.eval_on_selector(selector, script)
    return seen


def test_choosing_a_claim_shows_its_cells(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    key = cell(made, "requests.not_available.not_held.total")
    assert not page.is_visible("#inspector")
    page.click("#c11")
    assert page.get_attribute("#c11", "aria-pressed") == "true"
    assert "on" in classes(page, "#c11")
    assert "lit" in classes(page, f"#{key}")
    assert in_view(page, f"#{key}")
    assert "文中4件, 表中5件" in page.inner_text("#inspector")
    shot(page, "claim-zh-1400")
    page.click("#c11")
    assert not page.is_visible("#inspector")
    assert marked(page, "on") == marked(page, "lit") == set()


def test_the_words_of_a_claim_can_be_chosen_too(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    page.click(".topic >> nth=0")  # no claim: nothing happens
    assert not page.is_visible("#inspector")
    page.click(".q:has-text('收到政府信息公开申请23件')")
    assert "c4" in marked(page, "on")
    page.click(".q:has-text('予以公开9件')")  # lies inside the share (claim 11): the innermost one is meant
    assert page.get_attribute("#c8", "aria-pressed") == "true"
    assert page.get_attribute("#c10", "aria-pressed") == "false"


def test_a_share_shows_numerator_and_base(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    page.click("#c10")
    wanted = {f"requests.{row}.total" for row in ("granted", "partly_granted", "concluded")}
    assert {cell(made, path) for path in wanted} <= marked(page, "lit")


def test_choosing_a_cell_shows_its_claims(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    key = cell(made, "requests.received.total")
    page.click(f"#{key} button")
    assert {"c4", "c12"} <= marked(page, "lit")
    assert key in marked(page, "on")
    assert in_view(page, "#c4")
    assert "一、本年新收政府信息公开申请数量 · 总计: 23" in page.inner_text("#inspector")
    shot(page, "cell-zh-1400")
    page.click("#chips button:has-text('受理申请6件')")
    assert in_view(page, "#c12")


def test_choosing_a_finding_shows_both_its_places(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    page.click("#f1 button")
    assert cell(made, "requests.not_available.not_held.total") in marked(page, "lit")
    assert "c11" in marked(page, "lit")
    assert in_view(page, "#c11")
    assert in_view(page, "#" + cell(made, "requests.not_available.not_held.total"))
    page.keyboard.press("Escape")
    page.click("#f3 button")  # a date of the preamble, which is no claim
    assert page.inner_text(".place.lit") == "2023年1月10日"
    shot(page, "finding-zh-1400")


def test_an_absent_cell_can_be_reached(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    page.click("#c13")
    key = cell(made, "requests.not_processed.excessive.total")
    assert "lit" in classes(page, f"#{key}")
    assert in_view(page, f"#{key}")


def test_language_can_be_switched(page: Any, site: Path) -> None:
    open_audit(page, site)
    assert page.is_visible("h2:has-text('核对结果')")
    assert not page.is_visible("text=Findings")
    page.click("[data-set-lang=en]")
    assert page.get_attribute("html", "lang") == "en"
    assert page.is_visible("h2:has-text('Findings')")
    assert not page.is_visible("h2 .zh")
    assert page.is_visible("text=一、总体情况")  # the report itself stays as it is
    page.click("#c11")
    assert "The text says 4, the table 5" in page.inner_text("#inspector")
    shot(page, "claim-en-1400")
    page.click("[data-set-lang=zh]")
    assert page.get_attribute("html", "lang") == "zh-CN"


def test_the_keyboard_is_enough(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    page.focus("#c11")
    page.keyboard.press("Space")
    assert page.get_attribute("#c11", "aria-pressed") == "true"
    page.keyboard.press("Escape")
    assert page.get_attribute("#c11", "aria-pressed") == "false"
    page.keyboard.press("Enter")
    assert page.get_attribute("#c11", "aria-pressed") == "true"
    page.focus(f"#{cell(made, 'requests.granted.total')} button")
    page.keyboard.press("Enter")
    assert {"c8", "c10"} <= marked(page, "lit")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    seen = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.dataset.key || document.activeElement.id || ''"))
    controls = page.eval_on_selector_all("[data-links]", "all => all.map(e => e.dataset.key)")
    assert set(controls) <= seen


def test_focus_can_be_seen(page: Any, site: Path) -> None:
    open_audit(page, site)
    page.focus("#c3")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_nothing_of_the_report_runs(page: Any, site: Path) -> None:
    for name in ("报告 #1.html", "index.html"):
        page.goto((site / name).as_uri())
        page.wait_for_timeout(200)
        assert page.evaluate("window.hit") is None
        assert page.title() != "hit"
        assert page.locator("img, iframe, object, embed, #broken").count() == 0
        assert page.locator("script").count() == 1


def test_the_policy_stops_what_would_slip_through(page: Any, site: Path, errors: list[str]) -> None:
    open_audit(page, site)
    page.evaluate(
        """() => { const s = document.createElement('script'); s.textContent = 'window.hit = 9'; document.body.append(s);
        document.body.insertAdjacentHTML('beforeend', '<b onclick="window.hit = 8" id="trap">x</b>');
        document.getElementById('trap').click(); }"""
    )
    assert page.evaluate("window.hit") is None
    assert len(errors) == 2
    assert all("Content Security Policy" in error for error in errors)
    errors.clear()


def test_every_number_can_be_shown_with_its_kind(page: Any, site: Path) -> None:
    open_audit(page, site)
    page.click("#numbers")
    assert page.get_attribute("#numbers", "aria-pressed") == "true"
    assert page.get_attribute(".k-document_number", "title") == "文号 · document numbers"
    shot(page, "numbers-zh-1400", full_page=True)


@pytest.mark.parametrize("page", [1400, 800, 420], indirect=True)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_is_wider_than_its_window(page: Any, site: Path, lang: str, request: pytest.FixtureRequest) -> None:
    width = request.node.callspec.params["page"]
    for name in ("报告 #1.html", "nothing.html", "index.html"):
        page.goto((site / name).as_uri())
        page.click(f"[data-set-lang={lang}]")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        shot(page, f"{Path(name).stem.replace('报告 #1', 'audit')}-{lang}-{width}", full_page=True)


@pytest.mark.parametrize("page", [420, 800], indirect=True)
def test_a_claim_shows_its_cells_in_a_narrow_window_too(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    page.click("#c11")
    assert in_view(page, "#" + cell(made, "requests.not_available.not_held.total"))
    page.click("#chips button >> nth=0")
    assert in_view(page, "#c11")


def test_print_has_findings_then_tables_then_narrative(page: Any, site: Path) -> None:
    open_audit(page, site)
    page.click("#c11")
    page.emulate_media(media="print")
    top = {
        s: page.eval_on_selector(s, "e => e.getBoundingClientRect().top")
        for s in (".findings", ".tables", ".narrative")
    }
    assert top[".findings"] < top[".tables"] < top[".narrative"]
    assert not page.is_visible("#inspector")
    assert not page.is_visible("[data-set-lang]")
    assert page.inner_text("#c11").startswith("✗12")
    if SHOTS:
        page.pdf(path=str(Path(SHOTS) / "audit.pdf"), format="A4")


def test_blank_absent_unreadable_and_zero_look_different(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    script = "e => { const s = getComputedStyle(e); return [s.backgroundImage, s.boxShadow, e.innerText].join('|') }"
    looks = {}
    for status in ("blank", "absent", "unreadable"):
        path = next(c.path for c in made.cells if c.status == status and not c.raw.strip("l"))
        looks[status] = page.eval_on_selector(f"#{cell(made, path)}", script)
    looks["zero"] = page.eval_on_selector(f"#{cell(made, 'proactive.compulsion.decisions')}", script)
    assert len(set(looks.values())) == 4


def test_the_index_sorts_and_leads_to_the_page(page: Any, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    first = "#reports tbody tr:first-child th"
    assert "empty.txt" in page.inner_text(first)
    page.click("[data-sort]:has-text('不符')")
    assert "云泽县水务局" in page.inner_text(first)
    assert page.get_attribute("th[aria-sort=descending]", "class") == "number"
    page.click("[data-sort]:has-text('不符')")
    assert "empty.txt" in page.inner_text(first)
    page.click("a:has-text('云泽县水务局')")
    assert page.is_visible("h2:has-text('核对结果')")


def test_the_page_works_inside_a_notebook_frame(page: Any, site: Path, made: Any) -> None:
    from toolkit.views.notebook import ReadReport

    page.goto("about:blank")
    page.set_content(ReadReport(made).audit(height=900)._repr_html_())
    frame = page.frame_locator("iframe")
    frame.locator("#c11").click()
    frame.locator("#inspector").wait_for(state="visible")
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("ink", ["light", "dark"])
def test_the_card_is_readable_on_either_theme(page: Any, made: Any, ink: str) -> None:
    from toolkit.views.notebook import ReadReport

    paper, text = ("#fff", "#111") if ink == "light" else ("#111", "#eee")
    page.set_content(f"<body style='background:{paper};color:{text}'>{ReadReport(made)._repr_html_()}</body>")
    colour = page.eval_on_selector(".ogi-title", "e => getComputedStyle(e).color")
    assert colour == ("rgb(17, 17, 17)" if ink == "light" else "rgb(238, 238, 238)")
    shot(page, f"card-{ink}")


def test_many_findings_are_one_line_each_until_they_are_unfolded(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    heights = "all => all.map(e => e.getBoundingClientRect().height)"
    folded = page.eval_on_selector_all(".findings li", heights)
    assert len(folded) == len(made.findings)
    assert max(folded) < 45  # one line of text
    page.click("#f0 button")
    assert page.is_visible("#f0 .rule")  # the chosen one is shown in full
    page.keyboard.press("Escape")
    page.click("#full")
    assert page.get_attribute("#full", "aria-pressed") == "true"
    assert page.is_visible("#f1 .rule")
    assert min(page.eval_on_selector_all(".findings li", heights)) > 45
    shot(page, "findings-full-zh-1400")


def test_findings_are_printed_in_full(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    page.emulate_media(media="print")
    for number in range(len(made.findings)):
        assert page.is_visible(f"#f{number} .rule")
    cut = page.eval_on_selector_all(".message", "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).length")
    assert cut == 0


def test_a_claim_without_a_cell_explains_itself_though_its_line_is_folded(page: Any, site: Path, made: Any) -> None:
    open_audit(page, site)
    number = next(n for n, claim in enumerate(made.claims) if claim.verdict == "no_counterpart")
    assert not page.is_visible(f"#e{number}")
    page.click(f"#c{number}")
    assert "表中无对应" in page.inner_text("#inspector")
    page.keyboard.press("Escape")
    page.click(".others summary")
    assert page.is_visible(f"#e{number}")


@pytest.mark.parametrize("page", [1400, 800, 420], indirect=True)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_word_is_too_long_for_the_page(page: Any, made: Any, lang: str) -> None:
    from dataclasses import replace

    from toolkit.views.notebook import ReadReport

    word = "w" * 400
    facts = {
        **made.facts,
        "title": replace(made.facts["title"], value=word),
        "issuer": replace(made.facts["issuer"], value=word),
    }
    findings = tuple(replace(f, where=word, message_zh=word, message_en=word) for f in made.findings)
    report = ReadReport(replace(made, facts=facts, findings=findings * 2), lang)
    width = "document.documentElement.scrollWidth - innerWidth"
    page.set_content(report._repr_html_())
    assert page.evaluate(width) <= 0
    page.set_content(report.audit().page)
    assert page.evaluate(width) <= 0


def test_the_card_folds_what_is_more_than_a_few_findings(page: Any, made: Any) -> None:
    from dataclasses import replace

    from toolkit.views.notebook import ReadReport

    page.set_content(ReadReport(replace(made, findings=made.findings[:1] * 12))._repr_html_())
    assert page.locator(".ogi-card tr:visible").count() == 6
    page.click(".ogi-card summary")
    assert page.locator(".ogi-card tr:visible").count() == 12
