"""
What Django needs to know of the database, the cache and the mail server at an address.

Each function raises ValueError for an address that it cannot use. User names, passwords and
names of databases are percent-encoded in an address, as in every URL.
"""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from site_project.sqlite import WriteAheadConnection

CACHE_TIMEOUT_SECONDS = 2
CONNECT_TIMEOUT_SECONDS = 5
LOCAL_CACHE_ENTRIES = 10_000
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
POOL_TIMEOUT_SECONDS = 10
SQLITE_KEPT_SECONDS = 600
SQLITE_BUSY_TIMEOUT_SECONDS = 20


def database(address: str, *, folder: Path, pool_size: int) -> dict[str, Any]:
    """
    Return Django's dictionary for `sqlite:///path` or `postgres://user:password@host/name`.

    A path that does not begin with another slash is taken from `folder`.
    """
    url = _split(address)
    if url.scheme == "sqlite" and not url.netloc and not url.query:
        return _sqlite(folder / _require(unquote(url.path[1:])))
    if url.scheme in ("postgres", "postgresql"):
        return _postgresql(url, pool_size)
    raise ValueError("unknown kind of database")


def _sqlite(path: Path) -> dict[str, Any]:
    """
    Make writers queue for the lock instead of failing.

    A transaction that reads and then writes gets "database is locked" at once, whatever the
    timeout; IMMEDIATE takes the write lock at its start and so waits for it.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # To open the file and to set it up takes a fifth of what most pages do.
        "CONN_MAX_AGE": SQLITE_KEPT_SECONDS,
        "OPTIONS": {
            "timeout": SQLITE_BUSY_TIMEOUT_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "factory": WriteAheadConnection,
        },
    }


def _postgresql(url: SplitResult, pool_size: int) -> dict[str, Any]:
    """Let the threads of a process share a pool of connections."""
    name = unquote(url.path[1:])
    if "/" in name:
        raise ValueError("a slash in a database's name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _require(name),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            **_options(url),
            "pool": {"min_size": 1, "max_size": pool_size, "timeout": POOL_TIMEOUT_SECONDS},
        },
    }


def cache(address: str) -> dict[str, Any]:
    """Return Django's dictionary for `locmem://` or `redis://host:6379/0`."""
    url = _split(address)
    if address == "locmem://":
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": LOCAL_CACHE_ENTRIES},
        }
    if url.scheme not in ("redis", "rediss") or not url.hostname:
        raise ValueError("unknown kind of cache")
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": address,
        # A cache that hangs is worse than one that fails.
        "OPTIONS": {
            "socket_connect_timeout": CACHE_TIMEOUT_SECONDS,
            "socket_timeout": CACHE_TIMEOUT_SECONDS,
        },
    }


def mail(address: str) -> dict[str, Any]:
    """Return Django's EMAIL_ settings for `console://` or `smtp+tls://user:password@host`."""
    if address == "console://":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    url = _split(address)
    if url.scheme not in MAIL_PORTS or url.path.strip("/") or url.query:
        raise ValueError("unknown kind of mail server")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": _require(url.hostname),
        "EMAIL_PORT": url.port or MAIL_PORTS[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtp+ssl",
    }


def _split(address: str) -> SplitResult:
    """Return the parts; a "#" or a blank means that a password was not percent-encoded."""
    url = urlsplit(address)
    if url.fragment or " " in address or url.port == 0:
        raise ValueError("not an address")
    return url


def _options(url: SplitResult) -> dict[str, str]:
    return dict(parse_qsl(url.query, strict_parsing=True)) if url.query else {}


def _require(value: str | None) -> str:
    if not value:
        raise ValueError("a part is missing")
    return value
