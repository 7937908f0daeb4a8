"""几个文件接成一份：框架网页的各框架, 或一份报告的各“下一页”。

Several documents as one: the frames of a page, or the pages of a report that a site cut at 下一页. Their texts follow one another with a
line end between, so that every place still points at what is printed; what the later pages repeat of the first (title, date line) is set
aside.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.errors import ReadError
from toolkit.model import Aside, Block, Document, Grid, Paragraph, Source

_WHITE = re.compile(r"\s+")
# Title, subtitle and date line: as far down as a later page repeats the first.
_TOP = 12


def read_pages(paths: Sequence[str | os.PathLike[str]]) -> Document:
    """读入分成几个文件的一份报告。

    One report that is spread over several files, in the order given. A note says where in `Document.text` each file begins. Raises
    `ReadError` as `read_document` does for the first of them that cannot be read.
    """
    from toolkit.reading import read_document

    if not paths:
        raise ReadError(
            "no_name", "", "没有给出文件; 应给出一份报告的各页文件。", "No file was given; name the pages of a report."
        )
    documents = [read_document(path) for path in paths]
    if len(documents) == 1:
        return documents[0]
    at = 0
    zh, en = [], []
    for path, document in zip(paths, documents, strict=True):
        name = Path(path).name
        zh.append(f"{name}(第{at + 1}字起)")
        en.append(f"{name} (from character {at + 1})")
        at += len(document.text) + 1
    note = (
        f"这份报告由 {len(documents)} 个文件接成: {'、'.join(zh)}。",
        f"The report was joined from {len(documents)} files: {', '.join(en)}.",
    )
    return concatenate(documents, os.fspath(paths[0]), note)


def concatenate(documents: Sequence[Document], file: str, note: tuple[str, str] | None = None) -> Document:
    """接成一份。

    One document of several, in their order. The file's name, kind and encoding are those of the first; `sha256` is that of all their
    hashes. Notes of the pages are kept once each, `note` comes last.
    """
    first = documents[0]
    blocks: list[Block] = []
    asides: list[Aside] = []
    doubts, stretches, pages = [], [], []
    fields = []
    texts: list[str] = []
    shift = sheets = 0
    seen = {_key(block) for block in first.blocks[:_TOP] if isinstance(block, Paragraph)}
    known = {(field.name, field.value) for field in first.fields}
    for number, document in enumerate(documents):
        for at, block in enumerate(document.blocks):
            again = number > 0 and at < _TOP and isinstance(block, Paragraph) and _key(block) in seen
            if again:
                asides.append(Aside("title", _moved(block, (shift, sheets), None)))
            else:
                blocks.append(_moved(block, (shift, sheets), len(blocks)))
        asides += [Aside(aside.kind, _moved(aside.block, (shift, sheets), None)) for aside in document.asides]
        fields += [
            replace(field, source=_place(field.source, (shift, sheets), field.source.block))
            for field in document.fields
            if number == 0 or (field.name, field.value) not in known
        ]
        doubts += [replace(doubt, start=doubt.start + shift, end=doubt.end + shift) for doubt in document.doubts]
        stretches += [
            replace(each, start=each.start + shift, end=each.end + shift, page=each.page + sheets)
            for each in document.stretches
        ]
        pages += [replace(page, number=page.number + sheets) for page in document.pages]
        sheets = max((page.number for page in pages), default=0)
        texts.append(document.text)
        shift += len(document.text) + 1
    notes = list(dict.fromkeys(note for document in documents for note in document.notes))
    return replace(
        first,
        file=file,
        sha256=first.sha256 if len(documents) == 1 else _hash(documents),
        text="\n".join(texts),
        blocks=tuple(blocks),
        asides=tuple(asides),
        fields=tuple(fields),
        notes=(*notes, *([note] if note else [])),
        pages=tuple(pages),
        stretches=tuple(stretches),
        doubts=tuple(doubts),
    )


def _hash(documents: Sequence[Document]) -> str:
    return hashlib.sha256("\n".join(document.sha256 for document in documents).encode()).hexdigest()


def _key(block: Paragraph) -> str:
    return _WHITE.sub("", block.text)


def _moved(block: Block, shift: tuple[int, int], number: int | None) -> Block:
    source = _place(block.source, shift, number)
    if isinstance(block, Grid):
        cells = tuple(replace(cell, source=_place(cell.source, shift, number)) for cell in block.cells)
        return replace(block, cells=cells, source=source)
    runs = tuple((at, raw + shift[0], length) for at, raw, length in block.runs)
    return replace(block, source=source, runs=runs)


def _place(source: Source, shift: tuple[int, int], number: int | None) -> Source:
    start = None if source.start is None else source.start + shift[0]
    end = None if source.end is None else source.end + shift[0]
    page = None if source.page is None else source.page + shift[1]
    return replace(source, start=start, end=end, block=number, page=page)
