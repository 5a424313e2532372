"""Who logs in again in another tab goes on in the first, whose form has the old token."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from reviews.models import Image
from tests.browser.test_editor_story import upload_picture
from tests.browser.test_typed_text import log_in, open_form, write
from tests.factories import make_draft, make_theme


@pytest.fixture
def first(page: Page, admin_user):
    """A form whose login has ended, and begun anew elsewhere."""
    make_theme("Moon bases")
    open_form(page, make_draft("First", body="<p>One.</p>"))
    Session.objects.all().delete()
    other = page.context.new_page()
    other.goto("/admin/")
    log_in(other)
    expect(other.get_by_role("button", name="Log out")).to_be_visible()
    return page


def test_a_picture_is_uploaded(first):
    write(first, " Two.")

    upload_picture(first, **{"Alternative text": "A dome"})

    assert Image.objects.get().alt_text == "A dome"


def test_a_preview_is_lent(first):
    first.get_by_role("button", name="Make a link").click()

    expect(first.locator("#lent-address")).to_be_visible()


def test_tags_are_found_in_the_text(first):
    write(first, " Once there were moon bases.")

    expect(first.get_by_label("Moon bases (theme")).to_be_visible()
