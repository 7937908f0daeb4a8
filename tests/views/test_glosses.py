"""English names beside the printed Chinese ones, headings that the page sets between rows, and the short forms of long lists."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from toolkit.model import Report
from toolkit.views.grids import grids
from toolkit.views.links import link
from toolkit.views.page import render
from toolkit.vocabulary import form, forms, load
from toolkit.vocabulary.glosses import gloss_of_caption, gloss_of_cell, name_of_group, name_of_part

PATHS = {path for edition in forms() for variant in ("standard", "hybrid") for path in edition.paths(variant)}


def test_every_row_and_column_of_the_forms_has_an_english_name_and_no_other() -> None:
    data = load("glosses")
    old = form("2014")
    assert set(data["rows"]) == {path.rsplit(".", 1)[0] for path in PATHS} | set(old.paths())
    assert set(data["columns"]) == {path.rsplit(".", 1)[1] for path in PATHS} | {c.key for c in old.added}
    assert gloss_of_cell("statistics.requests.received") == "Requests received"
    assert gloss_of_cell("statistics.requests.received@departments") == "Requests received · departments"
    assert gloss_of_cell("requests.refused.state_secret.total") == "Refused: state secret · total"
    assert gloss_of_cell("no.such.cell") == "no.such.cell"


def test_every_caption_group_and_table_has_its_names() -> None:
    for edition in forms():
        for table in edition.tables:
            assert name_of_part(table.id)
            for block in table.blocks:
                assert bool(block.caption) == bool(
                    table.id == "proactive" and gloss_of_caption(r.key for r in block.rows)
                )
                for row in block.rows:
                    if row.group and row.key and row.key != row.group:
                        assert name_of_group(f"{table.id}.{row.group}")


def test_english_names_are_on_the_english_page_only(report: Report) -> None:
    html = render(report)
    assert '<span class="en gloss" lang="en">Granted</span>' in html
    assert "html[data-lang=zh] .en" in html


def rows_of(report: Report) -> list[tuple[str, bool, str]]:
    (sheet,) = [s for s in grids(report, link(report)).sheets if any("属于国家秘密" in line.label for line in s.lines)]
    return [(line.label, line.caption, line.reason) for line in sheet.lines]


def test_a_group_whose_caption_has_no_row_of_its_own_still_has_its_heading(report: Report) -> None:
    tables = tuple(
        replace(table, rows=tuple(row for row in table.rows if row.key)) if table.id == "requests" else table
        for table in report.tables
    )
    rows = rows_of(replace(report, tables=tables))
    at = next(n for n, (label, _, _) in enumerate(rows) if "属于国家秘密" in label)
    assert rows[at - 1] == ("（三）不予公开", True, "supplied")


def test_a_printed_caption_is_not_repeated(report: Report) -> None:
    captions = [re.sub(r"\W", "", label) for label, caption, _ in rows_of(report) if caption]
    assert len(captions) == len(set(captions))


def test_many_findings_open_with_one_line_each(report: Report) -> None:
    few = render(replace(report, findings=report.findings[:2]))
    many = render(replace(report, findings=report.findings[:1] * 12))
    assert 'class="findings compact"' in many
    assert 'id="full"' in many
    assert 'class="findings compact"' not in few
    for message in (report.findings[0].message_zh, report.findings[0].message_en):
        assert many.count(f">{message}</span>") == 12  # shortened by the style sheet only: nothing is left out


def test_claims_without_a_cell_are_folded_and_all_there(report: Report) -> None:
    html = render(report)
    folded = html[html.index('<details class="others">') :].split("</details>")[0]
    others = [n for n, claim in enumerate(report.claims) if claim.verdict == "no_counterpart"]
    assert others
    assert re.findall(r'id="e(\d+)"', folded) == [str(n) for n in others]


@pytest.mark.parametrize(
    ("rows", "words"),
    [(("state_secret", "deliberative", "internal_affairs"), "（三）不予公开 3 行"), (("state_secret",), "")],
)
def test_rows_of_a_group_are_named_together(rows: tuple[str, ...], words: str, report: Report) -> None:
    cells = tuple(f"requests.refused.{row}.total" for row in rows)
    claim = replace(report.claims[0], cells=cells, base=(), verdict="consistent")
    html = render(replace(report, claims=(claim,), findings=()))
    line = html[html.index('id="e0"') :].split("</tr>")[0]
    assert (words in line) if words else ("属于国家秘密 · 总计" in line)


def test_the_code_of_a_rule_is_secondary_to_its_name(report: Report) -> None:
    html = render(report)
    assert re.search(r'<span class="rule"><span class="zh">[一-鿿、]+</span>.*?<code>requests\.', html)
