"""工作日志：哪些报告做完了, 结果在哪里。

The journal of a store: which reports there are, what became of each, and in which part file its rows stand. One
SQLite file, so that every entry is on the disk whole or not at all, whatever stops the process, and a million reports
need no memory.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from toolkit.corpus.places import Place
from toolkit.corpus.sources import Item
from toolkit.corpus.work import Outcome, Task
from toolkit.errors import CorpusError

NAME = "journal.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS item (
    report_id TEXT PRIMARY KEY, place TEXT NOT NULL, name TEXT NOT NULL, known TEXT NOT NULL, key TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS done (
    report_id TEXT PRIMARY KEY, key TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, status TEXT NOT NULL, year INTEGER,
    part TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, weight INTEGER NOT NULL, seconds REAL NOT NULL,
    format TEXT NOT NULL, code TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL, name TEXT NOT NULL, known TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS done_year ON done (year, report_id);
"""
# What a run may be able to read that an earlier one was not: a program or an extra was installed since.
AGAIN = ("no_office", "office_failed", "scan_extra_missing")
_OUTCOME = "report_id, key, sha256, size, status, year, part, offset, length, weight, seconds, format, code, zh, en, name, known"


class Journal:
    """一个库的工作日志。 The journal of a store; `readonly` for the processes that put the frames together."""

    def __init__(self, folder: Path, readonly: bool = False) -> None:
        path = folder / NAME
        if readonly:
            self._db = sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True, isolation_level=None)
            return
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_TABLES)

    def close(self) -> None:
        """关闭。 Close it."""
        self._db.close()

    def list_items(self, items: Iterable[tuple[Item, str]]) -> int:
        """登记来源中的全部报告, 返回份数。

        Write down the reports of the source, each with its key, in place of those of the last run; returns how many.
        Raises `CorpusError` where two have the same identifier.
        """
        self._db.execute("BEGIN")
        try:
            self._db.execute("DELETE FROM item")
            count = 0
            for item, key in items:
                row = (item.report_id, item.place.to_text(), item.name, json.dumps(dict(item.known)), key)
                try:
                    self._db.execute("INSERT INTO item VALUES (?, ?, ?, ?, ?)", row)
                except sqlite3.IntegrityError:
                    raise self._twice(item) from None
                count += 1
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        return count

    def _twice(self, item: Item) -> CorpusError:
        ((other,),) = self._db.execute("SELECT name FROM item WHERE report_id = ?", (item.report_id,))
        zh = f"两份报告的编号相同：{other} 与 {item.name}；每份报告的编号(id)应不同, 请改正后再运行。"
        en = f"two reports have the same identifier: {other} and {item.name}; every report needs its own id, correct it and run again."
        return CorpusError("same_id", item.report_id, zh, en)

    def forget_missing(self) -> int:
        """来源中已没有的报告不再算数。

        Forget the results of reports that the source no longer has; returns how many.
        """
        return self._db.execute("DELETE FROM done WHERE report_id NOT IN (SELECT report_id FROM item)").rowcount

    def forget_parts(self, there: set[str]) -> int:
        """结果文件已不在的报告须重做。 Forget results whose part file is gone; returns how many."""
        parts = {part for (part,) in self._db.execute("SELECT DISTINCT part FROM done WHERE part != ''")}
        lost = [(part,) for part in parts - there]
        self._db.executemany("DELETE FROM done WHERE part = ?", lost)
        return len(lost)

    def parts(self) -> set[str]:
        """仍在使用的结果文件。 The part files in which the rows of some report stand."""
        return {part for (part,) in self._db.execute("SELECT DISTINCT part FROM done WHERE part != ''")}

    def tasks(self, retry: bool, after: str, count: int) -> list[Task]:
        """按编号顺序的下一批报告。

        The next reports in the order of their identifiers; with `retry` every failure is done again.
        """
        rows = self._db.execute(
            "SELECT item.report_id, item.place, item.name, item.known, item.key, done.key, done.sha256, done.code, done.name, done.known"
            " FROM item LEFT JOIN done USING (report_id) WHERE item.report_id > ? ORDER BY item.report_id LIMIT ?",
            (after, count),
        ).fetchall()
        made = []
        for report_id, place, name, known, key, old_key, sha256, code, old_name, old_known in rows:
            again = old_key is None or (code and (retry or code in AGAIN)) or (name, known) != (old_name, old_known)
            item = Item(report_id, Place.of_text(place), name, json.loads(known))
            made.append(Task(item, key, ("", "") if again else (old_key, sha256)))
        return made

    def add(self, outcomes: Sequence[Outcome], tasks: Sequence[Task]) -> None:
        """记下一批结果。 Write down what became of reports; on the disk when this returns."""
        by_id = {task.item.report_id: task.item for task in tasks}
        rows = []
        for o in outcomes:
            if o.status == "same":
                continue
            item = by_id[o.report_id]
            where = (o.part, o.offset, o.length, o.weight, o.seconds, o.format)
            row = (o.report_id, o.key, o.sha256, o.size, o.status, o.year, *where, *o.failure, item.name)
            rows.append((*row, json.dumps(dict(item.known))))
        if not rows:
            return
        self._db.execute("BEGIN")
        self._db.executemany(f"INSERT OR REPLACE INTO done ({_OUTCOME}) VALUES ({', '.join('?' * 17)})", rows)  # noqa: S608 - names of ours
        self._db.execute("COMMIT")

    def years(self) -> list[int | None]:
        """有结果的年度, 未知的在最后。 The years of the results, an unknown one last."""
        years = [year for (year,) in self._db.execute("SELECT DISTINCT year FROM done")]
        return sorted(years, key=lambda year: (year is None, year or 0))

    def results(self, year: int | None) -> Iterator[sqlite3.Row]:
        """一个年度的全部结果, 按编号。

        The results of a year in the order of their identifiers, as rows with the names of the columns.
        """
        cursor = self._db.cursor()
        cursor.row_factory = sqlite3.Row
        yield from cursor.execute(f"SELECT {_OUTCOME} FROM done WHERE year IS ? ORDER BY report_id", (year,))  # noqa: S608

    def counts(self) -> dict[str, int]:
        """读成与未读成的份数。 How many reports were read and how many failed."""
        found = dict(self._db.execute("SELECT status, count(*) FROM done GROUP BY status").fetchall())
        return {"read": found.get("read", 0), "failed": found.get("failed", 0)}

    def get(self, name: str) -> str:
        """一项记录。 A note kept under a name, "" where there is none."""
        found = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def put(self, name: str, value: str) -> None:
        """记一项。 Keep a note under a name."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.absolute()))
