"""Work that no request waits for, with and without a worker."""

from threading import Event

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from reviews import freshness

from .test_settings import settings_with

SECONDS = 10
THREAD = {"default": {"BACKEND": "site_project.background.ThreadBackend"}}
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

may_go_on, is_done = Event(), Event()


@task
def wait_for_the_test():
    assert may_go_on.wait(SECONDS)
    is_done.set()


@task
def fail():
    raise RuntimeError("nothing to be done")


@task
def add_user(name):
    User.objects.create(username=name)


@pytest.fixture(autouse=True)
def _reset():
    may_go_on.clear()
    is_done.clear()


@pytest.mark.parametrize(
    ("variables", "backend"), [({}, THREAD), ({"TASKS": "database"}, DATABASE)]
)
def test_an_operator_chooses_who_does_the_work(variables, backend):
    assert settings_with(**variables)["TASKS"] == repr(backend)


def test_without_a_worker_a_task_begins_at_once_and_nobody_waits_for_it(settings):
    settings.TASKS = THREAD

    result = wait_for_the_test.enqueue()

    assert not result.is_finished
    may_go_on.set()
    assert is_done.wait(SECONDS)


def test_a_task_that_fails_is_logged_and_the_next_one_runs(settings, caplog):
    settings.TASKS = THREAD
    may_go_on.set()

    failed = fail.enqueue()
    wait_for_the_test.enqueue()

    assert is_done.wait(SECONDS)
    assert failed.status == TaskResultStatus.FAILED
    assert "nothing to be done" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_was_committed(settings):
    settings.TASKS = DATABASE
    with transaction.atomic():
        transaction.on_commit(fail.enqueue, robust=True)
        transaction.on_commit(lambda: add_user.enqueue("ada"), robust=True)
    assert not User.objects.filter(username="ada").exists()

    call_command("db_worker", batch=True, interval=0)

    assert User.objects.filter(username="ada").exists()
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == [
        TaskResultStatus.FAILED,
        TaskResultStatus.SUCCESSFUL,
    ]


@pytest.mark.django_db
def test_a_task_makes_no_page_out_of_date(settings):
    settings.TASKS = DATABASE
    before = freshness.current().name

    add_user.enqueue("ada")

    assert DBTaskResult.objects.count() == 1
    assert freshness.current().name == before
