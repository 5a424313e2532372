"""
The lookup `title__folded_contains="cafe"`: contains, compared as `fold` compares.

SQLite calls the Python function; PostgreSQL does the same with what it has built in.
"""

from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField
from django.db.models.lookups import Contains
from django.dispatch import receiver

from .folding import fold

SQL = {
    "sqlite": "FOLD({})",
    "postgresql": r"NORMALIZE(REGEXP_REPLACE(NORMALIZE(LOWER({}), NFKD), "
    r"'[\u0300-\u036f]+', '', 'g'), NFKC)",
}


@CharField.register_lookup
@TextField.register_lookup
class FoldedContains(Contains):
    lookup_name = "folded_contains"

    def get_prep_lookup(self):
        # No text holds NUL, and PostgreSQL refuses to be asked for it.
        return fold(str(self.rhs).replace("\0", " "))

    def process_lhs(self, compiler, connection, lhs=None):
        sql, params = super().process_lhs(compiler, connection, lhs)
        return SQL[connection.vendor].format(sql), params

    def get_rhs_op(self, connection, rhs):
        return connection.operators["contains"] % rhs


@receiver(connection_created)
def teach_sqlite_to_fold(connection, **kwargs):
    if connection.vendor == "sqlite":
        connection.connection.create_function("FOLD", 1, _fold_or_null, deterministic=True)


def _fold_or_null(text: str | None) -> str | None:
    return None if text is None else fold(text)
