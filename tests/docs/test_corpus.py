"""docs/corpus.md: its commands and programs run, in their order; its tables name every option, frame, column and series."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from toolkit.cli import main
from toolkit.corpus.crosswalk import every_series
from toolkit.corpus.frames import COLUMNS
from toolkit.corpus.simulate import simulate
from toolkit.corpus.store import load_corpus
from toolkit.views.usage_corpus import ACTIONS
from toolkit.vocabulary import load

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "corpus.md").read_text("utf-8")
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", DOCUMENT, re.DOTALL)
COMPARED = {"same": "相同 same", "approximate": "大致 approximate", "none": "不可比 none"}


def options_of(action: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    with pytest.raises(SystemExit):
        main(["corpus", action, "--help"])
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", capsys.readouterr().out)) - {"--help"}


def table_below(heading: str) -> list[list[str]]:
    section = DOCUMENT[DOCUMENT.index(heading) :].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return rows[2:]


@pytest.mark.slow  # every command of the page, one after the other
def test_what_can_be_typed_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a smaller corpus of the same name; the store is built once, by the first command."""
    monkeypatch.chdir(tmp_path)
    simulate("corpus/simulated", 200, seed=8, years=range(2018, 2023), formats=("text",), bodies=3)
    names: dict[str, object] = {}
    for kind, text in BLOCKS:
        if kind == "python":
            exec(text, names)  # as the reader would type it
            continue
        for line in text.strip().splitlines():
            program, *arguments = shlex.split(line)
            assert program == "ogi"
            assert main(arguments) == 0, line
            assert capsys.readouterr().err.count("Traceback") == 0
    assert {"years.csv", "register.csv", "received.csv"} <= {path.name for path in (tmp_path / "results").iterdir()}
    assert len(names["pairs"]) > 0  # type: ignore[arg-type]
    corpus = load_corpus("results/store")
    for frame, keys in KEYS.items():
        assert not corpus.frame(frame).duplicated(keys).any(), frame


KEYS = {row[0].strip("`"): re.findall(r"`(\w+)`", row[3]) for row in table_below("## 数据框与键")}


def test_every_frame_is_there_with_its_key() -> None:
    assert set(KEYS) == set(COLUMNS)


def test_every_command_is_told() -> None:
    assert [row[0].strip("`") for row in table_below("# 从一份报告")] == [
        *("build", "show", "query", "export", "issuers", "years", "register", "series", "simulate")
    ]
    assert {row[0].strip("`") for row in table_below("# 从一份报告")} == set(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_option_is_told(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    missing = {option for option in options_of(action, capsys) if f"{option}" not in DOCUMENT}
    assert not missing


def test_every_column_of_a_manifest_is_told() -> None:
    told = {name for row in table_below("## 来源") for name in re.findall(r"`(\w+)`", row[0])}
    assert told == {row["column"] for row in load("manifest")["rows"]}


def test_the_series_are_those_of_the_crosswalk() -> None:
    wanted = [
        [f"`{one.name}`", one.zh, one.en]
        + [COMPARED[one.across[step]] if step in one.across else "—" for step in ("2014/2019", "2019/2021")]
        for one in every_series().values()
    ]
    assert table_below("## 长序列") == wanted
