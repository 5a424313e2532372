"""Tells a person who opened a feed's address in a browser from software that reads the feed."""

import re

from django.http import HttpRequest

OPENED_HEADER = "Sec-Fetch-Dest"
# Not all that ends in "/feed/": that may be the page of a film of this name.
FEED = re.compile(r"(/(shows|themes|authors)/[^/]+)?/feed/")


def is_feed(path: str) -> bool:
    """Whether a path is that of a feed or of its archives; for who answers before any view."""
    return "/feed/" in path and FEED.match(path) is not None


def is_opened(request: HttpRequest) -> bool:
    """
    Whether a feed's address was opened as a page.

    Browsers say so in a header that software for reading feeds does not send and that no script
    can set. `Accept` would not tell: some of that software sends a browser's.
    """
    return (
        request.META.get("HTTP_SEC_FETCH_DEST") == "document"
        and is_feed(request.path)
        and "text/html" in request.META.get("HTTP_ACCEPT", "")
    )
