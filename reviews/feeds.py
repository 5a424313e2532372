"""The feed: the newest public articles in full, for readers' software."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator

from .listings import newest
from .models import Article, Image
from .rendering import body_for_feed, render_bodies
from .richtext import plain_text
from .rss import FullTextRss
from .templatetags.reviews import absolute

FEED_ITEMS = 20
FEED_PICTURE_WIDTH_PX = 1200
DESCRIPTION_CHARACTERS = 300


@dataclass(frozen=True)
class Entry:
    """An article with its full address and the whole text that subscribers get."""

    article: Article
    address: str
    html: str


def entries(articles: list[Article]) -> list[Entry]:
    """Prepare articles loaded `for_listing`, with one query for the pictures of all texts."""
    bodies = render_bodies(articles)
    return [entry(article, bodies[article.pk]) for article in articles]


def entry(article: Article, body: str) -> Entry:
    address = absolute(article.get_absolute_url())
    context = {"article": article, "body": body}
    text = render_to_string("reviews/feed_entry.html", context)
    return Entry(article, address, body_for_feed(text, address))


class ArticleFeed(Feed):
    """RSS 2.0. One instance answers every request, so nothing is kept on it."""

    feed_type = FullTextRss
    language = settings.LANGUAGE_CODE
    item_guid_is_permalink = False

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        # It says when something was added, not when something was withdrawn or mended.
        del response.headers["Last-Modified"]
        return response

    def title(self):
        return settings.SITE_NAME

    def description(self):
        return f"Every new article of {settings.SITE_NAME}, in full."

    def link(self):
        return absolute(reverse("reviews:home"))

    def feed_url(self):
        return absolute(reverse("reviews:feed"))

    def items(self):
        return entries(newest(FEED_ITEMS))

    def item_title(self, entry):
        return entry.article.headline

    def item_link(self, entry):
        return entry.address

    def item_guid(self, entry):
        return f"urn:uuid:{entry.article.uuid}"

    def item_description(self, entry):
        return entry.article.standfirst or _opening(entry.article)

    def item_pubdate(self, entry):
        return entry.article.published_at

    def item_extra_kwargs(self, entry):
        article = entry.article
        return {
            "content": entry.html,
            "creators": [author.name for author in article.ordered_authors],
            "tags": list(_tags(article)),
            "picture": article.lead_image and _picture(article.lead_image),
            "significantly_updated_at": article.significantly_updated_at,
        }


def _opening(article):
    text = plain_text(article.body, spoilers=False)
    return Truncator(text).chars(DESCRIPTION_CHARACTERS)


def _tags(article):
    """Each show and theme, with the address of the list that it is from."""
    for show in article.ordered_shows:
        yield absolute(reverse("reviews:shows")), show.title
    for theme in article.themes.all():
        yield absolute(reverse("reviews:themes")), theme.name


def _picture(image: Image):
    wide_enough = (pair for pair in image.renditions if pair[0] >= FEED_PICTURE_WIDTH_PX)
    width, name = next(wide_enough, image.renditions[-1])
    return {
        "url": absolute(image.file.storage.url(name)),
        "width": width,
        "height": round(image.height * width / image.width),
        "alt": image.alt,
        "credit": image.credit,
    }
