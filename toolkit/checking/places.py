"""一组单元格的名称。

What a set of cells is called: a path with a star for machines, the printed labels for people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.checking.instances import labels, naming
from toolkit.model import Cell
from toolkit.vocabulary.glosses import gloss_of_cell, gloss_of_column, name_of_group

# How many cells a sentence names before it stops.
_LISTED = 3


def _group(paths: Sequence[str], cells: Mapping[str, Cell]) -> str | None:
    """The group ("requests.refused") all of whose rows the paths are, in one column."""
    steps = paths[0].split(".")
    if len(steps) != 4 or steps[0] == "statistics" or any(p.split(".")[:2] != steps[:2] for p in paths):
        return None
    stem = ".".join(steps[:2])
    whole = {p for p in cells if p.startswith(stem + ".") and p.endswith("." + steps[3])}
    return stem if whole == set(paths) else None


def place_of(paths: Sequence[str], cells: Mapping[str, Cell]) -> str:
    """几个单元格合起来的路径：大类用星号。

    The name of a set of cells: a group as "requests.refused.*.total" where all its rows are meant, else the paths joined with " + ".
    """
    if len(paths) < 2:
        return paths[0] if paths else ""
    stem = _group(paths, cells)
    return f"{stem}.*.{paths[0].rsplit('.', 1)[1]}" if stem else " + ".join(paths)


def words_for(paths: Sequence[str], cells: Mapping[str, Cell], form: str) -> tuple[str, str]:
    """几个单元格的中英文名称。 A set of cells in words: the name of the group where they are one, else the labels of each."""
    if not paths:
        return "", ""
    stem = _group(paths, cells) if len(paths) > 1 else None
    group = name_of_group(stem) if stem else None
    if group:
        column = paths[0].rsplit(".", 1)[1]
        return f"{group[0]}·{labels(form, paths[0])[1]}", f"{group[1]} · {gloss_of_column(column)}"
    return naming(form, paths)[0], ", ".join(gloss_of_cell(p) for p in paths[:_LISTED]) + (
        " …" if len(paths) > _LISTED else ""
    )
