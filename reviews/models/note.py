"""What the newsroom says of an article among itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .article import Article
from .fields import ProseField


class NoteQuerySet(models.QuerySet):
    def open(self):
        """Notes that begin a thread nobody has resolved."""
        return self.filter(thread=None, resolved_at=None)


class ArticleNote(models.Model):
    """
    A note on an article, or an answer to one; no reader ever sees it.

    A thread is flat: every answer belongs to the note that began it, which alone is resolved.
    """

    is_content = False

    article = models.ForeignKey(
        Article,
        to_field="uuid",
        db_column="article_uuid",
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="notes",
    )
    thread = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    text = ProseField(max_length=5000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=150, help_text="Kept when the login goes.")
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by_name = models.CharField(max_length=150, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = "note"
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                name="article_note_threads_are_flat",
                condition=Q(thread=None) | Q(resolved_at=None),
            )
        ]

    def __str__(self):
        return self.text
