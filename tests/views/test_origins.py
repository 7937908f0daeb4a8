"""Every phrase with which parsing says where something comes from is in the vocabulary, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import toolkit
from toolkit.model import Report
from toolkit.views.page import render
from toolkit.vocabulary import rows
from toolkit.vocabulary.origins import origin_in_words, phrase_in_words

PACKAGE = Path(toolkit.__file__).parent
PARSING = sorted((PACKAGE / "parsing").rglob("*.py"))
READING = sorted((PACKAGE / "reading").rglob("*.py"))
CHINESE = re.compile("[一-鿿]")
# callee -> which argument says where the value comes from
SAYS = {"Fact": 1, "_fact": 1, "Title": 1}


def literal(node: ast.expr) -> str | None:
    """A string, or an f-string with X where a value goes in; None where the phrase is made elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "X" for v in node.values)
    return None


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def phrases(file: Path) -> Iterator[str]:
    """Arguments that are an origin or a note, the pieces of candidate tuples, and what is appended to the evidence of a form."""
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        found: list[ast.expr] = []
        if isinstance(node, ast.Call) and name_of(node) in SAYS:
            found = node.args[SAYS[name_of(node)] : SAYS[name_of(node)] + 1]
            found += [k.value for k in node.keywords if k.arg == "origin"]
        elif isinstance(node, ast.Tuple) and len(node.elts) == 3 and file.stem == "metadata":
            found = node.elts[1:2]  # (value, origin, source)
        elif isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "note" for t in node.targets):
            found = [node.value.body] if isinstance(node.value, ast.IfExp) else [node.value]
        elif isinstance(node, ast.keyword) and node.arg == "note":
            found = [node.value]
        for expression in found:
            text = literal(expression)
            if text and text.replace("X", "").strip(": "):
                yield text


def reasons_of_levels() -> Iterator[str]:
    """`level_of` returns (level, reason)."""
    tree = ast.parse((PACKAGE / "parsing" / "issuers.py").read_text("utf-8"))
    function = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "level_of")
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            text = literal(node.value.elts[1])
            assert text, "the reason of a level is said in one string"
            yield f"issuer: {text}"


def kinds_of_fields() -> Iterator[str]:
    """What the third argument of `Field` can be: where on a page a labelled value stands."""
    for file in READING:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and name_of(node) in ("Field", "_fields_of") and len(node.args) > 1:
                text = literal(node.args[2 if name_of(node) == "Field" else 1])
                if text:
                    yield f"{text}: X" if text != "title" else "title: title"


EMITTED = sorted(
    {*(p for file in PARSING for p in phrases(file)), *reasons_of_levels(), *kinds_of_fields()} - {"X: X", "issuer: X"}
)  # how phrases are put together, not phrases


def test_the_collection_finds_what_parsing_says() -> None:
    assert {"title line", "signature", "line: X", "issuer: 名称以“X”结尾", "table: X", "meta: X"} <= set(EMITTED)
    assert any("lost" in phrase for phrase in EMITTED)


@pytest.mark.parametrize("phrase", EMITTED)
def test_every_phrase_of_the_code_has_its_words(phrase: str) -> None:
    said = phrase_in_words(phrase)
    assert said is not None, f"add {phrase!r} to toolkit/vocabulary/origins.yaml"
    zh, en = said
    assert CHINESE.search(zh)
    assert re.search("[a-z]{3}", en)


@pytest.mark.parametrize("row", rows("origins"), ids=lambda row: row["phrase"])
def test_every_row_fits_its_example_with_its_own_words(row: dict[str, str]) -> None:
    zh, en = origin_in_words(row["example"])
    for said, pattern in ((zh, row["zh"]), (en, row["en"])):
        assert re.fullmatch(re.escape(pattern).replace(re.escape("{}"), ".+"), said)
    assert "{" not in zh + en


def test_what_the_vocabulary_does_not_have_stands_for_itself() -> None:
    assert phrase_in_words("no such phrase") is None
    assert origin_in_words("no such phrase") == ("no such phrase", "no such phrase")


def test_evidence_of_a_form_is_said_piece_by_piece() -> None:
    zh, en = origin_in_words("proactive: 本年制发件数：2021; requests: 三行（六）其他处理")
    assert zh.count("2021年格式") == en.count("2021 form") == 2


@pytest.mark.slow
def test_all_evidence_of_the_corpus_is_known() -> None:
    files = sorted((PACKAGE.parent / "corpus" / "reports").iterdir())
    assert files, "the corpus comes with the repository"
    for file in files:
        report = toolkit.run(file)
        for phrase in (*report.form_evidence, *(f.origin for n, f in report.facts.items() if n != "form")):
            assert phrase_in_words(phrase), (file.name, phrase)


def test_the_chinese_page_has_no_english_evidence(report: Report) -> None:
    html = render(report)
    chinese = "".join(re.findall(r'<span class="zh">(.*?)</span>', html))
    assert "title line" not in chinese
    assert "标题行" in chinese
    assert '<span class="en" lang="en">title line</span>' in html
