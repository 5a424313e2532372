"""Which public articles answer a query, best first."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import ExtractYear

from reviews.models import Article, SearchEntry, Show, Theme

from .entries import facet
from .index import backend
from .query import Query

MOST_FOUND = 400
# How many of an article's parts are looked into: headline, and tags, and standfirst, and body.
PARTS = (1, 2, 3, 4)
NARROWINGS_SHOWN = 8


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to; None where it is not."""

    kind: str | None = None
    year: int | None = None
    show: Show | None = None
    theme: Theme | None = None

    @property
    def chosen(self) -> dict[str, str | int | Show | Theme]:
        """What there is of them, by name."""
        return {name: value for name, value in vars(self).items() if value is not None}

    @property
    def facets(self) -> list[str]:
        chosen = self.chosen.items()
        return [facet(name, getattr(value, "pk", value)) for name, value in chosen]

    def __bool__(self) -> bool:
        return bool(self.chosen)


@dataclass(frozen=True)
class Found:
    """Keys of public articles, best first; `is_capped` when only the newest were ranked."""

    pks: list[int] = field(default_factory=list)
    is_capped: bool = False


def find(
    query: Query, filters: Filters = Filters(), *, is_all: bool = True, at: datetime | None = None
) -> Found:
    """
    Public articles that hold all of `query`, or any of it.

    Those that hold it in the headline come first, then in headline and tags, then in these and
    the standfirst, then anywhere. Of each sort the newest come first, of the last the best of
    the newest. The work is bounded: of a word that most articles hold, the newest are ranked.
    """
    if not query:
        return Found()
    pks: dict[int, None] = {}
    for parts in PARTS if is_all else PARTS[-1:]:
        found = backend().find(query, filters.facets, parts=parts, is_all=is_all, limit=MOST_FOUND)
        pks |= dict.fromkeys(found)
        if len(found) >= MOST_FOUND:
            break
    candidates = list(pks)[:MOST_FOUND]
    public = _public(candidates, at=at)
    return Found([pk for pk in candidates if pk in public], len(pks) >= MOST_FOUND)


def _public(pks: list[int], *, at: datetime | None) -> set[int]:
    """Those of `pks` that readers may see, looked up one by one.

    Asked for all at once, SQLite would walk through every public article instead.
    """
    if not pks:
        return set()
    public = Article.objects.published(at=at).filter(pk=OuterRef("pk"))
    entries = SearchEntry.objects.filter(Exists(public), pk__in=pks)
    return set(entries.values_list("pk", flat=True))


def narrowings(pks: list[int]) -> dict[str, list[tuple[object, int]]]:
    """The kinds, years, shows and themes of the found articles, each with how many are of it."""
    articles = Article.objects.filter(pk__in=pks)
    rows = list(articles.values_list("kind", ExtractYear("published_at")))
    kinds = Counter(kind for kind, _ in rows).most_common()
    years = Counter(year for _, year in rows)
    return {
        "kind": [(Article.Kind(kind), count) for kind, count in kinds],
        "year": sorted(years.items(), reverse=True),
        "show": _most_common(Show, articles),
        "theme": _most_common(Theme, articles),
    }


def _most_common(model: type[Show] | type[Theme], articles) -> list[tuple[Show | Theme, int]]:
    tags = model.objects.filter(articles__in=articles).annotate(count=Count("articles"))
    return [(tag, tag.count) for tag in tags.order_by("-count", "pk")[:NARROWINGS_SHOWN]]
