"""What is typed outlives the browser's end, an expired login, and another's save."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from reviews import history
from reviews.models import Article
from tests.browser.conftest import FLAGS, WAIT_MILLISECONDS
from tests.factories import make_draft, make_theme
from tests.reviews.newsroom import editor

EDITOR = "iframe.cke_wysiwyg_frame"


def log_in(page: Page, name="admin"):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()


def open_form(page: Page, article):
    page.goto(
        f"/admin/reviews/article/{article.pk}/change/"
        if article
        else "/admin/reviews/article/add/"
    )
    if page.get_by_label("Username").is_visible():
        log_in(page)
    ready(page)


def ready(page: Page):
    expect(page.frame_locator(EDITOR).locator("body[contenteditable=true]")).to_be_visible()
    page.wait_for_selector("#typing[data-ready]", state="attached")


def write(page: Page, words):
    page.frame_locator(EDITOR).locator("body").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def wait_until_kept(page: Page, words=""):
    """Wait until this browser says that it has kept a text with those words."""
    wait_until(page, "all.some(text => JSON.stringify(text).includes(words))", words)


def wait_until_forgotten(page: Page):
    wait_until(page, "all.length === 0")


def wait_until(page: Page, condition, words=""):
    """Ask again and again: what waits for functions does not wait for their promises."""
    deadline = time.monotonic() + WAIT_MILLISECONDS / 1000
    while not page.evaluate(f"words => typedTexts.all().then(all => {condition})", words):
        assert time.monotonic() < deadline, page.evaluate("typedTexts.all()")
        page.wait_for_timeout(20)


@pytest.fixture
def editor_user(transactional_db):
    return editor("bo")


@pytest.fixture
def article(transactional_db):
    return make_draft("First", body="<p>One.</p>")


def test_a_killed_browser_loses_no_word(
    live_server, playwright, chromium, admin_user, article, tmp_path
):
    theme = make_theme("Moon bases")
    flags = [flag for flag in FLAGS if flag != "--headless"]

    def browser():
        return playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium, args=flags, base_url=live_server.url
        )

    context = browser()
    page = context.pages[0]
    open_form(page, article)
    page.get_by_label("Headline").fill("Typed and lost?")
    page.locator(".field-themes .select2-selection").click()
    page.locator(".select2-search__field:focus").press_sequentially("moon")
    page.locator(".select2-results__option", has_text="Moon bases").click()
    write(page, " And more.")
    wait_until_kept(page, "And more.")
    kill_browser(tmp_path / "profile")

    context = browser()
    page = context.pages[0]
    open_form(page, article)
    offer = page.get_by_role("region", name="Text that was not saved")
    assert page.get_by_label("Headline").input_value() == "First"
    offer.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Headline")).to_have_value("Typed and lost?")
    expect(page.frame_locator(EDITOR).locator("body")).to_contain_text("One. And more.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    wait_until_forgotten(page)
    context.close()

    article.refresh_from_db()
    assert (article.headline, "And more." in article.body) == ("Typed and lost?", True)
    assert list(article.themes.all()) == [theme]


def kill_browser(profile):
    """End every process of the browser that has this profile, as a crash would."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(profile).encode() in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)


def test_an_expired_login_loses_no_word_and_says_so(page: Page, admin_user, article):
    open_form(page, article)
    page.get_by_label("Headline").fill("Typed meanwhile")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("It is kept in this browser")).to_be_visible()
    log_in(page)
    ready(page)
    page.get_by_role("button", name="Bring it back").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    article.refresh_from_db()
    assert article.headline == "Typed meanwhile"
    wait_until_forgotten(page)


def test_the_last_words_before_a_window_closes_are_offered(page: Page, admin_user, article):
    open_form(page, article)
    write(page, " To the last.")
    page.close(run_before_unload=False)

    again = page.context.new_page()
    open_form(again, article)
    again.get_by_role("button", name="Bring it back").click()
    expect(again.frame_locator(EDITOR).locator("body")).to_contain_text("One. To the last.")


def test_a_browser_without_its_database_keeps_what_is_typed(page: Page, admin_user, article):
    refused = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }"
    page.context.add_init_script(refused)
    open_form(page, article)
    page.get_by_label("Headline").fill("Kept elsewhere")
    wait_until_kept(page, "Kept elsewhere")

    open_form(page, article)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Headline")).to_have_value("Kept elsewhere")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    wait_until_forgotten(page)


