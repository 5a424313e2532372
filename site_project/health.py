"""What a load balancer asks: is this process alive, and can it serve?"""

import logging
from collections.abc import Callable
from uuid import uuid4

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]


def health_middleware(get_response: Handler) -> Handler:
    """
    Answer /healthz and /readyz before anything else does.

    A probe asks over plain HTTP for a bare address, which the host check would refuse and the
    redirect to HTTPS would send away.
    """
    probes = {"/healthz": healthz, "/readyz": readyz}

    def middleware(request: HttpRequest) -> HttpResponse:
        return probes.get(request.path_info, get_response)(request)

    return middleware


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; what it depends on is not asked."""
    return _answer({"process": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Say which of the database, cache and storage work; 503 when one does not."""
    parts = {"database": _use_database, "cache": _use_cache, "storage": _use_storage}
    return _answer({name: _outcome(name, use) for name, use in parts.items()})


def _answer(outcomes: dict[str, str]) -> HttpResponse:
    is_well = set(outcomes.values()) == {"ok"}
    headers = {"Cache-Control": "no-store"}
    return JsonResponse(outcomes, status=200 if is_well else 503, headers=headers)


def _outcome(name: str, use: Callable[[], None]) -> str:
    """Log why a part fails, and tell the asker only that it does."""
    try:
        use()
    except Exception:
        logger.exception("%s is not ready", name)
        return "failed"
    return "ok"


def _use_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _use_cache() -> None:
    key = f"readyz-{uuid4().hex}"
    cache.set(key, key, timeout=10)
    found = cache.get(key)
    cache.delete(key)
    if found != key:
        raise ValueError("the cache lost a value")


def _use_storage() -> None:
    """Write a file, since a full or read-only disk still reads well."""
    name = default_storage.save(f"readyz-{uuid4().hex}", ContentFile(b"ok"))
    default_storage.delete(name)
