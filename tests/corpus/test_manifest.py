"""教学语料的清单、文件与标注一致; 叙述文字不抄自真实报告。

The manifest, the files and the labels agree; no narrative sentence is shared with the reports that the corpus was modelled on.
"""

from __future__ import annotations

import csv
import hashlib
import html
import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.gold import formats
from toolkit.errors import ReadError
from toolkit.model import Document, Paragraph
from toolkit.reading import read_document

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared" / "reports"
COLUMNS = ["id", "file", "sha256", "issuer", "level", "year", "form", "format", "origin", "planted", "note"]
# of a file with labels, in this order
KEYS = (
    *(
        "file",
        "invented",
        "labeller",
        "null_means",
        "cells_from",
        "report",
        "parts",
        "other_headings",
        "captions",
        "topics",
    ),
    *("cells", "extensions", "unlabelled", "claims", "lists", "not_claims", "findings", "no_finding", "settled"),
)
KEYS_OF_ALL = {
    "file",
    "invented",
    "labeller",
    "null_means",
    "report",
    "parts",
    "topics",
    "cells",
    "findings",
    "no_finding",
}
LEVELS = {"state_council", "province", "city", "county", "department", "township"}
SHARED_RUN = 12  # consecutive Chinese characters that count as a copied sentence
LONGEST_STOCK = 16  # characters: a longer stock phrase would be a sentence
MOST_BYTES, MOST_LABELS = 8_000_000, 4_000_000  # of the reports in corpus/, and of their labels: a checkout stays quick
HERE = Path(__file__).parent
# What two honest reports share: headings, table labels, names of laws and offices.
STATUTORY = [
    line
    for line in (HERE / "statutory_phrases.txt").read_text("utf8").split()
    if re.fullmatch(r"[\u4e00-\u9fff]+", line)
]
# Words that stand in every second report because the thing has no other name; each with its reason.
with (HERE / "stock_phrases.csv").open(encoding="utf8", newline="") as stock:
    STOCK = {row["phrase"]: row["reason"] for row in csv.DictReader(stock)}
LABELS = "|".join(STATUTORY)
CUT = sorted([*STATUTORY, *STOCK], key=len, reverse=True)
# A checked relation of the 2014 table: a row and the rows that it is the sum of.
SUMS_2014 = {
    "channels": ("requests.received", "in_person by_fax online by_letter"),
    "concluded": ("requests.concluded", "on_time extended"),
    "answers": (
        "requests.answered",
        "already_public granted partly_granted refused not_this_body does_not_exist asked_to_amend other_channel",
    ),
    "grounds": (
        "requests.refused",
        "refused_state_secret refused_trade_secret refused_privacy refused_safety refused_not_information refused_other_law",
    ),
    "review": ("challenges.review", "review.upheld review.corrected review.other"),
    "litigation": ("challenges.litigation", "litigation.upheld litigation.corrected litigation.other"),
    "staff": ("resources.staff", "staff.full_time staff.part_time"),
}


def manifest() -> list[dict[str, str]]:
    return list(formats.manifest())


def of_characters() -> list[dict[str, str]]:
    """The reports that hold characters: a scan is a picture, recognised and compared in tests/gold/test_formats.py."""
    return [row for row in manifest() if formats.format_of(row) != "scan"]


def gold(report_id: str) -> dict[str, Any]:
    labels: dict[str, Any] = json.loads((CORPUS / "gold" / f"{report_id}.json").read_text("utf8"))
    return labels


def decoded(data: bytes) -> str:
    try:
        return data.decode("utf8")
    except UnicodeDecodeError:
        return data.decode("gb18030")


@cache
def read(path: Path) -> Document:
    """A file as its reader hands it on; the test is skipped where this computer cannot read it."""
    try:
        return read_document(path)
    except ReadError as error:
        if error.code == "no_office":
            pytest.skip(f"{path.name} cannot be read here: {error.code}")
        raise


def is_text(path: Path) -> bool:
    return path.suffix in (".txt", ".html")


def text_of(path: Path) -> str:
    """Everything that a file prints, a paragraph on a line: texts and pages as they are, other files through their reader."""
    if is_text(path):
        text = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", "\n", decoded(path.read_bytes()), flags=re.S | re.I)
        text = re.sub(r"</(p|td|th|tr|div|li|h\d)>|<br\s*/?>", "\n", text, flags=re.I)
        return html.unescape(re.sub(r"<[^>]+>", "", text))
    document = read(path)
    blocks = [*document.blocks, *(aside.block for aside in document.asides)]
    lines = [[block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells] for block in blocks]
    return "\n".join(line.replace("\n", "") for block in lines for line in block)


