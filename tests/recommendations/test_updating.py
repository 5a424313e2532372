"""The bounded update of a large paper; here every paper counts as large."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations import builder, updating
from recommendations.builder import rebuild, update_for
from recommendations.models import Profile, Recommendation
from recommendations.scoring import Settings
from recommendations.stored import Changes
from reviews import publishing
from reviews.models import Article
from tests.factories import make_article, make_draft, make_person, make_show, make_theme
from tests.recommendations.stored_lists import lists

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _every_paper_is_large(monkeypatch):
    monkeypatch.setattr(builder, "SMALL_PAPER_ARTICLES", 0)


@pytest.fixture
def paper():
    """Three articles of one theme, and enough others to make it rare."""
    theme = make_theme()
    for headline, words in zip("ABC", ["moon rocket", "moon sea", "garden sea"], strict=True):
        make_article(headline, themes=[theme], body=f"<p>{words}</p>")
    for _ in range(9):
        make_article(themes=[make_theme()])
    rebuild()
    return theme


def ranks_by_source():
    ranks = {}
    for source, rank in Recommendation.objects.order_by("rank").values_list("source", "rank"):
        ranks.setdefault(source, []).append(rank)
    return list(ranks.values())


def members():
    return {source: sorted(targets) for source, targets in lists().items()}


def test_a_new_article_gets_its_list_and_its_place_in_the_others(paper):
    new = make_article("New", themes=[paper])

    update_for(new.pk)

    assert members() == {
        "A": ["B", "C", "New"],
        "B": ["A", "C", "New"],
        "C": ["A", "B", "New"],
        "New": ["A", "B", "C"],
    }
    assert Profile.objects.filter(article=new).exists()


def test_a_line_that_goes_in_between_leaves_the_others_as_they_are_written(paper):
    before = set(Recommendation.objects.values_list("pk", "rank", "score"))
    new = make_article("New", themes=[paper], body="<p>moon rocket garden sea</p>")

    changes = update_for(new.pk)

    assert (changes.created, changes.updated, changes.deleted) == (6, 0, 0)
    assert before < set(Recommendation.objects.values_list("pk", "rank", "score"))
    assert any(lists()[source][-1] != "New" for source in "ABC")


def test_the_next_build_gives_every_line_the_rank_of_its_place(paper):
    update_for(make_article(themes=[paper], body="<p>moon rocket garden sea</p>").pk)
    assert ranks_by_source().count([1, 2, 3]) < 4

    rebuild()

    assert ranks_by_source().count([1, 2, 3]) == 4


def test_a_line_that_moves_down_is_ranked_below_those_that_stay(paper):
    better = make_article("Better", themes=[paper], shows=[make_show()], body="<p>moon rocket</p>")
    Article.objects.get(headline="A").article_shows.create(show=better.shows.get())
    rebuild()
    assert lists()["A"][0] == "Better"

    better.body = "<p>nothing of the kind</p>"
    better.save()
    better.article_shows.all().delete()
    update_for(better.pk)

    assert lists()["A"] == ["B", "Better", "C"]


def test_a_new_article_enters_at_once_where_it_stands_highest(paper, monkeypatch):
    monkeypatch.setattr(updating, "LISTS_ENTERED", 1)

    show = make_show()
    Article.objects.get(headline="C").article_shows.create(show=show)
    rebuild()

    update_for(make_article("New", themes=[paper], shows=[show]).pk)

    assert [source for source, targets in lists().items() if "New" in targets] == ["C"]
    rebuild()
    assert all("New" in lists()[source] for source in "ABC")


def test_the_better_match_stands_higher_in_the_lists_of_others(paper):
    show = make_show()
    a = Article.objects.get(headline="A")
    a.article_shows.create(show=show)
    update_for(a.pk)

    new = make_article("New", themes=[paper], shows=[show], body="<p>moon rocket</p>")
    update_for(new.pk)

    assert lists()["A"][0] == "New"
    assert lists()["B"][0] != "New"


def test_a_withdrawn_article_leaves_the_lists_and_loses_its_own(paper):
    a = Article.objects.get(headline="A")
    publishing.withdraw(a)

    update_for(a.pk)

    assert members() == {"B": ["C"], "C": ["B"]}
    assert not Profile.objects.filter(article=a).exists()


def test_a_retagged_article_moves_to_other_lists(paper):
    other = make_theme()
    make_article("Z", themes=[other])
    a = Article.objects.get(headline="A")
    a.themes.set([other])

    update_for(a.pk)

    assert members() == {"A": ["Z"], "B": ["C"], "C": ["B"], "Z": ["A"]}


def test_a_deleted_article_needs_no_more_than_its_number(paper):
    a = Article.objects.get(headline="A")
    pk = a.pk
    a.delete()

    update_for(pk)

    assert members() == {"B": ["C"], "C": ["B"]}


def test_a_draft_changes_nothing(paper):
    before = lists()

    update_for(make_draft(themes=[paper]).pk)

    assert lists() == before


def test_a_list_that_would_have_too_few_lines_is_worked_out_anew(settings):
    settings.RECOMMENDATIONS = {"stored": 4, "shown": 4}
    theme = make_theme()
    articles = [make_article(themes=[theme]) for _ in range(6)]
    for _ in range(20):
        make_article()
    rebuild()
    publishing.withdraw(articles[0])

    update_for(articles[0].pk)

    assert {len(targets) for targets in lists().values()} == {4}


def test_a_full_list_takes_only_what_is_better_than_its_last(settings):
    settings.RECOMMENDATIONS = {"stored": 2, "shown": 2}
    show, theme = make_show(), make_theme()
    for headline in "ABC":
        make_article(headline, shows=[show], themes=[theme])
    for _ in range(9):
        make_article()
    rebuild()

    update_for(make_article("Weaker", themes=[theme]).pk)

    assert members()["A"] == ["B", "C"]
    assert len(lists()["Weaker"]) == 2


def test_an_update_of_an_article_that_did_not_change_writes_nothing():
    draw = random.Random(3)  # noqa: S311
    themes = [make_theme() for _ in range(4)]
    vocabulary = [f"word{number}" for number in range(60)]
    for _ in range(14):
        body = f"<p>{' '.join(draw.choices(vocabulary, k=30))}</p>"
        make_article(themes=draw.sample(themes, 2), body=body)
    for _ in range(30):
        make_article()
    rebuild()

    keys = Article.objects.order_by("pk").values_list("pk", flat=True)[:14]
    assert [update_for(pk) for pk in keys] == [Changes()] * 14


def test_a_new_article_does_not_push_into_every_list():
    theme = make_theme()
    for _ in range(25):
        make_article(themes=[theme])
    for _ in range(50):
        make_article()
    rebuild()

    new = make_article(themes=[theme])
    update_for(new.pk)

    assert 1 <= Recommendation.objects.filter(target=new, rank__lte=4).count() <= 8


def test_reasons_change_with_the_tags_where_the_score_stays_the_same():
    first, second = make_theme(), make_theme()
    a, b = make_article(themes=[first]), make_article(themes=[first, second])
    for _ in range(9):
        make_article()
    rebuild()
    a.themes.set([second])

    update_for(a.pk)

    assert Recommendation.objects.get(source=b).reasons == [f"theme:{second.pk}"]


def test_the_article_itself_takes_no_place_among_its_candidates(settings):
    settings.RECOMMENDATIONS = {"shown": 1, "stored": 1, "candidates": 1}
    theme = make_theme()
    make_article("A", themes=[theme])
    for _ in range(5):
        make_article()
    rebuild()

    update_for(make_article("New", themes=[theme]).pk)

    assert lists() == {"A": ["New"], "New": ["A"]}


def random_edit(draw, themes, shows):
    """Publish, withdraw, retag or delete an article; return its number."""
    articles = list(Article.objects.approved().order_by("pk"))
    tags = {"themes": draw.sample(themes, 2), "shows": draw.sample(shows, 1)}
    act = draw.choice(["publish", "publish", "withdraw", "retag", "delete"])
    if act == "publish" or len(articles) < 12:
        return make_article(ago=timedelta(hours=draw.randrange(99)), **tags).pk
    article = draw.choice(articles)
    pk = article.pk
    if act == "withdraw":
        publishing.withdraw(article)
    elif act == "retag":
        article.themes.set(tags["themes"])
    else:
        article.delete()
    return pk


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_lists_hold_what_a_rebuild_would_put_there(seed, settings):
    settings.RECOMMENDATIONS = {"stored": 60}
    draw = random.Random(seed)  # noqa: S311
    themes = [make_theme() for _ in range(12)]
    shows = [make_show(cast=[make_person()]) for _ in range(8)]
    for _ in range(15):
        random_edit(draw, themes, shows)
    rebuild()

    for _ in range(25):
        update_for(random_edit(draw, themes, shows))

    updated = members()
    rebuild()
    assert members() == updated


def test_the_work_of_an_update_does_not_grow_with_the_paper(paper):
    def count():
        theme = make_theme()
        for _ in range(3):
            make_article(themes=[theme])
        rebuild()
        article = make_article(themes=[theme])
        with CaptureQueriesContext(connection) as queries:
            update_for(article.pk)
        return len(queries)

    first = count()
    for _ in range(20):
        make_article(themes=[make_theme()])

    assert count() == first <= 36


def test_a_tag_that_many_carry_is_not_followed_where_rarer_ones_lead_far_enough(monkeypatch):
    monkeypatch.setattr("recommendations.neighbourhood.POSTINGS_READ", 5)
    monkeypatch.setattr("recommendations.frequencies.COMMON_CARRIERS", 5)
    rare, common = make_theme(), make_theme()
    for _ in range(8):
        make_article(themes=[common])
    make_article("Rare", themes=[rare, common])
    for _ in range(9):
        make_article()
    rebuild()

    update_for(make_article("New", themes=[rare, common]).pk)

    assert lists()["New"] == ["Rare"]


def test_the_defaults_store_more_than_is_shown():
    assert Settings().stored > Settings().shown
