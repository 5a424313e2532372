"""
The content stamp: which state of the public pages is the current one, without a query.

A change moves the stamp to a number that was never used. The first reader after it fills in what
validators need: a second for Last-Modified that no earlier state had, and the coming embargo
ends. Whatever is stored under a state is right for ever, so nothing has to be deleted.
"""

import json
import secrets
import time
from bisect import bisect_right
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import ceil, inf
from typing import NamedTuple

from django.utils import timezone

from reviews.models import Article

from .keeping import keeper
from .release import release

# Past ends are kept for a while too, so that a clock that is set back shows what it should.
EDGES_KEPT = 200
PAST_EDGES = timedelta(hours=1)
# So many of these stay where more articles than are kept came out within the hour.
CROWDED_PAST = 50
NEVER = 2**40


@dataclass(frozen=True)
class Stamp:
    """
    What is kept: times are seconds since 1970.

    `edges` are the ends of embargoes, None where they are not known yet. Until a reader comes and
    it is settled, `second` is the last Last-Modified of the states before.
    """

    number: str
    second: int = 0
    edges: tuple[float, ...] | None = None
    is_settled: bool = False
    release: str = ""

    def version(self, now: float) -> "Version":
        """The state at `now`; each embargo that ends makes another one, with no write."""
        edges = self.edges
        passed = bisect_right(edges, now) if edges else 0
        return Version(
            f"{self.number}-{passed}-{release()}",
            self.modified(now) if passed else self.second,
            now,
            edges[passed] if passed < len(edges) else inf,
        )

    def modified(self, now: float) -> int:
        """The second of the last change or embargo's end, whichever came later."""
        edges = self.edges or ()
        passed = bisect_right(edges, now)
        return max(self.second, ceil(edges[passed - 1])) if passed else self.second

    def has_run_out(self, now: float) -> bool:
        """Whether more embargoes were to come than are kept, and the last of these has ended."""
        return len(self.edges or ()) == EDGES_KEPT and self.edges[-1] <= now

    def is_of_another_release(self) -> bool:
        return self.is_settled and self.release != release()


class Version(NamedTuple):
    """
    One state of the public pages, as seen at the moment `now`.

    `modified` lies in the future when the state before it took this second already; it can be
    shown only once it has come.
    """

    name: str
    modified: int
    now: float
    next_edge: float

    @property
    def seconds_left(self) -> int:
        """Whole seconds until the next embargo ends, capped at a day."""
        return int(min(self.next_edge - self.now, 86_400))


def current() -> Version:
    """Return the state of now; reads no database unless it is the first look after a change."""
    now = timezone.now().timestamp()
    stamp = _read()
    if (stamp.is_of_another_release() and keeper().meets(release())) or stamp.has_run_out(now):
        touch()
        stamp = _read()
    return (stamp if stamp.is_settled else _settle(stamp, now)).version(now)


def touch(*, is_committed: bool = True) -> None:
    """
    Say that what readers see has changed; costs one query after a commit, none before it.

    The watch over the database calls it for all that goes through Django; it is for the rest.
    """
    now = timezone.now().timestamp()
    edges = _edges(now) if is_committed else None
    keeper().change(lambda raw: _dump(_moved(_parse(raw), edges, now)))


def _read() -> Stamp:
    raw = keeper().read()
    if raw is None:
        touch()
        raw = keeper().read()
    return _parse(raw)


def _edges(now: float) -> tuple[float, ...]:
    edges = _ends(now - PAST_EDGES.total_seconds(), EDGES_KEPT)
    if len(edges) < EDGES_KEPT or edges[-1] > now:
        return edges
    return edges[-CROWDED_PAST:] + _ends(now, EDGES_KEPT - CROWDED_PAST)


def _ends(after: float, most: int) -> tuple[float, ...]:
    """The first embargoes to end after a moment, those that ended by now among them."""
    moment = datetime.fromtimestamp(after, UTC)
    return tuple(end.timestamp() for end in Article.objects.embargo_ends(after=moment)[:most])


def _moved(stamp: Stamp | None, edges: tuple[float, ...] | None, now: float) -> Stamp:
    """A number never used, even after the stamp was lost; random, as two may move it at once."""
    number = f"{time.time_ns():x}{secrets.token_hex(2)}"
    return Stamp(number, second=stamp.modified(now) if stamp else 0, edges=edges)


def _settle(stamp: Stamp, now: float) -> Stamp:
    """
    Take a second of its own for `stamp`, and the edges if need be, unless it moves meanwhile.

    The edges are read after the number: had they changed since, the number would have too. When
    it did, this one reader goes on with what it has, and gets no Last-Modified.
    """
    edges = _edges(now) if stamp.edges is None else stamp.edges
    mine = replace(stamp, edges=edges, second=NEVER, is_settled=True, release=release())

    def settle(raw: bytes | None) -> bytes | None:
        nonlocal mine
        there = _parse(raw)
        if there is None or there.number != stamp.number:
            return None
        own = replace(mine, second=max(int(now), there.second + 1))
        mine = there if there.is_settled else own
        return _dump(mine)

    keeper().change(settle)
    return mine


@lru_cache(maxsize=4)
def _parse(raw: bytes | None) -> Stamp | None:
    if not raw:
        return None
    fields = json.loads(raw)
    edges = fields.pop("edges")
    return Stamp(**fields, edges=None if edges is None else tuple(edges))


def _dump(stamp: Stamp) -> bytes:
    return json.dumps(asdict(stamp)).encode()
