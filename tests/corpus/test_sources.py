"""Where reports come from: folders, manifests, archives, addresses; and what each report is called."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from stores import NAMES, REPORTS, some_reports

from toolkit import Corpus, CorpusError, build_corpus
from toolkit.corpus import archives, places
from toolkit.corpus.sources import items_of

TEXT = (REPORTS / NAMES[0]).read_bytes()


def ids(source: Path | str, tmp_path: Path) -> list[str]:
    return [item.report_id for item in items_of(str(source), tmp_path / "spool")]


def build(source: Path | str, tmp_path: Path) -> Corpus:
    return build_corpus(source, tmp_path / "store", processes=0, progress=False)


def test_a_folder_is_searched_to_its_depth_and_named_by_paths_below_it(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    for name in ("b.txt", "2020/a.html", "2020/picture.png", ".hidden/c.txt", "二〇/年报.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(TEXT)
    assert sorted(ids(folder, tmp_path)) == ["2020/a.html", "b.txt", "二〇/年报.txt"]


def test_the_identifier_does_not_depend_on_where_the_source_lies(tmp_path: Path) -> None:
    one, other = some_reports(tmp_path / "one"), some_reports(tmp_path / "elsewhere" / "other")
    assert ids(one, tmp_path) == ids(other, tmp_path) == sorted(NAMES)


def test_a_name_that_macos_has_taken_apart_is_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "re\u0301sume\u0301.txt").write_bytes(TEXT)
    assert ids(tmp_path / "reports", tmp_path) == ["r\u00e9sum\u00e9.txt"]


def test_the_pages_of_one_report_are_one_report(tmp_path: Path) -> None:
    page = "<html><head><title>甲县2022年政府信息公开工作年度报告</title></head><body>{}</body></html>"
    first = "<h1>甲县2022年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>2022年公开信息3条。</p><a href='r_1.html'>下一页</a>"
    second = "<p>二、主动公开政府信息情况</p><p>无。</p>"
    for name, body in (("r.html", first), ("r_1.html", second), ("s.html", first.replace("r_1", "gone"))):
        (tmp_path / name).write_text(page.format(body), encoding="utf-8")
    found = {item.report_id: len(item.place.paths) for item in items_of(str(tmp_path), tmp_path / "spool")}
    assert found == {"r.html": 2, "s.html": 1}


# -- manifests ----------------------------------------------------------------------------------------------------------


def manifest(tmp_path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    some_reports(tmp_path)
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_manifest_names_the_reports_and_wins(tmp_path: Path) -> None:
    rows = [
        "id,path,issuer,level,code,year,url,retrieved,anything",
        f"police,{NAMES[0]},鹤汀市公安局,department,999901,2020,page/1,2021-04-01,x",
        f"school,{NAMES[1]},墨川县教育体育局,县级,,2022,,,",
    ]
    corpus = build(manifest(tmp_path, "\r\n".join(rows)), tmp_path)
    reports = corpus.reports().set_index("report_id")
    police, school = reports.loc["police"], reports.loc["school"]
    assert (police["issuer_code"], police["url"], police["retrieved"]) == ("999901", "page/1", "2021-04-01")
    assert (school["issuer"], school["level"], school["year"]) == ("墨川县教育体育局", "county", 2022)
    findings = corpus.findings()
    own = findings[findings["rule"].str.startswith("manifest.")]
    assert set(own["report_id"]) == {"school"}
    sides = {row.where: (row.left_raw, row.right_raw) for row in own.itertuples()}
    assert sides == {
        "issuer": ("墨川县教育体育局", "墨川县教育局"),
        "level": ("county", "department"),
        "year": ("2022", "2021"),
    }
    assert (own["verdict"] == "inconsistent").all()


def test_chinese_headers_and_gbk_are_understood(tmp_path: Path) -> None:
    path = manifest(tmp_path, f"编号,文件,年度,层级\n甲,{NAMES[0]},2020年,部门\n", "gb18030")
    (item,) = items_of(str(path), tmp_path / "spool")
    assert (item.report_id, dict(item.known)) == ("甲", {"year": "2020", "level": "department"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,issuer\na,b\n", "path"),
        ("path,year\na.txt,20x0\n", "line 2"),
        ("path,level\na.txt,村\n", "line 2"),
        ("id,path\na,\n", "line 2"),
        ("path,path\na,b\n", "two columns"),
        ("", "path"),
    ],
)
def test_a_wrong_manifest_is_told_with_its_line(text: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as error:
        ids(manifest(tmp_path, text), tmp_path)
    assert expected in error.value.en


def test_two_reports_with_one_identifier_are_an_error(tmp_path: Path) -> None:
    path = manifest(tmp_path, f"id,path\nsame,{NAMES[0]}\nsame,{NAMES[1]}\n")
    with pytest.raises(CorpusError) as error:
        build(path, tmp_path)
    assert error.value.code == "same_id"
    assert NAMES[0] in error.value.zh
    assert NAMES[1] in error.value.en


def test_a_file_that_a_manifest_names_and_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    corpus = build(manifest(tmp_path, f"path,year\n{NAMES[0]},\ngone.txt,2020\n"), tmp_path)
    (row,) = corpus.failures.itertuples()
    assert (row.report_id, row.year) == ("gone.txt", 2020)


def test_a_changed_row_of_a_manifest_is_read_again(tmp_path: Path) -> None:
    build(manifest(tmp_path, f"path,issuer\n{NAMES[0]},甲局\n"), tmp_path)
    corpus = build(manifest(tmp_path, f"path,issuer\n{NAMES[0]},乙局\n"), tmp_path)
    assert list(corpus.reports()["issuer"]) == ["乙局"]


# -- archives -----------------------------------------------------------------------------------------------------------


def tar_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    return out.getvalue()


def zip_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


MEMBERS = {
    "2020/police.txt": TEXT,
    "../../up.txt": TEXT,
    "__MACOSX/2020/._police.txt": b"x",
    "2020/photo.jpg": b"x",
    "年报.html": (REPORTS / "outing-street-2020.html").read_bytes(),
}


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tgz"])
def test_an_archive_is_read_without_unpacking(suffix: str, tmp_path: Path) -> None:
    data = zip_of(MEMBERS) if suffix == ".zip" else tar_of(MEMBERS)
    path = tmp_path / f"all{suffix}"
    path.write_bytes(gzip.compress(data) if suffix.endswith("gz") else data)
    corpus = build(path, tmp_path)
    assert list(corpus.reports(columns=["report_id"])["report_id"]) == ["../../up.txt", "2020/police.txt", "年报.html"]
    assert corpus.counts == {"read": 3, "failed": 0}
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([path.name, "store"])
    assert not (tmp_path / "store" / ".work" / "spool").exists()


def test_archives_in_a_folder_are_read_beside_its_files(tmp_path: Path) -> None:
    folder = some_reports(tmp_path / "reports", NAMES[:1])
    (folder / "old.zip").write_bytes(zip_of({"a.txt": TEXT}))
    (folder / "torn.zip").write_bytes(zip_of({"a.txt": TEXT})[:200])
    corpus = build(folder, tmp_path)
    assert sorted(corpus.reports()["report_id"]) == [NAMES[0], "old.zip/a.txt"]
    assert dict(corpus.failures.set_index("report_id")["code"]) == {"torn.zip/": "damaged_archive"}


def test_names_in_gbk_of_a_chinese_zip_are_read(tmp_path: Path) -> None:
    data = zip_of({"AAAA.txt": TEXT}).replace(b"AAAA", "年报".encode("gbk"))
    (tmp_path / "a.zip").write_bytes(data)
    assert ids(tmp_path / "a.zip", tmp_path) == ["年报.txt"]


def test_a_member_that_is_too_large_is_one_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "LARGEST_MEMBER", 50_000)
    (tmp_path / "bomb.zip").write_bytes(zip_of({"a.txt": TEXT, "bomb.txt": b"0" * 5_000_000}))
    corpus = build(tmp_path / "bomb.zip", tmp_path)
    assert corpus.counts == {"read": 1, "failed": 1}
    assert list(corpus.failures["code"]) == ["too_large"]


def test_a_tar_that_grows_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_LARGEST_RATIO", 2)
    (tmp_path / "bomb.tgz").write_bytes(gzip.compress(tar_of({"a.txt": b"0" * 9_000_000})))
    with pytest.raises(CorpusError) as error:
        build(tmp_path / "bomb.tgz", tmp_path)
    assert error.value.code == "too_large"


# -- addresses ----------------------------------------------------------------------------------------------------------


def test_an_address_that_fsspec_knows_is_a_source(tmp_path: Path) -> None:
    folder = some_reports(tmp_path / "reports", NAMES[:2])
    (folder / "old.zip").write_bytes(zip_of({"a.txt": TEXT}))
    assert sorted(ids(folder.as_uri(), tmp_path)) == sorted([*NAMES[:2], "old.zip/a.txt"])
    assert build(folder.as_uri(), tmp_path).counts == {"read": 3, "failed": 0}


def test_an_address_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    for address in (f"{tmp_path.as_uri()}/nowhere", "nosuchprotocol://a/b"):
        with pytest.raises(CorpusError) as error:
            build(address, tmp_path)
        assert error.value.code == "no_source"
