"""The index in SQLite: a table of FTS5, whose rowid is the article's key."""

from collections.abc import Iterable

from django.db import connection

from .entries import Entry
from .query import Query

COLUMNS = ("headline", "tags", "standfirst", "body")

DELETE = "DELETE FROM reviews_search WHERE rowid = %s"
INSERT = """
INSERT INTO reviews_search (rowid, headline, tags, standfirst, body, facets)
VALUES (%s, %s, %s, %s, %s, %s)
"""
NEWEST = """
SELECT rowid FROM reviews_search WHERE reviews_search MATCH %s ORDER BY rowid DESC LIMIT %s
"""
BEST_OF_NEWEST = """
SELECT rowid FROM (
    SELECT rowid, bm25(reviews_search, 8, 4, 2, 1, 0) AS score
    FROM reviews_search WHERE reviews_search MATCH %s ORDER BY rowid DESC LIMIT %s
) ORDER BY score, rowid DESC
"""


def write(entries: Iterable[Entry]) -> None:
    """Put `entries` in place of what the index holds of their articles."""
    rows = [(e.article_pk, e.headline, e.tags, e.standfirst, e.body, e.facets) for e in entries]
    with connection.cursor() as cursor:
        cursor.executemany(DELETE, [row[:1] for row in rows])
        cursor.executemany(INSERT, rows)


def delete(pks: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(DELETE, [(pk,) for pk in pks])


def keys() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM reviews_search")
        return {pk for (pk,) in cursor.fetchall()}


def settle() -> None:
    """FTS5 needs no counts to find its way."""


def find(query: Query, facets: list[str], *, parts: int, is_all: bool, limit: int) -> list[int]:
    """
    Keys of articles that hold all of the query, or any of it, in their first `parts` parts.

    The newest `limit`; those found in the whole text, with the best first.
    """
    sql = BEST_OF_NEWEST if parts == len(COLUMNS) else NEWEST
    with connection.cursor() as cursor:
        cursor.execute(sql, [_expression(query, facets, parts, is_all), limit])
        return [pk for (pk,) in cursor.fetchall()]


def _expression(query: Query, facets: list[str], parts: int, is_all: bool) -> str:
    """Stems hold letters and digits only, and each is quoted: nothing is read as an operator."""
    phrases = (f'"{" ".join(phrase)}"' for phrase in query.phrases)
    wanted = (" AND " if is_all else " OR ").join(phrases)
    narrowed = [f'facets : "{facet}"' for facet in facets]
    return " AND ".join([*narrowed, f"{{{' '.join(COLUMNS[:parts])}}} : ({wanted})"])
