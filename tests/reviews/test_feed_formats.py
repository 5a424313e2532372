"""Every feed in its three formats: whole, right by its format's rules, of public articles only."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from recommendations import builder
from reviews import publishing
from reviews.models import Article
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_show,
    make_theme,
)

from .pages import page_of

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
SUBJECTS = ["/", "/shows/solaris/", "/themes/grief/", "/authors/ada/"]
FORMATS = {
    "feed/": "application/rss+xml; charset=utf-8",
    "feed/atom/": "application/atom+xml; charset=utf-8",
    "feed/json/": "application/feed+json; charset=utf-8",
}
FEEDS = [subject + format for subject in SUBJECTS for format in FORMATS]
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.SITE_URL = "https://paper.example"


@pytest.fixture
def tags():
    return {
        "shows": [make_show("Solaris", first_year=1972)],
        "themes": [make_theme("Grief")],
        "authors": [make_author("Ada"), make_author("Ben")],
    }


def titles(client, path):
    """The titles of a feed in whatever format, newest first."""
    response = client.get(path)
    assert response.status_code == 200, path
    if "json" in path:
        return [item["title"] for item in response.json()["items"]]
    parsed = feedparser.parse(response.content)
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    return [entry.title for entry in parsed.entries]


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_holds_what_is_public_and_its_own(client, tags, path):
    make_article("In", **tags)
    make_article("Other")
    make_draft("Draft", **tags)
    make_article("Embargoed", ago=-timedelta(days=1), **tags)
    publishing.withdraw(make_article("Withdrawn", ago=timedelta(0), **tags))

    expected = ["In", "Other"] if path.startswith("/feed") else ["In"]
    assert sorted(titles(client, path)) == expected


@pytest.mark.parametrize("path", FEEDS)
def test_an_embargo_ends_at_its_exact_time_stored_or_not(client, tags, clock, path):
    make_article("Out", **tags)
    ends = timezone.now() + timedelta(hours=1)
    publishing.publish(make_draft("Held", **tags), at=ends)
    shown = []

    for moment in (ends - SECOND, ends, ends + SECOND):
        clock(moment)
        shown += ["Held" in titles(client, path), "Held" in titles(client, path)]

    assert shown == [False, False, True, True, True, True]


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_the_type_of_its_format(client, tags, path):
    make_article(**tags)

    response = client.get(path)

    assert response["Content-Type"] == FORMATS[path[path.index("feed/") :]]


@pytest.mark.parametrize(
    "path", ["/shows/none/feed/", "/themes/none/feed/atom/", "/authors/none/feed/json/"]
)
def test_there_is_no_feed_of_nothing(client, path):
    make_article()

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", [path for path in FEEDS if not path.startswith("/feed")])
def test_who_follows_what_is_all_withdrawn_gets_an_empty_feed_and_not_an_error(client, tags, path):
    article = make_article("Out", **tags)
    before = titles(client, path)

    publishing.withdraw(article)
    emptied = titles(client, path)
    make_article("Next", **tags)

    assert [before, emptied, titles(client, path)] == [["Out"], [], ["Next"]]


@pytest.mark.parametrize("path", ["/shows/solaris/feed/", "/authors/ada/feed/json/"])
def test_what_never_was_public_has_no_feed(client, tags, path):
    make_draft("Draft", **tags)
    publishing.withdraw(make_article("Too soon", ago=-timedelta(days=1), **tags))

    assert client.get(path).status_code == 404


def test_an_empty_paper_has_feeds(client):
    assert [titles(client, f"/{format}") for format in FORMATS] == [[], [], []]


def test_the_guid_is_one_in_all_formats_and_stays(client, settings, tags):
    article = make_article("Before", **tags)
    Article.objects.filter(pk=article.pk).update(slug="after", headline="After")
    settings.SITE_URL = "https://elsewhere.example"

    (atom,) = feedparser.parse(client.get("/feed/atom/").content).entries
    (rss,) = feedparser.parse(client.get("/feed/").content).entries
    (item,) = client.get("/feed/json/").json()["items"]

    assert atom.id == rss.id == item["id"] == f"urn:uuid:{article.uuid}"
    assert atom.link == rss.link == item["url"] == "https://elsewhere.example/articles/after/"


def test_an_atom_entry_says_what_an_article_is(client, tags):
    published = timezone.now().replace(microsecond=0) - timedelta(days=2)
    article = make_draft(
        "On <Solaris>",
        standfirst="A & B",
        body="<p>Whole.</p>",
        lead_image=make_image("A ship", credit="Studio"),
        significantly_updated_at=published + timedelta(days=1),
        **tags,
    )
    publishing.publish(article, at=published)

    (entry,) = feedparser.parse(client.get("/feed/atom/").content).entries

    assert (entry.title, entry.summary) == ("On <Solaris>", "A & B")
    assert "<p>Whole.</p>" in entry.content[0].value
    assert [(author.name, author.href) for author in entry.authors] == [
        ("Ada", "https://paper.example/authors/ada/"),
        ("Ben", "https://paper.example/authors/ben/"),
    ]
    assert [(tag.term, tag.scheme, tag.label) for tag in entry.tags] == [
        ("solaris", "https://paper.example/shows/", "Solaris"),
        ("grief", "https://paper.example/themes/", "Grief"),
    ]
    moments = [entry.published_parsed, entry.updated_parsed]
    assert [datetime(*moment[:6], tzinfo=UTC) for moment in moments] == [
        published,
        published + timedelta(days=1),
    ]
    (media,) = entry.media_content
    assert (media["type"], media["width"], media["height"]) == ("image/webp", "64", "36")
    assert entry.media_credit[0]["content"] == "Studio"


def test_a_json_item_says_what_an_article_is(client, tags):
    article = make_article("Solaris", standfirst="Short.", body="<p>Whole.</p>", **tags)

    document = client.get("/shows/solaris/feed/json/").json()

    (item,) = document.pop("items")
    assert document == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Double Feature: Solaris (1972)",
        "home_page_url": "https://paper.example/shows/solaris/",
        "feed_url": "https://paper.example/shows/solaris/feed/json/",
        "description": "New articles of Double Feature on Solaris (1972), in full.",
        "icon": "https://paper.example/static/icons/192.png",
        "language": "en",
    }
    assert item.pop("content_html").endswith("<p>Whole.</p>")
    assert RFC3339.fullmatch(item.pop("date_published"))
    assert item == {
        "id": f"urn:uuid:{article.uuid}",
        "url": "https://paper.example/articles/solaris/",
        "title": "Solaris",
        "summary": "Short.",
        "authors": [
            {"name": "Ada", "url": "https://paper.example/authors/ada/"},
            {"name": "Ben", "url": "https://paper.example/authors/ben/"},
        ],
        "tags": ["Solaris", "Grief"],
    }


def test_a_paper_may_give_summaries_only(client, settings, tags):
    settings.FEED_FULL_TEXT = False
    make_article("One", standfirst="Short.", body="<p>Long.</p>", **tags)

    for format in FORMATS:
        response = client.get(f"/{format}")
        assert b"Long." not in response.content
        assert b"Short." in response.content
        assert b"in short" in response.content
    assert titles(client, "/feed/atom/") == ["One"]
    assert client.get("/feed/json/").json()["items"][0]["content_text"] == "Short."


def related(number):
    theme = make_theme("Time")
    for i in range(8):
        make_article(f"Unlike {i}", ago=timedelta(days=9), body="<p>Else.</p>")
    return [make_article(f"Like {i}", themes=[theme], body="<p>Like.</p>") for i in range(number)]


def test_an_item_ends_with_links_that_lead_on(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        related(3)
    builder.refresh()

    html = client.get("/feed/json/").json()["items"][0]["content_html"]

    end = html[html.index("<h2>Read more</h2>") :]
    assert sorted(re.findall('href="([^"]*)"', end)) == [
        "https://paper.example/articles/like-0/",
        "https://paper.example/articles/like-1/",
    ]
    assert "data-slot" not in html


def test_the_links_at_the_end_can_be_left_out(client, settings):
    settings.FEED_ONWARD_LINKS = None
    related(3)

    assert b"Read more" not in client.get("/feed/").content


def archive_documents(client, path):
    """Every document that a subscriber reads who follows RFC 5005 to the end."""
    seen = []
    while path:
        document = ET.fromstring(client.get(path).content)  # noqa: S314
        seen.append((path, document))
        links = {
            link.get("rel"): link.get("href").removeprefix("https://paper.example")
            for link in document.iter(f"{ATOM}link")
        }
        assert links["self"] == path
        is_archive = next(document.iter(f"{HISTORY}archive"), None) is not None
        assert is_archive == (len(seen) > 1)
        assert links.get("current") == (seen[0][0] if is_archive else None)
        path = links.get("prev-archive")
    return seen


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/themes/grief/feed/atom/"])
def test_a_new_subscriber_can_read_everything(client, path, monkeypatch):
    monkeypatch.setattr("reviews.feeds.subjects.ARCHIVE_ITEMS", 10)
    theme = make_theme("Grief")
    for number in range(70):
        make_article(f"Number {number}", ago=timedelta(days=number, hours=3), themes=[theme])

    found = {
        title.text
        for _, document in archive_documents(client, path)
        for item in [*document.iter("item"), *document.iter(f"{ATOM}entry")]
        for title in [item.find("title") if item.tag == "item" else item.find(f"{ATOM}title")]
    }

    assert found == {f"Number {number}" for number in range(70)}


def test_archives_of_whole_months_stay_where_they_are(client, clock):
    for number in range(60):
        make_article(f"Number {number}", ago=timedelta(days=number, hours=3))
    before = [path for path, _ in archive_documents(client, "/feed/")]

    clock(timezone.now() + timedelta(days=3))
    for number in range(3):
        make_article(f"Later {number}", ago=timedelta(days=number))
    after = [path for path, _ in archive_documents(client, "/feed/")]

    assert before[-1] == after[-1]
    assert len(set(after) - set(before)) == 1


def test_a_day_too_long_for_one_document_is_not_cut(client, monkeypatch):
    monkeypatch.setattr("reviews.feeds.subjects.ARCHIVE_ITEMS", 5)
    moment = timezone.now() - timedelta(days=40)
    for number in range(30):
        publishing.publish(make_draft(f"Number {number}"), at=moment)

    documents = archive_documents(client, "/feed/")

    assert len(documents) == 2
    assert len(list(documents[1][1].iter("item"))) == 30


@pytest.mark.parametrize(
    "day", ["2026-02-30", "yesterday", "1500-01-01", "0001-01-01", "20260101"]
)
def test_an_archive_of_no_day_is_missing(client, day):
    make_article()

    assert client.get(f"/feed/until/{day}/").status_code == 404


@pytest.mark.parametrize("spelling", ["%Y-%m-%d", "%Y%m%d", "%G-W%V-%u"])
def test_an_archive_has_one_address(client, spelling):
    day = timezone.localdate(make_article().published_at)

    status = client.get(f"/feed/until/{day:{spelling}}/").status_code

    assert status == (200 if spelling == "%Y-%m-%d" else 404)


@pytest.mark.parametrize("path", ["/feed/", "/shows/dark/feed/atom/", "/feeds.opml"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_feed_is_only_read_and_says_so(tags, path, method):
    """As a stranger sends it: without the token of the site's own forms."""
    response = Client(enforce_csrf_checks=True).generic(method, path)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "no-store" in response["Cache-Control"]


