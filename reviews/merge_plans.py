"""What a merge or its undoing would do, for those who are about to say yes to it."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from .handing_over import pairs_alike, relations_of, survivors
from .merging import KINDS, articles_of
from .models import Article, Merge, OldAddress

ARTICLES_SHOWN = 20


@dataclass(frozen=True)
class Handed:
    """Rows of one table: how many are handed over, and how many have their like already."""

    name: str
    moved: int
    dropped: int


@dataclass(frozen=True)
class Plan:
    """A merge to be made; `articles` are the newest of those that bear what goes."""

    gone: Model
    kept: Model
    articles: list[Article]
    total: int
    live: int
    both: int
    rows: list[Handed]
    addresses: list[str]


@dataclass(frozen=True)
class UndoPlan:
    """An undoing to be made: rows that come back, and rows that editors have changed since."""

    merge: Merge
    rows: list[Handed]
    addresses: list[str]


def plan(gone, kept) -> Plan:
    """Look ahead at the merge of `gone` into `kept`; nothing is written."""
    bearing = articles_of(gone)
    newest = bearing.newest_first().only("headline", "status", "published_at")
    return Plan(
        gone=gone,
        kept=kept,
        articles=list(newest[:ARTICLES_SHOWN]),
        total=bearing.count(),
        live=bearing.published().count(),
        both=bearing.filter(pk__in=articles_of(kept)).count(),
        rows=[row for each in relations_of(type(gone)) if (row := _handed(each, gone, kept))],
        addresses=_addresses(gone),
    )


def undo_plan(merge: Merge) -> UndoPlan:
    """Look ahead at the undoing of `merge`."""
    rows = []
    for done in merge.record["relations"]:
        moved, returning = survivors(done, merge.kept_id)
        total, back = len(done["moved"]) + len(done["dropped"]), len(moved) + len(returning)
        if total:
            rows.append(Handed(_name(apps.get_model(done["model"])), back, total - back))
    slugs = [address["slug"] for address in merge.record["addresses"]]
    return UndoPlan(merge, rows, [*slugs, *filter(None, [merge.record["columns"].get("slug")])])


def _handed(relation, gone, kept) -> Handed | None:
    mine, theirs = relation.rows(gone.pk), relation.rows(kept.pk)
    alike = len(pairs_alike(relation, mine, theirs))
    return Handed(_name(relation.model), len(mine) - alike, alike) if mine else None


def _name(model) -> str:
    """The rows of a many-to-many table by what they tie to, other rows by their own name."""
    if not model._meta.auto_created:
        return str(model._meta.verbose_name_plural)
    ends = [field.related_model for field in model._meta.fields if field.many_to_one]
    return " and ".join(
        str(end._meta.verbose_name_plural) for end in ends if end not in KINDS.values()
    )


def _addresses(gone) -> list[str]:
    old = [address.slug for address in OldAddress.objects.of(gone)]
    return [*filter(None, [getattr(gone, "slug", None)]), *old]
