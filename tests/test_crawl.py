"""Every link of the demo paper leads to its page, in one step."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from docs.checks.crawl import Answer, crawl, visit
from reviews.models import Article, Author, Show, Theme
from tests.factories import make_article, make_theme

PAGES = (Article, Show, Theme, Author)
BASE = "http://testserver"


def through(client: Client):
    """What `crawl` asks pages of; uploads are looked for where a web server would find them."""

    def fetch(path: str) -> Answer:
        if path.startswith(settings.MEDIA_URL):
            file = Path(settings.MEDIA_ROOT, urlsplit(path).path.removeprefix(settings.MEDIA_URL))
            return Answer(200 if file.is_file() else 404, "image/*")
        response = client.get(path)
        media_type = response.get("Content-Type", "").partition(";")[0]
        if response.streaming:
            # Read to its end, it closes its file and nothing else.
            assert b"".join(response) is not None
            return Answer(response.status_code, media_type)
        return Answer(response.status_code, media_type, response.content.decode())

    return fetch


@pytest.mark.django_db
def test_every_link_of_the_demo_paper_leads_to_its_page_in_one_step(client):
    call_command("load_demo", verbosity=0)
    call_command("rebuild_recommendations", verbosity=0)

    crawled = crawl(through(client), BASE)

    assert crawled.problems == []
    hidden = set(Article.objects.unpublished())
    rows = [row for model in PAGES for row in model.objects.all() if row not in hidden]
    pages = [row.get_absolute_url() for row in rows]
    assert len(pages) > 25
    assert {*pages, *(f"{page}feed/" for page in pages[5:])} <= crawled.addresses


@pytest.mark.django_db
def test_a_crawl_finds_what_leads_nowhere_around_a_corner_or_to_no_place(client):
    body = '<p><a href="/nothing/">a</a> <a href="/shows">b</a> <a href="#nowhere">c</a></p>'
    make_article("One", slug="one", body=body, themes=[make_theme("Grief")])

    problems = crawl(through(client), BASE).problems

    # Whichever page or feed was the first to lead there.
    assert {problem.partition(" leads to ")[2] for problem in problems} == {
        "/nothing/, which answers 404",
        "/shows, which answers 301",
        "#nowhere on /articles/one/, which has no such place",
    }


@pytest.mark.parametrize(
    ("media_type", "text", "links"),
    [
        ("text/css", "a{src:url('/f.woff2')} b{background:url(/b.png)}", ("/b.png", "/f.woff2")),
        ("application/manifest+json", '{"icons":[{"src": "/512.png"}]}', ("/512.png",)),
        ("application/rss+xml", '<?xml-stylesheet href="/feed.css"?>', ("/feed.css",)),
        ("application/rss+xml", f'<a>&lt;a href="{BASE}/a/?b&amp;c"&gt;</a>', ("/a/?b&c",)),
        (
            "text/html",
            f'<p id="a"><img srcset="/1.webp 1w, {BASE}/2.webp 2w">',
            ("/1.webp", "/2.webp"),
        ),
        ("text/html", '<a href="b/?c#d"></a><a href="/admin/"></a>', ("/page/b/?c#d",)),
        ("text/html", '<a href="/search/?q=a&amp;year=1"></a>', ("/search/?q=a&year=1",)),
        ("text/html", '<a href="/search/?q=a&amp;year=1&amp;kind=b"></a>', ()),
    ],
)
def test_addresses_are_read_in_every_kind_of_text(media_type, text, links):
    seen = visit(lambda path: Answer(200, media_type, text), BASE, "/page/")

    assert seen.links == links
