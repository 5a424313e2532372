"""The front page, hubs and the archive: what they list, in which order, page by page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from reviews import publishing
from reviews.listings import ARTICLES_PER_PAGE, TAGS_PER_PAGE
from tests.factories import make_article, make_author, make_draft, make_show, make_theme

from .pages import headlines, page_of

pytestmark = pytest.mark.django_db


def publish_on(day, headline):
    publishing.publish(make_draft(headline), at=datetime(*day, 12, tzinfo=ZoneInfo("UTC")))


def test_the_front_page_leads_with_the_newest(client):
    for days in (3, 1, 2):
        make_article(f"{days} days old", ago=timedelta(days=days))

    assert headlines(client.get("/")) == ["1 days old", "2 days old", "3 days old"]


def test_the_front_page_offers_the_themes_with_most_articles_first(client):
    rare, common = make_theme("Chess"), make_theme("Grief")
    make_article(themes=[rare, common])
    make_article(themes=[common])

    assert page_of(client.get("/")).texts("nav", class_="strip") == [
        "By theme Grief 2 articles Chess 1 article"
    ]


@pytest.mark.parametrize("address", ["/", "/shows/", "/themes/", "/archive/"])
def test_an_empty_paper_says_what_will_come(client, address):
    assert "Nothing is printed yet" in client.get(address).content.decode()


def test_shows_and_themes_are_listed_by_name_with_their_counts(client):
    alien, blow_up = make_show("Alien"), make_show("Blow-Up")
    time, grief = make_theme("Time"), make_theme("Grief")
    make_article(shows=[blow_up], themes=[time, grief])
    make_article(shows=[blow_up, alien], themes=[time])

    shows, themes = page_of(client.get("/shows/")), page_of(client.get("/themes/"))

    assert [link["href"] for link in shows.all("a") if link["href"].startswith("/shows/")] == [
        "/shows/",
        "/shows/alien/",
        "/shows/blow-up/",
    ]
    assert shows.texts("span", class_="index__count") == ["1 article", "2 articles"]
    assert themes.texts("span", class_="index__count") == ["1 article", "2 articles"]


def test_a_theme_lists_its_own_articles_newest_first(client):
    theme = make_theme("Grief")
    make_article("Older", ago=timedelta(days=2), themes=[theme])
    make_article("Newer", ago=timedelta(days=1), themes=[theme])
    make_article("Of another theme", themes=[make_theme("Time")])

    assert headlines(client.get("/themes/grief/")) == ["Newer", "Older"]


def test_a_show_lists_articles_in_which_it_is_second(client):
    solaris, stalker = make_show("Solaris"), make_show("Stalker")
    make_article("Both", shows=[solaris, stalker])
    make_article("Neither", shows=[make_show("Mirror")])

    assert headlines(client.get("/shows/stalker/")) == ["Both"]


def test_an_author_lists_articles_written_with_others(client):
    ada, ben = make_author("Ada"), make_author("Ben")
    make_article("Together", authors=[ben, ada])
    make_article("Alone", authors=[ben])

    assert headlines(client.get("/authors/ada/")) == ["Together"]


def test_paging_shows_each_article_once(client):
    theme = make_theme("Grief")
    names = [f"Number {i}" for i in range(ARTICLES_PER_PAGE + 1)]
    for i, name in enumerate(names):
        make_article(name, ago=timedelta(hours=i + 1), themes=[theme])

    first, second = client.get("/themes/grief/"), client.get("/themes/grief/?page=2")

    assert headlines(first) + headlines(second) == names
    assert page_of(first).all("a", rel="next") == [{"rel": "next", "href": "?page=2"}]
    assert page_of(second).all("a", rel="prev") == [{"rel": "prev", "href": "/themes/grief/"}]
    assert page_of(second).all("a", rel="next") == []


def test_lists_of_tags_are_paged(client):
    article = make_article()
    article.themes.set([make_theme(f"Theme no. {i:03}") for i in range(TAGS_PER_PAGE + 1)])

    page = page_of(client.get("/themes/?page=2"))

    assert len(page.texts("span", class_="index__count")) == 1


@pytest.mark.parametrize("number", ["0", "-1", "2", "999", "x", "", "1.0", "٣", "1" * 5000])
@pytest.mark.parametrize("address", ["/shows/", "/themes/", "/themes/grief/", "/archive/{year}/"])
def test_a_page_that_is_not_there_is_missing(client, address, number):
    make_article(themes=[make_theme("Grief")], shows=[make_show()])
    address = address.format(year=timezone.localtime(timezone.now() - timedelta(hours=1)).year)

    assert client.get(address, {"page": number}).status_code == 404
    assert client.get(address, {"page": "1"}).status_code == 200


def test_the_archive_begins_with_the_newest_year(client):
    publish_on((2021, 5, 1), "Old")
    publish_on((2023, 5, 1), "New")

    response = client.get("/archive/")
    assert headlines(response) == headlines(client.get("/archive/2023/"))
    (canonical,) = page_of(response).all("link", rel="canonical")
    assert canonical["href"] == "http://testserver/archive/2023/"


def test_the_archive_holds_a_year_and_a_month(client):
    publish_on((2021, 5, 31), "May")
    publish_on((2021, 12, 31), "New Year's Eve")
    publish_on((2022, 1, 1), "New Year")

    assert headlines(client.get("/archive/2021/")) == ["New Year's Eve", "May"]
    assert headlines(client.get("/archive/2021/5/")) == ["May"]
    assert headlines(client.get("/archive/2021/12/")) == ["New Year's Eve"]


def test_midnight_belongs_to_the_month_that_begins(client):
    midnight = datetime(2022, 1, 1, tzinfo=ZoneInfo("UTC"))
    publishing.publish(make_draft("Last of the old"), at=midnight - timedelta(microseconds=1))
    publishing.publish(make_draft("First of the new"), at=midnight)

    assert headlines(client.get("/archive/2021/12/")) == ["Last of the old"]
    assert headlines(client.get("/archive/2022/1/")) == ["First of the new"]


def test_months_are_those_of_the_site_s_own_time_zone(client, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    late = datetime(2021, 5, 31, 23, tzinfo=ZoneInfo("UTC"))
    publishing.publish(make_draft("June, in Auckland"), at=late)

    assert headlines(client.get("/archive/2021/6/")) == ["June, in Auckland"]
    assert client.get("/archive/2021/5/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        *("/archive/2020/", "/archive/2021/6/", "/archive/2021/13/", "/archive/2021/0/"),
        *("/archive/0/", "/archive/1/1/", "/archive/9999/12/", "/archive/10000/"),
        *(f"/archive/{'9' * 400}/", f"/archive/{'9' * 5000}/", "/archive/year/"),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Anchorage"])
def test_a_time_without_articles_has_no_page(client, settings, address, zone):
    settings.TIME_ZONE = zone
    publish_on((2021, 5, 15), "May")

    assert client.get(address).status_code == 404


def test_a_padded_month_leads_to_its_one_address(client):
    publish_on((2021, 5, 31), "May")

    response = client.get("/archive/2021/05/")

    assert (response.status_code, response["Location"]) == (301, "/archive/2021/5/")
