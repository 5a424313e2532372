"""The search page."""

import re
from dataclasses import dataclass, fields

from django.http import QueryDict
from django.template.response import TemplateResponse

from reviews.listings import page_of
from reviews.models import Article, SearchEntry, Show, Theme

from .excerpts import Piece, excerpt, marked
from .finding import Filters, find, narrowings
from .query import Query, parse
from .suggesting import near_names

HITS_PER_PAGE = 20
NARROWED_BY = [field.name for field in fields(Filters)]
VALID_SLUG = re.compile(r"[-\w]{1,200}", re.ASCII)


@dataclass(frozen=True)
class Hit:
    """An article that was found, with what of it answers the search; `names` of its tags do."""

    article: Article
    headline: list[Piece]
    standfirst: list[Piece]
    excerpt: list[Piece]
    names: list[list[Piece]]


def search(request):
    """What the paper has about the words in `q`; without words, the form alone."""
    query = parse(request.GET.get("q", ""))
    context = {"query": query, "page": None}
    if query:
        context |= answer(query, request.GET)
    response = TemplateResponse(request, "reviews/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def answer(query: Query, typed: QueryDict) -> dict:
    """The context of a page of hits, or of a page that helps who found nothing."""
    filters = read_filters(typed)
    found = find(query, filters)
    page = page_of(found.pks, typed.get("page"), size=HITS_PER_PAGE)
    context = {
        "filters": filters,
        "found": found,
        "page": page,
        "hits": hits(page, query),
        "paging_start": _address(query, filters.chosen),
    }
    if found.pks:
        return context | {"narrowings": narrow_links(found.pks, query, filters)}
    some = find(query, is_all=False).pks[:5]
    return context | {"near": near_names(query.text), "some": hits(some, query)}


def read_filters(typed: QueryDict) -> Filters:
    """What the address narrows the search to; a value that means nothing narrows nothing."""
    year = typed.get("year", "")
    kind = typed.get("kind", "")
    return Filters(
        kind=kind if kind in Article.Kind.values else None,
        year=int(year) if year.isdecimal() and year.isascii() and len(year) == 4 else None,
        show=_tag(Show, typed.get("show")),
        theme=_tag(Theme, typed.get("theme")),
    )


def hits(pks: list[int], query: Query) -> list[Hit]:
    """The articles at `pks`, in the order that `find` gave, with the words of `query` marked."""
    articles = Article.objects.for_listing().defer("body").in_bulk(list(pks))
    texts = dict(SearchEntry.objects.filter(pk__in=articles).values_list("pk", "text"))
    return [
        Hit(
            article=articles[pk],
            headline=marked(articles[pk].headline, query.stems),
            standfirst=marked(articles[pk].standfirst, query.stems),
            excerpt=excerpt(texts.get(pk, ""), query.stems),
            names=marked_names(articles[pk], query.stems),
        )
        for pk in pks
        if pk in articles
    ]


def marked_names(article: Article, wanted: frozenset[str]) -> list[list[Piece]]:
    """The names of shows and themes that hold a wanted word, the words marked."""
    tags = [*article.ordered_shows, *article.themes.all()]
    names = [marked(str(tag), wanted) for tag in tags]
    return [name for name in names if any(piece.is_marked for piece in name)]


def narrow_links(pks: list[int], query: Query, filters: Filters) -> list[dict]:
    """Links that narrow the search, by name, and those that undo what narrows it now."""
    chosen = filters.chosen
    groups = []
    for name, values in narrowings(pks).items():
        others = {key: value for key, value in chosen.items() if key != name}
        if name in chosen:
            link = {"label": _label(name, chosen[name]), "address": _address(query, others)}
            groups.append({"name": name, "chosen": link})
        elif len(values) > 1:
            links = [
                {
                    "label": _label(name, value),
                    "count": count,
                    "address": _address(query, others | {name: value}),
                }
                for value, count in values
            ]
            groups.append({"name": name, "links": links})
    return groups


def _label(name: str, value: str | int | Show | Theme) -> str:
    return Article.Kind(value).label.capitalize() if name == "kind" else str(value)


def _address(query: Query, chosen: dict) -> str:
    """One address for one narrowing, in whichever order it was clicked together."""
    typed = QueryDict(mutable=True)
    typed["q"] = query.text
    for name in NARROWED_BY:
        if name in chosen:
            typed[name] = getattr(chosen[name], "slug", chosen[name])
    return f"?{typed.urlencode()}"


def _tag(model, slug: str | None):
    """The show or theme of an address; None for a slug that no database could take either."""
    if not slug or not VALID_SLUG.fullmatch(slug):
        return None
    return model.objects.filter(slug=slug).first()
