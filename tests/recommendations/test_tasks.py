"""Builds behind what editors do; here every paper counts as large."""

from datetime import timedelta

import pytest

from recommendations import builder, receivers, tasks
from recommendations.builder import rebuild
from tests.factories import make_article, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(settings, monkeypatch):
    """The tasks of a large paper, kept and not run."""
    monkeypatch.setattr(builder, "SMALL_PAPER_ARTICLES", 0)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    backend = tasks.rebuild_if_due.get_backend()
    backend.clear()
    return backend


def publish_another(theme):
    article = make_article(themes=[theme])
    receivers.update_lists(article_pk=article.pk)


def test_ten_publications_cause_one_build_behind_them(queue):
    theme = make_theme()
    make_article(themes=[theme])
    rebuild()

    for _ in range(10):
        publish_another(theme)
    assert len(queue.results) == 1

    tasks.rebuild_if_due.call()
    assert not builder.is_due()
    publish_another(theme)
    assert len(queue.results) == 2


def test_a_build_that_was_asked_for_and_lost_is_asked_for_again(queue, monkeypatch):
    theme = make_theme()
    make_article(themes=[theme])
    rebuild()
    publish_another(theme)
    monkeypatch.setattr(tasks, "LOST_AFTER", timedelta(0))

    publish_another(theme)

    assert len(queue.results) == 2


def test_a_build_that_is_not_due_is_not_asked_for(queue):
    make_article()
    rebuild()

    tasks.ask_for_rebuild()

    assert queue.results == []
