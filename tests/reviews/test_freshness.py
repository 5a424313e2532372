"""Public pages are served from the store or with 304, and are never older than the last change."""

import gzip
from datetime import timedelta
from email.utils import formatdate

import brotli
import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from reviews import freshness, publishing
from reviews.freshness import current, stamp
from reviews.freshness.answers import ReadyResponse, cache_control
from reviews.freshness.middleware import store
from reviews.freshness.pages import PageStore, StoredPage, best_encoding
from reviews.models import Article
from tests.factories import make_article, make_draft, make_theme

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
PAGES = ["/", "/articles/out/", "/themes/", "/themes/grief/", "/feed/", "/sitemap.xml"]


@pytest.fixture
def article():
    return make_article("Out", themes=[make_theme("Grief")], body="<p>Before.</p>")


def conditions(response):
    """The three ways in which readers ask whether a page is still the one they have."""
    tag = {"If-None-Match": response["ETag"]}
    date = {"If-Modified-Since": response["Last-Modified"]}
    return {"tag": tag, "date": date, "both": tag | date}


WAYS = pytest.mark.parametrize("way", ["tag", "date", "both"])


@WAYS
@pytest.mark.parametrize("path", PAGES)
def test_what_has_not_changed_is_answered_304_without_a_query(
    client, article, django_assert_num_queries, path, way
):
    headers = conditions(client.get(path))[way]

    with django_assert_num_queries(0):
        response = client.get(path, headers=headers)

    assert (response.status_code, response.content) == (304, b"")
    assert {"ETag", "Last-Modified", "Cache-Control", "Vary"} <= response.headers.keys()


CHANGES = {
    "an edit": lambda article: Article.objects.filter(pk=article.pk).update(body="<p>After</p>"),
    "a renamed tag": lambda article: article.themes.update(name="Loss"),
    "a withdrawal": publishing.withdraw,
    "another article": lambda article: make_article("Next"),
}


@WAYS
@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_answered_anew(client, article, change, way):
    headers = conditions(client.get("/feed/"))[way]

    CHANGES[change](article)

    assert client.get("/feed/", headers=headers).status_code == 200


@WAYS
def test_a_withdrawn_article_is_gone_for_those_who_have_it(client, article, way):
    headers = conditions(client.get("/articles/out/"))[way]

    publishing.withdraw(article)

    assert client.get("/articles/out/", headers=headers).status_code == 404


@WAYS
def test_the_end_of_an_embargo_is_a_change_on_its_exact_time(client, article, clock, way):
    ends = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    publishing.publish(make_draft("Held"), at=ends)
    clock(ends - SECOND)
    client.get("/feed/")
    headers = conditions(client.get("/feed/"))[way]

    statuses = []
    for moment in (ends - SECOND, ends, ends + SECOND):
        clock(moment)
        response = client.get("/feed/", headers=headers)
        statuses.append((response.status_code, b"Held" in response.content))

    assert statuses == [(304, False), (200, True), (200, True)]


@pytest.mark.parametrize("path", ["/", "/feed/", "/sitemap-articles.xml", "/articles/held/"])
def test_a_stored_page_ends_with_the_embargo_and_comes_back_with_a_clock_set_back(
    client, article, clock, path
):
    ends = timezone.now() + timedelta(hours=1)
    publishing.publish(make_draft("Held"), at=ends)
    shown = []

    for moment in (ends - SECOND, ends, ends + SECOND, ends - SECOND):
        clock(moment)
        answers = [client.get(path), client.get(path)]
        shown += [b"eld" in answer.content and answer.status_code == 200 for answer in answers]

    assert shown == [False, False, True, True, True, True, False, False]


def test_two_changes_in_one_second_are_two_changes_for_readers_that_send_a_date(
    client, article, clock
):
    moment = timezone.now() + timedelta(minutes=1)
    clock(moment)
    date = client.get("/feed/")["Last-Modified"]

    Article.objects.filter(pk=article.pk).update(headline="Edited in the same second")
    same_second = client.get("/feed/", headers={"If-Modified-Since": date})
    clock(moment + SECOND)
    next_second = client.get("/feed/")

    assert same_second.status_code == 200
    assert "Last-Modified" not in same_second
    assert next_second["Last-Modified"] not in ("", date)
    again = client.get("/feed/", headers={"If-Modified-Since": next_second["Last-Modified"]})
    assert again.status_code == 304


