"""What makes hubs hear of changes: the signals that readers see articles differently."""

from collections.abc import Iterable

from reviews.signals import article_changed, articles_changed

from . import tasks, websub


def connect() -> None:
    article_changed.connect(note_change, dispatch_uid="reviews.feeds.note_change")
    articles_changed.connect(note_changes, dispatch_uid="reviews.feeds.note_changes")


def note_change(*, article_pk: int, **kwargs: object) -> None:
    tasks.schedule(websub.note_changes([article_pk]))


def note_changes(*, article_pks: Iterable[int], **kwargs: object) -> None:
    tasks.schedule(websub.note_changes(list(article_pks)))
