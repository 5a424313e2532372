"""Who did what lately, in words; writers see their own doings, editors everybody's."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType

from reviews import roles

ENTRIES_SHOWN = 12
VERBS = {ADDITION: "added", CHANGE: "changed", DELETION: "deleted"}


@dataclass(frozen=True)
class Entry:
    who: str
    verb: str
    kind: str
    name: str
    address: str | None
    details: str
    at: datetime


def activity(user) -> list[Entry]:
    """The newest entries about the paper, in one query."""
    kinds = ContentType.objects.filter(app_label__in=["reviews", "recommendations"])
    entries = LogEntry.objects.filter(content_type__in=kinds)
    entries = entries.select_related("user", "content_type")
    if not roles.sees_all(user):
        entries = entries.filter(user=user)
    # By key and not by time, which has no index; both grow together.
    return [_entry(entry, user) for entry in entries.order_by("-pk")[:ENTRIES_SHOWN]]


def _entry(entry: LogEntry, reader) -> Entry:
    is_gone = entry.action_flag == DELETION
    return Entry(
        who="You" if entry.user_id == reader.pk else entry.user.get_full_name() or str(entry.user),
        verb=VERBS.get(entry.action_flag, "worked on"),
        kind=entry.content_type.name,
        name=entry.object_repr,
        address=None if is_gone else entry.get_admin_url(),
        details="" if entry.action_flag == ADDITION else entry.get_change_message(),
        at=entry.action_time,
    )
