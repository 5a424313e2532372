"""The one door by which people change an article's state."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from reviews import acts, publishing
from reviews.acts import ACTS
from reviews.models import Article
from tests.factories import make_article, make_draft, make_ready, make_show

from .newsroom import client_of, editor, errors_beside, form_values, send

pytestmark = pytest.mark.django_db


def change(article):
    return reverse("admin:reviews_article_change", args=[article.pk])


def status_of(article):
    return Article.objects.values_list("status", flat=True).get(pk=article.pk)


def logged():
    return [entry.change_message for entry in LogEntry.objects.order_by("pk")]


def test_each_act_is_logged_with_words():
    article, user = make_ready(), editor()

    for name in ("submit", "send_back", "publish", "withdraw"):
        acts.perform(ACTS[name], article, by=user)

    assert logged() == ["Sent to review.", "Sent back to draft.", "Published.", "Withdrawn."]


def test_the_log_says_until_when_an_article_is_held_back(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    article = make_ready(published_at=timezone.now() + timedelta(days=2))

    acts.perform(ACTS["publish"], article, by=editor())

    assert logged()[0].startswith("Published, and held back until")
    assert " UTC)" in logged()[0]


@pytest.mark.parametrize(
    ("make", "act", "reason"),
    [
        (make_draft, "publish", "The checklist has errors. The text is empty"),
        (make_article, "publish", "It is published already."),
        (make_ready, "withdraw", "An article that is draft cannot become withdrawn."),
    ],
)
def test_a_refused_act_says_why_and_changes_nothing(make, act, reason):
    article = make()
    before = status_of(article)

    with pytest.raises(acts.Refused, match=reason):
        acts.perform(ACTS[act], article, by=editor())

    assert (status_of(article), logged()) == (before, [])


def test_a_draft_with_errors_is_saved_and_not_published():
    article, desk = make_draft(), client_of(editor())

    response = send(desk, change(article), "_publish", headline="Typed")

    article.refresh_from_db()
    page = desk.get(response.url).content.decode()
    assert (article.headline, article.status) == ("Typed", "draft")
    assert response.url == change(article)
    assert "The text is saved, and nothing else is done." in page
    assert "Write a standfirst" in page


def test_a_new_article_with_errors_is_kept_as_a_draft_and_its_form_opened_again():
    desk = client_of(editor())

    response = send(desk, reverse("admin:reviews_article_add"), "_publish", headline="New")

    article = Article.objects.get()
    assert (article.status, response.url) == ("draft", change(article))


def test_a_live_article_is_not_saved_with_an_error_that_it_had_not():
    article, desk = make_ready(standfirst="Old."), client_of(editor())
    publishing.publish(article)

    response = send(desk, change(article), standfirst="", headline="Typed", verdict="Kept")

    again = form_values(response)
    article.refresh_from_db()
    assert (article.standfirst, article.headline) != ("", "Typed")
    assert errors_beside(response)["standfirst"].startswith("Not saved, since readers would see")
    assert (again["headline"], again["verdict"]) == (["Typed"], ["Kept"])


def test_errors_of_rows_are_shown_too_and_the_rows_come_back():
    show, desk = make_show(), client_of(editor())
    article = make_ready(kind="review", shows=[show])
    publishing.publish(article)

    response = send(desk, change(article), **{"article_shows-0-DELETE": "on"})

    assert "Name the show that is reviewed." in response.content.decode()
    assert article.article_shows.count() == 1


def test_an_old_error_keeps_no_typo_from_being_mended():
    article, desk = make_article("Tpyo"), client_of(editor())

    send(desk, change(article), headline="Typo")

    article.refresh_from_db()
    assert (article.headline, article.standfirst) == ("Typo", "")


def test_a_live_article_with_a_new_error_can_be_withdrawn_in_one_step():
    article, desk = make_ready(), client_of(editor())
    publishing.publish(article)

    send(desk, change(article), "_withdraw", body="")

    article.refresh_from_db()
    assert (article.status, article.body) == ("withdrawn", "")
