"""Who wrote an article, and how their names are printed."""

from django.db import models


class ArticleAuthor(models.Model):
    article = models.ForeignKey(
        "reviews.Article", on_delete=models.CASCADE, related_name="article_authors"
    )
    author = models.ForeignKey(
        "reviews.Author", on_delete=models.PROTECT, related_name="article_authors"
    )
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "author"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="article_author_once",
                violation_error_message="This author is in the byline already.",
            )
        ]

    def __str__(self):
        return str(self.author)


def join_names(names):
    """Names as a byline has them: “A”, “A and B”, “A, B and C”."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last
