"""What keeps the index right: the signal that readers see an article differently."""

from reviews.signals import article_changed, articles_changed

from . import index, tasks


def connect():
    article_changed.connect(update_entry, dispatch_uid="reviews.search.update_entry")
    articles_changed.connect(update_entries, dispatch_uid="reviews.search.update_entries")


def update_entry(*, article_pk, **kwargs):
    """Bring the entry of the article up to date."""
    index.update(article_pk)


def update_entries(*, article_pks, **kwargs):
    """Have the entries of many articles brought up to date, without making anyone wait."""
    tasks.index_articles.enqueue(article_pks)
