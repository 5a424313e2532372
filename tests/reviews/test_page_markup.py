"""Rules that every page keeps: well-formed, headed in order, pictures sized, no cookie."""

from datetime import timedelta
from itertools import pairwise

import pytest

from reviews.models import Article
from tests.factories import make_article, make_author, make_image, make_show, make_theme

from .pages import Page

FOLLOWED = "/static/recommendations/followed.js"
TRAILER = "/static/js/trailer.js"

pytestmark = pytest.mark.django_db

LANDMARKS = ["header", "main", "footer"]


@pytest.fixture
def paper():
    """A paper in which every page has something of everything."""
    image = make_image("A <ship> & a star", width=2000, height=1250, caption="C", credit="D")
    show = make_show("Solaris", synopsis="A & B", poster=make_image())
    author = make_author("Ada", bio="Writes.", portrait=make_image())
    author.links.create(label="Elsewhere", url="https://ada.example/")
    show.watch_options.create(provider="Kino", url="https://kino.example/?a=1&b=2")
    body = (
        f"<h2>One</h2>{'<p>word</p>' * 120}<h3>Two</h3><figure data-image='{image.pk}'></figure>"
        "<h2>Three</h2><table><tr><th>a</th><td>b</td></tr></table><blockquote>q</blockquote>"
        "<details><summary>s</summary><p>t</p></details>"
        "<iframe src='https://www.youtube.com/embed/abc'></iframe>"
    )
    tags = {"shows": [show], "authors": [author], "themes": [make_theme("Grief")]}
    for days in range(26):
        fields = tags | {"standfirst": "S & <T>", "lead_image": image, "rating": "3.5"}
        make_article(f"Part {days} <of> many", ago=timedelta(seconds=days), body=body, **fields)


ADDRESSES = [
    "/",
    "/articles/part-0-of-many/",
    "/shows/",
    "/shows/solaris/",
    "/shows/solaris/?page=2",
    "/themes/",
    "/themes/grief/",
    "/authors/ada/",
    "/archive/{year}/",
    "/archive/{year}/{month}/",
    "/nothing/here/",
]

WITHOUT_PICTURES = {"/shows/", "/themes/", "/nothing/here/"}


@pytest.fixture(params=ADDRESSES)
def response(request, client, paper):
    newest = Article.objects.newest_first().first().published_at
    response = client.get(request.param.format(year=newest.year, month=newest.month))
    assert response.status_code == (404 if request.param == "/nothing/here/" else 200)
    return response


@pytest.fixture
def page(response):
    return Page(response.content.decode())


def test_elements_are_nested_and_closed(page):
    assert page.errors == []


def test_ids_are_unique_and_labels_point_to_them(page):
    ids = [attributes["id"] for _, attributes, _ in page.elements if attributes.get("id")]
    labels = [a["aria-labelledby"] for _, a, _ in page.elements if "aria-labelledby" in a]

    assert len(ids) == len(set(ids))
    assert set(labels) <= set(ids)


def test_there_is_one_h1_and_no_level_is_skipped(page):
    levels = [int(tag[1]) for tag, _, _ in page.elements if tag in {"h1", "h2", "h3", "h4"}]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_landmarks_stand_once_and_the_skip_link_leads_to_the_text(page):
    top = [tag for tag, attributes, _ in page.elements if tag in LANDMARKS]

    assert top.count("main") == 1
    assert page.all("header", class_="masthead") != []
    assert page.all("a", class_="skip") == [{"class": "skip", "href": "#main"}]
    assert page.all("main")[0]["id"] == "main"
    assert all(nav.get("aria-label") or nav.get("aria-labelledby") for nav in page.all("nav"))


def test_pictures_have_a_size_a_text_and_several_widths(request, page):
    images = page.all("img")

    assert (images == []) == (request.node.callspec.params["response"] in WITHOUT_PICTURES)
    for image in images:
        assert int(image["width"]) > 0
        assert int(image["height"]) > 0
        assert "alt" in image
        assert image["sizes"]
        assert image["srcset"].endswith(f" {image['width']}w")
        assert ("fetchpriority" in image) != (image.get("loading") == "lazy")


def test_at_most_one_picture_is_loaded_first(page):
    assert len([image for image in page.all("img") if "fetchpriority" in image]) <= 1


def test_wide_pictures_come_in_three_widths_or_more(page):
    wide = [image["srcset"] for image in page.all("img") if image["width"] == "2000"]

    assert all(srcset.count("w,") + 1 >= 3 for srcset in wide)


def test_a_wide_picture_stands_at_the_head_of_an_article(client, paper):
    page = Page(client.get("/articles/part-0-of-many/").content.decode())

    assert page.all("img")[0]["width"] == "2000"


