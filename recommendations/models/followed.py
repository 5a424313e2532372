"""Which links readers follow."""

from django.db import models

from reviews.models import Article


class Followed(models.Model):
    """How often readers followed one link on one day; nothing is kept of who they are."""

    class Slot(models.TextChoices):
        MID = "mid", "You may also like"
        END = "end", "Read more"

    # Counting is no change of content: stored pages stay as fresh as they are.
    is_content = False

    day = models.DateField(db_index=True)
    source = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="followed_from")
    target = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="followed_to")
    slot = models.CharField(max_length=3, choices=Slot)
    rung = models.CharField(max_length=10, help_text="By what right the link stood there.")
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "slot", "rung", "day"], name="followed_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.source_id} → {self.target_id} on {self.day}: {self.times}"
