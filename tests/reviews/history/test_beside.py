"""Notes, who else is here, and the browser's copy: what the server does for each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews import freshness, notes
from reviews.models import ArticleNote, EditingPresence
from tests.factories import make_article, make_draft, make_show, make_theme
from tests.reviews.newsroom import client_of, editor, send, staff

pytestmark = pytest.mark.django_db
FRAGMENT = {"headers": {"accept": "text/x-fragment"}}


def page(name, article):
    return reverse(f"admin:reviews_article_{name}", args=[article.pk])


def beat(client, article, window, **more):
    answer = client.post(page("presence", article), {"window": window} | more)
    return answer.json().get("said")


@pytest.fixture
def bo():
    return editor("bo")


def test_who_opens_an_article_hears_of_who_has_it_open_and_no_longer_once_they_leave(bo):
    article = make_draft()
    ann, bo = client_of(editor("ann")), client_of(bo)

    assert beat(ann, article, "a") == ""
    assert beat(bo, article, "b").startswith("ann has this article open since ")
    assert beat(ann, article, "a").startswith("bo has this article open since ")
    ann.post(page("presence", article), {"window": "a", "leave": "1"})
    assert beat(bo, article, "b") == ""


def test_presence_ends_by_itself(bo):
    article = make_draft()
    beat(client_of(editor("ann")), article, "a")
    bo = client_of(bo)

    for age, is_here in ((34, True), (36, False)):
        EditingPresence.objects.filter(window="a").update(
            seen_at=timezone.now() - timedelta(seconds=age)
        )
        assert bool(beat(bo, article, "b")) == is_here


def test_another_window_of_ones_own_is_told_apart(bo):
    article, client = make_draft(), client_of(bo)

    beat(client, article, "a")

    assert beat(client, article, "b").startswith("You have this article open in another window")


def test_a_save_meanwhile_is_told_with_what_changed(bo):
    article, client = make_draft(), client_of(bo)
    send(client_of(editor("ann")), page("change", article), headline="New")

    said = beat(client, article, "b", version="1")

    assert said.startswith("ann saved this article at ")
    assert "headline" in said


def test_a_beat_costs_one_write_and_moves_no_stamp(bo, django_assert_num_queries):
    article, client = make_draft(), client_of(bo)
    beat(client, article, "b")
    before = freshness.current().name

    with django_assert_num_queries(7):
        beat(client, article, "b")

    assert freshness.current().name == before
    assert EditingPresence.objects.count() == 1


def test_only_the_newsroom_says_it_is_here(bo, client):
    article = make_draft()

    assert client.post(page("presence", article), {"window": "x"}).status_code == 302
    assert client_of(staff()).post(page("presence", article)).status_code in {403, 404}
    assert client_of(bo).get(page("presence", article)).status_code == 405


def test_a_note_needs_no_save_and_changes_nothing_of_the_article(bo):
    article = make_article()
    before, stamp = article.updated_at, freshness.current().name

    answer = client_of(bo).post(page("notes", article), {"text": "Check the year."}, **FRAGMENT)

    article.refresh_from_db()
    assert answer.headers["X-Notes"] == "1"
    assert "Check the year." in answer.content.decode()
    assert [(n.text, n.by_name) for n in article.notes.all()] == [("Check the year.", "bo")]
    assert (article.updated_at, freshness.current().name) == (before, stamp)


def test_a_thread_is_answered_resolved_and_opened_again(bo):
    article, client = make_draft(), client_of(bo)
    note = notes.add(article, bo, "Sure?")

    client.post(page("notes", article), {"text": "Yes.", "thread": note.pk})
    client.post(page("notes", article), {"resolve": note.pk})
    (thread,) = notes.threads(article)
    assert [answer.text for answer in thread.answered] == ["Yes."]
    assert thread.resolved_by_name == "bo"

    client.post(page("notes", article), {"reopen": note.pk})
    assert notes.threads(article)[0].resolved_at is None


@pytest.mark.parametrize(
    ("posted", "why"),
    [
        ({"text": "  "}, "Write something"),
        ({"text": "x" * 5001}, "at most 5,000"),
        ({"text": "x", "thread": "9"}, "gone"),
    ],
)
def test_a_note_that_cannot_be_kept_says_why(bo, posted, why):
    answer = client_of(bo).post(page("notes", make_draft()), posted, **FRAGMENT)

    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert not ArticleNote.objects.exists()


def test_notes_of_another_article_are_out_of_reach(bo):
    note = notes.add(make_draft(), bo, "Here.")

    answer = client_of(bo).post(page("notes", make_draft()), {"resolve": note.pk})

    note.refresh_from_db()
    assert (answer.status_code, note.resolved_at) == (400, None)


def test_the_list_counts_open_notes(bo):
    article = make_draft()
    first = notes.add(article, bo, "One")
    notes.add(article, bo, "Answer", thread=first.pk)
    notes.resolve(article, notes.add(article, bo, "Two").pk, bo)

    listing = client_of(bo).get(reverse("admin:reviews_article_changelist"))

    assert [row.open_notes for row in listing.context["cl"].result_list] == [1]


def test_no_note_is_on_any_public_page_or_feed(bo, client):
    theme, show = make_theme("Grief"), make_show("Solaris")
    article = make_article("Public", themes=[theme], shows=[show], body="<p>Words</p>" * 9)
    notes.add(article, bo, "Zyzzyva secret")
    paths = [
        "/",
        article.get_absolute_url(),
        "/shows/solaris/",
        "/themes/grief/",
        "/search/?q=zyzzyva",
        "/search/?q=public",
        "/archive/",
        "/sitemap.xml",
        *(
            f"{root}feed/{kind}"
            for root in ("/", "/shows/solaris/", "/themes/grief/")
            for kind in ("", "atom/", "json/")
        ),
    ]

    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200
        found = answer.content.decode().replace("Nothing", "")
        assert "Zyzzyva secret" not in found, path


def test_notes_outlive_a_deletion_and_come_back_with_the_article(bo):
    article = make_draft("Lost")
    notes.add(article, bo, "Keep this.")
    bo.is_superuser = True
    bo.save()
    client = client_of(bo)

    client.post(page("delete", article), {"post": "yes"})
    client.post(reverse("admin:reviews_article_recover", args=[article.uuid]))

    assert [thread.text for thread in notes.threads(article)] == ["Keep this."]


def test_the_browser_hears_what_is_saved_and_only_then(bo):
    article, client = make_draft(), client_of(bo)
    key = "typed.0a1b.5.k3j4"

    saved = send(client, page("change", article), headline="New", typed_key=key)
    refused = send(client, page("change", article), headline="", typed_key=key)
    forged = send(client, page("change", article), headline="N", typed_key="typed.a;b=c.5.x")

    assert [(name, morsel.value) for name, morsel in saved.cookies.items() if "typed" in name] == [
        ("typed-saved-k3j4", key)
    ]
    assert [name for each in (refused, forged) for name in each.cookies if "typed" in name] == []


@pytest.mark.parametrize("count", [1, 12])
def test_the_notes_cost_the_same_for_1_and_for_12(bo, count, django_assert_num_queries):
    article, client = make_draft(), client_of(bo)
    for _ in range(count):
        note = notes.add(article, bo, "Note")
        notes.add(article, bo, "Answer", thread=note.pk)

    with django_assert_num_queries(6):
        client.get(page("notes", article), **FRAGMENT)
