"""框架网页：报告在 <frame> 或 <iframe> 指向的文件里。

Pages made of frames. The files that stand beside the page are read, never an address on a network, and never a file outside the page's own
folder. Of the frames, those that hold the report are the document; where they are missing, one sentence names the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from toolkit.errors import ReadError
from toolkit.model import Document, Grid
from toolkit.reading.attributes import attributes
from toolkit.reading.chrome import holds_report
from toolkit.reading.joined import concatenate

# A frameset of the 1990s has two to five frames, one in another at times.
MAX_FRAMES = 24
MAX_NESTED = 4
# Less than this on the page itself, and it is a shell round its frames.
_SHELL = 400
_NAMED = 120
_FRAME = re.compile(r"<i?frame(?=[\s/])[^>]{0,4000}>", re.I)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
_NO_PAGE = re.compile(r"(?:about|javascript|data|mailto|blob):", re.I)


class Found(NamedTuple):
    """找到的一个框架。 A frame that was found: as the page names it, where its own frames are looked for, and what it holds."""

    name: str
    base: str
    document: Document


Find = Callable[[str, str], Found | None]


def sources(text: str) -> list[str]:
    """网页各框架的地址, 依次序。 The addresses of a page's frames in their order, those of scripts and blank frames left out."""
    if "frame" not in text and "FRAME" not in text and "Frame" not in text:
        return []
    found: list[str] = []
    for match in _FRAME.finditer(_COMMENT.sub(" ", text)):
        source = attributes(match.group()).get("src", "").strip()
        if source and not _NO_PAGE.match(source) and source not in found:
            found.append(source)
    return found[:MAX_FRAMES]


def with_frames(document: Document, find: Find, base: str) -> Document:
    """连同框架读入。

    The document together with the frames that hold the report; itself where it has none, or holds the report and they do not. `find`
    reads a frame by its address as printed and the place of the page it stands on; None where it is not there. Raises `ReadError`
    `frame_missing` where the page is only a shell and what it frames is not there.
    """
    if not sources(document.text):
        return document
    missing: list[str] = []
    frames = _collect(document, find, base, missing, {base}, 0)
    holding = [frame for frame in frames if holds_report(frame.document.blocks)]
    own = holds_report(document.blocks)
    if own and not holding:
        return document
    if not holding and missing and _is_shell(document):
        raise _missing(document.file, missing)
    chosen = holding or [frame for frame in frames if frame.document.blocks]
    if not chosen:
        return document
    names = "、".join(_short(frame.name) for frame in chosen)
    note = (
        f"报告在框架文件 {names} 中, 从那里读入。",
        f"The report stands in the frame {names} and was read from there.",
    )
    return concatenate([*([document] if own else []), *(frame.document for frame in chosen)], document.file, note)


def _collect(document: Document, find: Find, base: str, missing: list[str], seen: set[str], depth: int) -> list[Found]:
    frames: list[Found] = []
    for source in sources(document.text):
        if len(seen) > MAX_FRAMES:
            break
        frame = find(source, base)
        if frame is None:
            missing.append(source)
        elif frame.base not in seen:
            seen.add(frame.base)
            frames.append(frame)
            if depth + 1 < MAX_NESTED:
                frames += _collect(frame.document, find, frame.base, missing, seen, depth + 1)
    return frames


def _is_shell(document: Document) -> bool:
    size = 0
    for block in document.blocks:
        size += sum(len(cell.text) for cell in block.cells) if isinstance(block, Grid) else len(block.text)
    return size < _SHELL


def beside(page: str) -> Callable[[str, str], Path | None]:
    """按框架地址找网页旁边的文件。

    Finds a frame's file by its address: in the folder of the page `page` or below it, and nowhere else, whatever the address or a symbolic
    link says. The second argument is the file of the page that names it.
    """
    root = os.path.realpath(Path(page).parent)

    def find(source: str, base: str) -> Path | None:
        if _ADDRESS.match(source):
            return None
        name = unquote(re.split("[?#]", source, maxsplit=1)[0].replace("\\", "/"))
        if not name or name.startswith("/") or "\0" in name:
            return None
        path = _spelled(Path(base).parent, name)
        real = os.path.realpath(path) if path is not None else ""
        inside = path is not None and os.path.commonpath([root, real]) == root
        return path if inside and Path(real).is_file() else None

    return find


def _spelled(folder: Path, name: str) -> Path | None:
    """The file of that name; servers that do not tell Main.htm from main.htm have made pages that do not either."""
    path = folder / name
    try:
        if path.is_file():
            return path
        if ".." in Path(name).parts or not path.parent.is_dir():
            return None
        return next((each for each in sorted(path.parent.iterdir()) if each.name.lower() == path.name.lower()), None)
    except (OSError, ValueError):
        return None


def _short(name: str) -> str:
    return name if len(name) <= _NAMED else name[:_NAMED] + "…"


def _missing(file: str, missing: list[str]) -> ReadError:
    local = [name for name in missing if not _ADDRESS.match(name)]
    names = "、".join(map(_short, (local or missing)[:4]))
    if local:
        return ReadError(
            "frame_missing",
            file,
            f"这一页只是框架, 内容在 {names} 里, 但网页旁边没有这个文件或读不了它; 请把它存到网页所在的文件夹再试。",
            f"This page is only a frame, its content is in {names}, and no such file stands beside the page or can be read: save it there "
            "and try again.",
        )
    return ReadError(
        "frame_missing",
        file,
        f"这一页只是框架, 内容在网址 {names}, 本工具不联网; 请在浏览器里打开那个网址, 保存那一页后再试。",
        f"This page is only a frame, its content is at {names}, and nothing is fetched from a network: open that address, save that page "
        "and try again.",
    )
