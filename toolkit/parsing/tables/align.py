"""行对齐：印出的行与法定行一次性对齐。

Printed rows against the rows of the form, as one alignment in order: exact labels first, similarity only for what is left.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Indel

from toolkit.parsing.normalise import normal, normal_bare, numbering
from toolkit.parsing.tables.labels import FormRow, glued_rows

# Below this similarity a label is another row, not a damaged one: a label that lost a third of its characters keeps 0.8, and most
# statutory rows reach at most 0.55 with each other. Those that are nearer (予以公开 / 不予公开 0.75) are kept apart by CLEARLY.
LEAST_SIMILARITY = 0.62
# a damaged label must be nearer to its row than to any other row of the table, up to this difference
CLEARLY = 0.05
# with the same printed number at the right place, half of the characters are enough
LEAST_NUMBERED = 0.45


def similarity(text: str, row: FormRow) -> float:
    """标签与法定行的相似度。 1 for an exact label, less for a damaged one, 0 for another row."""
    if glued_rows(text):
        return 0.0
    best = 0.0
    for name in {normal(text), normal_bare(text)}:
        if name in row.names:
            return 1.0
        for known in row.names:
            best = max(best, Indel.normalized_similarity(name, known))
    number = numbering(text)
    if number and row.number and number.strip(".,、()") == row.number.strip(".,、()"):
        return best if best >= LEAST_NUMBERED else 0.0
    return best if best >= LEAST_SIMILARITY else 0.0


def align(texts: list[list[str]], rows: tuple[FormRow, ...]) -> list[int | None]:
    """对齐。

    For every printed row (its possible readings, best first) the index of the form's row, None for a row that the form does not
    have. Order is kept, except for labels that are printed exactly and only once out of order.
    """
    first = _exact(texts, rows)
    known = [n for n in first if n is not None]
    if None not in first and all(a < b for a, b in pairwise(known)):
        return first
    aligned = _in_order(texts, rows)
    _prefer_numbered(texts, first, aligned, rows)
    taken = {n for n in aligned if n is not None}
    for at, n in enumerate(first):
        if aligned[at] is None and n is not None and n not in taken and len(normal(texts[at][0])) > 3:
            aligned[at] = n
            taken.add(n)
    return aligned


def _exact(texts: list[list[str]], rows: tuple[FormRow, ...]) -> list[int | None]:
    """The row of the form that every printed row names in its own words."""
    names = {name: n for n, row in reversed(list(enumerate(rows))) for name in row.names}
    return [
        next((names[k] for t in readings for k in (normal(t), normal_bare(t)) if k in names), None)
        for readings in texts
    ]


def _standing(text: str, row: FormRow) -> int:
    """How well a printed list number speaks for a row: 1 the right one, -1 another, 0 where either has none."""
    printed, wanted = numbering(text).strip(".,、()"), row.number.strip(".,、()")
    return 0 if not printed or not wanted else 1 if printed == wanted else -1


def _claimants(first: list[int | None], aligned: list[int | None], at: int) -> list[int]:
    """Printed rows that name the same row of the form as the one at `at` and stand where it may stand."""
    low = next((n for n in range(at - 1, -1, -1) if aligned[n] is not None), -1)
    high = next((n for n in range(at + 1, len(aligned)) if aligned[n] is not None), len(aligned))
    return [n for n in range(low + 1, high) if n != at and aligned[n] is None and first[n] == aligned[at]]


def _prefer_numbered(
    texts: list[list[str]], first: list[int | None], aligned: list[int | None], rows: tuple[FormRow, ...]
) -> None:
    """Of several rows with the label of one row of the form, the one with the right list number is that row."""
    for at in range(len(aligned)):
        n = aligned[at]
        if n is None or not texts[at]:
            continue
        others = [k for k in _claimants(first, aligned, at) if texts[k]]
        best = max(others, key=lambda k: _standing(texts[k][0], rows[n]), default=at)
        if _standing(texts[best][0], rows[n]) > _standing(texts[at][0], rows[n]):
            aligned[at], aligned[best] = None, n


def contested(texts: list[list[str]], aligned: list[int | None], rows: tuple[FormRow, ...]) -> dict[int, list[int]]:
    """同名的行。

    For every aligned row the other printed rows that name the same row of the form, stand where it may stand, and whose list number
    speaks as well for them: nothing printed says which of them is meant.
    """
    if None not in aligned:
        return {}
    first = _exact(texts, rows)
    found: dict[int, list[int]] = {}
    for at, n in enumerate(aligned):
        if n is None or not texts[at]:
            continue
        standing = _standing(texts[at][0], rows[n])
        rivals = [k for k in _claimants(first, aligned, at) if texts[k] and _standing(texts[k][0], rows[n]) >= standing]
        if rivals:
            found[at] = rivals
    return found


@lru_cache(maxsize=4096)
def _scores(readings: tuple[str, ...], rows: tuple[FormRow, ...]) -> tuple[float, ...]:
    """The similarity of a printed row with every row of the form; 0 for rows that are clearly not the nearest."""
    line = [max(similarity(text, row) for text in readings) if readings else 0.0 for row in rows]
    limit = max(line, default=0.0) - CLEARLY
    return tuple(value if value >= limit else 0.0 for value in line)


def _in_order(texts: list[list[str]], rows: tuple[FormRow, ...]) -> list[int | None]:
    """The best alignment that keeps the order, by dynamic programming."""
    height, width = len(texts), len(rows)
    score = [_scores(tuple(readings), rows) for readings in texts]
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            value = max(best[i + 1][j], best[i][j + 1])
            # a row counts for more than what its similarity says: exact labels are worth twice
            weight = score[i][j] + (score[i][j] == 1.0)
            if score[i][j] and best[i + 1][j + 1] + weight > value:
                value = best[i + 1][j + 1] + weight
            best[i][j] = value
    found: list[int | None] = [None] * height
    i = j = 0
    while i < height and j < width:
        weight = score[i][j] + (score[i][j] == 1.0)
        if score[i][j] and best[i][j] == best[i + 1][j + 1] + weight:
            found[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found
