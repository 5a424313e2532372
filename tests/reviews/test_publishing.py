from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from reviews import publishing
from reviews.models import Article
from reviews.signals import article_changed
from tests.factories import make_article, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """The keys that listeners were told of, with the status that they found then."""
    told = []

    def listen(sender, article_pk, **kwargs):
        told.append((article_pk, Article.objects.get(pk=article_pk).status))

    article_changed.connect(listen)
    yield told
    article_changed.disconnect(listen)


def test_publishing_without_a_time_is_publishing_now():
    article = make_draft()
    before = timezone.now()

    publishing.publish(article)

    article.refresh_from_db()
    assert article.status == "published"
    assert before <= article.published_at <= timezone.now()


def test_publishing_keeps_the_time_that_an_editor_chose():
    tomorrow = timezone.now() + timedelta(days=1)
    article = make_draft(published_at=tomorrow)

    publishing.publish(article)

    article.refresh_from_db()
    assert article.published_at == tomorrow
    assert article.is_embargoed()


def test_publishing_again_after_a_withdrawal_keeps_the_first_time():
    article = make_article(ago=timedelta(days=9))
    first = article.published_at

    publishing.withdraw(article)
    publishing.publish(article)

    article.refresh_from_db()
    assert (article.status, article.published_at) == ("published", first)


@pytest.mark.parametrize(
    ("act", "was"),
    [
        (publishing.withdraw, "draft"),
        (publishing.withdraw, "in_review"),
        (publishing.submit, "published"),
        (publishing.send_back, "published"),
        (publishing.send_back, "withdrawn"),
    ],
)
def test_acts_that_make_no_sense_are_refused_and_change_nothing(act, was):
    article = make_draft()
    Article.objects.update(status=was, published_at=timezone.now())
    article.refresh_from_db()

    with pytest.raises(publishing.WrongState, match="cannot become"):
        act(article)

    article.refresh_from_db()
    assert article.status == was


def test_listeners_hear_after_the_commit_and_find_the_new_state(
    heard, django_capture_on_commit_callbacks
):
    article = make_draft()

    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish(article)
        assert heard == []

    assert heard == [(article.pk, "published")]


def test_an_undone_change_is_not_announced(heard, django_capture_on_commit_callbacks):
    article = make_draft()

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        publishing.publish(article)
        transaction.set_rollback(True)

    article.refresh_from_db()
    assert heard == []
    assert article.status == "draft"


def test_a_failing_listener_undoes_nothing(caplog, django_capture_on_commit_callbacks):
    def fail(**kwargs):
        raise RuntimeError("listener is broken")

    article = make_draft()
    article_changed.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            publishing.publish(article)
    finally:
        article_changed.disconnect(fail)

    article.refresh_from_db()
    assert article.status == "published"
    assert "listener is broken" in caplog.text
