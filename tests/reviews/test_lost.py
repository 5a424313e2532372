"""Wrong addresses: a clean 404 that helps, and never a 500."""

import pytest

from reviews.search import index
from tests.factories import make_article, make_draft, make_show

from .pages import Page

pytestmark = pytest.mark.django_db


def lost(client, address):
    response = client.get(address)
    assert response.status_code == 404
    page = Page(response.content.decode())
    assert page.errors == []
    return [link["href"] for link in page.all("a")]


def test_a_missing_page_looks_for_the_words_of_its_address(client):
    make_article("The long way to Solaris", slug="solaris-essay", shows=[make_show("Solaris")])
    make_draft("Solaris draft", slug="solaris-draft")
    index.rebuild()

    for address in (
        "/articles/solaris-long-way/",
        "/articles/way-to-solaris-2019/",
        "/shows/solari/articles/",
        "/articles/THE-SOLARIS-ESSAY/",
    ):
        links = lost(client, address)
        assert "/articles/solaris-essay/" in links or "/shows/solaris/" in links, address
        assert "/articles/solaris-draft/" not in links
    assert "/search/?q=solaris%20long%20way" in lost(client, "/articles/solaris-long-way/")


def test_an_address_that_was_cut_off_or_ends_wrongly_leads_to_the_nearest_slugs(client):
    make_article("The right one", slug="ikarie-xb-1-and-2001")
    make_article("A near one", slug="ikarie-xb-1-again")
    make_article("For, and and again", slug="something-else", body="<p>ikarie and</p>")
    make_draft("Draft", slug="ikarie-xb-1-and-2002")
    index.rebuild()

    for address in ("/articles/ikarie-xb-1-and-20/", "/articles/ikarie-xb-1-and-2001-x/"):
        links = [link for link in lost(client, address) if link.startswith("/articles/")]
        assert links[:2] == ["/articles/ikarie-xb-1-and-2001/", "/articles/ikarie-xb-1-again/"]
        assert "/articles/something-else/" not in links
        assert "/articles/ikarie-xb-1-and-2002/" not in links


def test_robots_that_try_doors_cost_no_query(client, django_assert_num_queries):
    client.get("/")

    for address in ("/wp-login.php", "/.env", "/articles.php?id=1"):
        with django_assert_num_queries(0):
            lost(client, address)


@pytest.mark.parametrize(
    "address",
    [
        "/articles/%00/",
        "/articles/%FF%FE/",
        "/articles/%E2%80%AE%F0%9F%8E%AC/",
        "/articles/%22%27%29%3B--/",
        "/articles/" + "x" * 5000 + "/",
        "/shows/%2e%2e%2f%2e%2e%2fetc/",
        "/themes/<script>/",
        "/archive/0/",
        "/archive/99999999999999999999/",
        "/archive/2026/13/",
        "/shows/?page=0",
        "/shows/?page=-1",
        "/shows/?page=999",
        "/shows/?page=x",
        "/shows/?page=%00",
        "/search/?q=moon&page=999999999999",
    ],
)
def test_nonsense_is_missing_and_breaks_nothing(client, address):
    make_article("Moon", shows=[make_show()])
    index.rebuild()

    lost(client, address)
