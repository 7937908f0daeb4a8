"""一组单元格的名称。

What a set of cells is called: a path with a star for machines, the printed labels for people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.checking.instances import labels, naming
from toolkit.model import Cell
from toolkit.vocabulary import form as statutory_form


def _group(paths: Sequence[str], cells: Mapping[str, Cell]) -> str | None:
    """The group ("requests.refused") all of whose rows the paths are, in one column."""
    steps = paths[0].split(".")
    if len(steps) != 4 or any(p.split(".")[:2] != steps[:2] for p in paths):
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
    """几个单元格的中英文名称。 A set of cells in words: the group's label where they are one, else the labels of each."""
    if not paths:
        return "", ""
    stem = _group(paths, cells) if len(paths) > 1 else None
    if stem:
        key = stem.split(".")[1]
        table = statutory_form(form).table("requests")
        label = next((r for b in table.blocks for r in b.rows if r.group == key), None)
        caption = next(
            (
                r.number + r.label
                for b in table.blocks
                for r in b.rows
                if not r.key and label and _before(b.rows, r, label)
            ),
            key,
        )
        column = labels(form, paths[0])[1]
        return f"{caption}·{column}", place_of(paths, cells)
    return naming(form, paths)[0], place_of(paths, cells)


def _before(rows: Sequence[object], caption: object, first: object) -> bool:
    """Whether the caption is the line right above the first row of its group."""
    listed = list(rows)
    return listed.index(caption) == listed.index(first) - 1
