"""常见的损坏：一次一种。

What happens to a report between the organ and the researcher, one kind of damage at a time. Web pages are damaged row by row.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[random.Random, list[str]], list[str]]


def _pick(rng: random.Random, lines: list[str]) -> int:
    return rng.choice([n for n, line in enumerate(lines) if line.strip()])


def drop_line(rng: random.Random, lines: list[str]) -> list[str]:
    """丢一行。 One line is lost."""
    at = _pick(rng, lines)
    return lines[:at] + lines[at + 1 :]


def repeat_line(rng: random.Random, lines: list[str]) -> list[str]:
    """重复一行。 One line is printed twice."""
    at = _pick(rng, lines)
    return [*lines[: at + 1], *lines[at:]]


def tear_line(rng: random.Random, lines: list[str]) -> list[str]:
    """一行断成两行。 One line is broken in two."""
    at = _pick(rng, lines)
    cut = rng.randrange(1, max(2, len(lines[at])))
    if "<" in lines[at]:
        return lines
    return [*lines[:at], lines[at][:cut], lines[at][cut:], *lines[at + 1 :]]


def page_number(rng: random.Random, lines: list[str]) -> list[str]:
    """夹进页码。 A page number stands between two lines."""
    at = _pick(rng, lines)
    return lines if "<" in lines[at] else [*lines[:at], str(rng.randint(1, 9)), *lines[at:]]


def misprint(rng: random.Random, lines: list[str]) -> list[str]:
    """错几个字。 Some characters of a line are wrong, digits excepted."""
    at = _pick(rng, lines)
    spoiled = "".join("某" if "一" <= c <= "鿿" and rng.random() < 0.2 else c for c in lines[at])
    return [*lines[:at], spoiled, *lines[at + 1 :]]


def drop_cell(rng: random.Random, lines: list[str]) -> list[str]:
    """丢一格。 One cell of a row is lost."""
    at = _pick(rng, lines)
    line = lines[at]
    for separator in ("<td", "\t", " | ", " "):
        if separator in line.strip():
            cells = line.split(separator)
            gone = rng.randrange(1 if separator == "<td" else 0, len(cells))
            rest = cells.pop(gone).partition("</td>")[2] if separator == "<td" else (cells.pop(gone), "")[1]
            return [*lines[:at], separator.join(cells) + rest, *lines[at + 1 :]]
    return lines


def drop_repeated(rng: random.Random, lines: list[str]) -> list[str]:
    """删去重复行。 Every line that was printed before is removed."""
    return list(dict.fromkeys(lines))


def drop_adjacent(rng: random.Random, lines: list[str]) -> list[str]:
    """删去相邻的重复行。 Every line that repeats the one above is removed."""
    return [line for n, line in enumerate(lines) if n == 0 or line != lines[n - 1]]


TAG = re.compile(r"<[^>]*>")


def _header_rows(lines: list[str]) -> list[int]:
    """Rows of two or more labels and no figure."""
    found = []
    for n, line in enumerate(lines):
        text = TAG.sub("\t", line.split("</table>")[0]) if "<td" in line else line
        labels = [t for t in re.split(r"[\t| ]+", text) if t]
        if len(labels) > 1 and not re.search(r"[0-9。，]", text):
            found.append(n)
    return found


def swap_headers(rng: random.Random, lines: list[str]) -> list[str]:
    """两行表头对调。 Two header rows change places."""
    rows = [n for n in _header_rows(lines) if n + 1 in _header_rows(lines)]
    if not rows or any("</table>" in lines[n] for n in rows):
        return lines
    at = rng.choice(rows)
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def lose_colspans(rng: random.Random, lines: list[str]) -> list[str]:
    """丢失全部列跨度。 All column spans are lost."""
    return [re.sub(r' colspan="\d+"', "", line) for line in lines]


def lose_rowspans(rng: random.Random, lines: list[str]) -> list[str]:
    """丢失全部行跨度。 All row spans are lost."""
    return [re.sub(r' rowspan="\d+"', "", line) for line in lines]


def wrong_header_cell(rng: random.Random, lines: list[str]) -> list[str]:
    """表头错一格。 One cell of a header is doubled, lost, empty, or has a wrong span."""
    rows = [n for n in _header_rows(lines) if "<td" in lines[n]]
    if not rows:
        return lines
    at = rng.choice(rows)
    cells = re.findall(r"<td.*?</td>", lines[at])
    cell = rng.choice(cells)
    bare = re.sub(r' (?:row|col)span="\d+"', "", cell)
    spoiled = rng.choice(
        (
            cell + cell,
            "",
            "<td></td>" + cell,
            TAG.sub("", cell).join(("<td>", "</td>")),
            bare.replace("<td", f'<td colspan="{rng.randint(2, 7)}"', 1),
            bare.replace("<td", f'<td rowspan="{rng.choice([0, 2, 3, 100])}"', 1),
        )
    )
    return [*lines[:at], lines[at].replace(cell, spoiled, 1), *lines[at + 1 :]]


def merge_rows(rng: random.Random, lines: list[str]) -> list[str]:
    """两行表头并成一行。 Two header rows run together."""
    rows = [n for n in _header_rows(lines) if n + 1 in _header_rows(lines) and "</table>" not in lines[n]]
    if not rows:
        return lines
    at = rng.choice(rows)
    if "<td" in lines[at]:
        return [*lines[:at], lines[at].replace("</tr>", "") + lines[at + 1].replace("<tr>", ""), *lines[at + 2 :]]
    return [*lines[:at], lines[at] + ("\t" if "\t" in lines[at] else " ") + lines[at + 1], *lines[at + 2 :]]


def none(rng: random.Random, lines: list[str]) -> list[str]:
    """无损坏。 Nothing happens."""
    return lines


DAMAGES: tuple[Damage, ...] = (
    none, drop_line, repeat_line, tear_line, page_number, misprint, drop_cell, drop_repeated, drop_adjacent,
    swap_headers, lose_colspans, lose_rowspans, wrong_header_cell, merge_rows,
)  # fmt: skip


def damaged(rng: random.Random, text: str, damage: Damage) -> str:
    """损坏后的报告。 A report after the damage; the rows of a web page count as lines."""
    if "<table" not in text:
        return "\n".join(damage(rng, text.split("\n")))
    head, *rows = text.split("<tr>")
    return head + "".join(damage(rng, ["<tr>" + row for row in rows]))
