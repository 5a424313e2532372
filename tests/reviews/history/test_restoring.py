"""Old versions compared and brought back; deleted articles recovered."""

import pytest
from django.utils import timezone
from lxml import html

from recommendations import steering
from reviews import freshness, history
from reviews.models import Article, ArticleVersion
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_show,
    make_theme,
)
from tests.reviews.history.versions import page, restore, said
from tests.reviews.newsroom import client_of, editor, form_values, send, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    user = editor("Bo")
    user.is_superuser = True
    user.save()
    return client_of(user)


def test_a_restore_is_a_new_version_with_all_that_the_old_one_had(desk):
    authors, shows = [make_author(), make_author()], [make_show(), make_show()]
    theme, image = make_theme(), make_image()
    article = make_draft(
        "First",
        body="<p>One.</p>",
        rating="4.5",
        authors=authors,
        shows=shows,
        themes=[theme],
        lead_image=image,
        published_at=timezone.now(),
    )
    send(
        desk,
        page("change", article.pk),
        headline="Second",
        body="<p>Two.</p>",
        rating="",
        themes=[],
        lead_image="",
        **{"article_authors-0-DELETE": "on", "article_shows-0-position": "9"},
    )

    response = restore(desk, article, 1)

    assert response.status_code == 302
    first, _, third = article.versions.order_by("number")
    assert third.state == first.state
    assert (third.by_name, third.door) == ("Bo", "history")
    assert third.changed.startswith("version 1 restored: ")
    article = Article.objects.get()
    assert [article.ordered_authors, article.ordered_shows] == [authors, shows]


def test_a_restore_neither_publishes_nor_withdraws_nor_moves_what_readers_know(desk):
    article = make_draft(
        "First",
        slug="old",
        standfirst="Said.",
        body="<p>Words.</p>",
        verdict="Good.",
        authors=[make_author()],
        shows=[make_show()],
        themes=[make_theme()],
        lead_image=make_image(),
    )
    send(desk, page("change", article.pk), "_publish", headline="Second", slug="new")
    published_at = Article.objects.get().published_at

    response = restore(desk, article, 1)

    article = Article.objects.get()
    assert (article.headline, article.status, article.slug) == ("First", "published", "new")
    assert article.published_at.replace(microsecond=0) == published_at.replace(microsecond=0)
    assert [text for text in said(response) if "stays as it is" in text]


def test_a_tag_that_is_gone_is_told_and_left_out(desk):
    gone, kept = make_theme("Gone"), make_theme("Kept")
    article = make_draft(themes=[gone, kept])
    send(desk, page("change", article.pk), themes=[])
    gone.delete()

    response = restore(desk, article, 1)

    restored, left_out = said(response)
    assert list(article.themes.all()) == [kept]
    assert restored == "Version 1 is restored."
    assert "“Gone”" in left_out


def test_pins_come_back_with_their_version(desk):
    article, other = make_article("A"), make_article("B")
    steering.steer(article, other.pk, steering.PIN)
    number = Article.objects.get(pk=article.pk).version
    article.overrides.all().delete()
    history.record(article)

    restore(desk, article, number)

    assert [(pin.kind, pin.target) for pin in article.overrides.all()] == [("pin", other)]
    assert article.versions.first().changed == f"version {number} restored: 1 pin or ban added"


def test_who_may_not_steer_links_restores_the_text_only():
    article, other = make_draft("A"), make_article("B")
    history.begin([article.pk])
    steering.steer(article, other.pk, steering.PIN)
    desk = client_of(editor())

    response = restore(desk, article, 1)

    assert article.overrides.count() == 1
    assert [text for text in said(response) if "Pins and bans stay" in text]


def test_an_old_text_is_cleaned_again(desk):
    article = make_draft(body='<p onclick="steal()">One.</p><script>steal()</script>')
    send(desk, page("change", article.pk), body="<p>Two.</p>")

    restore(desk, article, 1)

    assert Article.objects.get().body == "<p>One.</p>"


def test_a_restore_over_what_came_in_between_is_refused(desk):
    article = make_draft("First")
    send(desk, page("change", article.pk), headline="Second")
    old = form_values(desk.get(page("change", article.pk)))["opened"][0]
    send(desk, page("change", article.pk), headline="Third")

    response = restore(desk, article, 1, opened=old)

    assert response.status_code == 409
    assert Article.objects.get().headline == "Third"


def test_who_may_only_look_may_not_restore():
    writer = staff("view_article", "change_article")
    article = make_article("First", created_by=writer)
    history.begin([article.pk])

    shown = client_of(writer).get(page("history", article.pk))
    refused = client_of(writer).post(page("restore", article.pk), {"number": 1})

    assert shown.status_code == 200
    assert "Restore" not in shown.content.decode()
    assert refused.status_code == 403


