"""
The lookup `title__folded_contains="cafe"`: contains, compared as `fold` compares.

SQLite calls the Python function; PostgreSQL does nearly the same with what it has built in. The
words looked for are folded where the column is, so that a name always finds itself.
"""

from django.db.backends.signals import connection_created
from django.db.models import CharField, Lookup, TextField
from django.dispatch import receiver

from .folding import fold

# On PostgreSQL: the marks of Latin, Greek and Cyrillic letters and of kana, and the two letters
# of living languages that become others by folding, but not by being written small.
SQL = {
    "sqlite": ("INSTR", "FOLD({})"),
    "postgresql": (
        "STRPOS",
        "NORMALIZE(REGEXP_REPLACE(REPLACE(TRANSLATE(NORMALIZE(LOWER({}), NFKD), 'ς', 'σ'), "
        r"'ß', 'ss'), '[\u0300-\u036f\u3099\u309a]+', '', 'g'), NFKC)",
    ),
}


@CharField.register_lookup
@TextField.register_lookup
class FoldedContains(Lookup):
    lookup_name = "folded_contains"

    def get_prep_lookup(self):
        # No text holds NUL, and PostgreSQL refuses to be asked for it.
        return " ".join(str(self.rhs).replace("\0", " ").split())

    def as_sql(self, compiler, connection):
        place, folded = SQL[connection.vendor]
        column, of_column = self.process_lhs(compiler, connection)
        words, of_words = self.process_rhs(compiler, connection)
        sql = f"{place}({folded.format(column)}, {folded.format(words)}) > 0"
        return sql, [*of_column, *of_words]


@receiver(connection_created)
def teach_sqlite_to_fold(connection, **kwargs):
    if connection.vendor == "sqlite":
        connection.connection.create_function("FOLD", 1, _fold_or_null, deterministic=True)


def _fold_or_null(text: str | None) -> str | None:
    return None if text is None else fold(text)
