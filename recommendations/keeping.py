"""Pins and bans as a part of their article's versions, which `reviews` keeps."""

from collections import defaultdict

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from reviews.models import Article
from reviews.signals import article_edited, article_restored, article_snapshot

from .models import Override

NAME = "pins and bans"
KEPT = ("kind", "slot", "position", "note")


def connect():
    uid = "recommendations.keeping"
    article_snapshot.connect(tell, sender=Article, dispatch_uid=uid)
    article_restored.connect(bring_back, sender=Article, dispatch_uid=uid)
    post_save.connect(announce_saved, sender=Override, dispatch_uid=uid)
    post_delete.connect(announce_deleted, sender=Override, dispatch_uid=uid)


def tell(*, article_pks, **kwargs):
    """The pins and bans on the page of each article, in their order."""
    rows = Override.objects.filter(source__in=article_pks).select_related("target")
    found = defaultdict(list)
    for row in rows.defer("target__body").order_by("position", "id"):
        fields = {name: getattr(row, name) for name in KEPT}
        found[row.source_id].append({"id": row.target_id, "name": _name(row), **fields})
    return NAME, found


def bring_back(*, article, state, by, **kwargs):
    """Make the pins and bans of `article` what `state` says; tell which cannot be."""
    kept = state.get(NAME)
    if kept is None or kept == tell(article_pks=[article.pk])[1].get(article.pk, []):
        return []
    if not by.has_perms([f"recommendations.{act}_override" for act in ("add", "delete")]):
        return ["Pins and bans stay as they are: your account may not change them."]
    there = set(
        Article.objects.filter(pk__in=[each["id"] for each in kept]).values_list("pk", flat=True)
    )
    Override.objects.filter(source=article).delete()
    Override.objects.bulk_create(
        Override(source=article, target_id=each["id"], **{name: each[name] for name in KEPT})
        for each in kept
        if each["id"] in there
    )
    edited(article.pk)
    gone = [each["name"] for each in kept if each["id"] not in there]
    return [f"Left out, since that article is gone: {name}." for name in gone]


def announce_saved(*, instance, **kwargs):
    edited(instance.source_id)


def announce_deleted(*, instance, origin=None, **kwargs):
    """Pins that go with their own article are none of its last version's business."""
    if not _goes_with_its_article(instance, origin):
        edited(instance.source_id)


def edited(article_pk):
    """Tell the history that the pins or bans of an article have changed."""
    with transaction.atomic():
        article_edited.send(Article, article_pk=article_pk)


def _goes_with_its_article(override, origin):
    if isinstance(origin, Article):
        return origin.pk == override.source_id
    model = getattr(origin, "model", None)
    return model is Article and origin.filter(pk=override.source_id).exists()


def _name(override):
    place = "" if override.slot == Override.Slot.EITHER else f", {override.get_slot_display()}"
    note = f" ({override.note})" if override.note else ""
    return f"{override.kind}: “{override.target}”{place}{note}"
