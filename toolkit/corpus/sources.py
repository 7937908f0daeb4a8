"""来源：文件夹、清单、压缩包、网址, 各给出一串待读的报告。

The sources of a corpus: a folder (searched to its depth, archives in it too), a manifest CSV, a zip or tar archive,
an address that fsspec knows, or one file. Each gives `Item`s one by one, so that a million of them need no memory.

The identifier of a report is the manifest's `id`; without one it is the path below the source, with "/" between
folders and its suffix kept ("2022/a-county.html", "old.zip/2014/a.txt"): it stays the same when the source is moved,
and another file never takes it.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from toolkit.corpus.places import Place
from toolkit.errors import CorpusError, ReadError
from toolkit.reading.folders import SUFFIXES, search_folder

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_PAGES = (".htm", ".html", ".shtml", ".xhtml")


@dataclass(frozen=True, slots=True)
class Item:
    """一份待读的报告。

    A report to be read: its identifier, where its file stands, the name under which it is listed, and what is known
    of it beforehand (`known`: columns of the manifest).
    """

    report_id: str
    place: Place
    name: str
    known: Mapping[str, str] = field(default_factory=dict)


def items_of(source: str, spool: Path, store: Path | None = None) -> Iterator[Item]:
    """一个来源中的全部报告。

    Every report of a source, in a fixed order; a folder or an archive inside it that cannot be looked into is an item
    that cannot be read. `spool` is a folder in which a compressed tar is unpacked to one file; `store` is passed
    over. Raises `CorpusError` where there is no such source, or where a manifest is wrong.
    """
    if "://" in source:
        yield from _of_address(source, spool)
        return
    path = Path(source)
    if path.is_dir():
        yield from _of_folder(path, spool, store)
    elif not path.exists():
        raise _no_source(source)
    elif is_archive(source):
        yield from _of_archive(source, "", spool)
    elif path.suffix.lower() == ".csv":
        yield from _of_manifest(path)
    else:
        yield Item(stable(path.name), Place("file", (source,)), stable(path.name))


def is_archive(name: str) -> bool:
    """名称是否为压缩包。 Whether a name is that of an archive that is read without unpacking it."""
    return name.lower().endswith(ARCHIVES)


def stable(name: str) -> str:
    """在各系统上相同的名称。

    A name that is the same on every system: composed (NFC, as macOS does not keep it), "/" between folders; bytes
    that are no UTF-8 as \\xNN.
    """
    text = os.fsencode(name).decode("utf-8", "backslashreplace") if not name.isascii() else name
    return unicodedata.normalize("NFC", text.replace(os.sep, "/"))


def _of_folder(folder: Path, spool: Path, store: Path | None) -> Iterator[Item]:
    refused: list[ReadError] = []
    suffixes = SUFFIXES | {suffix[suffix.rindex(".") :] for suffix in ARCHIVES}
    found = search_folder(folder, refused.append, store, suffixes)
    for _, group in groupby(found, key=lambda path: path.parent):
        paths = list(group)
        for path in paths:
            if is_archive(path.name):
                yield from _of_archive(str(path), stable(str(path.relative_to(folder))) + "/", spool)
        for pages in _together([p for p in paths if p.suffix.lower() in SUFFIXES]):
            name = stable(str(pages[0].relative_to(folder)))
            yield Item(name, Place("file", tuple(map(str, pages))), name)
    for error in refused:
        yield _not_looked_into(stable(os.path.relpath(error.file, folder)) + "/", error)


def _together(files: list[Path]) -> list[tuple[Path, ...]]:
    """

    The files of one folder, those of one report in one group: pages that name a next page and have a neighbour named
    after them.
    """
    from toolkit.reading.together import names_next, together

    stems = {path.stem.lower() for path in files}
    paged = [p for p in files if p.suffix.lower() in _PAGES and _may_have_pages(p.stem.lower(), stems)]
    marked = [p for p in paged if names_next(p)]
    if not marked:
        return [(path,) for path in files]
    groups = [group for group in together(paged) if len(group) > 1]
    first = {group[0]: group for group in groups}
    later = {path for group in groups for path in group[1:]}
    return [first.get(path, (path,)) for path in files if path not in later]


def _may_have_pages(stem: str, stems: set[str]) -> bool:
    """Whether the folder has a file named like a page before or after this one: a, a_1; page1, page2; a(1), a(2)."""
    base = stem.rstrip("0123456789)）")
    return any(f"{stem}{tail}" in stems for tail in ("_1", "_2", "-1", "-2", "(2)", "（2）")) or (
        base != stem and len(stem) - len(base) <= 4
    )


def _of_archive(path: str, prefix: str, spool: Path) -> Iterator[Item]:
    from toolkit.corpus.archives import members

    try:
        for member in members(path, spool):
            name = prefix + stable(member.name)
            yield Item(name, member.place, name)
    except ReadError as error:
        if not prefix:  # it is the whole source
            raise CorpusError(error.code, path, error.zh, error.en) from None
        yield _not_looked_into(prefix, error)


def _not_looked_into(report_id: str, error: ReadError) -> Item:
    return Item(report_id, Place("error", (error.code, error.zh, error.en)), report_id)


def _of_manifest(path: Path) -> Iterator[Item]:
    from toolkit.corpus.manifests import rows_of

    for row in rows_of(path):
        address = row["path"]
        known = {key: value for key, value in row.items() if key not in ("id", "path")}
        is_url = "://" in address
        place = Place("url", (address,)) if is_url else Place("file", (str(path.parent / address),))
        yield Item(row.get("id") or stable(address), place, stable(address), known)


def _of_address(source: str, spool: Path) -> Iterator[Item]:
    import fsspec

    try:
        system, root = fsspec.core.url_to_fs(source)
        found = [root] if system.isfile(root) else sorted(system.find(root))
    except Exception as error:  # noqa: BLE001 - every protocol has errors of its own
        raise _no_source(source, f"{type(error).__name__}: {error}"[:200]) from None
    if found == [root]:
        if is_archive(root):
            yield from _of_archive(source, "", spool)
            return
        name = stable(root.rsplit("/", 1)[-1])
        yield Item(name, Place("url", (source,)), name)
        return
    if not found:
        raise _no_source(source)
    for path in found:
        name = stable(path.removeprefix(root).strip("/"))
        address = system.unstrip_protocol(path)
        if name.startswith(".") or "/." in name:
            continue
        if is_archive(name):
            yield from _of_archive(address, name + "/", spool)
        elif Path(name).suffix.lower() in SUFFIXES:
            yield Item(name, Place("url", (address,)), name)


def _no_source(source: str, reason: str = "") -> CorpusError:
    because = f"({reason})" if reason else ""
    zh = f"没有这个来源{because}；应为文件夹、清单(.csv)、压缩包(.zip、.tar)、报告文件或网址, 请检查写法。"
    en = f"there is no such source {because}; a folder, a manifest (.csv), an archive (.zip, .tar), a report or an address was expected."
    return CorpusError("no_source", source, zh, en.replace("source ;", "source;"))
