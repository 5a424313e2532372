"""Hubs hear of what is published, from a real server's point of view; nothing waits for them."""

import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reviews import freshness, publishing
from reviews.feeds import websub
from reviews.feeds.tasks import ping_hubs
from reviews.models import Article, HubPing
from tests.factories import make_article, make_author, make_draft, make_show, make_theme

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = timedelta(minutes=1)
PAPER = {f"https://paper.example/feed/{format}" for format in ("", "atom/", "json/")}


class Hub(ThreadingHTTPServer):
    """A hub that writes down what it hears and answers as it is told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Listener)
        self.heard, self.status, self.headers, self.seconds = [], 204, {}, 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hub"

    @property
    def topics(self):
        return {fields["hub.topic"][0] for fields in self.heard}


class Listener(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append(parse_qs(body))
        time.sleep(self.server.seconds)
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def do_GET(self):
        self.server.heard.append({"hub.topic": ["a redirect was followed"]})
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def hub(settings):
    with Hub() as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        settings.WEBSUB_HUBS = [server.url]
        settings.SITE_URL = "https://paper.example"
        yield server
        server.shutdown()


def feeds_of(path):
    return {f"https://paper.example{path}feed/{format}" for format in ("", "atom/", "json/")}


def test_a_publication_tells_of_every_feed_that_it_is_in(hub):
    make_article(
        "Out",
        shows=[make_show("Solaris")],
        themes=[make_theme("Grief")],
        authors=[make_author("Ada"), make_author("Ben")],
    )

    assert hub.topics == PAPER.union(
        feeds_of("/shows/solaris/"),
        feeds_of("/themes/grief/"),
        feeds_of("/authors/ada/"),
        feeds_of("/authors/ben/"),
    )
    assert len(hub.heard) == len(hub.topics)
    for fields in hub.heard:
        assert fields["hub.mode"] == ["publish"]
        assert fields["hub.url"] == fields["hub.topic"]
    assert HubPing.objects.count() == 0


def test_the_topics_are_the_addresses_that_the_feeds_give_themselves(hub, client):
    make_article("Out")

    assert client.get("/feed/json/").json()["feed_url"] in hub.topics
    assert f'href="{hub.url}" rel="hub"' in client.get("/feed/").content.decode()


def test_a_withdrawal_is_told_and_a_draft_is_not(hub):
    publishing.submit(make_draft("Draft"))
    assert hub.heard == []

    article = make_article("Out")
    hub.heard.clear()
    publishing.withdraw(article)

    assert hub.topics == PAPER


def test_a_renamed_theme_is_told_at_once(hub, admin_client):
    theme = make_theme("Grief")
    make_article("Out", themes=[theme])
    hub.heard.clear()
    inlines = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}

    response = admin_client.post(
        reverse("admin:reviews_theme_change", args=[theme.pk]),
        {"name": "Loss", "slug": "grief", "description": ""} | inlines,
    )

    assert response.status_code == 302
    assert hub.topics == PAPER | feeds_of("/themes/grief/")


def test_without_hubs_nothing_is_written_down(hub, settings):
    settings.WEBSUB_HUBS = []

    make_article("Out")

    assert (hub.heard, HubPing.objects.count()) == ([], 0)


def test_an_embargo_is_told_when_it_ends_and_not_before(hub, clock):
    ends = timezone.now() + timedelta(hours=1)
    publishing.publish(make_draft("Held"), at=ends)
    websub.send_due()
    assert hub.heard == []

    clock(ends)
    call_command("ping_hubs", verbosity=0)

    assert hub.topics == PAPER


def test_a_worker_that_can_wait_has_its_task_for_the_embargos_end(hub, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    ends = timezone.now() + timedelta(hours=1)

    publishing.publish(make_draft("Held"), at=ends)

    found = DBTaskResult.objects.filter(task_path="reviews.feeds.tasks.ping_hubs")
    assert [task.run_after for task in found] == [ends]


def test_a_worker_leaves_a_hub_that_is_away_in_peace_for_a_minute(hub, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    hub.status = 503
    make_article("Out")
    websub.send_due()
    HubPing.objects.filter(tries=0).update(due_at=timezone.now() - 2 * MINUTE)
    HubPing.objects.filter(tries=1).update(due_at=timezone.now() - MINUTE)
    DBTaskResult.objects.all().delete()
    before = timezone.now()

    ping_hubs.func()

    (again,) = DBTaskResult.objects.filter(task_path="reviews.feeds.tasks.ping_hubs")
    assert HubPing.objects.filter(tries__gt=0, due_at__lt=before).exists()
    assert before + MINUTE <= again.run_after < before + 2 * MINUTE


def test_a_save_neither_waits_for_a_slow_hub_nor_fails_with_it(hub, settings, monkeypatch):
    monkeypatch.setattr(websub, "TIMEOUT_SECONDS", 0.2)
    hub.seconds = 1

    article = make_article("Out")

    assert article.is_public()
    # The other feeds' pings were not tried against a hub that is away.
    assert len(hub.heard) == 1
    assert HubPing.objects.count() == 3


def test_a_hub_that_is_away_is_tried_again_later_and_later_and_then_given_up(hub, clock):
    hub.status = 503
    start = timezone.now()
    clock(start)
    make_article("Out")
    moments = []
    for minutes in range(0, 24 * 60, 1):
        clock(start + minutes * MINUTE)
        before = len(hub.heard)
        websub.send_due()
        moments += [minutes] * (len(hub.heard) - before)
        if not HubPing.objects.exists():
            break

    assert {fields["hub.topic"][0] for fields in hub.heard} == PAPER
    assert len(hub.heard) == 3 * (1 + len(websub.BACKOFF))
    assert moments[-1] >= 360 + 60 + 10


def test_a_hub_that_comes_back_hears_what_it_missed(hub, clock):
    hub.status = 500
    start = timezone.now()
    clock(start)
    make_article("Out")
    hub.heard.clear()
    hub.status = 202

    clock(start + MINUTE)
    websub.send_due()

    assert hub.topics == PAPER
    assert HubPing.objects.count() == 0


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_hub_that_refuses_is_not_asked_again(hub, status, caplog):
    hub.status = status

    make_article("Out")

    assert len(hub.heard) == 3
    assert HubPing.objects.count() == 0
    assert f"refuses https://paper.example/feed/: status {status}" in caplog.text


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_answer_sends_us_elsewhere(hub, status):
    hub.status, hub.headers = status, {"Location": hub.url}

    make_article("Out")

    assert hub.topics == PAPER
    assert HubPing.objects.count() == 0


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://127.0.0.1/", "data:,x", ""])
def test_only_addresses_of_the_web_are_called(address):
    with pytest.raises(websub.HubRefused):
        websub.tell(address, "https://paper.example/feed/")


def test_nobody_at_the_address_is_a_hub_that_is_away(hub, settings):
    hub.server_close()

    make_article("Out")

    assert set(HubPing.objects.values_list("tries", flat=True)) == {0, 1}


def test_a_burst_of_edits_is_told_once(hub):
    article = make_article("Out")
    hub.heard.clear()

    websub.note_changes([article.pk])
    websub.note_changes([article.pk, make_draft("Draft").pk])
    websub.send_due()

    assert len(hub.heard) == 3


def test_two_workers_send_a_ping_once(hub):
    article = make_article("Out")
    hub.heard.clear()
    websub.note_changes([article.pk])
    one, two = HubPing.objects.first(), HubPing.objects.first()
    now = timezone.now()

    assert [websub._claim(one, now), websub._claim(two, now)] == [True, False]


def test_a_deleted_article_is_told_to_the_papers_feeds(hub):
    websub.note_changes([Article.objects.count() + 1])
    websub.send_due()

    assert hub.topics == PAPER


def test_pings_are_no_content(hub):
    before = freshness.current().name

    websub.note_changes([1])
    websub.send_due()

    assert freshness.current().name == before
