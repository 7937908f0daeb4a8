"""语料库：从一份报告到一百万份, 各成数据框。

The corpus: many reports, one frame of each kind. `build_corpus` reads a folder, a manifest, an archive or an address
into a store; `load_corpus` opens a store. `frames` says what a report becomes; nothing heavy is loaded before it is
used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.corpus.build import build_corpus
    from toolkit.corpus.store import Corpus, load_corpus

__all__ = ["Corpus", "build_corpus", "load_corpus"]

_LAZY = {
    "build_corpus": "toolkit.corpus.build",
    "Corpus": "toolkit.corpus.store",
    "load_corpus": "toolkit.corpus.store",
}


def __getattr__(name: str) -> Any:
    """首次使用时才载入。 Load a name when it is first used."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
