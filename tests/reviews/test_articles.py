from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.db import IntegrityError, transaction
from django.utils import timezone

from reviews import roles
from reviews.models import Article
from tests.factories import make_article, make_author, make_draft, make_show, make_theme

pytestmark = pytest.mark.django_db


def headlines(articles):
    return [article.headline for article in articles]


def test_an_embargo_ends_at_its_exact_time():
    noon = timezone.now()
    article = make_article("Held back", ago=timedelta(0))
    Article.objects.update(published_at=noon)
    article.refresh_from_db()

    for seconds, shown in ((-1, []), (0, ["Held back"]), (1, ["Held back"])):
        at = noon + timedelta(seconds=seconds)
        assert headlines(Article.objects.published(at=at)) == shown
        assert article.is_public(at=at) is bool(shown)
        assert article.is_embargoed(at=at) is not bool(shown)


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_only_published_articles_are_public(status):
    article = make_article("Was out")
    Article.objects.update(status=status)
    article.refresh_from_db()

    assert headlines(Article.objects.approved()) == []
    assert headlines(Article.objects.published()) == []
    assert not article.is_public()
    assert not article.is_embargoed()


def test_editors_see_every_draft_and_writers_their_own():
    writer, editor = User.objects.create_user("writer"), User.objects.create_user("editor")
    for user, codenames in (
        (writer, ["change_article"]),
        (editor, ["change_article", "change_any_article"]),
    ):
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    reader = User.objects.create_user("reader")
    make_article("Out")
    make_draft("Begun", created_by=writer)
    make_draft("In byline", authors=[make_author(user=writer), make_author()])
    make_draft("Of a reader", created_by=reader)
    make_article("Held", ago=-timedelta(days=1))

    visible = {
        user: headlines(Article.objects.visible_to(user).order_by("headline"))
        for user in (AnonymousUser(), reader, writer, editor)
    }

    assert list(visible.values()) == [
        ["Out"],
        ["Out"],
        ["Begun", "In byline", "Out"],
        ["Begun", "Held", "In byline", "Of a reader", "Out"],
    ]
    for user, seen in visible.items():
        assert seen == sorted(a.headline for a in Article.objects.all() if roles.may_see(user, a))


def test_the_primary_show_and_the_first_author_come_first():
    first, second = make_show("Zardoz"), make_show("Alien")
    article = make_draft(
        shows=[first, second], authors=[make_author("Z"), make_author("B"), make_author("A")]
    )

    assert article.ordered_shows == [first, second]
    assert article.byline == "Z, B and A"


@pytest.mark.parametrize(("names", "byline"), [([], ""), (["A"], "A"), (["B", "A"], "B and A")])
def test_a_byline_reads_as_prose(names, byline):
    assert make_draft(authors=[make_author(name) for name in names]).byline == byline


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "published", "published_at": None},
        {"status": "withdrawn", "published_at": None},
        {"published_at": datetime(9999, 12, 1, tzinfo=UTC)},
        {"significantly_updated_at": datetime(1869, 12, 1, tzinfo=UTC)},
        {"correction_note": "N", "corrected_at": datetime(1869, 12, 1, tzinfo=UTC)},
        {"corrected_at": datetime(2026, 12, 1, tzinfo=UTC)},
        {"rating": Decimal("5.5")},
        {"rating": Decimal("3.3")},
        {"covers_episode": 4},
        {"mid_slot": "after_block"},
        {"mid_slot": "after_block", "mid_slot_block": 0},
        {"mid_slot": "none", "mid_slot_block": 3},
    ],
)
def test_the_database_refuses_impossible_articles(fields):
    article = make_draft()

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**fields)


@pytest.mark.parametrize("rating", ["0.0", "0.5", "5.0"])
def test_ratings_are_halves_and_zero_is_one(rating):
    article = make_draft(rating=Decimal(rating))

    article.refresh_from_db()

    assert article.rating == Decimal(rating)


@pytest.mark.parametrize("count", [1, 30])
def test_a_listing_costs_the_same_for_any_number(count, django_assert_num_queries):
    shows, themes, authors = [make_show()], [make_theme()], [make_author()]
    for _ in range(count):
        make_article(shows=shows, themes=themes, authors=authors)

    with django_assert_num_queries(4):
        for article in Article.objects.published().for_listing():
            assert article.ordered_shows == shows
            assert list(article.themes.all()) == themes
            assert article.ordered_authors == authors
