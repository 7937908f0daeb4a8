"""Fixtures of the views: one rich report made by hand, and one in which nothing was found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from toolkit.model import Report

sys.path.insert(0, str(Path(__file__).parent))  # made_report stands beside this file, whatever way pytest imports it

from made_report import empty_report, made_report


@pytest.fixture(scope="session")
def report() -> Report:
    return made_report()


@pytest.fixture(scope="session")
def nothing() -> Report:
    return empty_report()
