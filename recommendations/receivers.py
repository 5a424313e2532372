"""What starts a rebuild: the signals of `reviews`. Everything else is read from the database."""

from reviews.signals import article_changed, articles_changed

from . import builder, tasks


def connect():
    article_changed.connect(update_lists, dispatch_uid="recommendations.update_lists")
    articles_changed.connect(update_paper, dispatch_uid="recommendations.update_paper")


def update_lists(*, article_pk, **kwargs):
    """Bring the lists concerned up to date with one article, whatever happened to it."""
    builder.update_for(article_pk)
    tasks.ask_for_rebuild()


def update_paper(**kwargs):
    """After a change of many articles: rebuild a small paper now, and a large one behind."""
    builder.refresh()
    tasks.ask_for_rebuild()
