"""Readers' browsers tell which link was followed, unless they ask for privacy."""

import pytest
from playwright.sync_api import Browser, Page, expect

from recommendations.models import Followed
from tests.factories import make_article

QUIET = {
    "GPC": "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})",
    "DNT": "Object.defineProperty(Navigator.prototype, 'doNotTrack', {get: () => '1'})",
}


@pytest.fixture
def pair(transactional_db):
    return make_article("Read first"), make_article("Read next")


def follow(page: Page, by: str = "pointer") -> list[str]:
    """Follow the link from the first article to the next; return what was asked meanwhile."""
    asked = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.goto("/articles/read-first/")
    link = page.locator("[data-slot]").get_by_role("link", name="Read next")
    if by == "keyboard":
        link.focus()
        page.keyboard.press("Enter")
    else:
        link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Read next")
    page.wait_for_load_state("networkidle")
    return [each.partition("/followed")[1] for each in asked if "POST" in each]


@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_a_followed_link_is_counted_and_no_cookie_is_set(page: Page, pair, by):
    assert follow(page, by) == ["/followed"]

    (row,) = Followed.objects.all()
    assert (row.source.headline, row.target.headline) == ("Read first", "Read next")
    assert (row.slot, row.rung, row.times) == ("end", "latest", 1)
    assert page.context.cookies() == []


@pytest.mark.parametrize("signal", QUIET)
def test_a_browser_that_asks_for_privacy_tells_nothing(page: Page, pair, signal):
    page.add_init_script(QUIET[signal])

    assert follow(page) == []
    assert not Followed.objects.exists()


def test_without_script_links_lead_on_and_nothing_is_counted(browser: Browser, live_server, pair):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)

    assert follow(context.new_page()) == []

    assert not Followed.objects.exists()
    context.close()
