"""What editors do to one page's links: pin, ban, change, lift, put in order, never recommend."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from . import keeping
from .composer import fill_page
from .models import NeverRecommend, Override

PIN, BAN = Override.Kind.PIN, Override.Kind.BAN


def steer(source, target_pk, kind):
    """Pin or ban article `target_pk` on the page of `source`; a new pin comes last."""
    last = Override.objects.filter(source=source).aggregate(last=Max("position"))["last"] or 0
    override = Override(source=source, target_id=target_pk, kind=kind, position=last + 1)
    return _save(override)


def reorder(source, pks):
    """Put the pins of `source` in the order of `pks`; those not named come after, as they were."""
    with transaction.atomic():
        pins = list(Override.objects.select_for_update().filter(source=source, kind=PIN))
        places = {pk: place for place, pk in enumerate(pks)}
        pins.sort(key=lambda pin: places.get(pin.pk, len(places)))
        for position, pin in enumerate(pins, 1):
            pin.position = position
        Override.objects.bulk_update(pins, ["position"])
        keeping.edited(source.pk)


def never_recommend(article):
    """Keep `article` out of all other pages' links."""
    NeverRecommend.objects.get_or_create(article=article)


def recommend_again(article):
    NeverRecommend.objects.filter(article=article).delete()


def why_skipped(override, page=None):
    """
    Why a pin does not show on `page`, the filled page of its source; empty when it does.

    Without one it is the page as it is saved. A ban always works.
    """
    if override.kind == BAN:
        return ""
    if reason := why_not_linked(override.target):
        return reason
    page = page or fill_page(override.source)
    refusal = page.refused.get(override.target_id)
    return f"“{override.target}”: {refusal.value}" if refusal else ""


def why_not_linked(target):
    """Why no page links to `target` whatever editors pin; empty when pages may."""
    if not target.is_public():
        return f"“{target}” is not public"
    is_never = hasattr(target, "never_recommend")
    return f"“{target}” is never to be recommended" if is_never else ""


def _save(override):
    override.full_clean()
    try:
        with transaction.atomic():
            override.save()
    except IntegrityError:  # A second editor, or a second click, came in between.
        override.full_clean()
        raise ValidationError("Another change came in between; try again.") from None
    return override
