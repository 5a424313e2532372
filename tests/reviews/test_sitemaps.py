"""What search engines are told."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from tests.factories import make_article, make_author, make_draft, make_show, make_theme

pytestmark = pytest.mark.django_db

PREFIX = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.SITE_URL = "https://paper.example"


def addresses(client):
    """Every address of the sitemap, under the site's own name, with its time of change."""
    tree = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    return {
        url.findtext(f"{PREFIX}loc").removeprefix("https://paper.example"): url.findtext(
            f"{PREFIX}lastmod"
        )
        for url in tree
    }


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

    assert found["/articles/plain/"] == f"{plain.published_at:%Y-%m-%d}"
    assert found["/articles/updated/"] == f"{updated.significantly_updated_at:%Y-%m-%d}"
    assert found["/"] is None


def test_a_withdrawal_does_not_leave_a_newer_time_behind(client):
    make_article("New")
    first = client.get("/sitemap.xml")
    type(make_article("Old", ago=timedelta(days=9))).objects.filter(slug="new").delete()

    second = client.get("/sitemap.xml")

    assert first.status_code == second.status_code == 200
    assert "/articles/new/" not in addresses(client)


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
    ]
