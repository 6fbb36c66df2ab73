"""Fixtures of the tests that drive a page: a headless browser, and readers who visit."""

import shutil
from pathlib import Path

import pytest

from tests.required import missing, required
from tests.ui.page import WAIT

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Programs to look for, as the Makefile does. The first has no windows, and is twice as fast."""
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium: the system's, or else the one that playwright installed.

    Playwright occupies the thread's event loop while it runs, so no longer than a module needs it.
    """
    playwright = required("playwright.sync_api")
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    with playwright.sync_playwright() as driver:
        path = found or driver.chromium.executable_path
        if not Path(path).exists():
            missing("no Chromium: install it, or run `playwright install chromium`")
        opened = driver.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser):
    """Opens pages as a new reader, notes the hosts they ask and the errors they report."""
    contexts = []

    def go(address: str, first: str = ".welcome, .turn", **options):
        context = browser.new_context(**{"locale": "en-US", **options})
        contexts.append(context)
        page = context.new_page()
        page.asked, page.errors = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(address)
        page.wait_for_selector(first, timeout=WAIT)
        return page

    yield go
    for context in contexts:
        context.close()
