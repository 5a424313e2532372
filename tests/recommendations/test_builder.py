"""When the stored lists are built, how far, and what builds that meet do to each other."""

import os
import subprocess
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path
from signal import SIGKILL
from threading import Event, Thread
from time import sleep

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations import builder, profiles, reading
from recommendations.builder import rebuild, update_for
from recommendations.models import IgnoredTag, Profile, Recommendation
from recommendations.paper import Paper
from recommendations.scoring import Document
from recommendations.stored import Changes, locked
from reviews import publishing
from reviews.models import Article, Credit
from tests.factories import make_article, make_draft, make_person, make_show, make_theme
from tests.recommendations.stored_lists import lists, rows

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


def writes(queries):
    return [
        query["sql"]
        for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]


def make_fillers():
    """Articles that share nothing, so that what others share is rare."""
    for _ in range(9):
        make_article()


def scored(told):
    """A progress that notes the articles scored."""
    return lambda step, done, total: told.append(done) if step == "scored" else None


def test_articles_that_share_a_show_a_theme_or_a_person_are_related():
    show, theme, person = make_show(), make_theme(), make_person()
    make_article("A", shows=[show, make_show(cast=[person])], themes=[theme])
    make_article("Same show", shows=[show])
    make_article("Same theme", themes=[theme])
    make_article("Same person", shows=[make_show(cast=[person])])
    make_article("Nothing shared", themes=[make_theme()])

    rebuild()

    assert lists()["A"] == ["Same show", "Same person", "Same theme"]
    assert "Nothing shared" not in lists()


def test_reasons_are_stored_as_typed_keys_heaviest_first():
    show, theme = make_show(), make_theme()
    a, b = (make_article(shows=[show], themes=[theme]) for _ in range(2))
    make_article(themes=[theme])

    rebuild()

    row = Recommendation.objects.get(source=a, target=b)
    assert row.reasons == [f"show:{show.pk}", f"theme:{theme.pk}"]


def test_drafts_and_withdrawn_articles_are_in_no_list_and_embargoed_ones_are():
    theme = make_theme()
    make_article("Out", themes=[theme])
    make_article("Embargoed", themes=[theme], ago=-timedelta(days=1))
    make_draft("Draft", themes=[theme])
    publishing.withdraw(make_article("Withdrawn", themes=[theme]))

    rebuild()

    assert lists() == {"Out": ["Embargoed"], "Embargoed": ["Out"]}


def test_words_of_the_text_decide_among_equal_tags_and_words_of_links_do_not():
    theme = make_theme()
    make_article("A", themes=[theme], body="<p>moon rocket crew</p>")
    make_article("Text", themes=[theme], body="<p>moon rocket crew</p>", ago=timedelta(days=9))
    make_article("Link", themes=[theme], body='<p><a href="/x/">moon rocket crew</a></p>')
    for _ in range(5):
        make_article()

    rebuild()

    assert lists()["A"] == ["Text", "Link"]


def test_an_ignored_tag_relates_nobody():
    theme, show = make_theme(), make_show()
    make_article("A", themes=[theme], shows=[show])
    make_article("B", themes=[theme])
    make_article("C", shows=[show])
    IgnoredTag.objects.create(theme=theme)

    rebuild()

    assert lists() == {"A": ["C"], "C": ["A"]}


def test_a_second_rebuild_writes_nothing():
    theme = make_theme()
    for _ in range(5):
        make_article(themes=[theme], body="<p>moon</p>")
    make_article()
    assert rebuild().created == 20

    with CaptureQueriesContext(connection) as queries:
        changes = rebuild()

    assert changes == Changes(0, 0, 0)
    assert writes(queries) == []


def test_a_rebuild_writes_only_what_differs():
    themes = [make_theme(), make_theme()]
    for theme in themes:
        for _ in range(3):
            make_article(themes=[theme])
    rebuild()
    before = {row[:2]: row for row in rows()}
    Recommendation.objects.filter(source__themes=themes[0], rank=1).first().delete()
    Recommendation.objects.filter(source__themes=themes[1], rank=1).update(rank=7)

    changes = rebuild()

    assert changes == Changes(created=1, updated=3, deleted=0)
    assert {row[:2]: row for row in rows()} == before


