"""Processor time and queries of one act, that of the database's server included."""

import statistics
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import process_time

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor time, the number of queries, and what the act returned."""

    spent: float
    queries: int
    result: object


def cost(act, *, prepare=None):
    """
    The Cost of `act`, which runs twice: to warm up and be counted, then to be timed.

    Counting keeps each query as text, which costs more than many a query. With `prepare`, which
    runs before and is not counted, all that was written is taken back.
    """
    with _undone(prepare), CaptureQueriesContext(connection) as queries:
        act()
    with _undone(prepare):
        start = processor_seconds()
        result = act()
        spent = processor_seconds() - start
    return Cost(spent * 1000, len(queries), result)


def median(costs):
    """The median of the milliseconds of some Costs."""
    return statistics.median(each.spent for each in costs)


def processor_seconds():
    """What this process and the one that serves its connection have used so far."""
    return process_time() + _server_seconds()


def _server_seconds():
    """Nothing on SQLite; on a PostgreSQL of this machine what its process has used."""
    if connection.vendor != "postgresql":
        return 0.0
    used = Path(f"/proc/{_server_pid(id(connection.connection))}/schedstat").read_text()
    return int(used.split()[0]) / 1e9


@cache
def _server_pid(connected):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


@contextmanager
def _undone(prepare):
    if prepare is None:
        yield
        return
    with transaction.atomic():
        prepare()
        yield
        transaction.set_rollback(True)