def test_a_card_has_one_link(client, paper):
    html = client.get("/").content.decode()

    cards = html.split('<article class="card')[1:]

    assert [card.split("</article>")[0].count("<a ") for card in cards] == [1] * len(cards)


def test_every_page_announces_the_feed(page):
    *_, feed = page.all("link", type="application/rss+xml")
    assert (feed["rel"], feed["href"]) == ("alternate", "/feed/")


def test_no_cookie_is_set_and_no_script_is_needed(response, page):
    assert response.cookies == {}
    # Those that count which links are followed and load a player, on pages that have such.
    scripts = [script for script in page.all("script") if "src" in script]
    assert [script["src"] for script in scripts if script["src"] not in (FOLLOWED, TRAILER)] == []
    data = [script for script in page.all("script") if "src" not in script]
    assert all(script == {"type": "application/ld+json"} for script in data)
    assert not [a for _, a, _ in page.elements for name in a if name.startswith("on")]
    assert not [a for _, a, _ in page.elements if "style" in a]


def test_every_page_names_itself(response, page):
    (title,) = page.texts("title")
    (description,) = page.all("meta", name="description")

    assert title.endswith("Double Feature")
    assert description["content"]


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "https://paper.example/"),
        ("/?utm_source=x", "https://paper.example/"),
        ("/shows/solaris/?page=1", "https://paper.example/shows/solaris/"),
        ("/shows/solaris/?x=1&page=2", "https://paper.example/shows/solaris/?page=2"),
        ("/articles/part-0-of-many/?page=2", "https://paper.example/articles/part-0-of-many/"),
    ],
)
def test_canonical_is_the_full_address_without_what_changes_nothing(
    client, paper, settings, address, canonical
):
    settings.SITE_URL = "https://paper.example"

    page = Page(client.get(address).content.decode())

    assert [link["href"] for link in page.all("link", rel="canonical")] == [canonical]
    # `og:url` is for sharing the whole list.
    assert page.all("meta", property="og:url")[0]["content"] == canonical.partition("?")[0]


def test_a_missing_page_has_no_canonical(client):
    page = Page(client.get("/nothing/").content.decode())

    assert page.all("link", rel="canonical") == []
    assert page.all("meta", name="robots") != []


@pytest.mark.parametrize("address", ["/", "/shows/", "/themes/", "/archive/"])
def test_a_page_is_listed_by_search_engines_once_something_is_on_it(client, address):
    empty = client.get(address)
    make_article(shows=[make_show()], themes=[make_theme()])
    full = client.get(address, follow=True)

    assert empty["X-Robots-Tag"] == "noindex"
    assert Page(empty.content.decode()).all("meta", name="robots", content="noindex") != []
    assert "X-Robots-Tag" not in full
    assert Page(full.content.decode()).all("meta", name="robots") == []


def test_cards_on_other_sites_get_full_addresses(client, paper, settings):
    settings.SITE_URL = "https://paper.example"

    page = Page(client.get("/articles/part-0-of-many/").content.decode())

    (picture,) = page.all("meta", property="og:image")
    assert picture["content"].startswith("https://paper.example/media/")
    assert page.all("meta", property="og:type")[0]["content"] == "article"


@pytest.mark.parametrize(
    ("address", "type_", "title", "description"),
    [
        ("/articles/part-0-of-many/", "article", "Part 0 <of> many", "S & <T>"),
        ("/shows/solaris/", "website", "Solaris", "A & B"),
        ("/themes/grief/", "website", "Grief", None),
        ("/authors/ada/", "profile", "Ada", "Writes."),
        ("/shows/", "website", "Shows", "Every film and series we have written about."),
        ("/", "website", "Double Feature", None),
    ],
)
def test_who_shares_a_page_shares_its_own_name(client, paper, address, type_, title, description):
    page = Page(client.get(address).content.decode())

    told = {tag["property"]: tag["content"] for tag in page.all("meta") if "property" in tag}
    assert told["og:type"] == type_
    assert told["og:title"] == title
    assert told.get("og:description") == description


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/shows/solaris/", "/shows/solaris/feed/"),
        ("/themes/grief/", "/themes/grief/feed/"),
        ("/authors/ada/", "/authors/ada/feed/"),
    ],
)
def test_a_hub_has_a_link_to_its_feed_that_can_be_seen(client, paper, address, feed):
    page = Page(client.get(address).content.decode())

    assert [link["href"] for link in page.all("a") if link["href"] == feed] == [feed]


@pytest.mark.parametrize(
    ("address", "current"),
    [("/shows/", ["Shows"]), ("/themes/", ["Themes"]), ("/", []), ("/nothing/", [])],
)
def test_the_section_that_one_is_in_is_marked(client, paper, address, current):
    page = Page(client.get(address).content.decode())

    assert page.texts("a", aria_current="page") == current
