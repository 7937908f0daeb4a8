"""几个文件是一份报告。 Several files that are one report."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from tests.parsing import layouts
from tests.parsing.test_properties import _figures, _wrong
from tests.reading.conftest import assert_places
from toolkit import run
from toolkit.reading.folders import find_files
from toolkit.reading.joined import read_pages
from toolkit.reading.together import together

PRINTED = _figures(random.Random(1), "2021", "standard", False)
WHOLE = layouts.html_report("2021", "standard", 2023, PRINTED, False)


def pages(repeat_title: bool = True) -> list[str]:
    """The report cut before part 3 and before part 5, as sites do."""
    head, body = WHOLE.split("<body>")
    body = body.removesuffix("</body></html>")
    title = body[: body.index("</h1>") + 5] if repeat_title else ""
    cuts = [0, body.index("<p><strong>三、"), body.index("<p><strong>五、"), len(body)]
    cut = [body[a:b] for a, b in pairwise(cuts)]
    return [f"{head}<body>{title if n else ''}{text}@</body></html>" for n, text in enumerate(cut)]


def save(folder: Path, names: list[str], links: str = "", repeat_title: bool = True) -> list[Path]:
    files = [folder / name for name in names]
    for n, (file, page) in enumerate(zip(files, pages(repeat_title), strict=True)):
        after = names[n + 1] if n + 1 < len(names) else ""
        before = f"<a href='{names[n - 1]}'>上一页</a>" if n else ""
        link = {"": "", "link": f"{before} 1 2 3 <a href='http://a.example/x/{after}'>下一页</a>" if after else before}
        script = f'<script>createPageHTML(3, {n}, "{Path(names[0]).stem}", "html");</script>'
        file.write_text(page.replace("@", f"<div>{link.get(links, script)}</div>"), encoding="utf-8")
    return files


def same_as_whole(files: tuple[Path, ...]) -> None:
    report = run(files)
    assert _wrong(report, PRINTED) == []
    assert {cell.status for cell in report.cells} == {"given"}
    assert [part.number for part in report.parts] == [1, 2, 3, 4, 5, 6]
    assert report.claims == ()  # a pager is no text of the report
    assert_places(report.document)
    for file in files:
        assert any(file.name in zh and file.name in en for zh, en in report.document.notes)


@pytest.mark.parametrize(
    ("names", "links"),
    [
        (["index.html", "index_1.html", "index_2.html"], "link"),
        (["one.html", "two.html", "three.html"], "link"),
        (["t1.html", "t1_1.html", "t1_2.html"], "script"),
        (["report.html", "report_2.html", "report_3.html"], ""),
        (["p1.htm", "p2.htm", "p3.htm"], ""),
    ],
)
@pytest.mark.parametrize("repeat_title", [True, False])
def test_next_pages_are_found(tmp_path: Path, names: list[str], links: str, repeat_title: bool) -> None:
    files = save(tmp_path, names, links, repeat_title)
    assert together(sorted(files)) == [tuple(files)]
    same_as_whole(tuple(files))


def test_files_without_any_sign_are_joined_only_when_asked(tmp_path: Path) -> None:
    files = save(tmp_path, ["x.html", "y.html", "z.html"])
    assert together(files) == [(file,) for file in files]
    same_as_whole(tuple(files))


def test_two_whole_reports_stay_two(tmp_path: Path) -> None:
    one, two = tmp_path / "a.html", tmp_path / "a_1.html"
    link = "<a href='a_1.html'>下一页</a></body>"
    one.write_text(WHOLE.replace("</body>", link), encoding="utf-8")
    for other in (WHOLE, WHOLE.replace("2023", "2022")):
        two.write_text(other, encoding="utf-8")
        assert together([one, two]) == [(one,), (two,)]


def test_pages_that_name_each_other_end(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{name}.html").write_text(
            f"<h1>云岫县2022年政府信息公开工作年度报告</h1><a href='{other}.html'>下一页</a>", encoding="utf-8"
        )
    assert len(together(sorted(tmp_path.iterdir()))) == 1


def test_frames_are_no_reports_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<frameset><frame src='inner.html'></frameset>", encoding="utf-8")
    (tmp_path / "inner.html").write_text(WHOLE, encoding="utf-8")
    assert together(sorted(tmp_path.iterdir())) == [(tmp_path / "index.html",)]


def test_the_folder_of_a_saved_page_is_not_searched(tmp_path: Path) -> None:
    for folder in ("report_files", "other_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.html").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "report.html").write_text(WHOLE, encoding="utf-8")
    found = list(find_files([str(tmp_path)], lambda error: pytest.fail(error.zh)))
    assert set(found) == {tmp_path / "other_files" / "frame.html", tmp_path / "report.html"}


def test_one_file_alone_is_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(WHOLE, encoding="utf-8")
    assert read_pages([file]).notes == ()