def chinese_runs(path: Path) -> list[str]:
    """The stretches of text of a file."""
    return runs_of(text_of(path))


def runs_of(text: str) -> list[str]:
    """Stretches of text, punctuation taken out, statutory labels and stock phrases cut away."""
    runs = []
    for line in re.split(r"[\n\d。，,;；:：%]+", re.sub(r"[ \t\u00a0\u3000]", "", text)):
        line = re.sub(r"[^\u4e00-\u9fff]", "", line)
        for phrase in CUT:
            line = line.replace(phrase, "|")
        runs += [part for part in line.split("|") if len(part) >= SHARED_RUN]
    return runs


def shingles(runs: list[str]) -> set[str]:
    """Every stretch of so many characters; not those inside a statutory label, which torn text and scans break over lines."""
    pieces = {run[at : at + SHARED_RUN] for run in runs for at in range(len(run) - SHARED_RUN + 1)}
    return {piece for piece in pieces if piece not in LABELS}


def test_every_file_is_listed_once_and_has_a_gold_file() -> None:
    rows = manifest()
    assert list(rows[0]) == COLUMNS
    assert len(rows) >= 30
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["file"] for row in rows} == {f"reports/{path.name}" for path in (CORPUS / "reports").iterdir()}
    assert {row["id"] for row in rows} == {path.stem for path in (CORPUS / "gold").glob("*.json")}
    assert {path.stem for path in (CORPUS / "gold" / "second").glob("*.json")} < {row["id"] for row in rows}


def test_the_corpus_stays_small() -> None:
    sizes = {path: path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()}
    labels = sum(size for path, size in sizes.items() if path.is_relative_to(CORPUS / "gold"))
    assert sum(sizes.values()) - labels < MOST_BYTES
    assert labels < MOST_LABELS


def labels_of_all() -> list[Path]:
    return sorted((CORPUS / "gold").rglob("*.json"))


@pytest.mark.parametrize("file", labels_of_all(), ids=lambda file: str(file.relative_to(CORPUS / "gold")))
def test_labels_have_one_shape(file: Path) -> None:
    labels = json.loads(file.read_text("utf8"))
    assert [key for key in KEYS if key in labels] == list(labels), "keys in their order, and no others"
    assert not KEYS_OF_ALL - labels.keys()
    assert ("claims" in labels) == ("lists" in labels) == ("not_claims" in labels)
    assert set(labels["report"]) == {"title", "issuer", "level", "year", "form", "published", "signed"}
    assert labels["report"]["form"] in ("2014", "2019", "2021", None)
    assert set(labels["parts"]) <= set("123456")
    for kind, wanted in (
        ("unlabelled", {"what", "why"}),
        ("extensions", {"label", "unit", "value"}),
        ("settled", {"what", "label", "why"}),
    ):
        assert all(set(item) == wanted for item in labels.get(kind, [])), kind
    assert bool(labels["cells"]) == (labels["report"]["form"] is not None)
    assert labels["cells"] or labels["unlabelled"]


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
    assert report["form"] == (None if row["form"] == "none" else row["form"].split(" ")[0])
    assert formats.format_of(row) in formats.FORMATS
    planted = set(filter(None, row["planted"].split("; ")))
    assert planted == {f"{finding['rule']}:{finding['where']}" for finding in labels["findings"]}


@pytest.mark.parametrize("row", of_characters(), ids=lambda row: row["id"])
def test_quotes_of_the_labels_stand_in_the_report(row: dict[str, str]) -> None:
    path = CORPUS / row["file"]
    labels = gold(row["id"])
    text = html.unescape(re.sub(r"<[^>]+>", "", decoded(path.read_bytes()))) if is_text(path) else text_of(path)
    printed = re.sub(r"\s", "", text)
    quotes = [item["quote"] for kind in ("claims", "lists") for item in labels.get(kind, [])]
    quotes += labels.get("not_claims", []) + [item["quote"] for item in labels["findings"] if "quote" in item]
    quotes += list(labels["parts"].values()) + labels["topics"]
    quotes += labels.get("other_headings", []) + labels.get("captions", [])
    quotes += [item["label"] for item in labels.get("extensions", [])]
    # an escaped tag of the narrative is text again only after unescaping; the tag stripper runs before
    assert [quote for quote in quotes if not stands(re.sub(r"\s", "", quote), printed)] == []


