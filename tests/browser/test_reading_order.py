"""What readers meet first, next and last: with the stylesheet, on a phone, and without it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from reviews.search import index
from tests.factories import make_article, make_author, make_show, make_theme

pytestmark = pytest.mark.django_db(transaction=True)

PARTS = [
    ("Skip to the text", "a.skip"),
    ("Double Feature", ".masthead__name"),
    ("Themes", ".masthead__nav"),
    ("Solaris", ".article__head .kicker"),
    ("The middle one", "h1"),
    ("What it is about.", ".article__standfirst"),
    ("By Ada", ".byline"),
    ("3½ out of 5 stars", ".verdict .rating"),
    ("A verdict in a line.", ".verdict p"),
    ("Covers season 2 through episode 4", ".note--spoilers"),
    ("An early version was wrong.", ".note--correction"),
    ("In this article", ".contents"),
    ("It begins here", ".prose > p"),
    ("You may also like", ".slot--mid"),
    ("It ends there", ".prose > p:last-child"),
    ("Where to watch", ".article__facts"),
    ("Grief", ".filed"),
    ("Writes about water.", ".bio"),
    ("Before: season 1, episode 1", ".neighbours__previous"),
    ("Next: season 3", ".neighbours__next"),
    ("Read more", ".slot--end"),
    ("Films and television, and what they are about.", ".colophon"),
]


ADDRESSES = [
    *(
        "/",
        "/articles/the-middle-one/",
        "/shows/",
        "/shows/solaris/",
        "/themes/",
        "/themes/grief/",
    ),
    *(
        "/authors/ada/",
        "/archive/",
        "/search/",
        "/search/?q=middle",
        "/search/?q=nothing",
        "/nothing/",
    ),
    "/feed/",
]


@pytest.fixture
def paper(live_server, settings):
    settings.SITE_URL = live_server.url
    show, themes = make_show("Solaris", kind="series", seasons=3), [make_theme("Grief")]
    show.watch_options.create(provider="Kino")
    tags = {"shows": [show], "themes": themes}
    tags["authors"] = [make_author("Ada", bio="Writes about water.")]
    for number, (season, episode) in enumerate([(1, 1), (3, None)]):
        make_article(f"Episode {number}", covers_season=season, covers_episode=episode, **tags)
    for number in range(12):
        others = themes if number < 5 else [make_theme()]
        make_article(f"Other {number}", ago=timedelta(days=number), themes=others)
    words = " ".join(f"word{number}" for number in range(90))
    sections = "".join(f"<h2>Part {n}</h2><p>{words}</p><p>{words}</p>" for n in range(3))
    make_article(
        "The middle one",
        standfirst="What it is about.",
        body=f"<p>It begins here.</p>{sections}<p>It ends there.</p>",
        rating="3.5",
        verdict="A verdict in a line.",
        covers_season=2,
        covers_episode=4,
        correction_note="An early version was wrong.",
        **tags,
    )
    index.rebuild()


def test_without_its_stylesheet_an_article_reads_from_its_name_to_its_links(page: Page, paper):
    page.route("**/*.css", lambda route: route.abort())
    page.goto("/articles/the-middle-one/")

    text = page.evaluate("document.body.innerText")
    read = 0
    for words, _ in PARTS:
        read = text.find(words, read)
        assert read >= 0, f"“{words}” does not stand after what comes before it"


def test_on_a_phone_what_comes_next_stands_below(page: Page, paper):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/articles/the-middle-one/")

    tops = [
        page.evaluate("at => document.querySelector(at).getBoundingClientRect().top", at)
        for _, at in PARTS[1:]
    ]

    assert tops == sorted(tops)


def test_without_its_stylesheet_a_rating_is_not_five_huge_stars(page: Page, paper):
    page.route("**/*.css", lambda route: route.abort())
    page.goto("/articles/the-middle-one/")

    stars = page.locator(".verdict .stars").first
    unlit = stars.locator("use").first

    assert stars.bounding_box()["width"] <= 120
    assert unlit.evaluate("node => getComputedStyle(node).fill") != "rgb(0, 0, 0)"


def test_without_its_stylesheet_every_page_begins_with_its_name_and_ends_with_its_foot(
    page: Page, paper
):
    page.route("**/*.css", lambda route: route.abort())
    for address in ADDRESSES:
        page.goto(address)

        text = page.evaluate("document.body.innerText")
        heading = page.locator("h1").inner_text()
        parts = ("Double Feature", "Shows", heading, "Read every article in full")
        order = [text.find(part) for part in parts]
        assert 0 <= order[0] < order[1], address
        assert order[-1] == max(order), address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_phone_is_led_to_the_search_page_and_a_desk_has_the_box(page: Page, paper):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    assert page.locator(".masthead .search-box").is_hidden()
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Search the paper").fill("middle")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="The middle one")).to_be_visible()

    page.set_viewport_size({"width": 1280, "height": 844})
    page.goto("/")
    assert page.locator(".masthead .search-box").is_visible()
    assert page.locator(".masthead__search").is_hidden()
