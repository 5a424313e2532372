"""Each save that changes something is one version, whole, with who and what and by which door."""

import pytest
from django.db import transaction
from django.urls import reverse

from recommendations import steering
from recommendations.models import Override
from reviews import history, merging, publishing
from reviews.models import Article, ArticleVersion
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_show,
    make_theme,
)
from tests.reviews.newsroom import client_of, editor, send

pytestmark = pytest.mark.django_db


def change(article):
    return reverse("admin:reviews_article_change", args=[article.pk])


def kept(article):
    """What the history says, the oldest first."""
    rows = ArticleVersion.objects.filter(article_id=article.uuid).order_by("number")
    return [(row.number, row.by_name, row.door, row.changed) for row in rows]


def names(version, tags):
    return [each["name"] for each in version.state[tags]]


def test_a_save_is_one_version_with_its_tags_and_who_and_by_which_door():
    themes = [make_theme("Grief"), make_theme("Time")]
    article = make_draft(themes=themes[:1], authors=[make_author("Ada")], body="<p>One</p>")

    send(
        client_of(editor("Bo")),
        change(article),
        headline="Better",
        themes=[theme.pk for theme in themes],
    )

    assert kept(article) == [
        (1, "", "factory", "first version"),
        (2, "Bo", "form", "headline, 1 theme added"),
    ]
    first, second = article.versions.order_by("number")
    assert [names(each, "themes") for each in (first, second)] == [["Grief"], ["Grief", "Time"]]
    assert names(second, "authors") == ["Ada"]
    assert (second.state["headline"], second.state["body"]) == ("Better", "<p>One</p>")


def test_saving_the_same_again_keeps_no_version():
    article = make_article(shows=[make_show()], body="<p>One</p>", lead_image=make_image())
    desk = client_of(editor())
    before = kept(article)

    send(desk, change(article))
    send(desk, change(article))

    article.refresh_from_db()
    assert kept(article) == before
    assert article.version == before[-1][0]


def test_save_and_publish_is_one_version():
    article = make_draft(
        standfirst="Said.",
        body="<p>Words.</p>",
        verdict="Good.",
        authors=[make_author()],
        shows=[make_show()],
        themes=[make_theme()],
        lead_image=make_image(),
    )

    send(client_of(editor("Bo")), change(article), "_publish", headline="Out")

    assert kept(article)[1:] == [(2, "Bo", "form", "headline, published")]


def test_an_act_outside_the_admin_keeps_a_version_too():
    article = make_article()

    publishing.withdraw(article)

    assert [line[2:] for line in kept(article)] == [
        ("factory", "first version"),
        ("command", "published"),
        ("command", "withdrawn"),
    ]


def test_pins_and_bans_belong_to_their_articles_versions():
    article, other, third = make_article("A"), make_article("B"), make_article("C")

    pin = steering.steer(article, other.pk, steering.PIN)
    steering.steer(article, third.pk, steering.BAN)
    pin.delete()

    latest = article.versions.first()
    assert [line[3] for line in kept(article)][2:] == [
        "1 pin or ban added",
        "1 pin or ban added",
        "1 pin or ban removed",
    ]
    assert names(latest, "pins and bans") == ["ban: “C”"]


def test_the_panel_says_who_pinned():
    article, other = make_article("A"), make_article("B")
    admin = editor("Bo")
    admin.is_superuser = True
    admin.save()

    client_of(admin).post(
        reverse("admin:reviews_article_links"), {"article": article.pk, "pin": other.pk}
    )

    assert kept(article)[-1][1:] == ("Bo", "links panel", "1 pin or ban added")


def test_the_order_of_pins_is_kept():
    article = make_article("A")
    pins = [steering.steer(article, make_article().pk, steering.PIN) for _ in range(2)]
    before = names(article.versions.first(), "pins and bans")

    steering.reorder(article, [pins[1].pk, pins[0].pk])

    assert names(article.versions.first(), "pins and bans") == before[::-1]


def test_many_articles_are_kept_in_as_many_queries_as_a_few(django_assert_num_queries):
    theme = make_theme()
    articles = [make_article(shows=[make_show()], authors=[make_author()]) for _ in range(30)]
    themed = Article.themes.through
    themed.objects.bulk_create(themed(article=each, theme=theme) for each in articles)

    for some in (articles[:1], articles[1:]):
        with django_assert_num_queries(12):
            history.record_all([article.pk for article in some])

    assert [kept(article)[-1][3] for article in articles] == ["1 theme added"] * 30


def test_a_deleted_article_leaves_its_last_state_pins_included():
    article, other = make_article("A", themes=[make_theme("Grief")]), make_article("B")
    steering.steer(article, other.pk, steering.PIN)

    Article.objects.filter(pk=article.pk).delete()

    last = ArticleVersion.objects.of_deleted().get()
    assert (last.headline, last.changed, last.is_deletion) == ("A", "deleted", True)
    assert [names(last, tags) for tags in ("themes", "pins and bans")] == [["Grief"], ["pin: “B”"]]
    assert not Override.objects.exists()


def test_a_pin_that_goes_with_its_target_is_kept_as_a_change_of_its_page():
    article, other = make_article("A"), make_article("B")
    steering.steer(article, other.pk, steering.PIN)

    other.delete()

    assert kept(article)[-1][3] == "1 pin or ban removed"


def test_what_is_undone_leaves_no_version():
    article = make_draft()

    with transaction.atomic():
        publishing.publish(article)
        transaction.set_rollback(True)

    assert [line[3] for line in kept(article)] == ["first version"]


def test_an_article_entered_anew_under_its_uuid_goes_on_from_its_old_versions():
    article = make_article("A")
    article.delete()

    again = make_article("B", uuid=article.uuid)
    publishing.withdraw(again)

    again.refresh_from_db()
    assert [line[3] for line in kept(again)] == [
        "first version",
        "published",
        "deleted",
        "headline, address",
        "published",
        "withdrawn",
    ]
    assert again.version == kept(again)[-1][0] == 6


def test_a_merge_of_tags_and_its_undoing_are_versions_of_each_article():
    gone, stays = make_theme("Grieving"), make_theme("Grief")
    article = make_draft(themes=[gone])

    made = merging.merge(gone, stays)
    merging.undo(made)

    assert [line[2:] for line in kept(article)] == [
        ("factory", "first version"),
        ("merge", "“Grieving” merged into “Grief”: 1 theme added, 1 theme removed"),
        (
            "merge",
            "merge of “Grieving” into “Grief” undone: 1 theme added, 1 theme removed",
        ),
    ]
