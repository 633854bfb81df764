"""Headless Chromium for every test of this folder: Debian's, never a download of Playwright's own."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""a browser that calls nobody by itself, so that whatever leaves is the page's doing"""


def pytest_collection_modifyitems(items):
    """Mark every test below this folder as a browser test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium():
    """Return the browser's program: LABCERT_CHROMIUM, else the first known name on the path."""
    named = os.environ.get("LABCERT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not named:
        pytest.fail("The browser tests need Chromium: run `make browser`, or name one in LABCERT_CHROMIUM.")
    return named


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def page(browser):
    """A fresh page of a Danish reader; nothing is remembered from the test before."""
    context = browser.new_context(
        locale="da-DK", timezone_id="Europe/Copenhagen", viewport={"width": 1400, "height": 1000}
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
