"""页面的样子：每一页和认出的内容, 网页、SVG 或 PNG。

What was recognised, drawn on the pages it was recognised on: one self-contained HTML file for a report, or single pages as SVG and PNG. It
is how a reading is debugged, and how a reader checks it. Text of a report stands in tooltips only, escaped; there is no script at all.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path as File

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from toolkit.errors import ReadError
from toolkit.model import Document, Page, Report
from toolkit.reading.folders import real
from toolkit.views import strokes
from toolkit.views.overlays import Mark, Overlay, overlay
from toolkit.views.page_pictures import Picture, Pictures, pictures_of
from toolkit.views.printable import as_html, file_name, visible
from toolkit.views.strokes import LEGEND_HEIGHT, LOOKS, Shape, Words

DPI = 150.0  # figures of 9 points are legible, and a page is a picture of some 200 kB
FEWEST_DPI, MOST_DPI = 30.0, 600.0
_TEMPLATES = File(__file__).parent / "templates"
_SHOWN_WIDTH = 1.75  # pixels a point: A4 is as wide as a laptop's screen is high, a sheet lying on its side 1470


@dataclass(frozen=True)
class PagePicture:
    """一页的画面和画在上面的识别结果。

    A page with what was recognised drawn on it. In a notebook it shows itself, with a tooltip on everything; `svg` and `png` are the two
    pictures, `save` writes one of them.
    """

    page: Page
    marks: tuple[Mark, ...]
    paper: Picture
    png: bytes
    lang: str = "zh"
    inputs: frozenset[str] = frozenset()

    @cached_property
    def svg(self) -> str:
        """SVG 画面, 鼠标停留处有说明。 The page as SVG, the legend under it, with tooltips; it stands alone."""
        height = self.page.height + LEGEND_HEIGHT
        below = _moved(strokes.legend(self.page.width, self.lang), self.page.height)
        inner = _page_shapes(self.page, self.paper, self.marks) + Markup("").join(map(_shape, below))
        return str(_svg(self.page.width, height, inner, round(self.page.width * _SHOWN_WIDTH)))

    def save(self, path: str | os.PathLike[str]) -> None:
        """存为文件, 由扩展名(.png 或 .svg)决定格式。 Write the page; the suffix, .png or .svg, says as what."""
        from toolkit.views.output import write_result

        name = os.fspath(path)
        suffix = File(name).suffix.lower()
        if suffix not in (".png", ".svg"):
            raise ReadError(
                "unknown_suffix",
                name,
                "文件名应以 .png 或 .svg 结尾；请改用其中之一。",
                "The name should end in .png or .svg: use one of them.",
            )
        write_result(name, self.png if suffix == ".png" else self.svg.encode("utf-8", "replace"), self.inputs)

    def __repr__(self) -> str:
        return f"<PagePicture page {self.page.number}, {len(self.marks)} marks>"

    def _repr_html_(self) -> str:
        return f'<div style="max-width:100%;overflow:auto;background:#fff">{self.svg}</div>'

    def _repr_png_(self) -> bytes:
        return self.png


class Look:
    """一份文件的各页, 可逐页画出。

    The pages of a file that was read, with what was recognised; use `look`. Pages are drawn one at a time.
    """

    def __init__(self, document: Document, report: Report | None, pictures: Pictures, dpi: float, lang: str) -> None:
        self.document, self.report, self.dpi, self.lang = document, report, dpi, lang
        self._pictures = pictures
        self._overlay: Overlay = overlay(document, report, lang)

    def page(self, number: int) -> PagePicture:
        """画出一页(编号从 1 起)。 One page, counted from 1. Raises `ReadError` "no_such_page"."""
        page = self._page(number)
        marks = self._marks(number)
        shapes = [shape for mark in marks if mark.kind != "text" for shape in strokes.shapes(mark)]
        shapes += _moved(strokes.legend(page.width, "en"), page.height)  # PNG has no Chinese font
        drawn = self._pictures.draw(page, self.dpi, shapes, LEGEND_HEIGHT)
        return PagePicture(
            page,
            marks,
            self._pictures.draw(page, self.dpi),
            drawn.png,
            self.lang,
            frozenset({real(self.document.file)}),
        )

    def html(self, numbers: Iterable[int] = ()) -> str:
        """全部页面(或其中几页)写成一个网页。 All pages, or some of them, as one HTML file that needs nothing else."""
        pages = self.wanted(numbers)
        style = "".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("base.css", "look.css"))
        digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
        legend_width = 595.0
        legend = Markup("").join(map(_shape, strokes.legend(legend_width, self.lang)))
        return (
            _environment()
            .get_template("look.html")
            .render(
                lang=self.lang,
                english=self.lang == "en",
                style=as_html(style),
                policy=as_html(
                    f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
                ),
                title=visible(
                    (self.report.value("title") if self.report else None) or file_name(File(self.document.file).name)
                ),
                file=file_name(self.document.file),
                notes=[visible(note[self.lang == "en"]) for note in self.document.notes],
                layers={name: names[self.lang == "en"] for name, names in strokes.LAYERS.items()},
                legend=_svg(legend_width, LEGEND_HEIGHT, legend),
                pages=[(page.number, self._drawn(page)) for page in pages],
                count=len(self.document.pages),
                unplaced=self._overlay.unplaced,
            )
        )

    def wanted(self, numbers: Iterable[int] = ()) -> list[Page]:
        """要看的页, 不指定时为全部。 The pages of these numbers, each once; all where none is given. Raises as `page` does."""
        return [self._page(number) for number in dict.fromkeys(numbers)] or list(self.document.pages)

    def _drawn(self, page: Page) -> Markup:
        inner = _page_shapes(page, self._pictures.draw(page, self.dpi), self._marks(page.number))
        return _svg(page.width, page.height, inner, round(page.width * _SHOWN_WIDTH))

    def _marks(self, number: int) -> tuple[Mark, ...]:
        return tuple(mark for mark in self._overlay.marks if mark.page == number)

    def _page(self, number: int) -> Page:
        found = next((page for page in self.document.pages if page.number == number), None)
        if found is None:
            last = len(self.document.pages)
            raise ReadError(
                "no_such_page",
                self.document.file,
                f"没有第 {number} 页；这个文件有 {last} 页, 请给出 1 到 {last} 之间的页码。",
                f"There is no page {number}; the file has {last}: give a number from 1 to {last}.",
            )
        return found


@contextmanager
def look(document: Document, report: Report | None, dpi: float = DPI, lang: str = "zh") -> Iterator[Look]:
    """查看一份读过的文件：页面和认出的内容。

    The pages of a file that was read, to be drawn with what was recognised; without a `report`, with what the reader alone made of it.
    `dpi` (30 to 600) is the resolution of the pictures. Raises `ReadError`: "no_pages", "file_gone", "file_changed", "dpi_out_of_range".
    """
    check_dpi(dpi, document.file)
    with pictures_of(document) as pictures:
        yield Look(document, report, pictures, dpi, lang)


def check_dpi(dpi: float, file: str) -> None:
    """分辨率是否合适。 Raises `ReadError` "dpi_out_of_range" where `dpi` is not between 30 and 600."""
    if not FEWEST_DPI <= dpi <= MOST_DPI:
        raise ReadError(
            "dpi_out_of_range",
            file,
            f"分辨率 {dpi:g} 不合适；应在 {FEWEST_DPI:g} 与 {MOST_DPI:g} 之间, 通常为 {DPI:g}。",
            f"A resolution of {dpi:g} will not do; it is between {FEWEST_DPI:g} and {MOST_DPI:g}, usually {DPI:g}.",
        )


def show_page(report: Report, number: int, dpi: float = DPI, lang: str = "zh") -> PagePicture:
    """画出报告的一页。 One page of a report, counted from 1, with what was recognised drawn on it. Raises `ReadError` as `look` does."""
    with look(report.document, report, dpi, lang) as pages:
        return pages.page(number)


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _moved(shapes: Iterable[Shape], down: float) -> Iterator[Shape]:
    for shape in shapes:
        if isinstance(shape, Words):
            yield replace(shape, y=shape.y + down)
        else:
            yield replace(shape, points=tuple((x, y + down) for x, y in shape.points))


def _svg(width: float, height: float, inner: Markup, shown: int | None = None) -> Markup:
    size = f' width="{shown}"' if shown else ""
    return as_html(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}"{size} role="img"'
        f" font-family=\"Helvetica,Arial,'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif\">{inner}</svg>"
    )


def _page_shapes(page: Page, paper: Picture, marks: Iterable[Mark]) -> Markup:
    """The picture of the page, and over it every mark with its tooltip, in groups by layer."""
    data = base64.b64encode(paper.png).decode("ascii")
    made = [
        as_html(f'<image width="{_n(page.width)}" height="{_n(page.height)}" href="data:image/png;base64,{data}"/>')
    ]
    for layer, run in strokes.by_layer(marks):
        groups = Markup("").join(map(_group, run))
        made.append(as_html(f'<g class="layer-{layer}">{groups}</g>'))
    return Markup("").join(made)


def _group(mark: Mark) -> Markup:
    title = as_html(f"<title>{escape(visible(mark.title))}</title>") if mark.title else Markup("")
    inner = Markup("").join(map(_shape, strokes.shapes(mark)))
    touch = _touch(mark) if LOOKS[mark.kind].layer == "claims" else Markup("")
    return as_html(f"<g>{title}{touch}{inner}</g>")


def _touch(mark: Mark) -> Markup:
    """An area without colour over the words of a claim, since a line is hard to point at."""
    left, top, right, bottom = mark.box
    return as_html(
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" height="{_n(bottom - top)}" fill="#fff" fill-opacity="0"/>'
    )


def _shape(shape: Shape) -> Markup:
    if isinstance(shape, Words):
        return as_html(
            f'<text x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}" text-anchor="{shape.anchor}" fill="{shape.color}"'
            f' stroke="#fff" stroke-width="{_n(shape.size / 5)}" stroke-linejoin="round" paint-order="stroke">'
            f"{escape(visible(shape.text))}</text>"
        )
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
    line = f' stroke="{shape.color}" stroke-width="{_n(shape.width)}"' if shape.width else ""
    dash = f' stroke-dasharray="{" ".join(map(_n, shape.dash))}"' if shape.dash else ""
    if shape.closed:
        return as_html(
            f'<polygon points="{points}" fill="{shape.color}" fill-opacity="{_n(shape.opacity)}"{line}{dash}/>'
        )
    return as_html(f'<polyline points="{points}" fill="none"{line}{dash}/>')


def _n(value: float) -> str:
    """A number of the drawing: a hundredth of a point is finer than anything printed."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
