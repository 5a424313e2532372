"""All names under which shows, themes and people go, their aliases among them, folded."""

from collections.abc import Iterator

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .folding import fold_name
from .models import Article, KeptApart, Person, PersonAlias, Show, ShowAlias, Theme, ThemeAlias
from .twins import Likeness, Name, twins

MODELS = {"theme": Theme, "show": Show, "person": Person}
ALIASES = {"theme": ThemeAlias, "person": PersonAlias}
PATHS = {
    "theme": "themes",
    "show": "shows",
    "author": "authors",
    "person": "shows__credits__person",
}
YEARS_APART = 1


def names_of(kind: str) -> Iterator[Name]:
    """The names of all things of a kind, in two queries."""
    if kind == "show":
        for pk, *titles in Show.objects.values_list("pk", "title", "original_title").order_by():
            yield from (Name(pk, fold_name(title)) for title in titles if title)
        for pk, title in ShowAlias.objects.values_list("show_id", "title").order_by():
            yield Name(pk, fold_name(title))
        return
    yield from (Name(*row) for row in MODELS[kind].objects.values_list("pk", "folded").order_by())
    rows = ALIASES[kind].objects.values_list(f"{kind}_id", "folded").order_by()
    yield from (Name(*row) for row in rows)


def twins_of(kind: str) -> dict[tuple[int, int], Likeness]:
    """Pairs of a kind that may be one, without those that an editor has kept apart."""
    found = twins(names_of(kind))
    apart = KeptApart.objects.filter(kind=kind).values_list("low_id", "high_id")
    for pair in apart:
        found.pop(pair, None)
    if kind == "show":
        years = dict(Show.objects.values_list("pk", "first_year").order_by())
        found = {
            (low, high): likeness
            for (low, high), likeness in found.items()
            if abs(years[low] - years[high]) <= YEARS_APART
        }
    return found


def counted(kind: str, keys) -> dict[int, object]:
    """Things of a kind by key, each with `live`, the number of public articles that bear it."""
    return with_live(MODELS[kind].objects.order_by()).in_bulk(list(keys))


def with_live(things: QuerySet) -> QuerySet:
    """Shows, themes, people or authors with `live`, the number of public articles of each."""
    path = PATHS[things.model._meta.model_name]
    bearing = Article.objects.published().filter(**{path: OuterRef("pk")}).order_by()
    number = bearing.values(path).annotate(number=Count("pk", distinct=True)).values("number")
    return things.annotate(live=Coalesce(Subquery(number, output_field=IntegerField()), 0))
