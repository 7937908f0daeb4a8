"""`make bench-corpus`: what a corpus costs on this machine, from a thousand simulated reports on.

python -m benchmarks.corpus [--sizes N ...] [--processes N ...] [--pdf N] [--folder F] [--json FILE] [--docs FOLDER]
python -m benchmarks.corpus --again FILE ... --docs FOLDER

Reports are simulated (text and HTML in turn, PDF apart), then each size is built with each number of processes, every
build in a new process of its own. `--again` measures nothing: it makes table and plot anew from an earlier `--json`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEED = 1
FLOOR_REPORTS = 500  # the floor is an average: it needs no more
QUERIES = {
    "count by year": "select year, count(*) as reports, sum(inconsistent_count) as found from reports group by year",
    "sum of a cell": "select year, sum(value) as total from cells"
    " where cell = (select min(cell) from cells) and status = 'given' group by year",
    "join": "select r.level, c.verdict, count(*) as claims from claims c join reports r using (report_id) group by all",
}
LOADS = ("reports", "claims", "cells")
MILLION = 1_000_000
START, END = "<!-- figures -->", "<!-- end of figures -->"
Figures = dict[str, Any]


def size_of(folder: Path, without: str = "") -> int:
    """The bytes of all files of a folder, but those in subfolders of that name."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and (not without or without not in p.parts))


def build(source: Path, store: Path, processes: int) -> Figures:
    """Builds in this process, which must be new: its own peak of memory and that of its largest worker."""
    import resource

    from toolkit import build_corpus

    began = time.perf_counter()
    corpus = build_corpus(source, store, processes=processes, progress=False)
    seconds = time.perf_counter() - began
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        **corpus.counts,
        "seconds": seconds,
        "processor_seconds": sum((own.ru_utime, own.ru_stime, workers.ru_utime, workers.ru_stime)),
        "parent_mb": own.ru_maxrss * unit / 1e6,
        "worker_mb": workers.ru_maxrss * unit / 1e6,
    }


def use(store: Path) -> Figures:
    """Loads frames and asks three questions, in this process."""
    from toolkit import load_corpus

    corpus = load_corpus(store)
    corpus.query("select count(*) from reports")  # the libraries are loaded before anything is timed
    corpus.frame("failures")
    loads = {name: timed(lambda name=name: len(corpus.frame(name))) for name in LOADS}
    queries = {name: timed(lambda sql=sql: len(corpus.query(sql))) for name, sql in QUERIES.items()}
    return {"load_seconds": loads, "query_seconds": queries}


def floor(store: Path, source: Path) -> Figures:
    """Seconds of one core that no reader could save: the bytes read from the disk, the narrative cut by jieba alone."""
    from toolkit import load_corpus
    from toolkit.narrative import words

    texts = load_corpus(store).parts(columns=["report_id", "text"])
    some = set(texts["report_id"].drop_duplicates()[:FLOOR_REPORTS])
    texts = list(texts[texts["report_id"].isin(some)]["text"])
    files = sorted(p for p in source.rglob("*") if p.is_file())[: len(some)]
    tokenizer = words.tokenizer()
    words.cut("词")
    read = timed(lambda: [p.read_bytes() for p in files], time.process_time) / len(files)
    jieba = timed(lambda: [tokenizer.lcut(t, HMM=False) for t in texts], time.process_time) / len(some)
    used = timed(lambda: [words.cut(t) for t in texts], time.process_time) / len(some)
    return {
        "read_ms": read * 1000, "jieba_ms": jieba * 1000, "engine_ms": used * 1000, "engine": words.engine(),
        "characters": sum(map(len, texts)) / len(some),
    }  # fmt: skip


