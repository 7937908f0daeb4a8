"""替换库中的数据, 随时可被打断。

Putting new files in the place of old ones, so that a store is never half of each: everything is made ready beside,
then a note says what is to be moved, then it is moved. Whoever finds the note moves the rest; to do it twice does no
harm.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from toolkit.corpus.parts import sync_folder, write_whole

NOTE = "commit.json"
NEXT = "next"


def commit(store: Path, work: Path, place: Iterable[str], remove: Iterable[str]) -> None:
    """换上新的。

    Put what stands ready in `work/next` (files and folders in `place`) into the store, and remove what is in
    `remove`.
    """
    note = {"place": list(place), "remove": list(remove)}
    write_whole(work / NOTE, [json.dumps(note).encode()])
    finish(store, work)


def finish(store: Path, work: Path) -> None:
    """完成上次未完成的替换, 再清理。

    Finish a commit that was cut short, if there is one, and clear away what was being made ready.
    """
    note = work / NOTE
    if note.exists():
        wanted = json.loads(note.read_bytes())
        for name in wanted["remove"]:
            _remove(store / name)
            folder = (store / name).parent
            if folder != store and folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        for name in wanted["place"]:
            ready = work / NEXT / name
            if ready.exists():  # else it was moved already
                target = store / name
                if ready.is_dir():
                    _remove(target)
                target.parent.mkdir(parents=True, exist_ok=True)
                ready.replace(target)
                sync_folder(target.parent)
        note.unlink()
        sync_folder(work)
    _remove(work / NEXT)


def unfinished(work: Path) -> bool:
    """是否有未完成的替换。 Whether a commit was cut short."""
    return (work / NOTE).exists()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
