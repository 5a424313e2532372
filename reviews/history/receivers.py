"""What the history hears of by itself: articles that go, and pins that move."""

from django.db.models.signals import pre_delete

from reviews.models import Article
from reviews.signals import article_edited

from .recording import record_all, write_deletion


def connect():
    pre_delete.connect(keep_deleted, sender=Article, dispatch_uid="reviews.history.deletion")
    article_edited.connect(keep_edited, sender=Article, dispatch_uid="reviews.history.edited")


def keep_deleted(*, instance, **kwargs):
    """Whichever door an article goes by, its last state stays."""
    write_deletion(instance)


def keep_edited(*, article_pk, **kwargs):
    record_all([article_pk])
