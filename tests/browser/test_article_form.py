"""Beside the article's form: the checklist leads to fields, times say what they are in UTC."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from reviews.models import Article
from tests.factories import make_author, make_ready


@pytest.fixture
def writer(transactional_db) -> User:
    user = User.objects.create_user("writer", password="password", is_staff=True)
    user.groups.add(Group.objects.get(name="Writer"))
    make_author("The writer", user=user)
    return user


@pytest.fixture
def desk(page: Page, writer) -> Page:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("writer")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    return page


def test_a_writer_is_led_through_what_is_missing_and_sees_the_page_before_it_is_saved(
    desk: Page, settings
):
    settings.TIME_ZONE = "Europe/Berlin"
    page = desk
    page.goto("/admin/reviews/article/add/")
    checklist = page.locator("#checklist")
    page.get_by_label("Headline").fill("A night on the Moon")

    expect(checklist.get_by_role("link", name="Write a standfirst")).to_be_visible()
    checklist.get_by_role("link", name="Write a standfirst").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Standfirst")).to_be_focused()
    page.keyboard.type("What the film saw first.")
    expect(checklist.get_by_role("link", name="Write a standfirst")).to_have_count(0)
    checklist.get_by_role("link", name="Add a theme").click()
    expect(page.locator(".field-themes .select2-search__field")).to_be_focused()

    time = page.locator(".field-published_at .paper-time")
    time.locator("input").nth(0).fill("2026-10-25")
    time.locator("input").nth(1).fill("02:30:00")
    expect(time).to_contain_text("choose which is meant")
    time.get_by_label("Which of the two").select_option(index=2)
    expect(time.locator("output")).to_have_text("That is 01:30 UTC.")
    time.locator("input").nth(0).fill("2026-03-29")
    expect(time.locator("output")).to_contain_text("does not exist")
    time.locator("input").nth(0).fill("2026-07-01")
    expect(time.locator("output")).to_have_text("That is 00:30 UTC.")

    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview").click()
    preview = opened.value
    expect(preview.get_by_role("heading", level=1)).to_have_text("A night on the Moon")
    expect(preview.get_by_text("What the film saw first.")).to_be_visible()
    expect(page.get_by_role("button", name="Save and publish")).to_have_count(0)
    assert not Article.objects.exists()


def test_a_preview_is_lent_copied_and_taken_back_by_keyboard(desk: Page, writer, browser):
    page, article = desk, make_ready("Not out yet", created_by=writer)
    page.goto(f"/admin/reviews/article/{article.pk}/change/")
    page.get_by_label("Headline").fill("Typed meanwhile")
    lent = page.locator("#lent")
    lent.get_by_label("For whom").fill("Ada")
    page.keyboard.press("Enter")
    address = lent.get_by_label("The new link")
    expect(address).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(lent.get_by_text("Copied.")).to_be_visible()
    expect(page.get_by_label("Headline")).to_have_value("Typed meanwhile")

    path = "/preview/" + address.input_value().split("/preview/")[1]
    outside = browser.new_page(base_url=page.url.split("/admin")[0])
    outside.goto(path)
    expect(outside.get_by_role("heading", level=1)).to_have_text("Not out yet")

    lent.get_by_role("button", name="Take back the link for Ada").focus()
    page.keyboard.press("Enter")
    expect(lent.get_by_text("No link is out.")).to_be_visible()
    assert outside.goto(path).status == 404
    outside.close()
