"""Word 文件 (DOCX) 的读入。

Word files (DOCX, DOCM, the strict edition, and a package written as one XML file) to `Document`: paragraphs and grids in page order with
tracked changes accepted, list numbers printed, hidden text left out. `Document.text` is the text this reader makes. Nothing in the file
is run, and nothing outside it is opened.
"""

from __future__ import annotations

import hashlib

from toolkit.errors import ReadError
from toolkit.model import Document, Grid, Paragraph, Source
from toolkit.reading.chrome import sort_out
from toolkit.reading.drafts import Draft, Lattice, numbered
from toolkit.reading.word.items import Cell, Item, Sentence, Table, Words
from toolkit.reading.word.numbering import Numbering
from toolkit.reading.word.package import Package, Relation
from toolkit.reading.word.refusals import refusal
from toolkit.reading.word.story import Story
from toolkit.reading.word.styles import Styles
from toolkit.reading.word.writing import Writing
from toolkit.reading.word.xml import Element, child, children

__all__ = ["document_of", "read_docx"]

_BESIDE = ("header", "footer", "footnotes", "endnotes")
_NOTES = ("footnote", "endnote")
_CHUNK_UNREAD: Sentence = (
    "文件里嵌入了另一个文件, 其中的文字没有读; 请打开后另存为一个文件再试。",
    "Another file is embedded in the text and was not read; open it and save it as one file.",
)
_OBJECTS: Sentence = (
    "文件里嵌入了表格或其他对象(例如 Excel), 其中的数字没有读。",
    "Objects such as spreadsheets are embedded in the file; the figures in them were not read.",
)
_PICTURES: Sentence = (
    "文件里没有表格, 但有图片; 图片里的文字没有读。",
    "The file has no table but pictures; text in the pictures was not read.",
)


def read_docx(data: bytes, name: str) -> Document:
    """读入 DOCX。

    Reads a DOCX. Raises `ReadError` for what is damaged, protected by a password, no Word text, or larger than any report.
    """
    return document_of(data, name, "docx", hashlib.sha256(data).hexdigest())


def document_of(data: bytes, name: str, format: str, sha256: str, notes: tuple[Sentence, ...] = ()) -> Document:
    """由 DOCX 的字节得到 `Document`。

    The document of a DOCX that may have been converted from another file: `format` and `sha256` are those of the file itself.
    """
    reading = _Reading(Package(data, name), name)
    writing = Writing()
    writing.write(reading.body())
    beside = [("footer", draft) for items in reading.beside() for draft in writing.aside(items)]
    hidden = [text for text in "".join(reading.story.hidden).split("\n") if text.strip()]
    beside += [("hidden", draft) for draft in writing.aside([Words([text.strip()]) for text in hidden])]
    if not writing.drafts:
        raise refusal("empty_file", name)
    sorted_out = sort_out(writing.drafts)
    contents: list[tuple[str, Draft]] = [("navigation", line) for line in writing.contents]
    return Document(
        name,
        sha256,
        format,
        "utf-8",
        writing.text,
        numbered(sorted_out.blocks),
        sorted_out.built_asides([*contents, *beside]),
        tuple(sorted_out.fields),
        (*notes, *reading.notes(writing.drafts)),
        doubts=tuple(sorted(writing.doubts, key=lambda doubt: doubt.start)),
    )


class _Reading:
    """One file: its main part and the parts that it refers to."""

    def __init__(self, package: Package, name: str) -> None:
        self.package, self.name = package, name
        self.main = package.main()
        root = package.xml(self.main)
        body = child(root, "body")
        if body is None:
            raise refusal("no_word_text", name)
        self._body = body
        self.relations = package.relations(self.main)
        styles = Styles(self._related("styles"))
        self.story = Story(styles, Numbering(self._related("numbering"), styles), name, self._chunk)
        self._unread = False

    def _related(self, kind: str) -> Element | None:
        for relation in self.relations.values():
            if relation.kind == kind and not relation.external:
                return self.package.xml(relation.target)
        return None

    def body(self) -> list[Item]:
        return self.story.blocks(self._body)

    def beside(self) -> list[list[Item]]:
        """Headers, footers and notes, each part once."""
        found: list[list[Item]] = []
        seen: set[str] = set()
        for relation in self.relations.values():
            if relation.kind not in _BESIDE or relation.external or relation.target in seen:
                continue
            seen.add(relation.target)
            root = self.package.xml(relation.target)
            if root is None:
                continue
            notes = [note for kind in _NOTES for note in children(root, kind)]
            found += [self.story.blocks(each) for each in notes or [root]]
        return found

    def notes(self, drafts: list[Draft]) -> list[Sentence]:
        found = [_CHUNK_UNREAD] if self._unread else []
        if self.story.objects:
            found.append(_OBJECTS)
        if self.story.pictures and not any(isinstance(draft, Lattice) for draft in drafts):
            found.append(_PICTURES)
        return found

    def _chunk(self, identity: str) -> list[Item]:
        """A page or a text that is embedded in the file; one outside of it is never fetched."""
        relation = self.relations.get(identity, Relation("", "", True))
        data = None if relation.external else self.package.part(relation.target)
        if data is not None and data.strip():
            from toolkit.reading import read_bytes
            from toolkit.reading.kinds import binary_kind

            kind = binary_kind(data)
            if kind is None or kind.name == "mhtml":
                try:
                    document = read_bytes(data, self.name)
                    return [_item_of(block, document) for block in document.blocks]
                except ReadError:
                    self._unread = True
                    return []
        self._unread = True
        return []


def _item_of(block: Paragraph | Grid, document: Document) -> Item:
    if isinstance(block, Paragraph):
        return Words([block.text], block.hints, _doubt(block.source, document))
    cells = []
    for cell in block.cells:
        unsure = _doubt(cell.source, document)
        words = Words([cell.text] if cell.text else [], unsure_figure=unsure)
        items: list[Item] = [words] if cell.text or unsure else []
        cells.append(Cell(cell.row, cell.column, cell.rowspan, cell.colspan, items, cell.header))
    return Table(cells, block.rows, block.columns)


def _doubt(source: Source, document: Document) -> Sentence | None:
    doubt = document.doubt(source)
    return None if doubt is None else (doubt.zh, doubt.en)
