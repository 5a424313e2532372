"""What texts need from the database to be shown: pictures, and where their links lead now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, DateTimeField, Value
from django.db.models.functions import JSONObject

from .addresses import live
from .models import Image
from .richtext import image_ids
from .richtext.marking import Target, targets

IMAGE_COLUMNS = [
    field.attname for field in Image._meta.concrete_fields if not isinstance(field, DateTimeField)
]


@dataclass(frozen=True)
class Needed:
    """Pictures by id, and the slug of each link's target that readers may see."""

    pictures: dict[int, Image]
    slugs: dict[Target, str]


def needed_by(htmls: Iterable[str]) -> Needed:
    """Gather what cleaned texts need, in one query for all; none when they need nothing."""
    return gather({each for html in htmls for each in wanted(html)})


def wanted(html: str) -> set[Target]:
    """The pictures and the targets of links in a cleaned text."""
    return {("picture", pk) for pk in image_ids(html)} | targets(html)


def gather(found: set[Target], *, at=None) -> Needed:
    """Gather pictures and targets of links by kind and id, as readers see them now or at `at`."""
    kinds = {}
    for kind, pk in found:
        kinds.setdefault(kind, []).append(pk)
    if not kinds:
        return Needed({}, {})
    first, *others = [_rows(kind, pks, at) for kind, pks in sorted(kinds.items())]
    rows = list(first.union(*others, all=True) if others else first)
    return Needed(
        {pk: Image(**columns) for kind, pk, columns in rows if kind == "picture"},
        {(kind, pk): columns["slug"] for kind, pk, columns in rows if kind != "picture"},
    )


def _rows(kind, pks, at):
    """One arm of the query: pictures and slugs fit into one as both are packed into JSON."""
    rows = Image.objects.all() if kind == "picture" else live(kind, at=at)
    columns = IMAGE_COLUMNS if kind == "picture" else ["slug"]
    packed = JSONObject(**{column: column for column in columns})
    named = (
        rows.filter(pk__in=pks)
        .order_by()
        .annotate(of_kind=Value(kind, output_field=CharField()), packed=packed)
    )
    return named.values_list("of_kind", "pk", "packed")
