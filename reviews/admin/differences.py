"""What differs between two states of an article, ready for a template."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from reviews.history.alignment import Row, Run, compare_bodies, runs
from reviews.history.changes import Change
from reviews.history.words import Piece, compare_text
from reviews.models import Article


@dataclass(frozen=True)
class Difference:
    """One field: its words on both sides, or its tags with what became of each."""

    name: str
    label: str
    old: list[Piece]
    new: list[Piece]
    is_tags: bool = False


def differences(found: Iterable[Change]) -> list[Difference]:
    return [_difference(change) for change in found]


def body_difference(old: str, new: str) -> list[Run]:
    return runs(compare_bodies(old, new))


def count_words(rows: list[Row], mark: str) -> int:
    """How many words bear a mark."""
    sides = [side for row in rows for side in (row.old, row.new) if side]
    return sum(len(p.text.split()) for side in sides for p in side.pieces if p.mark == mark)


def _difference(change: Change) -> Difference:
    if change.is_list:
        sides = _tags(change.old, change.new)
    else:
        sides = compare_text(shown(change.name, change.old), shown(change.name, change.new))
    return Difference(change.name, change.label, *sides, is_tags=change.is_list)


def _tags(old: list[dict], new: list[dict]) -> tuple[list[Piece], list[Piece]]:
    """Each tag is a piece of its own."""
    olds, news = ({each["id"] for each in side} for side in (old, new))
    left = [Piece(each["name"], "" if each["id"] in news else "del") for each in old]
    right = [Piece(each["name"], "" if each["id"] in olds else "ins") for each in new]
    return left, right


def shown(name: str, value) -> str:
    """A value of a field in words."""
    if value in (None, ""):
        return "—"
    if isinstance(value, dict):
        return value["name"] or f"no. {value['id']}"
    field = {each.name: each for each in Article._meta.concrete_fields}.get(name)
    if field and field.get_internal_type() == "DateTimeField":
        local = timezone.localtime(parse_datetime(value))
        return f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        str(dict(field.flatchoices).get(value, value)) if field and field.choices else str(value)
    )