def test_a_rebuild_deletes_lists_of_articles_that_are_no_longer_approved():
    theme = make_theme()
    a, *_ = (make_article(themes=[theme]) for _ in range(3))
    rebuild()
    publishing.withdraw(a)

    assert rebuild().deleted == 4
    assert not Recommendation.objects.filter(source=a).exists()
    assert not Profile.objects.filter(article=a).exists()


def test_a_rebuild_reads_the_same_number_of_times_for_3_and_for_30_articles():
    theme = make_theme()

    def count(articles):
        for _ in range(articles):
            make_article(themes=[theme])
        rebuild()
        with CaptureQueriesContext(connection) as queries:
            rebuild()
        return len(queries)

    assert count(3) == count(27) <= 25


def test_words_are_counted_anew_when_the_text_changes():
    theme = make_theme()
    make_article("A", themes=[theme], body="<p>moon rocket</p>")
    make_article("B", themes=[theme], body="<p>moon rocket</p>")
    c = make_article("C", themes=[theme], body="<p>sea garden</p>", ago=timedelta(days=9))
    for _ in range(5):
        make_article(body="<p>sea garden</p>")
    rebuild()
    assert lists()["A"] == ["B", "C"]

    Article.objects.filter(headline="B").update(body="<p>sea garden</p>")
    Article.objects.filter(pk=c.pk).update(body="<p>moon rocket</p>")
    rebuild()

    assert lists()["A"] == ["C", "B"]


def test_nothing_is_computed_where_all_that_was_read_is_the_same():
    theme = make_theme()
    a, *_ = (make_article(themes=[theme]) for _ in range(3))
    rebuild()
    told = []

    def build_if_changed():
        rebuild(progress=scored(told), only_if_changed=True)

    build_if_changed()
    assert told == []
    a.themes.clear()
    build_if_changed()
    assert len(told) == 3


def test_progress_is_told_at_each_step():
    for _ in range(3):
        make_article()
    told = []

    rebuild(progress=lambda *step: told.append(step))

    assert told == [
        ("read", 3, 3),
        *(("scored", done, 3) for done in (1, 2, 3)),
        ("written", 3, 3),
    ]


def test_a_publication_shows_in_the_lists_at_once(django_capture_on_commit_callbacks):
    theme = make_theme()
    make_article("Older", themes=[theme])

    with django_capture_on_commit_callbacks(execute=True):
        newer = make_article("Newer", themes=[theme])
    assert lists() == {"Older": ["Newer"], "Newer": ["Older"]}

    with django_capture_on_commit_callbacks(execute=True):
        publishing.withdraw(newer)
    assert lists() == {}


def test_a_new_credit_shows_at_once_when_it_is_announced(django_capture_on_commit_callbacks):
    person, show = make_person(), make_show()
    a = make_article("A", shows=[show])
    make_article("B", shows=[make_show(cast=[person])])
    make_article("C")
    rebuild()

    with django_capture_on_commit_callbacks(execute=True):
        Credit.objects.create(show=show, person=person, role="writer")
        publishing.announce(a)

    assert lists() == {"A": ["B"], "B": ["A"]}


def test_doubled_and_late_signals_do_no_harm():
    theme = make_theme()
    articles = [make_article(themes=[theme]) for _ in range(4)]
    update_for(articles[2].pk)
    expected = rows()
    gone = articles[0].pk + 1000

    changes = [update_for(pk) for pk in (articles[0].pk, articles[0].pk, gone)]

    assert changes == [Changes()] * 3
    assert rows() == expected


def test_a_deleted_article_leaves_every_list():
    theme = make_theme()
    a, *_ = (make_article(headline, themes=[theme]) for headline in "ABC")
    rebuild()
    pk = a.pk

    a.delete()
    update_for(pk)

    assert lists() == {"B": ["C"], "C": ["B"]}


@pytest.mark.parametrize("articles", [0, 1])
def test_an_empty_paper_and_one_of_one_article_can_be_built(articles):
    for _ in range(articles):
        make_article(themes=[make_theme()])

    assert rebuild() == Changes()
    assert rebuild() == Changes()


