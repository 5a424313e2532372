"""What search engines are told."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_show,
    make_theme,
)

pytestmark = pytest.mark.django_db

PREFIX = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.SITE_URL = "https://paper.example"


def addresses(client):
    """Every address of the sitemap, under the site's own name, with its time of change."""
    index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    found = {}
    for part in index:
        response = client.get(path_of(part))
        tree = ET.fromstring(response.content)  # noqa: S314
        found |= {path_of(url): url.findtext(f"{PREFIX}lastmod") for url in tree}
    return found


def path_of(node):
    return node.findtext(f"{PREFIX}loc").removeprefix("https://paper.example")


def test_the_sitemap_names_every_public_page_once(client):
    tags = {
        "shows": [make_show("Solaris")],
        "themes": [make_theme("Grief")],
        "authors": [make_author("Ada")],
    }
    make_article("Out", **tags)
    make_article("Also out", **tags)
    make_draft("Draft", shows=[make_show("Stalker")])
    make_theme("Empty")

    assert sorted(addresses(client)) == [
        "/",
        "/articles/also-out/",
        "/articles/out/",
        "/authors/ada/",
        "/shows/",
        "/shows/solaris/",
        "/themes/",
        "/themes/grief/",
    ]


def test_the_time_of_change_is_that_of_a_change_readers_should_know_of(client):
    plain = make_article("Plain", ago=timedelta(days=400))
    updated = make_article("Updated", ago=timedelta(days=400))
    updated.significantly_updated_at = timezone.now() - timedelta(days=1)
    updated.save()

    found = addresses(client)

    assert found["/articles/plain/"] == f"{plain.published_at:%Y-%m-%dT%H:%M:%S.%f}+00:00"
    assert (
        found["/articles/updated/"]
        == f"{updated.significantly_updated_at:%Y-%m-%dT%H:%M:%S.%f}+00:00"
    )
    assert found["/"] is None


def test_a_withdrawal_does_not_leave_a_newer_time_behind(client):
    make_article("New")
    first = client.get("/sitemap.xml")
    type(make_article("Old", ago=timedelta(days=9))).objects.filter(slug="new").delete()

    second = client.get("/sitemap.xml")

    assert first.status_code == second.status_code == 200
    assert "/articles/new/" not in addresses(client)


def test_the_index_is_of_the_sites_own_name_whoever_asked_for_it_first(client, settings):
    settings.ALLOWED_HOSTS = ["*"]

    for host in ("other.example", "paper.example"):
        index = ET.fromstring(client.get("/sitemap.xml", headers={"host": host}).content)  # noqa: S314
        places = [place.text for place in index.iter(f"{PREFIX}loc")]
        assert places[0] == "https://paper.example/sitemap-pages.xml"
        assert len(places) == 5
        assert all(place.startswith("https://paper.example/") for place in places)


def test_robots_are_shown_the_sitemap_and_kept_out_of_back_rooms(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /preview/",
        "Disallow: /search/",
        "",
        "Sitemap: https://paper.example/sitemap.xml",
        "Sitemap: https://paper.example/sitemap-news.xml",
    ]


def test_the_index_is_cut_into_files_that_lead_on(client, monkeypatch):
    monkeypatch.setattr("reviews.sitemaps.ArticleSitemap.limit", 2)
    for number in range(5):
        make_article(f"Part {number}")

    index = client.get("/sitemap.xml").content.decode()

    assert index.count("sitemap-articles.xml") == 3
    assert len([path for path in addresses(client) if path.startswith("/articles/")]) == 5
    for number in ("0", "-1", "4", "x"):
        assert client.get(f"/sitemap-articles.xml?p={number}").status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_articles_name_their_pictures(client):
    image = make_image()
    make_article("With", lead_image=image)

    text = client.get("/sitemap-articles.xml").content.decode()

    assert f"<image:loc>https://paper.example{image.url}</image:loc>" in text


def test_news_are_those_of_the_last_two_days_and_public(client):
    make_article("New & <bold>", slug="new", ago=timedelta(hours=47))
    make_article("Old", ago=timedelta(hours=49))
    make_article("Held back", ago=-timedelta(hours=1))

    tree = ET.fromstring(client.get("/sitemap-news.xml").content)  # noqa: S314

    assert [path_of(url) for url in tree] == ["/articles/new/"]
    (title,) = tree.iter("{http://www.google.com/schemas/sitemap-news/0.9}title")
    assert title.text == "New & <bold>"