def test_a_version_kept_before_a_field_was_made_leaves_that_field_alone(desk):
    article = make_draft("First", verdict="Kept")
    history.begin([article.pk])
    version = article.versions.get()
    del version.state["verdict"]
    version.state["gone_field"] = "x"
    version.save()
    send(desk, page("change", article.pk), headline="Second")

    restore(desk, article, 1)

    article = Article.objects.get()
    assert (article.headline, article.verdict) == ("First", "Kept")


def test_two_versions_stand_side_by_side(desk):
    article = make_draft(
        "First", body="<p>One two three.</p><p>Same.</p>", themes=[make_theme("Grief")]
    )
    send(
        desk,
        page("change", article.pk),
        headline="Second",
        body="<p>One 2 three.</p><p>Same.</p>",
        themes=[],
    )

    for pair in ({"old": 1, "new": 2}, {"old": 2, "new": 1}, {"old": 1, "new": "now"}):
        shown = html.fromstring(desk.get(page("compare", article.pk), pair).content.decode())
        assert shown.xpath("//table//del/text()") == ["First", "Grief", "two"]
        assert shown.xpath("//table//ins/text()") == ["Second", "2"]


@pytest.mark.parametrize(
    "asked", [{}, {"old": "1"}, {"old": "x", "new": "2"}, {"old": "9" * 30, "new": "1"}]
)
def test_versions_that_are_not_there_are_not_found(desk, asked):
    article = make_article()

    assert desk.get(page("compare", article.pk), asked).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_history_costs_the_same_for_1_and_for_30_versions(
    desk, count, django_assert_num_queries
):
    article = make_draft()
    for number in range(1, count):
        article.headline = f"H{number}"
        article.save()

    with django_assert_num_queries(5):
        shown = desk.get(page("history", article.pk))

    assert len(shown.context["page"]) == count


def test_a_deleted_article_is_recovered_as_a_draft_with_its_key_address_and_tags(desk):
    theme, show, author, other = make_theme(), make_show(), make_author(), make_article("Other")
    article = make_article(
        "Lost", body="<p>Words.</p>", themes=[theme], shows=[show], authors=[author], rating="3.0"
    )
    steering.steer(article, other.pk, steering.PIN)
    desk.post(page("delete", article.pk), {"post": "yes"})
    assert "Lost" in desk.get(page("deleted")).content.decode()

    desk.post(page("recover", article.uuid))

    back = Article.objects.get(headline="Lost")
    assert (back.pk, back.uuid, back.slug, back.status) == (
        article.pk,
        article.uuid,
        "lost",
        "draft",
    )
    assert (back.body, float(back.rating)) == ("<p>Words.</p>", 3.0)
    assert [list(back.themes.all()), back.ordered_shows, back.ordered_authors] == [
        [theme],
        [show],
        [author],
    ]
    assert [pin.target for pin in back.overrides.all()] == [other]
    last = back.versions.first()
    assert (last.by_name, last.number) == ("Bo", back.version)
    assert last.changed.startswith("recovered")
    assert "Lost" not in desk.get(page("deleted")).content.decode().split("content-main")[1]


def test_a_recovered_article_whose_address_is_taken_gets_another(desk):
    article = make_draft("Lost", slug="here")
    article.delete()
    make_draft("Other", slug="here")

    response = desk.post(page("recover", article.uuid))

    assert Article.objects.get(headline="Lost").slug == "here-2"
    assert [text for text in said(response) if "“here”" in text]


def test_an_article_deleted_twice_is_listed_once_and_recovered_again(desk):
    article = make_draft("Lost")
    for _ in range(2):
        desk.post(page("delete", article.pk), {"post": "yes"})
        assert ArticleVersion.objects.of_deleted().count() == 1
        desk.post(page("recover", article.uuid))

    assert Article.objects.get().uuid == article.uuid
    assert desk.post(page("recover", article.uuid)).status_code == 404


def test_only_who_sees_all_articles_recovers_them():
    article = make_draft("Lost")
    article.delete()
    writer = client_of(staff("add_article", "change_article", "view_article"))

    answers = [writer.get(page("deleted")), writer.post(page("recover", article.uuid))]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not Article.objects.exists()


def test_no_reader_sees_a_version_and_none_makes_pages_anew(client):
    article = make_article("Public")
    before = freshness.current().name

    ArticleVersion.objects.all().delete()
    history.begin([article.pk])

    assert article.versions.count() == 1
    assert freshness.current().name == before
    assert client.get(page("history", article.pk)).status_code == 302
