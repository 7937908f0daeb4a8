"""工作单元：一批报告变成一个结果文件。

The unit of work: a chunk of reports is read, checked and written as one part file. `work` is a plain function of
plain data, so that a pool of processes or a cluster can run it; it keeps nothing between calls. A report whose bytes
and whose known fields are those of an earlier run is not read again.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.corpus.frames import Row, report_rows
from toolkit.corpus.known import facts_of, own_facts, with_disagreements
from toolkit.corpus.parts import PartWriter, packed
from toolkit.corpus.places import opened_at
from toolkit.corpus.sources import Item
from toolkit.errors import OgiError
from toolkit.model import Document
from toolkit.narrative import sentences
from toolkit.pipeline import run_document

Failure = tuple[str, str, str]
OUT_OF_MEMORY: Failure = (
    "out_of_memory",
    "处理时内存超过上限, 此文件未完成；请单独检查它, 或提高上限(--memory)再运行。",
    "needs more memory than the limit and was not finished; look at it by itself, or raise the limit (--memory).",
)
# Seconds of work that a stop may lose in each process, and that lie between two entries of the journal.
SLICE = 1.0
# called with the number of a report in the chunk when it is begun
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """读取方式, 会影响结果。

    How reports are read; `fingerprint` says what made a result (version, vocabulary, engines).
    """

    fingerprint: str
    second_reading: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """一份待读的报告及其上次的结果。

    A report to be read. `earlier` is (key, sha256) of its last result, "" where there is none or where it is to be
    read again.
    """

    item: Item
    key: str
    earlier: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Chunk:
    """一批待读的报告。 A chunk of reports, the name of its part file, and the folder for it."""

    name: str
    folder: str
    tasks: tuple[Task, ...]
    settings: Settings


@dataclass(frozen=True, slots=True)
class Outcome:
    """一份报告的结局。

    What became of a report: `status` "read", "failed" or "same" (as in an earlier run). A report that was read stands
    in `part` at `offset`; `failure` is (code, Chinese, English) of one that was not. `weight` is the characters of
    its narrative, for cutting files.
    """

    report_id: str
    status: str
    key: str = ""
    sha256: str = ""
    size: int = 0
    year: int | None = None
    part: str = ""
    offset: int = 0
    length: int = 0
    weight: int = 0
    seconds: float = 0.0
    format: str = ""
    failure: Failure = ("", "", "")
    trace: str = field(default="", compare=False)


def work(chunk: Chunk, tell: Tell = lambda number: None) -> list[Outcome]:
    """读一批报告, 写一个结果文件。

    Read the reports of a chunk and write its part file, whole or not at all; returns an outcome for each report, in
    order. After `SLICE` seconds it stops where it is: there are then fewer outcomes than reports, and the rest is
    another chunk. Raises `OSError` only where the part file cannot be written.
    """
    outcomes: list[Outcome] = []
    end = time.monotonic() + SLICE
    with PartWriter(Path(chunk.folder), chunk.name) as part:
        for number, task in enumerate(chunk.tasks):
            tell(number)
            outcomes.append(_one(task, chunk.settings, part))
            if time.monotonic() > end:
                break
    return outcomes


def warm_up() -> None:
    """载入词表和词典, 供之后的进程共用。

    Load vocabulary, dictionary and readers once, so that processes that are forked from this one share them. Simulated
    reports of each form go the whole way; what they say does not matter, but that they are read does: an error here
    is one of ours and is raised.
    """
    from toolkit.corpus.simulate import make_report
    from toolkit.reading import read_bytes
    from toolkit.vocabulary import load

    load("manifest")
    for number, format in (("b00000-2022", "text"), ("b00003-2019", "html"), ("b00000-2016", "html")):
        made = make_report(number, formats=(format,), faults={})
        report = run_document(read_bytes(made.content, made.file))
        packed(report_rows(report, sentences(report), {}))


def _one(task: Task, settings: Settings, part: PartWriter) -> Outcome:
    """What becomes of one report; nothing that it does is raised."""
    begun = time.perf_counter()
    item, sha256, size = task.item, "", 0
    try:
        opened = opened_at(item.place, item.name)
        sha256, size = opened.sha256, opened.size
        if sha256 and task.earlier == (task.key, sha256):
            return Outcome(item.report_id, "same")
        document = opened.document(settings.second_reading)
        rows, year = _rows(item, document)
        if document.sha256 != sha256:
            sha256 = ""  # it has frames in files of their own, or was changed meanwhile: to be read again next time
        offset, length = part.add(packed(rows))
        weight = sum(len(row[3]) for row in rows["parts"])
        seconds = round(time.perf_counter() - begun, 4)
        return Outcome(
            item.report_id, "read", task.key, sha256, size, year, part.name, offset, length, weight, seconds, document.format
        )  # fmt: skip
    except OgiError as error:
        failure, trace = (error.code, error.zh, error.en), ""
    except MemoryError:
        failure, trace = OUT_OF_MEMORY, ""
    except Exception as error:  # noqa: BLE001 - one report must not stop the others; its row says what happened
        failure, trace = unexpected(error), traceback.format_exc(limit=-4)
    return failed(task, failure, sha256, size, round(time.perf_counter() - begun, 4), trace)


def _rows(item: Item, document: Document) -> tuple[dict[str, list[Row]], int | None]:
    """The rows of a report in every frame, and its year."""
    known = item.known
    report = run_document(document, facts_of(known))
    report = with_disagreements(report, own_facts(document, report, known), known)
    given = {
        "file": item.name,
        "url": known.get("url", ""),
        "retrieved": known.get("retrieved", ""),
        "issuer_id": known.get("issuer_id", ""),
        "issuer_code": known.get("code", ""),
    }
    return report_rows(report, sentences(report), given), report.year


def failed(
    task: Task, failure: Failure, sha256: str = "", size: int = 0, seconds: float = 0.0, trace: str = ""
) -> Outcome:
    """没有读成的一份。 The outcome of a report that was not read; its year is that of the manifest, if it gives one."""
    year = int(task.item.known["year"]) if task.item.known.get("year") else None
    return Outcome(
        task.item.report_id, "failed", task.key, sha256, size, year, seconds=seconds, failure=failure, trace=trace
    )  # fmt: skip


def unexpected(error: Exception) -> Failure:
    """意外错误。 The failure of a report on an error that nobody foresaw."""
    kind = type(error).__name__
    zh = f"处理时发生意外错误({kind}), 此文件未完成；请用 ogi check --debug 核对它, 并把结果告诉维护者。"
    en = f"an unexpected error ({kind}) stopped this file; run ogi check --debug on it and tell the maintainers."
    return "unexpected", zh, en