@pytest.mark.django_db(transaction=True)
def test_a_build_that_was_overtaken_starts_again():
    theme = make_theme()
    make_article("A", themes=[theme])
    overtaken = []

    def publish_meanwhile(*step):
        if not overtaken:
            overtaken.append(True)
            make_article("B", themes=[theme])

    rebuild(progress=publish_meanwhile)

    assert lists() == {"A": ["B"], "B": ["A"]}


@pytest.mark.django_db(transaction=True)
def test_a_build_survives_a_deletion_while_it_computes():
    theme = make_theme()
    a, *_ = (make_article(headline, themes=[theme]) for headline in "ABC")
    Recommendation.objects.all().delete()
    deleted = []

    def delete_meanwhile(step, done, total):
        if step == "scored" and not deleted:
            deleted.append(a.delete())

    rebuild(progress=delete_meanwhile)

    assert lists() == {"B": ["C"], "C": ["B"]}


@pytest.mark.django_db(transaction=True)
def test_a_builder_waits_while_another_writes():
    order = []
    has_begun = Event()

    def write_slowly():
        with locked():
            has_begun.set()
            sleep(0.3)
            order.append("first")
        connection.close()

    thread = Thread(target=write_slowly)
    thread.start()
    has_begun.wait(timeout=9)
    with locked():
        order.append("second")
    thread.join()

    assert order == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_two_builds_at_once_end_in_the_same_lists():
    theme = make_theme()
    for _ in range(8):
        make_article(themes=[theme])
    make_fillers()
    rebuild()
    expected = rows()
    assert len(expected) == 56
    Recommendation.objects.all().delete()
    failures = []

    def build():
        try:
            rebuild()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=build) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert rows() == expected


def test_every_database_stores_the_same_to_the_last_bit():
    theme, other = make_theme(id=9001), make_theme(id=9002)
    show = make_show(id=9003)
    for days, (pk, body, tags) in enumerate(
        [
            (9101, "moon rocket crew father", {"themes": [theme, other]}),
            (9102, "moon rocket boy garden", {"themes": [theme], "shows": [show]}),
            (9103, "father garden moon", {"themes": [other, theme]}),
            (9104, "rocket crew sea", {"shows": [show], "themes": [theme]}),
            (9105, "sea garden boy", {}),
        ]
    ):
        headline = f"Nr {pk}"
        make_article(headline, id=pk, body=f"<p>{body}</p>", ago=timedelta(days=days), **tags)

    rebuild()

    assert [(source, target, score) for source, target, _, score, _ in rows()] == [
        *((9101, 9102, 0.7848), (9101, 9103, 2.0), (9101, 9104, 1.135)),
        *((9102, 9101, 0.9573), (9102, 9103, 1.1472), (9102, 9104, 1.4221)),
        *((9103, 9101, 1.9851), (9103, 9102, 0.9056), (9103, 9104, 0.2656)),
        *((9104, 9101, 1.1387), (9104, 9102, 1.3019), (9104, 9103, 0.1535)),
    ]


def test_what_is_stored_is_what_the_ranking_without_a_database_gives():
    themes, shows = [make_theme() for _ in range(4)], [make_show() for _ in range(3)]
    for number in range(30):
        make_article(
            themes=[themes[number % 4], themes[number % 3]],
            shows=shows[: number % 2],
            body=f"<p>moon rocket {'crew ' * (number % 5)} garden {number % 7}</p>",
            ago=timedelta(days=number),
        )
    rebuild()

    articles = Article.objects.order_by("pk")
    tags = reading.read_tags([article.pk for article in articles])
    paper = Paper(
        Document(
            article.pk,
            article.headline,
            article.published_at,
            frozenset(tags[article.pk]),
            reading.count_text((article.headline, article.standfirst, article.body)),
        )
        for article in articles
    )
    rankings = list(paper.rankings())

    assert rows() == [
        (ranking.source, match.target, rank, round(match.damped, 4), match.reasons)
        for ranking in rankings
        for match, rank in sorted(zip(ranking.matches, count(1)), key=lambda line: line[0].target)
    ]
    measures = ("article", "tag_scale", "text_scale", "text_length", "text_least")
    assert list(Profile.objects.order_by("article").values_list(*measures)) == [
        (each.source, each.tag_scale, each.text_scale, each.text_length, each.text_least)
        for each in rankings
    ]


