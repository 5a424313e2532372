"""
A page costs the same few queries whether it lists one article or thirty.

Nothing is stored when they are counted. The one query that looks up the next embargo's end after
a commit is made before, since these tests commit nothing.
"""

from datetime import timedelta

import pytest

from reviews import freshness
from reviews.linking import tie_links
from tests.factories import (
    make_article,
    make_author,
    make_image,
    make_person,
    make_show,
    make_theme,
)

pytestmark = pytest.mark.django_db

BUDGET = {
    "/": 5,
    "/shows/": 2,
    "/shows/solaris/": 8,
    "/themes/": 2,
    "/themes/grief/": 7,
    "/authors/ada/": 7,
    "/archive/{year}/": 6,
    "/archive/{year}/{month}/": 6,
    "/feed/": 6,
    "/feed/atom/": 6,
    "/feed/json/": 6,
    "/shows/solaris/feed/": 6,
    "/themes/grief/feed/atom/": 6,
    "/authors/ada/feed/json/": 6,
    "/feeds.opml": 3,
}


def make_paper(number):
    """
    `number` articles that share all tags, so that every list and slot is as full as it gets.
    """
    person = make_person()
    shared = {
        "shows": [make_show("Solaris", cast=[person]), make_show("Stalker", cast=[person])],
        "themes": [make_theme("Grief"), make_theme("Time")],
        "authors": [make_author(n, bio="B", portrait=make_image()) for n in ("Ada", "Ben")],
    }
    figure = f'<figure data-image="{make_image().pk}"></figure>'
    links = tie_links('<p><a href="/shows/solaris/">a</a> <a href="/themes/grief/">b</a></p>')
    body = "".join(f"<p>{'word ' * 60}</p>" for _ in range(10)) + links + figure
    for i in range(number):
        headline = "Newest" if i == 0 else f"Older {i}"
        fields = shared | {"lead_image": make_image(), "body": body}
        newest = make_article(headline, ago=timedelta(minutes=i), **fields)
    return newest


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("address", BUDGET)
def test_queries(client, django_assert_num_queries, address, number):
    day = make_paper(number).published_at
    path = address.format(year=day.year, month=day.month)
    freshness.current()

    with django_assert_num_queries(BUDGET[address]):
        response = client.get(path)
        response.content  # noqa: B018

    assert response.status_code == 200


@pytest.mark.parametrize("number", [5, 30])
def test_queries_of_an_article_with_all_its_links(client, django_assert_num_queries, number):
    make_paper(number)
    freshness.current()

    with django_assert_num_queries(10):
        response = client.get("/articles/newest/")

    assert response.status_code == 200


def test_queries_of_an_article_whose_links_are_the_latest(client, django_assert_max_num_queries):
    make_article("Alone", shows=[make_show()], authors=[make_author()], themes=[make_theme()])
    for _ in range(4):
        make_article(authors=[make_author(portrait=make_image())], lead_image=make_image())

    with django_assert_max_num_queries(11):
        response = client.get("/articles/alone/")

    assert response.status_code == 200
