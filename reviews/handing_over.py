"""
Rows that point to one row made to point to another, and back.

A relation is found from the models, so a table that is added later is handed over too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, UniqueConstraint

# SQLite takes no more than 32,766 values in a statement.
ROWS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Relation:
    """
    A table's column that points to the model.

    `uniques` are sets of other columns, of which no two rows that point to one thing may agree.
    """

    model: type[Model]
    column: str
    uniques: tuple[tuple[str, ...], ...]

    def rows(self, key: int) -> list[dict]:
        return list(self.model._base_manager.filter(**{self.column: key}).order_by("pk").values())


def relations_of(model: type[Model]) -> list[Relation]:
    """All relations that point to `model`, those of many-to-many tables among them."""
    return [
        Relation(field.related_model, field.field.attname, tuple(_uniques(field.field)))
        for field in model._meta.get_fields(include_hidden=True)
        if (field.one_to_many or field.one_to_one) and field.auto_created
    ]


def hand_over(relation: Relation, gone: Model, kept: Model) -> dict:
    """
    Let the rows of `gone` be those of `kept`; return what was done, as JSON can hold it.

    Of two rows that would be alike the one that comes first in the editors' order stays.
    """
    mine, theirs = relation.rows(gone.pk), relation.rows(kept.pk)
    dropped = [_later(row, rival) for row, rival in pairs_alike(relation, mine, theirs)]
    pk = relation.model._meta.pk.attname
    for part in _parts([lost[pk] for lost, _ in dropped]):
        relation.model._base_manager.filter(pk__in=part).delete()
    lost = {row[pk] for row, _ in dropped}
    relation.model._base_manager.filter(**{relation.column: gone.pk}).update(
        **{relation.column: kept.pk}
    )
    return {
        "model": relation.model._meta.label,
        "column": relation.column,
        "moved": [row[pk] for row in mine if row[pk] not in lost],
        "dropped": [{"row": row, "for": stays[pk]} for row, stays in dropped],
    }


def hand_back(done: dict, back: Model, kept: Model) -> tuple[int, int]:
    """Undo what `hand_over` did; return how many rows came back, and how many did not."""
    moved, returning = survivors(done, kept.pk)
    model = apps.get_model(done["model"])
    for part in _parts(moved):
        model._base_manager.filter(pk__in=part).update(**{done["column"]: back.pk})
    model._base_manager.bulk_create([model(**row) for row in returning])
    restored = len(moved) + len(returning)
    return restored, len(done["moved"]) + len(done["dropped"]) - restored


def survivors(done: dict, kept: int) -> tuple[list[int], list[dict]]:
    """
    Keys of the rows that may be handed back, and the dropped rows that may return.

    The first are still there and still point to `kept`; the second were dropped for a row of
    which that is true. All else has been changed by somebody since, who is not overruled.
    """
    rows = apps.get_model(done["model"])._base_manager.filter(**{done["column"]: kept})
    wanted = sorted({*done["moved"], *(lost["for"] for lost in done["dropped"])})
    there = {
        pk
        for part in _parts(wanted)
        for pk in rows.filter(pk__in=part).values_list("pk", flat=True)
    }
    moved = [pk for pk in done["moved"] if pk in there]
    return moved, [lost["row"] for lost in done["dropped"] if lost["for"] in there]


def pairs_alike(relation, rows, others) -> list[tuple[dict, dict]]:
    """Each of `rows` that may not stand beside one of `others`, with that one."""
    indices = [
        (columns, {_values(other, columns): other for other in others})
        for columns in relation.uniques
    ]
    rivals = [
        (row, next((i[_values(row, c)] for c, i in indices if _values(row, c) in i), None))
        for row in rows
    ]
    return [(row, rival) for row, rival in rivals if rival]


def _values(row, columns) -> tuple:
    return tuple(row[column] for column in columns)


def _later(row, rival) -> tuple[dict, dict]:
    """Which of two rows is dropped, and which one stays."""
    comes_first = "position" in row and row["position"] < rival["position"]
    return (rival, row) if comes_first else (row, rival)


def _uniques(field) -> Iterator[tuple[str, ...]]:
    """The other columns of each unique set that `field` belongs to."""
    meta = field.model._meta
    sets = [
        *meta.unique_together,
        *(
            c.fields
            for c in meta.constraints
            if isinstance(c, UniqueConstraint) and not c.condition
        ),
    ]
    if field.unique:
        yield ()
    for names in sets:
        if field.name in names:
            yield tuple(meta.get_field(name).attname for name in names if name != field.name)


def _parts(pks: list) -> Iterator[list]:
    for start in range(0, len(pks), ROWS_AT_ONCE):
        yield pks[start : start + ROWS_AT_ONCE]
