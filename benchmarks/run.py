"""`make bench`: prints what the toolkit costs on this machine and writes the same numbers to results/bench.json.

python -m benchmarks.run [--quick] [--reports FOLDER ...] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from statistics import mean
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.fresh import first_and_peak, import_milliseconds
from benchmarks.stages import FLOOR, STAGES, WHOLE, Timed, measure, ratios
from toolkit.narrative import words

ROOT = Path(__file__).resolve().parent.parent
# Invented pages of the size of real ones, on machines that have them beside the repository.
BESIDE = ROOT.parent / "shared" / "reports" / "made"
KINDS = {".txt", ".html", ".htm"}

EXPLANATION = """\
read      bytes to paragraphs and grids               parse   metadata, parts, statutory tables as cells
claims    sentences, quantities, claims with cells    words   the sentences cut into words by the segmenter in use, our dictionary
checks    all relations and claims                    page    the audit page as one HTML file (not part of the whole)
whole     read + parse + claims + words + checks
floor     the HTML parser alone on the same bytes (0 for text) + the segmenter in use alone on the same narrative
ratio     whole / floor, taken in turn in the same run: best rounds (median of rounds)
Milliseconds are the best round of each report, averaged over the reports of a line. Vocabulary and dictionary were loaded before."""


def files_of(folders: list[Path]) -> list[Path]:
    """The reports of the folders by name."""
    return sorted(
        f for folder in folders for f in ([folder] if folder.is_file() else folder.rglob("*")) if f.suffix in KINDS
    )


def line(group: list[Timed]) -> dict[str, Any]:
    """The numbers of one line of the table."""
    return {
        "reports": len(group),
        "kilobytes": mean(t.bytes for t in group) / 1000,
        "narrative_characters": mean(t.characters for t in group),
        "milliseconds": {name: mean(t.best(name) for t in group) for name in (*STAGES, *FLOOR)},
        "whole": mean(t.best(*WHOLE) for t in group),
        "floor": mean(t.best(*FLOOR) for t in group),
        "ratio": ratios(group),
    }


def table(groups: dict[str, dict[str, Any]]) -> Table:
    """The numbers as a person reads them."""
    shown = Table(title="Milliseconds per report", title_justify="left")
    for name in ("", "reports", "kB", *STAGES, "whole", "floor", "ratio"):
        shown.add_column(name, justify="left" if not name else "right", no_wrap=True)
    for name, numbers in groups.items():
        shown.add_row(
            name,
            str(numbers["reports"]),
            f"{numbers['kilobytes']:.0f}",
            *(f"{numbers['milliseconds'][stage]:.2f}" for stage in STAGES),
            f"{numbers['whole']:.2f}",
            f"{numbers['floor']:.2f}",
            f"{numbers['ratio']['best']:.2f} ({numbers['ratio']['median']:.2f})",
        )
    return shown


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Times the toolkit on this machine.")
    parser.add_argument("--quick", action="store_true", help="few rounds: shows that it works, not what it costs")
    parser.add_argument(
        "--reports", nargs="+", type=Path, default=[ROOT / "corpus" / "reports"], help="folders of reports"
    )
    parser.add_argument("--json", type=Path, help="also write the numbers to this file")
    options = parser.parse_args()
    rounds = 5 if options.quick else 40

    files = files_of(options.reports)
    timed = measure(files, rounds)
    if not timed:
        parser.error(f"no readable report in {', '.join(map(str, options.reports))}")
    groups = {name: line(group) for name in ("text", "html") if (group := [t for t in timed if t.format == name])}
    if len(groups) > 1:
        groups["all"] = line(timed)
    if BESIDE.is_dir() and (beside := measure(files_of([BESIDE]), rounds)):
        groups["html, as large as real pages"] = line(beside)

    first, peak = first_and_peak(files)
    fresh = {
        "import_toolkit_ms": import_milliseconds(3 if options.quick else 9),
        "first_report_ms": first,
        "peak_memory_mb": peak,
    }

    console = Console(width=150, highlight=False)
    console.print(table(groups))
    console.print(EXPLANATION)
    console.print(f"import toolkit   {fresh['import_toolkit_ms']:.0f} ms in a new process")
    console.print(f"first report     {first:.0f} ms in a new process, with imports, vocabulary and jieba's dictionary")
    if peak is not None:
        console.print(
            f"peak memory      {peak:.0f} MB of that process after {len(timed)} reports, jieba's dictionary included"
        )
    machine = {
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
    }
    console.print(
        f"{rounds} rounds, words cut by {words.engine()}, "
        f"Python {machine['python']}, {machine['system']} {machine['processor']}, {machine['cores']} cores"
    )

    if options.json:
        packages = {name: version(name) for name in ("jieba", "selectolax")}
        record = {
            "toolkit": _version(),
            "rounds": rounds,
            "machine": machine,
            "packages": packages,
            "segmenter": words.engine(),
            "groups": groups,
            "process": fresh,
        }
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", "utf-8")
        console.print(f"written to {options.json}")
    return 0


def _version() -> str:
    import toolkit

    return toolkit.__version__


if __name__ == "__main__":
    raise SystemExit(main())
