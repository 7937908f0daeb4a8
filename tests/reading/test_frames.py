"""框架网页。 Pages made of frames."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import assert_places, paragraphs
from toolkit.errors import ReadError
from toolkit.reading import read_document

REPORT = (
    "<html><head><meta charset=gb2312><title>云岫县2009年政府信息公开工作年度报告</title></head><body>"
    "<h1>云岫县2009年政府信息公开工作年度报告</h1><p>一、概述</p><p>工作平稳。</p>"
    "<p>二、主动公开政府信息情况</p><p>主动公开信息12条。</p></body></html>"
)
MENU = "<html><body><a href=a.htm>首页</a> <a href=b.htm>政务公开</a></body></html>"
FRAMES = '<html><head><meta charset=gb2312></head><frameset cols="150,*"><frame src=menu.htm><frame src="{}"></frameset></html>'


def _save(folder: Path, **pages: str) -> Path:
    for name, text in pages.items():
        (folder / f"{name}.htm").write_bytes(text.encode("gb18030"))
    return folder / "index.htm"


@pytest.mark.parametrize(
    "source", ["main.htm", "./main.htm", "MAIN.HTM", "main.htm?id=3#top", " main.htm ", "%6Dain.htm", ".\\main.htm"]
)
def test_the_frame_that_holds_the_report_is_read(tmp_path: Path, source: str) -> None:
    document = read_document(_save(tmp_path, index=FRAMES.format(source), menu=MENU, main=REPORT))
    assert paragraphs(document)[:2] == ["云岫县2009年政府信息公开工作年度报告", "一、概述"]
    assert document.encoding == "gb18030"
    assert document.file == str(tmp_path / "index.htm")
    assert any(source.strip() in zh for zh, _ in document.notes)
    assert_places(document)


def test_frames_within_frames_and_in_folders_below(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "inner.htm").write_bytes(b'<iframe src="report.htm"></iframe>')
    (tmp_path / "sub" / "report.htm").write_bytes(REPORT.encode("gb18030"))
    assert "一、概述" in paragraphs(read_document(_save(tmp_path, index=FRAMES.format("sub/inner.htm"), menu=MENU)))


@pytest.mark.parametrize("source", ["gone.htm", "../outside.htm", "/etc/hostname", "sub/../../outside.htm", "link.htm"])
def test_what_is_not_beside_the_page_is_named_and_not_read(tmp_path: Path, source: str) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    (tmp_path / "outside.htm").write_bytes(REPORT.encode("gb18030"))
    (folder / "link.htm").symlink_to(tmp_path / "outside.htm")
    with pytest.raises(ReadError) as caught:
        read_document(_save(folder, index=FRAMES.format(source), menu=MENU))
    assert caught.value.code == "frame_missing"
    assert source in caught.value.zh
    assert source in caught.value.en


def test_an_address_is_named_and_never_fetched(tmp_path: Path) -> None:
    page = '<html><body><iframe src="http://203.0.113.7/report.html"></iframe></body></html>'
    with pytest.raises(ReadError) as caught:
        read_document(_save(tmp_path, index=page))
    assert "http://203.0.113.7/report.html" in caught.value.zh


@pytest.mark.parametrize(
    "frame",
    ['<iframe src="//ad.example/x.html">', '<iframe src="gone.html">', '<iframe src="about:blank">', "<iframe>"],
)
def test_a_page_that_holds_its_report_is_left_alone(tmp_path: Path, frame: str) -> None:
    page = REPORT.replace("</body>", frame + "</iframe></body>")
    document = read_document(_save(tmp_path, index=page))
    assert paragraphs(document)[1] == "一、概述"
    assert document.notes == ()


def test_frames_in_a_circle_end(tmp_path: Path) -> None:
    around = '<frameset><frame src="index.htm"><frame src="other.htm"><frame src="main.htm"></frameset>'
    document = read_document(_save(tmp_path, index=around, other=around, main=REPORT))
    assert "一、概述" in paragraphs(document)


def test_a_frame_in_a_comment_or_a_script_is_none(tmp_path: Path) -> None:
    page = (
        "<html><body><!-- <iframe src=main.htm> --><script>w('<iframe src=main.htm>')</script><p>文字</p></body></html>"
    )
    assert paragraphs(read_document(_save(tmp_path, index=page, main=REPORT))) == ["文字"]
