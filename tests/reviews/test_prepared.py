"""A prepared query gives what its queryset gives, whatever the values."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews import publishing
from reviews.models import Article
from reviews.models.prepared import PreparedQuery
from tests.factories import make_article, make_draft

pytestmark = pytest.mark.django_db


def build(at, pks, slug):
    rows = Article.objects.published(at=at).filter(pk__in=pks).exclude(slug=slug)
    return rows.order_by("pk").values_list("pk", "headline")


def test_it_answers_for_the_values_of_each_call():
    a, b, c = (make_article(headline) for headline in "ABC")
    query, now = PreparedQuery(build), timezone.now()

    assert query.rows(at=now, pks=(a.pk, b.pk), slug="a") == [(b.pk, "B")]
    assert query.rows(at=now, pks=(a.pk, c.pk), slug="z") == [(a.pk, "A"), (c.pk, "C")]
    assert query.rows(at=now, pks=(c.pk, a.pk, b.pk), slug="c") == [(a.pk, "A"), (b.pk, "B")]


def test_it_is_built_once_for_each_length_of_its_lists():
    built = []
    query = PreparedQuery(lambda **marks: built.append(marks) or build(**marks))

    for pks in [(1,), (2,), (1, 2), (3, 4), (5,)]:
        query.rows(at=timezone.now(), pks=pks, slug="")

    assert [len(marks["pks"]) for marks in built] == [1, 2]


def test_the_clock_is_not_kept():
    hour = timezone.now() + timedelta(hours=1)
    embargoed = make_draft("Embargoed")
    publishing.publish(embargoed, at=hour)
    query = PreparedQuery(build)

    found = [
        bool(query.rows(at=hour + timedelta(seconds=second), pks=(embargoed.pk,), slug=""))
        for second in (-1, 0, 1)
    ]

    assert found == [False, True, True]
