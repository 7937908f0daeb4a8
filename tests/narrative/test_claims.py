"""主张的用例表：一句话说了几个数, 各指哪一格。 Claims: what a sentence says and which cells it speaks of (cases/claims.yaml)."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model import Paragraph, Part, Source
from toolkit.narrative.draft import expand, finish
from toolkit.narrative.explained import restriction
from toolkit.narrative.plain import plain
from toolkit.narrative.walk import Setting, Walk
from toolkit.vocabulary import cell_paths

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "claims.yaml").read_text("utf-8"))


def walk(text: str, form: str = "2021", year: int = 2022, kind: str = "department") -> Walk:
    made = Walk(Part(1, "overview", "", text, (Paragraph(text, Source(text)),)), plain(text), Setting(year, form, kind))
    made.run([(0, "requests")])
    return made


def matches(cells: tuple[str, ...], wanted: str, form: str) -> bool:
    """Whether cells are those of one alternative: patterns joined with " + "."""
    patterns = [] if wanted == "-" else wanted.split(" + ")
    named = {p for p in cell_paths(form) if any(fnmatchcase(p, w) and p.count(".") == w.count(".") for w in patterns)}
    return set(cells) == named


@pytest.mark.parametrize("case", CASES, ids=[c.get("name", c["text"]) for c in CASES])
def test_claims(case: dict[str, Any]) -> None:
    form = case.get("form", "2021")
    drafts = walk(case["text"], form, case.get("year", 2022), case.get("kind", "department")).drafts
    found = [(d.quantity.value, expand(d.meaning.cells, cell_paths(form))) for d in drafts]
    wanted = [(value, one) for value, said in case["says"].items() for one in said.split(" | ")]
    for value, one in wanted:
        fit = next((f for f in found if float(f[0]) == value and matches(f[1], one, form)), None)
        assert fit, f"{value} -> {one} in {found}"
        found.remove(fit)
    assert not found, f"claims that the case does not have: {found}"


@pytest.mark.parametrize("case", [c for c in CASES if "restricted" in c], ids=lambda c: c["text"])
def test_restrictions(case: dict[str, Any]) -> None:
    """Words of a clause that the vocabulary does not explain; "" where all is explained."""
    form = case.get("form", "2021")
    made = walk(case["text"], form, case.get("year", 2022), case.get("kind", "department"))
    claims = finish(made.drafts, made.part, made.plain, cell_paths(form), form)
    for value, words in case["restricted"].items():
        claim = next(c for c in claims if c.quantity.value == value and c.cells)
        assert restriction(claim, made.setting, case.get("issuer", "")) == words


@given(
    st.text(
        alphabet="收到受理申请予以公开部分不行政复议诉讼维持均全无未件3０12万余%,，。；、（）()占比上年的\n ",
        max_size=60,
    )
)
def test_any_text_is_read_to_the_end(text: str) -> None:
    made = walk(text)
    for draft in made.drafts:
        assert 0 <= draft.start < draft.end <= len(made.text)
        assert draft.sentence[0] <= draft.start <= draft.end <= draft.sentence[1]


@pytest.mark.parametrize(
    "piece", ["9", "9,", "一", "件", "(", "）", "收到申请3件，", "占", "、", "未收到", "第", "均", "20", "共", "全市"]
)
def test_no_pattern_explodes(piece: str) -> None:
    """A page of one thing comes to an end; with a pattern that backtracks it would not."""
    assert walk(piece * (40_000 // len(piece))).text
