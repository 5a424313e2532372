"""Whether an article says what it is about, and who wrote it."""

from collections.abc import Iterator

from reviews.models import Article

from .findings import Finding, error, warning


def has_a_show(article: Article) -> Iterator[Finding]:
    if article.ordered_shows:
        return
    if article.kind == Article.Kind.REVIEW:
        yield error("shows.missing", "article_shows", "Name the show that is reviewed.")
    else:
        yield warning(
            "shows.missing",
            "article_shows",
            "No show is named: readers of a show’s page will not find this, if it is about one.",
        )


def has_a_theme(article: Article) -> Iterator[Finding]:
    if not article.themes.all():
        yield warning(
            "themes.missing", "themes", "Add a theme: it leads to other articles, and from them."
        )


def has_a_byline(article: Article) -> Iterator[Finding]:
    if not article.ordered_authors:
        yield warning("authors.missing", "article_authors", "Say who wrote it.")
