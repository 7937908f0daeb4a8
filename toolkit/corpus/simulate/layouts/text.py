"""纯文本版式。

Reports as plain text: tables with one cell per line, as tabbed rows, as Markdown pipes, or with rows on one
line between spaces.
"""

from __future__ import annotations

from functools import cache

from toolkit.corpus.simulate.layouts import Made
from toolkit.corpus.simulate.tables import Rows, printed, skeleton

BLANK = {"lines": "/", "spaces": "/", "tabs": "", "pipes": ""}
BETWEEN = {"lines": "\n", "spaces": " ", "tabs": "\t", "pipes": " | "}


def text(made: Made, layout: str) -> bytes:
    """排成文本。 The report as UTF-8 text; `layout` is lines, tabs, pipes or spaces."""
    indent = "　　" if layout != "pipes" else ""
    gap = "\n" if layout in ("tabs", "pipes") else ""
    lines = [made.title, "", *([BETWEEN["spaces"].join(made.meta), ""] if made.meta else [])]
    for block in made.blocks:
        if block.kind == "table":
            lines += [gap + table(made, block.table, layout) + gap]
        elif block.kind in ("heading", "caption"):
            lines.append(block.text)
        else:
            lines.append(indent + block.text)
    lines += [indent * 5 + line for line in made.signed]
    return ("\n".join(lines) + "\n").encode("utf-8")


def table(made: Made, name: str, layout: str) -> str:
    """一张表的文本。 A table as text."""
    template, places = _template(made.form, made.hybrid, name, layout, made.lost)
    blank = BLANK[layout]
    return template % tuple(printed(made.cells, path) or blank for path in places)


@cache
def _template(form: str, hybrid: bool, name: str, layout: str, lost: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    rows = skeleton(form, hybrid, name, True, lost)
    if layout == "lines":
        cells = [slot.text or "%s" for row in rows for slot in row if slot.text or slot.path]
        return "\n".join(cells), _places(rows)
    between = BETWEEN[layout]
    lines = []
    for row in rows:
        cells = [slot.text if slot.text or not slot.path else "%s" for slot in row]
        line = between.join(cell for cell in cells if cell or layout != "spaces")
        lines.append(f"| {line} |" if layout == "pipes" else line)
    return "\n".join(lines), _places(rows)


def _places(rows: Rows) -> tuple[str, ...]:
    return tuple(slot.path for row in rows for slot in row if slot.path)
