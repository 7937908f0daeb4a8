"""The schemas of the frames: types on disk, and what is refused."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.codebook import KEYS, TITLES, codebook_markdown, fields
from toolkit.corpus.frames import COLUMNS
from toolkit.corpus.parts import packed, unpacked
from toolkit.corpus.schemas import array_of, faults_of, schema_of

TEXT = st.text(st.characters(codec=None, exclude_categories=[]), max_size=20)
VALUES = {
    "str": TEXT,
    "Int64": st.none() | st.integers(-(2**31), 2**31 - 1),
    "float64": st.none() | st.floats(allow_nan=False),
    "bool": st.booleans(),
}


@st.composite
def rows(draw: st.DrawFn, frame: str) -> list[tuple[object, ...]]:
    kinds = [st.lists(TEXT, max_size=3) if kind == "list" else VALUES[kind] for kind in COLUMNS[frame].values()]
    return draw(st.lists(st.tuples(*kinds), max_size=4))


@given(st.sampled_from(["parts", "sentences", "numbers", "cells"]).flatmap(lambda f: st.tuples(st.just(f), rows(f))))
def test_rows_come_back_from_a_part_as_they_were(case: tuple[str, list[tuple[object, ...]]]) -> None:
    frame, given_rows = case
    columns = unpacked(packed({frame: given_rows}))
    assert list(zip(*columns[frame], strict=True)) == [tuple(row) for row in given_rows]
    assert all(columns[other] == [[] for _ in COLUMNS[other]] for other in COLUMNS if other != frame)
    arrays = [
        array_of(values, field.type) for values, field in zip(columns[frame], list(schema_of(frame))[2:], strict=True)
    ]
    assert all(len(array) == len(given_rows) for array in arrays)


def test_a_lone_surrogate_becomes_a_replacement_character() -> None:
    assert array_of(["a\ud800b", None, "申请"], pa.string()).to_pylist() == ["a\ufffdb", None, "申请"]
    assert array_of([["\udc80"]], pa.list_(pa.string())).to_pylist() == [["\ufffd"]]


def cells(**changed: object) -> pa.Table:
    values = dict.fromkeys(schema_of("cells").names, "") | {"report_id": "r", "status": "given"}
    values |= dict.fromkeys(("year", "value", "source_start", "source_end", "page", "confidence")) | changed
    return pa.Table.from_pylist([values], schema=schema_of("cells") if "status" in values else None)


def test_a_good_table_has_no_faults() -> None:
    assert faults_of("cells", cells()) == []


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (cells(status="perhaps"), "cells.status: 'perhaps'"),
        (cells().drop_columns(["raw"]), "cells.raw: missing"),
        (cells().set_column(6, "value", pa.array(["1"])), "cells.value: string, not double"),
    ],
)
def test_a_table_that_does_not_fit_is_told(table: pa.Table, expected: str) -> None:
    assert faults_of("cells", table) == [expected]


def test_every_frame_begins_with_its_keys_and_is_in_the_codebook() -> None:
    assert set(TITLES) == set(COLUMNS)
    for frame in COLUMNS:
        named = [field.column for field in fields() if field.frame == frame]
        assert named == [*KEYS, *COLUMNS[frame]]
        assert f"## {frame}\n" in codebook_markdown()
