"""Words: jieba is the reference, and the fast engine cuts exactly as it does, or is not used."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import run
from toolkit.corpus.simulate import make_report
from toolkit.narrative import words
from toolkit.narrative.plain import fold
from toolkit.narrative.sentences import sentences_of
from toolkit.pipeline import run_document
from toolkit.reading import read_bytes

ROOT = Path(__file__).resolve().parents[2]


def reference(text: str) -> list[str]:
    return list(words.tokenizer().lcut(text, HMM=False))


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`words.cut` by rjieba, whatever the environment says; skipped where it is not installed."""
    pytest.importorskip("rjieba")
    monkeypatch.delenv(words.VARIABLE, raising=False)
    words._fast.cache_clear()
    assert words.engine().startswith("rjieba"), "this release of rjieba is not proven: compare, then add it to PROVEN"
    yield
    words._fast.cache_clear()


def test_the_words_make_up_the_text() -> None:
    text = "2022年，本机关收到政府信息公开申请1,234件\r\n予以公开 2件。"
    assert "".join(words.cut(text)) == text
    assert "政府信息公开" in words.cut("政府信息公开，2件。")


def texts_of_the_teaching_corpus() -> Iterator[str]:
    for file in sorted((ROOT / "corpus" / "reports").iterdir()):
        if file.suffix in (".txt", ".html", ".docx"):
            report = run(file)
            yield report.document.text
            for part in report.narrative():
                yield part.text
                yield from (fold(sentence.text) for sentence in sentences_of(part))


def texts_of_simulated_reports(count: int) -> Iterator[str]:
    for number in range(count):
        made = make_report(f"b{number:05d}-{2014 + number % 11}", seed=5, formats=("text",))
        report = run_document(read_bytes(made.content, "simulated.txt"))
        yield report.document.text
        for part in report.narrative():
            yield part.text
            yield from (fold(sentence.text) for sentence in sentences_of(part))


def all_equal(texts: Iterator[str]) -> int:
    """Compares word by word; how many characters were compared."""
    characters = 0
    for text in texts:
        characters += len(text)
        if words.fast_tokenizer().cut(text, False) != reference(text):
            assert words.cut(text) == reference(text)
            raise AssertionError(f"rjieba itself cuts otherwise: {text[:80]!r}")
    return characters


@pytest.mark.slow
@pytest.mark.usefixtures("fast")
def test_both_engines_cut_the_teaching_corpus_alike() -> None:
    assert all_equal(texts_of_the_teaching_corpus()) > 100_000


@pytest.mark.usefixtures("fast")
def test_both_engines_cut_simulated_reports_alike() -> None:
    assert all_equal(texts_of_simulated_reports(40)) > 50_000


@pytest.mark.slow
@pytest.mark.usefixtures("fast")
def test_both_engines_cut_many_simulated_reports_alike() -> None:
    assert all_equal(texts_of_simulated_reports(400)) > 500_000


@pytest.mark.usefixtures("fast")
def test_both_dictionaries_have_the_same_words_and_frequencies() -> None:
    """Every word by itself is cut alike, and so are words set beside each other at random: their sums are close."""
    tokenizer, made = words.tokenizer(), words.fast_tokenizer()
    known = [word for word, frequency in tokenizer.FREQ.items() if frequency]
    assert [word for word in known if not made.has_word(word)] == []
    dice = random.Random(1)
    rows = ["".join(dice.choices(known, k=40)) for _ in range(1500)]
    assert [row for row in rows if made.cut(row, False) != reference(row)] == []


# Characters at the borders of what either engine takes for a part of a word.
ODD = "〇○々㐀䶿鿕鿖鿿豈﫿𠀀𪛟\ue000\r\n\t \u3000\u200b\x1c\x85\xa0ａＡ１①²é+#&._%-—…“”《》()（）、。，％"


@pytest.mark.usefixtures("fast")
@settings(max_examples=400, deadline=None)
@given(st.text(st.one_of(st.sampled_from(ODD + "政府信息公开申请年度报告一二三件0129abXY"), st.characters())))
def test_any_text_is_cut_as_the_reference_cuts_it(text: str) -> None:
    assert words.cut(text) == reference(text)


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("character", ["㐀", "鿖", "豈", "𠀀", "\ud800"])
def test_what_the_engines_class_otherwise_is_cut_by_the_reference(character: str) -> None:
    text = f"申请{character}公开"
    assert words.cut(text) == reference(text) == ["申请", character, "公开"]


@pytest.mark.parametrize(
    ("releases", "variable", "expected"),
    [
        ({"jieba": "0.42.1", "rjieba": "0.2.2"}, None, "rjieba 0.2.2"),
        ({"jieba": "0.42.1", "rjieba": "0.2.2"}, "", "rjieba 0.2.2"),
        ({"jieba": "0.42.1", "rjieba": "0.2.2"}, "jieba", "jieba 0.42.1"),
        ({"jieba": "0.42.1", "rjieba": "0.2.2"}, " JIEBA ", "jieba 0.42.1"),
        ({"jieba": "0.42.1", "rjieba": ""}, None, "jieba 0.42.1"),
        ({"jieba": "0.42.1", "rjieba": "0.2.9"}, None, "jieba 0.42.1"),  # not proven
        ({"jieba": "0.42.2", "rjieba": "0.2.2"}, None, "jieba 0.42.2"),  # not proven
    ],
)
def test_which_engine_is_used(
    monkeypatch: pytest.MonkeyPatch, releases: dict[str, str], variable: str | None, expected: str
) -> None:
    monkeypatch.setattr(words, "_release", releases.__getitem__)
    monkeypatch.delenv(words.VARIABLE, raising=False)
    if variable is not None:
        monkeypatch.setenv(words.VARIABLE, variable)
    assert words.engine() == expected


def test_without_the_fast_engine_it_is_never_imported() -> None:
    program = (
        "import sys; from toolkit.narrative import words; words.cut('政府信息公开');"
        "print(words.engine().split()[0], 'rjieba' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT), words.VARIABLE: "jieba"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["jieba", "False"]
