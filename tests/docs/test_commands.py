"""The documents and the program say the same: options, make targets, rules, and the examples in docstrings."""

from __future__ import annotations

import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from toolkit.views.usage_corpus import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
READMES = DOCUMENTS[:2]
RULES = ROOT / "docs" / "rules.md"
MODULES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for file in (ROOT / "toolkit").rglob("*.py")
    if file.stem != "__main__"
)


def text_of(files: list[Path]) -> str:
    return "\n".join(file.read_text("utf-8") for file in files)


def ogi(*arguments: str) -> str:
    """What the command prints; it must end well."""
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def options(help_text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", help_text)) - {"--help"}


def commands() -> set[str]:
    """The subcommands of `ogi`, from the list in its help."""
    listed = set(re.findall(r"^    ([a-z][a-z-]*)\s", ogi("--help"), re.MULTILINE))
    assert listed
    return listed


def actions(command: str) -> set[str]:
    """The actions of a subcommand (`ogi corpus build`), from the list in its help; none for most."""
    return set(re.findall(r"^    ([a-z][a-z-]*)\s", ogi(command, "--help"), re.MULTILINE))


def named_in_code(documents: list[Path]) -> list[str]:
    """Every command line or piece of one in which a document shows `ogi`."""
    text = text_of(documents)
    return re.findall(r"(?:^|[\s`/\\])ogi ([^`\n]*)", text, re.MULTILINE)


def test_every_command_in_the_documents_exists() -> None:
    shown = [words.split()[0] for words in named_in_code(DOCUMENTS) if re.match(r"[a-z]+\b", words)]
    assert shown
    assert set(shown) <= commands()


@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.name)
def test_every_command_is_documented(readme: Path) -> None:
    shown = {words.split()[0] for words in named_in_code([readme]) if words.strip()}
    assert commands() <= shown


def test_every_action_is_documented() -> None:
    text = text_of(DOCUMENTS)
    for command in commands():
        assert all(f"ogi {command} {action}" in text for action in actions(command))


def test_every_option_in_the_documents_exists() -> None:
    known = options(ogi("--help"))
    for command in commands():
        known |= options(ogi(command, "--help"))
    for action in ACTIONS:
        known |= options(ogi("corpus", action, "--help"))
        known |= {option for action in actions(command) for option in options(ogi(command, action, "--help"))}
    shown = {option for words in named_in_code(DOCUMENTS) for option in options(words)}
    # Options that the prose names by themselves, as in `--json FILE`.
    shown |= {option for piece in re.findall(r"`(--[a-z][^`]*)`", text_of(READMES)) for option in options(piece)}
    assert shown
    assert shown <= known


@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.name)
def test_every_option_is_documented(readme: Path) -> None:
    text = readme.read_text("utf-8")
    assert any(options(ogi(command, "--help")) for command in commands())
    for command in commands():
        missing = {option for option in options(ogi(command, "--help")) if option not in text}
        assert not missing, f"`ogi {command}` has options that {readme.name} does not name: {missing}"


@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.name)
def test_every_verdict_and_status_is_explained(readme: Path) -> None:
    from toolkit.model import SEVERITIES, STATUSES, VERDICTS

    text = readme.read_text("utf-8")
    for word in (*VERDICTS, *STATUSES, *SEVERITIES):
        assert f"`{word}`" in text, f"{readme.name} does not explain {word}"


def test_documents_and_displays_use_the_same_words() -> None:
    """A law student who meets 存疑 on the audit page finds it in the README and in the catalogue of rules."""
    from toolkit.views.words import SEVERITY, STATUS, VERDICT

    readme, rules = READMES[1].read_text("utf-8"), RULES.read_text("utf-8")
    for key, (chinese, _) in {**VERDICT, **STATUS, **SEVERITY}.items():
        assert re.search(rf"`{key}`(?: \| |（){chinese}", readme), f"README.zh.md: {key} is shown as {chinese}"
    for key, (chinese, _) in SEVERITY.items():
        assert f"{chinese} {key}" in rules, f"docs/rules.md: {key} is shown as {chinese}"


@pytest.mark.parametrize("target", ["report", "test", "lab", "bench", "gold"])
@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.name)
def test_the_targets_a_user_needs_are_documented(readme: Path, target: str) -> None:
    assert re.search(rf"make {target}\b", readme.read_text("utf-8"))


def test_the_rules_of_the_documents_are_the_rules_of_the_toolkit() -> None:
    rules = {row["rule"] for row in yaml.safe_load((ROOT / "toolkit" / "vocabulary" / "rules.yaml").read_text("utf-8"))}
    headings = set(re.findall(r"^## ([a-z_]+\.[a-z0-9_]+)$", RULES.read_text("utf-8"), re.MULTILINE))
    assert headings == rules


def test_vocabulary_files_named_for_contributors_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    files = set(re.findall(r"`([a-z0-9_]+\.yaml)`", text))
    assert files
    for name in files:
        assert (ROOT / "toolkit" / "vocabulary" / name).is_file(), name


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_are_true(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module), verbose=False).failed == 0


@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.name)
def test_the_python_example_runs(readme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", readme.read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for statement in program.strip().splitlines():
        exec(statement, names)  # the line as the reader would type it
    assert len(names["report"].cells) > 100  # type: ignore[attr-defined]
