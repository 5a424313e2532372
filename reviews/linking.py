"""Links in texts to the paper's own pages: tied to ids when a text is saved, led by them after."""

from collections.abc import Iterable, Mapping
from functools import partial
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from .addresses import KINDS, Place, place_of
from .models import OldAddress
from .richtext.marking import Target, follow_marks, mark_links, targets


def tie_links(html: str) -> str:
    """
    Mark the links of cleaned `html` to articles, shows, themes and authors with their ids.

    Addresses that something had once count, and those of drafts; what an address says goes before
    any mark that came with it. At most two queries for each kind.
    """
    return mark_links(html, _targets_of)


def editable_links(html: str) -> str:
    """Marked links with the addresses of today, also of what readers may not see, for editors."""
    found = targets(html)
    slugs = {
        (kind, pk): slug
        for kind, pks in _by_kind(found).items()
        for pk, slug in KINDS[kind].objects.filter(pk__in=pks).values_list("pk", "slug")
    }
    return follow_marks(html, lambda href, target: address_in(slugs, href, target) or href)


def led_links(html: str, slugs: Mapping[Target, str]) -> str:
    """Marked links with the addresses by `slugs`; what is not among them becomes plain text."""
    return follow_marks(html, partial(address_in, slugs))


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
    """The place of ours that a link leads to, by its path or with the site's own address."""
    try:
        url = urlsplit(href)
    except ValueError:
        return None
    is_ours = url.netloc.lower() in {"", urlsplit(settings.SITE_URL).netloc}
    is_path = url.path.startswith("/") and url.scheme in {"", "http", "https"}
    return place_of(url.path) if is_ours and is_path else None


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
