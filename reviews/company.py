"""Who has an article open at this moment: advisory, and gone by itself."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from .models import ArticleVersion, EditingPresence

FORGOTTEN_AFTER = timedelta(hours=1)


def seen(article, user, window):
    """Note that `window` of `user` has `article` open now; one write."""
    now = timezone.now()
    row = {"article": article, "user": user, "window": window}
    if EditingPresence.objects.filter(**row).update(seen_at=now):
        return
    EditingPresence.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
    try:
        with transaction.atomic():
            EditingPresence.objects.create(**row, since=now, seen_at=now)
    except IntegrityError:
        return  # The same window, a moment before.


def left(article, user, window):
    EditingPresence.objects.filter(article=article, user=user, window=window).delete()


def in_words(article, user, window, opened):
    """What `user`, whose `window` shows version `opened`, should know of others; or nothing."""
    sentences = [_saved(article, user)] if article.version != opened else []
    alive = EditingPresence.objects.alive().filter(article=article).exclude(window=window)
    for row in alive.select_related("user").order_by("since", "id"):
        who = "You have" if row.user_id == user.pk else f"{_name(row.user)} has"
        where = " in another window" if row.user_id == user.pk else ""
        sentences.append(f"{who} this article open{where} since {_clock(row.since)}.")
    return " ".join(sentences)


def _saved(article, user):
    latest = ArticleVersion.objects.filter(article=article).defer("state").first()
    if latest is None:
        return ""
    who = "You" if latest.by_id == user.pk else latest.by_name or "Somebody"
    return (
        f"{who} saved this article at {_clock(latest.created_at)}: {latest.changed}. "
        "When you save, both are brought together."
    )


def _name(user):
    return user.get_full_name() or user.get_username()


def _clock(moment):
    local = timezone.localtime(moment)
    return f"{date_format(local, 'TIME_FORMAT')} {local.tzname()}"
