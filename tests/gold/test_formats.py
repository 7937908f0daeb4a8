"""The kinds of file of the corpus, its scan beside the other reports, and the agreement of two labellers as it is stated."""

from __future__ import annotations

import pytest

from tests.corpus import test_manifest as corpus
from tests.gold import agreement, formats, renditions, sets
from tests.gold.scoring import score
from tests.gold.tally import Miss, Tally


def test_every_report_is_in_one_kind_of_file_and_at_most_one_form() -> None:
    by_format = [one for kind in formats.FORMATS for one in formats.members(f"format {kind}")]
    by_form = [one for form in formats.FORMS for one in formats.members(f"form {form}")]
    assert sorted(by_format) == sorted(row["id"] for row in formats.manifest())
    assert set(by_form) == {
        row["id"] for row in formats.manifest() if formats.format_of(row) not in formats.NOT_EVERYWHERE
    }
    assert len(by_form) == len(set(by_form))


def test_pages_to_render_are_pages_of_the_corpus() -> None:
    pages = set(formats.members("format html"))
    for name, chosen in renditions.PAGES.items():
        assert set(chosen) <= pages, name
        assert len(set(chosen)) == len(chosen)


def test_the_scan_shares_no_sentence_with_another_report() -> None:
    if reason := sets.missing("format scan"):
        pytest.skip(reason)
    others = set().union(*(corpus.own_runs(row) for row in corpus.readable()))
    for sample in sets.samples("format scan"):
        assert sample.record is not None
        text = "\n".join([sample.record["preamble"], *(part["text"] for part in sample.record["parts"])])
        assert "虚构" in str(sample.record), "an invented report says so"
        assert sorted(corpus.shingles(corpus.runs_of(text)) & others) == []


def test_agreement_is_stated_as_it_is_computed() -> None:
    stated = (sets.GOLD / "README.md").read_text("utf8")
    assert agreement.table() in stated
    assert agreement.table(agreement.of_passages()) in stated


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        pytest.param([(0, 0), (1, 1)], 1.0, id="all equal"),
        pytest.param([(0, 1), (1, 0)], -1.0, id="never equal"),
        pytest.param([(0, 0), (0, 1), (1, 0), (1, 1)], 0.0, id="no more than chance"),
        pytest.param([(0, 0)] * 45 + [(0, 1)] * 15 + [(1, 0)] * 25 + [(1, 1)] * 15, 0.13, id="Cohen: 60 of 100 equal"),
        pytest.param([(0, 0), (0, 0)], None, id="one label only"),
    ],
)
def test_kappa(pairs: list[agreement.Pair], wanted: float | None) -> None:
    assert agreement.kappa(pairs) == (wanted if wanted is None else pytest.approx(wanted, abs=0.005))


def test_a_finding_is_the_same_however_its_place_is_worded() -> None:
    one = {"rule": "text.list", "where": "公开信息9条", "left": 9, "right": 8}
    two = {"rule": "text.list", "where": "网站公开信息9条", "left": 9, "right": 8, "expected": 8, "printed": 9}
    assert agreement.findings({"findings": [one]}, {"findings": [two]}) == [(True, True)]
    assert agreement.findings({"findings": [one]}, {"findings": []}) == [(True, False)]


def test_a_settled_label_counts_as_it_was_first_given() -> None:
    labels = {
        "report": {"issuer": "甲县人民政府"},
        "settled": [{"what": "report.issuer", "label": "甲县人民政府办公室", "why": ""}],
    }
    assert agreement.first_labels(labels)["report"]["issuer"] == "甲县人民政府办公室"
    assert labels["report"] == {"issuer": "甲县人民政府"}


def test_a_kind_of_file_is_not_measured_by_claims() -> None:
    tally = Tally()
    tally.counts.update(units=1, cells=2, cells_right=2, claims=9, claims_found=3, lists=1, findings=1)
    tally.misses += [Miss("claim missed", "x", 1, None), Miss("finding missed", "y", 1, None)]
    left = formats.of_format(tally)
    assert dict(left.counts) == {"units": 1, "cells": 2, "cells_right": 2, "findings": 1}
    assert [miss.kind for miss in left.misses] == ["finding missed"]


def test_labels_without_claims_say_nothing_of_claims() -> None:
    gold = {"cells": {}, "report": {}, "parts": {}, "findings": []}
    record = {
        "report": {"year": 2020},
        "parts": [{"part": 1, "heading": "一、概述", "text": "收到5件", "topics": []}],
        "cells": [],
        "claims": [
            {"part": 1, "part_start": 0, "part_end": 4, "quote": "收到5件", "value": 5, "verdict": "inconsistent"}
        ],
        "lists": [],
        "numbers": [],
        "findings": [],
    }
    counts = score(gold, record).counts
    assert not any(n for key, n in counts.items() if key.startswith(("claims", "flags", "lists", "traps")))


HEADINGS = {
    "parts": {"1": "一、概述"},
    "other_headings": ["三、回应解读情况", "附件"],
    "captions": ["政府信息公开情况统计表"],
}


@pytest.mark.parametrize(
    ("printed", "wrong"),
    [
        pytest.param({8: "三、回应解读情况", 11: "附件"}, 0, id="as labelled"),
        pytest.param({8: "三、回应解读情况", 11: "附件", 12: "政府信息公开情况统计表"}, 0, id="a caption is left open"),
        pytest.param({8: "三、回应解读情况"}, 1, id="one missing"),
        pytest.param({8: "三、回应解读情况", 11: "附件", 12: "六、保障"}, 1, id="one too many"),
    ],
)
def test_headings_beyond_the_six_parts(printed: dict[int, str], wrong: int) -> None:
    parts = [{"part": 1, "heading": "一、概述", "text": "", "topics": []}]
    parts += [{"part": number, "heading": heading, "text": "", "topics": []} for number, heading in printed.items()]
    record = {"report": {}, "parts": parts, "cells": [], "claims": [], "lists": [], "numbers": [], "findings": []}
    gold = {"cells": {}, "report": {}, "findings": [], **HEADINGS}
    counts = score(gold, record).counts
    assert counts["parts"] - counts["parts_right"] == wrong
