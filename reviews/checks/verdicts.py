"""Whether a review says all that readers, and search engines, look for in one."""

from collections.abc import Iterator

from reviews import structured_data
from reviews.models import Article

from .findings import Finding, warning

# Of a Review, as search engines show it: https://developers.google.com/search/docs/appearance/
# structured-data/review-snippet. Publishing gives the date; a rating makes it one at all.
NAMES = {
    "author": ("article_authors", "its author"),
    "description": ("standfirst", "a description, made from the standfirst"),
    "itemReviewed": ("article_shows", "the show"),
    "reviewRating": ("rating", "a rating"),
}


def is_whole_for_search_engines(article: Article) -> Iterator[Finding]:
    """What is missing before search engines can show a review as one."""
    if article.kind != Article.Kind.REVIEW:
        return
    show = next(iter(article.ordered_shows), None)
    node, _ = structured_data.of_article(article, show, ())
    has = {
        "author": article.ordered_authors,
        "description": node.get("description"),
        "itemReviewed": show,
        "reviewRating": article.rating is not None,
    }
    missing = [name for name in NAMES if not has[name]]
    if missing:
        fields, words = zip(*(NAMES[name] for name in missing), strict=True)
        message = f"Search engines cannot show this as a review: it lacks {', '.join(words)}."
        yield warning("machines.review", fields[0], message, subject=" ".join(fields))


def says_why_it_rates(article: Article) -> Iterator[Finding]:
    if article.rating is not None and not article.verdict.strip():
        yield warning("verdict.missing", "verdict", "Say in a sentence why it is rated so.")


def says_what_it_gives_away(article: Article) -> Iterator[Finding]:
    is_review = article.kind == Article.Kind.REVIEW
    has_episodes = any(show.is_episodic for show in article.ordered_shows)
    if is_review and has_episodes and article.covers_season is None:
        yield warning(
            "spoilers.unsaid",
            "covers_season",
            "Say through which season and episode the text gives events away.",
        )
