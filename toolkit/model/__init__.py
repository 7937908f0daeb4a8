"""全库通用的词：各阶段之间传递的不可变数据类型。

The words of the house: frozen dataclasses that every stage speaks, and nothing else.

One way through: file → `Document` (reading) → `Report` with cells (parsing) → claims (narrative) → findings (checking).
A value is made once and carries its `Source`, the place where it stands. Later stages only add.
Numbers are `Decimal` and intervals; a float never carries a printed figure.
"""

from __future__ import annotations

from toolkit.model.document import (
    Aside,
    Block,
    Box,
    Document,
    Doubt,
    Field,
    Grid,
    GridCell,
    Page,
    Paragraph,
    Source,
    Stretch,
)
from toolkit.model.kinds import (
    NUMBER_KINDS,
    SEVERITIES,
    STATUSES,
    VERDICTS,
    Level,
    NumberKind,
    Severity,
    Status,
    Verdict,
)
from toolkit.model.report import (
    Cell,
    Extension,
    Fact,
    Part,
    PrintedRow,
    Report,
    Table,
    Topic,
)
from toolkit.model.results import (
    Claim,
    Finding,
    Itemisation,
    Number,
    Quantity,
    Side,
)

__all__ = [
    "NUMBER_KINDS",
    "SEVERITIES",
    "STATUSES",
    "VERDICTS",
    "Aside",
    "Block",
    "Box",
    "Cell",
    "Claim",
    "Document",
    "Doubt",
    "Extension",
    "Fact",
    "Field",
    "Finding",
    "Grid",
    "GridCell",
    "Itemisation",
    "Level",
    "Number",
    "NumberKind",
    "Page",
    "Paragraph",
    "Part",
    "PrintedRow",
    "Quantity",
    "Report",
    "Severity",
    "Side",
    "Source",
    "Status",
    "Stretch",
    "Table",
    "Topic",
    "Verdict",
]
