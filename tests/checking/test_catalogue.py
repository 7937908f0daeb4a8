"""规则目录、句式与它们的用处相符。 The catalogue, the sentences and what the checks emit agree with each other."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from tests.checking.builders import build, cases, line, seen
from toolkit import vocabulary
from toolkit.checking import catalogue, dates, form, messages, provenance, relations
from toolkit.errors import VocabularyError
from toolkit.model import Finding

CHECKS = (relations.check, dates.check, form.check, provenance.check)
CHECKING = Path(relations.__file__).parent
# the rules of one year against the next take two reports, and those of a manifest take one: tests/corpus/test_panel.py and
# tests/corpus/test_known.py run their examples
RULES = {name: row for name, row in catalogue.rules().items() if not name.startswith(("years.", "manifest."))}
WITH_FIGURES = [name for name, row in RULES.items() if "text" not in row["example"]]
DESCRIPTION = {"zh", "en", "where", "left", "right", "severity"}
RULE_NAME = re.compile(
    r"(?:requests|challenges|cells|proactive|procurement|text|dates|form|source|statistics)\.[a-z_]+\Z"
)
JUDGING = re.compile(r"错误|有误|错填|误报|虚假|造假|\b(?:wrong(?!ly)|mistake|false|incorrect|fake)\b", re.I)


def run(report: Any) -> list[Finding]:
    return [finding for check in CHECKS for finding in check(report)]


def emitted() -> list[Finding]:
    """What the checks say of every case of every case table."""
    tables = ("relations", "dates", "form", "provenance")
    drop = ("name", "find", "says")
    rows = [{k: v for k, v in case.items() if k not in drop} for table in tables for case in cases(table)]
    return [finding for row in rows for finding in run(build(**row))]


def test_the_page_is_made_from_the_catalogue(root: Path) -> None:
    page = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == catalogue.markdown(), "run: python -m toolkit.checking.catalogue"


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_the_worked_example_is_found(name: str) -> None:
    example = RULES[name]["example"]
    report = build(**{key: value for key, value in example.items() if key not in DESCRIPTION})
    assert line(name, *(example[key] for key in ("where", "severity", "left", "right"))) in seen(run(report))


@pytest.mark.parametrize("name", [name for name in RULES if name not in WITH_FIGURES])
def test_an_example_in_words_has_its_figures_in_them(name: str) -> None:
    example = RULES[name]["example"]
    printed = (example["text"] + example["zh"]).replace(",", "")
    sides = [example[side] for side in ("left", "right")]
    figures = {side if isinstance(side, str) else str(abs(side)) for side in sides}
    assert any(figure in printed for figure in figures), example


def test_what_the_checks_emit_is_in_the_catalogue_and_the_reverse() -> None:
    found = emitted()
    assert {finding.rule for finding in found} == set(WITH_FIGURES)
    for finding in found:
        assert finding.severity in RULES[finding.rule]["severities"], (
            finding.rule,
            finding.severity,
            finding.message_en,
        )
    occurring = {(finding.rule, finding.severity) for finding in found}
    listed = {(name, severity) for name in WITH_FIGURES for severity in RULES[name]["severities"]}
    assert listed == occurring, "a severity is listed that no case shows"


def test_every_rule_named_in_the_source_is_in_the_catalogue_and_the_reverse() -> None:
    """Rule names in the code of the checks and in the table of relations; relations need no code of their own."""
    named = {row.id for row in vocabulary.relations() if not row.id.startswith("years.")}
    for file in CHECKING.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                key = node.value.split(":")[0]
                if file.name.startswith("claims") and not key.startswith("text."):
                    continue  # measures and cells, which look like rules
                if RULE_NAME.match(key) and key.split(".")[-1] not in ("py", "yaml"):
                    named.add(key)
    known = set(RULES)
    cells = {path.rsplit(".", 1)[0] for id in ("2019", "2021") for path in vocabulary.cell_paths(id)}
    cells |= set(vocabulary.cell_paths("2014"))
    hybrid = {"requests.other_outcome"}
    assert named - known - cells - hybrid == set()
    text_rules = {name for name in known if name.startswith("text.")}
    if any(CHECKING.glob("claims*.py")):
        assert known - named == set()
    else:
        assert known - named == text_rules


def test_every_relation_agrees_with_its_row_in_the_catalogue() -> None:
    for row in vocabulary.relations():
        if not row.id.startswith("years."):
            listed = RULES[row.id]
            assert ("error" in listed["severities"]) == (row.kind == "hard"), row.id
            assert set(row.forms) <= set(listed["forms"]), row.id


def test_soft_rules_and_forms_are_never_errors() -> None:
    for finding in emitted():
        if finding.rule.startswith(("proactive.", "procurement.", "form.", "source.", "dates.deadline")):
            assert finding.severity != "error"


@pytest.mark.parametrize("key", messages.TEMPLATES)
def test_templates_take_the_same_fields_in_both_languages(key: str) -> None:
    template = messages.TEMPLATES[key]
    zh, en = messages.fields(template.zh), messages.fields(template.en)
    assert not [name for name in zh if name.endswith("_en")]
    assert not [name for name in en if name.endswith("_zh")]
    # the Chinese sentence may leave out the English key of a thing, and the English one its Chinese name
    stem = {name.removesuffix("_zh") for name in zh} ^ {name.removesuffix("_en") for name in en}
    assert stem <= {"id"}, stem


@pytest.mark.parametrize("key", messages.TEMPLATES)
def test_templates_are_one_neutral_sentence_without_its_full_stop(key: str) -> None:
    template = messages.TEMPLATES[key]
    assert not JUDGING.search(template.zh + template.en)
    assert "。" not in template.zh
    assert not template.en.endswith(".")
    assert key.startswith("+") or key == "unreadable" or key.split(":")[0] in RULES


def test_every_template_is_used() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in CHECKING.glob("*.py") if file.name != "messages.py")
    source += "".join(f'"{row.id}"' for row in vocabulary.relations())
    stems = {f'"{key}"' for key in messages.TEMPLATES}
    built = {'f"dates.period:{key}"': ("start", "end"), 'f"dates.year:{name}"': ("signed", "published")}
    for pattern, endings in built.items():
        assert pattern in source
        stems -= {f'"{pattern[2:].split("{")[0]}{ending}"' for ending in endings}
    assert [stem for stem in stems if stem not in source] == []


def test_messages_are_one_sentence_each() -> None:
    for finding in emitted():
        assert finding.message_zh.endswith("。")
        assert finding.message_zh.count("。") == 1
        assert finding.message_en.endswith(".")
        assert not re.search(r"[{}]|None", finding.message_zh + finding.message_en), finding.message_en
        assert not re.search(r"[。；，]", finding.message_en.split("(")[0]) or "“" in finding.message_en


def test_findings_name_both_sides() -> None:
    for finding in emitted():
        for side in (finding.left, finding.right):
            if side.value is not None:
                assert side.label_zh, finding
                assert side.label_en, finding


def test_a_faulty_row_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {**RULES["dates.period"], "severities": {"fatal": {"zh": "甲", "en": "a"}}}
    monkeypatch.setattr(catalogue, "load", lambda name: [row])
    with pytest.raises(VocabularyError, match=r"dates\.period.*unknown fatal"):
        catalogue.rules.__wrapped__()
    broken = {**RULES["dates.period"], "left": {"zh": "甲", "en": "a", "or b": None}}
    monkeypatch.setattr(catalogue, "load", lambda name: [broken])
    with pytest.raises(VocabularyError, match="left: zh and en expected"):
        catalogue.rules.__wrapped__()
