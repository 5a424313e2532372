"""Links under a feed's items: pins first, nothing banned, nothing that is not public."""

from datetime import timedelta

import pytest

from recommendations.models import IgnoredTag, NeverRecommend, Override, Recommendation
from recommendations.onward import links_of
from reviews import publishing
from reviews.models import Article
from tests.factories import make_article, make_draft, make_person, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    """An article with five stored lines, best first: to A, B, C, D and E."""
    source = make_article("Source")
    for rank, headline in enumerate("ABCDE", 1):
        target = make_article(headline)
        Recommendation.objects.update_or_create(
            source=source, target=target, defaults={"rank": rank, "score": 9 - rank}
        )
    return source


def target(headline):
    return Recommendation.objects.get(target__headline=headline).target


def headlines(source):
    return [link.headline for link in links_of([source]).get(source.pk, [])]


def test_the_best_three_in_order(source):
    assert headlines(source) == ["A", "B", "C"]


def test_pins_come_first_and_once(source):
    Override.objects.create(source=source, target=target("C"), position=2)
    Override.objects.create(source=source, target=make_article("Pinned"), position=1)

    assert headlines(source) == ["Pinned", "C", "A"]


def test_a_ban_makes_room_for_the_next(source):
    Override.objects.create(source=source, target=target("B"), kind="ban")

    assert headlines(source) == ["A", "C", "D"]


def test_nothing_leads_to_what_is_not_public_or_never_recommended(source):
    publishing.withdraw(target("A"))
    NeverRecommend.objects.create(article=target("B"))
    Override.objects.create(source=source, target=make_draft("Draft"))
    Override.objects.create(source=source, target=make_article("Held", ago=-timedelta(hours=1)))

    assert headlines(source) == ["C", "D", "E"]


def test_all_items_of_a_feed_cost_one_query(source, django_assert_num_queries):
    other = target("A")

    with django_assert_num_queries(1):
        assert set(links_of([source, other])) == {source.pk}


def give_reasons(source, **reasons):
    for headline, tags in reasons.items():
        source.recommendations.filter(target__headline=headline).update(reasons=tags)


def test_an_ignored_tag_leads_nowhere(source):
    theme, person = make_theme(), make_person()
    tag = f"theme:{theme.pk}"
    give_reasons(source, A=[tag], B=[tag, f"person:{person.pk}"], C=[tag])

    IgnoredTag.objects.create(theme=theme)
    assert headlines(source) == ["B", "D", "E"]

    IgnoredTag.objects.create(person=person)
    assert headlines(source) == ["D", "E"]


def test_nothing_gives_away_what_the_item_has_not_reached(source):
    Article.objects.filter(headline__in="AB").update(covers_season=2)
    Article.objects.filter(headline="Source").update(covers_season=1, covers_episode=4)
    give_reasons(source, A=["show:1"], B=["theme:1"], C=["show:1"])
    Article.objects.filter(headline="C").update(covers_season=1, covers_episode=4)

    assert headlines(Article.objects.get(headline="Source")) == ["B", "C", "D"]
