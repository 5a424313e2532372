"""Addresses of the feeds: three formats for the paper and for each show, theme and author."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from . import views
from .subjects import FORMATS, KINDS

PREFIXES = {
    "paper": "",
    "show": "shows/<slug:slug>/",
    "theme": "themes/<slug:slug>/",
    "author": "authors/<slug:slug>/",
}


def _read_only(view):
    """405 for what writes, where the check of forms would ask a feed reader for its cookies."""
    return csrf_exempt(require_safe(view))


def _routes():
    for kind in KINDS:
        for format, suffix in FORMATS.items():
            feed = _read_only(views.ArticleFeed(kind, format))
            address = f"{PREFIXES[kind]}feed/" + ("" if format == "rss" else f"{format}/")
            name = ("" if kind == "paper" else f"{kind}_") + f"feed{suffix}"
            yield path(address, feed, name=name)
            yield path(f"{address}until/<slug:until>/", feed, name=f"{name}_until")


urlpatterns = [*_routes(), path("feeds.opml", _read_only(views.opml), name="opml")]
