"""机关名称的规范写法。

One writing for each name of a body: white space, brackets, Traditional characters and the short forms of 人民政府 and its office are
brought to one form. Nothing is added that the name does not say.
"""

from __future__ import annotations

import re
from functools import lru_cache

from toolkit.parsing.issuers import ending_of
from toolkit.parsing.normalise import compact

OFFICE = re.compile(r"人民政府办公[室厅]$")
TOWNSHIP = re.compile(r"^([一-鿿]{1,12}?(?:镇|乡|街道|苏木))(?=人民政府|办事处|$)")
"""A township at the beginning of what follows the county in a name."""
STATE_BODY = re.compile(
    r"^(?:国务院|国家(?!税务总局.|统计局.)|中华人民共和国(?!.*[海关]关$)|审计署$|海关总署$|中国人民银行$|[一-鿿]{2,8}部$)"
)
"""Bodies of the central government, which need no place before them."""
_BRACKETED = re.compile(r"\([^()]*\)")
_QUOTES = re.compile(r"[\"'“”‘’《》:：;；,，。.()]")
# Short forms: the longest first, each at the end of a name.
_ENDINGS = (
    (re.compile(r"(?<=[省市县区旗州盟镇乡])人民$"), "人民政府"),  # of a title: …人民|政府信息公开工作年度报告
    (re.compile(r"(?<!人民)政府(?=办|$)"), "人民政府"),
    (re.compile(r"人民政府办$"), "人民政府办公室"),
    (re.compile(r"街道办$"), "街道办事处"),
    (re.compile(r"街道$"), "街道办事处"),
    (re.compile(r"街道人民政府$"), "街道办事处"),
    (re.compile(r"管委会$"), "管理委员会"),
    (
        re.compile(r"(?<=[市县区旗])人民政府(?=[一-鿿]{1,8}(?:街道办事处|[镇乡]人民政府)$)"),
        "",
    ),  # 某区人民政府某某街道办事处
)


@lru_cache(maxsize=65536)
def canonical(name: str) -> str:
    """名称的规范写法。

    The canonical writing of a printed name; "" stays "". A place without a body is taken for its government, as titles write it.

    >>> canonical("雲岫縣 政府辦")
    '云岫县人民政府办公室'
    >>> canonical("云岫县（盖章）")
    '云岫县人民政府'
    """
    plain = compact(name)
    while (inner := _BRACKETED.sub("", plain)) != plain:  # brackets inside brackets
        plain = inner
    plain = _QUOTES.sub("", plain)
    for pattern, whole in _ENDINGS:
        plain = pattern.sub(whole, plain)
    ending = ending_of(plain) if plain else None
    return plain + "人民政府" if ending and ending[2] else plain


def government_of(name: str) -> str:
    """政府办公室（厅）所属的政府。 The government whose office a canonical name is, "" for any other body."""
    return OFFICE.sub("人民政府", name) if OFFICE.search(name) else ""
