"""报告的版式：文本、网页、Word、PDF。

How a made report is laid out as a file: plain text in four ways, web pages in five, DOCX, PDF. Each layout
fills the same skeletons of tables and prints the same paragraphs; which layout a report has is drawn from its
own seed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from toolkit.corpus.simulate.dice import pick
from toolkit.corpus.simulate.narrative import Paragraph

LAYOUTS: Mapping[str, tuple[str, ...]] = {
    "text": ("lines", "tabs", "pipes", "spaces"),
    "html": ("plain", "nested", "spans", "chrome", "breaks"),
    "docx": ("word",),
    "pdf": ("page",),
}
SUFFIXES = {"text": "txt", "html": "html", "docx": "docx", "pdf": "pdf"}


@dataclass(slots=True)
class Made:
    """写好而未排印的报告。

    A report that is written and not yet laid out: its title, the line of the page about it (`meta`:
    publication, source), its blocks, the printed cells, the form of its tables, rows that are lost, and the
    lines that sign it.
    """

    title: str
    meta: tuple[str, ...]
    blocks: list[Paragraph]
    cells: Mapping[str, float | None]
    form: str
    hybrid: bool
    lost: frozenset[str] = frozenset()
    signed: tuple[str, ...] = ()
    site: str = ""
    trail: tuple[str, ...] = field(default_factory=tuple)


def lay_out(made: Made, format: str, layout: str, rng: Random) -> bytes:
    """排印成文件。

    The bytes of the file: `format` is text, html, docx or pdf, `layout` one of `LAYOUTS[format]`. Raises
    `ModuleNotFoundError` with a sentence where pdf is asked for and reportlab is not installed.
    """
    if format == "text":
        from toolkit.corpus.simulate.layouts.text import text

        return text(made, layout)
    if format == "html":
        from toolkit.corpus.simulate.layouts.html import html

        return html(made, layout, rng)
    if format == "docx":
        from toolkit.corpus.simulate.layouts.word import word

        return word(made)
    from toolkit.corpus.simulate.layouts.pdf import pdf

    return pdf(made)


def choose(rng: Random, format: str) -> str:
    """抽取版式。 One of the layouts of a format."""
    return pick(rng, LAYOUTS[format])
