"""不可比的理由：两个数不等, 为什么仍未必矛盾。

Why two figures that do not meet may still not contradict each other: whose figure it is, of when, stock or flow, items for decisions, a
part of the row, an old category, a size that no slip makes, words that the table does not have. What none explains is inconsistent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from toolkit.model import Claim, Report
from toolkit.narrative import setting_of
from toolkit.narrative.explained import restriction

# A unit of the body itself: what it alone did cannot be more than what the whole body did.
_BODY = re.compile(r"(?:大队|支队|中队|分局)$")
_LAST_YEAR = re.compile(r"上一?年|去年")
# 办理行政许可事项3.9万余件: done, and counted as cases.
_CASES, _DONE = ("件", "件次", "宗"), re.compile("办理|办结|作出|实施|完成")
_ITEMS = re.compile(r"事项|清单|目录|职权")
# A figure of requests that is ten times its cell is of another matter or of a wider body sooner than a slip of the pen: of 103 errors
# that people labelled on these cells none was so far off.
_FLOWS = tuple(f"requests.{flow}" for flow in ("received", "concluded", "handled"))
_ANOTHER_SIZE, _MUCH = 10, 100
_ANY_MATTER = re.compile(r"被复议|被诉(?!讼)")
_OF_DISCLOSURE = re.compile("信息公开|政务公开")
_LEFT_OVER = ("其余", "剩余", "其他", "余下")


@dataclass(frozen=True, slots=True)
class Excuse:
    """不比较的理由。 Why a claim is not compared: the key of a reason (`vocabulary/reasons.yaml`) and the fields of its sentence."""

    key: str
    fields: Mapping[str, object] = field(default_factory=dict)


def excuse(claim: Claim, printed: Decimal, low: Decimal, brought: Decimal, report: Report) -> Excuse | None:
    """两个数不等时不作比较的理由, 没有则为 None。

    Why a claim whose lowest value `low` differs from what is `printed` (both in the unit of the table) is not held against it, None where
    nothing speaks for that. `brought` is what was carried in from last year.
    """
    return (
        _of_others(claim, printed, low, report)
        or _of_another_time(claim, printed, low, brought, report)
        or _of_another_thing(claim, printed, low, report)
        or _in_other_words(claim, printed, low, report)
    )


def _of_others(claim: Claim, printed: Decimal, low: Decimal, report: Report) -> Excuse | None:
    """Whose figure it is."""
    if claim.scope == "system" and low < printed * 2 and not _agrees_elsewhere(claim, report):
        # 全系统被申请行政复议18件 beside a table of 16, and no figure of the body alone: the report is the system's.
        return None
    exceeds = claim.scope in ("office", "unit") and low > printed and not _beside_a_wider(claim, report)
    if claim.scope != "report" and not (exceeds and claim.flow == "flow" and claim.period == "this_year"):
        return Excuse(f"scope_{claim.scope}")
    return None


def _of_another_time(claim: Claim, printed: Decimal, low: Decimal, brought: Decimal, report: Report) -> Excuse | None:
    """Of when it is, and whether it is a stock."""
    if claim.period.startswith("year:"):
        return Excuse("period", {"year": claim.period[5:], "report_year": str(report.year or "")})
    if claim.period == "part_year":
        return Excuse("part_year")
    answered = claim.kind == "universal" and claim.cells == ("requests.concluded.total",)
    if answered and low < printed and printed - low <= brought:
        return Excuse("received_only")
    return None


def _of_another_thing(claim: Claim, printed: Decimal, low: Decimal, report: Report) -> Excuse | None:
    """What it counts."""
    if beside := _told_in_parts(claim, printed, report):
        return Excuse(beside)
    if claim.measure in _FLOWS and printed and low >= printed * _ANOTHER_SIZE and low - printed >= _MUCH:
        return Excuse("size")
    if "+" in claim.measure and claim.quote.lstrip("，,；;").startswith(_LEFT_OVER):
        # 其余6件不予公开或作其他处理: what is left over, in the words of some of it.
        return Excuse("restricted", {"words": claim.quote[:2]})
    if _of_items(claim, report):
        return Excuse("items")
    if _ANY_MATTER.search(claim.quote) and not _OF_DISCLOSURE.search(claim.quote):
        return Excuse("any_matter")
    if claim.flow == "stock":
        return Excuse("stock")
    if claim.quantity.value < printed and (".old." in claim.measure or _beside_old(claim, report)):
        return Excuse("old_category")
    return None


def _in_other_words(claim: Claim, printed: Decimal, low: Decimal, report: Report) -> Excuse | None:
    """Words that narrow it."""
    words = restriction(claim, setting_of(report), report.value("issuer") or "")
    part = claim.scope != "report" or _BODY.search(words)
    return Excuse("restricted", {"words": words}) if words and not (part and low > printed) else None


def _agrees_elsewhere(claim: Claim, report: Report) -> bool:
    """Whether another figure of the text on the same cells is of the body alone (局机关收到118件)."""
    return any(c.cells == claim.cells and c.scope != claim.scope and c.kind == claim.kind for c in report.claims)


def _beside_a_wider(claim: Claim, report: Report) -> bool:
    """全系统收到3,940件，其中各市局1,602件: bodies of a whole that is wider than the report may well exceed its table."""
    wider = ("system", "other_body")
    return any(c.scope in wider and c.sentence == claim.sentence for c in report.claims)


def _told_in_parts(claim: Claim, printed: Decimal, report: Report) -> str:
    """废止3件、宣布失效1件; 办理行政许可1520件，其中即办件1200件; 新制定5件、修改4件: figures of one sentence that share a row."""
    if claim.kind != "count":
        return ""
    here = [c for c in report.claims if c.sentence == claim.sentence and c.kind == "count" and c is not claim]
    same = [c.quantity.value for c in here if c.cells == claim.cells and c.part_start != claim.part_start]
    if same and sum(same) + claim.quantity.value == printed:
        return "parts_sum"
    if claim.measure.startswith("proactive.") or claim.cells[0].startswith("proactive."):
        if printed in same and claim.quantity.value < printed:
            return "part_of"
        domain = claim.measure.partition(".")[0]
        if claim.measure.endswith(".issued") and any(c.measure == f"{domain}.revised" for c in here):
            return "parts_sum"
    return ""


def _beside_old(claim: Claim, report: Report) -> bool:
    """其他处理14件 beside 告知通过其他途径办理9件: the row of the present form holds the old category too."""
    if not claim.measure.startswith("requests.other_outcome"):
        return False
    return any(c.measure == "requests.old.no_row" and c.sentence == claim.sentence for c in report.claims)


def _of_items(claim: Claim, report: Report) -> bool:
    """行政许可24项 of a list of powers, 行政许可事项13项 of this year: what may be done, not what was decided or last year had."""
    kind = claim.measure.rpartition(".")[2]
    if kind == "previous_items":
        return not _LAST_YEAR.search(claim.quote) and claim.period != f"year:{(report.year or 0) - 1}"
    done = claim.quantity.unit in _CASES and _DONE.search(claim.quote) is not None
    return kind == "decisions" and not done and (claim.quantity.unit == "项" or _ITEMS.search(claim.quote) is not None)
