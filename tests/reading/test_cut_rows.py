"""Rows that a page break may have cut: what both the PDF reader and that of scans mark."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from toolkit.reading.cut_rows import doubt_cut


@dataclass
class Cell:
    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    doubtful: bool = False


@dataclass
class Table:
    rows: int
    cells: list[Cell] = field(default_factory=list)


def table(*rows: tuple[str, ...]) -> Table:
    return Table(len(rows), [Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)])


@pytest.mark.parametrize(
    ("above", "below", "skip", "marked"),
    [
        # the figures stand below the break, half of the label above it
        (("5.要求行政机关", "", ""), ("确认或重新出具", "12", "34"), 0, ["", "", "12", "34"]),
        # the rest of a label below: its empty cells are no blanks
        (("5.要求行政机关", "12", "34"), ("确认或重新出具", "", ""), 0, ["", ""]),
        (("一、新收", "1", "2"), ("二、结转", "3", "4"), 0, []),
        # some blanks in a row are blanks
        (("一、新收", "1", ""), ("二、结转", "", "4"), 0, []),
        # the whole row has moved to the next page and left an empty strip
        (("", "", ""), ("二、结转", "3", "4"), 0, []),
    ],
)
def test_what_is_marked(above: tuple[str, ...], below: tuple[str, ...], skip: int, marked: list[str]) -> None:
    upper, lower = table(("总计", "7", "8"), above), table(below, ("其他", "5", "6"))
    doubt_cut(upper, lower, skip)
    assert [cell.text for part in (upper, lower) for cell in part.cells if cell.doubtful] == marked


def test_a_header_printed_again_is_passed_over() -> None:
    upper, lower = table(("总计", "7"), ("5.要求行政机关", "")), table(("项目", "件数"), ("确认", "12"))
    doubt_cut(upper, lower, skip=1)
    assert [cell.text for part in (upper, lower) for cell in part.cells if cell.doubtful] == ["", "12"]
