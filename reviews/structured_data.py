"""
What pages say to machines, as JSON-LD in the vocabulary of schema.org.

Each function returns the nodes of one page for `graph`. Nothing is claimed that readers cannot
see: what is not rated has no rating, and what hides a spoiler is in no description.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from .models import Article, Author, Credit, Image, Show, Theme
from .models.article import RATINGS
from .models.image import CROPS_PX
from .social import card_of
from .templatetags.reviews import absolute

Node = dict[str, Any]

DESCRIPTION_CHARACTERS = 200
HEADLINE_CHARACTERS = 110
# With a longer one Google shows no review.
AUTHOR_CHARACTERS = 99
# Inside a script only these could end it, or begin a comment that hides its end.
ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}
ARTICLE_TYPES = {Article.Kind.NEWS: "NewsArticle"}
CREDIT_PROPERTIES = {"creator": "creator", "director": "director", "cast": "actor"}


def script_text(nodes: list[Node]) -> SafeString:
    """The nodes as text that may stand inside a script element."""
    graph = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))  # noqa: S308


def of_site() -> list[Node]:
    """The front page: the paper, and how it is searched."""
    search = f"{absolute(reverse('reviews:search'))}?q={{words}}"
    action = {"@type": "SearchAction", "target": search, "query-input": "required name=words"}
    site = {"@type": "WebSite", "name": settings.SITE_NAME, "url": absolute("/")}
    return [site | {"publisher": _publisher(), "potentialAction": action}]


def of_article(article: Article, show: Show | None, credits: Iterable[Credit]) -> list[Node]:
    """
    An article: a Review where a show is rated, else an Article about its shows.

    Google takes no Review without a rating, so a review that gives none is an Article.
    """
    work = show and _work(show, credits)
    is_rated = article.rating is not None and show is not None
    about = [work, *map(_work, article.ordered_shows[1:])] if work else []
    if is_rated:
        node = {"@type": "Review", "itemReviewed": work, "reviewRating": _rating(article)}
    else:
        node = {"@type": ARTICLE_TYPES.get(article.kind, "Article"), "about": about}
    steps = [*_way_to(show), (article.headline, article.get_absolute_url())]
    return [_without_empty(node | _about_article(article)), _breadcrumbs(steps)]


def of_show(show: Show, credits: Iterable[Credit]) -> list[Node]:
    poster = show.poster and absolute(show.poster.rendition_url(800))
    more = {"description": show.synopsis, "image": poster}
    return [_without_empty(_work(show, credits) | more), _breadcrumbs(_way_to(show))]


def of_author(author: Author) -> list[Node]:
    links = [link.url for link in author.links.all()]
    portrait = author.portrait and absolute(author.portrait.rendition_url(800))
    person = _person(author) | {"description": author.bio, "image": portrait, "sameAs": links}
    page = {"@type": "ProfilePage", "url": absolute(author.get_absolute_url())}
    steps = [(author.name, author.get_absolute_url())]
    return [page | {"mainEntity": _without_empty(person)}, _breadcrumbs(steps)]


def of_theme(theme: Theme) -> list[Node]:
    address = theme.get_absolute_url()
    page = {"@type": "CollectionPage", "name": theme.name, "description": theme.description}
    steps = [("Themes", reverse("reviews:themes")), (theme.name, address)]
    return [_without_empty(page | {"url": absolute(address)}), _breadcrumbs(steps)]


def _about_article(article: Article) -> Node:
    address = absolute(article.get_absolute_url())
    changed = article.changed_for_readers_at or article.published_at
    return {
        "headline": Truncator(article.headline).chars(HEADLINE_CHARACTERS),
        "name": article.headline,
        "description": Truncator(article.standfirst).chars(DESCRIPTION_CHARACTERS),
        "url": address,
        "mainEntityOfPage": address,
        "identifier": f"urn:uuid:{article.uuid}",
        "image": _shapes(article.lead_image),
        "author": [_person(author) for author in article.ordered_authors] or _publisher(),
        "publisher": _publisher(),
        "datePublished": _time(article.published_at),
        "dateModified": _time(changed),
        "correction": _correction(article),
        "keywords": [theme.name for theme in article.themes.all()],
        "inLanguage": settings.LANGUAGE_CODE,
    }


def _correction(article: Article) -> Node:
    note = {"text": article.correction_note, "datePublished": _time(article.corrected_at)}
    return _without_empty({"@type": "CorrectionComment"} | note) if note["text"] else {}


def _shapes(image: Image | None) -> list[str]:
    """The picture in each shape that search engines want; without one, the paper's own card."""
    if image is None:
        return [absolute(card_of(None).url)]
    return [*dict.fromkeys(absolute(image.crop_url(shape)) for shape in CROPS_PX)]


def _rating(article: Article) -> Node:
    return {
        "@type": "Rating",
        "ratingValue": float(article.rating),
        "bestRating": float(max(RATINGS)),
        "worstRating": float(min(RATINGS)),
    }


def _work(show: Show, credits: Iterable[Credit] = ()) -> Node:
    """A show as a TVSeries, when it has episodes, or as a Movie."""
    is_series = show.is_episodic or bool(show.seasons)
    node = {
        "@type": "TVSeries" if is_series else "Movie",
        "name": show.title,
        "alternateName": show.original_title,
        "url": absolute(show.get_absolute_url()),
        "countryOfOrigin": show.country and {"@type": "Country", "name": show.country},
    }
    if is_series:
        ends = show.last_year and str(show.last_year)
        years = {"startDate": str(show.first_year), "endDate": ends}
        node |= years | {"numberOfSeasons": show.seasons}
    else:
        node["dateCreated"] = str(show.first_year)
    for credit in credits:
        name = CREDIT_PROPERTIES.get(credit.role)
        if name:
            person = {"@type": "Person", "name": credit.person.name}
            node.setdefault(name, []).append(person)
    return _without_empty(node)


def _person(author: Author) -> Node:
    return {
        "@type": "Person",
        "name": Truncator(author.name).chars(AUTHOR_CHARACTERS),
        "url": absolute(author.get_absolute_url()),
    }


def _publisher() -> Node:
    logo = {"@type": "ImageObject", "url": absolute(static("icons/512.png"))}
    return {
        "@type": "Organization",
        "name": settings.SITE_NAME,
        "url": absolute("/"),
        "logo": logo,
    }


def _way_to(show: Show | None) -> list[tuple[str, str]]:
    shows = ("Shows", reverse("reviews:shows"))
    return [shows, (show.title, show.get_absolute_url())] if show else []


def _breadcrumbs(steps: list[tuple[str, str]]) -> Node:
    """The way from the front page, each step as (name, path)."""
    way = [(settings.SITE_NAME, "/"), *steps]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
        for place, (name, path) in enumerate(way, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _time(moment) -> str | None:
    return moment and timezone.localtime(moment).isoformat(timespec="seconds")


def _without_empty(node: Node) -> Node:
    return {name: value for name, value in node.items() if value or value == 0}
