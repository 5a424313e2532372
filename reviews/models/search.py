"""What search keeps of an article."""

from django.db import models


class SearchEntry(models.Model):
    """
    The readable text of an article that search shows excerpts of, its spoilers left out.

    Beside it stand, in forms that only the database knows, the stems that are looked for:
    more columns of this table on PostgreSQL, a table of their own on SQLite.
    """

    article = models.OneToOneField(
        "reviews.Article", on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    text = models.TextField()

    class Meta:
        verbose_name_plural = "search entries"

    def __str__(self):
        return f"Search entry {self.pk}"
