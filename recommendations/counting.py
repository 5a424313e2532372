"""How often readers follow each link: sums per day, and nothing of who they are."""

from datetime import timedelta

from django.db.models import F, Sum
from django.utils import timezone

from reviews.models import Article

from .composer import fill_page
from .models import Followed

DAYS_COUNTED = 28


def count(source_pk, target_pk, slot, *, at=None):
    """
    Count one link as followed, if the page of the source shows it now; return whether it does.

    Asking the composer keeps the table as small as the paper: nobody can make up a row.
    """
    articles = Article.objects.published(at=at).prefetch_related("article_shows__show", "themes")
    source = articles.filter(pk=source_pk).first()
    rung = source and _rung(source, target_pk, slot, at=at)
    if not rung:
        return False
    day = timezone.localdate(at)
    link = {"day": day, "source": source, "target_id": target_pk, "slot": slot, "rung": rung}
    Followed.objects.get_or_create(**link)
    Followed.objects.filter(**link).update(times=F("times") + 1)
    return True


def followed_from(source, *, at=None):
    """How often readers followed each link of `source` in the last days, by target's key."""
    return _sums(Followed.objects.filter(source=source), "target", at)


def followed_to(target, *, at=None):
    """How often readers came to `target` from each article in the last days, by its key."""
    return _sums(Followed.objects.filter(target=target), "source", at)


def first_day(at=None):
    """The first of the DAYS_COUNTED days that end today."""
    return timezone.localdate(at) - timedelta(days=DAYS_COUNTED - 1)


def _sums(rows, column, at):
    rows = rows.filter(day__gte=first_day(at)).order_by()
    return dict(rows.values_list(column).annotate(Sum("times")))


def _rung(source, target_pk, slot, *, at):
    """By what right the page of `source` links to the target in a slot; None when it does not."""
    candidates = fill_page(source, at=at).chosen[slot]
    return next((each.rung.value for each in candidates if each.pk == target_pk), None)
