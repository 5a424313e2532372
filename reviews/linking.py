"""Links in texts to the paper's own pages: tied to ids when a text is saved, led by them after."""

from collections.abc import Iterable, Mapping
from functools import partial
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from lxml.html import HtmlElement

from .addresses import KINDS, Place, place_of
from .models import Article, OldAddress
from .richtext.marking import Target, follow_marks, mark_links, targets
from .richtext.tree import inner_html, parse


def tie_links(html: str) -> str:
    """
    Mark the links of cleaned `html` to articles, shows, themes and authors with their ids.

    Addresses that something had once count, and those of drafts; what an address says goes before
    any mark that came with it. At most two queries for each kind.
    """
    return mark_links(html, _targets_of)


def tie_unmarked(html: str) -> str:
    """The same for links that carry no mark; those that do keep it, as they were tied before."""
    return mark_links(html, _targets_of, keep=True)


def editable_links(html: str) -> str:
    """Marked links with the addresses of today, also of what readers may not see, for editors."""
    found = targets(html)
    slugs = {
        (kind, pk): slug
        for kind, pks in _by_kind(found).items()
        for pk, slug in KINDS[kind].objects.filter(pk__in=pks).values_list("pk", "slug")
    }
    tree = parse(html)
    follow_marks(tree, lambda href, target: address_in(slugs, href, target) or href)
    return inner_html(tree)


def lead_links(tree: HtmlElement, slugs: Mapping[Target, str]) -> None:
    """Give marked links the addresses by `slugs`; what is not among them becomes plain text."""
    follow_marks(tree, partial(address_in, slugs))


def linking_to(article: Article) -> QuerySet:
    """The articles whose texts have a tied link to `article`."""
    mark = f'data-article="{article.pk}"'
    return Article.objects.filter(body__contains=mark).exclude(pk=article.pk)


def address_in(slugs: Mapping[Target, str], href: str, target: Target) -> str | None:
    """The address of `target` by its slug; query and fragment are those of `href`."""
    slug = slugs.get(target)
    if slug is None:
        return None
    url, place = urlsplit(href), own_place(href)
    if place is None or place.kind != target[0]:
        place = Place.page(target[0], slug)
    return SplitResult("", "", place.under(slug), url.query, url.fragment).geturl()


def own_place(href: str) -> Place | None:
    """The article, show, theme or author of ours that a link leads to, if it does."""
    path = own_path(href)
    return path and place_of(path)


def own_path(href: str) -> str | None:
    """The path of a link into this site, which may be written with the site's address."""
    try:
        url = urlsplit(href)
    except ValueError:
        return None
    is_ours = url.netloc.lower() in {"", urlsplit(settings.SITE_URL).netloc}
    is_path = url.path.startswith("/") and url.scheme in {"", "http", "https"}
    return url.path if is_ours and is_path else None


def leads_nowhere(href: str) -> bool:
    """Whether a link that could not be tied is one into this site, where there is no such page."""
    path = own_path(href)
    if path is None or path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
        return False
    with_slash = path if path.endswith("/") else f"{path}/"
    return bool(place_of(path)) or not any(_is_served(each) for each in (path, with_slash))


def _is_served(path: str) -> bool:
    try:
        return bool(resolve(path))
    except Resolver404:
        return False


def _targets_of(hrefs: list[str]) -> list[Target | None]:
    places = [own_place(href) for href in hrefs]
    wanted = _by_kind((place.kind, place.slug.lower()) for place in places if place)
    found = {}
    for kind, slugs in wanted.items():
        old = OldAddress.objects.filter(kind=kind, slug__in=slugs)
        found |= {(kind, slug): pk for slug, pk in old.values_list("slug", "object_id")}
        rows = KINDS[kind].objects.filter(slug__in=slugs).values_list("slug", "pk")
        found |= {(kind, slug): pk for slug, pk in rows}
    pks = [place and found.get((place.kind, place.slug.lower())) for place in places]
    return [pk and (place.kind, pk) for place, pk in zip(places, pks, strict=True)]


def _by_kind(pairs: Iterable[tuple]) -> dict[str, set]:
    kinds = {}
    for kind, value in pairs:
        kinds.setdefault(kind, set()).add(value)
    return kinds
