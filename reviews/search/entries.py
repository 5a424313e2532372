"""What of an article is looked for, and how much each part counts."""

from dataclasses import dataclass

from django.utils import timezone

from reviews.models import Article
from reviews.richtext import plain_text

from .words import stems

MOST_BODY_WORDS = 15_000


@dataclass(frozen=True)
class Entry:
    """
    An article as search keeps it: stems of its parts, tokens of its facets, its readable text.

    What a spoiler block hides is in none of them.
    """

    article_pk: int
    headline: str
    tags: str
    standfirst: str
    body: str
    facets: str
    text: str


def entry_of(article: Article) -> Entry:
    """Make the entry of an article that `with_all_that_is_looked_for` loaded."""
    text = plain_text(article.body, spoilers=False)
    return Entry(
        article_pk=article.pk,
        headline=" ".join(stems(article.headline)),
        tags=" ".join(stems(" / ".join(_tag_names(article)))),
        standfirst=" ".join(stems(f"{article.standfirst} {article.verdict}")),
        body=" ".join(stems(text)[:MOST_BODY_WORDS]),
        facets=" ".join(_facets(article)),
        text=text,
    )


def with_all_that_is_looked_for(articles):
    """`articles` with what `entry_of` reads, in a fixed number of queries."""
    return articles.prefetch_related(
        "authors", "shows__aliases", "shows__credits__person__aliases", "themes__aliases"
    )


def facet(name: str, value: str | int) -> str:
    """The token by which an article is known to be of this kind, year, show or theme."""
    return f"{name}{value}".replace("-", "")


def _facets(article: Article):
    yield facet("kind", article.kind)
    yield facet("year", timezone.localtime(article.published_at).year)
    yield from (facet("show", show.pk) for show in article.shows.all())
    yield from (facet("theme", theme.pk) for theme in article.themes.all())


def _tag_names(article: Article):
    """Every name under which readers may know what the article is about, and who wrote it."""
    for show in article.shows.all():
        yield from (show.title, show.original_title)
        yield from (alias.title for alias in show.aliases.all())
        for person in dict.fromkeys(credit.person for credit in show.credits.all()):
            yield from (person.name, *(alias.name for alias in person.aliases.all()))
    for theme in article.themes.all():
        yield theme.name
        yield from (alias.name for alias in theme.aliases.all())
    yield from (author.name for author in article.authors.all())
