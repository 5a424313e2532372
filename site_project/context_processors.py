"""Values that every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """Return the paper's name and its public address, without a slash at the end."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
