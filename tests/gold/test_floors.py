"""精度门槛: 只升不降。 The gates of accuracy: each labelled set against its floors, and the floors against their own past."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from typing import Any

import pytest

from tests.gold import floors, sets
from tests.gold.tally import total

STORED = floors.load()
GATES = [(name, gate) for name, gates in STORED.items() for gate in gates if gate != floors.EDITION]
FILE = floors.FILE.relative_to(sets.ROOT).as_posix()


def counted(name: str) -> Counter[str]:
    if reason := sets.missing(name):
        pytest.skip(reason)
    return total(sets.tallies(name))


@pytest.mark.parametrize(("name", "gate"), GATES, ids=[f"{name}: {gate}" for name, gate in GATES])
def test_gate(name: str, gate: str) -> None:
    counts = counted(name)
    value, floor = floors.measured(counts).get(gate), STORED[name][gate]["floor"]
    assert value is not None, f"{name}: nothing is left to measure for {gate}"
    word = "at most" if floors.is_ceiling(gate) else "at least"
    assert not floors.below(gate, value, floor), f"{name}: {gate} is {value:.4g}, wanted {word} {floor}"
    assert not floors.stale(gate, value - floors.slack(name), floor, counts), (
        f"{name}: {gate} is {value:.4g}, floor {floor}; {floors.HOW}"
    )


@pytest.mark.parametrize("name", sets.SETS)
def test_every_measured_gate_has_a_floor(name: str) -> None:
    assert set(floors.measured(counted(name))) == set(STORED[name]) - {floors.EDITION}, floors.HOW


@pytest.mark.parametrize("name", sets.SETS)
def test_no_cell_may_be_silently_wrong(name: str) -> None:
    assert STORED[name]["cells silently wrong"]["floor"] == 0


@pytest.mark.parametrize("name", sets.SETS)
def test_a_floor_below_its_best_says_why(name: str) -> None:
    assert not floors.lowered(STORED[name])


def test_the_best_is_kept_over_the_commits() -> None:
    git = shutil.which("git")
    if git is None or not (sets.ROOT / ".git").exists():
        pytest.skip("no history here: the repository is not a git checkout")
    history = [git, "-C", str(sets.ROOT), "log", "-20", "--format=%H", "--", FILE]
    commits = subprocess.run(history, capture_output=True, text=True, check=True).stdout.split()
    for commit in commits:
        shown = subprocess.run(
            [git, "-C", str(sets.ROOT), "show", f"{commit}:{FILE}"], capture_output=True, check=False
        )
        if shown.returncode == 0:  # not where a commit removed the file
            lost = floors.fallen(floors.load(shown.stdout.decode("utf8")), STORED)
            assert not lost, f"held at {commit[:8]}, and no longer"


# The rules above, on floors made up for it.
OLD: floors.Floors = {"corpus": {"links": {"floor": 0.9, "best": 0.95}, "false claims": {"floor": 2, "best": 2}}}


def gate(**entry: Any) -> dict[str, dict[str, Any]]:
    return {"links": entry}


def test_a_lowered_floor_needs_words() -> None:
    assert floors.lowered(gate(floor=0.9, best=0.95)) == ["links"]
    assert floors.lowered(gate(floor=0.9, best=0.95, reason="  ")) == ["links"]
    assert not floors.lowered(gate(floor=0.9, best=0.95, reason="labels of 20 harder passages were added"))
    assert floors.lowered({"false claims": {"floor": 3, "best": 2}}) == ["false claims"]


def test_the_past_is_remembered() -> None:
    assert not floors.fallen(OLD, {"corpus": {**OLD["corpus"], "links": {"floor": 0.96, "best": 0.96}}})
    assert floors.fallen(OLD, {"corpus": {**OLD["corpus"], "links": {"floor": 0.9, "best": 0.9}}}) == ["corpus: links"]
    assert floors.fallen(OLD, {"corpus": {"links": OLD["corpus"]["links"]}}) == ["corpus: false claims"]
    assert floors.fallen(OLD, {}) == ["corpus: links", "corpus: false claims"]


def test_another_edition_of_the_labels_is_another_set() -> None:
    low = {"links": {"floor": 0.8, "best": 0.8}, "false claims": {"floor": 9, "best": 9}}
    new = {floors.EDITION: {"floor": 2, "best": 2, "reason": "the passages measured so far are developed on"}, **low}
    assert floors.fallen(OLD, {"corpus": new}) == []
    assert floors.fallen({"corpus": new}, {"corpus": low}) == [f"corpus: {floors.EDITION}"], (
        "an edition does not go back"
    )
    assert floors.fallen({"corpus": new}, {"corpus": {**new, "links": {"floor": 0.7, "best": 0.7}}}) == [
        "corpus: links"
    ]
    unexplained = {**new, floors.EDITION: {"floor": 2, "best": 2}}
    assert floors.fallen(OLD, {"corpus": unexplained}) == ["corpus: links", "corpus: false claims"]


def test_raising_never_lowers() -> None:
    stored: floors.Floors = {"corpus": {"links": {"floor": 0.9, "best": 0.9}, "verdicts": {"floor": 0.7, "best": 0.7}}}
    counts = Counter(units=1, claims=100, claims_found=100, claims_made=100, claims_linked=80, claims_verdict=83)
    said = floors.raised(stored, "corpus", counts)
    assert stored["corpus"]["links"] == {"floor": 0.9, "best": 0.9}
    assert stored["corpus"]["verdicts"] == {"floor": 0.83, "best": 0.83}
    assert any("BELOW" in line for line in said)
    assert floors.load(floors.written(stored)) == stored


def test_a_floor_far_below_is_stale() -> None:
    counts = Counter(claims=1000, lists=10)
    assert floors.stale("links", 0.95, 0.92, counts)
    assert not floors.stale("links", 0.95, 0.94, counts)
    assert not floors.stale("lists found", 0.9, 0.75, counts), "one list of ten is no reason"
    assert not floors.stale("flag precision", 1.0, 0.5, counts), "nothing was flagged"
    assert floors.stale("false claims", 0, 3, counts)
    assert not floors.stale("false claims", 1, 3, counts)
