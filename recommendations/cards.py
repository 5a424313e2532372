"""Cards: a link with its reasons in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from reviews.models import Article, Image, join_names, public_row_by_row
from reviews.models.prepared import PreparedQuery

from .candidates import Rung

COLUMNS = ("pk", "headline", "slug", "kind", "rating", "article_authors__author__name")
RATING = Article._meta.get_field("rating")
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
    rating: Decimal | None
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


def make_cards(chosen, names, *, at=None):
    """
    The card of each candidate by key, reasons in the words of `names`; one query.

    What a reader may not see any more has no card.
    """
    targets = _targets([candidate.pk for candidate in chosen], at) if chosen else {}
    return {
        candidate.pk: _card(candidate, targets[candidate.pk], names)
        for candidate in chosen
        if candidate.pk in targets
    }


def _card(candidate, target, names):
    is_related = candidate.rung in {Rung.PINNED, Rung.RELATED}
    reasons = names.of(candidate.reasons) if is_related else ()
    return Card(target, reasons, candidate.rung, _label(candidate, names))


def _label(candidate, names):
    """What a card that is not there for being related says instead."""
    match candidate.rung:
        case Rung.SAME_SHOW | Rung.SAME_THEME:
            return f"More on {names.get(candidate.reasons[0])}"
        case Rung.PICKED:
            return "Editors’ pick"
        case Rung.LATEST:
            return "Latest"
    return ""


def _target_rows(at, pks):
    rows = Article.objects.filter(public_row_by_row(at), pk__in=pks)
    rows = rows.order_by("article_authors__position", "article_authors__id")
    return rows.values_list(*COLUMNS, *(f"lead_image__{field.attname}" for field in PICTURE))


TARGETS = PreparedQuery(_target_rows)


def _targets(pks, at):
    """What the cards show of those articles `pks` that are public, by key."""
    found, names = {}, {}
    for pk, headline, slug, kind, rating, author, *picture in TARGETS.rows(
        at=at or timezone.now(), pks=tuple(pks)
    ):
        names.setdefault(pk, []).append(author or "")
        found[pk] = (headline, slug, kind, RATING.to_python(rating), picture)
    return {
        pk: Target(pk, *shown, join_names(names[pk]), _picture(picture))
        for pk, (*shown, picture) in found.items()
    }


def _picture(values):
    """A picture from its columns; None where the article has none."""
    if values[0] is None:
        return None
    names = [field.attname for field in PICTURE]
    values = [field.to_python(value) for field, value in zip(PICTURE, values, strict=True)]
    return Image.from_db(connection.alias, names, values)