def test_hubs_are_named_where_there_are_some(client, settings, tags):
    make_article(**tags)
    assert b'rel="hub"' not in client.get("/feed/").content

    settings.WEBSUB_HUBS = ["https://hub.example/"]
    make_article()

    assert b'<atom:link href="https://hub.example/" rel="hub"/>' in client.get("/feed/").content
    assert b'<link href="https://hub.example/" rel="hub"/>' in client.get("/feed/atom/").content
    hubs = client.get("/feed/json/").json()["hubs"]
    assert hubs == [{"type": "WebSub", "url": "https://hub.example/"}]


def test_opml_lists_the_feeds_that_there_are(client, tags):
    make_article(**tags)
    make_theme("Nobody's")

    response = client.get("/feeds.opml")

    outlines = ET.fromstring(response.content).iter("outline")  # noqa: S314
    assert [(outline.get("text"), outline.get("xmlUrl")) for outline in outlines] == [
        ("Double Feature", "https://paper.example/feed/"),
        ("Solaris (1972)", "https://paper.example/shows/solaris/feed/"),
        ("Grief", "https://paper.example/themes/grief/feed/"),
        ("Ada", "https://paper.example/authors/ada/feed/"),
        ("Ben", "https://paper.example/authors/ben/feed/"),
    ]


