"""A trailer asks nothing of another site until a reader clicks; links work without scripts."""

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.factories import make_article, make_image

pytestmark = pytest.mark.django_db(transaction=True)

PLAYER = "https://www.youtube-nocookie.com/embed/abc"


@pytest.fixture
def article():
    frame = '<iframe src="https://www.youtube.com/embed/abc" title="The trailer"></iframe>'
    return make_article("One", body=f"<p>Before.</p>{frame}<p>After.</p>")


def test_the_player_is_loaded_by_a_click_and_gets_the_focus(page: Page, article, live_server):
    asked: list[str] = []
    page.route("https://**/*", lambda route: route.fulfill(body="", content_type="text/html"))

    def note(request: Request) -> None:
        if not request.url.startswith(live_server.url):
            asked.append(request.url)

    page.on("request", note)
    page.goto(article.get_absolute_url(), wait_until="networkidle")
    assert asked == []

    page.get_by_role("link", name="Play: The trailer").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("iframe")

    assert page.evaluate("document.activeElement.title") == "The trailer"
    page.wait_for_timeout(200)
    assert asked[0] == f"{PLAYER}?autoplay=1"


def test_the_label_is_seen_whatever_the_shape_of_the_picture(page: Page, live_server):
    frame = '<iframe src="https://www.youtube.com/embed/abc" title="The trailer"></iframe>'
    tall = make_image(width=600, height=1200)
    make_article("Tall", slug="tall", body=f"<p>Before.</p>{frame}", lead_image=tall)
    page.goto("/articles/tall/")

    trailer = page.locator(".trailer").bounding_box()
    label = page.locator(".trailer__label").bounding_box()

    assert trailer["width"] / trailer["height"] == pytest.approx(16 / 9, rel=0.01)
    assert label["y"] + label["height"] <= trailer["y"] + trailer["height"] + 1


def test_without_scripts_the_trailer_is_a_link(browser: Browser, article, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(article.get_absolute_url())

    assert page.get_by_role("link", name="Play: The trailer").get_attribute("href") == PLAYER
    context.close()


def test_a_search_is_typed_sent_and_followed_by_keyboard(page: Page, article):
    page.goto("/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=one")

    page.get_by_role("link", name="One", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/one/")
