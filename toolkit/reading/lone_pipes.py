"""一格一行、行尾带竖线的表格：去掉竖线, 就是一格一行的普通版式。

Tables copied with one cell a line and a pipe at its end or on a line of its own (`规章 |`, `0 |`, `|`), as pages converted to Markdown
and cut up again give them. The pipes separate nothing there: without them the lines are the plain layout of one cell a line. Only where
a file holds many such lines and hardly a row of several cells; elsewhere a pipe parts the cells of a row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.reading.places import cut
from toolkit.reading.rows import TextLine

_LONE = re.compile(r"\s*(?:\|\s*)?(?P<cell>[^|]*?)\s*(?:\|\s*)?")
_ONLY = re.compile(r"[\s|]*\|[\s|]*")
# One statutory table of applications has more than two hundred cells; a row of a real pipe table has several of them.
_FEWEST, _ROWS_AT_MOST = 30, 0.1


def without_lone_pipes(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """去掉一格一行版式里的竖线。 Lines with the pipes of one-cell lines taken off; all other files are returned as they are."""
    piped = [line for line in lines if "|" in line.text]
    lone = sum(_lone(line.text) is not None for line in piped)
    if lone < _FEWEST or len(piped) - lone > lone * _ROWS_AT_MOST:
        return lines
    made = []
    for line in lines:
        span = _lone(line.text) if "|" in line.text else None
        made.append(line if span is None else TextLine(line.text[slice(*span)], cut(line.pieces, *span), line.hints))
    return made


def _lone(text: str) -> tuple[int, int] | None:
    """The span of the one cell of a line that pipes frame, an empty span for pipes alone; None where pipes part several cells."""
    if _ONLY.fullmatch(text):
        return 0, 0
    match = _LONE.fullmatch(text)
    return match.span("cell") if match else None
