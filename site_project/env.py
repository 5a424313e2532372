"""
Readers for environment variables that stop the start on a value they cannot use.

Each takes the variable's name and returns a checked Python value. Values that may carry a
password are never repeated in a message.
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.management.utils import get_random_secret_key

TRUE = {"true", "1", "yes", "on"}
FALSE = {"false", "0", "no", "off"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SECRET_KEY_MIN_LENGTH = 50
SECRET_KEY_MIN_DIFFERENT = 5

ASSIGNMENT = re.compile(r"""(?P<name>[A-Z][A-Z0-9_]*)=(?P<quote>["']?)(?P<value>.*)(?P=quote)""")
HOST = re.compile(r"\*|\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
WEB_ADDRESS = re.compile(r"https?://[^\s,/]+[^\s,]*")
EMAIL = re.compile(r"[^@\s,]+@[^@\s,]+")


class BadSetting(SystemExit):
    """
    A variable has no usable value; the process ends with one line on standard error.

    SystemExit, because Django and the web servers turn any other exception of a settings
    module into a traceback.
    """

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


def load_file(name: str, default: Path) -> None:
    """Add a file's NAME=value lines behind the variables already set; only `default` may lack."""
    path = Path(os.environ.get(name) or default)
    if path == default and not path.exists():
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        raise BadSetting(name, f'"{path}" cannot be read.') from None
    for number, line in enumerate(lines, start=1):
        _load_line(path, number, line.strip())


def _load_line(path: Path, number: int, line: str) -> None:
    if not line or line.startswith("#"):
        return
    assignment = ASSIGNMENT.fullmatch(line)
    if not assignment:
        raise BadSetting(path.name, f"line {number} is not NAME=value.")
    os.environ.setdefault(assignment["name"], assignment["value"])


def text(name: str, default: str | None = None) -> str:
    """Return a line of text that is not empty."""
    value = os.environ.get(name, "").strip() or default
    if not value:
        raise BadSetting(name, "missing.")
    if not value.isprintable():
        raise BadSetting(name, "holds a line break or another control character.")
    return value


def boolean(name: str, *, default: bool) -> bool:
    """Return True for `true` and its usual synonyms, False for those of `false`."""
    value = text(name, str(default)).lower()
    if value not in TRUE | FALSE:
        raise BadSetting(name, f'"{value}" is not one of true, false.')
    return value in TRUE


def json_object(name: str) -> dict[str, Any]:
    """Return an object written as JSON; an empty one for no value."""
    try:
        value = json.loads(text(name, "{}"))
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise BadSetting(name, "is not an object in JSON.")
    return value


def choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """Return one of `choices`."""
    value = text(name, default)
    if value not in choices:
        raise BadSetting(name, f'"{value}" is not one of {", ".join(choices)}.')
    return value


def integer(name: str, *, default: int, minimum: int, maximum: int) -> int:
    """Return a whole number within two bounds, both included."""
    value = text(name, str(default))
    if not (re.fullmatch("[0-9]{1,12}", value) and minimum <= int(value) <= maximum):
        raise BadSetting(name, f'"{value}" is not a number from {minimum} to {maximum}.')
    return int(value)


def items(name: str, pattern: re.Pattern[str], default: list[str]) -> list[str]:
    """Return the parts of a comma-separated value, each of which has the form of `pattern`."""
    value = os.environ.get(name, "").strip()
    parts = [part.strip() for part in value.split(",")] if value else default
    for part in parts:
        if not pattern.fullmatch(part):
            raise BadSetting(name, f'"{part}" cannot be an entry of this list.')
    return parts


def email_address(name: str, default: str) -> str:
    """Return an address that mail is sent from."""
    value = text(name, default)
    if not EMAIL.fullmatch(value):
        raise BadSetting(name, f'"{value}" is not an e-mail address.')
    return value


def origin(name: str, default: str | None = None) -> str:
    """Return a scheme and host such as `https://example.org`, with no slash at its end."""
    value = text(name, default)
    match = re.fullmatch(r"(https?://)([^/:]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?/?", value)
    if not match or not HOST.fullmatch(match[2]) or "*" in value:
        raise BadSetting(
            name, f'"{value}" is not a scheme and a host, as in https://www.example.org.'
        )
    return value.rstrip("/")


def host_of(address: str) -> str:
    """Return the host of an address that `origin` accepted, as ALLOWED_HOSTS spells it."""
    host = urlsplit(address).hostname or ""
    return f"[{host}]" if ":" in host else host


def url_prefix(name: str, default: str) -> str:
    """Return what file names are appended to: `/media/` or `https://media.example.org/`."""
    value = text(name, default)
    if not re.fullmatch(r"(https?://[^/\s?#]+)?(/[^/\s?#]+)*/", value) or value == "/":
        raise BadSetting(
            name, f'"{value}" is not a path or an address that ends with "/", as in /media/.'
        )
    return value


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone that this machine knows."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise BadSetting(name, f'"{value}" is not a time zone, as in Europe/Prague.') from None
    return value


def address(
    name: str, default: str, parse: Callable[[str], dict[str, Any]], example: str
) -> dict[str, Any]:
    """Return what `parse` makes of an address; it raises ValueError for one it cannot use."""
    try:
        return parse(text(name, default))
    except ValueError:
        raise BadSetting(name, f"not an address like {example}.") from None


def secret_key(name: str, *, local_file: Path | None) -> str:
    """Return a key that is long and varied enough to sign with; without one, `local_file`'s."""
    value = text(name, local_file and _private_file(local_file, get_random_secret_key()))
    if len(value) < SECRET_KEY_MIN_LENGTH or len(set(value)) < SECRET_KEY_MIN_DIFFERENT:
        raise BadSetting(name, f"needs {SECRET_KEY_MIN_LENGTH} random characters or more.")
    return value


def _private_file(path: Path, content: str) -> str:
    """Return what a file that only its owner may read holds: `content`, if it is new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    os.write(descriptor, content.encode())
    os.close(descriptor)
    return content
