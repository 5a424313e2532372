"""What every test gets: its own folder for uploads, part of the cache and content stamp."""

from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest

# A machine that is busy with something else makes no example wrong.
hypothesis.settings.register_profile(
    "paper", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("paper")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _own_cache(settings) -> None:
    """Start with an empty cache, and leave the rest of a shared Redis alone."""
    cache = settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}
    settings.CACHES = {"default": cache}


@pytest.fixture(autouse=True)
def _own_stamp(settings, tmp_path: Path) -> None:
    """A rolled back test leaves other rows than it stored pages of; no other test sees those."""
    settings.STAMP_FILE = tmp_path / "stamp"
