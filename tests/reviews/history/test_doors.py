"""Whatever door an article is changed by, the history holds what it was and what it has become."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from recommendations import steering
from reviews import history, merging, publishing
from reviews.history.snapshot import snapshots
from reviews.models import Article, ArticleVersion
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_show,
    make_theme,
)
from tests.reviews.history.versions import page, restore
from tests.reviews.newsroom import client_of, editor, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    user = editor("Bo")
    user.is_superuser = True
    user.save()
    return client_of(user)


@pytest.fixture
def article():
    """One that was loaded in bulk, past the history, with all that the checklist asks for."""
    fields = {"kind": "feature", "standfirst": "Said.", "body": "<p>Loaded.</p>"}
    publishing.publish_new(
        [
            Article(
                headline="Loaded",
                slug="loaded",
                published_at=timezone.now() - timedelta(days=1),
                lead_image=make_image(),
                **fields,
            )
        ]
    )
    article = Article.objects.get()
    through = [Article.themes.through(article=article, theme=make_theme("Loaded theme"))]
    Article.themes.through.objects.bulk_create(through)
    assert not article.versions.exists()
    return article


def save_in_a_shell(article, desk):
    article.headline, article.body = "New", "<p>New.</p>"
    article.save()


def save_one_field(article, desk):
    article.body = "<p>New.</p>"
    article.save(update_fields=["body"])


def tag_in_a_shell(article, desk):
    article.themes.set([make_theme()])
    article.article_shows.create(show=make_show(), position=1)
    article.article_authors.create(author=make_author(), position=1)
    article.article_shows.all().delete()


def tag_from_the_theme(article, desk):
    make_theme().articles.add(article)


def withdraw(article, desk):
    publishing.withdraw(article)


def save_the_form(article, desk):
    send(desk, page("change", article.pk), body="<p>New.</p>")


def press_a_button(article, desk):
    send(desk, page("change", article.pk), "_withdraw", body="<p>New.</p>")


def act_in_the_list(article, desk):
    desk.post(
        reverse("admin:reviews_article_changelist"),
        {"action": "withdraw", "_selected_action": [article.pk], "sure": "yes"},
    )


def restore_an_old_version(article, desk):
    send(desk, page("change", article.pk), headline="Second")
    restore(desk, article, 1)


def merge_and_undo(article, desk):
    made = merging.merge(article.themes.get(), make_theme("The one"))
    merging.undo(made)


DOORS = [
    save_in_a_shell,
    save_one_field,
    tag_in_a_shell,
    tag_from_the_theme,
    withdraw,
    save_the_form,
    press_a_button,
    act_in_the_list,
    restore_an_old_version,
    merge_and_undo,
]


@pytest.mark.parametrize("door", DOORS)
def test_what_was_loaded_and_what_became_of_it_are_both_held(door, article, desk):
    loaded = snapshots([article.pk])[article.pk]

    door(article, desk)

    article.refresh_from_db()
    states = [version.state for version in article.versions.order_by("number")]
    assert states[0] == loaded
    assert states[-1] == snapshots([article.pk])[article.pk]
    assert len(states) > 1
    assert article.version == article.versions.first().number


def test_a_pin_holds_the_text_beside_which_it_stands(article):
    steering.steer(article, make_article("Other").pk, steering.PIN)

    kept = article.versions.get().state
    assert kept == snapshots([article.pk])[article.pk]
    assert (kept["body"], len(kept["pins and bans"])) == ("<p>Loaded.</p>", 1)


def test_a_deletion_holds_what_was_loaded(article, desk):
    loaded = snapshots([article.pk])[article.pk]

    desk.post(page("delete", article.pk), {"post": "yes"})

    assert not Article.objects.exists()
    assert ArticleVersion.objects.of_deleted().get().state == loaded


def test_a_new_article_has_its_first_version_by_any_door(desk):
    Article.objects.create(headline="Shell", slug="shell")
    send(desk, reverse("admin:reviews_article_add"), headline="Form", body="<p>New.</p>")

    assert [
        (version.headline, version.number, version.changed)
        for version in ArticleVersion.objects.order_by("pk")
    ] == [("Shell", 1, "first version"), ("Form", 1, "first version")]


def test_the_demo_paper_is_one_version_of_each_article(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    call_command("load_demo")

    kept = ArticleVersion.objects.values_list("article_pk", "door")
    assert sorted(kept) == sorted(
        (pk, "demo paper") for pk in Article.objects.values_list("pk", flat=True)
    )
    for article in Article.objects.all():
        assert article.versions.get().state == snapshots([article.pk])[article.pk]


def test_what_was_written_past_the_history_is_held_by_the_next_save(article):
    history.begin([article.pk])
    Article.objects.filter(pk=article.pk).update(body="<p>Written past it.</p>")
    article.refresh_from_db()

    article.body = "<p>Saved.</p>"
    article.save()

    assert [
        (version.state["body"], version.door) for version in article.versions.order_by("number")
    ] == [
        ("<p>Loaded.</p>", "elsewhere"),
        ("<p>Written past it.</p>", "elsewhere"),
        ("<p>Saved.</p>", "command"),
    ]


def test_an_old_copy_that_is_saved_turns_no_number_back(article):
    old = Article.objects.get(pk=article.pk)
    article.body = "<p>Second.</p>"
    article.save()

    old.headline = "Third"
    old.save()

    old.refresh_from_db()
    assert [version.state["body"] for version in old.versions.order_by("number")] == [
        "<p>Loaded.</p>",
        "<p>Second.</p>",
        "<p>Loaded.</p>",
    ]
    assert old.version == 3


def test_an_article_that_was_deleted_is_saved_anew(article):
    copy = Article.objects.get(pk=article.pk)
    article.delete()

    for gone in (article, copy):
        gone.headline = "Back"
        gone.save()
        assert gone.versions.first().state["headline"] == "Back"
        gone.delete()


def test_many_saves_in_one_act_are_one_version(article):
    with history.acting(door="import"):
        for number in range(3):
            article.body = f"<p>{number}</p>"
            article.save()
        article.themes.clear()

    assert [version.changed for version in article.versions.order_by("number")] == [
        "first version",
        "text, 1 theme removed",
    ]


def test_what_is_rolled_back_was_never_held():
    article = make_draft("Kept")

    with transaction.atomic():
        article.headline = "Not kept"
        article.save()
        transaction.set_rollback(True)

    assert [version.headline for version in article.versions.all()] == ["Kept"]


def test_a_save_that_says_nothing_of_the_article_asks_nothing(article, django_assert_num_queries):
    with django_assert_num_queries(1):
        article.save(update_fields=["updated_at"])
