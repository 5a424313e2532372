"""A feed's articles with what they are filed under: four queries for all of them."""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from reviews.models import Article, ArticleAuthor, ArticleShow, Show
from reviews.models.article_queries import ArticleQuerySet
from reviews.models.prepared import PreparedQuery

TITLES_KEPT = 512


class Name(NamedTuple):
    """An author, show or theme: `text` is its name among others of its kind, `full` alone."""

    slug: str
    text: str
    full: str


class Filed(NamedTuple):
    """An article with its authors and shows in their order, and its themes by name."""

    article: Article
    authors: list[Name]
    shows: list[Name]
    themes: list[Name]

    def names(self, kind: str) -> list[Name]:
        return {"author": self.authors, "show": self.shows, "theme": self.themes}[kind]


def read(articles: ArticleQuerySet) -> list[Filed]:
    """
    Load the articles and their tags, these as plain rows.

    Prefetching would make some hundred model instances for a name and an address each, and
    compile three queries: it takes longer than all the rest of a feed.
    """
    found = list(articles.for_feed())
    if not found:
        return []
    keys = tuple(article.pk for article in found)
    authors, shows, themes = _authors(keys), _shows(keys), _themes(keys)
    return [Filed(one, authors[one.pk], shows[one.pk], themes[one.pk]) for one in found]


def _author_rows(keys):
    rows = ArticleAuthor.objects.filter(article__in=keys)
    return rows.values_list("article_id", "author__slug", "author__name")


def _show_rows(keys):
    rows = ArticleShow.objects.filter(article__in=keys)
    return rows.values_list("article_id", "show__slug", "show__title", "show__first_year")


def _theme_rows(keys):
    rows = Article.themes.through.objects.filter(article__in=keys).order_by("theme__name")
    return rows.values_list("article_id", "theme__slug", "theme__name")


AUTHORS = PreparedQuery(_author_rows)
SHOWS = PreparedQuery(_show_rows)
THEMES = PreparedQuery(_theme_rows)


def _authors(keys: tuple[int, ...]) -> dict[int, list[Name]]:
    rows = AUTHORS.rows(keys=keys)
    return _by_article((pk, Name(slug, name, name)) for pk, slug, name in rows)


def _shows(keys: tuple[int, ...]) -> dict[int, list[Name]]:
    rows = SHOWS.rows(keys=keys)
    return _by_article(
        (pk, Name(slug, title, _full_title(title, year))) for pk, slug, title, year in rows
    )


@lru_cache(maxsize=TITLES_KEPT)
def _full_title(title: str, year: int) -> str:
    return str(Show(title=title, first_year=year))


def _themes(keys: tuple[int, ...]) -> dict[int, list[Name]]:
    rows = THEMES.rows(keys=keys)
    return _by_article((pk, Name(slug, name, name)) for pk, slug, name in rows)


def _by_article(rows) -> dict[int, list[Name]]:
    found = defaultdict(list)
    for pk, name in rows:
        found[pk].append(name)
    return found
