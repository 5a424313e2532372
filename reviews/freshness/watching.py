"""
What moves the stamp: every statement that writes to a table of the paper's.

The database connection is watched and not the models' signals, which `update()`, the bulk methods
and raw SQL pass by. A door that somebody adds later is watched already.
"""

import logging
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from .stamp import touch

WRITE = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)',
    re.IGNORECASE,
)
FIRST_WORDS = {"INSERT", "REPLAC", "UPDATE", "DELETE", "TRUNCA"}
# Raw SQL may begin with a line break.
WHERE_IT_BEGINS = 32

logger = logging.getLogger(__name__)


def watch(*, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Begin to watch a connection to the database."""
    if notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(notice)


def notice(
    execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]
) -> object:
    """Run a statement; move the stamp when it wrote to the paper."""
    result = execute(sql, params, many, context)
    first_word = str(sql[:WHERE_IT_BEGINS]).lstrip()[:6].upper()
    if first_word in FIRST_WORDS and changes_content(sql):
        moved(context["connection"])
    return result


def changes_content(sql: str) -> bool:
    """Whether a statement writes to a table that public pages may show."""
    found = WRITE.match(sql)
    return bool(found) and found[1] in content_tables()


@cache
def content_tables() -> frozenset[str]:
    """Every table of the project's own apps, but of models that say `is_content = False`."""
    return frozenset(
        model._meta.db_table
        for app in apps.get_app_configs()
        if Path(app.path).parent == settings.BASE_DIR
        for model in app.get_models(include_auto_created=True)
        if getattr(model, "is_content", True)
    )


def moved(connection: BaseDatabaseWrapper) -> None:
    """
    Move the stamp now, and once more after commit.

    Now, for what reads inside the transaction. After, since until then others see the old rows,
    and keep the old pages under the number of now.
    """
    if not connection.in_atomic_block:
        after_commit()
        return
    touch_safely(is_committed=False)
    if not _waits(connection):
        connection.on_commit(after_commit)


def after_commit() -> None:
    touch_safely(is_committed=True)


def touch_safely(*, is_committed: bool) -> None:
    """Move the stamp; what keeps it may be away, and that undoes no editor's work."""
    try:
        touch(is_committed=is_committed)
    except Exception:
        logger.exception("the stamp did not move: pages may be old until the next change")


def _waits(connection: BaseDatabaseWrapper) -> bool:
    """Whether the last thing to do after commit is this already, under the same savepoints."""
    if not connection.run_on_commit:
        return False
    savepoints, task, *_ = connection.run_on_commit[-1]
    return task is after_commit and savepoints == set(connection.savepoint_ids)


def start() -> None:
    connection_created.connect(watch, dispatch_uid="reviews.freshness.watching")
