"""A show's page, and the way through a series: by episode and never by date."""

from datetime import timedelta

import pytest

from reviews import publishing
from tests.factories import make_article, make_draft, make_show, make_theme

from .pages import headlines, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return make_show("Dark", kind="series")


def review(headline, show, season=None, episode=None, *, days=1, **fields):
    covers = {"covers_season": season, "covers_episode": episode}
    return make_article(headline, shows=[show], ago=timedelta(days=days), **covers, **fields)


def make_series(show):
    """Published in another order than that of the episodes."""
    review("S2 E10", show, 2, 10, days=1)
    review("S1 all", show, 1, days=2)
    review("S2 E2", show, 2, 2, days=3)
    review("Whole", show, days=9)
    review("S1 E1", show, 1, 1, days=4)
    review("Old feature", show, 1, 1, days=30, kind="feature")
    review("New feature", show, days=5, kind="feature")


def test_reviews_stand_in_the_order_of_episodes_then_the_rest_by_date(client, series):
    make_series(series)

    response = client.get("/shows/dark/")

    assert headlines(response) == [
        *("Whole", "S1 E1", "S1 all", "S2 E2", "S2 E10"),
        *("New feature", "Old feature"),
    ]
    assert page_of(response).texts("h3", class_="group-heading") == [
        *("Reviews", "Season 1", "Season 2", "Features, news and interviews"),
    ]


def test_a_whole_season_comes_last_whether_its_episode_is_empty_or_nought(client, series):
    for episode, headline in [(None, "Empty"), (0, "Nought"), (2, "E2"), (1, "E1")]:
        review(headline, series, 1, episode)

    order = headlines(client.get("/shows/dark/"))

    assert order[:2] == ["E1", "E2"]
    assert neighbours(client, "/articles/nought/") == {"prev": "/articles/empty/"}
    assert neighbours(client, "/articles/e1/") == {"next": "/articles/e2/"}


def test_a_card_on_its_show_s_page_names_its_place_in_the_series(client, series):
    review("Second", series, 1, 2)
    review("Whole season", series, 1)
    review("No place", series)

    places = page_of(client.get("/shows/dark/")).texts("span", class_="kicker__show")
    elsewhere = page_of(client.get("/")).texts("span", class_="kicker__show")

    assert places == ["Season 1, episode 2", "Season 1"]
    assert elsewhere == ["Dark"] * 3


def test_the_best_way_in_gives_the_least_away(client, series):
    make_series(series)

    (way,) = page_of(client.get("/shows/dark/")).texts("p", class_="way-in")

    assert way == "The best way in: Whole"


def neighbours(client, address):
    page = page_of(client.get(address))
    return {
        link["rel"]: link["href"] for link in page.all("a") if link.get("rel") in ("prev", "next")
    }


def test_reviews_lead_to_the_episodes_before_and_after(client, series):
    make_series(series)

    assert neighbours(client, "/articles/s1-all/") == {
        "prev": "/articles/s1-e1/",
        "next": "/articles/s2-e2/",
    }
    assert neighbours(client, "/articles/s1-e1/") == {"next": "/articles/s1-all/"}
    assert neighbours(client, "/articles/s2-e10/") == {"prev": "/articles/s2-e2/"}


def test_what_has_no_place_in_the_series_leads_nowhere(client, series):
    make_series(series)

    assert neighbours(client, "/articles/whole/") == {}
    assert neighbours(client, "/articles/old-feature/") == {}


def test_missing_and_hidden_neighbours_are_skipped(client, series):
    review("E1", series, 1, 1)
    draft = {"shows": [series], "covers_season": 1}
    make_draft("E2", covers_episode=2, **draft)
    publishing.submit(make_draft("E3", covers_episode=3, **draft))
    review("E4", series, 1, 4, days=-1)
    publishing.withdraw(review("E5", series, 1, 5))
    review("E7", series, 1, 7)
    review("Other", make_show("1899", kind="series"), 1, 6)

    assert neighbours(client, "/articles/e1/") == {"next": "/articles/e7/"}
    assert neighbours(client, "/articles/e7/") == {"prev": "/articles/e1/"}


def test_related_themes_are_those_that_stand_together_most_often(client):
    grief, time, war, alone = (make_theme(name) for name in ("Grief", "Time", "War", "Alone"))
    make_article(themes=[grief, time, war])
    make_article(themes=[grief, time])
    make_draft(themes=[grief, alone])
    make_article(themes=[alone])

    page = page_of(client.get("/themes/grief/"))

    assert page.texts("nav", class_="strip") == ["Related themes Time War"]
    assert page_of(client.get("/themes/alone/")).all("nav", class_="strip") == []