def test_who_never_pauses_is_kept_too(page: Page, admin_user, article):
    open_form(page, article)

    page.get_by_label("Headline").press_sequentially("without a pause " * 3, delay=100)

    assert page.evaluate("typedTexts.all().then(all => all.length)") == 1


def test_a_form_that_came_back_with_errors_is_kept_untouched(page: Page, admin_user, article):
    open_form(page, article)
    page.get_by_label("Standfirst").fill("Typed before the error")
    page.get_by_label("Headline").fill(" ")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Please correct the error")).to_be_visible()
    ready(page)

    open_form(page, article)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Standfirst")).to_have_value("Typed before the error")


def test_what_was_typed_for_a_deleted_article_is_forgotten_once_it_is_saved_anew(
    page: Page, admin_user, article
):
    open_form(page, article)
    write(page, " Not lost.")
    wait_until_kept(page, "Not lost.")
    article.delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("deleted while you wrote")).to_be_visible()
    ready(page)
    wait_until(page, "all.length === 1 && all[0].article === ''")

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()

    wait_until_forgotten(page)
    assert "Not lost." in Article.objects.get().body


def test_a_new_article_is_kept_too_and_only_for_who_typed_it(page: Page, admin_user, editor_user):
    open_form(page, None)
    page.get_by_label("Headline").fill("Only begun")
    wait_until_kept(page)
    page.goto("about:blank")

    page.context.clear_cookies()
    page.goto("/admin/")
    log_in(page, "bo")
    open_form(page, None)
    expect(page.get_by_role("button", name="Bring it back")).to_have_count(0)

    page.context.clear_cookies()
    page.goto("/admin/")
    log_in(page)
    open_form(page, None)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Headline")).to_have_value("Only begun")


def test_text_kept_of_an_older_version_is_laid_over_nothing(page: Page, admin_user, article):
    open_form(page, article)
    page.get_by_label("Standfirst").fill("Typed before")
    wait_until_kept(page)
    page.goto("about:blank")
    history.begin([article.pk])
    Article.objects.filter(pk=article.pk).update(headline="By another")
    history.record(article)

    open_form(page, article)
    expect(page.get_by_text("saved by somebody since")).to_be_visible()
    assert page.get_by_label("Standfirst").input_value() == ""
    page.get_by_text("Compare", exact=True).click()
    expect(page.get_by_role("cell", name="Typed before")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Save the merged article").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    article.refresh_from_db()
    assert (article.headline, article.standfirst) == ("By another", "Typed before")


def test_text_that_is_discarded_is_gone(page: Page, admin_user, article):
    open_form(page, article)
    page.get_by_label("Headline").fill("Never mind")
    wait_until_kept(page)
    open_form(page, article)

    page.get_by_role("button", name="Discard").click()

    wait_until_forgotten(page)
    open_form(page, article)
    expect(page.get_by_role("button", name="Bring it back")).to_have_count(0)


def test_two_browsers_edit_one_article_and_nothing_is_lost(
    page: Page, browser, live_server, admin_user, editor_user, article
):
    other = browser.new_context(base_url=live_server.url).new_page()
    other.goto("/admin/")
    log_in(other, "bo")
    open_form(page, article)
    open_form(other, article)
    expect(other.get_by_text("admin has this article open")).to_be_visible()
    expect(page.get_by_text("bo has this article open")).to_be_visible(timeout=30_000)

    write(page, " By admin.")
    page.get_by_role("button", name="Save", exact=True).click()
    write(other, " By bo.")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("Both changed this place")).to_be_visible()
    other.get_by_label("Keep both, theirs first").check()
    other.get_by_role("button", name="Save the merged article").click()
    expect(other.get_by_text("was changed successfully")).to_be_visible()
    other.context.close()

    article.refresh_from_db()
    assert article.body == "<p>One. By admin.</p><p>One. By bo.</p>"


def test_a_note_is_kept_while_the_form_holds_what_was_typed(page: Page, admin_user, article):
    open_form(page, article)
    page.get_by_label("Headline").fill("Half typed")
    page.get_by_label("New note").fill("Check the year.")
    page.get_by_role("button", name="Keep the note").click()

    expect(page.locator(".note__text")).to_have_text("Check the year.")
    assert page.get_by_label("Headline").input_value() == "Half typed"
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("Resolved by admin")).to_be_visible()
    article.refresh_from_db()
    assert article.headline == "First"
