"""The newsroom's first page: what waits for whom, at a fixed cost."""

from datetime import datetime, timedelta

import pytest
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone
from lxml import html

from recommendations.models import NeverRecommend, Recommendation
from reviews import checks, publishing
from reviews.desk import coverage, findings, schedule, worklists
from reviews.models import Article, ArticleNote, CheckResult
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_show,
    make_theme,
)

from .newsroom import client_of, send

pytestmark = pytest.mark.django_db

LIST = "/admin/reviews/article/"


def member(role, username=""):
    user = User.objects.create_user(username or role.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def editor():
    return member("Editor")


@pytest.fixture
def writer():
    return member("Writer")


def shown(user):
    return {found.list.code: [a.headline for a in found.rows] for found in worklists.show(user)}


def desk_page(user, **query):
    response = client_of(user).get("/admin/", query)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def in_review(headline, **fields):
    article = make_draft(headline, **fields)
    publishing.submit(article)
    return article


def untouched(article, days):
    Article.objects.filter(pk=article.pk).update(updated_at=timezone.now() - timedelta(days=days))


def test_each_article_is_in_the_lists_that_it_belongs_in(editor):
    make_draft("Mine", created_by=editor)
    make_draft("Another's", published_at=timezone.now())
    in_review("Waiting")
    make_article("Scheduled", ago=-timedelta(days=2))
    publishing.withdraw(make_article("Withdrawn"))
    untouched(make_article("Old"), 400)
    for headline in ("Old", "Scheduled", "Withdrawn"):
        target = Article.objects.get(headline=headline)
        Recommendation.objects.create(
            source=Article.objects.get(headline="Mine"), target=target, rank=1, score=1
        )
    make_article("Lonely")

    lists = shown(editor)

    assert lists == {
        "mine": ["Mine"],
        "review": ["Waiting"],
        "scheduled": ["Scheduled"],
        "unscheduled": ["Mine", "Waiting"],
        "errors": [],
        "alt": [],
        "notes": [],
        "stale": ["Old"],
        "orphaned": ["Lonely"],
    }


def test_what_never_should_be_recommended_is_no_orphan(editor):
    NeverRecommend.objects.create(article=make_article("Hidden"))

    assert shown(editor)["orphaned"] == []


def test_a_note_keeps_its_article_on_the_list_until_it_is_resolved(editor):
    article = make_article("Noted")
    note = ArticleNote.objects.create(article=article, text="Check the year.", by=editor)
    ArticleNote.objects.create(article=article, text="1972.", thread=note, by=editor)
    assert shown(editor)["notes"] == ["Noted"]

    note.resolved_at = timezone.now()
    note.save()

    assert shown(editor)["notes"] == []


@pytest.mark.parametrize(("days", "is_stale"), [(360, False), (370, True)])
def test_an_article_is_stale_after_the_months_that_are_set(editor, days, is_stale):
    untouched(make_article("Old"), days)

    assert shown(editor)["stale"] == ["Old"] * is_stale


def test_a_writer_sees_own_articles_only_and_no_list_for_editors(writer):
    make_draft("Theirs", created_by=member("Writer", "other"))
    in_review("Theirs in review")
    make_article("Theirs scheduled", ago=-timedelta(days=2))
    named = make_author("Ada", user=writer)
    make_draft("Begun", created_by=writer)
    in_review("Named in", authors=[named])
    make_article("My scheduled", ago=-timedelta(days=2), authors=[named])

    lists = shown(writer)

    assert lists == {
        "mine": ["Named in", "Begun"],
        "review": ["Named in"],
        "scheduled": ["My scheduled"],
        "errors": [],
        "alt": [],
        "notes": [],
        "stale": [],
    }
    page = desk_page(writer).text_content()
    assert "Theirs" not in page


def test_findings_are_counted_after_a_save_and_lead_to_the_article(
    editor, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        article = in_review("Empty", body="")
        draft = make_draft("A draft may be unfinished", body="")

    found = checks.errors(article)
    assert found
    assert CheckResult.objects.get(article=article).errors == len(found)
    assert CheckResult.objects.get(article=draft).errors
    assert shown(editor)["errors"] == ["Empty"]


@pytest.mark.parametrize("number", [1, publishing.FEW + 1])
def test_words_for_a_picture_take_all_its_articles_from_the_list(
    number, django_capture_on_commit_callbacks
):
    image = make_image("", is_decorative=True)
    for _ in range(number):
        article = in_review(
            "", lead_image=image, kind="feature", standfirst="Why.", body="<p>W</p>"
        )
        findings.keep(article, [checks.error("pictures.alt", "lead_image", "No words.")])
    chief = member("Publisher")
    assert worklists.show(chief)[5].total == number

    with django_capture_on_commit_callbacks(execute=True):
        send(client_of(chief), f"/admin/reviews/image/{image.pk}/change/", alt_text="A dome")

    assert (shown(chief)["errors"], shown(chief)["alt"]) == ([], [])


def test_a_mended_article_leaves_the_list(editor, django_capture_on_commit_callbacks):
    article = in_review("Empty", body="")
    findings.keep(article, [checks.error("pictures.alt", "body", "No words.")])
    assert (shown(editor)["errors"], shown(editor)["alt"]) == (["Empty"], ["Empty"])

    findings.keep(article, [])

    assert (shown(editor)["errors"], shown(editor)["alt"]) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_of_an_article_that_is_deleted_while_it_is_looked_at_nothing_is_kept():
    article = make_draft()
    found = checks.run(article)
    Article.objects.filter(pk=article.pk).delete()

    findings.keep(article, found)

    assert CheckResult.objects.count() == 0


def test_check_content_tells_the_desk_what_has_changed_since_a_save(editor):
    in_review("Empty", body="")
    mended = in_review("Mended since", kind="feature", standfirst="Why.", body="<p>Words.</p>")
    findings.keep(mended, [checks.error("links.nowhere", "body", "Once there was none.")])

    with pytest.raises(SystemExit):
        call_command("check_content", all=True)

    assert shown(editor)["errors"] == ["Empty"]


def test_a_checklist_that_fails_harms_no_save(
    monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def fail(article):
        raise RuntimeError("a broken check")

    monkeypatch.setattr(checks, "CHECKS", [fail])

    with django_capture_on_commit_callbacks(execute=True):
        make_draft("Kept")

    assert Article.objects.get().headline == "Kept"
    assert "a broken check" in caplog.text


@pytest.mark.parametrize("code", ["mine", "review", "scheduled", "stale", "orphaned"])
def test_the_list_of_articles_can_be_narrowed_to_each_list(editor, code):
    make_draft("mine", created_by=editor)
    in_review("review")
    make_article("scheduled", ago=-timedelta(days=2))
    stale = make_article("stale")
    untouched(stale, 400)
    orphaned = make_article("orphaned")
    Recommendation.objects.create(source=orphaned, target=stale, rank=1, score=1)

    response = client_of(editor).get(LIST, {"work": code})

    assert [a.headline for a in response.context["cl"].result_list] == [code]
    (heading,) = [f for f in worklists.lists_for(editor) if f.code == code]
    assert f"{heading.title} (1)" in response.content.decode()


def test_filters_say_how_many_there_are_and_take_no_nonsense(editor):
    make_draft("One")
    in_review("Two")

    page = client_of(editor).get(LIST).content.decode()

    assert "draft (1)" in page
    assert "in review (1)" in page
    assert "withdrawn (0)" in page
    assert client_of(editor).get(LIST, {"work": "nonsense"}).status_code == 200


def test_the_desk_leads_to_the_rest_of_a_long_list(editor):
    for _ in range(7):
        in_review("")

    page = desk_page(editor)

    section = page.get_element_by_id("work-review")
    assert len(section.findall(".//li")) == 5
    assert section.findall(".//a")[-1].get("href") == f"{LIST}?work=review"
    assert "All 7" in section.text_content()
    assert page.xpath("//a[@href='#work-review']/strong/text()") == ["7"]


def test_a_new_paper_says_what_to_do_first(editor, writer):
    links = desk_page(editor).find_class("desk__start")[0].findall(".//a")
    assert [link.text for link in links] == [
        "Add an author",
        "Add a show",
        "Upload a picture",
        "Write the first article",
    ]

    for link in links:
        assert client_of(editor).get(link.get("href")).status_code == 200
    assert "Write the first article" in desk_page(writer).text_content()


def test_who_works_on_no_articles_has_the_stock_page(client):
    clerk = User.objects.create_user("clerk", is_staff=True)

    assert desk_page(clerk).find_class("desk") == []


def test_the_stock_list_stays_below(editor):
    make_article()

    assert desk_page(editor).get_element_by_id("content-main").find_class("model-article")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("2026-12", "2026-12-01"),
        ("2026-13", "2026-11-01"),
        ("nonsense", "2026-11-01"),
        ("0001-01", "2026-11-01"),
        ("9999-12", "2026-11-01"),
        ("", "2026-11-01"),
    ],
)
def test_a_month_that_is_none_is_the_present_one(name, first):
    today = datetime(2026, 11, 26).date()  # noqa: DTZ001

    assert str(schedule.month_named(name, today)) == first


def test_the_calendar_shows_each_article_on_its_day_in_the_newsrooms_zone(settings):
    settings.TIME_ZONE = "Europe/Prague"
    timezone.activate("Europe/Prague")
    late = datetime.fromisoformat("2026-11-30T23:30:00+00:00")
    article = make_draft("After midnight there")
    publishing.publish(article, at=late)

    december = schedule.month_of(Article.objects.all(), "2026-12")
    november = schedule.month_of(Article.objects.all(), "2026-11")

    timezone.deactivate()
    assert [(day.date.day, day.articles) for day in december.days if day.articles] == [
        (1, [article])
    ]
    assert [day for day in november.days if day.articles] == []
    assert (december.before, december.after) == ("2026-11", "2027-01")


def test_coverage_counts_live_articles_by_month_and_theme():
    grief, time = make_theme("Grief"), make_theme("Time")
    make_article("Now", themes=[grief, time])
    make_article("Now too", themes=[grief])
    make_article("Long ago", ago=timedelta(days=800), themes=[time])
    make_article("To come", ago=-timedelta(days=1), themes=[time])
    make_draft("Draft", themes=[time])

    found = coverage.coverage()

    assert sum(found.per_month) == 2
    assert found.per_month[-1] + found.per_month[-2] == 2
    assert [(row.name, row.total) for row in found.themes] == [("Grief", 2), ("Time", 1)]
    assert max(shade for row in found.themes for _, shade in row.cells) == coverage.SHADES


def test_who_did_what_is_said_in_words(editor, writer):
    article = make_article("Solaris")
    kind = ContentType.objects.get_for_model(Article)

    def log(user, flag, message="", name="Solaris"):
        LogEntry.objects.create(
            user=user,
            content_type=kind,
            object_id=article.pk,
            object_repr=name,
            action_flag=flag,
            change_message=message,
        )

    log(writer, CHANGE, "Withdrawn.")
    log(editor, DELETION, name="Gone")

    rows = desk_page(editor).find_class("activity")[0].findall(".//li")
    lines = [" ".join(row.text_content().split()) for row in rows]
    assert lines[0].startswith("You deleted the article “Gone”.")
    assert lines[1].startswith("writer changed the article Solaris. Withdrawn.")
    (own,) = desk_page(writer).find_class("activity")[0].findall(".//li")
    assert "Withdrawn." in own.text_content()


def fill(number, editor):
    shared = {"themes": [make_theme("Grief")], "authors": [make_author("Ada")]}
    for _ in range(number):
        make_draft(created_by=editor, **shared)
        in_review("", **shared)
        make_article(ago=-timedelta(days=1), **shared)
        untouched(make_article(**shared, lead_image=make_image(), shows=[make_show()]), 400)
    CheckResult.objects.bulk_create(
        CheckResult(article=article, errors=1, warnings=0, lacks_alt_text=True)
        for article in Article.objects.all()
    )


@pytest.mark.parametrize("number", [2, 75])
def test_the_desk_costs_the_same_for_few_and_for_many(
    editor, number, django_assert_max_num_queries
):
    fill(number, editor)
    client = client_of(editor)
    client.get("/admin/")

    with django_assert_max_num_queries(30):
        page = client.get("/admin/")

    assert page.status_code == 200
    assert "work-review" in page.content.decode()
