"""Pages with what was recognised drawn on them: every mark stands on the ink it speaks of, nothing is lost, nothing can run."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy
import pytest
from PIL import Image

from tests.reading.pdf_files import Style, draw_report
from toolkit import cli
from toolkit.errors import OgiError, ReadError
from toolkit.model import Box, Document, Doubt, Page, Paragraph, Report, Source, Stretch
from toolkit.pipeline import run
from toolkit.views import look_files, page_pictures, strokes
from toolkit.views.look_files import place_of
from toolkit.views.notebook import ReadReport
from toolkit.views.overlays import overlay, places
from toolkit.views.page_pictures import pictures_of
from toolkit.views.pages import look, show_page
from toolkit.vocabulary import cell_paths

pytestmark = pytest.mark.slow

REPORTS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
# upright pages, sheets lying on their side, a table without lines
PRINTED = ("heting-city-2020.pdf", "weiling-county-2023.pdf", "shiliao-town-2022.pdf")
TURNED = "pages turned by /Rotate"


@cache
def read(name: str) -> Report:
    return run(REPORTS / name)


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report whose pages are stored upright and shown on their side."""
    paths = cell_paths("2021", "standard")
    file = tmp_path_factory.mktemp("look") / "turned.pdf"
    file.write_bytes(draw_report("2021", "standard", 2023, dict.fromkeys(paths, "27"), Style(sideways=True)))
    return run(file)


@pytest.fixture(params=[*PRINTED, TURNED])
def printed(request: pytest.FixtureRequest, turned: Report) -> Report:
    return turned if request.param == TURNED else read(request.param)


def pixels(png: bytes) -> numpy.ndarray:
    return numpy.asarray(Image.open(io.BytesIO(png)).convert("L"))


def slack(ink: numpy.ndarray, box: Box, scale: float) -> float | None:
    """How far, in points, the ink in a box and half a point around it is from the sides of the box; None where there is none."""
    left, top, right, bottom = (round(v * scale) for v in (box[0] - 0.5, box[1] - 0.5, box[2] + 0.5, box[3] + 0.5))
    inside = ink[max(top, 0) : bottom, max(left, 0) : right] < 160
    if not inside.any():
        return None
    rows, columns = numpy.flatnonzero(inside.any(axis=1)), numpy.flatnonzero(inside.any(axis=0))
    ends = (columns[0], rows[0], inside.shape[1] - 1 - columns[-1], inside.shape[0] - 1 - rows[-1])
    return max(ends) / scale


def test_the_box_of_a_figure_fits_its_ink(printed: Report) -> None:
    """Pages drawn anew and the places the reader gave: every figure of a statutory cell fills its box, on turned pages too."""
    marks = overlay(printed.document, printed).marks
    figures = [mark for mark in marks if mark.kind == "figure"]
    assert len(figures) > 100
    with pictures_of(printed.document) as pictures:
        for page in printed.document.pages:
            ink = pixels(pictures.draw(page, 144).png)
            assert ink.shape == (round(page.height * 2), round(page.width * 2))
            loose = [(m.title, slack(ink, m.box, 2)) for m in figures if m.page == page.number]
            assert [(title, fit) for title, fit in loose if fit is None or fit > 3.0] == []


