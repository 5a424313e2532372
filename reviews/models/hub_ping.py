"""What hubs of WebSub are still to be told."""

from django.db import models


class HubPing(models.Model):
    """
    A hub is to hear, at `due_at` or later, that the feed at `topic` has changed.

    A row stays until the hub has taken it or has refused it for good, so that no restart and no
    dead task loses it.
    """

    hub = models.URLField(max_length=500)
    topic = models.URLField(max_length=500)
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    # No page shows it.
    is_content = False

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.topic} to {self.hub}"
