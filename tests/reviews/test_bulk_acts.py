"""Acts on many articles from the list: each through the one door, refusals by name."""

import pytest
from django.contrib.messages import get_messages

from reviews.admin.bulk_acts import MOST_AT_ONCE
from reviews.models import Article
from tests.factories import make_article, make_draft, make_ready

from .newsroom import client_of, editor

pytestmark = pytest.mark.django_db
LIST = "/admin/reviews/article/"


@pytest.fixture
def desk(db):
    return client_of(editor())


def choose(client, action, articles, **more):
    keys = [article.pk for article in articles]
    return client.post(LIST, {"action": action, "_selected_action": keys} | more)


def states():
    return dict(Article.objects.values_list("headline", "status"))


def said(client):
    return [str(message) for message in get_messages(client.get(LIST).wsgi_request)]


def test_publishing_asks_first_and_names_what_will_not_be_done(desk):
    good, bad = make_ready("Good"), make_draft("Bad", kind="feature")

    page = choose(desk, "publish", [good, bad]).content.decode()

    assert states() == {"Good": "draft", "Bad": "draft"}
    assert "Publish 2 articles?" in page
    assert "Will be left as it is: The checklist has errors. The text is empty" in page
    assert "Warning: Choose a lead image" in page


def test_each_article_is_published_or_named_with_the_reason(desk):
    good, bad, live = make_ready("Good"), make_draft("Bad"), make_article("Live")

    choose(desk, "publish", [good, bad, live], sure="yes")

    done, refused = said(desk)
    assert states() == {"Good": "published", "Bad": "draft", "Live": "published"}
    assert done.startswith("Published: 1 article.")
    assert f"?id__in={good.pk}" in done
    assert "Left as they are: 2 articles." in refused
    assert ">Bad</a>: The checklist has errors." in refused
    assert ">Live</a>: It is published already." in refused


def test_withdrawing_asks_first_and_can_be_taken_back_from_the_list_that_is_linked(desk):
    one, two = make_ready("One"), make_ready("Two")
    choose(desk, "publish", [one, two], sure="yes")
    times = dict(Article.objects.values_list("pk", "published_at"))

    choose(desk, "withdraw", [one, two])
    before = states()
    choose(desk, "withdraw", [one, two], sure="yes")
    withdrawn = states()
    choose(desk, "publish", [one, two], sure="yes")

    assert set(before.values()) == {"published"}
    assert set(withdrawn.values()) == {"withdrawn"}
    assert dict(Article.objects.values_list("pk", "published_at")) == times


def test_handing_in_and_sending_back_are_done_at_once(desk):
    article = make_draft("One")

    choose(desk, "submit", [article])
    handed_in = states()
    choose(desk, "send_back", [article])

    assert (handed_in, states()) == ({"One": "in_review"}, {"One": "draft"})


def test_too_many_at_a_time_are_refused(desk):
    Article.objects.bulk_create(
        Article(headline=f"N{i}", slug=f"n{i}") for i in range(MOST_AT_ONCE + 1)
    )

    choose(desk, "submit", list(Article.objects.all()))

    assert said(desk) == [f"At most {MOST_AT_ONCE} articles at a time: choose fewer."]
    assert set(states().values()) == {"draft"}
