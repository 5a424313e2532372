"""Addresses that pages had once: links to them are led on for ever."""

from django.db import models, transaction
from django.utils import timezone


class OldAddressQuerySet(models.QuerySet):
    def of(self, thing):
        """The addresses that an article, show, theme or author had before."""
        return self.filter(kind=thing._meta.model_name, object_id=thing.pk)

    def of_others(self, thing, slug):
        """The old address under `slug` when it is another thing's than `thing`."""
        found = self.filter(kind=thing._meta.model_name, slug=slug.lower())
        return found.exclude(object_id=thing.pk) if thing.pk else found

    def leave(self, thing, slug):
        """Keep `slug` as an old address of `thing`, whoever had it before."""
        self.update_or_create(
            kind=thing._meta.model_name,
            slug=slug.lower(),
            defaults={"object_id": thing.pk, "left_at": timezone.now(), "is_merged": False},
        )

    def take(self, thing):
        """The slug of `thing` is in use now, so it is nobody's old one."""
        self.filter(kind=thing._meta.model_name, slug=thing.slug).delete()


class OldAddress(models.Model):
    """
    A slug under which a page was, and the id of what it showed.

    As it names an id and no other slug, one look-up leads to where the page is today, however
    often it moved. No foreign key: the row outlives what it names, and then says that it is gone.
    """

    kind = models.CharField(max_length=10)
    slug = models.SlugField(max_length=200, db_index=False, help_text="In small letters.")
    object_id = models.BigIntegerField()
    left_at = models.DateTimeField()
    is_merged = models.BooleanField(
        default=False, help_text="What it showed has become part of what it leads to."
    )

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        ordering = ["-left_at", "-id"]
        verbose_name_plural = "old addresses"
        indexes = [models.Index(fields=["kind", "object_id"], name="old_address_of")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="old_address_leads_to_one")
        ]

    def __str__(self):
        return f"{self.kind} {self.slug}"


class Addressed(models.Model):
    """
    Something with a page under its slug.

    Every door that changes the slug saves the row, so it is here that the old one is kept: like a
    folded name it is a column's rule and tells nobody anything.
    """

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        if update_fields is not None and "slug" not in update_fields:
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        self.slug = self.slug.lower()
        with transaction.atomic(savepoint=False):
            before = self._as_it_was()
            super().save(*args, update_fields=update_fields, **kwargs)
            if before and before.slug == self.slug:
                return
            OldAddress.objects.take(self)
            if before and before.leaves_addresses:
                OldAddress.objects.leave(self, before.slug)

    @property
    def leaves_addresses(self):
        """Whether readers may have links to where it is now."""
        return True

    def _as_it_was(self):
        """The row that is about to be written over; what is set on `self` is not public yet."""
        saved = type(self)._base_manager.filter(pk=self.pk)
        return None if self._state.adding else saved.first()
