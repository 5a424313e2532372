"""Who has an article open, as long as their window says so."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from .article import Article

# A window says every ten seconds that it is open.
LIFETIME = timedelta(seconds=35)


class PresenceQuerySet(models.QuerySet):
    def alive(self, *, at=None):
        return self.filter(seen_at__gt=(at or timezone.now()) - LIFETIME)


class EditingPresence(models.Model):
    """A window in which somebody has an article's form open. It means nothing once it is old."""

    is_content = False

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    window = models.CharField(max_length=40)
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["article", "user", "window"], name="presence_once_a_window"
            )
        ]

    def __str__(self):
        return f"{self.user} since {self.since:%H:%M}"
