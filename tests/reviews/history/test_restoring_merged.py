"""Versions that carried a theme or show that was merged away since."""

import pytest

from reviews import merging
from reviews.models import Article, Theme
from tests.factories import make_draft, make_show, make_theme
from tests.reviews.history.versions import page, restore, said
from tests.reviews.newsroom import client_of, editor, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return client_of(editor("Bo"))


def names(article):
    return sorted(theme.name for theme in article.themes.all())


def test_what_was_merged_away_comes_back_as_what_it_is_part_of(desk):
    gone, kept, other = make_theme("Sci-Fi"), make_theme("Science fiction"), make_theme("Other")
    article = make_draft(themes=[gone, other])
    send(desk, page("change", article.pk), themes=[other.pk])
    merging.merge(gone, kept)

    response = restore(desk, article, 1)

    assert names(article) == ["Other", "Science fiction"]
    assert "“Sci-Fi” is a part of “Science fiction” now (themes)." in said(response)


def test_a_restore_after_the_merge_is_undone_brings_back_the_old_tag(desk):
    gone, kept = make_theme("Sci-Fi"), make_theme("Science fiction")
    article = make_draft(themes=[gone])
    send(desk, page("change", article.pk), themes=[])
    made = merging.merge(gone, kept)
    restore(desk, article, 1)
    merging.undo(made)
    # What was restored meanwhile is what an editor chose, and left alone.
    assert names(article) == ["Science fiction"]

    restore(desk, article, 1)

    assert names(article) == ["Sci-Fi"]


def test_a_merge_undone_after_a_restore_gives_back_the_exact_tags(desk):
    gone, kept = make_theme("Sci-Fi"), make_theme("Science fiction")
    article = make_draft("Old", themes=[gone])
    send(desk, page("change", article.pk), headline="New")
    made = merging.merge(gone, kept)
    restore(desk, article, 1)
    article.refresh_from_db()
    assert (article.headline, names(article)) == ("Old", ["Science fiction"])

    merging.undo(made)

    assert names(article) == ["Sci-Fi"]


def test_two_tags_that_became_one_come_back_once(desk):
    gone, kept, last = make_theme("Gone"), make_theme("Kept"), make_theme("Last")
    article = make_draft(themes=[gone, kept])
    send(desk, page("change", article.pk), themes=[])
    merging.merge(gone, kept)
    merging.merge(kept, last)

    restore(desk, article, 1)

    assert list(article.themes.all()) == [last]


def test_shows_keep_their_order_when_one_was_merged_away(desk):
    gone, kept, second = make_show("Twin"), make_show("The one"), make_show("Second")
    article = make_draft(shows=[gone, second])
    empty = {f"article_shows-{place}-DELETE": "on" for place in range(2)}
    send(desk, page("change", article.pk), **empty)
    merging.merge(gone, kept)

    restore(desk, article, 1)

    assert list(Article.objects.get().ordered_shows) == [kept, second]


def test_a_deleted_article_is_recovered_with_what_its_tags_are_part_of(desk):
    gone, kept = make_theme("Gone"), make_theme("Kept")
    article = make_draft(themes=[gone])
    uuid = article.uuid
    article.delete()
    merging.merge(gone, kept)

    desk.post(page("recover", uuid))

    assert list(Theme.objects.filter(articles=Article.objects.get())) == [kept]
