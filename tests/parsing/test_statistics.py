"""2014年统计表：印成什么样都读出同样的数, 或不读。 The statistics table of 2014 in every shape: the same figures, or none."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parsing import damage, statistics_layouts
from tests.parsing.statistics_layouts import ALL, FORM, ROWS, VALUES, WHOLE, Figures, path
from toolkit.errors import NotAReportError
from toolkit.model import Cell, Report
from toolkit.parsing import parse
from toolkit.reading import read_bytes

PATHS = FORM.paths()


def read(lines: list[str], year: int = 2016) -> Report:
    return parse(read_bytes(*statistics_layouts.report(lines, year)))


def cells(lines: list[str], year: int = 2016) -> dict[str, Cell]:
    """The cells that were read; none where what is left of a page is no report any more."""
    try:
        return {cell.path: cell for cell in read(lines, year).cells}
    except NotAReportError:
        return {}


def figures_of(rng: random.Random, blanks: bool = True) -> dict[str, str | None]:
    """Figures for every row: small ones often, some large, some empty or dashes."""
    out: dict[str, str | None] = {}
    for row in VALUES:
        draw = rng.random()
        value: str | None = str(rng.choice([0, 1, 2, rng.randrange(100), rng.randrange(20000)]))
        if row.unit == "万元" and draw < 0.5:
            value = f"{rng.randrange(100)}.{rng.randrange(1, 100):02d}"
        elif blanks and draw < 0.1:
            value = rng.choice([None, "-", "/", "无", "——"])
        out[path(row.key)] = value
    return out


def wrong(figures: Figures, found: dict[str, Cell]) -> list[tuple[str, str | None, str]]:
    """Cells whose value is another than the one that was printed there."""
    out = []
    for name in PATHS:
        printed, cell = figures.get(name), found.get(name, Cell(name, None, "", "absent"))
        number = Decimal(printed) if printed is not None and printed[0].isdigit() else None
        if cell.value is not None and cell.value != number:
            out.append((name, printed, cell.raw))
        if cell.status == "blank" and number is not None:
            out.append((name, printed, "blank"))
    return out


@pytest.mark.parametrize("layout", WHOLE)
@pytest.mark.parametrize("seed", range(6))
def test_the_figures_of_a_whole_table_are_read(layout: str, seed: int) -> None:
    rng = random.Random(seed)
    figures = figures_of(rng)
    found = cells(WHOLE[layout](figures, rng))
    assert wrong(figures, found) == []
    numbers = [name for name, value in figures.items() if value is not None and value[0].isdigit()]
    read_ = [name for name in numbers if found[name].status == "given"]
    # a cell that stands on a line of its own may be left open where the one after it is empty
    assert len(read_) >= (0.8 if layout.startswith("cell_a_line") else 1) * len(numbers), set(numbers) - set(read_)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(sorted(ALL)), st.booleans())
def test_a_figure_is_right_or_not_read(seed: int, layout: str, left_out: bool) -> None:
    rng = random.Random(seed)
    figures = figures_of(rng)
    if left_out:
        gone = set(rng.sample(list(figures), rng.randrange(1, 12)))
        figures = {name: value for name, value in figures.items() if name not in gone}
    assert wrong(figures, cells(ALL[layout](figures, rng))) == []


DAMAGE = [
    damage.drop_line,
    damage.repeat_line,
    damage.tear_line,
    damage.page_number,
    damage.misprint,
    damage.drop_cell,
    damage.drop_repeated,
    damage.drop_adjacent,
]


def drop_stretch(rng: random.Random, lines: list[str]) -> list[str]:
    """丢相邻几行。 A few lines that stand together are lost."""
    at = rng.randrange(len(lines))
    return lines[:at] + lines[at + rng.randrange(2, 7) :]


def swap_neighbours(rng: random.Random, lines: list[str]) -> list[str]:
    """相邻两行互换。 Two lines change places."""
    at = rng.randrange(len(lines) - 1)
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(
    st.integers(0, 10**9),
    st.sampled_from(sorted(ALL)),
    st.lists(st.sampled_from([*DAMAGE, drop_stretch]), min_size=1, max_size=3),
)
def test_a_damaged_table_is_never_silently_wrong(seed: int, layout: str, several: list[damage.Damage]) -> None:
    """Of empty cells nothing is left in some copies, so that a page number there is what is printed."""
    rng = random.Random(seed)
    figures = figures_of(rng, blanks=damage.page_number not in several)
    lines = ALL[layout](figures, rng)
    torn = damage.tear_line in several
    for one in several:
        lines = one(rng, lines) or lines
    found = wrong(figures, cells(lines) if lines else {})
    # a number torn in two with its second half on the next line: 12 is printed there
    assert [item for item in found if not (torn and item[1] and item[1].startswith(item[2]))] == []


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(["cell_a_line", "cell_a_line_without_units"]))
def test_lines_that_changed_places(seed: int, layout: str) -> None:
    """Of empty cells nothing is left in such a copy, so that a figure behind the next label would be that label's."""
    rng = random.Random(seed)
    figures = figures_of(rng, blanks=False)
    lines = swap_neighbours(rng, ALL[layout](figures, rng))
    assert wrong(figures, cells(lines)) == []


