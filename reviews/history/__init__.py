"""
Every article as it was: versions kept, compared word by word, and brought back.

The history hears of each article that is saved, and keeps what it was, when no version says so,
and what it has become. Statements that pass the model by, as `update()` and the bulk methods do,
stand between `begin(pks)` and `record_all(pks)`. Doors say who does something by
`acting(by=user, door="…")`; all that happens inside is one version of each article.
"""

from .recording import acting, begin, current, record, record_all

__all__ = ["acting", "begin", "current", "record", "record_all"]
