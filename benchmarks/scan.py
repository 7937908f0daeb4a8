"""How the recognition of scans reads damaged pages: cells right, in doubt, and silently wrong, by the threshold of confidence.

Pages of reports whose text is known (PDF with a text layer, in `corpus/reports/`) are rendered as a scanner would give them, damaged in
ten ways and in several at once, and a sample of the cells of their tables is read as the reader of scans reads it, its doubts included.
The readings are kept with their confidences, so that one run gives the whole table of thresholds. Damage and sample are seeded.

    python -m benchmarks.scan                         the whole table (an hour on a busy machine, ten minutes on a free one)
    python -m benchmarks.scan --quick                 one report at 150 dpi
    python -m benchmarks.scan --readings FILE         readings go to FILE as JSON lines; those that are there already are not made again
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy
import pypdfium2

from toolkit.model import Document, Grid
from toolkit.reading.pdf import read_here
from toolkit.reading.pdf.apart import Request
from toolkit.reading.scan import cells as scan_cells
from toolkit.reading.scan.engine import shared_engine
from toolkit.reading.scan.ruling import RuledCell, RuledTable, find_tables, ink_of
from toolkit.reading.scan.upright import Upright, upright, without_red

REPORTS = Path(__file__).resolve().parents[1] / "corpus" / "reports"
FILES = ("weiling-county-2023.pdf", "heting-city-2020.pdf", "fengxun-county-2017.pdf")
RESOLUTIONS = (150, 100, 200, 300)
THRESHOLDS = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)
# of each page: cells that hold another number than 0, cells of 0, and blank cells
SAMPLE = (30, 8, 4)
SEED = 20240131
MOST_DIGITS = 9


@dataclass(frozen=True)
class Known:
    """A cell of a page whose text is known: its rectangle in points, and the text."""

    box: tuple[float, float, float, float]
    text: str


def jpeg(page: Any, rng: Any) -> Any:
    return cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 30])[1], cv2.IMREAD_COLOR)


def noise(page: Any, rng: Any) -> Any:
    return numpy.clip(page + rng.normal(0, 25, page.shape), 0, 255).astype(numpy.uint8)


def blur(page: Any, rng: Any) -> Any:
    return cv2.GaussianBlur(page, (0, 0), page.shape[1] / 830)


def pale(page: Any, rng: Any) -> Any:
    return (page * 0.3 + 170).clip(0, 255).astype(numpy.uint8)


def fax(page: Any, rng: Any) -> Any:
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) + rng.normal(0, 18, page.shape[:2])
    return cv2.cvtColor(((grey > 150) * 255).astype(numpy.uint8), cv2.COLOR_GRAY2RGB)


def seal(page: Any, rng: Any) -> Any:
    """Three round red seals with a star, over whatever is printed there."""
    height, width = page.shape[:2]
    stamped = numpy.zeros((height, width), numpy.float32)
    radius = round(width * 0.12)
    for x, y in ((0.3, 0.3), (0.7, 0.5), (0.5, 0.75)):
        centre = (round(x * width), round(y * height))
        cv2.circle(stamped, centre, radius, 1.0, max(3, width // 200))
        angles = [i * numpy.pi / 5 for i in range(10)]
        reach = [radius * (0.45 if i % 2 == 0 else 0.18) for i in range(10)]
        star = [
            (round(centre[0] + r * numpy.sin(a)), round(centre[1] - r * numpy.cos(a)))
            for a, r in zip(angles, reach, strict=True)
        ]
        cv2.fillPoly(stamped, [numpy.array(star)], 1.0)
    share = stamped[:, :, None] * 0.75
    return (page * (1 - share) + share * numpy.minimum(page, (215, 40, 45))).astype(numpy.uint8)


def shadow(page: Any, rng: Any) -> Any:
    height, width = page.shape[:2]
    light = numpy.linspace(0.35, 1, width)[None, :] * numpy.linspace(1, 0.75, height)[:, None]
    return numpy.clip(page * light[:, :, None] + rng.normal(0, 4, page.shape), 0, 255).astype(numpy.uint8)


def worst(page: Any, rng: Any) -> Any:
    """Blurred, noisy, and saved as a small JPEG: what is sent on by telephone."""
    soft = numpy.clip(cv2.GaussianBlur(page, (0, 0), page.shape[1] / 830) + rng.normal(0, 20, page.shape), 0, 255)
    return jpeg(soft.astype(numpy.uint8), rng)


def as_is(page: Any, rng: Any) -> Any:
    return page


DAMAGES: dict[str, tuple[Callable[[Any, Any], Any], float]] = {
    "clean": (as_is, 0.0),
    "jpeg 30": (jpeg, 0.0),
    "noise": (noise, 0.0),
    "blur": (blur, 0.0),
    "skew 0.5": (as_is, 0.5),
    "skew 1.5": (as_is, -1.5),
    "pale": (pale, 0.0),
    "fax": (fax, 0.0),
    "red seal": (seal, 0.0),
    "shadow": (shadow, 0.0),
    "all": (worst, 0.5),
}


def known_cells(document: Document) -> dict[int, list[Known]]:
    """The cells of every page with their text, as the text layer has it."""
    pages: dict[int, list[Known]] = {}
    for grid in (block for block in document.blocks if isinstance(block, Grid)):
        for cell in grid.cells:
            if cell.box and cell.source.page and not document.doubt(cell.source):
                pages.setdefault(cell.source.page, []).append(Known(cell.box, "".join(cell.text.split())))
    return pages


@cache
def known_report(file: Path) -> tuple[bytes, dict[int, list[Known]]]:
    """A report of the corpus and the cells of its pages."""
    data = file.read_bytes()
    document = read_here(Request(data, file.name, True))
    if document is None:
        raise SystemExit(f"{file.name} has no text layer: its cells are not known")
    return data, known_cells(document)


def is_number(text: str) -> bool:
    return text.replace(".", "").isdigit() and text.isascii() and len(text) <= MOST_DIGITS


def sampled(known: list[Known], rng: Any) -> list[Known]:
    kinds = (
        [k for k in known if is_number(k.text) and k.text != "0"],
        [k for k in known if k.text == "0"],
        [k for k in known if not k.text],
    )
    return [some[i] for some, count in zip(kinds, SAMPLE, strict=True) for i in rng.permutation(len(some))[:count]]


def readings(file: Path, resolution: int, damage: str) -> Iterator[dict[str, Any]]:
    """What the reader of scans says of a sample of the cells of the page with the most numbers, rendered and damaged."""
    data, pages = known_report(file)
    number = max(pages, key=lambda n: (sum(is_number(k.text) for k in pages[n]), -n))
    rng = numpy.random.default_rng([SEED, resolution, list(DAMAGES).index(damage)])
    wanted = sampled(pages[number], rng)
    bitmap = pypdfium2.PdfDocument(data)[number - 1].render(
        scale=resolution / 72, rev_byteorder=True, prefer_bgrx=False
    )
    page = numpy.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    spoil, angle = DAMAGES[damage]
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    if angle:
        page = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    straight = upright(spoil(page, rng), resolution, number)
    grey = replace(straight, picture=without_red(straight.picture))
    ink = ink_of(grey.picture)
    tables = find_tables(ink)
    places = {id(cell): _place(straight, cell, turn, resolution) for table in tables for cell in table.cells}
    held = {id(k): [c for t in tables for c in t.cells if _inside(places[id(c)], k.box)] for k in wanted}
    chosen = {id(cell) for found in held.values() for cell in found}
    part = [RuledTable([c for c in t.cells if id(c) in chosen], t.xs, t.ys) for t in tables]
    said = {
        id(cell.ruled): cell
        for table in scan_cells.read_cells(grey, straight.picture, ink, part, shared_engine())
        for cell in table
    }
    for k in wanted:
        cells = [said[id(c)] for c in held[id(k)]]
        lines = [line for cell in cells for line in cell.lines]
        yield {
            "file": file.name, "dpi": resolution, "damage": damage, "true": k.text, "found": bool(cells),
            "read": "".join(scan_cells.plain(line.text) for line in lines),
            "doubt": next((u.en for line in lines for u in line.unsure), ""),
            "sure": min((line.reading.confidence for line in lines), default=1.0),
        }  # fmt: skip


def _place(page: Upright, cell: RuledCell, turn: Any, resolution: int) -> tuple[float, float]:
    """The middle of a cell on the page before it was turned, in points."""
    x, y = page.point((cell.box[0] + cell.box[2]) / 2, (cell.box[1] + cell.box[3]) / 2)
    zoom = resolution / 72
    back = cv2.invertAffineTransform(turn) @ numpy.array([x * zoom, y * zoom, 1.0])
    return float(back[0]) / zoom, float(back[1]) / zoom


def _inside(point: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


def outcome(item: dict[str, Any], threshold: float) -> str:
    """right, wrong, or doubt: what is no number in the place of one is not taken for one, and so no wrong value."""
    if item["doubt"] or not item["found"] or item["sure"] < threshold:
        return "doubt"
    if item["read"] == item["true"]:
        return "right"
    return "wrong" if not item["read"] or is_number(item["read"].replace(",", "")) else "doubt"


def table(items: list[dict[str, Any]], threshold: float) -> str:
    """The table by damage and resolution at one threshold, and the totals at all of them."""
    resolutions = sorted({item["dpi"] for item in items})
    lines = [
        f"right / doubt / WRONG at confidence >= {threshold}",
        f"{'':10}" + "".join(f"{r:>9} dpi" for r in resolutions),
    ]
    for damage in DAMAGES:
        row = [_counts([i for i in items if i["damage"] == damage and i["dpi"] == r], threshold) for r in resolutions]
        lines.append(f"{damage:10}" + "".join(f"{text:>13}" for text in row))
    lines += ["", "threshold    right / doubt / WRONG of all"]
    lines += [f"{t:9}    {_counts(items, t)}" for t in THRESHOLDS]
    return "\n".join(lines)


def _counts(items: list[dict[str, Any]], threshold: float) -> str:
    found = [outcome(item, threshold) for item in items]
    return "/".join(str(found.count(kind)) for kind in ("right", "doubt", "wrong")) if found else "-"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--readings", type=Path)
    options = parser.parse_args()
    threshold = scan_cells.SURE
    scan_cells.SURE = 0.0
    kept = (
        options.readings.read_text(encoding="utf8").splitlines()
        if options.readings and options.readings.exists()
        else []
    )
    items = [json.loads(line) for line in kept]
    done = {(item["file"], item["dpi"], item["damage"]) for item in items}
    for resolution in RESOLUTIONS[: 1 if options.quick else None]:
        for file in FILES[: 1 if options.quick else None]:
            for damage in DAMAGES:
                if (file, resolution, damage) in done:
                    continue
                new = list(readings(REPORTS / file, resolution, damage))
                items += new
                if options.readings:
                    with options.readings.open("a", encoding="utf8") as out:
                        out.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in new)
    print(table(items, threshold))
    return 0


if __name__ == "__main__":
    sys.exit(main())
