"""What robots, broken software and people ask for: an answer of the paper, never a failure."""

import re
from urllib.parse import quote

import pytest
from django.urls import URLPattern

from recommendations import urls as recommendations_urls
from reviews import urls as reviews_urls
from reviews.search import index
from tests.factories import make_article, make_author, make_show, make_theme

pytestmark = pytest.mark.django_db

# Where a list is read page by page; everywhere else a page's number says nothing.
PAGED = {
    *("/shows/", "/themes/", "/shows/dark/", "/themes/grief/", "/authors/ada/"),
    *("/archive/", "/archive/2024/", "/archive/2024/3/", "/search/?q=moon"),
}
PAGES = ["0", "-1", "999", "x", "", "1.0", "٣", "%00", "%FF", "1" * 5000, "1&page=999"]
LONG = quote("„moon“ & (OR) NEAR* " * 600)
FILTERS = "&".join(f"kind=x{n}&year={n}x&show=%00{n}&theme=%E2%80%AE&f{n}=1" for n in range(100))
QUERIES = [f"q={LONG}", LONG, FILTERS, f"q=moon&{FILTERS}"]
QUERIES += ["%FF%FE=%ED%A0%80&%00=%00", "q=%", "=&&==", "q=%F0%9F%8E%AC%E2%80%AE%22", "a[]=1"]
SLUGS = ["nowhere", "%00", "%FF%FE", "%ED%A0%80", "%25%32%66", "%2e%2e%2f%2e%2e%2fetc", "-"]
SLUGS += ["%F0%9F%8E%AC", "%E2%80%AE", "%22%27%29%3B--", "<script>", "dark%20", "x" * 5000]
SLUGS += ["%0d%0aSet-Cookie:a"]
VALUES = {
    "year": "2024",
    "month": "3",
    "until": "2024-03-31",
    "token": "no-such-token",
    "section": "articles",
}
OF_KIND = {"articles": "moon", "shows": "dark", "themes": "grief", "authors": "ada"}


def routes():
    """Every address that readers may ask for, as the site's own tables have it."""
    for route in [*reviews_urls.urlpatterns, *recommendations_urls.urlpatterns]:
        assert isinstance(route, URLPattern)
        yield f"/{route.pattern}"


ROUTES = list(routes())
WITH_SLUG = [route for route in ROUTES if "<slug:slug>" in route]


def filled(route, slug=None):
    kind = route.split("/")[1]
    values = VALUES | {"slug": slug or OF_KIND.get(kind)}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], route)


@pytest.fixture(autouse=True)
def _paper():
    tags = {"shows": [make_show("Dark")], "themes": [make_theme("Grief")]}
    article = make_article("Moon", slug="moon", authors=[make_author("Ada")], **tags)
    type(article).objects.update(published_at="2024-03-15T12:00:00Z")
    index.rebuild()


def answers(client, addresses):
    """The status of each address; a failure in a view is raised."""
    return {address: client.get(address).status_code for address in addresses}


def test_every_address_is_tried():
    assert len(ROUTES) > 40
    assert len(WITH_SLUG) == 4 + 3 * 3 * 2
    found = {filled(route) for route in ROUTES}
    assert {path.partition("?")[0] for path in PAGED} <= found


def test_a_page_that_is_not_there_is_missing_and_elsewhere_the_number_says_nothing(client):
    plain = answers(client, [*map(filled, ROUTES), "/search/?q=moon"])

    for address, status in plain.items():
        asked = [f"{address}{'&' if '?' in address else '?'}page={number}" for number in PAGES]
        wanted = 404 if address in PAGED else status
        assert answers(client, asked) == dict.fromkeys(asked, wanted)


def test_no_query_breaks_an_address_or_leads_away_from_it(client):
    plain = answers(client, map(filled, ROUTES))
    assert set(plain.values()) <= {200, 404, 405, 302}
    assert [address for address, status in plain.items() if status == 302] == ["/favicon.ico"]

    for address, status in plain.items():
        found = [client.get(address, QUERY_STRING=query).status_code for query in QUERIES]
        assert found == [status] * len(QUERIES), address


@pytest.mark.parametrize("route", WITH_SLUG)
def test_nonsense_in_place_of_a_slug_is_missing(client, route):
    addresses = [filled(route, slug) for slug in SLUGS]

    assert set(answers(client, addresses).values()) == {404}


@pytest.mark.parametrize("route", WITH_SLUG)
def test_a_slug_in_another_case_leads_to_the_address_in_one_step(client, route):
    slug = OF_KIND[route.split("/")[1]]

    for other in (slug.upper(), slug.title()):
        response = client.get(filled(route, other), {"a": "b"})
        assert response.status_code == 301
        assert response["Location"] == f"{filled(route)}?a=b"
    assert client.get(filled(route)).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/%", "/%00", "/%FF%FE/", "/%2e%2e/%2e%2e/etc/passwd", "/%ED%A0%80/", "/%E2%80%AE/"),
        *("/%F0%9F%8E%AC/", "/" + "%41" * 3000, "/" + "a/" * 2000, "/feed/%00/", "/search/%FF/"),
        *("/feed/until/%00/", "/feed/until/2024-13-45/", "/feed/until/0000-00-00/"),
        *("/archive/0/", "/archive/99999/", "/archive/2024/0/", "/archive/2024/13/"),
        *("/archive/%D9%A2%D9%A0%D9%A2%D9%A4/", "/archive/-1/", "/sitemap-%00.xml"),
    ],
)
def test_nonsense_in_a_path_is_missing(client, path):
    assert client.get(path).status_code == 404
