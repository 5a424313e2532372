"""A half-life makes old articles count for less, down to half; off unless it is set."""

from datetime import timedelta

import pytest

from recommendations import builder
from recommendations.explaining import explain
from recommendations.models import Evergreen, Recommendation
from recommendations.paper import Paper
from recommendations.scoring import Settings
from reviews.models import Article
from tests.factories import make_article, make_show, make_theme
from tests.recommendations.papers import document
from tests.recommendations.stored_lists import lists, rows


@pytest.mark.parametrize(("age", "left"), [(0, 1.0), (100, 0.75), (200, 0.625), (100_000, 0.5)])
def test_a_half_life_takes_half_of_half_the_score(age, left):
    other = document(2, "theme:1")
    paper = Paper(
        [
            document(1, "theme:1"),
            type(other)(2, "", other.published_at, other.tags, other.terms, age),
            document(3, "theme:2"),
        ],
        Settings(half_life_days=100),
    )

    (match,) = paper.rank(1).matches
    assert match.damped == pytest.approx(match.score * left)


def test_without_a_half_life_nothing_ages():
    old = document(2, "theme:1")
    old = type(old)(2, "", old.published_at, old.tags, old.terms, 5000)

    (match,) = Paper([document(1, "theme:1"), old, document(3)]).rank(1).matches
    assert match.damped == match.score


@pytest.mark.parametrize("days", [0, -1, "soon", float("nan")])
def test_a_half_life_that_is_none_is_refused(days):
    with pytest.raises((ValueError, TypeError)):
        Settings(half_life_days=days)


@pytest.fixture
def paper(settings, db):
    """Two articles as near to the page as each other, but that the nearer one is old."""
    settings.RECOMMENDATIONS = {"half_life_days": 100}
    grief, time = make_theme("Grief"), make_theme("Time")
    day = timedelta(days=1)
    make_article("Page", themes=[grief, time], shows=[make_show()], ago=day)
    make_article("New", themes=[grief], shows=[make_show()], ago=day)
    make_article("Old", themes=[time], shows=[make_show()], ago=400 * day)
    make_article("Other", themes=[grief], shows=[make_show()], ago=3000 * day)
    builder.rebuild()
    return Recommendation


@pytest.mark.parametrize("small", [0, 200])
def test_the_newer_one_goes_first_and_an_evergreen_is_new(paper, small, monkeypatch):
    monkeypatch.setattr(builder, "SMALL_PAPER_ARTICLES", small)
    page = Article.objects.get(slug="page")
    listed = {each.target.headline: each for each in explain(page)}
    assert listed["New"].freshness == 1
    assert listed["Old"].freshness == pytest.approx(0.5 + 0.5 * 0.5 ** (399 / 100), abs=0.002)
    assert listed["Old"].match.score > listed["New"].match.score
    assert lists()["Page"][0] == "New"

    Evergreen.objects.create(article=Article.objects.get(slug="old"))
    assert builder.rebuild()
    listed = {each.target.headline: each for each in explain(page)}
    assert listed["Old"].freshness == 1
    assert lists()["Page"][0] == "Old"


def test_a_change_of_one_article_gives_the_scores_of_a_whole_build(paper, monkeypatch):
    monkeypatch.setattr(builder, "SMALL_PAPER_ARTICLES", 0)

    def scores():
        return {row[:2]: pytest.approx(row[3], abs=0.03) for row in rows()}

    built = scores()
    old = Article.objects.get(slug="old")
    Recommendation.objects.filter(target=old).delete()
    Recommendation.objects.filter(source=old).delete()

    builder.update_for(old.pk)

    assert scores().keys() == built.keys()
    assert {row[:2]: row[3] for row in rows()} == built
