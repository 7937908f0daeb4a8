"""给出的文件里哪些合为一份报告。

Which of the files given are one report: a page with its frames, and pages that a site cut at 下一页. A file is taken for a page of
another only on evidence of both kinds: it is named as its next page (by a link or by its own name), and its content goes on where the other
ends, with no title and no heading of its own that speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from toolkit.errors import ReadError
from toolkit.model import Document, Paragraph
from toolkit.reading.attributes import attributes
from toolkit.reading.chrome import is_report_title, part_headings
from toolkit.reading.framesets import beside, sources

SUFFIXES = frozenset({".htm", ".html", ".shtml", ".xhtml"})
MAX_BYTES = 5_000_000
# index.html, index_1.html, index_2.html; report-2.htm; report(2).htm; page1.html, page2.html
_NUMBERED = re.compile(r"(.*?)[_-]?(?:p|page|第)?(?:(\d{1,2})页?|[(（](\d{1,2})[)）])", re.I)
_LINK = re.compile(r"(<a\b[^>]{0,2000}>)((?:(?!</a).){0,200})</a", re.I | re.S)
_SAYS_NEXT = re.compile(r"\s*(?:<[^>]*>|&[a-z]+;|[\s>»›\[【(（])*下一?[页頁]")
# The script of a widespread publishing system: createPageHTML(3, 0, "t20210128_1234", "html") is page 1 of 3.
_SCRIPT = re.compile(
    r"""createPageHTML\w*\(\s*['"]?(\d{1,2})['"]?\s*,\s*['"]?(\d{1,2})['"]?\s*,\s*['"]([^'"]{1,200})['"]\s*,\s*['"](\w{1,8})['"]"""
)
_TOP = 12
_WHITE = re.compile(r"\s+")


def together(files: Sequence[Path]) -> list[tuple[Path, ...]]:
    """把给出的文件分成一份份报告。

    The files given, those of one report in one group, in reading order; frames of another given page are left out. Groups stand in the
    order of their first file. Files that cannot be read are groups of their own; whoever reads them says why.
    """
    pages = {file: text for file in files if (text := _source(file)) is not None}
    if len(pages) < 2:
        return [(file,) for file in files]
    framed = _framed(pages)
    after = _following({file: text for file, text in pages.items() if file not in framed})
    later = set(after.values())
    groups: list[tuple[Path, ...]] = []
    for file in files:
        if file in framed or file in later:
            continue
        group = [file]
        while group[-1] in after:
            group.append(after[group[-1]])
        groups.append(tuple(group))
    return groups


def _source(file: Path) -> str | None:
    """The raw characters of a page, only to look for marks in; None for what is no page."""
    if file.suffix.lower() not in SUFFIXES:
        return None
    try:
        if not file.is_file() or file.stat().st_size > MAX_BYTES:
            return None
        data = file.read_bytes()
    except OSError:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _framed(pages: dict[Path, str]) -> set[Path]:
    """Files that another page of those given shows in a frame."""
    by_path = {file.resolve(): file for file in pages}
    found: set[Path] = set()
    for file, text in pages.items():
        named = sources(text)
        find = beside(str(file)) if named else None
        for source in named:
            path = find(source, str(file)) if find else None
            framed = by_path.get(path.resolve()) if path else None
            if framed is not None and framed != file and not _frames(pages[framed], framed, file):
                found.add(framed)
    return found


def _frames(text: str, file: Path, other: Path) -> bool:
    find = beside(str(file))
    return any((path := find(source, str(file))) and path.resolve() == other.resolve() for source in sources(text))


def _following(pages: dict[Path, str]) -> dict[Path, Path]:
    """For a page the one that follows it, where both the naming and the content say so."""
    documents: dict[Path, Document | None] = {}
    after: dict[Path, Path] = {}
    by_name = {(file.parent, file.name.lower()): file for file in pages}
    for file, text in pages.items():
        named = _next_by_link(text)
        candidates = [by_name.get((file.parent, name.lower())) for name in named]
        if not named:
            candidates = [by_name.get((file.parent, name.lower())) for name in _next_by_name(file)]
        for other in candidates:
            if other is None or other == file or other in after.values() or _leads_to(after, other, file):
                continue
            if _goes_on(_read(file, documents), _read(other, documents), linked=bool(named)):
                after[file] = other
                break
    return after


def _leads_to(after: dict[Path, Path], start: Path, end: Path) -> bool:
    at: Path | None = start
    while at is not None:
        if at == end:
            return True
        at = after.get(at)
    return False


def _read(file: Path, documents: dict[Path, Document | None]) -> Document | None:
    from toolkit.reading import read_document

    if file not in documents:
        try:
            documents[file] = read_document(file)
        except ReadError:
            documents[file] = None
    return documents[file]


def _next_by_link(text: str) -> list[str]:
    """The file names that a page's link 下一页 or its pagination script leads to."""
    names: list[str] = []
    for match in _SCRIPT.finditer(text):
        count, at = int(match.group(1)), int(match.group(2))
        if at + 1 < count:
            names.append(f"{match.group(3)}_{at + 1}.{match.group(4)}")
    if "下一" in text or "下页" in text or "下頁" in text:
        for match in _LINK.finditer(text):
            if _SAYS_NEXT.match(match.group(2)):
                names.append(_file_name(attributes(match.group(1)).get("href", "")))
    return [name for name in dict.fromkeys(names) if name]


def _file_name(address: str) -> str:
    if address[:11].lower() == "javascript:":
        return ""
    try:
        return unquote(urlsplit(address.replace("\\", "/")).path).rsplit("/", 1)[-1]
    except ValueError:
        return ""


def _next_by_name(file: Path) -> Iterable[str]:
    """index.html -> index_1.html or index_2.html; index_1.html -> index_2.html."""
    match = _NUMBERED.fullmatch(file.stem)
    if match:
        digits = match.group(2) or match.group(3)
        start, end = match.span(2) if match.group(2) else match.span(3)
        for text in (str(int(digits) + 1), str(int(digits) + 1).zfill(len(digits))):
            yield file.stem[:start] + text + file.stem[end:] + file.suffix
        return
    for tail in ("_1", "_2", "-1", "-2", "(2)", "（2）"):
        yield file.stem + tail + file.suffix


def _goes_on(first: Document | None, second: Document | None, linked: bool) -> bool:
    """Whether the content of one page goes on in another: no heading is in both, and the other's title, if any, is the same."""
    if first is None or second is None:
        return False
    own, other = part_headings(first.blocks), part_headings(second.blocks)
    if set(own) & set(other):
        return False
    titles, others = _titles(first), _titles(second)
    if not set(others) <= set(titles):
        return False
    if linked:
        return bool(titles or own)
    same = _page_title(first) == _page_title(second) != ""
    return bool(own and other and same)


def _titles(document: Document) -> list[str]:
    blocks = document.blocks[:_TOP]
    return [_WHITE.sub("", b.text) for b in blocks if isinstance(b, Paragraph) and is_report_title(b.text)]


def _page_title(document: Document) -> str:
    return next((_WHITE.sub("", field.value) for field in document.fields if field.origin == "title"), "")


def names_next(file: Path) -> bool:
    """一页是否写明下一页。 Whether a saved page names the page that follows it, by a link 下一页 or by the script of its site."""
    text = _source(file)
    return text is not None and bool(_next_by_link(text))
