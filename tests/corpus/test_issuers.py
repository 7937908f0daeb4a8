"""机关识别。 One body, one id: names, places, the office and its government, renamed and merged bodies."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus.issuers import ISSUER_COLUMNS, identified, resolve_issuers
from toolkit.corpus.issuers_divisions import chain_of, divisions, of_code, read_place
from toolkit.corpus.issuers_names import canonical
from toolkit.corpus.issuers_table import changes
from toolkit.errors import VocabularyError

TABLE = pd.DataFrame(
    [
        ("云岫县国土资源局", "云岫县自然资源局", "2019", "renamed", ""),
        ("青螺县", "青螺区", "2021", "renamed", "撤县设区"),
        ("梨浦区人民政府", "霜湖市梨浦区人民政府", "", "alias", ""),
        ("霜湖市北塘区人民政府", "霜湖市梨浦区人民政府", "2020", "merged", ""),
        ("鹤汀县文化旅游局", "鹤汀县文化局", "2022", "split", ""),
    ],
    columns=["old_name", "new_name", "from_year", "kind", "note"],
)


def resolve(issuer: str = "", table: pd.DataFrame | None = None, **given: object) -> dict[str, object]:
    frame = pd.DataFrame([{"report_id": "a", "issuer": issuer, "year": 2021, **given}])
    return dict(resolve_issuers(frame, table).iloc[0])


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("云岫县 人民政府", "云岫县人民政府"),
        ("云岫县政府", "云岫县人民政府"),
        ("云岫县", "云岫县人民政府"),
        ("雲岫縣人民政府", "云岫县人民政府"),
        ("云岫县政府办", "云岫县人民政府办公室"),
        ("云岫县人民政府办公室（盖章）", "云岫县人民政府办公室"),
        ("“云岫县教育局”：", "云岫县教育局"),
        ("云岫县教育局（云岫县体育局）", "云岫县教育局"),
        ("青石街道", "青石街道办事处"),
        ("青石街道办", "青石街道办事处"),
        ("霜湖市经济开发区管委会", "霜湖市经济开发区管理委员会"),
        ("梨浦区人民政府青石街道办事处", "梨浦区青石街道办事处"),
        ("", ""),
    ],
)
def test_canonical_names(printed: str, expected: str) -> None:
    assert canonical(printed) == expected


@pytest.mark.parametrize(
    ("issuer", "given_fields", "name", "code", "how"),
    [
        # the name says it all
        ("桃源县人民政府", {}, "湖南省常德市桃源县人民政府", "430725", "exact"),
        ("常德市桃源县公安局", {}, "湖南省常德市桃源县公安局", "430725", "exact"),
        ("湖南省人民政府办公厅", {}, "湖南省人民政府办公厅", "430000", "exact"),
        ("昆山市人民政府", {}, "江苏省苏州市昆山市人民政府", "320583", "exact"),
        ("上海市浦东新区人民政府", {}, "上海市浦东新区人民政府", "310115", "exact"),
        ("仙桃市人民政府", {}, "湖北省仙桃市人民政府", "429004", "exact"),
        ("教育部", {}, "教育部", "", "exact"),
        # of several places of one name none is taken, unless told
        ("鼓楼区人民政府", {}, "鼓楼区人民政府", "", "unresolved"),
        ("鼓楼区人民政府", {"city": "徐州市"}, "江苏省徐州市鼓楼区人民政府", "320302", "exact"),
        ("鼓楼区人民政府", {"code": "320302"}, "江苏省徐州市鼓楼区人民政府", "320302", "exact"),
        ("鼓楼区人民政府", {"title": "徐州市鼓楼区2021年政府信息公开工作年度报告"}, "江苏省徐州市鼓楼区人民政府", "320302", "alias"),
        ("城关镇人民政府", {}, "城关镇人民政府", "", "unresolved"),
        ("城关镇人民政府", {"county": "桃源县"}, "湖南省常德市桃源县城关镇人民政府", "430725", "exact"),
        ("桃源县城关镇人民政府", {}, "湖南省常德市桃源县城关镇人民政府", "430725", "exact"),
        ("公安局", {}, "公安局", "", "unresolved"),
        ("公安局", {"code": "430725"}, "湖南省常德市桃源县公安局", "430725", "exact"),
        ("县政府办公室", {}, "县人民政府办公室", "", "unresolved"),
        ("", {}, "", "", "unresolved"),
        # the office publishes the report of its government; the title decides
        ("桃源县政府办", {"title": "桃源县2021年政府信息公开工作年度报告"}, "湖南省常德市桃源县人民政府", "430725", "alias"),
        ("桃源县政府办", {"title": "2021年政府信息公开工作年度报告"}, "湖南省常德市桃源县人民政府办公室", "430725", "alias"),
        ("", {"title": "2021年桃源县人民政府信息公开工作年度报告"}, "湖南省常德市桃源县人民政府", "430725", "exact"),
        # places that the list does not have: told by their endings, without a code
        ("霜湖市梨浦区自然资源局", {}, "霜湖市梨浦区自然资源局", "", "exact"),
        ("清川市洛浦县人民政府", {}, "清川市洛浦县人民政府", "", "exact"),  # 洛浦县 is of the list, 清川市 is not
        # names that look like places
        ("朝阳市民政局", {}, "辽宁省朝阳市民政局", "211300", "exact"),
        ("云岫县城市管理局", {}, "云岫县城市管理局", "", "exact"),
        ("城市管理局", {}, "城市管理局", "", "unresolved"),
        ("临空经济区管委会", {}, "临空经济区管理委员会", "", "unresolved"),
        ("合肥市临空经济区管委会", {}, "安徽省合肥市临空经济区管理委员会", "340100", "alias"),
        ("社区建设办公室", {}, "社区建设办公室", "", "unresolved"),
        # an arm of a national body
        ("国家税务总局桃源县税务局", {}, "国家税务总局湖南省常德市桃源县税务局", "430725", "exact"),
    ],
)  # fmt: skip
def test_cases(issuer: str, given_fields: dict[str, object], name: str, code: str, how: str) -> None:
    found = resolve(issuer, **given_fields)
    assert (found["issuer_name"], found["code"], found["how"]) == (name, code, how)
    assert (found["issuer_id"] == "") == (how == "unresolved")
    assert (how == "unresolved") <= bool(found["note_zh"] and found["note_en"])


@pytest.mark.parametrize("year", [2015, 2019, 2020, 2021, 2023, None])
@pytest.mark.parametrize(
    "names",
    [
        ("公主岭市人民政府", "四平市公主岭市人民政府", "长春市公主岭市人民政府"),  # moved to another city in 2020
        ("寿县公安局", "六安市寿县公安局", "淮南市寿县公安局"),
        ("东陵区人民政府", "沈阳市浑南区人民政府"),  # one code, another name
        (
            "巴里坤哈萨克自治县水利局",
            "哈密地区巴里坤哈萨克自治县水利局",
            "哈密市巴里坤哈萨克自治县水利局",
        ),  # the prefecture became a city
        ("赣县公安局", "赣县区公安局"),  # the old name is the beginning of the new one
        ("国家税务总局太谷县税务局", "国家税务总局晋中市太谷区税务局"),
    ],
)
def test_a_body_is_one_through_the_reforms_of_its_place(names: tuple[str, ...], year: int | None) -> None:
    found = [resolve(name, year=year) for name in names]
    assert len({(one["issuer_id"], one["issuer_name"], one["code"]) for one in found}) == 1, found
    assert found[0]["issuer_id"]
    assert found[0]["code"]


def test_places_of_one_name_in_one_province_stay_apart() -> None:
    """石家庄, 张家口 and (until 2020) 邢台 have a 桥西区."""
    assert resolve("桥西区人民政府")["how"] == "unresolved"
    assert resolve("石家庄市桥西区人民政府")["issuer_id"] != resolve("张家口市桥西区人民政府")["issuer_id"]


def test_the_year_tells_which_of_two_places_bore_the_name() -> None:
    assert read_place("平安县人民政府", 2010).code == "632121"
    assert read_place("平安县人民政府", 2014).code in ("", "630221")
    assert resolve("密云区人民政府", year=2018)["code"] == "110118"


def test_the_manifest_wins_and_the_disagreement_is_noted() -> None:
    found = resolve("霜湖市梨浦区自然资源局", city="云上市")
    assert found["issuer_name"] == "云上市梨浦区自然资源局"
    assert "以清单为准" in str(found["note_zh"])


def test_a_county_level_city_outside_the_list_is_told_by_the_level_of_the_report() -> None:
    assert resolve("云上市人民政府", level="county")["county"] == "云上市"
    assert resolve("云上市人民政府", level="city")["city"] == "云上市"


def test_an_id_of_the_manifest_stays() -> None:
    found = resolve("公安局", issuer_id="own-7")
    assert (found["issuer_id"], found["how"]) == ("own-7", "manifest")


# ---- renamed, merged, split


@pytest.mark.parametrize(
    ("issuer", "year", "name", "how", "event"),
    [
        ("云岫县国土资源局", 2018, "云岫县自然资源局", "table", ""),
        ("云岫县自然资源局", 2020, "云岫县自然资源局", "exact", ""),
        ("青螺县公安局", 2019, "青螺区公安局", "table", ""),  # the place was renamed, and so its bodies
        ("梨浦区政府", 2021, "霜湖市梨浦区人民政府", "table", "merged"),
        ("霜湖市北塘区人民政府", 2019, "霜湖市北塘区人民政府", "exact", ""),
        ("鹤汀县文化局", 2022, "鹤汀县文化局", "exact", "split"),
        ("太谷县公安局", 2018, "山西省晋中市太谷区公安局", "table", ""),  # shown by the list of divisions
    ],
)
def test_succession(issuer: str, year: int, name: str, how: str, event: str) -> None:
    found = resolve(issuer, TABLE, year=year)
    assert (found["issuer_name"], found["how"], found["event"]) == (name, how, event)


def test_old_and_new_name_have_one_id() -> None:
    assert resolve("云岫县国土资源局", TABLE)["issuer_id"] == resolve("云岫县自然资源局", TABLE)["issuer_id"]
    assert resolve("太谷县人民政府")["issuer_id"] == resolve("太谷区人民政府")["issuer_id"]


def test_what_looks_like_a_rename_in_the_list_and_is_not() -> None:
    """庐山区 became 濂溪区 in 2016; the 庐山市 of that year was another county."""
    assert resolve("庐山区人民政府", year=2015)["issuer_id"] != resolve("庐山市人民政府", year=2017)["issuer_id"]


def test_the_table_may_be_a_file_and_tell_the_code(tmp_path: Path) -> None:
    file = tmp_path / "bodies.csv"
    file.write_text(
        "\ufeffold_name,new_name,from_year,kind,note,code,county\n,云岫县教育局,,body,,990101,云岫县\n",
        encoding="utf-8",
    )
    frame = pd.DataFrame({"report_id": ["a"], "issuer": ["云岫县教育局"]})
    found = resolve_issuers(frame, file).iloc[0]
    assert (found["code"], found["how"]) == ("990101", "table")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"old_name": "甲县", "new_name": "乙县", "from_year": "2019", "kind": "moved"}, "row 1: kind must be one of"),
        ({"old_name": "甲县", "new_name": "乙县", "from_year": "19", "kind": "renamed"}, "from_year is no year"),
        ({"old_name": "", "new_name": "乙县", "from_year": "", "kind": "renamed"}, "a name is empty"),
        ({"old_name": "甲县", "new_name": "乙县", "kind": "renamed"}, "column from_year is missing"),
    ],
)
def test_faulty_tables_are_named(row: dict[str, str], says: str) -> None:
    with pytest.raises(VocabularyError, match=says):
        changes(pd.DataFrame([row]))


def test_a_table_that_goes_in_a_circle_is_refused() -> None:
    rows = [("云岫县教育局", "云岫县教体局", "", "renamed"), ("云岫县教体局", "云岫县教育局", "", "renamed")]
    with pytest.raises(VocabularyError, match="circle"):
        resolve("云岫县教育局", pd.DataFrame(rows, columns=["old_name", "new_name", "from_year", "kind"]))


# ---- the list


def test_every_division_in_force_is_read_back_from_its_full_name() -> None:
    """Each name of the list, written with the places above it, leads to its own code."""
    failed = []
    for division in (one for one in divisions() if one.until == 9999 and one.since < 2019):
        chain = chain_of(division, 2022)
        place = read_place("".join(chain) + "公安局", 2022)
        if (place.code, place.rest) != (division.code, "公安局"):
            failed.append((division, place))
    assert not failed, failed[:5]


def test_every_division_is_one_body_through_the_years() -> None:
    """The full name of each place, as it stood in any year that it bore it, leads to one present name."""
    known, apart = changes(), []
    for division in divisions():
        years = [year for year in (2010, 2014, 2016, 2018, 2020, 2022) if division.since <= year <= division.until]
        names = {known.successor("".join(chain_of(division, year)) + "公安局")[0] for year in years}
        if len(names) > 1:
            apart.append((division.code, names))
    assert not apart


def test_the_list_is_clean() -> None:
    names = {(one.code, one.name) for one in divisions()}
    assert len(names) == len(divisions()) > 3500
    assert all(len(one.code) == 6 and one.code.isdecimal() and one.since <= one.until for one in divisions())
    assert all(of_code(one.code[:2] + "0000") for one in divisions())


def test_known_renames_stay_inside_their_province() -> None:
    for change in changes().rows:
        old, new = (read_place(name, None) for name in (change.old_name, change.new_name))
        assert old.province == new.province != "", change


# ---- properties

places = st.sampled_from(["云岫县", "霜湖市梨浦区", "桃源县", "鼓楼区", "徐州市鼓楼区", "鹤汀市", ""])
bodies = st.sampled_from(["人民政府", "政府办", "教育局", "市场监督管理局", "城关镇人民政府", "青石街道办事处", ""])
names = st.builds(str.__add__, places, bodies)


@given(st.text(alphabet="云岫县市区人民政府办公室局（）() 　街道镇", max_size=24))
def test_a_canonical_name_is_its_own(name: str) -> None:
    assert canonical(canonical(name)) == canonical(name)


@settings(max_examples=40)
@given(names, st.integers(0, 12))
def test_white_space_does_not_change_the_body(name: str, at: int) -> None:
    spaced = name[:at] + " \u3000" + name[at:]
    assert resolve(name)["issuer_id"] == resolve(spaced)["issuer_id"]


@settings(max_examples=30)
@given(st.lists(names, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_what_else_is_in_the_corpus_does_not_matter(several: list[str], random: object) -> None:
    frame = pd.DataFrame({"report_id": [str(at) for at in range(len(several))], "issuer": several, "year": 2021})
    together = resolve_issuers(frame)
    assert list(together.columns) == list(ISSUER_COLUMNS)
    for name, id in zip(several, together["issuer_id"], strict=True):
        assert resolve(name)["issuer_id"] == id


def test_an_empty_frame_has_all_columns() -> None:
    empty = resolve_issuers(pd.DataFrame({"report_id": pd.Series(dtype="str")}))
    assert list(empty.columns) == list(ISSUER_COLUMNS)


def test_identified_replaces_the_columns_of_a_store() -> None:
    frame = pd.DataFrame(
        {
            "report_id": ["a", "b"],
            "issuer": ["公安局", "桃源县公安局"],
            "issuer_id": "",
            "issuer_code": ["430725", ""],
            "year": 2021,
        }
    )
    found = identified(frame)
    assert found["issuer_id"].nunique() == 1
    assert identified(found) is found