# ---- single shapes

LABELS = [(row.number + row.label, row.unit or "——", row.key) for row in ROWS]


def table(*rows: tuple[str, ...]) -> list[str]:
    return statistics_layouts._html(list(rows))


HEADER = ("统计指标", "单位", "统计数")
START = [("（一）收到申请数", "件", "68"), ("1.当面申请数", "件", "17"), ("2.传真申请数", "件", "2")]


@pytest.mark.parametrize(
    ("printed", "status", "value"),
    [
        ("0", "given", "0"),
        ("", "blank", None),
        ("—", "blank", None),
        ("/", "blank", None),
        ("无", "blank", None),
        ("12件", "given", "12"),
        ("1,295", "given", "1295"),
        ("１２", "given", "12"),
        ("约30", "unreadable", None),
        ("17 2", "unreadable", None),
        ("见附件", "unreadable", None),
        ("3（其中修改1）", "given", "3"),
    ],
)
def test_what_a_cell_holds(printed: str, status: str, value: str | None) -> None:
    cell = cells(table(HEADER, *START, ("3.网络申请数", "件", printed)))["statistics.requests.online"]
    assert (cell.status, None if cell.value is None else str(cell.value)) == (status, value)


@pytest.mark.parametrize(
    ("unit", "printed", "value"),
    [
        ("万元", "0.12", "0.12"),
        ("万元", "1200元", "0.12"),
        ("元", "1200", "0.12"),
        ("", "12.5万元", "12.5"),
        ("件", "12", None),
    ],
)
def test_sums_of_money(unit: str, printed: str, value: str | None) -> None:
    found = cells(table(HEADER, *START, ("七、依申请公开信息收取的费用", unit, printed)))
    cell = found["statistics.resources.fees_charged"]
    assert cell.value == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    "printed",
    [
        "（一）收到申请数",
        "一、收到申请数",
        "收到申请数",
        "①收到申请数",
        "1、收到申请数",
        "其中：收到申请数",
        "收到申请数（件）",
        "收到申请数量",
        "收 到 申 请 数",
        "收到申請數",
        "收到申请数（包括上年结转",
    ],
)
def test_ways_to_print_a_label(printed: str) -> None:
    rows = [("1.当面申请数", "件", "17"), ("2.传真申请数", "件", "2"), ("3.网络申请数", "件", "38")]
    assert cells(table(HEADER, (printed, "件", "68"), *rows))["statistics.requests.received"].value == 68


def test_labels_printed_twice_are_told_apart_by_those_around_them() -> None:
    rows = [
        ("四、行政复议数量", "件", "4"),
        ("（二）被依法纠错数", "件", "1"),
        ("五、行政诉讼数量", "件", "2"),
        ("（三）其他情形数", "件", "2"),
        ("六、举报投诉数量", "件", "3"),
    ]
    found = cells(table(HEADER, *rows))
    assert found["statistics.challenges.review.corrected"].value == 1
    assert found["statistics.challenges.review.other"].status == "absent"
    assert found["statistics.challenges.litigation.other"].value == 2
    assert found["statistics.challenges.litigation.corrected"].status == "absent"


def test_labels_printed_twice_with_nothing_around_them_are_unreadable() -> None:
    rows = [("8.告知通过其他途径办理数", "件", "4"), ("被依法纠错数", "件", "1"), ("六、举报投诉数量", "件", "3")]
    found = cells(table(HEADER, *START, *rows))
    assert found["statistics.challenges.review.corrected"].status == "unreadable"
    assert found["statistics.challenges.litigation.corrected"].status == "unreadable"


def test_rows_of_the_bodys_own_are_extensions() -> None:
    rows = [
        ("3.政务微博公开政府信息数", "条", "5"),
        ("5.政务客户端公开政府信息数", "条", "386"),
        ("6.县长信箱来信办理回复数", "件", "412"),
        ("（五）乡镇（街道）政府信息公开专项经费", "万元", "21.4"),
    ]
    report = read(table(HEADER, *START, *rows))
    assert report.by_path["statistics.proactive.by_wechat"].status == "absent"
    assert report.by_path["statistics.resources.budget"].status == "absent"
    assert [(e.label, e.raw) for e in report.extensions] == [(label, (value,)) for label, _, value in rows[1:]]


COLUMNS = ("统计指标", "单位", "合计", "政府", "部门", "乡镇", "开发区")
SPLIT = [("（一）收到申请数", "件", "68", "10", "50", "8", "3"), ("1.当面申请数", "件", "17", "5", "10", "2", "1")]
SPLIT += [("2.传真申请数", "件", "2", "", "2", "0", "/")]


