"""The order of a series: which review comes before and after another of the same show."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from .article import Article

COLUMNS = ("slug", "headline", "covers_season", "covers_episode", "published_at")
# A review of a whole season comes after those of its episodes.
AFTER_ALL_EPISODES = 1_000_000
ORDER = ("covers_season", "place_in_season", "pk")


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
    reviews = reviews.exclude(pk=article.pk).annotate(place_in_season=place_in_season())
    before, after = _on_either_side(article)
    nearest = [
        reviews.filter(before).order_by(*(f"-{name}" for name in ORDER)),
        reviews.filter(after).order_by(*ORDER),
    ]
    beside = [Q(pk=Subquery(rows.values("pk")[:1])) for rows in nearest]
    found = {"before": None, "after": None}
    for review in Article.objects.filter(beside[0] | beside[1]).only(*COLUMNS):
        found["after" if _place(review) > _place(article) else "before"] = review
    return Neighbours(found["before"], found["after"])


def place_in_season() -> Coalesce:
    """Where a review stands among those of its season, in a query; a whole season comes last."""
    return Coalesce(NullIf("covers_episode", Value(0)), AFTER_ALL_EPISODES)


def _on_either_side(article: Article) -> list[Q]:
    """What is before the place of `article` in the order of its series, and what is after it."""
    season, episode, pk = _place(article)
    return [
        Q(**{f"covers_season__{side}": season})
        | Q(**{"covers_season": season, f"place_in_season__{side}": episode})
        | Q(**{"covers_season": season, "place_in_season": episode, f"pk__{side}": pk})
        for side in ("lt", "gt")
    ]


def _place(review: Article) -> tuple[int, int, int]:
    """Where a review stands in its series, by the numbers that ORDER names."""
    return review.covers_season, review.covers_episode or AFTER_ALL_EPISODES, review.pk or 0
