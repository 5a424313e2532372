"""What an article was: one row for each save that changed something."""

from django.conf import settings
from django.db import models

from .article import Article


class VersionQuerySet(models.QuerySet):
    def current(self):
        """The versions that articles are in now."""
        return self.filter(number=models.F("article__version"))

    def of_deleted(self):
        """The last version of each article that is no more."""
        there = Article.objects.filter(uuid=models.OuterRef("article_id"))
        newer = ArticleVersion.objects.filter(
            article_id=models.OuterRef("article_id"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(there), ~models.Exists(newer))


class ArticleVersion(models.Model):
    """
    A whole article as it was, its tags and pins included; `number` is `Article.version` then.

    It names the article by its uuid and outlives it, so that what is deleted can be recovered.
    """

    # No reader sees a version: stored pages stay as fresh as they are.
    is_content = False

    article = models.ForeignKey(
        Article,
        to_field="uuid",
        db_column="article_uuid",
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="versions",
    )
    article_pk = models.PositiveBigIntegerField(help_text="Its key, which it gets back.")
    number = models.PositiveIntegerField()
    state = models.JSONField(help_text="All fields by name, tags and pins as lists.")
    headline = models.CharField(max_length=200)
    changed = models.TextField("what changed", blank=True)
    door = models.CharField(max_length=40, help_text="Where it was saved.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=150, blank=True, help_text="Kept when the login goes.")
    is_deletion = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once")
        ]

    def __str__(self):
        return f"“{self.headline}”, version {self.number}"
