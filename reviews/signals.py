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

article_snapshot = Signal()
"""
Asks, with `article_pks`, what else belongs to an article's versions than `reviews` knows of.

A receiver answers (name, {pk: [items]}), an item being a dict with an `id`, a `name` for people,
and whatever brings it back. The name is what editors read in the history.
"""

article_restored = Signal()
"""
Sent inside the transaction with `article`, `state` and `by`, for a receiver to bring back its own.

It answers a list of sentences: what could not be brought back, and why.
"""

article_edited = Signal()
"""
Sent with `article_pk` by who has changed what `article_snapshot` tells of an article.

The history keeps a version then, when something differs.
"""
