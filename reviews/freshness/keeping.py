"""
Where the stamp lies: in a small file for one machine, in Redis for several.

Every request reads it, so reading takes microseconds; a cache in the process would not be seen
by the other processes of the machine.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import local
from typing import Protocol

import redis
from django.conf import settings
from django.core.signals import setting_changed

READ_BYTES = 65_536
KEY = "double-feature:stamp"

Change = Callable[[bytes | None], bytes | None]


class Keeper(Protocol):
    """Keeps one small value for all processes."""

    def read(self) -> bytes | None: ...

    def change(self, change: Change) -> None:
        """Replace the value by what `change` makes of it; None leaves it as it is."""

    def meets(self, release: str) -> bool:
        """Whether this process sees `release` for the first time."""


class Meeting:
    """Remembers what this process has met."""

    def __init__(self) -> None:
        self._met: set[str] = set()

    def meets(self, release: str) -> bool:
        is_new = release not in self._met
        self._met.add(release)
        return is_new


class FileKeeper(Meeting):
    """Readers see the old file or the new one, whole; writers queue for a lock beside it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = str(path)

    def read(self) -> bytes | None:
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            return os.read(descriptor, READ_BYTES)
        finally:
            os.close(descriptor)

    def change(self, change: Change) -> None:
        with self._locked():
            value = change(self.read())
            if value is not None:
                new = Path(f"{self.path}.new")
                new.write_bytes(value)
                new.replace(self.path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        with Path(f"{self.path}.lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class RedisKeeper(Meeting):
    """
    One key, changed only if nobody else changed it meanwhile; tried again until it is so.

    Each thread reads by a connection of its own and with a command that is packed already: what
    the client does round a command takes three times as long as the command.
    """

    def __init__(self, location: str, key: str, **options: object) -> None:
        super().__init__()
        self.key = key
        self.client = redis.from_url(location, **options)
        self._get = self._connection().pack_command("GET", key)
        self._own = local()

    def read(self) -> bytes | None:
        connection = getattr(self._own, "connection", None)
        if connection is None:
            self._own.connection = self._connection()
            return self.client.get(self.key)
        try:
            connection.send_packed_command(self._get, check_health=False)
            return connection.read_response()
        except redis.ConnectionError:
            # It may have been idle for too long, or Redis started anew: the client tries again.
            return self.client.get(self.key)

    def _connection(self) -> redis.connection.AbstractConnection:
        """A connection outside the pool, which connects when something is sent."""
        pool = self.client.connection_pool
        return pool.connection_class(**pool.connection_kwargs)

    def change(self, change: Change) -> None:
        def write(pipe: redis.client.Pipeline) -> None:
            value = change(pipe.get(self.key))
            pipe.multi()
            if value is not None:
                pipe.set(self.key, value)

        self.client.transaction(write, self.key)


@cache
def keeper() -> Keeper:
    """The keeper of this process: Redis where the cache is there, else the file."""
    config = settings.CACHES["default"]
    if config["BACKEND"].endswith("RedisCache"):
        key = f"{config.get('KEY_PREFIX', '')}:{KEY}"
        return RedisKeeper(config["LOCATION"], key, **config.get("OPTIONS", {}))
    return FileKeeper(settings.STAMP_FILE)


def forget_keeper(*, setting: str, **kwargs: object) -> None:
    if setting in {"CACHES", "STAMP_FILE"}:
        keeper.cache_clear()


# A process that is forked has to have its own connections.
os.register_at_fork(after_in_child=keeper.cache_clear)
setting_changed.connect(forget_keeper, dispatch_uid="reviews.freshness.keeping")
