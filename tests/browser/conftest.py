"""A real browser for the audit page: Chromium of the system, driven by playwright."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

# Without these a headless Chromium looks for its maker's servers at every start; no test may need a network.
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _made_report() -> ModuleType:
    path = Path(__file__).parent.parent / "views" / "made_report.py"
    spec = importlib.util.spec_from_file_location("made_report", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules.setdefault("made_report", importlib.util.module_from_spec(spec))
    if not hasattr(module, "made_report"):
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests; they are skipped where there is none, unless OGI_BROWSER_REQUIRED is set (as in CI)."""
    required = bool(os.environ.get("OGI_BROWSER_REQUIRED"))
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        assert not required, "no Chromium was found"
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)")
    if importlib.util.find_spec("playwright") is None:
        assert not required, "playwright is not installed"
        pytest.skip("playwright is not installed (pip install playwright)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the audit page of the made report, that of an empty one, and the index over both."""
    from toolkit.errors import ReadError
    from toolkit.views.page import IndexEntry, render, render_index

    made = _made_report()
    folder = tmp_path_factory.mktemp("site")
    report, nothing = made.made_report(), made.empty_report()
    entries = [IndexEntry.of(nothing, "nothing.html"), IndexEntry.of(report, "报告 #1.html")]
    failures = [ReadError("empty", f"坏{made.SCRIPT}.html", f"文件为空{made.IMAGE}。", "The file is empty.")]
    (folder / "报告 #1.html").write_text(render(report), encoding="utf-8")
    (folder / "nothing.html").write_text(render(nothing, "en"), encoding="utf-8")
    (folder / "index.html").write_text(render_index(entries, failures), encoding="utf-8")
    return folder


@pytest.fixture
def made(site: Path) -> Any:
    """The report the audit page shows."""
    return _made_report().made_report()


@pytest.fixture
def errors() -> list[str]:
    """What the browser complained of; a test that provokes a complaint empties the list."""
    return []


@pytest.fixture
def page(chromium: Any, errors: list[str], request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page that records every request and every error; a test that caused one fails."""
    width = getattr(request, "param", 1400)
    context = chromium.new_context(viewport={"width": width, "height": 1000}, reduced_motion="reduce")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: (errors.append("dialog"), dialog.dismiss()))
    yield page
    assert [url for url in asked if not url.startswith(("file:", "about:"))] == []
    assert errors == []
    context.close()
