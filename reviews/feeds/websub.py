"""
WebSub: hubs hear which feeds have changed, and tell their subscribers at once.

Nothing depends on it: who reads the feed itself sees every change anyway. Pings wait in rows, are
sent by a task or by a command, and never in a request.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils import timezone

from reviews.models import Article, HubPing

from .subjects import FORMATS, feed_address

TIMEOUT_SECONDS = 10
# Waits after each failure; after the last of them the ping is given up.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360))
# They say "later", as every status from 500 on does.
TRANSIENT = {408, 425, 429}

logger = logging.getLogger(__name__)


class HubAway(Exception):
    """The hub did not answer, or asked to be called later."""


class HubRefused(Exception):
    """The hub does not want this ping, and would not another time."""


class NoRedirects(HTTPRedirectHandler):
    """A hub's address is the operator's word, and no answer may send us elsewhere."""

    def redirect_request(self, *args: object) -> None:
        return None


_opener = build_opener(NoRedirects)


def note_changes(keys: Iterable[int]) -> datetime | None:
    """
    Write down what hubs are to be told of changed articles; return when the first ping is due.

    One that is embargoed changes its feeds when the embargo ends; one that was never public
    changes none. Where an article is deleted, only the paper's own feeds are known.
    """
    if not settings.WEBSUB_HUBS:
        return None
    now, due = timezone.now(), {}
    articles = Article.objects.filter(pk__in=keys).prefetch_related("authors", "shows", "themes")
    found = {article.pk: article for article in articles}
    for key in keys:
        for topic, at in _topics_with_times(found.get(key), now):
            due[topic] = min(at, due.get(topic, at))
    rows = HubPing.objects.filter(tries=0, topic__in=due).values_list("hub", "topic", "due_at")
    waiting = {(hub, topic, max(at, now)) for hub, topic, at in rows}
    HubPing.objects.bulk_create(
        HubPing(hub=hub, topic=topic, due_at=at)
        for hub in settings.WEBSUB_HUBS
        for topic, at in due.items()
        if (hub, topic, at) not in waiting
    )
    return min(due.values(), default=None)


def topics_of(article: Article | None) -> list[str]:
    """The addresses of all feeds that an article is in, in every format."""
    subjects = [("paper", None)]
    if article:
        subjects += [("author", author.slug) for author in article.authors.all()]
        subjects += [("show", show.slug) for show in article.shows.all()]
        subjects += [("theme", theme.slug) for theme in article.themes.all()]
    return [feed_address(*subject, format) for subject in subjects for format in FORMATS]


def send_due() -> int:
    """Tell each hub what it is to hear by now; return how many pings it has taken."""
    now = timezone.now()
    hubs = HubPing.objects.filter(due_at__lte=now).order_by("hub").values_list("hub", flat=True)
    return sum(_send_to(hub, now) for hub in hubs.distinct())


def next_retry() -> datetime | None:
    """When the first of the pings that failed is to be tried again."""
    failed = HubPing.objects.filter(tries__gt=0).order_by("due_at")
    return failed.values_list("due_at", flat=True).first()


def tell(hub: str, topic: str) -> None:
    """Send one ping; raise HubAway or HubRefused where the hub does not take it."""
    if urlsplit(hub).scheme not in {"http", "https"}:
        raise HubRefused("its address is not one of the web")
    # Hubs of PubSubHubbub read hub.url, later ones hub.topic.
    fields = {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
    request = Request(hub, urlencode(fields).encode(), method="POST")  # noqa: S310
    request.add_header("User-Agent", f"Double Feature (+{settings.SITE_URL}/)")
    try:
        # The status says all; the body is not read, however long it is.
        _opener.open(request, timeout=TIMEOUT_SECONDS).close()
    except HTTPError as error:
        error.close()
        is_transient = error.code >= 500 or error.code in TRANSIENT
        raise (HubAway if is_transient else HubRefused)(f"status {error.code}") from error
    except (OSError, HTTPException) as error:
        raise HubAway(str(error)) from error


def _topics_with_times(article: Article | None, now: datetime):
    if article and not article.was_approved:
        return
    at = article.published_at if article and article.is_embargoed() else now
    for topic in topics_of(article):
        yield topic, at


def _send_to(hub: str, now: datetime) -> int:
    """Send the due pings of one hub; one that is away is left alone until the next time."""
    taken = 0
    due = HubPing.objects.filter(hub=hub, due_at__lte=now).order_by("due_at", "pk")
    for ping in due:
        if not _claim(ping, now):
            continue
        try:
            tell(hub, ping.topic)
        except HubAway as error:
            _put_off(ping, error)
            break
        except HubRefused as error:
            logger.warning("hub %s refuses %s: %s", hub, ping.topic, error)
        else:
            taken += 1
        HubPing.objects.filter(pk=ping.pk).delete()
    return taken


def _claim(ping: HubPing, now: datetime) -> bool:
    """
    Take a ping before another worker does, by setting the time at which it is tried again.

    So a worker that dies here has put it off, and nothing else.
    """
    again = now + BACKOFF[min(ping.tries, len(BACKOFF) - 1)]
    row = HubPing.objects.filter(pk=ping.pk, due_at=ping.due_at)
    return bool(row.update(due_at=again, tries=ping.tries + 1))


def _put_off(ping: HubPing, error: HubAway) -> None:
    if ping.tries < len(BACKOFF):
        logger.info("hub %s is away, %s waits: %s", ping.hub, ping.topic, error)
        return
    logger.warning("hub %s is away, %s is given up: %s", ping.hub, ping.topic, error)
    HubPing.objects.filter(pk=ping.pk).delete()
