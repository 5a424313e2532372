"""What search finds, in which order, and what it never shows."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from reviews import publishing
from reviews.models import Article, SearchEntry, ShowAlias
from reviews.search import index, postgresql
from reviews.search.finding import Filters, find
from reviews.search.query import parse
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_person,
    make_show,
    make_theme,
)

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def search(typed, **options):
    """Headlines of what is found, in order."""
    found = find(parse(typed), **options)
    headlines = dict(Article.objects.values_list("pk", "headline"))
    return [headlines[pk] for pk in found.pks]


def test_headlines_come_before_tags_standfirsts_and_texts():
    make_article("D", body="<p>moon moon moon moon</p>")
    make_article("C", standfirst="moon")
    make_article("B", themes=[make_theme("Moon")])
    make_article("Moon")
    make_article("E", body="<p>none</p>")
    index.rebuild()

    assert search("moon") == ["Moon", "B", "C", "D"]


def test_in_the_text_who_says_more_comes_first():
    make_article("Much", body="<p>moon moon moon moon</p>")
    make_article("Little", body=f"<p>moon {'other words ' * 50}</p>")
    index.rebuild()

    assert search("moon") == ["Much", "Little"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("paradoxes", "A paradox"),
        ("CAFE", "Le Café noir"),
        ("zizek", "Žižek"),
        ("mankind", "For All Mankind’s end"),
        ("xb-1", "Ikarie XB-1"),
        ("cafe\u0301", "Café"),
        ("strasse", "Die Straße"),
        ("東京", "東京"),
        ("2001", "2001: A Space Odyssey"),
        ("the", "The Who"),
        ("and or not near", "Near and or not"),
    ],
)
def test_words_are_found_without_case_accents_and_endings(typed, written):
    make_article(written, slug="written")
    make_article("Something else")
    index.rebuild()

    assert search(typed) == [written]


def test_all_words_must_be_there_and_may_stand_in_different_parts():
    make_article("Solaris", body="<p>grief</p>")
    make_article("Solaris alone")
    index.rebuild()

    assert search("grief solaris") == ["Solaris"]


def test_quoted_words_must_follow_one_another_within_one_part():
    make_article("Exact", body="<p>the cold war</p>")
    make_article("Apart", body="<p>a war in the cold</p>")
    make_article("It is cold", body="<p>war</p>")
    index.rebuild()

    assert search('"cold war"') == ["Exact"]
    assert len(search("cold war")) == 3


def test_shows_people_themes_authors_and_other_names_are_found():
    actor = make_person("Donatas Banionis")
    actor.aliases.create(name="Banionisas")
    show = make_show("Solyaris", original_title="Солярис", cast=[actor])
    ShowAlias.objects.create(show=show, title="Solaris")
    make_article(
        "Tagged", shows=[show], themes=[make_theme("Grief")], authors=[make_author("Ada")]
    )
    make_article("Other")
    index.rebuild()

    for typed in ("solyaris", "солярис", "solaris", "banionis", "banionisas", "grief", "ada"):
        assert search(typed) == ["Tagged"], typed


def test_what_a_spoiler_hides_is_not_found():
    make_article("A", body="<p>open</p><details><summary>x</summary><p>butler</p></details>")
    index.rebuild()

    assert search("open") == ["A"]
    assert search("butler") == []
    assert "butler" not in SearchEntry.objects.get().text


@pytest.mark.parametrize(
    ("moment", "found"), [(-SECOND, []), (timedelta(), ["Held back"]), (SECOND, ["Held back"])]
)
def test_an_embargoed_article_is_found_from_its_exact_time(moment, found):
    article = make_article("Held back", ago=-timedelta(days=1))
    index.rebuild()

    assert search("held", at=article.published_at + moment) == found


def test_rows_that_are_stale_show_nothing():
    withdrawn = make_article("Moon withdrawn")
    gone = make_article("Moon gone")
    make_article("Moon out")
    index.rebuild()
    publishing.withdraw(withdrawn)
    gone.delete()

    assert search("moon") == ["Moon out"]


def test_drafts_are_never_in_the_index():
    publishing.submit(make_draft("Moon in review"))
    make_draft("Moon draft")
    index.rebuild()

    assert not SearchEntry.objects.exists()
    assert index.backend().keys() == set()


def test_the_index_follows_every_act_right_after_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        article = make_article("Moon")
    assert search("moon") == ["Moon"]

    with django_capture_on_commit_callbacks(execute=True):
        Article.objects.filter(pk=article.pk).update(headline="Sun")
        publishing.announce(article)
    assert (search("moon"), search("sun")) == ([], ["Sun"])

    with django_capture_on_commit_callbacks(execute=True):
        article.refresh_from_db()
        publishing.withdraw(article)
    assert not SearchEntry.objects.exists()
    assert index.backend().keys() == set()


def test_a_rebuild_mends_whatever_is_wrong(capsys):
    stale = make_article("Moon stale")
    index.rebuild()
    Article.objects.filter(pk=stale.pk).delete()
    make_article("Moon missing")

    call_command("rebuild_search")
    call_command("rebuild_search")

    assert search("moon") == ["Moon missing"]
    assert SearchEntry.objects.count() == 1
    assert index.backend().keys() <= set(SearchEntry.objects.values_list("pk", flat=True))
    assert capsys.readouterr().out == "1 articles can be searched.\n" * 2


def test_filters_narrow_and_words_cannot_pass_for_them():
    show, other = make_show("Solaris"), make_show("Stalker")
    theme = make_theme("Grief")
    make_article("Moon one", shows=[show], themes=[theme], kind="review")
    old = make_article("Moon two", shows=[other], kind="feature", ago=timedelta(days=800))
    make_article("Moon kindreview", kind="news")
    index.rebuild()

    assert search("moon", filters=Filters(kind="review")) == ["Moon one"]
    assert search("moon", filters=Filters(show=other)) == ["Moon two"]
    assert search("moon", filters=Filters(theme=theme)) == ["Moon one"]
    assert search("moon", filters=Filters(year=old.published_at.year)) == ["Moon two"]
    assert search("moon", filters=Filters(kind="review", show=other)) == []
    assert search("kindreview") == ["Moon kindreview"]


def test_any_of_the_words_is_enough_where_that_is_asked_for():
    make_article("Moon")
    make_article("Sun")
    make_article("Star")
    index.rebuild()

    assert sorted(search("moon sun", is_all=False)) == ["Moon", "Sun"]


def test_the_work_for_the_commonest_word_is_bounded(monkeypatch):
    monkeypatch.setattr("reviews.search.finding.MOST_FOUND", 3)
    for number in range(5):
        make_article(f"Moon {number}")
    index.rebuild()

    found = find(parse("moon"))

    assert (len(found.pks), found.is_capped) == (3, True)
    assert not find(parse("4")).is_capped


@pytest.mark.skipif(connection.vendor != "postgresql", reason="is about PostgreSQL's indexes")
def test_no_search_reads_through_words_that_wait_to_be_indexed():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reloptions FROM pg_class WHERE relname LIKE 'reviews_search_%' "
            "AND relam = (SELECT oid FROM pg_am WHERE amname = 'gin')"
        )
        options = dict(cursor.fetchall())

    assert len(options) == 5
    assert set(map(tuple, options.values())) == {("fastupdate=off",)}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="is about PostgreSQL's planner")
@pytest.mark.parametrize("many", [0, 2])
def test_a_phrase_is_found_alike_by_either_way_to_look_for_it(monkeypatch, many):
    monkeypatch.setattr(postgresql, "MANY", many)
    make_article("A full moon", ago=timedelta(days=1))
    make_article("Moon, full", body="<p>moon full</p>", ago=timedelta(days=2))
    make_article("Text", body="<p>by the full moon</p>", kind="news", ago=timedelta(days=3))
    make_article("Tag", themes=[make_theme("Full moon")], ago=timedelta(days=4))
    index.rebuild()

    assert search('"full moon"') == ["A full moon", "Tag", "Text"]
    assert search('"full moon"', filters=Filters(kind="news")) == ["Text"]
    assert search('"full moon" tag') == ["Tag"]
