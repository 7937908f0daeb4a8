"""旧版 Word、WPS、RTF、ODT 的读入：经本机的 LibreOffice 转成 DOCX 再读。

Old Word and WPS files, RTF and ODT: a LibreOffice on this computer converts them to DOCX, which keeps tracked changes as such, and the
DOCX is read as any other. LibreOffice runs without a window, in a folder and with settings of its own that are thrown away: macros are
switched off, links are not followed, and every proxy leads nowhere.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from toolkit.errors import ReadError
from toolkit.model import Document
from toolkit.reading.word import document_of
from toolkit.reading.word.ole import content_of
from toolkit.reading.word.package import Package
from toolkit.reading.word.refusals import refusal

__all__ = ["convert", "find_office", "read_office"]

# Names a LibreOffice that stands elsewhere; "none" stands for a computer without one.
VARIABLE = "OGI_SOFFICE"
# A report takes 2 seconds on a slow computer, most of them for starting.
TIMEOUT = 60.0
_PER_FILE = 5.0

_SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
)
_ODF_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml")
_OTHER_CONTENTS: Mapping[str, tuple[str, str]] = {
    "sheet": ("电子表格", "a spreadsheet"),
    "slides": ("演示文稿", "a presentation"),
    "mail": ("电子邮件", "an e-mail"),
    "unknown": ("别的程序的文件", "a file of another program"),
}
_CONVERTED = (
    "这份文件不是 DOCX, 由本机的 LibreOffice 转换后读入。",
    "The file is no DOCX; it was converted by the LibreOffice of this computer and then read.",
)


def read_office(data: bytes, name: str) -> Document:
    """读入 .doc、.wps、.rtf、.odt。

    Reads an old Word or WPS file, an RTF or an ODT; `format` is "doc", "rtf" or "odt", the offsets point into the text as converted. Raises
    `ReadError`: `no_office` where LibreOffice is not installed, `office_failed` where it cannot convert the file, `encrypted`,
    `kind_ole_...` for spreadsheets and other files that are no text.
    """
    suffix = _suffix(data, name)
    program = find_office()
    if program is None:
        raise ReadError(
            "no_office",
            name,
            "读旧版 Word、WPS、RTF、ODT 文件需要 LibreOffice, 本机没有找到; 请安装 LibreOffice(Linux 软件包 libreoffice-writer), "
            "或用 Word、WPS 另存为 DOCX 后再试。",
            "Reading old Word, WPS, RTF and ODT files needs LibreOffice, which was not found on this computer: install LibreOffice "
            "(on Linux the package libreoffice-writer), or save the file as DOCX in Word or WPS.",
        )
    (converted,) = convert([(suffix, data)], program)
    if converted is None:
        raise ReadError(
            "office_failed",
            name,
            "LibreOffice 没能转换这个文件, 文件可能已损坏; 请用 Word 或 WPS 打开后另存为 DOCX 再试。",
            "LibreOffice could not convert the file, which may be damaged: open it in Word or WPS and save it as DOCX.",
        )
    form = suffix if suffix in ("rtf", "odt") else "doc"
    return document_of(converted, name, form, hashlib.sha256(data).hexdigest(), (_CONVERTED,))


def find_office() -> str | None:
    """本机的 LibreOffice, 没有则为 None。

    The LibreOffice program of this computer: the one that the environment variable OGI_SOFFICE names ("none": as if there were none),
    else one on the path or where installers put it; None where there is none.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return None if named == "none" else shutil.which(named)
    for candidate in _candidates():
        found = shutil.which(candidate)
        if found is not None:
            return found
    return None


def _candidates() -> Iterator[str]:
    if sys.platform == "win32":
        # soffice.exe returns at once, soffice.com when the work is done
        yield "soffice.com"
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"):
            if folder := os.environ.get(variable):
                yield str(Path(folder) / "LibreOffice" / "program" / "soffice.com")
        return
    yield from ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
    yield from ("/usr/lib/libreoffice/program/soffice", "/snap/bin/libreoffice")
    for installed in sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True):
        yield str(installed)


def convert(files: Sequence[tuple[str, bytes]], program: str) -> list[bytes | None]:
    """把若干文件转成 DOCX。

    Converts files, each (suffix without dot, content), in one run of LibreOffice; None for each that could not be converted. Every run has
    a folder and a profile of its own, so that any number can go on at once.
    """
    with tempfile.TemporaryDirectory(prefix="ogi-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        profile, made = place / "profile", place / "made"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
        sources = [place / f"{at}.{suffix}" for at, (suffix, _) in enumerate(files)]
        for source, (_, data) in zip(sources, files, strict=True):
            source.write_bytes(data)
        arguments = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless --norestore --nologo --nodefault --nolockcheck --nofirststartwizard".split()),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made)),
            *map(str, sources),
        ]
        _run(arguments, place, TIMEOUT + _PER_FILE * (len(files) - 1))
        results = [made / f"{source.stem}.docx" for source in sources]
        return [(result.read_bytes() or None) if result.is_file() else None for result in results]


def _run(arguments: list[str], place: Path, timeout: float) -> None:
    """Runs LibreOffice to its end, or ends it with all that it has started."""
    nowhere = "http://127.0.0.1:9"
    environment = {
        **os.environ,
        **dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "HTTP_PROXY", "HTTPS_PROXY"), nowhere),
        "no_proxy": "",
        "NO_PROXY": "",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    try:
        process = subprocess.Popen(  # noqa: S603 - the program that find_office found, and names made here
            arguments,
            cwd=place,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _registry() -> str:
    items = "\n".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}\n</oor:items>\n"
    )


def _suffix(data: bytes, name: str) -> str:
    """What the file is, as the suffix of it; refuses what is no text, and archives that would burst."""
    if data[:5] == b"{\\rtf":
        return "rtf"
    if data[:2] == b"PK":
        return _odf_suffix(data, name)
    content = content_of(data)
    if content == "encrypted":
        raise refusal("encrypted", name)
    if content == "damaged":
        raise ReadError(
            "damaged_ole",
            name,
            "文件像是旧版 Word 或 WPS 文件, 但已损坏或没有下载完整; 请重新下载, 或用 Word、WPS 另存为 DOCX 后再试。",
            "The file looks like an old Word or WPS file but is damaged or cut short: "
            "download it again, or save it as DOCX in Word or WPS.",
        )
    if content in _OTHER_CONTENTS:
        raise _other(content, name)
    return "wps" if content == "works" else "doc"


def _odf_suffix(data: bytes, name: str) -> str:
    package = Package(data, name)
    kind = package.part("mimetype") or b""
    if b"opendocument.text" not in kind:
        raise _other("sheet" if b"spreadsheet" in kind else "slides" if b"presentation" in kind else "unknown", name)
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise refusal("encrypted", name)
    for part in _ODF_PARTS:
        package.xml(part)
    return "odt"


def _other(content: str, name: str) -> ReadError:
    zh, en = _OTHER_CONTENTS[content]
    return ReadError(
        f"kind_{content}",
        name,
        f"文件内容是{zh}, 不是 Word 文档; 请提供报告的网页、PDF、Word 或文本文件。",
        f"The content is {en} and no Word text: supply the report as a web page, PDF, Word or text file.",
    )
