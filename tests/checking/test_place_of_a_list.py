"""Where a finding about a list stands: its first clause, whole."""

from __future__ import annotations

from decimal import Decimal

import pytest

from toolkit.checking.claims import _list
from toolkit.model import Itemisation


@pytest.mark.parametrize(
    ("quote", "where"),
    [
        ("县政府网站公开信息3,618条，其中政策文件216条、财政资金684条", "县政府网站公开信息3,618条"),
        ("公开信息3，618条，其中政策文件216条", "公开信息3，618条"),
        ("公开信息３，６１８条,其中政策文件216条", "公开信息３，６１８条"),
        ("公开信息100条,其中政策60条", "公开信息100条"),
        ("公开信息共计100，其中政策60条", "公开信息共计100"),
        ("公开信息100条(政策60条、财政30条)", "公开信息100条(政策60条、财政30条)"),
    ],
)
def test_the_place_of_a_list_is_not_cut_at_the_thousands_comma(quote: str, where: str) -> None:
    item = Itemisation(quote, 1, 0, len(quote), Decimal(100), (Decimal(60), Decimal(30)), "条", adds_up=False)
    assert _list(item).where == where
