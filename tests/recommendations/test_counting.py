"""Counting which links are followed: over HTTP, as a beacon sends it."""

from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread
from urllib.parse import urlencode

import pytest
from django.conf import settings as site
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from recommendations.models import Followed, Override
from reviews import publishing
from reviews.freshness import current
from tests.factories import make_article, make_draft
from tests.recommendations.stored_lists import store

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


def beacon(client, source, target, slot="end", **headers):
    keys = [each if isinstance(each, str) else each.pk for each in (source, target)]
    link = dict(zip(("source", "target"), keys, strict=True))
    body = urlencode({**link, "slot": slot})
    return client.post("/followed/", body, content_type=FORM, headers=headers)


def counted():
    columns = ("source__headline", "target__headline", "slot", "rung", "times")
    return list(Followed.objects.order_by("pk").values_list(*columns))


@pytest.fixture
def pair():
    """An article whose page leads to another."""
    source, target = make_article("A"), make_article("B")
    store(source, target)
    return source, target


def test_a_followed_link_is_summed_per_day_slot_and_rung(client, pair):
    source, target = pair

    for _ in range(2):
        response = beacon(client, source, target)
        assert (response.status_code, response.content) == (204, b"")

    assert counted() == [("A", "B", "end", "related", 2)]
    assert {row.day for row in Followed.objects.all()} == {timezone.localdate()}
    Override.objects.create(source=source, target=target)
    beacon(client, source, target)
    assert counted()[1] == ("A", "B", "end", "pinned", 1)


def test_a_link_counts_in_the_slot_where_it_stands_alone(client, pair):
    beacon(client, *pair, "mid")

    assert counted() == []


def test_a_new_day_begins_a_new_sum(client, pair):
    beacon(client, *pair)
    Followed.objects.update(day=date(2026, 1, 1))

    beacon(client, *pair)

    assert [row[-1] for row in counted()] == [1, 1]


def test_nothing_of_the_reader_is_kept_or_sent_back(client, pair):
    response = beacon(client, *pair, **{"User-Agent": "Someone", "Referer": "http://testserver/"})

    assert response.cookies == {}
    assert "Vary" not in response.headers or "Cookie" not in response["Vary"]
    fields = {field.name for field in Followed._meta.get_fields()}
    assert fields == {"id", "day", "source", "target", "slot", "rung", "times"}


@pytest.mark.parametrize("header", ["Sec-GPC", "DNT"])
def test_who_asks_for_privacy_is_not_counted(client, pair, header):
    assert beacon(client, *pair, **{header: "1"}).status_code == 204
    assert counted() == []

    assert beacon(client, *pair, **{header: "0"}).status_code == 204
    assert len(counted()) == 1


def test_a_beacon_needs_no_token_and_other_sites_are_refused(pair):
    client = Client(enforce_csrf_checks=True)

    assert beacon(client, *pair, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert counted() == []
    assert beacon(client, *pair, **{"Sec-Fetch-Site": "same-origin"}).status_code == 204
    assert len(counted()) == 1


def test_only_links_that_the_page_shows_are_counted(client, pair):
    source, target = pair
    shown = [make_article(f"Shown {n}") for n in range(4)]
    draft = make_draft()
    Override.objects.create(source=source, target=target, kind="ban")

    for a, b in [(source, target), (source, source), (source, draft), (draft, source)]:
        assert beacon(client, a, b).status_code == 404

    assert counted() == []
    publishing.withdraw(shown[0])
    assert beacon(client, source, shown[0]).status_code == 404
    assert beacon(client, shown[0], source).status_code == 404
    assert beacon(client, source, shown[1]).status_code == 204


@pytest.mark.parametrize("key", ["", "x", "-1", "1.5", "9" * 19, "٣", "1 OR 1", "\x00", "é"])
def test_what_is_no_key_is_refused(client, pair, key):
    assert beacon(client, key, pair[1]).status_code == 400
    assert beacon(client, pair[0], key).status_code == 400


def test_a_key_of_no_article_is_404(client, pair):
    assert beacon(client, "9" * 18, pair[1]).status_code == 404
    assert beacon(client, pair[0], "9" * 18).status_code == 404


@pytest.mark.parametrize("slot", ["", "top", "MID", "mid" * 50])
def test_what_is_no_slot_is_refused(client, pair, slot):
    assert beacon(client, *pair, slot).status_code == 400
    assert counted() == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FORM),
        (b"\xff\xfe" * 9, FORM),
        (b"{}", "application/json"),
        (b"source=1&target=2&slot=end" + b"&x=y" * 60, FORM),
        (b"--x", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data"),
    ],
)
def test_no_body_makes_an_error_of_the_server(client, body, kind):
    assert client.post("/followed/", body, content_type=kind).status_code == 400


def test_only_posts_are_heard(client):
    assert client.get("/followed/").status_code == 405


def test_one_setting_takes_script_and_address_away(client, pair, settings):
    source, _ = pair
    assert b"followed.js" in client.get(source.get_absolute_url()).content

    settings.COUNT_FOLLOWED = False

    fresh = make_article("C")
    assert b"followed.js" not in client.get(fresh.get_absolute_url()).content
    assert beacon(client, *pair).status_code == 404
    assert client.get("/followed/").status_code == 404
    assert counted() == []


def test_a_page_without_links_and_a_preview_carry_no_script(client, admin_client):
    alone = make_article("Alone")
    assert b"followed.js" not in client.get(alone.get_absolute_url()).content

    draft = make_draft("Draft")
    assert b"followed.js" not in admin_client.get(draft.get_absolute_url()).content


def test_the_script_is_smaller_than_1_kb():
    path = Path(site.BASE_DIR) / "static/recommendations/followed.js"

    assert path.stat().st_size < 1024


def test_counting_makes_no_page_old(client, pair, django_capture_on_commit_callbacks):
    before = current().name

    with django_capture_on_commit_callbacks(execute=True):
        beacon(client, *pair)

    assert counted()
    assert current().name == before


def test_a_beacon_costs_a_bounded_number_of_queries(client, pair, django_assert_max_num_queries):
    for _ in range(20):
        make_article()

    with django_assert_max_num_queries(11):
        beacon(client, *pair)
    with django_assert_max_num_queries(7):
        beacon(client, *pair)

    assert counted() == [("A", "B", "end", "related", 2)]


@pytest.mark.django_db(transaction=True)
def test_links_followed_at_one_time_are_all_counted():
    source, target = make_article("A", ago=timedelta(days=1)), make_article("B")
    threads, rounds = 4, 5
    start = Barrier(threads)

    def follow():
        start.wait()
        for _ in range(rounds):
            assert beacon(Client(), source, target).status_code == 204
        connections.close_all()

    workers = [Thread(target=follow) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    connection.close()

    assert [row[2:] for row in counted()] == [("end", counted()[0][3], threads * rounds)]
