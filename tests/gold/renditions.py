"""Web pages of the corpus as other programs render them: as DOCX, DOC, ODT and PDF by LibreOffice, as PDF by Chromium.

Nobody wrote these files with a reader in mind, and their labels exist already: those of the page. Only cells are compared. The files are
made in a folder that is thrown away, the programs run with settings of their own and without a network.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from toolkit.errors import OgiError
from toolkit.parsing import parse
from toolkit.reading import read_document
from toolkit.reading.office import find_office

Record = dict[str, Any]
# Which pages go through which program. Not through LibreOffice: tide-administration-2022, which it cannot open. Not through the
# browser: outing-street-2020, whose markup is hostile. Each kind but DOCX takes a choice of them, so that all of it fits in a minute.
PAGES: Mapping[str, tuple[str, ...]] = {
    "rendered docx": (
        "heting-market-2023",
        "lipu-district-2015",
        "mochuan-county-2022",
        "outing-street-2020",
        "shuanghu-city-2019",
        "wuyu-health-2023",
        "xiling-agriculture-2019",
        "xiling-province-2024",
        "xiling-transport-2024",
    ),
    "rendered doc": ("lipu-district-2015", "xiling-agriculture-2019", "xiling-province-2024"),
    "rendered odt": ("heting-market-2023", "shuanghu-city-2019", "wuyu-health-2023"),
    "rendered pdf, office": ("lipu-district-2015", "outing-street-2020", "shuanghu-city-2019", "xiling-province-2024"),
    "rendered pdf, browser": (
        "heting-market-2023",
        "shuanghu-city-2019",
        "tide-administration-2022",
        "wuyu-health-2023",
    ),
}
SETS = tuple(PAGES)
# steps of LibreOffice: the filter that it writes with, by the ending of what it writes; a PDF is printed from the DOCX
_WRITES = {"docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97", "odt": "odt:writer8", "pdf": "pdf"}
_READS_HTML = "--infilter=HTML (StarWriter)"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_TIMEOUT = 90.0


def missing(name: str) -> str:
    """Why a kind of rendering cannot be made on this computer; empty where it can."""
    if name.endswith("browser"):
        return "" if _browser() else "no Chromium is installed here"
    return "" if find_office() else "LibreOffice is not installed here"


def cells(name: str, reports: Path) -> dict[str, Record | None]:
    """The cells read from each page of a set after rendering, as a record without anything else; None where reading was refused."""
    with tempfile.TemporaryDirectory() as folder:
        made = _rendered(name, [reports / f"{page}.html" for page in PAGES[name]], Path(folder))
        return {page: _cells(made / f"{page}.{_ending(name)}") for page in PAGES[name]}


def _ending(name: str) -> str:
    return name.split()[1].rstrip(",")


def _rendered(name: str, pages: Sequence[Path], folder: Path) -> Path:
    if name.endswith("browser"):
        for page in pages:
            _print(page, folder)
        return folder
    if _ending(name) == "pdf":
        _convert(pages, "docx", folder, _READS_HTML)
        _convert([folder / f"{page.stem}.docx" for page in pages], "pdf", folder)
    else:
        _convert(pages, _ending(name), folder, _READS_HTML)
    return folder


def _cells(file: Path) -> Record | None:
    if not file.is_file():
        return None
    try:
        read = parse(read_document(file)).cells
    except OgiError:
        return None
    made = [{"cell": cell.path, "status": str(cell.status), "value": cell.value} for cell in read]
    return {key: [] for key in ("parts", "claims", "lists", "numbers", "findings")} | {"report": {}, "cells": made}


def _convert(files: Sequence[Path], ending: str, folder: Path, *more: str) -> None:
    profile = (folder / "profile").as_uri()
    started = [str(find_office()), f"-env:UserInstallation={profile}", "--headless", "--norestore", *more]
    _run([*started, "--convert-to", _WRITES[ending], "--outdir", str(folder), *map(str, files)], folder)


def _print(page: Path, folder: Path) -> None:
    quiet = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ]
    _run(
        [
            str(_browser()),
            *quiet,
            f"--user-data-dir={folder / 'browser'}",
            f"--print-to-pdf={folder / page.stem}.pdf",
            page.as_uri(),
        ],
        folder,
    )


def _browser() -> str | None:
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)


def _run(command: Sequence[str], folder: Path) -> None:
    """Runs a program to its end, or ends it and all that it started; what it did not write is missing afterwards."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    ) as running:
        try:
            running.wait(_TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
