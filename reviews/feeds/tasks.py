"""Pings of hubs, as work that no request waits for."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from . import websub

LEAST_WAIT = timedelta(minutes=1)


@task
def ping_hubs() -> None:
    """Send what is due; where a hub was away and a worker can wait, come again, not at once."""
    websub.send_due()
    retry = websub.next_retry()
    schedule(retry and max(retry, timezone.now() + LEAST_WAIT))


def schedule(due_at: datetime | None) -> None:
    """
    Have pings sent at a time, or now if it has come.

    Without a worker that can wait, the command of the same name sends them from a timer.
    """
    if due_at is None:
        return
    if due_at <= timezone.now():
        ping_hubs.enqueue()
    elif ping_hubs.get_backend().supports_defer:
        ping_hubs.using(run_after=due_at).enqueue()
