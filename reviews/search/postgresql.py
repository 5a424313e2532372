"""
The index in PostgreSQL: columns of vectors beside each search entry.

A vector holds a part of the article and all the parts before it, so that each question is one
look into one index: a vector with weights would be read from its table for every row.
"""

from collections.abc import Iterable

from django.db import connection

from .entries import Entry
from .query import Query

COLUMNS = ("headline", "with_tags", "with_standfirst", "with_body")

# The words are stems already, and the parts stand in the order of the columns.
WRITE = """
UPDATE reviews_searchentry SET
    headline = to_tsvector('simple', %s),
    with_tags = to_tsvector('simple', %s),
    with_standfirst = to_tsvector('simple', %s),
    with_body = to_tsvector('simple', %s),
    facets = to_tsvector('simple', %s)
WHERE article_id = %s
"""
EXPECTED = """
EXPLAIN (FORMAT JSON) SELECT article_id FROM reviews_searchentry
WHERE {column} @@ to_tsquery('simple', %s)
"""
ALL_ENTRIES = "SELECT reltuples FROM pg_class WHERE oid = 'reviews_searchentry'::regclass"
# Of two words that stand together in more entries than this share, their phrase is found sooner
# by reading from the newest entry on.
MANY = 0.4
# A word between the parts that nobody can type, so that no phrase reaches from one to the next.
BOUNDARY = " x0boundary0x "


def write(entries: Iterable[Entry]) -> None:
    """Put `entries` in place of what the index holds of their articles."""
    with connection.cursor() as cursor:
        cursor.executemany(WRITE, [_row(entry) for entry in entries])


def delete(pks: Iterable[int]) -> None:
    """The vectors go with their rows."""


def keys() -> set[int]:
    """None besides those of the entries themselves."""
    return set()


def settle() -> None:
    """Count anew how common words are: without it a rare one is looked for in every row."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reviews_searchentry")


def find(query: Query, facets: list[str], *, parts: int, is_all: bool, limit: int) -> list[int]:
    """
    Keys of articles that hold all of the query, or any of it, in their first `parts` parts.

    The newest `limit`; those found in the whole text, with the best first.
    """
    column = COLUMNS[parts - 1]
    vector = _vector(query, is_all)
    has_phrase = any(len(phrase) > 1 for phrase in query.phrases)
    sql, params = _newest(column, facets)
    if has_phrase and _share(column, vector) < MANY:
        sql, params = _newest_of_all(column, facets)
    if parts == len(COLUMNS):
        sql = f"""
            SELECT article_id FROM reviews_searchentry
            WHERE article_id IN ({sql})
            ORDER BY ts_rank({column}, to_tsquery('simple', %s), 1) DESC, article_id DESC
        """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [vector, *params, limit, *([vector] if parts == len(COLUMNS) else [])])
        return [pk for (pk,) in cursor.fetchall()]


def _newest(column: str, facets: list[str]) -> tuple[str, list[str]]:
    sql, params = _all(column, facets)
    return f"{sql} ORDER BY article_id DESC LIMIT %s", params


def _newest_of_all(column: str, facets: list[str]) -> tuple[str, list[str]]:
    """
    The same, with all found before the newest are taken.

    The planner takes the words of a phrase for the phrase, and would look for it in every entry
    from the newest on, where few of the entries that hold its words hold them together.
    """
    sql, params = _all(column, facets)
    return (
        f"WITH found AS MATERIALIZED ({sql}) "  # noqa: S608
        "SELECT article_id FROM found ORDER BY article_id DESC LIMIT %s",
        params,
    )


def _all(column: str, facets: list[str]) -> tuple[str, list[str]]:
    narrowed = " AND facets @@ to_tsquery('simple', %s)" if facets else ""
    sql = f"""
        SELECT article_id FROM reviews_searchentry
        WHERE {column} @@ to_tsquery('simple', %s){narrowed}
    """  # noqa: S608
    return sql, [" & ".join(facets)] if facets else []


def _share(column: str, vector: str) -> float:
    """Of which share of all entries the planner expects that they hold the words of `vector`."""
    with connection.cursor() as cursor:
        cursor.execute(EXPECTED.format(column=column), [vector])
        ((plan,),) = cursor.fetchall()
        cursor.execute(ALL_ENTRIES)
        ((entries,),) = cursor.fetchall()
    return plan[0]["Plan"]["Plan Rows"] / max(entries, 1)


def _vector(query: Query, is_all: bool) -> str:
    """Stems hold letters and digits only, and each is quoted: nothing is read as an operator."""
    phrases = (" <-> ".join(f"'{stem}'" for stem in phrase) for phrase in query.phrases)
    return (" & " if is_all else " | ").join(f"({phrase})" for phrase in phrases)


def _row(entry: Entry) -> tuple:
    parts = [entry.headline, entry.tags, entry.standfirst, entry.body]
    texts = [BOUNDARY.join(parts[:count]) for count in range(1, len(parts) + 1)]
    return (*texts, entry.facets, entry.article_pk)
