"""What a person sees who opens a feed in a browser: what it is and what to do with it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers

from .entries import summaries
from .opened import OPENED_HEADER
from .subjects import FORMATS, Subject

LABELS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
MEDIA_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}


def page_about(request: HttpRequest, subject: Subject, format: str) -> HttpResponse:
    """
    A page in place of the feed, for this browser alone.

    No cache may keep it: one that takes it for the feed would give it to subscribers.
    """
    context = {
        "subject": subject,
        "address": subject.feed(format),
        "formats": [(LABELS[name], subject.feed(name), name == format) for name in FORMATS],
        "feeds": [
            (MEDIA_TYPES[name], f"{subject.title} ({LABELS[name]})", subject.feed(name))
            for name in FORMATS
        ],
        "entries": summaries(subject.articles),
        "is_full": settings.FEED_FULL_TEXT,
    }
    response = TemplateResponse(request, "reviews/feed.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    patch_vary_headers(response, [OPENED_HEADER])
    return response
