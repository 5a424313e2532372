"""How often readers follow each link: sums per day, and nothing of who they are."""

from django.db.models import F
from django.utils import timezone

from reviews.models import Article

from .composer import fill_page
from .models import Followed


def count(source_pk, target_pk, slot, *, at=None):
    """
    Count one link as followed, if the page of the source shows it now; return whether it does.

    Asking the composer keeps the table as small as the paper: nobody can make up a row.
    """
    source = Article.objects.published(at=at).filter(pk=source_pk).first()
    rung = source and _rung(source, target_pk, at=at)
    if not rung:
        return False
    day = timezone.localdate(at)
    link = {"day": day, "source": source, "target_id": target_pk, "slot": slot, "rung": rung}
    Followed.objects.get_or_create(**link)
    Followed.objects.filter(**link).update(times=F("times") + 1)
    return True


def _rung(source, target_pk, *, at):
    """By what right the page of `source` links to the target; None when it does not."""
    for candidates in fill_page(source, at=at).chosen.values():
        for candidate in candidates:
            if candidate.article.pk == target_pk:
                return candidate.rung.value
    return None
