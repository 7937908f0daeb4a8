"""The generator of simulated corpora: same seed, same bytes; a report alone is the report of the corpus; templates are sound."""

from __future__ import annotations

import csv
import hashlib
import json
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus.simulate import default_rates, make_report, simulate
from toolkit.corpus.simulate.bodies import body
from toolkit.corpus.simulate.dice import die, dirichlet, shared
from toolkit.corpus.simulate.figures import series
from toolkit.corpus.simulate.narrative import COUNTS
from toolkit.corpus.simulate.printing import measures
from toolkit.corpus.simulate.sheets import FOLDER, sheet
from toolkit.corpus.simulate.templates import Node, slots, template

QUICK = ("text", "html")
FEW = 30
ALL_RATES = {kind: min(1.0, 4 * rate) for kind, rate in default_rates().items()}


def every_file(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    state = random.getstate()
    for name in ("a", "b"):
        simulate(tmp_path / name, FEW, 3, formats=(*QUICK, "docx"), faults=ALL_RATES)
    assert every_file(tmp_path / "a") == every_file(tmp_path / "b")
    assert random.getstate() == state, "the global generator is left alone"
    other = simulate(tmp_path / "c", FEW, 4, formats=(*QUICK, "docx"), faults=ALL_RATES)
    assert every_file(other.folder) != every_file(tmp_path / "a")


def test_a_report_alone_is_the_report_of_the_corpus(tmp_path: Path) -> None:
    truth = simulate(tmp_path, FEW, 5, formats=QUICK, faults=ALL_RATES)
    for line in list(truth.lines())[::3]:
        alone = make_report(line["id"], 5, QUICK, ALL_RATES)
        assert alone.content == (tmp_path / line["file"]).read_bytes()
        if not line["id"].endswith("-2"):
            assert json.loads(json.dumps(alone.truth)) == line


def test_years_asked_for_do_not_change_a_report(tmp_path: Path) -> None:
    whole = simulate(tmp_path / "whole", 11, formats=QUICK)
    part = simulate(tmp_path / "part", 3, years=(2019, 2020, 2021), formats=QUICK)
    lines = {line["id"]: line for line in whole.lines()}
    assert [line for line in part.lines() if lines.get(line["id"]) == line] == list(part.lines())


def test_the_files_beside_the_reports(tmp_path: Path) -> None:
    truth = simulate(tmp_path, FEW, 6, formats=QUICK, faults=ALL_RATES)
    lines = list(truth.lines())
    assert truth.reports == len(lines) == FEW
    assert {line["sha256"] for line in lines} == {
        hashlib.sha256((tmp_path / line["file"]).read_bytes()).hexdigest() for line in lines
    }
    with (tmp_path / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["path"] for row in rows] == [line["file"] for line in lines]
    assert [row["issuer"] for row in rows] == [line["body"]["name"] for line in lines]
    with (tmp_path / "faults.csv").open(encoding="utf-8", newline="") as file:
        faults = [(row["id"], row["kind"]) for row in csv.DictReader(file) if row["kind"] != "corpus.missing"]
    assert faults == [(line["id"], fault["kind"]) for line in lines for fault in line["faults"]]
    assert sum(truth.faults.values()) - truth.faults["corpus.missing"] == len(faults)
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)


def test_the_corpus_ends_after_so_many_bodies(tmp_path: Path) -> None:
    truth = simulate(tmp_path, 1000, bodies=3, years=(2020, 2021), formats=("text",), faults={})
    assert (truth.bodies, truth.reports) == (3, 6)


def test_progress_is_told(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    simulate(tmp_path, 5, formats=("text",), progress=lambda done, wanted: seen.append((done, wanted)))
    assert seen == [(number, 5) for number in range(1, 6)]


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"formats": ("text", "png")}, "png"),
        ({"faults": {"text.nothing": 1.0}}, "text.nothing"),
        ({"years": (1999,)}, "2014"),
    ],
)
def test_what_cannot_be_made_is_refused(tmp_path: Path, given_: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        simulate(tmp_path, 2, **given_)  # type: ignore[arg-type]


def test_bodies_have_names_of_their_own() -> None:
    every = [body(index) for index in range(2400)]
    assert len({one.name for one in every}) == len(every)
    assert {one.level for one in every[:24]} == {"province", "city", "county", "department", "township"}
    assert all(int(one.code[:2]) > 90 for one in every), "no real division begins with 9"
    assert body(17) is body(17)


def test_a_year_goes_on_from_the_last() -> None:
    for index in range(24):
        for last, now in pairwise(list(series(1, body(index)))[:9]):
            assert now.requests["carried_in"] == last.requests["carried_out"]
            for row in ("regulations", "normative_documents"):
                cells = now.proactive
                stock = last.proactive[f"{row}.in_force"] + cells[f"{row}.issued"] - cells[f"{row}.repealed"]
                assert cells[f"{row}.in_force"] == stock
            for row in ("licensing", "penalties", "fees"):
                end = last.proactive[f"{row}.previous_items"] + last.proactive[f"{row}.change"]
                assert now.proactive[f"{row}.previous_items"] == end


@given(st.integers(0, 5000), st.lists(st.floats(0.01, 9.0), min_size=1, max_size=20), st.integers())
@settings(max_examples=60, deadline=None)
def test_what_is_shared_out_adds_up(count: int, alphas: list[float], seed: int) -> None:
    rng = die(seed)
    parts = shared(rng, count, dirichlet(rng, alphas))
    assert sum(parts) == count
    assert min(parts) >= 0


def measure_names(nodes: tuple[Node, ...]) -> set[str]:
    """Every measure that nodes name."""
    found: set[str] = set()
    for node in nodes:
        kind, inside = node[0], node[1]
        if kind == "choice":
            for choice in inside:  # type: ignore[union-attr]
                found |= measure_names(choice)
        elif kind in ("claim", "list", "trap", "said"):
            found |= measure_names(inside)  # type: ignore[arg-type]
            if kind == "said":
                found |= {name for name in node[2][:2] if name and name != "0"}  # type: ignore[misc]
        elif kind in ("figure", "previous"):
            found.add(inside[0])  # type: ignore[arg-type]
        elif kind == "share":
            found |= set(inside)  # type: ignore[arg-type]
        elif kind == "items":
            found |= set(sheet("items")[inside]["items"])
    return found


def test_every_template_names_what_there_is() -> None:
    known = set(measures("2021")) | set(COUNTS)
    for slot in slots().values():
        for one in slot.templates:
            named = measure_names(one.nodes)
            named |= {left for kind, left, _ in one.conditions if kind not in "@%*" and not left.startswith("prev.")}
            assert named <= known, slot.name
    plan = sheet("plan")
    used = {name for row in plan["contents"] for names in row["slots"].values() for name in names}
    used |= {name for row in plan["contents"] for topic in row.get("topics", {}).values() for name in topic["slots"]}
    assert used | set(plan["preamble"]) | {plan["challenges_slot"]} == {name for name in slots() if " " not in name}


def test_templates_are_many() -> None:
    assert sum(len(slot.templates) for slot in slots().values()) >= 200


def test_a_template_that_is_not_closed_is_refused() -> None:
    for text in (":: [收到{#received 件}", ":: 收到>", ":: <a|b"):
        with pytest.raises((ValueError, IndexError)):
            template(text)


def test_data_files_are_in_the_package() -> None:
    assert (FOLDER / "plan.yaml").is_file()
    assert all(slot.chance <= 1 for slot in slots().values())
