"""
Readers for environment variables that stop the start on a value they cannot use.

Each takes the variable's name and returns a checked Python value. Values that may carry a
password are never repeated in a message.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environ import Env

DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
EMAIL_SCHEMES = ("smtp", "smtp+tls", "smtp+ssl", "consolemail")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SECRET_KEY_MIN_LENGTH = 50
SECRET_KEY_MIN_DIFFERENT = 5


class BadSetting(SystemExit):
    """
    A variable has no usable value; the process ends with one line on stderr.

    SystemExit, because Django and the web servers turn any other exception of a settings
    module into a traceback.
    """

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


def load_file(path: Path) -> None:
    """Add the variables of a `.env` file, if there is one, behind those already set."""
    Env.read_env(path, parse_comments=True)


def text(name: str, default: str | None = None) -> str:
    """Return a non-empty line of text."""
    value = os.environ.get(name, "").strip() or default
    if not value:
        raise BadSetting(name, "missing.")
    if not value.isprintable():
        raise BadSetting(name, "holds a line break or another control character.")
    return value


def boolean(name: str, *, default: bool) -> bool:
    """Return True for `true`, False for `false`."""
    value = text(name, str(default)).lower()
    if value not in ("true", "false"):
        raise BadSetting(name, f'"{value}" is not one of true, false.')
    return value == "true"


def integer(name: str, *, default: int, minimum: int, maximum: int) -> int:
    """Return a whole number within two bounds."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and minimum <= int(value) <= maximum):
        raise BadSetting(name, f'"{value}" is not a number from {minimum} to {maximum}.')
    return int(value)


def choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """Return one of `choices`."""
    value = text(name, default)
    if value not in choices:
        raise BadSetting(name, f'"{value}" is not one of {", ".join(choices)}.')
    return value


def items(name: str, is_valid: Callable[[str], bool], default: list[str]) -> list[str]:
    """Return the parts of a comma-separated value, each of which passes `is_valid`."""
    parts = [part.strip() for part in text(name, ",".join(default) or ",").split(",")]
    found = [part for part in parts if part]
    for part in found:
        if not is_valid(part):
            raise BadSetting(name, f'"{part}" cannot be an entry of this list.')
    return found


def is_host(value: str) -> bool:
    """Tell whether `value` may stand in ALLOWED_HOSTS: a bare name, or one after a dot."""
    return value == "*" or not set(value) & set("/:@*? ")


def host_of(address: str) -> str:
    """Return the host of an address that `origin` accepted."""
    return urlsplit(address).hostname or ""


def is_email(value: str) -> bool:
    """Tell whether `value` has the shape of an e-mail address."""
    name, _, host = value.rpartition("@")
    return bool(name and host) and " " not in value


def secret_key(name: str, *, local_file: Path | None) -> str:
    """Return a key that is long and varied enough to sign with; without one, `local_file`'s."""
    value = text(name, local_file and private_file(local_file, get_random_secret_key))
    if len(value) < SECRET_KEY_MIN_LENGTH or len(set(value)) < SECRET_KEY_MIN_DIFFERENT:
        raise BadSetting(name, f"needs {SECRET_KEY_MIN_LENGTH} random characters or more.")
    return value


def private_file(path: Path, make: Callable[[], str]) -> str:
    """Return the content of a file that only its owner may read, made when it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(make())
    return path.read_text()


def origin(name: str, default: str | None = None) -> str:
    """Return a scheme and host such as `https://example.org`, with no slash at its end."""
    value = text(name, default)
    url = _split(value)
    if not url or url.scheme not in ("http", "https") or url.path.strip("/") or "@" in url.netloc:
        _reject_origin(name, value)
    if url.query or url.fragment or " " in value:
        _reject_origin(name, value)
    return f"{url.scheme}://{url.netloc}"


def _reject_origin(name: str, value: str) -> NoReturn:
    raise BadSetting(name, f'"{value}" is not a scheme and a host, as in https://example.org.')


def url_prefix(name: str, default: str) -> str:
    """Return an address that files are appended to: `/media/` or `https://cdn.example/m/`."""
    value = text(name, default)
    url = _split(value)
    is_path = value.startswith("/") and not value.startswith("//") and value != "/"
    is_remote = bool(url) and url.scheme in ("http", "https")
    if not (is_path or is_remote) or not value.endswith("/") or " " in value:
        raise BadSetting(
            name, f'"{value}" is not a path or an address that ends with "/", as in /media/.'
        )
    return value


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone that this machine knows."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ValueError, OSError):
        raise BadSetting(name, f'"{value}" is not a time zone, as in Europe/Prague.') from None
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's database dictionary for a `sqlite:` or `postgres:` address."""
    config = _url_config(name, default, DATABASE_SCHEMES, Env.db_url_config)
    if not config or not config["NAME"]:
        raise BadSetting(
            name,
            "is not an address like sqlite:///var/db.sqlite3 "
            "or postgres://user:password@host:5432/name.",
        )
    return config


def email(name: str, default: str) -> dict[str, Any]:
    """Return Django's EMAIL_* settings for an `smtp:` or `consolemail:` address."""
    config = _url_config(name, default, EMAIL_SCHEMES, Env.email_url_config)
    if not config or ("smtp" in config["EMAIL_BACKEND"] and not config["EMAIL_HOST"]):
        raise BadSetting(
            name, "is not an address like smtp+tls://user:password@host:587 or consolemail://."
        )
    return config


def cache(name: str, default: str) -> dict[str, Any]:
    """Return Django's cache dictionary for a `locmem:` or `redis:` address."""
    value = text(name, default)
    url = _split(value)
    if value == "locmem://":
        backend = "django.core.cache.backends.locmem.LocMemCache"
        return {"BACKEND": backend, "OPTIONS": {"MAX_ENTRIES": 10_000}}
    if url and url.scheme in ("redis", "rediss"):
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": value,
            # A cache that hangs is worse than one that fails.
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
    raise BadSetting(name, "is not an address like locmem:// or redis://host:6379/0.")


def _url_config(
    name: str, default: str, schemes: tuple[str, ...], parse: Callable[[str], dict[str, Any]]
) -> dict[str, Any] | None:
    value = text(name, default)
    if value.partition(":")[0] not in schemes:
        return None
    try:
        return parse(value)
    except (ValueError, ImproperlyConfigured):
        return None


def _split(value: str) -> SplitResult | None:
    """Return the parts of an address that has a host and a possible port, or None."""
    try:
        url = urlsplit(value)
        return url if url.hostname and url.port != 0 else None
    except ValueError:
        return None