def timed(call: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """The seconds of a call."""
    began = clock()
    call()
    return clock() - began


def apart(task: str, *arguments: object) -> Figures:
    """One of the functions above in a new process: a build may fork only where no library has begun threads."""
    command = [sys.executable, "-m", "benchmarks.corpus", "--task", task, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, env={**os.environ})
    made: Figures = json.loads(done.stdout.splitlines()[-1])
    return made


def measure(kind: str, count: int, processes: Sequence[int], folder: Path) -> Figures:
    """Everything about one corpus of `count` reports; what is simulated and built is removed again."""
    from toolkit.corpus.simulate import simulate

    formats = ("pdf",) if kind == "pdf" else ("text", "html")
    made = folder / f"reports-{count}"
    simulate(made, count, seed=SEED, formats=formats)
    source, store = made / "reports", folder / "store"
    figures: Figures = {"kind": kind, "reports": count, "source_mb": size_of(source) / 1e6, "builds": {}}
    for number in processes:
        shutil.rmtree(store, ignore_errors=True)
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        figures["builds"][str(number)] = {**apart("build", source, store, number), "load_before": load}
        show(f"{kind} {count}, {number} process(es): {figures['builds'][str(number)]}")
    figures |= {"store_mb": size_of(store, ".work") / 1e6, "work_mb": size_of(store / ".work") / 1e6}
    figures |= apart("use", store)
    figures["floor"] = apart("floor", store, source)
    shutil.rmtree(store)
    shutil.rmtree(made)
    return figures


def show(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


# -- table and plot ---------------------------------------------------------------------------------------------------


def ratio(figures: Figures) -> float | None:
    """The processor time of a report in the build with the fewest processes, over the floor of the same corpus."""
    build = figures["builds"][min(figures["builds"], key=int)]
    least = figures["floor"]["read_ms"] + figures["floor"]["jieba_ms"]
    return float(build["processor_seconds"] * 1000 / figures["reports"] / least)


def table(runs: Sequence[Figures]) -> str:
    """The figures as Markdown."""
    head = [
        "报告 reports", "进程 processes", "秒 seconds", "每秒 per second", "每核每秒 per second of processor time",
        "主进程 parent MB", "工作进程 worker MB", "原文件 source MB", "库 store MB", "与下限之比 ratio to the floor",
    ]  # fmt: skip
    lines = ["| " + " | ".join(head) + " |", "|" + "---:|" * len(head)]
    for run in runs:
        for number, build in sorted(run["builds"].items(), key=lambda pair: int(pair[0])):
            first = number == min(run["builds"], key=int)
            row = [
                f"{run['reports']:,} {run['kind']}", number, f"{build['seconds']:.0f}",
                f"{run['reports'] / build['seconds']:.1f}", f"{run['reports'] / build['processor_seconds']:.1f}",
                f"{build['parent_mb']:.0f}", f"{build['worker_mb']:.0f}", f"{run['source_mb']:.1f}",
                f"{run['store_mb']:.1f}", f"{ratio(run):.1f}" if first else "",
            ]  # fmt: skip
            lines.append("| " + " | ".join(row) + " |")
    uses = [*(f"载入 load `{name}`" for name in LOADS), *(f"查询 query: {name}" for name in QUERIES)]
    lines += ["", "| 报告 reports | " + " | ".join(uses) + " |", "|" + "---:|" * (len(uses) + 1)]
    for run in runs:
        seconds = [run["load_seconds"][name] for name in LOADS] + [run["query_seconds"][name] for name in QUERIES]
        lines.append(f"| {run['reports']:,} {run['kind']} | " + " | ".join(f"{s:.2f} s" for s in seconds) + " |")
    lines += [
        "",
        "| 报告 reports | 读入字节 read | jieba | 所用分词器 engine in use | 叙述字数 characters |",
        "|---:|---:|---:|---:|---:|",
    ]
    for run in runs:
        low = run["floor"]
        lines.append(
            f"| {run['reports']:,} {run['kind']} | {low['read_ms']:.2f} ms | {low['jieba_ms']:.2f} ms "
            f"| {low['engine_ms']:.2f} ms ({low['engine']}) | {low['characters']:.0f} |"
        )
    return "\n".join(lines)


def plot(runs: Sequence[Figures], path: Path) -> None:
    """Seconds against reports, both logarithmic, with the straight line of the largest run up to a million."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    mpl.rcParams.update({"svg.hashsalt": "ogi", "svg.fonttype": "path"})
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    series: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for run in runs:
        for number, build in run["builds"].items():
            series.setdefault((run["kind"], number), []).append((run["reports"], build["seconds"]))
    for place, ((kind, number), points) in enumerate(sorted(series.items())):
        points.sort()
        label = f"{kind}, {number} process{'es' if number != '1' else ''}"
        colour = f"C{place}"
        axes.loglog(*zip(*points, strict=True), marker="os^Dv"[place % 5], color=colour, label=label)
        reports, seconds = points[-1]
        if kind != "pdf":
            ahead = [reports, MILLION], [seconds, seconds * MILLION / reports]
            axes.loglog(*ahead, linestyle="--", linewidth=1, color=colour, alpha=0.7)
    axes.axhline(8 * 3600, color="0.6", linewidth=0.8)
    axes.annotate("8 hours", (axes.get_xlim()[0], 8 * 3600), xytext=(4, 3), textcoords="offset points", color="0.4")
    axes.set(xlabel="reports", ylabel="seconds", title="Building a store (dashed: extrapolated in proportion)")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    path.write_text("\n".join(line.rstrip() for line in path.read_text().splitlines()) + "\n")


def write_docs(runs: Sequence[Figures], folder: Path) -> None:
    """The plot, and the tables between their two marks in scale.md."""
    folder.mkdir(parents=True, exist_ok=True)
    plot(runs, folder / "scale.svg")
    page = folder / "scale.md"
    text = page.read_text(encoding="utf-8") if page.exists() else f"{START}\n{END}\n"
    before, after = text.split(START)[0], text.split(END)[1]
    page.write_text(f"{before}{START}\n\n{table(runs)}\n\n{END}{after}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description="Times corpora on this machine.")
    parser.add_argument(
        "--sizes", nargs="*", type=int, default=[1000, 10_000], help="text and HTML reports (default 1000 10000)"
    )
    parser.add_argument("--processes", nargs="+", type=int, default=[1, 2], help="how many processes (default 1 2)")
    parser.add_argument("--pdf", type=int, default=300, help="PDF reports, apart; 0: none (default 300)")
    parser.add_argument("--folder", type=Path, help="where to simulate and build (default: a temporary folder)")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--again", nargs="+", type=Path, help="measure nothing; the figures of these files")
    parser.add_argument("--docs", type=Path, help="write scale.svg and the tables of scale.md into this folder")
    parser.add_argument("--task", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        name, *given = options.task
        task: Callable[..., Figures] = {"build": build, "use": use, "floor": floor}[name]
        print(json.dumps(task(*(int(value) if value.isdecimal() else Path(value) for value in given))))
        return 0
    runs: list[Figures] = [run for file in options.again or () for run in json.loads(file.read_text())["runs"]]
    if not options.again:
        with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
            wanted = [("text/html", n) for n in sorted(options.sizes)] + ([("pdf", options.pdf)] if options.pdf else [])
            for kind, count in wanted:
                runs.append(measure(kind, count, options.processes, Path(scratch)))
                if options.json:  # after each corpus: a long run that is stopped has not been for nothing
                    options.json.parent.mkdir(parents=True, exist_ok=True)
                    options.json.write_text(json.dumps({"processors": os.cpu_count(), "runs": runs}, indent=1) + "\n")
    print(table(runs))
    if options.docs:
        write_docs(runs, options.docs)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
