"""The feeds as views on Django's syndication framework, and the list of them all."""

from datetime import date

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.utils.feedgenerator import Stylesheet

from reviews.listings import with_public_articles
from reviews.models.fields import EARLIEST, LATEST
from reviews.richtext.tree import allowed_text
from reviews.templatetags.reviews import absolute

from .atom import FullTextAtom
from .entries import entries
from .jsonfeed import JsonFeed
from .opened import OPENED_HEADER, is_opened
from .page import page_about
from .rss import FullTextRss
from .subjects import TAGS, Subject, feed_address, find

GENERATORS = {"rss": FullTextRss, "atom": FullTextAtom, "json": JsonFeed}
OPML = "text/x-opml; charset=utf-8"
ICON = "icons/192.png"


class ArticleFeed(Feed):
    """
    One kind of feed in one format. An instance answers every request, so it keeps nothing.

    Django's own Last-Modified says when something was added, not when something was withdrawn or
    mended: it is left out, and `reviews.freshness` puts a right one in its place.
    """

    language = settings.LANGUAGE_CODE

    def __init__(self, kind, format):
        self.kind = kind
        self.format = format
        self.feed_type = GENERATORS[format]

    def __call__(self, request, *args, **kwargs):
        """
        Answer with the feed in one piece, or with a page about it to a person in a browser.

        Django lets the generator write into the response, which then is a thousand pieces.
        """
        subject = self.get_object(request, *args, **kwargs)
        if is_opened(request):
            return page_about(request, subject, self.format)
        generator = self.get_feed(subject, request)
        response = HttpResponse(generator.in_bytes(), content_type=generator.content_type)
        patch_vary_headers(response, [OPENED_HEADER])
        return response

    def get_object(self, request, slug=None, until=None):
        return find(self.kind, slug, until and _day(until))

    def title(self, subject):
        return subject.title

    def description(self, subject):
        return subject.description

    def subtitle(self, subject):
        return subject.description

    def author_name(self):
        """Atom asks for an author where an item has none."""
        return settings.SITE_NAME

    def link(self, subject):
        return subject.page

    def feed_url(self, subject):
        return subject.self_address(self.format)

    def feed_guid(self, subject):
        return subject.page

    def stylesheets(self):
        """In full, for a feed that a browser has saved as a file."""
        return [Stylesheet(absolute(static("css/feed.css")), mimetype="text/css", media=None)]

    def feed_extra_kwargs(self, subject):
        return {
            "links": list(_links(subject, self.format)),
            "is_archive": bool(subject.until),
            "icon": absolute(static(ICON)),
        }

    def items(self, subject):
        """None for Django, which asks a dozen questions of each by name: see `get_feed`."""
        return ()

    def get_feed(self, subject, request):
        """The generator with its items: it writes the entries, and takes the last of the times."""
        generator = super().get_feed(subject, request)
        generator.items += [
            {"entry": entry, "pubdate": entry.published, "updateddate": entry.updated}
            for entry in entries(subject.articles)
        ]
        return generator


def opml(request):
    """All feeds, for readers' software to subscribe to in one go."""
    outlines = [("paper", settings.SITE_NAME, absolute("/"), feed_address("paper", None, "rss"))]
    for kind, model in TAGS.items():
        for tag in with_public_articles(model.objects):
            page, feed = absolute(tag.get_absolute_url()), feed_address(kind, tag.slug, "rss")
            outlines.append((kind, allowed_text(str(tag)), page, feed))
    context = {"outlines": outlines}
    return render(request, "reviews/feeds.opml", context, content_type=OPML)


def _day(text):
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404("No such day.") from None
    # One way to write a day; and at the calendar's ends there is no day before or after.
    if day.isoformat() != text or not EARLIEST.date() <= day <= LATEST.date():
        raise Http404("No article can be of that day.")
    return day


def _links(subject: Subject, format):
    """What RFC 5005 and WebSub want to know of a feed, as (relation, address)."""
    if subject.until:
        yield "current", subject.feed(format)
    else:
        yield from (("hub", hub) for hub in settings.WEBSUB_HUBS)
    if subject.older:
        yield "prev-archive", subject.archive(format, subject.older)
