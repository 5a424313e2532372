"""Indexing that no request waits for."""

from django_tasks import task

from . import index


@task
def index_articles(pks: list[int]) -> None:
    """Bring the entries of many articles up to date."""
    index.update_all(pks)
