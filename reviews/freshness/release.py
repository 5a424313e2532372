"""Which code and templates this process runs: a new release may change every page too."""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

SOURCES = ("reviews/**/*.py", "recommendations/**/*.py", "site_project/*.py", "templates/**/*.*")


def release() -> str:
    """A short digest; under DEBUG, templates change without a restart and are asked each time."""
    return _digest(_template_times() if settings.DEBUG else 0, settings.SITE_URL)


@lru_cache(maxsize=8)
def _digest(template_times: int, site_url: str) -> str:
    digest = blake2b(f"{site_url} {settings.SITE_NAME} {settings.TIME_ZONE}".encode())
    for pattern in SOURCES:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _template_times() -> int:
    paths = Path(settings.BASE_DIR).glob("templates/**/*.*")
    return hash(tuple(path.stat().st_mtime_ns for path in paths))