@pytest.mark.parametrize("lines", [table(COLUMNS, *SPLIT), ["\t".join(r) for r in (COLUMNS, *SPLIT[:2])] * 1])
def test_value_columns_that_a_body_added(lines: list[str]) -> None:
    more = ["3.网络申请数\t件\t1\t1\t0\t0\t0", "4.信函申请数\t件\t1\t1\t0\t0\t0", "（二）申请办结数\t件\t1\t1\t0\t0\t0"]
    report = read(lines if lines[0].startswith("<") else [*lines, *more])
    received = {c.path.partition("@")[2]: c.value for c in report.cells if c.row == "requests.received"}
    assert received == {"": 68, "government": 10, "departments": 50, "townships": 8}
    assert [(e.label, e.reason, e.raw[:2]) for e in report.extensions] == [("开发区", "extra_column", ("3", "1"))]


def test_two_levels_of_header() -> None:
    html = (
        "<table><tr><td rowspan=2>统计指标</td><td rowspan=2>单位</td><td colspan=2>统计数</td></tr>"
        "<tr><td>政府</td><td>部门</td></tr>"
        + "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td><td>9</td></tr>" for a, b, c in START)
        + "</table>"
    )
    found = cells([html])
    assert found["statistics.requests.received"].status == "absent"
    assert found["statistics.requests.received@government"].value == 68
    assert found["statistics.requests.received@departments"].value == 9


def test_columns_of_years() -> None:
    rows = [("统计指标", "单位", "2015年", "2016年"), *((a, b, "1", c) for a, b, c in START)]
    assert cells(table(*rows))["statistics.requests.received"].value == 68
    assert cells(table(*rows), year=2015)["statistics.requests.received"].value == 1


def test_value_columns_without_a_header_are_not_certain() -> None:
    found = cells(table(*((a, b, c, "9") for a, b, c in START)))
    assert found["statistics.requests.received"].status == "unreadable"


def test_the_same_table_for_two_years() -> None:
    rows = [("2015年度统计表",), HEADER, *((a, b, "1") for a, b, _ in START)]
    lines = ["2015年度", *table(*rows[1:]), "2016年度", *table(HEADER, *START)]
    assert cells(lines)["statistics.requests.received"].value == 68


def test_the_same_table_twice_with_nothing_to_say_which_counts() -> None:
    found = cells([*table(HEADER, *START), *table(HEADER, *((a, b, "1") for a, b, _ in START))])
    assert found["statistics.requests.received"].status == "unreadable"


def test_a_caption_beside_its_rows() -> None:
    html = (
        "<table><tr><td colspan=2>统计指标</td><td>单位</td><td>统计数</td></tr>"
        "<tr><td rowspan=3>三、依申请公开情况</td><td>（一）收到申请数</td><td>件</td><td>68</td></tr>"
        "<tr><td>1.当面申请数</td><td>件</td><td>17</td></tr><tr><td>2.传真申请数</td><td>件</td><td>2</td></tr></table>"
    )
    found = cells([html])
    assert [found[f"statistics.requests.{k}"].value for k in ("received", "in_person", "by_fax")] == [68, 17, 2]


def test_a_figure_beside_two_rows_is_neithers() -> None:
    html = (
        "<table><tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>"
        "<tr><td>（一）收到申请数</td><td>件</td><td>68</td></tr><tr><td>1.当面申请数</td><td>件</td><td>17</td></tr>"
        "<tr><td>2.传真申请数</td><td>件</td><td rowspan=2>5</td></tr><tr><td>3.网络申请数</td><td>件</td></tr></table>"
    )
    found = cells([html])
    assert found["statistics.requests.by_fax"].status == "unreadable"
    assert found["statistics.requests.online"].value is None


def test_a_label_broken_before_another_label() -> None:
    """其中：主要负责同志参加 / 政府网站在线访谈次数: the second line is a label of its own elsewhere."""
    lines = ["1.参加或举办新闻发布会总次数", "次", "5", "2.政府网站在线访谈次数", "次", "8", "其中：主要负责同志参加"]
    lines += ["政府网站在线访谈次数", "次", "3", "3.政策解读稿件发布数", "篇", "46", "4.微博微信回应事件数", "次", "29"]
    lines += ["5.其他方式回应事件数", "次", "18", "三、依申请公开情况", "——", "——", "（一）收到申请数", "件", "5"]
    found = cells(lines)
    assert found["statistics.response.interviews"].value in (8, None)
    assert found["statistics.response.interviews_by_head"].value in (3, None)


def test_indicator_codes_are_no_figures() -> None:
    """Rows whose figure is blank print their code (代码) alone, glued to label and unit."""
    labels = [row.label for row in ROWS if row.key][:20]
    lines = ["附表：政府信息公开情况统计表（2016年度）", "统计指标 代码 单位 统计数"]
    lines += [f"{label}{n}条" for n, label in enumerate(labels, 2)]
    report = parse(
        read_bytes("\n".join(["云漪县人民政府2016年政府信息公开工作年度报告", *lines]).encode(), "codes.txt")
    )
    assert [cell.path for cell in report.cells if cell.status == "given"] == []
