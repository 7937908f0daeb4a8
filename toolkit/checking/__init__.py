"""核对：表格自身、文字与表格、日期、格式与来源。

The checking stage: a report with its findings. Each check gives values and never prints or raises. Rules that are
sums and balances are rows of
data (`vocabulary/relations.yaml`); every rule is in the catalogue (`vocabulary/rules.yaml`, `docs/rules.md`).
"""

from __future__ import annotations

from dataclasses import replace

from toolkit.checking import claims, dates, form, provenance, relations
from toolkit.checking.verdicts import settle
from toolkit.model import SEVERITIES, Finding, Report

__all__ = ["check"]

CHECKS = (relations.check, claims.check, dates.check, form.check, provenance.check)


def check(report: Report) -> Report:
    """核对一份报告。

    The report with the verdict of every claim and with its findings, errors first, in the order of the checks.
    """
    settled = replace(report, claims=settle(report))
    found: list[Finding] = [finding for one in CHECKS for finding in one(settled)]
    found.sort(key=lambda f: SEVERITIES.index(f.severity))
    return replace(settled, findings=tuple(found))