def stands(quote: str, printed: str) -> bool:
    """Whether a quote is printed; automatic numbers of headings are not in the text of a Word file."""
    return quote in printed or re.sub(r"^[一二三四五六七八九十]+、", "", quote) in printed


@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["id"])
def test_cells_are_those_of_the_form_and_hold_where_no_fault_is_planted(row: dict[str, str]) -> None:
    labels = gold(row["id"])
    planted = {(item["rule"], item["where"]) for item in labels["findings"]}
    if labels["report"]["form"] == "2014":
        check_2014(labels["cells"], planted)
    elif labels["report"]["form"]:
        check_2019(labels["cells"], planted)


def check_2014(cells: dict[str, float | None], planted: set[tuple[str, str]]) -> None:
    """Sums of the statistics table, in the one value column of the form or in each that the body prints."""
    for column in sorted({path.partition("@")[2] for path in cells}):
        end = f"@{column}" if column else ""
        for name, (whole, parts) in SUMS_2014.items():
            group = whole.split(".")[0]
            added = sum(cells[f"statistics.{group}.{part}{end}"] or 0 for part in parts.split())
            where = whole.split(".")[1] + end
            holds = (f"statistics.{name}", where) not in planted
            assert (added == cells[f"statistics.{whole}{end}"]) == holds, (name, column)


def check_2019(cells: dict[str, float | None], planted: set[tuple[str, str]]) -> None:
    """Balance, outcomes, applicants and results of the tables of 2019 and 2021."""
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


@pytest.mark.parametrize("report_id", [row["id"] for row in manifest() if "claims" in gold(row["id"])])
def test_lists_and_claims_agree_with_their_own_labels(report_id: str) -> None:
    labels = gold(report_id)
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


@pytest.mark.parametrize("row", of_characters(), ids=lambda row: row["id"])
def test_invented_reports_say_so(row: dict[str, str]) -> None:
    if row["origin"] != "invented":
        return
    path = CORPUS / row["file"]
    assert re.search("虚构|虛構", decoded(path.read_bytes()) if is_text(path) else text_of(path))


def own_runs(row: dict[str, str]) -> set[str]:
    return shingles(chinese_runs(CORPUS / row["file"]))


def readable() -> list[dict[str, str]]:
    """The reports of `of_characters` that this computer can read."""
    return [row for row in of_characters() if not formats.missing(f"format {formats.format_of(row)}")]


def test_no_two_reports_share_a_sentence() -> None:
    seen: dict[str, str] = {}
    for row in readable():
        for piece in sorted(own_runs(row)):
            assert seen.setdefault(piece, row["id"]) == row["id"], f"{piece}: {seen[piece]} and {row['id']}"


def test_no_sentence_is_taken_from_the_real_reports() -> None:
    kinds = (".txt", ".html", ".pdf", ".docx")
    sources = [path for path in SHARED.rglob("*") if path.suffix in kinds] if SHARED.is_dir() else []
    if not sources:
        pytest.skip("the real reports are not beside this checkout (../shared/reports)")
    real = shingles([run for path in sources for run in chinese_runs(path)])
    for row in readable():
        assert sorted(own_runs(row) & real) == [], row["id"]


def test_stock_phrases_are_short_needed_and_explained() -> None:
    everything = "|".join(re.sub(r"[^\u4e00-\u9fff]", "", text_of(CORPUS / row["file"])) for row in readable())
    for phrase, reason in STOCK.items():
        assert len(phrase) <= LONGEST_STOCK, phrase
        assert phrase not in STATUTORY
        assert len(reason.split()) >= 3, phrase
        assert phrase in everything, phrase


def test_the_hostile_report_is_hostile() -> None:
    data = decoded((CORPUS / "reports" / "outing-street-2020.html").read_bytes())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in data
    assert "onerror=" in data


def test_years_forms_and_kinds_of_file_are_covered() -> None:
    rows = manifest()
    assert {formats.form_of(row) for row in rows} == set(formats.FORMS)
    assert {formats.format_of(row) for row in rows} == set(formats.FORMATS)
    years = sorted({int(row["year"]) for row in rows})
    assert (years[0], years[-1]) == (2012, 2024)
    assert {2015, 2016, 2017} < set(years), "the statistics table of 2014"
    assert all(b - a == 1 for a, b in pairwise(year for year in years if year >= 2019))
