"""A feed's address opened in a browser shows a page; software that reads feeds gets the feed."""

from datetime import timedelta

import pytest

from tests.factories import make_article, make_draft, make_show

from .pages import headlines, page_of

pytestmark = pytest.mark.django_db

BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
}
FEEDS = ["/feed/", "/feed/atom/", "/feed/json/", "/shows/solaris/feed/"]
# As sent by software of these kinds.
SOFTWARE = {
    "a library": {"Accept": "application/atom+xml,application/rss+xml,*/*;q=0.1"},
    "a command line": {"Accept": "*/*"},
    "nothing said": {},
    "HTML too": {"Accept": "application/rss+xml, application/xml;q=0.8, text/html;q=0.7"},
    "HTML as well as feeds": {"Accept": "application/xml,application/rss+xml,text/html,*/*;q=0.9"},
    "a browser's Accept": {"Accept": BROWSER["Accept"]},
    "an extension": BROWSER | {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"},
    "an embedded reader": {"Sec-Fetch-Dest": "document", "Accept": "application/rss+xml"},
}


@pytest.fixture
def paper():
    return make_article("In", shows=[make_show("Solaris", first_year=1972)])


def media_type(response):
    assert response.status_code == 200
    return response["Content-Type"].partition(";")[0]


@pytest.mark.parametrize("path", FEEDS)
def test_a_browser_gets_a_page_that_says_what_to_do(client, paper, settings, path):
    settings.SITE_URL = "https://paper.example"

    response = client.get(path, headers=BROWSER)

    page = page_of(response)
    assert media_type(response) == "text/html"
    (field,) = page.all("input", id="feed-address")
    assert field["value"] == f"https://paper.example{path}"
    assert page.all("meta", name="robots") == [{"name": "robots", "content": "noindex"}]
    assert headlines(response) == ["In"]
    assert page.errors == []


@pytest.mark.parametrize("sent", SOFTWARE)
def test_software_gets_the_feed_whatever_it_accepts(client, paper, sent):
    assert media_type(client.get("/feed/", headers=SOFTWARE[sent])) == "application/rss+xml"


def test_neither_is_ever_stored_as_the_other(client, paper, django_assert_num_queries):
    page, feed = [client.get("/feed/", headers=BROWSER)["Content-Type"] for _ in range(2)], []
    for headers in ({}, BROWSER, {}):
        feed.append(media_type(client.get("/feed/", headers=headers)))

    assert {kind.partition(";")[0] for kind in page} == {"text/html"}
    assert feed == ["application/rss+xml", "text/html", "application/rss+xml"]
    with django_assert_num_queries(0):
        client.get("/feed/")


def test_no_cache_may_keep_the_page_and_all_know_what_the_answer_depends_on(client, paper):
    feed, page = client.get("/feed/"), client.get("/feed/", headers=BROWSER)
    unchanged = client.get("/feed/", headers={"If-None-Match": feed["ETag"]})

    assert page["Cache-Control"] == "no-store, private"
    assert "ETag" not in page
    assert unchanged.status_code == 304
    for response in (feed, page, unchanged):
        assert "Sec-Fetch-Dest" in response["Vary"]
    assert "Sec-Fetch-Dest" not in client.get("/")["Vary"]


def test_a_browsers_validators_for_the_feed_do_not_hide_the_page(client, paper):
    tag = client.get("/feed/")["ETag"]

    response = client.get("/feed/", headers=BROWSER | {"If-None-Match": tag})

    assert media_type(response) == "text/html"


def test_the_page_holds_back_what_the_feed_does(client, paper):
    make_draft("Draft")
    make_article("Embargoed", ago=-timedelta(days=1))

    assert headlines(client.get("/feed/", headers=BROWSER)) == ["In"]


def test_the_page_of_a_shows_feed_names_it_and_its_feeds_first(client, paper):
    page = page_of(client.get("/shows/solaris/feed/atom/", headers=BROWSER))

    assert page.texts("h1") == ["Follow Solaris (1972)"]
    found = [link["href"].removeprefix("http://testserver") for link in page.all("link")]
    own = [f"/shows/solaris/feed/{format}" for format in ("", "atom/", "json/")]
    assert [path for path in found if "feed/" in path] == [
        *own,
        *("/feed/", "/feed/atom/", "/feed/json/"),
    ]


def test_an_archive_and_an_empty_paper_have_pages_too(client):
    assert page_of(client.get("/feed/", headers=BROWSER)).texts("h1") == ["Follow Double Feature"]

    day = make_article("In", ago=timedelta(days=40)).published_at.date()
    page = page_of(client.get(f"/feed/until/{day}/", headers=BROWSER))

    assert page.all("input", id="feed-address")[0]["value"].endswith("/feed/")
    assert client.get("/shows/none/feed/", headers=BROWSER).status_code == 404
