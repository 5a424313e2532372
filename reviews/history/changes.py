"""What differs between two states of an article, and how to say it."""

from dataclasses import dataclass
from typing import Any

from reviews.models import Article

from .snapshot import TAGS, State

BODY = "body"
LABELS = {
    BODY: "text",
    "slug": "address",
    "status": "state",
    "published_at": "time of publication",
    "covers_episode": "covers through episode",
    "mid_slot_block": "block before “You may also like”",
}
SINGULAR = {"authors": "author", "shows": "show", "themes": "theme", "pins and bans": "pin or ban"}


@dataclass(frozen=True)
class Change:
    """One field or list of tags that is not what it was."""

    name: str
    old: Any
    new: Any

    @property
    def label(self) -> str:
        return label_of(self.name)

    @property
    def is_list(self) -> bool:
        return isinstance(self.old, list) and isinstance(self.new, list)


def changes(old: State, new: State) -> list[Change]:
    """
    What `new` has otherwise than `old`: fields in their order, then tags, then what others keep.

    What only one of them knows, since the other was kept before the field was made or after it
    went, is no change.
    """
    return [
        Change(name, old[name], value)
        for name, value in sorted(new.items(), key=_place)
        if name in old and not _same(old[name], value)
    ]


def in_words(found: list[Change]) -> str:
    """The changes as a line of a list: “headline, 2 themes added”."""
    moved = any(change.name == "status" for change in found)
    told = [each for each in found if not (moved and each.name == "published_at")]
    return ", ".join(phrase for change in told for phrase in _phrases(change))


def label_of(name: str) -> str:
    if name in LABELS or name not in _fields():
        return LABELS.get(name, name)
    return str(_fields()[name].verbose_name)


def _place(part: tuple[str, Any]) -> tuple[int, str]:
    """Where a part of a state stands: PostgreSQL keeps no order of names."""
    name, order = part[0], [*_fields(), *TAGS]
    return (order.index(name), "") if name in order else (len(order), name)


def _fields():
    return {field.name: field for field in Article._meta.concrete_fields}


def _same(old: Any, new: Any) -> bool:
    """Whether two values are one; a thing that was renamed is still that thing."""
    return _keys(old) == _keys(new)


def _keys(value: Any) -> Any:
    if isinstance(value, list):
        return [_keys(each) for each in value]
    if isinstance(value, dict):
        return {name: each for name, each in value.items() if name != "name"}
    return value


def _phrases(change: Change) -> list[str]:
    if change.name == "status":
        return [str(Article.Status(change.new).label)]
    if not change.is_list:
        return [change.label]
    old, new = ({each["id"] for each in side} for side in (change.old, change.new))
    singular = SINGULAR.get(change.name, change.label)
    counts = [(len(new - old), "added"), (len(old - new), "removed")]
    phrases = [
        f"{count} {singular if count == 1 else change.label} {what}"
        for count, what in counts
        if count
    ]
    return phrases or [_rest(change)]


def _rest(change: Change) -> str:
    is_order = [_keys(each) for each in change.old] != [_keys(each) for each in change.new]
    same = sorted(map(repr, map(_keys, change.old))) == sorted(map(repr, map(_keys, change.new)))
    return f"order of {change.label}" if is_order and same else change.label
