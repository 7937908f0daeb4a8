"""扫描件：本机识别的网格、文字、存疑与出错。 Scans: grids, text and doubts recognised on this machine, and what is refused."""

from __future__ import annotations

import importlib.util
import io
from functools import cache
from typing import Any

import pytest

from tests.reading.conftest import assert_places, grids
from toolkit.errors import ReadError
from toolkit.model import Document, Grid
from toolkit.reading import read_bytes
from toolkit.reading.scan import extra, pictures, read_image
from toolkit.reading.scan.paragraphs import PrintedLine, paragraphs

pytestmark = pytest.mark.slow

EXTRA = all(importlib.util.find_spec(name) for name in extra.NEEDED)
needs_extra = pytest.mark.skipif(not EXTRA, reason="the extra [scan] is not installed")

ROWS = [["1", "0", "7"], ["42", "9", "1395"], ["", "6", "0"]]
SIZE = (900, 620)


def saved(image: Any, format: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, dpi=(150, 150), **options)
    return out.getvalue()


def drawn(turn: float = 0.0, mode: str = "RGB", words: bool = True) -> Any:
    """A page with a ruled table of ROWS under a line of words, which tells which way up it stands."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=28)
    if words:
        draw.text((120, 60), "Annual report on open government", fill="black", font=font)
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            x, y = 120 + 200 * c, 160 + 60 * r
            draw.rectangle((x, y, x + 200, y + 60), outline="black", width=3)
            draw.text((x + 90, y + 14), text, fill="black", font=font)
    return image.rotate(turn, fillcolor="white", resample=3, expand=turn % 90 == 0).convert(mode)


@cache
def plain_page() -> Document:
    return read_image(saved(drawn()), "page")


def assert_no_wrong_number(document: Document) -> list[str]:
    """No cell of the drawn table says another number than was drawn there; returns the cells that were read with certainty."""
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert (grid.rows, grid.columns) == (3, 3)
    certain = [cell for cell in grid.cells if not document.doubt(cell.source)]
    for cell in certain:
        assert cell.text == ROWS[cell.row][cell.column]
        assert cell.box
    return [cell.text for cell in certain]


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda name: None)
    with pytest.raises(ReadError, match="pip install") as error:
        read_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "page.png")
    assert error.value.code == "scan_extra_missing"


def test_lines_become_paragraphs() -> None:
    rows = [
        ("    first line of the text,", 100, 500),
        ("that goes on to its end", 76, 300),
        ("a new one begins here", 100, 500),
    ]
    lines = [PrintedLine(t, a, 100 + 20 * i, b, 114 + 20 * i, 1, i) for i, (t, a, b) in enumerate(rows)]
    assert [p.lines for p in paragraphs(lines, (76, 500))] == [(0, 1), (2,)]


@needs_extra
def test_a_drawn_table_is_read() -> None:
    document = plain_page()
    assert_places(document)
    assert document.format == "scan"
    assert len(assert_no_wrong_number(document)) == 9
    for cell in grids_of(document):
        if cell.text:
            assert document.confidence(cell.source.start, cell.source.end) > 0.9


def grids_of(document: Document) -> list[Any]:
    return [cell for block in document.blocks if isinstance(block, Grid) for cell in block.cells]


@needs_extra
@pytest.mark.parametrize(
    ("turn", "mode", "format"),
    [
        (1.2, "L", "TIFF"),
        (180, "CMYK", "JPEG"),
        (90, "P", "PNG"),
        (0, "RGBA", "PNG"),
        (0, "I;16", "PNG"),
        (0, "1", "TIFF"),
    ],
)
def test_turned_pages_and_modes_of_colour(turn: float, mode: str, format: str) -> None:
    image = drawn(turn, "L" if mode == "I;16" else mode)
    document = read_bytes(
        saved(image.convert("I").point(lambda v: v * 256).convert(mode) if mode == "I;16" else image, format), "page"
    )
    assert_places(document)
    assert len(assert_no_wrong_number(document)) >= 7


@needs_extra
def test_an_empty_cell_between_thick_lines_stays_blank() -> None:
    assert grids(plain_page())[0][2][0] == ""


@needs_extra
def test_digits_alone_that_may_be_upside_down_are_all_in_doubt() -> None:
    document = read_image(saved(drawn(180, words=False)), "page")
    digits = [cell for cell in grids_of(document) if any(c.isdigit() for c in cell.text)]
    assert digits
    assert all(document.doubt(cell.source) for cell in digits)


@needs_extra
def test_a_red_seal_over_numbers_is_no_ink_of_theirs() -> None:
    from PIL import ImageChops, ImageDraw

    page = drawn()
    stamp = page.copy()
    draw = ImageDraw.Draw(stamp)
    draw.ellipse((180, 130, 420, 370), outline=(225, 90, 90), width=12)
    draw.regular_polygon((300, 250, 60), 5, fill=(225, 90, 90))
    assert len(assert_no_wrong_number(read_image(saved(ImageChops.darker(page, stamp)), "page"))) >= 7


@needs_extra
@pytest.mark.parametrize(("mark", "status"), [((235, 235, 235), "faint"), ((200, 30, 30), "red")])
def test_a_cell_that_is_not_surely_blank_is_in_doubt(mark: tuple[int, int, int], status: str) -> None:
    from PIL import ImageDraw, ImageFont

    page = drawn()
    ImageDraw.Draw(page).text((210, 294), "8", fill=mark, font=ImageFont.load_default(size=28))
    document = read_image(saved(page), "page")
    (cell,) = [cell for cell in grids_of(document) if (cell.row, cell.column) == (2, 0)]
    assert cell.text == "8" or document.doubt(cell.source), status


@needs_extra
def test_pages_beyond_the_limit_leave_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PAGES", 1)
    page = drawn()
    assert len(plain_page().notes) == 1
    document = read_image(saved(page, "TIFF", save_all=True, append_images=[page, page]), "page")
    assert (len(document.pages), len(document.notes)) == (1, 2)
    assert "只读了前 1 页" in document.notes[1][0]


@needs_extra
def test_an_animation_gives_its_first_frame_and_says_so() -> None:
    page = drawn(mode="P")
    (image,) = pictures.page_images(saved(page, "GIF", save_all=True, append_images=[drawn(180, "P")]), "page")
    assert (image.number, image.last) == (1, True)
    (image,) = pictures.page_images(saved(page, "GIF"), "page")
    assert not image.last


@needs_extra
@pytest.mark.parametrize("case", ["blank", "noise", "truncated", "tiny", "zero", "bomb"])
def test_pictures_that_are_refused(case: str) -> None:
    from PIL import Image

    data, code = {
        "blank": lambda: (saved(Image.new("RGB", (800, 1000), "white")), "no_text_recognised"),
        "noise": lambda: (saved(Image.effect_noise((800, 600), 60)), "no_text_recognised"),
        "truncated": lambda: (saved(drawn())[:1500], "picture_damaged"),
        "tiny": lambda: (saved(Image.new("RGB", (3, 3))), "picture_too_small"),
        "zero": lambda: (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0\x08\x02\0\0\0", "picture_damaged"),
        "bomb": lambda: (saved(Image.new("1", (30000, 30000))), "picture_too_large"),
    }[case]()
    with pytest.raises(ReadError) as error:
        read_image(data, "page.png")
    assert error.value.code == code
