"""
Answers anonymous readers from stored pages, and conditional requests before any view runs.

It stands before everything but the probes, so what others do for an answer, its headers of
security too, is stored with it. Only pages of the paper that answer 200 without a cookie or a
Cache-Control of their own are stored.
"""

import logging
from collections.abc import Callable
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from reviews.feeds.opened import is_feed, is_opened

from .answers import VARY, answer, entity_tag, http_date, last_modified, not_modified
from .pages import PageStore, StoredPage
from .stamp import Version, current

PAGES_OF = "reviews"
HOSTS_KEPT = 64
# They say where a reader came from, and no page shows them.
IGNORED_PARAMETERS = {"fbclid", "gclid", "mc_cid", "mc_eid"}

logger = logging.getLogger(__name__)
store = PageStore()
known_hosts: set[tuple[str | None, ...]] = set()

Handler = Callable[[HttpRequest], HttpResponse]


def freshness_middleware(get_response: Handler) -> Handler:
    """Answer from the store, with 304, or from the view, whose answer is then stored."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_anonymous_read(request):
            return keep_private(request, get_response(request))
        key, version = key_of(request), current_or_none()
        if key is None or version is None:
            return ask_again(get_response(request))
        page = store.get(key, version.name)
        if page is None and not names_entity_tag(request, key, version):
            response = get_response(request)
            if not is_public(request, response):
                return ask_again(response)
            page = StoredPage(version.name, finished(response))
            store.put(key, page)
        else:
            refuse_wrong_host(request)
        if is_unchanged(request, key, version):
            return not_modified(key, version)
        return answer(request, key, version, page)

    return middleware


def is_anonymous_read(request: HttpRequest) -> bool:
    """Whether everybody who sends this request is to get the same answer."""
    return (
        request.method in ("GET", "HEAD")
        and "HTTP_AUTHORIZATION" not in request.META
        and not is_opened(request)
        and not (settings.SECURE_SSL_REDIRECT and not request.is_secure())
        and not ("HTTP_COOKIE" in request.META and settings.SESSION_COOKIE_NAME in request.COOKIES)
    )


def refuse_wrong_host(request: HttpRequest) -> None:
    """Raise DisallowedHost, as the middlewares that are passed by would; a name is tried once."""
    sent = request.META.get("HTTP_HOST"), *settings.ALLOWED_HOSTS
    if sent not in known_hosts:
        request.get_host()
        if len(known_hosts) < HOSTS_KEPT:
            known_hosts.add(sent)


def key_of(request: HttpRequest) -> str | None:
    """
    The path and the page number; None when the query holds what is not known to be idle.

    No feed reads its query, which some readers' software makes up to get by caches.
    """
    if "?" in request.path:
        return None
    query = request.META.get("QUERY_STRING")
    if not query or is_feed(request.path):
        return request.path
    page = ""
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name == "page":
            page = f"?page={value}"
        elif name not in IGNORED_PARAMETERS and not name.startswith("utm_"):
            return None
    return request.path + page


def current_or_none() -> Version | None:
    """The state of now; None when what keeps the stamp is away, so pages are made anew."""
    try:
        return current()
    except Exception:
        logger.exception("the stamp cannot be read: nothing is served from the store")
        return None


def is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is a page of the paper that all readers may share."""
    match = request.resolver_match
    return (
        response.status_code == 200
        and match is not None
        and match.app_names == [PAGES_OF]
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response
    )


def finished(response: HttpResponse) -> HttpResponse:
    """Take from a view's answer what the stamp knows better."""
    for header in ("ETag", "Last-Modified", "Expires"):
        del response.headers[header]
    patch_vary_headers(response, VARY)
    return response


def is_unchanged(request: HttpRequest, key: str, version: Version) -> bool:
    """Whether the reader has this state of the page, by its tag or else by its date."""
    tags = request.META.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return tags.strip() == "*" or names_entity_tag(request, key, version)
    since = request.META.get("HTTP_IF_MODIFIED_SINCE")
    # Only a date that was given out counts: later ones are a reader's own clock.
    second = last_modified(version) if since else None
    return second is not None and since == http_date(second)


def names_entity_tag(request: HttpRequest, key: str, version: Version) -> bool:
    """Whether If-None-Match names this state of the page."""
    sent = request.META.get("HTTP_IF_NONE_MATCH")
    return bool(sent) and entity_tag(key, version.name) in sent


def ask_again(response: HttpResponse) -> HttpResponse:
    """
    Have caches ask for what is not stored each time, unless its view says otherwise.

    Many keep a 404 or a search for minutes where nothing is said, past the end of an embargo.
    """
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


def keep_private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Forbid caches to store what the paper's pages show to one who is logged in."""
    match = request.resolver_match
    if match and match.app_names == [PAGES_OF] and "Cache-Control" not in response:
        response.headers["Cache-Control"] = "no-store, private"
    return response
