"""Previews lent to people without a login."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from reviews import merging, preview_links, publishing
from reviews.models import Article, PreviewLink
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_ready,
    make_show,
    make_theme,
)

from .newsroom import client_of, editor, staff

pytestmark = pytest.mark.django_db


def lend(article, days=7):
    """Lend a preview; return the path that it stands under."""
    _, token = preview_links.make(article, by=None, days=days)
    return f"/preview/{token}/"


def read(path):
    return Client().get(path)


def text(response):
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def test_who_has_the_link_reads_the_article_as_readers_would(client):
    author, show, theme = make_author("Ada"), make_show("Dark"), make_theme("Time")
    other, picture = make_article("The other one", themes=[theme]), make_image("A dome")
    article = make_ready(
        "Not out yet", authors=[author], shows=[show], themes=[theme], lead_image=picture, rating=4
    )

    page = html.fromstring(read(lend(article)).content.decode())

    words = " ".join(page.text_content().split())
    assert page.xpath("string(//h1)") == "Not out yet"
    assert all(said in words for said in ("Ada", "Dark", "Time", "Why it matters.", "lent to you"))
    assert page.xpath("//img[@alt='A dome']")
    assert page.xpath("//section[@data-slot]//a/text()") == [other.headline]


def test_the_text_is_as_it_was_when_the_link_was_made():
    theme = make_theme("Old theme")
    article = make_ready("Old", themes=[theme])
    path = lend(article)

    article.headline = "New"
    article.save()
    article.themes.set([make_theme("New theme")])

    assert "Old theme" in text(read(path))
    assert "New" not in text(read(path))


def test_a_link_keeps_no_text_of_its_own_and_shows_the_version_that_was_there():
    article = make_ready("Old")
    link, _ = preview_links.make(article, by=None, days=7)
    article.headline = "New"
    article.save()

    again, _ = preview_links.make(article, by=None, days=7)

    assert [each.version.state["headline"] for each in (link, again)] == ["Old", "New"]
    assert article.versions.count() == 2


def test_a_link_to_what_was_written_past_the_history_shows_it():
    article = make_ready("Old")
    Article.objects.update(headline="Written past it")

    assert "Written past it" in text(read(lend(article)))


def test_a_theme_that_was_merged_since_is_shown_as_what_it_is_part_of():
    gone, kept = make_theme("Sci-Fi"), make_theme("Science fiction")
    path = lend(make_ready(themes=[gone]))

    merging.merge(gone, kept)

    assert "Science fiction" in text(read(path))


def test_nobody_keeps_it_lists_it_counts_it_or_passes_it_on(client):
    article = make_ready("Secret", themes=[make_theme()], shows=[make_show()])
    path = lend(article)

    response = read(path)

    page = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex' in page
    assert not response.cookies
    leaks = ("canonical", "ld+json", "og:url", "followed.js", path)
    assert [leak for leak in leaks if leak in page] == []


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 404), (1, 404)])
def test_a_link_ends_at_its_exact_time(clock, seconds, status):
    path = lend(make_ready())
    ends = PreviewLink.objects.get().expires_at

    clock(ends + timedelta(seconds=seconds))

    assert read(path).status_code == status


def test_a_link_that_was_taken_back_leads_nowhere_and_others_still_do():
    article = make_ready()
    first, second = lend(article), lend(article)

    preview_links.revoke(PreviewLink.objects.last())

    assert sorted([read(first).status_code, read(second).status_code]) == [200, 404]


@pytest.mark.parametrize("token", ["x", "x" * 43, "-" * 300])
def test_a_guess_leads_nowhere(token):
    lend(make_ready())

    assert read(f"/preview/{token}/").status_code == 404


def test_only_a_hash_of_the_token_is_kept():
    token = lend(make_ready()).split("/")[2]
    link = PreviewLink.objects.get()

    assert link.token_hash == sha256(token.encode()).hexdigest()
    assert not [value for value in vars(link).values() if token in str(value)]


def test_once_readers_have_the_article_the_link_leads_to_its_page():
    article = make_ready()
    path = lend(article)
    publishing.publish(article, at=timezone.now() + timedelta(hours=1))
    held = read(path)
    publishing.publish(article, at=timezone.now())

    response = read(path)

    assert held.status_code == 200
    assert (response.status_code, response["Location"]) == (302, article.get_absolute_url())
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"


def test_a_withdrawal_ends_what_was_lent():
    article = make_article()
    path = lend(article)

    publishing.withdraw(article)

    assert read(path).status_code == 404
    assert read(lend(article)).status_code == 200


def test_what_was_deleted_since_is_left_out():
    theme, article = make_theme("Gone"), make_ready("Here")
    article.themes.set([theme])
    path = lend(article)
    article.themes.clear()
    theme.delete()

    assert "Gone" not in text(read(path))
    assert read(path).status_code == 200


def test_a_link_is_made_shown_once_and_taken_back_beside_the_article():
    article, desk = make_draft("Draft"), client_of(editor())
    address = reverse("admin:reviews_article_previews", args=[article.pk])

    made = html.fromstring(
        desk.post(address, {"days": "1", "note": "Ada"}).content.decode()
    ).xpath("string(//input[@id='lent-address']/@value)")
    form = desk.get(reverse("admin:reviews_article_change", args=[article.pk])).content.decode()
    link = PreviewLink.objects.get()
    path = made.removeprefix("http://testserver")

    assert read(path).status_code == 200
    assert link.expires_at - link.created_at < timedelta(days=1, minutes=1)
    assert "Ada: version 1, until" in " ".join(form.split())
    assert made not in form

    desk.post(address, {"revoke": link.pk})

    assert read(path).status_code == 404
    assert [entry.change_message.split(",")[0] for entry in LogEntry.objects.order_by("pk")] == [
        "Preview link for Ada made",
        "Preview link for Ada taken back.",
    ]


@pytest.mark.parametrize(
    "posted", [{"days": "1000"}, {"days": ""}, {"revoke": "zz"}, {"revoke": "9"}]
)
def test_a_forged_form_makes_no_link(posted):
    desk = client_of(editor())
    address = reverse("admin:reviews_article_previews", args=[make_draft().pk])

    assert desk.post(address, posted).status_code == 200
    assert PreviewLink.objects.count() == 0


def test_who_may_not_share_gets_no_link():
    article = make_draft()
    address = reverse("admin:reviews_article_previews", args=[article.pk])

    stranger = client_of(staff("view_article", "change_article"))

    assert stranger.post(address, {"days": "1"}).status_code == 404
    assert PreviewLink.objects.count() == 0
