from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.models import Article, Author, Credit, Person, Show, Theme
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def make(*arguments):
    call_command("make_sample", *arguments, verbosity=0)


def paper():
    """All that a reader would see of the articles, ids apart."""
    articles = Article.objects.for_listing().order_by("slug")
    return [
        (
            *(each.headline, each.standfirst, each.body, each.published_at),
            *([show.title for show in each.ordered_shows], each.byline),
            sorted(theme.name for theme in each.themes.all()),
        )
        for each in articles
    ]


def test_a_seed_makes_the_same_paper_each_time_and_another_seed_another():
    make("--articles", "30", "--seed", "7")
    first = paper()
    Article.objects.all().delete()
    for model in (Show, Theme, Author, Person):
        model.objects.all().delete()

    make("--articles", "30", "--seed", "7")
    assert paper() == first

    make("--articles", "30", "--seed", "8", "--add")
    assert [row[2] for row in paper() if row not in first] != []
    assert len(paper()) == 60


def test_its_articles_are_public_and_tagged_and_of_six_hundred_words():
    make("--articles", "40")

    articles = Article.objects.published().for_listing()
    assert len(articles) == 40
    for article in articles:
        assert 1 <= len(article.ordered_shows) <= 2
        assert 1 <= len(article.themes.all()) <= 5
        assert article.byline
        assert len(article.body.replace("</p><p>", " ").split()) == 600
    assert Credit.objects.exclude(person=None).count() >= 2 * Show.objects.count()


def test_a_few_tags_are_carried_by_many_and_many_by_few():
    make("--articles", "400")

    through = Article.themes.through.objects
    carried = sorted(Counter(through.values_list("theme", flat=True)).values())
    assert carried[-1] > 10 * carried[len(carried) // 4]


def test_it_does_not_mix_with_real_articles_unless_told():
    make_article("Real")

    with pytest.raises(CommandError, match="say --add"):
        make("--articles", "2")
    assert Article.objects.count() == 1

    make("--articles", "2", "--add")
    assert Article.objects.count() == 3


def test_a_seed_that_is_here_already_is_refused():
    make("--articles", "2", "--seed", "5")

    with pytest.raises(CommandError, match="seed 5 is here already"):
        make("--articles", "2", "--seed", "5", "--add")


@pytest.mark.parametrize("number", ["0", "-1", "many", "10000001"])
def test_a_number_of_articles_that_makes_no_sense_is_refused(number):
    with pytest.raises(CommandError, match="--articles"):
        make(f"--articles={number}")


def test_rows_are_written_in_bulk():
    def count(articles, seed):
        with CaptureQueriesContext(connection) as queries:
            make("--articles", articles, "--seed", seed, "--add")
        return len(queries)

    assert count("10", "1") == count("20", "2") < 25


def test_the_progress_bar_ends_full(capsys):
    call_command("make_sample", "--articles", "3")

    assert capsys.readouterr().err.endswith("3 of 3 articles\n")
