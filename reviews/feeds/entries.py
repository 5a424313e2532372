"""What an item holds, in every format: made once from an article loaded `for_listing`."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.text import Truncator

from reviews.gathering import Needed, gather
from reviews.models import Article, Image
from reviews.richtext import plain_text
from reviews.richtext.tree import allowed_text
from reviews.templatetags.reviews import half

from .addresses import copies, full
from .texts import Link, Parts, Picture, html_of, wanted_by

SUMMARY_CHARACTERS = 300
OPENINGS_KEPT = 512


@dataclass(frozen=True)
class Tag:
    """A show or a theme: the full address of the list it is from, and its own name there."""

    scheme: str
    term: str
    label: str


@dataclass(frozen=True)
class Entry:
    """An item; without `html` where the paper gives summaries only."""

    guid: str
    address: str
    title: str
    summary: str
    html: str | None
    published: datetime
    updated: datetime | None
    authors: list[Link]
    tags: list[Tag]
    picture: Picture | None


def entries(articles: list[Article]) -> list[Entry]:
    """Items of `articles`, with one query for all their texts need, one for all links onward."""
    if not settings.FEED_FULL_TEXT:
        return [_entry(article, None) for article in articles]
    needed = gather({each for article in articles for each in wanted_by(article.body)})
    onward = _onward_links(articles)
    texts = (_text(article, needed, onward.get(article.pk, ())) for article in articles)
    return [_entry(article, html) for article, html in zip(articles, texts, strict=True)]


def _entry(article: Article, html: str | None) -> Entry:
    return Entry(
        guid=f"urn:uuid:{article.uuid}",
        address=full("article", article.slug),
        title=allowed_text(article.headline),
        summary=allowed_text(article.standfirst) or _opening(article.body),
        html=html,
        published=article.published_at,
        updated=_updated(article),
        authors=[_author(author) for author in article.ordered_authors],
        tags=[*_tags(article)],
        picture=article.lead_image and _picture(article.lead_image),
    )


def _text(article: Article, needed: Needed, onward: tuple[Link, ...]) -> str:
    wanted = sorted(wanted_by(article.body))
    pictures = [(pk, needed.pictures.get(pk)) for kind, pk in wanted if kind == "picture"]
    return html_of(
        Parts(
            address=full("article", article.slug),
            body=article.body,
            slugs=tuple((each, needed.slugs[each]) for each in wanted if each in needed.slugs),
            pictures=tuple((pk, _picture(image)) for pk, image in pictures if image),
            lead=article.lead_image and _picture(article.lead_image),
            standfirst=allowed_text(article.standfirst),
            rating=_rating(article),
            correction=allowed_text(article.correction_note),
            onward=tuple(onward),
        )
    )


def _updated(article: Article) -> datetime | None:
    """The time of the last change that readers should know of, if it is after publication."""
    time = article.significantly_updated_at
    return time if time and time > article.published_at else None


def _rating(article: Article) -> str:
    if article.rating is None:
        return ""
    work = next((f"{show}: " for show in article.ordered_shows), "")
    return allowed_text(f"{work}{half(article.rating)} out of 5 stars")


@lru_cache(maxsize=OPENINGS_KEPT)
def _opening(body: str) -> str:
    return Truncator(plain_text(body, spoilers=False)).chars(SUMMARY_CHARACTERS)


def _author(author) -> Link:
    return Link(full("author", author.slug), allowed_text(author.name))


def _tags(article: Article):
    shows, themes = full("shows"), full("themes")
    for show in article.ordered_shows:
        yield Tag(shows, show.slug, allowed_text(show.title))
    for theme in article.themes.all():
        yield Tag(themes, theme.slug, allowed_text(theme.name))


def _picture(image: Image) -> Picture:
    src, srcset, width = copies(image)
    return Picture(
        src=src,
        srcset=srcset,
        width=width,
        height=max(1, round(image.height * width / image.width)),
        alt=allowed_text(image.alt),
        caption=allowed_text(image.caption),
        credit=allowed_text(image.credit),
    )


def _onward_links(articles: list[Article]) -> dict[int, tuple[Link, ...]]:
    """Where each article leads, from the function that the settings name, if they do."""
    if not settings.FEED_ONWARD_LINKS:
        return {}
    found = import_string(settings.FEED_ONWARD_LINKS)(articles)
    return {
        pk: tuple(
            Link(full("article", article.slug), allowed_text(article.headline)) for article in to
        )
        for pk, to in found.items()
    }
