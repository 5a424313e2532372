"""Tells a person who opened a feed's address in a browser from software that reads the feed."""

from django.http import HttpRequest

OPENED_HEADER = "Sec-Fetch-Dest"


def is_opened(request: HttpRequest) -> bool:
    """
    Whether a feed's address was opened as a page.

    Browsers say so in a header that software for reading feeds does not send and that no script
    can set. `Accept` would not tell: some of that software sends a browser's.
    """
    return (
        request.META.get("HTTP_SEC_FETCH_DEST") == "document"
        and "/feed/" in request.path
        and "text/html" in request.META.get("HTTP_ACCEPT", "")
    )
