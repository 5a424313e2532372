"""
One theme, show or person merged into another, and taken apart again.

Whatever points to the one that goes, in any app, is handed over to the one that stays. Where that
has the like of it already, one of the two rows is dropped. Both are written down row by row, so
that undoing puts back what was there, and nothing that editors have done since.
"""

from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone

from . import history, publishing
from .handing_over import hand_back, hand_over, relations_of
from .models import Article, Merge, OldAddress, Person, PersonAlias, Show, ShowAlias, Theme
from .models.theme import ThemeAlias

KINDS = {"theme": Theme, "show": Show, "person": Person}
PATHS = {"theme": "themes", "show": "shows", "person": "shows__credits__person"}


class CannotMerge(Exception):
    """Why two things cannot be merged, or a merge not be undone, in words for the editor."""


@dataclass(frozen=True)
class Undone:
    """How many rows were handed back, and how many editors have changed or deleted since."""

    restored: int
    left: int


def kind_of(thing) -> str:
    return thing._meta.model_name


def articles_of(thing) -> models.QuerySet:
    """The articles that bear a theme or show, or a show on which a person is credited."""
    return Article.objects.filter(**{PATHS[kind_of(thing)]: thing.pk}).distinct()


@transaction.atomic
def merge(gone, kept, *, by=None) -> Merge:
    """Make `gone` a part of `kept`; its name is another name of that, its address leads there."""
    if type(gone) is not type(kept) or gone.pk == kept.pk:
        raise CannotMerge("Choose another one of the same kind to merge it into.")
    gone, kept = _locked(gone), _locked(kept)
    touched = list(articles_of(gone).values_list("pk", flat=True))
    with history.acting(by=by, door="merge", reason=f"“{gone}” merged into “{kept}”"):
        history.begin(touched)
        made = _merge(gone, kept, len(touched), by)
        history.record_all(touched)
    publishing.announce_all(articles_of(kept).values_list("pk", flat=True))
    return made


def _merge(gone, kept, articles: int, by) -> Merge:
    record = {"columns": _columns(gone), "addresses": _addresses(gone)}
    record["relations"] = [hand_over(each, gone, kept) for each in relations_of(type(gone))]
    pk, name = gone.pk, str(gone)
    gone.delete()
    OldAddress.objects.filter(kind=kind_of(kept), object_id=pk).update(
        object_id=kept.pk, is_merged=True
    )
    record["aliases"] = _add_names(gone, kept)
    return Merge.objects.create(
        kind=kind_of(kept),
        gone_id=pk,
        gone_name=name,
        kept_id=kept.pk,
        kept_name=str(kept),
        articles=articles,
        record=record,
        made_by=by,
    )


@transaction.atomic
def undo(made: Merge, *, by=None) -> Undone:
    """
    Bring back what was merged away: its id, columns, names, addresses and articles.

    An article from which editors have taken the tag since stays without; one that they have given
    the tag since keeps it as it is. Refused, with the reason, where something is in the way.
    """
    made = Merge.objects.select_for_update().get(pk=made.pk)
    kept = _kept(made)
    _refuse_what_is_in_the_way(made)
    touched = list(articles_of(kept).values_list("pk", flat=True))
    with history.acting(by=by, door="merge", reason=f"merge of {made} undone"):
        history.begin(touched)
        undone = _take_apart(made, kept)
        history.record_all(touched)
    made.undone_at, made.undone_by = timezone.now(), by
    made.save(update_fields=["undone_at", "undone_by"])
    publishing.announce_all(touched)
    return undone


def _take_apart(made: Merge, kept) -> Undone:
    record, model = made.record, KINDS[made.kind]
    _drop_names(record["aliases"], kept)
    back = model(**_still_valid(model, record["columns"]))
    back.save(force_insert=True)
    counts = [hand_back(rows, back, kept) for rows in record["relations"]]
    for address in record["addresses"]:
        OldAddress.objects.filter(kind=made.kind, slug=address["slug"], object_id=kept.pk).update(
            object_id=back.pk, is_merged=address["is_merged"]
        )
    return Undone(sum(n for n, _ in counts), sum(n for _, n in counts))


def _locked(thing):
    return type(thing).objects.select_for_update().get(pk=thing.pk)


def _columns(thing) -> dict:
    return {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}


def _addresses(thing) -> list[dict]:
    return list(OldAddress.objects.of(thing).values("slug", "is_merged"))


def _add_names(gone, kept) -> list[int]:
    """Let editors find `kept` by the names of `gone`; the keys of the rows that this took."""
    match gone:
        case Theme():
            return [ThemeAlias.objects.create(theme=kept, name=gone.name).pk]
        case Person():
            return [PersonAlias.objects.create(person=kept, name=gone.name).pk]
    has = {kept.title, kept.original_title, *kept.aliases.values_list("title", flat=True)}
    new = [t for t in dict.fromkeys([gone.title, gone.original_title]) if t and t not in has]
    return [ShowAlias.objects.create(show=kept, title=title).pk for title in new]


def _drop_names(pks, kept):
    kept.aliases.filter(pk__in=pks).delete()


def _kept(made):
    """What the other one was merged into, if it is still there."""
    if made.undone_at:
        raise CannotMerge("This merge is undone already.")
    kept = KINDS[made.kind].objects.select_for_update().filter(pk=made.kept_id).first()
    if kept:
        return kept
    later = Merge.objects.filter(kind=made.kind, gone_id=made.kept_id, undone_at=None).first()
    if later:
        raise CannotMerge(f"First undo the merge of {later}.")
    raise CannotMerge(
        f"“{made.kept_name}” has been deleted since, so nothing can be taken from it."
    )


def _refuse_what_is_in_the_way(made):
    """Its address or its name may be another one's by now."""
    columns, model = made.record["columns"], KINDS[made.kind]
    for column, what in (("slug", "address"), ("folded", "name")):
        if column in columns and (
            rival := model.objects.filter(**{column: columns[column]}).first()
        ):
            raise CannotMerge(f"“{rival}” has its {what} now. Give that another one first.")
    if made.kind in ("theme", "person"):
        rows = model._meta.get_field("aliases").related_model.objects
        alias = rows.filter(folded=columns["folded"]).exclude(pk__in=made.record["aliases"])
        if rival := alias.first():
            raise CannotMerge(
                f"Its name is another name of “{rival.bearer}” now. Delete that first."
            )


def _still_valid(model, columns) -> dict:
    """The columns without a picture that was deleted since."""
    valid = dict(columns)
    for field in model._meta.concrete_fields:
        key = columns[field.attname]
        if field.many_to_one and not field.related_model.objects.filter(pk=key).exists():
            valid[field.attname] = None
    return valid
