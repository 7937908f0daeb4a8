"""What is loaded once, before processes are forked: everything that a report needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from stores import NAMES, REPORTS, run_program

READ = """
import sys
from toolkit.corpus.sources import items_of
from toolkit.corpus.work import Chunk, Settings, Task, warm_up, work
tasks = [Task(item, "key") for item in items_of(sys.argv[2], None, None) if item.name in sys.argv[3:]]
warm_up()
loaded = set(sys.modules)
print(*(work(Chunk("part", sys.argv[1], (task,), Settings("")))[0].status for task in tasks))
print(sorted(set(sys.modules) - loaded))
"""


def test_after_it_a_report_loads_nothing_more(tmp_path: Path) -> None:
    """The dictionary alone takes two seconds and 140 MB, in every process that has to load it itself."""
    process = run_program(READ, tmp_path, REPORTS, *NAMES)
    told, errors = process.communicate(timeout=120)
    assert (told.splitlines(), errors) == (["read read read read", "[]"], "")


def test_an_error_in_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It used to be silent: the invented report was refused, and nothing was loaded."""
    from toolkit.corpus import work
    from toolkit.errors import NotAReportError

    monkeypatch.setattr("toolkit.corpus.simulate.make_report", lambda *_, **__: Made())
    with pytest.raises(NotAReportError):
        work.warm_up()


class Made:
    """What a generator that makes no report gives."""

    content, file = "今天下午三点开会。".encode(), "made.txt"
