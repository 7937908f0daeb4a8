"""数量语法的用例表和性质测试。 The grammar of quantities: a table of cases, and what must hold for any number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.narrative.plain import plain
from toolkit.narrative.quantities import Found, chinese_number, find_quantities

# text, value, unit, approximation, low, high
CASES = [
    ("受理3件", "3", "件", None, "3", "3"),
    ("受理３件", "3", "件", None, "3", "3"),
    ("受理 1 295 件", "1295", "件", None, "1295", "1295"),
    ("受理1,295件", "1295", "件", None, "1295", "1295"),
    ("受理三件", "3", "件", None, "3", "3"),
    ("受理十二件", "12", "件", None, "12", "12"),
    ("受理两件", "2", "件", None, "2", "2"),
    ("受理一百二十三件", "123", "件", None, "123", "123"),
    ("受理百余件", "100", "件", "more_than", "100", "200"),
    ("发布1.3万条", "13000", "条", None, "12500", "13999.999"),
    ("发布1.3万余条", "13000", "条", "more_than", "13000", "14000"),
    ("作出21.4万余件", "214000", "件", "more_than", "214000", "215000"),
    ("咨询1600余人次", "1600", "人次", "more_than", "1600", "1700"),
    ("宣讲近80场次", "80", "场次", "about", "70", "80"),
    ("处罚约350件", "350", "件", "about", "340", "360"),
    ("隐患不足20处", "20", "处", "less_than", "10", "20"),
    ("许可至少2900件", "2900", "件", "at_least", "2900", "4350"),
    ("占比80%以上", "80", "%", "at_least", "80", "120"),
    ("占73.7%", "73.7", "%", None, "73.65", "73.79999"),
    ("下降29%", "29", "%", None, "28.5", "29.99999"),
    ("采购28204万元", "28204", "万元", None, "28203.5", "28204.99999"),
    ("采购3.2亿元", "3.2", "亿元", None, "3.15", "3.29999"),
    ("收费386,000元", "386000", "元", None, "386000", "386000"),
    ("占七成", "70", "%", None, "65", "75"),
]


def one(text: str) -> Found:
    found = find_quantities(plain(text).text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("text", "value", "unit", "approximation", "low", "high"), CASES, ids=[c[0] for c in CASES])
def test_quantity(text: str, value: str, unit: str, approximation: str | None, low: str, high: str) -> None:
    quantity = one(text).quantity
    assert (quantity.value, quantity.unit, quantity.approximation) == (Decimal(value), unit, approximation)
    assert abs(quantity.low - Decimal(low)) < Decimal("0.01")
    assert abs(quantity.high - Decimal(high)) < Decimal("0.01")


@pytest.mark.parametrize(
    ("text", "value", "to"), [("更新2—3次", 2, 3), ("办理时长5至12个工作日", 5, 12), ("宣讲2至3场", 2, 3)]
)
def test_range(text: str, value: int, to: int) -> None:
    quantity = one(text).quantity
    assert (quantity.value, quantity.value_to) == (value, to)


@pytest.mark.parametrize("text", ["一体化平台", "三审三校", "一系列措施", "第三方", "公开条例", "宗旨", "一般情况"])
def test_words_are_no_quantities(text: str) -> None:
    assert not [f for f in find_quantities(plain(text).text) if f.quantity.unit in ("件", "条", "宗")]


def test_a_last_digit_without_its_place_is_no_number() -> None:
    assert chinese_number("一百二") is None
    assert (chinese_number("一百零二"), chinese_number("一百二十"), chinese_number("十二")) == (102, 120, 12)


def spoken(number: int) -> str:
    """A whole number below a hundred million in Chinese numerals, the way a report writes it."""
    digits, places = "零一二三四五六七八九", ["", "十", "百", "千"]
    if number >= 10000:
        high, low = divmod(number, 10000)
        rest = "" if low == 0 else ("零" if low < 1000 else "") + spoken(low)
        return spoken(high) + "万" + rest
    out, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            out += ("零" if gap and out else "") + digits[digit] + places[place]
            gap = False
        else:
            gap = True
    return (out[1:] if out.startswith("一十") else out) or "零"


@given(st.integers(0, 99_999_999))
def test_chinese_numerals_read_back(number: int) -> None:
    assert chinese_number(spoken(number)) == number


@given(
    st.integers(0, 10**9),
    st.sampled_from(["{}", "{:,}", "fullwidth", "spaced"]),
    st.sampled_from(["件", "条", "人次", "万元", ""]),
)
def test_any_way_of_printing_reads_back(number: int, form: str, unit: str) -> None:
    if form == "fullwidth":
        printed = "".join(chr(ord(c) + 0xFEE0) for c in str(number))
    elif form == "spaced":
        printed = " ".join(str(number))
    else:
        printed = form.format(number)
    quantity = one(f"共{printed}{unit}，").quantity
    assert (quantity.value, quantity.unit) == (number, unit)
    assert quantity.low <= quantity.value <= quantity.high


@given(st.text(alphabet="共计约近余件条万亿千百十一二三0123456789.,%元 -+至", max_size=40))
def test_intervals_hold_their_value(text: str) -> None:
    for found in find_quantities(plain(text).text):
        quantity = found.quantity
        assert quantity.low <= quantity.high
        assert 0 <= found.start < found.end <= len(text)