@pytest.mark.parametrize("path", ["/", "/shows/", "/articles/in/", *SUBJECTS[1:]])
def test_every_page_names_its_own_feeds_first_and_then_the_papers(client, tags, path):
    make_article("In", **tags)
    own = path if path in SUBJECTS[1:] else "/"
    expected = [own + format for format in FORMATS]
    if own != "/":
        expected += [f"/{format}" for format in FORMATS]

    links = page_of(client.get(path)).all("link", rel="alternate")

    assert [link["href"] for link in links] == expected
    assert all(client.get(link["href"])["Content-Type"].startswith(link["type"]) for link in links)


def test_a_feed_bears_a_stylesheet_for_browsers_and_for_files_that_they_saved(client):
    make_article()
    stylesheet = (
        b'<?xml-stylesheet href="https://paper.example/static/css/feed.css" type="text/css"?>'
    )

    assert stylesheet in client.get("/feed/").content
    assert stylesheet in client.get("/feed/atom/").content
    assert finders.find("css/feed.css")


def test_the_archives_of_a_thousand_articles_hold_each_once(client):
    """The newest items and the first archive share a day; no two archives share an article."""
    start = timezone.now().replace(hour=12) - timedelta(days=701)
    publishing.publish_new(
        [
            Article(
                headline=f"Number {number}",
                slug=f"number-{number}",
                # Some days have none, some have nine; some months more than a document holds.
                published_at=start + timedelta(days=(number * number) % 701, minutes=number % 9),
            )
            for number in range(1000)
        ]
    )

    newest, *archives = archive_documents(client, "/feed/")
    held = [[item.findtext("title") for item in each.iter("item")] for _, each in archives]

    titles = [title for document in held for title in document]
    assert len(titles) == len(set(titles))
    newest_titles = {item.findtext("title") for item in newest[1].iter("item")}
    assert newest_titles | set(titles) == {f"Number {number}" for number in range(1000)}
    assert max(map(len, held)) <= 50
