"""旧版 Word、WPS、RTF、ODT：经 LibreOffice 转换后与 DOCX 读得一样；没有 LibreOffice 时一句说明。

Old Word files, RTF and ODT: read through LibreOffice they give what the DOCX gives; without it, one sentence.
"""

from __future__ import annotations

import hashlib
import re
import struct
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.reading.conftest import assert_places, grids, paragraphs
from tests.reading.word_files import archive, docx, gone, ins, level, listed, numbering, p, r, tbl, tc, tr
from toolkit.errors import ReadError
from toolkit.reading import office, read_bytes
from toolkit.reading.word.ole import content_of

pytestmark = pytest.mark.slow

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\pard 105{\deleted 6}{\revised 7}\par}"


def ole(*streams: str, flags: int = 0) -> bytes:
    """An OLE file with these streams in its root, the first of them long enough for a Word file."""
    header = bytearray(512)
    header[:8] = OLE
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    entries = bytearray(512)
    for at, name in enumerate(("Root Entry", *streams)):
        raw = name.encode("utf-16-le")
        entries[at * 128 : at * 128 + len(raw)] = raw
        struct.pack_into("<HBB", entries, at * 128 + 64, len(raw) + 2, 2 if at else 5, 1)
        following = at + 1 if 0 < at < len(streams) else 0xFFFFFFFF
        struct.pack_into("<III", entries, at * 128 + 68, 0xFFFFFFFF, following, 0xFFFFFFFF if at else 1)
        struct.pack_into("<II", entries, at * 128 + 116, 2, 4096)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE, *[0xFFFFFFFF] * 118)
    word = bytearray(4096)
    struct.pack_into("<H", word, 0, 0xA5EC)
    struct.pack_into("<H", word, 10, flags)
    return bytes(header) + fat + bytes(entries) + bytes(word)


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "case.doc")
    error = caught.value
    assert error.zh.endswith("。")
    assert error.zh.count("。") == 1
    assert error.en.endswith(".")
    return error.code


@pytest.mark.parametrize(
    ("data", "content"),
    [
        (ole("WordDocument", "1Table"), "word"),
        (ole("ObjectPool", "WordDocument", "Workbook"), "word"),
        (ole("WordDocument", flags=0x0100), "encrypted"),
        (ole("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        (ole("Workbook"), "sheet"),
        (ole("Book"), "sheet"),
        (ole("PowerPoint Document"), "slides"),
        (ole("CONTENTS"), "works"),
        (ole("other"), "unknown"),
        (OLE, "damaged"),
        (OLE + b"\xff" * 600, "damaged"),
        (ole("WordDocument")[:700], "damaged"),
    ],
)
def test_what_an_ole_file_holds(data: bytes, content: str) -> None:
    assert content_of(data) == content


def odf(kind: str, **parts: str) -> bytes:
    named = {name.replace("_", "/", 1) + ".xml": text for name, text in parts.items()}
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}", **named}, 0)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ole("Workbook"), "kind_sheet"),
        (ole("PowerPoint Document"), "kind_slides"),
        (ole("other"), "kind_unknown"),
        (ole("EncryptedPackage"), "encrypted"),
        (ole("WordDocument", flags=0x0100), "encrypted"),
        (OLE + b"\x00" * 40, "damaged_ole"),
        (odf("spreadsheet"), "kind_sheet"),
        (odf("presentation"), "kind_slides"),
        (odf("text", **{"META-INF_manifest": "<a><encryption-data/></a>"}), "encrypted"),
        (odf("text", content="<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "has_doctype"),
        (odf("text", content="<a>"), "damaged_docx"),
        (odf("text", content=" " * 30_000_000), "archive_bomb"),
    ],
)
def test_refused_before_anything_is_started(data: bytes, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_run", lambda *_: pytest.fail("LibreOffice was started"))
    assert refused(data) == code


@pytest.mark.parametrize("data", [ole("WordDocument"), RTF, odf("text", content="<a/>")])
def test_without_libreoffice(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.VARIABLE, "none")
    assert refused(data) == "no_office"


def test_a_program_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.VARIABLE, "/nowhere/soffice")
    assert refused(RTF) == "no_office"


@pytest.fixture
def soffice() -> str:
    program = office.find_office()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    return program


def stand_in(folder: Path, script: str) -> str:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize("script", ["exit 0", "exit 77", "sleep 60 & sleep 60", "kill -9 $$"])
def test_a_conversion_that_fails(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.VARIABLE, stand_in(tmp_path, script))
    monkeypatch.setattr(office, "TIMEOUT", 0.5)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert refused(RTF) == "office_failed"
    assert [each.name for each in tmp_path.iterdir()] == ["soffice"], "something was left behind"


BOX = (
    '<w:r><w:pict><v:rect style="position:absolute;margin-left:9pt;margin-top:9pt;width:90pt;height:40pt"><v:textbox><w:txbxContent>'
    f"{p('某局')}</w:txbxContent></v:textbox></v:rect></w:pict></w:r>"
)
# numbers that a tracked change touches, a list, merged cells, a text box: what the old formats write in ways of their own
BODY = (
    p("受理", gone("16"), ins(r("17")), "件", properties=listed())
    + p("办结", r("9", "<w:vanish/>"), "3件", properties=listed())
    + tbl(
        tr(tc("类别", '<w:vMerge w:val="restart"/>'), tc("结果", '<w:gridSpan w:val="2"/>')),
        tr(tc("", "<w:vMerge/>"), "公开", "不公开"),
        tr("收到", tc(p("1", ins(r("4")))), tc(p("6", gone("1"), "4"))),
    )
    + p("甲", BOX)
)
TABLE = [["类别", "结果", "结果"], ["类别", "公开", "不公开"], ["收到", "14", "64"]]


def converted(suffix: str, program: str, folder: Path) -> bytes:
    import subprocess

    source = folder / "case.docx"
    source.write_bytes(docx(BODY, numbering=numbering(level(0, "chineseCounting", "（%1）"))))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"case.{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_the_same_as_the_docx(suffix: str, soffice: str, tmp_path: Path) -> None:
    data = converted(suffix, soffice, tmp_path)
    found = read_bytes(data, f"报告 {suffix}.wps")
    assert_places(found)
    assert (found.format, found.sha256) == (suffix, hashlib.sha256(data).hexdigest())
    # RTF as LibreOffice writes it has other brackets
    assert [re.sub(r"\W", "", text) for text in paragraphs(found)[:2]] == ["一受理17件", "二办结3件"]
    assert grids(found) == [TABLE]
    assert "".join(paragraphs(found)).count("某局") == 1
    assert found.notes


def test_several_at_once(soffice: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        read = list(pool.map(lambda at: paragraphs(read_bytes(RTF, f"{at}.rtf")), range(2)))
    assert read == [["1057"]] * 2


def test_one_run_for_many(soffice: str) -> None:
    made = office.convert([("rtf", RTF), ("doc", ole("WordDocument")), ("rtf", RTF.replace(b"105", b"205"))], soffice)
    assert made[0] is not None
    assert made[2] is not None
    assert paragraphs(read_bytes(made[2], "a")) == ["2057"]
