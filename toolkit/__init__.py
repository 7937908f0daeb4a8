"""政府信息公开工作年度报告的读取与核对工具。

Reading and checking China's government-information-disclosure annual reports. The front door is a few verbs:

* `read_report(path)`: a report as found, the whole way to findings; shows itself in a notebook.
* `check_report(path)`: its findings as a data frame.
* `build_corpus(source, store)`: many reports, a folder or a million, as frames on disk; `load_corpus(store)` opens them.
* `run(path)`: the same report as plain immutable records (`Report`), for programs.

Importing this package runs nothing and loads nothing heavy; each stage is loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.errors import CorpusError, NotAReportError, OgiError, ReadError, VocabularyError
from toolkit.model import Cell, Claim, Document, Finding, Quantity, Report, Source

if TYPE_CHECKING:
    from toolkit.corpus.build import build_corpus
    from toolkit.corpus.store import Corpus, load_corpus
    from toolkit.pipeline import run
    from toolkit.views.notebook import ReadReport, check_report, read_report

__version__ = "0.3.0"

__all__ = [
    "Cell",
    "Claim",
    "Corpus",
    "CorpusError",
    "Document",
    "Finding",
    "NotAReportError",
    "OgiError",
    "Quantity",
    "ReadError",
    "ReadReport",
    "Report",
    "Source",
    "VocabularyError",
    "__version__",
    "build_corpus",
    "check_report",
    "load_corpus",
    "read_report",
    "run",
]

_LAZY = {
    "run": "toolkit.pipeline",
    "build_corpus": "toolkit.corpus.build",
    "Corpus": "toolkit.corpus.store",
    "load_corpus": "toolkit.corpus.store",
    "ReadReport": "toolkit.views.notebook",
    "check_report": "toolkit.views.notebook",
    "read_report": "toolkit.views.notebook",
}


def __getattr__(name: str) -> Any:
    """首次使用时才载入的入口。 Load a verb of the front door when it is first used."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