def test_a_figure_stands_in_the_cell_that_is_drawn_around_it(printed: Report) -> None:
    marks = overlay(printed.document, printed).marks
    cells = {(m.title, m.page): m.box for m in marks if m.kind == "given"}
    for mark in marks:
        if mark.kind == "figure":
            left, top, right, bottom = cells[mark.title, mark.page]
            x, y = (mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2
            assert left < x < right, mark.title
            assert top < y < bottom, mark.title


def test_nothing_is_lost(printed: Report) -> None:
    """Every cell and every claim is on a page or in the list of what is on none."""
    made = overlay(printed.document, printed)
    said = [mark.title for mark in made.marks] + list(made.unplaced)
    for cell in printed.cells:
        assert any(title.startswith(f"{cell.path} ") for title in said), cell.path
    for number, claim in enumerate(printed.claims, 1):
        kinds = {m.kind for m in made.marks if m.label == str(number) and m.kind.startswith("claim_")}
        assert kinds == {f"claim_{claim.verdict}"} or any(title.startswith(f"{number} ") for title in made.unplaced)


def test_every_kind_has_a_look_and_a_layer() -> None:
    kinds = {mark.kind for name in PRINTED for mark in overlay(read(name).document, read(name)).marks}
    assert kinds <= set(strokes.LOOKS)
    assert {seen.layer for seen in strokes.LOOKS.values()} == set(strokes.LAYERS)


def made_document(text: str, *stretches: Stretch, doubts: tuple[Doubt, ...] = ()) -> Document:
    paragraph = Paragraph(text, Source(text, 0, len(text), 0), ((0, 0, len(text)),))
    return Document(
        "x.pdf", "", "pdf", "", text, (paragraph,), pages=(Page(1, 200, 100),), stretches=stretches, doubts=doubts
    )


@pytest.mark.parametrize(
    ("text", "start", "end", "box"),
    [
        ("收到申请", 0, 4, (10, 10, 50, 20)),
        ("收到申请", 2, 4, (30, 10, 50, 20)),
        ("收到12", 2, 4, (10 + 40 * 2 / 3, 10, 50, 20)),  # a Chinese character is as wide as two figures
    ],
)
def test_part_of_a_line_is_measured_by_the_widths_of_its_characters(text: str, start: int, end: int, box: Box) -> None:
    document = made_document(text, Stretch(0, len(text), 1, (10, 10, 50, 20)))
    ((page, found),) = places(document, start, end)
    assert page == 1
    assert found == pytest.approx(box)


def test_text_set_upright_is_not_divided() -> None:
    document = made_document("办理结果", Stretch(0, 4, 1, (10, 10, 20, 50)))
    assert places(document, 1, 2) == [(1, (10, 10, 20, 50))]


def test_pieces_of_one_line_are_one_rectangle_and_two_lines_are_two() -> None:
    stretches = (
        Stretch(0, 2, 1, (10, 10, 30, 20)),
        Stretch(2, 4, 1, (31, 10, 40, 20)),
        Stretch(4, 6, 1, (10, 30, 30, 40)),
    )
    assert places(made_document("收到12申请", *stretches), 0, 6) == [(1, (10, 10, 40, 20)), (1, (10, 30, 30, 40))]


def test_a_doubt_is_marked_with_its_reason() -> None:
    document = made_document("12", Stretch(0, 2, 1, (10, 10, 20, 20)), doubts=(Doubt(0, 2, "两读不同", "they differ"),))
    (mark,) = (m for m in overlay(document, None, "en").marks if m.kind == "doubt")
    assert "they differ" in mark.title


def test_claims_that_overlap_are_underlined_below_one_another() -> None:
    report = read("weiling-county-2023.pdf")
    claim = report.claims[0]
    doubled = replace(report, claims=(claim, claim))
    depths = {m.label: m.depth for m in overlay(doubled.document, doubled).marks if m.kind.startswith("claim_")}
    assert depths == {"1": 0, "2": 1}


def test_what_is_not_printed_is_listed() -> None:
    report = read("heting-city-2020.pdf")
    absent = replace(report.cells[0], status="absent", value=None, raw="", source=Source())
    changed = replace(report, cells=(absent, *report.cells[1:]))
    assert any(line.startswith(absent.path) for line in overlay(changed.document, changed).unplaced)


HOSTILE = '</title></svg></style><script>window.hit=1</script><img src=x onerror="window.hit=2">\u202e\x1b[31m]]>'


@pytest.fixture
def hostile() -> Report:
    """A report whose every printed string would harm a careless page."""
    report = read("heting-city-2020.pdf")
    text = report.document.text
    facts = {name: replace(fact, value=HOSTILE) for name, fact in report.facts.items()}
    doubts = (Doubt(0, 5, HOSTILE, HOSTILE),)
    document = replace(report.document, doubts=doubts, notes=((HOSTILE, HOSTILE),), text=HOSTILE + text[len(HOSTILE) :])
    cells = [replace(c, raw=HOSTILE, note=HOSTILE) for c in report.cells]
    claims = [replace(c, quote=HOSTILE, why_zh=HOSTILE) for c in report.claims]
    lost = replace(claims[0], source=Source())
    return replace(report, document=document, facts=facts, cells=tuple(cells), claims=(*claims, lost))


def test_no_text_of_a_report_becomes_markup(hostile: Report) -> None:
    with look(hostile.document, hostile, 40) as pages:
        html = pages.html()
        svg = pages.page(1).svg
    for made in (html, svg):
        assert "window.hit" in made
        assert not re.search(r"<script|<img|onerror=\"|\x1b|\u202e", made)
        assert not re.search(r"\s(?:on\w+|style)=", re.sub(r">[^<]*<", "><", made))
    assert html.count("</style>") == 1
    assert "default-src 'none'; img-src data:;" in html
    assert not re.search(r"(?:href|src)=\"(?!data:image/png;base64,)", html)


def test_svg_is_well_formed(hostile: Report) -> None:
    from lxml import etree

    tree = etree.fromstring(show_page(hostile, 1, 40).svg.encode("utf-8"))
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(tree.findall(".//{*}title")) > 50


def test_a_page_shows_itself_and_can_be_saved(tmp_path: Path) -> None:
    shown = ReadReport(read("weiling-county-2023.pdf")).show_page(3, dpi=72)
    page = read("weiling-county-2023.pdf").document.pages[2]
    image = Image.open(io.BytesIO(shown._repr_png_()))
    assert image.size == (round(page.width), round(page.height + strokes.LEGEND_HEIGHT))
    assert image.info["dpi"] == pytest.approx((72, 72), abs=0.1)
    assert "<svg" in shown._repr_html_()
    shown.save(tmp_path / "new" / "page.png")
    shown.save(tmp_path / "page.svg")
    assert (tmp_path / "new" / "page.png").read_bytes() == shown.png
    with pytest.raises(ReadError, match=r"\.png"):
        shown.save(tmp_path / "page.pdf")
    drawn, paper = pixels(shown.png)[: round(page.height)], pixels(shown.paper.png)
    assert (drawn != paper).mean() > 0.01


def test_the_same_page_is_drawn_the_same() -> None:
    first, second = (show_page(read("heting-city-2020.pdf"), 2, 60) for _ in range(2))
    assert (first.png, first.svg) == (second.png, second.svg)


@pytest.mark.parametrize(
    ("number", "dpi", "code"), [(0, 72, "no_such_page"), (99, 72, "no_such_page"), (1, 5, "dpi_out_of_range")]
)
def test_pages_that_cannot_be_shown(number: int, dpi: float, code: str) -> None:
    with pytest.raises(OgiError) as error:
        show_page(read("heting-city-2020.pdf"), number, dpi)
    assert error.value.code == code


def test_a_file_without_pages_says_so() -> None:
    with pytest.raises(ReadError) as error:
        show_page(run(REPORTS / "dongchang-2020.txt"), 1)
    assert error.value.code == "no_pages"


def test_a_file_that_is_gone_or_changed_is_not_drawn(tmp_path: Path, turned: Report) -> None:
    file = tmp_path / "moved.pdf"
    moved = replace(turned, document=replace(turned.document, file=str(file)))
    with pytest.raises(ReadError) as error:
        show_page(moved, 1)
    assert error.value.code == "file_gone"
    file.write_bytes(Path(turned.document.file).read_bytes() + b"\n")
    with pytest.raises(ReadError) as error:
        show_page(moved, 1)
    assert error.value.code == "file_changed"


def test_pictures_of_a_scan_are_its_frames(tmp_path: Path) -> None:
    """A TIFF of two frames, one upright, one lying: each is drawn as it is displayed."""
    import hashlib

    frames = [Image.new("L", (400, 600), 255), Image.new("L", (600, 400), 255)]
    frames[0].paste(0, (40, 60, 80, 90))
    frames[1].paste(0, (300, 200, 360, 240))
    file = tmp_path / "scan.tif"
    frames[0].save(file, save_all=True, append_images=frames[1:], dpi=(100, 100))
    pages = (Page(1, 288, 432), Page(2, 432, 288))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    document = Document(str(file), digest, "scan", "", "", (), pages=pages)
    with pictures_of(document) as pictures:
        boxes = {1: (28.8, 43.2, 57.6, 64.8), 2: (216, 144, 259.2, 172.8)}
        for page in (pages[1], pages[0], pages[1]):  # in any order
            box = boxes[page.number]
            ink = pixels(pictures.draw(page, 144).png)
            assert ink.shape == (page.height * 2, page.width * 2)
            assert slack(ink, box, 2) == pytest.approx(0.5, abs=0.6)
            assert (ink < 160).sum() == pytest.approx((box[2] - box[0]) * (box[3] - box[1]) * 4, rel=0.1)


def test_a_very_large_page_is_drawn_with_fewer_dots(monkeypatch: pytest.MonkeyPatch) -> None:
    report = read("heting-city-2020.pdf")
    monkeypatch.setattr(page_pictures, "MOST_PIXELS", 1_000_000)
    with pictures_of(report.document) as pictures:
        drawn = pictures.draw(Page(1, 2_000, 2_000), 600)
    assert drawn.dpi == pytest.approx(36)
    assert pixels(drawn.png).shape == (1000, 1000)


read_once = cache(look_files.read_to_look)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(look_files, "read_to_look", read_once)
    return tmp_path


def test_ogi_look_writes_one_page_and_says_where(
    folder: Path, turned: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["look", turned.document.file, "--dpi", "40", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "turned-pages.html\n"
    html = (folder / "turned-pages.html").read_text("utf-8")
    assert html.count("<figure") == len(turned.document.pages)
    assert "<script" not in html
    (folder / "results").mkdir()
    assert place_of("a/turned.pdf", None) == str(Path("results") / "turned-pages.html")


def test_ogi_look_writes_pictures_of_chosen_pages(
    folder: Path, turned: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    file = turned.document.file
    assert cli.main(["look", file, "-o", "p.png", "--page", "2", "--page", "1", "--dpi", "40"]) == 0
    assert capsys.readouterr().out.split() == ["p-2.png", "p-1.png"]
    assert cli.main(["look", file, "--out", "one.png", "--page", "2", "--dpi", "40"]) == 0
    assert (folder / "one.png").read_bytes() == (folder / "p-2.png").read_bytes()
    assert cli.main(["look", file, "-o", "pictures/", "--page", "2", "--dpi", "40"]) == 0
    assert (folder / "pictures" / "turned-pages.html").read_text("utf-8").count("<figure") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dongchang-2020.txt"], "没有页面"),
        (["missing.pdf"], "找不到"),
        (["heting-city-2020.pdf", "--page", "9"], "没有第 9 页"),
        (["heting-city-2020.pdf", "-o", "out.docx"], ".html"),
        (["heting-city-2020.pdf", "-o", " "], "是空的"),
        (["heting-city-2020.pdf", "--dpi", "5000"], "分辨率"),
        (["heting-city-2020.pdf", "--dpi", "nan"], "分辨率"),
    ],
)
def test_what_cannot_be_looked_at_is_one_sentence(
    folder: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["look", str(REPORTS / arguments[0]), *arguments[1:]]) == 2
    out, err = capsys.readouterr()
    (line,) = err.splitlines()
    assert words in line
    assert out == ""
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"), [(["look"], "is missing"), (["look", "x", "--page", "two"], "--page needs a number")]
)
def test_a_wrong_command_names_its_own_help(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(arguments)
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
    assert "ogi look --help" in line


def test_the_file_that_is_looked_at_is_never_replaced(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    image = folder / "page.png"
    Image.new("L", (400, 600), 255).save(image)
    import hashlib

    digest = hashlib.sha256(image.read_bytes()).hexdigest()
    document = Document(str(image), digest, "scan", "", "", (), pages=(Page(1, 288, 432),))
    from toolkit.views.look_files import write_look

    with pytest.raises(OgiError, match="replace"):
        write_look(document, None, str(image), (), 40, "en")
    assert hashlib.sha256(image.read_bytes()).hexdigest() == digest


def test_a_file_that_is_no_report_is_drawn_all_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(folder / "letter.pdf"), invariant=1)
    for line in range(8):
        canvas.drawString(100, 700 - 20 * line, f"An ordinary letter, line {line} of 8, about nothing in particular.")
    canvas.save()
    assert cli.main(["look", "letter.pdf", "--dpi", "40"]) == 2
    out, err = capsys.readouterr()
    assert out == "letter-pages.html\n"
    assert len(err.splitlines()) == 1
    assert "particular" in (folder / "letter-pages.html").read_text("utf-8")
