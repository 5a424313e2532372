"""Addresses of the feeds: three formats for the paper and for each show, theme and author."""

from django.urls import path

from . import views
from .subjects import FORMATS, KINDS

PREFIXES = {
    "paper": "",
    "show": "shows/<slug:slug>/",
    "theme": "themes/<slug:slug>/",
    "author": "authors/<slug:slug>/",
}


def _routes():
    for kind in KINDS:
        for format, suffix in FORMATS.items():
            feed = views.ArticleFeed(kind, format)
            address = f"{PREFIXES[kind]}feed/" + ("" if format == "rss" else f"{format}/")
            name = ("" if kind == "paper" else f"{kind}_") + f"feed{suffix}"
            yield path(address, feed, name=name)
            yield path(f"{address}until/<slug:until>/", feed, name=f"{name}_until")


urlpatterns = [*_routes(), path("feeds.opml", views.opml, name="opml")]
