"""教学语料的清单、文件与标注一致; 叙述文字不抄自真实报告。

The manifest, the files and the labels agree; no narrative sentence is shared with the reports that the corpus was modelled on.
"""

from __future__ import annotations

import csv
import hashlib
import html
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared" / "reports"
COLUMNS = ["id", "file", "sha256", "issuer", "level", "year", "form", "format", "origin", "planted", "note"]
LEVELS = {"state_council", "province", "city", "county", "department", "township"}
SHARED_RUN = 12  # consecutive Chinese characters that count as a copied sentence
# What two honest reports share: headings, table labels, names of laws and offices.
STATUTORY = [
    line
    for line in (Path(__file__).parent / "statutory_phrases.txt").read_text("utf8").split()
    if re.fullmatch(r"[\u4e00-\u9fff]+", line)
]


def manifest() -> list[dict[str, str]]:
    with (CORPUS / "manifest.csv").open(encoding="utf8", newline="") as handle:
        return list(csv.DictReader(handle))


def gold(report_id: str) -> dict[str, Any]:
    labels: dict[str, Any] = json.loads((CORPUS / "gold" / f"{report_id}.json").read_text("utf8"))
    return labels


def decoded(data: bytes) -> str:
    try:
        return data.decode("utf8")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def chinese_runs(data: bytes) -> list[str]:
    """Stretches of text without its tags, punctuation taken out, statutory phrases cut away."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", "\n", decoded(data), flags=re.S | re.I)
    text = html.unescape(re.sub(r"</(p|td|th|tr|div|li|h\d)>|<br\s*/?>", "\n", text, flags=re.I))
    text = re.sub(r"<[^>]+>", "", text)
    runs = []
    for line in re.split(r"[\n\d。，,;；:：%]+", re.sub(r"[ \t\u00a0\u3000]", "", text)):
        line = re.sub(r"[^\u4e00-\u9fff]", "", line)
        for phrase in sorted(STATUTORY, key=len, reverse=True):
            line = line.replace(phrase, "|")
        runs += [part for part in line.split("|") if len(part) >= SHARED_RUN]
    return runs


def shingles(runs: list[str]) -> set[str]:
    return {run[at : at + SHARED_RUN] for run in runs for at in range(len(run) - SHARED_RUN + 1)}


def test_every_file_is_listed_once_and_has_a_gold_file() -> None:
    rows = manifest()
    assert list(rows[0]) == COLUMNS
    assert len(rows) >= 11
    assert [row["id"] for row in rows] == sorted({row["id"] for row in rows})
    assert {row["file"] for row in rows} == {f"reports/{path.name}" for path in (CORPUS / "reports").iterdir()}
    assert {row["id"] for row in rows} == {path.stem for path in (CORPUS / "gold").glob("*.json")}


@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["id"])
def test_manifest_row_agrees_with_file_and_gold(row: dict[str, str]) -> None:
    data = (CORPUS / row["file"]).read_bytes()
    labels = gold(row["id"])
    report = labels["report"]
    assert hashlib.sha256(data).hexdigest() == row["sha256"]
    assert labels["file"] == Path(row["file"]).name
    assert row["level"] in LEVELS
    assert row["origin"] in {"real figures", "invented"}
    assert (report["issuer"], report["level"], str(report["year"])) == (row["issuer"], row["level"], row["year"])
    assert report["form"] == row["form"].split(" ")[0]
    assert bool(row["planted"]) == bool(labels["findings"])
    for finding in labels["findings"]:
        assert f"{finding['rule']}:{finding['where']}" in row["planted"]


@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["id"])
def test_quotes_of_the_labels_stand_in_the_report(row: dict[str, str]) -> None:
    labels = gold(row["id"])
    text = html.unescape(re.sub(r"<[^>]+>", "", decoded((CORPUS / row["file"]).read_bytes())))
    printed = re.sub(r"\s", "", text)
    quotes = [item["quote"] for kind in ("claims", "lists") for item in labels[kind]] + labels["not_claims"]
    quotes += list(labels["parts"].values()) + labels["topics"]
    # an escaped tag of the narrative is text again only after unescaping; the tag stripper runs before
    assert [quote for quote in quotes if re.sub(r"\s", "", quote) not in printed] == []


@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["id"])
def test_cells_are_those_of_the_form_and_hold_where_no_fault_is_planted(row: dict[str, str]) -> None:
    labels = gold(row["id"])
    cells = labels["cells"]
    planted = {(item["rule"], item["where"]) for item in labels["findings"]}
    columns = sorted({path.rsplit(".", 1)[1] for path in cells if path.startswith("requests.")})
    assert len(columns) == 7
    for column in columns:
        values = {
            p.split(".", 1)[1].rsplit(".", 1)[0]: cells[p] or 0
            for p in cells
            if p.startswith("requests.") and p.endswith(column)
        }
        left = values.pop("received") + values.pop("carried_in")
        concluded = values.pop("concluded")
        assert (left == concluded + values.pop("carried_out")) == (("requests.balance", column) not in planted)
        assert (sum(values.values()) == concluded) == (("requests.outcomes", column) not in planted)
    for table, rule in (("requests", "requests.applicants"), ("challenges", "challenges.outcomes")):
        for path in (p for p in cells if p.startswith(table + ".") and p.endswith(".total")):
            if cells[path] is None:
                continue
            line = path.removesuffix(".total")
            parts = sum(cells[p] or 0 for p in cells if p.rsplit(".", 1)[0] == line and p != path)
            assert (parts == cells[path]) == ((rule, line.split(".", 1)[1]) not in planted)


@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["id"])
def test_lists_and_claims_agree_with_their_own_labels(row: dict[str, str]) -> None:
    labels = gold(row["id"])
    for item in labels["lists"]:
        assert (abs(item["head"] - sum(item["parts"])) < 1e-9) == item["adds_up"]
    rules = {item["rule"] for item in labels["findings"]}
    assert (not all(item["adds_up"] for item in labels["lists"])) == ("text.list" in rules)
    wrong = [claim for claim in labels["claims"] if claim["verdict"] == "inconsistent"]
    assert bool(wrong) == bool(rules & {"text.claim", "text.share", "text.change", "text.universal"})
    for claim in labels["claims"]:
        if claim["unit"] in ("%", "万元", "亿元", "元") or claim["approximation"] or claim["verdict"] != "consistent":
            continue
        if claim["table_value"] is not None and abs(claim["value"]) < 10_000:
            assert claim["value"] == claim["table_value"], claim


@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["id"])
def test_invented_reports_say_so(row: dict[str, str]) -> None:
    if row["origin"] == "invented":
        assert re.search("虚构", decoded((CORPUS / row["file"]).read_bytes()))


def test_no_two_reports_share_a_sentence() -> None:
    seen: dict[str, str] = {}
    for row in manifest():
        for piece in shingles(chinese_runs((CORPUS / row["file"]).read_bytes())):
            assert seen.setdefault(piece, row["id"]) == row["id"], f"{piece}: {seen[piece]} and {row['id']}"


def test_no_sentence_is_taken_from_the_real_reports() -> None:
    sources = [path for path in SHARED.rglob("*") if path.suffix in (".txt", ".html")] if SHARED.is_dir() else []
    if not sources:
        pytest.skip("the real reports are not beside this checkout (../shared/reports)")
    real = shingles([run for path in sources for run in chinese_runs(path.read_bytes())])
    for row in manifest():
        own = shingles(chinese_runs((CORPUS / row["file"]).read_bytes()))
        assert sorted(own & real) == [], row["id"]


def test_the_hostile_report_is_hostile() -> None:
    data = decoded((CORPUS / "reports" / "outing-street-2020.html").read_bytes())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in data
    assert "onerror=" in data


def test_form_years_cover_both_forms_and_all_years() -> None:
    rows = manifest()
    assert {row["form"].split(" ")[0] for row in rows} == {"2019", "2021"}
    years = sorted({int(row["year"]) for row in rows})
    assert all(b - a == 1 for a, b in pairwise(years))
    assert len(years) == 6
