"""图片文件变成一页一页的画面。

Picture files become pages: the size is checked by the header before anything is decoded, frames of a TIFF are pages, and every
mode of colour becomes RGB on white paper.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import Any

from toolkit.errors import ReadError

# A4 at 600 dpi has 35 million pixels, A3 at 400 dpi 31.
MOST_PIXELS = 40_000_000
# Pages are read at 200 dpi: what is finer by a whole factor is made smaller while it is opened.
FINE_ENOUGH = 200
FEWEST_SIDE = 40
# The longest report that we know has 40 pages.
MOST_PAGES = 60
PAGE_INCHES = (8.27, 11.69)
# What scanners and cameras write in a file is believed between these; 72 and 96 are what programs write that do not know.
DPI_BELIEVED = (99.0, 1300.0)
FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP")


@dataclass(frozen=True, slots=True)
class PageImage:
    """一页的画面。

    One page to be recognised: its number from 1, its size in points as displayed, its picture (RGB, height x width x 3, numpy
    uint8), and the resolution of the picture in pixels an inch. `last` tells that it is the last that is read although its file
    may have more.
    """

    number: int
    width: float
    height: float
    picture: Any
    dpi: float
    last: bool = False


def page_images(data: bytes, name: str) -> Iterator[PageImage]:
    """逐页给出图片文件的画面。

    The pages of a PNG, JPEG, TIFF, WebP, GIF or BMP file. Of an animation the first frame is read. Raises `ReadError` "picture_too_large",
    "picture_too_small" or "picture_damaged".
    """
    image_module: Any = import_module("PIL.Image")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = image_module.open(BytesIO(data), formats=FORMATS)
        except image_module.DecompressionBombError:
            raise _too_large(name, None) from None
        except Exception:  # noqa: BLE001 - Pillow raises whatever its plugins raise
            raise damaged(name) from None
        for number in range(1, MOST_PAGES + 1):
            try:
                if number > 1:
                    image.seek(number - 1)
            except EOFError:
                return
            except Exception:  # noqa: BLE001
                raise damaged(name) from None
            try:
                check_pixels(image.width, image.height, name)
                picture, dpi = _rgb(image)
            except ReadError:
                raise
            except Exception:  # noqa: BLE001
                raise damaged(name) from None
            height, width = picture.shape[:2]
            yield PageImage(
                number,
                round(width * 72 / dpi, 2),
                round(height * 72 / dpi, 2),
                picture,
                dpi,
                (image.format != "TIFF" or number == MOST_PAGES) and _has_frame(image, number),
            )
            if image.format != "TIFF":
                return


def check_pixels(width: int, height: int, name: str) -> None:
    """图片的大小是否在可读的范围内。 Raises `ReadError` where a picture has too many pixels to be decoded, or too few to hold a line."""
    if width * height > MOST_PIXELS:
        raise _too_large(name, (width, height))
    if min(width, height) < FEWEST_SIDE:
        zh = f"图片只有 {width} x {height} 像素, 容不下一行字；应为一页报告的扫描图, 请检查文件。"
        en = f"The picture has only {width} x {height} pixels, too few for a line of text: a scanned page of a report was expected."
        raise ReadError("picture_too_small", name, zh, en)


def assumed_dpi(width: int, height: int) -> float:
    """没有标明分辨率时按 A4 纸推算。

    The resolution of a picture that does not tell it, taken as a page of A4 (a long strip by its width).
    """
    short, long = sorted((width, height))
    by_width = short / PAGE_INCHES[0]
    return by_width if height > width * 1.6 else max(by_width, long / PAGE_INCHES[1])


def _has_frame(image: Any, number: int) -> bool:
    try:
        image.seek(number)
    except Exception:  # noqa: BLE001 - no such frame, or one that cannot be decoded
        return False
    return True


def _rgb(image: Any) -> tuple[Any, float]:
    """The picture as RGB on white, turned as its EXIF says, and its resolution: the one that it tells, if it is to be believed."""
    image_module: Any = import_module("PIL.Image")
    operations: Any = import_module("PIL.ImageOps")
    numpy: Any = import_module("numpy")
    told = image.info.get("dpi")
    dpi = float(told[0]) if isinstance(told, tuple) and told and told[0] else 0.0
    if not (DPI_BELIEVED[0] <= dpi <= DPI_BELIEVED[1] and 4 <= max(image.size) / dpi <= 40):
        dpi = assumed_dpi(*image.size)
    frame = image
    if image.mode.startswith(("I", "F")):
        values = numpy.asarray(image)
        low, high = float(values.min()), float(values.max())
        frame = image_module.fromarray(
            ((values - low) * numpy.float32(255.0 / max(high - low, 1e-6))).astype(numpy.uint8), "L"
        )
    if frame.mode in ("P", "LA", "PA", "La", "RGBa") or "transparency" in frame.info:
        frame = frame.convert("RGBA")
    elif frame.mode not in ("L", "RGB", "RGBA"):
        frame = frame.convert("RGB")
    smaller = int(dpi // FINE_ENOUGH)
    if smaller > 1:
        frame, dpi = frame.reduce(smaller), dpi / smaller
    frame = operations.exif_transpose(frame)
    if frame.mode == "RGBA":
        paper = image_module.new("RGB", frame.size, "white")
        paper.paste(frame, mask=frame.getchannel("A"))
        frame = paper
    return numpy.asarray(frame.convert("RGB")), dpi


def _too_large(name: str, size: tuple[int, int] | None) -> ReadError:
    shown = f" {size[0]} x {size[1]} " if size else ""
    most = MOST_PIXELS // 1_000_000
    zh = f"图片{shown}像素太多, 超过 {most} 百万的上限；一页报告 300 dpi 扫描约 9 百万像素, 请降低分辨率后再试。"
    en = (
        f"The picture{shown.rstrip()} has more than {most} million pixels; "
        "a page of a report scanned at 300 dpi has about 9 million: save it at a lower resolution."
    )
    return ReadError("picture_too_large", name, zh, en)


def damaged(name: str) -> ReadError:
    """图片损坏的说明。 The error of a picture that cannot be decoded."""
    zh = "图片损坏或不完整, 解不开；应为一页报告的扫描图, 请重新下载或重新扫描。"
    en = "The picture is damaged or cut short and cannot be decoded; a scanned page of a report was expected: download or scan it again."
    return ReadError("picture_damaged", name, zh, en)
