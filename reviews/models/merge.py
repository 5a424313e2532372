"""What was merged into what, with all that is needed to undo it."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class MergeQuerySet(models.QuerySet):
    def heirs(self, kind, pks):
        """Map the keys of things that were merged away to what they are part of now."""
        sought = set(pks)
        if not sought:
            return {}
        merges = self.filter(kind=kind, undone_at=None).order_by("made_at", "pk")
        steps = dict(merges.values_list("gone_id", "kept_id"))
        found = {}
        for pk in sought & steps.keys():
            heir = pk
            while heir in steps:
                heir = steps[heir]
            found[pk] = heir
        return found

    def follow(self, model, pks):
        """Map keys to what is there, or, where that was merged away, to what it is part of now."""
        there = model.objects.in_bulk(pks)
        heirs = self.heirs(model._meta.model_name, set(pks) - there.keys())
        found = model.objects.in_bulk(heirs.values()) if heirs else {}
        return there | {pk: found[heir] for pk, heir in heirs.items() if heir in found}


class Merge(models.Model):
    """
    One theme, show or person merged into another.

    `record` is what `reviews.merging` wrote down: the columns of the one that is gone, the rows
    that were handed over, and those that were dropped as the other had their like.
    """

    is_content = False

    kind = models.CharField(max_length=10, editable=False)
    gone_id = models.BigIntegerField(editable=False)
    gone_name = models.CharField("merged", max_length=240, editable=False)
    kept_id = models.BigIntegerField(editable=False)
    kept_name = models.CharField("into", max_length=240, editable=False)
    articles = models.PositiveIntegerField(editable=False, help_text="How many bore the one.")
    record = models.JSONField(editable=False, encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField("when", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="by",
    )
    undone_at = models.DateTimeField("undone", null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="undone by",
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["kind", "kept_id"], name="merge_into")]

    def __str__(self):
        return f"“{self.gone_name}” into “{self.kept_name}”"


class KeptApart(models.Model):
    """Two of a kind whose names are alike, and that an editor has said are not the same."""

    is_content = False

    kind = models.CharField(max_length=10)
    low_id = models.BigIntegerField()
    high_id = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "low_id", "high_id"], name="kept_apart_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.low_id} is not {self.high_id}"