def test_a_readers_own_clock_is_no_date_of_ours(client, article):
    client.get("/feed/")
    later = formatdate(timezone.now().timestamp() + 3600, usegmt=True)

    assert client.get("/feed/", headers={"If-Modified-Since": later}).status_code == 200


def test_the_tag_decides_where_tag_and_date_disagree(client, article):
    date = client.get("/feed/")["Last-Modified"]
    headers = {"If-None-Match": '"another"', "If-Modified-Since": date}

    assert client.get("/feed/", headers=headers).status_code == 200


def test_any_state_will_do_for_who_says_so_and_a_missing_page_has_none(client, article):
    headers = {"If-None-Match": "*"}

    for _ in ("made", "stored"):
        assert client.get("/feed/", headers=headers).status_code == 304
    assert client.get("/articles/none/", headers=headers).status_code == 404


def test_the_tag_of_one_page_is_no_other_pages(client, article):
    tag = client.get("/")["ETag"]

    assert client.get("/feed/", headers={"If-None-Match": tag}).status_code == 200
    assert client.get("/articles/none/", headers={"If-None-Match": tag}).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_made_once_and_then_served_without_a_query(
    client, article, django_assert_num_queries, path
):
    first = client.get(path)

    with django_assert_num_queries(0):
        second = client.get(path)

    assert second.content == first.content
    assert second.headers == first.headers


def test_a_visit_in_every_coding_has_the_same_text(client, article):
    make_article(body="<p>Word.</p>" * 100)
    plain = client.get("/feed/").content

    zipped = client.get("/feed/", headers={"Accept-Encoding": "gzip, deflate"})
    best = client.get("/feed/", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})

    assert (zipped["Content-Encoding"], best["Content-Encoding"]) == ("gzip", "br")
    assert gzip.decompress(zipped.content) == brotli.decompress(best.content) == plain
    assert int(best["Content-Length"]) == len(best.content) < len(plain) / 2
    assert best["Vary"] == zipped["Vary"] == "Sec-Fetch-Dest, Accept-Encoding, Cookie"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.4, gzip;q=0.8", "gzip"),
        ("gzip;q=0, br;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("BR", "br"),
        ("br;q=nonsense", ""),
        ("identity, gzip;q=0.1", ""),
        ("gzip, identity", "gzip"),
    ],
)
def test_the_coding_is_one_that_the_reader_takes(accepted, encoding):
    assert best_encoding(accepted) == encoding


@pytest.mark.parametrize("is_stored", [False, True])
def test_head_has_the_headers_of_get_and_no_body(client, article, is_stored):
    if is_stored:
        client.get("/feed/")
    headers = {"Accept-Encoding": "gzip"}

    head, full = client.head("/feed/", headers=headers), client.get("/feed/", headers=headers)

    assert head.content == b""
    assert head.headers == full.headers
    assert int(head["Content-Length"]) == len(full.content)


def test_no_reader_gets_a_cookie(client, article):
    for path in PAGES:
        assert client.get(path).cookies == {}
        assert client.get(path).cookies == {}


def test_an_editors_page_is_made_for_the_editor_and_kept_by_nobody(client, admin_client, article):
    make_draft("Secret", themes=[make_theme("Hush")])
    client.get("/articles/out/")

    preview = admin_client.get("/articles/secret/")
    page = admin_client.get("/articles/out/")

    assert b"Secret" in preview.content
    for response in (preview, page):
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
    assert "ETag" not in page
    assert client.get("/articles/secret/").status_code == 404


def test_only_good_answers_of_the_paper_to_plain_questions_are_stored(
    client, admin_client, article
):
    store.clear()

    client.get("/articles/none/")
    client.get("/articles/out")
    client.get("/admin/login/")
    client.post("/feed/")
    client.get("/themes/?anything=else")
    client.get("/feed/", headers={"Authorization": "Basic abc"})
    admin_client.get("/feed/")
    admin_client.get("/articles/out/")

    assert len(store) == 0


