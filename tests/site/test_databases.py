"""The database as a server with several processes uses it."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from django.db import connection

from site_project.sqlite import WriteAheadConnection

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 6
WRITES = 40

# Reads and then writes in one transaction, as saving a form does: the case that fails at once
# with "database is locked" when the write lock is taken late.
WRITER = """
import sys
import time
from pathlib import Path
import django
from django.conf import settings
from django.db import connection, transaction
from site_project.addresses import database

folder, writes = Path(sys.argv[1]), int(sys.argv[2])
config = database("sqlite:///race.sqlite3", folder=folder, pool_size=1)
settings.configure(DATABASES={"default": config})
django.setup()
print("ready", flush=True)
sys.stdin.readline()
for _ in range(writes):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT value FROM counter")
        (value,) = cursor.fetchone()
        time.sleep(0.001)
        cursor.execute("UPDATE counter SET value = %s", [value + 1])
"""


def execute(folder: Path, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "race.sqlite3")) as database, database:
        return database.execute(statement).fetchall()


def start_writer(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(WRITES)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_sqlite_loses_no_write_of_several_processes(tmp_path):
    execute(tmp_path, "CREATE TABLE counter AS SELECT 0 AS value")
    writers = [start_writer(tmp_path) for _ in range(PROCESSES)]
    ready = [writer.stdout.readline() for writer in writers]

    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    errors = [writer.communicate()[1] for writer in writers]

    assert ready == ["ready\n"] * PROCESSES
    assert errors == [""] * PROCESSES
    assert execute(tmp_path, "SELECT value FROM counter") == [(PROCESSES * WRITES,)]


@pytest.fixture
def locked(tmp_path) -> Iterator[sqlite3.Connection]:
    """A file of SQLite's first mode, on which another connection has begun a write."""
    execute(tmp_path, "CREATE TABLE counter AS SELECT 0 AS value")
    path = tmp_path / "race.sqlite3"
    with closing(sqlite3.connect(path, check_same_thread=False)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        yield writer


def test_a_fresh_sqlite_file_is_opened_after_the_write_of_another_connection(tmp_path, locked):
    ending = Timer(0.2, locked.rollback)
    ending.start()

    opening = sqlite3.connect(tmp_path / "race.sqlite3", timeout=20, factory=WriteAheadConnection)
    with closing(opening) as opened:
        ending.join()
        assert opened.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_sqlite_file_that_stays_locked_is_given_up_after_the_timeout(tmp_path, locked):
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite3.connect(tmp_path / "race.sqlite3", timeout=0.05, factory=WriteAheadConnection)


@pytest.mark.django_db
def test_sqlite_is_opened_with_a_write_ahead_log_and_a_patient_lock():
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")

    with connection.cursor() as cursor:
        found = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        ]

    assert found == ["wal", 1, 20_000, 1]


@pytest.mark.django_db
def test_postgresql_connections_come_from_a_pool_of_the_set_size():
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL")

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    assert connection.pool.max_size == 10
    assert connection.pool.get_stats()["pool_size"] >= 1
