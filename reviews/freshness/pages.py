"""Answers kept in the process: compressed once, bounded in size, right for one state."""

import gzip
from collections import OrderedDict
from functools import cached_property, lru_cache
from threading import Lock

import brotli
from django.http import HttpResponse

STORE_BYTES = 32 * 2**20
PAGE_BYTES = 4 * 2**20
SMALLEST_COMPRESSED_BYTES = 200
ROOM_PER_PAGE_BYTES = 2_000
# A long body takes as long to compress at 4 as to make, and is no more than a few percent smaller.
BROTLI_QUALITY, BROTLI_QUALITY_OF_LONG = 4, 2
LONG_BYTES = 2**16
GZIP_LEVEL = 6
ENCODERS = {
    "br": lambda body: brotli.compress(
        body, quality=BROTLI_QUALITY if len(body) < LONG_BYTES else BROTLI_QUALITY_OF_LONG
    ),
    # Without a time in its header, so that one body has one form.
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
}


class StoredPage:
    """An answer 200 with its headers; it belongs to one state of the public pages."""

    def __init__(self, version: str, response: HttpResponse) -> None:
        self.version = version
        self.headers = [pair for pair in response.items() if pair[0].lower() != "content-length"]
        self.bodies = {"": response.content}
        # Of each coding, the headers of the last answer; who makes answers keeps them here.
        self.ready: dict[str, tuple] = {}

    def body(self, encoding: str) -> bytes:
        """The body in a content coding, made when it is first asked for."""
        found = self.bodies.get(encoding)
        if found is None:
            found = self.bodies[encoding] = ENCODERS[encoding](self.bodies[""])
        return found

    @cached_property
    def is_compressible(self) -> bool:
        return len(self.bodies[""]) >= SMALLEST_COMPRESSED_BYTES

    @property
    def room(self) -> int:
        """Bytes to reckon with; compressed bodies are counted before they are made."""
        return ROOM_PER_PAGE_BYTES + 2 * len(self.bodies[""])


class PageStore:
    """The most recently used pages, as many as fit."""

    def __init__(self, room: int = STORE_BYTES) -> None:
        self.room = room
        self.taken = 0
        self._pages: OrderedDict[str, StoredPage] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, version: str) -> StoredPage | None:
        """The page under `key`, if it is of this state."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.version != version:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: StoredPage) -> None:
        if page.room > min(self.room, PAGE_BYTES):
            return
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.taken += page.room
            while self.taken > self.room:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.taken = 0

    def __len__(self) -> int:
        return len(self._pages)

    def _drop(self, key: str) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.taken -= page.room


@lru_cache(maxsize=256)
def best_encoding(accepted: str) -> str:
    """The content coding to answer an Accept-Encoding header with; empty for none."""
    weights = dict(map(_weight, accepted.lower().split(",")))
    others = weights.get("*", 0)
    offers = {name: weights.get(name, others) for name in ENCODERS}
    best = max(offers, key=offers.get)
    return best if 0 < offers[best] >= weights.get("identity", 0) else ""


def _weight(part: str) -> tuple[str, float]:
    name, _, parameter = part.partition(";")
    try:
        weight = float(parameter.partition("=")[2]) if parameter.strip() else 1.0
    except ValueError:
        weight = 0.0
    return name.strip(), weight
