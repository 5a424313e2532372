"""Where pages are: of what a path is the address, and where what was there has gone."""

from dataclasses import dataclass
from enum import Enum

from django.db.models import QuerySet
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import Resolver404, resolve, reverse

from .models import Article, Author, OldAddress, Show, Theme

KINDS = {"article": Article, "show": Show, "theme": Theme, "author": Author}


class Fate(Enum):
    MOVED = "moved"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What became of a path; `address` is the path of today when it has moved."""

    fate: Fate
    address: str = ""


@dataclass(frozen=True)
class Place:
    """An address under the page of an article, a show, a theme or an author."""

    kind: str
    slug: str
    view: str
    arguments: dict[str, object]

    @classmethod
    def page(cls, kind: str, slug: str) -> "Place":
        return cls(kind, slug, f"reviews:{kind}", {"slug": slug})

    @property
    def is_feed(self) -> bool:
        return "_feed" in self.view

    def under(self, slug: str) -> str:
        """The same address with another slug in it."""
        return reverse(self.view, kwargs=self.arguments | {"slug": slug})


UNKNOWN, GONE = Answer(Fate.UNKNOWN), Answer(Fate.GONE)


def place_of(path: str) -> Place | None:
    """The place that `path` names, whether anything is there or not; None for other paths."""
    try:
        found = resolve(path if path.endswith("/") else f"{path}/")
    except Resolver404:
        return None
    kind = (found.url_name or "").partition("_")[0]
    if found.app_names != ["reviews"] or kind not in KINDS or "slug" not in found.kwargs:
        return None
    return Place(kind, found.kwargs["slug"], found.view_name, found.kwargs)


def where(path: str) -> Answer:
    """
    Tell where the page or feed at `path`, that nobody finds there, has gone.

    It has moved when what was there has another slug today, or the slug is written in capitals,
    and readers may see it; it is gone when it was deleted, and a feed also when what it was of
    has been merged into another. At most three queries, none for paths of other kinds.
    """
    place = place_of(path)
    if place is None:
        return UNKNOWN
    slug = place.slug.lower()
    if slug != place.slug and live(place.kind).filter(slug=slug).exists():
        return _moved(place, slug)
    old = OldAddress.objects.filter(kind=place.kind, slug=slug).first()
    if old is None:
        return UNKNOWN
    if (old.is_merged and place.is_feed) or _is_deleted(old):
        return GONE
    shown = live(place.kind).filter(pk=old.object_id)
    return _moved(place, shown.values_list("slug", flat=True).first())


def _moved(place: Place, slug: str | None) -> Answer:
    is_elsewhere = slug not in {None, place.slug}
    return Answer(Fate.MOVED, place.under(slug)) if is_elsewhere else UNKNOWN


def live(kind: str, *, at=None) -> QuerySet:
    """What of a kind has a page that readers may see: the articles, or what public ones bear."""
    public = Article.objects.published(at=at)
    if kind == "article":
        return public
    return KINDS[kind].objects.filter(articles__in=public).distinct()


def _is_deleted(old: OldAddress) -> bool:
    return not KINDS[old.kind].objects.filter(pk=old.object_id).exists()


@receiver(post_delete, sender=Article)
@receiver(post_delete, sender=Show)
@receiver(post_delete, sender=Theme)
@receiver(post_delete, sender=Author)
def leave_address(*, instance, **kwargs):
    """Remember what is deleted, by whichever door, so that its readers are told."""
    if instance.leaves_addresses:
        OldAddress.objects.leave(instance, instance.slug)
