"""Readers who use a keyboard, and readers whose browser runs no script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from reviews.search import index
from tests.factories import make_article, make_author, make_show, make_theme

pytestmark = pytest.mark.django_db(transaction=True)

BODY = (
    "<p>It begins.</p><h2>One</h2><p>a</p><h2>Two</h2><p>b</p><h2>Three</h2>"
    "<details><summary>Twist</summary><p>It was all a dream.</p></details>"
)


@pytest.fixture
def paper():
    tags = {
        "shows": [make_show("Solaris")],
        "themes": [make_theme("Grief")],
        "authors": [make_author("Ada")],
    }
    make_article("Older", ago=timedelta(days=2), **tags)
    make_article("Newer", ago=timedelta(), body=BODY, **tags)
    index.rebuild()


def every_page():
    """An address of each type of page that readers get."""
    year, month = timezone.localdate().year, timezone.localdate().month
    return [
        *("/", "/articles/newer/", "/shows/", "/shows/solaris/", "/themes/", "/themes/grief/"),
        *("/authors/ada/", "/archive/", f"/archive/{year}/", f"/archive/{year}/{month}/"),
        *("/search/", "/search/?q=newer", "/search/?q=nothing", "/nothing/", "/articles/newr/"),
        "/feed/",
    ]


CAN_BE_REACHED = """() => [...document.querySelectorAll("a[href], button, input, summary")]
  .filter(node => node.checkVisibility()).length"""
# Where the focus is in the page's order, on what, and whether it has a ring that is in sight.
STOP = """() => {
  const node = document.activeElement;
  const ring = node.closest(".card:focus-within, .hit:focus-within") ?? node;
  const {outlineStyle, outlineWidth} = getComputedStyle(ring);
  const [box, {innerWidth, innerHeight}] = [node.getBoundingClientRect(), window];
  const isDrawn = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const isInSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const place = [...document.querySelectorAll("*")].indexOf(node);
  return [place, node.innerText || node.name, isDrawn && isInSight];
}"""  # noqa: E501


def focused(page):
    """The text of what has the focus, and whether the focus can be seen."""
    return page.evaluate(
        """() => {
          const node = document.activeElement;
          const ring = n => n && (getComputedStyle(n).outlineStyle !== "none" || ring(n.parentElement));
          return [node.innerText.trim() || node.name, Boolean(ring(node))];
        }"""  # noqa: E501
    )


def walk(page, steps):
    stops = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        stops.append(focused(page))
    return stops


def test_the_front_page_is_walked_in_reading_order_with_the_focus_in_sight(page: Page, paper):
    page.goto("/")

    stops = walk(page, 10)

    assert [text for text, _ in stops] == [
        "Skip to the text",
        "Double Feature",
        "Shows",
        "Themes",
        "Archive",
        "Feed",
        "q",
        "Search",
        "Newer",
        "Older",
    ]
    assert all(is_seen for _, is_seen in stops)


def test_an_article_is_walked_in_reading_order(page: Page, paper):
    page.goto("/articles/newer/")

    stops = [text for text, _ in walk(page, 19)]

    assert stops[8:] == [
        "Solaris",
        "Ada",
        "One",
        "Two",
        "Three",
        "Twist",
        "All about Solaris",
        "Solaris",
        "Grief",
        "Older",
        "feed reader",
    ]


def test_every_page_is_walked_whole_in_its_order_with_the_focus_in_sight(page: Page, paper):
    for address in every_page():
        page.goto(address)
        page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
        wanted = page.evaluate(CAN_BE_REACHED)

        stops = []
        for _ in range(wanted):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(STOP))

        places = [place for place, _, _ in stops]
        assert wanted > 9, address
        assert places == sorted(set(places)), address
        assert [text for _, text, is_seen in stops if not is_seen] == [], address


def test_without_scripts_every_page_says_the_same(browser: Browser, live_server, paper):
    # But for the page of a feed, where a script brings the button that it works.
    addresses = [address for address in every_page() if address != "/feed/"]
    texts = []
    for has_scripts in (True, False):
        context = browser.new_context(
            base_url=live_server.url, java_script_enabled=has_scripts, reduced_motion="reduce"
        )
        page = context.new_page()
        texts.append([_text_at(page, address) for address in addresses])
        context.close()

    assert texts[0] == texts[1]


def _text_at(page, address):
    page.goto(address)
    return page.locator("body").inner_text()


def test_the_skip_link_leads_past_the_masthead(page: Page, paper):
    page.goto("/articles/newer/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the text")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert focused(page) == ["Solaris", True]


def test_a_spoiler_is_opened_by_keyboard_and_without_script(browser: Browser, live_server, paper):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/articles/newer/")
    secret = page.get_by_text("It was all a dream.")
    expect(secret).to_be_hidden()

    page.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(secret).to_be_visible()
    context.close()


def test_a_whole_card_is_the_headline_s_link(page: Page, paper):
    page.goto("/")
    page.locator(".card--lead").click(position={"x": 3, "y": 3})

    expect(page).to_have_url("/articles/newer/")
