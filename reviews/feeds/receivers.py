"""What makes hubs hear of changes: the signal that readers see an article differently."""

from reviews.signals import article_changed

from . import tasks, websub


def connect() -> None:
    article_changed.connect(note_change, dispatch_uid="reviews.feeds.note_change")


def note_change(*, article_pk: int, **kwargs: object) -> None:
    tasks.schedule(websub.note_changes([article_pk]))
