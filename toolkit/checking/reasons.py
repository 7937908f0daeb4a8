"""每个结论的理由：中英文各一句。

Why a claim got its verdict, one sentence in Chinese and one in English; the templates are data (`vocabulary/reasons.yaml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from toolkit.checking.about import about, how
from toolkit.checking.instances import plain
from toolkit.model import Claim
from toolkit.vocabulary import load


def reason(key: str, claim: Claim, value: Decimal | None, fields: Mapping[str, object]) -> tuple[str, str]:
    """一个结论的理由(中文, 英文)。 The sentences of a reason with its fields filled in."""
    near = fields.get("near")
    exact = fields.get("exact", value)
    how_zh, how_en = how(claim, exact if isinstance(exact, Decimal) else None)
    names: dict[str, object] = {
        "claim": claim.quantity.raw,
        "table": plain(value) if value is not None else "",
        "stated": plain(claim.base_stated) if claim.base_stated is not None else "",
        "how_zh": how_zh,
        "how_en": how_en,
        "near_zh": near[0] if isinstance(near, tuple) else "",
        "near_en": near[1] if isinstance(near, tuple) else "",
        **fields,
    }
    row = load("reasons")[key]
    read_zh, read_en = about(claim)
    return row["zh"].format_map(names) + read_zh, f"{row['en'].format_map(names)} {read_en}"
