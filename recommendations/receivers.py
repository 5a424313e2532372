"""What starts a rebuild: the signals of `reviews`. Everything else is read from the database."""

from reviews.signals import article_changed

from . import builder


def connect():
    article_changed.connect(update_lists, dispatch_uid="recommendations.update_lists")


def update_lists(*, article_pk, **kwargs):
    """Bring the lists concerned up to date with one article, whatever happened to it."""
    builder.update_for(article_pk)
