"""A feed's address in a browser: a page to copy the address from, and still a feed for scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reader_copies_the_address_of_the_feed(page: Page, settings, live_server):
    settings.SITE_URL = live_server.url
    make_article("In")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.goto("/")
    page.get_by_role("link", name="Feed", exact=True).click()
    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Follow Double Feature")
    expect(page.get_by_role("status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{live_server.url}/feed/"
    fetched = page.evaluate("fetch(location.href).then(r => r.headers.get('content-type'))")
    assert fetched == "application/rss+xml; charset=utf-8"
