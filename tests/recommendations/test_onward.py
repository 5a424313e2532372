"""Links under a feed's items: pins first, nothing banned, nothing that is not public."""

from datetime import timedelta

import pytest

from recommendations.models import NeverRecommend, Override, Recommendation
from recommendations.onward import links_of
from reviews import publishing
from tests.factories import make_article, make_draft

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
