"""封闭的取值集合。 The closed sets of values that the house knows."""

from __future__ import annotations

from typing import Literal

Status = Literal["given", "blank", "absent", "unreadable"]
Verdict = Literal["consistent", "inconsistent", "not_comparable", "no_counterpart", "unreadable"]
Severity = Literal["error", "warning", "note"]
Level = Literal["state_council", "province", "city", "county", "department", "township"]
NumberKind = Literal[
    "claim", "date", "document_number", "contact", "list_marker", "article", "other_quantity", "unclassified"
]

STATUSES: tuple[Status, ...] = ("given", "blank", "absent", "unreadable")
VERDICTS: tuple[Verdict, ...] = ("consistent", "inconsistent", "not_comparable", "no_counterpart", "unreadable")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
NUMBER_KINDS: tuple[NumberKind, ...] = (
    "claim",
    "date",
    "document_number",
    "contact",
    "list_marker",
    "article",
    "other_quantity",
    "unclassified",
)
