"""What tests of the paper share."""

import pytest
from django.utils import timezone


@pytest.fixture
def clock(monkeypatch):
    """Return a function that stops Django's clock at a moment."""

    def stop_at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return stop_at
