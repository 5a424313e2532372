"""The index is right too where several processes keep it."""

from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction

from reviews.models import SearchEntry
from reviews.search import index
from tests.factories import make_article


@contextmanager
def another_that_writes(article):
    """A second connection that has taken the article's row."""
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT FROM reviews_article WHERE id = %s FOR NO KEY UPDATE", [article.pk])
    try:
        yield
    finally:
        other.rollback()
        other.close()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_who_writes_an_entry_reads_the_article_after_who_was_writing_it_before():
    article = make_article("Before")
    index.update(article.pk)

    with another_that_writes(article), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '20ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            index.update(article.pk)

    index.update(article.pk)
    assert SearchEntry.objects.count() == 1
