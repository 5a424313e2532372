"""Links by which people without a login read an article before it is public."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .article import Article
from .version import ArticleVersion


class PreviewLinkQuerySet(models.QuerySet):
    def usable(self, *, at=None):
        """Links that have not come to their end, and that nobody has taken back."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())


class PreviewLink(models.Model):
    """
    A link that was given out: it shows one version of an article, for a time.

    Its token is in nobody's hands but the reader's: only a hash of it is kept.
    """

    is_content = False

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="preview_links")
    token_hash = models.CharField(max_length=64, unique=True)
    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="+")
    note = models.CharField("for whom", max_length=120, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        default_permissions = ()

    def __str__(self):
        return f"Preview of “{self.article}”" + (f" for {self.note}" if self.note else "")