def test_a_build_in_many_parts_stores_the_same(monkeypatch):
    themes = [make_theme() for _ in range(3)]
    for number in range(11):
        make_article(themes=[themes[number % 3]], body=f"<p>moon rocket {number % 4}</p>")
    rebuild()
    expected = rows()
    Recommendation.objects.all().delete()
    Profile.objects.all().delete()
    monkeypatch.setattr(reading, "ARTICLES_AT_ONCE", 2)
    monkeypatch.setattr(profiles, "PROFILES_AT_ONCE", 1)
    monkeypatch.setattr(builder, "LISTS_AT_ONCE", 2)

    rebuild()

    assert rows() == expected


# A process that builds the lists of the database that it is given, and is killed at a step of it.
KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from recommendations import builder
connection.settings_dict["NAME"] = sys.argv[1]
builder.LISTS_AT_ONCE = 2
def kill(at, done, total):
    if at == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
builder.rebuild(progress=kill)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["read", "scored", "written"])
def test_a_killed_build_keeps_what_it_has_done_and_is_finished_by_the_next(step):
    theme = make_theme()
    for number in range(9):
        make_article(themes=[theme], body=f"<p>moon rocket {number}</p>")
    make_fillers()
    rebuild()
    expected = rows()
    assert len(expected) == 72
    Recommendation.objects.all().delete()
    Profile.objects.all().delete()

    command = [sys.executable, "-c", KILLED, str(connection.settings_dict["NAME"]), step]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    ended = subprocess.run(command, cwd=ROOT, env=environment)

    assert ended.returncode == -SIGKILL
    assert Profile.objects.count() == 18
    kept = Recommendation.objects.count()
    assert kept == (16 if step == "written" else 0)
    assert rebuild().created == 72 - kept
    assert rows() == expected


@pytest.fixture
def _large(monkeypatch, settings):
    """A paper that counts as large; the builds that its updates ask for are not run."""
    monkeypatch.setattr(builder, "SMALL_PAPER_ARTICLES", 0)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def edit_meanwhile(act, at="scored"):
    """A progress that does `act` once, in the middle of a build."""
    done = []

    def progress(step, *numbers):
        if step == at and not done:
            done.append(step)
            act()

    return progress


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize("at", ["scored", "written"])
def test_what_is_published_during_a_build_stays_where_its_update_put_it(at, monkeypatch):
    monkeypatch.setattr(builder, "LISTS_AT_ONCE", 1)
    theme = make_theme()
    for headline in "ABC":
        make_article(headline, themes=[theme])
    make_fillers()
    rebuild()

    rebuild(progress=edit_meanwhile(lambda: make_article("New", themes=[theme]), at))

    assert {source: sorted(targets) for source, targets in lists().items()} == {
        "A": ["B", "C", "New"],
        "B": ["A", "C", "New"],
        "C": ["A", "B", "New"],
        "New": ["A", "B", "C"],
    }
    assert builder.is_due()
    rebuild()
    assert not builder.is_due()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_large")
def test_what_is_withdrawn_during_a_build_does_not_come_back():
    theme = make_theme()
    a, *_ = (make_article(headline, themes=[theme]) for headline in "ABC")
    make_fillers()
    rebuild()

    rebuild(progress=edit_meanwhile(lambda: publishing.withdraw(a)))

    assert lists() == {"B": ["C"], "C": ["B"]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_large")
def test_a_build_that_a_later_one_has_overtaken_writes_nothing():
    theme = make_theme()
    make_article("A", themes=[theme])
    make_article("B", themes=[theme])
    make_fillers()
    rebuild()
    assert lists() == {"A": ["B"], "B": ["A"]}

    def retag_and_build():
        Article.objects.get(headline="A").themes.clear()
        rebuild()

    assert rebuild(progress=edit_meanwhile(retag_and_build)) == Changes()
    assert lists() == {}
