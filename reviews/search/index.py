"""
The index that search reads: one entry for each article that an editor has published.

Embargoed ones are in it too, as nothing happens at the end of an embargo that could put them
there; whoever reads the index asks `published()` what of it is public.
"""

from collections.abc import Iterator

from django.db import connection, transaction

from reviews.models import Article, SearchEntry

from . import postgresql, sqlite
from .entries import entry_of, with_all_that_is_looked_for

BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}
ARTICLES_AT_A_TIME = 200


def backend():
    """The module that keeps the index in the database in use."""
    return BACKENDS[connection.vendor]


def update(article_pk: int) -> None:
    """Bring the entry of one article up to date, whatever happened to it."""
    _write([article_pk])


def update_all(pks: list[int]) -> None:
    """The same for many, some at a time so that editors can go on."""
    for part in _in_parts(pks):
        _write(part)


def rebuild() -> int:
    """Make every entry anew, some at a time so that editors can go on, and say how many."""
    count = 0
    for pks in _in_parts(
        list(Article.objects.approved().order_by("pk").values_list("pk", flat=True))
    ):
        _write(pks)
        count += len(pks)
    approved = set(Article.objects.approved().values_list("pk", flat=True))
    known = set(SearchEntry.objects.values_list("pk", flat=True)) | backend().keys()
    for pks in _in_parts(sorted(known - approved)):
        _write(pks)
    backend().settle()
    return count


@transaction.atomic
def _write(pks: list[int]) -> None:
    # Of two that write the same entry at once, the later one reads after the first has written.
    locked = Article.objects.select_for_update(no_key=True).filter(pk__in=pks)
    list(locked.order_by("pk").values_list("pk"))
    approved = Article.objects.approved().filter(pk__in=pks).order_by("pk")
    entries = [entry_of(article) for article in with_all_that_is_looked_for(approved)]
    gone = set(pks) - {entry.article_pk for entry in entries}
    SearchEntry.objects.filter(pk__in=gone).delete()
    backend().delete(gone)
    SearchEntry.objects.bulk_create(
        [SearchEntry(article_id=entry.article_pk, text=entry.text) for entry in entries],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["text"],
    )
    backend().write(entries)


def _in_parts(pks: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(pks), ARTICLES_AT_A_TIME):
        yield pks[start : start + ARTICLES_AT_A_TIME]
