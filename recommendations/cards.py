"""Cards: a link with its reasons in words. Names come from the article's own tags, now."""

from dataclasses import dataclass

from django.db import connection, models
from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from reviews.models import Article, Image, credits_of_shows, join_names

from .candidates import Rung
from .prepared import PreparedQuery

REASONS_SHOWN = 3
COLUMNS = ("pk", "headline", "slug", "kind", "article_authors__author__name")
# A moment would have to be read otherwise on each database, and no card shows one.
PICTURE = [
    field for field in Image._meta.concrete_fields if not isinstance(field, models.DateTimeField)
]


@dataclass(frozen=True, slots=True)
class Target:
    """The article that a card leads to, as far as the card shows it."""

    pk: int
    headline: str
    slug: str
    kind: str
    byline: str
    lead_image: Image | None

    def get_absolute_url(self):
        return reverse("reviews:article", args=[self.slug])

    def get_kind_display(self):
        return Article.Kind(self.kind).label


@dataclass(frozen=True, slots=True)
class Card:
    """One link: where to, why (names, heaviest first), by which rung, and the rung in words."""

    article: Target
    reasons: tuple[str, ...]
    rung: Rung
    label: str


def make_cards(article, chosen, *, at=None):
    """
    The card of each candidate by key, reasons named as `article`'s tags are now.

    One query; none for names where the article was loaded with `for_page`. What a reader may
    not see any more has no card.
    """
    targets = _targets([candidate.pk for candidate in chosen], at) if chosen else {}
    names = TagNames(article, {tag for candidate in chosen for tag in candidate.reasons})
    return {
        candidate.pk: _card(article, candidate, targets[candidate.pk], names)
        for candidate in chosen
        if candidate.pk in targets
    }


class TagNames:
    """Names of an article's own tags; looks only for kinds that `tags` has."""

    def __init__(self, article, tags):
        kinds = {tag.partition(":")[0] for tag in tags}
        self.names = {f"show:{show.pk}": show.title for show in article.ordered_shows}
        self.credited_on = {}
        if "theme" in kinds:
            self.names |= {f"theme:{theme.pk}": theme.name for theme in article.themes.all()}
        if "person" in kinds:
            self._read_people(article.ordered_shows, tags)

    def of(self, tags):
        """
        Names of `tags` that the article still has, in their order.

        People come along with a show: where the show is shared, they say nothing new.
        """
        shared = {tag for tag in tags if tag in self.names}
        telling = [tag for tag in tags if tag in shared and self._is_telling(tag, shared)]
        return tuple(self.names[tag] for tag in telling[:REASONS_SHOWN])

    def name(self, tag):
        """The tag's kind and name, or the bare tag when the article no longer has it."""
        kind = tag.partition(":")[0]
        return f"{kind} {self.names[tag]}" if tag in self.names else tag

    def _read_people(self, shows, tags):
        prefetch_related_objects(shows, credits_of_shows())
        for show in shows:
            for credit in show.credits.all():
                key = f"person:{credit.person_id}"
                if key in tags:
                    self.names[key] = credit.person.name
                    self.credited_on.setdefault(key, set()).add(f"show:{show.pk}")

    def _is_telling(self, tag, shared):
        return not (self.credited_on.get(tag, set()) & shared)


def _card(article, candidate, target, names):
    is_related = candidate.rung in {Rung.PINNED, Rung.RELATED}
    reasons = names.of(candidate.reasons) if is_related else ()
    return Card(target, reasons, candidate.rung, _label(candidate, names))


def _label(candidate, names):
    """What a card that is not there for being related says instead."""
    match candidate.rung:
        case Rung.SAME_SHOW | Rung.SAME_THEME:
            return f"More on {names.names[candidate.reasons[0]]}"
        case Rung.PICKED:
            return "Editors’ pick"
        case Rung.LATEST:
            return "Latest"
    return ""


def _target_rows(at, pks):
    # Asked row by row: SQLite would rather go through all that is public.
    is_public = Exists(Article.objects.published(at=at).filter(pk=OuterRef("pk")))
    rows = Article.objects.filter(is_public, pk__in=pks)
    rows = rows.order_by("article_authors__position", "article_authors__id")
    return rows.values_list(*COLUMNS, *(f"lead_image__{field.attname}" for field in PICTURE))


TARGETS = PreparedQuery(_target_rows)


def _targets(pks, at):
    """What the cards show of those articles `pks` that are public, by key."""
    found, names = {}, {}
    for pk, headline, slug, kind, author, *picture in TARGETS.rows(
        at=at or timezone.now(), pks=tuple(pks)
    ):
        names.setdefault(pk, []).append(author or "")
        found[pk] = (headline, slug, kind, picture)
    return {
        pk: Target(pk, headline, slug, kind, join_names(names[pk]), _picture(picture))
        for pk, (headline, slug, kind, picture) in found.items()
    }


def _picture(values):
    """A picture from its columns; None where the article has none."""
    if values[0] is None:
        return None
    names = [field.attname for field in PICTURE]
    values = [field.to_python(value) for field, value in zip(PICTURE, values, strict=True)]
    return Image.from_db(connection.alias, names, values)
