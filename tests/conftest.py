"""What every test gets: its own folder for uploads and its own part of the cache."""

from pathlib import Path
from uuid import uuid4

import pytest


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _own_cache(settings) -> None:
    """Start with an empty cache, and leave the rest of a shared Redis alone."""
    cache = settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}
    settings.CACHES = {"default": cache}
