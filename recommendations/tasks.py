"""Building that no request waits for."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from . import builder, stored

# What is published within this time is built for once, where tasks can wait.
QUIET = timedelta(seconds=60)
# After this time a build that was asked for and has not begun counts as lost.
LOST_AFTER = timedelta(hours=1)


@task
def rebuild_if_due() -> None:
    """Work the lists of the whole paper out anew, if they depend on what has changed since."""
    stored.forget_request()
    if builder.is_due():
        builder.rebuild(only_if_changed=True)


def ask_for_rebuild() -> None:
    """Have the lists built behind if that is due, once for all that ask before it begins."""
    now = timezone.now()
    if builder.is_due() and stored.note_request(now, lost_before=now - LOST_AFTER):
        can_wait = rebuild_if_due.get_backend().supports_defer
        rebuild_if_due.using(run_after=now + QUIET if can_wait else None).enqueue()
