"""
A real browser on a live server.

Debian's Chromium is driven, or the one that CHROMIUM names; without one these tests are
skipped, unless REQUIRE_BROWSER is set, which turns the skip into a failure.
"""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

HOW_TO_GET = "no Chromium: apt-get install chromium, or name one with CHROMIUM=/path"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A busy machine takes its time to load the text editor.
WAIT_MILLISECONDS = 30_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport]:
    """Give all skips for want of a browser one place, so that pytest sums them up in one line."""
    report = yield
    if report.skipped and HOW_TO_GET in str(report.longrepr):
        report.longrepr = (str(Path(__file__).parent), 0, f"Skipped: {HOW_TO_GET}")
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a browser, or skip the test."""
    named = os.environ.get("CHROMIUM")
    if named and not shutil.which(named):
        pytest.fail(f"CHROMIUM: {named!r} is no program.", pytrace=False)
    for name in [named] if named else ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(HOW_TO_GET, pytrace=False)
    pytest.skip(HOW_TO_GET)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """
    Yield what starts browsers; a process runs one at a time.

    Playwright keeps an event loop running in this thread, in which Django refuses its database
    unless it is told that nothing runs beside it.
    """
    expect.set_options(timeout=WAIT_MILLISECONDS)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """Yield a browser that is shared by the tests of this folder."""
    browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    """Yield an empty tab, in which paths are taken from the live server; no script may fail."""
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(WAIT_MILLISECONDS)
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    context.close()
    assert failures == []
