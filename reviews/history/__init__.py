"""
Every article as it was: versions kept, compared word by word, and brought back.

`record(article)` keeps what an article has become. Whoever changes one calls it, inside
`acting(by=user, door="…")` where it is known who does so and by which door.
"""

from .recording import acting, begin, record, record_all

__all__ = ["acting", "begin", "record", "record_all"]
