"""What a first visit to an article costs, and a visit to a feed, as it is sent: compressed."""

from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from reviews.demo.source import read_body
from reviews.richtext import clean_html
from tests.factories import make_article, make_author, make_image, make_show, make_theme

from .pages import Page

pytestmark = pytest.mark.django_db

KB = 1024
# Of 700 to 1,200 words each.
TEXTS = ["dark", "for-all-mankind", "ikarie-xb-1", "interstellar", "the-tree-of-life"]


@pytest.fixture
def html(client):
    """A long article with a trailer, as it is sent."""
    trailer = '<iframe src="https://www.youtube-nocookie.com/embed/a" title="Trailer"></iframe>'
    tags = {"shows": [make_show("Solaris")], "themes": [make_theme("Grief")]}
    for number in range(8):
        make_article(f"Other {number}", lead_image=make_image(), **tags)
    body = clean_html(read_body("for-all-mankind") + read_body("dark")) + trailer
    tags["authors"] = [make_author("Ada", bio="Writes.")]
    make_article("One", slug="one", body=body, lead_image=make_image(), rating=4, **tags)
    return client.get("/articles/one/", headers={"accept-encoding": "identity"}).content


def sent(data):
    """Bytes over the wire, as the site compresses pages."""
    return len(brotli.compress(data, quality=4))


def files(addresses):
    """The contents of static files that a page names."""
    return [Path(finders.find(path.removeprefix(static("")))).read_bytes() for path in addresses]


def test_an_article_with_its_style_and_scripts_is_light(html):
    page = Page(html.decode())
    styles = files(link["href"] for link in page.all("link", rel="stylesheet"))
    scripts = files(script["src"] for script in page.all("script") if "src" in script)

    assert len(styles) == 1
    assert len(scripts) == 2
    assert sum(map(sent, styles)) < 20 * KB
    assert sum(map(sent, scripts)) < 5 * KB
    assert sent(html) + sum(map(sent, styles + scripts)) <= 50 * KB


def test_the_first_paint_waits_for_the_page_and_its_style_alone(html):
    page = Page(html.decode())

    scripts = [script for script in page.all("script") if "src" in script]

    assert all("defer" in script for script in scripts)
    assert len(page.all("link", rel="stylesheet")) == 1
    assert b"@import" not in files(["/static/css/site.css"])[0]


def test_nothing_of_an_article_comes_from_elsewhere_before_a_click(html):
    page = Page(html.decode())

    asked = [a["src"] for _, a, _ in page.elements if "src" in a]
    asked += [
        part for _, a, _ in page.elements for part in a.get("srcset", "").split(", ") if part
    ]
    asked += [
        link["href"] for link in page.all("link") if link["rel"] in ("stylesheet", "preload")
    ]

    assert len(asked) > 10
    assert [address for address in asked if not address.startswith(("/static/", "/media/"))] == []
    assert page.all("iframe") == []


@pytest.mark.parametrize("format", ["", "atom/", "json/"])
def test_a_feed_costs_little_an_article_and_hardly_anything_unchanged(client, format):
    for slug in TEXTS:
        make_article(slug, body=clean_html(read_body(slug)), lead_image=make_image())
    make_article("Last words", body="<p>Whole to the end.</p>", ago=timedelta(days=1))

    feed = client.get(f"/feed/{format}", headers={"accept-encoding": "br"})
    unchanged = client.get(f"/feed/{format}", headers={"if-none-match": feed["ETag"]})

    assert b"Whole to the end." in brotli.decompress(feed.content)
    assert len(feed.content) / len(TEXTS) < 4 * KB
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert sum(len(f"{name}: {value}") for name, value in unchanged.items()) < KB / 2
