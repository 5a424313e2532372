"""A correction has a date of its own, and every reader and machine is told the same one."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.models import Article
from tests.factories import make_article, make_draft

from .newsroom import client_of, editor, errors_beside, send
from .pages import page_of

CORRECTED = datetime(2024, 3, 30, 23, 30, tzinfo=UTC)
NOTE = "It was 1963."

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return client_of(editor())


def saved(desk, article, **typed):
    """The article after its form was sent with what is `typed`."""
    response = send(desk, reverse("admin:reviews_article_change", args=[article.pk]), **typed)
    assert response.status_code == 302
    article.refresh_from_db()
    return article


def corrected(**fields):
    return make_article(
        slug="one",
        correction_note=NOTE,
        corrected_at=CORRECTED,
        ago=timedelta(days=9000),
        **fields,
    )


def test_a_new_note_is_dated_with_the_moment_it_is_saved(desk):
    before = timezone.now()

    article = saved(desk, make_draft(), correction_note=NOTE)

    assert before <= article.corrected_at <= timezone.now()


def test_a_note_that_is_another_is_dated_anew(desk):
    before = timezone.now()

    article = saved(desk, corrected(), correction_note="It was 1964.")

    assert before <= article.corrected_at <= timezone.now()


def test_saving_anything_else_leaves_the_date_as_it_is(desk):
    article = saved(desk, corrected(), verdict="Good.")

    assert (article.verdict, article.corrected_at) == ("Good.", CORRECTED)


def test_saving_again_at_once_leaves_the_date_as_it_is(desk):
    once = saved(desk, make_draft(), correction_note=NOTE).corrected_at

    again = saved(desk, Article.objects.get(), verdict="Good.")

    assert again.corrected_at == once


def test_a_note_from_before_there_were_dates_gets_none_by_itself(desk):
    article = saved(desk, make_draft(correction_note=NOTE), verdict="Good.")

    assert article.corrected_at is None


@pytest.mark.parametrize("note", [NOTE, "Another note."])
def test_an_editor_may_name_another_time(desk, note):
    typed = {"corrected_at_0": "2025-06-01", "corrected_at_1": "12:00:00"}

    article = saved(desk, corrected(), correction_note=note, **typed)

    assert article.corrected_at == datetime(2025, 6, 1, 12, tzinfo=UTC)


def test_a_note_that_is_taken_away_takes_its_date_along(desk):
    article = saved(desk, corrected(), correction_note="")

    assert article.corrected_at is None


def test_a_date_without_a_note_is_refused_beside_its_field(desk):
    address = reverse("admin:reviews_article_change", args=[make_draft().pk])
    typed = {"corrected_at_0": "2025-06-01", "corrected_at_1": "12:00:00"}

    response = send(desk, address, **typed)

    assert errors_beside(response) == {
        "corrected_at_0": "Only a correction has this time: write what was wrong."
    }


def test_the_page_says_when_in_the_papers_own_zone(client, settings):
    settings.TIME_ZONE = "Europe/Prague"
    corrected()

    page = page_of(client.get("/articles/one/"))

    assert page.texts("p", class_="note--correction") == [f"Corrected on 31 March 2024 {NOTE}"]
    assert "2024-03-31T00:30:00+01:00" in [time["datetime"] for time in page.all("time")]


def test_a_correction_is_no_update(client):
    corrected()

    assert page_of(client.get("/articles/one/")).texts("span", class_="dates__updated") == []


def test_feeds_say_when_and_bring_the_item_forward_as_changed(client, settings):
    settings.TIME_ZONE = "Europe/Prague"
    corrected()

    (item,) = client.get("/feed/json/").json()["items"]

    assert f"<strong>Corrected on 31 March 2024:</strong> {NOTE}" in item["content_html"]
    assert datetime.fromisoformat(item["date_modified"]) == CORRECTED


def graph(client):
    html = client.get("/articles/one/").content.decode()
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return json.loads(script)["@graph"][0]


def test_machines_are_told_what_was_corrected_and_when(client):
    corrected()

    node = graph(client)

    when = "2024-03-30T23:30:00+00:00"
    assert node["correction"] == {
        "@type": "CorrectionComment",
        "text": NOTE,
        "datePublished": when,
    }
    assert node["dateModified"] == when
    assert f"<lastmod>{when}</lastmod>" in client.get("/sitemap-articles.xml").content.decode()


def test_machines_are_told_of_no_correction_where_there_is_none(client):
    article = make_article(slug="one")

    node = graph(client)

    assert "correction" not in node
    assert node["dateModified"] == article.published_at.isoformat(timespec="seconds")


@pytest.mark.parametrize(
    ("updated", "corrected_on", "told"),
    [(None, None, None), (-1, None, None), (3, None, 3), (None, 3, 3), (3, 4, 4), (4, 3, 4)],
)
def test_the_last_change_after_publication_is_the_one_that_counts(updated, corrected_on, told):
    article = make_article()

    def after(days):
        return days and article.published_at + timedelta(days=days)

    article.significantly_updated_at, article.corrected_at = after(updated), after(corrected_on)

    assert article.changed_for_readers_at == after(told)