def test_answers_that_are_not_stored_promise_nothing(client, article):
    """Nor nothing at all: caches then keep a 404 for minutes, past the end of an embargo."""
    for path in (
        "/articles/none/",
        "/nowhere/",
        "/feed",
        "/themes/?anything=else",
        "/search/?q=a",
    ):
        response = client.get(path)
        assert (response["Cache-Control"], "ETag" in response) == ("no-cache", False)


@pytest.mark.parametrize("query", ["?anything=else", "?page=2", "?_=1795728000", "?%00"])
def test_a_feed_reads_no_query_and_is_one_page_whatever_it_says(
    client, article, django_assert_num_queries, query
):
    feed = client.get("/feed/")

    with django_assert_num_queries(0):
        response = client.get(f"/feed/{query}")

    assert (response.content, response.headers) == (feed.content, feed.headers)


def test_a_theme_called_feed_has_pages_of_a_list_like_any_other(client):
    theme = make_theme("Feed")
    for i in range(30):
        make_article(f"Number {i}", ago=timedelta(minutes=i), themes=[theme])
    browser = {"Sec-Fetch-Dest": "document", "Accept": "text/html"}

    first, second = (client.get(f"/themes/feed/{q}", headers=browser) for q in ("", "?page=2"))

    assert b"Number 29" in second.content
    assert b"Number 29" not in first.content
    assert first["Cache-Control"].startswith("public")
    assert client.get("/themes/feed/feed/", headers=browser)["Content-Type"].startswith(
        "text/html"
    )


def test_a_question_mark_within_a_path_is_no_query(client, article):
    client.get("/themes/?page=1")

    assert client.get("/themes/%3Fpage=1").status_code == 404


def test_where_a_reader_came_from_makes_no_other_page(client, article, django_assert_num_queries):
    client.get("/themes/")

    with django_assert_num_queries(0):
        client.get("/themes/?utm_source=newsletter&fbclid=1")


def test_pages_of_a_list_are_stored_apart(client):
    for i in range(30):
        make_article(f"Number {i}", ago=timedelta(minutes=i), themes=[])
    year = timezone.localtime(Article.objects.latest("id").published_at).year

    first = client.get(f"/archive/{year}/").content
    second = client.get(f"/archive/{year}/?page=2").content

    assert b"Number 29" in second
    assert b"Number 29" not in first
    assert client.get(f"/archive/{year}/?page=2").content == second


def test_a_wrong_host_name_is_refused_from_the_store_too(client, article):
    client.get("/feed/")

    assert client.get("/feed/", headers={"host": "evil.example"}).status_code == 400


def test_https_is_insisted_on_before_the_store(client, article, settings):
    client.get("/feed/")
    settings.SECURE_SSL_REDIRECT = True

    assert Client().get("/feed/").status_code == 301


@pytest.mark.parametrize(
    ("seconds_left", "shared", "stale"),
    [(86_400, 60, 60), (100, 60, 40), (60, 60, 0), (7, 7, 0), (0, 0, 0)],
)
def test_no_cache_may_keep_a_page_past_the_next_embargo(seconds_left, shared, stale):
    expected = f"public, max-age=0, s-maxage={shared}, stale-while-revalidate={stale}"

    assert cache_control(seconds_left) == expected


def test_the_next_embargo_sets_what_caches_are_told(client, article, clock):
    ends = timezone.now() + timedelta(hours=1)
    publishing.publish(make_draft("Held"), at=ends)
    clock(ends - 7 * SECOND)

    assert "s-maxage=7," in client.get("/feed/")["Cache-Control"]
    assert "s-maxage=7," in client.get("/feed/")["Cache-Control"]


def test_more_embargoes_than_are_kept_all_end_on_time(client, monkeypatch, clock):
    monkeypatch.setattr("reviews.freshness.stamp.EDGES_KEPT", 2)
    start = timezone.now()
    for hours in (1, 2, 3, 4):
        publishing.publish(make_draft(f"Number {hours}"), at=start + timedelta(hours=hours))
    counts = []

    for hours in range(5):
        clock(start + timedelta(hours=hours, seconds=5))
        counts.append(client.get("/feed/").content.count(b"<item>"))

    assert counts == [0, 1, 2, 3, 4]


