"""What keeps the index right: the signal that readers see an article differently."""

from reviews.signals import article_changed

from . import index


def connect():
    article_changed.connect(update_entry, dispatch_uid="reviews.search.update_entry")


def update_entry(*, article_pk, **kwargs):
    """Bring the entry of the article up to date."""
    index.update(article_pk)
