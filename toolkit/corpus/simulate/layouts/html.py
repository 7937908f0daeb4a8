"""网页版式。

Reports as web pages: a plain page, nested layout tables, text cut into runs, a page full of a site's chrome. No
script, nothing fetched.
"""

from __future__ import annotations

from functools import cache
from random import Random

from toolkit.corpus.simulate.dice import between
from toolkit.corpus.simulate.layouts import Made
from toolkit.corpus.simulate.sheets import sheet
from toolkit.corpus.simulate.tables import printed, skeleton

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def html(made: Made, layout: str, rng: Random) -> bytes:
    """排成网页。 The report as a page; `layout` is plain, nested, spans, chrome or breaks (declared gb2312)."""
    title = made.title.translate(_ESCAPED)
    meta = " ".join(f"<span>{line}</span>" for line in made.meta)
    frame = sheet("pages")[layout]
    words = {"title": title, "meta": meta, "trail": " &gt; ".join(made.trail), "site": made.site}
    charset = "gb2312" if layout == "breaks" else "utf-8"
    parts = [
        f"<!DOCTYPE html>\n<html lang='zh-CN'>\n<head><meta charset='{charset}'><title>{title}</title></head>\n<body>\n",
        frame["before"].format(**words),
    ]
    for block in made.blocks:
        if block.kind == "table":
            parts.append(_table(made, block.table, layout))
        elif layout == "breaks":
            parts.append(f"　　{block.text.translate(_ESCAPED)}<br>\n<br>\n")
        elif layout == "spans":
            parts.append(_runs(block.text, block.kind, rng))
        elif block.kind == "heading":
            parts.append(f"<p><strong>{block.text}</strong></p>\n")
        else:
            parts.append(f"<p>{block.text.translate(_ESCAPED)}</p>\n")
    parts += [f"<p style='text-align:right'>{line}</p>\n" for line in made.signed]
    parts += [frame["after"].format(**words), "</body>\n</html>\n"]
    # pages of this layout are older than the use of UTF-8
    return "".join(parts).encode("gb18030" if layout == "breaks" else "utf-8")


def _runs(text: str, kind: str, rng: Random) -> str:
    """Text cut into spans at any place, as word processors leave it; a cut may go through a number."""
    tag = "strong" if kind == "heading" else "span"
    runs, at = [], 0
    while at < len(text):
        end = at + between(rng, 3, 60)
        runs.append(f"<{tag}>{text[at:end].translate(_ESCAPED)}</{tag}>")
        at = end
    return f"<p>{''.join(runs)}</p>\n"


def _table(made: Made, name: str, layout: str) -> str:
    template, places = _template(made.form, made.hybrid, name, layout, made.lost)
    return template % tuple(printed(made.cells, path) for path in places)


@cache
def _template(form: str, hybrid: bool, name: str, layout: str, lost: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    opened, closed = sheet("pages")[layout]["cell"]
    lines, places = ["<table border='1' cellspacing='0'>"], []
    for row in skeleton(form, hybrid, name, lost=lost):
        cells = []
        for slot in row:
            spans = (f' colspan="{slot.across}"' if slot.across > 1 else "") + (
                f' rowspan="{slot.down}"' if slot.down > 1 else ""
            )
            text = slot.text.translate(_ESCAPED).replace("%", "%%") if not slot.path else "%s"
            cells.append(f"<td{spans}>{opened}{text}{closed}</td>")
            if slot.path:
                places.append(slot.path)
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines.append("</table>\n")
    return "\n".join(lines), tuple(places)
