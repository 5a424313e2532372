"""Where articles lead a reader who has no page before them: the links under a feed's items."""

from typing import NamedTuple

from django.db.models import F, Value

from reviews.models import Article

from .models import Override, Recommendation

LINKS = 3
# Some more than are shown, in place of those that editors ban.
RANKS_READ = 2 * LINKS
BANNED = -100_000
PINNED = -50_000


class Onward(NamedTuple):
    """A link to an article, by what its address and its words are made of."""

    slug: str
    headline: str


def links_of(articles):
    """
    Map each article's key to its links onward, in one query for all.

    Pins come first, then the stored list without what is banned; all of it public now.
    """
    links, banned = {}, set()
    for source, target, slug, headline, place in _rows([article.pk for article in articles]):
        if place <= BANNED:
            banned.add((source, target))
        elif (source, target) not in banned and len(links.setdefault(source, {})) < LINKS:
            links[source].setdefault(target, Onward(slug, headline))
    return {source: list(found.values()) for source, found in links.items()}


def _rows(keys):
    """Bans, pins and stored lines, in this order for each article."""
    public = Article.objects.published()
    shown = {"source__in": keys, "target__in": public, "target__never_recommend": None}
    bans = Override.objects.filter(source__in=keys, kind=Override.Kind.BAN)
    pins = Override.objects.filter(**shown, kind=Override.Kind.PIN)
    stored = Recommendation.objects.filter(**shown, rank__lte=RANKS_READ)
    parts = [
        _placed(bans, Value(BANNED)),
        _placed(pins, F("position") + PINNED),
        _placed(stored, F("rank")),
    ]
    return parts[0].union(*parts[1:], all=True).order_by("source_id", "place", "target_id")


def _placed(rows, place):
    columns = ("source_id", "target_id", "target__slug", "target__headline", "place")
    return rows.order_by().annotate(place=place).values_list(*columns)