def test_another_release_moves_the_stamp_once(monkeypatch):
    before = freshness.current()
    monkeypatch.setattr("reviews.freshness.stamp.release", lambda: "next")

    after = freshness.current()

    assert after.name != before.name
    assert after.modified > before.modified
    assert freshness.current().name == after.name


def test_a_lost_stamp_is_no_earlier_state(settings):
    before = freshness.current().name
    cache.clear()
    settings.STAMP_FILE.unlink(missing_ok=True)

    assert freshness.current().name != before or "Redis" in settings.CACHES["default"]["BACKEND"]


def test_pages_are_made_anew_while_the_stamp_cannot_be_read(client, article, monkeypatch):
    client.get("/feed/")

    def fail():
        raise OSError("away")

    monkeypatch.setattr("reviews.freshness.middleware.current", fail)
    Article.objects.filter(pk=article.pk).update(headline="Edited")

    response = client.get("/feed/")
    assert b"Edited" in response.content
    assert "ETag" not in response


def test_a_stamp_that_cannot_move_undoes_no_save(monkeypatch, caplog):
    def fail(*, is_committed):
        raise OSError("disk full")

    monkeypatch.setattr("reviews.freshness.watching.touch", fail)

    make_article("Saved")

    assert Article.objects.filter(headline="Saved").exists()
    assert "the stamp did not move" in caplog.text


def test_an_answer_from_the_store_is_all_that_django_makes_of_one():
    """It skips what Django's own does; an attribute that a new Django adds is missed here."""
    full = HttpResponse(b"Text", "text/plain", headers={"ETag": "x"})

    ready = ReadyResponse(200, full.headers, b"Text")

    ready_state, full_state = ({**vars(each), "headers": each.headers} for each in (ready, full))
    assert ready_state.keys() == full_state.keys() | {"status_code"}
    assert (ready.status_code, bytes(ready)) == (full.status_code, bytes(full))
    for name in full_state.keys() - {"headers", "cookies"}:
        assert ready_state[name] == full_state[name]


def test_what_is_done_to_one_answer_is_not_done_to_the_next(client, article):
    client.get("/feed/")
    first = client.get("/feed/")
    first["X-Added"] = "by a middleware"
    first.set_cookie("a", "b")

    again = client.get("/feed/")

    assert "X-Added" not in again
    assert not again.cookies


def stored(size):
    return StoredPage("1", HttpResponse(b"x" * size))


def test_the_store_keeps_what_was_used_last_and_no_more_than_fits():
    pages = PageStore(room=3 * stored(1000).room)
    for key in "abc":
        pages.put(key, stored(1000))
    pages.get("a", "1")

    pages.put("d", stored(1000))

    assert [key for key in "abcd" if pages.get(key, "1")] == ["a", "c", "d"]
    assert pages.taken == 3 * stored(1000).room


def test_the_store_takes_no_page_that_would_empty_it():
    pages = PageStore(room=10_000)

    pages.put("a", stored(9_000))

    assert len(pages) == 0


def test_a_newer_page_takes_the_place_of_an_older_one():
    pages = PageStore()
    for size in (1000, 3000):
        pages.put("a", stored(size))

    assert pages.taken == stored(3000).room
    assert pages.get("a", "2") is None


def test_a_stored_page_has_the_headers_of_security_and_a_static_file_is_no_page(client, article):
    store.clear()
    first, second = client.get("/"), client.get("/")
    style = client.get("/static/css/site.css", headers={"host": "pull.cdn.example"})

    for response in (first, second):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert "Referrer-Policy" in response
    style.close()
    assert style.status_code == 200
    assert "s-maxage" not in style["Cache-Control"]
    assert len(store) == 1


def test_many_publications_within_the_hour_leave_the_stamp_where_it_is(monkeypatch):
    monkeypatch.setattr(stamp, "EDGES_KEPT", 6)
    monkeypatch.setattr(stamp, "CROWDED_PAST", 2)
    for minutes in range(1, 9):
        make_article(ago=timedelta(minutes=minutes))
    coming = make_article(ago=-timedelta(hours=1))

    versions = {current().name for _ in range(3)}

    assert len(versions) == 1
    assert current().next_edge == coming.published_at.timestamp()
