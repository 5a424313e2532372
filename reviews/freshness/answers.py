"""
Answers made of what is stored, with validators, and with headers that are made once.

Django converts and checks each header of each answer, which takes longer than all the rest of an
answer from the store. Here it is done once for a state of a page, and what came of it is copied.
"""

from email.utils import formatdate
from functools import lru_cache
from http.cookies import SimpleCookie
from typing import NamedTuple
from zlib import crc32

from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders

from reviews.feeds.opened import OPENED_HEADER, is_feed

from .pages import StoredPage, best_encoding
from .stamp import Version

SHARED_SECONDS = 60
STALE_SECONDS = 60
VARY = ("Accept-Encoding", "Cookie")
VARY_OF_PAGES = ", ".join(VARY)
VARY_OF_FEEDS = f"{OPENED_HEADER}, {VARY_OF_PAGES}"
HEADERS_KEPT = 512


class Validators(NamedTuple):
    """What is said of a state of a page beside its text; no date in a second that is not over."""

    tag: str
    seconds: int
    modified: int | None

    def headers(self) -> dict[str, str]:
        dates = {} if self.modified is None else {"Last-Modified": http_date(self.modified)}
        return {"ETag": f"W/{self.tag}", "Cache-Control": cache_control(self.seconds)} | dates


class ReadyHeaders(ResponseHeaders):
    """A copy of headers that are converted and checked already."""

    def __init__(self, headers: ResponseHeaders) -> None:
        self._store = headers._store.copy()


class ReadyResponse(HttpResponse):
    """
    An answer whose body is bytes and whose headers are ready.

    It sets what HttpResponse would, one by one, and works nothing out: a test compares the two.
    """

    def __init__(self, status: int, headers: ResponseHeaders, body: bytes) -> None:
        self.headers = ReadyHeaders(headers)
        self.status_code = status
        self.cookies = SimpleCookie()
        self.closed = False
        self._charset = self._handler_class = self._reason_phrase = None
        self._resource_closers = []
        self._container = [body]


def validators(key: str, version: Version) -> Validators:
    # More is the same: caches keep no page longer than that.
    seconds = min(version.seconds_left, SHARED_SECONDS + STALE_SECONDS)
    return Validators(entity_tag(key, version.name), seconds, last_modified(version))


def answer(request: HttpRequest, key: str, version: Version, page: StoredPage) -> HttpResponse:
    accepted = request.META.get("HTTP_ACCEPT_ENCODING")
    encoding = best_encoding(accepted) if accepted and page.is_compressible else ""
    body = page.body(encoding)
    headers = _headers(page, encoding, validators(key, version))
    return ReadyResponse(200, headers, b"" if request.method == "HEAD" else body)


def not_modified(key: str, version: Version) -> HttpResponse:
    vary = VARY_OF_FEEDS if is_feed(key) else VARY_OF_PAGES
    return ReadyResponse(304, _headers_of_304(vary, validators(key, version)), b"")


def entity_tag(key: str, state: str) -> str:
    """The state with the page's key, so that it is only with readers who got that page."""
    return f'"{state}-{crc32(key.encode()):x}"'


def last_modified(version: Version) -> int | None:
    """The second of the state; None in one that an earlier state had, until it is over."""
    return version.modified if version.modified <= version.now else None


def cache_control(seconds_left: int) -> str:
    """
    How long others may keep a page: no longer than until the next embargo ends.

    A browser asks each time and gets a 304; a shared cache may spare the site some questions.
    """
    shared = min(SHARED_SECONDS, seconds_left)
    stale = min(STALE_SECONDS, seconds_left - shared)
    return f"public, max-age=0, s-maxage={shared}, stale-while-revalidate={stale}"


@lru_cache(maxsize=16)
def http_date(second: int) -> str:
    return formatdate(second, usegmt=True)


def _headers(page: StoredPage, encoding: str, state: Validators) -> ResponseHeaders:
    """The headers of a page in a coding; of each coding those for the last state are kept."""
    kept_for, headers = page.ready.get(encoding, (None, None))
    if kept_for != state:
        coding = {"Content-Encoding": encoding} if encoding else {}
        size = {"Content-Length": str(len(page.body(encoding)))}
        headers = ResponseHeaders(dict(page.headers) | coding | size | state.headers())
        page.ready[encoding] = state, headers
    return headers


@lru_cache(maxsize=HEADERS_KEPT)
def _headers_of_304(vary: str, state: Validators) -> ResponseHeaders:
    return ResponseHeaders({"Vary": vary} | state.headers())
