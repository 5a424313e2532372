"""The order of a series: which review comes before and after another of the same show."""

from dataclasses import dataclass
from datetime import datetime

from .article import Article

COLUMNS = ("slug", "headline", "covers_season", "covers_episode", "published_at")


@dataclass(frozen=True)
class Neighbours:
    """The reviews of the same show before and after one, in the order of its episodes."""

    previous: Article | None = None
    next: Article | None = None

    def __bool__(self) -> bool:
        return bool(self.previous or self.next)

    @property
    def keys(self) -> set[int]:
        return {near.pk for near in (self.previous, self.next) if near}


def series_neighbours(article: Article, *, at: datetime | None = None) -> Neighbours:
    """
    The public reviews next to `article` in the series of its first show; none without an order.

    One query, and none for what is not a part of a series.
    """
    is_part = article.kind == Article.Kind.REVIEW and article.reach
    show = next(iter(article.ordered_shows), None) if is_part else None
    if not show:
        return Neighbours()
    reviews = show.articles.published(at=at).filter(kind=article.kind, covers_season__isnull=False)
    others = [review for review in reviews.only(*COLUMNS) if review.pk != article.pk]
    place = _place(article)
    before = [review for review in others if _place(review) < place]
    after = [review for review in others if _place(review) > place]
    return Neighbours(max(before, key=_place, default=None), min(after, key=_place, default=None))


def _place(review: Article) -> tuple:
    """Where a review stands in its series; one of a whole season comes after its episodes."""
    return *(review.reach or (0, 0)), review.pk or 0
