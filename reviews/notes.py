"""What the newsroom says among itself of an article: kept apart from it, and never public."""

from django.db import transaction
from django.utils import timezone

from .models import Article, ArticleNote


class Refused(Exception):
    """Why a note is not kept, in words for its author."""


def add(article, by, text, *, thread=None):
    """Keep a note, or an answer to the note with the key `thread`; notes stand in their order."""
    text = text.strip()
    longest = ArticleNote._meta.get_field("text").max_length
    if not text:
        raise Refused("Write something first.")
    if len(text) > longest:
        raise Refused(f"A note has at most {longest:,} characters; this one has {len(text):,}.")
    with transaction.atomic():
        # One after the other, so that their keys are in the order in which they are seen.
        Article.objects.select_for_update().only("pk").get(pk=article.pk)
        began = _thread(article, thread) if thread else None
        return ArticleNote.objects.create(
            article=article, thread=began, text=text, by=by, by_name=by.get_username()
        )


def resolve(article, key, by):
    """Mark a thread as done; one that is done stays as it was marked."""
    note = _thread(article, key)
    ArticleNote.objects.filter(pk=note.pk, resolved_at=None).update(
        resolved_at=timezone.now(), resolved_by_name=by.get_username()
    )


def reopen(article, key):
    note = _thread(article, key)
    ArticleNote.objects.filter(pk=note.pk).update(resolved_at=None, resolved_by_name="")


def threads(article):
    """The threads of an article in their order, the open ones first, each with its answers."""
    rows = list(ArticleNote.objects.filter(article=article))
    answers = {}
    for row in rows:
        answers.setdefault(row.thread_id, []).append(row)
    began = answers.pop(None, [])
    for note in began:
        note.answered = answers.get(note.pk, [])
    return sorted(began, key=lambda note: note.resolved_at is not None)


def _thread(article, key):
    note = ArticleNote.objects.filter(article=article, pk=key, thread=None).first()
    if note is None:
        raise Refused("That note is gone.")
    return note
