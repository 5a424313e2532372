"""Whatever changes what readers see moves the stamp, for every process, and nothing else does."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from recommendations.counting import count
from recommendations.models import (
    Build,
    EditorsPick,
    Evergreen,
    Followed,
    IgnoredTag,
    NeverRecommend,
    Override,
    Profile,
    Recommendation,
    TermBlock,
    Touched,
)
from reviews import company, freshness, history, merging, notes, preview_links, publishing
from reviews.freshness.watching import changes_content, content_tables
from reviews.history.restoring import recover
from reviews.models import Article, ArticleVersion, KeptApart, Theme
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_person,
    make_show,
    make_theme,
)

ROOT = Path(__file__).resolve().parents[2]

# Asks in another process: a line in, the state's name out.
ASKER = """
import sys
import django
django.setup()
from django.conf import settings
settings.STAMP_FILE = sys.argv[1]
settings.CACHES["default"]["KEY_PREFIX"] = sys.argv[2]
settings.DATABASES["default"]["NAME"] = sys.argv[3]
from django.test import Client
client = Client()
for line in sys.stdin:
    response = client.get("/feed/", headers={"If-None-Match": line.strip()})
    titles = response.content.decode().count("<item>")
    print(response.status_code, titles, response["ETag"], flush=True)
"""


@pytest.fixture
def paper():
    """A small paper with one row of each kind that a page may show, its links still to be made."""
    image = make_image(caption="Before")
    show = make_show("Solaris", poster=image, cast=[make_person("Ada")])
    tags = {
        "shows": [show],
        "themes": [make_theme("Grief")],
        "authors": [make_author("Ben", portrait=image)],
    }
    show.watch_options.create(provider="Somewhere")
    show.aliases.create(title="Солярис")
    pair = make_article("One", **tags), make_article("Two", **tags)
    Recommendation.objects.all().delete()
    return pair


def add(model, **fields):
    return lambda one, two: model.objects.create(
        **{name: {"one": one, "two": two}.get(value, value) for name, value in fields.items()}
    )


def sql(statement):
    def run(one, two):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def rename(one, two):
    one.slug = "elsewhere"
    one.save(update_fields=["slug"])


DOORS = {
    "save": lambda one, two: one.save(),
    "update": lambda one, two: Article.objects.update(headline="Same"),
    "bulk_update": lambda one, two: Article.objects.bulk_update([one], ["headline"]),
    "bulk_create": lambda one, two: Theme.objects.bulk_create(
        [Theme(name="New", slug="new", folded="new")]
    ),
    "deletion": lambda one, two: one.delete(),
    "deletion of a queryset": lambda one, two: Article.objects.filter(pk=one.pk).delete(),
    "raw SQL": sql("UPDATE reviews_theme SET name = 'Loss'"),
    "publication": lambda one, two: publishing.publish(make_draft()),
    "withdrawal": lambda one, two: publishing.withdraw(one),
    "a theme added": lambda one, two: one.themes.add(make_theme("Time")),
    "a theme taken away": lambda one, two: one.themes.clear(),
    "a byline": lambda one, two: one.article_authors.all().delete(),
    "an author renamed": lambda one, two: one.authors.update(name="Bea"),
    "a show renamed": lambda one, two: one.shows.update(title="Stalker"),
    "another order of shows": lambda one, two: one.article_shows.update(position=9),
    "a person renamed": sql("UPDATE reviews_person SET name = 'Eve'"),
    "a credit": lambda one, two: one.shows.get().credits.all().delete(),
    "where to watch": lambda one, two: one.shows.get().watch_options.update(provider="Else"),
    "a caption": lambda one, two: type(one.shows.get().poster).objects.update(caption="After"),
    "a pin": add(Override, source="one", target="two"),
    "a correction": lambda one, two: Article.objects.update(correction_note="It was Bea."),
    "another address": rename,
    "a merge": lambda one, two: merging.merge(make_theme("Loss"), one.themes.get()),
    "an editors' pick": add(EditorsPick, article="one"),
    "an evergreen article": add(Evergreen, article="one"),
    "an article never to recommend": add(NeverRecommend, article="one"),
    "a tag to ignore": lambda one, two: IgnoredTag.objects.create(show=one.shows.get()),
    "a rebuild": lambda one, two: call_command("rebuild_recommendations", verbosity=0),
    "stored links": lambda one, two: Recommendation.objects.bulk_create(
        [Recommendation(source=one, target=two, rank=1, score=1)]
    ),
    "the demo paper": lambda one, two: call_command("load_demo", verbosity=0),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", DOORS)
def test_every_door_moves_the_stamp(paper, door):
    before = freshness.current().name

    DOORS[door](*paper)

    assert freshness.current().name != before


@pytest.mark.django_db(transaction=True)
def test_what_is_brought_back_moves_the_stamp(paper, admin_user):
    one, two = paper
    merged = merging.merge(make_theme("Loss"), one.themes.get())
    two.delete()
    version = ArticleVersion.objects.filter(is_deletion=True).get()
    states = [freshness.current().name]

    merging.undo(merged)
    states.append(freshness.current().name)
    recover(version, by=admin_user)
    states.append(freshness.current().name)

    assert len(set(states)) == 3


# What the newsroom does beside its articles, and no reader sees.
IDLE = {
    "a note": lambda one, two, user: notes.add(one, user, "Is it so?"),
    "a note that is done": lambda one, two, user: notes.resolve(
        one, notes.add(one, user, "Is it so?").pk, user
    ),
    "an article opened": lambda one, two, user: company.seen(one, user, "window"),
    "an article closed": lambda one, two, user: company.left(one, user, "window"),
    "a preview link": lambda one, two, user: preview_links.make(one, by=user, days=1),
    "a preview link taken back": lambda one, two, user: preview_links.revoke(
        preview_links.make(one, by=user, days=1)[0]
    ),
    "a preview looked at": lambda one, two, user: Client().get(
        reverse("reviews:preview", args=[preview_links.make(one, by=user, days=1)[1]])
    ),
    "two that are no twins": lambda one, two, user: KeptApart.objects.create(
        kind="theme", low_id=1, high_id=2
    ),
    "a version": lambda one, two, user: history.record(one),
    "a link followed": lambda one, two, user: follow(one, two),
}


def follow(one, two):
    count(one.pk, two.pk, "end")
    Followed.objects.create(source=one, target=two, slot="end", rung="related", day="2026-01-01")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", IDLE)
def test_what_no_reader_sees_leaves_the_stamp(paper, admin_user, act):
    before = freshness.current().name

    IDLE[act](*paper, admin_user)

    assert freshness.current().name == before


@pytest.mark.django_db(transaction=True)
def test_the_admin_moves_the_stamp(admin_client, paper):
    theme = Theme.objects.get()
    address = reverse("admin:reviews_theme_change", args=[theme.pk])
    inlines = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    before = freshness.current().name

    response = admin_client.post(
        address, {"name": "Loss", "slug": "grief", "description": ""} | inlines
    )

    assert response.status_code == 302
    assert freshness.current().name != before


@pytest.mark.django_db(transaction=True)
def test_reading_and_logging_in_leave_the_stamp(client, admin_user, paper):
    before = freshness.current().name

    client.get("/")
    client.post("/admin/login/", {"username": "admin", "password": "password"})
    client.get("/admin/reviews/article/")

    assert freshness.current().name == before


@pytest.mark.django_db(transaction=True)
def test_what_is_read_before_the_commit_is_not_taken_for_what_comes_after(client, paper):
    """Another reader stores the old page while the change is made: it must not outlive it."""
    with transaction.atomic():
        Article.objects.filter(pk=paper[0].pk).update(headline="Edited")
        while_open = freshness.current().name

    assert freshness.current().name != while_open


@pytest.mark.django_db(transaction=True)
def test_an_undone_change_shows_on_no_page(client, paper):
    with transaction.atomic():
        Article.objects.filter(pk=paper[0].pk).update(headline="Undone")
        transaction.set_rollback(True)

    assert b"Undone" not in client.get("/feed/").content


def ask(process, tag):
    process.stdin.write(f"{tag}\n")
    process.stdin.flush()
    status, items, tag = process.stdout.readline().split()
    return int(status), int(items), tag


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_a_change_on_its_next_request(paper, settings):
    prefix = settings.CACHES["default"]["KEY_PREFIX"]
    database = connection.settings_dict["NAME"]
    other = subprocess.Popen(
        [sys.executable, "-c", ASKER, settings.STAMP_FILE, prefix, str(database)],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        first, items, tag = ask(other, '"none"')
        again, *_ = ask(other, tag)
        publishing.withdraw(paper[0])
        changed, fewer, _ = ask(other, tag)
        other.stdin.close()

    assert (first, again, changed) == (200, 304, 200)
    assert (items, fewer) == (2, 1)
    # Processes agree on the name of a state.
    assert Client().get("/feed/", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("statement", "is_content"),
    [
        ('INSERT INTO "reviews_theme" ("name") VALUES (%s)', True),
        ('INSERT OR IGNORE INTO "reviews_article_themes" VALUES (1)', True),
        ('UPDATE "recommendations_override" SET "note" = %s', True),
        ('DELETE FROM "reviews_image" WHERE "id" IN (%s)', True),
        ("delete from reviews_image", True),
        ("\n  INSERT INTO reviews_image VALUES (1)", True),
        ('TRUNCATE "reviews_image", "reviews_show";', True),
        ('UPDATE "django_session" SET "session_data" = %s', False),
        ('INSERT INTO "django_admin_log" VALUES (1)', False),
        ('UPDATE "django_tasks_database_dbtaskresult" SET "status" = %s', False),
        ('SELECT * FROM "reviews_article"', False),
    ],
)
def test_writes_to_the_papers_tables_are_told_from_others(statement, is_content):
    assert changes_content(statement) is is_content


def test_raw_sql_that_begins_with_a_line_break_moves_the_stamp(db):
    before = freshness.current().name

    with connection.cursor() as cursor:
        cursor.execute("\n    DELETE FROM reviews_theme WHERE id = 0")

    assert freshness.current().name != before


def test_a_model_may_say_that_it_is_no_content(monkeypatch):
    monkeypatch.setattr(Recommendation, "is_content", False, raising=False)
    content_tables.cache_clear()

    assert Recommendation._meta.db_table not in content_tables()
    assert Override._meta.db_table in content_tables()

    content_tables.cache_clear()


def test_what_a_build_keeps_for_itself_is_no_content():
    kept = {model._meta.db_table for model in (Build, Profile, TermBlock, Touched)}

    assert not kept & content_tables()
    assert Recommendation._meta.db_table in content_tables()


def test_no_code_deletes_cache_keys():
    """The stamp makes old pages unreachable; a key that is deleted by hand is a rule forgotten."""
    asks = re.compile(r"cache\.(delete|clear|set_many|touch)|vary_on|cache_page")
    # The health probe takes back the value that it tried the cache with.
    found = [
        str(path.relative_to(ROOT))
        for app in ("reviews", "recommendations", "site_project")
        for path in (ROOT / app).rglob("*.py")
        if asks.search(path.read_text())
    ]

    assert found == ["site_project/health.py"]
