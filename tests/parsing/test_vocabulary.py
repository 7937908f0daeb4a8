"""词表：表格、关系、标题可读且自洽。 The vocabulary loads, is consistent, and complains clearly."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit import vocabulary
from toolkit.errors import VocabularyError


def test_the_number_of_cells_of_every_form() -> None:
    assert len(vocabulary.cell_paths("2019")) == 198
    assert len(vocabulary.cell_paths("2021")) == 200
    assert len(vocabulary.cell_paths("2021", "hybrid")) == 186
    assert len(vocabulary.cell_paths("2019", "hybrid")) == 212


@pytest.mark.parametrize("form", vocabulary.forms(), ids=lambda f: f.id)
def test_every_path_has_a_row_a_column_and_a_unit(form: vocabulary.Form) -> None:
    for variant in ("standard", "hybrid"):
        paths = form.paths(variant)
        assert len(set(paths)) == len(paths)
        assert all(form.unit(p) in ("件", "项", "万元") and " · " in form.label(p) for p in paths)


def test_the_statistics_table_has_one_cell_a_row() -> None:
    form = vocabulary.form("2014")
    paths = form.paths()
    assert len(paths) == len(set(paths)) == 58
    assert "statistics.challenges.review.upheld" in paths
    assert {form.unit(path) for path in paths} == set("条 件 次 篇 万元 个 人 人次".split())
    added = [path for path in form.cells if "@" in path]
    assert len(added) == 58 * len(form.added)
    assert form.unit("statistics.resources.budget@departments") == "万元"
    assert form.label("statistics.requests.received") == "收到申请数"


def test_the_editions_follow_each_other() -> None:
    oldest, old, new = vocabulary.all_forms()
    assert vocabulary.forms() == (old, new)
    assert oldest.until is not None
    assert oldest.until + 1 == old.since
    assert old.until is not None
    assert old.until + 1 == new.since
    assert new.until is None


@pytest.mark.parametrize("relation", vocabulary.relations(), ids=lambda r: f"{r.id}-{r.table}-{r.left[0].pattern}")
def test_every_term_of_a_relation_names_rows_or_columns_of_the_forms(relation: vocabulary.Relation) -> None:
    assert relation.source
    assert relation.zh
    assert relation.en
    names: set[str] = set()
    for form in vocabulary.all_forms():
        if (relation.forms and form.id not in relation.forms) or relation.table not in {t.id for t in form.tables}:
            continue
        for variant in ("standard", "hybrid"):
            for path in form.table(relation.table, variant).paths():
                row, column = path.split(".", 1)[1].rsplit(".", 1)
                if relation.table == "statistics":
                    assert relation.per == "cell"
                names |= {"column": {row}, "row": {column}, "cell": {f"{row}.{column}"}}[relation.per]
    for term in (*relation.left, *relation.right):
        assert term.select(sorted(names)), term


def test_a_star_is_exactly_one_step() -> None:
    term = vocabulary.Term("refused.*")
    assert term.select(["refused.state_secret", "refused", "refused.a.b", "granted"]) == ["refused.state_secret"]


def test_an_unknown_form_or_file_is_one_clear_error() -> None:
    with pytest.raises(VocabularyError, match="form_1999"):
        vocabulary.form("1999")
    with pytest.raises(VocabularyError, match=r"nothing_here\.yaml"):
        vocabulary.load("nothing_here")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("fields: {id: str}\nrows:\n- {id: a}\n- {name: b}\n", "row 2.*'id' is missing"),
        ("fields: {id: str}\nrows:\n- {id: 3}\n", "row 1.*wrong type"),
        ("fields: {id: str}\nrows:\n- {id: a, more: 1}\n", "row 1.*not declared"),
        ("fields: {id: str\nrows: [", "line"),
    ],
)
def test_a_wrong_row_is_named(text: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    vocabulary.load.cache_clear()
    try:
        with pytest.raises(VocabularyError, match=complaint):
            vocabulary.load("broken")
    finally:
        vocabulary.load.cache_clear()
