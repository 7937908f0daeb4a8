"""主张与核对结果。 What the narrative says and what the checks found: quantities, claims, itemisations, findings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from toolkit.model.document import NOWHERE, Source
from toolkit.model.kinds import NumberKind, Severity, Verdict


@dataclass(frozen=True, slots=True)
class Quantity:
    """文中的一个数量, 是一个区间而不是一个浮点数。

    A number of the narrative as printed: `value` (万 and 亿 written out for counts; amounts keep their printed unit),
    `decimals` printed, `unit`, `approximation` ("more_than", "about", "less_than", "at_least", "at_most" or None),
    `low` and `high`: the values it can stand for, by rounding or truncation and by its approximation word.
    `value_to` is the upper end of a printed range.
    """

    raw: str
    value: Decimal
    unit: str
    decimals: int = 0
    scale: int = 1
    approximation: str | None = None
    value_to: Decimal | None = None
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Number:
    """叙述文字中的一个数及其归宿。

    A number of the narrative and where it ended: every one has a kind. `start` and `end` are offsets in the text of `part`.
    """

    kind: NumberKind
    text: str
    part: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """叙述文字中的一个数量主张及其核对结果。

    A quantitative statement of the narrative. `sentence` is the sentence it stands in; `start` and `end` are offsets in it, so that
    `sentence[start:end] == quote`. `part`, `part_start`, `part_end` place the quote in the text of its part.
    `measure` names what is counted ("requests.received"), `kind` how ("count", "zero", "universal", "share", "change"),
    `scope` whose figure it is, `period` of when, `flow` "flow" or "stock". `cells` are the cells it should agree with, `base` those
    of a share's denominator. `table_value` is their sum in the unit of the table; `verdict` is set by the checks.
    """

    part: int
    sentence: str
    quote: str
    start: int
    end: int
    part_start: int
    part_end: int
    quantity: Quantity
    kind: str = "count"
    measure: str = ""
    scope: str = "report"
    period: str = "this_year"
    flow: str = "flow"
    cells: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    base_stated: Decimal | None = None
    numerator_stated: Decimal | None = None
    table_value: Decimal | None = None
    verdict: Verdict = "no_counterpart"
    why_zh: str = ""
    why_en: str = ""
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class Itemisation:
    """总数与分项的列举。

    A head figure and the parts that claim to make it up. `head` and `parts` are index numbers of claims or plain values.
    """

    quote: str
    part: int
    part_start: int
    part_end: int
    head: Decimal
    parts: tuple[Decimal, ...]
    unit: str
    adds_up: bool
    note: str = ""
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class Side:
    """一处核对的一方：数值、区间和说明。

    One side of a comparison: a number or an ISO date, its interval where it is one, and in words what it is.
    """

    value: Decimal | str | None
    label_zh: str = ""
    label_en: str = ""
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """一项核对结果：双方、差、位置和一句说明。

    A place where text and tables, tables and themselves, or dates disagree, or a thing that could not be compared.
    Which side is wrong is not said. `rule` and `where` are paths of the forms and the catalogue (`vocabulary/rules.yaml`).
    """

    rule: str
    where: str
    severity: Severity
    verdict: Verdict
    left: Side
    right: Side
    cells: tuple[str, ...]
    message_zh: str
    message_en: str
    sources: tuple[Source, ...] = ()
    claims: tuple[int, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """右方减左方; 不是数值时为 None。 Right minus left, None where a side is no number."""
        if isinstance(self.left.value, Decimal) and isinstance(self.right.value, Decimal):
            return self.right.value - self.left.value
        return None
