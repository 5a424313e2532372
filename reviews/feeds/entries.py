"""What an item holds, in every format: made once from an article loaded `for_listing`."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.text import Truncator

from reviews.gathering import Needed, gather
from reviews.models import Article, Image, join_names
from reviews.richtext import plain_text
from reviews.richtext.tree import allowed_text
from reviews.templatetags.reviews import half

from .addresses import copies, full
from .reading import Filed, Name
from .texts import Link, Parts, Picture, html_of, wanted_by

SUMMARY_CHARACTERS = 300
OPENINGS_KEPT = 512


class Tag(NamedTuple):
    """A show or a theme: the full address of the list it is from, and its own name there."""

    scheme: str
    term: str
    label: str


class Entry(NamedTuple):
    """An item; without `html` where the paper gives summaries only."""

    guid: str
    address: str
    title: str
    summary: str
    html: str | None
    published: datetime
    updated: datetime | None
    authors: tuple[Link, ...]
    tags: tuple[Tag, ...]
    picture: Picture | None


def entries(filed: list[Filed]) -> list[Entry]:
    """Items of articles, with one query for all their texts need, one for all links onward."""
    if not settings.FEED_FULL_TEXT:
        return summaries(filed)
    articles = [each.article for each in filed]
    needed = gather({each for article in articles for each in wanted_by(article.body)})
    onward = _onward_links(articles)
    texts = (_text(each, needed, onward.get(each.article.pk, ())) for each in filed)
    return [_entry(each, html) for each, html in zip(filed, texts, strict=True)]


def summaries(filed: list[Filed]) -> list[Entry]:
    """Items without their texts."""
    return [_entry(each, None) for each in filed]


def _entry(filed: Filed, html: str | None) -> Entry:
    article = filed.article
    return Entry(
        guid=f"urn:uuid:{article.uuid}",
        address=full("article", article.slug),
        title=allowed_text(article.headline),
        summary=allowed_text(article.standfirst) or _opening(article.body),
        html=html,
        published=article.published_at,
        updated=article.changed_for_readers_at,
        authors=tuple(_author(author) for author in filed.authors),
        tags=(*_tags(filed.shows, full("shows")), *_tags(filed.themes, full("themes"))),
        picture=article.lead_image and _picture(article.lead_image),
    )


def _text(filed: Filed, needed: Needed, onward: tuple[Link, ...]) -> str:
    article = filed.article
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
            byline=_byline(filed),
            rating=_rating(filed),
            correction=allowed_text(article.correction_note),
            corrected=_corrected(article),
            onward=tuple(onward),
        )
    )


def _corrected(article: Article) -> str:
    """What stands before a correction: when it was made, if that is known."""
    if not article.corrected_at:
        return "Correction"
    day = date_format(timezone.localtime(article.corrected_at), "j F Y")
    return f"Corrected on {day}"


def _byline(filed: Filed) -> str:
    """Nothing for one author, whom all software names; of several, much of it names the last."""
    names = [author.text for author in filed.authors]
    return allowed_text(f"By {join_names(names)}") if len(names) > 1 else ""


def _rating(filed: Filed) -> str:
    if filed.article.rating is None:
        return ""
    work = f"{filed.shows[0].full}: " if filed.shows else ""
    return allowed_text(f"{work}{half(filed.article.rating)} out of 5 stars")


@lru_cache(maxsize=OPENINGS_KEPT)
def _opening(body: str) -> str:
    return Truncator(plain_text(body, spoilers=False)).chars(SUMMARY_CHARACTERS)


def _author(author: Name) -> Link:
    return Link(full("author", author.slug), allowed_text(author.text))


def _tags(names: list[Name], scheme: str) -> list[Tag]:
    return [Tag(scheme, name.slug, allowed_text(name.text)) for name in names]


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
