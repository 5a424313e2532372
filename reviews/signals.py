"""Signals that `reviews` sends; it does not know who listens."""

from django.dispatch import Signal

article_changed = Signal()
"""
Sent after commit with `article_pk`, whenever what readers see of an article may have changed.

It says which article, not how: a listener derives the rest from the database, so a signal that
is lost, doubled or out of order does no harm.
"""

articles_changed = Signal()
"""
Sent after commit in place of many `article_changed`, with their `article_pks` in one list.

One act, as the merging of two themes, may change thousands. Listeners do what is slow in a task.
"""
