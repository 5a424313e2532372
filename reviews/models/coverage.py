"""Which shows an article is about, and how far into them it goes."""

import math

from django.db import models


class ArticleShow(models.Model):
    """A show an article is about; the first is the primary one."""

    article = models.ForeignKey(
        "reviews.Article", on_delete=models.CASCADE, related_name="article_shows"
    )
    show = models.ForeignKey(
        "reviews.Show", on_delete=models.PROTECT, related_name="article_shows"
    )
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "show"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "show"],
                name="article_show_once",
                violation_error_message="This show is tagged already.",
            )
        ]

    def __str__(self):
        return str(self.show)


def reach(season, episode):
    """
    How far a text goes that covers a show through `season` and `episode`, to be compared.

    Without an episode it covers the whole season; None when nothing is said.
    """
    return (season, episode or math.inf) if season else None
