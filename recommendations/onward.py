"""Where articles lead a reader who has no page before them: the links under a feed's items."""

from django.db.models import Exists, F, OuterRef, Q, Value

from reviews.models import Article

from .models import NeverRecommend, Override, Recommendation

LINKS = 3
COLUMNS = ("source_id", "target_id", "target__headline", "target__slug", "place")


def links_of(articles):
    """
    Map each article's key to the articles it leads to, in one query for all.

    Pins come first, then the stored list without what is banned; all of it public now.
    """
    links = {}
    for source, target, headline, slug, _ in _rows(articles):
        found = links.setdefault(source, {})
        if len(found) < LINKS:
            found.setdefault(target, Article(pk=target, headline=headline, slug=slug))
    return {source: list(found.values()) for source, found in links.items()}


def _rows(articles):
    keys = [article.pk for article in articles]
    shown = Q(source__in=keys, target__in=Article.objects.published()) & ~Q(
        Exists(NeverRecommend.objects.filter(article=OuterRef("target")))
    )
    words = Override.objects.filter(source=OuterRef("source"), target=OuterRef("target"))
    pins = Override.objects.filter(shown, kind=Override.Kind.PIN)
    stored = Recommendation.objects.filter(shown & ~Q(Exists(words)))
    # Pins before ranks: positions are small and not negative, ranks begin at 1.
    pinned = pins.order_by().annotate(place=F("position") - Value(100_000)).values_list(*COLUMNS)
    ranked = stored.order_by().annotate(place=F("rank")).values_list(*COLUMNS)
    return pinned.union(ranked, all=True).order_by("source_id", "place", "target_id")
