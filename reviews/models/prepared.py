"""
Querysets compiled once: their SQL is kept, and run again with other values.

Building and compiling a queryset costs several times what the database takes to answer it. What
is public is still said by `published()` alone: `build` calls it, once for each shape.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection


class PreparedQuery:
    """
    The rows of the queryset that `build` makes, as the database hands them out: no converters.

    `build` takes by name what `rows` is given: whole numbers, strings, moments, or tuples of
    these. It is called once for each database and each length of the tuples, with marks in place
    of the values, so it must use them as they are.
    """

    def __init__(self, build):
        self.build = build
        self.compiled = {}

    def rows(self, **values):
        """Run the query; a list of tuples."""
        sql, template = self._compiled(values)
        given = _flat(values)
        params = [given[each.place] if isinstance(each, _Place) else each for each in template]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def _compiled(self, values):
        lengths = tuple(len(each) if isinstance(each, tuple) else -1 for each in values.values())
        shape = (connection.vendor, lengths)
        if shape not in self.compiled:
            self.compiled[shape] = self._compile(values)
        return self.compiled[shape]

    def _compile(self, values):
        numbers = iter(range(len(_flat(values))))
        marks = {
            name: tuple(_mark(part, next(numbers)) for part in value)
            if isinstance(value, tuple)
            else _mark(value, next(numbers))
            for name, value in values.items()
        }
        query = self.build(**marks).query
        sql, params = query.get_compiler(connection=connection).as_sql()
        places = {mark: _Place(place) for place, mark in enumerate(_flat(marks))}
        return sql, [places.get(param, param) for param in params]


def padded(numbers):
    """
    `numbers` as a tuple of 1, 2, 4, 8 … by repeating the last one; of none, one that is no key.

    For an IN: it answers the same, and few shapes of a query are ever compiled.
    """
    numbers = tuple(numbers) or (-1,)
    return numbers + numbers[-1:] * ((1 << (len(numbers) - 1).bit_length()) - len(numbers))


def moment(value):
    """A time that a query gave: SQLite hands it out without its zone."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


class _Place:
    """Where in the values a parameter comes from."""

    def __init__(self, place):
        self.place = place


def _flat(values):
    """All values in order, moments as the database takes them."""
    flat = []
    for value in values.values():
        flat.extend(value if isinstance(value, tuple) else [value])
    return [_adapted(value) for value in flat]


def _adapted(value):
    is_moment = isinstance(value, datetime)
    return connection.ops.adapt_datetimefield_value(value) if is_moment else value


def _mark(value, number):
    """A value of the same type that nothing else in a query equals."""
    if isinstance(value, datetime):
        return datetime(1, 1, 2, tzinfo=UTC) + timedelta(seconds=number)
    if isinstance(value, str):
        return f"mark {number} of a prepared query"
    return -1_000_000_000 - number
