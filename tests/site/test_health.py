"""What a load balancer is told when a part is missing."""

import pytest
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import connection

SOUND = {"database": "ok", "cache": "ok", "storage": "ok"}


def answer(client, path: str, **extra: str):
    response = client.get(path, **extra)
    return response.status_code, response.json()


def test_the_process_is_alive_without_a_database(client):
    assert answer(client, "/healthz") == (200, {"process": "ok"})


@pytest.mark.django_db
def test_a_sound_site_is_ready_and_leaves_no_file_behind(client):
    assert answer(client, "/readyz") == (200, SOUND)
    assert default_storage.listdir("") == ([], [])


@pytest.mark.django_db
def test_a_probe_needs_neither_https_nor_the_public_host_name(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["www.example.org"]

    assert answer(client, "/healthz", HTTP_HOST="10.0.0.7:8000")[0] == 200
    assert answer(client, "/readyz", HTTP_HOST="10.0.0.7:8000")[0] == 200


@pytest.mark.django_db
def test_answers_are_never_stored(client):
    assert client.get("/healthz").headers["Cache-Control"] == "no-store"
    assert client.get("/readyz").headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_cache_that_cannot_be_reached_is_named(client, settings, caplog):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://:hidden@127.0.0.1:1/0",
        }
    }

    assert answer(client, "/readyz") == (503, SOUND | {"cache": "failed"})
    assert "cache is not ready" in caplog.text
    caches["default"].close()


@pytest.mark.django_db
def test_storage_that_cannot_be_written_is_named(client, settings, tmp_path):
    file = tmp_path / "not-a-folder"
    file.touch()
    settings.MEDIA_ROOT = file / "media"

    assert answer(client, "/readyz") == (503, SOUND | {"storage": "failed"})


@pytest.mark.django_db
def test_a_database_that_cannot_be_used_is_named(client):
    def refuse(*arguments):
        raise ConnectionError("postgres://user:hidden@host")

    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, SOUND | {"database": "failed"})
    assert b"hidden" not in response.content
